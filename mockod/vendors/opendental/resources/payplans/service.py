"""What the practice does with payment plans: agree on them, close them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mockod.rest.endpoint import Inputs, Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.account_enums import (
    DynamicPayPlanTPOption,
    PaymentSchedule,
    PayPlanChargeType,
    PayPlanFrequency,
    PayPlanLinkType,
)
from mockod.vendors.opendental.domain.allocation import Charge, cents, in_order, spread
from mockod.vendors.opendental.domain.claims import total
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.pay_plans import (
    MOST_APR,
    MOST_PAYMENTS,
    due_dates,
    interest_of,
    month_after,
    payment_of,
    payments_of,
    terms,
)
from mockod.vendors.opendental.engine.later import Answered
from mockod.vendors.opendental.engine.select import Row, Rows, Select, given
from mockod.vendors.opendental.resources.accountmodules.queries import estimated_balance
from mockod.vendors.opendental.resources.patients.table import RECORDS as PATIENTS
from mockod.vendors.opendental.resources.payments.queries import family_of, owed
from mockod.vendors.opendental.resources.payplancharges import PAYPLANCHARGE, PayPlanCharge
from mockod.vendors.opendental.resources.payplancharges import RECORDS as CHARGES
from mockod.vendors.opendental.resources.payplans.bodies import NewDynamicPlan, NewPatientPlan, PlanFilters, Terms
from mockod.vendors.opendental.resources.payplans.table import PAYPLAN, PAYPLANLINK, RECORDS, PayPlan
from mockod.vendors.opendental.wire.errors import conflict, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import TEXT_BYTES, is_within

READ = Select(PAYPLAN, PAYPLAN.answer)
DOWN_PAYMENT = "Down Payment"
CLOSE_OUT = "Close Out Charge"
SCHEDULES = {
    PayPlanFrequency.Weekly: PaymentSchedule.Weekly,
    PayPlanFrequency.EveryOtherWeek: PaymentSchedule.BiWeekly,
    PayPlanFrequency.OrdinalWeekday: PaymentSchedule.MonthlyDayOfWeek,
    PayPlanFrequency.Monthly: PaymentSchedule.Monthly,
    PayPlanFrequency.Quarterly: PaymentSchedule.Quarterly,
}
"""The same intervals under the names that the older kinds of plan have for them."""
OF_INSURANCE = "Insurance payment plans cannot be closed."


def list_plans(tx: Transaction, filters: PlanFilters, page: Page) -> Rows:
    """GET payplans, by patient or guarantor."""
    if filters.pat_num is None and filters.guarantor is None:
        raise required("PatNum or Guarantor")
    conditions = [
        given("payplan.PatNum = :pat_num", pat_num=filters.pat_num),
        given("payplan.Guarantor = :guarantor", guarantor=filters.guarantor),
    ]
    return READ.page(tx, page, "payplan.PayPlanNum", conditions)


def create_dynamic(tx: Transaction, body: NewDynamicPlan) -> Row:
    """POST Dynamic: the down payment is charged at once, the rest when it falls due (documented)."""
    items = _items(tx, body)
    principal = total(item.amount for item in items)
    agreed = body.pay_plan_date or tx.now.date()
    pay_amt, interest = agreement(body, principal)
    if body.apr and not body.is_locked:
        raise invalid("IsLocked", "IsLocked must be true when APR is above 0.")
    plan = replace(
        _plan(body, agreed, pay_amt, terms(agreed, principal, body.apr, interest)),
        is_dynamic=True,
        is_locked=body.is_locked,
        dynamic_pay_plan_tp_option=body.dynamic_pay_plan_tp_option,
    )
    number = RECORDS.insert(tx, plan)
    for item in items:
        kind = PayPlanLinkType.Procedure if item.proc_num else PayPlanLinkType.Adjustment
        link = {"PayPlanNum": number, "LinkType": int(kind), "FKey": item.proc_num or item.adj_num}
        tx.insert(PAYPLANLINK.name, {**link, "AmountOverride": item.amount})
    _charge(tx, replace(plan, pay_plan_num=number), items, plan.down_payment, agreed, DOWN_PAYMENT)
    return READ.one(tx, number)


def create_patient_plan(tx: Transaction, body: NewPatientPlan) -> Answered:
    """POST, of offices before 23.3.1: a plan about no procedure or adjustment, whose charges are all made at once.

    They are of the patient's provider and clinic, and the answer is the terms (documented); that the principal is a
    credit of the day of the agreement is assumed.
    """
    principal = _principal(tx, body)
    agreed = body.pay_plan_date or tx.now.date()
    pay_amt, interest = agreement(body, principal)
    patient = PATIENTS.get_or_404(tx, body.pat_num)
    plan = replace(
        _plan(body, agreed, pay_amt, terms(agreed, principal, body.apr, interest)),
        pay_schedule=SCHEDULES[body.charge_frequency],
    )
    number = RECORDS.insert(tx, plan)
    one = PayPlanCharge(
        pay_plan_num=number,
        guarantor=plan.guarantor,
        pat_num=plan.pat_num,
        charge_date=agreed,
        principal=principal,
        note="",
        prov_num=patient.pri_prov,
        clinic_num=patient.clinic_num,
        charge_type=PayPlanChargeType.Credit,
        sec_date_t_entry=tx.now,
        sec_date_t_edit=tx.now,
    )
    CHARGES.insert(tx, one)
    debit = replace(one, charge_type=PayPlanChargeType.Debit)
    if plan.down_payment:
        CHARGES.insert(tx, replace(debit, principal=plan.down_payment, note=DOWN_PAYMENT))
    left = total([principal, -plan.down_payment])
    parts = payments_of(left, body.apr, pay_amt, body.charge_frequency) or []
    days = due_dates(plan.date_pay_plan_start, body.charge_frequency, len(parts))
    for day, (paid, added) in zip(days, parts, strict=True):
        CHARGES.insert(tx, replace(debit, charge_date=day, principal=paid, interest=added))
    return Answered(plan.note)


def _principal(tx: Transaction, body: NewPatientPlan) -> float:
    """What a patient's plan is about. Raises ApiError where that is not told once, or is nothing (words assumed)."""
    if not body.use_est_balance and body.principal_amount is None:
        raise required("useEstBalance or principalAmount")
    if body.use_est_balance and body.principal_amount is not None:
        raise only_one_of("useEstBalance", "principalAmount")
    if body.use_est_balance:
        principal = estimated_balance(tx, body.pat_num, tx.now.date())
    else:
        principal = total([body.principal_amount or 0.0])
    if principal <= 0:
        raise invalid("useEstBalance" if body.use_est_balance else "principalAmount")
    return principal


