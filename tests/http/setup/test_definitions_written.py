"""Definitions: made and changed, each with a value that its category takes."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
definitions:
  - {DefNum: 80, Category: AdjTypes, ItemName: Write-off, ItemValue: "-", ItemOrder: 3}
  - {DefNum: 81, Category: AdjTypes, ItemName: Odd, ItemValue: "?", ItemOrder: 4}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_new_definition_is_the_last_of_its_category(office):
    made = office.post("definitions", {"ItemName": "Cash Discount", "category": "AdjTypes", "ItemValue": "-"})

    assert made.status_code == 201
    assert made.headers["location"].endswith("/api/v1/definitions/82")
    assert made.json == {
        "DefNum": 82,
        "ItemName": "Cash Discount",
        "ItemValue": "-",
        "Category": 1,
        "category": "AdjTypes",
        "isHidden": "false",
    }
    assert [row["DefNum"] for row in office.read("definitions", Category=1)] == [80, 81, 82]
    assert database(office).column("SELECT ItemOrder FROM definition WHERE DefNum = 82") == [5]


def test_the_number_of_a_category_counts_for_nothing(office):
    body = {"ItemName": "Check", "Category": 1, "category": "PaymentTypes", "isHidden": "true"}

    assert office.post("definitions", body).json["category"] == "PaymentTypes"
    assert office.refusal("POST", "definitions", {"ItemName": "Check", "Category": 10}) == (
        400,
        "category is required.",
    )


@pytest.mark.parametrize(
    ("category", "value", "taken"),
    [
        ("AdjTypes", "+", True),
        ("AdjTypes", "dp", True),
        ("AdjTypes", "", False),
        ("AdjTypes", "*", False),
        ("PaymentTypes", "", True),
        ("PaymentTypes", "N", True),
        ("PaymentTypes", "+", False),
        ("CommLogTypes", "RECALL", True),
        ("CommLogTypes", "CALL", False),
        ("Diagnosis", "anything", True),
    ],
)
def test_what_a_value_may_be_depends_on_the_category(office, category, value, taken):
    answer = office.post("definitions", {"ItemName": "New", "category": category, "ItemValue": value})

    assert (answer.status_code, answer.json if not taken else "") == (
        (201, "") if taken else (400, "ItemValue is invalid.")
    )


def test_a_definition_is_changed_within_its_category(office):
    changed = office.put("definitions/80", {"ItemName": "Discount", "ItemValue": "+", "isHidden": "true"})

    assert (changed.status_code, changed.json) == (
        200,
        {
            "DefNum": 80,
            "ItemName": "Discount",
            "ItemValue": "+",
            "Category": 1,
            "category": "AdjTypes",
            "isHidden": "true",
        },
    )
    assert office.put("definitions/80", {"category": "PaymentTypes"}).json["category"] == "AdjTypes"
    assert office.put("definitions/81", {"ItemName": "Still odd", "ItemValue": "?"}).json["ItemName"] == "Still odd"


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "definitions", {"category": "AdjTypes", "ItemValue": "-"}, (400, "ItemName is required.")),
        ("POST", "definitions", {"ItemName": "A"}, (400, "category is required.")),
        ("POST", "definitions", {"ItemName": "A", "category": "Nothing"}, (400, "category is invalid.")),
        ("POST", "definitions", {"ItemName": "A", "category": "1"}, (400, "category is invalid.")),
        ("PUT", "definitions/80", {"ItemValue": "*"}, (400, "ItemValue is invalid.")),
        ("PUT", "definitions/80", {"ItemName": ""}, (400, "ItemName is required.")),
        ("PUT", "definitions/99", {"ItemName": "A"}, (404, "Definition not found.")),
    ],
)
def test_a_definition_that_cannot_be_is_refused(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before


def test_an_older_office_cannot_change_one(practice_office):
    office = practice_office(OFFICE, version="26.1")

    assert office.refusal("PUT", "definitions/80", {"ItemName": "A"}) == (
        400,
        "This method requires Open Dental version 26.2.1 or higher.",
    )
