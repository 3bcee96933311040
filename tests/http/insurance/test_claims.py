"""Claims: made of a patient's procedures, sent, split and deleted; their amounts are those of their lines."""

from __future__ import annotations

import pytest

from support.db import database

NO_SECOND_PLAN = "ClaimType is invalid. Patient has no secondary insurance."
PAYMENT_ATTACHED = "Claim cannot be deleted. Procedure(s) have an insurance payment attached."


def lines(office, claim):
    return office.read("claimprocs", ClaimNum=claim)


def test_a_primary_claim_takes_what_it_can_from_plan_procedures_and_office(claimed):
    claim = claimed.read("claims/1")

    assert {name: claim[name] for name in ("ClaimStatus", "ClaimType", "DateService", "DateSent")} == {
        "ClaimStatus": "W",
        "ClaimType": "P",
        "DateService": "2026-02-27",
        "DateSent": "2026-03-02",
    }
    assert (claim["PlanNum"], claim["InsSubNum"], claim["PatRelat"], claim["ClaimForm"]) == (11, 21, "Self", "4")
    assert (claim["ProvTreat"], claim["ProvBill"], claim["PlaceService"], claim["IsOrtho"]) == (1, 1, "Office", "False")


def test_a_claims_lines_are_made_with_it_and_it_sums_them_up(claimed):
    told = [(one["ProcNum"], one["Status"], one["FeeBilled"], one["InsPayEst"]) for one in lines(claimed, 1)]

    assert told == [(101, "NotReceived", 150.0, 50.0), (102, "NotReceived", 80.0, 80.0)]
    claim = claimed.read("claims/1")
    assert (claim["ClaimFee"], claim["InsPayEst"], claim["DedApplied"], claim["InsPayAmt"]) == (230.0, 130.0, 50.0, 0.0)


def test_a_secondary_claim_asks_for_what_the_primary_leaves(claimed):
    made = claimed.post("claims", {"PatNum": 1, "procNums": [101], "ClaimType": "S"})

    assert (made.status_code, made.headers["Location"].endswith("/claims/2")) == (201, True)
    assert (made.json["InsSubNum"], made.json["PatRelat"], made.json["ClaimForm"]) == (22, "Spouse", "7")
    assert made.json["InsPayEst"] == 100.0


def test_a_preauthorization_is_for_planned_treatment_and_has_no_day_of_service(insured):
    body = {"PatNum": 1, "procNums": [103], "ClaimType": "PreAuth", "InsSubNum": 21, "PatRelat": "Self"}

    made = insured.post("claims", body | {"DateService": "2026-02-01", "InsSubNum2": 22}).json

    assert (made["DateService"], made["PlanNum2"], made["PatRelat2"]) == ("0001-01-01", 12, "Spouse")
    assert [(one["Status"], one["InsPayEst"]) for one in lines(insured, 1)] == [("Preauth", 575.0)]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"ClaimType": "X"}, (400, "ClaimType is invalid.")),
        ({"procNums": []}, (400, "procNums is required.")),
        ({"procNums": [999]}, (404, "Procedure not found.")),
        ({"procNums": [104]}, (400, "procNums is invalid. Procedures must be the patient's.")),
        ({"procNums": [103]}, (400, "procNums is invalid. Procedures must be complete.")),
        ({"PatNum": 999}, (404, "Patient not found.")),
        (
            {"PatNum": 2, "procNums": [104], "ClaimType": "S"},
            (400, "ClaimType is invalid. Patient has no secondary insurance."),
        ),
        ({"InsSubNum": 22}, (400, "InsSubNum is invalid.")),
        ({"InsSubNum2": 999}, (404, "InsSub not found.")),
        ({"ClaimType": "PreAuth"}, (400, "InsSubNum is required.")),
        ({"ClaimType": "PreAuth", "InsSubNum": 21}, (400, "PatRelat is required.")),
        ({"PatRelat": "InjuredPlantiff"}, (400, "PatRelat is invalid.")),
    ],
    ids=str,
)
def test_a_claim_that_cannot_be_is_refused_and_nothing_is_written(insured, changed, refusal):
    before = database(insured).contents()

    assert insured.refusal("POST", "claims", {"PatNum": 1, "procNums": [101], "ClaimType": "P"} | changed) == refusal
    assert database(insured).contents() == before


