"""How the simulated resources differ from the vendor's facts.

The comparison knows nothing of mockod: both sides are described by the same dataclasses. Only ``served_resources``, at
the end, reads mockod's tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from support.simulated import Difference
from support.vendor_facts import EVERYWHERE, FieldFacts, MethodFacts, ResourceFacts

READ_ALIKE = {"int_string": "int", "number_string": "number"}
"""A number may be sent quoted or bare, so a sample's quotes make no difference in a request."""


# Comparing


def differences(theirs: ResourceFacts, ours: ResourceFacts | None) -> set[Difference]:
    """Compare one resource. Without ``ours`` there is a single difference: the resource is missing.

    A difference in the common object is told once, without a method, if every method that answers it has it.
    """
    if ours is None:
        return {Difference(theirs.resource, "", "resource_missing")}
    our_methods = {method.name: method for method in ours.methods}
    their_methods = {method.name: method for method in theirs.methods}
    found = {Difference(theirs.resource, name, "method_missing") for name in their_methods.keys() - our_methods.keys()}
    found |= {Difference(theirs.resource, name, "method_extra") for name in our_methods.keys() - their_methods.keys()}
    shared = [(their_methods[name], our_methods[name]) for name in their_methods if name in our_methods]
    for their, our in shared:
        found |= {replace(difference, resource=theirs.resource) for difference in _method_differences(their, our)}
    return _told_once(found, {their.name for their, _ in shared if their.answer and not their.own_answer})


def _told_once(found: set[Difference], common: set[str]) -> set[Difference]:
    """Replace a difference that all methods with the common object have by one that names no method."""
    told = set(found)
    for difference in found:
        everywhere = {replace(difference, method=method) for method in common}
        if difference.kind.startswith("answer_") and difference in everywhere and everywhere <= found:
            told = told - everywhere | {replace(difference, method="")}
    return told


def _method_differences(theirs: MethodFacts, ours: MethodFacts) -> Iterator[Difference]:
    if theirs.since and ours.since != theirs.since:
        yield Difference("", theirs.name, "method_since", "", ours.since, theirs.since)
    if ours.returns != theirs.returns:
        yield Difference("", theirs.name, "method_returns", "", ours.returns, theirs.returns)
    success = [status for status in theirs.status if status < 300]
    if success and not set(ours.status) & set(success):
        yield Difference("", theirs.name, "method_status", "", _words(ours.status), _words(success))
    for place in ("query", "body", "answer"):
        for difference in _field_differences(place, theirs, ours):
            if place == "body" and difference.kind == "order" and ours.is_declared:
                continue  # the columns' order, which the answer holds
            yield replace(difference, method=theirs.name, kind=f"{place}_{difference.kind}")


def _field_differences(place: str, theirs: MethodFacts, ours: MethodFacts) -> Iterator[Difference]:
    """Compare the fields of one place. ``kind`` comes without the place, ``method`` is empty."""
    their_fields, our_fields = (_by_name(getattr(side, place)) for side in (theirs, ours))
    for name, their_field in their_fields.items():
        if name not in our_fields:
            yield Difference("", "", "missing", name)
            continue
        their_since = _later(their_field.since, theirs.since or ours.since)
        our_since = _later(our_fields[name].since, ours.since)
        if our_since != their_since:
            yield Difference("", "", "since", name, our_since, their_since)
        if our_fields[name].until != their_field.until:
            yield Difference("", "", "until", name, our_fields[name].until, their_field.until)
        yield from _value_differences(place, their_field, our_fields[name])
    for name in our_fields:
        if name not in their_fields:
            yield Difference("", "", "extra", name)
    yield from _order_difference(list(their_fields), list(our_fields))


def _by_name(fields: Iterable[FieldFacts]) -> dict[str, FieldFacts]:
    """A field that changed its place stands twice; its older place comes first and counts."""
    by_name: dict[str, FieldFacts] = {}
    for field in fields:
        if field.name not in EVERYWHERE:
            by_name.setdefault(field.name, field)
    return by_name


def _value_differences(place: str, theirs: FieldFacts, ours: FieldFacts) -> Iterator[Difference]:
    """Compare type, values and whether a field is required.

    A value that only mockod knows is no difference: most pages list the values of their sample.
    """
    alike = {} if place == "answer" else READ_ALIKE
    if theirs.type and alike.get(ours.type, ours.type) != alike.get(theirs.type, theirs.type):
        yield Difference("", "", "type", theirs.name, ours.type, theirs.type)
    elif ours.values and not set(theirs.values) <= set(ours.values):
        yield Difference("", "", "values", theirs.name, "", _words(sorted(set(theirs.values) - set(ours.values))))
    if ours.required != theirs.required:
        yield Difference("", "", "required", theirs.name, _yes_no(ours.required), _yes_no(theirs.required))


