"""How each type of value looks in an answer: a table from the types of the wire to what the kit compares with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mockod.conformance.suite import ValueFormat
from mockod.rest.schema import FieldType, ServerTime
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.resources.allergydefs import SnomedText
from mockod.vendors.opendental.wire import fields as types
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, Day, Moment, Span
from mockod.vendors.opendental.wire.file_fields import FlagOrNone, MomentOrNone
from mockod.vendors.opendental.wire.lists import ChoiceList, Combination
from mockod.vendors.opendental.wire.words import Word

DAY = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DAY} \d\d:\d\d:\d\d"


def _is_whole(value: Any) -> bool:
    return type(value) is int


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _like(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _one_of(words: Iterable[str]) -> ValueFormat:
    known = tuple(dict.fromkeys(words))
    return ValueFormat(f"one of {', '.join(word or '(empty)' for word in known)}", known.__contains__, is_word=True)


def _some_of(words: Iterable[str]) -> ValueFormat:
    known = tuple(words)

    def fits(value: Any) -> bool:
        return isinstance(value, str) and all(part.strip() in known for part in value.split(",") if part.strip())

    return ValueFormat(f"some of {', '.join(known)}, with commas", fits, is_word=True)


def _whole_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_whole, value))


TEXT = ValueFormat("a text", _is_text)
WHOLE = ValueFormat("a whole number", _is_whole)
FLAG = _one_of(types.FLAGS)
FORMATS: tuple[tuple[type[FieldType], ValueFormat | Callable[[Any], ValueFormat]], ...] = (
    (Combination, lambda kind: ValueFormat("a text of words with commas", _is_text, is_word=True)),
    (ChoiceList, lambda kind: _some_of(map(wire_name, kind.kind))),
    (types.Choice, lambda kind: _one_of(kind.show(member.value) for member in kind.kind)),
    (Word, lambda kind: _one_of(kind.words)),
    (types.TitleFlag, _one_of(types.TITLE_FLAGS)),
    (FlagOrNone, _one_of((*types.FLAGS, ""))),
    (types.Flag, FLAG),
    (ServerTime, ValueFormat("a date and time, yyyy-MM-dd HH:mm:ss", _like(MOMENT))),
    (MomentOrNone, ValueFormat("a date and time, yyyy-MM-dd HH:mm:ss, or an empty text", _like(f"({MOMENT})?"))),
    (Moment, ValueFormat("a date and time, yyyy-MM-dd HH:mm:ss", _like(MOMENT))),
    (Day, ValueFormat("a date, yyyy-MM-dd", _like(DAY))),
    (
        AmericanMoment,
        ValueFormat("a date and time, M/d/yyyy h:mm:ss AM", _like(r"\d+/\d+/\d{4} \d+:\d\d:\d\d [AP]M")),
    ),
    (Span, ValueFormat("a span of time, HH:mm:ss", _like(r"-?\d{2,3}:\d\d:\d\d"))),
    (types.TimeText, ValueFormat("a time of day, HH:mm:ss", _like(r"\d\d:\d\d:\d\d"))),
    (Color, ValueFormat("a colour, R,G,B", _like(r"\d{1,3},\d{1,3},\d{1,3}"))),
    (types.PatternText, ValueFormat("a pattern of X and /", _like("[X/]*"))),
    (types.NumberText, ValueFormat("a whole number as text", _like(r"-?\d+"))),
    (types.Amount, ValueFormat("an amount as text with two decimals", _like(r"-?\d+\.\d\d"))),
    (types.DecimalText, ValueFormat("a number as text", _like(r"-?\d+(\.\d+)?"))),
    (types.Number, ValueFormat("a number", _is_number)),
    (types.IntegerList, ValueFormat("a list of whole numbers", _whole_numbers)),
    (types.Integer, WHOLE),
    (types.Text, TEXT),
    (SnomedText, TEXT),
)
"""The first type that a field's is, or is made of, decides."""


def format_of(field_type: FieldType) -> ValueFormat:
    """How a value of this type looks. Raises LookupError for a type that the table does not tell."""
    for kind, told in FORMATS:
        if isinstance(field_type, kind):
            return told if isinstance(told, ValueFormat) else told(field_type)
    raise LookupError(f"no format is told of {type(field_type).__name__}")


def or_empty(told: ValueFormat) -> ValueFormat:
    """The same, or an empty text."""
    return ValueFormat(f"{told.words}, or an empty text", lambda value: value == "" or told.fits(value), told.is_word)
