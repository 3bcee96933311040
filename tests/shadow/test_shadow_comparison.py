"""A shadow finds nothing on an office that answers as described, and names each point in which one does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from mockod.rest.exchange import Difference, Exchange
from mockod.rest.messages import Request
from support.api_client import ApiClient
from support.every_method import PRACTICE, call_of, methods
from support.shadowing import exchange, new_shadow, seen

SENT_TOO = (
    {"Limit": "0"},
    {"date": "soon"},
    {"Colour": "red"},
    {"PatNum": "999999"},
    {"AptStatus": "Sleeping"},
    {"DateTStamp": "2020"},
    {"ClinicNum": "77"},
    {"DateTimeFormatString": "MM/dd/yyyy"},
)
"""What clients add to a query, one after another."""
WRITES_OF_QUERIES = ("PUT queries/ShortQuery", "POST queries")


def test_nothing_is_found_on_an_office_that_answers_as_described(make_office):
    office, shadow = make_office(PRACTICE), new_shadow()

    for place, method in enumerate(one for one in methods() if not one.until):
        call = call_of(method)
        body = b"" if call.body is None else json.dumps(call.body).encode()
        for more in ({}, SENT_TOO[place % len(SENT_TOO)]) if method.method == "GET" else ({},):
            query = {**call.query, **more}
            answer = office.call(method.method, call.path, call.body, **query)
            found = shadow.observe(exchange(method.method, call.path, answer, body, **query))
            assert found.differences == (), (str(method), query, answer.text[:200])


@pytest.mark.parametrize(
    "path", ["patients/4711", "patients/abc", "nothing", "patient", "api/v1/patients", "recalls/1/2"]
)
def test_an_error_that_mockod_answers_too_is_no_difference(office, path):
    assert seen(new_shadow(), office, path).differences == ()


def test_a_path_that_a_client_made_up_is_not_repeated(office):
    assert seen(new_shadow(), office, "patients/RoeJane").endpoint == "GET a method that is not documented of patients"
    assert seen(new_shadow(), office, "RoeJane").endpoint == "GET a method that is not documented"
    assert seen(new_shadow(), office, "patients/1").endpoint == "GET patients/{PatNum}"


# Planted deviations

Row = dict[str, Any]
Alter = Callable[[Row], object]


def renamed(row: Row, old: str, new: str) -> Row:
    return {new if name == old else name: value for name, value in row.items()}


def moved_to_front(row: Row, name: str) -> Row:
    return {name: row[name], **row}


ROWS: dict[str, tuple[Alter, str, str, str]] = {
    # what is planted: how, and the rule, the field and what is told of it
    "field gone": (lambda row: row.pop("Pattern"), "missing field", "Pattern", "none"),
    "field more": (lambda row: row.update(Mood="good"), "unknown field", "Mood", "text"),
    "field renamed": (lambda row: renamed(row, "AptNum", "AppointmentNum"), "missing field", "AptNum", "none"),
    "other letter case": (lambda row: renamed(row, "Note", "note"), "unknown field", "note", "text"),
    "order": (lambda row: moved_to_front(row, "Note"), "order", "serverDateTime", "Note"),
    "number as text": (lambda row: row.update(AptNum="24"), "type", "AptNum", "text"),
    "text as number": (lambda row: row.update(Note=7), "type", "Note", "number"),
    "null": (lambda row: row.update(Note=None), "type", "Note", "null"),
    "JSON boolean": (lambda row: row.update(IsNewPatient=True), "type", "IsNewPatient", "true or false"),
    "decimal": (lambda row: row.update(Op=1.5), "type", "Op", "decimal number"),
    "nested": (lambda row: row.update(ProvNum={"ProvNum": 1}), "type", "ProvNum", "object"),
    "flag in capitals": (lambda row: row.update(IsNewPatient="True"), "format", "IsNewPatient", "another text"),
    "ISO moment": (lambda row: row.update(AptDateTime="2026-03-02T09:00:00"), "format", "AptDateTime", "another text"),
    "day alone": (lambda row: row.update(AptDateTime="2026-03-02"), "format", "AptDateTime", "another text"),
    "unknown status": (lambda row: row.update(AptStatus="Sleeping"), "format", "AptStatus", "another text"),
    "pattern of minutes": (lambda row: row.update(Pattern="30"), "format", "Pattern", "another text"),
    "colour in hexadecimal": (
        lambda row: row.update(colorOverride="#ff0000"),
        "format",
        "colorOverride",
        "another text",
    ),
}


@pytest.mark.parametrize(("alter", "rule", "where", "got"), ROWS.values(), ids=ROWS)
def test_a_deviation_of_a_row_is_named(demo, alter, rule, where, got):
    row = demo.read("appointments/24")
    altered = alter(row)
    row = altered if isinstance(altered, dict) else row
    found = observed(json.dumps(row).encode(), "appointments/24")

    assert (rule, where, got) in {(one.rule, one.where, one.got) for one in found}
    assert {one.where for one in found} <= {where, "AppointmentNum", "Note"}


ANSWERS: dict[str, tuple[int, Any, str, str, str]] = {
    # what is planted: status, body, and the rule, what was expected, what is told of it
    "another status": (201, [], "status", "200", "201"),
    "a redirect": (302, "", "status", "no redirect", "302"),
    "an object for a list": (200, {}, "shape", "a list", "JSON: object"),
    "a list of texts": (200, ["a"], "shape", "a list", "a list of texts"),
    "an error as an object": (400, {"error": "no"}, "error shape", "a JSON text", "400 with JSON: object"),
    "an error without words": (500, None, "error shape", "a JSON text", "500 with no JSON"),
    "other words": (404, "No such patient.", "error text", "an error that mockod knows", "404 No such patient."),
    "known words, another status": (
        400,
        "Patient not found.",
        "error text",
        "an error that mockod knows",
        "400 Patient not found.",
    ),
    "a longer page": (200, [{}] * 1001, "paging", "1000 rows at most", "more"),
}


@pytest.mark.parametrize(("status", "body", "rule", "expected", "got"), ANSWERS.values(), ids=ANSWERS)
def test_a_deviation_of_an_answer_is_named(status, body, rule, expected, got):
    found = observed(b"" if body is None else json.dumps(body).encode(), "appointments", status)

    assert (rule, expected, got) in {(one.rule, one.expected, one.got) for one in found}


def test_a_page_that_is_longer_than_the_client_asked_for_is_named():
    found = observed(b"[{},{},{}]", "appointments", query="Limit=2")

    assert ("paging", "2 rows at most") in {(one.rule, one.expected) for one in found}


def test_another_content_type_is_named():
    found = observed(b"[]", "appointments", content_type="text/html")

    assert [(one.rule, one.expected, one.got) for one in found] == [("content type", "application/json", "text/html")]


def test_what_mockod_refuses_and_the_office_accepts_is_named():
    found = observed(b"[]", "appointments", query="date=soon")

    assert [(one.rule, one.got) for one in found] == [("accepted", "200")]
    assert found[0].expected == "400 date format must be yyyy-MM-dd."


def test_another_text_for_the_same_mistake_is_named():
    found = observed(b'"date is bad."', "appointments", 400, query="date=soon")

    assert [(one.rule, one.expected) for one in found] == [("error text", "400 date format must be yyyy-MM-dd.")]


def test_a_field_is_missed_only_in_offices_of_versions_that_have_it(demo):
    row = demo.read("appointments/24")
    del row["IsMirrored"]

    assert [one.where for one in observed(json.dumps(row).encode(), "appointments/24")] == ["IsMirrored"]
    del row["Assistant"]
    assert observed(json.dumps(row).encode(), "appointments/24", version="25.4") == []


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (429, "Too many requests"),
        (401, "Developer does not have permission ApiComm for this method."),
        (400, "API key has not been assigned."),
        (400, "The office's eConnector is not running. Please contact the office to start their eConnector."),
    ],
)
def test_an_outage_is_no_difference_whatever_was_asked(status, text):
    assert observed(json.dumps(text).encode(), "appointments", status, query="date=soon") == []


def test_every_difference_says_what_the_description_rests_on(demo):
    row = demo.read("appointments/24")

    found = observed(json.dumps(row | {"AptNum": "1", "Mood": 1}).encode(), "appointments/24")
    assert {one.rule: one.basis.value for one in found} == {"type": "documented", "unknown field": "documented"}


def observed(
    body: bytes,
    path: str,
    status: int = 200,
    *,
    query: str = "",
    content_type: str = "application/json; charset=utf-8",
    version: str = "26.3",
) -> list[Difference]:
    """What is found in one answer."""
    request = Request("GET", path, query, {}, b"")
    found = new_shadow(version).observe(Exchange(request, status, {"content-type": content_type}, body))
    return list(found.differences)


def test_no_difference_holds_a_value_of_an_answer(demo: ApiClient):
    """Whatever stands where: a text of a person, a name in an error, a name as a field."""
    row = dict.fromkeys(demo.read("appointments/24"), "Zebulonia Quackenbushel 1961")
    row["Zebulonia Quackenbushel"] = 1
    told = [
        *observed(json.dumps(row).encode(), "appointments/24"),
        *observed(b'"Patient Zebulonia Quackenbushel (1961) is asleep."', "appointments/24", 400),
        *observed(b'"Zebulonia is bad."', "patients", 400, query="Zebulonia=Quackenbushel"),
        *observed(b"[]", "patients", query="Zebulonia=Quackenbushel"),
        *observed(b"[]", "appointments", content_type="text/zebulonia1961"),
    ]

    assert len(told) > 10
    assert not re.search("zebulonia|quackenbushel|1961", repr(told), re.IGNORECASE)
