"""Why a time is not among the slots of a day: the whole day in pieces, each with its reason.

What is free long enough is asked of ``domain.slots``; here everything else is told apart, in the same cells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mockod.vendors.opendental.domain.enums import AptStatus, wire_name
from mockod.vendors.opendental.domain.intervals import Interval
from mockod.vendors.opendental.domain.open_slots import CELL, CELLS, BusyTime, Shift, free_runs

A_DAY = CELLS * CELL
OFFERED = "offered"
NO_SCHEDULE = "no schedule"
UP_TO_MIDNIGHT = "lost by the vendor's quirk: a run up to midnight is never told"
FIRST_CELL = "lost by the vendor's quirk: the first five minutes of a day alone are never told"
_FREE = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment that holds the provider."""

    number: int
    status: AptStatus
    patient: int
    hold: BusyTime

    @property
    def past_midnight(self) -> bool:
        """Whether it lasts until midnight or beyond: then it blocks nothing, as at the vendor's."""
        return self.hold.start + self.hold.minutes >= A_DAY

    def __str__(self) -> str:
        end = self.hold.start + self.hold.minutes
        hours = Interval(self.hold.start, end if end <= A_DAY else end % A_DAY)
        return f"appointment {self.number} ({wire_name(self.status)}, patient {self.patient}, {hours})"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the day with one reason for all of it."""

    start: int
    end: int
    reason: str

    def __str__(self) -> str:
        return f"{Interval(self.start, self.end)}  {self.reason}"


def explained(
    shifts: Sequence[Shift], visits: Iterable[Visit], *, at_least: int = 0, op: int = 0, only_in_op: bool = False
) -> list[Piece]:
    """The day from 00:00 to 24:00, without gap or overlap; asked as ``domain.slots.open_slots`` is.

    Where several reasons hold, a missing schedule is told before one elsewhere, and that before an appointment.

    >>> [str(piece) for piece in explained([Shift(480, 720)], [], at_least=60)]
    ['00:00-08:00  no schedule', '08:00-12:00  offered', '12:00-24:00  no schedule']
    """
    blocking = [visit for visit in visits if not only_in_op or not op or visit.hold.op == op]
    counting = [shift for shift in shifts if not op or op in _operatories([shift])]
    offered = set(free_runs(counting, [visit.hold for visit in blocking], at_least))
    pieces = []
    reasons = enumerate(_reason(cell, shifts, blocking, op) for cell in range(CELLS))
    for reason, cells in itertools.groupby(reasons, key=lambda numbered: numbered[1]):
        numbers = [number for number, _ in cells]
        stretch = Interval(numbers[0] * CELL, (numbers[-1] + 1) * CELL)
        told = reason if reason != _FREE else OFFERED if stretch in offered else _lost(stretch, at_least)
        pieces.append(Piece(stretch.start, stretch.end, told))
    return pieces


def _reason(cell: int, shifts: Sequence[Shift], blocking: Sequence[Visit], op: int) -> str:
    """What speaks against one cell by itself."""
    here = [shift for shift in shifts if shift.start // CELL <= cell < shift.stop // CELL]
    if not here:
        return NO_SCHEDULE
    operatories = _operatories(here)
    if op and op not in operatories:
        elsewhere = ", ".join(str(number) for number in operatories)
        return f"scheduled, but not in operatory {op} ({f'in {elsewhere}' if elsewhere else 'linked to none'})"
    return " and ".join(str(visit) for visit in blocking if _blocks(visit.hold, cell)) or _FREE


def _operatories(shifts: Iterable[Shift]) -> list[int]:
    """Those that these shifts are linked to, by number."""
    return sorted({op for shift in shifts for _, op in shift.links})


def _blocks(hold: BusyTime, cell: int) -> bool:
    return hold.start // CELL <= cell < (hold.start + hold.minutes) % A_DAY // CELL


def _lost(run: Interval, at_least: int) -> str:
    """Why a run of free cells is not offered."""
    if run.end == A_DAY:
        return UP_TO_MIDNIGHT
    if (run.start, run.end) == (0, CELL):
        return FIRST_CELL
    return f"too short: {run.end - run.start} of {at_least} minutes"
