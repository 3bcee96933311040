"""Insurance plans: what a carrier offers a group. Who holds one stands in inssubs, what it pays in benefits."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Annotated, Any

from mockod.rest.messages import Basis
from mockod.rest.schema import Leniency, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.domain.insurance import PERCENTAGE, PLAN_TYPES
from mockod.vendors.opendental.domain.insurance_enums import CobRule, ExclusionRule, VerifyTypes, YesNoDefault
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources import insverifies, preferences
from mockod.vendors.opendental.resources.appointments.insurance import follow_plan
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, OneLine
from mockod.vendors.opendental.wire.words import Word

BLUE_BOOK = 2
"""Preference AllowedFeeSchedsAutomate: fees allowed out of network are learnt from what carriers paid (source)."""
MORE_SINCE = "25.1.20"
"""The version that let bodies set what had been the program's own (documented); answers show it since (assumed)."""
FEES_SINCE = "25.2.24"
CLAIM_FORM = 1
"""The claim form of plans of which nobody said another: every office has one."""


class AskedPlanType(Word):
    """A plan type as a filter: ``percentage`` asks for the empty one (documented)."""

    def __init__(self) -> None:
        super().__init__("percentage", *PLAN_TYPES[1:])

    def read(self, value: Any, leniency: Leniency) -> str:
        word = super().read(value, leniency)
        return PERCENTAGE if word == "percentage" else word


def _younger(name: str, kind: Any, **more: Any) -> Column:
    """A column that answers did not show from the beginning."""
    return Column(name, kind, **{"since": MORE_SINCE, "basis": Basis.ASSUMED} | more)


