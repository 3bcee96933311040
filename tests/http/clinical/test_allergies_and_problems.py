"""Allergies and diseases of patients, and their definitions, which are made by name where there are none."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
allergydefs:
  - {AllergyDefNum: 4, Description: Penicillin, SnomedType: DrugAllergy}
  - {AllergyDefNum: 5, Description: Nobody has this}
  - {AllergyDefNum: 6, Description: Latex}
allergies:
  - {AllergyNum: 1, AllergyDefNum: 4, PatNum: 1, Reaction: "Rash\\nand fever", DateAdverseReaction: 2020-03-18}
  - {AllergyNum: 2, AllergyDefNum: 6, PatNum: 2, StatusIsActive: false}
diseasedefs:
  - {DiseaseDefNum: 44, DiseaseName: COPD, Icd10Code: J44.9}
  - {DiseaseDefNum: 45, DiseaseName: Gone, IsHidden: true}
diseases:
  - {DiseaseNum: 2, PatNum: 1, DiseaseDefNum: 44}
  - {DiseaseNum: 3, PatNum: 2, DiseaseDefNum: 44, ProbStatus: Resolved, DateStop: 2025-01-02}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def unchanged(office, *call, **query):
    """The refusal of a call that leaves the database as it was."""
    before = database(office).contents()
    refusal = office.refusal(*call, **query)
    assert database(office).contents() == before
    return refusal


# Allergies


def test_an_allergy_tells_its_definition_by_number_description_and_kind(office):
    (allergy,) = office.read("allergies", PatNum=1)

    assert list(allergy.items()) == [
        ("AllergyNum", 1),
        ("AllergyDefNum", 4),
        ("PatNum", 1),
        ("defDescription", "Penicillin"),
        ("defSnomedType", "DrugAllergy"),
        ("Reaction", "Rash and fever"),
        ("StatusIsActive", "true"),
        ("DateAdverseReaction", "2020-03-18"),
    ]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({}, (400, "PatNum is required.")),
        ({"PatNum": ""}, (400, "PatNum is required.")),
        ({"PatNum": 0}, (404, "Patient not found.")),
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"PatNum": "one"}, (400, "PatNum is invalid.")),
    ],
)
@pytest.mark.parametrize("resource", ["allergies", "medicationpats", "patientraces"])
def test_a_patient_must_be_named_and_be_there(office, resource, query, refusal):
    assert office.refusal("GET", resource, **query) == refusal


def test_an_allergy_by_the_name_of_a_definition_uses_that_one_in_any_letter_case(office):
    made = office.post("allergies", {"PatNum": 2, "defDescription": "penicillin"})

    assert (made.status_code, made.data) == (201, b"")
    new = office.read("allergies", PatNum=2)[-1]
    assert (new["AllergyDefNum"], new["StatusIsActive"], new["DateAdverseReaction"]) == (4, "true", "0001-01-01")


def test_an_allergy_by_a_name_that_no_definition_has_makes_the_definition(office):
    assert (
        office.post("allergies", {"PatNum": 1, "defDescription": "Pollen", "Reaction": "Sneezing"}).status_code == 201
    )

    assert [row["defDescription"] for row in office.read("allergies", PatNum=1)] == ["Penicillin", "Pollen"]
    assert [row["Description"] for row in office.read("allergydefs")] == ["Penicillin", "Latex", "Pollen"]


def test_a_definition_by_number_wins_over_a_name_and_makes_none(office):
    body = {"PatNum": "1", "AllergyDefNum": "6", "defDescription": "Something else"}
    assert office.post("allergies", body).status_code == 201

    assert office.read("allergies", PatNum=1)[-1]["defDescription"] == "Latex"
    assert len(database(office).column("SELECT 1 FROM allergydef")) == 3


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"defDescription": "Latex"}, (400, "PatNum is required.")),
        ({"PatNum": 0, "defDescription": "Latex"}, (404, "Patient not found.")),
        ({"PatNum": 1}, (400, "defDescription is required.")),
        ({"PatNum": 1, "defDescription": " "}, (400, "defDescription is required.")),
        ({"PatNum": 1, "AllergyDefNum": 99}, (404, "AllergyDef not found.")),
        ({"PatNum": 1, "defDescription": "New", "StatusIsActive": "maybe"}, (400, "StatusIsActive is invalid.")),
        (
            {"PatNum": 1, "defDescription": "New", "DateAdverseReaction": "18.3.2020"},
            (400, "DateAdverseReaction format must be yyyy-MM-dd."),
        ),
    ],
)
def test_an_allergy_that_cannot_be_is_refused_and_makes_no_definition(office, body, refusal):
    assert unchanged(office, "POST", "allergies", body) == refusal


def test_an_allergy_can_be_changed_in_three_fields_and_deleted(office):
    change = {"Reaction": "", "DateAdverseReaction": "2021-01-01", "StatusIsActive": "false", "AllergyDefNum": 6}
    changed = office.put("allergies/1", change)

    assert (changed.status_code, changed.data) == (200, b"")
    (allergy,) = office.read("allergies", PatNum=1)
    told = [allergy[name] for name in ("AllergyDefNum", "Reaction", "StatusIsActive", "DateAdverseReaction")]
    assert told == [4, "", "false", "2021-01-01"]
    assert office.call("DELETE", "allergies/1").status_code == 200
    assert office.read("allergies", PatNum=1) == []
    assert office.refusal("DELETE", "allergies/1") == (404, "Allergy not found.")


def test_only_definitions_that_a_patient_has_are_listed(office):
    assert [(row["Description"], row["SnomedType"]) for row in office.read("allergydefs")] == [
        ("Penicillin", "DrugAllergy"),
        ("Latex", ""),
    ]


@pytest.mark.parametrize(
    ("resource", "body", "refusal"),
    [
        ("allergydefs", {}, (400, "Description is required.")),
        ("allergydefs", {"Description": "LATEX "}, (400, "An AllergyDef with that name already exists.")),
        ("diseasedefs", {"DiseaseName": ""}, (400, "DiseaseName is required.")),
        ("diseasedefs", {"DiseaseName": "copd"}, (400, "A DiseaseDef with that name already exists.")),
    ],
)
def test_a_definition_without_a_name_or_with_one_that_is_taken_is_refused(office, resource, body, refusal):
    assert unchanged(office, "POST", resource, body) == refusal


# Diseases


def test_a_disease_tells_its_definition_and_can_be_read_by_number(office):
    disease = office.read("diseases/2")

    assert list(disease.items()) == [
        ("DiseaseNum", 2),
        ("PatNum", 1),
        ("DiseaseDefNum", 44),
        ("diseaseDefName", "COPD"),
        ("PatNote", ""),
        ("ProbStatus", "Active"),
        ("DateStart", "0001-01-01"),
        ("DateStop", "0001-01-01"),
    ]
    assert office.refusal("GET", "diseases/99") == (404, "Disease not found.")


def test_diseases_of_all_patients_are_listed_since_24_2_5(practice_office):
    young, old = (practice_office(OFFICE, version=version) for version in ("24.2.5", "24.2.4"))

    assert [row["DiseaseNum"] for row in young.read("diseases")] == [2, 3]
    assert [row["DiseaseNum"] for row in young.read("diseases", PatNum=0)] == [2, 3]
    assert [row["DiseaseNum"] for row in old.read("diseases", PatNum=2)] == [3]
    assert old.refusal("GET", "diseases") == (400, "PatNum is required.")
    assert old.refusal("GET", "diseases", PatNum=0) == (400, "PatNum is required.")


def test_a_disease_by_a_new_name_is_made_with_its_definition_and_answered(office):
    body = {"PatNum": 1, "DiseaseDefName": "Gout", "DateStart": "2024-05-06", "PatNote": "Left foot"}
    made = office.post("diseases", body)

    assert made.status_code == 201
    assert made.json["diseaseDefName"] == "Gout"
    assert office.read("diseases/{DiseaseNum}".format(**made.json)) == made.json
    assert made.headers["location"].endswith("/api/v1/diseases/{DiseaseNum}".format(**made.json))
    definition = office.read("diseasedefs/{DiseaseDefNum}".format(**made.json))
    assert (definition["DiseaseName"], definition["IsHidden"]) == ("Gout", "false")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"PatNum": 1}, (400, "diseaseDefName is required.")),
        ({"PatNum": 1, "DiseaseDefNum": 99}, (404, "DiseaseDef not found.")),
        ({"PatNum": 99, "diseaseDefName": "Gout"}, (404, "Patient not found.")),
        ({"PatNum": 1, "diseaseDefName": "Gout", "ProbStatus": "Over"}, (400, "ProbStatus is invalid.")),
        ({"PatNum": 1, "diseaseDefName": "Gout", "ProbStatus": 1}, (400, "ProbStatus is invalid.")),
    ],
)
def test_a_disease_that_cannot_be_is_refused_and_makes_no_definition(office, body, refusal):
    assert unchanged(office, "POST", "diseases", body) == refusal


def test_a_disease_is_resolved_and_its_note_overwritten(office):
    office.put("diseases/2", {"PatNote": "Mild"})
    changed = office.put("diseases/2", {"PatNote": "Over", "ProbStatus": "Resolved", "DateStop": "2026-03-01"})

    assert changed.status_code == 200
    assert changed.json == office.read("diseases/2")
    told = [changed.json[name] for name in ("PatNote", "ProbStatus", "DateStop")]
    assert told == ["Over", "Resolved", "2026-03-01"]


def test_definitions_of_diseases_are_listed_with_hidden_ones_in_the_pages_order(office):
    first, second = office.read("diseasedefs")

    assert list(first) == [
        "DiseaseDefNum",
        "DiseaseName",
        "IsHidden",
        "DateTStamp",
        "ICD9Code",
        "ICD10Code",
        "SnomedCode",
    ]
    assert (first["ICD10Code"], second["IsHidden"]) == ("J44.9", "true")


def test_the_chart_module_tells_problems_and_allergies_by_name_and_none_where_there_is_none(office):
    lines = {row["Field"]: row["Content"] for row in office.read("chartmodules/1/PatientInfo")}
    assert (lines["Problem - COPD"], lines["Allergy - Penicillin"], lines["Medications"]) == (
        "",
        "Rash and fever",
        "None",
    )

    over = {row["Field"]: row["Content"] for row in office.read("chartmodules/2/PatientInfo")}
    assert (over["Problems"], over["Allergies"]) == ("None", "None")
