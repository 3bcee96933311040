"""What a plan is expected to pay of a procedure, step by step. Decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from mockod.vendors.opendental.domain.benefits import Benefit, Category, Code, Span, Used
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claim_estimates import EstimateFacts, estimated
from mockod.vendors.opendental.domain.claims import NONE, ClaimProc
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitTimePeriod,
    CobRule,
    InsBenefitType,
)

DAY = date(2026, 3, 2)
LINE = ClaimProc(
    pat_num=1,
    proc_num=7,
    claim_num=3,
    status=ClaimProcStatus.NotReceived,
    plan_num=1,
    ins_sub_num=1,
    proc_date=DAY,
    sec_date_entry=DAY,
    sec_date_t_edit=datetime(2026, 3, 2, 9),
)
HALF = Benefit(benefit_type=InsBenefitType.CoInsurance, percent=50)
YEARLY = {"time_period": BenefitTimePeriod.CalendarYear, "coverage_level": BenefitCoverageLevel.Individual}
DEDUCTIBLE = Benefit(benefit_type=InsBenefitType.Deductible, monetary_amt=50, **YEARLY)
MAXIMUM = Benefit(benefit_type=InsBenefitType.Limitations, monetary_amt=1000, **YEARLY)
FACTS = EstimateFacts(
    code=Code(1, "D2740"),
    fee=1200.0,
    plan_type="",
    month_renew=0,
    cob_rule=CobRule.Basic,
    benefits=[HALF, DEDUCTIBLE, MAXIMUM],
    categories={},
    used=[],
    age=40,
)


def pays(line=LINE, **facts):
    return estimated(line, replace(FACTS, **facts)).ins_est_total


def test_the_deductible_is_taken_before_the_percentage():
    line = estimated(LINE, FACTS)

    assert (line.base_est, line.ded_est, line.ins_est_total, line.percentage) == (600.0, 50.0, 575.0, 50)
    assert (line.ins_pay_est, line.ded_applied, line.paid_other_ins, line.write_off_est) == (575.0, 50.0, NONE, NONE)


def test_a_deductible_that_was_met_is_not_taken_again():
    met = Used(pat_num=1, proc_date=DAY, proc_code="D1110", code_num=2, deductible=50)

    assert pays(used=[met]) == 600.0


def test_a_maximum_leaves_what_is_not_used_up_of_it():
    spent = Used(pat_num=1, proc_date=DAY, proc_code="D1110", code_num=2, paid=800, deductible=50)

    line = estimated(LINE, replace(FACTS, used=[spent]))

    assert (line.base_est, line.ins_est_total, line.estimate_note) == (600.0, 200.0, "Over annual max")


def test_a_ppo_pays_of_what_it_allows_and_the_rest_is_written_off():
    line = estimated(LINE, replace(FACTS, plan_type="p", allowed=900.0))

    assert (line.ins_est_total, line.write_off_est) == (425.0, 300.0)
    assert estimated(LINE, replace(FACTS, plan_type="p", allowed=2000.0)).write_off_est == 0.0


def test_a_copay_is_taken_first():
    assert pays(copay=100.0) == 525.0
    assert pays(replace(LINE, copay_override=0), copay=100.0) == 575.0


def test_an_excluded_code_is_not_paid_nor_counts_for_the_deductible():
    category = {1: Category(1, (Span("D2000", "D2999"),))}
    excluded = Benefit(benefit_type=InsBenefitType.Exclusions, cov_cat_num=1)

    line = estimated(LINE, replace(FACTS, benefits=[HALF, DEDUCTIBLE, excluded], categories=category))

    assert (line.ins_est_total, line.ded_est) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("rule", "paid"),
    [(CobRule.Basic, 300.0), (CobRule.Standard, 0.0), (CobRule.CarveOut, 0.0)],
    ids=lambda value: getattr(value, "name", value),
)
def test_plans_are_coordinated_by_their_rule(rule, paid):
    facts = {"plan_type": "p", "allowed": 900.0, "cob_rule": rule, "paid_by_others": 900.0}

    assert pays(**facts) == paid
    assert pays(**facts | {"paid_by_others": 0.0}) == 425.0


def test_coordination_by_carving_out_pays_what_the_plan_alone_would_more():
    assert pays(cob_rule=CobRule.CarveOut, paid_by_others=500.0) == 75.0


def test_a_line_that_is_not_billed_has_no_estimates_nor_overrides():
    line = estimated(replace(estimated(LINE, FACTS), no_bill_ins=True, percent_override=20), FACTS)

    assert (line.ins_est_total, line.base_est, line.percent_override, line.ded_est) == (0.0, 0.0, NONE, NONE)


def test_the_estimates_of_an_answered_line_stand_but_for_its_override():
    answered = replace(LINE, status=ClaimProcStatus.Received, ins_est_total=1.0, ins_pay_est=2.0)

    assert estimated(answered, FACTS) == answered
    assert estimated(replace(answered, ins_est_total_override=50), FACTS).ins_pay_est == 50


def test_an_estimate_on_no_claim_asks_for_nothing():
    line = estimated(replace(LINE, status=ClaimProcStatus.Estimate, claim_num=0), FACTS)

    assert (line.ins_est_total, line.ins_pay_est, line.ded_applied) == (575.0, 0.0, 0.0)
