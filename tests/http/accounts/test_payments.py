"""Payments: spread over what the family owes, split anew, given back. Splits add up to their payment."""

from __future__ import annotations

import pytest

from support.db import database

PRACTICE = """
preferences: [{PrefName: PrepaymentUnearnedType, ValueString: "288"}, {PrefName: ApiPaymentType, ValueString: "70"}]
definitions:
  - {DefNum: 69, Category: PaymentTypes, ItemName: Check}
  - {DefNum: 70, Category: PaymentTypes, ItemName: Cash}
  - {DefNum: 288, Category: PaySplitUnearnedType, ItemName: Prepayment}
  - {DefNum: 901, Category: AdjTypes, ItemName: Finance Charge, ItemValue: "+"}
  - {DefNum: 902, Category: AdjTypes, ItemName: Cash Discount, ItemValue: "-"}
providers: [{ProvNum: 1, Abbr: DOC1}]
patients:
  - {PatNum: 10, LName: Lee, FName: Ann}
  - {PatNum: 11, LName: Lee, FName: Bob, Guarantor: 10}
  - {PatNum: 12, LName: Roe, FName: Cas}
procedurecodes: [{CodeNum: 1, ProcCode: D1110}]
procedurelogs:
  - {ProcNum: 1, PatNum: 10, CodeNum: 1, ProcDate: 2026-01-20, ProcStatus: C, ProcFee: 100, ProvNum: 1}
  - {ProcNum: 2, PatNum: 11, CodeNum: 1, ProcDate: 2026-01-10, ProcStatus: C, ProcFee: 60, ProvNum: 1}
  - {ProcNum: 3, PatNum: 10, CodeNum: 1, ProcDate: 2026-01-01, ProcStatus: TP, ProcFee: 500}
  - {ProcNum: 4, PatNum: 12, CodeNum: 1, ProcDate: 2026-01-01, ProcStatus: C, ProcFee: 30}
adjustments:
  - {AdjNum: 1, PatNum: 10, AdjType: 902, AdjAmt: -10, AdjDate: 2026-01-20, ProcNum: 1}
  - {AdjNum: 2, PatNum: 10, AdjType: 901, AdjAmt: 5, AdjDate: 2026-01-15}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE, alone=True)


def splits(office, pay_num):
    rows = office.read("paysplits", PayNum=pay_num)
    return [(row["PatNum"], row["ProcNum"], row["AdjNum"], row["SplitAmt"], row["UnearnedType"]) for row in rows][::-1]


def test_a_payment_pays_the_familys_oldest_charges_and_keeps_the_rest(office):
    made = office.post("payments", {"PatNum": 10, "PayAmt": "200.00", "CheckNum": "7"})

    shown = {name: made.json[name] for name in ("payType", "PayAmt", "PayDate", "PaymentSource", "serverDateTime")}
    assert (made.status_code, shown) == (
        201,
        {"payType": "Cash", "PayAmt": "200", "PayDate": "2026-03-02", "PaymentSource": "API", "serverDateTime": ""},
    )
    assert splits(office, made.json["PayNum"]) == [
        (11, 2, 0, 60.0, 0),
        (10, 0, 2, 5.0, 0),
        (10, 1, 0, 90.0, 0),
        (10, 0, 0, 45.0, 288),
    ]
    assert office.read("payments", PatNum=10)[0]["PayNum"] == made.json["PayNum"]


def test_a_strict_office_takes_an_amount_as_the_page_sends_it(practice_office):
    strict = practice_office(PRACTICE, alone=True, conduct="strict")
    assert strict.post("payments", {"PatNum": 10, "PayAmt": "129.99"}).json["PayAmt"] == "129.99"
    assert strict.post("payments", {"PatNum": "10", "PayAmt": "129.99"}).json == "PatNum is invalid."


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"isPatientPreferred": "true"}, [(10, 0, 2, 5.0, 0), (10, 1, 0, 15.0, 0)]),
        ({"isPrepayment": "true", "procNums": [1]}, [(10, 0, 0, 20.0, 288)]),
        ({"procNums": [1, 4]}, [(10, 1, 0, 20.0, 0)]),
        ({"procNums": [3]}, [(10, 0, 0, 20.0, 288)]),
        ({}, [(11, 2, 0, 20.0, 0)]),
    ],
)
def test_a_payment_goes_where_it_is_told(office, more, expected):
    made = office.post("payments", {"PatNum": 10, "PayAmt": 20, **more})

    assert splits(office, made.json["PayNum"]) == expected


def test_what_was_paid_is_not_paid_again(office):
    office.post("payments", {"PatNum": 10, "PayAmt": "155"})
    again = office.post("payments", {"PatNum": 11, "PayAmt": "1"})

    assert splits(office, again.json["PayNum"]) == [(11, 0, 0, 1.0, 288)]


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"PayAmt": "0"}, 400, "PayAmt is invalid."),
        ({"PayAmt": "-1"}, 400, "PayAmt is invalid."),
        ({"PayType": 288}, 400, "PayType is invalid."),
        ({"PayDate": "2026-03-03"}, 400, "PayDate is invalid. Date cannot be in the future."),
        ({"PatNum": 99}, 404, "Patient not found."),
        ({"payPlanNum": 9}, 404, "PayPlan not found."),
    ],
)
def test_a_payment_that_is_none_is_refused_and_nothing_written(office, change, status, text):
    before = database(office).contents()

    assert office.refusal("POST", "payments", {"PatNum": 10, "PayAmt": "20", **change}) == (status, text)
    assert database(office).contents() == before


def test_a_refund_takes_back_each_split_and_is_no_payment_to_refund(office):
    number = office.post("payments", {"PatNum": 10, "PayAmt": "70"}).json["PayNum"]

    back = office.post("payments/Refund", {"PayNum": number})

    assert (back.status_code, back.json["PayAmt"], back.json["PaymentSource"]) == (201, "-70", "None")
    taken = [(*row[:3], -row[3], *row[4:]) for row in splits(office, back.json["PayNum"])]
    assert taken == splits(office, number)
    again = {"PayNum": back.json["PayNum"]}
    text = "Payment has negative paysplits and cannot be refunded."
    assert office.refusal("POST", "payments/Refund", again) == (400, text)


def test_a_payment_is_split_anew_over_the_procedures_that_are_named(office):
    number = office.post("payments", {"PatNum": 10, "PayAmt": "70"}).json["PayNum"]
    parts = [{"ProcNum": 1, "Amount": 50}, {"ProcNum": 2, "Amount": "20.00"}]

    assert office.put(f"payments/{number}/Partial", {"procNumsAndAmounts": parts}).status_code == 200

    assert splits(office, number) == [(10, 1, 0, 50.0, 0), (11, 2, 0, 20.0, 0)]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([(1, 50)], "Amounts do not add up to the PayAmt of the Payment."),
        ([(2, 61), (1, 9)], "procNumsAndAmounts is invalid. Procedure 2 has no outstanding charge of that amount."),
        ([(3, 70)], "procNumsAndAmounts is invalid. Procedure 3 has no outstanding charge of that amount."),
        ([(4, 70)], "procNumsAndAmounts is invalid. Procedure 4 has no outstanding charge of that amount."),
        ([(1, 35), (1, 35)], "procNumsAndAmounts is invalid."),
        ([(1, 80), (2, -10)], "procNumsAndAmounts is invalid."),
        ([], "procNumsAndAmounts is invalid."),
    ],
)
def test_a_split_anew_that_does_not_add_up_leaves_the_old(office, parts, text):
    number = office.post("payments", {"PatNum": 10, "PayAmt": "70"}).json["PayNum"]
    before = database(office).contents()
    body = {"procNumsAndAmounts": [{"ProcNum": proc, "Amount": amount} for proc, amount in parts]}

    assert office.refusal("PUT", f"payments/{number}/Partial", body) == (400, text)
    assert database(office).contents() == before


def test_a_payment_changes_in_what_is_no_money(office):
    number = office.post("payments", {"PatNum": 10, "PayAmt": "70"}).json["PayNum"]

    changed = office.put(f"payments/{number}", {"PayType": 69, "PayNote": "Seen", "ProcessStatus": "OnlinePending"})

    assert [changed.json[name] for name in ("payType", "PayNote", "ProcessStatus")] == [
        "Check",
        "Seen",
        "OnlinePending",
    ]
    refused = office.refusal("PUT", f"payments/{number}", {"ProcessStatus": "OfficeProcessed"})
    assert refused == (400, "ProcessStatus is invalid.")
