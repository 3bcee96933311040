"""The control plane and its OpenAPI document agree: 400 is what the document does not allow, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import MONDAY
from mockod import vendors
from mockod.app import create_app
from mockod.config import Config
from mockod.rest.patterns import DATE, MOMENT
from mockod.simulation.clock import Clock, parse_moment
from support.control_routes import CONTROL, STORY
from support.json_schema import fits, fitting, resolved, unfit

OFFICE = "documented"
OPERATIONS = [
    f"{row.method} {row.path}"
    for row in CONTROL.endpoints
    if not row.path.endswith(("openapi.json", "docs")) and not row.takes_file
]
"""Neither documents, which have tests of their own, nor files: which bytes are one of SQLite's, no schema says."""
few = settings(max_examples=10, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@cache
def http():
    """An application with one office, which these calls change as they like."""
    client = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()
    client.get("/api/v1/patients", headers={"Authorization": f"ODFHIR any/{OFFICE}"})
    return client


@cache
def document() -> Any:
    return http().get("/_mockod/openapi.json").json


def operation(called: str) -> Any:
    method, path = called.split()
    return document()["paths"][f"/{path}"][method.lower()]


def parameters(called: str) -> dict[str, Any]:
    told = [resolved(document(), parameter) for parameter in operation(called)["parameters"]]
    return {one["name"]: one for one in told if one["name"] != "office" and one.get("in") != "path"}


def body_schema(called: str) -> Any:
    body = operation(called).get("requestBody")
    return body["content"].get("application/json", {}).get("schema") if body else None


def as_query(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def answer(called: str, query: dict[str, Any], body: Any):
    """What the call answers, for the office where it is not gone."""
    method, path = called.format(name=STORY).split()
    told = urlencode({name: as_query(value) for name, value in {"office": OFFICE, **query}.items()})
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    if not fits(document(), {"type": "array"}, http().get(f"/_mockod/snapshots?office={OFFICE}").json):
        http().get("/api/v1/patients", headers={"Authorization": f"ODFHIR any/{OFFICE}"})
    return http().open(f"/_mockod/{path}?{told}", method=method, **sent)


def is_as_documented(called: str, answered: Any) -> bool:
    """Whether an answer fits the schema of its status and type."""
    responses, media = operation(called)["responses"], answered.content_type.partition(";")[0]
    content = resolved(document(), responses[str(answered.status_code)])["content"][media]
    return not media.endswith("json") or fits(document(), content["schema"], answered.json)


@st.composite
def queries(draw: st.DrawFn, called: str) -> dict[str, Any]:
    return {
        name: draw(fitting(document(), one["schema"]))
        for name, one in parameters(called).items()
        if one.get("required") or draw(st.booleans())
    }


@st.composite
def calls(draw: st.DrawFn, called: str) -> tuple[dict[str, Any], Any]:
    schema = body_schema(called)
    return draw(queries(called)), None if schema is None else draw(fitting(document(), schema))


@pytest.mark.parametrize("called", OPERATIONS)
def test_what_the_document_allows_is_done_or_refused_for_what_there_is(called):
    """404 for what is not there, 409 for a contradiction, 422 for a practice with a mistake."""

    @few
    @given(calls(called))
    def check(call):
        told = answer(called, *call)
        assert told.status_code in (200, 201, 404, 409, 422), (told.text, call)
        assert is_as_documented(called, told), (told.text, call)

    check()


@pytest.mark.parametrize("called", [one for one in OPERATIONS if body_schema(one)])
def test_a_body_that_the_document_does_not_allow_is_400(called):
    @few
    @given(queries(called), unfit(document(), body_schema(called)))
    def check(query, body):
        told = answer(called, query, body)
        assert told.status_code == 400 or (body is None and told.status_code < 300), (told.text, body)

    check()


@pytest.mark.parametrize(
    ("called", "name"), [(called, name) for called in OPERATIONS for name in parameters(called)], ids=str
)
def test_a_parameter_that_the_document_does_not_allow_is_400(called, name):
    schema = parameters(called)[name]["schema"]

    def is_wrong(value: Any) -> bool:
        """As text, too: 7 is no text, and a query has it as one."""
        text = as_query(value)
        return not any(fits(document(), schema, one) for one in (value, text, *_read(text)))

    @few
    @given(calls(called), unfit(document(), schema).filter(is_wrong))
    def check(call, value):
        query, body = call
        told = answer(called, {**query, name: value}, body)
        assert told.status_code == 400, (told.text, value)

    check()


def _read(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        return [int(text)] if text.isascii() and text.isdigit() else []


def key_schema() -> Any:
    return document()["components"]["parameters"]["office"]["schema"]


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(fitting(document(), key_schema()))
def test_every_customer_key_that_the_document_allows_is_one(key):
    assert http().get(f"/_mockod/clock?{urlencode({'office': key})}").status_code in (200, 404)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(unfit(document(), key_schema()).filter(lambda value: isinstance(value, str)))
def test_every_other_text_is_no_customer_key(key):
    assert http().get(f"/_mockod/clock?{urlencode({'office': key})}").status_code == 400


@pytest.mark.parametrize("row", CONTROL.endpoints, ids=lambda row: f"{row.method} {row.path}")
def test_an_office_is_required_by_the_document_where_the_call_wants_one(row):
    called = f"{row.method} {row.path}"
    told = [resolved(document(), parameter) for parameter in operation(called)["parameters"]]
    required = next(one for one in told if one["name"] == "office").get("required", False)
    needed = {"name": "x", "date": "2026-03-02", "PatNum": 1}
    query = {name: needed[name] for name, one in parameters(called).items() if one.get("required")}
    body = {name: needed.get(name, 1) for name in _required(body_schema(called))}

    path = f"/_mockod/{row.path.format(name=STORY)}?{urlencode(query)}"
    refused = create_app(Config(practice="tiny")).test_client().open(path, method=row.method, json=body)

    assert required == (refused.status_code == 400 and "Name one office" in refused.text)


def _required(schema: Any) -> list[str]:
    return [] if schema is None else resolved(document(), schema).get("required", [])


# The patterns, which Python's own readers know nothing of


@given(st.from_regex(MOMENT, fullmatch=True))
def test_every_moment_of_the_pattern_is_one_that_a_clock_can_show(text):
    assert str(parse_moment(text)) == text


@given(st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31, 23, 59, 59)))
def test_every_moment_that_a_clock_can_show_is_one_of_the_pattern(moment):
    assert re.fullmatch(MOMENT, str(moment.replace(microsecond=0)))


@given(st.dates())
def test_every_date_is_one_of_the_pattern(day):
    assert re.fullmatch(DATE, str(day))


@given(st.from_regex("[0-9]{4}-(0[0-9]|1[0-3])-[0-3][0-9]", fullmatch=True) | st.from_regex(DATE, fullmatch=True))
def test_what_is_no_date_is_none_of_the_pattern(text):
    try:
        is_date = bool(date.fromisoformat(text))
    except ValueError:
        is_date = False
    assert bool(re.fullmatch(DATE, text)) == is_date


def test_every_leap_day_of_ten_thousand_years_is_one_of_the_pattern_and_no_other():
    for year in range(1, 10_000):
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        assert bool(re.fullmatch(DATE, f"{year:04}-02-29")) == is_leap
        assert bool(re.fullmatch(MOMENT, f"{year:04}-02-29 00:00:00")) == (is_leap and 1900 <= year <= 2999)


def test_no_pattern_has_a_class_of_characters_that_python_and_json_schema_read_differently():
    patterns = re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(document()))
    assert len(patterns) > 10
    assert [one for one in patterns if re.search(r"\\\\[dswbDSWBZA]|\(\?[^:]", one)] == []


def test_a_vendors_faults_are_the_same_for_its_api_and_for_the_control_plane():
    for vendor in vendors.installed():
        assert vendor.control().faults is vendor.api().faults
