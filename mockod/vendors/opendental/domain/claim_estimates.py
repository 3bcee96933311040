"""What a plan is expected to pay of a procedure: the arithmetic behind the estimates of claimprocs.

From the fee, or what the plan allows of it, the copay is taken, then the deductible; of the rest the plan pays its
percentage; what other plans pay is coordinated; the patient's and the family's maximums limit the sum. An override
takes the place of the step that it is named after (documented, and the vendor's source). Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockod.vendors.opendental.domain import benefits as rules
from mockod.vendors.opendental.domain.benefits import Benefit, Categories, Code, Used
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import NONE, OPEN, ClaimProc, either
from mockod.vendors.opendental.domain.insurance import PPO
from mockod.vendors.opendental.domain.insurance_enums import CobRule

ESTIMATED = (*OPEN, ClaimProcStatus.Estimate)
"""Lines whose estimates are computed anew; those of an answered one stand."""
OVER_MAXIMUM = "Over annual max"
"""The note on an estimate that a maximum has cut (source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateFacts:
    """What must be known to estimate what one plan pays of one procedure."""

    code: Code
    fee: float
    """Of all its units."""
    plan_type: str
    month_renew: int
    cob_rule: CobRule
    benefits: Sequence[Benefit]
    categories: Categories
    used: Sequence[Used]
    """What the plan has paid, or is expected to pay, for other lines: of all whom it covers."""
    age: int
    """In years, on the day of the procedure; 0 where no birthdate is known."""
    allowed: float | None = None
    """What a PPO's fee schedule asks for the code; None where it names none."""
    copay: float | None = None
    """What the plan's copay schedule asks; None where it names none."""
    paid_by_others: float | None = None
    """What plans before this one pay; None for the first."""


def estimated(line: ClaimProc, facts: EstimateFacts) -> ClaimProc:
    """The line with its estimates; those of one that is not billed are cleared, those of an answered one stand."""
    if line.no_bill_ins:
        return cleared(line)
    if line.status not in ESTIMATED:
        return replace(line, ins_pay_est=either(line.ins_est_total_override, line.ins_pay_est))
    is_ppo = facts.plan_type == PPO
    allowed = min(either(line.allowed_override, facts.fee if facts.allowed is None else facts.allowed), facts.fee)
    copay_amt = NONE if facts.copay is None else facts.copay
    copay = max(either(line.copay_override, copay_amt), 0)
    percentage = rules.percentage(facts.benefits, facts.code, facts.plan_type, facts.categories)
    share = either(line.percent_override, percentage) / 100
    if rules.is_excluded(facts.benefits, facts.code, facts.categories):
        share = 0.0
    covered = max(allowed - copay, 0.0)
    ded_est = min(_deductible(line, facts), covered) if share else 0.0
    deductible = either(line.ded_est_override, ded_est)
    paid_other_ins = NONE if facts.paid_by_others is None else facts.paid_by_others
    own = max(covered - deductible, 0.0) * share
    coordinated = coordinate(own, either(line.paid_other_ins_override, paid_other_ins), facts.fee, allowed, facts)
    payable = _payable(line, facts, coordinated)
    write_off_est = round(facts.fee - allowed, 2) if is_ppo else NONE
    estimate = replace(
        line,
        base_est=round(covered * share, 2),
        percentage=percentage,
        copay_amt=copay_amt,
        ded_est=round(ded_est, 2),
        paid_other_ins=paid_other_ins,
        ins_est_total=round(payable, 2),
        estimate_note=OVER_MAXIMUM if payable < coordinated else "",
        write_off_est=write_off_est,
    )
    if line.status not in OPEN:
        return estimate
    return replace(
        estimate,
        ins_pay_est=either(line.ins_est_total_override, estimate.ins_est_total),
        ded_applied=either(line.ded_est_override, estimate.ded_est),
    )


def coordinate(own: float, paid: float, fee: float, allowed: float, facts: EstimateFacts) -> float:
    """What a plan pays beside others, by its rule: up to the fee, up to what it allows, or only what they left."""
    if paid <= 0:
        return own
    if facts.cob_rule == CobRule.CarveOut:
        return max(own - paid, 0.0)
    most = allowed if facts.cob_rule in (CobRule.Standard, CobRule.SecondaryMedicaid) else fee
    return min(own, max(most - paid, 0.0))


def cleared(line: ClaimProc) -> ClaimProc:
    """A line that is not billed: without estimates and overrides (documented)."""
    return replace(
        line,
        ins_pay_est=0.0,
        percentage=NONE,
        percent_override=NONE,
        copay_amt=NONE,
        paid_other_ins=NONE,
        base_est=0.0,
        copay_override=NONE,
        ded_est=NONE,
        ded_est_override=NONE,
        ins_est_total=0.0,
        ins_est_total_override=NONE,
        paid_other_ins_override=NONE,
        allowed_override=NONE,
        estimate_note="",
        write_off_est=NONE,
        write_off_est_override=NONE,
    )


def estimated_write_off(line: ClaimProc) -> float:
    """What a line that goes to the carrier is expected to write off."""
    return max(either(line.write_off_est_override, line.write_off_est), 0.0)


def _deductible(line: ClaimProc, facts: EstimateFacts) -> float:
    return rules.deductible_left(
        facts.benefits,
        facts.code,
        facts.categories,
        facts.used,
        pat_num=line.pat_num,
        day=line.proc_date,
        month_renew=facts.month_renew,
    )


def _payable(line: ClaimProc, facts: EstimateFacts, amount: float) -> float:
    return rules.payable(
        facts.benefits,
        facts.code,
        facts.categories,
        facts.used,
        amount,
        pat_num=line.pat_num,
        day=line.proc_date,
        month_renew=facts.month_renew,
        age=facts.age,
    )
