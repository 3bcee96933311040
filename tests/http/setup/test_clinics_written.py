"""Clinics: changed; they are made in the program alone."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
clinics:
  - {ClinicNum: 1, Description: North, Abbr: N, Address: 1 Sample St, Phone: 503-555-0100}
  - {ClinicNum: 2, Description: South}
  - {ClinicNum: 3, Description: East}
  - {ClinicNum: 4, Description: West, IsHidden: true}
patients:
  - {PatNum: 7, LName: North, FName: Nora, ClinicNum: 1, PatStatus: Archived}
  - {PatNum: 8, LName: South, FName: Sam, ClinicNum: 2, PatStatus: Deleted}
  - {PatNum: 9, LName: West, FName: Will, ClinicNum: 4}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_change_answers_nothing_and_is_seen(office):
    body = {
        "Description": "Northern Office",
        "Phone": "5035550111",
        "BillingAddress": "2 Sample St",
        "BillingAddress2": "Suite 1",
        "BillingCity": "Sampleton",
        "BillingState": "OR",
        "BillingZip": "97301",
        "PayToAddress": "3 Sample St",
        "PayToAddress2": "Suite 2",
        "PayToCity": "Payton",
        "PayToState": "WA",
        "PayToZip": "98001",
        "Abbr": "NO",
    }
    before = office.read("clinics")[0]

    answer = office.put("clinics/1", {**body, "Address": "9 Sample St"})

    assert (answer.status_code, answer.data) == (200, b"")
    assert office.read("clinics")[0] == before | body


def test_a_clinic_is_hidden_unless_patients_are_attached(office):
    text = "IsHidden is invalid. Clinic has Patients attached."

    assert office.refusal("PUT", "clinics/1", {"Abbr": "X", "IsHidden": "true"}) == (400, text)
    assert office.put("clinics/3", {"IsHidden": "true"}).status_code == 200
    assert office.put("clinics/2", {"IsHidden": "true"}).status_code == 200
    assert [row["ClinicNum"] for row in office.read("clinics")] == [1]
    assert office.read("clinics")[0]["Abbr"] == "N"


def test_a_hidden_clinic_can_be_told_so_again_and_shown(office):
    assert office.put("clinics/4", {"IsHidden": "true", "Abbr": "W"}).status_code == 200
    assert office.put("clinics/4", {"IsHidden": "false"}).status_code == 200
    assert office.read("clinics")[-1]["Abbr"] == "W"


@pytest.mark.parametrize("phone", ["503555010", "50355501000", "(503)555-0100", "503 555 010", "٥٠٣٥٥٥٠١٠٠"])
def test_a_phone_has_exactly_ten_digits(office, phone):
    before = database(office).contents()

    assert office.refusal("PUT", "clinics/1", {"Phone": phone, "Abbr": "X"}) == (400, "Phone is invalid.")
    assert database(office).contents() == before


def test_a_phone_can_be_taken_away_and_one_of_the_program_stays(office):
    office.put("clinics/1", {"Abbr": "X"})
    assert office.read("clinics")[0]["Phone"] == "503-555-0100"

    office.put("clinics/1", {"Phone": ""})
    assert office.read("clinics")[0]["Phone"] == ""


def test_a_clinic_that_is_not_there_is_not_found(office):
    assert office.refusal("PUT", "clinics/99", {"Abbr": "X"}) == (404, "Clinic not found.")
