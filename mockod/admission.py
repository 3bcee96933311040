"""Letting requests in: the queue before each office that is asked no faster than its mode permits.

Nothing here sleeps: a place says how long to wait, and calls whoever holds the request when that may have changed.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mockod.clock import monotonic
from mockod.offices import Offices
from mockod.throttle import Full, Queue, Ticket

START_OF_TIME = datetime(1900, 1, 1)
MOST_IDLE = 1000
"""Queues kept although nobody waits in them."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an office may be asked."""

    interval: float
    """Seconds between two starts."""
    depth: int
    """Requests that may wait."""
    by_office_clock: bool
    """Whether those seconds are the office's own."""


def _nobody() -> None:
    """Whoever holds a request and has not said yet how to be woken."""


class Place:
    """One request's place in its office's queue: wait, start, be done."""

    __slots__ = ("_admissions", "_key", "_pace", "_ticket", "woken")

    def __init__(self, admissions: Admissions, key: str, pace: Pace, ticket: Ticket) -> None:
        self._admissions = admissions
        self._key = key
        self._pace = pace
        self._ticket = ticket
        self.woken: Callable[[], object] = _nobody
        """Called, from any thread, whenever its turn may have come."""

    def try_start(self) -> float:
        """Start, where it is this one's turn: 0. Else the seconds to wait, infinity where only a set clock ends it."""
        return self._admissions.try_start(self._key, self._pace, self._ticket)

    def leave(self) -> None:
        """The client has gone before its turn."""
        self._admissions.leave(self._key, self._ticket)

    def done(self) -> None:
        """The answer is on its way."""
        self._admissions.done(self._key, self._pace)

    @property
    def by_office_clock(self) -> bool:
        return self._pace.by_office_clock


class Admissions:
    """All queues, by customer key."""

    def __init__(self, offices: Offices, pace_of: Callable[[Any], Pace | None]) -> None:
        """``pace_of`` tells the pace by an office's settings; None for no queue."""
        self._offices = offices
        self._pace_of = pace_of
        self._queues: dict[str, Queue] = {}
        self._places: dict[Ticket, Place] = {}
        self._lock = threading.Lock()

    def enter(self, key: str) -> Place | Full | None:
        """A place for a request that has come; ``Full`` where as many wait as may, None where there is no queue."""
        pace = self._pace_of(self._offices.settings(key))
        if pace is None:
            return None
        now = self._now(key, pace)
        with self._lock:
            queue = self._queue(key, pace)
            ticket = queue.enter(now)
            if isinstance(ticket, Full):
                return ticket
            place = Place(self, key, pace, ticket)
            self._places[ticket] = place
            return place

    def try_start(self, key: str, pace: Pace, ticket: Ticket) -> float:
        now = self._now(key, pace)
        with self._lock:
            queue = self._queues[key]
            seconds = queue.wait(ticket, now)
            if seconds <= 0:
                queue.start(ticket, now)
                del self._places[ticket]
                self._wake(queue)
                return 0.0
        return math.inf if pace.by_office_clock and self._offices.clock(key).frozen_at else seconds

    def leave(self, key: str, ticket: Ticket) -> None:
        with self._lock:
            queue = self._queues[key]
            if self._places.pop(ticket, None):
                queue.leave(ticket)
                self._wake(queue)

    def done(self, key: str, pace: Pace) -> None:
        now = self._now(key, pace)
        with self._lock:
            self._queues[key].finish(now)

    def next_due(self, key: str) -> datetime | None:
        """When the next place by the office's clock may start; None where none waits for that."""
        with self._lock:
            queue = self._queues.get(key)
            if queue is None or not queue.waiting or not self._places[queue.waiting[0]].by_office_clock:
                return None
            return START_OF_TIME + timedelta(seconds=math.ceil(next(queue.due())))

    def wake(self, key: str) -> None:
        """Tell those who wait before an office that its clock has changed."""
        with self._lock:
            queue = self._queues.get(key)
            if queue is not None:
                self._wake(queue)

    def waiting(self, key: str) -> int:
        with self._lock:
            queue = self._queues.get(key)
            return len(queue.waiting) if queue else 0

    def forget(self, key: str) -> None:
        """An office begins anew: nobody has asked it yet. Those who wait stay."""
        with self._lock:
            queue = self._queues.get(key)
            if queue is not None:
                queue.next_start = -math.inf
                self._wake(queue)

    def _queue(self, key: str, pace: Pace) -> Queue:
        queue = self._queues.get(key)
        if queue is None:
            if len(self._queues) >= MOST_IDLE:
                self._queues = {k: q for k, q in self._queues.items() if not q.is_idle}
            queue = self._queues[key] = Queue(pace.interval, pace.depth)
        queue.interval, queue.depth = pace.interval, pace.depth
        return queue

    def _now(self, key: str, pace: Pace) -> float:
        if pace.by_office_clock:
            return (self._offices.clock(key).now() - START_OF_TIME).total_seconds()
        return monotonic()

    def _wake(self, queue: Queue) -> None:
        for ticket in queue.waiting:
            self._places[ticket].woken()
