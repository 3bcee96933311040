"""Appointments of the telehealth API as a client sees them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mockod.rest import validation
from support.telehealth import (
    DRAFT,
    HOST,
    INTERNAL,
    NOW,
    PATIENT,
    STAFF,
    START,
    Telehealth,
    new_account,
    telehealth_app,
)

OFFSET = 8 * 3_600_000
"""Milliseconds by which the office is behind UTC."""


@pytest.fixture
def account() -> Telehealth:
    return new_account()


def test_two_appointments_share_no_id_and_no_address(account):
    first, second = account.book(), account.book()
    for name in ("id", "visit_note", "change_log", "video_call"):
        assert first[name] != second[name]


def test_an_internal_appointment_has_no_type_and_tells_whom_it_is_about(account):
    made = account.send("POST", "appointments", INTERNAL).json
    assert made["reference_patients"] == [PATIENT]
    assert not {"appointment_type", "visit_note"} & set(made)
    assert made["interaction_type"] == "video_call"


def test_what_does_not_apply_is_ignored_and_noted(account):
    assert "reference_patients" not in account.book(reference_patients=[PATIENT])
    assert "appointment_type" not in account.book(internal=True)
    ignored = [entry["ignored"] for entry in account.control("GET", "requests?endpoint=POST%20appointments")]
    assert ignored == [["reference_patients"], ["appointment_type"]]


def test_an_update_touches_nothing_else(account):
    before = account.book()
    account.control("POST", "clock/advance", {"minutes": 1})
    after = account.update(before["id"], description="bring dressing").json
    assert after == {**before, "description": "bring dressing", "last_updated_at": NOW + 60_000}
    assert account.get(before["id"]) == after


def test_planned_times_host_and_type_stay_as_they_are(account):
    before = account.book()
    after = account.update(before["id"], start_time=START + 1, end_time=START + 2, host=STAFF, internal=True).json
    assert after == before
    (entry,) = account.control("GET", "requests?endpoint=POST%20appointments/*")
    assert sorted(entry["ignored"]) == ["end_time", "host", "internal", "start_time"]


def test_what_really_happened_is_told_by_the_status_history(account):
    made = account.book()
    account.update(made["id"], actual_start_time=START + 5)
    told = account.update(made["id"], actual_end_time=START + 7, updated_by=STAFF).json
    assert (told["actual_start_time"], told["actual_end_time"]) == (START + 5, START + 7)
    assert [(entry["status"], entry["changed_by"]) for entry in told["status_history"]] == [
        ("scheduled", STAFF),
        ("in_progress", HOST),
        ("completed", STAFF),
    ]


def test_attendees_who_stay_keep_what_they_answered(account):
    made = account.book()
    account.control(
        "POST", "events/attendance", {"appointment": made["id"], "attendee": PATIENT, "attendance_status": "maybe"}
    )
    told = account.update(made["id"], attendees=[STAFF, PATIENT, STAFF]).json
    assert [(one["id"], one["attendance_status"]) for one in told["attendees"]] == [
        (STAFF, "going"),
        (PATIENT, "maybe"),
    ]
    assert account.update(made["id"], attendees=[]).json["attendees"] == []


def test_the_list_is_in_the_order_of_creation_and_can_be_of_one_patient(account):
    made = [account.book(start_time=START - number, attendees=[[PATIENT], [STAFF]][number % 2]) for number in range(4)]
    assert account.send("GET", "appointments").json["data"] == made
    assert account.send("GET", f"appointments?patient={PATIENT}").json["data"] == made[::2]
    assert account.send("GET", "appointments?patient=nobody").json == {"object": "list", "data": []}


@pytest.mark.parametrize("verb", ["PATCH", "PUT"])
def test_an_update_comes_by_the_verb_that_the_office_is_set_to(account, verb):
    made = account.book()
    path, body = f"appointments/{made['id']}", {"updated_by": HOST, "name": "Other"}
    refused = account.send(verb, path, body)
    assert (refused.status_code, refused.json["code"]) == (405, "request/method_not_allowed")
    account.control("PUT", "settings", {"update_verb": verb})
    assert account.send(verb, path, body).json["name"] == "Other"
    for refused in (account.send("POST", path, body), account.send("DELETE", path)):
        assert (refused.status_code, refused.headers["Allow"]) == (405, f"GET, {verb}")


def test_an_office_that_is_still_to_be_made_is_told_of_the_verb_that_it_will_begin_with():
    stranger = Telehealth(telehealth_app().test_client(), "account-never-seen")
    refused = stranger.send("DELETE", "appointments/x")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, POST")


def test_a_second_body_of_a_kind_is_read_by_what_the_first_was(account, monkeypatch):
    made = account.book()
    account.update(made["id"], name="Other")
    monkeypatch.setattr(validation, "marshmallow_schema", None)  # nothing can be made for the next
    second = account.book()
    assert account.update(second["id"], name="Another").json["name"] == "Another"


def test_unknown_fields_are_refused_where_the_office_is_set_to_that(account):
    account.control("PUT", "settings", {"unknown_fields": "refuse"})
    refused = account.send("POST", "appointments", {**DRAFT, "location": "here"})
    assert (refused.status_code, refused.json["message"]) == (400, "location is not known")
    assert account.send("GET", "appointments").json["data"] == []


def test_the_newer_shape_has_iso_times_and_tells_what_does_not_apply(account):
    older = account.book()
    account.control("PUT", "settings", {"profile": "iso"})
    told = account.get(older["id"])
    assert (told["start_time"], told["actual_start_time"]) == ("2026-03-02T09:00:00.000Z", None)
    assert told["status_history"][0]["changed_at"] == "2026-03-02T15:00:00.000+00:00"
    assert told["status_history"][0]["parent"] == older["id"].removeprefix("appt_")
    assert (told["attendees"][0]["attendee"], told["attendees"][0]["object"]) == (PATIENT, "attendee")
    assert set(told["location"].values()) == {None}
    assert "change_log" not in told
    refused = account.send("POST", "appointments", DRAFT)
    assert refused.json["message"] == "start_time is invalid"
    times = {"start_time": "2026-03-05T10:00:00-08:00", "end_time": "2026-03-05T18:30:00.500Z"}
    newer = account.book(**times)
    assert (newer["start_time"], newer["end_time"]) == ("2026-03-05T18:00:00.000Z", "2026-03-05T18:30:00.500Z")
    assert newer["attendees"][0]["attendance_status"] == "noResponse"
    assert len(newer["id"]) == len("appt_") + 32
    assert account.send("POST", "appointments", INTERNAL | times).json["visit_note"] == "note_null"


def test_people_and_types_are_listed():
    account = new_account("demo")
    lists = {name: account.send("GET", name).json["data"] for name in ("users", "providers", "patients")}
    assert [len(lists[name]) for name in lists] == [17, 4, 12]
    assert {one["last_name"] for one in lists["providers"]} == {"Albert", "Lexington", "Bexley", "Bently"}
    assert [one["object"] for one in (lists["users"][0], lists["providers"][0])] == ["user", "provider"]
    types = account.send("GET", "appointment_types").json["data"]
    assert [(kind["name"], kind["duration"], kind["interaction_type"]) for kind in types] == [
        ("Check-up by video", 30, "video_call"),
        ("TeleExam", 20, "video_call"),
        ("Visit to the office", 50, "in_person"),
    ]
    visit = account.book(appointment_type=types[2]["id"])
    assert visit["location"]["city"] == "Sampleton"
    assert "video_call" not in visit


def test_the_demo_has_the_dental_offices_people_on_the_same_days():
    account = new_account("demo")
    authorization = {"Authorization": f"ODFHIR any/{account.account}"}
    dental = account.http.get("/api/v1/appointments?date=2026-03-02", headers=authorization).json
    names = {
        user["id"]: f"{user['last_name']}, {user['first_name']}" for user in account.send("GET", "users").json["data"]
    }
    patients = {row["PatNum"]: row for row in account.http.get("/api/v1/patients/Simple", headers=authorization).json}
    there = {(row["AptDateTime"], patients[row["PatNum"]]["LName"]) for row in dental}
    today = [
        apt
        for apt in account.send("GET", "appointments").json["data"]
        if (apt["start_time"] - OFFSET) // 86_400_000 == 20514
    ]
    assert len(today) == 5
    for apt in today:
        clock = (apt["start_time"] - OFFSET) // 60_000 % 1440
        at = f"2026-03-02 {clock // 60:02}:{clock % 60:02}:00"
        assert (at, names[apt["attendees"][0]["id"]].partition(",")[0]) in there


def test_times_are_kept_to_the_millisecond(account):
    made = account.book(start_time=1692370044123, end_time=1692373642001)
    assert (made["start_time"], made["end_time"]) == (1692370044123, 1692373642001)
    assert account.book(start_time=float(START))["start_time"] == START


def test_the_same_requests_have_the_same_answers():
    told = []
    for _ in range(2):
        account = new_account()
        told.append([account.book(), account.book(internal=True)])
    assert all(one == other for one, other in pairwise(told))
