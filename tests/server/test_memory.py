"""Memory that is freed goes back to the system, whichever thread had it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.paths import ROOT
from support.watched import is_told

MOST_KEPT = 20
"""Megabytes; left to itself glibc keeps 115."""
PROGRAM = """
import os, threading
from mockod.server.memory import give_back_large_blocks
from support.watched import Watched

give_back_large_blocks()
process, at_once = Watched(os.getpid()), threading.Barrier(8)

def work():
    for size in (16_000_000, 15_000_000):  # by its first block of a size glibc learns to keep the next
        at_once.wait()
        held = bytearray(b"x") * size
        at_once.wait()
        del held

before = process.memory
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(round(process.memory - before))
"""


@pytest.mark.skipif(not is_told(), reason="this system tells less of its processes")
def test_what_threads_have_freed_is_the_systems_again():
    """Eight threads had 31 MB each."""
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stdout) < MOST_KEPT
