"""New and changed plans, and what the office's preferences make of them. Decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.insurance_enums import CobRule
from mockod.vendors.opendental.resources.insplans import NewPlan, PlanChange, PlanDefaults, changed_plan, new_plan

NOW = datetime(2026, 3, 2, 9)
PLAIN = PlanDefaults(claim_form_num=1, shows_ucr=False, cob_rule=CobRule.Basic, has_blue_book=False)
BOOKED = PlanDefaults(claim_form_num=4, shows_ucr=True, cob_rule=CobRule.CarveOut, has_blue_book=True)
IN_BOOK = new_plan(NewPlan(carrier_num=1, manual_fee_sched_num=9), BOOKED, NOW)


def refused(decide) -> str:
    with pytest.raises(ApiError) as refusal:
        decide()
    assert refusal.value.status == 400
    return refusal.value.text


def test_a_plan_follows_the_preferences_where_nothing_is_said():
    plain, booked = (new_plan(NewPlan(carrier_num=1), defaults, NOW) for defaults in (PLAIN, BOOKED))

    assert (plain.claim_form_num, plain.claims_use_ucr, plain.cob_rule, plain.is_blue_book_enabled) == (1, 0, 0, False)
    assert (booked.claim_form_num, booked.claims_use_ucr, booked.cob_rule) == (4, True, CobRule.CarveOut)
    assert booked.is_blue_book_enabled
    assert (plain.sec_date_entry, plain.sec_date_t_edit) == (date(2026, 3, 2), NOW)


def test_a_plan_that_is_no_percentage_plan_uses_neither_ucr_nor_the_blue_book():
    ppo = new_plan(NewPlan(carrier_num=1, plan_type="p"), BOOKED, NOW)

    assert (ppo.claims_use_ucr, ppo.is_blue_book_enabled) == (False, False)


@pytest.mark.parametrize(
    ("body", "defaults", "text"),
    [
        (NewPlan(carrier_num=1, plan_type="p", is_blue_book_enabled=True), BOOKED, "IsBlueBookEnabled is invalid."),
        (NewPlan(carrier_num=1, manual_fee_sched_num=9), PLAIN, "ManualFeeSchedNum is invalid."),
        (NewPlan(carrier_num=1, manual_fee_sched_num=9, plan_type="p"), BOOKED, "ManualFeeSchedNum is invalid."),
        (
            NewPlan(carrier_num=1, manual_fee_sched_num=9, is_blue_book_enabled=False),
            BOOKED,
            "ManualFeeSchedNum is invalid.",
        ),
    ],
)
def test_what_the_blue_book_is_not_for_is_refused(body, defaults, text):
    assert refused(lambda: new_plan(body, defaults, NOW)) == text


def test_a_plan_that_becomes_a_ppo_leaves_the_blue_book_and_its_fees():
    after = changed_plan(IN_BOOK, PlanChange(plan_type="p"), BOOKED)

    assert (after.is_blue_book_enabled, after.manual_fee_sched_num) == (False, 0)
    assert refused(lambda: changed_plan(after, PlanChange(is_blue_book_enabled=True), BOOKED)) == (
        "IsBlueBookEnabled is invalid."
    )
    back = changed_plan(after, PlanChange(plan_type="", is_blue_book_enabled=True, manual_fee_sched_num=9), BOOKED)
    assert back == IN_BOOK


def test_what_a_practice_file_says_amiss_stands_while_something_else_changes():
    odd = replace(IN_BOOK, plan_type="p")

    assert changed_plan(odd, PlanChange(group_name="Other"), PLAIN) == replace(odd, group_name="Other")
