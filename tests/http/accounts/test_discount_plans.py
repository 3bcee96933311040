"""Discount plans and who has them, and statements."""

from __future__ import annotations

import pytest

PRACTICE = """
definitions:
  - {DefNum: 902, Category: AdjTypes, ItemName: Cash Discount, ItemValue: "-"}
  - {DefNum: 903, Category: AdjTypes, ItemName: Discount Plan, ItemValue: dp}
feescheds: [{FeeSchedNum: 54, Description: Members}]
patients: [{PatNum: 10, LName: Lee, FName: Ann}, {PatNum: 11, LName: Lee, FName: Bob}]
statements:
  - {StatementNum: 1, PatNum: 10, DateSent: 2026-02-01, IsSent: true}
  - {StatementNum: 2, PatNum: 11}
"""
PLAN = {"Description": "Example Plan Basic", "FeeSchedNum": 54, "DefNum": 903}


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE, alone=True)


def test_a_plan_without_limits_shows_that_it_has_none(office):
    made = office.post("discountplans", PLAN)

    assert made.status_code == 201
    assert [made.json[name] for name in ("adjustmentType", "ExamFreqLimit", "AnnualMax", "PlanNote", "IsHidden")] == [
        "Discount Plan",
        -1,
        -1.0,
        "",
        "false",
    ]
    number = made.json["DiscountPlanNum"]
    changed = office.put(f"discountplans/{number}", {"PAFreqLimit": 1, "AnnualMax": 1000})
    assert (changed.json["PAFreqLimit"], changed.json["AnnualMax"]) == (1, 1000.0)
    assert office.read("discountplans") == [office.read(f"discountplans/{number}")]


@pytest.mark.parametrize(
    ("field", "value"), [("DefNum", 902), ("ExamFreqLimit", -2), ("AnnualMax", -0.5), ("FeeSchedNum", 0)]
)
def test_a_plan_takes_no_value_that_means_nothing(office, field, value):
    number = office.post("discountplans", PLAN).json["DiscountPlanNum"]

    for verb, path, body in (("POST", "discountplans", PLAN), ("PUT", f"discountplans/{number}", {})):
        status, text = office.refusal(verb, path, {**body, field: value})
        assert status in (400, 404)
        assert field.removesuffix("Num") in text


def test_a_patient_has_one_plan_until_it_is_taken_away(office):
    plan = office.post("discountplans", PLAN).json["DiscountPlanNum"]
    assert office.refusal("GET", "discountplansubs?PatNum=10") == (404, "DiscountPlanSub not found.")

    made = office.post("discountplansubs", {"DiscountPlanNum": plan, "PatNum": 10})

    assert (made.status_code, made.data) == (201, b"")
    sub = office.read("discountplansubs", PatNum=10)
    assert (sub["DiscountPlanNum"], sub["DateEffective"], sub["DateTerm"]) == (plan, "0001-01-01", "0001-01-01")
    again = {"DiscountPlanNum": plan, "PatNum": 10}
    assert office.refusal("POST", "discountplansubs", again) == (400, "DiscountPlanSub already exists.")
    path = f"discountplansubs/{sub['DiscountSubNum']}"
    assert office.refusal("PUT", path, {"PatNum": 11, "SubNote": "x"}) == (400, "PatNum is invalid.")
    backwards = {"PatNum": 10, "DateEffective": "2026-02-01", "DateTerm": "2026-01-31"}
    assert office.refusal("PUT", path, backwards) == (400, "DateTerm is invalid.")
    assert office.put(path, {**backwards, "DateTerm": "2026-02-01"}).status_code == 200
    assert office.call("DELETE", path).status_code == 200
    assert office.post("discountplansubs", again).status_code == 201


def test_statements_are_listed_by_patient_and_read_alone(office):
    first = office.read("statements/1")

    assert office.read("statements", PatNum=10) == [first]
    assert (first["Mode_"], first["IsSent"], first["StatementType"]) == ("Mail", "true", "NotSet")
    assert len(office.read("statements")) == 2
    assert office.refusal("GET", "statements/9") == (404, "Statement not found.")
