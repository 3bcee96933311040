"""Payments of insurance: checks for one claim or many, partial ones, and what they fix."""

from __future__ import annotations

import pytest

from support.db import database

OTHER_SUM = "CheckAmt does not match the total of eligible ClaimProcs."


@pytest.fixture
def received(claimed):
    """Claim 1 is received with 40 and 80."""
    claimed.put("claimprocs/1", {"Status": "Received", "InsPayAmt": 40})
    claimed.put("claimprocs/3", {"Status": "Received", "InsPayAmt": 80})
    claimed.put("claims/1", {"ClaimStatus": "R", "DateReceived": "2026-03-02"})
    return claimed


def paid(office, payment):
    rows = office.read("claimprocs", ClaimPaymentNum=payment)
    return [(row["ClaimProcNum"], row["InsPayAmt"], row["PaymentRow"], row["DateInsFinalized"]) for row in rows]


def test_a_check_for_the_claim_pays_its_lines_and_finalises_them(received):
    made = received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120.00", "CheckNum": "77"})

    assert (made.status_code, made.headers["Location"].endswith("/claimpayments/1")) == (201, True)
    assert list(made.json.items()) == [
        ("ClaimPaymentNum", 1),
        ("CheckDate", "2026-03-02"),
        ("CheckAmt", "120"),
        ("CheckNum", "77"),
        ("BankBranch", ""),
        ("Note", ""),
        ("ClinicNum", 0),
        ("DepositNum", 0),
        ("CarrierName", "Evergreen Dental"),
        ("DateIssued", "0001-01-01"),
        ("IsPartial", "false"),
        ("PayType", 901),
        ("payType", "Check"),
        ("SecUserNumEntry", 0),
        ("SecDateEntry", "2026-03-02"),
        ("SecDateTEdit", "2026-03-02 07:00:00"),
        ("PayGroup", 903),
        ("payGroup", "Default"),
    ]
    assert paid(received, 1) == [(1, 40.0, 1, "2026-03-02"), (3, 80.0, 1, "2026-03-02")]


@pytest.mark.parametrize("amount", ["119.99", "120.01", "0"])
def test_a_check_of_another_amount_is_refused(received, amount):
    before = database(received).contents()

    assert received.refusal("POST", "claimpayments", {"claimNum": 1, "CheckAmt": amount}) == (400, OTHER_SUM)
    assert database(received).contents() == before


def test_what_is_not_received_is_not_paid(claimed):
    body = {"claimNum": 1, "CheckAmt": "0"}

    assert claimed.refusal("POST", "claimpayments", body) == (
        400,
        "claimNum is invalid. Claim has not been received.",
    )
    claimed.put("claims/1", {"ClaimStatus": "R"})
    assert claimed.refusal("POST", "claimpayments", body) == (
        400,
        "claimNum is invalid. Claim has no eligible ClaimProcs.",
    )


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"CheckAmt": "1"}, (400, "claimNum is required.")),
        ({"claimNum": 1}, (400, "CheckAmt is required.")),
        ({"claimNum": 9, "CheckAmt": "1"}, (404, "Claim not found.")),
        ({"claimNum": 1, "CheckAmt": "120", "PayType": 903}, (400, "PayType is invalid.")),
        ({"claimNum": 1, "CheckAmt": "120", "ClinicNum": 99}, (404, "Clinic not found.")),
    ],
    ids=str,
)
def test_a_payment_that_cannot_be_is_refused(received, body, refusal):
    assert received.refusal("POST", "claimpayments", body) == refusal


def test_an_office_that_pays_in_batches_only_says_so(practice_office):
    office = practice_office("preferences: [{PrefName: ClaimPaymentBatchOnly, ValueString: '1'}]" + ONE_CLAIM)

    status, text = office.refusal("POST", "claimpayments", {"claimNum": 1, "CheckAmt": "5"})
    assert (status, "ClaimPaymentBatchOnly" in text) == (400, True)
    assert office.post("claimpayments/Batch", {"claimNums": [1], "CheckAmt": "5"}).json["IsPartial"] == "false"


