"""The vendor's own vectors of Web Sched times, and the laws that hold around them (source 3.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.booking_rules import Visit
from mockod.vendors.opendental.domain.intervals import Interval
from mockod.vendors.opendental.domain.web_sched import Doubling, Offer, Opening, Room, is_double_booked, offers


def minute(text: str) -> int:
    hour, _, minutes = text.partition(":")
    return int(hour) * 60 + int(minutes or 0)


def span(text: str) -> Interval:
    start, _, end = text.partition("-")
    return Interval(minute(start), minute(end))


def spans(text: str) -> tuple[Interval, ...]:
    return tuple(span(part) for part in text.split())


def opening(text: str, *, prov: int = 1, op: int = 1, order: int = 0) -> Opening:
    return Opening(span(text).start, span(text).end, prov, op, order)


def told(found: list[Offer]) -> str:
    return " ".join(f"{Interval(offer.start, offer.end)}" for offer in found)


def never(prov_num: int, start: int) -> bool:
    return False


@pytest.mark.parametrize(
    ("increment", "length", "schedule", "taken", "expected"),
    [
        (5, 60, "8-18", "9:55-10:10 14:45-15:05",
         "08:00-09:00 10:10-11:10 11:00-12:00 12:00-13:00 13:00-14:00 15:05-16:05 16:00-17:00 17:00-18:00"),
        (15, 60, "8-19", "8-14:30 14:30-17", "17:00-18:00 18:00-19:00"),
        (15, 40, "8-12", "", "08:00-08:45 08:45-09:30 09:20-10:05 10:05-10:50 10:40-11:25"),
    ],
)  # fmt: skip
def test_a_schedule_is_cut_as_the_vendor_cuts_it(increment, length, schedule, taken, expected):
    rooms = {1: Room(taken=spans(taken))}

    found = offers([opening(schedule)], rooms, "/" * (length // 5), increment, never)

    assert told(found) == expected


@pytest.mark.parametrize(
    ("pattern", "schedule", "elsewhere", "expected"),
    [
        ("//XX//", "8-9", ["8:00-8:20", "8:30-8:50"], "08:10-08:40"),
        ("////XX//", "9-10", ["9:10-9:50"], ""),
    ],
)
def test_a_provider_busy_elsewhere_is_offered_only_around_his_own_time(pattern, schedule, elsewhere, expected):
    visits = [visit(text) for text in elsewhere]
    doubling = Doubling(pattern, 10, prevented=True, ruled=False)

    found = offers([opening(schedule)], {}, pattern, 10, lambda p, at: is_double_booked(p, at, visits, doubling))

    assert told(found) == expected


def visit(text: str, *, codes: tuple[str, ...] = (), broken: bool = False, prov: int = 1) -> Visit:
    there = span(text)
    return Visit(9, 9, 7, prov, 0, False, there.start, "X" * ((there.end - there.start) // 5), codes, broken)


def test_without_the_preference_a_provider_may_be_double_booked():
    doubling = Doubling("XX", 10, prevented=False, ruled=False)

    assert not is_double_booked(1, minute("9"), [visit("8-12", codes=("D2740",))], doubling)


def test_an_assistants_time_never_conflicts_with_a_providers():
    doubling = Doubling("//", 10, prevented=True, ruled=False)

    assert not is_double_booked(1, minute("9"), [visit("8-12")], doubling)


@pytest.mark.parametrize(("codes", "blocked"), [(("D0120",), True), ((), False)])
def test_under_a_rule_any_procedure_met_blocks_whatever_the_preference(codes, blocked):
    for prevented in (True, False):
        doubling = Doubling("XX", 10, prevented=prevented, ruled=True)
        assert is_double_booked(1, minute("9"), [visit("8-12", codes=codes)], doubling) is blocked


def test_a_broken_visit_and_another_provider_hold_nobody():
    doubling = Doubling("XX", 10, prevented=True, ruled=False)

    assert not is_double_booked(1, minute("9"), [visit("8-12", broken=True), visit("8-12", prov=2)], doubling)


def test_a_schedule_begins_at_the_next_mark_of_the_book():
    assert told(offers([opening("8:05-9")], {}, "////", 15, never)) == "08:15-08:45"


def test_a_blockout_is_walked_around():
    assert told(offers([opening("8-10")], {1: Room(blockouts=spans("8:30-9:10"))}, "//////", 10, never)) == (
        "08:00-08:30 09:10-09:40 09:30-10:00"
    )


def test_a_restricted_reason_is_offered_inside_its_blockouts_only():
    rooms = {1: Room(only_within=spans("9-10"))}

    assert told(offers([opening("8-12")], rooms, "//////", 10, never)) == "09:00-09:30 09:30-10:00"
    assert offers([opening("8-12")], {1: Room(only_within=())}, "//////", 10, never) == []


def test_one_provider_in_two_rooms_is_offered_once_in_the_first_room():
    openings = [opening("8-9", op=5, order=2), opening("8-9", op=6, order=1)]

    assert offers(openings, {}, "/" * 12, 10, never) == [Offer(480, 540, 1, 6, 1)]


def test_two_providers_are_offered_at_the_same_time():
    openings = [opening("8-9", prov=1, op=1, order=1), opening("8-9", prov=2, op=2, order=0)]

    assert [(offer.prov_num, offer.op) for offer in offers(openings, {}, "/" * 12, 10, never)] == [(2, 2), (1, 1)]


quarters = st.integers(0, 40).map(lambda count: 480 + 5 * count)
stretches = st.tuples(quarters, st.integers(1, 12)).map(lambda pair: Interval(pair[0], pair[0] + 5 * pair[1]))


@given(
    stop=st.integers(500, 900),
    increment=st.sampled_from([5, 10, 15]),
    length=st.integers(1, 12),
    blockouts=st.lists(stretches, max_size=3),
    taken=st.lists(stretches, max_size=4),
    allowed=st.none() | st.lists(stretches, max_size=2),
)
def test_an_offer_is_long_enough_on_the_schedule_and_meets_nothing(stop, increment, length, blockouts, taken, allowed):
    room = Room(tuple(sorted(blockouts)), tuple(sorted(taken)), None if allowed is None else tuple(allowed))

    found = offers([Opening(480, stop, 1, 1)], {1: room}, "/" * length, increment, never)

    assert found == sorted(found, key=lambda offer: offer.start)
    for offer in found:
        interval = Interval(offer.start, offer.end)
        assert interval.within(Interval(480, stop))
        assert offer.end - offer.start >= 5 * length
        assert not any(interval.overlaps(there) for there in (*blockouts, *taken))
        assert allowed is None or any(interval.within(there) for there in allowed)
