"""Per-office FIFO rate limiting: a queue before each office that is asked no faster than its mode permits.

Nothing here sleeps: a ticket says how many seconds to wait, and calls whoever holds the request when that may have
changed.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mockod.simulation.clock import monotonic, wall
from mockod.simulation.rate_limiter import Queue, QueueFull, RateLimit, Ticket
from mockod.store.registry import Offices

START_OF_TIME = datetime(1900, 1, 1)
MOST_IDLE = 1000
"""Queues kept although no request waits in them."""


def _nobody() -> None:
    """The holder of a request that has not said yet how to be woken."""


class QueueTicket:
    """One request's place in its office's queue: wait, start, be done."""

    __slots__ = ("_key", "_request_queues", "_ticket", "woken")

    def __init__(self, request_queues: RequestQueues, key: str, ticket: Ticket) -> None:
        self._request_queues = request_queues
        self._key = key
        self._ticket = ticket
        self.woken: Callable[[], object] = _nobody
        """Called, from any thread, whenever its turn may have come."""

    def try_start(self) -> float:
        """Start if it is this request's turn: 0. Else the seconds to wait; infinity until it is woken."""
        return self._request_queues.try_start(self._key, self._ticket)

    def leave(self) -> None:
        """The client has gone before its turn."""
        self._request_queues.leave(self._key, self._ticket)

    def done(self) -> None:
        """The work is done."""
        self._request_queues.done(self._key)


class RequestQueues:
    """The queues of all offices, by customer key. All methods may be called from any thread."""

    def __init__(self, offices: Offices, rate_limit_of: Callable[[Any], RateLimit | None]) -> None:
        """``rate_limit_of`` gives the rate limit for an office's settings; None for no queue."""
        self._offices = offices
        self._rate_limit_of = rate_limit_of
        self._queues: dict[str, Queue] = {}
        self._tickets: dict[Ticket, QueueTicket] = {}
        self._working: Counter[str] = Counter()
        self._lock = threading.Lock()

    def enter(self, key: str, *, holds: bool = True) -> QueueTicket | QueueFull | None:
        """A ticket for a request that has come; ``QueueFull`` if the queue is full, None if there is no queue.

        ``holds`` says whether the server can hold a request: one that cannot, gets a ticket that may start at once,
        or none.
        """
        rate_limit = self._rate_limit(key)
        if rate_limit is None:
            return None
        if not holds:
            rate_limit = replace(rate_limit, depth=0)
        with self._lock:
            queue, is_busy = self._queue(key, rate_limit), self._working[key] > 0
            ticket = queue.enter(self._now(key, rate_limit), is_busy=is_busy)
            if isinstance(ticket, QueueFull):
                return ticket
            queue_ticket = self._tickets[ticket] = QueueTicket(self, key, ticket)
            return queue_ticket

    def try_start(self, key: str, ticket: Ticket) -> float:
        """See ``QueueTicket``. The rate limit is read anew: it may have changed while the request waited."""
        rate_limit = self._rate_limit(key)
        with self._lock:
            if rate_limit is None:
                self._queues[key].let_go(ticket)
            else:
                queue, now = self._queue(key, rate_limit), self._now(key, rate_limit)
                if self._working[key]:
                    return math.inf  # the interval includes the execution, so ``done`` wakes the next
                seconds = queue.wait(ticket, now)
                if seconds > 0:
                    stands_still = rate_limit.by_office_clock and self._offices.clock(key).frozen_at
                    return math.inf if stands_still else seconds
                # A clock that is set may jump over several turns: every request whose turn it was starts.
                queue.start(ticket, now, queue.turn(now) if rate_limit.by_office_clock else None)
                if queue.waiting:
                    self._tickets[queue.waiting[0]].woken()
            del self._tickets[ticket]
            self._working[key] += 1
            return 0.0

    def leave(self, key: str, ticket: Ticket) -> None:
        """Give up a ticket; those behind it move up."""
        with self._lock:
            if self._tickets.pop(ticket, None):
                queue = self._queues[key]
                queue.leave(ticket)
                self._wake(queue)

    def done(self, key: str) -> None:
        """A request that has started is answered."""
        rate_limit = self._rate_limit(key)
        with self._lock:
            self._working[key] -= 1
            if not self._working[key]:
                del self._working[key]
            if rate_limit is not None:
                queue = self._queue(key, rate_limit)
                queue.finish(self._now(key, rate_limit))
                self._wake(queue)

    def next_due(self, key: str) -> datetime | None:
        """When the next request may start by the office's clock; None if none waits for that."""
        rate_limit = self._rate_limit(key)
        with self._lock:
            queue = self._queues.get(key)
            if queue is None or not queue.waiting or rate_limit is None or not rate_limit.by_office_clock:
                return None
            return START_OF_TIME + timedelta(seconds=math.ceil(queue.first_due))

    def wake(self, key: str) -> None:
        """An office's clock or rate limit may have changed: the requests that wait before it look again."""
        with self._lock:
            queue = self._queues.get(key)
            if queue is not None:
                self._wake(queue)

    def waiting(self, key: str) -> int:
        """Requests that wait before the office."""
        with self._lock:
            queue = self._queues.get(key)
            return len(queue.waiting) if queue else 0

    def started(self, key: str) -> int:
        """Requests that have started, as long as the queue before the office is kept."""
        with self._lock:
            queue = self._queues.get(key)
            return queue.started if queue else 0

    def working(self, key: str) -> int:
        """Requests that have started and are not answered yet."""
        with self._lock:
            return self._working[key]

    def awaited(self) -> list[str]:
        """The customer keys of the offices before which requests wait."""
        with self._lock:
            return [key for key, queue in self._queues.items() if queue.waiting]

    def forget(self, key: str | None) -> None:
        """One office, or every office, begins anew: nobody has asked it yet. Requests that wait stay."""
        with self._lock:
            for queue in [self._queues[k] for k in ([key] if key is not None else self._queues) if k in self._queues]:
                queue.next_start = -math.inf
                self._wake(queue)

    def _rate_limit(self, key: str) -> RateLimit | None:
        return self._rate_limit_of(self._offices.settings(key))

    def _queue(self, key: str, rate_limit: RateLimit) -> Queue:
        queue = self._queues.get(key)
        if queue is None:
            if len(self._queues) >= MOST_IDLE:
                self._queues = {k: q for k, q in self._queues.items() if not q.is_idle}
            queue = self._queues[key] = Queue(rate_limit.interval, rate_limit.depth)
        queue.interval, queue.depth = rate_limit.interval, rate_limit.depth
        return queue

    def _now(self, key: str, rate_limit: RateLimit) -> float:
        """Seconds of the clock that the rate limit goes by."""
        if rate_limit.by_office_clock:
            clock = self._offices.clock(key)
            return ((clock.frozen_at or wall() + clock.offset) - START_OF_TIME).total_seconds()
        return monotonic()

    def _wake(self, queue: Queue) -> None:
        for ticket in queue.waiting:
            self._tickets[ticket].woken()
