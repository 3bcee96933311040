"""The control plane's own OpenAPI document, made from the tables by which it answers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mockod._version import __version__
from mockod.control.auth import OPEN, TOKEN_HEADER
from mockod.control.endpoints import call, tells_text
from mockod.control.fields import Nested
from mockod.control.reading import FORMATS
from mockod.control.scope import Scope
from mockod.rest.endpoint import Endpoint
from mockod.rest.keys import KEY
from mockod.rest.schema import Schema

ABOUT = """\
What commands the world around the simulated API: clock, faults, snapshots, offices. A call means the office of the
customer key that `?office=` or the {} header names; where it may do without, it means all, and what changes them says
how many `offices` there are. A parameter or field that is not listed is refused, and so is null. A value that this
document does not allow is 400; one that names what is not there is 404; values that contradict one another, or what
there is, are 409; a practice, or a fragment of one, that has a mistake is 422."""
OFFICE = (
    "Customer key of the office that is meant; it wins over the {} header. It must be that of an office that there is, "
    "but where the call makes it."
)
ONE_OFFICE = "Customer key of the one office that is meant. The {} header may name it instead."
FORMAT = {
    "name": "format",
    "in": "query",
    "description": "text for people, as the header Accept: text/plain has it; JSON without.",
    "schema": {"type": "string", "enum": list(FORMATS)},
}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
ANSWERS = {"Fragment": "Seeded"}
"""What is sent -> what it is answered with."""
NO_SCHEMAS: Mapping[str, Any] = {}
_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_BYTES: dict[str, Any] = {"application/octet-stream": {}}
_YAML: dict[str, Any] = {"application/yaml": {"schema": {"type": "string"}}}
_SQLITE: dict[str, Any] = {"application/vnd.sqlite3": {}}
"""What is sent; no Content-Type is asked for."""


def document(scope: Scope) -> dict[str, Any]:
    """This document."""
    from mockod.control.routes import is_offered, routes_for  # here, as the routes load this module

    features = scope.features
    endpoints = routes_for(features).endpoints
    practices = practice_schemas(features.seeding.sections()) if features.seeding else {}
    offered = (row for row in endpoints if is_offered(row.resource, features))
    return openapi(offered, scope.vendor.key_header, practices)


def openapi(
    endpoints: Iterable[Endpoint[Any]], key_header: str = "Authorization", more: Mapping[str, Any] = NO_SCHEMAS
) -> dict[str, Any]:
    """An OpenAPI 3.1 document of these endpoints, with these schemas besides those of bodies.

    ``key_header`` names the customer key in the vendor's requests.
    """
    office = {
        "name": "office",
        "in": "query",
        "description": OFFICE.format(key_header),
        "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    }
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM, **more}
    for endpoint in endpoints:
        paths.setdefault(f"/{endpoint.path}", {})[endpoint.method.lower()] = _operation(endpoint)
        schemas.update({schema.name: _schema(schema) for schema in _bodies(endpoint.body)})
    problem = {"application/problem+json": {"schema": _ref("schemas", "Problem")}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "mockod control plane", "version": __version__, "description": ABOUT.format(key_header)},
        "servers": [{"url": "/_mockod"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "office": office,
                "one_office": {**office, "required": True, "description": ONE_OFFICE.format(key_header)},
                "format": FORMAT,
            },
            "responses": {"Problem": {"description": "Why not, as problem details (RFC 9457).", "content": problem}},
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": TOKEN_HEADER,
                    "description": "Wanted by a server that was started with --token.",
                }
            },
        },
    }


def practice_schemas(sections: Iterable[str]) -> dict[str, Any]:
    """What a practice and a fragment of one are; what a row of a section has, its own columns say."""
    value = {"type": ["string", "number", "boolean", "null", "array"]}
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": value}}
    numbers = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}
    practice = {
        "type": "object",
        "properties": {
            **dict.fromkeys(sections, rows),
            "office": {"type": "object", "properties": {"zone": {"type": "string"}}},
            "preferences": {"anyOf": [{"type": "object", "additionalProperties": value}, rows]},
        },
        "additionalProperties": False,
    }
    removed = {"type": "object", "additionalProperties": {"type": ["string", "integer", "object", "array"]}}
    answer = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("added", "changed", "removed"), numbers),
            "named": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
        "required": ["added", "changed", "removed", "named"],
    }
    fragment = {**practice, "properties": {**practice["properties"], "remove": removed}}  # type: ignore[dict-item]
    return {"Practice": practice, "Fragment": fragment, "Seeded": answer}


def _operation(endpoint: Endpoint[Any]) -> dict[str, Any]:
    text = " ".join((inspect.getdoc(endpoint.run) or endpoint.path).split()).replace("``", "`")
    answers = endpoint.run.__annotations__.get("return")
    operation: dict[str, Any] = {
        "operationId": "_".join([endpoint.method.lower(), *re.findall(r"\w+", endpoint.path)]),
        "tags": [endpoint.resource],
        "summary": text.partition(". ")[0].rstrip("."),
        "description": text,
        "parameters": [*_parameters(endpoint), *([_ref("parameters", "format")] if tells_text(endpoint) else [])],
        "responses": {
            str(endpoint.status): {"description": "Done.", "content": _content(answers, endpoint.file)},
            "default": _ref("responses", "Problem"),
        },
    }
    if endpoint.body:
        schema = {"schema": _ref("schemas", endpoint.body.name)}
        operation["requestBody"] = {"required": _is_needed(endpoint.body), "content": {"application/json": schema}}
    elif endpoint.takes_file:
        json = {"application/json": {"schema": _ref("schemas", endpoint.file)}}
        operation["requestBody"] = {"required": True, "content": {**json, **_YAML} if endpoint.file else _SQLITE}
    if endpoint.resource in OPEN:
        operation["security"] = []
    return operation


def _parameters(endpoint: Endpoint[Any]) -> list[dict[str, Any]]:
    """Those of the path, the office, and those of the query."""
    numbers = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    filters = [
        {"name": field.wire_name, "in": "query", "required": field.required, "schema": field.type.json_schema()}
        for field in (endpoint.query.fields.values() if endpoint.query else ())
    ]
    return [*numbers, _ref("parameters", "one_office" if endpoint.needs_office else "office"), *filters]


def _content(answers: Any, file: str = "") -> dict[str, Any]:
    """What an answer is, by what the function says that it returns, or by the file that was sent."""
    if file in ANSWERS:
        return {"application/json": {"schema": _ref("schemas", ANSWERS[file])}}
    if answers == "File":
        return _BYTES
    json: dict[str, Any] = {"application/json": {"schema": {"type": "object"} if "dict" in str(answers) else {}}}
    return {**json, **_TEXT} if answers == "Result" else json


def _bodies(schema: Schema | None) -> Iterator[Schema]:
    """A body's schema, and those that lie in it."""
    if schema is not None:
        yield schema
        for field in schema.fields.values():
            if isinstance(field.type, Nested):
                yield from _bodies(field.type.schema)


def _schema(schema: Schema) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.wire_name: field.type.json_schema() for field in schema.fields.values()},
        "required": [field.wire_name for field in schema.fields.values() if field.required],
        "additionalProperties": False,
    }


def _is_needed(schema: Schema) -> bool:
    return any(field.required for field in schema.fields.values())


def _ref(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}


ENDPOINTS = (call("GET", "openapi.json", document),)
