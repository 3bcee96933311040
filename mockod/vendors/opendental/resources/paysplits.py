"""Paysplits: what of a payment goes to which procedure, adjustment or payment plan. They add up to their payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.account_enums import PayPlanDebitType
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, DayOfMoment, Moment
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, ForeignKey, Integer, Number

SINCE = "22.4.16"
BY_ANY_SINCE = "24.4.24"

PAYSPLIT = Table(
    "paysplit",
    entity="PaySplit",
    section="paysplits",
    columns=(
        Column("SplitNum", Integer()),
        Column("SplitAmt", Number()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("PayNum", ForeignKey("payment.PayNum"), needed=True),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("PayPlanNum", ForeignKey("payplan.PayPlanNum")),
        Column("DatePay", Day()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("DateEntry", Day(), stamp="created"),
        Column("UnearnedType", DefinitionKey(DefCat.PaySplitUnearnedType)),
        Joined("unearnedType", "ItemName", "UnearnedType"),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("SecDateTEdit", Moment(), stamp="changed", shown_as=DayOfMoment()),
        Column("AdjNum", ForeignKey("adjustment.AdjNum")),
        Column("PayPlanChargeNum", ForeignKey("payplancharge.PayPlanChargeNum")),
        Column("PayPlanDebitType", Choice(PayPlanDebitType)),
    ),
    indexes=(
        index("AdjNum"),
        index("PayPlanNum"),
        index("PatNum"),
        index("ProcNum"),
        index("PayPlanChargeNum"),
        index("PayNum"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySplit:
    """A row of the vendor's table. Numbers of other rows are 0 for none."""

    split_num: int = 0
    split_amt: float
    pat_num: int
    pay_num: int
    prov_num: int = 0
    pay_plan_num: int = 0
    date_pay: date
    proc_num: int = 0
    date_entry: date
    unearned_type: int = 0
    clinic_num: int = 0
    sec_date_t_edit: datetime
    adj_num: int = 0
    pay_plan_charge_num: int = 0
    pay_plan_debit_type: PayPlanDebitType = PayPlanDebitType.Unknown


RECORDS = Records(PaySplit, PAYSPLIT)


def splits_of(tx: Transaction, pay_num: int) -> list[PaySplit]:
    """The splits of a payment, by number."""
    return RECORDS.find(tx, "PayNum = ? ORDER BY SplitNum", (pay_num,))


PAYSPLITS = Resource(
    "paysplits",
    table=PAYSPLIT,
    methods=[
        listing(
            filters=[
                equals("PatNum", optional_since=BY_ANY_SINCE),
                equals("PayNum", optional_since=BY_ANY_SINCE),
                equals("ProcNum", since=BY_ANY_SINCE),
            ],
            order="SplitNum DESC",
            since=SINCE,
        ),
    ],
)
