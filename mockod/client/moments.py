"""Moments: times as Python has them, and as an office's clock spells them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

Moment = datetime | date | str
"""A time of an office: a ``datetime`` without a zone, a ``date`` for its midnight, or a text."""
FORMAT = "%Y-%m-%d %H:%M:%S"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")
_SECOND = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)")


def spelled(moment: Moment) -> str:
    """``yyyy-MM-dd HH:mm:ss``, as a clock wants it; a text of another form stays, for the server to refuse.

    Raises ValueError for a time with a zone: an office knows its own wall clock and no other.

    >>> spelled("2026-03-02 07:00"), spelled("2026-03-02"), spelled(date(2026, 3, 2))
    ('2026-03-02 07:00:00', '2026-03-02 00:00:00', '2026-03-02 00:00:00')
    """
    if isinstance(moment, datetime):
        if moment.tzinfo is not None:
            raise ValueError(f"{moment} has a time zone; an office's clock has none")
        return moment.strftime(FORMAT)
    if isinstance(moment, date):
        return f"{moment:%Y-%m-%d} 00:00:00"
    text = moment.strip()
    if _DAY.fullmatch(text):
        return f"{text} 00:00:00"
    if found := _MINUTE.fullmatch(text):
        return f"{found[1]} {found[2]}:00"
    if found := _SECOND.fullmatch(text):
        return f"{found[1]} {found[2]}"
    return text


def read(text: str) -> datetime:
    """The time that a server told.

    >>> read("2026-03-02 07:00:00")
    datetime.datetime(2026, 3, 2, 7, 0)
    """
    return datetime.fromisoformat(text)


def whole_seconds(span: timedelta) -> int:
    """A span of time in seconds. Raises ValueError where it is no whole number of them, TypeError for what is no span.

    >>> whole_seconds(timedelta(minutes=90))
    5400
    """
    if not isinstance(span, timedelta):
        raise TypeError(f"a timedelta belongs here, or a keyword: advance(seconds={span!r})")
    if span.microseconds:
        raise ValueError(f"{span} is no whole number of seconds")
    return span.days * 86_400 + span.seconds
