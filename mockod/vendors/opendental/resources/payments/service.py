"""What the practice does with payments: enter them, spread them, change them, give them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.account_enums import PaymentSource
from mockod.vendors.opendental.domain.allocation import Charge, Share, cents, in_order, spread
from mockod.vendors.opendental.domain.claims import total
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import paysplits, preferences
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.resources.payments.bodies import NewPayment, Parts, PaymentChange, Refund
from mockod.vendors.opendental.resources.payments.queries import family_of, open_plan_of, owed, owed_on_plan
from mockod.vendors.opendental.resources.payments.table import RECORDS, WRITTEN, Payment
from mockod.vendors.opendental.resources.paysplits import PaySplit, splits_of
from mockod.vendors.opendental.wire.errors import conflict, invalid

ON_PLAN = "Payment is attached to a payment plan and cannot be refunded."
HAS_NEGATIVE = "Payment has negative paysplits and cannot be refunded."
OTHER_SUM = "Amounts do not add up to the PayAmt of the Payment."
PLAN_WANTS_PREPAYMENT_UNTIL = "23.3.4"


def create_payment(tx: Transaction, body: NewPayment) -> Row:
    """POST payments: spread over what the family owes (documented). Refuses an amount of nothing or less (assumed)."""
    today = tx.now.date()
    day = body.pay_date or today
    if body.pay_amt <= 0:
        raise invalid("PayAmt")
    if day > today and not preferences.switched_on(tx, "FutureTransDatesAllowed"):
        raise invalid("PayDate", "Date cannot be in the future.")
    plan = _plan(tx, body)
    clinic_num = tx.value("SELECT ClinicNum FROM patient WHERE PatNum = ?", (body.pat_num,))
    payment = Payment(
        pay_type=_pay_type(tx) if body.pay_type is None else body.pay_type,
        pay_date=day,
        pay_amt=body.pay_amt,
        check_num=body.check_num,
        bank_branch=body.bank_branch,
        pay_note=body.pay_note,
        pat_num=body.pat_num,
        clinic_num=clinic_num if body.clinic_num is None else body.clinic_num,
        date_entry=today,
        is_recurring_cc=True,  # as both of the page's samples have it
        sec_date_t_edit=tx.now,
        payment_source=PaymentSource.API,
    )
    shares = [Share(body.pay_amt, None)] if body.is_prepayment else spread(body.pay_amt, _charges(tx, body, plan, day))
    number = RECORDS.insert(tx, payment)
    _write_splits(tx, replace(payment, pay_num=number), shares, prepaid_plan=plan if body.is_prepayment else 0)
    return WRITTEN.one(tx, number)


def refund(tx: Transaction, body: Refund) -> Row:
    """POST Refund: the payment and its splits once more, below 0 (documented; words assumed)."""
    before, splits = RECORDS.get_or_404(tx, body.pay_num), splits_of(tx, body.pay_num)
    if any(split.pay_plan_num for split in splits):
        raise conflict(ON_PLAN)
    if before.pay_amt < 0 or any(split.split_amt < 0 for split in splits):
        raise conflict(HAS_NEGATIVE)
    today = tx.now.date()
    back = replace(
        before,
        pay_amt=total([-before.pay_amt]),
        pay_date=today,
        date_entry=today,
        is_recurring_cc=False,
        sec_date_t_edit=tx.now,
        payment_source=PaymentSource.None_,
    )
    number = RECORDS.insert(tx, back)
    for split in splits:
        returned = replace(
            split,
            pay_num=number,
            split_amt=total([-split.split_amt]),
            date_pay=today,
            date_entry=today,
            sec_date_t_edit=tx.now,
        )
        paysplits.RECORDS.insert(tx, returned)
    return WRITTEN.one(tx, number)


def update_payment(tx: Transaction, before: Payment, body: PaymentChange) -> Row:
    """PUT payments."""
    after = replace(before, **given_values(body))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return WRITTEN.one(tx, before.pay_num)


def split_anew(tx: Transaction, payment: Payment, body: Parts) -> Row:
    """PUT Partial: new splits for the procedures that are named, in place of the old (documented).

    Raises ApiError where the amounts are not the payment's, or are more than what is outstanding (words assumed).
    """
    if total(amount for _, amount in body.parts) != total([payment.pay_amt]):
        raise conflict(OTHER_SUM)
    tx.delete(paysplits.PAYSPLIT.name, "PayNum = ?", (payment.pay_num,))
    outstanding = {charge.proc_num: charge for charge in owed(tx, family_of(tx, payment.pat_num)) if charge.proc_num}
    shares = []
    for number, amount in body.parts:
        charge = outstanding.get(number)
        if charge is None or cents(amount) > cents(charge.amount):
            raise invalid("procNumsAndAmounts", f"Procedure {number} has no outstanding charge of that amount.")
        shares.append(Share(amount, charge))
    _write_splits(tx, payment, shares)
    RECORDS.update(tx, payment, replace(payment, sec_date_t_edit=tx.now))
    return WRITTEN.one(tx, payment.pay_num)


def _pay_type(tx: Transaction) -> int:
    """The preference's; the first there is, where it names none (assumed)."""
    return preferences.number(tx, "ApiPaymentType") or first_definition(tx, DefCat.PaymentTypes)


