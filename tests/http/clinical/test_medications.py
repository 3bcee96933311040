"""Medications that an office knows, and those that patients take."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
medications:
  - {MedicationNum: 7, MedName: Metformin, GenericNum: 7, DateTStamp: 2016-12-01 09:30}
  - {MedicationNum: 12, MedName: Glucophage, GenericNum: 7, Notes: "Old\\nbrand"}
medicationpats:
  - {MedicationPatNum: 45, PatNum: 1, MedicationNum: 12, PatNote: 500mg, DateStart: 2000-06-20, ProvNum: 1}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def unchanged(office, *call):
    before = database(office).contents()
    refusal = office.refusal(*call)
    assert database(office).contents() == before
    return refusal


def test_a_brand_tells_its_generic_and_a_stamp_without_time(office):
    generic, brand = office.read("medications")

    assert list(brand) == ["MedicationNum", "MedName", "GenericNum", "genericName", "Notes", "DateTStamp"]
    assert (brand["genericName"], brand["Notes"]) == ("Metformin", "Old brand")
    assert (generic["GenericNum"], generic["genericName"], generic["DateTStamp"]) == (7, "Metformin", "2016-12-01")


def test_the_stamp_is_spelled_as_dates_are_where_a_client_asks(office):
    generic = office.read("medications", DateFormatString="MM/dd/yyyy")[0]

    assert generic["DateTStamp"] == "12/01/2016"


@pytest.mark.parametrize("generic", [{}, {"genericName": ""}, {"genericName": "ASPIRIN"}])
def test_a_medication_without_another_generic_is_its_own(office, generic):
    made = office.post("medications", {"MedName": "Aspirin", **generic})

    assert (made.status_code, made.data) == (201, b"")
    new = office.read("medications")[-1]
    assert (new["MedName"], new["GenericNum"], new["genericName"]) == ("Aspirin", new["MedicationNum"], "Aspirin")


def test_a_brand_is_made_by_the_name_of_its_generic(office):
    assert office.post("medications", {"MedName": "Riomet", "genericName": "metformin"}).status_code == 201

    assert office.read("medications")[-1]["GenericNum"] == 7


def test_a_generic_that_the_office_does_not_know_is_not_found(office):
    body = {"MedName": "Riomet", "genericName": "Aspirin"}

    assert unchanged(office, "POST", "medications", body) == (404, "No Medication with that genericName was found.")
    assert unchanged(office, "POST", "medications", {"genericName": "Metformin"}) == (400, "MedName is required.")


def test_what_a_patient_takes_is_told_with_the_patient_as_text(office):
    (taken,) = office.read("medicationpats", PatNum=1)

    assert list(taken.items()) == [
        ("MedicationPatNum", 45),
        ("PatNum", "1"),
        ("medName", "Glucophage"),
        ("MedicationNum", 12),
        ("PatNote", "500mg"),
        ("DateStart", "2000-06-20"),
        ("DateStop", "0001-01-01"),
        ("ProvNum", 1),
    ]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"medName": "glucophage"}, ("Glucophage", 12)),
        ({"MedicationNum": 7}, ("Metformin", 7)),
        ({"MedicationNum": "12", "medName": "Metformin"}, ("Glucophage", 12)),
        ({"medName": "Lisinopril"}, ("Lisinopril", 13)),
    ],
)
def test_a_medication_is_named_by_name_or_number_and_a_new_name_makes_a_generic(office, named, told):
    assert office.post("medicationpats", {"PatNum": 2, **named}).status_code == 201

    (taken,) = office.read("medicationpats", PatNum=2)
    assert (taken["medName"], taken["MedicationNum"]) == told
    assert (taken["DateStart"], taken["DateStop"], taken["ProvNum"]) == ("0001-01-01", "0001-01-01", 0)
    generics = {row["MedicationNum"]: row["GenericNum"] for row in office.read("medications")}
    assert generics[told[1]] == (7 if told[1] == 12 else told[1])


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"PatNum": 1}, (400, "medName is required.")),
        ({"PatNum": 9, "medName": "New"}, (404, "Patient not found.")),
        ({"PatNum": 1, "medName": "New", "ProvNum": 9}, (404, "Provider not found.")),
        ({"PatNum": 1, "MedicationNum": 99}, (404, "Medication not found.")),
        ({"PatNum": 1, "medName": "New", "DateStart": "soon"}, (400, "DateStart format must be yyyy-MM-dd.")),
    ],
)
def test_what_cannot_be_taken_is_refused_and_makes_no_medication(office, body, refusal):
    assert unchanged(office, "POST", "medicationpats", body) == refusal


def test_a_change_overwrites_and_an_empty_date_is_none_again(office):
    changed = office.put(
        "medicationpats/45", {"PatNote": "850mg", "DateStart": "", "ProvNum": 2, "DateStop": "2026-03-02"}
    )

    assert (changed.status_code, changed.data) == (200, b"")
    (taken,) = office.read("medicationpats", PatNum=1)
    told = [taken[name] for name in ("PatNote", "DateStart", "DateStop", "ProvNum")]
    assert told == ["850mg", "0001-01-01", "2026-03-02", 2]
    assert unchanged(office, "PUT", "medicationpats/45", {"ProvNum": 9}) == (404, "Provider not found.")
    assert unchanged(office, "PUT", "medicationpats/9", {}) == (404, "MedicationPat not found.")


def test_what_a_patient_takes_no_more_can_be_deleted(office):
    assert office.call("DELETE", "medicationpats/45").status_code == 200

    assert office.read("medicationpats", PatNum=1) == []
    assert office.refusal("DELETE", "medicationpats/45") == (404, "MedicationPat not found.")


@pytest.mark.parametrize(
    ("stopped", "is_told"), [("", True), ("2026-03-02", True), ("2026-03-03", True), ("2026-03-01", False)]
)
def test_the_chart_module_tells_what_is_taken_until_the_day_it_was_stopped(office, stopped, is_told):
    office.put("medicationpats/45", {"DateStop": stopped})

    lines = {row["Field"]: row["Content"] for row in office.read("chartmodules/1/PatientInfo")}
    assert lines.get("Medication - Glucophage") == ("500mg" if is_told else None)
    assert lines.get("Medications") == (None if is_told else "None")
