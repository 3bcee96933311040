"""Treatment plans decided without a database: what the active one holds, what is copied, what may be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.treat_plans import (
    Attach,
    PlanItem,
    amounts,
    by_priority,
    follow,
    tooth_shown,
)
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus, TreatPlanType
from mockod.vendors.opendental.resources.treatplans.bodies import SavedPlan, TreatPlanChange
from mockod.vendors.opendental.resources.treatplans.decisions import changed_plan, saved_copy
from mockod.vendors.opendental.resources.treatplans.table import TreatPlan

NOW = datetime(2026, 3, 2, 9)
ACTIVE = TreatPlan(
    treat_plan_num=5,
    pat_num=3,
    heading="Active Treatment Plan",
    note="By tooth.",
    respons_party=4,
    tp_status=TreatPlanStatus.Active,
    sec_date_entry=date(2026, 1, 5),
    sec_date_t_edit=datetime(2026, 1, 5, 10),
    tp_type=TreatPlanType.Discount,
)
SAVED = replace(ACTIVE, tp_status=TreatPlanStatus.Saved)
ITEM = PlanItem(
    proc_num=1,
    priority=0,
    place=None,
    tooth="",
    surf="",
    proc_code="D2740",
    descript="Crown",
    abbreviation="Crn",
    fee=800.0,
    units=1,
    usual_fee=900.0,
    discount=0.0,
    prognosis="",
    dx="",
    prov_num=1,
    date_tp=date(2026, 3, 1),
    clinic_num=0,
)
priorities = st.sampled_from([0, 101, 102])
treatment = st.dictionaries(st.integers(1, 9), priorities)


@given(on_plan=treatment, planned=treatment)
def test_a_plan_that_followed_holds_all_that_is_planned_and_has_nothing_more_to_follow(on_plan, planned):
    attached = [Attach(100 + number, number, priority) for number, priority in on_plan.items()]

    changes = follow(attached, planned)

    after = {a.proc_num: changes.reordered.get(a.number, a.priority) for a in attached} | changes.added
    assert {number: after[number] for number in planned} == planned
    assert {number: after[number] for number in on_plan.keys() - planned.keys()} == {
        number: on_plan[number] for number in on_plan.keys() - planned.keys()
    }
    assert not follow([Attach(100 + number, number, priority) for number, priority in after.items()], planned)


def test_copies_stand_by_priority_then_by_tooth_and_those_without_come_last():
    items = [
        replace(ITEM, proc_num=1),
        replace(ITEM, proc_num=2, tooth="14"),
        replace(ITEM, proc_num=3, tooth="3", place=1),
        replace(ITEM, proc_num=4, tooth="A", place=0),
        replace(ITEM, proc_num=5, tooth="32", place=0),
        replace(ITEM, proc_num=6, tooth="2", place=0),
    ]

    assert [item.proc_num for item in by_priority(items)] == [6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(("units", "fee"), [(-1, 800.0), (0, 800.0), (1, 800.0), (2, 1600.0)])
def test_a_fee_is_for_each_unit_and_for_one_at_least(units, fee):
    cost = amounts(replace(ITEM, units=units, discount=50.005), by_insurance=True)

    assert (cost.fee, cost.patient) == (fee, round(fee - 50.005, 2))


@pytest.mark.parametrize(
    ("by_insurance", "told"), [(True, (200.0, 30.0, 100.0, 40.0, 30.0)), (False, (200.0, 10.0, 0.0, 0.0, 190.0))]
)
def test_what_insurance_is_expected_to_pay_counts_on_a_plan_that_is_for_it(by_insurance, told):
    item = replace(ITEM, fee=200.0, units=1, discount=10.0, expected=(100.0, 40.0), write_off=20.0)

    cost = amounts(item, by_insurance=by_insurance)

    assert (cost.fee, cost.discount, cost.primary, cost.secondary, cost.patient) == told


def test_a_patient_with_one_plan_has_no_second_amount():
    cost = amounts(replace(ITEM, fee=200.0, units=1, discount=0.0, expected=(100.0,)), by_insurance=True)

    assert (cost.primary, cost.secondary, cost.patient) == (100.0, 0.0, 100.0)


def test_a_tooth_is_told_by_the_numbers_that_the_office_uses():
    assert tooth_shown(replace(ITEM, tooth="1"), international_teeth=False) == "1"
    assert tooth_shown(replace(ITEM, tooth="1"), international_teeth=True) == "18"


def test_a_saved_plan_is_of_today_and_has_the_sources_words():
    saved = saved_copy(ACTIVE, SavedPlan(treat_plan_num=5, user_num_presenter=7), NOW)

    assert (saved.treat_plan_num, saved.tp_status, saved.date_tp) == (0, TreatPlanStatus.Saved, date(2026, 3, 2))
    assert (saved.heading, saved.note, saved.tp_type) == (ACTIVE.heading, ACTIVE.note, ACTIVE.tp_type)
    assert (saved.respons_party, saved.user_num_presenter, saved.signature) == (4, 7, "")
    with pytest.raises(ApiError, match="TreatPlanNum is invalid"):
        saved_copy(SAVED, SavedPlan(treat_plan_num=5), NOW)


def test_signing_again_replaces_the_signature_and_false_takes_it_away():
    once = changed_plan(SAVED, TreatPlanChange(is_signed=True), "first", NOW)
    again = changed_plan(once, TreatPlanChange(is_signed=True), "second", NOW.replace(hour=10))
    cleared = changed_plan(again, TreatPlanChange(is_signed=False), "third", NOW)

    assert (once.signature, once.date_t_signed, once.signature_practice) == ("first", NOW, "")
    assert (again.signature, again.date_t_signed) == ("second", NOW.replace(hour=10))
    assert cleared == SAVED
