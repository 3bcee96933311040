"""What a method may be refused with, by status, in the words that an office uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.openapi.components import JsonSchema, reference
from mockod.vendors.opendental.pipeline.fault_effects import ECONNECTOR_DOWN, OUT_OF_TIME
from mockod.vendors.opendental.wire import errors
from mockod.vendors.opendental.wire.fields import ForeignKey, IntegerList

FIRST_VERSION = "21.1"
FURTHER_ROWS = {
    "GET tasks": ["Patient", "Appointment"],
    "POST tasks": ["Patient", "Appointment"],
    "PUT tasks/{TaskNum}": ["Patient", "Appointment"],
    "POST procedurecodes": ["MedicalCode", "SubstitutionCode"],
    "PUT procedurecodes/{CodeNum}": ["MedicalCode", "SubstitutionCode"],
}
"""Rows that a method looks for and neither a field's type nor a handler's words tell of, by the words for them."""
BOOK_RULES = (
    "Not allowed to double book: {RuleDesc}",
    "Appointment overlaps existing appointment or blockout.",
)
BY_RULES = {
    "POST appointments": BOOK_RULES,
    "POST appointments/SchedulePlanned": BOOK_RULES,
    "PUT appointments/{AptNum}": (
        *BOOK_RULES,
        "AptStatus is invalid. An appointment with an AptStatus of {From} cannot be set to {To}.",
    ),
}
"""Refusals by the rules of ``domain``, which answer their words to a handler."""
ONE_FIELD = "Only one field is allowed."
OF_ANY_BODY = ("Request body is not valid JSON.", "Content-Type must be application/json.")
OF_ANY_KEYS = ("Authorization header is missing or invalid.", "Invalid credentials.")
"""Refusals by the checks before a handler, where no constructor of ``wire.errors`` has the words."""
TEXTS = Path(__file__).with_name("refusal_texts.txt")
"""Refusals by handlers, read off their source by ``PYTHONPATH=tests python -m support.refusal_texts``."""
RETRY_AFTER = 10
"""Seconds, in the example."""
TEXT_SCHEMA: JsonSchema = {"Refusal": {"type": "string", "description": "Why not, in the office's words."}}
SHARED: JsonSchema = {
    "TooManyRequests": {
        "description": "Too many requests wait already. An office that is reached through the vendor answers one at a "
        "time.",
        "headers": {
            "Retry-After": {"description": "Seconds after which to come again.", "schema": {"type": "integer"}},
            "X-Mockod-Basis": reference("headers", "Basis"),
        },
        "content": {
            "application/json": {
                "schema": reference("schemas", "Refusal"),
                "example": errors.too_many_requests(RETRY_AFTER).text,
            }
        },
    },
}
"""Responses that are the same for every method."""


def refusals(resource: Resource, endpoint: Endpoint[Any], permission: str, taken: Iterable[Field]) -> JsonSchema:
    """Responses by status. ``permission`` and ``taken``, parameters and body fields, are those of this version."""
    fields = list(taken)
    told = {
        "400": list(dict.fromkeys(_bad_requests(endpoint, fields))),
        "401": [errors.needs_permission(permission).text, *OF_ANY_KEYS],
    }
    missing = list(dict.fromkeys(_missing_rows(resource, endpoint, fields)))
    if missing:
        told["404"] = missing
    told["504"] = [OUT_OF_TIME]
    descriptions = {
        "400": "Not understood, or refused by a rule of the office.",
        "401": "No keys, unknown ones, or ones that may not do this.",
        "404": "A row that is named is not there.",
        "504": "The office took more than 60 seconds.",
    }
    responses = {status: response(descriptions[status], texts) for status, texts in told.items()}
    return dict(sorted({**responses, "429": reference("responses", "TooManyRequests")}.items()))


def response(description: str, texts: Iterable[str]) -> JsonSchema:
    """A refusal with its words as examples: the body is a bare JSON string."""
    examples = {f"{number}": {"summary": text, "value": text} for number, text in enumerate(texts, 1)}
    return {
        "description": description,
        "headers": {"X-Mockod-Basis": reference("headers", "Basis")},
        "content": {"application/json": {"schema": reference("schemas", "Refusal"), "examples": examples}},
    }


def _bad_requests(endpoint: Endpoint[Any], fields: list[Field]) -> Iterator[str]:
    required = [field for field in fields if field.required]
    optional = [field for field in fields if not field.required]
    formats = {field.type.format: field for field in reversed(fields) if field.type.format}
    yield from (errors.required(field.wire_name).text for field in required)
    yield from (errors.invalid(field.wire_name).text for field in (optional or required)[:1])
    yield from (f"{field.wire_name} format must be {format}." for format, field in formats.items())
    called = f"{endpoint.method} {endpoint.path}"
    yield from handlers_texts().get((called, "400"), ())
    yield from BY_RULES.get(called, ())
    if endpoint.checks_names:
        yield errors.not_a_parameter("Name").text
    if endpoint.takes_one_field:
        yield ONE_FIELD
    if endpoint.body:
        yield from OF_ANY_BODY
    if endpoint.since != FIRST_VERSION:
        yield errors.needs_version(endpoint.since).text
    yield errors.key_not_assigned().text
    yield ECONNECTOR_DOWN


def _missing_rows(resource: Resource, endpoint: Endpoint[Any], fields: list[Field]) -> Iterator[str]:
    """Of the path, then of what the parameters and the body name."""
    if "{" in endpoint.path:
        key = endpoint.path.partition("{")[2].partition("}")[0]
        own = resource.table.entity if resource.table else ForeignKey(f".{key}").entity
        yield errors.not_found(own).text
    called = f"{endpoint.method} {endpoint.path}"
    keys = [field.type for field in fields if isinstance(field.type, ForeignKey)]
    lists = [field.wire_name for field in fields if isinstance(field.type, IntegerList)]
    keys += [ForeignKey(f".{name[:1].upper()}{name[1:].removesuffix('s')}") for name in lists if name.endswith("Nums")]
    words = [*(key.entity for key in keys), *FURTHER_ROWS.get(called, ())]
    yield from (errors.not_found(word).text for word in words)
    yield from handlers_texts().get((called, "404"), ())


@cache
def handlers_texts() -> Mapping[tuple[str, str], list[str]]:
    """By method and status: what its handler refuses."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        called, status, text = line.split("\t")
        found.setdefault((called, status), []).append(json.loads(text))
    return found
