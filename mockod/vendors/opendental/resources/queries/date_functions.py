"""MySQL's functions of dates and times, as SQLite calls them; an argument that is no date gives NULL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mockod.vendors.opendental.resources.queries.moments import (
    UNITS,
    added,
    difference,
    has_time,
    read_moment,
    time_seconds,
    week,
    written,
    written_time,
)

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAY_ZERO = 365
"""MySQL counts days from a year 0 that Python does not have."""
EPOCH = datetime(1970, 1, 1)
_CODE = re.compile(r"%(.)", re.DOTALL)


def _hour_12(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "a": lambda moment: DAYS[moment.weekday()][:3],
    "b": lambda moment: MONTHS[moment.month - 1][:3],
    "c": lambda moment: str(moment.month),
    "D": lambda moment: _ordinal(moment.day),
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: str(moment.day),
    "f": lambda moment: f"{moment.microsecond:06}",
    "H": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: f"{_hour_12(moment):02}",
    "I": lambda moment: f"{_hour_12(moment):02}",
    "i": lambda moment: f"{moment.minute:02}",
    "j": lambda moment: f"{moment.timetuple().tm_yday:03}",
    "k": lambda moment: str(moment.hour),
    "l": lambda moment: str(_hour_12(moment)),
    "M": lambda moment: MONTHS[moment.month - 1],
    "m": lambda moment: f"{moment.month:02}",
    "p": lambda moment: "AM" if moment.hour < 12 else "PM",
    "r": lambda moment: f"{_hour_12(moment):02}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}",
    "S": lambda moment: f"{moment.second:02}",
    "s": lambda moment: f"{moment.second:02}",
    "T": lambda moment: f"{moment:%H:%M:%S}",
    "U": lambda moment: f"{week(moment.date(), 0)[1]:02}",
    "u": lambda moment: f"{week(moment.date(), 1)[1]:02}",
    "V": lambda moment: f"{week(moment.date(), 2)[1]:02}",
    "v": lambda moment: f"{week(moment.date(), 3)[1]:02}",
    "W": lambda moment: DAYS[moment.weekday()],
    "w": lambda moment: str(moment.isoweekday() % 7),
    "X": lambda moment: f"{week(moment.date(), 2)[0]:04}",
    "x": lambda moment: f"{week(moment.date(), 3)[0]:04}",
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
}
"""DATE_FORMAT's codes; any other stands for its letter."""
_READ = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "c": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "e": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "k": r"(?P<H>\d{1,2})",
    "h": r"(?P<h>\d{1,2})",
    "I": r"(?P<h>\d{1,2})",
    "l": r"(?P<h>\d{1,2})",
    "i": r"(?P<i>\d{1,2})",
    "s": r"(?P<s>\d{1,2})",
    "S": r"(?P<s>\d{1,2})",
    "p": r"(?P<p>[AaPp][Mm])",
    "M": r"(?P<M>[A-Za-z]+)",
    "b": r"(?P<M>[A-Za-z]+)",
    "T": r"(?P<H>\d{1,2}):(?P<i>\d{1,2}):(?P<s>\d{1,2})",
    "%": "%",
}
OF_DATE, OF_TIME = frozenset("YymcdeMb"), frozenset("HkhIlisSpTr")
"""Codes of STR_TO_DATE that make a date, and a time."""


def formatted(value: object, pattern: str) -> str | None:
    moment = read_moment(value)
    if moment is None:
        return None
    return _CODE.sub(lambda code: FORMATS[code[1]](moment) if code[1] in FORMATS else code[1], pattern)


def time_formatted(value: object, pattern: str) -> str | None:
    seconds = time_seconds(value)
    if seconds is None:
        return None
    moment = datetime(1, 1, 1) + timedelta(seconds=abs(seconds) % 86_400)
    return _CODE.sub(lambda code: FORMATS[code[1]](moment) if code[1] in FORMATS else code[1], pattern)


