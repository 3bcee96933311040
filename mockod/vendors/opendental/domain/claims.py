"""Claims and their lines. A line, which the vendor calls a claimproc, is one procedure on a claim, or an estimate.

Amounts are in the office's currency; -1 is none for estimates and overrides. Numbers of other rows are 0 for none.
Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus, PlaceOfService
from mockod.vendors.opendental.domain.enums import Relationship

NONE = -1
"""An estimate or override that is empty."""
PRIMARY, SECONDARY, PREAUTH = CLAIM_TYPES = ("P", "S", "PreAuth")
"""What ``claim.ClaimType`` is of claims that are made here."""
UNSENT, HELD, WAITING, SENT, RECEIVED, IN_PROCESS = CLAIM_STATUSES = ("U", "H", "W", "S", "R", "I")
"""What ``claim.ClaimStatus`` may be: unsent, held until the primary is received, waiting in the queue, and so on."""
OPEN = (ClaimProcStatus.NotReceived, ClaimProcStatus.Preauth)
"""Lines of which the carrier has not told yet."""
ANSWERED = (ClaimProcStatus.Received, ClaimProcStatus.Supplemental)
"""Lines that the carrier paid, or declined."""
ON_A_CLAIM = (*OPEN, *ANSWERED, ClaimProcStatus.CapClaim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row of the vendor's table, as far as it is written from here. Dates are ``date.min`` for none."""

    claim_num: int = 0
    pat_num: int
    date_service: date = date.min
    date_sent: date = date.min
    claim_status: str = WAITING
    date_received: date = date.min
    plan_num: int
    prov_treat: int = 0
    claim_fee: float = 0.0
    ins_pay_est: float = 0.0
    ins_pay_amt: float = 0.0
    ded_applied: float = 0.0
    is_prosthesis: str = "N"
    prior_date: date = date.min
    reason_under_paid: str = ""
    claim_note: str = ""
    claim_type: str
    prov_bill: int = 0
    place_service: PlaceOfService = PlaceOfService.Office
    accident_related: str = ""
    accident_date: date = date.min
    accident_st: str = ""
    is_ortho: bool = False
    ortho_remain_m: int = 0
    ortho_date: date = date.min
    pat_relat: Relationship = Relationship.Self
    plan_num2: int = 0
    pat_relat2: Relationship = Relationship.Self
    write_off: float = 0.0
    claim_form: int = 0
    ins_sub_num: int
    ins_sub_num2: int = 0
    prior_authorization_number: str = ""
    custom_tracking: int = 0
    ortho_total_m: int = 0
    sec_date_t_edit: datetime
    clinic_num: int = 0
    date_sent_orig: date = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProc:
    """A row of the vendor's table. ``percentage`` is from 0 to 100."""

    claim_proc_num: int = 0
    proc_num: int = 0
    claim_num: int = 0
    pat_num: int
    prov_num: int = 0
    fee_billed: float = 0.0
    ins_pay_est: float = 0.0
    ded_applied: float = 0.0
    status: ClaimProcStatus
    ins_pay_amt: float = 0.0
    remarks: str = ""
    claim_payment_num: int = 0
    plan_num: int
    date_cp: date = date.min
    write_off: float = 0.0
    code_sent: str = ""
    allowed_override: float = NONE
    percentage: int = NONE
    percent_override: int = NONE
    copay_amt: float = NONE
    no_bill_ins: bool = False
    paid_other_ins: float = NONE
    base_est: float = 0.0
    copay_override: float = NONE
    proc_date: date = date.min
    date_entry: date = date.min
    ded_est: float = NONE
    ded_est_override: float = NONE
    ins_est_total: float = 0.0
    ins_est_total_override: float = NONE
    paid_other_ins_override: float = NONE
    estimate_note: str = ""
    write_off_est: float = NONE
    write_off_est_override: float = NONE
    clinic_num: int = 0
    ins_sub_num: int
    payment_row: int = 0
    claim_payment_tracking: int = 0
    sec_date_entry: date
    sec_date_t_edit: datetime
    date_supp_received: date = date.min
    date_ins_finalized: date = date.min
    is_transfer: bool = False

    @property
    def is_payable(self) -> bool:
        """Whether a payment may take it in: answered, and on no other."""
        return self.status in (*ANSWERED, ClaimProcStatus.CapClaim) and not (self.claim_payment_num or self.is_transfer)


def either(override: float, otherwise: float) -> float:
    """An override, unless it is empty."""
    return otherwise if override == NONE else override


def with_totals(claim: Claim, lines: Iterable[ClaimProc]) -> Claim:
    """A claim whose amounts are the sums of its lines'."""
    lines = list(lines)
    return replace(
        claim,
        claim_fee=total(line.fee_billed for line in lines),
        ins_pay_est=total(line.ins_pay_est for line in lines),
        ins_pay_amt=total(line.ins_pay_amt for line in lines),
        ded_applied=total(line.ded_applied for line in lines),
        write_off=total(line.write_off for line in lines),
    )


def total(amounts: Iterable[float]) -> float:
    """The sum, to the cent.

    >>> total([0.1, 0.2])
    0.3
    """
    return round(sum(amounts), 2) + 0.0  # which makes a zero of -0.0


def off_the_claim(line: ClaimProc) -> ClaimProc:
    """An estimate again, as it was before its claim."""
    return replace(
        line,
        claim_num=0,
        status=ClaimProcStatus.Estimate,
        ins_pay_est=0.0,
        ins_pay_amt=0.0,
        ded_applied=0.0,
        write_off=0.0,
        date_entry=date.min,
        date_supp_received=date.min,
    )
