"""What the practice does with payments of insurance: enter them for claims that were received, change, delete them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claims import RECEIVED, Claim, ClaimProc
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.claimpayments import paying
from mockod.vendors.opendental.resources.claimpayments.bodies import NewBatch, NewPayment, PaymentChange
from mockod.vendors.opendental.resources.claimpayments.table import CLAIMPAYMENT, RECORDS, ClaimPayment
from mockod.vendors.opendental.resources.claimprocs.table import lines_of
from mockod.vendors.opendental.resources.claims.table import RECORDS as CLAIMS
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.wire.errors import conflict, get_or_404, invalid, required

READ = Select(CLAIMPAYMENT, CLAIMPAYMENT.answer)
OTHER_SUM = "CheckAmt does not match the total of eligible ClaimProcs."
BATCH_ONLY = "ClaimPayments can only be created as a batch when the preference ClaimPaymentBatchOnly is true."
HAS_EOB = "ClaimPayment cannot be deleted because it is attached to an EOB."
HAS_DEPOSIT = "ClaimPayment cannot be deleted because it is attached to a deposit."


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """What must be known before a payment is entered."""

    now: datetime
    claims: Sequence[Claim]
    """In the order of the body."""
    lines: Sequence[ClaimProc]
    """What the claims have to be paid."""
    carrier_name: str
    """Of the first claim's plan."""
    pay_type: int
    pay_group: int


def create_payment(tx: Transaction, body: NewPayment) -> Row:
    """POST claimpayments: the claim is paid, to the cent."""
    if preferences.switched_on(tx, "ClaimPaymentBatchOnly"):
        raise conflict(BATCH_ONLY)
    facts = _facts(tx, [CLAIMS.get_or_404(tx, body.claim_num)])
    payment = new_payment(body, facts, field="claimNum")
    if payment.is_partial:
        raise conflict(OTHER_SUM, Basis.OBSERVED)
    return _save(tx, payment, facts.lines)


def create_batch(tx: Transaction, body: NewBatch) -> Row:
    """POST Batch: of another amount it is partial (documented). Deposits are not simulated: none is made."""
    if not body.claim_nums:
        raise required("claimNums")
    claims = [get_or_404(CLAIMS.get(tx, number), "Claim") for number in body.claim_nums]
    facts = _facts(tx, claims)
    return _save(tx, new_payment(body, facts, field="claimNums"), facts.lines)


def new_payment(body: NewPayment | NewBatch, facts: PaymentFacts, *, field: str) -> ClaimPayment:
    """The payment to be written; ``field`` is what names its claims. They must be received, and have what to pay."""
    if any(claim.claim_status != RECEIVED for claim in facts.claims):
        raise invalid(field, "Claim has not been received.")
    if not facts.lines:
        raise invalid(field, "Claim has no eligible ClaimProcs.")
    clinic_num = facts.claims[0].clinic_num if body.clinic_num is None else body.clinic_num
    return ClaimPayment(
        check_date=body.check_date or facts.now.date(),
        check_amt=body.check_amt,
        check_num=body.check_num,
        bank_branch=body.bank_branch,
        note=body.note,
        clinic_num=clinic_num,
        carrier_name=body.carrier_name or facts.carrier_name,
        date_issued=body.date_issued,
        is_partial=paying.is_another_sum(body.check_amt, facts.lines),
        pay_type=facts.pay_type if body.pay_type is None else body.pay_type,
        sec_date_entry=facts.now.date(),
        sec_date_t_edit=facts.now,
        pay_group=facts.pay_group if body.pay_group is None else body.pay_group,
    )


def _facts(tx: Transaction, claims: Sequence[Claim]) -> PaymentFacts:
    carrier = "SELECT c.CarrierName FROM insplan i JOIN carrier c ON c.CarrierNum = i.CarrierNum WHERE i.PlanNum = ?"
    return PaymentFacts(
        now=tx.now,
        claims=claims,
        lines=[line for claim in claims for line in lines_of(tx, claim.claim_num) if line.is_payable],
        carrier_name=tx.value(carrier, (claims[0].plan_num,), ""),
        pay_type=first_definition(tx, DefCat.InsurancePaymentType),
        pay_group=first_definition(tx, DefCat.ClaimPaymentGroups),
    )


def _save(tx: Transaction, payment: ClaimPayment, lines: Sequence[ClaimProc]) -> Row:
    number = RECORDS.insert(tx, payment)
    paying.put_on(tx, replace(payment, claim_payment_num=number), lines)
    return READ.one(tx, number)


def update_payment(tx: Transaction, before: ClaimPayment, body: PaymentChange) -> Row:
    """PUT claimpayments: of another amount it becomes partial, or no more is."""
    after = replace(before, **given_values(body))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        if after.check_amt != before.check_amt:
            paying.balance(tx, before.claim_payment_num)
    return READ.one(tx, before.claim_payment_num)


def delete_payment(tx: Transaction, payment: ClaimPayment) -> None:
    """DELETE, unless an EOB or a deposit has it (documented; words assumed). What its lines were paid stays on them."""
    number = payment.claim_payment_num
    if tx.row("SELECT 1 FROM eobattach WHERE ClaimPaymentNum = ? LIMIT 1", (number,)):
        raise conflict(HAS_EOB)
    if payment.deposit_num:
        raise conflict(HAS_DEPOSIT)
    paying.take_off(tx, paying.lines_on(tx, number))
    tx.delete("claimpayment", "ClaimPaymentNum = ?", (number,))
