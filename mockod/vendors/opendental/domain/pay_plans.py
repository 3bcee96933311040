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


MONTHS_BETWEEN = {PayPlanFrequency.Monthly: 1, PayPlanFrequency.OrdinalWeekday: 1, PayPlanFrequency.Quarterly: 3}
DAYS_BETWEEN = {PayPlanFrequency.Weekly: 7, PayPlanFrequency.EveryOtherWeek: 14}


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
    payments = payments_of(principal, apr, payment, frequency)
    return None if payments is None else sum(cents(interest) for _, interest in payments) / CENTS


def payments_of(
    principal: float, apr: float, payment: float, frequency: PayPlanFrequency
) -> list[tuple[float, float]] | None:
    """What each payment pays off, of the principal and of interest; None where they never do, or are too many.

    >>> payments_of(100, 12, 60, PayPlanFrequency.Monthly)
    [(59.0, 1.0), (41.0, 0.41)]
    """
    rate = apr / 100 / PERIODS_A_YEAR[frequency]
    left, each = cents(principal), cents(payment)
    parts: list[tuple[float, float]] = []
    while left > 0:
        interest = round(left * rate)
        if interest >= each or len(parts) == MOST_PAYMENTS:
            return None
        paid = min(each - interest, left)
        parts.append((paid / CENTS, interest / CENTS))
        left -= paid
    return parts


def due_dates(start: date, frequency: PayPlanFrequency, count: int) -> list[date]:
    """When so many payments fall due, from the first on; none after the last day there is.

    >>> [str(day) for day in due_dates(date(2023, 1, 31), PayPlanFrequency.Monthly, 3)]
    ['2023-01-31', '2023-02-28', '2023-03-31']
    >>> [str(day) for day in due_dates(date(2023, 1, 10), PayPlanFrequency.OrdinalWeekday, 3)]
    ['2023-01-10', '2023-02-14', '2023-03-14']
    """
    if frequency in DAYS_BETWEEN:
        between = DAYS_BETWEEN[frequency]
        last = date.max.toordinal()
        return [date.fromordinal(min(start.toordinal() + place * between, last)) for place in range(count)]
    return [_in_month(start, place * MONTHS_BETWEEN[frequency], frequency) for place in range(count)]


def _in_month(start: date, months: int, frequency: PayPlanFrequency) -> date:
    """So many months on: the same day or the month's last, or the same weekday by its number in the month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    if year > date.max.year:
        return date.max
    first, days = calendar.monthrange(year, month)
    if frequency != PayPlanFrequency.OrdinalWeekday:
        return date(year, month, min(start.day, days))
    day = 1 + (start.weekday() - first) % 7 + (start.day - 1) // 7 * 7
    return date(year, month, day if day <= days else day - 7)


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
