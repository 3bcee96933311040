"""The vendor's printed examples, played: same status, same fields in the same order, same values where they can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from api_client import ApiClient
from werkzeug.test import TestResponse

EXAMPLES = Path(__file__).parents[2] / "fixtures/examples"
ARRIVALS = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
Example = dict[str, Any]


def example(name: str) -> Example:
    return json.loads((EXAMPLES / f"{name}.json").read_text())


NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def play(office: ApiClient, played: Example, **changed: Any) -> TestResponse:
    """Send an example's request at its time, with ``changed`` fields in the body."""
    office.set_clock(played["clock"])
    sent = played["request"]
    body = None if sent["body"] is None else {**sent["body"], **changed}
    content = {} if body is None else {"json": body}
    return office.http.open(
        sent["path"], method=sent["method"], query_string=sent["query"], headers=office.headers, **content
    )


def assert_shown_as_printed(shown: dict[str, Any], printed: dict[str, Any], varies: list[str]) -> None:
    assert [name for name in shown if name in printed] == list(printed), "fields in the printed order"
    assert {name: type(shown[name]) for name in printed} == {name: type(value) for name, value in printed.items()}
    settled = {name: value for name, value in printed.items() if name not in varies}
    assert {name: shown[name] for name in settled} == settled


@pytest.fixture
def documented(make_office) -> ApiClient:
    return make_office("documented")


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_example_is_answered_as_printed(documented, name):
    played = example(name)
    printed = played["response"]

    answer = play(documented, played)

    assert answer.status_code == printed["status"], answer.text
    if printed["body"] is None:
        assert answer.data == b""
        assert "Content-Type" not in answer.headers
        return
    assert answer.content_type == "application/json; charset=utf-8"
    if isinstance(printed["body"], list):
        assert len(answer.json) == len(printed["body"])
        for shown, row in zip(answer.json, printed["body"], strict=True):
            assert_shown_as_printed(shown, row, played["varies"])
    else:
        assert_shown_as_printed(answer.json, printed["body"], played["varies"])
        for header, value in printed["headers"].items():
            assert answer.headers[header].endswith(value.format(**answer.json))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_what_it_is_and_what_may_vary(name):
    described = example(name)

    assert list(described) == ["name", "page", "clock", "request", "response", "varies", "notes"]
    assert list(described["request"]) == ["method", "path", "query", "body"]
    assert list(described["response"]) == ["status", "headers", "body"]
    assert described["name"].replace(" ", "-") == name
    assert all(varying in described["response"]["body"] for varying in described["varies"])


def test_what_a_location_points_at_is_the_row_that_was_made(documented):
    made = play(documented, example("appointments-post-create"))

    shown = documented.http.get(made.headers["location"], headers=documented.headers).json
    assert shown.pop("serverDateTime") == "2020-07-26 07:43:29"
    assert shown == made.json


def test_a_break_sends_the_appointment_to_the_unscheduled_list(documented):
    play(documented, example("appointments-put-break"))

    broken = documented.read("appointments/5")
    assert (broken["AptStatus"], broken["Op"]) == ("UnschedList", 0)


def test_a_note_goes_under_the_note_that_is_there(documented):
    play(documented, example("appointments-put-update"))
    play(documented, example("appointments-put-note"))

    assert documented.read("appointments/34")["Note"] == "Note on appointment. Requests reschedule"


def test_a_confirmation_by_meaning_is_the_status_that_the_office_chose_for_it(documented):
    play(documented, example("appointments-put-confirm-by-meaning"))

    shown = documented.read("appointments/34")
    assert (shown["Confirmed"], shown["confirmed"]) == (21, "Confirmed")


def test_a_confirmation_by_number_is_that_status(documented):
    play(documented, example("appointments-put-confirm-by-number"))

    shown = documented.read("appointments/34")
    assert (shown["Confirmed"], shown["confirmed"]) == (209, "Left Message")


def test_the_create_form_answers_an_arrival_as_it_was_sent(documented):
    full = example("create-form-full")
    sent = {name: full["request"]["body"][name] for name in ARRIVALS}

    made = play(documented, full).json

    assert {name: made[name] for name in ARRIVALS} == sent
    assert {name: documented.read("appointments/414")[name] for name in ARRIVALS} == sent


def test_the_create_form_understands_an_arrival_by_time_of_day(documented):
    made = play(documented, example("create-form-full"), DateTimeArrived="08:55:00").json

    assert made["DateTimeArrived"] == "2026-06-14 08:55:00"


@pytest.mark.parametrize("sent", ["09:00", "2026-06-14", "2026-06-14T09:00:00", "soon"])
def test_the_create_form_refuses_an_arrival_that_is_neither(documented, sent):
    answer = play(documented, example("create-form-full"), DateTimeArrived=sent)

    assert (answer.status_code, answer.json) == (400, "DateTimeArrived format must be HH:mm:ss.")


@pytest.mark.parametrize("name", ARRIVALS)
def test_under_api_v1_an_arrival_is_a_time_of_day_only(documented, name):
    create, update = example("appointments-post-create"), example("appointments-put-update")
    refusal = (400, f"{name} format must be HH:mm:ss.")

    for played in (create, update):
        answer = play(documented, played, **{name: "2020-07-31 09:00:00"})
        assert (answer.status_code, answer.json) == refusal

    made = play(documented, create, **{name: "08:55:00"})
    assert made.json[name] == "2020-07-31 08:55:00"


def test_the_create_form_counts_as_post_appointments_in_what_it_refuses(documented):
    form = example("create-form-minimal")

    assert play(documented, form, PatNum=9999).json == "Patient not found."
    assert play(documented, form, Op=None).json == "Op is required."
    assert play(documented, form, AptStatus="Planned").json == "AptStatus is invalid."
