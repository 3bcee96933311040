"""Passing time: what falls due is fired in order, at its own moment, and not without end."""

from __future__ import annotations

from datetime import datetime, timedelta

from mockod.simulation.scheduler import MOST, Announcements, Event, pass_time

NINE = datetime(2026, 3, 2, 9)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


class Every:
    """Falls due every so many minutes, and says so; ``clock`` is asked what it shows then."""

    def __init__(self, name: str, minutes: float, clock: list[datetime]) -> None:
        self.name = name
        self.step = timedelta(minutes=minutes)
        self.due = NINE + self.step
        self.clock = clock

    def next_due(self, now):
        return self.due

    def fire(self, now):
        self.due = now + self.step
        return [Event(self.clock[-1], self.name)]


def passed(sources, until, clock=None):
    clock = [NINE] if clock is None else clock
    return pass_time(sources, NINE, until, lambda at: clock.append(at) is None), clock


def told(fired):
    return [((one.at - NINE) / timedelta(minutes=1), one.what) for one in fired]


def test_everything_fires_in_order_at_its_own_time():
    clock = [NINE]
    fired, clock = passed([Every("three", 3, clock), Every("two", 2, clock)], after(6), clock)

    assert told(fired) == [(2, "two"), (3, "three"), (4, "two"), (6, "three"), (6, "two")]
    assert clock[-1] == after(6)
    assert clock == sorted(clock)


def test_what_falls_due_after_the_target_waits():
    clock = [NINE]
    fired, clock = passed([Every("three", 3, clock)], after(2.9), clock)

    assert (fired, clock) == ([], [NINE, after(2.9)])


def test_what_is_overdue_fires_at_once_and_never_turns_the_clock_back():
    clock = [NINE]
    late = Every("late", 5, clock)
    late.due = after(-60)

    fired, clock = passed([late], after(5), clock)

    assert told(fired) == [(0, "late"), (5, "late")]
    assert min(clock) == NINE


def test_without_anything_due_the_clock_goes_straight_to_its_target():
    assert passed([Announcements([])], after(525_600)) == ([], [NINE, after(525_600)])


def test_what_never_ends_is_stopped_and_says_so():
    class Endless:
        def next_due(self, now):
            return now

        def fire(self, now):
            return [Event(now, "again")]

    fired, clock = passed([Endless()], after(1))

    assert len(fired) == MOST + 1
    assert (fired[-1].what, fired[-1].more) == ("stopped firing", {"because": f"something fell due {MOST} times"})
    assert clock[-1] == after(1)


def test_what_one_fires_may_make_another_fall_due():
    class Woken:
        due = None

        def next_due(self, now):
            return self.due

        def fire(self, now):
            self.due = None
            return [Event(now, "woken")]

    class Waking(Every):
        def fire(self, now):
            woken.due = now + timedelta(minutes=1)
            return super().fire(now)

    woken, clock = Woken(), [NINE]
    fired, _ = passed([woken, Waking("waking", 5, clock)], after(7), clock)

    assert told(fired) == [(5, "waking"), (6, "woken")]


def test_mentions_are_made_in_order_each_once():
    mentions = Announcements([Event(after(4), "ends"), Event(after(1), "begins"), Event(after(9), "too late")])

    assert told(passed([mentions], after(5))[0]) == [(1, "begins"), (4, "ends")]


def test_a_clock_that_goes_on_no_more_ends_it_all():
    clock: list[datetime] = []

    def set_clock(at):
        clock.append(at)
        return at < after(4)

    fired = pass_time([Every("two", 2, [NINE])], NINE, after(60), set_clock)

    assert told(fired) == [(0, "two")]
    assert clock == [after(2), after(4)]
