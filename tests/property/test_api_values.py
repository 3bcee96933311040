"""What the API's document allows is read by its type, in the strictest office too: field by field of every method."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mockod.rest.schema import FieldType, Leniency
from mockod.vendors.opendental.openapi.components import Components
from mockod.vendors.opendental.openapi.examples import resolved
from mockod.vendors.opendental.openapi.values import sent
from mockod.vendors.opendental.resources import ROUTES
from support.json_schema import fitting

STRICT = Leniency(json_booleans=False, numeric_strings=False, is_to_be_stored=True)
OF_A_FORM = {"IntervalText", "TextOfForm", "Base64Text", "ToothList", "ProcNumsAndAmounts"}
"""Values of a form that no schema says all of."""
few = settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@cache
def kinds() -> dict[str, tuple[FieldType, Any]]:
    """Each type that a parameter or a body's field has, and its schema, by the name and the text of them."""
    components, found = Components(), {}
    for endpoint in ROUTES.endpoints:
        for schema in (endpoint.query, endpoint.body):
            for field in schema.fields.values() if schema else ():
                told = resolved(sent(field.type, components), components)
                text = f"{type(field.type).__name__} {json.dumps(told)}"
                if type(field.type).__name__ not in OF_A_FORM:
                    found.setdefault(text, (field.type, told))
    return found


@pytest.mark.parametrize("name", kinds(), ids=lambda name: name[:60])
def test_a_documented_value_is_read(name):
    kind, schema = kinds()[name]

    @few
    @given(st.dates().map(str) if schema.get("format") == "date" else fitting({}, schema))
    def check(value: Any) -> None:
        kind.read(value, STRICT)

    check()
