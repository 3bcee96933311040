"""Starts ``mockod serve`` as a person would, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Served:
    """A running server: its process, what it printed, and where it is."""

    process: subprocess.Popen[str]
    greeting: str
    base_url: str

    @property
    def root_url(self) -> str:
        return self.base_url.removesuffix("/api/v1")

    def stop(self) -> int:
        """As a supervisor would, and what the process then answered."""
        self.process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)
        return self.process.wait(timeout=5)


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "mockod", "serve", *options]


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[Served]:
    """``with serving("--practice", "tiny") as server``; always on a port that is free."""
    process = subprocess.Popen(
        command("--port", "0", *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.lstrip().startswith("Try"):
                break
        greeting = "".join(lines)
        found = re.search(r"Base URL +(\S+)", greeting)
        assert found, greeting
        yield Served(process, greeting, found[1])
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=5)
        process.stdout.close()


def refused_start(*options: str, **environment: str) -> str:
    """What a server says that must not start."""
    done = subprocess.run(
        command("--port", "0", *options), capture_output=True, text=True, timeout=30, env={**os.environ, **environment}
    )
    assert done.returncode != 0
    return done.stderr.strip()
