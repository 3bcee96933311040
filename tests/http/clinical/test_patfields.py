"""Fields that an office adds to its patients, and their definitions."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
patfielddefs:
  - {PatFieldDefNum: 1, FieldName: Consent Form, FieldType: PickList}
  - {PatFieldDefNum: 2, FieldName: Hobby}
  - {PatFieldDefNum: 3, FieldName: Since, FieldType: Date}
  - {PatFieldDefNum: 4, FieldName: VIP, FieldType: Checkbox}
  - {PatFieldDefNum: 5, FieldName: Outstanding, FieldType: Currency}
  - {PatFieldDefNum: 6, FieldName: Old, IsHidden: true}
  - {PatFieldDefNum: 7, FieldName: CareCredit, FieldType: CareCreditStatus}
patfieldpickitems:
  - {PatFieldDefNum: 1, Name: "Yes", ItemOrder: 0}
  - {PatFieldDefNum: 1, Name: "No", ItemOrder: 1}
  - {PatFieldDefNum: 1, Name: Maybe, ItemOrder: 2, IsHidden: true}
patfields:
  - {PatFieldNum: 5, PatNum: 1, FieldName: Consent Form, FieldValue: "Yes", SecDateEntry: 2021-12-04,
     SecDateTEdit: 2022-12-15 11:26:31}
  - {PatFieldNum: 6, PatNum: 2, FieldName: Consent Form, FieldValue: "No", SecDateTEdit: 2023-01-01 00:00}
  - {PatFieldNum: 7, PatNum: 2, FieldName: CareCredit, FieldValue: Approved, SecDateTEdit: 2022-01-01 00:00}
"""
CONSENT = {
    "PatFieldNum": 5,
    "PatNum": 1,
    "FieldName": "Consent Form",
    "FieldValue": "Yes",
    "SecDateTEdit": "2022-12-15 11:26:31",
    "SecDateEntry": "2021-12-04",
}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def unchanged(office, *call, **query):
    before = database(office).contents()
    refusal = office.refusal(*call, **query)
    assert database(office).contents() == before
    return refusal


def items(office, number):
    return database(office).column(
        "SELECT Name FROM patfieldpickitem WHERE PatFieldDefNum = ? ORDER BY ItemOrder", (number,)
    )


# What stands in the fields


def test_a_field_is_read_by_number_in_the_pages_order(office):
    assert list(office.read("patfields/5").items()) == list(CONSENT.items())
    assert office.refusal("GET", "patfields/99") == (404, "PatField not found.")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [5, 6, 7]),
        ({"PatNum": 2}, [6, 7]),
        ({"FieldName": "Consent Form"}, [5, 6]),
        ({"FieldName": "consent form"}, []),
        ({"PatNum": 2, "FieldName": "Consent Form"}, [6]),
        ({"SecDateTEdit": "2022-12-15 11:26:31"}, [5, 6]),
        ({"SecDateTEdit": "2022-12-15 11:26:32"}, [6]),
        ({"Limit": 1, "Offset": 1}, [6]),
    ],
)
def test_fields_are_listed_by_patient_by_their_very_name_and_by_their_last_edit(office, query, numbers):
    assert [row["PatFieldNum"] for row in office.read("patfields", **query)] == numbers


def test_before_22_4_5_one_field_is_answered_by_patient_and_name(practice_office):
    old = practice_office(OFFICE, version="22.4.4")

    assert old.read("patfields", PatNum=1, FieldName="Consent Form") == CONSENT
    assert old.refusal("GET", "patfields", FieldName="Hobby") == (400, "PatNum is required.")
    assert old.refusal("GET", "patfields", PatNum=1) == (400, "FieldName is required.")
    assert old.refusal("GET", "patfields", PatNum=1, FieldName="Hobby") == (404, "PatField not found.")
    assert [row["PatFieldNum"] for row in practice_office(OFFICE, version="22.4.5").read("patfields")] == [5, 6, 7]


