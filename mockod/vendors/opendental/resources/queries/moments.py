"""Dates and times as MySQL reads and writes them: any text or number in, ``yyyy-MM-dd HH:mm:ss`` out, None for none."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

_DATED = re.compile(
    r"\s*(\d{4}|\d{2})[^\w\s](\d{1,2})[^\w\s](\d{1,2})(?:[T\s]+(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?)?", re.ASCII
)
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", re.ASCII)
_TIMED = re.compile(r"\s*(-?)(?:(\d{1,2})\s+)?(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?", re.ASCII)
LONGEST_TIME = 838 * 3600 + 59 * 60 + 59
"""Seconds of MySQL's longest TIME."""
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400, "WEEK": 604_800}
UNITS = {**_MONTHS, **_SECONDS}
COMPOUND = {
    "YEAR_MONTH": ("YEAR", "MONTH"),
    "DAY_HOUR": ("DAY", "HOUR"),
    "DAY_MINUTE": ("DAY", "HOUR", "MINUTE"),
    "DAY_SECOND": ("DAY", "HOUR", "MINUTE", "SECOND"),
    "HOUR_MINUTE": ("HOUR", "MINUTE"),
    "HOUR_SECOND": ("HOUR", "MINUTE", "SECOND"),
    "MINUTE_SECOND": ("MINUTE", "SECOND"),
}
"""A unit of several -> its parts, which any mark divides."""
OF_TIME = frozenset(("SECOND", "MINUTE", "HOUR", *COMPOUND)) - {"YEAR_MONTH"}
"""Units that give a date a time of day."""


@lru_cache(maxsize=4_096)
def read_moment(value: str | int | float | None) -> datetime | None:
    """
    >>> read_moment("2026-3-2"), read_moment(20260302), read_moment("no date")
    (datetime.datetime(2026, 3, 2, 0, 0), datetime.datetime(2026, 3, 2, 0, 0), None)
    """
    written = str(value)
    found = _DATED.match(written) or _PACKED.fullmatch(written)
    if found is None:
        return None
    year, *rest = (int(part or 0) for part in found.groups())
    if len(found.group(1)) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return datetime(year, *rest)  # type: ignore[arg-type]
    except ValueError:
        return None


def has_time(value: object) -> bool:
    """Whether a date as text has a time of day."""
    return ":" in str(value) or len(str(value)) == 14


def written(moment: datetime, *, with_time: bool) -> str:
    return str(moment)[:19] if with_time else str(moment)[:10]


def time_seconds(value: object) -> int | None:
    """Seconds of a time of day or a duration; of a date and time, those since its midnight."""
    moment = read_moment(value) if "-" in str(value)[1:] else None
    if moment is not None:
        return moment.hour * 3600 + moment.minute * 60 + moment.second
    found = _TIMED.match(str(value))
    if not found:
        return None
    sign, days, hours, minutes, seconds = found.groups()
    total = (int(days or 0) * 24 + int(hours)) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return -total if sign else total


def written_time(seconds: int) -> str:
    """
    >>> written_time(-3661)
    '-01:01:01'
    """
    seconds = max(-LONGEST_TIME, min(seconds, LONGEST_TIME))
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def added(value: object, amount: object, unit: str) -> str | None:
    """A date with so many units more; with a time of day where it had one, or the unit gives it one."""
    moment = read_moment(value)
    if moment is None or amount is None:
        return None
    try:
        for name, count in _parts(amount, unit):
            moment = _with_months(moment, count * _MONTHS[name]) if name in _MONTHS else _later(moment, name, count)
    except (OverflowError, ValueError):
        return None
    return written(moment, with_time=has_time(value) or unit in OF_TIME)


def _later(moment: datetime, unit: str, count: int) -> datetime:
    return moment + timedelta(seconds=_SECONDS[unit] * count)


def _parts(amount: object, unit: str) -> list[tuple[str, int]]:
    """What is added, unit by unit; a half of a whole unit is rounded."""
    if unit not in COMPOUND:
        number = float(str(amount)) if re.fullmatch(r"-?\d+(\.\d+)?", str(amount)) else _first_number(str(amount))
        return [(unit, int(number + (0.5 if number >= 0 else -0.5)))]
    sign = -1 if str(amount).lstrip().startswith("-") else 1
    numbers = [sign * int(part) for part in re.findall(r"\d+", str(amount))]
    names = COMPOUND[unit]
    return list(zip(names[-len(numbers) :], numbers, strict=False))


def _first_number(text: str) -> float:
    found = re.match(r"\s*-?\d+", text)
    return float(found.group()) if found else 0.0


def _with_months(moment: datetime, months: int) -> datetime:
    """The same day so many months on; the month's last one where it has no such day."""
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def difference(unit: str, begin: datetime, end: datetime) -> int:
    """Whole units from one moment to another, as TIMESTAMPDIFF counts them."""
    if unit in _SECONDS:
        seconds = (end - begin).days * 86_400 + (end - begin).seconds
        return int(abs(seconds) // _SECONDS[unit]) * (-1 if seconds < 0 else 1)
    first, last = (begin, end) if begin <= end else (end, begin)
    months = (last.year - first.year) * 12 + last.month - first.month
    if (last.day, last.time()) < (first.day, first.time()):
        months -= 1
    return months // _MONTHS[unit] * (1 if begin <= end else -1)


def week(day: date, mode: int) -> tuple[int, int]:
    """Year and number of the week, by MySQL's modes 0 to 7; a week 0 is of its own year."""
    starts_monday = bool(mode & 1)
    by_first_day = bool(mode & 4) == starts_monday
    return _week(day, starts_monday=starts_monday, by_first_day=by_first_day, from_one=bool(mode & 2))


def _week(day: date, *, starts_monday: bool, by_first_day: bool, from_one: bool) -> tuple[int, int]:
    def start_of(year: int) -> date:
        """The first day of the year's week 1."""
        first = date(year, 1, 1)
        into = first.weekday() if starts_monday else (first.weekday() + 1) % 7
        belongs = into == 0 if by_first_day else into <= 3
        return first - timedelta(days=into) if belongs else first + timedelta(days=7 - into)

    year = day.year
    if day < start_of(year):
        if not from_one:
            return year, 0
        year -= 1
    elif from_one and year < date.max.year and day >= start_of(year + 1):
        year += 1
    return year, (day - start_of(year)).days // 7 + 1
