"""What the practice does with claimprocs: list, change, receive and pay them."""

from __future__ import annotations

from dataclasses import replace

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_estimates import estimated_write_off
from mockod.vendors.opendental.domain.claims import OPEN, ClaimProc
from mockod.vendors.opendental.engine.select import Row, Rows, Select, given
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.claimpayments import paying
from mockod.vendors.opendental.resources.claimprocs import decisions
from mockod.vendors.opendental.resources.claimprocs.bodies import (
    ALL_SINCE,
    ClaimProcChange,
    ClaimProcFilters,
    NewSupplemental,
)
from mockod.vendors.opendental.resources.claimprocs.decisions import LineFacts
from mockod.vendors.opendental.resources.claimprocs.estimates import renewed
from mockod.vendors.opendental.resources.claimprocs.table import CLAIMPROC, RECORDS, lines_of, save
from mockod.vendors.opendental.resources.claims.totals import follow_lines
from mockod.vendors.opendental.wire.errors import required

READ = Select(CLAIMPROC, CLAIMPROC.answer)


def list_claim_procs(tx: Transaction, filters: ClaimProcFilters, page: Page) -> Rows:
    """GET claimprocs, by number."""
    if not (filters.claim_num or filters.pat_num or tx.settings.version.knows(ALL_SINCE)):
        raise required("ClaimNum or PatNum")
    return READ.page(
        tx,
        page,
        "claimproc.ClaimProcNum",
        [
            given("claimproc.ProcNum = :proc", proc=filters.proc_num or None),
            given("claimproc.ClaimNum = :claim", claim=filters.claim_num or None),
            given("claimproc.PatNum = :patient", patient=filters.pat_num or None),
            given("claimproc.Status = :status", status=filters.status),
            given("claimproc.ClaimPaymentNum = :payment", payment=filters.claim_payment_num or None),
        ],
    )


def update_claim_proc(tx: Transaction, before: ClaimProc, body: ClaimProcChange) -> Row:
    """PUT claimprocs: estimates, the claim's amounts and the lines of other plans follow (documented)."""
    changed = decisions.changed_line(before, body, _facts(tx, before, body))
    if body.claim_payment_num is not None:
        paying.check_move(tx, before, changed, body.claim_payment_num)
    after = _with_estimates(tx, before, changed, body) if changed != before else before
    if save(tx, before, after):
        _delete_transfers(tx, before, after)
        follow_lines(tx, before.claim_num)
        _follow_other_plans(tx, after)
    if body.claim_payment_num is not None:
        paying.move(tx, RECORDS.get_or_404(tx, before.claim_proc_num), body.claim_payment_num)
    return READ.one(tx, before.claim_proc_num)


def _facts(tx: Transaction, before: ClaimProc, body: ClaimProcChange) -> LineFacts:
    code = "SELECT 1 FROM procedurecode WHERE ProcCode = ?"
    same = (line for line in lines_of(tx, before.claim_num)) if before.claim_num else ()
    return LineFacts(
        now=tx.now,
        claim_type=tx.value("SELECT ClaimType FROM claim WHERE ClaimNum = ?", (before.claim_num,), ""),
        others=[
            line.status
            for line in same
            if line.proc_num == before.proc_num and line.claim_proc_num != before.claim_proc_num
        ],
        is_code=body.code_sent is None or not body.code_sent or tx.row(code, (body.code_sent,)) is not None,
        follows_procedure=preferences.switched_on(tx, "ProcProvChangesClaimProcWithClaim"),
    )


def _with_estimates(tx: Transaction, before: ClaimProc, changed: ClaimProc, body: ClaimProcChange) -> ClaimProc:
    after = renewed(tx, changed)
    is_estimated = after.status in OPEN and body.write_off is None
    if is_estimated and after.write_off_est_override != before.write_off_est_override:
        after = replace(after, write_off=estimated_write_off(after))
    return after


def _delete_transfers(tx: Transaction, before: ClaimProc, after: ClaimProc) -> None:
    """Income that was moved within a claim is worth nothing once a received line has another amount (documented)."""
    amounts = (before.status, before.ins_pay_amt, before.write_off)
    if before.claim_num and amounts != (after.status, after.ins_pay_amt, after.write_off):
        tx.delete("claimproc", "ClaimNum = ? AND IsTransfer = 1 AND ClaimPaymentNum = 0", (before.claim_num,))


def _follow_other_plans(tx: Transaction, line: ClaimProc) -> None:
    """What one plan pays, others need not: estimate them anew."""
    if not line.proc_num:
        return
    tests = "ProcNum = ? AND InsSubNum <> ? ORDER BY ClaimProcNum"
    for other in RECORDS.find(tx, tests, (line.proc_num, line.ins_sub_num)):
        if save(tx, other, renewed(tx, other)):
            follow_lines(tx, other.claim_num)


def create_supplemental(tx: Transaction, body: NewSupplemental) -> Row:
    """POST Supplemental."""
    line = RECORDS.get_or_404(tx, body.claim_proc_num)
    number = RECORDS.insert(tx, decisions.supplemental(line, body.ins_pay_amt, tx.now))
    follow_lines(tx, line.claim_num)
    return READ.one(tx, number)