def test_a_field_that_the_patient_does_not_have_yet_is_made_today(office):
    made = office.post("patfields", {"PatNum": 1, "FieldName": "Hobby", "FieldValue": "Chess"})

    assert made.status_code == 201
    assert made.json == {
        "PatFieldNum": 8,
        "PatNum": 1,
        "FieldName": "Hobby",
        "FieldValue": "Chess",
        "SecDateTEdit": "2026-03-02 07:00:00",
        "SecDateEntry": "2026-03-02",
    }
    assert office.read("patfields/8") == made.json


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("Consent Form", "No", True),
        ("Consent Form", "no", False),
        ("Consent Form", "Maybe", False),
        ("Consent Form", "", True),
        ("Hobby", "Any text at all", True),
        ("Since", "2026-02-28", True),
        ("Since", "2026-02-29", False),
        ("Since", "28.2.2026", False),
        ("Since", "20260228", False),
        ("VIP", "1", True),
        ("VIP", "0", True),
        ("VIP", "true", False),
        ("Outstanding", "450.29", True),
        ("Outstanding", "-450", True),
        ("Outstanding", "$450", False),
        ("Outstanding", "450.291", False),
        ("CareCredit", "Approved", True),
    ],
)
def test_a_value_is_of_the_form_that_the_type_of_its_field_asks_for(practice_office, name, value, fits):
    office = practice_office(OFFICE + "  - {PatFieldNum: 9, PatNum: 2, FieldName: Since, FieldValue: 2026-01-01}\n")
    field = {"PatNum": 3, "FieldName": name, "FieldValue": value}
    office.post("patients", {"LName": "New", "FName": "Nora"})
    patient = office.read("patients", LName="New")[0]["PatNum"]
    field["PatNum"] = patient

    if fits:
        assert office.post("patfields", field).json["FieldValue"] == value
    else:
        assert unchanged(office, "POST", "patfields", field) == (400, "FieldValue is invalid.")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"PatNum": 0}, (404, "Patient not found.")),
        ({"FieldName": "hobby"}, (404, "PatFieldDef not found.")),
        ({"FieldName": ""}, (400, "FieldName is required.")),
        ({"FieldValue": None}, (400, "FieldValue is required.")),
        ({"FieldName": "Old"}, (400, "FieldName is invalid. PatFieldDef is hidden.")),
        ({"FieldName": "Consent Form", "FieldValue": "No"}, (400, "PatField already exists.")),
    ],
)
def test_a_field_that_cannot_be_made_is_refused(office, changed, refusal):
    body = {"PatNum": 1, "FieldName": "Hobby", "FieldValue": "Chess", **changed}

    assert unchanged(office, "POST", "patfields", body) == refusal


def test_put_changes_what_is_there_and_makes_nothing_new(office):
    change = {"PatNum": 1, "FieldName": "Consent Form", "FieldValue": "No"}
    changed = office.put("patfields", change)

    assert (changed.status_code, changed.data) == (200, b"")
    assert office.read("patfields/5") == {**CONSENT, "FieldValue": "No", "SecDateTEdit": "2026-03-02 07:00:00"}
    assert unchanged(office, "PUT", "patfields", {**change, "FieldValue": "Never"}) == (400, "FieldValue is invalid.")
    refusal = (400, "FieldName is invalid. Patient has no such PatField.")
    assert unchanged(office, "PUT", "patfields", {**change, "FieldName": "Hobby"}) == refusal
    assert unchanged(office, "PUT", "patfields", {**change, "FieldName": "consent form"}) == refusal


def test_the_same_value_again_is_no_edit(office):
    office.put("patfields", {"PatNum": 1, "FieldName": "Consent Form", "FieldValue": "Yes"})

    assert office.read("patfields/5") == CONSENT


def test_a_field_can_be_deleted_unless_care_credit_keeps_it(office):
    assert office.call("DELETE", "patfields/5").status_code == 200

    assert office.refusal("DELETE", "patfields/5") == (404, "PatField not found.")
    refusal = (400, "PatField with a FieldType of CareCreditStatus cannot be deleted.")
    assert unchanged(office, "DELETE", "patfields/7") == refusal


# Definitions


def test_definitions_are_listed_with_hidden_ones(office):
    rows = office.read("patfielddefs")

    assert list(rows[4].items()) == [
        ("PatFieldDefNum", 5),
        ("FieldName", "Outstanding"),
        ("FieldType", "Currency"),
        ("PickList", ""),
        ("IsHidden", "false"),
    ]
    assert rows[5]["IsHidden"] == "true"


def test_a_pick_list_becomes_items_and_its_column_stays_blank(office):
    body = {"FieldName": "Colour", "FieldType": "PickList", "PickList": "Red\r\nGreen\r\n\r\nBlue\r\n"}
    made = office.post("patfielddefs", body)

    assert (made.status_code, made.json["PickList"], made.json["FieldType"]) == (201, "", "PickList")
    assert items(office, made.json["PatFieldDefNum"]) == ["Red", "Green", "Blue"]
    field = {"PatNum": 1, "FieldName": "Colour", "FieldValue": "Green"}
    assert office.post("patfields", field).status_code == 201
    assert office.refusal("PUT", "patfields", {**field, "FieldValue": "Pink"}) == (400, "FieldValue is invalid.")


