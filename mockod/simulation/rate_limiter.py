"""Rate limit: a FIFO queue in front of an office. Requests start so many seconds apart; so many wait, no more.

Pure: times come in as seconds of any clock, decisions go out; whoever holds the requests does the waiting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How fast an office may be asked."""

    interval: float
    """Seconds between two starts."""
    depth: int
    """Requests that may wait."""
    by_office_clock: bool
    """Whether those seconds are the office's own."""


@dataclass(eq=False, slots=True)
class Ticket:
    """One request's place in the queue."""

    arrived: float


@dataclass(frozen=True, slots=True)
class QueueFull:
    """Too many wait already; ``retry_after`` is in whole seconds, until the first of them gives up its place."""

    retry_after: int


@dataclass(slots=True)
class Queue:
    """Starts lie at least ``interval`` seconds apart, a request's own execution included; ``depth`` may wait."""

    interval: float
    depth: int
    next_start: float = -math.inf
    """The earliest time at which the first in the queue may start."""
    waiting: list[Ticket] = field(default_factory=list)
    started: int = 0
    """Requests that have started, all in all."""
    lag: float = 0.0
    """Seconds between the turn of the last that started and its start, where a clock was set past that turn."""

    def enter(self, now: float, *, is_busy: bool = False) -> Ticket | QueueFull:
        """A place at the end; none where somebody must wait and as many as may already do.

        While another request is at work (``is_busy``), whoever comes must wait.
        """
        seconds = self._seconds_to_first(now)
        free_at_once = not is_busy and not self.waiting and seconds <= 0
        if not free_at_once and len(self.waiting) >= self.depth:
            return QueueFull(max(math.ceil(seconds), 1))
        ticket = Ticket(now)
        self.waiting.append(ticket)
        return ticket

    def wait(self, ticket: Ticket, now: float) -> float:
        """Seconds until this ticket's turn, as things stand; 0 when it may start."""
        return self._seconds_to_first(now) + self.waiting.index(ticket) * self.interval

    def start(self, ticket: Ticket, now: float, turn: float | None = None) -> None:
        """Take the first place, which is this ticket's, and start; the interval counts from its turn, or from now."""
        at = now if turn is None else turn
        self.let_go(ticket)
        self.next_start = at + self.interval
        self.lag = now - at

    def let_go(self, ticket: Ticket) -> None:
        """Start out of turn, as there is no pace to keep any more."""
        self.leave(ticket)
        self.started += 1

    def turn(self, now: float) -> float:
        """When the first in the queue, whose turn has come by now, could have started."""
        return min(self.first_due, now)

    def finish(self, now: float) -> None:
        """A request is done: where it took longer than the interval, the next could not start before."""
        self.next_start = max(self.next_start, now - self.lag)

    def leave(self, ticket: Ticket) -> None:
        """Give up a place, as a client does that hangs up; those behind move up."""
        self.waiting.remove(ticket)

    def _seconds_to_first(self, now: float) -> float:
        """What the first must wait: never more than the interval, as a clock may be set back and a pace be changed."""
        self.next_start = min(self.next_start, now + self.interval)
        return max(self.next_start - now, 0.0)

    @property
    def first_due(self) -> float:
        """When the first that waits may start."""
        return max(self.next_start, self.waiting[0].arrived)

    @property
    def is_idle(self) -> bool:
        return not self.waiting