def _plan(tx: Transaction, body: NewPayment) -> int:
    """The plan that is paid: the one named, which must be dynamic, open and the patient's (documented), else 0."""
    if not body.pay_plan_num:
        return 0
    if not body.is_prepayment and not tx.settings.version.knows(PLAN_WANTS_PREPAYMENT_UNTIL):
        raise invalid("payPlanNum", "isPrepayment must be true.")
    sql = "SELECT 1 FROM payplan WHERE PayPlanNum = ? AND IsDynamic = 1 AND IsClosed = 0 AND ? IN (PatNum, Guarantor)"
    if not tx.row(sql, (body.pay_plan_num, body.pat_num)):
        raise invalid("payPlanNum")
    return body.pay_plan_num


def _charges(tx: Transaction, body: NewPayment, plan: int, day: date) -> list[Charge]:
    """What the payment pays, in this order; what is named is all that it pays."""
    family = family_of(tx, body.pat_num)
    if body.proc_nums:
        return in_order(charge for charge in owed(tx, family) if charge.proc_num in body.proc_nums)
    if plan:
        return in_order(owed_on_plan(tx, plan, day))
    on_plan = in_order(owed_on_plan(tx, open_plan_of(tx, body.pat_num), day))
    return on_plan + in_order(owed(tx, [body.pat_num] if body.is_patient_preferred else family))


def _write_splits(tx: Transaction, payment: Payment, shares: Sequence[Share], *, prepaid_plan: int = 0) -> None:
    for share in shares:
        split = PaySplit(
            split_amt=share.amount,
            pat_num=payment.pat_num,
            pay_num=payment.pay_num,
            date_pay=payment.pay_date,
            date_entry=tx.now.date(),
            sec_date_t_edit=tx.now,
        )
        paysplits.RECORDS.insert(tx, _for_charge(tx, split, share.charge, payment, prepaid_plan))


def _for_charge(
    tx: Transaction, split: PaySplit, charge: Charge | None, payment: Payment, prepaid_plan: int
) -> PaySplit:
    """The split with what it pays; one that pays nothing yet is unearned income, of the patient."""
    if charge is None:
        unearned = preferences.number(tx, "PrepaymentUnearnedType") or first_definition(tx, DefCat.PaySplitUnearnedType)
        return replace(split, unearned_type=unearned, clinic_num=payment.clinic_num, pay_plan_num=prepaid_plan)
    return replace(
        split,
        pat_num=charge.pat_num,
        prov_num=charge.prov_num,
        clinic_num=charge.clinic_num,
        proc_num=charge.proc_num,
        adj_num=charge.adj_num,
        pay_plan_num=charge.pay_plan_num,
        pay_plan_charge_num=charge.pay_plan_charge_num,
    )
