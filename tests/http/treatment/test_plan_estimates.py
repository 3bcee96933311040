"""What a treatment plan tells of a patient's insurance, or of a discount plan."""

from __future__ import annotations

PLANNED = """
procedurelogs: [{ProcNum: 201, PatNum: 1, CodeNum: 51, ProcDate: 2026-03-02, ProcFee: 1000, ProcStatus: TP, ProvNum: 1}]
treatplans: [{TreatPlanNum: 1, PatNum: 1, TPStatus: Active}]
treatplanattaches: [{TreatPlanNum: 1, ProcNum: 201}]
claimprocs:
  - {PatNum: 1, ProcNum: 201, PlanNum: 1, InsSubNum: 1, Status: Estimate, InsEstTotal: 500, WriteOffEst: 100}
  - {PatNum: 1, ProcNum: 201, PlanNum: 2, InsSubNum: 2, Status: Estimate, InsEstTotal: 90, InsEstTotalOverride: 80}
procedurecodes: [{CodeNum: 51, ProcCode: D2740}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 1, CarrierNum: 1}, {PlanNum: 2, CarrierNum: 1}]
inssubs: [{InsSubNum: 1, PlanNum: 1, Subscriber: 1}, {InsSubNum: 2, PlanNum: 2, Subscriber: 1}]
patplans: [{PatNum: 1, Ordinal: 2, InsSubNum: 2}, {PatNum: 1, Ordinal: 1, InsSubNum: 1}]
"""
DISCOUNT = """
definitions: [{DefNum: 901, Category: AdjTypes, ItemName: Discount Plan, ItemValue: dp}]
feescheds: [{FeeSchedNum: 9, Description: Club}]
discountplans: [{DiscountPlanNum: 1, Description: Club, FeeSchedNum: 9, DefNum: 901}]
discountplansubs: [{DiscountPlanNum: 1, PatNum: 1}]
"""


def saved(office, **change):
    number = office.post("treatplans/Saved", {"TreatPlanNum": 1, **change}).json["TreatPlanNum"]
    [row] = office.read("proctps", TreatPlanNum=number)
    return [row[name] for name in ("FeeAmt", "PriInsAmt", "SecInsAmt", "Discount", "PatAmt")]


def test_a_saved_plan_tells_what_each_plan_is_expected_to_pay_and_what_is_left(practice_office):
    assert saved(practice_office(PLANNED)) == [1000.0, 500.0, 80.0, 100.0, 320.0]


def test_a_new_plan_of_a_member_of_a_discount_plan_is_for_that(practice_office):
    office = practice_office(PLANNED + DISCOUNT)

    for body, told in (({}, "Discount"), ({"TPType": "Insurance"}, "Insurance")):
        assert office.post("treatplans", {"PatNum": 1, "Heading": "Later", **body}).json["TPType"] == told
    assert office.post("treatplans", {"PatNum": 2, "Heading": "Later"}).json["TPType"] == "Insurance"