ONE_CLAIM = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
claims: [{ClaimNum: 1, PatNum: 1, PlanNum: 11, InsSubNum: 21, ClaimStatus: R}]
claimprocs: [{ClaimProcNum: 1, PatNum: 1, ClaimNum: 1, PlanNum: 11, InsSubNum: 21, Status: Received, InsPayAmt: 5}]
"""


def test_a_batch_pays_claims_of_several_patients(received):
    received.post("claims", {"PatNum": 2, "procNums": [104], "ClaimType": "P"})
    number = received.read("claimprocs", ClaimNum=2)[0]["ClaimProcNum"]
    received.put(f"claimprocs/{number}", {"Status": "Received", "InsPayAmt": 64})
    received.put("claims/2", {"ClaimStatus": "R"})

    made = received.post("claimpayments/Batch", {"claimNums": [1, 2], "CheckAmt": 184, "PayType": 902})

    assert (made.status_code, made.json["IsPartial"], made.json["payType"]) == (201, "false", "EFT")
    assert [(row[0], row[2]) for row in paid(received, 1)] == [(1, 1), (3, 1), (number, 2)]
    assert received.refusal("POST", "claimpayments/Batch", {"claimNums": [], "CheckAmt": 1}) == (
        400,
        "claimNums is required.",
    )
    assert received.refusal("POST", "claimpayments/Batch", {"claimNums": [1, 9], "CheckAmt": 1}) == (
        404,
        "Claim not found.",
    )


def test_a_batch_of_another_amount_is_partial_until_its_lines_make_up_the_check(received):
    assert received.post("claimpayments/Batch", {"claimNums": [1], "CheckAmt": "184"}).json["IsPartial"] == "true"
    assert {row[3] for row in paid(received, 1)} == {"0001-01-01"}
    received.post("claims", {"PatNum": 2, "procNums": [104], "ClaimType": "P"})
    number = received.read("claimprocs", ClaimNum=2)[0]["ClaimProcNum"]

    assert received.refusal("PUT", f"claimprocs/{number}", {"ClaimPaymentNum": 1}) == (
        400,
        "ClaimPaymentNum is invalid. The ClaimProc has not been received.",
    )
    received.put(f"claimprocs/{number}", {"Status": "Received", "InsPayAmt": 64, "ClaimPaymentNum": 1})

    assert received.read("claimpayments/1")["IsPartial"] == "false"
    assert {row[3] for row in paid(received, 1)} == {"2026-03-02"}
    assert received.refusal("PUT", f"claimprocs/{number}", {"ClaimPaymentNum": 0}) == (
        400,
        "ClaimPaymentNum is invalid. The ClaimPayment is not partial.",
    )


def test_a_line_leaves_a_partial_payment_with_the_others_of_its_claim(received):
    received.post("claimpayments/Batch", {"claimNums": [1], "CheckAmt": "500"})

    assert received.put("claimprocs/1", {"ClaimPaymentNum": 0}).json["ClaimPaymentNum"] == 0
    assert paid(received, 1) == []
    assert received.put("claimprocs/3", {"ClaimPaymentNum": 1}).json["ClaimPaymentNum"] == 1
    assert [row[0] for row in paid(received, 1)] == [1, 3]


def test_what_a_check_paid_is_fixed_until_the_check_is_gone(received):
    received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120"})

    assert received.refusal("PUT", "claimprocs/1", {"InsPayAmt": 41}) == (
        400,
        "Cannot change InsPayAmt when Status is Received and attached to a ClaimPayment.",
    )
    assert received.refusal("PUT", "claimprocs/1", {"Status": "NotReceived"})[0] == 400
    assert received.refusal("PUT", "claims/1/Split", {"ProcNums": [101]}) == (
        400,
        "ProcNums is invalid. Procedures are attached to an insurance payment.",
    )
    assert received.put("claimprocs/1", {"InsPayAmt": 40, "Remarks": "As paid"}).status_code == 200
    assert received.call("DELETE", "claimpayments/1").status_code == 200
    assert [(row["InsPayAmt"], row["ClaimPaymentNum"]) for row in received.read("claimprocs", ClaimNum=1)] == [
        (40.0, 0),
        (80.0, 0),
    ]
    assert received.put("claimprocs/1", {"InsPayAmt": 41}).json["InsPayAmt"] == 41.0


def test_a_payment_is_changed_and_becomes_partial_with_another_amount(received):
    received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120"})

    changed = received.put("claimpayments/1", {"CheckAmt": "121.5", "Note": "Called", "PayType": 902}).json

    assert (changed["CheckAmt"], changed["IsPartial"], changed["payType"]) == ("121.5", "true", "EFT")
    assert received.put("claimpayments/1", {"CheckAmt": 120}).json["IsPartial"] == "false"


def test_a_payment_with_a_paper_or_a_deposit_stays(received, practice_office):
    received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120"})
    upload = {"ClaimPaymentNum": 1, "SftpAddress": "site/eob.png", "SftpUsername": "user", "SftpPassword": "none"}
    made = received.post("eobattaches/UploadSftp", upload).json

    assert made["FileName"] == "20260302_070000_1.png"
    assert received.read("eobattaches", ClaimPaymentNum=1) == [made]
    assert received.refusal("DELETE", "claimpayments/1") == (
        400,
        "ClaimPayment cannot be deleted because it is attached to an EOB.",
    )
    received.call("DELETE", "eobattaches/1")
    assert received.call("DELETE", "claimpayments/1").status_code == 200
    deposited = practice_office("claimpayments: [{ClaimPaymentNum: 1, CheckAmt: 5, DepositNum: 7}]")
    assert deposited.refusal("DELETE", "claimpayments/1") == (
        400,
        "ClaimPayment cannot be deleted because it is attached to a deposit.",
    )


def test_payments_are_listed_from_the_newest_on(received):
    received.post("claimpayments/Batch", {"claimNums": [1], "CheckAmt": "10"})
    received.put("claimprocs/1", {"ClaimPaymentNum": 0})
    received.set_clock("2026-03-03 08:00:00")
    received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120"})

    assert [row["ClaimPaymentNum"] for row in received.read("claimpayments")] == [2, 1]
    assert [row["ClaimPaymentNum"] for row in received.read("claimpayments", SecDateTEdit="2026-03-03 08:00:00")] == [2]


def test_money_taken_back_is_paid_by_a_negative_check(received):
    received.post("claimpayments", {"claimNum": 1, "CheckAmt": "120"})
    received.post("claimprocs/Supplemental", {"ClaimProcNum": 1, "InsPayAmt": "-0.20"})

    assert received.post("claimpayments", {"claimNum": 1, "CheckAmt": "-0.20"}).json["CheckAmt"] == "-0.2"
