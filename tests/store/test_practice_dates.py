"""Dates of practices: what people write, and which day that is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.store.bundled import practice_names, practice_path
from mockod.store.images import READY_MADE
from mockod.store.practice_dates import DAYS, months_away, resolve
from mockod.store.practice_file import read_practice

WEDNESDAY = date(2026, 3, 4)
any_day = st.dates(date(1900, 1, 1), date(2900, 12, 31))
times = st.times().map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("tomorrow", "2026-03-05", ""),
        ("yesterday 14:30", "2026-03-03", "14:30:00"),
        ("today 9:00", "2026-03-04", "09:00:00"),
        ("next monday 9:00", "2026-03-09", "09:00:00"),
        ("last monday", "2026-03-02", ""),
        ("next wednesday", "2026-03-11", ""),
        ("in 3 days", "2026-03-07", ""),
        ("in 1 day 7:05", "2026-03-05", "07:05:00"),
        ("in 2 weeks 08:30:15", "2026-03-18", "08:30:15"),
        ("1 week ago", "2026-02-25", ""),
        ("6 months ago", "2025-09-04", ""),
        ("in 1 month", "2026-04-04", ""),
        ("2 years ago", "2024-03-04", ""),
        ("in 0 days", "2026-03-04", ""),
    ],
)
def test_a_date_is_read_as_people_say_it(text, day, time):
    read = resolve(text, WEDNESDAY)
    assert (str(read.day), read.time, read.relative) == (day, time, True)


@pytest.mark.parametrize(
    "text",
    [
        *("Tomorrow", "in 3", "in three days", "3 days", "days ago", "6 month", "in 2 fortnights", "ago", "in -1 days"),
        *("today 24:00", "today 9:60", "today 9", "tomorrow+1", "next tomorrow", "in 100000 days", "9:00"),
        *("99999 years ago", "in 99999 years", "in 99999 months", "99999 weeks ago 9:00:61"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(
        ValueError, match=r"is no date|is no day of the week|is no time of day|lies beyond the days of a calendar"
    ):
        resolve(text, WEDNESDAY)


@given(any_day, st.integers(0, 9999), times)
def test_days_and_weeks_away_are_counted_both_ways(today, count, at):
    def day_of(text):
        return resolve(f"{text} {at:%H:%M:%S}", today)

    if count < 1000:
        assert day_of(f"in {count} weeks").day == today + timedelta(weeks=count)
    assert day_of(f"in {count} days") == day_of(f"today+{count}")
    assert day_of(f"{count} days ago") == day_of(f"today-{count}")
    assert day_of(f"in {count} days").time == f"{at:%H:%M:%S}"


@given(any_day)
def test_tomorrow_and_yesterday_are_one_day_away(today):
    assert resolve("tomorrow", today).day - today == today - resolve("yesterday", today).day == timedelta(days=1)


@given(any_day, st.sampled_from(DAYS))
def test_the_next_and_the_last_of_a_weekday_lie_within_a_week_and_never_today(today, name):
    after, before = (resolve(f"{which} {name}", today).day for which in ("next", "last"))
    assert timedelta() < after - today <= timedelta(days=7)
    assert timedelta() < today - before <= timedelta(days=7)
    assert after.weekday() == before.weekday() == DAYS.index(name)


@given(any_day, st.integers(-1200, 1200))
def test_months_away_is_the_same_day_or_the_last_of_a_shorter_month(today, months):
    there = months_away(today, months)
    assert (there.year * 12 + there.month) - (today.year * 12 + today.month) == months
    assert there.day == today.day or (there.day < today.day and (there + timedelta(days=1)).day == 1)


@given(any_day, st.integers(0, 99))
def test_a_year_is_twelve_months(today, years):
    assert resolve(f"in {years} years", today) == resolve(f"in {12 * years} months", today)


def test_practices_whose_images_move_by_weeks_count_no_months():
    """An image for another week would have another date than the file."""
    assert set(READY_MADE) <= set(practice_names())
    for name in READY_MADE:
        for entry in read_practice(practice_path(name)).entries:
            for written in entry.fields.values():
                try:
                    assert not resolve(written.text, WEDNESDAY).by_calendar, entry
                except ValueError:
                    continue
