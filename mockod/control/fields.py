"""Fields of the control plane's own queries and bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from mockod.control.reading import read_record
from mockod.rest.endpoint import VERBS
from mockod.rest.errors import ApiError
from mockod.rest.keys import KEY
from mockod.rest.messages import Basis
from mockod.rest.patterns import MOMENT
from mockod.rest.schema import BadFormat, FieldType, Leniency, Unfit, schema_of
from mockod.rest.whole_numbers import whole
from mockod.simulation.clock import parse_moment

MOST_OBJECTS = 100
"""Of a list."""
MOST_NUMBER = 10**18 - 1
_UNSEEN = r"\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""Characters that no line shows: control characters, ends of lines, what turns the direction of writing."""
_BLANK = r" \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"


NOTHING: Mapping[str, Any] = {}
ANY_JSON: Mapping[str, Any] = {
    "type": ["string", "integer", "number", "boolean", "array", "object"],
    "additionalProperties": True,
}
"""But null. Makers of types read an object of which nothing is said as an empty one."""


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
        return {"type": "string", "pattern": f"^{MOMENT}$"}


class Number(FieldType):
    """A whole number from 0 on, as JSON or as text."""

    def read(self, value: Any, leniency: Leniency) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
            value = int(value)
        number = whole(value)
        if number is None or not 0 <= number <= MOST_NUMBER:
            raise Unfit("a whole number from 0 on belongs here")
        return number

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "maximum": MOST_NUMBER}


class Map(FieldType):
    """A JSON object, whose names its reader knows, as ``schema`` says more of it."""

    def __init__(self, schema: Mapping[str, Any] = NOTHING) -> None:
        self.schema = schema

    def read(self, value: Any, leniency: Leniency) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit("a JSON object belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", **self.schema}


class Anything(FieldType):
    """Any JSON value but null, whose reader knows what it should be, as ``schema`` says."""

    def __init__(self, schema: Mapping[str, Any] = NOTHING) -> None:
        self.schema = schema

    def json_schema(self) -> dict[str, Any]:
        return dict(self.schema or ANY_JSON)


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

    pattern = f"[^{_UNSEEN}]*[^{_UNSEEN}{_BLANK}][^{_UNSEEN}]*"

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or len(value) > 100 or not re.fullmatch(self.pattern, value):
            raise Unfit("a name of 1 to 100 characters on one line belongs here")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 100, "pattern": f"^{self.pattern}$"}


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


class Verb(Text):
    """A request's method; small letters will do."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [*VERBS, *map(str.lower, VERBS)]}


class Status(FieldType):
    """An HTTP status, as a number or as text, or all that begin alike: ``4xx``."""

    pattern = "[1-5](?:[0-9][0-9]|[xX][xX])"
    format = "a number or such as 4xx"

    def read(self, value: Any, leniency: Leniency) -> str:
        text = value if isinstance(value, str) else str(whole(value))
        if not re.fullmatch(self.pattern, text):
            raise BadFormat("no status")
        return text.lower()

    def json_schema(self) -> dict[str, Any]:
        number = {"type": "integer", "minimum": 100, "maximum": 599}
        return {"anyOf": [number, {"type": "string", "pattern": f"^{self.pattern}$"}]}


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

    def __init__(self, record: type, name: str, needs: Sequence[Sequence[str]] = ()) -> None:
        """``needs`` are names of fields of which an object must have one group or another, as its reader sees to."""
        super().__init__(record)
        self.name = name
        self.needs = needs

    def read(self, value: Any, leniency: Leniency) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_OBJECTS:
            raise Unfit(f"a list of 1 to {MOST_OBJECTS} objects belongs here")
        return [self._read(item, f"{self.name}[{number}]") for number, item in enumerate(value)]

    def _read(self, item: Any, place: str) -> Any:
        if not isinstance(item, dict):
            raise ApiError(400, f"{place} must be a JSON object.", Basis.ASSUMED)
        return read_record(self.schema, item, place=place)

    def json_schema(self) -> dict[str, Any]:
        items = super().json_schema()
        if self.needs:
            items["anyOf"] = [{"required": list(names)} for names in self.needs]
        return {"type": "array", "minItems": 1, "maxItems": MOST_OBJECTS, "items": items}
