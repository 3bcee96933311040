"""Stretches of one day, in minutes since midnight, from the start up to but not including the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """From ``start`` up to but not including ``end``; an end past 1440 runs into the next day.

    >>> str(Interval(540, 600))
    '09:00-10:00'
    """

    start: int
    end: int

    def overlaps(self, other: Interval) -> bool:
        """Whether they share a minute; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Interval) -> bool:
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        return f"{clock_time(self.start)[:5]}-{clock_time(self.end)[:5]}"


def minute_of_day(at: datetime | time | str) -> int:
    """Minutes since midnight; of a text, ``2026-03-02 09:05:00`` or ``09:05:00``.

    >>> minute_of_day("2026-03-02 09:05:00"), minute_of_day(datetime(2026, 3, 2, 12, 30))
    (545, 750)
    """
    if isinstance(at, str):
        return int(at[-8:-6]) * 60 + int(at[-5:-3])
    return at.hour * 60 + at.minute


def clock_time(minute: int) -> str:
    """Minutes since midnight as ``HH:mm:ss``.

    >>> clock_time(545)
    '09:05:00'
    """
    return f"{minute // 60:02}:{minute % 60:02}:00"


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sort, and join what overlaps or touches; empty ones fall away.

    >>> [str(i) for i in merged([Interval(600, 630), Interval(540, 570), Interval(570, 600)])]
    ['09:00-10:30']
    """
    joined: list[Interval] = []
    for interval in sorted(i for i in intervals if i.start < i.end):
        if joined and interval.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, interval.end))
        else:
            joined.append(interval)
    return tuple(joined)
