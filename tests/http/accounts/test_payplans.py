"""Payment plans: agreed on for what is owed, charged, paid, closed."""

from __future__ import annotations

import pytest
from test_payments import PRACTICE, splits

from support.db import database

PLAN = {"PatNum": 10, "procNums": [1, 2], "NumberOfPayments": 3}


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE, alone=True)


def test_a_plan_is_worked_out_from_what_is_owed(office):
    made = office.post("payplans/Dynamic", {**PLAN, "adjNums": [2], "Note": "By phone."})

    names = ("Guarantor", "PayPlanDate", "DatePayPlanStart", "PayAmt", "NumberOfPayments", "principalAmount", "Note")
    assert [made.json[name] for name in names] == [
        10,
        "2026-03-02",
        "2026-04-02",
        51.67,
        0,
        155.0,
        "03/02/2026 - Date of Agreement: 03/02/2026, Total Amount: 155.00, APR: 0, "
        "Total Cost of Loan: 155.00 By phone.",
    ]
    number = made.json["PayPlanNum"]
    assert office.read(f"payplans/{number}") == made.json
    assert office.read("payplans", PatNum=10) == office.read("payplans", Guarantor=10) == [made.json]
    assert office.read("payplancharges", PayPlanNum=number) == []


def test_a_down_payment_is_charged_at_once_and_closing_charges_the_rest(office):
    number = office.post("payplans/Dynamic", {**PLAN, "DownPayment": 70}).json["PayPlanNum"]
    charged = office.read("payplancharges", PayPlanNum=number)
    assert [(row["FKey"], row["Principal"], row["Note"]) for row in charged] == [
        (2, 60.0, "Down Payment"),
        (1, 10.0, "Down Payment"),
    ]
    paid = office.post("payments", {"PatNum": 10, "PayAmt": "65"}).json["PayNum"]
    assert [row[1:4] for row in splits(office, paid)] == [(2, 0, 60.0), (1, 0, 5.0)]

    closed = office.put(f"payplans/{number}/Close", None)

    assert (closed.status_code, closed.json["IsClosed"]) == (200, "true")
    charged = office.read("payplancharges", PayPlanNum=number)
    assert [(row["FKey"], row["Principal"]) for row in charged if row["Note"] == "Close Out Charge"] == [(1, 80.0)]
    assert sum(row["Principal"] for row in charged) == closed.json["principalAmount"]
    before = database(office).contents()
    assert office.put(f"payplans/{number}/Close", None).status_code == 200
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"NumberOfPayments": None}, "PayAmt or NumberOfPayments is required."),
        ({"PayAmt": 10}, "Only one field is allowed, PayAmt or NumberOfPayments."),
        ({"procNums": []}, "procNums or adjNums is required."),
        ({"procNums": [4]}, "procNums is invalid. 4 has no outstanding charge."),
        ({"adjNums": [1]}, "adjNums is invalid. 1 has no outstanding charge."),
        ({"APR": 5, "IsLocked": "false"}, "IsLocked is invalid. IsLocked must be true when APR is above 0."),
        ({"APR": -1}, "APR is invalid."),
        ({"APR": 1000.5}, "APR is invalid."),
        ({"DownPayment": 150.01}, "DownPayment is invalid."),
        ({"NumberOfPayments": 10_001}, "NumberOfPayments is invalid."),
        ({"DynamicPayPlanTPOption": "None"}, "DynamicPayPlanTPOption is invalid."),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(office, change, text):
    before = database(office).contents()

    assert office.refusal("POST", "payplans/Dynamic", {**PLAN, **change}) == (400, text)
    assert database(office).contents() == before


def test_payments_that_only_pay_interest_are_refused(office):
    body = {"PatNum": 10, "procNums": [1], "APR": 120, "PayAmt": 9}

    assert office.refusal("POST", "payplans/Dynamic", body) == (400, "PayAmt is invalid.")
    assert office.post("payplans/Dynamic", {**body, "PayAmt": 9.01}).status_code == 201


def test_a_procedure_is_on_one_plan_and_one_that_is_planned_may_be(office):
    assert office.post("payplans/Dynamic", {**PLAN, "procNums": [3]}).json["principalAmount"] == 500.0

    refused = office.refusal("POST", "payplans/Dynamic", {**PLAN, "procNums": [3]})
    assert refused == (400, "procNums is invalid. 3 is on a plan.")


def test_plans_are_listed_for_somebody(office):
    assert office.refusal("GET", "payplans") == (400, "PatNum or Guarantor is required.")
    assert office.refusal("GET", "payplans?Guarantor=99") == (404, "Patient not found.")


