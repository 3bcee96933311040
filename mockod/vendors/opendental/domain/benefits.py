"""What a plan pays of a procedure: percentages by coverage category, deductibles, maximums, exclusions.

Benefits of a plan hold for all whom it covers; those of a patplan hold for one patient. Amounts are in the office's
currency, and -1 is none. Which benefit counts for a code, from general to specific: one without a category, then of
the categories whose spans hold the code the one with the highest CovOrder, then one for the code itself (documented,
and the vendor's source). Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.insurance import CAPITATION, FLAT_COPAY
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitQuantity,
    BenefitTimePeriod,
    EbenefitCategory,
    InsBenefitType,
)

NOTHING = -1
"""A Percent or MonetaryAmt that is empty."""
EVERYTHING = 100
"""Percent."""
A_YEAR = (BenefitTimePeriod.CalendarYear, BenefitTimePeriod.ServiceYear)
FREQUENCIES = (BenefitQuantity.NumberOfServices, BenefitQuantity.Months, BenefitQuantity.Years)
"""How often something is paid; such a benefit limits no amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A row of the vendor's table, as far as rules see it. Numbers of other rows are 0 for none."""

    benefit_num: int = 0
    plan_num: int = 0
    pat_plan_num: int = 0
    cov_cat_num: int = 0
    benefit_type: InsBenefitType
    percent: int = NOTHING
    monetary_amt: float = NOTHING
    time_period: BenefitTimePeriod = BenefitTimePeriod.None_
    quantity_qualifier: BenefitQuantity = BenefitQuantity.None_
    quantity: int = 0
    code_num: int = 0
    coverage_level: BenefitCoverageLevel = BenefitCoverageLevel.None_
    sec_date_t_entry: datetime = datetime.min
    sec_date_t_edit: datetime = datetime.min
    code_group_num: int = 0
    treat_area: int = 0

    @property
    def is_family(self) -> bool:
        return self.coverage_level == BenefitCoverageLevel.Family

    @property
    def is_frequency_limitation(self) -> bool:
        """Every so many months or years, or so many times in a year (source)."""
        is_every = self.quantity_qualifier in (BenefitQuantity.Months, BenefitQuantity.Years)
        is_times = self.quantity_qualifier == BenefitQuantity.NumberOfServices
        return (
            self.benefit_type == InsBenefitType.Limitations
            and self.percent == self.monetary_amt == NOTHING
            and self.coverage_level == BenefitCoverageLevel.None_
            and (
                (is_every and self.time_period == BenefitTimePeriod.None_)
                or (is_times and self.time_period in (*A_YEAR, BenefitTimePeriod.NumberInLast12Months))
            )
        )

    @property
    def is_age_limit(self) -> bool:
        return self.benefit_type == InsBenefitType.Limitations and self.quantity_qualifier == BenefitQuantity.AgeLimit


@dataclass(frozen=True, slots=True)
class Code:
    """A procedure code, as benefits look at it."""

    number: int
    proc_code: str


@dataclass(frozen=True, slots=True)
class Span:
    """Codes from one to another, both included, in the order of the alphabet; they need not exist (documented)."""

    from_code: str
    to_code: str

    def holds(self, proc_code: str) -> bool:
        return self.from_code <= proc_code <= self.to_code


@dataclass(frozen=True, slots=True)
class Category:
    """A coverage category with its spans. ``order`` is its CovOrder."""

    order: int
    spans: tuple[Span, ...]
    ebenefit: EbenefitCategory = EbenefitCategory.None_
    is_hidden: bool = False

    def holds(self, proc_code: str) -> bool:
        return any(span.holds(proc_code) for span in self.spans)

    @property
    def rank(self) -> int:
        """A hidden category is behind all others (source)."""
        return -1 if self.is_hidden else self.order


Categories = Mapping[int, Category]
"""By CovCatNum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a plan has paid, or left to the patient as deductible, for one procedure."""

    pat_num: int
    proc_date: date
    proc_code: str
    """Empty for a payment that is for no procedure."""
    code_num: int
    paid: float = 0.0
    deductible: float = 0.0


def benefit_year(day: date, month_renew: int) -> date:
    """The first day of the benefit year that a day is in. Month 0 is the calendar year (source).

    The first year that there is has no other before it.

    >>> benefit_year(date(2026, 3, 2), 0), benefit_year(date(2026, 3, 2), 6)
    (datetime.date(2026, 1, 1), datetime.date(2025, 6, 1))
    """
    return date(max(day.year - (month_renew > day.month), date.min.year), month_renew or 1, 1)


def is_in_benefit_year(day: date, first: date) -> bool:
    """Whether a day is in the benefit year that begins with ``first``; the last one that there is has no end.

    >>> is_in_benefit_year(date(2027, 5, 31), date(2026, 6, 1)), is_in_benefit_year(date.max, date(9999, 1, 1))
    (True, True)
    """
    return first <= day and (day.year - first.year, day.month) < (1, first.month)


