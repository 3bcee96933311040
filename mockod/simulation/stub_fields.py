"""What can be said of a stub, a fault of kind ``respond``: each field read from JSON, and the same as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockod.rest.errors import Contradiction
from mockod.rest.json_codec import write_json
from mockod.simulation.fault_fields import FLAG, TEXT, FaultField, read_text, read_whole
from mockod.simulation.faults import Fault

LARGEST_BODY = 1_000_000
"""Bytes of a body, or of a change of the real one."""
QUOTES = 2
"""Bytes around a text that is written as JSON."""
MOST_HEADERS = 50
LONGEST_VALUE = 4000
"""Characters of a header's value."""
MOST_REMOVED = 100
"""Fields that are taken out of an answer."""
LEAST_STATUS, MOST_STATUS = 200, 599
"""Below 200 no answer is the last one (RFC 9110, section 15.2)."""
BODILESS = frozenset({204, 205, 304})
"""Statuses whose answers have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""
NAME = r"[A-Za-z0-9!#$%&'*+.^_|~-]{1,200}"
"""Of a header (RFC 9110, section 5.1)."""
VALUE = r"(?:[!-~\u00a1-\u00ff](?:[\t -~\u00a1-\u00ff]*[!-~\u00a1-\u00ff])?)?"
"""Of a header: no control characters, no end of a line, no blanks around it, and what Latin-1 can write."""
SERVERS_OWN = frozenset(
    "connection content-length date keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)
"""Headers that the server writes by itself: they tell where an answer ends, and what becomes of its connection."""
OWN_PREFIX = "x-mockod-"
_NAME = re.compile(NAME)
_VALUE = re.compile(VALUE)


def _headers(name: str, value: Any) -> dict[str, str]:
    """Headers by name, each word of a name with a capital, as all others here are written."""
    if not isinstance(value, dict) or len(value) > MOST_HEADERS:
        raise ValueError(f"{name}: an object of at most {MOST_HEADERS} names and texts belongs here")
    headers: dict[str, str] = {}
    for header, text in value.items():
        if not _NAME.fullmatch(header):
            raise ValueError(f"{name}: {header[:50]!r} is no name of a header")
        text = str(text) if type(text) is int else text  # Retry-After: 30
        if not isinstance(text, str) or len(text) > LONGEST_VALUE or not _VALUE.fullmatch(text):
            raise ValueError(
                f"{name}: {header}: a text on one line belongs here, of at most {LONGEST_VALUE} Latin-1 characters"
            )
        written = header.title()
        if header.lower() in SERVERS_OWN or header.lower().startswith(OWN_PREFIX):
            raise Contradiction(f"{name}: {written} is written by the server itself")
        if written in headers:
            raise Contradiction(f"{name}: {written} is given twice")
        headers[written] = text
    return headers


def _body(name: str, value: Any) -> Any:
    """A text, or any JSON value; of so many bytes."""
    return _bounded(name, value, str.encode) if isinstance(value, str) else _json(name, value)


def _json(name: str, value: Any) -> Any:
    """Any JSON value, of so many bytes as JSON."""
    return _bounded(name, value, write_json)


def _bounded(name: str, value: Any, write: Callable[[Any], bytes]) -> Any:
    try:
        size = len(write(value))
    except (TypeError, ValueError) as exc:  # half of a surrogate pair, or a number that no JSON has
        raise ValueError(f"{name}: this is not to be written as UTF-8") from exc
    if size > LARGEST_BODY:
        raise ValueError(f"{name}: at most {LARGEST_BODY} bytes belong here")
    return value


def _merge(name: str, value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{name}: a JSON object belongs here")
    return _json(name, value)


def _names(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_REMOVED:
        raise ValueError(f"{name}: a list of 1 to {MOST_REMOVED} names belongs here")
    return [read_text(name, item) for item in value]


_OBJECT: Mapping[str, Any] = {"type": "object", "additionalProperties": True}
"""With any names: makers of types read an object of which nothing is said as an empty one."""
_ANYTHING: Mapping[str, Any] = {**_OBJECT, "type": ["string", "integer", "number", "boolean", "array", "object"]}
STUB_FIELDS: Mapping[str, FaultField] = {
    "status": FaultField(
        read_whole(LEAST_STATUS, MOST_STATUS), {"type": "integer", "minimum": LEAST_STATUS, "maximum": MOST_STATUS}
    ),
    "headers": FaultField(
        _headers,
        {
            "type": "object",
            "maxProperties": MOST_HEADERS,
            "propertyNames": {"type": "string", "pattern": f"^{NAME}$"},
            "additionalProperties": {
                "type": ["string", "integer"],
                "maxLength": LONGEST_VALUE,
                "pattern": f"^{VALUE}$",
            },
        },
    ),
    "body": FaultField(_body, {**_ANYTHING, "maxLength": LARGEST_BODY}),
    "json": FaultField(_json, {**_ANYTHING, "maxLength": LARGEST_BODY - QUOTES}),
    "merge": FaultField(_merge, _OBJECT),
    "remove": FaultField(_names, {"type": "array", "minItems": 1, "maxItems": MOST_REMOVED, "items": TEXT}),
    "execute": FLAG,
}
_ANSWERS: Sequence[str] = ("body", "json", "merge", "remove")


def check_stub(fault: Fault, *, responds: bool) -> None:
    """Raises Contradiction where what is said of a stub cannot be together, or is said of a fault of another kind."""
    given = [name for name in STUB_FIELDS if getattr(fault, name) is not None]
    if given and not responds:
        raise Contradiction(f"{given[0]}: only a fault of kind respond has one; this is {fault.kind}")
    answers = [name for name in _ANSWERS if name in given]
    whole = [name for name in answers if name in ("body", "json")]
    if whole and len(answers) > 1:
        other = next(name for name in answers if name != whole[0])
        raise Contradiction(f"{other}: {whole[0]} is the whole answer already")
    if answers and not whole and fault.execute is False:
        raise Contradiction(f"execute: {answers[0]} changes the real answer, so the request is carried out")
    if answers and fault.status in BODILESS:
        raise Contradiction(f"{answers[0]}: an answer with status {fault.status} has no body")
