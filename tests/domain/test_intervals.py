"""Stretches of a day, from the start up to but not including the end."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.intervals import Interval, merged

minutes = st.integers(0, 60)
intervals = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), minutes, minutes)
several = st.lists(intervals, max_size=6)


def covered(pieces):
    return {minute for piece in pieces for minute in range(piece.start, piece.end)}


@given(several)
def test_merging_keeps_every_minute_and_touches_nothing_twice(pieces):
    joined = merged(pieces)

    assert covered(joined) == covered(pieces)
    assert all(a.end < b.start for a, b in itertools.pairwise(joined))


@given(several)
def test_merging_twice_is_merging_once(pieces):
    assert merged(merged(pieces)) == merged(pieces)


@given(intervals, intervals)
def test_two_overlap_when_they_share_a_minute(one, other):
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) == bool(covered([one]) & covered([other]))
