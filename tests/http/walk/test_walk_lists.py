"""The walk over every description: lists come in pages, and a parameter lets just those rows through that it names."""

from __future__ import annotations

from typing import Any

from mockod.rest.schema import Field
from mockod.vendors.opendental.wire.date_fields import Dated
from mockod.vendors.opendental.wire.fields import Choice
from support.crowded_office import PAGE, crowded_office
from support.simulated import simulated_resources
from support.walk import Step, fresh, refused, resources_with, steps, written_wrongly
from support.walk_lists import AFTER, ALIKE, FEW, ON, SINGLE, UNSHOWN

MOST_PAGES = 50
MOST_VALUES = 4
"""Values of one parameter that are asked for."""


def lists(resource: str) -> list[Step]:
    return [step for step in steps(resource, "GET") if step.endpoint.many and str(step) not in SINGLE]


def asked(step: Step, **query: Any) -> Any:
    """The answer to the call of a list; None is not given."""
    given = {name: value for name, value in {**step.call.query, **query}.items() if value is not None}
    return crowded_office().get(step.call.path, **given)


def whole(step: Step, **query: Any) -> list[dict[str, Any]] | None:
    """All rows, page after page; None where the list cannot be asked so."""
    rows: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        answer = asked(step, **query, Offset=len(rows))
        if answer.status_code != 200:
            return None
        rows += answer.json
        if len(answer.json) < PAGE:
            return rows
    raise AssertionError(f"{step} has no end")


@resources_with("GET")
def test_the_pages_of_a_list_are_the_list(resource):
    for step in lists(resource):
        rows = whole(step)

        assert rows is not None, step
        assert (str(step), len(rows) > PAGE) == (str(step), str(step) not in FEW)
        assert asked(step).json == rows[:PAGE], step
        assert asked(step, Limit=PAGE + 1).json == rows[:PAGE], step
        assert asked(step, Limit=7, Offset=5).json == rows[5:12], step
        assert asked(step, Offset=len(rows)).json == [], step


@resources_with("GET")
def test_a_limit_below_one_and_an_offset_below_nothing_are_refused(resource):
    for step in lists(resource):
        for name, value in (("Limit", 0), ("Limit", "x"), ("Limit", 1.5), ("Offset", -1), ("Offset", "x")):
            assert (str(step), *refused(asked(step, **{name: value}))) == (str(step), 400, f"{name} is invalid.")


def parameters(step: Step) -> list[Field]:
    return list(step.endpoint.query.fields.values()) if step.endpoint.query else []


@resources_with("GET")
def test_a_parameter_lets_the_rows_through_that_it_names_and_no_other(resource):
    for step in lists(resource):
        for field in parameters(step):
            name = field.wire_name
            if name in UNSHOWN.get(str(step), ()):
                continue
            without = whole(step, **{name: None})
            rows = whole(step) if without is None else without
            values = [value for value in dict.fromkeys(row[name] for row in rows) if may_be_asked_for(field, value)]
            excluded = 0
            for value in values[:MOST_VALUES]:
                found = whole(step, **{name: value})
                expected = [row for row in rows if is_let_through(step, field, row[name], value)]
                assert (str(step), name, value, found) == (str(step), name, value, expected)
                excluded += len(rows) - len(expected)
            is_told_apart = bool(excluded) or without is None
            assert (str(step), name, is_told_apart) == (str(step), name, name not in ALIKE.get(str(step), ()))


def may_be_asked_for(field: Field, value: Any) -> bool:
    """Nothing is no value to ask for; neither is a word that only the program writes."""
    return value not in ("", 0, "0") and (not isinstance(field.type, Choice) or value in field.type.members)


def is_let_through(step: Step, field: Field, shown: Any, value: Any) -> bool:
    """A time is the first that is wanted, or by ``AFTER`` the last that is not; else the very value counts."""
    parameter = f"{step} {field.wire_name}"
    if not isinstance(field.type, Dated) or parameter in ON:
        return bool(shown == value)
    return bool(shown > value if parameter in AFTER else shown >= value)


def test_parameters_that_no_answer_shows_are_listed():
    unshown = {
        str(step): tuple(names)
        for resource in all_resources()
        for step in lists(resource)
        for shown in [{field.wire_name for field in step.endpoint.answer.fields.values()}]
        if (names := [field.wire_name for field in parameters(step) if field.wire_name not in shown])
    }

    assert {step: tuple(names) for step, names in UNSHOWN.items()} == unshown


def all_resources() -> list[str]:
    return sorted(simulated_resources())


@resources_with("GET")
def test_a_parameter_that_is_written_wrongly_or_names_nothing_is_refused(resource):
    office = fresh()
    for step in lists(resource):
        for field in parameters(step):
            for value, refusal in written_wrongly(field):
                answer = office.get(step.call.path, **{**step.call.query, field.wire_name: value})
                assert (str(step), field.wire_name, value, *refused(answer)) == (
                    str(step),
                    field.wire_name,
                    value,
                    *refusal,
                )
