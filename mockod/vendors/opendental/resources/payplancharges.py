"""Charges of payment plans: what falls due, and the note that says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.account_enums import PayPlanChargeType, PayPlanLinkType
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Number, OneLine

PAYPLANCHARGE = Table(
    "payplancharge",
    entity="PayPlanCharge",
    section="payplancharges",
    columns=(
        Column("PayPlanChargeNum", Integer()),
        Column("PayPlanNum", ForeignKey("payplan.PayPlanNum"), needed=True),
        Column("Guarantor", ForeignKey("patient.PatNum"), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ChargeDate", Day()),
        Column("Principal", Number()),
        Column("Interest", Number()),
        Column("Note", OneLine()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("ChargeType", Choice(PayPlanChargeType)),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("SecDateTEntry", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("StatementNum", ForeignKey("statement.StatementNum")),
        Column("FKey", Integer(least=0)),
        Column("LinkType", Choice(PayPlanLinkType)),
        Column("IsOffset", Flag()),
    ),
    indexes=(index("PayPlanNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPlanCharge:
    """A row of the vendor's table, as far as it is written from here."""

    pay_plan_charge_num: int = 0
    pay_plan_num: int
    guarantor: int
    pat_num: int
    charge_date: date
    principal: float
    interest: float = 0.0
    note: str
    prov_num: int
    clinic_num: int
    charge_type: PayPlanChargeType = PayPlanChargeType.Debit
    sec_date_t_entry: datetime
    sec_date_t_edit: datetime
    f_key: int = 0
    link_type: PayPlanLinkType = PayPlanLinkType.None_


RECORDS = Records(PayPlanCharge, PAYPLANCHARGE)

PAYPLANCHARGES = Resource(
    "payplancharges",
    table=PAYPLANCHARGE,
    methods=[listing(filters=[equals("PayPlanNum", required=True)], order="ChargeDate", since="23.2.28")],
)
