"""Open time, with the vendor's quirks: every test vector of the reference, and the laws that hold beside them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.open_slots import CELL, CELLS, BusyTime, Shift, free_runs, open_slots

DAY = date(2026, 3, 2)
NEXT = DAY + timedelta(days=1)
MORNING = Shift(480, 720, ((1, 1),))


def runs(shifts, taken=(), at_least=0):
    return [str(run) for run in free_runs(shifts, taken, at_least)]


# The vectors of the API reference, section 8.6: provider 1, one schedule 08:00-12:00 in operatory 1.


def test_without_appointments_the_whole_schedule_is_one_slot():
    assert runs([MORNING]) == ["08:00-12:00"]


def test_an_appointment_cuts_its_whole_pattern_out():
    assert runs([MORNING], [BusyTime(540, 20)]) == ["08:00-09:00", "09:20-12:00"]


def test_shorter_slots_than_asked_for_are_left_out():
    assert runs([MORNING], [BusyTime(540, 20)], at_least=61) == ["09:20-12:00"]


def test_an_appointment_in_another_operatory_blocks_all_the_same():
    slots = list(open_slots([DAY], {DAY: [MORNING]}, {DAY: [BusyTime(540, 20, op=2)]}, op=1))

    assert [(slot.start, slot.end) for slot in slots] == [(480, 540), (560, 720)]


# The quirks of scheduling rules 3.1, each by itself.


def test_a_run_up_to_midnight_is_never_told():
    assert runs([Shift(1380, 1440)]) == []


def test_a_run_that_ends_one_cell_before_midnight_is():
    assert runs([Shift(1380, 1435)]) == ["23:00-23:55"]


def test_a_run_of_the_very_first_cell_alone_is_lost():
    assert runs([Shift(0, 5)]) == []
    assert runs([Shift(0, 10)]) == ["00:00-00:10"]


def test_an_appointment_past_midnight_blocks_nothing_that_day():
    assert runs([Shift(1320, 1435)], [BusyTime(1380, 90)]) == ["22:00-23:55"]


def test_an_appointment_until_midnight_blocks_nothing_either():
    assert runs([Shift(1320, 1435)], [BusyTime(1380, 60)]) == ["22:00-23:55"]


def test_minutes_between_cells_are_floored():
    assert runs([Shift(483, 722)], [BusyTime(543, 20)]) == ["08:00-09:00", "09:20-12:00"]


def test_touching_and_overlapping_schedules_are_one():
    assert runs([Shift(480, 720), Shift(720, 1020)]) == ["08:00-17:00"]
    assert runs([Shift(480, 780), Shift(720, 1020)]) == ["08:00-17:00"]


def test_a_schedule_without_the_operatory_asked_for_does_not_count():
    dynamic = Shift(480, 720)

    assert list(open_slots([DAY], {DAY: [dynamic]}, {}, op=1)) == []


def test_in_22_1_only_appointments_in_the_operatory_block():
    slots = open_slots([DAY], {DAY: [MORNING]}, {DAY: [BusyTime(540, 20, op=2)]}, op=1, only_in_op=True)

    assert [(slot.start, slot.end) for slot in slots] == [(480, 720)]


def test_the_providers_own_operatory_is_named():
    assert [slot.op for slot in open_slots([DAY], {DAY: [MORNING]}, {}, own_op=5)] == [5]


def test_else_the_first_operatory_linked_that_day_which_sticks():
    shifts = {DAY: [Shift(480, 540, ((9, 3), (4, 2)))], NEXT: [Shift(480, 540, ((1, 7),))]}

    assert [slot.op for slot in open_slots([DAY, NEXT], shifts, {})] == [2, 2]


def test_else_none():
    assert [slot.op for slot in open_slots([DAY], {DAY: [Shift(480, 540)]}, {})] == [0]


# The laws: what is offered is free, nothing free is missing, runs are maximal.

minute = st.integers(0, 1440)
shift = st.builds(lambda a, b: Shift(min(a, b), max(a, b)), minute, minute)
visit = st.builds(BusyTime, st.integers(0, 1439), st.integers(1, 108).map(lambda n: 5 * n))


def cells(shifts, taken):
    """The model: which five-minute cells are free, one by one."""
    free = set()
    for one in shifts:
        free |= set(range(one.start // CELL, one.stop // CELL))
    for one in taken:
        free -= set(range(one.start // CELL, (one.start + one.minutes) % 1440 // CELL))
    return free


@given(st.lists(shift, max_size=4), st.lists(visit, max_size=6), st.sampled_from([0, 5, 30, 60]))
def test_slots_are_exactly_the_maximal_free_runs_but_for_the_quirks(shifts, taken, at_least):
    offered = list(free_runs(shifts, taken, at_least))
    free = cells(shifts, taken)

    offered_cells = [set(range(run.start // CELL, run.end // CELL)) for run in offered]
    for run in offered_cells:
        assert run <= free, "what is offered is free"
        assert min(run) - 1 not in free, "runs are maximal"
        assert max(run) + 1 not in free, "runs are maximal"
    missing = free - set().union(*offered_cells)
    for cell in missing:
        run = {cell}
        while min(run) - 1 in free:
            run.add(min(run) - 1)
        while max(run) + 1 in free:
            run.add(max(run) + 1)
        quirk = max(run) == CELLS - 1 or run == {0}
        assert quirk or len(run) * CELL < at_least, "nothing free is missing"


@pytest.mark.parametrize("at_least", [0, 45])
@given(st.lists(shift, max_size=4), st.lists(visit, max_size=6))
def test_slots_come_in_order_and_last_as_long_as_asked(at_least, shifts, taken):
    offered = list(free_runs(shifts, taken, at_least))

    assert all(a.end < b.start for a, b in itertools.pairwise(offered))
    assert all(run.end - run.start >= at_least for run in offered)
