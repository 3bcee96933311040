"""Dates as people write them in practices: fixed ones, and those that are relative to the office's today.

today, today+3, today-10 09:00     so many days away
tomorrow 9:00, yesterday           one day away
in 3 days, in 2 weeks 14:30        so many days, weeks, months or years from today
6 months ago, 1 year ago           the same before it; the 31st of a shorter month is its last day
workday+2 14:30, workday-1         so many working days away, Monday to Friday
next monday 9:00, last friday      the first one after today, the last one before it
2026-03-02, 2026-03-02 09:00       the day itself
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATED = re.compile(
    r"""(?: (?P<anchor>today|workday)(?P<offset>[+-]\d{1,5})?
         | (?P<near>tomorrow|yesterday)
         | in\ (?P<ahead>\d{1,5})\ (?P<until>day|week|month|year)s?
         | (?P<back>\d{1,5})\ (?P<since>day|week|month|year)s?\ ago
         | (?P<which>next|last)\ (?P<day>[a-z]+)
         | (?P<fixed>\d{4}-\d\d-\d\d) )
        (?:\ (?P<time>\d{1,2}:\d\d(?::\d\d)?))?""",
    re.VERBOSE | re.ASCII,
)
_NEAR = {"tomorrow": 1, "yesterday": -1}
_DAYS_OF = {"day": 1, "week": 7}
_MONTHS_OF = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date written in a practice, resolved; ``time`` is HH:mm:ss or empty."""

    day: date
    time: str
    relative: bool
    by_calendar: bool = False
    """Whether it is counted in months or years: it does not move by whole weeks as today does."""


def resolve(text: str, today: date) -> Dated:
    """Read a date as this module's first lines tell. Raises ValueError for anything else.

    >>> resolve("next monday 9:00", date(2026, 3, 4))
    Dated(day=datetime.date(2026, 3, 9), time='09:00:00', relative=True, by_calendar=False)
    >>> resolve("6 months ago", date(2026, 8, 31)).day.isoformat()
    '2026-02-28'
    """
    match = _DATED.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no date; write 2026-03-02, today+3, workday-1 or next monday, then 09:00")
    time = _time(match["time"] or "")
    if match["fixed"]:
        return Dated(date.fromisoformat(match["fixed"]), time, False)
    unit = match["until"] or match["since"]
    try:
        return Dated(_day(match, today), time, True, unit in _MONTHS_OF)
    except OverflowError as exc:
        raise ValueError(f"{text!r} lies beyond the days of a calendar") from exc


def _time(text: str) -> str:
    """HH:mm:ss, or nothing. Raises ValueError."""
    if not text:
        return ""
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"{text} is no time of day")
    return f"{hour:02}:{minute:02}:{second:02}"


def _day(match: re.Match[str], today: date) -> date:
    """The day that a relative date means. Raises OverflowError where there is none, ValueError for no weekday."""
    if match["near"]:
        return today + timedelta(days=_NEAR[match["near"]])
    unit = match["until"] or match["since"]
    if unit:
        count = int(match["ahead"]) if match["ahead"] else -int(match["back"])
        if unit in _DAYS_OF:
            return today + timedelta(days=count * _DAYS_OF[unit])
        return months_away(today, count * _MONTHS_OF[unit])
    if match["anchor"]:
        away = int(match["offset"] or 0)
        return workday(today, away) if match["anchor"] == "workday" else today + timedelta(days=away)
    if match["day"] not in DAYS:
        raise ValueError(f"{match['day']!r} is no day of the week")
    distance = (DAYS.index(match["day"]) - today.weekday()) % 7
    return today + timedelta(days=(distance or 7) if match["which"] == "next" else distance - 7)


def months_away(day: date, months: int) -> date:
    """The same day of another month, or its last one where it is shorter. Raises OverflowError.

    >>> months_away(date(2024, 1, 31), 1).isoformat(), months_away(date(2024, 2, 29), -12).isoformat()
    ('2024-02-29', '2023-02-28')
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("no such year")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(8192)
def workday(today: date, offset: int) -> date:
    """The working day ``offset`` away: 0 is today or, at a weekend, the Monday after it.

    >>> workday(date(2026, 3, 7), 0).isoformat(), workday(date(2026, 3, 7), -1).isoformat()
    ('2026-03-09', '2026-03-06')
    """
    day = today
    while day.weekday() > 4:
        day += timedelta(days=1)
    step = timedelta(days=1 if offset > 0 else -1)
    for _ in range(abs(offset)):
        day += step
        while day.weekday() > 4:
            day += step
    return day
