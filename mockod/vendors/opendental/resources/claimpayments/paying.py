"""Lines of claims on payments: put there, taken off, and what the payment then is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claims import ClaimProc, total
from mockod.vendors.opendental.resources.claimpayments.table import RECORDS, ClaimPayment
from mockod.vendors.opendental.resources.claimprocs import table as line_table
from mockod.vendors.opendental.wire.errors import invalid


def lines_on(tx: Transaction, claim_payment_num: int) -> list[ClaimProc]:
    """The lines that a payment paid, by number."""
    return line_table.RECORDS.find(tx, "ClaimPaymentNum = ? ORDER BY ClaimProcNum", (claim_payment_num,))


def put_on(tx: Transaction, payment: ClaimPayment, lines: Sequence[ClaimProc]) -> None:
    """Lines are paid by the check, in rows by claim after those that are there."""
    rows = {line.claim_num: line.payment_row for line in lines_on(tx, payment.claim_payment_num)}
    for line in lines:
        row = rows.setdefault(line.claim_num, max(rows.values(), default=0) + 1)
        paid = replace(
            line,
            claim_payment_num=payment.claim_payment_num,
            date_cp=payment.check_date,
            payment_row=row,
            date_ins_finalized=date.min if payment.is_partial else tx.now.date(),
        )
        line_table.save(tx, line, paid)


def take_off(tx: Transaction, lines: Sequence[ClaimProc]) -> None:
    """Lines are on no payment any more; what was paid stays on them (observed)."""
    for line in lines:
        line_table.save(tx, line, replace(line, claim_payment_num=0, payment_row=0, date_ins_finalized=date.min))


def balance(tx: Transaction, claim_payment_num: int) -> None:
    """A payment is partial while its lines make another sum than the check; when it no more is, they are final."""
    payment = RECORDS.get_or_404(tx, claim_payment_num)
    lines = lines_on(tx, claim_payment_num)
    is_partial = is_another_sum(payment.check_amt, lines)
    if is_partial == payment.is_partial:
        return
    RECORDS.update(tx, payment, replace(payment, is_partial=is_partial, sec_date_t_edit=tx.now))
    for line in lines:
        line_table.save(tx, line, replace(line, date_ins_finalized=date.min if is_partial else tx.now.date()))


def is_another_sum(check_amt: float, lines: Sequence[ClaimProc]) -> bool:
    """Whether a check is not, to the cent, what its lines say."""
    return total([check_amt]) != total(line.ins_pay_amt for line in lines)


def check_move(tx: Transaction, before: ClaimProc, after: ClaimProc, claim_payment_num: int) -> None:
    """A line goes on a partial payment, or off one; nothing else (documented; words assumed)."""
    if claim_payment_num == before.claim_payment_num:
        return
    if before.claim_payment_num and claim_payment_num:
        raise invalid("ClaimPaymentNum", "The ClaimProc is attached to another ClaimPayment.")
    if not RECORDS.get_or_404(tx, claim_payment_num or before.claim_payment_num).is_partial:
        raise invalid("ClaimPaymentNum", "The ClaimPayment is not partial.")
    if claim_payment_num and not (after.claim_num and after.is_payable):
        raise invalid("ClaimPaymentNum", "The ClaimProc has not been received.")


def move(tx: Transaction, line: ClaimProc, claim_payment_num: int) -> None:
    """Put a line on a payment, or take it off for 0; the claim's others go along (documented)."""
    if claim_payment_num == line.claim_payment_num:
        return
    others = line_table.lines_of(tx, line.claim_num)
    if claim_payment_num:
        put_on(tx, RECORDS.get_or_404(tx, claim_payment_num), [one for one in others if one.is_payable])
    else:
        take_off(tx, [one for one in others if one.claim_payment_num == line.claim_payment_num])
    balance(tx, claim_payment_num or line.claim_payment_num)
