"""Every block of code on the pages is run, or at least read: Python, shell, JavaScript, YAML, JSON.

Blocks of some pages, as the stories of docs/scenarios.md, are run by tests of their own.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from mockod.cli.main import main
from mockod.config import read_config
from support.command_line import runner
from support.pages import PAGES, Block, blocks, commands
from support.paths import ROOT
from support.serving import Served, serving

pytestmark = pytest.mark.live
ADDRESS = "http://127.0.0.1:30222"
"""What the pages call the server; tests put that of their own in its place."""
LANGUAGES = {"sh", "python", "js", "yaml", "json", "text", "", "java", "go", "csharp"}
WITH_TESTS = {"docs/practices.md", "docs/container.md", "docs/openapi.md"}
"""Pages whose Python has tests of its own."""
RUN = ("curl", "mockod")
"""Commands that are run; `mockod` but for those below."""
ONLY_READ = ("serve", "shadow", "conform", "generate", "doctor")
"""Commands of mockod that go on for ever, or long, or ask servers that a test has not."""
OF_OTHERS = {
    *("python3", "python", ".venv/bin/pytest", ".venv/bin/mockod", "mkdocs", "export", "pip"),
    *("docker", "node", "npm", "npx", "openapi-python-client"),
}
"""What installs, or needs what a test has not: its shell is checked, and no more."""
PATIENCE = 120


def ids(found: list[Block]) -> list[str]:
    return [str(block) for block in found]


def test_every_block_says_its_language():
    assert {block.language for block in blocks()} <= LANGUAGES


def test_python_is_a_test_that_passes(tmp_path):
    found = [block for block in blocks("python") if "def test_" in block.code]
    for number, block in enumerate(found):
        name = Path(block.page).stem.replace("-", "_").lower()
        (tmp_path / f"test_{name}_{number}.py").write_text(block.code)
    command = [sys.executable, "-m", "pytest", "--strict-markers", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)

    assert len(found) >= 10
    assert f"{len(found)} passed" in done.stdout, done.stdout + done.stderr


def test_python_that_is_no_test_has_a_test_of_its_own():
    others = {block.page for block in blocks("python") if "def test_" not in block.code}
    assert others == WITH_TESTS


def test_the_first_test_that_a_newcomer_sees_is_short():
    (block,) = blocks("python", pages=[ROOT / "README.md"])
    assert len(block.code.split("def test_")[1].strip().splitlines()) < 10


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving("--log-level", "warning") as served:
        yield served


def is_run(command: str) -> bool:
    if is_script(command):
        return "jq" not in command or shutil.which("jq") is not None
    words = command.split()
    return words[0] in RUN and not (words[0] == "mockod" and words[1] in ONLY_READ)


def is_script(command: str) -> bool:
    """Whether it sets a variable first, and goes on with it."""
    return "=" in command.split()[0]


SHELL = blocks("sh")


@pytest.mark.parametrize("page", sorted({block.page for block in SHELL}))
def test_shell_works_when_pasted(page, server, tmp_path, monkeypatch):
    if not shutil.which("curl") or not shutil.which("sh"):
        pytest.skip("no curl or no shell on this machine")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOCKOD_URL", server.root_url)
    reset = f"{server.root_url}/_mockod/offices?office=my-office"
    subprocess.run(["curl", "-sS", "-X", "DELETE", reset], capture_output=True, timeout=PATIENCE)
    subprocess.run(["curl", "-sS", f"{server.root_url}/api/v1/patients", *KEYS], capture_output=True, timeout=PATIENCE)
    for block in (block for block in SHELL if block.page == page):
        for command in commands(block.code):
            if is_run(command):
                run(command.replace(ADDRESS, server.root_url), str(block))


KEYS = ("-H", "Authorization: ODFHIR any-developer/my-office")


def run(command: str, where: str) -> None:
    """Run a command as it stands; one of mockod in this process, which is quicker."""
    if command.startswith("mockod"):
        done = runner().invoke(main, shlex.split(command)[1:])
        codes = (0, 1) if command.startswith("mockod lint") else (0,)  # 1 says that it found something
        assert done.exit_code in codes, f"{where}: {command}: {done.output}"
        return
    script = command.replace("curl ", "curl -sS --fail-with-body ", 1)
    done = subprocess.run(["sh", "-ec", script], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, f"{where}: {command}: {done.stdout}{done.stderr}"


@pytest.mark.parametrize("block", SHELL, ids=ids(SHELL))
def test_shell_is_shell_and_commands_have_their_options(block):
    if shutil.which("sh"):
        subprocess.run(["sh", "-n"], input=block.code, text=True, check=True, timeout=PATIENCE)
    for command in commands(block.code):
        first = command.split()[0]
        assert first in OF_OTHERS or first in RUN or is_script(command), command
        for part in command.replace("&&", "\n").splitlines():
            if part.strip().startswith("mockod "):
                parsed(part)


def parsed(command: str) -> None:
    """Reads a command of mockod with its options. Raises click's UsageError for one that it has not."""
    words = [word for word in shlex.split(command.partition(">")[0].rstrip("& ")) if word != "&"][1:]
    found: click.Command = main
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        below = found.get_command(click.Context(found), words[0])
        assert below is not None, command
        found, words = below, words[1:]
    found.make_context(command, words, resilient_parsing=isinstance(found, click.Group))