def test_a_prepayment_may_be_made_on_a_plan_of_the_patient(office):
    number = office.post("payplans/Dynamic", PLAN).json["PayPlanNum"]
    body = {"PatNum": 10, "PayAmt": "20", "isPrepayment": "true", "payPlanNum": number}

    paid = office.post("payments", body).json["PayNum"]

    [split] = office.read("paysplits", PayNum=paid)
    assert (split["PayPlanNum"], split["unearnedType"]) == (number, "Prepayment")
    assert office.refusal("POST", "payments", {**body, "PatNum": 12}) == (400, "payPlanNum is invalid.")
    refused = office.refusal("POST", "payments/Refund", {"PayNum": paid})
    assert refused == (400, "Payment is attached to a payment plan and cannot be refunded.")


@pytest.fixture
def older(practice_office):
    return practice_office(PRACTICE, alone=True, version="23.2")


def charges(office, number: int = 1) -> list[tuple[str, str, float, float]]:
    rows = office.read("payplancharges", PayPlanNum=number)
    return [(row["ChargeType"], row["ChargeDate"], row["Principal"], row["Interest"]) for row in rows]


def test_an_older_office_makes_a_patient_plan_and_answers_its_terms(older):
    body = {"PatNum": 10, "principalAmount": 100, "PayAmt": 60, "APR": 12, "DownPayment": 10, "Note": "By phone."}

    made = older.post("payplans", body)

    text = (
        "03/02/2026 - Date of Agreement: 03/02/2026, Total Amount: 100.00, APR: 12, "
        "Total Cost of Loan: 101.21 By phone."
    )
    assert (made.status_code, made.json, made.content_type) == (201, text, "application/json; charset=utf-8")
    [plan] = older.read("payplans", PatNum=10)
    assert (plan["IsDynamic"], plan["Note"], plan["PayAmt"], plan["principalAmount"]) == ("false", text, 60.0, 100.0)
    assert charges(older) == [
        ("Credit", "2026-03-02", 100.0, 0.0),
        ("Debit", "2026-03-02", 10.0, 0.0),
        ("Debit", "2026-04-02", 59.1, 0.9),
        ("Debit", "2026-05-02", 30.9, 0.31),
    ]


def test_a_patient_plan_may_be_about_all_that_the_patient_owes(older):
    owed = older.read("accountmodules/10/Aging")["PatEstBal"]

    assert older.post("payplans", {"PatNum": 10, "useEstBalance": "true", "NumberOfPayments": 2}).status_code == 201

    [plan] = older.read("payplans", PatNum=10)
    assert plan["principalAmount"] == owed > 0


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"principalAmount": None}, "useEstBalance or principalAmount is required."),
        ({"useEstBalance": "true"}, "Only one field is allowed, useEstBalance or principalAmount."),
        ({"principalAmount": 0}, "principalAmount is invalid."),
        ({"PayAmt": None}, "PayAmt or NumberOfPayments is required."),
        ({"APR": 1000.5}, "APR is invalid."),
        ({"principalAmount": 100_000.01, "PayAmt": 10}, "PayAmt is invalid."),
    ],
)
def test_terms_of_a_patient_plan_that_cannot_be_kept_are_refused(older, change, text):
    before = database(older).contents()

    assert older.refusal("POST", "payplans", {"PatNum": 10, "principalAmount": 100, "PayAmt": 60, **change}) == (
        400,
        text,
    )
    assert database(older).contents() == before


def test_a_patient_plan_of_as_many_payments_as_there_may_be_is_made(older):
    assert older.post("payplans", {"PatNum": 10, "principalAmount": 100_000, "PayAmt": 10}).status_code == 201


def test_closing_a_patient_plan_charges_the_rest_today_in_one_charge(older):
    older.post("payplans", {"PatNum": 10, "principalAmount": 100, "PayAmt": 60, "APR": 12})
    older.set_clock("2026-04-02 09:00:00")

    closed = older.put("payplans/1/Close", None)

    assert (closed.status_code, closed.json["IsClosed"], closed.json["principalAmount"]) == (200, "true", 100.0)
    assert charges(older)[1:] == [("Debit", "2026-04-02", 59.0, 1.0), ("Debit", "2026-04-02", 41.0, 0.41)]


def test_an_office_of_today_says_that_patient_plans_are_gone(office):
    body = {"PatNum": 10, "principalAmount": 100, "PayAmt": 60}
    text = "This method has been deprecated since Open Dental version 23.3.1."

    assert office.refusal("POST", "payplans", body) == (410, text)
    assert office.read("payplans", PatNum=10) == []
