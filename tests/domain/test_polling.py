"""When a subscription is polled and what the poll tells: by rule, and by skipping what finds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.resources.subscriptions.polling import LONGEST_POLLING, NEVER, Subscription

NINE = datetime(2026, 3, 2, 9)


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def polled_every(seconds: int, **more) -> Subscription:
    """One that was last polled at nine."""
    return Subscription(
        end_point_url="http://localhost/",
        watch_table="Patient",
        polling_seconds=seconds,
        **{"date_time_start": NINE, **more},
    )


@pytest.mark.parametrize(("seconds", "due"), [(-5, False), (0, False), (9, False), (10, True), (11, True)])
def test_it_is_due_when_its_seconds_have_passed_since_the_last_poll(seconds, due):
    assert polled_every(10).is_due(after(seconds)) == due


@pytest.mark.parametrize(
    ("stop", "now", "live"), [(NEVER, 0, True), (after(5), 4, True), (after(5), 5, False), (after(5), 6, False)]
)
def test_it_lives_until_its_stop(stop, now, live):
    assert polled_every(10, date_time_stop=stop).is_live(after(now)) == live


def test_a_poll_in_time_looks_back_to_the_last_one():
    assert polled_every(10).looks_back_to(after(10)) == NINE


def test_a_poll_that_could_not_be_made_for_long_looks_three_days_back():
    assert polled_every(10).looks_back_to(NINE + timedelta(days=3)) == NINE
    assert polled_every(10).looks_back_to(NINE + timedelta(days=10)) == NINE + timedelta(days=7)


def test_a_poll_that_is_made_once_a_week_loses_no_day_of_it():
    week = timedelta(days=7)

    assert polled_every(7 * 86_400).looks_back_to(NINE + week) == NINE


@pytest.mark.parametrize(
    ("now", "change", "last"),
    [
        (35, None, 30),
        (40, None, 40),
        (9, None, 0),
        (-9, None, 0),
        (35, 12, 10),
        (35, 20, 20),  # a change in the second of a poll is not told by it
        (35, 0, 0),
        (35, 99, 30),
    ],
)
def test_the_polls_that_found_nothing_are_skipped(now, change, last):
    passed = polled_every(10).last_empty_poll(after(now), None if change is None else after(change))

    assert passed == after(last)


@pytest.mark.parametrize(("change", "found"), [(0, 10), (9, 10), (10, 20), (11, 20)])
def test_a_change_is_found_by_the_next_poll_after_its_second(change, found):
    assert polled_every(10).finding_poll(after(change)) == after(found)


def test_no_number_and_no_date_is_too_large():
    slow = polled_every(10**17)
    late = polled_every(5, date_time_start=datetime(9999, 12, 31, 23, 59, 58))
    first = polled_every(5, date_time_start=datetime.min)

    assert slow.interval == timedelta(seconds=LONGEST_POLLING)
    assert late.finding_poll(datetime(9999, 12, 31, 23, 59, 59)) is None
    assert first.looks_back_to(after(0)) == NINE - timedelta(days=3)
    assert first.looks_back_to(datetime(1, 1, 2)) == datetime.min
    assert polled_every(0).interval == timedelta(seconds=1)


changes = st.lists(st.integers(0, 200), max_size=12).map(sorted)


@given(interval=st.integers(1, 40), stamps=changes, until=st.integers(0, 250))
def test_skipping_ahead_tells_the_same_at_the_same_times_as_polling_every_time(interval, stamps, until):
    """The stamps are seconds after nine. Plainly: one poll after another. Skipping: from find to find."""
    plain = []
    for poll in range(interval, until + 1, interval):
        found = [stamp for stamp in stamps if poll - interval <= stamp < poll]
        plain += [(poll, found)] if found else []

    skipping, one = [], polled_every(interval)
    while later := [stamp for stamp in stamps if after(stamp) >= one.date_time_start]:
        poll = one.finding_poll(after(later[0]))
        if poll > after(until):
            break
        found = [stamp for stamp in stamps if one.looks_back_to(poll) <= after(stamp) < poll]
        skipping.append((int((poll - NINE).total_seconds()), found))
        one = polled_every(interval, date_time_start=poll)
    last = one.last_empty_poll(after(until), after(later[0]) if later else None)

    assert skipping == plain
    assert last == after(until - until % interval)
