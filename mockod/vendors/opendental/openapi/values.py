"""Types of values as JSON Schema: what a client should send, and what it is shown.

What is sent is told as the vendor's pages tell it. That offices also understand looser spellings, a number in quotes
for one, is nothing on which a client should rely. What is shown is all that an office may answer, however a client has
dates spelled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockod.rest.patterns import DATE
from mockod.rest.schema import FieldType, ServerTime
from mockod.vendors.opendental.openapi.components import Components, JsonSchema
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import (
    AmericanMoment,
    ClearableDay,
    Day,
    Moment,
    MomentOrDay,
    TimeOfDay,
    TimeOrMoment,
)
from mockod.vendors.opendental.wire.fields import (
    FLAGS,
    TEXT_BYTES,
    TITLE_FLAGS,
    Amount,
    Choice,
    ColumnType,
    DecimalText,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    IntegerList,
    IntervalText,
    Number,
    NumberText,
    PatternText,
    Text,
    TitleFlag,
)
from mockod.vendors.opendental.wire.file_fields import Base64Text, FlagOrNone
from mockod.vendors.opendental.wire.lists import ChoiceList, Combination
from mockod.vendors.opendental.wire.phone_fields import TenDigits
from mockod.vendors.opendental.wire.words import Word

_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_COLOR = "^(?:{0}),(?:{0}),(?:{0})$".format("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]")
MOST = 10**18
"""Of a decimal number: offices read somewhat larger ones, too."""
TEXT: JsonSchema = {"type": "string"}
WHOLE: JsonSchema = {"type": "integer", "format": "int64"}
DECIMAL: JsonSchema = {"type": "number", "format": "double"}
NUMBERS: JsonSchema = {"type": "array", "items": WHOLE}
NUMBERED: JsonSchema = {"type": "array", "items": {**WHOLE, "minimum": 1}}
COLOR: JsonSchema = {"type": "string", "pattern": _COLOR, "description": "R,G,B", "examples": ["255,255,255"]}
INTERVAL = "Years, months, weeks and days, as 1y6m20d."
SHOWN_DATE: JsonSchema = {
    "type": "string",
    "description": "A date, yyyy-MM-dd, or as DateFormatString wants it. 0001-01-01 stands for none.",
    "examples": ["2026-03-02"],
}
SHOWN_MOMENT: JsonSchema = {
    "type": "string",
    "description": "A date and time of the office, yyyy-MM-dd HH:mm:ss, or as DateTimeFormatString wants it. "
    "0001-01-01 00:00:00 stands for none.",
    "examples": ["2026-03-02 09:00:00"],
}
DATE_SENT: JsonSchema = {
    "type": "string",
    "format": "date",
    "description": "A date, yyyy-MM-dd.",
    "examples": ["2026-03-02"],
}
MOMENT_SENT: JsonSchema = {
    "type": "string",
    "pattern": f"^{DATE} {_CLOCK}$",
    "description": "A date and time of the office, yyyy-MM-dd HH:mm:ss.",
    "examples": ["2026-03-02 09:00:00"],
}
TIME_SENT: JsonSchema = {
    "type": "string",
    "pattern": f"^{_CLOCK}$",
    "description": "A time of day, HH:mm:ss.",
    "examples": ["09:00:00"],
}

Describe = Callable[[Any, Components], JsonSchema]


def _text(kind: Text, components: Components) -> JsonSchema:
    return {**TEXT, "maxLength": TEXT_BYTES if kind.longest is None else kind.longest}


def _whole(kind: Integer, components: Components) -> JsonSchema:
    bounds = {"minimum": kind.least, "maximum": kind.most}
    return {**WHOLE, **{name: bound for name, bound in bounds.items() if bound is not None}}


def _row(kind: ForeignKey, components: Components) -> JsonSchema:
    named = f"Number of a row that there is: {kind.entity}."
    return {**WHOLE, "minimum": 0 if kind.zero else 1, "description": f"{named} 0 for none." if kind.zero else named}


def _definition(kind: DefinitionKey, components: Components) -> JsonSchema:
    named = f"DefNum of a definition of category {kind.category:d}, {kind.category.name}."
    return {**WHOLE, "minimum": 0 if kind.zero else 1, "description": f"{named} 0 for none." if kind.zero else named}


def _choice(names: list[str], kind: Choice, components: Components) -> JsonSchema:
    """All members of an enumeration under its name, or under that of the type that spells them otherwise; some of
    them where they stand.
    """
    schema = {"type": "string", "enum": names}
    if len(names) < len(kind.names):
        return schema
    return components.refer((kind.kind.__name__, type(kind).__name__, f"{kind.kind.__name__}Name"), schema)


def _flag(kind: Flag, components: Components) -> JsonSchema:
    return components.refer(["Flag"], {"type": "string", "enum": list(FLAGS)})


SENT: Mapping[type[FieldType], Describe] = {
    Text: _text,
    Base64Text: lambda kind, components: {**TEXT, "contentEncoding": "base64"},
    TenDigits: lambda kind, components: {**TEXT, "pattern": "^(?:[0-9]{10})?$"},
    PatternText: lambda kind, components: {**_text(kind, components), "pattern": f"^[X/]{'*' if kind.blank else '+'}$"},
    IntervalText: lambda kind, components: {**TEXT, "description": INTERVAL, "examples": ["1y6m20d"]},
    Integer: _whole,
    ForeignKey: _row,
    DefinitionKey: _definition,
    IntegerList: lambda kind, components: NUMBERED,
    Number: lambda kind, components: {**DECIMAL, "minimum": -MOST, "maximum": MOST},
    Amount: lambda kind, components: {**TEXT, "pattern": "^-?[0-9]{1,12}(?:[.][0-9]{1,10})?$", "examples": ["20.50"]},
    Flag: _flag,
    Choice: lambda kind, components: _choice(list(kind.members), kind, components),
    Word: lambda kind, components: {**TEXT, "enum": list(kind.members)},
    Color: lambda kind, components: COLOR,
    Day: lambda kind, components: components.refer(["Date"], DATE_SENT),
    ClearableDay: lambda kind, components: {
        **TEXT,
        "pattern": f"^(?:{DATE})?$",
        "description": "An empty one is none.",
    },
    Moment: lambda kind, components: components.refer(["DateTime"], MOMENT_SENT),
    MomentOrDay: lambda kind, components: {**TEXT, "pattern": f"^{DATE}(?: {_CLOCK})?$", "examples": ["2026-03-02"]},
    TimeOfDay: lambda kind, components: components.refer(["TimeOfDay"], TIME_SENT),
    TimeOrMoment: lambda kind, components: TEXT,
}
"""Of each type, and of those that derive from it, unless they stand here themselves."""
SHOWN: Mapping[type[FieldType], Describe] = {
    FieldType: lambda kind, components: TEXT,
    ColumnType: lambda kind, components: TEXT,
    Integer: lambda kind, components: WHOLE,
    IntegerList: lambda kind, components: NUMBERS,
    Number: lambda kind, components: DECIMAL,
    NumberText: lambda kind, components: TEXT,
    Amount: lambda kind, components: {**TEXT, "examples": ["20.50"]},
    DecimalText: lambda kind, components: {**TEXT, "examples": ["0.5"]},
    Flag: _flag,
    FlagOrNone: lambda kind, components: {**TEXT, "enum": [*FLAGS, ""]},
    TitleFlag: lambda kind, components: components.refer(["TitleFlag"], {**TEXT, "enum": list(TITLE_FLAGS)}),
    Choice: lambda kind, components: _choice(list(kind.names.values()), kind, components),
    Combination: lambda kind, components: {**TEXT, "description": f"With commas: {', '.join(kind.names.values())}."},
    ChoiceList: lambda kind, components: {**TEXT, "description": "Names with commas."},
    Word: lambda kind, components: {**TEXT, "enum": list(kind.words)},
    Color: lambda kind, components: COLOR,
    ServerTime: lambda kind, components: components.refer(["ShownDateTime"], SHOWN_MOMENT),
    Day: lambda kind, components: components.refer(["ShownDate"], SHOWN_DATE),
    Moment: lambda kind, components: components.refer(["ShownDateTime"], SHOWN_MOMENT),
    AmericanMoment: lambda kind, components: {**TEXT, "examples": ["7/6/2023 1:48:55 PM"]},
}


def sent(kind: FieldType, components: Components) -> JsonSchema:
    """What a client should send; as the type itself says it, where it does."""
    return dict(kind.json_schema() or _nearest(SENT, kind)(kind, components))


def shown(kind: FieldType, components: Components) -> JsonSchema:
    """What an answer shows."""
    return dict(_nearest(SHOWN, kind)(kind, components))


def _nearest(table: Mapping[type[FieldType], Describe], kind: FieldType) -> Describe:
    """Raises TypeError for a type of which nobody says what it is."""
    for base in type(kind).__mro__:
        if base in table:
            return table[base]
    raise TypeError(f"{type(kind).__name__} has no place in the documents")
