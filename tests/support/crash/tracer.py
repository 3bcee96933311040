"""strace: counts the system calls of a process, or lets one of them fail or kill the process."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import gcd
from pathlib import Path

CHANGING = (
    *("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "openat", "mkdir", "link"),
)
"""The calls that change files, or open them."""
FAULTS = (("signal=KILL", ""), ("error=ENOSPC", ""), ("error=ENOSPC", "+"), ("error=EIO", ""), ("error=EROFS", "+"))
"""What becomes of a call, and with a plus of all later calls of its name too: a disk stays full for a while."""
SECONDS = 10
"""To attach to a process, or to let go of it."""
_ATTACHED = re.compile(r"Process \d+ attached")
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\(", re.MULTILINE)


class CannotTrace(RuntimeError):
    """There is no strace, or the system does not let it trace; the text says which."""


@dataclass(frozen=True, order=True)
class Point:
    """The n-th call of its name since the operation began, and what becomes of it, as strace has it."""

    call: str
    number: int
    fault: str
    lasts: str = ""

    def __str__(self) -> str:
        return f"{self.call} {self.number}{self.lasts} {self.fault}"

    @property
    def kills(self) -> bool:
        return self.fault.startswith("signal")

    @property
    def option(self) -> str:
        return f"inject={self.call}:{self.fault}:when={self.number}{self.lasts}"


@contextmanager
def tracing(pid: int, *options: str) -> Iterator[None]:
    """Trace a process from now to the end of the block, or to its own end. Raises CannotTrace."""
    strace = shutil.which("strace")
    if strace is None:
        raise CannotTrace("strace is not installed")
    arguments = [strace, "-f", "-p", str(pid), *options]
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr
        first = process.stderr.readline()
        if not _ATTACHED.search(first):
            raise CannotTrace(f"strace cannot attach to a process here: {first.strip()}")
        yield
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def counting(pid: int, listed: Path):
    """Write every call that changes files into ``listed``."""
    return tracing(pid, "-y", "-s", "0", "-e", f"trace={','.join(CHANGING)}", "-e", "signal=none", "-o", str(listed))


def failing(pid: int, point: Point):
    return tracing(pid, "-e", f"trace={point.call}", "-e", "signal=none", "-e", point.option, "-o", "/dev/null")


def counted(listed: Path) -> Counter[str]:
    """Calls by name."""
    return Counter(_CALL.findall(listed.read_text()))


def points(calls: Counter[str]) -> list[Point]:
    """Every point of an operation, call by call."""
    return [
        Point(call, number, fault, lasts)
        for call in sorted(calls)
        for number in range(1, calls[call] + 1)
        for fault, lasts in FAULTS
    ]


def share(everything: list[Point], most: int) -> list[Point]:
    """At most so many, spread evenly; the step shares no factor with the faults, so that each has its turn."""
    step = -(-len(everything) // most)
    while step > 1 and gcd(step, len(FAULTS)) > 1:
        step += 1
    return everything[::step]
