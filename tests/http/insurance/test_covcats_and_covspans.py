"""Coverage categories, and the spans of codes that each is for."""

from __future__ import annotations

import pytest

from support.db import database

CATEGORIES = """
covcats:
  - {CovCatNum: 1, Description: Crowns, CovOrder: 2}
  - {CovCatNum: 2, Description: General, CovOrder: 0, EbenefitCat: General}
covspans:
  - {CovSpanNum: 5, CovCatNum: 1, FromCode: D2700, ToCode: D2799}
  - {CovSpanNum: 6, CovCatNum: 2, FromCode: D0000, ToCode: D7999}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(CATEGORIES)


def test_categories_are_listed_in_their_order(office):
    assert [row["CovCatNum"] for row in office.read("covcats")] == [2, 1]
    assert office.read("covcats/2") == {
        "CovCatNum": 2,
        "Description": "General",
        "DefaultPercent": -1,
        "CovOrder": 0,
        "IsHidden": "false",
        "EbenefitCat": "General",
    }


def test_a_new_category_is_the_last(office):
    made = office.post("covcats", {"Description": "Implants", "DefaultPercent": 80, "CovOrder": 0})

    assert (made.status_code, made.json["CovOrder"], made.json["EbenefitCat"]) == (201, 3, "None")
    assert made.headers["location"].endswith(f"/api/v1/covcats/{made.json['CovCatNum']}")
    assert [row["Description"] for row in office.read("covcats")] == ["General", "Crowns", "Implants"]


def test_the_first_category_has_order_0_and_the_last_possible_one_stays(office, practice_office):
    assert practice_office("").post("covcats", {"Description": "First"}).json["CovOrder"] == 0
    assert office.put("covcats/1", {"CovOrder": 255}).json["CovOrder"] == 255
    assert office.refusal("PUT", "covcats/1", {"CovOrder": 256}) == (400, "CovOrder is invalid.")
    assert office.post("covcats", {"Description": "Next"}).json["CovOrder"] == 255


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"Description": None}, "Description is required."),
        ({"DefaultPercent": -2}, "DefaultPercent is invalid."),
        ({"DefaultPercent": 101}, "DefaultPercent is invalid."),
        ({"EbenefitCat": "Implants"}, "EbenefitCat is invalid."),
        ({"IsHidden": "2"}, "IsHidden is invalid."),
    ],
)
def test_a_category_that_cannot_be_is_not_made(office, body, text):
    before = database(office).contents()

    assert office.refusal("POST", "covcats", {"Description": "Implants"} | body) == (400, text)
    assert database(office).contents() == before


@pytest.mark.parametrize("percent", [-1, 0, 100])
def test_a_category_takes_any_percentage_and_none(office, percent):
    assert office.put("covcats/1", {"DefaultPercent": percent}).json["DefaultPercent"] == percent


def test_spans_are_listed_by_number_and_by_category(office):
    assert [row["CovSpanNum"] for row in office.read("covspans")] == [5, 6]
    assert office.read("covspans", CovCatNum=1) == [office.read("covspans/5")]
    assert office.refusal("GET", "covspans", CovCatNum=9) == (404, "CovCat not found.")


def test_a_span_is_made_changed_and_deleted(office):
    made = office.post("covspans", {"CovCatNum": 1, "FromCode": "D6000", "ToCode": "D6199"})
    number = made.json["CovSpanNum"]

    assert (made.status_code, made.json) == (
        201,
        {"CovSpanNum": number, "CovCatNum": 1, "FromCode": "D6000", "ToCode": "D6199"},
    )
    changed = office.put(f"covspans/{number}", {"FromCode": "D6100", "CovCatNum": 2})
    assert (changed.status_code, changed.json) == (200, made.json | {"FromCode": "D6100"})
    assert office.call("DELETE", f"covspans/{number}").data == b""
    assert office.refusal("GET", f"covspans/{number}") == (404, "CovSpan not found.")


def test_a_span_of_a_single_code_is_one(office):
    assert office.put("covspans/5", {"FromCode": "D2740", "ToCode": "D2740"}).status_code == 200


ORDER = "FromCode is invalid. FromCode must be less than ToCode."


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "covspans", {"FromCode": "D2", "ToCode": "D3"}, (400, "CovCatNum is required.")),
        ("POST", "covspans", {"CovCatNum": 9, "FromCode": "D2", "ToCode": "D3"}, (404, "CovCat not found.")),
        ("POST", "covspans", {"CovCatNum": 1, "FromCode": "D2", "ToCode": ""}, (400, "ToCode is required.")),
        ("POST", "covspans", {"CovCatNum": 1, "FromCode": "D3", "ToCode": "D2"}, (400, ORDER)),
        ("POST", "covspans", {"CovCatNum": 1, "FromCode": "D2", "ToCode": "D100"}, (400, ORDER)),
        ("PUT", "covspans/5", {"FromCode": "D2800"}, (400, ORDER)),
        ("PUT", "covspans/5", {"ToCode": " "}, (400, "ToCode is invalid.")),
        ("PUT", "covspans/9", {"ToCode": "D2"}, (404, "CovSpan not found.")),
    ],
)
def test_a_span_must_run_upwards_in_the_alphabet(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before
