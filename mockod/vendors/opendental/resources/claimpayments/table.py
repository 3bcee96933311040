"""The table of claim payments, and its rows as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    DecimalText,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    OneLine,
    Text,
)

CLAIMPAYMENT = Table(
    "claimpayment",
    entity="ClaimPayment",
    section="claimpayments",
    columns=(
        Column("ClaimPaymentNum", Integer()),
        Column("CheckDate", Day()),
        Column("CheckAmt", DecimalText()),
        Column("CheckNum", Text()),
        Column("BankBranch", Text()),
        Column("Note", OneLine()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("DepositNum", Integer(least=0)),
        Column("CarrierName", OneLine()),
        Column("DateIssued", Day()),
        Column("IsPartial", Flag()),
        Column("PayType", DefinitionKey(DefCat.InsurancePaymentType)),
        Joined("payType", "ItemName", "PayType"),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("PayGroup", DefinitionKey(DefCat.ClaimPaymentGroups)),
        Joined("payGroup", "ItemName", "PayGroup"),
    ),
    indexes=(index("SecDateTEdit"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPayment:
    """A row of the vendor's table, as far as it is written from here. Amounts are in the office's currency."""

    claim_payment_num: int = 0
    check_date: date
    check_amt: float
    check_num: str
    bank_branch: str
    note: str
    clinic_num: int
    deposit_num: int = 0
    carrier_name: str
    date_issued: date
    is_partial: bool
    pay_type: int
    sec_date_entry: date
    sec_date_t_edit: datetime
    pay_group: int


RECORDS = Records(ClaimPayment, CLAIMPAYMENT)
