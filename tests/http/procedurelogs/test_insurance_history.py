"""Insurance History: when treatment that plans limit was last done, and what was done elsewhere."""

from __future__ import annotations

import pytest

PLAN = """
preferences: [{PrefName: InsHistDebridementCodes, ValueString: ""}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}, {InsSubNum: 22, PlanNum: 11, Subscriber: 2}]
patplans: [{PatPlanNum: 31, PatNum: 1, InsSubNum: 21}]
procedurecodes:
  - {CodeNum: 61, ProcCode: D0272}
  - {CodeNum: 62, ProcCode: D0274}
  - {CodeNum: 63, ProcCode: D4341, TreatArea: Quad}
procedurelogs:
  - {ProcNum: 201, PatNum: 1, CodeNum: 62, ProcDate: 2025-05-01, ProcStatus: C, ProvNum: 1}
  - {ProcNum: 202, PatNum: 1, CodeNum: 62, ProcDate: 2025-06-01, ProcStatus: C, ProvNum: 1}
  - {ProcNum: 203, PatNum: 1, CodeNum: 62, ProcDate: 2025-07-01, ProcStatus: TP, ProvNum: 1}
claims: [{ClaimNum: 1, PatNum: 1, PlanNum: 11, InsSubNum: 21, ClaimStatus: R}]
claimprocs:
  - {PatNum: 1, ProcNum: 201, ClaimNum: 1, PlanNum: 11, InsSubNum: 21, Status: Received}
  - {PatNum: 1, ProcNum: 202, ClaimNum: 1, PlanNum: 11, InsSubNum: 21, Status: NotReceived}
"""


@pytest.fixture
def insured(practice_office):
    return practice_office(PLAN)


def history(office):
    rows = office.read("procedurelogs/InsuranceHistory", PatNum=1, InsSubNum=21)
    return {row["insHistPrefName"]: (row["procDate"], row["ProcNum"]) for row in rows}


def test_each_category_tells_the_last_procedure_that_the_plan_has_paid_of(insured):
    told = history(insured)

    assert list(told) == [
        "InsHistBWCodes",
        "InsHistPanoCodes",
        "InsHistExamCodes",
        "InsHistProphyCodes",
        "InsHistPerioURCodes",
        "InsHistPerioULCodes",
        "InsHistPerioLRCodes",
        "InsHistPerioLLCodes",
        "InsHistPerioMaintCodes",
        "InsHistDebridementCodes",
    ]
    assert told["InsHistBWCodes"] == ("2025-05-01", 201)
    assert (told["InsHistExamCodes"], told["InsHistDebridementCodes"]) == (("No History", 0), ("Not Set", 0))


def test_what_was_done_elsewhere_is_entered_for_a_category(insured):
    body = {"PatNum": 1, "InsSubNum": 21, "ProcDate": "2025-11-03"}

    made = insured.post("procedurelogs/InsuranceHistory", body | {"insHistPrefName": "InsHistBWCodes"})

    assert (made.status_code, made.json["procCode"], made.json["ProcStatus"]) == (201, "D0272", "EO")
    assert (made.json["ProcFee"], made.json["ProcDate"], made.json["ProvNum"]) == ("0.00", "2025-11-03", 1)
    assert history(insured)["InsHistBWCodes"] == ("2025-11-03", made.json["ProcNum"])
    kept = insured.read("claimprocs", ProcNum=made.json["ProcNum"])
    assert [(one["Status"], one["InsSubNum"], one["ProcDate"]) for one in kept] == [("InsHist", 21, "2025-11-03")]
    made = insured.post("procedurelogs/InsuranceHistory", body | {"insHistPrefName": "InsHistPerioLLCodes"}).json
    assert made["Surf"] == "LL"
    assert history(insured)["InsHistPerioLLCodes"] == ("2025-11-03", made["ProcNum"])
    assert history(insured)["InsHistPerioURCodes"] == ("No History", 0)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"InsSubNum": 22}, (400, "InsSubNum is invalid.")),
        ({"InsSubNum": 99}, (404, "InsSub not found.")),
        ({"insHistPrefName": "inshistbwcodes"}, (400, "insHistPrefName is invalid.")),
        ({"insHistPrefName": "InsHistDebridementCodes"}, (400, "insHistPrefName is invalid.")),
        ({"insHistPrefName": "InsHistPerioMaintCodes"}, (404, "procCode not found.")),
        ({"ProcDate": "03/11/2025"}, (400, "ProcDate format must be yyyy-MM-dd.")),
    ],
    ids=str,
)
def test_history_that_cannot_be_is_refused(insured, changed, refusal):
    body = {"PatNum": 1, "InsSubNum": 21, "insHistPrefName": "InsHistBWCodes", "ProcDate": "2025-11-03"}

    assert insured.refusal("POST", "procedurelogs/InsuranceHistory", body | changed) == refusal
