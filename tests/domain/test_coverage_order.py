"""Plans of a patient keep their order when one comes, goes or moves. Decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.enums import Relationship
from mockod.vendors.opendental.resources.patplans import LAST_ORDINAL, Coverage, close_gap, make_room

NOW = datetime(2026, 3, 2, 9)
ordinals = st.lists(st.integers(1, LAST_ORDINAL), max_size=LAST_ORDINAL).map(sorted)
places = st.integers(1, LAST_ORDINAL)


def plans(taken: list[int]) -> list[Coverage]:
    one = Coverage(
        pat_num=1,
        ordinal=1,
        relationship=Relationship.Self,
        pat_id="",
        ins_sub_num=1,
        sec_date_t_entry=NOW,
        sec_date_t_edit=NOW,
    )
    return [replace(one, pat_plan_num=number, ordinal=ordinal) for number, ordinal in enumerate(taken, start=1)]


def places_of(coverages: list[Coverage]) -> list[int]:
    return [coverage.ordinal for coverage in coverages]


@pytest.mark.parametrize(
    ("taken", "wanted", "after"),
    [
        ([1, 2, 3], 1, [2, 3, 4]),
        ([1, 2, 3], 2, [1, 3, 4]),
        ([1, 3], 2, [1, 3]),
        ([1, 2, 5], 1, [2, 3, 5]),
        ([], 4, []),
    ],
)
def test_whoever_has_the_place_moves_on_up_to_a_free_place(taken, wanted, after):
    assert places_of(make_room(plans(taken), wanted)) == after


@pytest.mark.parametrize(
    ("left", "gone", "after"),
    [([2, 3], 1, [1, 2]), ([1, 3], 2, [1, 2]), ([1, 2], 3, [1, 2]), ([1, 1, 2], 1, [1, 1, 2])],
)
def test_those_behind_a_plan_that_goes_move_up_unless_its_place_is_shared(left, gone, after):
    assert places_of(close_gap(plans(left), gone)) == after


def test_no_plan_moves_beyond_the_last_place():
    with pytest.raises(ApiError, match="Ordinal is invalid"):
        make_room(plans(list(range(1, LAST_ORDINAL + 1))), 1)


@given(ordinals, places)
def test_making_room_frees_the_place_and_keeps_the_order(taken, wanted):
    before = plans(taken)
    try:
        after = make_room(before, wanted)
    except ApiError:
        return

    assert wanted not in places_of(after)
    assert places_of(after) == sorted(places_of(after))
    assert [coverage.pat_plan_num for coverage in after] == [coverage.pat_plan_num for coverage in before]
    assert all(was == now for was, now in zip(before, after, strict=True) if was.ordinal < wanted)
