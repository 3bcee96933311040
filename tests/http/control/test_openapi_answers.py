"""What control calls answer is what their OpenAPI document says that they answer, to the last member."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import openapi_v31_spec_validator

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.rest.endpoint import Endpoint
from mockod.simulation.clock import Clock
from support import door_calls, door_control_calls
from support.control_routes import CONTROL
from support.every_method import PRACTICE
from support.json_schema import fits, resolved


@pytest.fixture(scope="module")
def http():
    return create_app(Config(practice=PRACTICE, clock=Clock.frozen(MONDAY))).test_client()


@pytest.fixture(scope="module")
def document(http) -> Any:
    return http.get("/_mockod/openapi.json").json


def named(row: Endpoint[Any]) -> str:
    return f"{row.method} {row.path}"


def operation(document: Any, method: str, path: str) -> Any:
    return document["paths"][path][method.lower()]


def schema_of(document: Any, method: str, path: str, status: int, media: str) -> Any:
    told = operation(document, method, path)["responses"]
    response = resolved(document, told.get(str(status), told["default"]))
    return response["content"][media].get("schema", {})


def is_file(row: Endpoint[Any]) -> bool:
    return row.run.__annotations__.get("return") in ("File", "Page")


def objects(node: Any):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.filterwarnings("ignore:openapi_v31_spec_validator is deprecated")
def test_the_document_is_openapi_by_the_word_of_its_validator(document):
    openapi_v31_spec_validator.validate(document)


@pytest.mark.parametrize("row", CONTROL.endpoints, ids=named)
def test_every_call_says_how_a_program_calls_it_and_what_it_answers(row):
    assert row.name, "name= is missing in its row"
    assert row.answers is not None or is_file(row), "answers= is missing in its row; see mockod/control/answers.py"


@pytest.mark.parametrize("row", [row for row in CONTROL.endpoints if not row.path.endswith("openapi.json")], ids=named)
def test_an_answer_has_no_member_that_the_document_does_not_list(document, row):
    if is_file(row):
        return
    schema = schema_of(document, row.method, f"/{row.path}", row.status, "application/json")
    waiting, seen = [schema], []
    while waiting:
        for one in objects(resolved(document, waiting.pop())):
            is_listed = "properties" in one or one.get("additionalProperties", True) is not True
            assert is_listed or row.path == "faults", "only what a stub says is free"
            assert "properties" not in one or "additionalProperties" in one, one
            waiting += [value for value in one.get("properties", {}).values() if "$ref" in value and value not in seen]
            seen += one.get("properties", {}).values()


@pytest.mark.parametrize("row", CONTROL.endpoints, ids=named)
def test_the_example_of_an_answer_is_one(document, row):
    for media in operation(document, row.method, f"/{row.path}")["responses"][str(row.status)]["content"].values():
        if "example" in media:
            assert fits(document, media["schema"], media["example"])


@pytest.fixture(scope="module")
def answered(http, document) -> dict[str, list[tuple[int, str]]]:
    """Every control call of the doors' tables, after requests of every kind: what did not fit, by call."""
    for name, call in (*door_calls.of_faults(), *door_calls.of_the_request_line()):
        if call.target.startswith("/api/"):
            try:
                play(http, call)
            except ConnectionResetError:
                assert "fault" in name
    answered: dict[str, list[tuple[int, str]]] = {}
    for _, call in (*door_control_calls.of_the_control_plane(), *door_control_calls.of_what_was_kept()):
        path = call.target.partition("?")[0].removeprefix("/_mockod")
        path = re.sub("^/scenarios/.+", "/scenarios/{name}", path)
        came = play(http, call)
        if path in document["paths"] and call.method.lower() in document["paths"][path]:
            wrong = mistake(document, call.method, path, came)
            answered.setdefault(f"{call.method} {path[1:]}", []).append(wrong)
    for path in ("lint", "minimum-version", "requests", "offices", "requests?unmatched=true"):
        wrong = mistake(document, "GET", f"/{path.partition('?')[0]}", http.get(f"/_mockod/{path}"))
        answered[f"GET {path.partition('?')[0]}"].append(wrong)
    return answered


def play(http, call: Any) -> Any:
    return http.open(call.target, method=call.method, headers=list(call.headers), data=call.body or b"")


def mistake(document: Any, method: str, path: str, answer: Any) -> tuple[int, str]:
    """Status, and the answer where it does not fit the document."""
    media = answer.content_type.partition(";")[0]
    if media in ("application/octet-stream", "application/yaml", "text/plain", "text/html"):
        return answer.status_code, ""
    schema = schema_of(document, method, path, answer.status_code, media)
    return answer.status_code, "" if fits(document, schema, answer.json) else json.dumps(answer.json)[:2000]


@pytest.mark.parametrize("row", CONTROL.endpoints, ids=named)
def test_every_answer_of_a_busy_server_is_as_documented(answered, row):
    if row.takes_file:
        return
    told = answered[named(row)]
    assert row.status in [status for status, _ in told]
    assert [wrong for _, wrong in told if wrong] == []


def test_a_delivery_and_a_fault_that_fell_due_are_told_as_documented(http, document):
    key = {"Authorization": "ODFHIR any/due"}
    hook = {"EndPointUrl": "http://127.0.0.1:1/", "WatchTable": "Patient", "PollingSeconds": 60}
    assert http.post("/api/v1/subscriptions", json=hook, headers=key).status_code == 201
    http.post("/api/v1/patients", json={"LName": "Neu", "FName": "Nora"}, headers=key)
    order = {"kind": "slow", "ends": "2026-03-02 07:30:00", "seconds": [0, 0.1]}
    http.post("/_mockod/faults", json=order, headers=key)

    advanced = http.post("/_mockod/clock/advance", json={"hours": 1}, headers=key)
    events = http.get("/_mockod/events", headers=key)
    faults = http.get("/_mockod/faults", headers=key)

    assert {event["what"] for event in advanced.json["fired"]} >= {"not delivered", "fault ends"}
    assert mistake(document, "POST", "/clock/advance", advanced) == (200, "")
    assert mistake(document, "GET", "/events", events) == (200, "")
    assert mistake(document, "GET", "/faults", faults) == (200, "")
