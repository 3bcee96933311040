"""The table of payments, and its rows as records and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.rest.schema import Field, Schema
from mockod.vendors.opendental.domain.account_enums import PaymentSource, ProcessStatus
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index, server_time
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DecimalText,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    NumberText,
    OneLine,
    Text,
)

PAYMENT = Table(
    "payment",
    entity="Payment",
    section="payments",
    columns=(
        Column("PayNum", Integer()),
        Column("PayType", DefinitionKey(DefCat.PaymentTypes)),
        Joined("payType", "ItemName", "PayType"),
        Column("PayDate", Day()),
        Column("PayAmt", DecimalText()),
        Column("CheckNum", Text(longest=25)),
        Column("BankBranch", Text(longest=25)),
        Column("PayNote", OneLine()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum"), shown_as=NumberText()),
        Column("DateEntry", Day(), stamp="created"),
        Column("DepositNum", Integer(least=0)),
        Column("Receipt", OneLine()),
        Column("IsRecurringCC", Flag()),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("PaymentSource", Choice(PaymentSource)),
        Column("ProcessStatus", Choice(ProcessStatus)),
        Column("RecurringChargeDate", Day()),
        Column("IsCcCompleted", Flag()),
        server_time(),
    ),
    indexes=(index("PayType"), index("DateEntry"), index("PatNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A row of the vendor's table, as far as it is written from here. The amount is in the office's currency."""

    pay_num: int = 0
    pay_type: int
    pay_date: date
    pay_amt: float
    check_num: str
    bank_branch: str
    pay_note: str
    pat_num: int
    clinic_num: int
    date_entry: date
    is_recurring_cc: bool
    sec_date_t_edit: datetime
    payment_source: PaymentSource
    process_status: ProcessStatus = ProcessStatus.OfficeProcessed


RECORDS = Records(Payment, PAYMENT)
_NO_TIME = Field("server_date_time", "serverDateTime", Text(), column="''")
WRITTEN = Select(
    PAYMENT,
    Schema.of("WrittenPayment", (*PAYMENT.answer.exclude("serverDateTime").fields.values(), _NO_TIME)),
)
"""Payments as POST and PUT answer them: with a server's time that tells none (documented)."""
