"""The walk over every description: a value that a field does not take is refused, and nothing is written."""

from __future__ import annotations

from support.db import database
from support.walk import fresh, known_fields, refused, resources_with, steps, wrong_values


@resources_with("POST", "PUT")
def test_a_value_that_a_field_does_not_take_is_refused_in_the_vendors_words(resource):
    for step in steps(resource, "POST", "PUT"):
        office = fresh()
        before = database(office).contents()
        for name, field in known_fields(step).items():
            for value, refusal in wrong_values(field):
                answer = refused(step.send(office, step.body(**{name: value})))
                assert (str(step), name, value, answer) == (str(step), name, value, refusal)
        assert database(office).contents() == before, step


@resources_with("POST", "PUT")
def test_a_body_without_a_field_that_it_needs_is_refused_by_the_name_of_the_field(resource):
    for step in steps(resource, "POST", "PUT"):
        office = fresh()
        before = database(office).contents()
        for name, field in known_fields(step).items():
            if field.required:
                answer = refused(step.send(office, step.body(**{name: None})))
                assert (str(step), answer) == (str(step), (400, f"{name} is required."))
        assert database(office).contents() == before, step
