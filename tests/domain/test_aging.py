"""How old what a family owes is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.aging import Entry, aged, money

TODAY = date(2026, 3, 2)


def buckets(*entries):
    aging = aged([Entry(TODAY - timedelta(days=days), amount) for days, amount in entries], TODAY)
    return [aging.bal_0_30, aging.bal_31_60, aging.bal_61_90, aging.bal_over_90]


@pytest.mark.parametrize(("days", "place"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (999, 3)])
def test_a_charge_stands_by_its_age_in_days(days, place):
    assert buckets((days, 10)) == [10 if at == place else 0 for at in range(4)]


def test_credits_pay_what_is_oldest_whatever_their_own_age():
    assert buckets((100, 50), (40, 20), (0, 5), (0, -60)) == [5, 10, 0, 0]


def test_more_credit_than_is_owed_is_owed_to_the_family():
    assert buckets((100, 50), (0, -60)) == [-10, 0, 0, 0]


def test_what_is_later_than_the_day_asked_for_does_not_count():
    assert buckets((-1, 10), (-1, -3)) == [0, 0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(-10_000, 10_000)), max_size=20))
def test_the_ages_add_up_to_all_that_is_owed_less_all_that_was_paid(lines):
    entries = [Entry(TODAY - timedelta(days=days), cents / 100) for days, cents in lines]

    assert aged(entries, TODAY).total == pytest.approx(money(sum(cents for _, cents in lines) / 100), abs=0.011)
