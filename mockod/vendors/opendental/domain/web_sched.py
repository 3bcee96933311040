"""Web Sched: the exact times that an office offers to patients who book for themselves.

Not whole free stretches as Slots tells them, but appointment-sized pieces in the operatories that the office
set aside for a reason. All times are minutes of one day. Source: scheduling rules 3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mockod.vendors.opendental.domain.booking_rules import Visit, double_booked_codes
from mockod.vendors.opendental.domain.intervals import Interval
from mockod.vendors.opendental.domain.pattern import MINUTES_PER_MARK, minutes, provider_marks


@dataclass(frozen=True, slots=True)
class Opening:
    """One piece of a provider's schedule in one operatory; ``op_order`` is that operatory's place in the list."""

    start: int
    stop: int
    prov_num: int
    op: int
    op_order: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that can be booked. It may be longer than the appointment, where that fits no mark of the book."""

    start: int
    end: int
    prov_num: int
    op: int
    op_order: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """What stands in an operatory that day."""

    blockouts: tuple[Interval, ...] = ()
    """Those that Web Sched respects."""
    taken: tuple[Interval, ...] = ()
    """Appointments of any status but those on the Unscheduled List, by their whole length."""
    only_within: tuple[Interval, ...] | None = None
    """The blockouts that the reason is restricted to; None where it is not."""


Busy = Callable[[int, int], bool]
"""Whether a provider would be double-booked by the appointment at that start."""


def offers(
    openings: Iterable[Opening], rooms: Mapping[int, Room], pattern: str, increment: int, busy: Busy
) -> list[Offer]:
    """All offers of a day, by start and then by the operatories' order.

    A time free in several operatories for one provider is offered once, in the first of them.
    """
    found: dict[tuple[int, int, int], Offer] = {}
    for opening in openings:
        _split(opening, rooms.get(opening.op, Room()), minutes(pattern), increment, busy, found)
    return sorted(found.values(), key=lambda offer: (offer.start, offer.op_order))


def _split(
    opening: Opening, room: Room, length: int, increment: int, busy: Busy, found: dict[tuple[int, int, int], Offer]
) -> None:
    """Cut an opening into offers, mark by mark.

    After an offer that began off the raster of whole lengths, the search goes back to the raster's last place
    before its end: so late starters do not push the rest of the day out of step, and offers may overlap.
    """
    first = -(-opening.start // increment) * increment
    start, end = first, first
    while (end := end + increment) <= opening.stop:
        candidate = Interval(start, end)
        hindrance = _collision(candidate, room.blockouts) or _collision(candidate, room.taken)
        if hindrance:
            start = hindrance.end
        elif end - start >= length:
            known = found.get((start, end, opening.prov_num))
            if known:
                if opening.op_order < known.op_order:
                    moved = replace(known, op=opening.op, op_order=opening.op_order)
                    found[start, end, opening.prov_num] = moved
                start = end
            elif busy(opening.prov_num, start) or not _permitted(candidate, room):
                start += increment
            else:
                offer = Offer(start, end, opening.prov_num, opening.op, opening.op_order)
                found[start, end, opening.prov_num] = offer
                if (start - first) % length:
                    end = first + (end - 1 - first) // length * length
                start = end


def _collision(candidate: Interval, standing: Sequence[Interval]) -> Interval | None:
    """The first that the candidate begins in, ends in or spans."""
    return next(
        (
            there
            for there in standing
            if there.start <= candidate.start < there.end
            or there.start < candidate.end <= there.end
            or (candidate.start <= there.start and there.end <= candidate.end)
        ),
        None,
    )


def _permitted(candidate: Interval, room: Room) -> bool:
    return room.only_within is None or any(candidate.within(allowed) for allowed in room.only_within)


@dataclass(frozen=True, slots=True)
class Doubling:
    """How an office keeps a reason's appointments from double-booking a provider."""

    pattern: str
    increment: int
    prevented: bool
    """The preference: no provider time may meet provider time."""
    ruled: bool
    """An enabled appointment rule covers the reason's codes; then it decides alone, by what is met."""


def is_double_booked(prov_num: int, start: int, visits: Sequence[Visit], wanted: Doubling) -> bool:
    """Whether the provider's own time is wanted elsewhere. Assistant's time never conflicts.

    Visits that hold no provider time in the book (broken ones) are to be marked ``broken``.
    """
    if wanted.ruled:
        new = Visit(0, 0, 0, prov_num, 0, False, start, wanted.pattern)
        return bool(double_booked_codes(new, visits, wanted.increment))
    if not wanted.prevented:
        return False
    cells = provider_marks(wanted.pattern, start, MINUTES_PER_MARK)
    return any(cells & taken for taken in _busy_cells(prov_num, visits))


def _busy_cells(prov_num: int, visits: Iterable[Visit]) -> Iterator[frozenset[int]]:
    for visit in visits:
        if visit.provider == prov_num and not visit.broken:
            yield provider_marks(visit.pattern, visit.start, MINUTES_PER_MARK)
