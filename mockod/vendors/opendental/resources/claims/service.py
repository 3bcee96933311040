"""What the practice does with claims: make, change, send, split and delete them."""

from __future__ import annotations

from dataclasses import asdict, replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus, EtransType
from mockod.vendors.opendental.domain.claim_estimates import estimated, estimated_write_off
from mockod.vendors.opendental.domain.claims import ON_A_CLAIM, PREAUTH, Claim, ClaimProc, off_the_claim, with_totals
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.resources import etranss, preferences
from mockod.vendors.opendental.resources.appointments.facts import default_provider
from mockod.vendors.opendental.resources.claimprocs import estimates
from mockod.vendors.opendental.resources.claimprocs import table as line_table
from mockod.vendors.opendental.resources.claimprocs.estimates import Coverage
from mockod.vendors.opendental.resources.claims import decisions
from mockod.vendors.opendental.resources.claims.bodies import ClaimChange, NewClaim, Sending, Split, SplitOff
from mockod.vendors.opendental.resources.claims.decisions import Claimable, ClaimFacts, CoveredBy
from mockod.vendors.opendental.resources.claims.table import CLAIM, RECORDS

READ = Select(CLAIM, CLAIM.answer)
_IS_SECONDARY = "SELECT IsSecondary FROM provider WHERE ProvNum = ?"


def create_claim(tx: Transaction, body: NewClaim) -> Row:
    """POST claims: its lines are made with it, of the estimates that there are."""
    claim = decisions.new_claim(body, _facts(tx, body))
    number = RECORDS.insert(tx, claim)
    coverage = next(c for c in estimates.coverage_of(tx, claim.pat_num) if c.ins_sub_num == claim.ins_sub_num)
    for proc_num in body.proc_nums:
        _add_line(tx, replace(claim, claim_num=number), proc_num, coverage)
    _sum_up(tx, number)
    return READ.one(tx, number)


def _facts(tx: Transaction, body: NewClaim) -> ClaimFacts:
    return ClaimFacts(
        now=tx.now,
        procedures=[_claimable(tx, proc_num) for proc_num in body.proc_nums],
        coverage=_coverage(tx, body.pat_num),
        patient_provider=tx.value("SELECT PriProv FROM patient WHERE PatNum = ?", (body.pat_num,)),
        default_provider=default_provider(tx),
        billing=preferences.number(tx, "InsBillingProv"),
    )


def _claimable(tx: Transaction, proc_num: int) -> Claimable | None:
    there = estimates.treatment(tx, proc_num)
    if there is None:
        return None
    lines = line_table.RECORDS.find(tx, "ProcNum = ? ORDER BY ClaimProcNum", (proc_num,))
    claimed = (line for line in lines if line.status in ON_A_CLAIM and line.status != ClaimProcStatus.Preauth)
    return Claimable(
        proc_num=proc_num,
        pat_num=there.pat_num,
        proc_status=there.proc_status,
        proc_date=there.proc_date,
        prov_num=there.prov_num,
        clinic_num=there.clinic_num,
        is_by_secondary=bool(tx.value(_IS_SECONDARY, (there.prov_num,), 0)),
        claimed=frozenset(line.ins_sub_num for line in claimed),
        not_billed=estimates.not_billed(lines),
    )


def _coverage(tx: Transaction, pat_num: int) -> list[CoveredBy]:
    return [
        CoveredBy(
            ins_sub_num=one.ins_sub_num,
            plan_num=one.plan_num,
            place=one.place,
            relationship=one.relationship,
            claim_form_num=one.claim_form_num,
        )
        for one in estimates.coverage_of(tx, pat_num)
    ]


