"""Openings offered to those who would come sooner: POST asapcomms, what it holds, what it refuses, how it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mockod.app import create_app
from mockod.config import Config
from mockod.vendors.opendental.access.settings import Settings
from support.api_client import ApiClient
from support.db import database

NINE = "2026-03-02 09:00:00"
PRACTICE = """
clinics:
  - {ClinicNum: 3, Description: South, Abbr: S}
definitions:
  - {DefNum: 81, Category: BlockoutTypes, ItemName: Lunch, ItemValue: "NS,DC"}
  - {DefNum: 82, Category: BlockoutTypes, ItemName: Phone}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ClinicNum: 3}
schedules:
  - {ScheduleNum: 901, SchedDate: today, StartTime: "11:00", StopTime: "12:00", SchedType: Blockout,
     BlockoutType: 81, operatories: [2]}
  - {ScheduleNum: 902, SchedDate: today, StartTime: "12:00", StopTime: "13:00", SchedType: Blockout,
     BlockoutType: 82, operatories: [2]}
  - {ScheduleNum: 903, SchedDate: today, StartTime: "13:00", StopTime: "14:00", SchedType: Blockout, BlockoutType: 81}
  - {ScheduleNum: 904, SchedDate: today, StartTime: "09:00", StopTime: "09:30", SchedType: Blockout,
     BlockoutType: 81, operatories: [1]}
patients:
  - {PatNum: 3, LName: Stumm, FName: Sam, WirelessPhone: (503)555-0103, TxtMsgOk: "No"}
  - {PatNum: 4, LName: Laut, FName: Lea, WirelessPhone: (503)555-0104, TxtMsgOk: "Yes"}
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: today+7 10:00, Op: 1, Priority: ASAP, Pattern: //XXXXXXXX//}
  - {AptNum: 2, PatNum: 1, AptDateTime: today+8 10:00, AptStatus: UnschedList, Priority: ASAP}
  - {AptNum: 3, PatNum: 1, AptDateTime: today-1 10:00, Op: 1, AptStatus: Broken, Priority: ASAP}
  - {AptNum: 4, PatNum: 1, AptDateTime: "0001-01-01", AptStatus: Planned, Priority: ASAP}
  - {AptNum: 5, PatNum: 1, AptDateTime: today-1 11:00, Op: 1, AptStatus: Complete, Priority: ASAP}
  - {AptNum: 6, PatNum: 1, AptDateTime: today+6 11:00, Op: 1, AptStatus: PtNote, Priority: ASAP}
  - {AptNum: 7, PatNum: 1, AptDateTime: today+5 11:00, Op: 1}
  - {AptNum: 8, PatNum: 2, AptDateTime: today+5 12:00, Op: 1, Priority: ASAP}
  - {AptNum: 9, PatNum: 3, AptDateTime: today+5 13:00, Op: 1, Priority: ASAP}
  - {AptNum: 10, PatNum: 4, AptDateTime: today+5 14:00, Op: 1, Priority: ASAP}
recalltypes:
  - {RecallTypeNum: 1, Description: Prophy, TimePattern: /XX/}
  - {RecallTypeNum: 2, Description: Perio}
recalls:
  - {RecallNum: 1, PatNum: 4, RecallTypeNum: 1, DateDue: 2026-05-01}
  - {RecallNum: 2, PatNum: 4, RecallTypeNum: 2, DateDue: 2026-05-01}
  - {RecallNum: 3, PatNum: 4, RecallTypeNum: 1, TimePatternOverride: X}
