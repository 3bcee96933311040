"""InsAdjust: benefits that were used elsewhere, kept as claimprocs without a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.benefits import benefit_year, is_in_benefit_year
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import ANSWERED, ClaimProc
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources.claimprocs.bodies import NewAdjustment, UsedBenefits
from mockod.vendors.opendental.resources.claimprocs.decisions import YearFacts, adjusted, check_used
from mockod.vendors.opendental.resources.claimprocs.service import READ
from mockod.vendors.opendental.resources.claimprocs.table import RECORDS, save

_PATPLAN = (
    "SELECT p.PatNum, p.InsSubNum, i.PlanNum, i.MonthRenew FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum "
    "JOIN insplan i ON i.PlanNum = s.PlanNum WHERE p.PatPlanNum = ?"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose benefits are used, and of which plan."""

    pat_num: int
    ins_sub_num: int
    plan_num: int
    month_renew: int


def adjust(tx: Transaction, body: UsedBenefits) -> None:
    """PUT InsAdjust: one adjustment of the benefit year takes the place of all, or none, where none is needed."""
    owner = Owner(*tx.rows(_PATPLAN, (body.pat_plan_num,))[0])
    day = body.day or tx.now.date()
    adjustments = _of_year(tx, owner, day, (ClaimProcStatus.Adjustment,))
    left = adjusted(body, YearFacts(paid=_of_year(tx, owner, day, ANSWERED), adjustments=adjustments))
    kept = adjustments[:1] if left.ins_used or left.deductible_used else []
    for line in adjustments[len(kept) :]:
        tx.delete("claimproc", "ClaimProcNum = ?", (line.claim_proc_num,))
    if kept:
        save(tx, kept[0], replace(kept[0], ins_pay_amt=left.ins_used, ded_applied=left.deductible_used))
    elif left.ins_used or left.deductible_used:
        RECORDS.insert(tx, _adjustment(tx, owner, day, left.ins_used, left.deductible_used))


def create_adjustment(tx: Transaction, body: NewAdjustment) -> Row:
    """POST InsAdjust: always another one (documented)."""
    check_used(body.ins_used, body.deductible_used)
    owner = Owner(*tx.rows(_PATPLAN, (body.pat_plan_num,))[0])
    new = _adjustment(tx, owner, body.day or tx.now.date(), body.ins_used, body.deductible_used)
    return READ.one(tx, RECORDS.insert(tx, new))


def _of_year(tx: Transaction, owner: Owner, day: date, statuses: Sequence[ClaimProcStatus]) -> list[ClaimProc]:
    """The patient's lines of these statuses in the benefit year of a day."""
    first = benefit_year(day, owner.month_renew)
    tests = f"PatNum = ? AND InsSubNum = ? AND Status IN ({placeholders(statuses)}) ORDER BY ClaimProcNum"
    lines = RECORDS.find(tx, tests, (owner.pat_num, owner.ins_sub_num, *statuses))
    return [line for line in lines if is_in_benefit_year(line.proc_date, first)]


def _adjustment(tx: Transaction, owner: Owner, day: date, ins_used: float, deductible_used: float) -> ClaimProc:
    """It has 0 where others have -1 for none, as in the page's sample."""
    return ClaimProc(
        pat_num=owner.pat_num,
        status=ClaimProcStatus.Adjustment,
        ins_pay_amt=ins_used,
        ded_applied=deductible_used,
        plan_num=owner.plan_num,
        ins_sub_num=owner.ins_sub_num,
        proc_date=day,
        allowed_override=0,
        percentage=0,
        percent_override=0,
        copay_amt=0,
        paid_other_ins=0,
        copay_override=0,
        ded_est=0,
        ded_est_override=0,
        ins_est_total_override=0,
        paid_other_ins_override=0,
        write_off_est=0,
        write_off_est_override=0,
        sec_date_entry=tx.now.date(),
        sec_date_t_edit=tx.now,
    )
