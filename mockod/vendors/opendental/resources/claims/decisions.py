"""What becomes of a claim by a POST, a PUT or a DELETE: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.claims import (
    PREAUTH,
    PRIMARY,
    RECEIVED,
    SECONDARY,
    SENT,
    Claim,
    ClaimProc,
)
from mockod.vendors.opendental.domain.enums import ProcStatus, Relationship
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.resources.claims.bodies import ClaimChange, NewClaim, Sending
from mockod.vendors.opendental.wire.errors import conflict, get_or_404, invalid, required

PLACE = {PRIMARY: "Primary", SECONDARY: "Secondary"}
"""Which of the patient's plans a claim is for, by its type (documented)."""
DEFAULT_PROVIDER, TREATING_PROVIDER = 0, -1
"""Who bills, by preference InsBillingProv; any other number is a provider's (source)."""
HAS_PAYMENT = "Claim cannot be deleted. Procedure(s) have an insurance payment attached."
HAS_BEEN_RECEIVED = "Claim cannot be deleted. Claim has been received."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimable:
    """A procedure, as far as a claim must know it."""

    proc_num: int
    pat_num: int
    proc_status: ProcStatus
    proc_date: date
    prov_num: int
    clinic_num: int
    is_by_secondary: bool
    """Whether its provider is a secondary one: a hygienist, who treats on no claim alone."""
    claimed: frozenset[int] = frozenset()
    """The subscribers, by InsSubNum, whom a claim of it is already for."""
    not_billed: frozenset[int] = frozenset()
    """Those to whose plan it is not billed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredBy:
    """A plan that covers the patient. ``place`` is Primary, Secondary, Medical or Other."""

    ins_sub_num: int
    plan_num: int
    place: str
    relationship: Relationship
    claim_form_num: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What must be known before a claim is made. Procedures that were not found are None."""

    now: datetime
    procedures: Sequence[Claimable | None]
    coverage: Sequence[CoveredBy]
    patient_provider: int
    default_provider: int
    billing: int
    """Preference InsBillingProv."""


def new_claim(body: NewClaim, facts: ClaimFacts) -> Claim:
    """The claim to be written, its amounts still to be summed."""
    is_preauth = body.claim_type == PREAUTH
    if not body.proc_nums:
        raise required("procNums")
    procedures = [get_or_404(procedure, "Procedure") for procedure in facts.procedures]
    coverage = _coverage(body, facts.coverage)
    other = _other_coverage(body.ins_sub_num2, facts.coverage)
    for procedure in procedures:
        _check_claimable(procedure, body.pat_num, coverage.ins_sub_num, is_preauth=is_preauth)
    treating = body.prov_treat or treating_provider(procedures, facts.patient_provider)
    first_day = min(procedure.proc_date for procedure in procedures)
    return Claim(
        pat_num=body.pat_num,
        date_service=date.min if is_preauth else body.date_service or first_day,
        date_sent=body.date_sent or facts.now.date(),
        plan_num=coverage.plan_num,
        prov_treat=treating,
        claim_type=body.claim_type,
        prov_bill=body.prov_bill or billing_provider(facts.billing, treating, facts.default_provider),
        pat_relat=coverage.relationship if body.pat_relat is None else body.pat_relat,
        plan_num2=other.plan_num if other else 0,
        pat_relat2=_relation(body.pat_relat2, other),
        claim_form=coverage.claim_form_num if body.claim_form is None else body.claim_form,
        ins_sub_num=coverage.ins_sub_num,
        ins_sub_num2=body.ins_sub_num2,
        sec_date_t_edit=facts.now,
        clinic_num=procedures[0].clinic_num,
    )


def _coverage(body: NewClaim, coverage: Sequence[CoveredBy]) -> CoveredBy:
    """The plan that is billed: the one in the place that the type means, or the one that a preauthorization names."""
    if body.claim_type == PREAUTH:
        if not body.ins_sub_num:
            raise required("InsSubNum", Basis.DOCUMENTED)
        if body.pat_relat is None:
            raise required("PatRelat", Basis.DOCUMENTED)
        found = _of(coverage, body.ins_sub_num)
    else:
        place = PLACE[body.claim_type]
        found = next((one for one in coverage if one.place == place), None)
        if found is None:
            raise invalid("ClaimType", f"Patient has no {place.lower()} insurance.")
        if body.ins_sub_num not in (0, found.ins_sub_num):
            raise invalid("InsSubNum")
    if found is None:
        raise invalid("InsSubNum")
    return found


