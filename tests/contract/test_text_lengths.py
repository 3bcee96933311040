"""No text that a client sends is longer than the column that keeps it: what its description says, else 65,535 bytes.

Held for every field of every POST and PUT that there is: at the bound and one past it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conftest import new_office
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field
from mockod.store.practice_file import PracticeError
from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.opendental.wire.fields import TEXT_BYTES, CheckedText, PatternText, Text
from support.db import database
from support.every_method import PRACTICE, calls


def texts() -> Iterator[Any]:
    for endpoint in ROUTES.endpoints:
        for field in endpoint.body.fields.values() if endpoint.body else ():
            kind = field.type
            if isinstance(kind, Text) and (not isinstance(kind, CheckedText) or kind.longest is not None):
                yield pytest.param(endpoint, field, id=f"{endpoint.method} {endpoint.path} {field.wire_name}")


def of_length(text: Text, more: int) -> tuple[str, str]:
    """Texts so much longer than the longest that a column holds: in letters of one byte, and of two."""
    letters = ("X", "X") if isinstance(text, PatternText) else ("x", "ü")
    if text.longest is not None:
        return letters[0] * (text.longest + more), letters[1] * (text.longest + more)
    return letters[0] * (TEXT_BYTES + more), letters[1] * (TEXT_BYTES // 2 + more)


def version_of(endpoint: Endpoint[Any]) -> str:
    """The newest version that has the method, or, where it was taken away, the first."""
    return endpoint.since if endpoint.until else "26.3"


def sent(endpoint: Endpoint[Any], field: Field, value: str) -> tuple[str, str, dict[str, Any]]:
    """A call that succeeds, but for this value."""
    ask = calls()[f"{endpoint.method} {endpoint.path}"]
    return endpoint.method, ask.path, {**(ask.body or {}), field.wire_name: value}


@pytest.mark.parametrize(("endpoint", "field"), list(texts()))
def test_a_text_that_its_column_cannot_hold_is_invalid(endpoint: Endpoint[Any], field: Field):
    office = new_office(PRACTICE, version=version_of(endpoint))
    before = database(office).contents()

    for text in of_length(field.type, 1):
        assert office.refusal(*sent(endpoint, field, text)) == (400, f"{field.wire_name} is invalid.")
    assert database(office).contents() == before


@pytest.mark.parametrize(("endpoint", "field"), list(texts()))
def test_the_longest_text_that_its_column_holds_is_not_too_long(endpoint: Endpoint[Any], field: Field):
    def answer(text: str) -> Any:
        method, path, body = sent(endpoint, field, text)
        office = new_office(PRACTICE, version=version_of(endpoint))
        return office.http.open(f"/api/v1/{path}", method=method, json=body, headers=office.headers).json

    invalid = f"{field.wire_name} is invalid."
    has_rules_of_its_own = answer("X") == invalid
    assert has_rules_of_its_own or all(answer(text) != invalid for text in of_length(field.type, 0))


def test_a_filter_may_be_longer_than_any_text_that_is_there():
    office = new_office(PRACTICE)
    assert office.get(f"patients?LName={'x' * 101}").json == []


def test_a_practice_file_is_held_to_the_lengths_of_columns(practice_office):
    with pytest.raises(PracticeError, match="LName: this text has 100 characters at most; here are 101"):
        practice_office(f"patients:\n- {{PatNum: 7, LName: {'x' * 101}, FName: A}}", alone=True)
