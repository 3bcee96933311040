"""npm, where a machine has it: tests that want its packages are skipped where there are none to be had."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PATIENCE = 180
"""Seconds for packages to come from their registry."""
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT", "ENOTCACHED")
"""What npm calls it when it does not reach its registry."""


def npm(folder: Path, *arguments: str) -> None:
    """``npm install`` or ``npm ci`` in a folder. Skips the test where there is no npm, or no registry."""
    program = shutil.which("npm")
    if program is None:
        pytest.skip("there is no Node on this machine")
    command = [program, *arguments, "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry does not answer in time")
    if any(word in done.stderr for word in UNREACHABLE):
        pytest.skip(f"npm installs nothing here: {done.stderr.strip()[-300:]}")
    assert done.returncode == 0, done.stderr
