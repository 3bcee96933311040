"""DateFormatString and DateTimeFormatString: dates in the answer, spelled by .NET patterns.

Understood are the custom tokens y M d H h m s f F t z K, quoted and escaped text, and the single letters
that .NET keeps for whole patterns, in its invariant culture. The zone is the practice's fixed offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "f": "dddd, dd MMMM yyyy HH:mm",
    "F": "dddd, dd MMMM yyyy HH:mm:ss",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "m": "MMMM dd",
    "M": "MMMM dd",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffff",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffff",
    "r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ss'Z'",
    "y": "yyyy MMMM",
    "Y": "yyyy MMMM",
}
"""What .NET's single letters stand for."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PIECE = re.compile(
    r"""(?P<none>\.?F{1,7}(?!F))
      | (?P<run>(?P<letter>[yMdHhmsftzK])(?P=letter)*)
      | '(?P<single>[^']*)'
      | "(?P<double>[^"]*)"
      | \\(?P<escaped>.)
      | %(?=.)
      | (?P<plain>(?:(?!\.F)[^'"\\%yMdHhmsfFtzK])+)""",
    re.VERBOSE | re.DOTALL,
)
Piece = Callable[[datetime], str]
LONGEST = 200
"""Characters of a pattern; a longer one is a mistake."""


def _literal(text: str) -> Piece:
    return lambda at: text


def _number(value: Callable[[datetime], int]) -> Callable[[int, str], Piece]:
    return lambda width, zone: lambda at: str(value(at)).zfill(min(width, 2))


def _year(width: int, zone: str) -> Piece:
    if width <= 2:
        return lambda at: str(at.year % 100).zfill(width)
    return lambda at: str(at.year).zfill(width)


def _month(width: int, zone: str) -> Piece:
    if width <= 2:
        return lambda at: str(at.month).zfill(width)
    return lambda at: _MONTHS[at.month - 1][: 3 if width == 3 else None]


def _day(width: int, zone: str) -> Piece:
    if width <= 2:
        return lambda at: str(at.day).zfill(width)
    return lambda at: _DAYS[at.weekday()][: 3 if width == 3 else None]


def _zone(width: int, zone: str) -> Piece:
    sign, hours, minutes = zone[:1], zone[1:3], zone[4:6]
    shown = {1: sign + (hours.lstrip("0") or "0"), 2: sign + hours}.get(width, f"{sign}{hours}:{minutes}")
    return lambda at: shown


TOKENS: dict[str, Callable[[int, str], Piece]] = {
    "y": _year,
    "M": _month,
    "d": _day,
    "H": _number(lambda at: at.hour),
    "h": _number(lambda at: at.hour % 12 or 12),
    "m": _number(lambda at: at.minute),
    "s": _number(lambda at: at.second),
    "f": lambda width, zone: lambda at: "0" * width,
    "t": lambda width, zone: lambda at: ("AM" if at.hour < 12 else "PM")[: 1 if width == 1 else None],
    "z": _zone,
    "K": lambda width, zone: lambda at: "",
}
"""What each letter becomes. K shows nothing: the vendor's times carry no zone of their own. F, which shows fractions
that are not nought, never shows any, and takes a point before it along."""
MOST_FRACTIONS = 7


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, zone: str) -> Callable[[datetime], str]:
    """Read a .NET date pattern.

    >>> compile_pattern("MM/dd/yyyy h:mm tt", "-08:00")(datetime(2026, 3, 2, 14, 5))
    '03/02/2026 2:05 PM'

    Raises ValueError for an unfinished quote or escape, and for an empty or endless pattern.
    """
    pattern = STANDARD.get(pattern, pattern)
    if not pattern or len(pattern) > LONGEST or (len(pattern) == 1 and pattern.isalpha()):
        raise ValueError("no date pattern")
    pieces: list[Piece] = []
    position = 0
    while position < len(pattern):
        match = _PIECE.match(pattern, position)
        if not match:
            raise ValueError(f"cannot read the date pattern from character {position + 1}")
        position = match.end()
        run = match["run"]
        if run and run[0] == "f" and len(run) > MOST_FRACTIONS:
            raise ValueError("a second has no more than seven places")
        if run:
            pieces.append(TOKENS[run[0]](len(run), zone))
        else:
            text = next((t for t in match.group("single", "double", "escaped", "plain") if t is not None), "")
            pieces.append(_literal(text))
    return lambda at: "".join(piece(at) for piece in pieces)


@dataclass(frozen=True, slots=True)
class DateSpelling:
    """How one client wants dates and times; a pattern not given leaves the vendor's own spelling."""

    date_pattern: str = ""
    moment_pattern: str = ""
    zone: str = ""
    """The office's; known once its database is open."""

    def date(self, stored: str) -> str:
        if not self.date_pattern:
            return stored
        return compile_pattern(self.date_pattern, self.zone)(datetime.fromisoformat(stored))

    def moment(self, stored: str) -> str:
        if not self.moment_pattern or not stored:
            return stored
        return compile_pattern(self.moment_pattern, self.zone)(datetime.fromisoformat(stored))
