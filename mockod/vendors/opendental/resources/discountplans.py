"""Discount plans: fees of the office's own for patients without insurance, and how often they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.definitions import DISCOUNT_PLAN
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Joined, Table
from mockod.vendors.opendental.resources.definitions import value_of
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import DefinitionKey, Flag, ForeignKey, Integer, Number, OneLine, Text

READ_SINCE = "22.4.19"
WRITE_SINCE = "23.1.20"
NO_LIMIT = -1
"""A frequency or maximum that is blank."""

DISCOUNTPLAN = Table(
    "discountplan",
    entity="DiscountPlan",
    section="discountplans",
    columns=(
        Column("DiscountPlanNum", Integer()),
        Column("Description", Text(longest=255), needed=True, put="taken"),
        Column("FeeSchedNum", ForeignKey("feesched.FeeSchedNum"), needed=True, put="taken"),
        Column("DefNum", DefinitionKey(DefCat.AdjTypes, zero=False), needed=True, put="taken"),
        Joined("adjustmentType", "ItemName", "DefNum"),
        Column("IsHidden", Flag(), put="taken"),
        Column("PlanNote", OneLine(), put="taken"),
        Column("ExamFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("XrayFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("ProphyFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("FluorideFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("PerioFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("LimitedExamFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("PAFreqLimit", Integer(least=NO_LIMIT), put="taken", default=NO_LIMIT),
        Column("AnnualMax", Number(), put="taken", default=float(NO_LIMIT)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDiscountPlan:
    """POST discountplans."""

    description: str
    fee_sched_num: Annotated[int, ForeignKey("feesched.FeeSchedNum", zero=False)]
    def_num: int
    is_hidden: bool = False
    plan_note: str = ""
    exam_freq_limit: int = NO_LIMIT
    xray_freq_limit: int = NO_LIMIT
    prophy_freq_limit: int = NO_LIMIT
    fluoride_freq_limit: int = NO_LIMIT
    perio_freq_limit: int = NO_LIMIT
    limited_exam_freq_limit: int = NO_LIMIT
    pa_freq_limit: int = NO_LIMIT
    annual_max: float = float(NO_LIMIT)


def create_discount_plan(tx: Transaction, body: NewDiscountPlan) -> Row:
    """POST discountplans."""
    check_values(tx, 0, values_of(body))
    return DISCOUNTPLANS.select.one(tx, tx.insert(DISCOUNTPLAN.name, new_row(DISCOUNTPLAN, tx, values_of(body))))


def check_values(tx: Transaction, number: int, body: Mapping[str, Any]) -> None:
    """The adjustment type is one for discount plans (documented); no maximum is below none (assumed)."""
    def_num, most = body.get("def_num"), body.get("annual_max")
    if def_num is not None and value_of(tx, def_num) != DISCOUNT_PLAN:
        raise invalid("DefNum")
    if body.get("fee_sched_num") == 0:
        raise invalid("FeeSchedNum")
    if most is not None and most < 0 and most != NO_LIMIT:
        raise invalid("AnnualMax")


DISCOUNTPLANS = Resource(
    "discountplans",
    table=DISCOUNTPLAN,
    methods=[
        read(since=READ_SINCE),
        listing(since=READ_SINCE),
        create(create_discount_plan, body=NewDiscountPlan, since=WRITE_SINCE),
        update(check=check_values, since=WRITE_SINCE),
    ],
)
