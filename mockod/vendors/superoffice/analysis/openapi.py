"""The OpenAPI document of what is simulated, made of the same descriptions that read bodies and write answers.

python -m mockod.vendors.superoffice.analysis.openapi > superoffice.json
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.json_codec import write_json
from mockod.vendors.superoffice.domain.time_zones import ZONES
from mockod.vendors.superoffice.resources.appointments.columns import COLUMNS
from mockod.vendors.superoffice.resources.routes import ROUTES
from mockod.vendors.superoffice.wire.appointment import Appointment
from mockod.vendors.superoffice.wire.carriers import Associate, Contact, Person, Priority, Project, Sale, Task
from mockod.vendors.superoffice.wire.kinds import (
    MOST_NUMBER,
    Bits,
    Duration,
    Kind,
    Moment,
    Number,
    Reference,
    Text,
    Texts,
    Word,
    YesOrNo,
)
from mockod.vendors.superoffice.wire.records import Access, Part, Parts, properties_of
from mockod.vendors.superoffice.wire.request_view import JSON_TYPES, XML_TYPES
from mockod.vendors.superoffice.wire.rights import FIELDS

Json = dict[str, Any]
STRING: Json = {"type": "string"}
ANY_OBJECT: Json = {"type": "object"}
CARRIERS: Mapping[str, type] = {
    "associate": Associate,
    "contact": Contact,
    "person": Person,
    "project": Project,
    "sale": Sale,
    "task": Task,
    "priority": Priority,
}
RIGHT: Json = {
    "type": "object",
    "required": ["Mask", "Reason"],
    "properties": {"Mask": STRING, "Reason": STRING},
    "additionalProperties": False,
}
ERROR: Json = {
    "type": "object",
    "required": ["Error", "ErrorType", "Message", "ErrorMessage", "ErrorSource"],
    "properties": {
        "Error": {"const": True},
        "ErrorType": STRING,
        "Message": STRING,
        "ErrorMessage": STRING,
        "ErrorSource": STRING,
    },
}
LIST: Json = {
    "type": "object",
    "required": ["odata.metadata", "value"],
    "properties": {
        "odata.metadata": STRING,
        "odata.nextLink": STRING,
        "value": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["PrimaryKey", "EntityName"],
                "properties": {"PrimaryKey": {"type": "integer"}, "EntityName": STRING},
            },
        },
    },
    "additionalProperties": False,
}
QUERY: Mapping[str, str] = {
    "$select": "Columns of the list, or properties of the entity; of an entity all others become null.",
    "$filter": "Conditions joined by and: text begins 'Exam' and date thisWeek.",
    "$orderBy": "Columns, each with asc or desc.",
    "$top": "Rows at most.",
    "$skip": "Rows to pass over.",
    "$mode": "Slim, Wide or Full.",
    "$output": "Logical or Display.",
    "$jsonSafe": "true for columns without a slash.",
}
HEADERS: Mapping[str, str] = {
    "SO-TimeZone": f"One of {', '.join(zone.code for zone in ZONES)}, and perhaps includeTZOffset.",
    "SO-Language": "A language, before that of Accept-Language.",
}
REFUSALS: Mapping[str, str] = {
    "400": "It cannot be read, or names what is not there",
    "401": "The credentials are missing or wrong",
    "403": "The right is missing",
    "404": "There is none of this id",
    "409": "A test of the patch failed",
    "412": "It was changed since If-Unmodified-Since",
    "415": "The type of the body is not read",
}
ANSWERS: Mapping[str, Json] = {
    "GET Appointment": {"$ref": "#/components/schemas/AppointmentList"},
    "GET Appointment/default": {"$ref": "#/components/schemas/AppointmentEntity"},
    "POST Appointment/Validate": {"type": "object", "additionalProperties": STRING},
    "GET Appointment/{AppointmentId}/Simple": {
        "type": "object",
        "additionalProperties": {"type": ["string", "integer", "boolean"]},
    },
    "GET Appointment/{AppointmentId}/Participants": LIST,
    "GET Appointment/{AppointmentId}/Links": LIST,
    "GET timezone": {"type": "array", "items": {"$ref": "#/components/schemas/TimeZoneData"}},
    "GET MDOList/task": {"type": "array", "items": {"$ref": "#/components/schemas/MDOListItem"}},
    "GET MDOList/associate": {"type": "array", "items": {"$ref": "#/components/schemas/MDOListItem"}},
    "GET api": ANY_OBJECT,
}
"""Answers that are no entity with links."""


def document() -> Json:
    """The document, OpenAPI 3.1."""
    paths: dict[str, Json] = {}
    for endpoint in ROUTES.endpoints:
        path = "/" if endpoint.path == "api" else f"/{endpoint.path}"
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "SuperOffice REST WebAPI, simulated by mockod", "version": "v1"},
        "servers": [
            {
                "url": "/superoffice/{tenant}/api/v1",
                "variables": {"tenant": {"default": "Cust12345", "description": "The office."}},
            }
        ],
        "security": [{"Basic": []}, {"Bearer": []}, {"SOTicket": [], "SO-AppToken": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "Basic": {"type": "http", "scheme": "basic"},
                "Bearer": {"type": "http", "scheme": "bearer"},
                "SOTicket": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "SO-AppToken": {"type": "apiKey", "in": "header", "name": "SO-AppToken"},
            },
            "schemas": _schemas(),
        },
    }


def _operation(endpoint: Endpoint[Any]) -> Json:
    words = re.findall(r"[A-Za-z]+", endpoint.path)
    operation: Json = {
        "operationId": endpoint.method.lower() + "".join(word[:1].upper() + word[1:] for word in words),
        "tags": [endpoint.path.partition("/")[0]],
        "summary": endpoint.summary,
        "x-basis": endpoint.basis.value,
        "parameters": list(_parameters(endpoint)),
        "responses": {str(endpoint.status): _answer(endpoint)},
    }
    if endpoint.method in ("POST", "PUT", "PATCH"):
        entity = {"$ref": "#/components/schemas/NewAppointmentEntity"}
        patch = {"type": "array", "items": {"$ref": "#/components/schemas/PatchOperation"}}
        schema = {"anyOf": [patch, entity]} if endpoint.method == "PATCH" else entity
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": schema} for kind in JSON_TYPES}}
    for status in _refusals(endpoint):
        refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        operation["responses"][status] = {"description": REFUSALS[status], "content": refused}
    if endpoint.method == "GET" and endpoint.path.endswith("}"):
        operation["responses"]["304"] = {"description": "It was not changed since If-Modified-Since"}
    return operation


def _refusals(endpoint: Endpoint[Any]) -> Iterator[str]:
    yield from ("401", "400")
    if endpoint.path.startswith("Appointment") and "default" not in endpoint.path:
        yield "403"
    if "{" in endpoint.path:
        yield "404"
    if endpoint.method == "PATCH":
        yield "409"
    if endpoint.method in ("PUT", "PATCH", "DELETE"):
        yield "412"
    if endpoint.method in ("POST", "PUT", "PATCH"):
        yield "415"


def _parameters(endpoint: Endpoint[Any]) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", endpoint.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
    names: Sequence[str] = tuple(QUERY) if endpoint.path == "Appointment" and endpoint.method == "GET" else ("$select",)
    for name in names if endpoint.path.startswith("Appointment") else ():
        yield {"name": name, "in": "query", "description": QUERY[name], "schema": STRING}
    for name, text in HEADERS.items():
        yield {"name": name, "in": "header", "description": text, "schema": STRING}
    conditions = {"GET": "If-Modified-Since", "PUT": "If-Unmodified-Since", "PATCH": "If-Unmodified-Since"}
    conditions["DELETE"] = conditions["PUT"]
    if endpoint.path.endswith("}"):
        yield {"name": conditions[endpoint.method], "in": "header", "schema": STRING}


def _answer(endpoint: Endpoint[Any]) -> Json:
    if endpoint.status == 204:
        return {"description": "It is gone"}
    name = f"{endpoint.method} {endpoint.path}"
    schema = ANSWERS.get(name, {"$ref": "#/components/schemas/AppointmentEntityWithLinks"})
    content = {kind: {"schema": schema} for kind in JSON_TYPES}
    return {"description": "OK", "content": {**content, **{kind: {"schema": {}} for kind in XML_TYPES}}}


# ----- schemas -----


def _schemas() -> dict[str, Json]:
    schemas: dict[str, Json] = {"Error": ERROR}
    for carrier in CARRIERS.values():
        schemas[carrier.__name__] = _record(carrier, schemas, is_carrier=True)
    entity = _record(Appointment, schemas)
    rights = {"TableRight": _or_null(RIGHT), "FieldProperties": _or_null(_field_properties())}
    whole = {name: _or_null(schema) for name, schema in entity["properties"].items()} | rights
    links = {"_Links": _or_null({"type": "object", "additionalProperties": STRING})}
    schemas["AppointmentEntity"] = _closed(whole)
    schemas["AppointmentEntityWithLinks"] = _closed(whole | links)
    schemas["NewAppointmentEntity"] = {"type": "object", "properties": _sent()}
    schemas["AppointmentList"] = {
        **LIST,
        "description": f"Rows have the columns that were chosen of {', '.join(one.name for one in COLUMNS)}.",
    }
    schemas["PatchOperation"] = {
        "type": "object",
        "required": ["op", "path"],
        "properties": {"op": {"enum": ["add", "replace", "remove", "test"]}, "path": STRING, "value": {}},
    }
    for name in ("TimeZoneData", "MDOListItem"):
        schemas[name] = ANY_OBJECT
    return schemas


def _sent() -> dict[str, Json]:
    """The properties of an entity that a client may send."""
    return {
        known.name: _or_null(_sent_kind(known.kind))
        for known in properties_of(Appointment)
        if known.access is Access.TAKEN
    }


def _sent_kind(kind: Kind) -> Json:
    """A value as it may be sent: of a carrier its id alone counts, and a word may be a number."""
    if isinstance(kind, Reference):
        return {"type": "object", "required": [kind.key], "properties": {kind.key: {"type": "integer", "minimum": 0}}}
    if isinstance(kind, Word):
        return {"enum": [*kind.words.numbers, *kind.words.numbers.values()]}
    if isinstance(kind, Part | Parts | Bits):
        return {}
    if isinstance(kind, Texts):
        return {"type": "object", "additionalProperties": STRING}
    return _kind(kind, {})


def _record(record: type, schemas: dict[str, Json], *, is_carrier: bool = False) -> Json:
    properties = {known.name: _kind(known.kind, schemas) for known in properties_of(record)}
    more = {"TableRight": _or_null(RIGHT), "FieldProperties": ANY_OBJECT} if is_carrier else {}
    return _closed(properties | more)


def _closed(properties: Mapping[str, Json]) -> Json:
    """An object that has these properties, and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _field_properties() -> Json:
    right = _closed({"FieldRight": RIGHT, "FieldType": STRING, "FieldLength": {"type": "integer"}})
    names = [line.split()[0] for line in FIELDS.strip().splitlines()]
    return {"type": "object", "required": names, "additionalProperties": right}