def str_to_date(text: str, pattern: str) -> str | None:
    """A text read by a pattern: a date, a time or both, as the pattern has them."""
    parts = re.split(r"(%.)", pattern)
    try:
        found = re.match("".join(_READ[p[1]] if p[:1] == "%" and len(p) == 2 else re.escape(p) for p in parts), text)
        if not found:
            return None
        return _read_parts(found.groupdict(), {p[1] for p in parts if p[:1] == "%" and len(p) == 2})
    except (KeyError, ValueError, re.error):
        return None


def _read_parts(given: dict[str, str], codes: set[str]) -> str | None:
    year = int(given["Y"]) if "Y" in given else 0
    if "y" in given:
        year = int(given["y"]) + (2000 if int(given["y"]) < 70 else 1900)
    month = int(given.get("m", 0))
    if "M" in given:
        month = next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(given["M"].lower()))
    hour = int(given.get("H", 0))
    if "h" in given:
        hour = int(given["h"]) % 12 + (12 if given.get("p", "").lower() == "pm" else 0)
    time_of_day = hour * 3600 + int(given.get("i", 0)) * 60 + int(given.get("s", 0))
    if not codes & OF_DATE:
        return written_time(time_of_day)
    moment = datetime(year, month, int(given["d"])) + timedelta(seconds=time_of_day)
    return written(moment, with_time=bool(codes & OF_TIME))


def of_day(function: Callable[[datetime], Any]) -> Callable[[object], Any]:
    """A function of one date."""

    def call(value: object) -> Any:
        moment = read_moment(value)
        return None if moment is None else function(moment)

    return call


def of_time(function: Callable[[int], int]) -> Callable[[object], Any]:
    """A function of one time, in seconds."""

    def call(value: object) -> Any:
        seconds = time_seconds(value)
        if seconds is None:
            return 0 if read_moment(value) else None
        return function(abs(seconds))

    return call


def _last_day(moment: datetime) -> str:
    following = (moment.replace(day=1) + timedelta(days=32)).replace(day=1)
    return written(following - timedelta(days=1), with_time=False)


def _datediff(one: object, other: object) -> int | None:
    first, second = read_moment(one), read_moment(other)
    return None if first is None or second is None else (first.date() - second.date()).days


def _timediff(one: object, other: object) -> str | None:
    first, second = read_moment(one), read_moment(other)
    if first is not None and second is not None:
        gap = first - second
        return written_time(gap.days * 86_400 + gap.seconds)
    begin, end = time_seconds(other), time_seconds(one)
    return None if begin is None or end is None else written_time(end - begin)


def _timestampdiff(unit: str, begin: object, end: object) -> int | None:
    first, last = read_moment(begin), read_moment(end)
    return None if first is None or last is None else difference(unit, first, last)


def _week(value: object, mode: int) -> int | None:
    moment = read_moment(value)
    return None if moment is None else week(moment.date(), mode)[1]


def _yearweek(value: object, mode: int) -> int | None:
    moment = read_moment(value)
    if moment is None:
        return None
    year, number = week(moment.date(), mode | 2)
    return year * 100 + number


def _add_time(value: object, other: object, sign: int) -> str | None:
    seconds = time_seconds(other)
    if seconds is None:
        return None
    if "-" in str(value)[1:]:
        return added(value, seconds * sign, "SECOND")
    own = time_seconds(value)
    return None if own is None else written_time(own + sign * seconds)


def _make_date(year: int, day: int) -> str | None:
    if day < 1:
        return None
    return written(datetime(year, 1, 1) + timedelta(days=day - 1), with_time=False)


def _date_number(value: object) -> int | None:
    """The digits of a date or time as a number: 20260302."""
    return int(re.sub(r"\D", "", str(value)) or 0)


def _datetime(value: object) -> str | None:
    moment = read_moment(value)
    return None if moment is None else written(moment, with_time=True)


def _time(value: object) -> str | None:
    seconds = time_seconds(value)
    if seconds is None:
        return "00:00:00" if read_moment(value) else None
    return written_time(seconds)


def _interval(value: object, amount: object, unit: str) -> str | None:
    return added(value, amount, unit)


def _period(months: int) -> int:
    return months // 12 * 100 + months % 12 + 1