def _add_line(tx: Transaction, claim: Claim, proc_num: int, coverage: Coverage) -> None:
    """Put a procedure on a claim: its estimate becomes the line; that of a preauthorization stays, too (source)."""
    estimates.follow_procedure(tx, proc_num)
    there = estimates.treatment(tx, proc_num)
    assert there is not None  # the decision found it
    tests = "ProcNum = ? AND InsSubNum = ? AND Status = ? ORDER BY ClaimProcNum LIMIT 1"
    found = line_table.RECORDS.find(tx, tests, (proc_num, claim.ins_sub_num, ClaimProcStatus.Estimate))
    is_preauth = claim.claim_type == PREAUTH
    before = next(iter(found), None)
    line = replace(
        before or estimates.blank_line(tx, there, coverage),
        claim_num=claim.claim_num,
        status=ClaimProcStatus.Preauth if is_preauth else ClaimProcStatus.NotReceived,
        fee_billed=there.fee,
        code_sent=there.code.proc_code,
        date_cp=tx.now.date(),
    )
    exclude = before.claim_proc_num if before and not is_preauth else 0
    line = estimated(line, estimates.estimate_facts(tx, there, coverage, exclude=exclude))
    line = replace(line, write_off=estimated_write_off(line))
    if before is None or is_preauth:
        line_table.RECORDS.insert(tx, replace(line, sec_date_entry=tx.now.date(), sec_date_t_edit=tx.now))
    else:
        line_table.save(tx, before, line)


def _sum_up(tx: Transaction, claim_num: int) -> None:
    claim = RECORDS.get_or_404(tx, claim_num)
    RECORDS.update(tx, claim, with_totals(claim, line_table.lines_of(tx, claim_num)))


def update_claim(tx: Transaction, before: Claim, body: ClaimChange) -> Row:
    """PUT claims."""
    after = decisions.changed_claim(before, body, _coverage(tx, before.pat_num))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return READ.one(tx, before.claim_num)


def send_claim(tx: Transaction, before: Claim, body: Sending) -> Row:
    """PUT Status: the claim is sent, and an entry of the electronic messages tells of it (documented)."""
    after = decisions.sent_claim(before, body)
    RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    etranss.add_message(
        tx,
        Etype=EtransType.ClaimSent,
        ClaimNum=before.claim_num,
        PatNum=before.pat_num,
        CarrierNum=tx.value("SELECT CarrierNum FROM insplan WHERE PlanNum = ?", (before.plan_num,), 0),
        PlanNum=before.plan_num,
        InsSubNum=before.ins_sub_num,
    )
    return READ.one(tx, before.claim_num)


def split_claim(tx: Transaction, claim: Claim, body: Split) -> dict[str, object]:
    """PUT Split: a second claim like the first, with the lines of the procedures named."""
    moved = decisions.moved_lines(body.proc_nums, line_table.lines_of(tx, claim.claim_num))
    number = RECORDS.insert(tx, replace(claim, sec_date_t_edit=tx.now))
    for line in moved:
        line_table.save(tx, line, replace(line, claim_num=number))
    for one in (claim.claim_num, number):
        _sum_up(tx, one)
    tx.update("claim", "SecDateTEdit = ? WHERE ClaimNum = ?", (tx.stamp, claim.claim_num))
    return asdict(SplitOff(claim_num=number, proc_nums=body.proc_nums))


def delete_claim(tx: Transaction, claim: Claim) -> None:
    """DELETE: its lines are estimates again; its messages name it no more, its history ends with it (assumed)."""
    lines = line_table.lines_of(tx, claim.claim_num)
    decisions.check_deletable(claim, lines)
    for line in lines:
        _take_off(tx, line)
    tx.update("etrans", "ClaimNum = 0 WHERE ClaimNum = ?", (claim.claim_num,))
    tx.delete("claimtracking", "ClaimNum = ?", (claim.claim_num,))
    tx.delete("claim", "ClaimNum = ?", (claim.claim_num,))
    for proc_num in sorted({line.proc_num for line in lines if line.proc_num}):
        estimates.follow_procedure(tx, proc_num)


def _take_off(tx: Transaction, line: ClaimProc) -> None:
    """A line goes back to what it was; one of a preauthorization, or beside another of its procedure, goes."""
    there = "ProcNum = ? AND InsSubNum = ? AND Status IN ({}) AND ClaimProcNum <> ?"
    kept = (ClaimProcStatus.Estimate, *ON_A_CLAIM)
    others = line_table.RECORDS.find(
        tx,
        there.format(placeholders(kept)),
        (line.proc_num, line.ins_sub_num, *kept, line.claim_proc_num),
    )
    if not line.proc_num or line.status == ClaimProcStatus.Preauth or others:
        tx.delete("claimproc", "ClaimProcNum = ?", (line.claim_proc_num,))
    else:
        line_table.save(tx, line, off_the_claim(line))