def percentage(benefits: Sequence[Benefit], code: Code, plan_type: str, categories: Categories) -> int:
    """How much of a procedure's fee a plan pays, from 0 to 100 percent, before deductible and maximum.

    A patient's own percentage wins over the plan's. Flat copay and capitation cover everything (source).
    """
    if plan_type in (FLAT_COPAY, CAPITATION):
        return EVERYTHING
    shares = [b for b in benefits if b.benefit_type == InsBenefitType.CoInsurance and b.percent != NOTHING]
    own = most_specific([b for b in shares if b.pat_plan_num], code, categories)
    found = own or most_specific([b for b in shares if not b.pat_plan_num], code, categories)
    return found.percent if found else 0


def is_excluded(benefits: Iterable[Benefit], code: Code, categories: Categories) -> bool:
    """Whether a code, or a category that holds it, is excluded. An exclusion of everything is none (source)."""
    return any(
        _is_for(benefit, code, categories)
        for benefit in benefits
        if benefit.benefit_type == InsBenefitType.Exclusions and (benefit.code_num or benefit.cov_cat_num)
    )


def most_specific(benefits: Iterable[Benefit], code: Code, categories: Categories) -> Benefit | None:
    """The benefit that counts for a code; of two that are equally specific by code or without category the later."""
    found: Benefit | None = None
    for benefit in benefits:
        if _is_for(benefit, code, categories) and (found is None or _outranks(benefit, found, categories)):
            found = benefit
    return found


def _is_for(benefit: Benefit, code: Code, categories: Categories) -> bool:
    if benefit.code_num:
        return benefit.code_num == code.number
    return not benefit.cov_cat_num or _holds(categories, benefit.cov_cat_num, code.proc_code)


def _holds(categories: Categories, cov_cat_num: int, proc_code: str) -> bool:
    category = categories.get(cov_cat_num)
    return category is not None and category.holds(proc_code)


def _outranks(benefit: Benefit, other: Benefit, categories: Categories) -> bool:
    mine, theirs = _specificity(benefit), _specificity(other)
    if mine != theirs or not benefit.cov_cat_num or benefit.code_num:
        return mine >= theirs
    return categories[benefit.cov_cat_num].rank > categories[other.cov_cat_num].rank


def _specificity(benefit: Benefit) -> int:
    return 2 if benefit.code_num else int(bool(benefit.cov_cat_num))


def annual_maximum(benefits: Iterable[Benefit], categories: Categories, *, family: bool = False) -> float:
    """The yearly maximum that a plan is shown to have, -1 for none.

    Of several the lowest, those without a category first (source).
    """
    level = BenefitCoverageLevel.Family if family else BenefitCoverageLevel.Individual
    found = [b for b in _general(benefits, InsBenefitType.Limitations, categories) if b.coverage_level == level]
    return min(((bool(b.cov_cat_num), b.monetary_amt) for b in found), default=(False, NOTHING))[1]


def general_deductible(benefits: Iterable[Benefit], categories: Categories, *, family: bool = False) -> float:
    """The yearly deductible that a plan is shown to have, -1 for none: the highest (source)."""
    level = BenefitCoverageLevel.Family if family else BenefitCoverageLevel.Individual
    found = [b for b in _general(benefits, InsBenefitType.Deductible, categories) if b.coverage_level == level]
    return max((b.monetary_amt for b in found), default=NOTHING)


def _general(benefits: Iterable[Benefit], kind: InsBenefitType, categories: Categories) -> list[Benefit]:
    """Yearly amounts for no code, and for no category but the general one."""
    general = (EbenefitCategory.General, EbenefitCategory.None_)
    return [
        benefit
        for benefit in benefits
        if benefit.benefit_type == kind
        and benefit.quantity_qualifier == BenefitQuantity.None_
        and benefit.time_period in A_YEAR
        and not benefit.code_num
        and (not benefit.cov_cat_num or categories[benefit.cov_cat_num].ebenefit in general)
    ]


def deductible_left(
    benefits: Sequence[Benefit],
    code: Code,
    categories: Categories,
    used: Sequence[Used],
    *,
    pat_num: int,
    day: date,
    month_renew: int,
) -> float:
    """How much of a procedure the patient pays before the plan does, after what the year has used of it (source).

    The family's deductible only limits the sum of its members': without an individual one there is none.
    ``used`` is the plan's whole year, of all whom it covers.
    """
    periods = (*A_YEAR, BenefitTimePeriod.Lifetime)
    there = [b for b in benefits if b.benefit_type == InsBenefitType.Deductible and b.time_period in periods]
    individual, family = ([b for b in there if b.is_family == is_family] for is_family in (False, True))
    own = most_specific(individual, code, categories)
    if own is None or own.monetary_amt <= 0 or is_excluded(benefits, code, categories):
        return 0.0
    year = _in_year(used, day, month_renew)
    mine = [one for one in year if one.pat_num == pat_num]
    left = _left_of_deductible(own, _without_category(individual), mine, categories)
    shared = most_specific(family, code, categories)
    if shared is None or shared.monetary_amt == NOTHING:
        return left
    return min(left, _left_of_deductible(shared, _without_category(family), year, categories))


