"""Claimprocs: estimates of insured treatment, lines of claims that are received, adjustments to benefits."""

from __future__ import annotations

import pytest

from support.db import database

NONE = -1


def line(office, number=1):
    return office.read(f"claimprocs/{number}")


def test_treatment_that_is_entered_for_an_insured_patient_is_estimated_for_each_plan(insured):
    body = {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D2740", "ToothNum": "3"}
    made = insured.post("procedurelogs", body | {"ProcFee": "400"}).json

    told = insured.read("claimprocs", ProcNum=made["ProcNum"])

    assert [(one["Status"], one["PlanNum"], one["Percentage"], one["InsEstTotal"]) for one in told] == [
        ("Estimate", 11, 50, 175.0),
        ("Estimate", 12, 80, 225.0),
    ]
    insured.put(f"procedurelogs/{made['ProcNum']}", {"ProcFee": "100"})
    told = insured.read("claimprocs", ProcNum=made["ProcNum"])
    assert [one["InsEstTotal"] for one in told] == [25.0, 75.0]


def test_estimates_follow_the_patients_plans(insured):
    insured.call("DELETE", "patplans/31")

    assert [(one["PlanNum"], one["ProcNum"]) for one in insured.read("claimprocs", PatNum=1)] == [(12, 103)]
    insured.call("DELETE", "patplans/32")
    assert insured.read("claimprocs", PatNum=1) == []


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31"])
@pytest.mark.parametrize("month", [0, 1, 12])
def test_treatment_on_the_first_and_last_days_that_there_are_is_estimated(insured, day, month):
    insured.put("insplans/11", {"MonthRenew": month})
    body = {"PatNum": 1, "ProcDate": day, "ProcStatus": "TP", "procCode": "D2740", "ToothNum": "3", "ProcFee": "400"}

    made = insured.post("procedurelogs", body)

    assert made.status_code == 201, made.text
    assert insured.read("claimprocs", ProcNum=made.json["ProcNum"])[0]["InsEstTotal"] == 175.0
    assert insured.put("claimprocs/InsAdjust", {"PatPlanNum": 31, "insUsed": "9", "date": day}).status_code == 200
    assert [one["ProcDate"] for one in insured.read("claimprocs", Status="Adjustment")] == [day]


def test_a_claim_that_is_deleted_after_its_plan_was_dropped_leaves_no_estimate(claimed):
    claimed.call("DELETE", "patplans/31")

    assert claimed.call("DELETE", "claims/1").status_code == 200
    assert {one["PlanNum"] for one in claimed.read("claimprocs", PatNum=1)} == {12}
    assert claimed.call("DELETE", "inssubs/21").status_code == 200


def test_a_maximum_that_is_used_up_cuts_the_estimate(insured):
    insured.post("claimprocs/InsAdjust", {"PatPlanNum": 31, "insUsed": "900"})
    insured.put("procedurelogs/103", {"ProcFee": "1250"})

    estimate = insured.read("claimprocs", ProcNum=103)[0]

    assert (estimate["BaseEst"], estimate["InsEstTotal"], estimate["EstimateNote"]) == (625.0, 100.0, "Over annual max")


def test_claimprocs_are_listed_by_what_they_are_of(claimed):
    def listed(**query):
        return [one["ClaimProcNum"] for one in claimed.read("claimprocs", **query)]

    assert (listed(ClaimNum=1), listed(ProcNum=101), listed(Status="Estimate")) == ([1, 3], [1, 2], [2, 4])
    assert (listed(PatNum=1, Status="NotReceived"), listed(PatNum=2)) == ([1, 3], [])
    assert claimed.refusal("GET", "claimprocs", Status="5") == (400, "Status is invalid.")
    assert claimed.refusal("GET", "claimprocs", ClaimNum=9) == (404, "Claim not found.")
    assert claimed.refusal("GET", "claimprocs/99") == (404, "ClaimProc not found.")


def test_an_older_office_lists_the_lines_of_a_claim_or_a_patient_only(make_office):
    office = make_office("tiny", version="23.2.15")

    assert office.refusal("GET", "claimprocs") == (400, "ClaimNum or PatNum is required.")
    assert office.read("claimprocs", PatNum=1) == []


def test_a_line_is_received_and_the_claim_and_the_other_plan_follow(claimed):
    body = {"Status": "Received", "InsPayAmt": "40.00", "WriteOff": 10, "DedApplied": "50"}

    received = claimed.put("claimprocs/1", body).json

    assert (received["InsPayAmt"], received["WriteOff"], received["DedApplied"]) == (40.0, 10.0, 50.0)
    assert (received["DateEntry"], received["DateSuppReceived"]) == ("2026-03-02", "2026-03-02")
    claim = claimed.read("claims/1")
    assert (claim["InsPayAmt"], claim["WriteOff"], claim["ClaimStatus"]) == (40.0, 10.0, "W")
    assert line(claimed, 2)["PaidOtherIns"] == 40.0


def test_a_field_that_is_no_clients_is_left_as_it_is(claimed):
    answer = claimed.put("claimprocs/1", {"DateCP": "2026-01-01"})

    assert (answer.status_code, answer.json["DateCP"]) == (200, "2026-03-02")


@pytest.mark.parametrize(
    ("override", "changed"),
    [
        ({"PercentOverride": 100}, {"InsEstTotal": 100.0, "InsPayEst": 100.0, "Percentage": 50}),
        ({"DedEstOverride": "0"}, {"InsEstTotal": 75.0, "DedApplied": 0.0}),
        ({"CopayOverride": "20"}, {"InsEstTotal": 40.0, "BaseEst": 65.0}),
        ({"InsEstTotalOverride": 33}, {"InsEstTotal": 50.0, "InsPayEst": 33.0}),
        ({"PaidOtherInsOverride": 120}, {"InsEstTotal": 30.0}),
        ({"WriteOffEstOverride": 12}, {"WriteOff": 12.0}),
        ({"DedApplied": 7}, {"DedApplied": 50.0}),
    ],
    ids=str,
)
def test_an_override_takes_the_place_of_its_step(claimed, override, changed):
    answer = claimed.put("claimprocs/1", override).json

    assert {name: answer[name] for name in changed} == changed
    assert claimed.read("claims/1")["InsPayEst"] == answer["InsPayEst"] + 80


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"PercentOverride": 101}, "PercentOverride is invalid."),
        ({"PercentOverride": -2}, "PercentOverride is invalid."),
        ({"CopayOverride": -2}, "CopayOverride is invalid."),
        ({"CodeSent": "D9999X"}, "CodeSent is invalid."),
        ({"Status": "InsHist"}, "Status is invalid."),
        ({"Status": "Preauth"}, "Status is invalid."),
        ({"Status": "Estimate"}, "Status is invalid."),
        ({"ClaimPaymentTracking": 901}, "ClaimPaymentTracking is invalid."),
        ({"NoBillIns": "true"}, "NoBillIns is invalid. The ClaimProc is attached to a claim."),
    ],
    ids=str,
)
def test_what_a_line_of_a_claim_cannot_have_is_refused_and_nothing_is_written(claimed, body, text):
    before = database(claimed).contents()

    assert claimed.refusal("PUT", "claimprocs/1", body) == (400, text)
    assert database(claimed).contents() == before


