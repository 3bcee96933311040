"""The walk over every description: a row is made of the least and of everything, and each field can be changed."""

from __future__ import annotations

from datetime import time
from typing import Any

from mockod.rest.schema import Field
from support.api_client import ApiClient
from support.db import database
from support.every_method import VALUES
from support.walk import Step, as_stored, begin_anew, fresh, known_fields, resources_with, row_of, steps
from support.walk_values import EXCLUDED, FORMS, OTHERWISE, SAMPLES, UNWALKED, more

WRITTEN = (200, 201)


def value_of(step: Step, name: str, field: Field) -> Any:
    """A value that the field takes, and that is not the usual one."""
    written = {**(step.call.body or {}), **SAMPLES.get(str(step), {})}
    if name in written:
        return written[name]
    forms = {**step.call.newer, **FORMS}
    return forms[name] if name in forms else VALUES.other(field.type, name)


def values_of(step: Step) -> dict[str, Any]:
    """Every field that is walked, with its value."""
    spared = UNWALKED.get(str(step), {})
    return {name: value_of(step, name, field) for name, field in known_fields(step).items() if name not in spared}


def written(step: Step, office: ApiClient, body: dict[str, Any]) -> dict[str, Any]:
    """The answer, the first of several; nothing where there is none."""
    answer = step.send(office, body)
    assert answer.status_code in WRITTEN, (str(step), body, answer.text)
    told = answer.json if answer.data else {}
    return (told[0] if told else {}) if isinstance(told, list) else told


def assert_kept(step: Step, office: ApiClient, told: dict[str, Any], name: str, value: Any, untouched: Any) -> None:
    """The answer shows what was sent; where it shows no such field, the row has it, or at least something is other."""
    sent = as_stored(known_fields(step)[name], value)
    shown = {field.wire_name: field for field in step.endpoint.answer.fields.values()} if step.endpoint.answer else {}
    column = next((c for c in step.table.stored.values() if c.wire_name == name), None) if step.table else None
    if name in OTHERWISE.get(str(step), {}):
        assert name in (step.call.body or {}) or database(office).contents() != untouched, (str(step), name)
    elif name in told:
        kept = told[name][-8:] if isinstance(sent, time) else told[name]
        expected = sent if isinstance(sent, time | tuple) else shown[name].type.show(sent)
        assert (str(step), name, kept) == (str(step), name, _as_json(expected))
    elif column and step.number and step.table and step.facts.method == "PUT":
        assert (str(step), name, row_of(office, step.table, step.number)[column.name]) == (str(step), name, sent)
    elif name not in (step.call.body or {}):
        assert database(office).contents() != untouched, (str(step), name)


def _as_json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, time) else value


def kept(resource: str, verb: str) -> None:
    """Send each field of each method alone with what the method needs, and look for it."""
    for step in steps(resource, verb):
        office = fresh()
        step.send(office)
        untouched = database(office).contents()
        for name, value in values_of(step).items():
            begin_anew(office)
            told = written(step, office, step.body(**{**more(str(step), name), name: value}))
            assert_kept(step, office, told, name, value, untouched)


@resources_with("POST")
def test_each_field_that_a_new_row_may_have_is_kept(resource):
    kept(resource, "POST")


@resources_with("PUT")
def test_each_field_of_a_row_can_be_changed(resource):
    kept(resource, "PUT")


@resources_with("POST", "PUT")
def test_a_body_with_everything_that_a_method_takes_is_taken(resource):
    for step in steps(resource, "POST", "PUT"):
        if step.endpoint.takes_one_field:
            continue
        excluded = EXCLUDED.get(str(step), ())
        body = step.body(**{name: None if name in excluded else value for name, value in values_of(step).items()})
        written(step, fresh(), body)


@resources_with("PUT")
def test_a_change_of_one_field_changes_that_column_of_that_row_and_stamps_alone(resource):
    """Where no handler does more."""
    for step in steps(resource, "PUT"):
        if not step.facts.is_declared or not step.number or not step.table:
            continue
        office = fresh()
        for name, value in values_of(step).items():
            begin_anew(office)
            before, others = row_of(office, step.table, step.number), _others(office, step)
            written(step, office, {**_required(step), name: value})
            after = row_of(office, step.table, step.number)
            may = {c.name for c in step.table.stored.values() if c.wire_name in {name, *_required(step)} or c.stamp}
            assert {column for column in before if before[column] != after[column]} <= may, (str(step), name)
            assert _others(office, step) == others, (str(step), name)


def _required(step: Step) -> dict[str, Any]:
    return {name: value_of(step, name, field) for name, field in known_fields(step).items() if field.required}


TRAIL = ("securitylog", "signalod")


def _others(office: ApiClient, step: Step) -> Any:
    """All else that the office holds, but for the trail of what was done."""
    assert step.table
    rows = {name: held for name, held in database(office).contents().items() if name not in TRAIL}
    rows[step.table.name] = [row for row in rows[step.table.name] if row[0] != step.number]
    return rows


@resources_with("POST", "PUT")
def test_what_is_not_walked_is_a_field_of_its_method(resource):
    """So that a reason does not outlive its field."""
    for table in (SAMPLES, OTHERWISE, UNWALKED, EXCLUDED):
        for step in steps(resource, "POST", "PUT"):
            assert set(table.get(str(step), ())) <= known_fields(step).keys(), str(step)