def _other_coverage(ins_sub_num: int, coverage: Sequence[CoveredBy]) -> CoveredBy | None:
    """The plan beside it, which must be the patient's too."""
    found = _of(coverage, ins_sub_num) if ins_sub_num else None
    if ins_sub_num and found is None:
        raise invalid("InsSubNum2")
    return found


def _of(coverage: Sequence[CoveredBy], ins_sub_num: int) -> CoveredBy | None:
    return next((one for one in coverage if one.ins_sub_num == ins_sub_num), None)


def _relation(given: Relationship | None, other: CoveredBy | None) -> Relationship:
    if given is not None:
        return given
    return other.relationship if other else Relationship.Self


def _check_claimable(procedure: Claimable, pat_num: int, ins_sub_num: int, *, is_preauth: bool) -> None:
    """It is the patient's; done to be claimed, planned to be authorized; and neither claimed nor kept from billing."""
    if procedure.pat_num != pat_num:
        raise invalid("procNums", "Procedures must be the patient's.")
    if is_preauth and procedure.proc_status not in (ProcStatus.TP, ProcStatus.TPi):
        raise invalid("procNums", "Procedures must be treatment planned.")
    if not is_preauth and procedure.proc_status != ProcStatus.C:
        raise invalid("procNums", "Procedures must be complete.")
    if not is_preauth and ins_sub_num in procedure.claimed:
        raise invalid("procNums", "A procedure is already attached to a claim.")
    if ins_sub_num in procedure.not_billed:
        raise invalid("procNums", "A procedure is not billed to insurance.")


def treating_provider(procedures: Sequence[Claimable], patient_provider: int) -> int:
    """The first procedure's, unless that is a secondary one and another's is not; at last the patient's (source)."""
    first = next((p.prov_num for p in procedures if p.prov_num and not p.is_by_secondary), 0)
    return first or patient_provider or procedures[0].prov_num


def billing_provider(billing: int, treating: int, default: int) -> int:
    """Who bills, as the office prefers (source)."""
    if billing == TREATING_PROVIDER:
        return treating
    return default if billing == DEFAULT_PROVIDER else billing


def changed_claim(before: Claim, body: ClaimChange, coverage: Sequence[CoveredBy]) -> Claim:
    """What a PUT makes of a claim. Other coverage brings its plan along, and the patient's relationship."""
    after = replace(before, **given_values(body))
    if after.ins_sub_num2 != before.ins_sub_num2:
        other = _other_coverage(after.ins_sub_num2, coverage)
        after = replace(after, plan_num2=other.plan_num if other else 0, pat_relat2=_relation(body.pat_relat2, other))
    return after


def sent_claim(before: Claim, body: Sending) -> Claim:
    """A claim that was sent on that day. The first day of sending stays (documented)."""
    first = before.date_sent_orig
    if first == date.min:
        first = body.date_sent_orig or body.date_sent
    return replace(before, claim_status=SENT, date_sent=body.date_sent, date_sent_orig=first)


def moved_lines(proc_nums: Sequence[int], lines: Sequence[ClaimProc]) -> list[ClaimProc]:
    """The lines that a split moves: of every procedure named, of none that is paid; one at least stays (assumed)."""
    if not proc_nums:
        raise required("ProcNums", Basis.DOCUMENTED)
    moved = [line for line in lines if line.proc_num in proc_nums]
    if {line.proc_num for line in moved} != set(proc_nums):
        raise invalid("ProcNums", "Procedures must be attached to the claim.")
    if len(moved) == len(lines):
        raise invalid("ProcNums", "At least one procedure must remain on the claim.")
    if any(line.claim_payment_num for line in moved):
        raise invalid("ProcNums", "Procedures are attached to an insurance payment.")
    return moved


def check_deletable(claim: Claim, lines: Sequence[ClaimProc]) -> None:
    """No line has money, nor a check, and the claim is not received (documented; the first words were seen)."""
    if any(line.claim_payment_num or line.ins_pay_amt for line in lines):
        raise conflict(HAS_PAYMENT, Basis.OBSERVED)
    if claim.claim_status == RECEIVED:
        raise conflict(HAS_BEEN_RECEIVED)
