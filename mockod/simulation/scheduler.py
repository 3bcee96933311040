"""The agenda: what falls due while an office's clock goes on, fired in order. Pure: whoever calls owns the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

MOST = 1000
"""Moments at which something is fired in one go: a receiver may answer each event with a change that makes another."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that fell due, and what came of it. ``more`` is JSON."""

    at: datetime
    """Office time."""
    what: str
    more: Mapping[str, Any] = field(default_factory=dict)


class Source(Protocol):
    """One kind of thing that falls due."""

    def next_due(self, now: datetime) -> datetime | None:
        """When something does next, as things stand; what is overdue, at once. None for nothing."""

    def fire(self, now: datetime) -> Iterable[Event]:
        """Do what is due now. What is fired falls due no more, or later."""


def pass_time(
    sources: Sequence[Source], now: datetime, target: datetime, set_clock: Callable[[datetime], bool]
) -> list[Event]:
    """Let the clock go from ``now`` to ``target``, stopping at every moment at which something falls due.

    At one moment the sources fire in their own order. Where more falls due than ``MOST``, the rest waits for the
    clock to be looked at again. All ends where ``set_clock`` answers False: the clock goes on no more.
    """
    fired: list[Event] = []
    for _ in range(MOST):
        dues = [(max(due, now), place) for place, s in enumerate(sources) if (due := s.next_due(now)) is not None]
        at, place = min(dues, default=(None, 0))
        if at is None or at > target:
            break
        now = at
        if not set_clock(now):
            return fired
        fired += sources[place].fire(now)
    else:
        fired.append(Event(now, "stopped firing", {"because": f"something fell due {MOST} times"}))
    set_clock(target)
    return fired


@dataclass(slots=True)
class Announcements:
    """Moments at which nothing is to be done but to say so."""

    coming: list[Event]

    def __post_init__(self) -> None:
        self.coming.sort(key=lambda mention: mention.at)

    def next_due(self, now: datetime) -> datetime | None:
        return self.coming[0].at if self.coming else None

    def fire(self, now: datetime) -> list[Event]:
        said = [mention for mention in self.coming if mention.at <= now]
        self.coming = self.coming[len(said) :]
        return said
