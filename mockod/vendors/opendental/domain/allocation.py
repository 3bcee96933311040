"""How a payment is spread over what a family owes: the oldest charge first, each to the cent, what is left unearned.

Amounts are in the office's currency, never below 0 here. Everything is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

CENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Something that a patient owes: a procedure, an adjustment, or a charge of a payment plan. 0 for none."""

    pat_num: int
    day: date
    amount: float
    """What is outstanding of it."""
    proc_num: int = 0
    adj_num: int = 0
    pay_plan_num: int = 0
    pay_plan_charge_num: int = 0
    prov_num: int = 0
    clinic_num: int = 0

    @property
    def place(self) -> tuple[date, int, int, int]:
        """Where it stands: by day, then as it was entered."""
        return self.day, self.pay_plan_charge_num, self.proc_num, self.adj_num


@dataclass(frozen=True, slots=True)
class Share:
    """What of a payment goes to a charge; to none, where it is unearned."""

    amount: float
    charge: Charge | None


def cents(amount: float) -> int:
    return round(amount * CENTS)


def in_order(charges: Iterable[Charge]) -> list[Charge]:
    """Those of which something is outstanding, the oldest first."""
    return sorted((charge for charge in charges if cents(charge.amount) > 0), key=lambda charge: charge.place)


def spread(amount: float, charges: Sequence[Charge]) -> list[Share]:
    """Pay the charges in their order until nothing is left; the rest is unearned. The shares add up to the amount.

    >>> day = date(2026, 3, 2)
    >>> [share.amount for share in spread(50, [Charge(pat_num=1, day=day, amount=30)])]
    [30.0, 20.0]
    """
    left = cents(amount)
    shares = []
    for charge in charges:
        part = min(left, cents(charge.amount))
        if part > 0:
            shares.append(Share(part / CENTS, charge))
            left -= part
    return [*shares, Share(left / CENTS, None)] if left else shares
