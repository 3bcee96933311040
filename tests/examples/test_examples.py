"""Each example tests itself against this mockod, by the one command of its README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.npm import npm
from support.paths import ROOT

pytestmark = pytest.mark.live
EXAMPLES = ROOT / "examples"
MADE = shutil.ignore_patterns("node_modules", "generated", "build", ".venv", "__pycache__", ".*_cache")
"""What running an example leaves in its folder."""
PATIENCE = 300
"""Seconds that no example takes."""


def copied(name: str, folder: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / name, folder / name, ignore=MADE))


def run(folder: Path, *command: str) -> str:
    """What a command prints, with this environment's ``mockod`` in the PATH and nothing of this run's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKOD_", "PYTEST_"))}
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment["PATH"]))
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ten_tests_of_a_voice_agent_take_sixty_lines_and_pass(tmp_path):
    project = copied("voice-agent-python", tmp_path)

    assert "10 passed" in run(project, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly")
    assert sum(len(path.read_text("utf-8").splitlines()) for path in project.rglob("tests/*.py")) <= 60


def test_a_booking_client_in_typescript_compiles_strictly_and_passes(tmp_path):
    project = copied("booking-node", tmp_path)
    npm(project, "ci")

    assert '"strict": true' in (project / "tsconfig.json").read_text("utf-8")
    printed = run(project, "npm", "test")
    assert re.search(r"^\S+ tests [1-9]", printed, re.MULTILINE)
    assert re.search(r"^\S+ fail 0$", printed, re.MULTILINE)


def test_the_lock_file_names_packages_and_no_registry():
    lock = (EXAMPLES / "booking-node/package-lock.json").read_text("utf-8")

    assert '"integrity"' in lock
    assert '"resolved"' not in lock
