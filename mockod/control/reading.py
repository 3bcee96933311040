"""Reading what a control call was sent. Nothing is passed over in silence: a misspelt name could mean every office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from mockod.rest.errors import ApiError
from mockod.rest.json_codec import TooManyMembers, read_json
from mockod.rest.keys import KEY
from mockod.rest.messages import Request
from mockod.rest.nearest import was_meant
from mockod.rest.schema import Leniency, Schema

FORMATS = ("text", "json")
LONGEST = 100
"""Characters of a wrong name that a refusal repeats."""


def read_query(query_string: str) -> dict[str, str]:
    """Parameters by name; refuses one that is given twice."""
    query: dict[str, str] = {}
    for name, value in parse_qsl(query_string, keep_blank_values=True):
        if name in query:
            raise ApiError(400, f"{_shortened(name)} is given twice.")
        query[name] = value
    return query


def take_given(query: dict[str, str], name: str) -> str:
    """Take a parameter out; nothing where it is not given. Refuses an empty one: it may be an unset variable's."""
    value = query.pop(name, None)
    if value == "":
        raise ApiError(400, f"{name} is given and empty; name one, or leave it out.")
    return value or ""


def take_office(query: dict[str, str]) -> str:
    """Take ``office`` out: a customer key, or nothing."""
    office = take_given(query, "office")
    if office and not KEY.fullmatch(office):
        raise ApiError(400, "office is a customer key: up to 128 characters without blanks or slashes.")
    return office


def take_format(query: dict[str, str]) -> str:
    """Take ``format`` out."""
    value = take_given(query, "format")
    if value and value not in FORMATS:
        raise ApiError(400, f"format: {' or '.join(FORMATS)} belongs here")
    return value


def read_body(request: Request) -> dict[str, Any]:
    """The body, a JSON object; none at all is an empty one."""
    if not (request.body or b"").strip():
        return {}
    try:
        given = read_json(request.body or b"")
    except TooManyMembers as exc:
        raise ApiError(400, f"The body has {exc}.") from exc
    except ValueError as exc:
        raise ApiError(400, "The body is not valid JSON.") from exc
    if not isinstance(given, dict):
        raise ApiError(400, "The body must be a JSON object.")
    return given


def read_record(schema: Schema, given: Mapping[str, Any], *, place: str = "", others: Iterable[str] = ()) -> Any:
    """What was sent, as the record that the declaration makes. ``place`` and a colon go before each refusal.

    ``others`` are names that might have been meant besides. null is refused: it would be passed over.
    """
    from mockod.rest.validation import Problem, Reader  # here, as it brings marshmallow along

    before = f"{place}: " if place else ""
    reader = Reader(schema, lambda since: True, Leniency())
    known, unknown = reader.named(given)
    if unknown:
        refuse_name(unknown[0], (*reader.fields, *others), before)
    optional = {name.lower() for name, field in reader.fields.items() if not field.required}
    for name, value in given.items():
        if value is None and name.lower() in optional:
            raise ApiError(400, f"{before}{name}: null is no value here; leave it out.")
    values = reader.load(known)
    if isinstance(values, Problem):
        raise ApiError(400, f"{before}{values.text}")
    return schema.record(**values)


def refuse_name(name: str, known: Iterable[str], before: str = "") -> None:
    """Refuse a name that is none of those known."""
    short = _shortened(name)
    raise ApiError(400, f"{before}{short} is not known here{was_meant(short, known) or '.'}")


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
