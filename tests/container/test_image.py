"""The image: what its Dockerfile says, what its build is given, and what its entrypoint runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from configparser import ConfigParser
from fnmatch import fnmatch

import pytest

from mockod.cli.environment import warnings
from mockod.cli.main import main
from mockod.config import PORT, read_config
from support.paths import ROOT

DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
SHELL = shutil.which("sh")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def test_it_is_not_root_and_says_so_by_number():
    assert int(instructions("USER")[-1]) > 0


def test_its_health_check_is_a_command_that_there_is():
    (check,) = instructions("HEALTHCHECK")
    program, command = json.loads(check.partition("CMD ")[2])

    assert program == "mockod"
    assert main.get_command(None, command)


def test_its_variables_are_options_and_let_others_in():
    variables = dict(re.findall(r"(MOCKOD_\w+)=(\S+)", " ".join(instructions("ENV"))))

    assert variables == {"MOCKOD_HOST": "0.0.0.0", "MOCKOD_READY_DIR": "/mockod/ready.d"}
    assert warnings(main, variables) == []
    assert read_config({"host": variables["MOCKOD_HOST"]}).host == "0.0.0.0"


def test_it_exposes_the_port_that_a_server_takes():
    assert instructions("EXPOSE") == [str(PORT)]


def is_given(path: str) -> bool:
    """Whether .dockerignore lets a file into the build: of its patterns the last that fits counts."""
    lines = [
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    given = True
    for line in lines:
        pattern = line.removeprefix("!")
        folder = path.startswith(f"{pattern}/")
        if pattern == path or folder or fnmatch(path, pattern.replace("**/", "*")):
            given = line.startswith("!")
    return given


def test_its_build_is_given_what_a_wheel_is_made_of_and_nothing_of_the_checkout_besides():
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    folders = [line.split("=")[1].strip() for line in setup["options"]["package_dir"].strip().splitlines()]
    needed = ["setup.py", "setup.cfg", "pyproject.toml", setup["metadata"]["license_files"], "deploy/entrypoint"]
    needed.append(setup["metadata"]["long_description"].removeprefix("file: "))

    assert [path for path in [*needed, *(f"{folder}/anything.py" for folder in folders)] if not is_given(path)] == []
    assert [path for path in (".git/config", "tests/conftest.py", "compose.yaml") if is_given(path)] == []


@pytest.fixture
def entrypoint(tmp_path):
    """Runs the entrypoint with what would be mounted in a folder, and a mockod that tells how it is called."""
    script = (
        (ROOT / "deploy/entrypoint").read_text(encoding="utf-8").replace("/mockod/practice.yaml", f"{tmp_path}/p.yaml")
    )
    (tmp_path / "entrypoint").write_text(script)
    program = tmp_path / "mockod"
    program.write_text('#!/bin/sh\necho "${MOCKOD_PRACTICE-none}" "$@"\n')
    program.chmod(0o755)

    def run(*words: str, **environment: str) -> str:
        path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        command = [SHELL, str(tmp_path / "entrypoint"), *words]
        done = subprocess.run(command, env=path | environment, capture_output=True, text=True, check=True, timeout=20)
        return done.stdout.strip().replace(str(tmp_path), "")

    run.folder = tmp_path
    return run


@pytest.mark.skipif(not SHELL, reason="no shell on this machine")
class TestEntrypoint:
    def test_it_is_executable(self):
        assert (ROOT / "deploy/entrypoint").stat().st_mode & 0o111

    @pytest.mark.parametrize(
        ("words", "runs"),
        [
            ((), "none serve"),
            (("--practice", "tiny"), "none serve --practice tiny"),
            (("serve", "--port", "0"), "none serve --port 0"),
            (("health",), "none health"),
        ],
    )
    def test_it_serves_unless_another_command_is_named(self, entrypoint, words, runs):
        assert entrypoint(*words) == runs

    def test_a_practice_that_is_mounted_is_the_practice(self, entrypoint):
        (entrypoint.folder / "p.yaml").touch()

        assert entrypoint() == "/p.yaml serve"

    def test_a_practice_that_is_named_comes_before_one_that_is_mounted(self, entrypoint):
        (entrypoint.folder / "p.yaml").touch()

        assert entrypoint(MOCKOD_PRACTICE="tiny") == "tiny serve"
