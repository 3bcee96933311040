"""Recall intervals, ages and ways to reach somebody: read, written and counted from."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.enums import ContactMethod
from mockod.vendors.opendental.domain.patient import age_on, written_out
from mockod.vendors.opendental.domain.recall import (
    MOST,
    Recall,
    RecallInterval,
    after_treatment,
    contact,
    parse_interval,
    read_interval,
)
from mockod.vendors.opendental.resources.recalls.service import switched

parts = st.integers(0, MOST)
intervals = st.builds(RecallInterval, parts, parts, parts, parts)


@given(intervals)
def test_an_interval_is_read_back_as_it_was_written(interval):
    assert parse_interval(str(interval)) == interval


@given(intervals, st.dates())
def test_the_next_visit_is_never_before_the_last(interval, day):
    assert interval.after(day) >= day


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("0y6m0w1d", "6m1d"),
        ("1y6m20d", "1y6m20d"),
        ("1d6m", "6m1d"),
        ("006m", "6m"),
        ("0d", ""),
        ("255y255m255w255d", "255y255m255w255d"),
    ],
)
def test_an_interval_is_kept_the_one_way(text, kept):
    assert read_interval(text) == kept


@pytest.mark.parametrize(
    "text",
    ["6", "m", "6M", "6m6m", "256d", "1000d", "-6m", "6 m", " 6m", "6m,1d", "6h", "\u0666m", "6m\n", "six months"],
)
def test_what_is_no_interval_is_not_read(text):
    with pytest.raises(ValueError, match="no interval"):
        parse_interval(text)


@pytest.mark.parametrize(
    ("interval", "day", "due"),
    [
        ("6m", date(2026, 8, 31), date(2027, 2, 28)),
        ("1y", date(2024, 2, 29), date(2025, 2, 28)),
        ("4m", date(2026, 8, 31), date(2026, 12, 31)),
        ("2w1d", date(2026, 12, 20), date(2027, 1, 4)),
        ("", date(2026, 3, 2), date(2026, 3, 2)),
        ("255y", date(9900, 1, 1), date.max),
        ("1m", date(9999, 12, 1), date.max),
        ("31d", date(9999, 12, 30), date.max),
    ],
)
def test_a_month_too_short_ends_the_interval_and_so_does_the_calendar(interval, day, due):
    assert parse_interval(interval).after(day) == due


@pytest.mark.parametrize(
    ("birthdate", "age"),
    [
        (date(1988, 3, 2), "38"),
        (date(1988, 3, 3), "37"),
        (date(2026, 3, 2), "0"),
        (date(2026, 3, 3), ""),
        (date.min, ""),
    ],
)
def test_an_age_is_of_whole_years_and_of_nobody_unborn_or_unknown(birthdate, age):
    assert age_on(date(2026, 3, 2), birthdate) == age


@pytest.mark.parametrize(
    ("birthdate", "day", "age"),
    [
        (date(1988, 1, 31), date(2026, 1, 30), "37"),
        (date(1988, 1, 31), date(2026, 1, 31), "38"),
        (date(1988, 1, 31), date(2026, 2, 1), "38"),
        (date(1988, 12, 31), date(2026, 1, 1), "37"),
        (date(1988, 12, 1), date(2026, 11, 30), "37"),
        (date(1988, 12, 31), date(2026, 12, 31), "38"),
        (date(1988, 2, 29), date(2026, 2, 28), "37"),
        (date(1988, 2, 29), date(2026, 3, 1), "38"),
        (date(1988, 2, 29), date(2028, 2, 29), "40"),
    ],
)
def test_an_age_changes_on_the_birthday_also_at_the_ends_of_months_and_years(birthdate, day, age):
    assert age_on(day, birthdate) == age


def test_the_list_writes_dates_without_zeros_and_none_as_nothing():
    assert written_out(date(2021, 11, 4)) == "11/4/2021"
    assert written_out(date(33, 1, 1)) == "1/1/0033"
    assert written_out(date.min) == ""


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (ContactMethod.None_, "Hm:1"),
        (ContactMethod.HmPhone, "Hm:1"),
        (ContactMethod.WkPhone, "Wk:2"),
        (ContactMethod.WirelessPh, "Cell:3"),
        (ContactMethod.TextMessage, "Text:3"),
        (ContactMethod.Email, "e@example.com"),
        (ContactMethod.Mail, "Mail"),
        (ContactMethod.DoNotCall, "DoNotCall"),
        (ContactMethod.SeeNotes, "SeeNotes"),
    ],
)
def test_a_contact_is_told_by_the_way_the_patient_prefers(method, told):
    assert contact(method, hm_phone="1", wk_phone="2", wireless_phone="3", email="e@example.com") == told


@pytest.mark.parametrize("method", [ContactMethod.None_, ContactMethod.TextMessage, ContactMethod.Email])
def test_a_way_without_a_number_is_told_as_nothing(method):
    assert contact(method, hm_phone="", wk_phone="", wireless_phone="", email="") == ""


NOW = datetime(2026, 3, 2, 7)


def recall(recall_type: int = 1, interval: str = "6m1d") -> Recall:
    return Recall(
        recall_num=4, pat_num=1, recall_interval=interval, date_t_stamp=datetime.min, recall_type_num=recall_type
    )


@pytest.mark.parametrize(("interval", "due"), [("6m1d", date(2026, 9, 3)), ("", date.min), ("255y", date(2281, 3, 2))])
def test_treatment_makes_a_recall_due_an_interval_later_or_never(interval, due):
    after = after_treatment(recall(interval=interval), date(2026, 3, 2), NOW)
    assert (after.date_previous, after.date_due, after.date_t_stamp) == (date(2026, 3, 2), due, NOW)
    assert (after.recall_num, after.recall_interval) == (4, interval)


@pytest.mark.parametrize(("recall_type", "switched_to"), [(1, 3), (2, 3), (3, 1), (4, 1)])
def test_cleaning_switches_to_the_first_type_of_the_other_name(recall_type, switched_to):
    assert switched([recall(recall_type)], [1, 2], [3, 4]) == (recall(recall_type), switched_to)


@pytest.mark.parametrize(
    ("recalls", "prophy", "perio", "refusal"),
    [
        ([], [1], [3], "PatNum is invalid. Patient has no Prophy or Perio Recall."),
        ([recall(1), recall(3)], [1], [3], "PatNum is invalid. Patient has more than one Prophy or Perio Recall."),
        ([recall(1)], [1], [], "There is no RecallType Perio to switch to."),
        ([recall(3)], [], [3], "There is no RecallType Prophy to switch to."),
    ],
)
def test_a_patient_without_one_cleaning_recall_is_not_switched(recalls, prophy, perio, refusal):
    with pytest.raises(ApiError) as refused:
        switched(recalls, prophy, perio)
    assert (refused.value.status, refused.value.text) == (400, refusal)
