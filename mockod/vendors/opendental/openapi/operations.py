"""A method of the API as an operation of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from mockod.rest.endpoint import MOST_DIGITS, Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, FieldType, Schema
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.analysis.rule_catalogue import RULES
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.openapi import examples, values
from mockod.vendors.opendental.openapi.components import Components, JsonSchema, reference
from mockod.vendors.opendental.openapi.names import capitalized, entity, operation_id, sentence
from mockod.vendors.opendental.openapi.refusals import refusals, response
from mockod.vendors.opendental.pipeline.checks import SPELLINGS, required_permission
from mockod.vendors.opendental.wire.errors import deprecated

ONE_OR_MANY = "Row | Rows"
"""What a handler returns whose method answers one row or a list, by what it is asked for."""
TEXT: JsonSchema = {"application/json": {"schema": {"type": "string"}}}
ID: JsonSchema = {"type": "integer", "format": "int64", "minimum": 0, "maximum": 10**MOST_DIGITS - 1}
BASIS = {"X-Mockod-Basis": reference("headers", "Basis")}
NOTHING_SENT: JsonSchema = {
    "description": "No document could be sent: why, in a text.",
    "headers": BASIS,
    "content": TEXT,
}
OTHER_ANSWERS: dict[str, dict[str, JsonSchema]] = {
    "POST payplans": {"201": {"description": "The plan's note.", "headers": BASIS, "content": TEXT}},
    "POST documents/Thumbnails": {"200": NOTHING_SENT},
    "POST documents/DownloadMount": {"200": NOTHING_SENT},
}
"""Answers that are no rows, by method and status."""
LOCATION: JsonSchema = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
WRITING = ("POST", "PUT")


@dataclass(frozen=True, slots=True)
class Operations:
    """Makes the operations of one version, and fills the document's components with what they refer to."""

    version: Version
    components: Components

    def of(self, resource: Resource, endpoint: Endpoint[Any]) -> JsonSchema:
        """The operation of a method."""
        name, permission = operation_id(resource, endpoint), required_permission(endpoint, self.version)
        operation: JsonSchema = {
            "operationId": name,
            "tags": [resource.name],
            "summary": sentence(name),
            "description": _description(endpoint, permission),
            "parameters": _ids(endpoint),
            "responses": {},
            "x-mockod-since": endpoint.since,
            "x-mockod-permission": permission,
            "x-mockod-basis": endpoint.basis.value,
        }
        if endpoint.until and self.version.knows(endpoint.until):
            gone = response("Taken away by this version.", [deprecated(endpoint.until).text])
            answers = {"410": gone, **refusals(resource, endpoint, permission, ())}
            return {**operation, "deprecated": True, "x-mockod-until": endpoint.until, "responses": _sorted(answers)}
        operation["parameters"] += self._parameters(endpoint)
        taken = [*self._known(endpoint.query), *self._known(endpoint.body)]
        answers = {**self._answers(resource, endpoint, name), **refusals(resource, endpoint, permission, taken)}
        operation["responses"] = _sorted(answers)
        if endpoint.body:
            operation["requestBody"] = self._body(endpoint, endpoint.body, name)
        return operation

    def _known(self, schema: Schema | None) -> list[Field]:
        """The fields that offices of this version have."""
        return [field for field in schema.fields.values() if field.is_known(self.version.knows)] if schema else []

    def _parameters(self, endpoint: Endpoint[Any]) -> list[JsonSchema]:
        """Those of the method, of pages, and of the spelling of dates."""
        own = [
            {
                "name": field.wire_name,
                "in": "query",
                "required": field.required,
                "schema": values.sent(field.type, self.components),
                **_marks(field),
            }
            for field in self._known(endpoint.query)
        ]
        is_paged = endpoint.many and endpoint.method != "POST"
        common = ["Limit", "Offset"] if is_paged else []
        if endpoint.answer:
            common += [name for name, since in SPELLINGS.items() if self.version.knows(since)]
        return [*own, *(reference("parameters", name) for name in common)]

    def _body(self, endpoint: Endpoint[Any], schema: Schema, name: str) -> JsonSchema:
        record: JsonSchema = {**self._record(self._known(schema), values.sent), "additionalProperties": False}
        record["required"] = [field.wire_name for field in self._known(schema) if field.required]
        if endpoint.takes_one_field:
            record |= {"minProperties": 1, "maxProperties": 1}
        referred = self.components.refer([f"{capitalized(name)}Body"], record)
        printed = [one for one in _printed(endpoint) if one.body and one.body.keys() <= record["properties"].keys()]
        told = {
            one.title: {"value": examples.filled(referred, one.body, self.components, only_given=True)}
            for one in printed
        } or {"required": {"value": examples.filled(referred, None, self.components, only_given=True)}}
        content = {"application/json": {"schema": referred, "examples": told}}
        return {"required": bool(record["required"]) or endpoint.takes_one_field, "content": content}

    def _answers(self, resource: Resource, endpoint: Endpoint[Any], name: str) -> JsonSchema:
        """What is answered that is no refusal, by status."""
        answered: JsonSchema = {"description": HTTPStatus(endpoint.status).phrase, "headers": BASIS}
        if endpoint.location or endpoint.status == HTTPStatus.CREATED:
            answered["headers"] = {**BASIS, **LOCATION}
        if endpoint.answer and self.version.knows(endpoint.answers_since):
            row = self._row(resource, endpoint, endpoint.answer, name)
            answered["content"] = self._content(endpoint, row)
        others = OTHER_ANSWERS.get(f"{endpoint.method} {endpoint.path}", {})
        return {str(endpoint.status): answered, **others}

    def _content(self, endpoint: Endpoint[Any], row: JsonSchema) -> JsonSchema:
        rows: JsonSchema = {"type": "array", "items": row}
        schema = rows if endpoint.many else row
        if endpoint.run.__annotations__.get("return") == ONE_OR_MANY:
            schema = {"anyOf": [row, rows]}
        printed = [one for one in _printed(endpoint) if one.status == endpoint.status and one.answer]
        told = {one.title: {"value": examples.filled(schema, one.answer, self.components)} for one in printed}
        made: Any = [{}] if endpoint.many else {}
        told = told or {"empty": {"value": examples.filled(schema, made, self.components)}}
        return {"application/json": {"schema": schema, "examples": told}}

    def _row(self, resource: Resource, endpoint: Endpoint[Any], schema: Schema, name: str) -> JsonSchema:
        fields = self._known(schema)
        if not fields:
            return {"type": "object"}
        record = {**self._record(fields, values.shown), "required": [field.wire_name for field in fields]}
        own = schema.name if re.fullmatch(r"[A-Z]\w*", schema.name) else entity(resource)
        prefix = "Written" if endpoint.method in WRITING else "Listed" if endpoint.many else ""
        return self.components.refer([own, f"{prefix}{entity(resource)}", f"{capitalized(name)}Answer"], record)

    def _record(self, fields: Iterable[Field], describe: Callable[[FieldType, Components], JsonSchema]) -> JsonSchema:
        members = {field.wire_name: {**describe(field.type, self.components), **_marks(field)} for field in fields}
        for name, member in members.items():
            if "enum" in member and name != capitalized(name) in members:
                member["title"] = f"{name}Name"  # planType beside PlanType: programs would call both types the same
        return {"type": "object", "properties": members}


def _description(endpoint: Endpoint[Any], permission: str) -> str:
    """Version, permission and basis, and the rules that are seen in a method."""
    about = f"Since version {endpoint.since}. Wants the permission {permission}. Basis: {endpoint.basis.value}."
    seen = [rule for rule in RULES if rule.seen_in == f"{endpoint.method} {endpoint.path}"]
    return "\n".join([about, "", *(f"- {rule.text} ({rule.number}, {rule.basis.value})" for rule in seen)]).strip()


def _marks(field: Field) -> JsonSchema:
    """The version that brought a field, and what it rests on, where its method says another."""
    marks = {"x-mockod-since": field.since} if field.since else {}
    return marks if field.basis is Basis.DOCUMENTED else {**marks, "x-mockod-basis": field.basis.value}


def _ids(endpoint: Endpoint[Any]) -> list[JsonSchema]:
    names = re.findall(r"{(\w+)}", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": ID} for name in names]


def _printed(endpoint: Endpoint[Any]) -> tuple[examples.Printed, ...]:
    return examples.printed().get((endpoint.method, endpoint.path), ())


def _sorted(answers: JsonSchema) -> JsonSchema:
    return dict(sorted(answers.items()))