def _plan(body: NewDynamicPlan | NewPatientPlan, agreed: date, pay_amt: float, text: str) -> PayPlan:
    """What all plans have, as a patient's plan is; ``text`` tells its terms."""
    return PayPlan(
        pat_num=body.pat_num,
        guarantor=body.pat_num if body.guarantor is None else body.guarantor,
        pay_plan_date=agreed,
        apr=body.apr,
        note=_with_terms(body, text),
        completed_amt=0.0,
        pay_amt=pay_amt,
        down_payment=total([body.down_payment]),
        is_dynamic=False,
        charge_frequency=body.charge_frequency,
        date_pay_plan_start=body.date_pay_plan_start or month_after(agreed),
        is_locked=False,
        date_interest_start=body.date_interest_start,
        dynamic_pay_plan_tp_option=DynamicPayPlanTPOption.None_,
    )


def _with_terms(body: Terms, text: str) -> str:
    """The note of a plan: its terms, and what the body says besides."""
    note = f"{text} {body.note}" if body.note else text
    if not is_within(note, TEXT_BYTES):
        raise invalid("Note", "It is too long together with the terms.")
    return note


def agreement(body: Terms, principal: float) -> tuple[float, float]:
    """What is paid each time, and all the interest. Raises ApiError for terms that end nowhere (words assumed)."""
    if body.pay_amt is None and body.number_of_payments is None:
        raise required("PayAmt or NumberOfPayments")
    if body.pay_amt is not None and body.number_of_payments is not None:
        raise only_one_of("PayAmt", "NumberOfPayments")
    if not 0 <= body.apr <= MOST_APR:
        raise invalid("APR")
    if not 0 <= cents(body.down_payment) <= cents(principal):
        raise invalid("DownPayment")
    left = total([principal, -body.down_payment])
    if body.pay_amt is None:
        if (body.number_of_payments or 0) > MOST_PAYMENTS:
            raise invalid("NumberOfPayments")
        each = payment_of(left, body.apr, body.number_of_payments or 1, body.charge_frequency)
    else:
        each = total([body.pay_amt])
        if each <= 0:
            raise invalid("PayAmt")
    interest = interest_of(left, body.apr, each, body.charge_frequency)
    if interest is None:
        raise invalid("PayAmt" if body.number_of_payments is None else "NumberOfPayments")
    return each, interest


def close(tx: Transaction, plan: PayPlan) -> Row:
    """PUT Close: what was not charged yet is due today (documented). One that is closed stays as it is (assumed)."""
    if plan.plan_num:
        raise conflict(OF_INSURANCE)
    if not plan.is_closed:
        RECORDS.update(tx, plan, replace(plan, is_closed=True))
        if not plan.is_dynamic:
            _close_patient_plan(tx, plan)
        items = _not_charged(tx, plan)
        _charge(tx, plan, items, total(item.amount for item in items), tx.now.date(), CLOSE_OUT)
    return READ.one(tx, plan.pay_plan_num)


