"""Fields of the control plane's own queries and bodies."""

from __future__ import annotations

import re
from typing import Any, cast

from mockod.control.reading import read_record
from mockod.rest.errors import ApiError
from mockod.rest.keys import KEY
from mockod.rest.messages import Basis
from mockod.rest.schema import BadFormat, FieldType, Leniency, Unfit, schema_of
from mockod.simulation.clock import parse_moment

MOST_OBJECTS = 100
"""Of a list."""


class OneOf(FieldType):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, value: Any, leniency: Leniency) -> str:
        if value not in self.words:
            raise Unfit(f"{' or '.join(self.words)} belongs here")
        return cast(str, value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}


class MomentText(FieldType):
    """A time that a clock can show, ``yyyy-MM-dd HH:mm:ss``."""

    def read(self, value: Any, leniency: Leniency) -> str:
        try:
            parse_moment(value if isinstance(value, str) else "")
        except ValueError as exc:
            raise Unfit(str(exc)) from exc
        return cast(str, value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"}


class Number(FieldType):
    """A whole number from 0 on, as JSON or as text."""

    def read(self, value: Any, leniency: Leniency) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
            value = int(value)
        if type(value) is not int or not 0 <= value < 10**18:
            raise Unfit("a whole number from 0 on belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}


class Map(FieldType):
    """A JSON object, whose names its reader knows."""

    def read(self, value: Any, leniency: Leniency) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit("a JSON object belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object"}


class Anything(FieldType):
    """Any JSON value but null, whose reader knows what it should be."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer", "number", "boolean", "array", "object"]}


class YesOrNo(FieldType):
    """true or false."""

    def read(self, value: Any, leniency: Leniency) -> bool:
        if not isinstance(value, bool):
            raise Unfit("true or false belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Flag(FieldType):
    """true or false, in a query."""

    format = "true or false"

    def read(self, value: Any, leniency: Leniency) -> bool:
        if value not in ("true", "false"):
            raise BadFormat("neither true nor false")
        return bool(value == "true")

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Label(FieldType):
    """What a person calls something: up to 100 characters on one line."""

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > 100 or not value.isprintable():
            raise Unfit("a name of 1 to 100 characters on one line belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 100}


class Text(FieldType):
    """Up to 1000 characters."""

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or not value or len(value) > 1000:
            raise Unfit("a text of 1 to 1000 characters belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 1000}


class PathText(Text):
    """A path, with or without slashes around it."""

    def read(self, value: Any, leniency: Leniency) -> str:
        return super().read(value, leniency).strip("/")


class Status(FieldType):
    """An HTTP status, as a number or as text, or all that begin alike: ``4xx``."""

    pattern = r"[1-5](\d\d|xx)"
    format = "a number or such as 4xx"

    def read(self, value: Any, leniency: Leniency) -> str:
        if type(value) not in (int, str) or not re.fullmatch(self.pattern, str(value).lower(), re.ASCII):
            raise BadFormat("no status")
        return str(value).lower()

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["integer", "string"], "pattern": f"^{self.pattern}$"}


class CustomerKey(FieldType):
    """Up to 128 characters without blanks or slashes."""

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or not KEY.fullmatch(value):
            raise Unfit("a customer key belongs here, 1 to 128 characters without blanks or slashes")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{KEY.pattern}$"}


class Nested(FieldType):
    """A JSON object with a schema of its own, as its record."""

    def __init__(self, record: type) -> None:
        self.schema = schema_of(record, wire_name=str)

    def read(self, value: Any, leniency: Leniency) -> Any:
        if not isinstance(value, dict):
            raise Unfit("a JSON object belongs here")
        try:
            return read_record(self.schema, value)
        except ApiError as error:
            raise Unfit(error.text) from error

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": f"#/components/schemas/{self.schema.name}"}


class Each(Nested):
    """A list of such objects; a refusal says which is wrong, and how."""

    def __init__(self, record: type, name: str) -> None:
        super().__init__(record)
        self.name = name

    def read(self, value: Any, leniency: Leniency) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_OBJECTS:
            raise Unfit(f"a list of 1 to {MOST_OBJECTS} objects belongs here")
        return [self._read(item, f"{self.name}[{number}]") for number, item in enumerate(value)]

    def _read(self, item: Any, place: str) -> Any:
        if not isinstance(item, dict):
            raise ApiError(400, f"{place} must be a JSON object.", Basis.ASSUMED)
        return read_record(self.schema, item, place=place)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "minItems": 1, "maxItems": MOST_OBJECTS, "items": super().json_schema()}