def test_before_24_1_a_pick_list_stands_in_its_column_and_can_be_edited(practice_office):
    office = practice_office(OFFICE, version="23.3.26")
    body = {"FieldName": "Colour", "FieldType": "PickList", "PickList": "Red\nGreen"}
    made = office.post("patfielddefs", body).json
    path = f"patfielddefs/{made['PatFieldDefNum']}"

    assert made["PickList"] == "Red\r\nGreen"
    assert items(office, made["PatFieldDefNum"]) == []
    assert office.put(path, {"PickList": "Blue"}).json["PickList"] == "Blue"
    assert office.put(path, {"IsHidden": "true"}).json["PickList"] == "Blue"
    assert office.refusal("PUT", path, {"PickList": ""}) == (400, "PickList is required.")
    assert office.put(path, {"FieldType": "Text"}).json["PickList"] == ""
    assert office.refusal("PUT", path, {"PickList": "Red"}) == (400, "PickList is invalid.")
    amount = {"FieldName": "Amount", "FieldType": "CareCreditAvailableCredit"}
    assert office.refusal("POST", "patfielddefs", amount) == (400, "FieldType is invalid.")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"FieldType": "Text"}, "FieldName is required."),
        ({"FieldName": "New"}, "FieldType is required."),
        ({"FieldName": "hobby", "FieldType": "Text"}, "FieldName already exists."),
        ({"FieldName": "New", "FieldType": "InCaseOfEmergency"}, "FieldType is invalid."),
        ({"FieldName": "New", "FieldType": "PickList"}, "PickList is required."),
        ({"FieldName": "New", "FieldType": "PickList", "PickList": "\r\n "}, "PickList is required."),
        ({"FieldName": "New", "FieldType": "Text", "PickList": "Red"}, "PickList is invalid."),
    ],
)
def test_a_definition_that_cannot_be_is_refused(office, body, refusal):
    assert unchanged(office, "POST", "patfielddefs", body) == (400, refusal)


def test_a_field_that_is_renamed_is_renamed_with_every_patient(office):
    changed = office.put("patfielddefs/1", {"FieldName": "Consent"})

    assert (changed.status_code, changed.json["FieldName"]) == (200, "Consent")
    assert [row["PatFieldNum"] for row in office.read("patfields", FieldName="Consent")] == [5, 6]
    assert office.put("patfields", {"PatNum": 1, "FieldName": "Consent", "FieldValue": "No"}).status_code == 200


def test_a_pick_list_is_given_with_the_change_to_that_type_and_at_no_other_time(office):
    assert unchanged(office, "PUT", "patfielddefs/2", {"FieldType": "PickList"}) == (400, "PickList is required.")
    assert unchanged(office, "PUT", "patfielddefs/2", {"PickList": "Chess"}) == (400, "PickList is invalid.")
    assert unchanged(office, "PUT", "patfielddefs/1", {"PickList": "Yes"}) == (400, "PickList is invalid.")
    assert office.put("patfielddefs/2", {"FieldType": "PickList", "PickList": "Chess\r\nGo"}).status_code == 200
    assert items(office, 2) == ["Chess", "Go"]
    assert office.put("patfielddefs/2", {"FieldType": "Text"}).json["FieldType"] == "Text"
    assert items(office, 2) == []


@pytest.mark.parametrize(
    ("number", "body", "refusal"),
    [
        (2, {"FieldName": "VIP"}, (400, "FieldName already exists.")),
        (2, {"FieldName": " "}, (400, "FieldName is required.")),
        (7, {"FieldName": "Credit"}, (400, "FieldName is invalid. A CareCredit field that is in use keeps its name.")),
        (99, {}, (404, "PatFieldDef not found.")),
    ],
)
def test_a_change_that_cannot_be_is_refused(office, number, body, refusal):
    assert unchanged(office, "PUT", f"patfielddefs/{number}", body) == refusal


def test_a_definition_keeps_its_own_name_in_another_letter_case(office):
    assert office.put("patfielddefs/2", {"FieldName": "HOBBY"}).json["FieldName"] == "HOBBY"


def test_a_definition_that_no_patient_has_can_be_deleted_with_its_items(office):
    assert unchanged(office, "DELETE", "patfielddefs/1") == (400, "PatFieldDef is in use and cannot be deleted.")

    for number in (5, 6):
        office.call("DELETE", f"patfields/{number}")
    assert office.call("DELETE", "patfielddefs/1").status_code == 200
    assert items(office, 1) == []
    assert office.refusal("DELETE", "patfielddefs/1") == (404, "PatFieldDef not found.")
