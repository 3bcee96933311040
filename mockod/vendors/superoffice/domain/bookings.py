"""What a booking is made of, and when two appointments are in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mockod.vendors.superoffice.domain.words import APPOINTMENT_TYPE, BOOKING_TYPE, INVITATION_STATUS

PLAIN = BOOKING_TYPE["None"]
OWNER = BOOKING_TYPE["Owner"]
PARTICIPANT = BOOKING_TYPE["Participant"]
IN_DIARY = frozenset(APPOINTMENT_TYPE[word] for word in ("inDiary", "BookingForDiary"))
"""Types that take time in a diary."""
NOT_COMING = frozenset(INVITATION_STATUS[word] for word in ("Declined", "Cancelled", "Hidden"))
"""An invitation that takes no time."""


@dataclass(frozen=True, slots=True)
class Span:
    """Time that an appointment takes in a diary; the end is no part of it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class BookingPlan:
    """How an appointment is saved: what it becomes itself, and whose diaries get a copy."""

    booking_type: int
    is_master: bool
    copies: tuple[int, ...]
    """Associates, each once."""


def plan_booking(owner: int, participants: Iterable[int], associates: Iterable[int]) -> BookingPlan:
    """The plan for a new appointment. ``participants`` are associate ids, 0 for a person of another company.

    With more than one participant it is the master, and every further associate of the office gets a copy (assumed).
    """
    invited = tuple(participants)
    if len(invited) < 2:
        return BookingPlan(PLAIN, False, ())
    known = frozenset(associates)
    return BookingPlan(OWNER, True, tuple(dict.fromkeys(a for a in invited if a != owner and a in known)))


def takes_time(appointment_type: int, invitation: int, *, is_free: bool) -> bool:
    """Whether an appointment keeps its owner from another one."""
    return appointment_type in IN_DIARY and invitation not in NOT_COMING and not is_free


def has_conflict(own: Span, others: Sequence[Span]) -> bool:
    """Whether time overlaps other time of the same diary (half-open, assumed)."""
    return any(own.start < other.end and other.start < own.end for other in others)