def test_an_estimate_can_be_kept_from_the_plan_and_then_goes_on_no_claim(insured):
    insured.put("procedurelogs/104", {"ProcFee": "90"})
    number = insured.read("claimprocs", ProcNum=104)[0]["ClaimProcNum"]

    cleared = insured.put(f"claimprocs/{number}", {"NoBillIns": "true", "PercentOverride": 20}).json

    assert (cleared["InsEstTotal"], cleared["PercentOverride"], cleared["Percentage"]) == (0.0, NONE, NONE)
    assert insured.refusal("PUT", f"claimprocs/{number}", {"InsPayAmt": 5})[0] == 400
    assert insured.refusal("POST", "claims", {"PatNum": 2, "procNums": [104], "ClaimType": "P"}) == (
        400,
        "procNums is invalid. A procedure is not billed to insurance.",
    )


def test_a_supplemental_payment_is_a_line_of_its_own_and_may_take_money_back(claimed):
    claimed.put("claimprocs/1", {"Status": "Received", "InsPayAmt": 40})

    made = claimed.post("claimprocs/Supplemental", {"ClaimProcNum": 1, "InsPayAmt": "-0.20"})

    assert (made.status_code, made.json["Status"], made.json["InsPayAmt"]) == (201, "Supplemental", -0.2)
    assert (made.json["ProcNum"], made.json["FeeBilled"], made.json["InsEstTotal"]) == (101, 0.0, 50.0)
    assert claimed.read("claims/1")["InsPayAmt"] == 39.8
    pinned = "when there is a ClaimProc with a different status and the same ProcNum."
    assert claimed.refusal("PUT", f"claimprocs/{made.json['ClaimProcNum']}", {"Status": "NotReceived"}) == (
        400,
        f"Cannot change Status from Supplemental {pinned}",
    )
    assert claimed.refusal("POST", "claimprocs/Supplemental", {"ClaimProcNum": 3})[0] == 400
    assert claimed.refusal("POST", "claimprocs/Supplemental", {"ClaimProcNum": 99}) == (404, "ClaimProc not found.")


