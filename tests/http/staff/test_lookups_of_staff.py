"""Lists that clients only read: employees, time cards, computers, pasted notes, permissions; and notes that ask."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
employees:
  - {EmployeeNum: 1, LName: Lead, FName: Lea, ClockStatus: Working}
  - {EmployeeNum: 2, LName: Doe, FName: Jane, ReportsTo: 1}
computers: [{CompName: FRONTDESK1, LastHeartBeat: 2026-03-02 06:59:30}]
clockevents:
  - {ClockEventNum: 1, EmployeeNum: 1, TimeEntered1: 2026-02-27 08:00, TimeDisplayed1: 2026-02-27 08:00}
  - {ClockEventNum: 2, EmployeeNum: 2, TimeEntered1: 2026-02-28 08:00, TimeDisplayed1: 2026-02-28 00:00,
     ClockStatus: Lunch, AdjustAuto: 00:03:13}
  - {ClockEventNum: 3, EmployeeNum: 2, TimeEntered1: 2026-03-01 08:00, TimeDisplayed1: 2026-03-01 23:59:59}
quickpastecats:
  - {QuickPasteCatNum: 1, Description: Second, ItemOrder: 1, DefaultForTypes: "ServiceNotes,PatAddressNote"}
  - {QuickPasteCatNum: 2, Description: First}
quickpastenotes:
  - {QuickPasteNoteNum: 1, QuickPasteCatNum: 2, ItemOrder: 1, Note: Called., Abbreviation: c}
  - {QuickPasteNoteNum: 2, QuickPasteCatNum: 2, ItemOrder: 0, Note: "Called to cancel on DATE."}
definitions: [{DefNum: 900, Category: AutoNoteCats, ItemName: Exams}]
autonotes: [{AutoNoteNum: 1, AutoNoteName: SOAP, MainText: NV}]
autonotecontrols:
  - {AutoNoteControlNum: 1, Descript: Pulse, ControlType: OneResponse, ControlLabel: Pulse, ControlOptions: Low}
"""
CONTROL = {"Descript": "BP", "ControlType": "MultiResponse", "ControlLabel": "BP", "ControlOptions": "A\nB\r\nC"}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def numbers(office, path, **query):
    return [next(iter(row.values())) for row in office.read(path, **query)]


def test_employees_are_read_and_listed_by_whom_they_report_to(office):
    assert office.read("employees/2")["ReportsTo"] == 1
    assert numbers(office, "employees", ReportsTo=1) == [2]
    assert numbers(office, "employees", ReportsTo=0) == [1]
    assert office.refusal("GET", "employees", ReportsTo=9) == (404, "Employee not found.")
    assert office.refusal("GET", "employees/9") == (404, "Employee not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3]),
        ({"EmployeeNum": 2}, [2, 3]),
        ({"ClockStatus": "Lunch"}, [2]),
        ({"date": "2026-02-28"}, [2]),
        ({"date": "2026-03-01"}, [3]),
        ({"dateStart": "2026-02-28"}, [2, 3]),
        ({"dateEnd": "2026-02-28"}, [1]),
        ({"dateStart": "2026-02-27", "dateEnd": "2026-03-01"}, [1, 2]),
    ],
)
def test_clockevents_are_listed_by_employee_status_and_day(office, query, found):
    assert numbers(office, "clockevents", **query) == found


def test_a_clockevent_tells_spans_of_time(office):
    event = office.read("clockevents/2")

    assert (event["AdjustAuto"], event["OTimeHours"], event["OTimeAuto"]) == ("00:03:13", "-01:00:00", "00:00:00")


def test_computers_tell_when_they_were_last_seen(office):
    assert office.read("computers") == [
        {"ComputerNum": 1, "CompName": "FRONTDESK1", "LastHeartBeat": "2026-03-02 06:59:30"}
    ]


def test_pasted_notes_and_their_categories_stand_in_the_offices_order(office):
    assert numbers(office, "quickpastecats") == [2, 1]
    assert office.read("quickpastecats/1")["DefaultForTypes"] == "ServiceNotes,PatAddressNote"
    assert numbers(office, "quickpastenotes", QuickPasteCatNum=2) == [2, 1]
    assert office.refusal("GET", "quickpastenotes/9") == (404, "QuickPasteNote not found.")


def test_autonotes_are_made_changed_and_listed_by_category(office):
    made = office.post("autonotes", {"AutoNoteName": "Exam", "MainText": 'BP: [Prompt:"BP"]\r\nNV', "Category": 900})

    assert (made.status_code, made.json["category"]) == (201, "Exams")
    assert made.json["MainText"] == 'BP: [Prompt:"BP"]\r\nNV'
    assert numbers(office, "autonotes", Category=900) == [made.json["AutoNoteNum"]]
    assert numbers(office, "autonotes", Category=0) == [1]
    changed = office.put("autonotes/1", {"Category": 900})
    assert (changed.status_code, changed.json["category"], changed.json["AutoNoteName"]) == (200, "Exams", "SOAP")
    assert office.refusal("POST", "autonotes", {"AutoNoteName": "Exam"}) == (400, "MainText is required.")
    assert office.refusal("PUT", "autonotes/9", {}) == (404, "AutoNote not found.")


def test_a_prompt_keeps_its_options_one_a_line(office):
    made = office.post("autonotecontrols", CONTROL)

    assert (made.status_code, made.json["ControlOptions"]) == (201, "A\r\nB\r\nC")


@pytest.mark.parametrize("options", [None, "", " "])
def test_a_prompt_to_choose_from_needs_options_and_one_for_text_does_not(office, options):
    before = database(office).contents()

    body = {**CONTROL, "ControlOptions": options}
    assert office.refusal("POST", "autonotecontrols", body) == (400, "ControlOptions is required.")
    assert database(office).contents() == before
    assert office.post("autonotecontrols", {**body, "ControlType": "Text"}).status_code == 201


def test_changing_a_prompt_answers_nothing_and_holds_it_to_the_same_rule(office):
    changed = office.put("autonotecontrols/1", {"ControlType": "Text", "ControlOptions": ""})

    assert (changed.status_code, changed.data) == (200, b"")
    assert office.read("autonotecontrols")[0]["ControlType"] == "Text"
    assert office.refusal("PUT", "autonotecontrols/1", {"ControlType": "OneResponse"}) == (
        400,
        "ControlOptions is required.",
    )


def test_permissions_are_those_of_the_key_and_of_the_offices_version(make_office):
    told = make_office("tiny").read("securityperms")
    older = make_office("tiny", version="22.4").read("securityperms")

    assert told[0] == {"Permission": "ApiReadAll", "HasPermission": "true"}
    assert {"Permission": "ApiEnterprise", "HasPermission": "false"} in told
    assert "ApiSetup" not in {row["Permission"] for row in older}
    assert make_office("tiny").read("securityperms", Limit=2, Offset=1) == told[1:3]
