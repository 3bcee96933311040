"""Code groups: listed, made and changed; benefits name them."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
codegroups:
  - {CodeGroupNum: 1, GroupName: Fluoride, ProcCodes: D1206, ItemOrder: 1, CodeGroupFixed: Fluoride}
  - {CodeGroupNum: 2, GroupName: BW, ProcCodes: "D0272,D0274", CodeGroupFixed: BW, IsHidden: true}
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_groups_are_listed_in_their_order_hidden_ones_too(office):
    rows = office.read("codegroups")

    assert [row["CodeGroupNum"] for row in rows] == [2, 1]
    assert rows[1] == {
        "CodeGroupNum": 1,
        "GroupName": "Fluoride",
        "ProcCodes": "D1206",
        "ItemOrder": 1,
        "CodeGroupFixed": "Fluoride",
        "IsHidden": "false",
        "ShowInAgeLimit": "false",
    }


def test_a_new_group_is_the_last_and_has_the_documented_defaults(office):
    made = office.post("codegroups", {"GroupName": "Implants", "ItemOrder": 0})

    assert made.status_code == 201
    assert made.headers["location"].endswith("/api/v1/codegroups/3")
    assert made.json == office.read("codegroups")[-1]
    assert list(made.json.values()) == [3, "Implants", "", 2, "None", "false", "false"]


def test_a_change_overwrites_the_codes_and_leaves_the_place(office):
    changed = office.put("codegroups/1", {"ProcCodes": "D1208,D1206", "ItemOrder": 7, "ShowInAgeLimit": "true"})

    assert (changed.status_code, list(changed.json.values())) == (
        200,
        [1, "Fluoride", "D1208,D1206", 1, "Fluoride", "false", "true"],
    )
    assert office.put("codegroups/1", {"ProcCodes": ""}).json["ProcCodes"] == ""


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "codegroups", {"ProcCodes": "D1206"}, (400, "GroupName is required.")),
        ("POST", "codegroups", {"GroupName": " "}, (400, "GroupName is required.")),
        ("POST", "codegroups", {"GroupName": "A", "CodeGroupFixed": "Crowns"}, (400, "CodeGroupFixed is invalid.")),
        ("PUT", "codegroups/1", {"IsHidden": "no"}, (400, "IsHidden is invalid.")),
        ("PUT", "codegroups/9", {"IsHidden": "true"}, (404, "CodeGroup not found.")),
    ],
)
def test_a_group_that_cannot_be_is_refused(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(("number", "refused"), [(1, None), (9, (404, "CodeGroup not found."))])
def test_a_benefit_limits_how_often_a_group_is_paid_that_there_is(office, number, refused):
    body = {
        "PlanNum": 11,
        "BenefitType": "Limitations",
        "CoverageLevel": "None",
        "TimePeriod": "None",
        "QuantityQualifier": "Years",
        "Quantity": 1,
        "CodeGroupNum": number,
    }
    if refused:
        assert office.refusal("POST", "benefits", body) == refused
    else:
        assert office.post("benefits", body).json["CodeGroupNum"] == number
