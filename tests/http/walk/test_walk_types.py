"""The walk over every description: each value of every answer has the type that the vendor's page says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conftest import new_office
from mockod.vendors.opendental.wire import fields
from support.every_method import PRACTICE
from support.walk import Step, each_resource, fresh, steps


def text(pattern: str) -> Callable[[Any], bool]:
    """A text of just this form."""
    form = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


DAY, TIME = r"\d{4}-\d\d-\d\d", r"-?\d\d:\d\d:\d\d"
FORMS: Mapping[str, Callable[[Any], bool]] = {
    "": lambda value: True,
    "int": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "int_string": text(r"-?\d+"),
    "number_string": text(r"-?\d+(\.\d+)?"),
    "string": lambda value: isinstance(value, str),
    "enum": lambda value: isinstance(value, str),
    "bool_string": text("true|false|True|False"),
    "bool_json": lambda value: isinstance(value, bool),
    "date": text(DAY),
    "datetime": text(f"{DAY} {TIME}"),
    "time": text(TIME),
    "color": text(r"\d{1,3},\d{1,3},\d{1,3}"),
    "list": lambda value: isinstance(value, list),
}
"""Type word of the facts -> whether a value has it; an empty word is of a field that no page shows."""
BLANK = {
    "GET chartmodules/{PatNum}/PlannedAppts dateSched": "nothing is scheduled",
    "GET documents DateTStamp": "mounts have none",
    "GET documents PrintHeading": "mounts have none",
    "GET providers serverDateTime": "not told of the providers of a clinic",
    "POST providers serverDateTime": "blank after a POST",
    "PUT providers/{ProvNum} serverDateTime": "blank after a PUT",
}
"""Fields that may be an empty text for want of a value, and why (documented)."""


def rows_of(step: Step, practice: str) -> list[dict[str, Any]]:
    """What the call of a method is answered with; nothing where the practice has not what the call names."""
    answer = step.send(fresh() if practice == PRACTICE else new_office(practice))
    if answer.status_code not in (200, 201) or not answer.data:
        return []
    return answer.json if isinstance(answer.json, list) else [answer.json]


@pytest.mark.parametrize(
    ("practice", "verbs"), [(PRACTICE, ("GET", "POST", "PUT")), ("demo", ("GET",))], ids=["everything", "demo"]
)
@each_resource
def test_every_value_has_the_type_that_the_page_says(resource, practice, verbs):
    for step in steps(resource, *verbs):
        types = {part.name: part.type for part in step.facts.answer}
        for row in rows_of(step, practice):
            wrong = {name: value for name, value in row.items() if name in types and not FORMS[types[name]](value)}
            wrong = {name: value for name, value in wrong.items() if value != "" or f"{step} {name}" not in BLANK}
            assert (str(step), wrong) == (str(step), {})


@each_resource
def test_every_word_of_an_enumeration_in_an_answer_is_one_that_its_description_knows(resource):
    office = new_office("demo")
    for step in steps(resource, "GET"):
        words = {
            field.wire_name: set(field.type.names.values())
            for field in (step.endpoint.answer.fields.values() if step.endpoint.answer else ())
            if type(field.type) is fields.Choice
        }
        answer = step.send(office)
        if answer.status_code == 200 and words:
            rows = answer.json if isinstance(answer.json, list) else [answer.json]
            assert {(name, row[name]) for row in rows for name in words if row[name] not in words[name]} == set(), step