"""
FIELDS = """AsapCommNum FKey FKeyType ScheduleNum PatNum ClinicNum DateTimeEntry DateTimeExpire DateTimeSmsScheduled
SmsSendStatus DateTimeSmsSent ResponseStatus DateTimeOrig TemplateText Note""".split()
OVERLAP = "Appointment overlaps existing appointment or blockout."


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def asked(**fields):
    return {"op": 2, "aptNum": 1, "dateTimeStart": NINE} | fields


def offer(office, **fields):
    """Offer 09:00 in operatory 2 for appointment 1 unless said otherwise; a field that is None is left out."""
    body = {name: value for name, value in asked(**fields).items() if value is not None}
    response = office.post("asapcomms", body)
    assert response.status_code == 200, response.text
    return response.json


def refusal(office, body):
    """Status and text; the database is as it was."""
    before = database(office).contents()
    refused = office.refusal("POST", "asapcomms", body)
    assert database(office).contents() == before
    return refused


def held(office, number):
    return database(office).rows(
        "SELECT SchedDate, StartTime, StopTime, SchedType, ProvNum, BlockoutType, OperatoryNum FROM schedule "
        "JOIN scheduleop USING (ScheduleNum) WHERE ScheduleNum = ?",
        (number,),
    )


# Offering


def test_an_offer_has_the_documented_fields_and_answers_200_without_a_location(office):
    response = office.post("asapcomms", asked())

    assert response.status_code == 200
    assert "location" not in response.headers
    made = response.json
    assert list(made) == FIELDS
    text = made.pop("TemplateText")
    assert made == {
        "AsapCommNum": 1,
        "FKey": 1,
        "FKeyType": "ScheduledAppt",
        "ScheduleNum": max(database(office).column("SELECT ScheduleNum FROM schedule")),
        "PatNum": 1,
        "ClinicNum": 3,
        "DateTimeEntry": "2026-03-02 07:00:00",
        "DateTimeExpire": NINE,
        "DateTimeSmsScheduled": "2026-03-02 07:00:00",
        "SmsSendStatus": "SendNotAttempted",
        "DateTimeSmsSent": "0001-01-01 00:00:00",
        "ResponseStatus": "AwaitingTransmit",
        "DateTimeOrig": "2026-03-09 10:00:00",
        "Note": "",
    }
    assert text.startswith("[NameF]")
    assert text.endswith("[AsapURL]")
    assert "03/02/2026 at 09:00" in text


def test_an_offer_is_read_back_as_it_was_answered(office):
    made = offer(office)

    assert office.read("asapcomms/1") == made


def test_an_offer_holds_the_appointments_length_in_the_operatory_as_a_web_sched_asap_schedule(office):
    made = offer(office)

    assert held(office, made["ScheduleNum"]) == [("2026-03-02", "09:00:00", "10:00:00", 4, 0, 0, 2)]
    shown = office.read(f"schedules/{made['ScheduleNum']}")
    assert (shown["SchedType"], shown["operatories"]) == ("WebSchedASAP", "2")


def test_an_offer_leaves_the_appointment_as_it_is(office):
    before = office.read("appointments/1")
    offer(office)
    after = office.read("appointments/1")

    assert before == after
    assert database(office).rows("SELECT * FROM histappointment") == []


@pytest.mark.parametrize(
    ("apt", "kind", "original"),
    [
        (1, "ScheduledAppt", "2026-03-09 10:00:00"),
        (2, "UnscheduledAppt", "2026-03-10 10:00:00"),
        (3, "Broken", "2026-03-01 10:00:00"),
        (4, "PlannedAppt", "0001-01-01 00:00:00"),
    ],
)
def test_the_kind_of_an_offer_tells_where_its_appointment_stands(office, apt, kind, original):
    made = offer(office, aptNum=apt)

    assert (made["FKey"], made["FKeyType"], made["DateTimeOrig"]) == (apt, kind, original)


@pytest.mark.parametrize(
    ("apt", "patient", "send", "response"),
    [
        (1, 1, "SendNotAttempted", "AwaitingTransmit"),
        (8, 2, "DoNotSend", "UnableToSend"),
        (9, 3, "DoNotSend", "UnableToSend"),
        (10, 4, "SendNotAttempted", "AwaitingTransmit"),
    ],
    ids=["consent unknown", "no mobile phone", "wants no texts", "wants texts"],
)
def test_a_message_waits_unless_the_patient_cannot_be_texted(office, apt, patient, send, response):
    made = offer(office, aptNum=apt)

    assert (made["PatNum"], made["SmsSendStatus"], made["ResponseStatus"]) == (patient, send, response)


def test_an_opening_may_be_offered_to_several(office):
    first, second = offer(office), offer(office, aptNum=2)

    assert second["AsapCommNum"] == first["AsapCommNum"] + 1
    assert second["ScheduleNum"] == first["ScheduleNum"] + 1


def test_an_opening_in_the_past_is_offered_all_the_same(office):
    assert offer(office, dateTimeStart="2020-01-01 09:00:00")["DateTimeExpire"] == "2020-01-01 09:00:00"


def test_seconds_stay_with_the_offer_and_are_dropped_from_its_schedule(office):
    made = offer(office, dateTimeStart="2026-03-02 09:00:59")

    assert made["DateTimeExpire"] == "2026-03-02 09:00:59"
    assert held(office, made["ScheduleNum"])[0][1:3] == ("09:00:00", "10:00:00")


def test_an_offer_may_reach_midnight_and_not_pass_it(office):
    made = offer(office, dateTimeStart="9999-12-31 23:00:00")

    assert held(office, made["ScheduleNum"])[0][:3] == ("9999-12-31", "23:00:00", "24:00:00")
    assert refusal(office, asked(dateTimeStart="9999-12-31 23:01:00")) == (400, "dateTimeStart is invalid.")


# Recalls


@pytest.mark.parametrize(
    ("recall", "increment", "stop"),
    [
        (1, 10, "09:40:00"),
        (1, 5, "09:20:00"),
        (1, 15, "10:00:00"),
        (2, 10, "09:30:00"),
        (2, 5, "09:30:00"),
        (2, 15, "09:45:00"),
        (3, 10, "09:10:00"),
    ],
)
def test_a_recall_takes_its_own_pattern_or_its_types_in_marks_of_the_book(practice_office, recall, increment, stop):
    office = practice_office(f"{PRACTICE}\npreferences:\n  AppointmentTimeIncrement: {increment}\n")
    made = offer(office, aptNum=None, recallNum=recall)

    assert held(office, made["ScheduleNum"])[0][1:3] == ("09:00:00", stop)


def test_an_offer_for_a_recall_names_the_recall_its_patient_and_when_it_was_due(office):
    made = offer(office, aptNum=None, recallNum=1)

    named = {name: made[name] for name in ("FKey", "FKeyType", "PatNum", "DateTimeOrig", "SmsSendStatus")}
    assert named == {
        "FKey": 1,
        "FKeyType": "Recall",
        "PatNum": 4,
        "DateTimeOrig": "2026-05-01 00:00:00",
        "SmsSendStatus": "SendNotAttempted",
    }


def test_an_office_before_recalls_could_be_offered_ignores_them(practice_office):
    office = practice_office(PRACTICE, version="25.2.8")

    assert offer(office, recallNum=1)["FKeyType"] == "ScheduledAppt"
    assert refusal(office, asked(aptNum=None, recallNum=1)) == (400, "aptNum is required.")


# Refusals


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"op": None}, 400, "op is required."),
        ({"dateTimeStart": None}, 400, "dateTimeStart is required."),
        ({"op": None, "aptNum": "x"}, 400, "op is required."),
        ({"aptNum": None}, 400, "aptNum or recallNum is required."),
        ({"aptNum": 0}, 400, "aptNum or recallNum is required."),
        ({"recallNum": 1}, 400, "Only one field is allowed, aptNum or recallNum."),
        ({"op": 0}, 404, "Operatory not found."),
        ({"op": 99}, 404, "Operatory not found."),
        ({"aptNum": 99}, 404, "Appointment not found."),
        ({"aptNum": 2**62}, 404, "Appointment not found."),
        ({"aptNum": None, "recallNum": 99}, 404, "Recall not found."),
        ({"op": -1}, 400, "op is invalid."),
        ({"op": True}, 400, "op is invalid."),
        ({"op": []}, 400, "op is invalid."),
        ({"aptNum": 10**30}, 400, "aptNum is invalid."),
        ({"aptNum": "one"}, 400, "aptNum is invalid."),
        ({"recallNum": 1.5}, 400, "recallNum is invalid."),
        ({"dateTimeStart": 9}, 400, "dateTimeStart is invalid."),
        ({"dateTimeStart": "2026-03-02"}, 400, "dateTimeStart format must be yyyy-MM-dd HH:mm:ss."),
        ({"dateTimeStart": "2026-02-30 09:00:00"}, 400, "dateTimeStart format must be yyyy-MM-dd HH:mm:ss."),
        ({"aptNum": 5}, 400, "aptNum is invalid."),
        ({"aptNum": 6}, 400, "aptNum is invalid."),
        ({"aptNum": 7}, 400, "aptNum is invalid."),
    ],
)
def test_what_cannot_be_offered_is_refused_in_words_and_changes_nothing(office, fields, status, text):
    body = {name: value for name, value in asked(**fields).items() if value is not None}

    assert refusal(office, body) == (status, text)


@pytest.mark.parametrize("status", ["Scheduled", "Complete", "Broken", "PtNote"])
@pytest.mark.parametrize("start", ["08:05", "09:00", "09:55"])
def test_an_opening_may_not_meet_what_stands_in_the_book(practice_office, status, start):
    other = f"  - {{AptNum: 20, PatNum: 2, AptDateTime: today 09:00, Op: 2, Pattern: {'X' * 12}, AptStatus: {status}}}"
    office = practice_office(PRACTICE.replace("recalltypes:", f"{other}\nrecalltypes:"))

    assert refusal(office, asked(dateTimeStart=f"2026-03-02 {start}:00")) == (400, OVERLAP)


@pytest.mark.parametrize(
    ("taken", "start", "free"),
    [
        ("today 00:00", "2026-03-02 00:00:00", False),
        ("today 00:00", "2026-03-02 00:19:00", False),
        ("today 00:00", "2026-03-02 00:20:00", True),
        ("today 23:59", "2026-03-02 23:00:00", False),
        ("today 23:59", "2026-03-02 22:59:00", True),
        ("today-1 23:59", "2026-03-02 00:00:00", True),
        ("today+1 00:00", "2026-03-02 23:00:00", True),
    ],
)
def test_the_first_and_the_last_minute_of_the_day_are_taken_too(practice_office, taken, start, free):
    other = f"  - {{AptNum: 20, PatNum: 2, AptDateTime: {taken}, Op: 2, Pattern: XXXX}}"
    office = practice_office(PRACTICE.replace("recalltypes:", f"{other}\nrecalltypes:"))
    response = office.post("asapcomms", asked(dateTimeStart=start))

    assert (response.status_code, response.json if response.status_code == 400 else "") == (
        (200, "") if free else (400, OVERLAP)
    )


@pytest.mark.parametrize("status", ["UnschedList", "Planned"])
def test_what_stands_in_no_operatory_is_not_in_the_way(practice_office, status):
    other = f"  - {{AptNum: 20, PatNum: 2, AptDateTime: today 09:00, Op: 2, AptStatus: {status}}}"
    office = practice_office(PRACTICE.replace("recalltypes:", f"{other}\nrecalltypes:"))

    assert offer(office)["FKey"] == 1


def test_the_appointments_own_time_counts_as_taken(office):
    assert refusal(office, asked(op=1, dateTimeStart="2026-03-09 09:30:00")) == (400, OVERLAP)


@pytest.mark.parametrize(
    ("start", "free"),
    [
        ("2026-03-09 09:00:00", True),
        ("2026-03-09 09:05:00", False),
        ("2026-03-09 10:55:00", False),
        ("2026-03-09 11:00:00", True),
        ("2026-03-10 10:00:00", True),
    ],
)
def test_touching_is_no_meeting_and_another_day_is_another_day(office, start, free):
    response = office.post("asapcomms", asked(op=1, dateTimeStart=start))

    assert response.status_code == (200 if free else 400)


@pytest.mark.parametrize(
    ("op", "start", "free"),
    [
        (2, "10:00", True),
        (2, "10:30", False),
        (2, "11:30", False),
        (2, "12:00", True),
        (2, "13:00", True),
        (1, "11:00", True),
        (2, "08:30", True),
        (1, "08:30", False),
    ],
)
def test_only_a_blockout_closed_to_scheduling_is_in_the_way_and_only_in_its_operatory(office, op, start, free):
    response = office.post("asapcomms", asked(op=op, dateTimeStart=f"2026-03-02 {start}:00"))

    assert (response.status_code, response.status_code == 400 and response.json) == (
        (200, False) if free else (400, OVERLAP)
    )


# Looking


LISTED = """
patients:
  - {PatNum: 3, LName: Stumm, FName: Sam}
