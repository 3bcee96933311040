"""Commlogs: what was said to a patient, told, written and put right."""

from __future__ import annotations

import pytest

from support.db import database

PRACTICE = """
definitions:
  - {DefNum: 61, Category: CommLogTypes, ItemName: Recall, ItemValue: RECALL, ItemOrder: 1}
  - {DefNum: 62, Category: CommLogTypes, ItemName: Misc, ItemValue: MISC, ItemOrder: 2}
  - {DefNum: 63, Category: CommLogTypes, ItemName: Old, ItemOrder: 3, IsHidden: true}
userods:
  - {UserNum: 7, UserName: front desk}
commlogs:
  - {CommlogNum: 1, PatNum: 1, CommDateTime: "today 06:30", CommType: 62, Mode_: InPerson, SentOrReceived: Received,
     UserNum: 7, Note: "Came by,\\r\\nwants\\na call", DateTStamp: 2026-03-02 06:30:00, DateTEntry: 2026-03-02 06:31:00}
  - {CommlogNum: 2, PatNum: 1, CommDateTime: "today-1 09:00", CommType: 60, Mode_: EmailAndText, SentOrReceived: Sent,
     DateTStamp: 2026-03-01 09:00:00}
  - {CommlogNum: 3, PatNum: 2, CommDateTime: "today-1 09:00", Mode_: Fax, DateTStamp: 2026-03-01 09:00:01}
"""
NEWER = ["UserNum", "DateTStamp", "CommSource", "ProgramNum", "DateTEntry", "ReferralNum"]


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def test_a_commlog_tells_its_type_as_text_and_its_note_on_one_line(office):
    assert office.read("commlogs/1") == {
        "CommlogNum": 1,
        "PatNum": 1,
        "CommDateTime": "2026-03-02 06:30:00",
        "CommType": "62",
        "commType": "Misc",
        "Note": "Came by, wants a call",
        "Mode_": "In Person",
        "SentOrReceived": "Received",
        "UserNum": 7,
        "DateTStamp": "2026-03-02 06:30:00",
        "CommSource": "User",
        "ProgramNum": 0,
        "DateTEntry": "2026-03-02 06:31:00",
        "ReferralNum": 0,
    }


def test_a_commlog_of_no_type_is_told_as_0_and_nothing(office):
    row = office.read("commlogs/3")
    assert (row["CommType"], row["commType"], row["Mode_"], row["SentOrReceived"]) == ("0", "", "Fax", "Neither")


def test_fields_in_the_vendors_order_come_with_their_version(practice_office):
    old = practice_office(PRACTICE, version="25.1.12").read("commlogs", PatNum=1)[0]
    new = practice_office(PRACTICE, version="25.1.13").read("commlogs", PatNum=1)[0]
    assert list(new) == [*old, *NEWER]
    assert list(old) == "CommlogNum PatNum CommDateTime CommType commType Note Mode_ SentOrReceived".split()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [2, 3, 1]),
        ({"PatNum": 1}, [2, 1]),
        ({"PatNum": 0}, [2, 3, 1]),
        ({"DateTStamp": "2026-03-01 09:00:01"}, [3, 1]),
        ({"DateTStamp": "2026-03-01 09:00:01", "PatNum": 1}, [1]),
        ({"Limit": 1, "Offset": 1}, [3]),
    ],
)
def test_commlogs_come_by_time_and_number(office, query, numbers):
    assert [row["CommlogNum"] for row in office.read("commlogs", **query)] == numbers


def test_an_older_office_tells_those_of_one_patient_only(practice_office):
    office = practice_office(PRACTICE, version="25.1.12")
    assert office.refusal("GET", "commlogs") == (400, "PatNum is required.")
    assert office.refusal("GET", "commlogs", PatNum=0) == (400, "PatNum is required.")
    # The filter by time is not yet known, so it is ignored.
    assert len(office.read("commlogs", PatNum=1, DateTStamp="2030-01-01 00:00:00")) == 2


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"PatNum": -1}, (400, "PatNum is invalid.")),
        ({"PatNum": "x"}, (400, "PatNum is invalid.")),
        ({"PatNum": 10**30}, (400, "PatNum is invalid.")),
        ({"DateTStamp": "2026-03-01"}, (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")),
    ],
)
def test_commlogs_refuse_what_they_cannot_read(office, query, refusal):
    assert office.refusal("GET", "commlogs", **query) == refusal


