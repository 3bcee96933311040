"""What can be said of a fault, whatever its kind: each field read from JSON, and the same as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import VERBS
from mockod.rest.patterns import MOMENT
from mockod.rest.whole_numbers import whole
from mockod.simulation.clock import parse_moment
from mockod.simulation.faults import LONGEST

NUMBERS = {"every": 1, "times": 1, "seed": 0}
"""Whole numbers of an order, and the least that each may be."""
MOST = 999_999_999
"""The most that each may be."""
LONGEST_TEXT = 200
"""Characters."""
Read = Callable[[str, Any], Any]
"""A field's name and its JSON value in, the value out. Raises ValueError naming the field."""


@dataclass(frozen=True, slots=True)
class FaultField:
    """What can be said of a fault: how it is read, and the same as JSON Schema."""

    read: Read
    schema: Mapping[str, Any]


def read_text(name: str, value: Any) -> str:
    """A text of 1 to 200 characters. Raises ValueError naming the field."""
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise ValueError(f"{name}: a text belongs here")
    return value


def read_parsed(parse: Callable[[str], Any]) -> Read:
    """Reads a text by ``parse``, whose ValueError then names the field."""

    def read(name: str, value: Any) -> Any:
        text = read_text(name, value)
        try:
            return parse(text)
        except ValueError as exc:
            raise ValueError(f"{name}: {exc}") from exc

    return read


def read_whole(least: int, most: int) -> Read:
    """Reads a whole number between these two, which belong to it."""

    def read(name: str, value: Any) -> int:
        number = whole(value)
        if number is None or not least <= number <= most:
            raise ValueError(f"{name}: a whole number from {least} to {most} belongs here")
        return number

    return read


def read_flag(name: str, value: Any) -> bool:
    """true or false. Raises ValueError naming the field."""
    if not isinstance(value, bool):
        raise ValueError(f"{name}: true or false belongs here")
    return value


def read_seconds(name: str, value: Any) -> tuple[float, float]:
    """One number, or two to draw between: the least and the most. Raises ValueError naming the field."""
    bounds = value if isinstance(value, list) else [value, value]
    if len(bounds) != 2:
        raise ValueError(f"{name}: one number belongs here, or two to draw between")
    least, most = (_number(name, bound, LONGEST) for bound in bounds)
    return min(least, most), max(least, most)


def _number(name: str, value: Any, most: float) -> float:
    try:
        number = float(value) if type(value) in (int, float) else -1.0
    except OverflowError:
        number = -1.0
    if not 0 <= number <= most:
        raise ValueError(f"{name}: a number between 0 and {most:g} belongs here")
    return number


def _share(name: str, value: Any) -> float:
    return _number(name, value, 1)


def _path(name: str, value: Any) -> str:
    return read_text(name, value).strip("/")


def _method(name: str, value: Any) -> str:
    return read_text(name, value).upper()


def _span(most: float) -> dict[str, Any]:
    return {"type": "number", "minimum": 0, "maximum": most}


TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
SECONDS: Mapping[str, Any] = {
    "anyOf": [_span(LONGEST), {"type": "array", "minItems": 2, "maxItems": 2, "items": _span(LONGEST)}]
}
_MOMENT = FaultField(read_parsed(parse_moment), {"type": "string", "pattern": f"^{MOMENT}$"})
FLAG = FaultField(read_flag, {"type": "boolean"})
FIELDS: Mapping[str, FaultField] = {
    "kind": FaultField(read_text, TEXT),
    "method": FaultField(_method, {"type": "string", "enum": [*VERBS, *map(str.lower, VERBS)]}),
    "path": FaultField(_path, TEXT),
    "unmatched": FLAG,
    "probability": FaultField(_share, _span(1)),
    "begins": _MOMENT,
    "ends": _MOMENT,
    "seconds": FaultField(read_seconds, SECONDS),
    **{
        name: FaultField(read_whole(least, MOST), {"type": "integer", "minimum": least, "maximum": MOST})
        for name, least in NUMBERS.items()
    },
}
