"""What the program notes of each change: securitylogs, and signalods for other computers."""

from __future__ import annotations

import pytest

from mockod.vendors.opendental.pipeline import trail
from support.db import database
from support.snapshot_calls import control, restore, take


@pytest.fixture
def office(office):
    office.set_clock("2026-03-02 09:00:00")
    return office


def logged(office, **query):
    return [(row["PermType"], row["LogText"], row["PatNum"]) for row in office.read("securitylogs", **query)]


def signalled(office, since="2026-03-02 08:59:59", now="2026-03-02 09:00:01"):
    office.set_clock(now)
    rows = office.read("signalods", SigDateTime=since)
    return [(row["IType"], row["FKeyType"], row["FKey"], row["DateViewing"]) for row in rows]


def test_a_new_patient_is_logged_with_the_number_the_time_and_the_door(office):
    made = office.post("patients", {"LName": "New", "FName": "Nina"}).json
    [entry] = office.read("securitylogs", PermType="PatientCreate")

    assert entry["PatNum"] == made["PatNum"]
    assert entry["LogText"] == "Created by API Developer through API. "
    assert (entry["UserNum"], entry["LogSource"], entry["LogDateTime"]) == (0, "API", "3/2/2026 9:00:00 AM")
    assert database(office).column("SELECT FKey FROM securitylog") == [made["PatNum"]]


def test_the_newest_entry_comes_first_and_one_type_can_be_asked_for(office):
    office.put("patients/1", {"City": "Salem"})
    number = office.book(AptDateTime="2026-03-02 10:00:00")["AptNum"]
    office.put(f"appointments/{number}/Note", {"Note": "Late."})

    assert [kind for kind, _, _ in logged(office)] == ["AppointmentEdit", "AppointmentCreate", "PatientEdit"]
    assert logged(office, PermType="PatientEdit") == [("PatientEdit", "Edited by API Developer through API. ", 1)]
    assert office.refusal("GET", "securitylogs", PermType="Anything") == (400, "PermType is invalid.")


def test_a_row_that_is_deleted_is_logged_with_the_patient_whose_it_was(practice_office):
    office = practice_office(
        "allergydefs: [{AllergyDefNum: 1, Description: Latex}]\n"
        "allergies: [{AllergyNum: 1, AllergyDefNum: 1, PatNum: 1}]"
    )

    assert office.call("DELETE", "allergies/1").status_code == 200
    assert logged(office) == [("PatAllergyListEdit", "Deleted by API Developer through API. ", 1)]


def test_what_is_refused_or_changes_nothing_or_only_reads_is_not_noted(office):
    before = database(office).contents()

    office.refusal("POST", "patients", {"LName": "New"})
    office.put("patients/1", {})
    office.read("patients")
    assert database(office).contents() == before


def test_entries_of_people_at_the_program_are_not_the_developers(practice_office):
    office = practice_office(
        "securitylogs: [{PermType: PatientEdit, LogDateTime: today-1 10:00, LogText: By hand., PatNum: 1}]"
    )

    assert office.read("securitylogs") == []


def test_an_appointment_of_these_days_signals_provider_operatory_and_patient(office):
    made = office.book(AptDateTime="2026-03-03 10:00:00")

    assert signalled(office) == [
        ("Appointment", "Provider", made["ProvNum"], "2026-03-03"),
        ("Appointment", "Operatory", 1, "2026-03-03"),
        ("Appointment", "PatNum", 1, "2026-03-03"),
    ]


def test_an_appointment_that_moves_signals_where_it_was_too(office):
    made = office.book(AptDateTime="2026-03-03 10:00:00")
    office.set_clock("2026-03-02 09:10:00")
    office.put(f"appointments/{made['AptNum']}", {"AptDateTime": "2026-03-04 10:00:00"})

    days = {day for _, _, _, day in signalled(office, "2026-03-02 09:09:59", "2026-03-02 09:10:01")}
    assert days == {"2026-03-03", "2026-03-04"}


@pytest.mark.parametrize(("day", "is_told"), [("2026-03-06", True), ("2026-03-07", False), ("2026-03-01", False)])
def test_appointments_are_signalled_up_to_four_days_ahead(office, day, is_told):
    office.book(AptDateTime=f"{day} 10:00:00")

    assert bool(signalled(office)) is is_told


def test_what_computers_keep_is_signalled_by_its_kind(office):
    office.post("employers", {"EmpName": "Bolt & Sons"})

    assert signalled(office) == [("Employers", "Undefined", 0, "0001-01-01")]


def test_signals_are_told_after_the_time_given_and_before_this_second(office):
    office.post("employers", {"EmpName": "Bolt & Sons"})
    assert office.read("signalods", SigDateTime="2026-03-02 08:59:59") == []

    office.set_clock("2026-03-02 09:00:01")
    [signal] = office.read("signalods", SigDateTime="2026-03-02 08:59:59")
    assert (signal["SigDateTime"], signal["serverDateTime"]) == ("2026-03-02 09:00:00", "2026-03-02 09:00:01")
    assert office.read("signalods", SigDateTime="2026-03-02 09:00:00") == []
    assert office.refusal("GET", "signalods") == (400, "SigDateTime is required.")


def test_the_trail_is_in_snapshots_and_neither_in_the_journal_nor_in_differences(office):
    take(office)
    office.post("employers", {"EmpName": "Bolt & Sons"})

    found = control(office, "GET", "/diff?from=before").json
    entry = office.http.get(f"/_mockod/requests?office={office.customer}").json[-1]
    assert {one["table"] for one in found} == {"employer"}
    assert entry["changes"] == ["employer: 1 inserted"]
    assert database(office).column("SELECT count(*) FROM securitylog") == [1]
    restore(office)
    assert database(office).column("SELECT count(*) FROM securitylog") == [0]


def test_the_oldest_entries_and_signals_go_where_there_are_more_than_an_office_keeps(office, monkeypatch):
    monkeypatch.setattr(trail, "MOST_KEPT", 4)
    monkeypatch.setattr(trail, "TRIMMED_EVERY", 2)
    for number in range(5):
        office.post("carriers", {"CarrierName": f"Carrier {number}"})
    assert database(office).column("SELECT SecurityLogNum FROM securitylog") == [1, 2, 3, 4, 5]

    office.post("carriers", {"CarrierName": "One more"})

    assert database(office).column("SELECT SecurityLogNum FROM securitylog") == [3, 4, 5, 6]
    assert database(office).column("SELECT SignalNum FROM signalod") == [3, 4, 5, 6]


def test_as_many_entries_as_an_office_keeps_stay_and_those_of_a_practice_count(practice_office, monkeypatch):
    monkeypatch.setattr(trail, "MOST_KEPT", 4)
    monkeypatch.setattr(trail, "TRIMMED_EVERY", 1)
    office = practice_office(
        "securitylogs:\n- {SecurityLogNum: 1, PermType: PatientEdit, LogDateTime: today-9}\n"
        "- {SecurityLogNum: 100, PermType: PatientEdit, LogDateTime: today-9}"
    )
    for name in ("One", "Two"):
        office.post("carriers", {"CarrierName": name})
    assert database(office).column("SELECT SecurityLogNum FROM securitylog") == [1, 100, 101, 102]

    office.post("carriers", {"CarrierName": "Three"})

    assert database(office).column("SELECT SecurityLogNum FROM securitylog") == [100, 101, 102, 103]
