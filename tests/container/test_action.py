"""The GitHub action: its steps, run as the shell script that they are."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import yaml

from support.action_steps import ACTION, script
from support.paths import ROOT

needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
FAKE_PYTHON = f"""#!/bin/sh
# In the place of an environment that takes half a minute to install: this process's own mockod.
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" > "%s/installed"\\n' "$3" > "$3/bin/pip"
printf '#!/bin/sh\\nexec {sys.executable} -m mockod "$@"\\n' > "$3/bin/mockod"
chmod +x "$3/bin/pip" "$3/bin/mockod"
"""


class Runner:
    """What GitHub's runner gives to steps, and what they left in it."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "python").write_text(FAKE_PYTHON)
        (folder / "python").chmod(0o755)
        files = {name: str(folder / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
        self.variables = {"RUNNER_TEMP": str(folder), "GITHUB_ACTION_PATH": str(ROOT), **files}

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        steps = script(python=str(self.folder / "python"), port="0", wait="90", **inputs)
        environment = {**os.environ, **self.variables}
        with (self.folder / "printed").open("w+") as printed:  # no pipe, which the server would hold open
            done = subprocess.run(
                ["bash", "-c", steps], env=environment, cwd=ROOT, stdout=printed, stderr=printed, timeout=120
            )
            printed.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, printed.read())

    def left(self, name: str) -> dict[str, str]:
        lines = (self.folder / name).read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def runner(tmp_path):
    runner = Runner(tmp_path)
    yield runner
    with suppress(KeyError, OSError):
        os.kill(int(runner.left("github_output")["pid"]), signal.SIGTERM)


@needs_bash
@pytest.mark.live
def test_it_starts_a_server_and_tells_where_it_is(runner):
    options = "--mode\n  remote\n--log-format json\n"
    done = runner.run(practice="tiny", clock="2026-03-02 07:00:00", ready_dir="deploy/compose/ready.d", options=options)

    assert done.returncode == 0, done.stdout
    outputs = runner.left("github_output")
    keys = {"Authorization": "ODFHIR any/office"}
    found = requests.get(f"{outputs['url']}/patients?LName=Rivera", headers=keys, timeout=20).json()
    assert [patient["FName"] for patient in found] == ["Ana"]
    settings = requests.get(f"{outputs['root-url']}/_mockod/settings", timeout=20).json()
    assert settings["mode"] == "remote"
    assert json.loads(Path(outputs["log"]).read_text().splitlines()[-1])
    assert runner.left("github_env") == {"MOCKOD_URL": outputs["root-url"]}
    assert os.access(f"{(runner.folder / 'github_path').read_text().strip()}/mockod", os.X_OK)
    assert (runner.folder / "mockod/installed").read_text().split()[-1] == str(ROOT)
    assert "started" in Path(outputs["log"]).read_text()


@needs_bash
@pytest.mark.live
def test_a_server_that_does_not_start_fails_the_step_with_its_reason(runner):
    done = runner.run(options="--mode nowhere")

    assert done.returncode == 1
    assert "::error::mockod has not started: it has ended" in done.stdout
    assert "--mode: 'nowhere' is none of" in done.stdout


def test_every_output_is_written_and_every_input_is_read():
    steps = ACTION["runs"]["steps"]
    text = (ROOT / "action.yml").read_text(encoding="utf-8")

    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.start.outputs.{name} }}}}"
        assert f'echo "{name}=' in steps[-1]["run"]
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])


def test_no_step_puts_an_expression_into_its_script():
    """What stands in an input is a value of a variable, and never a command."""
    assert not [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]]


def test_what_may_publish_a_release_is_pinned_to_commits():
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    used = [step["uses"] for step in release["jobs"]["publish"]["steps"]]

    assert [name for name in used if not re.search(r"@[0-9a-f]{40}$", name)] == []
