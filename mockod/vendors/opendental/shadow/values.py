"""The form of a value in an answer, by the field's type: a JSON type, and how a text looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mockod.rest.schema import FieldType, ServerTime
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, Day, Moment, Span, TimeOfDay
from mockod.vendors.opendental.wire.fields import (
    FLAGS,
    TITLE_FLAGS,
    Amount,
    Choice,
    DecimalText,
    DefinitionKey,
    Flag,
    Integer,
    IntegerList,
    IntervalText,
    Number,
    NumberText,
    PatternText,
    TimeText,
    TitleFlag,
)
from mockod.vendors.opendental.wire.file_fields import FlagOrNone, MomentOrNone
from mockod.vendors.opendental.wire.lists import Combination
from mockod.vendors.opendental.wire.words import Word

JSON_NAMES = {
    str: "text",
    bool: "true or false",
    int: "number",
    float: "number",
    list: "list",
    dict: "object",
    type(None): "null",
}


def json_name(value: Any) -> str:
    """What kind of JSON value it is."""
    return JSON_NAMES.get(type(value), "value")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a value."""

    json: str
    """``text``, ``number``, ``whole number`` or ``list``."""
    words: str = ""
    """How a text looks, for people: ``yyyy-MM-dd``."""
    pattern: re.Pattern[str] | None = None
    is_date: bool = False
    """Whether a client may have asked for another spelling."""

    def fits_json(self, value: Any) -> bool:
        """Whether the value is of the JSON type."""
        if self.json == "whole number":
            return type(value) is int
        return json_name(value) == self.json

    def fits(self, value: Any) -> bool:
        """Whether a value of the right JSON type looks as it should."""
        return self.pattern is None or not isinstance(value, str) or bool(self.pattern.fullmatch(value))


def _text(words: str, pattern: str, *, is_date: bool = False) -> Form:
    return Form("text", words, re.compile(pattern, re.ASCII), is_date)


def _one_of(words: Any) -> Form:
    listed = [word for word in words if word]
    blank = "" if len(listed) == len(list(words)) else "nothing or "
    return Form("text", f"{blank}one of {', '.join(listed)}", re.compile("|".join(map(re.escape, words))))


_DAY = _text("yyyy-MM-dd", r"\d{4}-\d\d-\d\d", is_date=True)
_MOMENT = _text("yyyy-MM-dd HH:mm:ss", r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", is_date=True)
_BLANK_OR_MOMENT = _text("nothing or yyyy-MM-dd HH:mm:ss", r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?", is_date=True)
_WHOLE = Form("whole number")
FORMS: tuple[tuple[type[FieldType], Callable[[Any], Form]], ...] = (
    (ServerTime, lambda _: _MOMENT),
    (MomentOrNone, lambda _: _BLANK_OR_MOMENT),
    (Day, lambda _: _DAY),
    (Moment, lambda _: _MOMENT),
    (AmericanMoment, lambda _: _text("M/d/yyyy h:mm:ss tt", r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M")),
    (TimeOfDay, lambda _: _text("HH:mm:ss", r"\d\d:\d\d:\d\d")),
    (TimeText, lambda _: _text("HH:mm:ss", r"\d\d:\d\d:\d\d")),
    (Span, lambda _: _text("HH:mm:ss", r"-?\d{2,3}:\d\d:\d\d")),
    (PatternText, lambda _: _text("X and / only", r"[X/]*")),
    (IntervalText, lambda _: _text("years, months, weeks and days as 1y6m", r"(\d+y)?(\d+m)?(\d+w)?(\d+d)?")),
    (Color, lambda _: _text("R,G,B", r"\d{1,3},\d{1,3},\d{1,3}")),
    (FlagOrNone, lambda _: _one_of(("", *FLAGS))),
    (TitleFlag, lambda _: _one_of(TITLE_FLAGS)),
    (Flag, lambda _: _one_of(FLAGS)),
    (Combination, lambda _: Form("text")),
    (Choice, lambda kind: _one_of(kind.names.values())),
    (Word, lambda kind: _one_of(kind.words)),
    (Amount, lambda _: _text("an amount with two decimals", r"-?\d+\.\d\d")),
    (DecimalText, lambda _: _text("a decimal number", r"-?\d+(\.\d+)?")),
    (NumberText, lambda _: _text("a whole number", r"-?\d+")),
    (IntegerList, lambda _: Form("list")),
    (Integer, lambda _: _WHOLE),
    (DefinitionKey, lambda _: _WHOLE),
    (Number, lambda _: Form("number")),
)
"""Types from the narrower to the wider, and the form of each. All others are texts of any look."""


def form_of(kind: FieldType) -> Form:
    """The form of values of a type."""
    return next((make(kind) for known, make in FORMS if isinstance(kind, known)), Form("text"))
