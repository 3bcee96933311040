"""PUT appointments: what changes, what follows from it, and what stays."""

from __future__ import annotations

import pytest

from support.db import database

NINE = "2026-03-02 09:00:00"
PRACTICE = """
definitions:
  - {DefNum: 50, Category: ApptConfirmed, ItemName: Arrived, ItemOrder: 5}
  - {DefNum: 51, Category: ApptConfirmed, ItemName: In Room, ItemOrder: 6}
  - {DefNum: 92, Category: RecallUnschedStatus, ItemName: Appointment Scheduled}
preferences:
  AppointmentTimeArrivedTrigger: 50
  AppointmentTimeSeatedTrigger: 51
  ApptEConfirmStatusAccepted: 21
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx}
  - {CodeNum: 2, ProcCode: D1110, AbbrDesc: Pro, IsHygiene: true}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Recall, AppointmentTypeColor: "9,8,7", CodeStr: "D0120,D1110"}
insplans:
  - {PlanNum: 35}
inssubs:
  - {InsSubNum: 1, PlanNum: 35, Subscriber: 1}
patients:
  - {PatNum: 3, LName: Insured, FName: Ina}
patplans:
  - {PatNum: 3, InsSubNum: 1}
appointments:
  - {AptNum: 10, PatNum: 3, AptDateTime: "today 10:00", Op: 1, ProvNum: 1, procedures: [D0120]}
  - {AptNum: 11, PatNum: 3, AptDateTime: "today-9 00:00", AptStatus: Planned, ProvNum: 1, procedures: [D1110]}
"""


@pytest.fixture
def office(practice_office):
    office = practice_office(PRACTICE)
    office.set_clock("2026-03-02 08:00:00")
    return office


def procedures(office):
    """Number -> status, appointment, date, provider: read from the office's own database."""
    rows = database(office).rows(
        "SELECT ProcNum, ProcStatus, AptNum, PlannedAptNum, ProcDate, ProvNum FROM procedurelog"
    )
    return {row[0]: row[1:] for row in rows}


def history(office, apt_num):
    sql = "SELECT HistApptAction, AptStatus FROM histappointment WHERE AptNum = ? ORDER BY HistApptNum"
    return database(office).rows(sql, (apt_num,))


def test_only_what_is_given_changes(office):
    before = office.read("appointments/10")

    changed = office.put("appointments/10", {"Note": "Called"})

    assert changed.status_code == 200
    assert "serverDateTime" not in changed.json
    before.pop("serverDateTime")
    assert changed.json == {**before, "Note": "Called", "DateTStamp": "2026-03-02 08:00:00"}


@pytest.mark.parametrize(
    "body", [{}, {"Note": ""}, {"Op": 1, "Pattern": "/XX/"}, {"PatNum": 1, "AptNum": 99}, {"x": 1}]
)
def test_without_a_real_change_nothing_is_stamped_and_no_history_kept(office, body):
    changed = office.put("appointments/10", body)

    assert changed.status_code == 200
    assert changed.json["DateTStamp"] == "2026-03-02 00:00:00"
    assert history(office, 10) == []


def test_every_real_change_is_kept_once(office):
    office.put("appointments/10", {"Note": "a", "Op": 2})
    office.put("appointments/10/Confirm", {"confirmVal": "Confirmed"})

    assert history(office, 10) == [(1, 1), (1, 1)]


def test_every_documented_field_can_be_changed(office):
    asked = {
        "AptStatus": "Scheduled",
        "Pattern": "//XX//",
        "Confirmed": 21,
        "Op": 2,
        "Note": "moved",
        "ProvNum": 2,
        "ProvHyg": 2,
        "AptDateTime": "2026-03-04 11:00:00",
        "ClinicNum": 0,
        "IsHygiene": "true",
        "DateTimeArrived": "10:55:00",
        "DateTimeSeated": "11:00:00",
        "DateTimeDismissed": "11:30:00",
        "IsNewPatient": "true",
        "Priority": "ASAP",
        "AppointmentTypeNum": 1,
        "UnschedStatus": 92,
        "colorOverride": "255,0,1",
        "PatternSecondary": "X/////",
    }

    changed = office.put("appointments/10", asked).json

    times = {name: f"2026-03-04 {asked[name]}" for name in asked if name.startswith("DateTime")}
    expected = {**asked, **times, "confirmed": "Appointment Confirmed", "unschedStatus": "Appointment Scheduled"}
    assert {name: changed[name] for name in expected} == expected


def test_a_move_leaves_the_times_of_arrival(office):
    office.put("appointments/10", {"DateTimeArrived": "09:58:00"})

    moved = office.put("appointments/10", {"AptDateTime": "2026-03-05 10:00:00"}).json

    assert moved["DateTimeArrived"] == "2026-03-02 09:58:00"


def test_a_pattern_of_another_length_resets_the_secondary_one(office):
    office.put("appointments/10", {"PatternSecondary": "X///"})

    assert office.put("appointments/10", {"Pattern": "XXXX"}).json["PatternSecondary"] == "X///"
    assert office.put("appointments/10", {"Pattern": "XXX"}).json["PatternSecondary"] == "///"


def test_an_empty_secondary_pattern_is_not_given(office):
    office.put("appointments/10", {"PatternSecondary": "X///"})

    assert office.put("appointments/10", {"PatternSecondary": "", "Note": "x"}).json["PatternSecondary"] == "X///"
    assert office.put("appointments/10", {"Pattern": "XXX", "PatternSecondary": ""}).json["PatternSecondary"] == "///"
    booked = office.book(AptDateTime="2026-03-05 09:00:00", Pattern="/X/", PatternSecondary="")
    assert booked["PatternSecondary"] == "///"


def test_a_practices_row_may_have_no_secondary_pattern_and_keeps_none(office):
    assert office.read("appointments/10")["PatternSecondary"] == ""
    assert office.put("appointments/10", {"Note": "x"}).json["PatternSecondary"] == ""
    assert office.put("appointments/10", {"Pattern": "XXXX"}).json["PatternSecondary"] == ""
    assert office.put("appointments/10", {"Pattern": "XXX"}).json["PatternSecondary"] == "///"


def test_a_visit_made_of_a_plan_without_a_secondary_pattern_has_slashes(office):
    visit = {"AptNum": 11, "AptDateTime": "2026-03-05 09:00:00", "ProvNum": 1, "Op": 1}
    assert office.post("appointments/SchedulePlanned", visit).json["PatternSecondary"] == "////"


def test_a_type_adds_its_procedures_and_reuses_those_attached(office):
    changed = office.put("appointments/10", {"AppointmentTypeNum": 1}).json

    assert changed["ProcDescript"] == "PerEx, Pro"
    assert changed["colorOverride"] == "9,8,7"
    assert changed["Pattern"] == "//XXXX//"


def test_type_none_changes_nothing_else(office):
    office.put("appointments/10", {"AppointmentTypeNum": 1})

    changed = office.put("appointments/10", {"AppointmentTypeNum": 0}).json

    assert (changed["AppointmentTypeNum"], changed["colorOverride"]) == (0, "9,8,7")
    assert changed["ProcDescript"] == "PerEx, Pro"


def test_planned_treatment_moves_with_its_appointment(office):
    office.put("appointments/10", {"AptDateTime": "2026-03-05 10:00:00", "ProvNum": 2})

    assert procedures(office)[1] == (1, 10, 0, "2026-03-05", 2)


def test_completing_completes_the_procedures_and_takes_the_plans_as_they_are(office):
    completed = office.put("appointments/10", {"AptStatus": "Complete"}).json

    assert (completed["AptStatus"], completed["InsPlan1"]) == ("Complete", 35)
    assert procedures(office)[1] == (2, 10, 0, "2026-03-02", 1)


def test_uncompleting_changes_no_procedure(office):
    office.put("appointments/10", {"AptStatus": "Complete"})

    assert office.put("appointments/10", {"AptStatus": "Scheduled"}).json["AptStatus"] == "Scheduled"
    assert procedures(office)[1][0] == 2


def test_to_the_unscheduled_list_and_back(office):
    sent = office.put("appointments/10", {"AptStatus": "UnschedList"}).json
    assert (sent["Op"], sent["AptDateTime"]) == (0, "2026-03-02 10:00:00")

    assert office.refusal("PUT", "appointments/10", {"AptStatus": "Scheduled"}) == (400, "Op is required.")
    back = office.put("appointments/10", {"AptStatus": "Scheduled", "Op": 2, "AptDateTime": NINE}).json
    assert (back["AptStatus"], back["Op"]) == ("Scheduled", 2)


def test_an_operatory_does_not_stick_to_what_is_off_the_book(office):
    office.put("appointments/10", {"AptStatus": "UnschedList"})

    assert office.put("appointments/10", {"Op": 2}).json["Op"] == 0


def test_a_broken_one_that_moves_stays_broken(office):
    office.put("appointments/10", {"AptStatus": "Broken"})

    assert office.put("appointments/10", {"AptDateTime": NINE, "Op": 2}).json["AptStatus"] == "Broken"


def test_a_planned_one_may_be_scheduled_and_takes_its_procedures_along(office):
    assert office.refusal("PUT", "appointments/11", {"AptStatus": "Scheduled"}) == (400, "Op is required.")

    scheduled = office.put("appointments/11", {"AptStatus": "Scheduled", "Op": 1, "AptDateTime": NINE}).json

    assert (scheduled["AptStatus"], scheduled["ProcDescript"]) == ("Scheduled", "Pro")
    assert procedures(office)[2][1:3] == (11, 0)


def test_a_note_is_overwritten_by_put_and_appended_by_note(office):
    office.put("appointments/10", {"Note": "One"})

    assert office.put("appointments/10/Note", {"Note": "Two\nlines"}).text == ""
    assert office.read("appointments/10")["Note"] == "One Two lines"
    assert office.put("appointments/10", {"Note": ""}).json["Note"] == ""


# Confirmations.


@pytest.mark.parametrize(
    ("body", "confirmed"), [({"confirmVal": "None"}, 19), ({"confirmVal": "Confirmed"}, 21), ({"defNum": 50}, 50)]
)
def test_confirming_by_meaning_or_by_number(office, body, confirmed):
    response = office.put("appointments/10/Confirm", body)

    assert (response.status_code, response.text) == (200, "")
    assert office.read("appointments/10")["Confirmed"] == confirmed


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"confirmVal": "Confirmed", "defNum": 21}, "Only one field is allowed, confirmVal or defNum."),
        ({"confirmVal": "Confirmed", "Note": "by phone"}, "Only one field is allowed."),
        ({"defNum": 21, "x": 0}, "Only one field is allowed."),
        ({"confirmVal": "Confirmed", "defNum": 21, "Note": ""}, "Only one field is allowed."),
        ({}, "confirmVal or defNum is required."),
        ({"Note": "by phone"}, "confirmVal or defNum is required."),
        ({"defNum": 40}, "defNum is invalid."),
        ({"defNum": 9999}, "defNum is invalid."),
        ({"confirmVal": "Maybe"}, "confirmVal is invalid."),
        ({"confirmVal": "Sent"}, "confirmVal is invalid."),
    ],
)
def test_confirming_wants_one_field_that_means_something(office, body, text):
    assert office.refusal("PUT", "appointments/10/Confirm", body) == (400, text)


def test_a_field_without_a_value_beside_the_one_is_not_given(office):
    assert office.put("appointments/10/Confirm", {"confirmVal": "Confirmed", "Note": None}).status_code == 200


def test_an_office_too_old_for_numbers_passes_over_it(make_office):
    office = make_office(version="21.1")
    office.book(AptDateTime="2026-03-05 09:00:00")
    assert office.put("appointments/1/Confirm", {"confirmVal": "None", "defNum": 21}).status_code == 200


def test_confirming_an_arrival_stamps_it_every_time(office):
    office.put("appointments/10/Confirm", {"defNum": 50})
    assert office.read("appointments/10")["DateTimeArrived"] == "2026-03-02 08:00:00"

    office.set_clock("2026-03-02 08:05:00")
    office.put("appointments/10/Confirm", {"defNum": 50})
    assert office.read("appointments/10")["DateTimeArrived"] == "2026-03-02 08:05:00"


def test_a_put_that_sets_the_confirmation_stamps_it_too_unless_it_says_a_time(office):
    assert office.put("appointments/10", {"Confirmed": 51}).json["DateTimeSeated"] == "2026-03-02 08:00:00"
    stamped = office.put("appointments/10", {"Confirmed": 50, "DateTimeArrived": "07:30:00"}).json
    assert stamped["DateTimeArrived"] == "2026-03-02 07:30:00"


# First visits.


def test_the_first_visit_moves_with_a_new_patients_appointment(office):
    office.book(PatNum=2, AptDateTime=NINE, IsNewPatient="true")

    office.put("appointments/12", {"AptDateTime": "2026-03-09 09:00:00"})

    assert office.read("patients/2")["DateFirstVisit"] == "2026-03-09"


def test_after_a_completed_procedure_it_moves_no_more(office):
    office.put("appointments/10", {"AptStatus": "Complete"})
    office.book(PatNum=3, AptDateTime="2026-03-09 09:00:00", IsNewPatient="true")

    assert office.read("patients/3")["DateFirstVisit"] == "2026-03-02"


# Rules.


def test_a_move_is_judged_and_a_note_is_not(practice_office):
    office = practice_office("preferences:\n  ApptsAllowOverlap: 0\n")
    office.book(AptDateTime=NINE)
    office.book(PatNum=2, AptDateTime="2026-03-02 10:00:00")

    assert office.refusal("PUT", "appointments/2", {"AptDateTime": "2026-03-02 09:15:00", "Note": "x"})[0] == 400
    assert office.read("appointments/2")["Note"] == ""
    assert office.put("appointments/2", {"AptDateTime": "2026-03-02 10:05:00"}).status_code == 200


# Corners where several rules meet.


def test_a_planned_one_that_gets_a_type_plans_its_procedures(office):
    changed = office.put("appointments/11", {"AppointmentTypeNum": 1}).json

    assert changed["ProcDescript"] == "Pro, PerEx"
    assert {row[1:3] for number, row in procedures(office).items() if number != 1} == {(0, 11)}


def test_completing_dates_the_first_visit_if_it_is_blank_recent_or_to_come(office):
    office.put("appointments/10", {"AptStatus": "Complete"})
    assert office.read("patients/3")["DateFirstVisit"] == "2026-03-02"


@pytest.mark.parametrize(
    ("first", "after"), [("2026-02-20", "2026-02-20"), ("2026-02-25", "2026-03-02"), ("2026-03-09", "2026-03-02")]
)
def test_an_older_first_visit_stands(office, first, after):
    office.put("patients/3", {"DateFirstVisit": first})
    office.put("appointments/10", {"AptStatus": "Complete"})
    assert office.read("patients/3")["DateFirstVisit"] == after


def test_the_first_visit_follows_a_new_patients_appointment_off_the_book_and_on_it(office):
    office.book(PatNum=2, AptDateTime="2026-03-05 09:00:00", AptStatus="UnschedList", IsNewPatient="true")
    office.put("appointments/12", {"AptDateTime": "2026-03-06 09:00:00"})
    assert office.read("patients/2")["DateFirstVisit"] == "2026-03-06"


@pytest.mark.parametrize(
    ("wanted", "basis"),
    [("Complete", "guide"), ("Broken", "observed"), ("UnschedList", "source"), ("Scheduled", "documented")],
)
def test_a_change_of_status_tells_what_it_rests_on(office, wanted, basis):
    assert office.put("appointments/10", {"AptStatus": wanted}).headers["X-Mockod-Basis"] == basis


def test_setting_the_confirmation_that_is_there_stamps_it_again(office):
    office.put("appointments/10", {"Confirmed": 50})
    office.set_clock("2026-03-02 08:05:00")
    assert office.put("appointments/10", {"Confirmed": 50}).json["DateTimeArrived"] == "2026-03-02 08:05:00"


def test_a_strict_office_brings_nothing_back_into_the_past(practice_office):
    office = practice_office(PRACTICE, conduct="faithful,past=on")
    office.put("appointments/10", {"AptStatus": "UnschedList"})
    office.set_clock("2026-03-02 18:00:00")
    assert office.refusal("PUT", "appointments/10", {"AptStatus": "Scheduled", "Op": 1})[0] == 400


@pytest.mark.parametrize("note", ["   ", "\r\n", ""])
def test_a_blank_line_is_no_note(office, note):
    assert office.refusal("PUT", "appointments/10/Note", {"Note": note}) == (400, "Note is required.")


def test_treatment_scheduled_elsewhere_does_not_follow_its_plan(practice_office):
    shared = """
appointments:
  - {AptNum: 12, PatNum: 3, AptDateTime: "today 11:00", Op: 1, ProvNum: 1, NextAptNum: 11}
procedurelogs:
  - {ProcNum: 50, PatNum: 3, CodeNum: 1, AptNum: 12, PlannedAptNum: 11, ProcDate: today, ProcStatus: TP, ProvNum: 1}
"""
    office = practice_office(PRACTICE + shared)
    office.put("appointments/11", {"AptDateTime": "2026-05-05 00:00:00", "ProvNum": 2})

    assert procedures(office)[50] == (1, 12, 11, "2026-03-02", 1)


def test_procedures_that_a_type_adds_to_a_complete_visit_are_complete(office):
    office.put("appointments/10", {"AptStatus": "Complete"})
    office.put("appointments/10", {"AppointmentTypeNum": 1})

    assert {row[0] for row in procedures(office).values() if row[1] == 10} == {2}


def test_a_plan_is_no_first_visit_until_it_is_scheduled(office):
    office.put("appointments/11", {"AppointmentTypeNum": 1, "IsNewPatient": "true"})
    assert office.read("patients/3")["DateFirstVisit"] == "0001-01-01"

    office.put("appointments/11", {"AptStatus": "Scheduled", "Op": 1})
    assert office.read("patients/3")["DateFirstVisit"] == office.read("appointments/11")["AptDateTime"][:10]


def test_a_type_that_adds_nothing_dates_nothing(practice_office):
    office = practice_office(PRACTICE + "appointmenttypes:\n  - {AppointmentTypeNum: 7, AppointmentTypeName: Talk}\n")
    office.put("appointments/10", {"AppointmentTypeNum": 7})

    assert office.read("patients/3")["DateFirstVisit"] == "0001-01-01"