def test_a_commlog_that_is_not_there_is_not_found(office):
    assert office.refusal("GET", "commlogs/99") == (404, "Commlog not found.")
    assert office.refusal("PUT", "commlogs/99", {"Note": 5, "PatNum": []}) == (404, "Commlog not found.")


def test_a_new_commlog_is_of_now_by_phone_sent_and_misc(office):
    response = office.post("commlogs", {"PatNum": 1, "Note": "Left message\r\nat work"})

    assert response.status_code == 201
    assert response.headers["location"].endswith("/api/v1/commlogs/4")
    assert response.json == office.read("commlogs/4")
    assert response.json == {
        "CommlogNum": 4,
        "PatNum": 1,
        "CommDateTime": "2026-03-02 07:00:00",
        "CommType": "62",
        "commType": "Misc",
        "Note": "Left message at work",
        "Mode_": "Phone",
        "SentOrReceived": "Sent",
        "UserNum": 0,
        "DateTStamp": "2026-03-02 07:00:00",
        "CommSource": "User",
        "ProgramNum": 0,
        "DateTEntry": "2026-03-02 07:00:00",
        "ReferralNum": 0,
    }
    assert database(office).column("SELECT Note FROM commlog WHERE CommlogNum = 4") == ["Left message\r\nat work"]


def test_a_new_commlog_is_what_it_is_said_to_be(office):
    sent = {
        "PatNum": 2,
        "Note": "Moved",
        "CommDateTime": "2021-02-07 03:25:29",
        "CommType": 60,
        "Mode_": "In Person",
        "SentOrReceived": "Received",
    }
    row = office.post("commlogs", sent).json

    assert {name: row[name] for name in sent} == {**sent, "CommType": "60"}
    assert (row["commType"], row["DateTStamp"]) == ("ApptRelated", "2026-03-02 07:00:00")


@pytest.mark.parametrize(
    "mode", ["None", "Email", "Mail", "Phone", "In Person", "Text", "Email and Text", "Phone and Text"]
)
def test_ways_are_spelled_with_blanks_both_ways(office, mode):
    row = office.post("commlogs", {"PatNum": 1, "Note": "x", "Mode_": mode}).json
    assert row["Mode_"] == mode


def test_a_types_name_wins_over_its_number(office):
    row = office.post("commlogs", {"PatNum": 1, "Note": "x", "CommType": "60", "commType": "Recall"}).json
    assert (row["CommType"], row["commType"]) == ("61", "Recall")


def test_without_a_misc_type_the_first_one_is_taken_and_without_any_none(make_office, practice_office):
    new = {"PatNum": 1, "Note": "x"}
    assert make_office().post("commlogs", new).json["CommType"] == "60"
    bare = practice_office("patients: [{PatNum: 1, LName: Muster, FName: Erika}]", alone=True)
    assert bare.post("commlogs", new).json["CommType"] == "0"


