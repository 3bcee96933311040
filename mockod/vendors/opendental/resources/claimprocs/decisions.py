"""What becomes of a claimproc: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mockod.rest.messages import Basis
from mockod.rest.schema import pascal_case
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import ANSWERED, NONE, PREAUTH, ClaimProc, total
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.resources.claimprocs.bodies import ClaimProcChange, UsedBenefits
from mockod.vendors.opendental.wire.errors import conflict, invalid, required

CHANGEABLE = (
    ClaimProcStatus.NotReceived,
    ClaimProcStatus.Received,
    ClaimProcStatus.Preauth,
    ClaimProcStatus.Supplemental,
    ClaimProcStatus.Estimate,
)
"""All others are changed in other ways, or not at all (documented)."""
OVERRIDES = (
    "copay_override",
    "ded_est_override",
    "ins_est_total_override",
    "paid_other_ins_override",
    "write_off_est_override",
)
PINNED = (
    "Cannot change Status from Supplemental when there is a ClaimProc with a different status and the same ProcNum."
)
"""The vendor's words, as seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What must be known before a claimproc is changed."""

    now: datetime
    claim_type: str = ""
    """Of its claim; empty for an estimate."""
    others: Collection[ClaimProcStatus] = ()
    """The statuses of the other lines of its procedure on its claim."""
    is_code: bool = True
    """Whether the office has the code that the body sends."""
    follows_procedure: bool = False
    """Preference ProcProvChangesClaimProcWithClaim: its provider is the procedure's."""


def changed_line(before: ClaimProc, body: ClaimProcChange, facts: LineFacts) -> ClaimProc:
    """What a PUT makes of it, its estimates and its payment aside."""
    check_changeable(before)
    given = {name: value for name, value in given_values(body).items() if name != "claim_payment_num"}
    after = replace(before, **given)
    if after.status != before.status:
        _check_status(before, after, facts)
    if before.claim_payment_num and after.ins_pay_amt != before.ins_pay_amt:
        status = before.status.name
        text = f"Cannot change InsPayAmt when Status is {status} and attached to a ClaimPayment."
        raise conflict(text, Basis.OBSERVED)
    if not after.claim_num and after.ins_pay_amt != before.ins_pay_amt:
        raise invalid("InsPayAmt", "The ClaimProc is not attached to a claim.")
    for name in OVERRIDES:
        if getattr(after, name) < 0 and getattr(after, name) != NONE:
            raise invalid(pascal_case(name))
    if after.code_sent != before.code_sent and not facts.is_code:
        raise invalid("CodeSent")
    if after.prov_num != before.prov_num and facts.follows_procedure and before.proc_num and before.claim_num:
        raise invalid("ProvNum", "The provider follows the procedure's.")
    if after.no_bill_ins != before.no_bill_ins and before.claim_num:
        raise invalid("NoBillIns", "The ClaimProc is attached to a claim.")
    return _dated(before, after, facts.now.date())


def check_changeable(line: ClaimProc) -> None:
    """Neither a transfer of income nor an adjustment, history or capitation (documented; words assumed)."""
    if line.is_transfer:
        raise conflict("ClaimProc cannot be updated when IsTransfer is true.")
    if line.status not in CHANGEABLE:
        raise conflict(f"ClaimProc cannot be updated when Status is {line.status.name}.")


def _check_status(before: ClaimProc, after: ClaimProc, facts: LineFacts) -> None:
    """A line of a claim is received or not, one of a preauthorization neither, and an estimate is on no claim."""
    if not facts.claim_type:
        allowed: tuple[ClaimProcStatus, ...] = (ClaimProcStatus.Estimate,)
    elif facts.claim_type == PREAUTH:
        allowed = (ClaimProcStatus.Preauth,)
    else:
        allowed = (ClaimProcStatus.NotReceived, *ANSWERED)
    if after.status not in allowed:
        raise invalid("Status")
    if before.status == ClaimProcStatus.Supplemental and any(other != before.status for other in facts.others):
        raise conflict(PINNED, Basis.OBSERVED)
    if before.claim_payment_num:
        raise conflict(f"Cannot change Status from {before.status.name} when attached to a ClaimPayment.")


def _dated(before: ClaimProc, after: ClaimProc, today: date) -> ClaimProc:
    """The days of the answer: of today once there is one, none before."""
    if after.status == before.status:
        return after
    day = today if after.status in ANSWERED else date.min
    return replace(after, date_entry=day, date_supp_received=day)


def supplemental(line: ClaimProc, amount: float, now: datetime) -> ClaimProc:
    """A line of its own for a further payment; a negative one takes money back (observed)."""
    if line.is_transfer or not line.claim_num or line.status not in ANSWERED:
        raise invalid("ClaimProcNum", "The ClaimProc has not been received.")
    return replace(
        line,
        claim_proc_num=0,
        fee_billed=0.0,
        ins_pay_est=0.0,
        ded_applied=0.0,
        status=ClaimProcStatus.Supplemental,
        ins_pay_amt=amount,
        remarks="",
        claim_payment_num=0,
        date_cp=now.date(),
        write_off=0.0,
        date_entry=now.date(),
        payment_row=0,
        claim_payment_tracking=0,
        sec_date_entry=now.date(),
        sec_date_t_edit=now,
        date_supp_received=now.date(),
        date_ins_finalized=date.min,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """What a patient's coverage has in the benefit year that an adjustment is for."""

    paid: Sequence[ClaimProc]
    """What claims were paid."""
    adjustments: Sequence[ClaimProc]
    """By number."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What is left to be adjusted: amounts of the one adjustment of the year, both 0 where there need be none."""

    ins_used: float
    deductible_used: float


def check_used(ins_used: float | None, deductible_used: float | None) -> None:
    """Benefits that are used are not negative (assumed)."""
    if (ins_used or 0) < 0:
        raise invalid("insUsed")
    if (deductible_used or 0) < 0:
        raise invalid("deductibleUsed")


def adjusted(body: UsedBenefits, facts: YearFacts) -> Adjusted:
    """What must be adjusted for the year to show the totals that were sent; what was not sent stays (documented)."""
    if body.ins_used is None and body.deductible_used is None:
        raise required("insUsed or deductibleUsed", Basis.DOCUMENTED)
    check_used(body.ins_used, body.deductible_used)
    ins_used = total(line.ins_pay_amt for line in facts.adjustments)
    if body.ins_used is not None:
        ins_used = total([body.ins_used, *(-line.ins_pay_amt for line in facts.paid)])
    deductible_used = total(line.ded_applied for line in facts.adjustments)
    if body.deductible_used is not None:
        deductible_used = total([body.deductible_used, *(-line.ded_applied for line in facts.paid)])
    return Adjusted(ins_used, deductible_used)