clinics:
  - {ClinicNum: 3, Description: South, Abbr: S}
asapcomms:
  - {AsapCommNum: 5, FKey: 1, FKeyType: Broken, PatNum: 3, DateTimeEntry: today-8 23:59, ClinicNum: 3}
  - {AsapCommNum: 4, FKey: 1, FKeyType: Broken, PatNum: 3, DateTimeEntry: today-7 00:00, ClinicNum: 3, Note: "a\\nb"}
  - {AsapCommNum: 3, FKey: 1, FKeyType: Recall, PatNum: 3, DateTimeEntry: today-1 12:00}
  - {AsapCommNum: 2, FKey: 1, FKeyType: Recall, PatNum: 3, DateTimeEntry: today-1 23:59}
  - {AsapCommNum: 1, FKey: 1, FKeyType: Recall, PatNum: 3, DateTimeEntry: today 00:00, ResponseStatus: Viewed,
     SmsSendStatus: SendSuccessful, DateTimeSmsSent: today 00:01}
"""


@pytest.fixture
def past(practice_office):
    return practice_office(LISTED)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [2, 3, 4]),
        ({"date": "2026-03-02"}, [1]),
        ({"date": "2026-03-01"}, [2, 3]),
        ({"date": "2026-03-01", "dateStart": "2026-03-02", "dateEnd": "2026-02-01"}, [2, 3]),
        ({"date": "9999-12-31"}, []),
        ({"date": "0001-01-01"}, []),
        ({"dateStart": "2026-03-01"}, [2, 3]),
        ({"dateStart": "2026-03-02"}, []),
        ({"dateStart": "2026-02-22"}, [2, 3, 4, 5]),
        ({"dateEnd": "2026-03-01"}, [4]),
        ({"dateEnd": "2026-03-03"}, [1, 2, 3, 4]),
        ({"dateStart": "2026-03-02", "dateEnd": "2026-03-03"}, [1]),
        ({"dateStart": "2026-03-02", "dateEnd": "2026-03-02"}, []),
        ({"dateStart": "2026-02-01", "dateEnd": "9999-12-31", "ClinicNum": 3}, [4, 5]),
        ({"ClinicNum": 0}, [2, 3]),
        ({"Limit": 2}, [2, 3]),
        ({"Limit": 2, "Offset": 2}, [4]),
    ],
)
def test_offers_are_listed_from_one_midnight_up_to_another_by_number(past, query, numbers):
    assert [row["AsapCommNum"] for row in past.read("asapcomms", **query)] == numbers


def test_a_listed_offer_is_the_row_by_its_number(past):
    (listed,) = past.read("asapcomms", date="2026-03-02")

    assert listed == past.read("asapcomms/1")
    assert list(listed) == FIELDS
    assert (listed["SmsSendStatus"], listed["ResponseStatus"]) == ("SendSuccessful", "Viewed")
    assert listed["DateTimeSmsSent"] == "2026-03-02 00:01:00"


def test_a_note_is_shown_on_one_line(past):
    assert past.read("asapcomms/4")["Note"] == "a b"


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ({"dateStart": "2026-03-02", "dateEnd": "2026-03-01"}, 400, "dateStart is invalid."),
        ({"date": "tomorrow"}, 400, "date format must be yyyy-MM-dd."),
        ({"dateStart": "2026-03-02 00:00:00"}, 400, "dateStart format must be yyyy-MM-dd."),
        ({"dateEnd": "2026-02-30"}, 400, "dateEnd format must be yyyy-MM-dd."),
        ({"ClinicNum": 9}, 404, "Clinic not found."),
        ({"ClinicNum": -1}, 400, "ClinicNum is invalid."),
        ({"ClinicNum": "x"}, 400, "ClinicNum is invalid."),
    ],
)
def test_a_list_that_cannot_be_is_refused(past, query, status, text):
    assert past.refusal("GET", "asapcomms", **query) == (status, text)


def test_an_offer_that_is_not_there_is_not_found(past):
    assert past.refusal("GET", "asapcomms/99") == (404, "AsapComm not found.")


# Who and since when


@pytest.mark.parametrize(("method", "path"), [("GET", "asapcomms"), ("GET", "asapcomms/1"), ("POST", "asapcomms")])
def test_offers_came_with_23_3_3(practice_office, method, path):
    newer, older = (practice_office(PRACTICE, version=version) for version in ("23.3.3", "23.3.2"))
    body = asked() if method == "POST" else None

    assert "version" not in newer.call(method, path, body).text
    assert older.refusal(method, path, body) == (400, "This method requires Open Dental version 23.3.3 or higher.")


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "asapcomms", "ApiReadAll"),
        ("GET", "asapcomms/99", "ApiReadAll"),
        ("POST", "asapcomms", "ApiTextingASAP"),
    ],
)
def test_each_method_wants_its_permission(method, path, permission):
    app = create_app(Config(practice="tiny", settings=replace(Settings(), permissions=frozenset())))
    text = f"Developer does not have permission {permission} for this method."

    assert ApiClient(app.test_client(), "nobody").refusal(method, path) == (401, text)


@pytest.mark.parametrize(("method", "path"), [("PUT", "asapcomms/1"), ("DELETE", "asapcomms/1"), ("PUT", "asapcomms")])
def test_offers_are_neither_changed_nor_deleted(office, method, path):
    status, text = office.refusal(method, path, {})

    assert (status, text.endswith(" is not a valid method.")) == (400, True)
