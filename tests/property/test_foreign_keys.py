"""Whatever is written, by any methods in any order, every number that names a row names one that is there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import new_office
from support.any_calls import value_of
from support.api_client import ApiClient
from support.every_method import PRACTICE, methods
from support.foreign_keys import dangling
from support.walk import Step, begin_anew, known_fields, steps

WRITES = ("POST", "PUT", "DELETE")
STEPS = [step for name in sorted({m.path.partition("/")[0] for m in methods()}) for step in steps(name, *WRITES)]
numbers = st.integers(1, 5)
"""Of rows: the office has some of these of everything."""


@pytest.fixture(scope="module")
def office() -> ApiClient:
    """An office that has a row or more of everything, its values changed by every example."""
    return new_office(PRACTICE)


@st.composite
def writes(draw: st.DrawFn) -> tuple[Step, str, dict[str, Any] | None]:
    """A call that mostly succeeds: its usual body, some fields of it otherwise, and any row in its path."""
    step = draw(st.sampled_from(STEPS))
    path = step.path_of(draw(numbers)) if "{" in step.facts.path and draw(st.booleans()) else step.call.path
    fields = known_fields(step)
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)) if fields else []
    changed = {name: draw(numbers if name.endswith("Num") else value_of(fields[name])) for name in names}
    return step, path, step.body(**changed) if fields else None


@given(calls=st.lists(writes(), min_size=5, max_size=20))
def test_every_number_names_a_row_that_is_there_after_any_writes(office, calls):
    begin_anew(office)
    for step, path, body in calls:
        answer = office.call(step.facts.method, path, body, **step.call.query)
        assert answer.status_code < 500, answer.text
        if answer.status_code < 400:
            assert dangling(office) == {}, (str(step), path, body)
