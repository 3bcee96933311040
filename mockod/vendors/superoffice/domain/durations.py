"""Lengths of time, in seconds: ``00:15:00``, as the vendor writes them, and ``PT15M``, as its client does."""

from __future__ import annotations

import re

LONGEST = 366 * 86_400
"""Seconds of a lead or lag time (assumed)."""
_CLOCK = re.compile(r"(?:(\d{1,3})\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?", re.ASCII)
_ISO = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?)?", re.ASCII | re.I)


def read_duration(text: str) -> int:
    """Seconds of a text in either spelling. Raises ValueError where it is none.

    >>> read_duration("00:15:00"), read_duration("1.02:00:00"), read_duration("PT15M"), read_duration("P0D")
    (900, 93600, 900, 0)
    """
    text = text.strip()
    found = _CLOCK.fullmatch(text)
    if found is None and text.upper() not in ("P", "PT"):
        found = _ISO.fullmatch(text)
    if found is None or text.upper().endswith("T"):
        raise ValueError(f"{text!r} is not a length of time, as 00:15:00 or PT15M")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if ":" in text and (hours > 23 or minutes > 59 or seconds > 59):
        raise ValueError(f"{text!r} is not a length of time, as 00:15:00 or PT15M")
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if total > LONGEST:
        raise ValueError(f"{text!r} is longer than a year")
    return total


def show_duration(seconds: int) -> str:
    """
    >>> show_duration(900), show_duration(93600)
    ('00:15:00', '1.02:00:00')
    """
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock
