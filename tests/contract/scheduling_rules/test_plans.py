"""Planned appointments and whose procedures are whose (source 6.7, 6.8)."""

from __future__ import annotations

import pytest

from support.visits import DAY, NINE, PRACTICE, enter, plan, procedures, schedule, show, visit


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


# Planned.


def test_a_planned_one_stands_in_no_room_on_the_day_it_is_made_and_in_its_patients_order(office):
    """(source 6.7)"""
    numbers = [enter(office), enter(office, procCode="D1110")]

    first = plan(office, procNums=numbers)
    second = plan(office, AppointmentTypeNum=1)

    assert [(apt["AptStatus"], apt["Op"], apt["AptDateTime"]) for apt in (first, second)] == [
        ("Planned", 0, "2026-03-02 00:00:00")
    ] * 2
    assert [apt["ItemOrderPlanned"] for apt in (first, second)] == [1, 2]
    assert (first["ProcDescript"], first["Pattern"]) == ("PerEx, Pro", "//XXXX//")
    assert procedures(office, "PlannedAptNum", "AptNum")[:2] == [(first["AptNum"], 0)] * 2


def test_scheduling_a_plan_makes_a_copy_and_leaves_it_alone(office):
    """(source 6.7)"""
    given = {"Note": "Bring films", "ProvHyg": 2, "IsNewPatient": "true", "Priority": "ASAP", "Confirmed": 21}
    planned = plan(office, AppointmentTypeNum=1, ClinicNum=3, Pattern="X///X", PatternSecondary="/XXX/", **given)
    before = office.read(f"appointments/{planned['AptNum']}")

    made = schedule(office, planned["AptNum"], Op=2, ProvNum=3)

    new = {"AptNum", "AptStatus", "Op", "ProvNum", "provAbbr", "AptDateTime", "NextAptNum"}
    times = {"DateTStamp", "SecDateTEntry", "DateTimeArrived", "DateTimeSeated", "DateTimeDismissed"}
    same = planned.keys() - new - times
    assert {name: made[name] for name in same} == {name: planned[name] for name in same}
    assert (made["AptStatus"], made["Op"], made["ProvNum"], made["AptDateTime"]) == ("Scheduled", 2, 3, NINE)
    assert made["NextAptNum"] == planned["AptNum"] != made["AptNum"]
    assert office.read(f"appointments/{planned['AptNum']}") == before


def test_a_plans_procedures_go_on_the_visit_and_stay_planned_unless_they_are_elsewhere(office):
    """(source 6.7, 6.14)"""
    elsewhere = office.book(**visit(AppointmentTypeNum=0, AptDateTime=f"{DAY} 14:00:00"))["AptNum"]
    numbers = [enter(office), enter(office, procCode="D1110"), enter(office, procCode="D0274")]
    planned = plan(office, procNums=numbers)["AptNum"]
    office.put(f"procedurelogs/{numbers[1]}", {"AptNum": elsewhere})
    office.call("DELETE", f"procedurelogs/{numbers[2]}")

    made = schedule(office, planned, AptDateTime="2026-03-09 09:00:00")["AptNum"]

    assert procedures(office, "PlannedAptNum", "AptNum", "ProcDate") == [
        (planned, made, "2026-03-09"),
        (planned, elsewhere, DAY),
        (0, 0, "2026-03-02"),
    ]
    assert show(office, made, "ProcDescript") == ("PerEx",)


def test_a_plan_is_scheduled_once_at_a_time(office):
    """(source 6.7)"""
    planned = plan(office, AppointmentTypeNum=1)["AptNum"]
    made = schedule(office, planned)["AptNum"]
    body = {"AptNum": planned, "AptDateTime": NINE, "ProvNum": 1, "Op": 1}

    assert office.refusal("POST", "appointments/SchedulePlanned", body) == (400, "Appointment is already scheduled.")
    office.put(f"appointments/{made}/Break", {"sendToUnscheduledList": "true"})
    assert schedule(office, planned)["NextAptNum"] == planned


def test_the_chart_tells_plans_in_order_and_what_became_of_them(office):
    """(source 6.7)"""
    first, second = (plan(office, AppointmentTypeNum=1)["AptNum"] for _ in range(2))
    made = schedule(office, first)["AptNum"]

    def rows():
        names = ("AptNum", "ItemOrder", "minutes", "dateSched", "AptStatus")
        return [tuple(row[name] for name in names) for row in office.read("chartmodules/3/PlannedAppts")]

    waiting = (str(second), "2", "50", "", "Planned")
    assert rows() == [(str(first), "1", "50", NINE, "Scheduled"), waiting]
    office.put(f"appointments/{made}", {"AptStatus": "Complete"})
    assert rows() == [(str(first), "1", "50", NINE, "Complete"), waiting]


# Whose procedures these are.


@pytest.mark.parametrize(
    ("providers", "whose"),
    [({"ProvNum": 1, "ProvHyg": 2}, [1, 2, 4]), ({"ProvNum": 1, "ProvHyg": 0}, [1, 1, 4]), ({"ProvNum": 3}, [3, 2, 4])],
)
def test_a_procedure_is_the_codes_own_providers_else_the_hygienists_for_hygiene_else_the_dentists(
    office, providers, whose
):
    """(source 6.8)"""
    office.book(**visit(**providers))

    assert procedures(office, "ProvNum") == [(number,) for number in whose]


def test_treatment_follows_its_appointment(office):
    """(source 6.8)"""
    office.book(**visit(ProvHyg=0))

    office.put("appointments/1", {"ProvNum": 3, "ProvHyg": 2, "ClinicNum": 3, "AptDateTime": "2026-03-09 08:00:00"})

    names = ("ProvNum", "ClinicNum", "ProcDate")
    assert procedures(office, *names) == [(who, 3, "2026-03-09") for who in (3, 2, 4)]


def test_whatever_is_not_complete_follows_provider_and_clinic_and_keeps_its_date(office):
    """(source 6.8)"""
    office.book(**visit(AppointmentTypeNum=0))
    number = enter(office, ProcStatus="EO", AptNum=1, ProvNum=1)

    office.put("appointments/1", {"ProvNum": 3, "ClinicNum": 3, "AptDateTime": "2026-03-09 08:00:00"})

    after = office.read(f"procedurelogs/{number}")
    assert (after["ProvNum"], after["ClinicNum"], after["ProcDate"]) == (3, 3, DAY)


def test_what_is_complete_follows_nothing(office):
    """(source 6.8)"""
    office.book(**visit(AppointmentTypeNum=0))
    number = enter(office, ProcStatus="C", AptNum=1, ProvNum=1)

    office.put("appointments/1", {"ProvNum": 3, "ClinicNum": 3, "AptDateTime": "2026-03-09 08:00:00"})

    after = office.read(f"procedurelogs/{number}")
    assert (after["ProvNum"], after["ClinicNum"], after["ProcDate"]) == (1, 0, DAY)


def test_a_planned_length_of_any_size_is_nine_hours_at_most(practice_office):
    """(source 1.2)"""
    office = practice_office("preferences: {ApptsRequireProc: 0, AppointmentWithoutProcsDefaultLength: 99999999999}")

    assert office.post("appointments/Planned", {"PatNum": 1}).json["Pattern"] == "/" * 108


def test_a_procedure_that_has_a_visit_keeps_its_day_when_it_is_planned(office):
    """(source 6.14)"""
    visited = office.book(**visit(AppointmentTypeNum=1))["AptNum"]
    number = office.read("procedurelogs", AptNum=visited)[0]["ProcNum"]

    planned = plan(office, procNums=[number])["AptNum"]

    shown = office.read(f"procedurelogs/{number}")
    assert (shown["AptNum"], shown["PlannedAptNum"], shown["ProcDate"]) == (visited, planned, DAY)


def test_a_plan_that_is_scheduled_already_is_not_scheduled_by_put_either(office):
    """(source 6.7)"""
    planned = plan(office, AppointmentTypeNum=1)["AptNum"]
    schedule(office, planned)

    refused = office.refusal("PUT", f"appointments/{planned}", {"AptStatus": "Scheduled", "Op": 1})

    assert refused == (400, "Appointment is already scheduled.")
