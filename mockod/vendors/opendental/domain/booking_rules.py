"""The rules of putting an appointment in the book.

All facts are gathered first and judged afterwards. The first rule that objects is what a client hears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mockod.vendors.opendental.domain.intervals import Interval, merged
from mockod.vendors.opendental.domain.pattern import minutes, provider_marks


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment on its day, as the rules see it. ``start`` is in minutes since midnight."""

    apt_num: int
    pat_num: int
    op: int
    prov_num: int
    prov_hyg: int
    is_hygiene: bool
    start: int
    pattern: str
    codes: tuple[str, ...] = ()
    broken: bool = False

    @property
    def provider(self) -> int:
        """Whose time counts: the hygienist's where the visit is for hygiene (source 4.3)."""
        return self.prov_hyg if self.is_hygiene else self.prov_num

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.start + minutes(self.pattern))


@dataclass(frozen=True, slots=True)
class Blockout:
    """A stretch of an operatory that is set aside. ``closed``: its type says NS, no scheduling."""

    interval: Interval
    op: int
    blockout_type: int
    closed: bool


@dataclass(frozen=True, slots=True)
class DoubleBookRule:
    """An enabled appointment rule: procedures from ``code_start`` to ``code_end`` want the provider alone."""

    description: str
    code_start: str
    code_end: str

    def covers(self, code: str) -> bool:
        """Both ends included, letter case ignored."""
        return self.code_start.casefold() <= code.casefold() <= self.code_end.casefold()


@dataclass(frozen=True, slots=True)
class Day:
    """Everything a booking rule may look at."""

    others: tuple[Visit, ...] = ()
    """What stands in the book that day, the visit itself left out."""
    blockouts: tuple[Blockout, ...] = ()
    rules: tuple[DoubleBookRule, ...] = ()
    increment: int = 10
    """Minutes of one mark of the book, preference AppointmentTimeIncrement."""
    provider_hours: tuple[Interval, ...] = ()
    type_blockouts: tuple[int, ...] = ()
    """The blockout types that the visit's appointment type belongs on; none: any."""
    op_hidden: bool = False
    hidden_providers: tuple[str, ...] = ()
    """Which of ProvNum and ProvHyg name a hidden provider."""
    now_minute: int | None = None
    """The present minute of that day; None when the day is still to come, 1440 when it is over."""


Rule = Callable[[Visit, Day], str | None]
"""Says why not, in the vendor's words, or None."""


def hidden(visit: Visit, day: Day) -> str | None:
    if day.op_hidden:
        return "Op is invalid."
    return f"{day.hidden_providers[0]} is invalid." if day.hidden_providers else None


def past(visit: Visit, day: Day) -> str | None:
    if day.now_minute is None or visit.start >= day.now_minute:
        return None
    return "AptDateTime is invalid. Must not be in the past."


def off_schedule(visit: Visit, day: Day) -> str | None:
    if any(visit.interval.within(hours) for hours in merged(day.provider_hours)):
        return None
    return "AptDateTime is invalid. Must be within the provider's schedule."


def overlaps(visit: Visit, day: Day) -> str | None:
    """Another visit in the operatory, a broken one too, or a blockout that is not for it (source 2.11, 5.2)."""
    in_the_way = [other.interval for other in day.others if other.op == visit.op]
    in_the_way += [
        blockout.interval
        for blockout in day.blockouts
        if blockout.op == visit.op
        and (blockout.closed or (day.type_blockouts and blockout.blockout_type not in day.type_blockouts))
    ]
    if any(visit.interval.overlaps(interval) for interval in in_the_way):
        return "Appointment overlaps existing appointment or blockout."
    return None


def patient_overlaps(visit: Visit, day: Day) -> str | None:
    own = (other for other in day.others if other.pat_num == visit.pat_num and not other.broken)
    if any(visit.interval.overlaps(other.interval) for other in own):
        return "Patient already has an appointment at this time."
    return None


def double_booked_codes(visit: Visit, others: Iterable[Visit], increment: int) -> tuple[str, ...]:
    """Procedure codes of all visits that want the same provider's own time, and of ``visit``; none without overlap.

    Only X meets X, in any operatory; the assistant's time may overlap (source 4.3).
    """
    wanted = provider_marks(visit.pattern, visit.start, increment)
    codes: list[str] = []
    overlapping = False
    for other in others:
        if other.broken or other.provider != visit.provider:
            continue
        if wanted & provider_marks(other.pattern, other.start, increment):
            overlapping = True
            codes.extend(other.codes)
    return (*codes, *visit.codes) if overlapping else ()


def double_booked(visit: Visit, day: Day) -> str | None:
    """The first covered code's first rule, in the order of the rules (source 4.2, 4.4)."""
    if not day.rules:
        return None
    for code in double_booked_codes(visit, day.others, day.increment):
        for rule in day.rules:
            if rule.covers(code):
                return f"Not allowed to double book: {rule.description}"
    return None


RULES: dict[str, Rule] = {
    "hidden": hidden,
    "past": past,
    "off_schedule": off_schedule,
    "overlaps": overlaps,
    "patient_overlaps": patient_overlaps,
    "double_booked": double_booked,
}
"""In the order in which an office objects, by the point of conduct that switches each on."""


def first_refusal(visit: Visit, day: Day, points: Iterable[str]) -> tuple[str, str] | None:
    """The first objection to ``visit`` among ``points`` of ``RULES``, with its point; or None if it may stand."""
    wanted = set(points)
    for point, rule in RULES.items():
        if point in wanted:
            reason = rule(visit, day)
            if reason:
                return point, reason
    return None
