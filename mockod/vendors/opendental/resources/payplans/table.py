"""The table of payment plans, and its rows as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.account_enums import (
    DynamicPayPlanTPOption,
    PaymentSchedule,
    PayPlanChargeType,
    PayPlanFrequency,
    PayPlanLinkType,
)
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, Number, OneLine

PRINCIPAL = f"""CASE payplan.IsDynamic WHEN 1 THEN
  (SELECT coalesce(sum(l.AmountOverride), 0.0) FROM payplanlink l WHERE l.PayPlanNum = payplan.PayPlanNum)
  ELSE (SELECT coalesce(sum(c.Principal), 0.0) FROM payplancharge c
    WHERE c.PayPlanNum = payplan.PayPlanNum AND c.ChargeType = {PayPlanChargeType.Credit:d}) END"""
"""What a plan is about: what is linked to a dynamic one, the credits of an older one."""

PAYPLAN = Table(
    "payplan",
    entity="PayPlan",
    section="payplans",
    columns=(
        Column("PayPlanNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("Guarantor", ForeignKey("patient.PatNum"), needed=True),
        Column("PayPlanDate", Day()),
        Column("APR", Number()),
        Column("Note", OneLine()),
        Column("PlanNum", ForeignKey("insplan.PlanNum")),
        Column("CompletedAmt", Number()),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum")),
        Column("PaySchedule", Choice(PaymentSchedule)),
        Column("NumberOfPayments", Integer()),
        Column("PayAmt", Number()),
        Column("DownPayment", Number()),
        Column("IsClosed", Flag()),
        Column("PlanCategory", DefinitionKey(DefCat.PayPlanCategories)),
        Joined("planCategory", "ItemName", "PlanCategory"),
        Column("IsDynamic", Flag()),
        Column("ChargeFrequency", Choice(PayPlanFrequency)),
        Column("DatePayPlanStart", Day()),
        Column("IsLocked", Flag()),
        Column("DateInterestStart", Day()),
        Column("DynamicPayPlanTPOption", Choice(DynamicPayPlanTPOption)),
        Computed("principalAmount", Number(), PRINCIPAL),
    ),
    indexes=(index("Guarantor"), index("PatNum")),
)

PAYPLANLINK = Table(
    "payplanlink",
    section="payplanlinks",
    columns=(
        Column("PayPlanLinkNum", Integer()),
        Column("PayPlanNum", ForeignKey("payplan.PayPlanNum"), needed=True),
        Column("LinkType", Choice(PayPlanLinkType)),
        Column("FKey", Integer(), needed=True),
        Column("AmountOverride", Number()),
    ),
    indexes=(index("PayPlanNum"), index("FKey")),
)
"""What a dynamic payment plan is about: a procedure or an adjustment, and how much of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPlan:
    """A row of the vendor's table, as far as it is written from here. Dates are ``date.min`` for none."""

    pay_plan_num: int = 0
    pat_num: int
    guarantor: int
    pay_plan_date: date
    apr: float
    note: str
    plan_num: int = 0
    pay_schedule: PaymentSchedule = PaymentSchedule.Monthly
    completed_amt: float
    pay_amt: float
    down_payment: float
    is_closed: bool = False
    is_dynamic: bool
    charge_frequency: PayPlanFrequency
    date_pay_plan_start: date
    is_locked: bool
    date_interest_start: date
    dynamic_pay_plan_tp_option: DynamicPayPlanTPOption


RECORDS = Records(PayPlan, PAYPLAN)
