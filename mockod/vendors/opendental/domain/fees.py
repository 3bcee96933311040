"""What a procedure costs: which fee schedule a patient pays by, and which of the schedule's fees counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BLANK = -1.0
"""The amount of a clinic's or provider's own fee that says: none, whatever the schedule's common one (source)."""


@dataclass(frozen=True, slots=True)
class Fee:
    """What one schedule asks for a code. ``clinic_num`` and ``prov_num`` are 0 in the fee that all have in common."""

    schedule: int
    clinic_num: int
    prov_num: int
    amount: float
    """In the office's currency; ``BLANK`` for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedules:
    """The fee schedules that a patient's procedure may be priced by; 0 for none."""

    plan: int = 0
    """Of the patient's first dental insurance plan."""
    is_ppo: bool = False
    """Whether that plan is a PPO."""
    patient: int = 0
    provider: int = 0
    """Of the provider who does the procedure."""


def amount(fees: Iterable[Fee], schedule: int, clinic_num: int, prov_num: int) -> float:
    """What a schedule asks of a clinic's and a provider's patients; 0 where it names no fee.

    ``fees`` are those of one code. The fee of both counts before the provider's, that before the clinic's, and the
    common one comes last (source).

    >>> amount([Fee(1, 0, 0, 50.0), Fee(1, 3, 0, 60.0)], 1, 3, 7)
    60.0
    """
    known = {(fee.clinic_num, fee.prov_num): fee.amount for fee in fees if fee.schedule == schedule}
    places = ((clinic_num, prov_num), (0, prov_num), (clinic_num, 0), (0, 0))
    found = next((known[place] for place in places if place in known), 0.0)
    return 0.0 if found == BLANK else found


def proc_fee(fees: Iterable[Fee], schedules: Schedules, clinic_num: int, prov_num: int) -> float:
    """The fee of a procedure: by the schedule of the patient's plan, else of the patient, else of the provider.

    In a PPO it is the provider's usual fee where that is higher: what the plan allows less is written off (source 6.3).
    """
    of_code = list(fees)
    schedule = schedules.plan or schedules.patient or schedules.provider
    asked = amount(of_code, schedule, clinic_num, prov_num)
    if schedules.is_ppo:
        return max(asked, amount(of_code, schedules.provider, clinic_num, prov_num))
    return asked
