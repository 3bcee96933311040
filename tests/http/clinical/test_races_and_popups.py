"""Races of patients, popups, prescriptions and pharmacies."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
patients:
  - {PatNum: 10, LName: Head, FName: Hanna, SuperFamily: 10}
  - {PatNum: 11, LName: Head, FName: Karl, Guarantor: 10, SuperFamily: 10}
  - {PatNum: 12, LName: Cousin, FName: Carla, SuperFamily: 10}
  - {PatNum: 13, LName: Gone, FName: Gerd, PatStatus: Deleted}
cdcrecs:
  - {CdcrecCode: 2120-4, HeirarchicalCode: R5.02.002, Description: EGYPTIAN}
  - {CdcrecCode: 2186-5, HeirarchicalCode: E2, Description: NOT HISPANIC OR LATINO}
patientraces:
  - {PatientRaceNum: 16, PatNum: 10, CdcrecCode: 2120-4}
  - {PatientRaceNum: 17, PatNum: 10, CdcrecCode: 2186-5}
  - {PatientRaceNum: 18, PatNum: 11, CdcrecCode: 9999-9}
popups:
  - {PopupNum: 1, PatNum: 10, Description: "Form\\nmissing."}
  - {PopupNum: 2, PatNum: 11, Description: Call first, PopupLevel: Family, IsDisabled: true,
     DateTimeDisabled: 2023-07-06 13:08:05}
  - {PopupNum: 3, PatNum: 12, Description: Discount, PopupLevel: SuperFamily}
  - {PopupNum: 4, PatNum: 12, Description: Old wording, PopupLevel: SuperFamily, IsArchived: true}
  - {PopupNum: 5, PatNum: 1, Description: Alone, PopupLevel: SuperFamily}
pharmacies:
  - {PharmacyNum: 2, StoreName: Example Pharmacy, Phone: (503)555-0101, Zip: "97301"}
rxpats:
  - {RxNum: 13, PatNum: 10, RxDate: 2024-09-26, Drug: Amoxicillin 500 mg, Sig: "Take\\n2", Refills: "0",
     PharmacyNum: 2, DaysOfSupply: 7, SendStatus: Printed}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_race_is_told_with_what_the_cdc_says_of_its_code_in_the_vendors_spelling(office):
    race, ethnicity = office.read("patientraces", PatNum=10)

    assert list(race.items()) == [
        ("PatientRaceNum", 16),
        ("PatNum", 10),
        ("CdcrecCode", "2120-4"),
        ("descripition", "EGYPTIAN"),
        ("isEthnicity", "false"),
        ("heirarchicalCode", "R5.02.002"),
    ]
    assert (ethnicity["isEthnicity"], ethnicity["heirarchicalCode"]) == ("true", "E2")


def test_a_code_that_the_office_does_not_know_says_nothing(office):
    (race,) = office.read("patientraces", PatNum=11)

    assert (race["descripition"], race["isEthnicity"], race["heirarchicalCode"]) == ("", "false", "")


def test_races_of_a_deleted_patient_are_refused(office):
    assert office.refusal("GET", "patientraces", PatNum=13) == (400, "Patient is deleted.")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3, 5]),
        ({"PatNum": 10}, [1, 2, 3]),
        ({"PatNum": 11}, [2, 3]),
        ({"PatNum": 12}, [3]),
        ({"PatNum": 1}, [5]),
        ({"PatNum": 2}, []),
        ({"PatNum": 10, "Offset": 1}, [2, 3]),
    ],
)
def test_popups_of_the_patient_the_family_and_the_super_family_are_told(office, query, numbers):
    assert [row["PopupNum"] for row in office.read("popups", **query)] == numbers


def test_a_popup_tells_since_when_it_is_disabled_as_the_program_prints_it(office):
    shown, disabled = office.read("popups", PatNum=10, Limit=2)

    assert list(shown.items()) == [
        ("PopupNum", 1),
        ("PatNum", 10),
        ("Description", "Form missing."),
        ("PopupLevel", "Patient"),
        ("IsDisabled", "false"),
        ("DateTimeDisabled", "1/1/0001 12:00:00 AM"),
    ]
    assert disabled["DateTimeDisabled"] == "7/6/2023 1:08:05 PM"


def test_before_22_2_a_popup_does_not_tell_since_when(practice_office):
    assert "DateTimeDisabled" not in practice_office(OFFICE, version="22.1").read("popups")[0]


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ({"PatNum": "2"}, "Patient"),
        ({"PatNum": 2, "PopupLevel": "Family"}, "Family"),
        ({"PatNum": 11, "PopupLevel": "SuperFamily"}, "SuperFamily"),
    ],
)
def test_a_popup_is_made_without_a_word(office, body, level):
    made = office.post("popups", {"Description": "Form missing.", **body})

    assert (made.status_code, made.data) == (201, b"")
    assert "location" not in made.headers
    new = office.read("popups", PatNum=body["PatNum"])[-1]
    assert (new["PopupLevel"], new["IsDisabled"]) == (level, "false")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"Description": ""}, (400, "Description is required.")),
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"PopupLevel": "SuperFamily"}, (400, "PopupLevel is invalid.")),
        ({"PopupLevel": "Automation"}, (400, "PopupLevel is invalid.")),
    ],
)
def test_a_popup_that_cannot_be_is_refused(office, changed, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "popups", {"PatNum": 2, "Description": "Call first", **changed}) == refusal
    assert database(office).contents() == before


def test_a_prescription_names_its_pharmacy(office):
    (rx,) = office.read("rxpats", PatNum=10)

    assert rx == office.read("rxpats/13")
    assert (rx["Sig"], rx["SendStatus"], rx["DaysOfSupply"], rx["IsControlled"]) == ("Take 2", "Printed", 7.0, "false")
    assert office.read("pharmacies/{PharmacyNum}".format(**rx)) == office.read("pharmacies")[0]
    assert office.read("rxpats", PatNum=11) == []
    assert office.refusal("GET", "rxpats/99") == (404, "RxPat not found.")
    assert office.refusal("GET", "pharmacies/99") == (404, "Pharmacy not found.")
