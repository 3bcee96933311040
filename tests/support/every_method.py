"""Every method that is simulated: what the vendor says of it, and a call of it that succeeds.

Both follow from the facts (``vendor_facts``) and from what the facts do not say (``simulated``). A call that nobody
wrote is made of sample values, by the types of the resource's description; it is for the office of ``PRACTICE``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field, Schema
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.practice.columns import sections
from mockod.vendors.opendental.resources import RESOURCES, ROUTES, load
from support.paths import CONTRACT
from support.sample_values import Rows, SampleValues, sample_rows
from support.simulated import simulated_facts, simulated_resources
from support.vendor_facts import EVERYWHERE, FieldFacts, read_yaml


@dataclass(frozen=True)
class Method:
    """What is said of one method: by the vendor, and by whoever simulates it."""

    method: str
    path: str
    since: str
    until: str
    permission: str
    query: tuple[FieldFacts, ...] = ()
    body: tuple[FieldFacts, ...] = ()
    answer: tuple[FieldFacts, ...] = ()
    answers_since: str = ""
    checks_names: bool = False
    is_declared: bool = False
    """Whether the description carries it out, without a handler; then its body has the order of the columns."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def newer_parts(self) -> list[FieldFacts]:
        """Parameters and body fields that came after their method."""
        begun = parse_version(self.since)
        return [part for part in (*self.query, *self.body) if not begun.knows(part.since)]


@cache
def methods() -> tuple[Method, ...]:
    """All of them, in the order of the resources' names."""
    return tuple(
        Method(
            method=facts.method,
            path=facts.path.removeprefix("/"),
            since=facts.since,
            until=simulated.until.get(facts.name, ""),
            permission=simulated.permission(facts),
            query=_own(facts.query),
            body=facts.body,
            answer=facts.answer,
            answers_since=simulated.answers_since.get(facts.name, ""),
            checks_names=facts.name in simulated.checks_names,
            is_declared=facts.name in declared,
        )
        for name, simulated in simulated_resources().items()
        for declared in [_declared(name)]
        for facts in simulated_facts(name).methods
    )


def _declared(name: str) -> set[str]:
    """The methods of a resource that have no handler."""
    if name not in RESOURCES:
        return set()
    resource = load(name)
    pairs = zip(resource.methods, resource.endpoints, strict=True)
    return {f"{endpoint.method} /{endpoint.path}" for method, endpoint in pairs if method.run is None}


def _own(query: Iterable[FieldFacts]) -> tuple[FieldFacts, ...]:
    return tuple(part for part in query if part.name not in EVERYWHERE)


def endpoint(method: Method) -> Endpoint[Any]:
    """The method as it is simulated. Raises LookupError where it is not."""
    found = (row for row in ROUTES.endpoints if (row.method, row.path) == (method.method, method.path))
    if row := next(found, None):
        return row
    raise LookupError(f"{method} is not simulated")


# The office


@cache
def practice() -> dict[str, Any]:
    """Section -> rows: those that somebody wrote, and two of every other table whose resource is simulated."""
    written: dict[str, Any] = read_yaml(CONTRACT / "one_of_everything.yaml")
    for name, simulated in simulated_resources().items():
        if simulated.rows is not None:
            if name in written:
                raise ValueError(f"{name} has rows in one_of_everything.yaml and in simulated/{name}.yaml")
            written[name] = simulated.rows
    for name in simulated_resources():
        _add_sample_rows(name, written)
    return written


def _add_sample_rows(section: str, written: dict[str, Any]) -> None:
    """After those of the tables that they name."""
    table = sections().get(section)
    if table is None or section in written:
        return
    written[section] = ()
    by_table = {table.name: name for name, table in sections().items()}

    def rows_of(name: str) -> Rows:
        _add_sample_rows(by_table[name], written)
        rows: Rows = written.get(by_table[name], ())
        return rows

    written[section] = sample_rows(table, SampleValues(rows_of))


_FOLDER = TemporaryDirectory(prefix="practice-")


def _written_out() -> str:
    path = Path(_FOLDER.name) / "one_of_everything.yaml"
    path.write_text(json.dumps(practice(), indent=1), encoding="utf-8")
    return str(path)


PRACTICE = _written_out()
"""A practice file with a row or more of everything that the API shows."""


# The calls


@dataclass(frozen=True)
class Call:
    """A call that succeeds, and beyond it what later versions brought: name -> a value that changes the answer."""

    path: str
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    newer: dict[str, Any] = field(default_factory=dict)


@cache
def call_of(method: Method) -> Call:
    """Raises LookupError where somebody must write a value, or where the method does not take a part of its own."""
    resource = method.path.partition("/")[0]
    written = simulated_resources()[resource].calls.get(f"{method.method} /{method.path}", {})
    samples = _Samples(method)
    newer = written.get("newer", {})
    return Call(
        path=re.sub(r"{(\w+)}", lambda key: str(written.get("row") or _number(method, key[1])), method.path),
        body=written.get("body") or samples.body(),
        query=written.get("query") or samples.query(),
        newer={p.name: newer[p.name] if p.name in newer else samples.other(p) for p in method.newer_parts},
    )


def _number(method: Method, key: str) -> Any:
    """A row that the path may name: the first, or, to be deleted, the last, which is the least likely to be in use."""
    section, table = next(one for one in sections().items() if one[1].stored[one[1].key].wire_name == key)
    rows = practice()[section]
    return rows[-1 if method.method == "DELETE" else 0].get(table.key, 1)


def _rows_of(name: str) -> Rows:
    section = next(section for section, table in sections().items() if table.name == name)
    rows: Rows = practice().get(section, ())
    return rows


VALUES = SampleValues(_rows_of)


def calls() -> dict[str, Call]:
    """Every method by its name, ``GET employers/{EmployerNum}``, with its call."""
    return {str(method): call_of(method) for method in methods()}


@dataclass(frozen=True)
class _Samples:
    """Sample values of a method's parts, by the types that they have where they are simulated."""

    method: Method

    def query(self) -> dict[str, Any]:
        return {part.name: self._usual(part) for part in self.method.query if part.required}

    def body(self) -> dict[str, Any] | None:
        """What must be given, or the first field where nothing must: something that no row has yet."""
        if not self.method.body:
            return None
        required = [part for part in self.method.body if part.required]
        return {part.name: self.other(part) for part in required or self.method.body[:1]}

    def _usual(self, part: FieldFacts) -> Any:
        return VALUES.usual(self._field(part).type, part.name)

    def other(self, part: FieldFacts) -> Any:
        return VALUES.other(self._field(part).type, part.name)

    def _field(self, part: FieldFacts) -> Field:
        """Raises LookupError where the resource lacks it."""
        row = endpoint(self.method)
        schemas: list[Schema] = [schema for schema in (row.query, row.body) if schema]
        found = (field for schema in schemas for field in schema.fields.values() if field.wire_name == part.name)
        if known := next(found, None):
            return known
        raise LookupError(f"{self.method} does not take {part.name}")
