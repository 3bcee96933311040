"""What a benefit may say, and what a change makes of it. Decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.benefits import Benefit
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitQuantity,
    BenefitTimePeriod,
    InsBenefitType,
)
from mockod.vendors.opendental.resources.benefits.bodies import BenefitChange, NewBenefit
from mockod.vendors.opendental.resources.benefits.decisions import changed_benefit, new_benefit

NOW = datetime(2026, 3, 2, 9)
SHARE, LIMIT, WAIT = InsBenefitType.CoInsurance, InsBenefitType.Limitations, InsBenefitType.WaitingPeriod
BEFORE = Benefit(benefit_num=1, plan_num=7, cov_cat_num=3, benefit_type=SHARE, percent=80)
FREQUENCY = Benefit(
    plan_num=7,
    benefit_type=LIMIT,
    quantity_qualifier=BenefitQuantity.Months,
    quantity=6,
    code_group_num=3,
    treat_area=TreatArea.Quad,
)
LEVEL = BenefitCoverageLevel.None_


def made(kind: InsBenefitType = SHARE, *, code_num: int | None = 0, month_renew: int = 0, **more: Any) -> Benefit:
    owner = {} if "pat_plan_num" in more else {"plan_num": 7}
    body = NewBenefit(benefit_type=kind, coverage_level=LEVEL, **owner, **more)
    return new_benefit(body, code_num, month_renew, NOW)


def refused(decide: Any) -> tuple[int, str]:
    with pytest.raises(ApiError) as refusal:
        decide()
    return refusal.value.status, refusal.value.text


@pytest.mark.parametrize(
    ("body", "period"),
    [
        ({}, BenefitTimePeriod.CalendarYear),
        ({"month_renew": 6}, BenefitTimePeriod.ServiceYear),
        ({"kind": LIMIT}, BenefitTimePeriod.CalendarYear),
        ({"kind": LIMIT, "quantity_qualifier": BenefitQuantity.Years}, BenefitTimePeriod.None_),
        ({"kind": LIMIT, "quantity_qualifier": BenefitQuantity.AgeLimit, "quantity": 18}, BenefitTimePeriod.None_),
        ({"kind": LIMIT, "quantity_qualifier": BenefitQuantity.NumberOfServices}, BenefitTimePeriod.CalendarYear),
        ({"time_period": BenefitTimePeriod.Lifetime}, BenefitTimePeriod.Lifetime),
    ],
)
def test_a_benefit_is_for_the_plans_year_unless_it_says_otherwise(body, period):
    assert made(**body).time_period == period


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"pat_plan_num": 0}, "PlanNum or PatPlanNum is required."),
        ({"kind": LIMIT, "percent": 0}, "Percent is invalid."),
        ({"monetary_amt": -0.5}, "MonetaryAmt is invalid."),
        ({"kind": WAIT}, "QuantityQualifier is invalid."),
        ({"kind": WAIT, "quantity_qualifier": BenefitQuantity.Visits}, "QuantityQualifier is invalid."),
        ({"kind": LIMIT, "quantity_qualifier": BenefitQuantity.AgeLimit}, "Quantity is invalid."),
        ({"cov_cat_num": 3, "code_num": 5}, "CodeNum is invalid."),
        ({"treat_area": TreatArea.Quad}, "TreatArea is invalid."),
    ],
)
def test_what_a_benefit_cannot_say_is_refused(body, text):
    assert refused(lambda: made(**body)) == (400, text)


def test_a_benefit_is_a_plans_or_a_patplans_and_never_both():
    body = NewBenefit(plan_num=7, pat_plan_num=8, benefit_type=SHARE, coverage_level=LEVEL)

    assert refused(lambda: new_benefit(body, 0, 0, NOW))[0] == 400


def test_a_code_that_the_office_lacks_is_not_found():
    assert refused(lambda: made(code_num=None)) == (404, "procCode not found.")


@pytest.mark.parametrize(
    "body",
    [
        {"percent": 0},
        {"percent": 100},
        {"kind": WAIT, "quantity_qualifier": BenefitQuantity.Months},
        {"kind": InsBenefitType.ActiveCoverage, "monetary_amt": 499.99},
        {"kind": LIMIT, "time_period": BenefitTimePeriod.None_, "quantity_qualifier": BenefitQuantity.Years,
         "treat_area": TreatArea.Quad},
    ],
)  # fmt: skip
def test_what_the_page_sends_is_taken(body):
    wanted = {name: value for name, value in body.items() if name != "kind"}
    benefit = made(**body)

    assert {name: getattr(benefit, name) for name in wanted} == wanted


def test_a_percentage_goes_with_its_type_unless_one_is_sent():
    assert changed_benefit(BEFORE, BenefitChange(benefit_type=LIMIT), 0).percent == -1
    assert refused(lambda: changed_benefit(BEFORE, BenefitChange(benefit_type=LIMIT, percent=80), 0)) == (
        400,
        "Percent is invalid.",
    )
    assert changed_benefit(BEFORE, BenefitChange(benefit_type=LIMIT, percent=-1), 0).percent == -1


def test_a_code_takes_the_place_of_a_category_that_is_sent_away():
    assert refused(lambda: changed_benefit(BEFORE, BenefitChange(code_num=5), 5)) == (400, "CodeNum is invalid.")
    after = changed_benefit(BEFORE, BenefitChange(code_num=5, cov_cat_num=0), 5)
    assert (after.code_num, after.cov_cat_num) == (5, 0)
    assert changed_benefit(after, BenefitChange(proc_code=""), 0).code_num == 0


def test_a_code_that_is_not_sent_stays():
    assert changed_benefit(replace(BEFORE, cov_cat_num=0, code_num=5), BenefitChange(percent=10), 0).code_num == 5


def test_the_code_group_of_a_frequency_stays_and_its_area_goes_when_it_is_one_no_more():
    change = BenefitChange(code_group_num=4)
    assert refused(lambda: changed_benefit(FREQUENCY, change, 0)) == (400, "CodeGroupNum is invalid.")
    assert changed_benefit(replace(FREQUENCY, code_group_num=0), change, 0).code_group_num == 4
    assert changed_benefit(BEFORE, change, 0).code_group_num == 4
    visits = changed_benefit(FREQUENCY, BenefitChange(quantity_qualifier=BenefitQuantity.Visits), 0)
    assert visits.treat_area == TreatArea.None_


def test_what_a_practice_file_says_amiss_may_stand_while_something_else_changes():
    odd = replace(BEFORE, benefit_type=WAIT, percent=50)

    assert changed_benefit(odd, BenefitChange(coverage_level=BenefitCoverageLevel.Family), 0).percent == 50
