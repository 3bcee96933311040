"""Types of values in bodies. They are strict: a number in quotes is no number (assumed)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mockod.rest.schema import FieldType, Leniency
from mockod.rest.whole_numbers import whole
from mockod.vendors.telehealth.domain.moments import EARLIEST, LATEST, from_iso
from mockod.vendors.telehealth.domain.words import Profile

MOST_USERS = 1000
"""In a list of a body."""
LONGEST = 100_000
"""Characters of a text."""


class Text(FieldType):
    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or len(value) > LONGEST:
            raise ValueError("no text")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST}


class Flag(FieldType):
    def read(self, value: Any, leniency: Leniency) -> bool:
        if not isinstance(value, bool):
            raise ValueError("no boolean")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Word(FieldType):
    """One of the words of an enumeration."""

    def __init__(self, words: type[StrEnum]) -> None:
        self._words = words

    def read(self, value: Any, leniency: Leniency) -> StrEnum:
        if not isinstance(value, str):
            raise ValueError("no text")
        return self._words(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [str(word) for word in self._words]}


class Milliseconds(FieldType):
    """A moment as a number: milliseconds since 1970."""

    def read(self, value: Any, leniency: Leniency) -> int:
        number = whole(value)
        if number is None or not EARLIEST <= number <= LATEST:
            raise ValueError("no milliseconds")
        return number

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": EARLIEST, "maximum": LATEST}


class IsoMoment(FieldType):
    """A moment as a text, ISO 8601 with a zone."""

    def read(self, value: Any, leniency: Leniency) -> int:
        if not isinstance(value, str):
            raise ValueError("no text")
        return from_iso(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class Texts(FieldType):
    """A list of ids."""

    def read(self, value: Any, leniency: Leniency) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > MOST_USERS or not all(isinstance(one, str) for one in value):
            raise ValueError("no list of texts")
        return tuple(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}, "maxItems": MOST_USERS}


MOMENTS: Mapping[Profile, FieldType] = {Profile.MS: Milliseconds(), Profile.ISO: IsoMoment()}
