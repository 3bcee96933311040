"""Payment plans as arithmetic: how much a charge is, what the terms say. Amounts are in the office's currency."""

from __future__ import annotations

import calendar
import math
from datetime import date

from mockod.vendors.opendental.domain.account_enums import PayPlanFrequency
from mockod.vendors.opendental.domain.allocation import CENTS, cents

PERIODS_A_YEAR = {
    PayPlanFrequency.Weekly: 52,
    PayPlanFrequency.EveryOtherWeek: 26,
    PayPlanFrequency.OrdinalWeekday: 12,
    PayPlanFrequency.Monthly: 12,
    PayPlanFrequency.Quarterly: 4,
}
MOST_PAYMENTS = 10_000
"""Payments that a plan may take; what takes more is refused."""
MOST_APR = 1000.0
"""Percent a year."""


def month_after(day: date) -> date:
    """The same day of the next month, or its last; the last day there is, where there is no next month.

    >>> month_after(date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def payment_of(principal: float, apr: float, payments: int, frequency: PayPlanFrequency) -> float:
    """What is paid each time so that a principal is paid off in so many payments; rounded up to the cent.

    >>> payment_of(100, 0, 3, PayPlanFrequency.Monthly), payment_of(1200, 12, 12, PayPlanFrequency.Monthly)
    (33.34, 106.62)
    """
    rate = apr / 100 / PERIODS_A_YEAR[frequency]
    exact = principal * rate / (1 - (1 + rate) ** -payments) if rate else principal / payments
    return math.ceil(round(exact * CENTS, 6)) / CENTS


def interest_of(principal: float, apr: float, payment: float, frequency: PayPlanFrequency) -> float | None:
    """All the interest until a principal is paid off; None where the payments never do, or are too many.

    >>> interest_of(100, 0, 25, PayPlanFrequency.Monthly), interest_of(100, 12, 60, PayPlanFrequency.Monthly)
    (0.0, 1.41)
    >>> interest_of(1000, 120, 100, PayPlanFrequency.Monthly) is None
    True
    """
    rate = apr / 100 / PERIODS_A_YEAR[frequency]
    left, each, interest = cents(principal), cents(payment), 0
    for _ in range(MOST_PAYMENTS):
        if left <= 0:
            return interest / CENTS
        added = round(left * rate)
        if added >= each:
            return None
        interest += added
        left += added - each
    return interest / CENTS if left <= 0 else None


def terms(agreed: date, principal: float, apr: float, interest: float) -> str:
    """What the plan's note begins with, as the page prints it.

    >>> terms(date(2025, 2, 26), 40, 0, 0)[:60]
    '02/26/2025 - Date of Agreement: 02/26/2025, Total Amount: 40'
    """
    day = f"{agreed.month:02}/{agreed.day:02}/{agreed.year:04}"
    return (
        f"{day} - Date of Agreement: {day}, Total Amount: {principal:.2f}, APR: {apr:g}, "
        f"Total Cost of Loan: {principal + interest:.2f}"
    )