def _period_months(period: int) -> int:
    return period // 100 * 12 + period % 100 - 1


def _from_days(days: int) -> str:
    return written(datetime.combine(date.fromordinal(days - DAY_ZERO), datetime.min.time()), with_time=False)


def _extract(unit: str, value: object) -> int | None:
    if unit in ("HOUR", "MINUTE", "SECOND"):
        seconds = time_seconds(value) if has_time(value) else 0
        if seconds is None:
            return None
        return {"HOUR": seconds // 3600, "MINUTE": seconds // 60 % 60, "SECOND": seconds % 60}[unit]
    moment = read_moment(value)
    if moment is None:
        return None
    parts = {
        "YEAR": moment.year,
        "QUARTER": (moment.month + 2) // 3,
        "MONTH": moment.month,
        "WEEK": week(moment.date(), 0)[1],
        "DAY": moment.day,
        "YEAR_MONTH": moment.year * 100 + moment.month,
    }
    return parts[unit]


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "mysql_interval": (3, _interval),
    "mysql_datetime": (1, _datetime),
    "mysql_date": (1, of_day(lambda moment: written(moment, with_time=False))),
    "mysql_time": (1, _time),
    "mysql_date_number": (1, _date_number),
    "mysql_year": (1, of_day(lambda moment: moment.year)),
    "mysql_quarter": (1, of_day(lambda moment: (moment.month + 2) // 3)),
    "mysql_month": (1, of_day(lambda moment: moment.month)),
    "mysql_day": (1, of_day(lambda moment: moment.day)),
    "mysql_dayofweek": (1, of_day(lambda moment: moment.isoweekday() % 7 + 1)),
    "mysql_weekday": (1, of_day(lambda moment: moment.weekday())),
    "mysql_dayofyear": (1, of_day(lambda moment: moment.timetuple().tm_yday)),
    "mysql_dayname": (1, of_day(lambda moment: DAYS[moment.weekday()])),
    "mysql_monthname": (1, of_day(lambda moment: MONTHS[moment.month - 1])),
    "mysql_last_day": (1, of_day(_last_day)),
    "mysql_to_days": (1, of_day(lambda moment: moment.toordinal() + DAY_ZERO)),
    "mysql_from_days": (1, _from_days),
    "mysql_hour": (1, of_time(lambda seconds: seconds // 3600)),
    "mysql_minute": (1, of_time(lambda seconds: seconds // 60 % 60)),
    "mysql_second": (1, of_time(lambda seconds: seconds % 60)),
    "mysql_time_to_sec": (1, time_seconds),
    "mysql_sec_to_time": (1, lambda seconds: written_time(int(seconds))),
    "mysql_unix_timestamp": (1, of_day(lambda moment: int((moment - EPOCH).total_seconds()))),
    "mysql_from_unixtime": (1, lambda seconds: written(EPOCH + timedelta(seconds=seconds), with_time=True)),
    "mysql_week": (2, _week),
    "mysql_yearweek": (2, _yearweek),
    "mysql_datediff": (2, _datediff),
    "mysql_timediff": (2, _timediff),
    "mysql_timestampdiff": (3, _timestampdiff),
    "mysql_addtime": (2, lambda value, other: _add_time(value, other, 1)),
    "mysql_subtime": (2, lambda value, other: _add_time(value, other, -1)),
    "mysql_date_format": (2, formatted),
    "mysql_time_format": (2, time_formatted),
    "mysql_str_to_date": (2, str_to_date),
    "mysql_makedate": (2, _make_date),
    "mysql_maketime": (3, lambda hour, minute, second: written_time(hour * 3600 + minute * 60 + second)),
    "mysql_period_add": (2, lambda period, months: _period(_period_months(period) + months)),
    "mysql_period_diff": (2, lambda one, other: _period_months(one) - _period_months(other)),
    "mysql_extract": (2, _extract),
}
"""Name -> number of arguments and function; a NULL among its arguments gives NULL."""
EXTRACTS = frozenset(("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "YEAR_MONTH", "HOUR", "MINUTE", "SECOND"))
DIFFERENCES = frozenset(UNITS)