def _order_difference(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[Difference]:
    """Name the first place where the fields that both sides have stand in another order."""
    pairs = zip([name for name in theirs if name in ours], [name for name in ours if name in theirs], strict=True)
    for their_name, our_name in pairs:
        if their_name != our_name:
            yield Difference("", "", "order", "", our_name, their_name)
            return


def _later(since: str, method_since: str) -> str:
    """A field's version, or nothing where the field is as old as its method."""
    return since if since and _numbers(since) > _numbers(method_since) else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _words(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"


# References


def unresolved_references(theirs: ResourceFacts, readable: Mapping[str, ResourceFacts]) -> set[Difference]:
    """Find the columns that the answers of a resource point at, and that no GET of a readable resource answers."""
    references = {field.ref for method in theirs.methods for field in method.answer if field.ref}
    return {
        Difference(theirs.resource, "", "reference", reference)
        for reference in references
        if not _is_answered(reference, readable)
    }


def _is_answered(reference: str, readable: Mapping[str, ResourceFacts]) -> bool:
    table, _, column = reference.partition(".")
    resource = readable.get(_resource_of(table))
    methods = resource.methods if resource else ()
    return any(column == field.name for method in methods if method.method == "GET" for field in method.answer)


def _resource_of(table: str) -> str:
    """Turn a table's name into its resource's: ``allergy`` -> ``allergies``, ``appointment`` -> ``appointments``."""
    if table.endswith("y"):
        return f"{table[:-1]}ies"
    return f"{table}es" if table.endswith("ch") else f"{table}s"


# The adapter: all that is known of mockod here


@cache
def served_resources() -> dict[str, ResourceFacts]:
    """Describe every resource that mockod serves, from its endpoints."""
    from mockod.rest.endpoint import Endpoint
    from mockod.rest.schema import Field, Schema, ServerTime
    from mockod.vendors.opendental.engine.methods import Method
    from mockod.vendors.opendental.resources import RESOURCES, load
    from mockod.vendors.opendental.resources.patients.schemas import ClinicNums
    from mockod.vendors.opendental.resources.payments.bodies import ProcNumsAndAmounts
    from mockod.vendors.opendental.wire import date_fields as dates
    from mockod.vendors.opendental.wire import fields as kinds
    from mockod.vendors.opendental.wire.color_field import Color
    from mockod.vendors.opendental.wire.words import Word

    types = {  # the first class that a type is an instance of decides
        kinds.IntegerList: "list",
        ProcNumsAndAmounts: "list",
        ClinicNums: "list",
        kinds.NumberText: "int_string",
        kinds.Number: "number",
        kinds.Flag: "bool_string",
        kinds.Choice: "enum",
        Word: "enum",
        dates.Day: "date",
        dates.Moment: "datetime",
        ServerTime: "datetime",
        dates.TimeOfDay: "time",
        Color: "color",
        dates.Span: "time",
        kinds.Integer: "int",
    }

    def field_facts(field: Field) -> FieldFacts:
        type_word = next((word for kind, word in types.items() if isinstance(field.type, kind)), "string")
        if type_word == "number" and isinstance(field.type.show(0.0), str):
            type_word = "number_string"
        values = tuple(field.type.members) if isinstance(field.type, kinds.Choice | Word) else ()
        return FieldFacts(field.wire_name, type_word, field.required, field.since, values, until=field.until)

    def fields_of(schema: Schema | None) -> tuple[FieldFacts, ...]:
        return tuple(field_facts(field) for field in schema.fields.values()) if schema else ()

    def method_facts(method: Method, row: Endpoint[Any]) -> MethodFacts:
        returns = "none" if row.answer is None else "list" if row.many else "object"
        query, body = fields_of(row.query), fields_of(row.body)
        answer = tuple(replace(field, required=False) for field in fields_of(row.answer))
        return MethodFacts(
            row.method,
            f"/{row.path}",
            row.since,
            returns,
            query,
            body,
            answer,
            status=(row.status,),
            is_declared=method.run is None,
        )

    return {
        name: ResourceFacts(name, tuple(map(method_facts, load(name).methods, load(name).endpoints)))
        for name in RESOURCES
    }
