"""PUT Break: where a broken appointment goes, what it costs and what is written down."""

from __future__ import annotations

import pytest

from support.db import database

BOTH = """
preferences:
  BrokenApptProcedure: {pref}
  BrokenApptCommLog: {log}
procedurecodes:
  - {{CodeNum: 1, ProcCode: D9986, AbbrDesc: Missed}}
  - {{CodeNum: 2, ProcCode: D9987, AbbrDesc: Cancel}}
  - {{CodeNum: 3, ProcCode: D0120, AbbrDesc: PerEx}}
feescheds:
  - {{FeeSchedNum: 53, Description: Standard}}
fees:
  - {{FeeSched: 53, CodeNum: 1, Amount: 40}}
providers:
  - {{ProvNum: 7, Abbr: FEE, FeeSched: 53}}
appointments:
  - {{AptNum: 5, PatNum: 1, AptDateTime: "today 15:30", Op: 1, ProvNum: 7, procedures: [D0120]}}
"""


@pytest.fixture
def breakable(practice_office):
    return lambda pref="0", log="0": practice_office(BOTH.format(pref=pref, log=log))


def broken_procedures(office):
    return database(office).rows(
        "SELECT c.ProcCode, p.ProcStatus, p.AptNum, p.ProcDate, p.ProvNum, p.ProcFee, p.Note FROM procedurelog p "
        "JOIN procedurecode c ON c.CodeNum = p.CodeNum WHERE p.AptNum = 0"
    )


def history(office):
    return list(database(office).column("SELECT HistApptAction FROM histappointment ORDER BY HistApptNum"))


def test_true_sends_it_to_the_unscheduled_list(breakable):
    office = breakable()

    response = office.put("appointments/5/Break", {"sendToUnscheduledList": "true"})

    assert (response.status_code, response.text) == (200, "")
    after = office.read("appointments/5")
    assert (after["AptStatus"], after["Op"], after["AptDateTime"]) == ("UnschedList", 0, "2026-03-02 15:30:00")


def test_false_leaves_it_in_place(breakable):
    office = breakable()

    office.put("appointments/5/Break", {"sendToUnscheduledList": "false"})

    after = office.read("appointments/5")
    assert (after["AptStatus"], after["Op"], after["ProcDescript"]) == ("Broken", 1, "PerEx")


def test_a_second_break_is_refused(breakable):
    office = breakable()
    office.put("appointments/5/Break", {"sendToUnscheduledList": "false"})

    assert office.refusal("PUT", "appointments/5/Break", {"sendToUnscheduledList": "true"}) == (
        400,
        "Appointment must be in a booked status to be broken.",
    )


@pytest.mark.parametrize(
    ("pref", "kind", "enabled"),
    [
        ("0", "Missed", False),
        ("0", "Cancelled", False),
        ("1", "Missed", True),
        ("1", "Cancelled", False),
        ("2", "Missed", False),
        ("2", "Cancelled", True),
        ("3", "Missed", True),
        ("3", "Cancelled", True),
    ],
)
def test_the_preference_says_which_breaks_are_billed(breakable, pref, kind, enabled):
    office = breakable(pref)

    response = office.put("appointments/5/Break", {"sendToUnscheduledList": "true", "breakType": kind})

    if enabled:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.json) == (400, f"breakType is invalid. {kind} is not enabled")
        assert office.read("appointments/5")["AptStatus"] == "Scheduled"


def test_a_missed_one_is_billed_today_and_attached_to_nothing(breakable):
    office = breakable("3")

    office.put("appointments/5/Break", {"sendToUnscheduledList": "false", "breakType": "Missed"})

    note = "Appt BROKEN for PerEx Mon 3/2/2026 3:30:00 PM"
    assert broken_procedures(office) == [("D9986", 2, 0, "2026-03-02", 7, 40.0, note)]


@pytest.mark.parametrize(
    ("body", "actions"),
    [
        ({"sendToUnscheduledList": "false"}, [1]),
        ({"sendToUnscheduledList": "true"}, [1, 1]),
        ({"sendToUnscheduledList": "false", "breakType": "Missed"}, [2]),
        ({"sendToUnscheduledList": "true", "breakType": "Cancelled"}, [3, 1]),
    ],
)
def test_history_tells_how_it_was_broken(breakable, body, actions):
    office = breakable("3")

    office.put("appointments/5/Break", body)

    assert history(office) == actions


def test_a_commlog_is_written_where_the_office_wishes(breakable):
    office = breakable(log="1")

    office.put("appointments/5/Break", {"sendToUnscheduledList": "true"})

    rows = database(office).rows("SELECT PatNum, CommDateTime, CommType, Mode_, Note FROM commlog")
    assert rows == [(1, "2026-03-02 07:00:00", 60, 0, "Appt BROKEN for PerEx Mon 3/2/2026 3:30:00 PM")]


def test_no_commlog_is_written_otherwise(breakable):
    office = breakable()

    office.put("appointments/5/Break", {"sendToUnscheduledList": "true"})

    assert database(office).rows("SELECT * FROM commlog") == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "sendToUnscheduledList is required."),
        ({"sendToUnscheduledList": ""}, "sendToUnscheduledList is invalid."),
        ({"sendToUnscheduledList": "maybe"}, "sendToUnscheduledList is invalid."),
        ({"sendToUnscheduledList": "true", "breakType": "Late"}, "breakType is invalid."),
    ],
)
def test_what_break_wants_is_said(breakable, body, text):
    assert breakable().refusal("PUT", "appointments/5/Break", body) == (400, text)


def test_an_office_before_21_3_cannot_break(make_office):
    office = make_office("tiny", version="21.2")

    assert office.refusal("PUT", "appointments/1/Break", {"sendToUnscheduledList": "true"}) == (
        400,
        "This method requires Open Dental version 21.3 or higher.",
    )
