"""No text that a client sends is longer than the column that keeps it: 65,535 bytes unless the vendor tells less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conftest import new_office
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field
from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.opendental.wire.fields import CheckedText, Text
from support.db import database
from support.every_method import PRACTICE, calls

TOO_LONG = ("x" * 65_536, "ü" * 32_768)
"""Once in letters of one byte, once in letters of two."""


def texts() -> Iterator[Any]:
    for endpoint in ROUTES.endpoints:
        for field in endpoint.body.fields.values() if endpoint.body else ():
            if isinstance(field.type, Text) and not isinstance(field.type, CheckedText):
                yield pytest.param(endpoint, field, id=f"{endpoint.method} {endpoint.path} {field.wire_name}")


@pytest.mark.parametrize(("endpoint", "field"), list(texts()))
def test_a_text_that_its_column_cannot_hold_is_invalid(endpoint: Endpoint[Any], field: Field):
    office = new_office(PRACTICE)
    ask = calls()[f"{endpoint.method} {endpoint.path}"]
    before = database(office).contents()

    for text in TOO_LONG:
        refused = office.refusal(endpoint.method, ask.path, {**(ask.body or {}), field.wire_name: text})
        assert refused == (400, f"{field.wire_name} is invalid.")
    assert database(office).contents() == before
