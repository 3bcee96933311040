"""SQL expressions with the types that MySQL would give them, and the conversions that MySQL does by itself.

SQLite compares and converts by other rules. So every expression carries its MySQL type, and what MySQL would convert
is converted in the SQL, by functions of ``functions``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from mockod.vendors.opendental.resources.queries.moments import read_moment, time_seconds, written_time
from mockod.vendors.opendental.resources.queries.words import not_simulated

COLLATION = "MYSQL_CI"
MOST_SCALE = 30
"""Digits after the point that a DECIMAL has at most."""
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)", re.ASCII)


class Kind(Enum):
    """MySQL's types, so far as they behave differently."""

    NULL = "null"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE)
TEMPORAL = (Kind.DATE, Kind.DATETIME, Kind.TIME)


@dataclass(frozen=True, slots=True)
class Typed:
    """An SQL expression for SQLite, and the type it has in MySQL."""

    sql: str
    kind: Kind
    scale: int = 0
    """Digits after the point, of a DECIMAL."""
    constant: str | None = None
    """The text of a literal."""
    is_binary: bool = False
    """Whether letter case and accents count."""

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def collated(self) -> str:
        """The same as it is grouped, sorted and made distinct."""
        return f"{self.sql} COLLATE {COLLATION}" if self.kind is Kind.TEXT and not self.is_binary else self.sql


NULL = Typed("NULL", Kind.NULL)


def quoted(text: str) -> str:
    """A text as a literal of SQL. Refuses a NUL, which no SQL can hold."""
    if "\0" in text:
        raise not_simulated("a text with a NUL")
    return "'" + text.replace("'", "''") + "'"


def text(value: str) -> Typed:
    return Typed(quoted(value), Kind.TEXT, constant=value)


def integer(sql: str) -> Typed:
    return Typed(sql, Kind.INTEGER)


def leading_number(value: str) -> float:
    """The number that a text begins with, as MySQL reads it; 0 where there is none.

    >>> leading_number("12.5 mg"), leading_number("abc")
    (12.5, 0.0)
    """
    found = _NUMBER.match(value)
    return float(found.group(1)) if found else 0.0


def as_text(value: Typed) -> Typed:
    """As CONCAT and LIKE see it."""
    if value.kind is Kind.INTEGER:
        return Typed(f"CAST({value.sql} AS TEXT)", Kind.TEXT)
    if value.kind is Kind.DECIMAL:
        return Typed(f"mysql_decimal_text({value.sql}, {value.scale})", Kind.TEXT)
    if value.kind is Kind.DOUBLE:
        return Typed(f"mysql_double_text({value.sql})", Kind.TEXT)
    return replace(value, kind=Kind.TEXT) if value.kind in TEMPORAL else value


def as_number(value: Typed) -> Typed:
    """As arithmetic sees it: a text is the number it begins with, a date the number of its digits."""
    if value.kind is Kind.TEXT:
        if value.constant is not None:
            return Typed(repr(leading_number(value.constant)), Kind.DOUBLE)
        return Typed(f"mysql_number({value.sql})", Kind.DOUBLE)
    if value.kind in TEMPORAL:
        return integer(f"mysql_date_number({value.sql})")
    return value


def as_integer(value: Typed) -> Typed:
    """As a count or a position is taken: rounded."""
    number = as_number(value)
    return number if number.kind in (Kind.INTEGER, Kind.NULL) else integer(f"CAST(round({number.sql}) AS INTEGER)")


def as_truth(value: Typed) -> str:
    """As WHERE and AND see it."""
    return as_number(value).sql


def as_datetime(value: Typed) -> Typed:
    """As a date and time, for a comparison."""
    if value.kind is Kind.DATE:
        return Typed(f"({value.sql} || ' 00:00:00')", Kind.DATETIME)
    if value.kind in (Kind.DATETIME, Kind.NULL):
        return value
    return Typed(f"mysql_datetime({value.sql})", Kind.DATETIME)


def unified(values: Sequence[Typed]) -> tuple[list[str], Typed]:
    """Values that may stand for each other, as in CASE or UNION: their SQL, and the type that all have then."""
    kinds = {value.kind for value in values} - {Kind.NULL}
    scale = max((value.scale for value in values), default=0)
    if not kinds:
        return [value.sql for value in values], NULL
    if len(kinds) == 1:
        kind = kinds.pop()
    elif kinds <= set(NUMBERS):
        kind = Kind.DOUBLE if Kind.DOUBLE in kinds else Kind.DECIMAL
    elif kinds <= {Kind.DATE, Kind.DATETIME}:
        kind = Kind.DATETIME
    else:
        kind = Kind.TEXT
    convert = {Kind.TEXT: as_text, Kind.DATETIME: as_datetime}.get(kind)
    is_binary = kind is Kind.TEXT and any(value.is_binary for value in values)
    return [(convert(value) if convert else value).sql for value in values], Typed("", kind, scale, None, is_binary)


def comparable(left: Typed, right: Typed) -> tuple[str, str]:
    """Both sides of a comparison as MySQL compares them."""
    kinds = (left.kind, right.kind)
    if Kind.NULL in kinds or (left.is_number and right.is_number):
        return left.sql, right.sql
    if kinds == (Kind.TEXT, Kind.TEXT):
        is_binary = left.is_binary or right.is_binary
        return (left.sql if is_binary else left.collated), right.sql
    if left.is_number or right.is_number:
        return as_number(left).sql, as_number(right).sql
    if left.kind is right.kind:
        return left.sql, right.sql
    if Kind.TEXT in kinds:
        return _dated(left, right)
    return as_datetime(left).sql, as_datetime(right).sql


def _dated(left: Typed, right: Typed) -> tuple[str, str]:
    """A date beside a text. A literal is read now, so that an index on the date can find it."""
    if left.kind is Kind.TEXT:
        second, first = _dated(right, left)
        return first, second
    if left.kind is Kind.TIME:
        if right.constant is not None:
            seconds = time_seconds(right.constant)
            return left.sql, "NULL" if seconds is None else quoted(written_time(seconds))
        return left.sql, f"mysql_time({right.sql})"
    if right.constant is None:
        return as_datetime(left).sql, as_datetime(right).sql
    moment = read_moment(right.constant)
    if moment is None:
        return as_datetime(left).sql, "'0000-00-00 00:00:00'"
    if left.kind is Kind.DATE and str(moment).endswith(" 00:00:00"):
        return left.sql, quoted(str(moment)[:10])
    return as_datetime(left).sql, quoted(str(moment)[:19])
