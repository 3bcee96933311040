"""What a family owes: balances by patient, aged, with what insurance is expected to pay.

Amounts are in the office's currency; what is owed is above 0, what was paid or taken off below. Everything is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.allocation import CENTS, cents

BUCKET_DAYS = (30, 60, 90)
"""The last day of each bucket but the last, counted from the day of the charge."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount on the account of a patient."""

    pat_num: int
    day: date
    amount: float


def balance(entries: Iterable[Entry]) -> float:
    """The sum, to the cent."""
    return sum(cents(entry.amount) for entry in entries) / CENTS


def aged(entries: Sequence[Entry], today: date) -> tuple[float, float, float, float]:
    """What is owed of charges up to 30, 60, 90 days old, and of older ones; the four add up to the balance.

    Credits pay the oldest charges first; what is left of them counts against the newest bucket.

    >>> day = date(2026, 3, 2)
    >>> aged([Entry(1, date(2026, 1, 1), 50), Entry(1, day, 20), Entry(1, day, -60)], day)
    (10.0, 0.0, 0.0, 0.0)
    """
    buckets = [0, 0, 0, 0]
    credit = 0
    for entry in entries:
        amount = cents(entry.amount)
        if amount > 0:
            age = (today - entry.day).days
            buckets[sum(age > last for last in BUCKET_DAYS)] += amount
        else:
            credit -= amount
    for place in reversed(range(len(buckets))):
        paid = min(credit, buckets[place])
        buckets[place] -= paid
        credit -= paid
    buckets[0] -= credit
    newest, older, old, oldest = (amount / CENTS for amount in buckets)
    return newest, older, old, oldest
