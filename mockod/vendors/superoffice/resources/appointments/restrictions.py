"""Conditions of a filter as SQL: the operators of each kind of column, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mockod.vendors.superoffice.domain.filters import Condition
from mockod.vendors.superoffice.domain.folding import fold_sent, folded
from mockod.vendors.superoffice.domain.periods import BEFORE_AND_AFTER, PERIODS, Span, span
from mockod.vendors.superoffice.domain.time_zones import ZoneView
from mockod.vendors.superoffice.resources.appointments.columns import ListColumn, Restriction, Shown, column

Sql = tuple[str, list[Any]]
"""A test, and the values of its marks."""
UNARY = frozenset((*PERIODS, *BEFORE_AND_AFTER, "currentassociate"))
"""Operators that have no value."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)
_FLAGS = {"true": 1, "1": 1, "false": 0, "0": 0}


@dataclass(frozen=True, slots=True)
class Asker:
    """What a filter means by "today" and "current": the office's time, the request's zone, and who asks."""

    now: datetime
    """By the office's clock."""
    zone: ZoneView
    associate: int


def as_sql(conditions: Iterable[Condition], asker: Asker) -> Sql:
    """Conditions that all must hold. Raises ValueError naming what is wrong."""
    tests, values = ["1"], []
    for condition in conditions:
        test, more = _test(column(condition.column), condition, asker)
        tests.append(f"({test})")
        values += more
    return " AND ".join(tests), values


def _test(known: ListColumn, condition: Condition, asker: Asker) -> Sql:
    operators = _OPERATORS[known.restriction]
    operator = condition.operator
    if known.restriction is Restriction.DATE and operator in UNARY - {"currentassociate"}:
        return _period(known, operator, asker)
    make = operators.get(operator)
    if make is None:
        there = ", ".join(operators) or "it cannot be restricted"
        raise ValueError(f"{known.name} has no operator {operator!r}: {there}")
    return make(known, condition.values, asker)


Maker = Callable[[ListColumn, tuple[str, ...], Asker], Sql]


def _one(values: tuple[str, ...], known: ListColumn) -> str:
    if len(values) != 1:
        raise ValueError(f"{known.name}: one value belongs here")
    return values[0]


def _two(values: tuple[str, ...], known: ListColumn) -> tuple[str, str]:
    if len(values) != 2:
        raise ValueError(f"{known.name}: two values belong here")
    return values[0], values[1]


def _number(text: str, known: ListColumn) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{known.name}: {text!r} is not a whole number")
    return int(text)


def _flag(text: str, known: ListColumn) -> int:
    flag = _FLAGS.get(text.strip().lower())
    if flag is None:
        raise ValueError(f"{known.name}: {text!r} is neither true nor false")
    return flag


# ----- whole numbers -----