def test_a_procedure_is_claimed_once_of_each_plan(claimed):
    body = {"PatNum": 1, "procNums": [101], "ClaimType": "P"}

    assert claimed.refusal("POST", "claims", body) == (
        400,
        "procNums is invalid. A procedure is already attached to a claim.",
    )


def test_a_hygienist_treats_on_no_claim_and_who_treats_bills_where_the_office_prefers_that(practice_office):
    office = practice_office(HYGIENE)

    assert office.post("claims", {"PatNum": 1, "procNums": [101, 102], "ClaimType": "P"}).json["ProvTreat"] == 1
    alone = office.post("claims", {"PatNum": 1, "procNums": [103], "ClaimType": "P"}).json
    assert alone["ProvTreat"] == alone["ProvBill"] == office.read("patients/1")["PriProv"]


HYGIENE = """
preferences: [{PrefName: InsBillingProv, ValueString: "-1"}]
providers: [{ProvNum: 71, Abbr: HYG9, IsSecondary: true}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
patplans: [{PatPlanNum: 31, PatNum: 1, InsSubNum: 21}]
procedurecodes: [{CodeNum: 53, ProcCode: D1110}]
procedurelogs:
  - {ProcNum: 101, PatNum: 1, CodeNum: 53, ProcDate: today, ProcStatus: C, ProvNum: 71}
  - {ProcNum: 102, PatNum: 1, CodeNum: 53, ProcDate: today, ProcStatus: C, ProvNum: 1}
  - {ProcNum: 103, PatNum: 1, CodeNum: 53, ProcDate: today, ProcStatus: C, ProvNum: 71}
"""


def test_claims_are_listed_by_patient_status_and_time_of_change(claimed):
    claimed.set_clock("2026-03-03 08:00:00")
    claimed.post("claims", {"PatNum": 2, "procNums": [104], "ClaimType": "P"})
    claimed.put("claims/2", {"ClaimStatus": "S"})

    def listed(**query):
        return [claim["ClaimNum"] for claim in claimed.read("claims", **query)]

    assert listed() == [1, 2]
    assert (listed(PatNum=1), listed(ClaimStatus="S"), listed(ClaimStatus="I")) == ([1], [2], [])
    assert listed(SecDateTEdit="2026-03-03 08:00:00") == [2]
    assert claimed.refusal("GET", "claims", PatNum=999) == (404, "Patient not found.")


def test_an_older_office_lists_the_claims_of_one_patient_only(make_office):
    office = make_office("tiny", version="23.3.10")

    assert office.refusal("GET", "claims") == (400, "PatNum is required.")
    assert office.read("claims", PatNum=1) == []


def test_a_claim_is_changed_field_by_field(claimed):
    body = {
        "ClaimStatus": "R",
        "DateReceived": "2026-03-01",
        "IsProsthesis": "R",
        "PriorDate": "2020-06-26",
        "ClaimNote": "Existing crown.",
        "PlaceService": "School",
        "AccidentRelated": "A",
        "AccidentDate": "2026-01-15",
        "AccidentST": "OR",
        "IsOrtho": "true",
        "OrthoRemainM": 36,
        "PatRelat": "InjuredPlaintiff",
        "InsSubNum2": 22,
        "OrthoTotalM": 1,
    }

    changed = claimed.put("claims/1", body).json

    assert {name: changed[name] for name in body} == body | {"IsOrtho": "True"}
    assert (changed["PlanNum2"], changed["PatRelat2"]) == (12, "Spouse")
    assert claimed.put("claims/1", {"AccidentRelated": "No", "InsSubNum2": 0}).json["AccidentRelated"] == ""
    assert claimed.read("claims/1")["PlanNum2"] == 0


@pytest.mark.parametrize(
    "body",
    [{"ClaimStatus": "I"}, {"ClaimStatus": 2}, {"OrthoRemainM": 37}, {"OrthoTotalM": -1}, {"AccidentST": "ORE"}],
    ids=str,
)
def test_a_value_that_a_claim_cannot_have_is_invalid(claimed, body):
    assert claimed.refusal("PUT", "claims/1", body) == (400, f"{next(iter(body))} is invalid.")


