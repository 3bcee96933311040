"""What a family owes and since when: charges by age, paid by all credits from the oldest on.

Pure rules, in amounts of money with two decimals. Credits pay what is oldest, whatever they were given for; what they
leave over counts as of today's month (assumed).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

OLDEST = (90, 60, 30)
"""Days: what is older than one of these, and not older than the one before, stands together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an account: what is owed, or, below 0, what was paid or written off."""

    day: date
    amount: float


@dataclass(frozen=True, slots=True)
class Aging:
    """Amounts by age in days; those older than 90 come first, as they are paid first."""

    bal_over_90: float
    bal_61_90: float
    bal_31_60: float
    bal_0_30: float

    @property
    def total(self) -> float:
        return money(self.bal_over_90 + self.bal_61_90 + self.bal_31_60 + self.bal_0_30)


def money(amount: float) -> float:
    """Rounded to cents; never -0.0."""
    return round(amount, 2) + 0.0


def aged(entries: Iterable[Entry], as_of: date) -> Aging:
    """Entries up to ``as_of``, that day included; later ones do not count.

    >>> winter, april = Entry(date(2026, 1, 5), 100), Entry(date(2026, 4, 20), 50)
    >>> aged([winter, april, Entry(date(2026, 4, 21), -30)], date(2026, 5, 1))
    Aging(bal_over_90=70.0, bal_61_90=0.0, bal_31_60=0.0, bal_0_30=50.0)
    """
    owed = [0.0] * (len(OLDEST) + 1)
    credit = 0.0
    for entry in entries:
        if entry.day > as_of:
            continue
        if entry.amount < 0:
            credit -= entry.amount
            continue
        days = (as_of - entry.day).days
        owed[next((place for place, limit in enumerate(OLDEST) if days > limit), len(OLDEST))] += entry.amount
    for place, amount in enumerate(owed):
        paid = min(credit, amount)
        owed[place] -= paid
        credit -= paid
    owed[-1] -= credit
    return Aging(*map(money, owed))
