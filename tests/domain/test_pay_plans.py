"""Payment plans as arithmetic: what each payment pays off, and when it falls due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.account_enums import PayPlanFrequency
from mockod.vendors.opendental.domain.pay_plans import MOST_PAYMENTS, due_dates, interest_of, payments_of

frequencies = st.sampled_from(list(PayPlanFrequency))
days = st.dates(date(1, 1, 1), date.max)


@given(cents=st.integers(1, 1_000_000), each=st.integers(1, 1_000_000), apr=st.floats(0, 60), frequency=frequencies)
def test_payments_pay_off_the_principal_and_add_up_to_the_interest(cents, each, apr, frequency):
    parts = payments_of(cents / 100, apr, each / 100, frequency)

    assert (parts is None) == (interest_of(cents / 100, apr, each / 100, frequency) is None)
    if parts is not None:
        assert round(sum(paid for paid, _ in parts), 2) == cents / 100
        assert round(sum(interest for _, interest in parts), 2) == interest_of(cents / 100, apr, each / 100, frequency)
        assert all(round(paid + interest, 2) == each / 100 for paid, interest in parts[:-1])


def test_a_plan_takes_ten_thousand_payments_at_most():
    assert len(payments_of(MOST_PAYMENTS, 0, 1, PayPlanFrequency.Weekly) or ()) == MOST_PAYMENTS
    assert payments_of(MOST_PAYMENTS + 1, 0, 1, PayPlanFrequency.Weekly) is None


@given(start=days, frequency=frequencies, count=st.integers(0, 50))
def test_payments_fall_due_in_order_from_the_first_day_on(start, frequency, count):
    due = due_dates(start, frequency, count)

    assert len(due) == count
    assert due == sorted(due)
    assert due[:1] == [start][:count]


@pytest.mark.parametrize(
    ("frequency", "between"), [(PayPlanFrequency.Weekly, 7), (PayPlanFrequency.EveryOtherWeek, 14)]
)
def test_weeks_are_weeks(frequency, between):
    start = date(2023, 2, 1)

    assert due_dates(start, frequency, 3) == [start + timedelta(days=between * place) for place in range(3)]


@pytest.mark.parametrize(
    ("start", "frequency", "told"),
    [
        ("2023-11-30", PayPlanFrequency.Quarterly, ["2023-11-30", "2024-02-29", "2024-05-30"]),
        # the fifth Monday; where a month has none, its last
        ("2023-01-30", PayPlanFrequency.OrdinalWeekday, ["2023-01-30", "2023-02-27", "2023-03-27"]),
        ("9999-11-30", PayPlanFrequency.Monthly, ["9999-11-30", "9999-12-30", "9999-12-31"]),
        ("9999-12-31", PayPlanFrequency.Weekly, ["9999-12-31"] * 3),
    ],
)
def test_the_last_days_of_months_and_of_time(start, frequency, told):
    assert [str(day) for day in due_dates(date.fromisoformat(start), frequency, 3)] == told