def _close_patient_plan(tx: Transaction, plan: PayPlan) -> None:
    """What was to fall due later is charged today instead, in one charge; interest with it (documented)."""
    today = tx.now.date()
    tests = "PayPlanNum = ? AND ChargeType = ? AND ChargeDate > ?"
    later = (plan.pay_plan_num, int(PayPlanChargeType.Debit), today.isoformat())
    charges = CHARGES.find(tx, tests, later)
    if charges:
        tx.delete(PAYPLANCHARGE.name, tests, later)
        one = replace(
            charges[0],
            pay_plan_charge_num=0,
            charge_date=today,
            principal=total(charge.principal for charge in charges),
            interest=total(charge.interest for charge in charges),
            note=CLOSE_OUT,
            sec_date_t_entry=tx.now,
            sec_date_t_edit=tx.now,
        )
        CHARGES.insert(tx, one)


def run_close(tx: Transaction, inputs: Inputs) -> Row:
    return close(tx, inputs.row)


def _items(tx: Transaction, body: NewDynamicPlan) -> list[Charge]:
    """What the plan is about, the oldest first. Raises ApiError for what the family does not owe."""
    if not (body.proc_nums or body.adj_nums):
        raise required("procNums or adjNums")
    family = family_of(tx, body.pat_num)
    charges = [*owed(tx, family), *_planned(tx, family)]
    by_proc = {charge.proc_num: charge for charge in charges if charge.proc_num}
    by_adj = {charge.adj_num: charge for charge in charges if charge.adj_num}
    for name, numbers, known in (("procNums", body.proc_nums, by_proc), ("adjNums", body.adj_nums, by_adj)):
        for number in numbers:
            if number not in known or cents(known[number].amount) <= 0:
                raise invalid(name, f"{number} has no outstanding charge.")
    kinds = ((PayPlanLinkType.Procedure, body.proc_nums), (PayPlanLinkType.Adjustment, body.adj_nums))
    for kind, numbers in kinds:
        for number in numbers:
            if tx.row("SELECT 1 FROM payplanlink WHERE LinkType = ? AND FKey = ?", (int(kind), number)):
                raise invalid("procNums" if kind == PayPlanLinkType.Procedure else "adjNums", f"{number} is on a plan.")
    return in_order([*(by_proc[number] for number in body.proc_nums), *(by_adj[number] for number in body.adj_nums)])


def _planned(tx: Transaction, family: Sequence[int]) -> list[Charge]:
    """Procedures that are not done yet, at their fee."""
    sql = f"""SELECT ProcNum, ProcDate, ProvNum, ClinicNum, ProcFee * max(1, UnitQty + BaseUnits) FROM procedurelog
      WHERE ProcStatus = {ProcStatus.TP:d} AND PatNum = ?"""
    return [
        Charge(pat_num=pat, day=date.fromisoformat(day), proc_num=proc, prov_num=prov, clinic_num=clinic, amount=fee)
        for pat in family
        for proc, day, prov, clinic, fee in tx.rows(sql, (pat,))
    ]


def _not_charged(tx: Transaction, plan: PayPlan) -> list[Charge]:
    """What is linked to a plan, less what was charged of it."""
    sql = """SELECT l.LinkType, l.FKey, l.AmountOverride - (SELECT coalesce(sum(c.Principal), 0) FROM payplancharge c
        WHERE c.PayPlanNum = l.PayPlanNum AND c.LinkType = l.LinkType AND c.FKey = l.FKey),
      coalesce(p.ProvNum, a.ProvNum, 0), coalesce(p.ClinicNum, a.ClinicNum, 0)
      FROM payplanlink l LEFT JOIN procedurelog p ON l.LinkType = ? AND p.ProcNum = l.FKey
      LEFT JOIN adjustment a ON l.LinkType = ? AND a.AdjNum = l.FKey WHERE l.PayPlanNum = ? ORDER BY l.PayPlanLinkNum"""
    kinds = (int(PayPlanLinkType.Procedure), int(PayPlanLinkType.Adjustment))
    return in_order(
        Charge(
            pat_num=plan.pat_num,
            day=plan.pay_plan_date,
            amount=left,
            proc_num=key if kind == PayPlanLinkType.Procedure else 0,
            adj_num=key if kind == PayPlanLinkType.Adjustment else 0,
            prov_num=prov,
            clinic_num=clinic,
        )
        for kind, key, left, prov, clinic in tx.rows(sql, (*kinds, plan.pay_plan_num))
    )


def _charge(tx: Transaction, plan: PayPlan, items: Sequence[Charge], amount: float, day: date, note: str) -> None:
    """Charge an amount for what the plan is about, the oldest first."""
    for share in spread(amount, items):
        if share.charge is None:
            continue
        is_proc = bool(share.charge.proc_num)
        charge = PayPlanCharge(
            pay_plan_num=plan.pay_plan_num,
            guarantor=plan.guarantor,
            pat_num=plan.pat_num,
            charge_date=day,
            principal=share.amount,
            note=note,
            prov_num=share.charge.prov_num,
            clinic_num=share.charge.clinic_num,
            sec_date_t_entry=tx.now,
            sec_date_t_edit=tx.now,
            f_key=share.charge.proc_num or share.charge.adj_num,
            link_type=PayPlanLinkType.Procedure if is_proc else PayPlanLinkType.Adjustment,
        )
        CHARGES.insert(tx, charge)