def test_an_office_before_23_3_7_writes_it_without_a_word(practice_office):
    old, new = (practice_office(PRACTICE, version=version) for version in ("23.3.6", "23.3.7"))
    response = old.post("commlogs", {"PatNum": 1, "Note": "x"})

    assert (response.status_code, response.text, response.headers.get("location")) == (201, "", None)
    assert [row["Note"] for row in old.read("commlogs", PatNum=1)][-1] == "x"
    assert new.post("commlogs", {"PatNum": 1, "Note": "x"}).json["CommlogNum"] == 4


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "PatNum is required.")),
        ({"PatNum": 1}, (400, "Note is required.")),
        ({"PatNum": 1, "Note": " "}, (400, "Note is required.")),
        ({"PatNum": None, "Note": "x"}, (400, "PatNum is required.")),
        ({"PatNum": 99, "Note": "x"}, (404, "Patient not found.")),
        ({"PatNum": 0, "Note": "x"}, (404, "Patient not found.")),
        ({"PatNum": 2**64, "Note": "x"}, (400, "PatNum is invalid.")),
        ({"PatNum": [1], "Note": "x"}, (400, "PatNum is invalid.")),
        ({"PatNum": 1, "Note": {"a": 1}}, (400, "Note is invalid.")),
        ({"PatNum": 1, "Note": "x", "CommType": 19}, (400, "CommType is invalid.")),
        ({"PatNum": 1, "Note": "x", "CommType": 0}, (400, "CommType is invalid.")),
        ({"PatNum": 1, "Note": "x", "CommType": "Misc"}, (400, "CommType is invalid.")),
        ({"PatNum": 1, "Note": "x", "commType": "Unconfirmed"}, (400, "commType is invalid.")),
        ({"PatNum": 1, "Note": "x", "commType": ""}, (400, "commType is invalid.")),
        ({"PatNum": 1, "Note": "x", "Mode_": "InPerson"}, (400, "Mode_ is invalid.")),
        ({"PatNum": 1, "Note": "x", "Mode_": "Fax"}, (400, "Mode_ is invalid.")),
        ({"PatNum": 1, "Note": "x", "Mode_": 3}, (400, "Mode_ is invalid.")),
        ({"PatNum": 1, "Note": "x", "SentOrReceived": "sent"}, (400, "SentOrReceived is invalid.")),
        (
            {"PatNum": 1, "Note": "x", "CommDateTime": "2026-03-02"},
            (400, "CommDateTime format must be yyyy-MM-dd HH:mm:ss."),
        ),
    ],
)
def test_a_new_commlog_that_cannot_be_is_refused_and_nothing_is_written(office, body, refusal):
    before = database(office).contents()
    assert office.refusal("POST", "commlogs", body) == refusal
    assert database(office).contents() == before


def test_a_hidden_type_is_still_known_by_its_name(office):
    assert office.post("commlogs", {"PatNum": 1, "Note": "x", "commType": "Old"}).json["CommType"] == "63"


def test_only_the_note_is_changed(office):
    before = office.read("commlogs/2")
    response = office.put("commlogs/2", {"Note": "Called back", "Mode_": "Mail", "PatNum": 2})

    assert response.status_code == 200
    assert response.json == {**before, "Note": "Called back", "DateTStamp": "2026-03-02 07:00:00"}
    assert office.read("commlogs/2") == response.json


def test_a_note_can_be_emptied(office):
    assert office.put("commlogs/1", {"Note": ""}).json["Note"] == ""


@pytest.mark.parametrize("body", [{}, {"Note": ""}, {"Note": None}])
def test_what_changes_nothing_is_not_stamped(office, body):
    before = database(office).contents()
    assert office.put("commlogs/2", body).status_code == 200
    assert database(office).contents() == before


def test_a_note_that_is_no_text_is_refused(office):
    before = database(office).contents()
    assert office.refusal("PUT", "commlogs/2", {"Note": ["x"]}) == (400, "Note is invalid.")
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("version", "call", "since"),
    [("25.1.12", "GET commlogs/1", "25.1.13"), ("25.2.20", "PUT commlogs/1", "25.2.21")],
)
def test_a_method_newer_than_the_office_is_refused(practice_office, version, call, since):
    method, path = call.split()
    text = f"This method requires Open Dental version {since} or higher."
    assert practice_office(PRACTICE, version=version).refusal(method, path) == (400, text)


def test_a_break_is_told_by_the_api_too(practice_office):
    office = practice_office(
        "preferences: {BrokenApptCommLog: 1}\n"
        'appointments: [{AptNum: 5, PatNum: 1, AptDateTime: "today 15:30", Op: 1, ProvNum: 1}]'
    )
    office.put("appointments/5/Break", {"sendToUnscheduledList": "true"})

    (row,) = office.read("commlogs", PatNum=1)
    assert (row["commType"], row["Mode_"]) == ("ApptRelated", "None")
    assert row["Note"] == "Appt BROKEN for Mon 3/2/2026 3:30:00 PM"
