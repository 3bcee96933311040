"""The power goes at any moment of an operation: what was not synced may be there or not, in any mixture.

Whatever is left opens, and holds what was before or what is after. Once they are answered, a restore, a reset, a new
office and a snapshot stay; a booking may be lost, as SQLite syncs its log only now and then. A kill loses none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.crash.operations import OPERATIONS
from support.crash.power_cut import Call, Disk, Files, recorded, recording, write
from support.crash.seen import Seen, lasting
from support.crash.tracer import CannotTrace
from support.crash.trial import Lane, Trial, must

SHARE = 2
"""Moments of each operation that are looked at by default, the one after its answer besides."""
STAY = ("take", "restore", "reset", "import", "create")
"""What is synced when it is answered."""
NAMES = [name for name in OPERATIONS if name != "start"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is there on Linux only")


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    with Lane() as opened:
        yield opened


def played(lane: Lane, trial: Trial, folder: Path) -> tuple[Disk, list[Call], Seen, Seen]:
    """The folder before, the calls, and what is seen before and after."""
    measured = trial.measure(lane, folder)
    trial.copy(folder)
    pid = lane.fork(trial.operation, folder)
    must(lane.tell("prepare"))
    disk, listed = Disk.of(folder), folder.with_suffix(".calls")
    try:
        with recording(pid, listed):
            must(lane.tell("act"))
    finally:
        lane.abandon()
    return disk, recorded(listed, folder), lasting(measured.before), lasting(measured.after)


def look(lane: Lane, trial: Trial, files: Files, folder: Path) -> Seen:
    """What a start finds; it must be able to book on."""
    write(files, folder)
    lane.fork(trial.operation, folder)
    seen = lasting(must(lane.tell("look"))["seen"])
    must(lane.tell("book on"))
    assert must(lane.tell("close"))["strange"] == []
    lane.end()
    return seen


def digest(files: Files) -> str:
    """Tells remains apart."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


@pytest.mark.parametrize("operation", NAMES)
def test_what_a_power_cut_leaves_opens_and_is_as_before_or_as_after(
    operation, lane, is_full, tmp_path, record_property
):
    trial = Trial.of(lane, operation, tmp_path / "made")
    try:
        disk, calls, before, after = played(lane, trial, tmp_path / "played")
    except CannotTrace as exc:
        lane.abandon()
        pytest.skip(str(exc))

    step = 1 if is_full else -(-len(calls) // SHARE)
    looked: set[str] = set()
    for number, call in enumerate(calls):
        for files in disk.after_a_cut() if number % step == 0 else ():
            if digest(files) not in looked:
                looked.add(digest(files))
                assert look(lane, trial, files, tmp_path / "left") in (before, after), (number, call.kind, call.name)
        disk.play(call)
    for files in disk.after_a_cut():
        assert look(lane, trial, files, tmp_path / "left") in ([after] if operation in STAY else [before, after])

    record_property(f"power cut, {operation}", f"{len(looked)} remains of {len(calls)} calls")
    assert calls
    assert looked


def test_what_is_not_synced_may_be_there_or_not():
    disk = Disk()
    for call in (Call("openat", "a"), Call("pwrite64", "a", b"xy", 1)):
        disk.play(call)
    assert list(disk.after_a_cut()) == [{}, {"a": b"\0xy"}, {"a": b""}]

    for call in (Call("fsync", "a"), Call("rename", "a", other="b")):
        disk.play(call)
    assert list(disk.after_a_cut()) == [{}, {"b": b"\0xy"}]

    for call in (Call("fsync", ""), Call("ftruncate", "b", number=1), Call("unlink", "b")):
        disk.play(call)
    assert list(disk.after_a_cut()) == [{"b": b"\0"}, {"b": b"\0xy"}, {}]


def test_calls_are_read_from_what_strace_writes(tmp_path):
    def told(text: str) -> str:
        return "".join(f"\\x{byte:02x}" for byte in text.encode())

    folder, file = told("/a"), told("/a/b")
    (tmp_path / "calls").write_text(
        f'7 openat(AT_FDCWD<{told("/x")}>, "{file}", O_RDWR|O_CREAT, 0644) = 3<{file}>\n'
        f'7 openat(AT_FDCWD<{told("/x")}>, "{file}", O_RDONLY) = 3<{file}>\n'
        f'7 pwrite64(3<{file}>, "{told("hi")}", 2, 40) = 2\n'
        f'7 write(4<{told("/y/b")}>, "{told("hi")}", 2) = 2\n'
        f'7 unlink("{file}") = -1 ENOENT (No such file)\n'
        f'7 ftruncate(3<{file}>, 12) = 0\n7 fdatasync(5<{folder}>) = 0\n7 rename("{file}", "{told("/a/c")}") = 0\n'
    )
    assert recorded(tmp_path / "calls", Path("/a")) == [
        Call("openat", "b"),
        Call("pwrite64", "b", b"hi", 40),
        Call("ftruncate", "b", number=12),
        Call("fdatasync", ""),
        Call("rename", "b", other="c"),
    ]
