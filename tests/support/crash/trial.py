"""One operation and one point: done in a process that is traced, judged by what is seen there and after a restart."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.crash.process import MOST_BYTES
from support.crash.seen import Seen, lasting
from support.crash.tracer import Point, counted, counting, failing
from support.paths import ROOT

SECONDS = 60
"""To import everything, and for any one step."""

REFUSED_STARTS = ("act: ConfigError(", "act: OSError(", "act: PracticeError(")
"""What ``create_app`` raises where a folder or a practice cannot be used, and ``mockod serve`` tells in words."""


class Died(Exception):
    """The child ended before it answered; the argument is its exit code."""


class Lane:
    """A process that forks a child for each trial, one after another."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(SECONDS)
        self._socket = ours
        self._child = 0
        """The process id of the child that works; 0 for none."""
        descriptor = theirs.fileno()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.crash.process", str(descriptor)],
            pass_fds=(descriptor,),
            env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        )
        theirs.close()

    def __enter__(self) -> Lane:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        try:
            self._process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(SECONDS)

    def fork(self, operation: str, folder: Path) -> int:
        """A child for one operation on one folder; its process id."""
        self._socket.send(json.dumps({"operation": operation, "folder": str(folder)}).encode())
        self._child = self._heard()["pid"]
        return self._child

    def tell(self, step: str) -> dict[str, Any]:
        """What the child answers to a step. Raises Died."""
        self._socket.send(step.encode())
        answer = self._heard()
        if "ended" in answer:
            self._child = 0
            raise Died(answer["ended"])
        return answer

    def end(self) -> int:
        """Let the child end; its exit code."""
        self._socket.send(b"end")
        self._child = 0
        return self._heard()["ended"]

    def abandon(self) -> None:
        """End a child of which nothing more is wanted, so that the next can be forked."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            while "ended" not in self._heard():
                pass
            self._child = 0

    def _heard(self) -> dict[str, Any]:
        return json.loads(self._socket.recv(MOST_BYTES))


@dataclass(frozen=True)
class Measured:
    """An operation that nothing disturbs: what is seen before and after it, and its calls."""

    before: Seen
    after: Seen
    calls: Counter[str]


@dataclass(frozen=True)
class Trial:
    """One operation on copies of a folder that was made for it."""

    operation: str
    made: Path
    """The folder that is copied."""

    @classmethod
    def of(cls, lane: Lane, operation: str, made: Path) -> Trial:
        lane.fork(operation, made)
        must(lane.tell("make"))
        must(lane.tell("close"))
        lane.end()
        return cls(operation, made)

    def measure(self, lane: Lane, work: Path) -> Measured:
        folder, listed = self.copy(work), work.with_suffix(".calls")
        pid = lane.fork(self.operation, folder)
        must(lane.tell("prepare"))
        with counting(pid, listed):
            act = must(lane.tell("act"))
        assert act["status"] < 300, act
        after = must(lane.tell("look"))["seen"]
        lane.end()
        calls = counted(listed)
        lane.fork(self.operation, self.copy(work))
        must(lane.tell("prepare"))
        before = must(lane.tell("look"))["seen"]
        lane.end()
        return Measured(before, after, calls)

    def play(self, lane: Lane, work: Path, point: Point, measured: Measured) -> str:
        """Do it with the point; answers how it ended, or what is not as promised, which begins with the point."""
        try:
            return self._play(lane, work, point, measured)
        except (AssertionError, Died, TimeoutError) as exc:
            lane.abandon()
            return f"{point}: {exc!r}"

    def _play(self, lane: Lane, work: Path, point: Point, measured: Measured) -> str:
        folder = self.copy(work)
        pid = lane.fork(self.operation, folder)
        must(lane.tell("prepare"))
        act: dict[str, Any] | None = None
        with failing(pid, point):
            try:
                act = lane.tell("act")
            except Died as died:
                if not point.kills or died.args != (-signal.SIGKILL,):
                    raise
        if act is not None:
            self._judge_living(lane, act, measured)
        self._judge_restarted(lane, folder, act, measured)
        if act is None:
            return "killed"
        return "done" if act.get("status", 500) < 300 else "refused"

    def _judge_living(self, lane: Lane, act: dict[str, Any], measured: Measured) -> None:
        if "raised" in act:  # a start may fail, in words, and then there is no application to look at
            assert self.operation == "start"
            assert act["raised"].startswith(REFUSED_STARTS), act
            lane.end()
            return
        assert act["status"] < 500, act
        expected = measured.after if act["status"] < 300 else measured.before
        look = must(lane.tell("look"))
        assert look["seen"] == expected, (act, look)
        must(lane.tell("close"))
        assert lane.end() == 0

    def _judge_restarted(self, lane: Lane, folder: Path, act: dict[str, Any] | None, measured: Measured) -> None:
        lane.fork(self.operation, folder)
        look = must(lane.tell("look"))
        before, after = lasting(measured.before), lasting(measured.after)
        allowed = [before, after]
        if act is not None:
            allowed = [after if act.get("status", 500) < 300 else before]
        assert lasting(look["seen"]) in allowed, (act, look)
        assert look["half_made"] == [], look
        must(lane.tell("book on"))
        assert must(lane.tell("close"))["strange"] == []
        assert lane.end() == 0

    def copy(self, work: Path) -> Path:
        """A fresh copy of what was made."""
        shutil.rmtree(work, ignore_errors=True)
        return Path(shutil.copytree(self.made, work))


def must(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that must not tell of an exception."""
    assert "raised" not in answer, answer
    return answer
