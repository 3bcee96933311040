"""What becomes of a benefit by a POST or a PUT: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mockod.vendors.opendental.domain.benefits import NOTHING, Benefit
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.insurance_enums import BenefitQuantity, BenefitTimePeriod, InsBenefitType
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.resources.benefits.bodies import BenefitChange, NewBenefit
from mockod.vendors.opendental.wire.errors import get_or_404, invalid, only_one_of, required

SPANS = (BenefitQuantity.Months, BenefitQuantity.Years)
"""How long one waits."""
WITHOUT_PERIOD = (*SPANS, BenefitQuantity.AgeLimit)
"""A limitation of such a quantity has no time period unless it is told one (documented of "some limitations")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of a benefit once one of its parts is touched; ``name`` is the part that is refused."""

    parts: frozenset[str]
    holds: Callable[[Benefit], bool]
    name: str


RULES = (
    Rule(
        frozenset({"benefit_type", "percent"}),
        lambda b: b.percent == NOTHING or b.benefit_type == InsBenefitType.CoInsurance,
        "Percent",
    ),
    Rule(frozenset({"monetary_amt"}), lambda b: b.monetary_amt >= 0 or b.monetary_amt == NOTHING, "MonetaryAmt"),
    Rule(
        frozenset({"benefit_type", "quantity_qualifier"}),
        lambda b: b.benefit_type != InsBenefitType.WaitingPeriod or b.quantity_qualifier in SPANS,
        "QuantityQualifier",
    ),
    Rule(
        frozenset({"quantity_qualifier", "quantity"}),
        lambda b: b.quantity_qualifier != BenefitQuantity.AgeLimit or b.quantity > 0,
        "Quantity",
    ),
    Rule(frozenset({"cov_cat_num", "code_num"}), lambda b: not (b.cov_cat_num and b.code_num), "CodeNum"),
    Rule(frozenset({"treat_area"}), lambda b: not b.treat_area or b.is_frequency_limitation, "TreatArea"),
)
"""In the order of the page's fields (documented)."""


def new_benefit(body: NewBenefit, code_num: int | None, month_renew: int, now: datetime) -> Benefit:
    """The benefit to be written.

    ``code_num`` is of the code that the body names, 0 for none, None for one that the office lacks. ``month_renew``
    is the plan's, and says what a year is: the calendar's where it is 0 (documented).
    """
    if body.plan_num and body.pat_plan_num:
        raise only_one_of("PlanNum", "PatPlanNum")
    if not (body.plan_num or body.pat_plan_num):
        raise required("PlanNum or PatPlanNum")
    values = given_values(body)
    values.pop("proc_code", None)
    values["code_num"] = get_or_404(code_num, "procCode")
    values.setdefault("time_period", _usual_period(body, month_renew))
    benefit = Benefit(**values, sec_date_t_entry=now, sec_date_t_edit=now)
    return checked(benefit, frozenset().union(*(rule.parts for rule in RULES)))


def _usual_period(body: NewBenefit, month_renew: int) -> BenefitTimePeriod:
    if body.benefit_type == InsBenefitType.Limitations and body.quantity_qualifier in WITHOUT_PERIOD:
        return BenefitTimePeriod.None_
    return BenefitTimePeriod.ServiceYear if month_renew else BenefitTimePeriod.CalendarYear


def changed_benefit(before: Benefit, body: BenefitChange, code_num: int | None) -> Benefit:
    """What a PUT makes of it. A percentage and an area that the new type cannot have go, unless they were sent."""
    values = given_values(body)
    if "code_num" in values or "proc_code" in values:
        values["code_num"] = get_or_404(code_num, "procCode")
    values.pop("proc_code", None)
    after = replace(before, **values)
    if "percent" not in values and before.benefit_type == InsBenefitType.CoInsurance != after.benefit_type:
        after = replace(after, percent=NOTHING)
    if "treat_area" not in values and before.is_frequency_limitation and not after.is_frequency_limitation:
        after = replace(after, treat_area=TreatArea.None_)
    is_fixed = before.code_group_num and (before.is_frequency_limitation or before.is_age_limit)
    if is_fixed and after.code_group_num != before.code_group_num:
        raise invalid("CodeGroupNum")
    names = {name for rule in RULES for name in rule.parts}
    return checked(after, frozenset(name for name in names if getattr(after, name) != getattr(before, name)))


def checked(benefit: Benefit, touched: frozenset[str]) -> Benefit:
    """The benefit, where nothing objects. What stands already and is not touched may stand."""
    for rule in RULES:
        if rule.parts & touched and not rule.holds(benefit):
            raise invalid(rule.name)
    return benefit
