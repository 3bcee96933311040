"""Which days a list of schedules is about."""

from __future__ import annotations

from datetime import date

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.resources.schedules import ScheduleFilters, date_range

TODAY = date(2026, 3, 2)
EARLY, LATE = date(2026, 3, 1), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        (ScheduleFilters(), (TODAY, TODAY)),
        (ScheduleFilters(day=LATE), (LATE, LATE)),
        (ScheduleFilters(day=LATE, date_start=EARLY, date_end=EARLY), (LATE, LATE)),
        (ScheduleFilters(date_start=EARLY, date_end=LATE), (EARLY, LATE)),
        (ScheduleFilters(date_start=LATE, date_end=LATE), (LATE, LATE)),
        (ScheduleFilters(date_start=EARLY), (EARLY, None)),
        (ScheduleFilters(date_end=LATE), (None, LATE)),
    ],
)
def test_a_list_is_of_today_unless_dates_are_given(filters, days):
    assert date_range(filters, TODAY) == days


def test_a_range_must_not_end_before_it_starts():
    with pytest.raises(ApiError) as refusal:
        date_range(ScheduleFilters(date_start=LATE, date_end=EARLY), TODAY)
    assert (refusal.value.status, str(refusal.value)) == (400, "dateStart is invalid.")
