"""The control plane's own OpenAPI document, made from the tables by which it answers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mockod._version import __version__
from mockod.control.answers import DOCUMENT, Shape
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
    "additionalProperties": False,
}
REFUSALS = ("400", "401", "403", "404", "409")
"""Statuses with which a control call is refused: 401 without the token, 403 for pages of other sites."""
MISTAKEN = "422"
"""The status of a practice, or a fragment of one, that has a mistake."""
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
    practices = practice_schemas(features.seeding.sections(), scope.shared.parts) if features.seeding else {}
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
        schemas.update(_shapes(endpoint.answers) if not _is_file(endpoint) else {})
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


def practice_schemas(sections: Iterable[str], parts: Iterable[str] = ()) -> dict[str, Any]:
    """What a practice and a fragment of one are; what a row of a section has, its own columns say.

    ``parts`` are those of further vendors, which have sections of their own.
    """
    value = {"type": ["string", "number", "boolean", "null", "array"]}
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": value}}
    practice = {
        "type": "object",
        "properties": {
            **dict.fromkeys(sections, rows),
            **{part: {"type": "object"} for part in parts},
            "office": {"type": "object", "properties": {"zone": {"type": "string"}}},
            "preferences": {"anyOf": [{"type": "object", "additionalProperties": value}, rows]},
        },
        "additionalProperties": False,
    }
    removed = {"type": "object", "additionalProperties": {"type": ["string", "integer", "object", "array"]}}
    fragment = {**practice, "properties": {**practice["properties"], "remove": removed}}  # type: ignore[dict-item]
    return {"Practice": practice, "Fragment": fragment}


def _operation(endpoint: Endpoint[Any]) -> dict[str, Any]:
    text = " ".join((inspect.getdoc(endpoint.run) or endpoint.path).split()).replace("``", "`")
    operation: dict[str, Any] = {
        "operationId": endpoint.name or "_".join([endpoint.method.lower(), *re.findall(r"\w+", endpoint.path)]),
        "tags": [endpoint.resource],
        "summary": text.partition(". ")[0].rstrip("."),
        "description": text,
        "parameters": [*_parameters(endpoint), *([_ref("parameters", "format")] if tells_text(endpoint) else [])],
        "responses": {
            str(endpoint.status): {"description": "Done.", "content": _content(endpoint)},
            **dict.fromkeys(_refusals(endpoint), _ref("responses", "Problem")),
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


def _refusals(endpoint: Endpoint[Any]) -> list[str]:
    """Statuses of what is refused, ``default`` last: what nobody expects of a request that is right."""
    told = [status for status in REFUSALS if not (status == "401" and endpoint.resource in OPEN)]
    if endpoint.file or (endpoint.body and "practice" in endpoint.body.fields):
        told.append(MISTAKEN)
    return [*told, "default"]


def _content(endpoint: Endpoint[Any]) -> dict[str, Any]:
    """What an answer is: a file, by what the function says that it returns; else of the row's shape."""
    if _is_file(endpoint):
        return _YAML if endpoint.answers else _BYTES
    shape = endpoint.answers
    told: dict[str, Any] = {"schema": _ref("schemas", shape.name) if shape else {}}
    if shape and shape.example is not None:
        told["example"] = shape.example
    json = {"application/json": told}
    return {**json, **_TEXT} if tells_text(endpoint) else json


def _is_file(endpoint: Endpoint[Any]) -> bool:
    return endpoint.run.__annotations__.get("return") == "File"


def _shapes(node: Any) -> dict[str, Any]:
    """The shapes in a node, as the document's schemas by name."""
    if isinstance(node, Shape):
        return {node.name: _plain(node.schema), **_shapes(node.schema)}
    inside = node.values() if isinstance(node, Mapping) else node if isinstance(node, list | tuple) else ()
    return {name: schema for one in inside for name, schema in _shapes(one).items()}


def _plain(node: Any) -> Any:
    """A schema with references where shapes stand in it."""
    if isinstance(node, Shape):
        return _ref("schemas", node.name)
    if isinstance(node, Mapping):
        return {name: _plain(value) for name, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list | tuple) else node


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


ENDPOINTS = (call("GET", "openapi.json", document, name="get_openapi_document", answers=DOCUMENT),)