INSPLAN = Table(
    "insplan",
    entity="InsPlan",
    section="insplans",
    columns=(
        Column("PlanNum", Integer()),
        Column("GroupName", OneLine()),
        Column("GroupNum", OneLine()),
        Column("PlanNote", OneLine()),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum")),
        Column("PlanType", Word(*PLAN_TYPES)),
        Column("ClaimFormNum", Integer(least=0), default=CLAIM_FORM),
        _younger("ClaimsUseUCR", Flag()),
        Column("CopayFeeSched", ForeignKey("feesched.FeeSchedNum")),
        Column("EmployerNum", ForeignKey("employer.EmployerNum")),
        Column("CarrierNum", ForeignKey("carrier.CarrierNum")),
        Column("IsMedical", Flag()),
        _younger("FilingCode", Integer(least=0)),
        _younger("ShowBaseUnits", Flag()),
        Column("CodeSubstNone", Flag()),
        Column("IsHidden", Flag()),
        Column("MonthRenew", Integer(least=0, most=12)),
        _younger("FilingCodeSubtype", Integer(least=0)),
        _younger("CobRule", Choice(CobRule)),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        _younger("BillingType", DefinitionKey(DefCat.BillingTypes)),
        _younger("ExclusionFeeRule", Choice(ExclusionRule)),
        _younger("ManualFeeSchedNum", ForeignKey("feesched.FeeSchedNum"), since=FEES_SINCE),
        Column("IsBlueBookEnabled", Flag()),
        _younger("InsPlansZeroWriteOffsOnAnnualMaxOverride", Choice(YesNoDefault)),
        _younger("InsPlansZeroWriteOffsOnFreqOrAgingOverride", Choice(YesNoDefault)),
    ),
    indexes=(index("PlanType"), index("CarrierNum"), index("EmployerNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """POST insplans. None is for what follows from the office's preferences."""

    carrier_num: Annotated[int, ForeignKey("carrier.CarrierNum", zero=False)]
    group_name: str = ""
    group_num: str = ""
    plan_note: str = ""
    fee_sched: int = 0
    plan_type: str = PERCENTAGE
    claim_form_num: Annotated[int | None, Since(FEES_SINCE)] = None
    claims_use_ucr: Annotated[bool | None, Since(MORE_SINCE)] = None
    copay_fee_sched: Annotated[int, Since("23.3.17")] = 0
    employer_num: int = 0
    is_medical: Annotated[bool, Since("24.4.34")] = False
    filing_code: Annotated[int, Since(MORE_SINCE)] = 0
    show_base_units: Annotated[bool, Since(MORE_SINCE)] = False
    code_subst_none: Annotated[bool, Since("22.4.31")] = False
    is_hidden: Annotated[bool, Since("22.4.31")] = False
    month_renew: int = 0
    filing_code_subtype: Annotated[int, Since(MORE_SINCE)] = 0
    cob_rule: Annotated[CobRule | None, Since(MORE_SINCE)] = None
    billing_type: Annotated[int, Since(MORE_SINCE)] = 0
    exclusion_fee_rule: Annotated[ExclusionRule, Since(MORE_SINCE)] = ExclusionRule.PracticeDefault
    manual_fee_sched_num: Annotated[int, Since(FEES_SINCE)] = 0
    is_blue_book_enabled: bool | None = None
    ins_plans_zero_write_offs_on_annual_max_override: Annotated[YesNoDefault, Since(MORE_SINCE)] = YesNoDefault.Default
    ins_plans_zero_write_offs_on_freq_or_aging_override: Annotated[YesNoDefault, Since(MORE_SINCE)] = (
        YesNoDefault.Default
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """PUT insplans: only what is given changes."""

    group_name: str | None = None
    group_num: str | None = None
    plan_note: str | None = None
    fee_sched: int | None = None
    plan_type: str | None = None
    claim_form_num: Annotated[int | None, Since(FEES_SINCE)] = None
    claims_use_ucr: Annotated[bool | None, Since(MORE_SINCE)] = None
    copay_fee_sched: Annotated[int | None, Since("23.3.17")] = None
    employer_num: Annotated[int | None, Since("22.4.24")] = None
    carrier_num: Annotated[int | None, ForeignKey("carrier.CarrierNum", zero=False), Since("22.4.24")] = None
    is_medical: Annotated[bool | None, Since("24.4.34")] = None
    filing_code: Annotated[int | None, Since(MORE_SINCE)] = None
    show_base_units: Annotated[bool | None, Since(MORE_SINCE)] = None
    code_subst_none: Annotated[bool | None, Since("22.4.31")] = None
    is_hidden: Annotated[bool | None, Since("22.4.31")] = None
    month_renew: int | None = None
    filing_code_subtype: Annotated[int | None, Since(MORE_SINCE)] = None
    cob_rule: Annotated[CobRule | None, Since(MORE_SINCE)] = None
    billing_type: Annotated[int | None, Since(MORE_SINCE)] = None
    exclusion_fee_rule: Annotated[ExclusionRule | None, Since(MORE_SINCE)] = None
    manual_fee_sched_num: Annotated[int | None, Since(FEES_SINCE)] = None
    is_blue_book_enabled: Annotated[bool | None, Since("22.4.24")] = None
    ins_plans_zero_write_offs_on_annual_max_override: Annotated[YesNoDefault | None, Since(MORE_SINCE)] = None
    ins_plans_zero_write_offs_on_freq_or_aging_override: Annotated[YesNoDefault | None, Since(MORE_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsPlan:
    """A row of the vendor's table, as far as it is written from here."""

    plan_num: int = 0
    group_name: str
    group_num: str
    plan_note: str
    fee_sched: int
    plan_type: str
    claim_form_num: int
    claims_use_ucr: bool
    copay_fee_sched: int
    employer_num: int
    carrier_num: int
    is_medical: bool
    filing_code: int
    show_base_units: bool
    code_subst_none: bool
    is_hidden: bool
    month_renew: int
    filing_code_subtype: int
    cob_rule: CobRule
    billing_type: int
    exclusion_fee_rule: ExclusionRule
    manual_fee_sched_num: int
    is_blue_book_enabled: bool
    ins_plans_zero_write_offs_on_annual_max_override: YesNoDefault
    ins_plans_zero_write_offs_on_freq_or_aging_override: YesNoDefault
    sec_date_entry: date
    sec_date_t_edit: datetime


@dataclass(frozen=True, slots=True)
class PlanDefaults:
    """What the office's preferences say of new plans, and of the Blue Book."""

    claim_form_num: int
    shows_ucr: bool
    cob_rule: CobRule
    has_blue_book: bool


RECORDS = Records(InsPlan, INSPLAN)


def create_plan(tx: Transaction, body: NewPlan) -> Row:
    """POST insplans. It has no benefits yet, whatever the coverage categories' percentages (assumed)."""
    number = RECORDS.insert(tx, new_plan(body, _defaults(tx), tx.now))
    insverifies.add_unverified(tx, VerifyTypes.InsuranceBenefit, number)
    return INSPLANS.select.one(tx, number)


def update_plan(tx: Transaction, before: InsPlan, body: PlanChange) -> Row:
    """PUT insplans. Appointments follow a plan that becomes medical, or dental."""
    after = changed_plan(before, body, _defaults(tx))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        if after.is_medical != before.is_medical:
            follow_plan(tx, before.plan_num)
    return INSPLANS.select.one(tx, before.plan_num)


def new_plan(body: NewPlan, defaults: PlanDefaults, now: datetime) -> InsPlan:
    """What was sent, and what the preferences say where nothing was. Raises what ``check_blue_book`` raises."""
    values = {field.name: getattr(body, field.name) for field in fields(body)}
    followed = {
        "claim_form_num": defaults.claim_form_num,
        "claims_use_ucr": defaults.shows_ucr and body.plan_type == PERCENTAGE,
        "cob_rule": defaults.cob_rule,
        "is_blue_book_enabled": defaults.has_blue_book and body.plan_type == PERCENTAGE,
    }
    values |= {name: value for name, value in followed.items() if values[name] is None}
    plan = InsPlan(**values, sec_date_entry=now.date(), sec_date_t_edit=now)
    check_blue_book(
        plan, defaults, is_enabled=bool(body.is_blue_book_enabled), has_fees=bool(plan.manual_fee_sched_num)
    )
    return plan


def changed_plan(before: InsPlan, body: PlanChange, defaults: PlanDefaults) -> InsPlan:
    """What a PUT makes of a plan. Raises what ``check_blue_book`` raises.

    One that is no percentage plan any more leaves the Blue Book, and one that left it has no fees of its own there.
    """
    after = replace(before, **given_values(body))
    check_blue_book(
        after, defaults, is_enabled=bool(body.is_blue_book_enabled), has_fees=bool(body.manual_fee_sched_num)
    )
    if after.plan_type != PERCENTAGE == before.plan_type:
        after = replace(after, is_blue_book_enabled=False)
    if before.is_blue_book_enabled and not after.is_blue_book_enabled:
        after = replace(after, manual_fee_sched_num=0)
    return after


def check_blue_book(plan: InsPlan, defaults: PlanDefaults, *, is_enabled: bool, has_fees: bool) -> None:
    """The Blue Book is for percentage plans, and its fees for offices that have it (documented).

    ``is_enabled`` and ``has_fees`` are what was sent. Raises ApiError naming what cannot be.
    """
    if is_enabled and plan.plan_type != PERCENTAGE:
        raise invalid("IsBlueBookEnabled")
    is_in_book = plan.is_blue_book_enabled and plan.plan_type == PERCENTAGE and defaults.has_blue_book
    if has_fees and not is_in_book:
        raise invalid("ManualFeeSchedNum")


def _defaults(tx: Transaction) -> PlanDefaults:
    cob_rule = preferences.number(tx, "InsDefaultCobRule")
    return PlanDefaults(
        claim_form_num=max(preferences.number(tx, "DefaultClaimForm"), 0),
        shows_ucr=preferences.switched_on(tx, "InsDefaultShowUCRonClaims"),
        cob_rule=CobRule(cob_rule) if cob_rule in set(CobRule) else CobRule.Basic,
        has_blue_book=preferences.number(tx, "AllowedFeeSchedsAutomate") == BLUE_BOOK,
    )


INSPLANS = Resource(
    "insplans",
    table=INSPLAN,
    permission=INSURANCE,
    methods=[
        read(since="24.2.11"),
        listing(
            filters=[equals("PlanType", type=AskedPlanType(), since="24.2.11"), equals("CarrierNum", since="24.2.11")],
            since="22.3.30",
        ),
        create(create_plan, body=NewPlan, since="22.4.24", status=200, location=""),
        update(update_plan, row=RECORDS.get_or_404, body=PlanChange, since="22.3.30"),
    ],
)
