"""Schemathesis asks what the documents allow: no failure of the server, and no answer that they do not tell of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.every_method import PRACTICE

schemathesis = pytest.importorskip("schemathesis", reason="pip install '.[openapi]' brings schemathesis")
KEYS = {"Authorization": "ODFHIR any/asked"}
DATABASE = "/snapshots/file"
"""A file of SQLite's goes in and out there, of which no schema says what it is."""
LEFT_OUT = {f"GET {DATABASE}", f"PUT {DATABASE}", "GET /openapi.json"}
"""The document does not ask for itself."""
few = settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)


def checks() -> list[Any]:
    from schemathesis.specs.openapi import checks as told

    return [
        schemathesis.checks.not_a_server_error,
        told.status_code_conformance,
        told.content_type_conformance,
        told.response_headers_conformance,
        told.response_schema_conformance,
    ]


@pytest.mark.parametrize("document", ["opendental/openapi.json", "openapi.json"])
def test_no_answer_is_outside_the_document(document):
    app = create_app(Config(practice=PRACTICE, clock=Clock.frozen(MONDAY)))
    told = schemathesis.openapi.from_wsgi(f"/_mockod/{document}", app).exclude(path=DATABASE)
    asked = set()
    for found in told.get_all_operations():
        operation = found.ok()

        @few
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            case.validate_response(case.call(headers=KEYS), checks=checks())

        ask()
        asked.add(operation.label)
    listed = {f"{verb.upper()} {path}" for path, item in told.raw_schema["paths"].items() for verb in item}
    assert asked
    assert listed - asked <= LEFT_OUT
