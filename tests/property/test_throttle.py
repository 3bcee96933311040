"""The throttle on a simulated clock: never faster than permitted, in order, no wait for nothing, 429 at the bound."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mockod.simulation.rate_limiter import Queue, QueueFull, Ticket

events = st.lists(st.tuples(st.floats(0, 3), st.sampled_from(["arrive", "arrive", "leave"])), min_size=1, max_size=40)
gaps = st.sampled_from([0.5, 1.0, 5.0])
depths = st.integers(0, 4)


class Played:
    """A queue under a schedule of arrivals and departures; requests start the moment they may."""

    def __init__(self, interval: float, depth: int) -> None:
        self.queue = Queue(interval, depth)
        self.now = 0.0
        self.order: list[Ticket] = []
        self.starts: list[tuple[float, Ticket]] = []
        self.refused: list[tuple[float, int, int]] = []

    def pass_time(self, until: float) -> None:
        """Start, in order, whoever may start up to ``until``."""
        while self.queue.waiting:
            first = self.queue.waiting[0]
            at = self.now + self.queue.wait(first, self.now)
            if at > until:
                break
            self.now = at
            self.queue.start(first, at)
            self.starts.append((at, first))
        self.now = until

    def arrive(self) -> None:
        waiting = len(self.queue.waiting)
        came = self.queue.enter(self.now)
        if isinstance(came, QueueFull):
            self.refused.append((self.now, waiting, came.retry_after))
        else:
            self.order.append(came)
        self.pass_time(self.now)

    def leave(self) -> None:
        if self.queue.waiting:
            gone = self.queue.waiting[len(self.queue.waiting) // 2]
            self.queue.leave(gone)
            self.order.remove(gone)
        self.pass_time(self.now)


def play(interval: float, depth: int, schedule: list[tuple[float, str]]) -> Played:
    played = Played(interval, depth)
    for gap, what in schedule:
        played.pass_time(played.now + gap)
        played.arrive() if what == "arrive" else played.leave()
    return played


@given(gaps, depths, events)
def test_starts_are_never_closer_than_permitted_and_keep_their_order(interval, depth, schedule):
    played = play(interval, depth, schedule)
    played.pass_time(played.now + 1000)

    times = [at for at, _ in played.starts]
    assert all(later - earlier >= interval - 1e-9 for earlier, later in pairwise(times))
    assert [ticket for _, ticket in played.starts] == played.order


@given(gaps, depths, events)
def test_nobody_waits_while_a_place_is_free(interval, depth, schedule):
    played = play(interval, depth, schedule)

    assert not played.queue.waiting or played.queue.next_start > played.now
    previous = float("-inf")
    for at, ticket in played.starts:
        assert abs(at - max(ticket.arrived, previous + interval)) < 1e-6
        previous = at


@given(gaps, depths, events)
def test_the_refusal_comes_exactly_at_the_bound(interval, depth, schedule):
    played = play(interval, depth, schedule)

    assert all(waiting == depth for _, waiting, _ in played.refused)
    assert len(played.queue.waiting) <= depth


@given(gaps, st.integers(1, 4), events)
def test_a_refused_client_that_waits_as_told_finds_a_place(interval, depth, schedule):
    played = play(interval, depth, schedule)
    while not isinstance(came := played.queue.enter(played.now), QueueFull):
        pass

    played.pass_time(played.now + came.retry_after)

    assert not isinstance(played.queue.enter(played.now), QueueFull)


def test_a_request_that_takes_longer_than_the_interval_holds_up_the_next():
    queue = Queue(1.0, 10)
    first = queue.enter(0.0)
    queue.start(first, 0.0)
    second = queue.enter(0.5)

    queue.finish(3.0)

    assert queue.wait(second, 2.5) == 0.5
    assert queue.first_due == 3.0


def test_without_depth_whoever_comes_too_early_is_refused_and_told_for_how_long():
    queue = Queue(5.0, 0)
    queue.start(queue.enter(10.0), 10.0)

    assert queue.enter(11.5) == QueueFull(4)


def test_without_depth_whoever_comes_while_another_is_at_work_is_refused():
    queue = Queue(1.0, 0)
    queue.start(queue.enter(0.0), 0.0)

    assert queue.enter(2.5, is_busy=True) == QueueFull(1)


@given(gaps, st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_clock_that_is_set_to_any_time_keeps_nobody_longer_than_so_many_intervals(interval, to, place):
    queue = Queue(interval, 10)
    queue.start(queue.enter(0.0), 0.0)
    waiting = [queue.enter(0.0) for _ in range(4)]

    assert queue.wait(waiting[place], to) <= (place + 1) * interval
    assert queue.wait(waiting[0], to + interval) <= 1e-6


def test_a_turn_that_was_missed_counts_from_when_it_was():
    queue = Queue(1.0, 10)
    queue.start(queue.enter(0.0), 0.0)
    first, second = queue.enter(0.2), queue.enter(0.4)

    queue.start(first, 7.0, queue.turn(7.0))
    queue.finish(7.0)

    assert queue.wait(second, 7.0) == 0
    assert queue.turn(7.0) == 2.0


def test_a_turn_that_was_missed_takes_as_long_as_its_request_does():
    queue = Queue(1.0, 10)
    queue.start(queue.enter(0.0), 0.0)
    first, second = queue.enter(0.2), queue.enter(0.4)

    queue.start(first, 3.0, queue.turn(3.0))
    queue.finish(7.5)

    assert queue.turn(7.5) == 5.5
    queue.start(second, 7.5, queue.turn(7.5))
    assert queue.next_start == 6.5
