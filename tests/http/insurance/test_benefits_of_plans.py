"""Benefits over HTTP: of a plan, or of one patient's coverage."""

from __future__ import annotations

import pytest

from mockod.vendors.opendental.domain.benefits import Code, percentage
from mockod.vendors.opendental.resources.benefits import queries
from support.db import database

BENEFITS = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans:
  - {PlanNum: 11, CarrierNum: 1}
  - {PlanNum: 12, CarrierNum: 1, MonthRenew: 6}
inssubs: [{InsSubNum: 21, PlanNum: 12, Subscriber: 1}]
patplans: [{PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1}]
procedurecodes:
  - {CodeNum: 501, ProcCode: D2740}
  - {CodeNum: 502, ProcCode: D8080}
covcats:
  - {CovCatNum: 1, Description: Crowns, CovOrder: 1}
  - {CovCatNum: 2, Description: Restorative, CovOrder: 0}
covspans:
  - {CovCatNum: 1, FromCode: D2700, ToCode: D2799}
  - {CovCatNum: 2, FromCode: D2000, ToCode: D2999}
benefits:
  - {BenefitNum: 41, PlanNum: 11, CovCatNum: 1, BenefitType: CoInsurance, Percent: 50, SecDateTEdit: 2026-01-05 10:00}
  - {BenefitNum: 42, PlanNum: 11, BenefitType: Limitations, MonetaryAmt: 1500, TimePeriod: CalendarYear}
  - {BenefitNum: 43, PatPlanNum: 5, BenefitType: Deductible, MonetaryAmt: 50, TimePeriod: CalendarYear}
