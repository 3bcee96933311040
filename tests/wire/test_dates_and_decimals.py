"""Types of values that few resources have: dates that can be cleared, moments in other forms, decimals as text."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mockod.rest.schema import BadFormat, Leniency
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, ClearableDay, DayOfMoment
from mockod.vendors.opendental.wire.fields import DecimalText


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0001-01-01 00:00:00", "1/1/0001 12:00:00 AM"),
        ("2023-07-06 00:05:09", "7/6/2023 12:05:09 AM"),
        ("2023-12-31 11:59:59", "12/31/2023 11:59:59 AM"),
        ("2023-07-06 12:00:00", "7/6/2023 12:00:00 PM"),
        ("2023-07-06 23:59:59", "7/6/2023 11:59:59 PM"),
    ],
)
def test_a_moment_is_printed_as_the_program_prints_it(stored, shown):
    assert AmericanMoment().show(stored) == shown


@pytest.mark.parametrize(("stored", "shown"), [(0.0, "0"), (-20.0, "-20"), (2.5, "2.5"), (0.1, "0.1"), (100.0, "100")])
def test_a_decimal_goes_out_as_text_without_zeros_that_say_nothing(stored, shown):
    assert DecimalText().show(stored) == shown
    assert eval(DecimalText().expression("stored", lambda constant: "", False)) == shown


def test_a_moment_is_shown_as_its_day():
    assert DayOfMoment().show(str(datetime(2016, 12, 1, 9, 30))) == "2016-12-01"


def test_an_empty_text_clears_a_date_and_a_blank_is_none():
    assert ClearableDay().read("", Leniency()) == date.min
    with pytest.raises(BadFormat):
        ClearableDay().read(" ", Leniency())
