"""What clients ask of claimprocs. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.fields import Amount, Choice, ForeignKey

ALL_SINCE = "23.2.16"
"""Older offices list the claimprocs of a claim or a patient only (documented)."""
SETTABLE = (
    ClaimProcStatus.NotReceived,
    ClaimProcStatus.Received,
    ClaimProcStatus.Preauth,
    ClaimProcStatus.Supplemental,
    ClaimProcStatus.Estimate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProcFilters:
    """GET claimprocs. 0 is no filter."""

    proc_num: Annotated[int, Since(ALL_SINCE)] = 0
    claim_num: int = 0
    pat_num: int = 0
    status: Annotated[ClaimProcStatus | None, Since("24.4.13")] = None
    claim_payment_num: Annotated[int, Since(ALL_SINCE)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProcChange:
    """PUT claimprocs: only what is given changes. An override of -1 is none."""

    prov_num: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    fee_billed: float | None = None
    ded_applied: float | None = None
    status: Annotated[ClaimProcStatus | None, Choice(ClaimProcStatus, accepts=SETTABLE)] = None
    ins_pay_amt: float | None = None
    remarks: str | None = None
    claim_payment_num: Annotated[int | None, Since("24.3.24")] = None
    write_off: float | None = None
    code_sent: str | None = None
    percent_override: int | None = None
    no_bill_ins: Annotated[bool | None, Since("23.2.10")] = None
    copay_override: float | None = None
    ded_est_override: float | None = None
    ins_est_total_override: float | None = None
    paid_other_ins_override: float | None = None
    write_off_est_override: float | None = None
    claim_payment_tracking: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedBenefits:
    """PUT InsAdjust: how much of a patient's benefits is used in all."""

    pat_plan_num: Annotated[int, ForeignKey("patplan.PatPlanNum", zero=False)]
    ins_used: Annotated[float | None, Amount(), Name("insUsed")] = None
    deductible_used: Annotated[float | None, Amount(), Name("deductibleUsed")] = None
    day: Annotated[date | None, Day(), Name("date")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdjustment:
    """POST InsAdjust: how much more is used."""

    pat_plan_num: Annotated[int, ForeignKey("patplan.PatPlanNum", zero=False)]
    ins_used: Annotated[float, Amount(), Name("insUsed")] = 0.0
    deductible_used: Annotated[float, Amount(), Name("deductibleUsed")] = 0.0
    day: Annotated[date | None, Day(), Name("date")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSupplemental:
    """POST Supplemental: a further payment, or one taken back, for a line that was received."""

    claim_proc_num: Annotated[int, ForeignKey("claimproc.ClaimProcNum", zero=False)]
    ins_pay_amt: float = 0.0
