"""Recalls: when a patient should come again, and how the API writes an interval."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 255
"""The vendor packs each part of an interval into one byte."""
_PARTS = re.compile(r"(\d{1,3}[ymwd])+", re.ASCII)


@dataclass(frozen=True, slots=True)
class RecallInterval:
    """How long after one visit the next is due."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __str__(self) -> str:
        """Parts that are zero are left out.

        >>> str(RecallInterval(months=6, days=1))
        '6m1d'
        """
        parts = ((self.years, "y"), (self.months, "m"), (self.weeks, "w"), (self.days, "d"))
        return "".join(f"{count}{unit}" for count, unit in parts if count)

    def after(self, day: date) -> date:
        """The day on which the next visit is due; a month too short for it ends it. The last day there is bounds it.

        >>> RecallInterval(months=6, days=1).after(date(2026, 8, 31))
        datetime.date(2027, 3, 1)
        """
        month = day.month - 1 + self.months
        year, month = day.year + self.years + month // 12, month % 12 + 1
        if year > date.max.year:
            return date.max
        moved = date(year, month, min(day.day, monthrange(year, month)[1]))
        return moved + timedelta(days=min(self.weeks * 7 + self.days, (date.max - moved).days))


def parse_interval(text: str) -> RecallInterval:
    """Read ``1y6m20d``: years, months, weeks and days, each at most once and at most 255. Nothing is no interval.

    >>> str(parse_interval("0y6m0w1d"))
    '6m1d'

    Raises ValueError for any other text.
    """
    if text and not _PARTS.fullmatch(text):
        raise ValueError(f"{text!r} is no interval; write 6m1d")
    counts = {unit: int(count) for count, unit in re.findall(r"(\d+)([ymwd])", text)}
    if len(counts) != len(re.findall("[ymwd]", text)) or max(counts.values(), default=0) > MOST:
        raise ValueError(f"{text!r} is no interval; each of y, m, w and d once, at most {MOST}")
    return RecallInterval(counts.get("y", 0), counts.get("m", 0), counts.get("w", 0), counts.get("d", 0))


def read_interval(text: str) -> str:
    """An interval as it is kept: the same, written the one way."""
    return str(parse_interval(text))
