"""Per-office FIFO rate limiting: whose turn it is when clocks are set and paces change while somebody waits."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

import pytest

from mockod.runtime.request_queue import MOST_IDLE, QueueTicket, RateLimit, RequestQueues
from mockod.simulation.clock import Clock
from mockod.simulation.rate_limiter import QueueFull

SEVEN = datetime(2026, 3, 2, 7)
SECOND = timedelta(seconds=1)


class Office:
    """One office, or all: a frozen clock, and a pace in the place of its settings."""

    def __init__(self, interval: float = 1.0, depth: int = 5, *, by_office_clock: bool = True) -> None:
        self.pace: RateLimit | None = RateLimit(interval, depth, by_office_clock)
        self.now = Clock.frozen(SEVEN)
        self.request_queues = RequestQueues(self, lambda pace: pace)  # type: ignore[arg-type]

    def settings(self, key: str) -> Any:
        return self.pace

    def clock(self, key: str) -> Clock:
        return self.now

    def enter(self, key: str = "office", **how: bool) -> QueueTicket:
        place = self.request_queues.enter(key, **how)
        assert isinstance(place, QueueTicket)
        return place

    def queued(self, number: int) -> list[QueueTicket]:
        """One has been answered just now, and so many wait."""
        assert serve(self.enter()) == 0
        return [self.enter() for _ in range(number)]

    def set_clock(self, now: datetime) -> None:
        self.now = Clock.frozen(now)


def serve(place: QueueTicket) -> float:
    """Start and answer it, if it is its turn."""
    seconds = place.try_start()
    if not seconds:
        place.done()
    return seconds


def test_without_a_pace_there_is_no_queue():
    office = Office()
    office.pace = None
    assert office.request_queues.enter("office") is None


def test_while_a_clock_stands_still_there_is_no_telling_how_long():
    office = Office()
    (second,) = office.queued(1)
    assert second.try_start() == math.inf
    assert office.request_queues.next_due("office") == SEVEN + SECOND


def test_a_clock_that_is_set_over_several_turns_lets_them_all_start_in_order():
    office = Office()
    first, second, third = office.queued(3)
    office.set_clock(SEVEN + 2 * SECOND)
    assert [serve(place) for place in (second, first, second, third)] == [math.inf, 0, 0, math.inf]
    assert office.request_queues.next_due("office") == SEVEN + 3 * SECOND


@pytest.mark.parametrize("turns", [3, 5, 60])
def test_a_clock_that_is_set_over_many_turns_lets_as_many_start_as_have_come(turns):
    office = Office()
    places = office.queued(5)
    office.set_clock(SEVEN + turns * SECOND)
    assert [serve(place) for place in places] == [0] * min(turns, 5) + [math.inf] * (5 - min(turns, 5))


def test_whoever_starts_wakes_the_next():
    office = Office()
    first, second = office.queued(2)
    woken = []
    second.woken = lambda: woken.append("second")
    office.set_clock(SEVEN + 5 * SECOND)
    first.try_start()
    assert woken == ["second"]


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=9000)])
def test_a_clock_that_is_set_back_keeps_nobody_longer_than_the_interval(back):
    office = Office(interval=5)
    (second,) = office.queued(1)
    office.set_clock(SEVEN - back)
    assert second.try_start() == math.inf
    office.set_clock(SEVEN - back + timedelta(seconds=5))
    assert second.try_start() == 0


def test_when_the_pace_is_lifted_all_start_in_any_order():
    office = Office(interval=100)
    places = office.queued(3)
    office.pace = None
    assert [place.try_start() for place in reversed(places)] == [0, 0, 0]
    for place in places:
        place.done()
    assert (office.request_queues.waiting("office"), office.request_queues.working("office")) == (0, 0)


def test_who_waits_by_real_time_goes_when_the_offices_begins_to_count():
    office = Office(interval=0.5, by_office_clock=False)
    first, second = office.queued(2)
    office.pace = RateLimit(0.5, 5, by_office_clock=True)
    assert [serve(first), serve(second)] == [0, 0]
    assert [serve(office.enter()), serve(office.enter())] == [0, math.inf]


def test_who_waits_by_the_offices_clock_waits_no_longer_than_the_interval_when_real_time_begins_to_count():
    office = Office(interval=0.5)
    first, second = office.queued(2)
    office.pace = RateLimit(0.5, 5, by_office_clock=False)
    assert 0 < first.try_start() <= 0.5 < second.try_start() <= 1


def test_who_leaves_wakes_those_behind_and_can_leave_but_once():
    office = Office(interval=1, by_office_clock=False)
    first, second = office.queued(2)
    woken = []
    second.woken = lambda: woken.append("second")
    assert 1 < second.try_start() <= 2
    first.leave()
    first.leave()
    assert woken == ["second"]
    assert 0 < second.try_start() <= 1


def test_a_door_that_cannot_hold_turns_away_who_would_wait_for_a_clock():
    office = Office(interval=5)
    assert serve(office.enter(holds=False)) == 0
    office.set_clock(SEVEN + 2 * SECOND)
    assert office.request_queues.enter("office", holds=False) == QueueFull(3)
    office.enter()


def test_an_office_that_begins_anew_was_asked_by_nobody():
    office = Office(interval=100)
    first, second = office.queued(2)
    office.request_queues.forget("office")
    assert [serve(first), serve(second)] == [0, math.inf]
    office.request_queues.forget(None)
    assert second.try_start() == 0
    office.request_queues.forget("nobody")


def test_only_those_who_wait_by_the_offices_clock_fall_due_by_it():
    office = Office(by_office_clock=False)
    office.queued(1)
    assert office.request_queues.next_due("office") is None
    assert office.request_queues.awaited() == ["office"]


def test_starts_are_counted_whoever_comes_or_leaves_meanwhile():
    office = Office()
    first, second = office.queued(2)
    assert office.request_queues.started("office") == 1
    office.set_clock(SEVEN + SECOND)
    first.try_start()
    office.enter()
    second.leave()
    assert (office.request_queues.started("office"), office.request_queues.waiting("office")) == (2, 1)
    office.pace = None
    office.request_queues.forget("office")
    assert office.request_queues.started("nobody") == 0


def test_queues_that_nobody_waits_in_do_not_pile_up():
    office = Office()
    office.queued(1)
    for number in range(MOST_IDLE * 2):
        place = office.enter(f"key {number}")
        place.try_start()
        place.done()
    assert len(office.request_queues._queues) <= MOST_IDLE
    assert not office.request_queues._working
    assert office.request_queues.waiting("office") == 1


def test_while_one_works_nobody_starts_and_its_end_wakes_the_next():
    """The interval includes the execution of a request."""
    office = Office(interval=0, by_office_clock=False)
    first, second = office.enter(), office.enter()
    woken = []
    second.woken = lambda: woken.append("second")
    assert first.try_start() == 0
    assert second.try_start() == math.inf
    woken.clear()
    first.done()
    assert woken == ["second"]
    assert second.try_start() == 0


@pytest.mark.parametrize("by_office_clock", [False, True])
def test_without_a_queue_whoever_comes_while_another_is_at_work_is_turned_away(by_office_clock):
    office = Office(interval=0, depth=0, by_office_clock=by_office_clock)
    first = office.enter()
    assert first.try_start() == 0
    assert office.request_queues.enter("office") == QueueFull(1)
    first.done()
    assert serve(office.enter()) == 0
