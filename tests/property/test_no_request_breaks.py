"""No request breaks an office: whatever is sent, an answer in words comes back, and a refusal changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import application, new_office
from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from support.any_values import anything, likely
from support.api_client import ApiClient
from support.control_routes import CONTROL
from support.db import database
from support.examples import shared_among

DOORS = {"/api/v1": ROUTES, "/api": FORM_ROUTES, "/_mockod": CONTROL}
ENDPOINTS = [(door, endpoint) for door, routes in DOORS.items() for endpoint in routes.endpoints]
fewer = shared_among(len(ENDPOINTS), total=1200)
"""There are many endpoints; together they see enough."""
VALID = {
    "POST appointments": {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"},
    "POST appointments/create": {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"},
    "POST patients": {"LName": "New", "FName": "Nora"},
    "PUT appointments/{AptNum}/Break": {"sendToUnscheduledList": "true"},
    "PUT clock": {"mode": "frozen"},
}
"""What to begin with, so that some of the requests are good but for one thing."""


def names_of(schema: Any) -> list[str]:
    return [field.wire_name for field in schema.fields.values()] if schema else []


def named(endpoints: list[tuple[str, Endpoint]]) -> list[Any]:
    return [pytest.param(*one, id=f"{one[1].method} {one[0]}/{one[1].path}") for one in endpoints]


@pytest.fixture(scope="module")
def office() -> ApiClient:
    return new_office("tiny")


def begin_anew(office: ApiClient) -> None:
    """The tiny practice with appointment 1, as every example finds it."""
    application("tiny").extensions["mockod.offices"].reset(office.customer)
    office.book(AptDateTime="2026-03-02 09:00:00")


def state(office: ApiClient) -> Any:
    kept = application("tiny").extensions["mockod.offices"].office(office.customer)
    return database(office).contents(), kept.clock, kept.settings


def assert_answered(response: Any, door: str) -> None:
    """In the door's own shape, and never as our own mistake."""
    assert 200 <= response.status_code < 500, response.text
    assert Basis(response.headers["X-Mockod-Basis"])
    if response.status_code < 400:
        return
    if door == "/_mockod":
        assert response.json["status"] == response.status_code
    else:
        assert isinstance(response.json, str)


def path_of(endpoint: Endpoint, number: Any) -> str:
    return re.sub(r"\{\w+\}", str(number), endpoint.path)


numbers = st.just(1) | st.sampled_from([0, 2, 99, 10**18 - 1, 10**18])


@pytest.mark.parametrize(("door", "endpoint"), named([one for one in ENDPOINTS if one[1].body]))
@fewer
@given(data=st.data())
def test_any_values_under_any_names_are_stored_or_refused(office, door, endpoint, data):
    names = st.sampled_from(names_of(endpoint.body)) | st.text(max_size=5)
    given_ = data.draw(st.dictionaries(names, likely | anything, max_size=4), label="fields")
    valid = VALID.get(f"{endpoint.method} {endpoint.path}", {}) if data.draw(st.booleans(), label="mostly good") else {}
    target = f"{door}/{path_of(endpoint, data.draw(numbers, label='number'))}"
    begin_anew(office)
    before = state(office)

    response = office.http.open(
        target,
        method=endpoint.method,
        data=json.dumps(valid | given_),
        content_type="application/json",
        headers=office.headers,
    )

    assert_answered(response, door)
    if response.status_code >= 400:
        assert state(office) == before
    elif door != "/_mockod":
        for path in ("appointments", "patients", "patients/Simple"):
            office.read(path, DateFormatString="d MMMM yyyy", DateTimeFormatString="o")


@pytest.mark.parametrize(("door", "endpoint"), named([one for one in ENDPOINTS if one[1].method == "GET"]))
@fewer
@given(data=st.data())
def test_any_query_is_answered_or_refused_and_never_changes_anything(office, door, endpoint, data):
    known = [*names_of(endpoint.query), "Limit", "Offset", "DateFormatString", "DateTimeFormatString", "office"]
    texts = likely.map(str) | st.text(max_size=20)
    safe = texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(known), safe), max_size=4), label="query")
    if door == "/_mockod":
        pairs = [pair for pair in pairs if pair[0] != "office"]
    number = data.draw(numbers, label="number")
    begin_anew(office)
    before = state(office)

    response = office.http.get(f"{door}/{path_of(endpoint, number)}?{urlencode(pairs)}", headers=office.headers)

    assert_answered(response, door)
    assert state(office) == before


RAW = st.binary(max_size=60) | st.text('{}[]:,"\\ud80NaInfty0123456789.eE+- PatNumOp', max_size=30).map(str.encode)


@pytest.mark.parametrize(("door", "endpoint"), named([one for one in ENDPOINTS if one[1].body]))
@fewer
@given(body=RAW)
def test_any_bytes_for_a_body_are_refused_or_mean_nothing(office, door, endpoint, body):
    begin_anew(office)
    before = state(office)

    response = office.http.open(
        f"{door}/{path_of(endpoint, 1)}",
        method=endpoint.method,
        data=body,
        content_type="application/json",
        headers=office.headers,
    )

    assert_answered(response, door)
    assert state(office) == before


@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"])
    | st.text("ABGETX", min_size=1),
    parts=st.lists(
        st.sampled_from(
            ["api", "v1", "_mockod", "appointments", "patients", "Slots", "Break", "1", "..", ".", "", "reset"]
        )
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        max_size=5,
    ),
    query=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    key=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=10),
)
def test_any_path_verb_query_and_key_is_answered(method, parts, query, key):
    client = application("tiny").test_client()
    target = "/" + quote("/".join(parts).lstrip("/"))

    response = client.open(path=target, method=method, query_string=query, headers={"Authorization": f"ODFHIR a/{key}"})

    assert response.status_code < 500, response.text
    assert Basis(response.headers["X-Mockod-Basis"])
