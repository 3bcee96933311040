"""The OpenAPI document of the vendor's API, as tests look into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.openapi.document import document as make

NEWEST = "26.3"


@cache
def document(version: str = NEWEST) -> Any:
    """As it goes over the wire."""
    return json.loads(json.dumps(make(parse_version(version))))


def operations(version: str = NEWEST) -> Iterator[tuple[str, Any]]:
    """``GET employers/{EmployerNum}``, and what the document says of it."""
    for path, item in document(version)["paths"].items():
        for verb, operation in item.items():
            yield f"{verb.upper()} {path[1:]}", operation


def operation(called: str, version: str = NEWEST) -> Any:
    return dict(operations(version))[called]


@cache
def _closed_schemas(version: str) -> Any:
    """The document's schemas, whose objects have no member that is not listed."""
    schemas = json.loads(json.dumps(document(version)["components"]["schemas"]))
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    return schemas


def mistakes(schema: Any, value: Any, version: str = NEWEST) -> list[str]:
    """What is wrong with a value, by place; members that are not listed, too."""
    whole = {**schema, "components": {"schemas": _closed_schemas(version)}}
    validator = jsonschema.Draft202012Validator(whole)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(value)]


def content(response: Any) -> Any:
    """The JSON of a response: its schema and examples; nothing where it has none."""
    return response.get("content", {}).get("application/json", {})
