"""Open time of one provider: what GET appointments/Slots answers, quirks included.

The vendor marks five-minute cells of a day as scheduled, unmarks those of every appointment, and reads off
the runs that are left. Blockouts, holidays and rules play no part. Source: scheduling rules 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.intervals import Interval

CELL = 5
CELLS = 24 * 60 // CELL
_RUN = re.compile(rb"\x01+")


@dataclass(frozen=True, slots=True)
class Shift:
    """One piece of a provider's schedule: minutes of the day, and the operatories it is linked to."""

    start: int
    stop: int
    links: tuple[tuple[int, int], ...] = ()
    """Pairs of link number and operatory."""


@dataclass(frozen=True, slots=True)
class BusyTime:
    """An appointment's hold on its provider: the whole pattern, X and / alike."""

    start: int
    minutes: int
    op: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """One whole free stretch of a day."""

    day: date
    start: int
    end: int
    op: int


def free_runs(shifts: Iterable[Shift], taken: Iterable[BusyTime], at_least: int = 0) -> Iterator[Interval]:
    """The maximal free stretches of one day that last ``at_least`` minutes.

    >>> [str(run) for run in free_runs([Shift(480, 720)], [Taken(540, 20)])]
    ['08:00-09:00', '09:20-12:00']

    As at the vendor's, a run up to midnight is never told, nor is one of the very first cell alone; an
    appointment past midnight blocks nothing; minutes are floored to five.
    """
    cells = bytearray(CELLS)
    for shift in shifts:
        first, last = shift.start // CELL, min(shift.stop // CELL, CELLS)
        cells[first:last] = b"\x01" * max(last - first, 0)
    for visit in taken:
        end_of_day = (visit.start + visit.minutes) % (24 * 60)
        first, last = visit.start // CELL, end_of_day // CELL
        cells[first:last] = bytes(max(last - first, 0))
    for run in _RUN.finditer(cells):
        first, last = run.span()
        lost = last == CELLS or (first, last) == (0, 1)
        if not lost and (last - first) * CELL >= at_least:
            yield Interval(first * CELL, last * CELL)


def open_slots(
    days: Iterable[date],
    shifts: Mapping[date, Sequence[Shift]],
    taken: Mapping[date, Sequence[BusyTime]],
    *,
    at_least: int = 0,
    op: int = 0,
    own_op: int = 0,
    only_in_op: bool = False,
) -> Iterator[Slot]:
    """The provider's open slots, by day and time.

    ``op`` is the operatory asked for, 0 for any: then only shifts linked to it count, yet appointments
    anywhere block (``only_in_op``: those in it alone, as 22.1 did). Without one, a slot names ``own_op``,
    the operatory that is the provider's own, else the first one linked on that day, which then sticks for
    all later days, else 0.
    """
    chosen = op or own_op
    for day in days:
        todays = [s for s in shifts.get(day, ()) if not op or any(link_op == op for _, link_op in s.links)]
        if not todays:
            continue
        blocking = [t for t in taken.get(day, ()) if not only_in_op or not op or t.op == op]
        if not chosen:
            chosen = min((link for shift in todays for link in shift.links), default=(0, 0))[1]
        for run in free_runs(todays, blocking, at_least):
            yield Slot(day, run.start, run.end, chosen)
