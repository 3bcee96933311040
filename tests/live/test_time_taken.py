"""What tests say of time holds for mockod, and not for a machine that is busy with something else."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from support.front import takes

pytestmark = pytest.mark.live


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_while_the_process_is_stopped_its_time_does_not_run():
    stop = f"sleep 0.1; kill -STOP {os.getpid()}; sleep 0.6; kill -CONT {os.getpid()}"
    with subprocess.Popen(["sh", "-c", stop]), takes(0.2, 0.6):
        time.sleep(0.3)


def work(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@pytest.mark.parametrize("spend", [work, time.sleep])
def test_own_work_and_own_waiting_count(spend):
    with pytest.raises(AssertionError), takes(0, 0.3):
        spend(0.6)
