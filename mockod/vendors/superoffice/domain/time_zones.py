"""Time zones: the codes and numbers that clients name them by, and the way from one zone's clock to another's.

A stored time is that of a clock in the office's base zone, without an offset. A client may ask for another zone; a time
that it sends with ``Z`` or an offset is that instant whatever zone it asked for (documented).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

LEAST = datetime(1, 1, 1)
"""The vendor's "no date"; no zone moves it (assumed)."""
GREATEST = datetime(9999, 12, 31, 23, 59, 59)
"""The end of a publication without an end; no zone moves it (assumed)."""
OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
_DAY = timedelta(days=1)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.I
)


@dataclass(frozen=True, slots=True)
class TimeZone:
    """A zone as the vendor lists it."""

    number: int
    code: str
    name: str
    iana: str
    iso_number: int
    """The country's number in ISO 3166."""

    @property
    def info(self) -> tzinfo:
        return _zone_info(self.iana)


@lru_cache(100)
def _zone_info(name: str) -> tzinfo:
    """A zone by its name, or by an offset.

    >>> _zone_info("-08:00")
    datetime.timezone(datetime.timedelta(days=-1, seconds=57600))
    """
    if not OFFSET.fullmatch(name):
        return ZoneInfo(name)
    minutes = int(name[1:3]) * 60 + int(name[4:])
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))


def zone_of_offset(offset: str) -> TimeZone:
    """A zone that is always as far from UTC, ``-08:00``. It has no number, and no code that a client could name."""
    return TimeZone(0, "", "", offset, 0)


ZONES = (
    TimeZone(1, "UTC", "Coordinated Universal Time", "UTC", 0),
    TimeZone(36, "AU-ACT", "Australia - Canberra", "Australia/Sydney", 36),
    TimeZone(50, "BD", "Bangladesh", "Asia/Dhaka", 50),
    TimeZone(114, "CA-QC", "Canada - Quebec", "America/Toronto", 124),
    TimeZone(140, "DK", "Denmark", "Europe/Copenhagen", 208),
    TimeZone(156, "FR", "France", "Europe/Paris", 250),
    TimeZone(261, "NO", "Norway", "Europe/Oslo", 578),
    TimeZone(425, "US-CA", "USA - California", "America/Los_Angeles", 840),
    TimeZone(433, "US-HI", "USA - Hawaii", "Pacific/Honolulu", 840),
    TimeZone(460, "US-NY", "USA - New York", "America/New_York", 840),
)
"""Those whose code and number are documented. The vendor has some hundred more, whose numbers are not public."""
_BY_NAME = {name: zone for zone in ZONES for name in (zone.code, str(zone.number))}
_BY_NUMBER = {zone.number: zone for zone in ZONES}


def zone_by_number(number: int) -> TimeZone | None:
    return _BY_NUMBER.get(number)


def read_zone(text: str) -> TimeZone:
    """A zone by its code, in any letter case, or by its number. Raises ValueError naming what is wrong.

    >>> read_zone("us-ny").number, read_zone("261").code
    (460, 'NO')
    """
    zone = _BY_NAME.get(text.strip().upper())
    if zone is None:
        raise ValueError(f"{text.strip()!r} is not a timezone: {', '.join(zone.code for zone in ZONES)}")
    return zone


@dataclass(frozen=True, slots=True)
class ZoneView:
    """The zone that a request sees the office's times in, and whether an offset goes with them."""

    base: TimeZone
    shown: TimeZone
    with_offset: bool = False

    def read(self, text: str, *, is_utc: bool = False) -> datetime:
        """A time that was sent, as the base zone's clock has it. Raises ValueError where it is none.

        Without an offset it is the shown zone's, or UTC where ``is_utc``. Parts of a second are left out (assumed).
        """
        found = _MOMENT.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not a date and time")
        day, clock, seconds, offset = found.groups()
        naive = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{seconds or '00'}")
        if _is_out_of_reach(naive):
            return naive
        if offset:
            aware = datetime.fromisoformat(f"{naive.isoformat()}{'+00:00' if offset in 'Zz' else _colon(offset)}")
        else:
            aware = naive.replace(tzinfo=UTC if is_utc else self.shown.info)
        return aware.astimezone(self.base.info).replace(tzinfo=None, fold=0)

    def show(self, moment: datetime, *, is_utc: bool = False) -> str:
        """A time of the base zone's clock as the client sees it; ``is_utc`` for one that is always shown in UTC."""
        if _is_out_of_reach(moment):
            return moment.isoformat() + ("Z" if self.with_offset else "")
        zone = UTC if is_utc else self.shown.info
        aware = moment.replace(tzinfo=self.base.info).astimezone(zone)
        text = aware.replace(tzinfo=None).isoformat()
        if not self.with_offset:
            return text
        offset = aware.utcoffset()
        return text + ("Z" if is_utc or self.shown.code == "UTC" or offset is None else _offset(offset))

    def to_base(self, moment: datetime) -> datetime:
        """A time of the shown zone's clock as the base zone's has it."""
        if _is_out_of_reach(moment):
            return moment
        return moment.replace(tzinfo=self.shown.info).astimezone(self.base.info).replace(tzinfo=None, fold=0)

    def from_base(self, moment: datetime) -> datetime:
        """A time of the base zone's clock as the shown zone's has it."""
        if _is_out_of_reach(moment):
            return moment
        return moment.replace(tzinfo=self.base.info).astimezone(self.shown.info).replace(tzinfo=None, fold=0)


def to_utc(moment: datetime, base: TimeZone) -> datetime:
    """A time of the base zone's clock in UTC, with its zone."""
    if _is_out_of_reach(moment):
        return moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=base.info).astimezone(UTC)


def is_before(one: datetime, other: datetime, base: TimeZone) -> bool:
    """Whether a time of the base zone's clock is before another, even where it may be in the second of two like hours.

    >>> is_before(datetime(2026, 10, 25, 2, 15), datetime(2026, 10, 25, 2, 45), read_zone("NO"))
    False
    >>> is_before(datetime(2026, 10, 25, 1, 59), datetime(2026, 10, 25, 2, 0), read_zone("NO"))
    True
    """
    return one < other and to_utc(one.replace(fold=1), base) < to_utc(other, base)


def _is_out_of_reach(moment: datetime) -> bool:
    """Whether a time is so near to the ends of the calendar that no zone moves it."""
    return moment - LEAST < _DAY or GREATEST - moment < _DAY


def _colon(offset: str) -> str:
    """
    >>> _colon("-0500"), _colon("+02:00")
    ('-05:00', '+02:00')
    """
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def _offset(offset: timedelta) -> str:
    """
    >>> _offset(timedelta(hours=-5)), _offset(timedelta(hours=5, minutes=30))
    ('-05:00', '+05:30')
    """
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
