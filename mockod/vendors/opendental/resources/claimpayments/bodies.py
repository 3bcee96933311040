"""What clients ask of claim payments. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.wire.fields import Amount, ForeignKey, IntegerList


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """POST claimpayments: a check for one claim."""

    claim_num: Annotated[int, ForeignKey("claim.ClaimNum", zero=False), Name("claimNum")]
    check_amt: Annotated[float, Amount()]
    check_date: date | None = None
    check_num: str = ""
    bank_branch: str = ""
    note: str = ""
    clinic_num: int | None = None
    carrier_name: str = ""
    date_issued: date = date.min
    pay_type: int | None = None
    pay_group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """POST Batch: a check for several claims."""

    claim_nums: Annotated[tuple[int, ...], IntegerList(), Name("claimNums")]
    check_amt: Annotated[float, Amount()]
    check_date: date | None = None
    check_num: str = ""
    bank_branch: str = ""
    note: str = ""
    clinic_num: int = 0
    carrier_name: str = ""
    date_issued: date = date.min
    pay_type: int | None = None
    pay_group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentChange:
    """PUT claimpayments: only what is given changes."""

    check_amt: Annotated[float | None, Amount(), Since("25.2.26")] = None
    check_num: str | None = None
    bank_branch: str | None = None
    note: str | None = None
    carrier_name: str | None = None
    pay_type: int | None = None
    pay_group: int | None = None
