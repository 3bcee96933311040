"""The vendor's printed examples, played: same status, same fields in the same order, same values where they can be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from support.api_client import ApiClient
from support.paths import EXAMPLES

SAID = ["name", "page", "clock", "request", "response", "varies", "notes"]
OPTIONAL = ("version", "before")
"""Which version prints it so, if not the newest; and requests played first."""
ARRIVALS = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
Example = dict[str, Any]


def example(name: str) -> Example:
    return json.loads((EXAMPLES / f"{name}.json").read_text())


NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def play(office: ApiClient, played: Example, **changed: Any) -> TestResponse:
    """Send an example's request at its time, with ``changed`` fields in the body, after what must come before it."""
    office.set_clock(played["clock"])
    for earlier in played.get("before", []):
        answer = send(office, earlier)
        assert answer.status_code < 300, answer.text
    return send(office, played["request"], **changed)


def send(office: ApiClient, sent: dict[str, Any], **changed: Any) -> TestResponse:
    body = None if sent["body"] is None else {**sent["body"], **changed}
    content = {} if body is None else {"json": body}
    return office.http.open(
        sent["path"], method=sent["method"], query_string=sent["query"], headers=office.headers, **content
    )


def rows(body: Any) -> list[dict[str, Any]]:
    """The rows of a list, or the one object that an answer is."""
    return body if isinstance(body, list) else [body]


def assert_shown_as_printed(shown: dict[str, Any], printed: dict[str, Any], varies: list[str]) -> None:
    assert [name for name in shown if name in printed] == list(printed), "fields in the printed order"
    assert {name: type(shown[name]) for name in printed} == {name: type(value) for name, value in printed.items()}
    settled = {name: value for name, value in printed.items() if name not in varies}
    assert {name: shown[name] for name in settled} == settled


@pytest.fixture
def documented(make_office) -> ApiClient:
    return make_office("documented")


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_example_is_answered_as_printed(make_office, name):
    played = example(name)
    printed = played["response"]

    answer = play(make_office("documented", version=played.get("version", "26.3")), played)

    assert answer.status_code == printed["status"], answer.text
    if printed["body"] is None:
        assert answer.data == b""
        assert "Content-Type" not in answer.headers
        return
    assert answer.content_type == "application/json; charset=utf-8"
    pairs = list(zip(rows(answer.json), rows(printed["body"]), strict=True))
    for shown, row in pairs:
        assert_shown_as_printed(shown, row, played["varies"])
    for name in played["varies"]:
        assert any(shown[name] != row[name] for shown, row in pairs if name in row), f"{name} is as printed after all"
    for header, value in printed["headers"].items():
        assert answer.headers[header].endswith(value.format(**answer.json))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_what_it_is_and_what_may_vary(name):
    described = example(name)

    assert list(described)[:3] == ["name", "page", "clock"]
    assert [key for key in described if key not in OPTIONAL] == SAID
    assert all(described[key] for key in OPTIONAL if key in described)
    for sent in (*described.get("before", []), described["request"]):
        assert list(sent) == ["method", "path", "query", "body"]
    assert list(described["response"]) == ["status", "headers", "body"]
    assert described["name"].replace(" ", "-") == name
    assert all(any(name in row for row in rows(described["response"]["body"])) for name in described["varies"])
    assert described["notes"] or not described["varies"]


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


def test_a_plan_that_is_scheduled_stays_and_shares_its_procedures(documented):
    before = documented.read("appointments/413")

    made = play(documented, example("appointments-post-schedule-planned")).json

    assert documented.read("appointments/413") == {**before, "serverDateTime": "2022-05-18 11:52:41"}
    shared = documented.read("procedurelogs", PlannedAptNum=413)
    assert {row["AptNum"] for row in shared} == {made["AptNum"]}
    assert [row["AptNum"] for row in documented.read("chartmodules/72/PlannedAppts")] == ["413"]


def test_a_time_booked_online_is_told_so_and_offered_no_more(documented):
    booking = example("appointments-post-web-sched")
    made = play(documented, booking).json

    told = {
        row["AptNum"]: row["eServiceLogType"] for row in documented.read("appointments/WebSched", date="2021-11-19")
    }
    assert told == {34: "None", made["AptNum"]: "NewPat"}
    again = send(documented, booking["request"], PatNum=37)
    assert (again.status_code, again.json) == (400, "The requested time slot is no longer available.")


def test_a_plan_by_procedures_takes_them_and_no_others(documented):
    made = play(documented, example("appointments-post-planned-by-procedures")).json

    taken = documented.read("procedurelogs", PlannedAptNum=made["AptNum"])
    assert sorted(row["ProcNum"] for row in taken) == [880, 881, 882, 891, 893]


@pytest.mark.parametrize(
    ("name", "path"),
    [("procedurelogs-post", "procedurelogs/{ProcNum}"), ("commlogs-post", "commlogs/{CommlogNum}")],
)
def test_what_was_made_is_read_as_it_was_told(documented, name, path):
    made = play(documented, example(name)).json

    shown = documented.read(path.format(**made))
    assert {field: shown[field] for field in made if field != "serverDateTime"} == {
        field: value for field, value in made.items() if field != "serverDateTime"
    }


def test_a_procedure_that_is_deleted_is_still_listed_as_deleted(documented):
    play(documented, example("procedurelogs-delete"))

    assert documented.read("procedurelogs/893")["ProcStatus"] == "D"


def test_a_reminder_sets_the_status_and_is_written_down(documented):
    play(documented, example("recalls-put-status"))

    (recall,) = documented.read("recalls", PatNum=20)
    (written,) = documented.read("commlogs", PatNum=20)
    assert recall["recallStatus"] == "Mailed Postcard"
    assert (written["commType"], written["Mode_"]) == ("Recall", "None")


def test_a_switch_makes_prophy_perio(documented):
    play(documented, example("recalls-put-switch-type"))

    assert [row["RecallTypeNum"] for row in documented.read("recalls", PatNum=20)] == [3]


def test_a_plan_that_is_dropped_covers_nobody(documented):
    play(documented, example("patplans-delete"))

    assert documented.read("patplans", PatNum=1897) == []


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