def test_sending_a_claim_marks_it_sent_and_leaves_a_message(claimed):
    sent = claimed.put("claims/1/Status", {"DateSent": "2026-03-01"}).json

    assert (sent["ClaimStatus"], sent["DateSent"]) == ("S", "2026-03-01")
    message = claimed.read("etranss", PatNum=1)
    assert [(one["Etype"], one["ClaimNum"], one["CarrierNum"]) for one in message] == [("ClaimSent", 1, 1)]
    claimed.put("claims/1/Status", {"DateSent": "2026-03-02", "DateSentOrig": "2026-02-01"})
    assert database(claimed).column("SELECT DateSentOrig FROM claim") == ["2026-03-01"]
    assert claimed.refusal("PUT", "claims/1/Status", {}) == (400, "DateSent is required.")


def test_a_split_moves_lines_to_a_claim_of_their_own(claimed):
    answer = claimed.put("claims/1/Split", {"ProcNums": [102]})

    assert (answer.status_code, answer.json) == (201, {"ClaimNum": 2, "ProcNums": [102]})
    assert [[one["ProcNum"] for one in lines(claimed, claim)] for claim in (1, 2)] == [[101], [102]]
    assert [claim["ClaimFee"] for claim in claimed.read("claims")] == [150.0, 80.0]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], "ProcNums is required."),
        ([103], "ProcNums is invalid. Procedures must be attached to the claim."),
        ([101, 102], "ProcNums is invalid. At least one procedure must remain on the claim."),
    ],
)
def test_a_split_that_cannot_be_is_refused(claimed, numbers, text):
    assert claimed.refusal("PUT", "claims/1/Split", {"ProcNums": numbers}) == (400, text)


def test_a_deleted_claim_gives_its_procedures_back_as_estimates(claimed):
    claimed.put("claims/1/Status", {"DateSent": "2026-03-01"})
    claimed.post("claimtrackings", {"ClaimNum": 1})

    assert claimed.call("DELETE", "claims/1").status_code == 200
    assert claimed.refusal("GET", "claims/1") == (404, "Claim not found.")
    estimates = [(one["ProcNum"], one["Status"], one["ClaimNum"]) for one in claimed.read("claimprocs", PatNum=1)]
    assert estimates == [(101, "Estimate", 0)] * 2 + [(102, "Estimate", 0)] * 2
    assert (claimed.read("etranss", PatNum=1)[0]["ClaimNum"], claimed.read("claimtrackings")) == (0, [])
    assert claimed.post("claims", {"PatNum": 1, "procNums": [101], "ClaimType": "P"}).status_code == 201


def test_a_claim_with_money_or_received_stays_until_that_is_undone(claimed):
    claimed.put("claimprocs/1", {"Status": "Received", "InsPayAmt": 40})
    claimed.put("claims/1", {"ClaimStatus": "R"})

    assert claimed.refusal("DELETE", "claims/1") == (400, PAYMENT_ATTACHED)
    claimed.put("claimprocs/1", {"Status": "NotReceived", "InsPayAmt": 0})
    assert claimed.refusal("DELETE", "claims/1") == (400, "Claim cannot be deleted. Claim has been received.")
    claimed.put("claims/1", {"ClaimStatus": "U"})
    assert claimed.call("DELETE", "claims/1").status_code == 200


def test_a_procedure_on_a_claim_cannot_be_deleted_and_one_that_is_deleted_has_no_estimates(claimed):
    assert claimed.refusal("DELETE", "procedurelogs/101") == (
        400,
        "Not allowed to delete a procedure that is attached to a claim.",
    )
    claimed.call("DELETE", "claims/1")
    assert claimed.call("DELETE", "procedurelogs/101").status_code == 200
    assert claimed.read("claimprocs", ProcNum=101) == []


def test_a_subscriber_on_a_claim_cannot_be_deleted(claimed):
    claimed.call("DELETE", "patplans/31")

    assert claimed.refusal("DELETE", "inssubs/21") == (
        400,
        "Can't delete InsSub because claims are still attached.",
    )