def _kind(kind: Kind, schemas: dict[str, Json]) -> Json:
    """A value as it is answered; records that it holds are added to the schemas."""
    if isinstance(kind, Number):
        return {"type": "integer", "minimum": kind.least, "maximum": MOST_NUMBER}
    if isinstance(kind, YesOrNo):
        return {"type": "boolean"}
    if isinstance(kind, Text):
        return {"type": "string", "maxLength": kind.longest}
    if isinstance(kind, Word):
        return {"type": "string", "enum": list(kind.words.numbers)}
    if isinstance(kind, Moment):
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?$"}
    if isinstance(kind, Duration):
        return {"type": "string", "pattern": r"^(?:\d+\.)?\d{2}:\d{2}:\d{2}$"}
    if isinstance(kind, Reference):
        carrier = CARRIERS.get(kind.carrier)
        return _or_null({"$ref": f"#/components/schemas/{carrier.__name__ if carrier else 'TimeZoneData'}"})
    if isinstance(kind, Part | Parts):
        name = kind.record.__name__
        if name not in schemas:
            schemas[name] = ANY_OBJECT  # its place in the order
            schemas[name] = _record(kind.record, schemas, is_carrier=kind.is_carrier)
        inner = {"$ref": f"#/components/schemas/{name}"}
        return {"type": "array", "items": inner} if isinstance(kind, Parts) else _or_null(inner)
    if isinstance(kind, Texts):
        return {"type": "object", "additionalProperties": STRING}
    return STRING


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(write_json(document()) + b"\n")
