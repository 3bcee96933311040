"""Fields that an office adds to its appointments, and their definitions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mockod.app import create_app
from mockod.config import Config
from mockod.vendors.opendental.access.settings import Settings
from support.api_client import ApiClient
from support.db import database

PRACTICE = """
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: today 09:00, Op: 1}
  - {AptNum: 2, PatNum: 2, AptDateTime: today 10:00, Op: 1}
apptfielddefs:
  - {ApptFieldDefNum: 7, FieldName: Ins Verified, FieldType: PickList, PickList: "Yes\\r\\nNo\\r\\nUnknown"}
  - {ApptFieldDefNum: 3, FieldName: Übergabe}
  - {ApptFieldDefNum: 8, FieldName: Lab, FieldType: PickList, PickList: "In\\nOut\\n\\n"}
apptfields:
  - {ApptFieldNum: 5, AptNum: 1, FieldName: Ins Verified, FieldValue: "Yes"}
  - {ApptFieldNum: 4, AptNum: 2, FieldName: ins verified, FieldValue: "No"}
  - {ApptFieldNum: 6, AptNum: 1, FieldName: Gone, FieldValue: "old\\nvalue"}
"""
VERIFIED = {"ApptFieldNum": 5, "AptNum": 1, "FieldName": "Ins Verified", "FieldValue": "Yes"}


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


@pytest.fixture
def before(practice_office):
    """The last office before fields could be listed."""
    return practice_office(PRACTICE, version="25.4")


def refusal(office, method, path, body):
    """Status and text; the database is as it was."""
    kept = database(office).contents()
    refused = office.refusal(method, path, body)
    assert database(office).contents() == kept
    return refused


def fields(office):
    return database(office).rows(
        "SELECT AptNum, FieldName, FieldValue FROM apptfield WHERE FieldName <> 'Gone' ORDER BY ApptFieldNum"
    )


# Looking, before 26.1


def test_a_field_is_one_object_by_appointment_and_name(before):
    field = before.read("apptfields", AptNum=1, FieldName="Ins Verified")

    assert list(field.items()) == [("FieldName", "Ins Verified"), ("AptNum", 1), ("FieldValue", "Yes")]


def test_a_field_that_the_appointment_does_not_have_is_empty(before):
    field = before.read("apptfields", AptNum=1, FieldName="Übergabe")

    assert list(field.items()) == [("FieldName", "Übergabe"), ("AptNum", 1), ("FieldValue", "")]


@pytest.mark.parametrize("name", ["ins verified", "INS VERIFIED", "Ins Verified"])
@pytest.mark.parametrize(("apt", "value"), [(1, "Yes"), (2, "No")])
def test_letter_case_makes_no_difference_to_a_name(before, apt, name, value):
    assert before.read("apptfields", AptNum=apt, FieldName=name)["FieldValue"] == value


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ({}, 400, "AptNum is required."),
        ({"FieldName": "Lab"}, 400, "AptNum is required."),
        ({"FieldName": "Nothing"}, 400, "AptNum is required."),
        ({"AptNum": 1}, 400, "FieldName is required."),
        ({"AptNum": 1, "FieldName": ""}, 400, "FieldName is required."),
        ({"AptNum": 99, "FieldName": "Lab"}, 404, "Appointment not found."),
        ({"AptNum": 0, "FieldName": "Lab"}, 404, "Appointment not found."),
        ({"AptNum": "one", "FieldName": "Lab"}, 400, "AptNum is invalid."),
        ({"AptNum": 2**63, "FieldName": "Lab"}, 400, "AptNum is invalid."),
    ],
)
def test_before_26_1_both_must_be_given_and_be_there(before, query, status, text):
    assert before.refusal("GET", "apptfields", **query) == (status, text)


def test_a_field_that_the_office_does_not_know_is_empty_as_any_that_is_not_there(before):
    shown = {"FieldName": "Nothing", "AptNum": 1, "FieldValue": ""}
    assert before.read("apptfields", AptNum=1, FieldName="Nothing") == shown


# Looking, since 26.1


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [4, 5, 6]),
        ({"AptNum": 1}, [5, 6]),
        ({"FieldName": "INS verified"}, [4, 5]),
        ({"FieldName": "INS verified", "Limit": 1, "Offset": 1}, [5]),
        ({"FieldName": "übergabe"}, []),
        ({"Limit": 1, "Offset": 1}, [5]),
    ],
)
def test_since_26_1_fields_are_listed_by_number(practice_office, query, numbers):
    rows = practice_office(PRACTICE, version="26.1").read("apptfields", **query)

    assert [row["ApptFieldNum"] for row in rows] == numbers


def test_since_26_1_a_field_has_its_number_and_the_order_of_the_table(office):
    (first, *_) = office.read("apptfields", AptNum=1)

    assert list(first.items()) == list(VERIFIED.items())
    assert office.read("apptfields/5") == VERIFIED


def test_since_26_1_both_still_answer_one_object(office):
    assert office.read("apptfields", AptNum=1, FieldName="ins verified") == VERIFIED
    missing = office.read("apptfields", AptNum=2, FieldName="lab")
    assert list(missing.items()) == [("ApptFieldNum", 0), ("AptNum", 2), ("FieldName", "Lab"), ("FieldValue", "")]


def test_only_the_one_object_of_a_listing_office_is_assumed(office, before):
    both = {"AptNum": 1, "FieldName": "Lab"}

    assert office.get("apptfields", **both).headers["X-Mockod-Basis"] == "assumed"
    assert office.get("apptfields").headers["X-Mockod-Basis"] == "documented"
    assert before.get("apptfields", **both).headers["X-Mockod-Basis"] == "documented"


def test_a_value_is_shown_on_one_line(office):
    assert office.read("apptfields/6")["FieldValue"] == "old value"


def test_of_two_rows_of_one_name_the_first_counts(practice_office):
    twin = "  - {ApptFieldNum: 9, AptNum: 1, FieldName: INS VERIFIED, FieldValue: 'No'}"
    office = practice_office(f"{PRACTICE}{twin}\n")
    assert office.read("apptfields", AptNum=1, FieldName="Ins Verified") == VERIFIED


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ({"AptNum": 99}, 404, "Appointment not found."),
        ({"AptNum": -1}, 400, "AptNum is invalid."),
        ({"Limit": 0}, 400, "Limit is invalid."),
    ],
)
def test_a_list_that_cannot_be_is_refused(office, query, status, text):
    assert office.refusal("GET", "apptfields", **query) == (status, text)


def test_a_field_that_is_not_there_is_not_found(office):
    assert office.refusal("GET", "apptfields/99") == (404, "ApptField not found.")
    assert refusal(office, "PUT", "apptfields/99", {}) == (404, "ApptField not found.")


# Setting by name


@pytest.mark.parametrize("version", ["21.1", "25.4", "26.1"])
def test_setting_a_field_overwrites_it_and_answers_nothing(practice_office, version):
    office = practice_office(PRACTICE, version=version)
    response = office.put("apptfields", {"AptNum": 1, "FieldName": "INS VERIFIED", "FieldValue": "Unknown"})

    assert (response.status_code, response.data) == (200, b"")
    assert fields(office) == [(2, "ins verified", "No"), (1, "Ins Verified", "Unknown")]


def test_setting_a_field_that_the_appointment_lacks_adds_it_under_the_definitions_spelling(before):
    assert before.put("apptfields", {"AptNum": 2, "FieldName": "ÜBERGABE", "FieldValue": "Yes"}).status_code == 200

    assert fields(before)[-1] == (2, "Übergabe", "Yes")
    assert before.read("apptfields", AptNum=2, FieldName="übergabe")["FieldValue"] == "Yes"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("Ins Verified", "", ""),
        ("Übergabe", "", ""),
        ("Übergabe", " ", " "),
        ("Übergabe", 7, "7"),
        ("Übergabe", "a\r\nb\x00", "a\r\nb\x00"),
        ("Übergabe", "x" * 10_000, "x" * 10_000),
        ("Lab", "Out", "Out"),
    ],
)
def test_values_are_kept_as_they_are_sent_and_an_empty_one_clears(office, name, value, kept):
    response = office.put("apptfields", {"AptNum": 1, "FieldName": name, "FieldValue": value})

    assert response.status_code == 200
    assert (1, name, kept) in fields(office)


def test_a_field_written_changes_nothing_of_its_appointment(office):
    was = office.read("appointments/1")
    office.set_clock("2026-03-02 08:00:00")
    office.put("apptfields", {"AptNum": 1, "FieldName": "Lab", "FieldValue": "In"})
    now = office.read("appointments/1")

    assert now == was | {"serverDateTime": "2026-03-02 08:00:00"}
    assert database(office).rows("SELECT * FROM histappointment") == []


BAD = [
    ({"AptNum": None}, 400, "AptNum is required."),
    ({"FieldName": None}, 400, "FieldName is required."),
    ({"FieldName": ""}, 400, "FieldName is required."),
    ({"FieldName": " "}, 400, "FieldName is required."),
    ({"FieldValue": None}, 400, "FieldValue is required."),
    ({"FieldValue": None, "AptNum": "x"}, 400, "FieldValue is required."),
    ({"AptNum": 0}, 404, "Appointment not found."),
    ({"AptNum": 99}, 404, "Appointment not found."),
    ({"AptNum": -1}, 400, "AptNum is invalid."),
    ({"AptNum": 10**30}, 400, "AptNum is invalid."),
    ({"AptNum": []}, 400, "AptNum is invalid."),
    ({"FieldName": []}, 400, "FieldName is invalid."),
    ({"FieldName": "Nothing"}, 400, "FieldName is invalid."),
    ({"FieldName": "Gone"}, 400, "FieldName is invalid."),
    ({"FieldValue": True}, 400, "FieldValue is invalid."),
    ({"FieldValue": {}}, 400, "FieldValue is invalid."),
    ({"FieldValue": "Maybe"}, 400, "FieldValue is invalid."),
    ({"FieldValue": "yes"}, 400, "FieldValue is invalid."),
    ({"FieldValue": "Yes\r\nNo"}, 400, "FieldValue is invalid."),
    ({"FieldValue": " "}, 400, "FieldValue is invalid."),
]
"""Whatever is wrong with a field of the pick list, however it is written."""


def asked(fields):
    whole = {"AptNum": 1, "FieldName": "Ins Verified", "FieldValue": "No"} | fields
    return {name: value for name, value in whole.items() if value is not None}


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize(("fields", "status", "text"), BAD)
def test_a_field_that_cannot_be_written_is_refused_in_words(office, method, fields, status, text):
    assert refusal(office, method, "apptfields", asked(fields)) == (status, text)


# Adding, and changing by number


def test_a_field_is_added_with_a_location(office):
    response = office.post("apptfields", {"AptNum": 2, "FieldName": "lab", "FieldValue": "In"})

    assert response.status_code == 201
    assert response.json == {"ApptFieldNum": 7, "AptNum": 2, "FieldName": "Lab", "FieldValue": "In"}
    assert response.headers["location"] == "http://localhost/api/v1/apptfields/7"
    assert office.read("apptfields/7") == response.json


def test_a_field_is_added_by_the_number_of_its_definition(office):
    added = office.post("apptfields", {"AptNum": 2, "apptFieldDefNum": 3, "FieldValue": ""})

    assert (added.status_code, added.json["FieldName"]) == (201, "Übergabe")


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({}, 400, "ApptField already exists."),
        ({"FieldName": "INS verified"}, 400, "ApptField already exists."),
        ({"FieldName": None, "apptFieldDefNum": 7}, 400, "ApptField already exists."),
        ({"apptFieldDefNum": 7}, 400, "Only one field is allowed, FieldName or apptFieldDefNum."),
        ({"FieldName": None, "apptFieldDefNum": 99}, 404, "ApptFieldDef not found."),
        ({"FieldName": None, "apptFieldDefNum": 0}, 404, "ApptFieldDef not found."),
        ({"FieldName": None, "apptFieldDefNum": "x"}, 400, "apptFieldDefNum is invalid."),
        ({"FieldName": None, "apptFieldDefNum": 8}, 400, "FieldValue is invalid."),
    ],
)
def test_a_field_that_cannot_be_added_is_refused_in_words(office, fields, status, text):
    assert refusal(office, "POST", "apptfields", asked(fields)) == (status, text)


def test_a_field_is_changed_by_its_number_and_nothing_of_it_but_its_value(office):
    response = office.put("apptfields/5", {"FieldValue": "No", "AptNum": 2, "FieldName": "Lab"})

    assert (response.status_code, response.json) == (200, VERIFIED | {"FieldValue": "No"})
    assert office.put("apptfields/5", {"FieldValue": ""}).json["FieldValue"] == ""


def test_a_field_whose_definition_is_gone_takes_anything(office):
    assert office.put("apptfields/6", {"FieldValue": "new"}).json["FieldValue"] == "new"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "FieldValue is required."),
        ({"FieldValue": None}, "FieldValue is required."),
        ({"FieldValue": ["No"]}, "FieldValue is invalid."),
        ({"FieldValue": "Maybe"}, "FieldValue is invalid."),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(office, body, text):
    assert refusal(office, "PUT", "apptfields/5", body) == (400, text)


# Definitions


def test_definitions_are_listed_by_number_as_documented(office):
    rows = office.read("apptfielddefs")

    assert [list(row) for row in rows] == [["ApptFieldDefNum", "FieldName", "FieldType", "PickList"]] * 3
    assert [list(row.values()) for row in rows[:2]] == [
        [3, "Übergabe", "Text", ""],
        [7, "Ins Verified", "PickList", "Yes\r\nNo\r\nUnknown"],
    ]
    assert [row["ApptFieldDefNum"] for row in office.read("apptfielddefs", Limit=1, Offset=2)] == [8]


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ({}, {"FieldType": "Text", "PickList": ""}),
        ({"FieldType": "Text", "PickList": ""}, {"FieldType": "Text", "PickList": ""}),
        ({"FieldType": "PickList", "PickList": "A\r\nB"}, {"FieldType": "PickList", "PickList": "A\r\nB"}),
        ({"FieldType": "PickList", "PickList": "A\nB"}, {"FieldType": "PickList", "PickList": "A\r\nB"}),
    ],
)
def test_a_definition_is_added_without_a_location(office, body, made):
    response = office.post("apptfielddefs", {"FieldName": "Room"} | body)

    assert response.status_code == 201
    assert response.json == {"ApptFieldDefNum": 9, "FieldName": "Room"} | made
    assert "location" not in response.headers
    assert response.json in office.read("apptfielddefs")


def test_a_field_can_be_used_once_it_is_defined(office):
    field = {"AptNum": 1, "FieldName": "Room", "FieldValue": "B"}
    assert refusal(office, "PUT", "apptfields", field) == (400, "FieldName is invalid.")
    office.post("apptfielddefs", {"FieldName": "Room", "FieldType": "PickList", "PickList": "A\nB"})

    assert office.put("apptfields", field).status_code == 200
    assert refusal(office, "PUT", "apptfields", field | {"FieldValue": "C"}) == (400, "FieldValue is invalid.")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "FieldName is required."),
        ({"FieldName": ""}, "FieldName is required."),
        ({"FieldName": True}, "FieldName is invalid."),
        ({"FieldName": "Lab"}, "FieldName already exists."),
        ({"FieldName": "üBERGABE"}, "FieldName already exists."),
        ({"FieldName": "Room", "FieldType": 1}, "FieldType is invalid."),
        ({"FieldName": "Room", "FieldType": "picklist"}, "FieldType is invalid."),
        ({"FieldName": "Room", "FieldType": ""}, "FieldType is invalid."),
        ({"FieldName": "Room", "PickList": ["A"]}, "PickList is invalid."),
        ({"FieldName": "Room", "PickList": "A"}, "PickList is invalid."),
        ({"FieldName": "Room", "FieldType": "Text", "PickList": "A"}, "PickList is invalid."),
        ({"FieldName": "Room", "FieldType": "PickList"}, "PickList is required."),
        ({"FieldName": "Room", "FieldType": "PickList", "PickList": " \r\n"}, "PickList is required."),
    ],
)
def test_a_definition_that_cannot_be_added_is_refused_in_words(office, body, text):
    assert refusal(office, "POST", "apptfielddefs", body) == (400, text)


def test_a_definition_is_only_listed_and_added(office):
    assert office.refusal("GET", "apptfielddefs/7") == (400, "apptfielddefs GET  is not a valid method.")


# Who and since when


@pytest.mark.parametrize(
    ("method", "path", "version", "since"),
    [
        ("GET", "apptfields/5", "25.4", "26.1"),
        ("POST", "apptfields", "25.4", "26.1"),
        ("PUT", "apptfields/5", "25.4", "26.1"),
        ("GET", "apptfielddefs", "21.3", "21.4"),
        ("POST", "apptfielddefs", "21.3", "21.4"),
    ],
)
def test_an_older_office_names_the_version_that_a_method_wants(practice_office, method, path, version, since):
    told = (400, f"This method requires Open Dental version {since} or higher.")

    assert practice_office(PRACTICE, version=version).refusal(method, path) == told


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "apptfields", "ApiReadAll"),
        ("GET", "apptfields/99", "ApiReadAll"),
        ("POST", "apptfields", "ApiAllOthers"),
        ("PUT", "apptfields", "ApiComm"),
        ("PUT", "apptfields/99", "ApiComm"),
        ("GET", "apptfielddefs", "ApiReadAll"),
        ("POST", "apptfielddefs", "ApiSetup"),
    ],
)
def test_each_method_wants_its_permission(method, path, permission):
    app = create_app(Config(practice="tiny", settings=replace(Settings(), permissions=frozenset())))
    text = f"Developer does not have permission {permission} for this method."

    assert ApiClient(app.test_client(), "nobody").refusal(method, path) == (401, text)
