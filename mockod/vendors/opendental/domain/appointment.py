"""An appointment as the practice keeps it, and the few facts that follow from it alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus

NEVER = datetime.min
"""No date: the vendor shows 0001-01-01 00:00:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """All columns of the vendor's table that a client can see, in its order.

    ``pattern`` is in marks of five minutes. Numbers of other rows are 0 for none. ``note`` has CRLF
    between lines. ``color_override`` is the signed ARGB number, 0 for none.
    """

    apt_num: int = 0
    pat_num: int
    apt_status: AptStatus
    pattern: str
    confirmed: int
    time_locked: bool = False
    op: int
    note: str = ""
    prov_num: int
    prov_hyg: int = 0
    apt_date_time: datetime
    next_apt_num: int = 0
    unsched_status: int = 0
    is_new_patient: bool = False
    proc_descript: str = ""
    assistant: int = 0
    clinic_num: int = 0
    is_hygiene: bool = False
    date_t_stamp: datetime
    date_time_arrived: datetime = NEVER
    date_time_seated: datetime = NEVER
    date_time_dismissed: datetime = NEVER
    ins_plan1: int = 0
    ins_plan2: int = 0
    date_time_asked_to_arrive: datetime = NEVER
    color_override: int = 0
    appointment_type_num: int = 0
    sec_user_num_entry: int = 0
    sec_date_t_entry: datetime
    priority: AptPriority = AptPriority.Normal
    pattern_secondary: str
    item_order_planned: int = 0
    is_mirrored: bool = False

    @property
    def is_planned(self) -> bool:
        return self.apt_status == AptStatus.Planned


BOOK_FIELDS = (
    "apt_date_time",
    "op",
    "prov_num",
    "prov_hyg",
    "is_hygiene",
    "pattern",
    "appointment_type_num",
)
"""A change of one of these is judged by the booking rules."""


def came_back(before: Appointment, after: Appointment) -> bool:
    """Whether a change brings it to Scheduled."""
    return after.apt_status == AptStatus.Scheduled != before.apt_status


def touches_the_book(before: Appointment, after: Appointment) -> bool:
    """Whether a change must be judged anew: it moves the appointment, or brings it back to Scheduled."""
    return came_back(before, after) or any(getattr(before, name) != getattr(after, name) for name in BOOK_FIELDS)


def on_day(day: date, given: time | datetime | None) -> datetime:
    """A time of day on the appointment's own date; midnight unless given, as seen in recorded answers."""
    return given if isinstance(given, datetime) else datetime.combine(day, given or time())


def appended(note: str, line: str) -> str:
    """A note with one more line; the database keeps CRLF between lines.

    >>> appended("Called", "Requests reschedule")
    'Called\\r\\nRequests reschedule'
    """
    return f"{note}\r\n{with_crlf(line)}" if note else with_crlf(line)


def with_crlf(text: str) -> str:
    """Any line break as the database keeps it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
