"""The rules of putting an appointment in the book, each by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.booking_rules import (
    RULES,
    Blockout,
    Day,
    DoubleBookRule,
    Visit,
    double_booked_codes,
    first_refusal,
)
from mockod.vendors.opendental.domain.intervals import Interval
from mockod.vendors.opendental.wire.sql_functions import numbers

NINE = Visit(1, 1, op=1, prov_num=1, prov_hyg=0, is_hygiene=False, start=540, pattern="//XXXX//", codes=("D2740",))
OTHER = replace(NINE, apt_num=2, pat_num=2, op=2, codes=("D0120",))
CROWNS = DoubleBookRule("Crowns", "D2700", "D2799")
OVERLAP = "Appointment overlaps existing appointment or blockout."


def objection(visit, day, *points):
    found = first_refusal(visit, day, points or RULES)
    return found and found[1]


def test_provider_time_on_provider_time_meets_a_rule():
    assert (
        objection(NINE, Day(others=(OTHER,), rules=(CROWNS,)), "double_booked") == "Not allowed to double book: Crowns"
    )


def test_the_rule_holds_for_the_other_appointments_procedures_too():
    day = Day(others=(NINE,), rules=(CROWNS,))

    assert objection(OTHER, day, "double_booked") == "Not allowed to double book: Crowns"


def test_without_a_rule_that_covers_them_double_booking_is_allowed():
    rule = DoubleBookRule("Root canals", "D3310", "D3348")

    assert objection(NINE, Day(others=(OTHER,), rules=(rule,)), "double_booked") is None


def test_the_assistants_time_may_overlap():
    later = replace(OTHER, start=570)

    assert double_booked_codes(NINE, [later], 10) == ()


def test_another_provider_is_nobodys_double_booking():
    assert double_booked_codes(NINE, [replace(OTHER, prov_num=3)], 10) == ()


def test_hygiene_counts_by_the_hygienist():
    cleaning = replace(OTHER, is_hygiene=True, prov_hyg=2)

    assert double_booked_codes(NINE, [cleaning], 10) == ()
    assert double_booked_codes(replace(NINE, is_hygiene=True, prov_hyg=2), [cleaning], 10) == ("D0120", "D2740")


def test_a_broken_appointment_stands_in_no_providers_way():
    assert double_booked_codes(NINE, [replace(OTHER, broken=True)], 10) == ()


def test_two_appointments_without_procedures_never_meet_a_rule():
    bare = replace(NINE, codes=())

    assert objection(bare, Day(others=(replace(OTHER, codes=()),), rules=(CROWNS,)), "double_booked") is None


def test_the_first_code_that_is_covered_names_its_first_rule():
    rules = (DoubleBookRule("All", "D0000", "D9999"), CROWNS)

    assert objection(NINE, Day(others=(OTHER,), rules=rules), "double_booked") == "Not allowed to double book: All"


@pytest.mark.parametrize("code", ["D2700", "D2799", "d2740"])
def test_a_rule_covers_both_its_ends(code):
    assert CROWNS.covers(code)


@pytest.mark.parametrize("code", ["D2699", "D2800", ""])
def test_a_rule_covers_nothing_outside(code):
    assert not CROWNS.covers(code)


def test_two_in_one_operatory_overlap_unless_they_only_touch():
    same = replace(OTHER, op=1)

    assert objection(NINE, Day(others=(same,)), "overlaps") == OVERLAP
    assert objection(NINE, Day(others=(replace(same, start=580),)), "overlaps") is None


def test_a_broken_appointment_still_holds_its_operatory():
    assert objection(NINE, Day(others=(replace(OTHER, op=1, broken=True),)), "overlaps") == OVERLAP


def test_a_closed_blockout_holds_its_operatory_and_an_open_one_does_not():
    closed = Blockout(Interval(560, 600), op=1, blockout_type=7, closed=True)

    assert objection(NINE, Day(blockouts=(closed,)), "overlaps") == OVERLAP
    assert objection(NINE, Day(blockouts=(replace(closed, closed=False),)), "overlaps") is None
    assert objection(NINE, Day(blockouts=(replace(closed, op=2),)), "overlaps") is None


def test_a_type_with_blockouts_of_its_own_may_stand_on_no_other():
    """Scheduling rules 2.11."""
    tele = Blockout(Interval(560, 600), op=1, blockout_type=7, closed=False)

    assert objection(NINE, Day(blockouts=(tele,), type_blockouts=(8,)), "overlaps") == OVERLAP
    assert objection(NINE, Day(blockouts=(tele,), type_blockouts=(7,)), "overlaps") is None


def test_one_patient_is_in_one_place():
    own = replace(OTHER, pat_num=1)

    assert objection(NINE, Day(others=(own,)), "patient_overlaps") == "Patient already has an appointment at this time."
    assert objection(NINE, Day(others=(OTHER,)), "patient_overlaps") is None


def test_the_schedule_must_hold_the_whole_visit():
    assert objection(NINE, Day(provider_hours=(Interval(480, 580),)), "off_schedule") is None
    assert objection(NINE, Day(provider_hours=(Interval(480, 560), Interval(560, 600))), "off_schedule") is None
    assert objection(NINE, Day(provider_hours=(Interval(480, 579),)), "off_schedule") is not None


@pytest.mark.parametrize(("now", "refused"), [(None, False), (540, False), (541, True), (1440, True)])
def test_what_has_passed_is_past(now, refused):
    assert bool(objection(NINE, Day(now_minute=now), "past")) is refused


def test_only_the_points_that_are_switched_on_object():
    assert first_refusal(NINE, Day(op_hidden=True, now_minute=1440), ["past"]) == (
        "past",
        "AptDateTime is invalid. Must not be in the past.",
    )


visits = st.builds(
    Visit,
    apt_num=st.integers(1, 9),
    pat_num=st.integers(1, 3),
    op=st.integers(1, 2),
    prov_num=st.integers(1, 2),
    prov_hyg=st.integers(0, 2),
    is_hygiene=st.booleans(),
    start=st.integers(480, 600),
    pattern=st.text("X/", min_size=1, max_size=12),
    codes=st.lists(st.sampled_from(["D0120", "D2740"]), max_size=2).map(tuple),
)


@given(visits, visits, st.sampled_from([5, 10, 15]))
def test_double_booking_is_mutual(one, other, increment):
    assert bool(double_booked_codes(replace(one, codes=("A",)), [replace(other, codes=("A",))], increment)) == bool(
        double_booked_codes(replace(other, codes=("A",)), [replace(one, codes=("A",))], increment)
    )


@pytest.mark.parametrize(
    ("listed", "named"), [("", ()), ("7, 12", (7, 12)), ("7,x,,-3", (7,)), ("²,٣", ()), ("9" * 30, ())]
)
def test_a_list_of_numbers_names_rows_and_nothing_else(listed, named):
    assert numbers(listed) == named
