"""A process killed, or a disk that fails, at any system call of an operation on an office in a folder.

Afterwards the office is as it was before or as it is after, never anything between; what was answered is what is there;
the next start is clean and books on. By default a share of the points, with ``--full`` all of them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from support.crash.operations import OPERATIONS
from support.crash.tracer import CannotTrace, counted, points, share, tracing
from support.crash.trial import Lane, Measured, Trial

SHARE = 6
"""Points of each operation that are tried by default."""
ENDS = ("killed", "refused", "done")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is there on Linux only")


@pytest.fixture(scope="module")
def lanes(is_full: bool) -> Iterator[list[Lane]]:
    """Processes to die: as many at once as there are cores, where all points are tried."""
    opened = [Lane() for _ in range((os.cpu_count() or 1) if is_full else 1)]
    yield opened
    for lane in opened:
        lane.__exit__()


def measured_or_skipped(trial: Trial, lane: Lane, folder: Path) -> Measured:
    """What the operation asks of the disk; skips where that cannot be traced."""
    try:
        return trial.measure(lane, folder / "measured")
    except CannotTrace as exc:
        lane.abandon()
        pytest.skip(str(exc))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_whatever_call_fails_or_kills_the_office_is_as_before_or_as_after(
    operation, lanes, is_full, tmp_path, record_property
):
    trial = Trial.of(lanes[0], operation, tmp_path / "made")
    measured = measured_or_skipped(trial, lanes[0], tmp_path)
    everything = points(measured.calls)
    chosen = everything if is_full else share(everything, SHARE)
    free: SimpleQueue[int] = SimpleQueue()
    for number in range(len(lanes)):
        free.put(number)

    def play(point):
        number = free.get()
        try:
            return trial.play(lanes[number], tmp_path / f"lane-{number}", point, measured)
        finally:
            free.put(number)

    with ThreadPoolExecutor(len(lanes)) as pool:
        ended = Counter(pool.map(play, chosen))

    record_property(operation, f"{len(chosen)} of {len(everything)} points, {dict(ended)}")
    assert [end for end in ended if end not in ENDS] == []
    assert ended["killed"] > 0
    assert ended["done"] + ended["refused"] > 0


def test_a_file_that_cannot_be_opened_once_is_opened_the_next_time(lanes, tmp_path):
    """In the same process: SQLite opens for reading alone what it cannot open for writing, and leaves it so."""
    trial = Trial.of(lanes[0], "start", tmp_path / "made")
    measured = measured_or_skipped(trial, lanes[0], tmp_path)
    opened = [point for point in points(measured.calls) if (point.call, point.fault) == ("openat", "error=EIO")]

    ended = [trial.play(lanes[0], tmp_path / "played", point, measured) for point in opened]

    assert [end for end in ended if end not in ENDS] == []
    assert {"refused", "done"} == set(ended)


def test_every_operation_asks_something_of_the_disk_that_can_fail(lanes, tmp_path):
    """Else a fault would be put where nothing is: the calls are counted from the operation on, not from the start."""
    for operation in ("book", "restore"):
        trial = Trial.of(lanes[0], operation, tmp_path / operation)
        measured = measured_or_skipped(trial, lanes[0], tmp_path)
        assert measured.calls["pwrite64"] >= 2
        assert measured.before != measured.after


def test_a_share_is_spread_over_all_calls_and_has_every_fault():
    everything = points(Counter(pwrite64=333, fdatasync=2, openat=2))
    chosen = share(everything, 12)

    assert 6 <= len(chosen) <= 12
    assert {(point.fault, point.lasts) for point in chosen} == {(point.fault, point.lasts) for point in everything}
    assert share(everything, len(everything)) == everything


def test_a_process_that_is_not_there_cannot_be_traced(tmp_path):
    with pytest.raises(CannotTrace, match="strace"), tracing(2**22 + 1):
        pass
    (tmp_path / "calls").write_text(
        '7 pwrite64(3</a>, ""..., 8, 0) = 8\npwrite64(3, "", 1, 0) = -1 EIO (x)\n7 +++ exited +++\n'
    )
    assert counted(tmp_path / "calls") == {"pwrite64": 2}