"""
SHARE = {"PlanNum": 11, "BenefitType": "CoInsurance", "CoverageLevel": "None"}


@pytest.fixture
def office(practice_office):
    return practice_office(BENEFITS)


def numbers(rows):
    return [row["BenefitNum"] for row in rows]


def test_benefits_are_listed_of_a_plan_or_of_a_coverage_and_by_number(office):
    assert numbers(office.read("benefits")) == [41, 42, 43]
    assert numbers(office.read("benefits", PlanNum=11)) == [41, 42]
    assert numbers(office.read("benefits", PatPlanNum=5)) == [43]
    assert numbers(office.read("benefits", PlanNum=12)) == []
    assert office.refusal("GET", "benefits", PlanNum=99) == (404, "InsPlan not found.")
    assert office.refusal("GET", "benefits", PatPlanNum=99) == (404, "PatPlan not found.")


def test_what_is_empty_is_minus_one(office):
    assert list(office.read("benefits/43").items()) == [
        ("BenefitNum", 43),
        ("PlanNum", 0),
        ("PatPlanNum", 5),
        ("CovCatNum", 0),
        ("BenefitType", "Deductible"),
        ("Percent", -1),
        ("MonetaryAmt", 50.0),
        ("TimePeriod", "CalendarYear"),
        ("QuantityQualifier", "None"),
        ("Quantity", 0),
        ("CodeNum", 0),
        ("procCode", ""),
        ("CoverageLevel", "None"),
        ("SecDateTEntry", "2026-03-02 00:00:00"),
        ("SecDateTEdit", "2026-03-02 00:00:00"),
        ("CodeGroupNum", 0),
        ("TreatArea", "None"),
    ]


def test_an_older_office_wants_to_know_whose_benefits(practice_office):
    office = practice_office(BENEFITS, version="23.2.61")

    assert office.refusal("GET", "benefits") == (400, "PlanNum or PatPlanNum is required.")
    assert numbers(office.read("benefits", PlanNum=11)) == [41, 42]
    assert numbers(practice_office(BENEFITS, version="23.2.62").read("benefits")) == [41, 42, 43]


def test_a_benefit_is_made_for_a_code_by_itself_or_by_its_number(office):
    by_code = office.post("benefits", {**SHARE, "Percent": "60", "procCode": "D2740"})
    by_number = office.post("benefits", {**SHARE, "Percent": 60, "procCode": "D9999", "CodeNum": 502})

    without_number = office.post("benefits", {**SHARE, "procCode": "D2740", "CodeNum": 0})

    assert without_number.json["CodeNum"] == 501
    assert (by_code.status_code, "Location" in by_code.headers) == (201, False)
    assert (by_code.json["CodeNum"], by_code.json["procCode"], by_code.json["Percent"]) == (501, "D2740", 60)
    assert (by_number.json["CodeNum"], by_number.json["procCode"]) == (502, "D8080")
    assert office.read(f"benefits/{by_code.json['BenefitNum']}") == by_code.json


def test_a_year_is_the_plans(office):
    assert office.post("benefits", SHARE).json["TimePeriod"] == "CalendarYear"
    assert office.post("benefits", {**SHARE, "PlanNum": 12}).json["TimePeriod"] == "ServiceYear"
    own = {**SHARE, "PlanNum": 0, "PatPlanNum": 5}
    assert office.post("benefits", own).json["TimePeriod"] == "ServiceYear"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"PlanNum": None}, (400, "PlanNum or PatPlanNum is required.")),
        ({"PatPlanNum": 5}, (400, "Only one field is allowed, PlanNum or PatPlanNum.")),
        ({"PlanNum": 99}, (404, "InsPlan not found.")),
        ({"BenefitType": None}, (400, "BenefitType is required.")),
        ({"CoverageLevel": None}, (400, "CoverageLevel is required.")),
        ({"BenefitType": "Coinsurance"}, (400, "BenefitType is invalid.")),
        ({"CovCatNum": 99}, (404, "CovCat not found.")),
        ({"CodeNum": 99}, (404, "ProcedureCode not found.")),
        ({"procCode": "D9999"}, (404, "procCode not found.")),
        ({"procCode": "D2740", "CovCatNum": 1}, (400, "CodeNum is invalid.")),
        ({"Percent": 101}, (400, "Percent is invalid.")),
        ({"Percent": -2}, (400, "Percent is invalid.")),
        ({"BenefitType": "Deductible", "Percent": 10}, (400, "Percent is invalid.")),
        ({"Quantity": 101}, (400, "Quantity is invalid.")),
        ({"Quantity": -1}, (400, "Quantity is invalid.")),
        ({"QuantityQualifier": "AgeLimit"}, (400, "Quantity is invalid.")),
        ({"BenefitType": "WaitingPeriod"}, (400, "QuantityQualifier is invalid.")),
        ({"MonetaryAmt": -2}, (400, "MonetaryAmt is invalid.")),
        ({"MonetaryAmt": "much"}, (400, "MonetaryAmt is invalid.")),
        ({"TreatArea": "Quad"}, (400, "TreatArea is invalid.")),
    ],
)
def test_a_benefit_that_cannot_be_is_not_made(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "benefits", SHARE | body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize("body", [{"Percent": 0}, {"Percent": 100}, {"Quantity": 100}, {"MonetaryAmt": 0}])
def test_the_bounds_themselves_are_taken(office, body):
    made = office.post("benefits", SHARE | body)
    assert (made.status_code, {name: made.json[name] for name in body}) == (201, body)


def test_a_benefit_changes_and_stays_with_its_plan(office):
    before = office.read("benefits/41")

    changed = office.put("benefits/41", {"Percent": 80, "PlanNum": 12, "PatPlanNum": 5})

    assert (changed.status_code, changed.json) == (200, before | {"Percent": 80, "SecDateTEdit": "2026-03-02 07:00:00"})
    unchanged = database(office).contents()
    assert office.put("benefits/41", {"Percent": 80}).status_code == 200
    assert database(office).contents() == unchanged


def test_a_percentage_goes_with_its_type(office):
    changed = office.put("benefits/41", {"BenefitType": "Limitations", "MonetaryAmt": 900}).json

    assert (changed["BenefitType"], changed["Percent"], changed["MonetaryAmt"]) == ("Limitations", -1, 900.0)


def test_a_benefit_is_deleted_once(office):
    gone = office.call("DELETE", "benefits/41")

    assert (gone.status_code, gone.data) == (200, b"")
    for method in ("GET", "DELETE", "PUT"):
        body = {"Percent": 1} if method == "PUT" else None
        assert office.refusal(method, "benefits/41", body) == (404, "Benefit not found.")


def test_rules_find_what_covers_a_patient(office):
    office.post("benefits", {**SHARE, "PlanNum": 12, "CovCatNum": 2, "Percent": 80})
    office.post("benefits", {**SHARE, "PlanNum": 12, "CovCatNum": 1, "Percent": 50})
    offices = office.http.application.extensions["mockod.offices"]

    with offices.office(office.customer).transaction() as tx:
        benefits, categories = queries.of_coverage(tx, 5), queries.categories(tx)

    assert [benefit.benefit_num for benefit in benefits] == [43, 44, 45]
    assert percentage(benefits, Code(501, "D2740"), "", categories) == 50
    assert percentage(benefits, Code(0, "D2391"), "", categories) == 80
    assert percentage(benefits, Code(502, "D8080"), "", categories) == 0
