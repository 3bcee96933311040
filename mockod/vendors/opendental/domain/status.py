"""Appointment statuses and what may become of them: a table, read by row.

Each permitted change carries what it rests on; a pair that is not in the table is refused.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from mockod.vendors.opendental.domain.enums import AptStatus, wire_name

Scheduled = AptStatus.Scheduled
Complete = AptStatus.Complete
UnschedList = AptStatus.UnschedList
Broken = AptStatus.Broken
Planned = AptStatus.Planned
PtNote = AptStatus.PtNote
PtNoteCompleted = AptStatus.PtNoteCompleted


class Ground(Enum):
    """What a permitted change rests on."""

    OBSERVED = "observed"
    DOCUMENTED = "documented"
    SOURCE = "source"
    GUIDE = "guide"


TRANSITIONS: Final = {
    (Scheduled, Complete): Ground.GUIDE,
    (Scheduled, UnschedList): Ground.SOURCE,
    (Scheduled, Broken): Ground.OBSERVED,
    (Complete, Scheduled): Ground.SOURCE,
    (Complete, UnschedList): Ground.GUIDE,
    (UnschedList, Scheduled): Ground.DOCUMENTED,
    (Broken, Scheduled): Ground.DOCUMENTED,
    (Broken, UnschedList): Ground.SOURCE,
    (Planned, Scheduled): Ground.GUIDE,
    (PtNote, PtNoteCompleted): Ground.SOURCE,
    (PtNoteCompleted, PtNote): Ground.SOURCE,
}
"""Which status may be set after which by PUT. Staying the same is always permitted."""

SETTABLE = frozenset({Scheduled, Complete, UnschedList, Broken, Planned, PtNote, PtNoteCompleted})
"""What PUT understands (documented); ASAP and None are refused as invalid."""
CREATABLE = frozenset({Scheduled, Complete, UnschedList, PtNote, PtNoteCompleted})
"""What POST understands (documented)."""

OFF_THE_BOOK = frozenset({UnschedList, Planned})
"""These hold no time: they never block a slot."""
UNJUDGED = OFF_THE_BOOK | {Broken}
"""An appointment in one of these is not judged by the booking rules."""
NOTES = frozenset({PtNote, PtNoteCompleted})
"""Notes to a patient's day; they never have procedures."""


def refusal(current: AptStatus, wanted: AptStatus, *, planned_may_be_scheduled: bool = True) -> str | None:
    """Why ``wanted`` cannot follow ``current``, or None when it may.

    >>> refusal(AptStatus.Scheduled, AptStatus.Broken) is None
    True
    >>> refusal(AptStatus.Complete, AptStatus.Broken)
    'AptStatus is invalid. An appointment with an AptStatus of Complete cannot be set to Broken.'
    """
    permitted = wanted == current or (current, wanted) in TRANSITIONS
    if (current, wanted) == (Planned, Scheduled) and not planned_may_be_scheduled:
        permitted = False
    if permitted:
        return None
    return (
        f"AptStatus is invalid. An appointment with an AptStatus of {wire_name(current)} "
        f"cannot be set to {wire_name(wanted)}."
    )
