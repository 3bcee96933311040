"""What a plan pays of a procedure, by hand-made plans: percentages, deductibles, maximums, exclusions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mockod.vendors.opendental.domain.benefits import (
    Benefit,
    Category,
    Code,
    Span,
    Used,
    annual_maximum,
    benefit_year,
    deductible_left,
    general_deductible,
    is_excluded,
    payable,
    percentage,
)
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitQuantity,
    BenefitTimePeriod,
    EbenefitCategory,
    InsBenefitType,
)

EXAM, CROWN, BRACES = Code(1, "D0120"), Code(2, "D2740"), Code(3, "D8080")
GENERAL, DIAGNOSTIC, RESTORATIVE, CROWNS, ORTHO = 10, 20, 30, 40, 50
CATEGORIES = {
    GENERAL: Category(0, (Span("D0000", "D7999"), Span("D9000", "D9999")), EbenefitCategory.General),
    DIAGNOSTIC: Category(1, (Span("D0100", "D0999"),), EbenefitCategory.Diagnostic),
    RESTORATIVE: Category(2, (Span("D2000", "D2999"),), EbenefitCategory.Restorative),
    CROWNS: Category(3, (Span("D2700", "D2799"),), EbenefitCategory.Crowns),
    ORTHO: Category(4, (Span("D8000", "D8999"),), EbenefitCategory.Orthodontics),
}
DAY = date(2026, 3, 2)


def benefit(kind: InsBenefitType, **more: Any) -> Benefit:
    owner = {} if "pat_plan_num" in more else {"plan_num": 7}
    return Benefit(benefit_type=kind, **owner, **more)


def share(percent: int, **more: Any) -> Benefit:
    return benefit(InsBenefitType.CoInsurance, percent=percent, **more)


def yearly(kind: InsBenefitType, amount: float, *, family: bool = False, **more: Any) -> Benefit:
    level = BenefitCoverageLevel.Family if family else BenefitCoverageLevel.Individual
    more = {"time_period": BenefitTimePeriod.CalendarYear, **more}
    return benefit(kind, monetary_amt=amount, coverage_level=level, **more)


def deductible(amount: float, **more: Any) -> Benefit:
    return yearly(InsBenefitType.Deductible, amount, **more)


def maximum(amount: float, **more: Any) -> Benefit:
    return yearly(InsBenefitType.Limitations, amount, **more)


def used(code: Code, *, pat_num: int = 1, day: date = DAY, **amounts: float) -> Used:
    return Used(pat_num=pat_num, proc_date=day, proc_code=code.proc_code, code_num=code.number, **amounts)


# Percentages


@pytest.mark.parametrize(
    ("benefits", "percent"),
    [
        ([], 0),
        ([share(50)], 50),
        ([share(50), share(80, cov_cat_num=RESTORATIVE)], 80),
        ([share(80, cov_cat_num=RESTORATIVE), share(50)], 80),
        ([share(60, cov_cat_num=CROWNS), share(80, cov_cat_num=RESTORATIVE)], 60),
        ([share(100, cov_cat_num=DIAGNOSTIC)], 0),
        ([share(60, cov_cat_num=CROWNS), share(40, code_num=CROWN.number)], 40),
        ([share(40, code_num=EXAM.number)], 0),
        ([share(60, cov_cat_num=CROWNS), share(90, pat_plan_num=8)], 90),
        ([share(-1, cov_cat_num=CROWNS), share(30)], 30),
        ([share(0, cov_cat_num=CROWNS), share(30)], 0),
    ],
)
def test_the_most_specific_percentage_counts_and_the_patients_own_before_the_plans(benefits, percent):
    assert percentage(benefits, CROWN, "p", CATEGORIES) == percent


@pytest.mark.parametrize("plan_type", ["f", "c"])
def test_flat_copay_and_capitation_cover_everything(plan_type):
    assert percentage([share(50)], CROWN, plan_type, CATEGORIES) == 100


def test_a_hidden_category_is_behind_all_others():
    hidden = CATEGORIES | {CROWNS: Category(3, (Span("D2700", "D2799"),), is_hidden=True)}

    assert percentage([share(80, cov_cat_num=RESTORATIVE), share(60, cov_cat_num=CROWNS)], CROWN, "", hidden) == 80


# Exclusions


def test_a_code_is_excluded_by_itself_or_by_its_category_and_never_with_all_others():
    def by(**more: Any) -> Benefit:
        return benefit(InsBenefitType.Exclusions, **more)

    assert is_excluded([by(code_num=CROWN.number)], CROWN, CATEGORIES)
    assert is_excluded([by(cov_cat_num=CROWNS)], CROWN, CATEGORIES)
    assert not is_excluded([by(cov_cat_num=CROWNS)], EXAM, CATEGORIES)
    assert not is_excluded([by()], CROWN, CATEGORIES)


# The year


@pytest.mark.parametrize(
    ("day", "month", "first"),
    [
        (date(2026, 3, 2), 0, date(2026, 1, 1)),
        (date(2026, 3, 1), 3, date(2026, 3, 1)),
        (date(2026, 3, 31), 3, date(2026, 3, 1)),
        (date(2026, 3, 2), 2, date(2026, 2, 1)),
        (date(2026, 3, 2), 4, date(2025, 4, 1)),
        (date(2026, 12, 31), 12, date(2026, 12, 1)),
    ],
)
def test_the_benefit_year_begins_with_its_month(day, month, first):
    assert benefit_year(day, month) == first


# What is shown of a plan


def test_the_annual_maximum_is_the_lowest_of_those_without_a_category_before_the_general_one():
    general = maximum(500, cov_cat_num=GENERAL)

    assert annual_maximum([general, maximum(1500), maximum(1000)], CATEGORIES) == 1000
    assert annual_maximum([general], CATEGORIES) == 500
    assert annual_maximum([maximum(3000, family=True)], CATEGORIES) == -1
    assert annual_maximum([maximum(3000, family=True)], CATEGORIES, family=True) == 3000
    assert annual_maximum([maximum(900, cov_cat_num=ORTHO), maximum(900, code_num=1)], CATEGORIES) == -1


def test_the_deductible_is_the_highest_of_the_general_ones():
    assert general_deductible([deductible(25), deductible(50)], CATEGORIES) == 50
    assert general_deductible([deductible(25, cov_cat_num=CROWNS)], CATEGORIES) == -1
    assert general_deductible([deductible(150, family=True)], CATEGORIES, family=True) == 150


# Deductibles


def left(benefits: list[Benefit], code: Code = CROWN, *history: Used, month_renew: int = 0) -> float:
    return deductible_left(benefits, code, CATEGORIES, history, pat_num=1, day=DAY, month_renew=month_renew)


def test_without_an_individual_deductible_there_is_none():
    assert left([]) == 0
    assert left([deductible(150, family=True)]) == 0
    assert left([deductible(0)]) == left([deductible(-1)]) == 0


def test_a_deductible_is_used_up_by_the_patients_own_procedures_of_the_year():
    history = [
        used(EXAM, deductible=20),
        used(EXAM, deductible=-1),
        used(EXAM, deductible=20, pat_num=2),
        used(EXAM, deductible=20, day=date(2025, 12, 31)),
    ]

    assert left([deductible(50)], CROWN, *history) == 30
    assert left([deductible(50)], CROWN, *history, month_renew=4) == 10
    assert left([deductible(50)], CROWN, used(EXAM, deductible=60)) == 0


def test_a_category_without_a_deductible_has_none_though_the_plan_has_one():
    assert left([deductible(50), deductible(0, cov_cat_num=DIAGNOSTIC)], EXAM) == 0
    assert left([deductible(50), deductible(0, cov_cat_num=DIAGNOSTIC)], CROWN) == 50


def test_a_special_deductible_is_no_more_than_what_is_left_of_the_general_one():
    plan = [deductible(50), deductible(30, cov_cat_num=CROWNS)]

    assert left(plan) == 30
    assert left(plan, CROWN, used(EXAM, deductible=40)) == 10
    assert left(plan, CROWN, used(CROWN, deductible=25)) == 5


def test_the_familys_deductible_limits_the_sum_of_its_members():
    plan = [deductible(50), deductible(150, family=True)]

    assert left(plan, CROWN, used(EXAM, deductible=120, pat_num=2)) == 30
    assert left(plan, CROWN, used(EXAM, deductible=150, pat_num=2)) == 0


def test_what_is_excluded_has_no_deductible():
    assert left([deductible(50), benefit(InsBenefitType.Exclusions, cov_cat_num=CROWNS)]) == 0


# Maximums


def paid(benefits: list[Benefit], code: Code = CROWN, *history: Used, amount: float = 400, age: int = 40) -> float:
    return payable(benefits, code, CATEGORIES, history, amount, pat_num=1, day=DAY, month_renew=0, age=age)


def test_a_plan_without_a_maximum_pays_everything():
    assert paid([]) == paid([maximum(-1)]) == 400


def test_a_plan_pays_what_is_left_of_its_maximum():
    assert paid([maximum(1000)], CROWN, used(EXAM, paid=700)) == 300
    assert paid([maximum(1000)], CROWN, used(EXAM, paid=1000)) == 0
    assert paid([maximum(1000)], CROWN, used(EXAM, paid=700, pat_num=2)) == 400
    assert paid([maximum(1000)], CROWN, used(EXAM, paid=700, day=date(2025, 12, 31))) == 400


def test_the_familys_maximum_counts_everybody():
    plan = [maximum(1000), maximum(2000, family=True)]

    assert paid(plan, CROWN, used(EXAM, paid=1900, pat_num=2)) == 100
    assert paid([maximum(2000, family=True)], CROWN, used(EXAM, paid=1900, pat_num=2)) == 100


def test_orthodontics_has_a_maximum_of_its_own_for_life():
    ortho = maximum(1500, cov_cat_num=ORTHO, time_period=BenefitTimePeriod.Lifetime)
    plan = [maximum(1000), ortho]

    assert paid(plan, BRACES, used(CROWN, paid=1000), used(BRACES, paid=1200, day=date(2019, 1, 1))) == 300
    assert paid(plan, CROWN, used(BRACES, paid=1200)) == 400


def test_what_a_tighter_maximum_holds_does_not_use_up_the_general_one():
    plan = [maximum(1000), maximum(500, cov_cat_num=CROWNS)]

    assert paid(plan, EXAM, used(CROWN, paid=500)) == 400
    assert paid(plan, CROWN, used(CROWN, paid=300)) == 200


def test_a_payment_for_no_procedure_uses_up_the_general_maximum():
    total = Used(pat_num=1, proc_date=DAY, proc_code="", code_num=0, paid=700)

    assert paid([maximum(1000)], CROWN, total) == 300
    assert paid([maximum(1000, cov_cat_num=GENERAL)], CROWN, total) == 300


def test_who_is_older_than_the_limit_gets_nothing():
    limit = benefit(
        InsBenefitType.Limitations, quantity_qualifier=BenefitQuantity.AgeLimit, quantity=18, cov_cat_num=ORTHO
    )

    assert paid([limit], BRACES, age=19) == 0
    assert paid([limit], BRACES, age=18) == 400
    assert paid([limit], CROWN, age=19) == 400


def test_how_often_something_is_paid_limits_no_amount():
    often = benefit(
        InsBenefitType.Limitations, quantity_qualifier=BenefitQuantity.Months, quantity=6, cov_cat_num=CROWNS
    )

    assert paid([maximum(1000), often], CROWN, used(CROWN, paid=900)) == 100
