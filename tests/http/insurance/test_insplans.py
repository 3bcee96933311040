"""Insurance plans: made, listed, changed; and what hangs on them."""

from __future__ import annotations

import pytest

from support.db import database

PLANS = """
employers: [{EmployerNum: 2, EmpName: Bolt & Sons}]
feescheds: [{FeeSchedNum: 5, Description: Standard}]
carriers:
  - {CarrierNum: 1, CarrierName: Evergreen Dental}
  - {CarrierNum: 2, CarrierName: Oakleaf}
insplans:
  - {PlanNum: 11, CarrierNum: 1, GroupName: Bolt, PlanType: p}
  - {PlanNum: 12, CarrierNum: 2, IsHidden: true}
  - {PlanNum: 13, CarrierNum: 2, PlanType: c}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 1}
patplans:
  - {PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1}
  - {PatPlanNum: 6, PatNum: 1, InsSubNum: 22, Ordinal: 2}
  - {PatPlanNum: 7, PatNum: 2, InsSubNum: 21, Ordinal: 1, Relationship: Child}
appointments:
  - {AptNum: 31, PatNum: 1, AptDateTime: 2026-03-03 09:00, Op: 1, AptStatus: Scheduled}
  - {AptNum: 32, PatNum: 1, AptDateTime: 2026-03-01 09:00, Op: 1, AptStatus: Complete}
  - {AptNum: 33, PatNum: 2, AptDateTime: 2026-03-03 10:00, Op: 1, AptStatus: Scheduled}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PLANS)


def numbers(rows):
    return [row["PlanNum"] for row in rows]


def test_a_plan_of_which_only_the_carrier_is_told(office):
    made = office.post("insplans", {"CarrierNum": 1})

    assert (made.status_code, "Location" in made.headers) == (200, False)
    assert list(made.json.items()) == [
        ("PlanNum", 14),
        ("GroupName", ""),
        ("GroupNum", ""),
        ("PlanNote", ""),
        ("FeeSched", 0),
        ("PlanType", ""),
        ("ClaimFormNum", 1),
        ("ClaimsUseUCR", "false"),
        ("CopayFeeSched", 0),
        ("EmployerNum", 0),
        ("CarrierNum", 1),
        ("IsMedical", "false"),
        ("FilingCode", 0),
        ("ShowBaseUnits", "false"),
        ("CodeSubstNone", "false"),
        ("IsHidden", "false"),
        ("MonthRenew", 0),
        ("FilingCodeSubtype", 0),
        ("CobRule", "Basic"),
        ("SecUserNumEntry", 0),
        ("SecDateEntry", "2026-03-02"),
        ("SecDateTEdit", "2026-03-02 07:00:00"),
        ("BillingType", 0),
        ("ExclusionFeeRule", "PracticeDefault"),
        ("ManualFeeSchedNum", 0),
        ("IsBlueBookEnabled", "false"),
        ("InsPlansZeroWriteOffsOnAnnualMaxOverride", "Default"),
        ("InsPlansZeroWriteOffsOnFreqOrAgingOverride", "Default"),
    ]
    assert office.read("insplans/14") == made.json
    assert office.read("benefits", PlanNum=14) == []


def test_plans_are_listed_by_number_hidden_ones_too(office):
    assert numbers(office.read("insplans")) == [11, 12, 13]
    assert numbers(office.read("insplans", CarrierNum=2)) == [12, 13]
    assert numbers(office.read("insplans", PlanType="percentage")) == [12]
    assert numbers(office.read("insplans", PlanType="p")) == [11]
    assert numbers(office.read("insplans", PlanType="f")) == []
    assert numbers(office.read("insplans", CarrierNum=2, PlanType="c")) == [13]
    assert numbers(office.read("insplans", PlanType="", Limit=1, Offset=1)) == [12]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"PlanType": "x"}, (400, "PlanType is invalid.")),
        ({"PlanType": "P"}, (400, "PlanType is invalid.")),
        ({"CarrierNum": 99}, (404, "Carrier not found.")),
    ],
)
def test_plans_of_nothing_that_there_is_are_refused(office, query, refusal):
    assert office.refusal("GET", "insplans", **query) == refusal


WRONG = [
    ({"PlanType": "percentage"}, (400, "PlanType is invalid.")),
    ({"MonthRenew": 13}, (400, "MonthRenew is invalid.")),
    ({"MonthRenew": -1}, (400, "MonthRenew is invalid.")),
    ({"FeeSched": 99}, (404, "FeeSched not found.")),
    ({"CopayFeeSched": 99}, (404, "FeeSched not found.")),
    ({"EmployerNum": 99}, (404, "Employer not found.")),
    ({"CarrierNum": 99}, (404, "Carrier not found.")),
    ({"CarrierNum": 0}, (404, "Carrier not found.")),
    ({"IsMedical": "maybe"}, (400, "IsMedical is invalid.")),
    ({"CobRule": "None"}, (400, "CobRule is invalid.")),
    ({"BillingType": 99}, (400, "BillingType is invalid.")),
    ({"PlanType": "p", "IsBlueBookEnabled": "true"}, (400, "IsBlueBookEnabled is invalid.")),
    ({"ManualFeeSchedNum": 5}, (400, "ManualFeeSchedNum is invalid.")),
]


@pytest.mark.parametrize(("body", "refusal"), [({"CarrierNum": None}, (400, "CarrierNum is required.")), *WRONG])
def test_a_plan_that_cannot_be_is_not_made(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "insplans", {"CarrierNum": 1} | body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(("body", "refusal"), WRONG)
def test_a_plan_is_not_changed_into_what_cannot_be(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("PUT", "insplans/11", body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize("month", [0, 1, 12])
def test_a_plan_renews_in_any_month_or_with_the_year(office, month):
    assert office.put("insplans/11", {"MonthRenew": month}).json["MonthRenew"] == month


def test_what_is_given_changes_and_the_rest_stays(office):
    before = office.read("insplans/11")
    office.set_clock("2026-03-04 08:30:00")

    changed = office.put("insplans/11", {"GroupNum": "B-7", "EmployerNum": 2, "FeeSched": 5, "PlanType": ""})

    given = {"GroupNum": "B-7", "EmployerNum": 2, "FeeSched": 5, "PlanType": ""}
    assert (changed.status_code, changed.json) == (200, before | given | {"SecDateTEdit": "2026-03-04 08:30:00"})
    assert office.put("insplans/11", {"EmployerNum": 0}).json["EmployerNum"] == 0


def test_a_change_that_changes_nothing_writes_nothing(office):
    before = database(office).contents()

    assert office.put("insplans/11", {"GroupName": "Bolt", "PlanType": "p", "IsMedical": "false"}).status_code == 200
    assert database(office).contents() == before


def test_open_appointments_of_everybody_covered_follow_a_plan_that_becomes_medical(office):
    def plans():
        rows = database(office).rows("SELECT AptNum, InsPlan1, InsPlan2 FROM appointment")
        return {number: (first, second) for number, first, second in rows}

    assert plans() == {31: (11, 12), 32: (11, 12), 33: (11, 0)}
    office.put("insplans/11", {"IsMedical": "true"})
    assert plans() == {31: (12, 0), 32: (11, 12), 33: (0, 0)}
    office.put("insplans/11", {"IsMedical": "false"})
    assert plans() == {31: (11, 12), 32: (11, 12), 33: (11, 0)}


def test_an_employer_that_offers_a_plan_stays(office):
    office.put("insplans/11", {"EmployerNum": 2})

    assert office.refusal("DELETE", "employers/2") == (400, "Employer is in use and cannot be deleted.")


def test_the_blue_book_is_the_offices_to_have(practice_office):
    office = practice_office(f"{PLANS}\npreferences: {{AllowedFeeSchedsAutomate: 2, DefaultClaimForm: 3}}")

    made = office.post("insplans", {"CarrierNum": 1, "ManualFeeSchedNum": 5}).json

    assert (made["IsBlueBookEnabled"], made["ManualFeeSchedNum"], made["ClaimFormNum"]) == ("true", 5, 3)
    ppo = office.put(f"insplans/{made['PlanNum']}", {"PlanType": "p"}).json
    assert (ppo["IsBlueBookEnabled"], ppo["ManualFeeSchedNum"]) == ("false", 0)


def test_an_older_office_shows_what_it_knew(make_office):
    office = make_office("demo", version="24.4")

    assert "CobRule" not in office.read("insplans/1")
    assert list(office.read("insplans/1"))[:7] == [
        "PlanNum",
        "GroupName",
        "GroupNum",
        "PlanNote",
        "FeeSched",
        "PlanType",
        "ClaimFormNum",
    ]
