"""Procedure codes: made and changed. Nobody can delete one, nor give it another name."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
definitions:
  - {DefNum: 73, Category: ProcCodeCats, ItemName: Exams & Xrays}
  - {DefNum: 74, Category: ProcCodeCats, ItemName: Cleanings, ItemOrder: 1}
procedurecodes:
  - {CodeNum: 7, ProcCode: D0120, Descript: Check-up, AbbrDesc: PerEx, ProcCat: 73, DateTStamp: 2026-03-01 09:00}
  - {CodeNum: 8, ProcCode: D2740, Descript: Crown, AbbrDesc: Crn, ProcCat: 73, PaintType: Text, PaintText: CR}
  - {CodeNum: 9, ProcCode: D4341, Descript: Scaling, AbbrDesc: SRP, ProcCat: 74, TreatArea: Quad,
     AreaAlsoToothRange: true, SubstitutionCode: D0120, SubstOnlyIf: Molar}
"""
NEW = {"ProcCode": "D1110", "Descript": "Cleaning", "AbbrDesc": "Pro", "ProcCat": 74}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_new_code_has_the_documented_defaults(office):
    made = office.post("procedurecodes", NEW)

    assert made.status_code == 201
    assert made.headers["location"].endswith("/api/v1/procedurecodes/10")
    assert made.json == office.read("procedurecodes/10")
    assert made.json == {
        **office.read("procedurecodes/7"),
        "CodeNum": 10,
        **NEW,
        "procCat": "Cleanings",
        "ProcTime": "/X/",
        "DateTStamp": "2026-03-02 07:00:00",
    }


FULL = {
    "ProcTime": "//XX//",
    "TreatArea": "Arch",
    "NoBillIns": "true",
    "IsProsth": "true",
    "DefaultNote": "Done.",
    "IsHygiene": "true",
    "AlternateCode1": "M1",
    "MedicalCode": "D0120",
    "IsTaxed": "true",
    "PaintType": "Text",
    "LaymanTerm": "Cap",
    "IsCanadianLab": "true",
    "BaseUnits": 2,
    "SubstitutionCode": "D0120",
    "SubstOnlyIf": "Posterior",
    "DrugNDC": "12345678901",
    "RevenueCodeDefault": "123",
    "ProvNumDefault": 1,
    "CanadaTimeUnits": 1.5,
    "IsRadiology": "true",
    "DefaultClaimNote": "Claim",
    "DefaultTPNote": "Plan",
    "PaintText": "X",
    "AreaAlsoToothRange": "true",
    "DiagnosticCodes": "K02.51,K02.52,K02.53,K02.61",
}


def test_a_code_has_what_was_sent_whether_it_is_made_or_changed(office):
    made = office.post("procedurecodes", NEW | FULL).json
    changed = office.put("procedurecodes/7", {"Descript": "Exam", "AbbrDesc": "Ex", **FULL}).json

    assert {name: made[name] for name in FULL} == FULL
    assert {name: changed[name] for name in FULL} == FULL
    assert (changed["Descript"], changed["AbbrDesc"], changed["ProcCode"]) == ("Exam", "Ex", "D0120")
    assert changed["DateTStamp"] == "2026-03-02 07:00:00"


def test_a_category_goes_by_its_name_too(office):
    body = {name: value for name, value in NEW.items() if name != "ProcCat"}

    assert office.post("procedurecodes", body | {"procCat": "Cleanings"}).json["ProcCat"] == 74
    assert office.put("procedurecodes/7", {"procCat": "Cleanings"}).json["procCat"] == "Cleanings"


def test_what_stands_already_is_no_change_and_the_code_itself_stays(office):
    changed = office.put("procedurecodes/7", {"ProcCode": "D0999", "Descript": "Check-up"}).json

    assert (changed["ProcCode"], changed["DateTStamp"]) == ("D0120", "2026-03-01 09:00:00")


def test_a_code_in_other_letters_is_another_code(office):
    assert office.post("procedurecodes", NEW | {"ProcCode": "d0120"}).status_code == 201


