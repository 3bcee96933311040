"""Estimates of insurance: one for each plan that covers a patient and each procedure, kept as claimprocs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.benefits import Code, Used
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claim_estimates import EstimateFacts, estimated
from mockod.vendors.opendental.domain.claims import ANSWERED, ON_A_CLAIM, ClaimProc, either
from mockod.vendors.opendental.domain.enums import ProcStatus, Relationship
from mockod.vendors.opendental.domain.insurance import PPO, places
from mockod.vendors.opendental.domain.insurance_enums import CobRule
from mockod.vendors.opendental.domain.patient import age_on
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.benefits import queries as benefit_queries
from mockod.vendors.opendental.resources.claimprocs.table import RECORDS, save

ESTIMABLE = (ProcStatus.TP, ProcStatus.C)
"""Treatment of which a plan may pay."""
_COVERAGE = (
    "SELECT p.PatPlanNum, p.InsSubNum, i.PlanNum, p.Relationship, i.ClaimFormNum, i.PlanType, i.MonthRenew, i.CobRule, "
    "i.FeeSched, i.CopayFeeSched, i.IsMedical FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum "
    "JOIN insplan i ON i.PlanNum = s.PlanNum WHERE p.PatNum = ? ORDER BY p.Ordinal, p.PatPlanNum"
)
_TREATMENT = (
    "SELECT p.ProcNum, p.PatNum, p.ProcStatus, p.ProcDate, p.ProvNum, p.ClinicNum, "
    "p.ProcFee * max(1, p.UnitQty + p.BaseUnits), p.CodeNum, c.ProcCode "
    "FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum WHERE p.ProcNum = ?"
)
_USED = (
    "SELECT c.PatNum, c.ProcDate, coalesce(k.ProcCode, ''), coalesce(p.CodeNum, 0), "
    "CASE c.Status WHEN 0 THEN c.InsPayEst ELSE c.InsPayAmt END, c.DedApplied "
    "FROM claimproc c LEFT JOIN procedurelog p ON p.ProcNum = c.ProcNum LEFT JOIN procedurecode k "
    "ON k.CodeNum = p.CodeNum WHERE c.InsSubNum = ? AND c.ClaimProcNum <> ? AND c.Status IN ({})"
)
COUNTED = (*ANSWERED, ClaimProcStatus.NotReceived, ClaimProcStatus.Adjustment, ClaimProcStatus.CapClaim)
"""What uses up benefits: what was paid, what a claim asks for, and what the office adjusted by hand (source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A plan that covers a patient, by ordinal, with the place that it is called by."""

    pat_plan_num: int
    ins_sub_num: int
    plan_num: int
    relationship: Relationship
    claim_form_num: int
    plan_type: str
    month_renew: int
    cob_rule: CobRule
    fee_sched: int
    copay_fee_sched: int
    is_medical: bool
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A procedure as estimates see it. ``fee`` is of all its units."""

    proc_num: int
    pat_num: int
    proc_status: ProcStatus
    proc_date: date
    prov_num: int
    clinic_num: int
    fee: float
    code: Code


def coverage_of(tx: Transaction, pat_num: int) -> list[Coverage]:
    """The plans that cover a patient, in order."""
    rows = tx.rows(_COVERAGE, (pat_num,))
    named = places(bool(row[-1]) for row in rows)
    return [
        Coverage(
            pat_plan_num=row[0],
            ins_sub_num=row[1],
            plan_num=row[2],
            relationship=Relationship(row[3]),
            claim_form_num=row[4],
            plan_type=row[5],
            month_renew=row[6],
            cob_rule=CobRule(row[7]),
            fee_sched=row[8],
            copay_fee_sched=row[9],
            is_medical=bool(row[10]),
            place=place,
        )
        for row, place in zip(rows, named, strict=True)
    ]


def treatment(tx: Transaction, proc_num: int) -> Treatment | None:
    """A procedure; None where there is none."""
    row = tx.row(_TREATMENT, (proc_num,))
    if row is None:
        return None
    return Treatment(
        proc_num=row[0],
        pat_num=row[1],
        proc_status=ProcStatus(row[2]),
        proc_date=date.fromisoformat(row[3]),
        prov_num=row[4],
        clinic_num=row[5],
        fee=row[6],
        code=Code(row[7], row[8]),
    )


def follow_coverage(tx: Transaction, pat_num: int) -> None:
    """Estimate what is planned anew, after the patient's plans changed; those of a dropped plan go (source)."""
    covered = coverage_of(tx, pat_num)
    subscribers = [coverage.ins_sub_num for coverage in covered]
    tx.delete(
        "claimproc",
        f"PatNum = ? AND Status = ? AND InsSubNum NOT IN ({placeholders(subscribers)})",
        (pat_num, ClaimProcStatus.Estimate, *subscribers),
    )
    if not covered:
        return
    planned = "SELECT ProcNum FROM procedurelog WHERE PatNum = ? AND ProcStatus = ? ORDER BY ProcNum"
    for proc_num in tx.column(planned, (pat_num, ProcStatus.TP)):
        follow_procedure(tx, proc_num)


def follow_procedure(tx: Transaction, proc_num: int) -> None:
    """Make or renew the estimates of a procedure, one for each dental plan; none of what nobody would pay."""
    there = treatment(tx, proc_num)
    if there is None or there.proc_status not in ESTIMABLE:
        tx.delete("claimproc", "ProcNum = ? AND Status = ?", (proc_num, ClaimProcStatus.Estimate))
        return
    covered = coverage_of(tx, there.pat_num)
    subscribers = [coverage.ins_sub_num for coverage in covered]
    tx.delete(
        "claimproc",
        f"ProcNum = ? AND Status = ? AND InsSubNum NOT IN ({placeholders(subscribers)})",
        (proc_num, ClaimProcStatus.Estimate, *subscribers),
    )
    for coverage in covered:
        if not coverage.is_medical:
            _estimate(tx, there, coverage)


def _estimate(tx: Transaction, there: Treatment, coverage: Coverage) -> None:
    lines = RECORDS.find(
        tx, "ProcNum = ? AND InsSubNum = ? ORDER BY ClaimProcNum", (there.proc_num, coverage.ins_sub_num)
    )
    if any(line.status in ON_A_CLAIM and line.status != ClaimProcStatus.Preauth for line in lines):
        return
    before = next((line for line in lines if line.status == ClaimProcStatus.Estimate), None)
    if before is None:
        RECORDS.insert(tx, estimated(blank_line(tx, there, coverage), estimate_facts(tx, there, coverage)))
        return
    moved = replace(
        before,
        plan_num=coverage.plan_num,
        prov_num=there.prov_num,
        clinic_num=there.clinic_num,
        proc_date=there.proc_date,
    )
    save(tx, before, estimated(moved, estimate_facts(tx, there, coverage, exclude=before.claim_proc_num)))


def blank_line(tx: Transaction, there: Treatment, coverage: Coverage) -> ClaimProc:
    """An estimate that nothing was estimated of yet."""
    return ClaimProc(
        proc_num=there.proc_num,
        pat_num=there.pat_num,
        prov_num=there.prov_num,
        status=ClaimProcStatus.Estimate,
        plan_num=coverage.plan_num,
        proc_date=there.proc_date,
        date_cp=tx.now.date(),
        clinic_num=there.clinic_num,
        ins_sub_num=coverage.ins_sub_num,
        sec_date_entry=tx.now.date(),
        sec_date_t_edit=tx.now,
    )


def renewed(tx: Transaction, line: ClaimProc) -> ClaimProc:
    """A line with its estimates computed anew; one whose plan covers the patient no more keeps what it has."""
    there = treatment(tx, line.proc_num) if line.proc_num else None
    covered = coverage_of(tx, line.pat_num) if there else ()
    coverage = next((one for one in covered if one.ins_sub_num == line.ins_sub_num), None)
    if there is None or coverage is None:
        return line
    return estimated(line, estimate_facts(tx, there, coverage, exclude=line.claim_proc_num))


def estimate_facts(tx: Transaction, there: Treatment, coverage: Coverage, *, exclude: int = 0) -> EstimateFacts:
    """What must be known to estimate. ``exclude`` is the line itself, which uses up nothing beforehand."""
    birthdate = date.fromisoformat(tx.value("SELECT Birthdate FROM patient WHERE PatNum = ?", (there.pat_num,)))
    used = tx.rows(_USED.format(placeholders(COUNTED)), (coverage.ins_sub_num, exclude, *COUNTED))
    return EstimateFacts(
        code=there.code,
        fee=there.fee,
        plan_type=coverage.plan_type,
        month_renew=coverage.month_renew,
        cob_rule=coverage.cob_rule,
        benefits=benefit_queries.of_coverage(tx, coverage.pat_plan_num),
        categories=benefit_queries.categories(tx),
        used=[
            Used(
                pat_num=pat_num,
                proc_date=date.fromisoformat(proc_date),
                proc_code=proc_code,
                code_num=code_num,
                paid=paid,
                deductible=max(deductible, 0.0),
            )
            for pat_num, proc_date, proc_code, code_num, paid, deductible in used
        ],
        age=int(age_on(there.proc_date, birthdate) or 0),
        allowed=_amount(tx, coverage.fee_sched, there.code.number) if coverage.plan_type == PPO else None,
        copay=_amount(tx, coverage.copay_fee_sched, there.code.number),
        paid_by_others=_paid_by_others(tx, there, coverage),
    )


def _amount(tx: Transaction, fee_sched: int, code_num: int) -> float | None:
    """What a fee schedule asks for a code; None where it names none."""
    amount: float | None = tx.value(
        "SELECT Amount FROM fee WHERE CodeNum = ? AND FeeSched = ? ORDER BY FeeNum LIMIT 1", (code_num, fee_sched)
    )
    return amount


def _paid_by_others(tx: Transaction, there: Treatment, coverage: Coverage) -> float | None:
    """What the plans before this one pay of the procedure, or are expected to; None for the first plan."""
    dental = [one.ins_sub_num for one in coverage_of(tx, there.pat_num) if not one.is_medical]
    before = dental[: dental.index(coverage.ins_sub_num)] if coverage.ins_sub_num in dental else []
    if not before:
        return None
    lines = RECORDS.find(
        tx, f"ProcNum = ? AND InsSubNum IN ({placeholders(before)}) ORDER BY ClaimProcNum", (there.proc_num, *before)
    )
    return sum(map(_pays, lines))


def _pays(line: ClaimProc) -> float:
    if line.status in ANSWERED:
        return line.ins_pay_amt
    if line.status in (ClaimProcStatus.NotReceived, ClaimProcStatus.Estimate):
        return either(line.ins_est_total_override, line.ins_est_total)
    return 0.0


def not_billed(lines: Sequence[ClaimProc]) -> frozenset[int]:
    """The subscribers to whose plan a procedure is not billed."""
    return frozenset(line.ins_sub_num for line in lines if line.no_bill_ins)
