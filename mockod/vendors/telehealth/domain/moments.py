"""Points in time: milliseconds since 1970 on the wire and in the database, the office's local time on its clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = -62_135_596_800_000
LATEST = 253_402_300_799_999
"""Milliseconds of the first and last moments that ISO 8601 has with years of four digits."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)", re.ASCII)


def offset_of(zone: str) -> timezone:
    """A practice's zone, an offset from UTC.

    >>> offset_of("-08:00")
    datetime.timezone(datetime.timedelta(days=-1, seconds=57600))
    """
    sign = -1 if zone.startswith("-") else 1
    hours, minutes = zone[1:].split(":")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))


def to_ms(local: datetime, zone: str) -> int:
    """
    >>> to_ms(datetime(1970, 1, 1), "-08:00")
    28800000
    """
    return (local.replace(tzinfo=offset_of(zone)) - EPOCH) // _MILLISECOND


def to_local(ms: int, zone: str) -> datetime:
    return (EPOCH + ms * _MILLISECOND).astimezone(offset_of(zone)).replace(tzinfo=None)


def to_iso(ms: int, *, nested: bool = False) -> str:
    """As the API of 2025 writes it: with a Z, and within other objects with an offset.

    >>> to_iso(1772442000123), to_iso(1772442000000, nested=True)
    ('2026-03-02T09:00:00.123Z', '2026-03-02T09:00:00.000+00:00')
    """
    text = (EPOCH + ms * _MILLISECOND).isoformat(timespec="milliseconds")
    return text if nested else text.replace("+00:00", "Z")


def from_iso(text: str) -> int:
    """Raises ValueError for what is no moment with a zone.

    >>> from_iso("2026-03-02T01:00:00-08:00")
    1772442000000
    """
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text!r} is no ISO 8601 time with a zone")
    try:
        ms = (datetime.fromisoformat(text.upper().replace(",", ".")) - EPOCH) // _MILLISECOND
    except OverflowError as exc:
        raise ValueError("no such moment") from exc
    if not EARLIEST <= ms <= LATEST:
        raise ValueError("no such moment")
    return ms
