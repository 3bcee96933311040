"""Periods that a date filter names by words, ``today`` or ``lastWeek``, on a given day. A week begins on Monday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "halfyear": 6, "year": 12}
"""Lengths of the periods that are counted from January, in months."""
BEFORE_AND_AFTER = ("beforetoday", "aftertoday")
PERIODS = frozenset(
    (
        "today",
        "yesterday",
        "tomorrow",
        *(f"{which}{what}" for which in ("last", "this", "next") for what in ("week", *MONTHS)),
    )
)
"""In lower case."""
Span = tuple[datetime | None, datetime | None]
"""From the first moment up to the second, which is none of it; None for an end that is open."""


def span(word: str, today: date) -> Span:
    """What a word means on a day. Raises ValueError for another word.

    >>> span("thisWeek", date(2026, 3, 4))
    (datetime.datetime(2026, 3, 2, 0, 0), datetime.datetime(2026, 3, 9, 0, 0))
    """
    word = word.lower()
    if word == "beforetoday":
        return None, _midnight(today)
    if word == "aftertoday":
        return _midnight(today + timedelta(days=1)), None
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if word in days:
        day = today + timedelta(days=days[word])
        return _midnight(day), _midnight(day + timedelta(days=1))
    if word not in PERIODS:
        raise ValueError(f"{word!r} is not a period")
    step = {"last": -1, "this": 0, "next": 1}[word[:4]]
    unit = word[4:]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return _midnight(monday), _midnight(monday + timedelta(weeks=1))
    length = MONTHS[unit]
    begins = today.year * 12 + (today.month - 1) // length * length + step * length
    return _midnight(_month(begins)), _midnight(_month(begins + length))


def _month(count: int) -> date:
    """The first day of a month, counted from the year 0."""
    return date(count // 12, count % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
