"""What stands beside each patient: notes, health records. There may be no row yet."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
patientnotes:
  - {PatNum: 1, Medical: "Asthma.\\nInhaler", ICEName: Robin Example, ICEPhone: (503) 555-0101}
ehrpatients:
  - {PatNum: 1, MotherMaidenFname: Jane, VacShareOk: "Yes", MedicaidState: OR, DischargeDate: 2024-02-03}
"""
NO_NOTES = {"Medical": "", "ICEName": "", "ICEPhone": "", "Service": ""}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_notes_come_in_the_pages_order_and_without_a_key(office):
    notes = office.read("patientnotes/1")

    assert list(notes.items()) == [
        ("Medical", "Asthma. Inhaler"),
        ("ICEName", "Robin Example"),
        ("ICEPhone", "(503) 555-0101"),
        ("Service", ""),
    ]


def test_a_patient_of_whom_nothing_is_written_has_empty_notes_and_reading_writes_none(office):
    before = database(office).contents()

    assert office.read("patientnotes/2") == NO_NOTES
    assert database(office).contents() == before


@pytest.mark.parametrize("number", [1, 2])
def test_a_note_replaces_what_was_there_and_leaves_the_others(office, number):
    before = office.read(f"patientnotes/{number}")
    changed = office.put(f"patientnotes/{number}", {"Medical": "Allergic to noise", "Service": "Window seat"})

    assert changed.status_code == 200
    assert changed.json == {**before, "Medical": "Allergic to noise", "Service": "Window seat"}
    assert office.read(f"patientnotes/{number}") == changed.json
    assert office.put(f"patientnotes/{number}", {"Medical": ""}).json["Medical"] == ""


def test_a_change_of_nothing_writes_no_row(office):
    before = database(office).contents()

    assert office.put("patientnotes/2", {}).json == NO_NOTES
    assert database(office).contents() == before


def test_the_service_note_can_be_written_since_21_4(practice_office):
    written = {
        version: practice_office(OFFICE, version=version).put("patientnotes/1", {"Service": "Tea"}).json["Service"]
        for version in ("21.3", "21.4")
    }
    assert written == {"21.3": "", "21.4": "Tea"}


@pytest.mark.parametrize("resource", ["patientnotes", "ehrpatients"])
def test_the_number_in_the_path_is_a_patients(office, resource):
    assert office.refusal("GET", f"{resource}/99") == (404, "Patient not found.")
    assert office.refusal("PUT", f"{resource}/99", {}) == (404, "Patient not found.")


def test_the_chart_module_tells_the_notes_that_were_written(office):
    office.put("patientnotes/2", {"Medical": "Pacemaker"})

    lines = {row["Field"]: row["Content"] for row in office.read("chartmodules/2/PatientInfo")}
    assert lines["Medical Summary"] == "Pacemaker"


def test_a_patient_without_a_health_record_has_an_empty_one(office):
    record = office.read("ehrpatients/2")

    assert list(record.items()) == [
        ("PatNum", 2),
        ("MotherMaidenFname", ""),
        ("MotherMaidenLname", ""),
        ("VacShareOk", "Unknown"),
        ("MedicaidState", ""),
        ("SexualOrientation", ""),
        ("GenderIdentity", ""),
        ("SexualOrientationNote", ""),
        ("GenderIdentityNote", ""),
        ("DischargeDate", "0001-01-01"),
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_two_fields_of_a_health_record_can_be_set(office, number):
    change = {"DischargeDate": "2026-03-01", "MedicaidState": "WA", "VacShareOk": "No"}
    changed = office.put(f"ehrpatients/{number}", change)

    told = [changed.json[name] for name in ("PatNum", "DischargeDate", "MedicaidState", "VacShareOk")]
    assert told == [number, "2026-03-01", "WA", "Yes" if number == 1 else "Unknown"]
    assert office.read(f"ehrpatients/{number}") == changed.json
    assert office.put(f"ehrpatients/{number}", {"MedicaidState": ""}).json["MedicaidState"] == ""


@pytest.mark.parametrize("state", ["Oregon", "O", "12", "ÖR", "O ", 12])
def test_a_state_is_two_letters(office, state):
    assert office.refusal("PUT", "ehrpatients/1", {"MedicaidState": state}) == (400, "MedicaidState is invalid.")
