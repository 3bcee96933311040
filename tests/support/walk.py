"""What the walk over every description is made of: methods by resource, wrong values by type, what a value becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from conftest import new_office
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field, Leniency
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources import load
from mockod.vendors.opendental.wire import date_fields, fields
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.words import Word
from support.api_client import ApiClient
from support.db import database
from support.every_method import PRACTICE, Call, Method, call_of, endpoint, methods
from support.simulated import simulated_resources

NOBODY = 99_999
"""A number that no row has."""
each_resource = pytest.mark.parametrize("resource", sorted(simulated_resources()))


def resources_with(*verbs: str) -> pytest.MarkDecorator:
    """One test for each resource that has a method of these verbs."""
    with_verb = {method.path.partition("/")[0] for method in methods() if method.method in verbs}
    return pytest.mark.parametrize("resource", sorted(with_verb))


Answer = tuple[int, Any]


@dataclass(frozen=True)
class Step:
    """A method of a resource with what the vendor says of it, how mockod has it, and a call that succeeds."""

    facts: Method
    endpoint: Endpoint[Any]
    call: Call

    def __str__(self) -> str:
        return str(self.facts)

    @property
    def table(self) -> Table | None:
        return load(self.endpoint.resource).table

    @property
    def number(self) -> int | None:
        """The number of the row that the path names."""
        found = re.search(r"/(\d+)", self.call.path)
        return int(found[1]) if found else None

    def path_of(self, number: int) -> str:
        return re.sub(r"{\w+}", str(number), self.facts.path)

    def body(self, **fields: Any) -> dict[str, Any]:
        """The body of the call with these fields; where a method takes one field only, with these alone."""
        return fields if self.endpoint.takes_one_field and fields else {**(self.call.body or {}), **fields}

    def send(self, office: ApiClient, body: Mapping[str, Any] | None = None) -> Any:
        given = self.call.body if body is None else body
        return office.call(self.facts.method, self.call.path, given, **self.call.query)


def steps(resource: str, *verbs: str) -> Iterator[Step]:
    """The resource's methods of these verbs; without those that the vendor has given up, ``POST payplans``: the walk's
    offices are of today, and its own tests call it in one of its day."""
    for method in methods():
        if method.path.partition("/")[0] == resource and method.method in verbs and not method.until:
            yield Step(method, endpoint(method), call_of(method))


def entity_of(step: Step) -> str:
    """The vendor's word for the row that the path names."""
    key = re.search(r"{(\w+)}", step.facts.path)
    assert key
    own = step.table
    if own and isinstance(own.stored[own.key].type, fields.ForeignKey):
        return own.stored[own.key].type.entity
    if own and own.stored[own.key].wire_name == key[1]:
        return own.entity
    return next(table.entity for table in tables().values() if table.key == key[1])


def refused(response: Any) -> Answer:
    return response.status_code, response.json


# Values

INVALID: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (fields.Flag, ("maybe", 2, [])),
    (fields.Choice | Word, ("NoSuchWord", [], 7.5)),
    (fields.IntegerList, ("1", ["one"], [-1])),
    (Color, ("256,0,0", "red", 7)),
    (date_fields.Dated, (5, [])),
    (fields.ForeignKey | fields.DefinitionKey, ("one", -1, 1.5, [])),
    (fields.Number, ("ten", [], True)),
    (fields.Integer, ("ten", 1.5, 2**63, True, [])),
    (fields.Text, ([], {}, True)),
)
"""Type, and values that none of its fields takes. The first that a type is an instance of decides."""
MISSPELLED = (
    (date_fields.Day, "2026-02-30"),
    (date_fields.Moment, "2026-03-02T25:00:00"),
    (date_fields.TimeOfDay, "9am"),
)


def wrong_values(field: Field) -> Iterator[tuple[Any, Answer]]:
    """Values that a field does not take, each with its refusal in the vendor's words."""
    name = field.wire_name
    for value in next((values for kind, values in INVALID if isinstance(field.type, kind)), ()):
        yield value, (400, f"{name} is invalid.")
    for kind, value in MISSPELLED:
        if isinstance(field.type, kind):
            yield value, (400, f"{name} format must be {field.type.format}.")
    if isinstance(field.type, fields.ForeignKey):
        yield NOBODY, (404, f"{field.type.entity} not found.")
    if isinstance(field.type, fields.DefinitionKey):
        yield NOBODY, (400, f"{name} is invalid.")


def written_wrongly(field: Field) -> Iterator[tuple[str, Answer]]:
    """The same for a parameter, whose value is a text."""
    name = field.wire_name
    for kind, value in MISSPELLED:
        if isinstance(field.type, kind):
            yield value, (400, f"{name} format must be {field.type.format}.")
    if isinstance(field.type, fields.IntegerList):
        yield "one", (400, f"{name} is invalid.")
    elif not isinstance(field.type, date_fields.Dated):
        yield from ((value, refusal) for value, refusal in wrong_values(field) if isinstance(value, str))
    if isinstance(field.type, fields.ForeignKey | fields.DefinitionKey):
        yield from ((str(value), refusal) for value, refusal in wrong_values(field) if value in (NOBODY, -1))


def as_stored(field: Field, value: Any) -> Any:
    """What a value that a client sends becomes in the database."""
    return stored(field.type.read(value, Leniency()))


def known_fields(step: Step) -> Mapping[str, Field]:
    """The fields of a body by their names on the wire."""
    return {field.wire_name: field for field in step.endpoint.body.fields.values()} if step.endpoint.body else {}


def row_of(office: ApiClient, table: Table, number: int) -> dict[str, Any]:
    """A row by the names of its columns; nothing where there is none."""
    found = database(office).rows(f"SELECT * FROM {table.name} WHERE {table.key} = ?", (number,))
    return dict(zip(table.stored, found[0], strict=True)) if found else {}


def fresh() -> ApiClient:
    """An office that has a row or more of everything."""
    return new_office(PRACTICE)


def begin_anew(office: ApiClient) -> None:
    """The same office as it was when it was made."""
    office.http.application.extensions["mockod.offices"].reset(office.customer)
