"""Every gap has its reason: the day in pieces, and the law that what is offered is what Slots answers."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.domain.open_slots import BusyTime, Shift, open_slots
from mockod.vendors.opendental.domain.slot_explanation import OFFERED, Visit, explained

DAY = date(2026, 3, 2)
MORNING = Shift(480, 720, ((1, 1),))


def told(shifts, visits=(), **asked):
    return [str(piece) for piece in explained(shifts, visits, **asked)]


def visit(start, minutes, op=1, number=53, status=AptStatus.Scheduled):
    return Visit(number, status, 11, BusyTime(start, minutes, op))


def test_a_day_without_schedule_is_one_piece():
    assert told([]) == ["00:00-24:00  no schedule"]


def test_an_appointment_is_named_with_its_status_patient_and_hours():
    assert told([MORNING], [visit(540, 40)]) == [
        "00:00-08:00  no schedule",
        "08:00-09:00  offered",
        "09:00-09:40  appointment 53 (Scheduled, patient 11, 09:00-09:40)",
        "09:40-12:00  offered",
        "12:00-24:00  no schedule",
    ]


def test_appointments_over_one_another_are_both_named_where_they_are():
    pieces = told([Shift(480, 600)], [visit(480, 90), visit(540, 60, number=54, status=AptStatus.Broken)])

    first, second = (
        "appointment 53 (Scheduled, patient 11, 08:00-09:30)",
        "appointment 54 (Broken, patient 11, 09:00-10:00)",
    )
    assert pieces[1:-1] == [f"08:00-09:00  {first}", f"09:00-09:30  {first} and {second}", f"09:30-10:00  {second}"]


def test_outside_the_hours_an_appointment_is_not_the_reason():
    assert told([MORNING], [visit(780, 30)])[-1] == "12:00-24:00  no schedule"


def test_a_run_that_is_too_short_says_by_how_much():
    assert told([MORNING], [visit(490, 230)], at_least=30)[1] == "08:00-08:10  too short: 10 of 30 minutes"


@pytest.mark.parametrize(
    ("links", "where"), [((), "linked to none"), (((1, 1),), "in 1"), (((2, 3), (1, 1)), "in 1, 3")]
)
def test_a_schedule_elsewhere_says_where(links, where):
    assert told([Shift(480, 720, links)], [visit(540, 40)], op=2)[1] == (
        f"08:00-12:00  scheduled, but not in operatory 2 ({where})"
    )


def test_a_schedule_in_the_operatory_beside_one_elsewhere_counts():
    assert told([MORNING, Shift(600, 660, ((2, 2),))], op=2)[1:4] == [
        "08:00-10:00  scheduled, but not in operatory 2 (in 1)",
        "10:00-11:00  offered",
        "11:00-12:00  scheduled, but not in operatory 2 (in 1)",
    ]


def test_in_22_1_an_appointment_in_another_operatory_is_no_reason():
    assert told([MORNING], [visit(540, 40, op=2)], op=1, only_in_op=True)[1] == "08:00-12:00  offered"


def test_the_quirks_are_called_quirks():
    assert told([Shift(1380, 1440)])[-1] == (
        "23:00-24:00  lost by the vendor's quirk: a run up to midnight is never told"
    )
    assert told([Shift(0, 5)])[0] == (
        "00:00-00:05  lost by the vendor's quirk: the first five minutes of a day alone are never told"
    )


def test_an_appointment_until_midnight_or_longer_blocks_nothing():
    late, later, early = visit(1380, 60), visit(1380, 90), visit(1380, 55)

    assert told([Shift(1320, 1435)], [late, later])[1] == "22:00-23:55  offered"
    assert (late.past_midnight, later.past_midnight, early.past_midnight) == (True, True, False)
    assert str(late).endswith("23:00-24:00)")
    assert str(later).endswith("23:00-00:30)")


def test_hours_between_cells_are_floored_and_the_appointments_own_are_told():
    assert told([Shift(483, 722)], [visit(543, 20)])[2] == (
        "09:00-09:20  appointment 53 (Scheduled, patient 11, 09:03-09:23)"
    )


# The laws.

minute = st.integers(0, 1440)
links = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=2).map(tuple)
shift = st.builds(lambda a, b, linked: Shift(min(a, b), max(a, b), linked), minute, minute, links)
holding = st.builds(
    Visit,
    st.integers(1, 99),
    st.sampled_from(AptStatus),
    st.integers(1, 9),
    st.builds(BusyTime, st.integers(0, 1439), st.integers(1, 108).map(lambda n: 5 * n), st.integers(0, 3)),
)
asked = st.fixed_dictionaries(
    {"at_least": st.sampled_from([0, 5, 30, 60]), "op": st.integers(0, 3), "only_in_op": st.booleans()}
)


@given(st.lists(shift, max_size=4), st.lists(holding, max_size=6), asked)
def test_what_is_called_offered_is_exactly_what_slots_answers(shifts, visits, asked):
    slots = open_slots([DAY], {DAY: shifts}, {DAY: [one.hold for one in visits]}, **asked)

    offered = [(p.start, p.end) for p in explained(shifts, visits, **asked) if p.reason == OFFERED]
    assert offered == [(slot.start, slot.end) for slot in slots]


@given(st.lists(shift, max_size=4), st.lists(holding, max_size=6), asked)
def test_pieces_cover_the_day_without_overlap_and_neighbours_differ(shifts, visits, asked):
    pieces = explained(shifts, visits, **asked)

    assert (pieces[0].start, pieces[-1].end) == (0, 1440)
    for one, following in itertools.pairwise(pieces):
        assert one.end == following.start
        assert one.reason != following.reason


@given(st.lists(shift, max_size=4), st.lists(holding, max_size=6), asked)
def test_what_is_called_too_short_is(shifts, visits, asked):
    for piece in explained(shifts, visits, **asked):
        if piece.reason.startswith("too short"):
            assert piece.reason == f"too short: {piece.end - piece.start} of {asked['at_least']} minutes"
            assert piece.end - piece.start < asked["at_least"]