TRANSFERRED = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
claims: [{ClaimNum: 1, PatNum: 1, PlanNum: 11, InsSubNum: 21, ClaimStatus: R}]
claimprocs:
  - {ClaimProcNum: 1, PatNum: 1, ClaimNum: 1, PlanNum: 11, InsSubNum: 21, Status: Received, InsPayAmt: 5}
  - {ClaimProcNum: 2, PatNum: 1, ClaimNum: 1, PlanNum: 11, InsSubNum: 21, Status: Supplemental, IsTransfer: true}
"""


def test_income_that_was_moved_within_a_claim_goes_when_a_received_line_changes(practice_office):
    office = practice_office(TRANSFERRED)

    assert office.refusal("PUT", "claimprocs/2", {"Remarks": "Moved"}) == (
        400,
        "ClaimProc cannot be updated when IsTransfer is true.",
    )
    office.put("claimprocs/1", {"Remarks": "As sent"})
    assert [one["ClaimProcNum"] for one in office.read("claimprocs", ClaimNum=1)] == [1, 2]
    office.put("claimprocs/1", {"InsPayAmt": 30})
    assert [one["ClaimProcNum"] for one in office.read("claimprocs", ClaimNum=1)] == [1]


def test_benefits_used_elsewhere_are_totals_of_which_paid_claims_are_taken_off(claimed):
    claimed.put("claimprocs/3", {"Status": "Received", "InsPayAmt": 80})

    def adjustments():
        return [
            (one["InsPayAmt"], one["DedApplied"], one["ProcDate"])
            for one in claimed.read("claimprocs", Status="Adjustment")
        ]

    def adjust(**used):
        answer = claimed.put("claimprocs/InsAdjust", {"PatPlanNum": 31} | used)
        assert (answer.status_code, answer.data) == (200, b"")

    adjust(insUsed="300", deductibleUsed="25", date="2026-01-01")
    assert adjustments() == [(220.0, 25.0, "2026-01-01")]
    adjust(insUsed="100")
    assert adjustments() == [(20.0, 25.0, "2026-01-01")]
    adjust(insUsed="80", deductibleUsed="0")
    assert adjustments() == []
    adjust(insUsed="500", date="2025-06-01")
    assert adjustments() == [(500.0, 0.0, "2025-06-01")]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"PatPlanNum": 31}, (400, "insUsed or deductibleUsed is required.")),
        ({"insUsed": "1"}, (400, "PatPlanNum is required.")),
        ({"PatPlanNum": 99, "insUsed": "1"}, (404, "PatPlan not found.")),
        ({"PatPlanNum": 31, "insUsed": "-1"}, (400, "insUsed is invalid.")),
        ({"PatPlanNum": 31, "deductibleUsed": "-0.01"}, (400, "deductibleUsed is invalid.")),
    ],
    ids=str,
)
def test_an_adjustment_that_cannot_be_is_refused(insured, body, refusal):
    assert insured.refusal("PUT", "claimprocs/InsAdjust", body) == refusal


def test_a_posted_adjustment_is_another_one_as_the_page_prints_it(insured):
    body = {"PatPlanNum": 31, "date": "2026-01-18", "insUsed": "300.75", "deductibleUsed": "25.99"}

    first, second = (insured.post("claimprocs/InsAdjust", body) for _ in range(2))

    assert (first.status_code, second.json["ClaimProcNum"]) == (201, first.json["ClaimProcNum"] + 1)
    assert (first.json["Status"], first.json["InsPayAmt"], first.json["DedApplied"]) == ("Adjustment", 300.75, 25.99)
    assert (first.json["PercentOverride"], first.json["DateCP"], first.json["ProcDate"]) == (
        0,
        "0001-01-01",
        "2026-01-18",
    )
    assert insured.refusal("PUT", f"claimprocs/{first.json['ClaimProcNum']}", {"Remarks": "x"}) == (
        400,
        "ClaimProc cannot be updated when Status is Adjustment.",
    )