YAML = blocks("yaml")


@pytest.mark.parametrize("block", YAML, ids=ids(YAML))
def test_yaml_is_yaml_and_its_scripts_are_shell(block):
    document = yaml.safe_load(block.code)
    jobs = document.get("jobs", document) if isinstance(document, dict) else {}
    for job in jobs.values():
        if not isinstance(job, dict):
            continue
        scripts = [step["run"] for step in job.get("steps", ()) if isinstance(step, dict) and "run" in step]
        for script in (*scripts, *job.get("script", ())):
            subprocess.run(["bash", "-n"], input=script, text=True, check=True, timeout=PATIENCE)
            for command in commands(script):
                if command.startswith("mockod "):
                    parsed(command)


def test_json_is_json():
    found = blocks("json")

    assert found
    assert all(json.loads(block.code) for block in found)


def test_the_keys_file_is_one(tmp_path):
    (keys,) = blocks("yaml", pages=[ROOT / "docs/operating.md"])
    path = tmp_path / "keys.yaml"
    path.write_text(keys.code)

    assert read_config({"keys": str(path)}).keyring


def javascript(page: str) -> str:
    return "\n".join(block.code for block in blocks("js", pages=[ROOT / page]))


needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine")


@needs_node
def test_npm_test_of_start_here_starts_mockod_and_runs_the_tests_in_javascript(tmp_path):
    if shutil.which("npm") is None:
        pytest.skip("there is no npm on this machine")
    (package,) = blocks("json", pages=[ROOT / "docs/start.md"])
    (tmp_path / "package.json").write_text(package.code)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "examples/booking-node/tools/with-mockod.js", tmp_path / "tools")
    (tmp_path / "test").mkdir()
    (tmp_path / "test/booking.test.mjs").write_text(javascript("docs/start.md") + javascript("docs/recipes/time.md"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCKOD_")}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = ["npm", "test"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass 2" in done.stdout


@needs_node
def test_the_job_in_node_of_github_is_green_when_its_steps_are_run(tmp_path):
    """All but what installs: mockod is installed here."""
    document = next(
        loaded
        for block in blocks("yaml", pages=[ROOT / "docs/recipes/github-actions.md"])
        if "node" in (loaded := yaml.safe_load(block.code))["jobs"]
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    job = document["jobs"]["node"]
    steps = [step["run"] for step in job["steps"] if "run" in step and "if" not in step]
    assert steps.pop(0).startswith("pipx install")
    (tmp_path / "test").mkdir()
    (tmp_path / "test/booking.test.mjs").write_text(javascript("docs/start.md"))
    script = "\n".join(["trap 'kill $(jobs -p)' EXIT", *steps, "mockod journal"])
    environment = {
        **os.environ,
        **{name: value.replace("30222", port) for name, value in job["env"].items()},
        "MOCKOD_PORT": port,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }
    command = ["bash", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "is ready" in done.stdout


def test_no_page_is_forgotten():
    assert len(PAGES) > 25