def _compared(sign: str) -> Maker:
    def make(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
        return f"{known.sql} {sign} ?", [_number(_one(values, known), known)]

    return make


def _number_between(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    low, high = _two(values, known)
    return f"{known.sql} BETWEEN ? AND ?", [_number(low, known), _number(high, known)]


def _number_set(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    """Whether there is a number at all: it is not 0."""
    wanted = _flag(_one(values, known), known) if values else 1
    return f"({known.sql} <> 0) = ?", [wanted]


def _among(sign: str) -> Maker:
    def make(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
        numbers = [_number(value, known) for value in values]
        return f"{known.sql} {sign} ({', '.join('?' * len(numbers))})", numbers

    return make


def _current(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    return f"{known.sql} = ?", [asker.associate]


# ----- yes or no -----


def _flag_set(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    return f"{known.sql} = ?", [_flag(_one(values, known), known) if values else 1]


# ----- texts: letter case makes no difference, as in the vendor's database -----


def _text(test: str, *, is_not: bool = False) -> Maker:
    """A test of ``{0}``, the column; every mark in it is the text that was sent."""

    def make(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
        text = _sent(_one(values, known), known)
        made = test.format(folded(known.sql))
        return f"NOT ({made})" if is_not else made, [text] * made.count("?")

    return make


def _text_in(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    marks = ", ".join("?" * len(values))
    return f"{folded(known.sql)} IN ({marks})", [_sent(value, known) for value in values]


def _sent(text: str, known: ListColumn) -> str:
    try:
        return fold_sent(text)
    except ValueError as exc:
        raise ValueError(f"{known.name}: {exc}") from exc


_BEGINS = "instr({0}, ?) = 1"
_CONTAINS = "instr({0}, ?) > 0"
_ENDS = "substr({0}, length({0}) - length(?) + 1) = ?"
_IS = "{0} = ?"


# ----- dates: one without a time stands for the whole day -----


def _moments(text: str, known: ListColumn, asker: Asker) -> tuple[datetime, datetime | None]:
    """The first moment that a text means, and the first one after it where it is a day."""
    is_utc = known.shown is Shown.UTC_MOMENT
    try:
        first = asker.zone.read(text, is_utc=is_utc)
        if not _DAY.fullmatch(text.strip()):
            return first, None
        day = datetime.fromisoformat(text.strip()) + timedelta(days=1)
        return first, asker.zone.read(day.isoformat(), is_utc=is_utc)
    except (ValueError, OverflowError) as exc:
        raise ValueError(f"{known.name}: {text!r} is not a date") from exc


def _before(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    first, _ = _moments(_one(values, known), known, asker)
    return f"{known.sql} < ?", [str(first)]


def _until(known: ListColumn, text: str, asker: Asker) -> Sql:
    first, after = _moments(text, known, asker)
    return (f"{known.sql} <= ?", [str(first)]) if after is None else (f"{known.sql} < ?", [str(after)])


def _before_or_equal(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    return _until(known, _one(values, known), asker)


def _after(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    first, after = _moments(_one(values, known), known, asker)
    return (f"{known.sql} > ?", [str(first)]) if after is None else (f"{known.sql} >= ?", [str(after)])


def _between(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    low, high = _two(values, known)
    first, _ = _moments(low, known, asker)
    test, more = _until(known, high, asker)
    return f"{known.sql} >= ? AND {test}", [str(first), *more]


def _day(text: str, known: ListColumn, asker: Asker) -> str:
    """The day of a date, whatever time is given with it."""
    _moments(text, known, asker)
    return text.strip()[:10]


def _days_between(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    """The same by whole days, whatever time is given."""
    low, high = (_day(value, known, asker) for value in _two(values, known))
    return _between(known, (low, high), asker)


def _on_day(known: ListColumn, values: tuple[str, ...], asker: Asker) -> Sql:
    day = _day(_one(values, known), known, asker)
    return _between(known, (day, day), asker)


def _period(known: ListColumn, word: str, asker: Asker) -> Sql:
    today = asker.zone.from_base(asker.now).date()
    try:
        first, after = _in_base(span(word, today), asker.zone)
    except (ValueError, OverflowError) as exc:
        raise ValueError(f"{known.name}: {word} lies beyond the days of a calendar") from exc
    tests, values = [f"{known.sql} IS NOT NULL"], []
    if first is not None:
        tests.append(f"{known.sql} >= ?")
        values.append(str(first))
    if after is not None:
        tests.append(f"{known.sql} < ?")
        values.append(str(after))
    return " AND ".join(tests), values


def _in_base(period: Span, zone: ZoneView) -> Span:
    first, after = period
    return zone.to_base(first) if first else None, zone.to_base(after) if after else None


_NUMBERS: Mapping[str, Maker] = {
    "eq": _compared("="),
    "=": _compared("="),
    "equals": _compared("="),
    "ne": _compared("<>"),
    "unequals": _compared("<>"),
    "gt": _compared(">"),
    "greater": _compared(">"),
    "ge": _compared(">="),
    "lt": _compared("<"),
    "less": _compared("<"),
    "le": _compared("<="),
    "between": _number_between,
    "set": _number_set,
}
_TEXTS: Mapping[str, Maker] = {
    "begins": _text(_BEGINS),
    "contains": _text(_CONTAINS),
    "ends": _text(_ENDS),
    "is": _text(_IS),
    "isnot": _text(_IS, is_not=True),
    "notbegins": _text(_BEGINS, is_not=True),
    "notcontains": _text(_CONTAINS, is_not=True),
    "in": _text_in,
}
_DATES: Mapping[str, Maker] = {
    "before": _before,
    "beforeorequal": _before_or_equal,
    "after": _after,
    "date": _on_day,
    "between": _between,
    "datebetween": _days_between,
}
_OPERATORS: Mapping[Restriction, Mapping[str, Maker]] = {
    Restriction.INT: _NUMBERS,
    Restriction.STRING: _TEXTS,
    Restriction.DATE: _DATES,
    Restriction.BOOL: {"set": _flag_set},
    Restriction.ASSOCIATE: {
        "associateisoneof": _among("IN"),
        "associateisnotoneof": _among("NOT IN"),
        "currentassociate": _current,
    },
    Restriction.LIST: {"equals": _compared("="), "oneof": _among("IN"), "notoneof": _among("NOT IN")},
    Restriction.NONE: {},
}