@pytest.mark.parametrize(
    ("number", "body", "cleared"),
    [
        (8, {"PaintType": "None"}, {"PaintText": ""}),
        (9, {"TreatArea": "Mouth"}, {"AreaAlsoToothRange": "false"}),
        (9, {"SubstitutionCode": ""}, {"SubstOnlyIf": "Always"}),
    ],
)
def test_what_means_nothing_any_more_goes(office, number, body, cleared):
    before = office.read(f"procedurecodes/{number}")

    changed = office.put(f"procedurecodes/{number}", body).json

    assert changed == before | body | cleared | {"DateTStamp": "2026-03-02 07:00:00"}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"ProcCode": None}, (400, "ProcCode is required.")),
        ({"Descript": None}, (400, "Descript is required.")),
        ({"AbbrDesc": ""}, (400, "AbbrDesc is required.")),
        ({"ProcCat": None}, (400, "ProcCat or procCat is required.")),
        ({"ProcCat": 0}, (400, "ProcCat or procCat is required.")),
        ({"ProcCat": 99}, (400, "ProcCat is invalid.")),
        ({"ProcCat": None, "procCat": "Nothing"}, (400, "procCat is invalid.")),
        ({"procCat": "Cleanings"}, (400, "Only one field is allowed, ProcCat or procCat.")),
        ({"ProcCode": "D0120"}, (400, "ProcCode already exists.")),
        ({"ProcCode": "D" * 16}, (400, "ProcCode is invalid.")),
    ],
    ids=str,
)
def test_a_new_code_must_be_named_and_new(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "procedurecodes", NEW | body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(("code", "status"), [("D" * 15, 201), ("D" * 16, 400)])
def test_a_code_has_fifteen_characters_at_most(office, code, status):
    assert office.post("procedurecodes", NEW | {"ProcCode": code}).status_code == status


@pytest.mark.parametrize(("method", "path"), [("POST", "procedurecodes"), ("PUT", "procedurecodes/7")])
@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"ProcTime": "XO"}, (400, "ProcTime is invalid.")),
        ({"ProcTime": ""}, (400, "ProcTime is invalid.")),
        ({"TreatArea": "Tongue"}, (400, "TreatArea is invalid.")),
        ({"MedicalCode": "D9999"}, (404, "MedicalCode not found.")),
        ({"SubstitutionCode": "d0120"}, (404, "SubstitutionCode not found.")),
        ({"SubstOnlyIf": "Molar"}, (400, "SubstOnlyIf is invalid.")),
        ({"BaseUnits": -1}, (400, "BaseUnits is invalid.")),
        ({"DrugNDC": "1234567890"}, (400, "DrugNDC is invalid.")),
        ({"DrugNDC": "123456789012"}, (400, "DrugNDC is invalid.")),
        ({"RevenueCodeDefault": "12"}, (400, "RevenueCodeDefault is invalid.")),
        ({"RevenueCodeDefault": "1234"}, (400, "RevenueCodeDefault is invalid.")),
        ({"ProvNumDefault": 99}, (404, "Provider not found.")),
        ({"PaintText": "X"}, (400, "PaintText is invalid.")),
        ({"AreaAlsoToothRange": "true"}, (400, "AreaAlsoToothRange is invalid.")),
        ({"AreaAlsoToothRange": "true", "TreatArea": "Tooth"}, (400, "AreaAlsoToothRange is invalid.")),
        ({"DiagnosticCodes": "A,B,C,D,E"}, (400, "DiagnosticCodes is invalid.")),
        ({"DiagnosticCodes": "A, B"}, (400, "DiagnosticCodes is invalid.")),
        ({"DiagnosticCodes": "A,,B"}, (400, "DiagnosticCodes is invalid.")),
    ],
    ids=str,
)
def test_a_code_that_cannot_be_is_refused(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body if method == "PUT" else NEW | body) == refusal
    assert database(office).contents() == before


def test_texts_can_be_taken_away_but_the_names(office):
    office.put("procedurecodes/7", FULL)
    blank = ("DrugNDC", "RevenueCodeDefault", "DiagnosticCodes", "PaintText", "MedicalCode", "DefaultNote")

    changed = office.put("procedurecodes/7", dict.fromkeys(blank, "")).json

    assert {name: changed[name] for name in blank} == dict.fromkeys(blank, "")
    assert office.refusal("PUT", "procedurecodes/7", {"Descript": ""}) == (400, "Descript is required.")


def test_a_new_code_can_be_used_at_once(office):
    office.post("procedurecodes", NEW | {"TreatArea": "Mouth"})

    body = {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D1110"}
    assert office.post("procedurelogs", body).json["descript"] == "Cleaning"