def _without_category(benefits: Iterable[Benefit]) -> Benefit | None:
    return next((b for b in reversed(list(benefits)) if not (b.code_num or b.cov_cat_num)), None)


def _left_of_deductible(
    benefit: Benefit, general: Benefit | None, used: Iterable[Used], categories: Categories
) -> float:
    """The less of what is left of a special deductible and of the general one, to which everything counts."""
    used = [one for one in used if one.deductible > 0]
    everything = sum(one.deductible for one in used)
    special = sum(one.deductible for one in used if _counts_for(benefit, one, categories))
    lefts = [general.monetary_amt - everything] if general else []
    if benefit.code_num or benefit.cov_cat_num:
        lefts.append(benefit.monetary_amt - (special if general else everything))
    return max(min(lefts, default=0.0), 0.0)


def payable(
    benefits: Sequence[Benefit],
    code: Code,
    categories: Categories,
    used: Sequence[Used],
    amount: float,
    *,
    pat_num: int,
    day: date,
    month_renew: int,
    age: int,
) -> float:
    """How much of an amount a plan still pays for a procedure: by age, by the patient's maximum, by the family's.

    ``amount`` is what percentage and deductible leave. A maximum without a category is for codes of the general
    category, where the office has one: orthodontics has its own (source).
    """
    limits = [b for b in benefits if b.benefit_type == InsBenefitType.Limitations]
    if any(_is_too_old(limit, code, categories, age) for limit in limits):
        return 0.0
    amounts = [b for b in limits if b.quantity_qualifier not in (*FREQUENCIES, BenefitQuantity.AgeLimit)]
    amounts = [b for b in amounts if _is_specific(b) or _is_general(categories, code.proc_code)]
    left = amount
    for is_family in (False, True):
        maximum = most_specific([b for b in amounts if b.is_family == is_family], code, categories)
        if maximum is None or maximum.monetary_amt in (NOTHING, 0):
            continue
        is_for_life = maximum.time_period == BenefitTimePeriod.Lifetime
        counted = used if is_for_life else _in_year(used, day, month_renew)
        spent = sum(
            one.paid
            for one in counted
            if (is_family or one.pat_num == pat_num) and _counts_towards(maximum, one, amounts, categories)
        )
        left = min(left, max(maximum.monetary_amt - spent, 0.0))
    return left


def _is_too_old(limit: Benefit, code: Code, categories: Categories, age: int) -> bool:
    """An age limit is for a code or a category; it is no family's, and 0 is none."""
    is_limit = limit.is_age_limit and _is_specific(limit) and not limit.is_family
    return is_limit and 0 < limit.quantity < age and _is_for(limit, code, categories)


def _is_specific(benefit: Benefit) -> bool:
    return bool(benefit.code_num or benefit.cov_cat_num)


def _is_general(categories: Categories, proc_code: str) -> bool:
    """Whether a code is in the general category, or the office has none."""
    general = [c for c in categories.values() if c.ebenefit == EbenefitCategory.General and not c.is_hidden]
    return not general or general[0].holds(proc_code)


def _counts_for(benefit: Benefit, used: Used, categories: Categories) -> bool:
    """Whether what was used is of the codes that a benefit is for; a payment for no procedure is general (source)."""
    if benefit.code_num:
        return benefit.code_num == used.code_num
    if not benefit.cov_cat_num:
        return not used.proc_code or _is_general(categories, used.proc_code)
    if not used.proc_code:
        return categories[benefit.cov_cat_num].ebenefit == EbenefitCategory.General
    return _holds(categories, benefit.cov_cat_num, used.proc_code)


def _counts_towards(maximum: Benefit, used: Used, amounts: Iterable[Benefit], categories: Categories) -> bool:
    """Whether a payment uses up a maximum: it is for such a code, which no tighter maximum holds."""
    if not _counts_for(maximum, used, categories):
        return False
    code = Code(used.code_num, used.proc_code)
    level = [b for b in amounts if b.is_family == maximum.is_family]
    return not used.proc_code or most_specific(level, code, categories) in (maximum, None)


def _in_year(used: Iterable[Used], day: date, month_renew: int) -> list[Used]:
    first = benefit_year(day, month_renew)
    return [one for one in used if is_in_benefit_year(one.proc_date, first)]
