"""Treatment plans: which procedures are on the active one, and what a saved one copies of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.teeth import PERMANENT, PRIMARY, international

PLANNED = (ProcStatus.TP, ProcStatus.TPi)
"""Treatment that may be on a plan: TP is on the active one, TPi on inactive ones only (source)."""
NO_TOOTH = len(PERMANENT) + len(PRIMARY)
"""Where treatment of no tooth stands among treatment of teeth: last."""


@dataclass(frozen=True, slots=True)
class Attach:
    """A procedure on the active plan. ``priority`` is a DefNum, 0 for none."""

    number: int
    proc_num: int
    priority: int


@dataclass(frozen=True, slots=True)
class Following:
    """What makes the active plan agree with a patient's treatment."""

    reordered: Mapping[int, int]
    """Number of an attach -> its new priority."""
    added: Mapping[int, int]
    """Number of a procedure that is not on the plan -> its priority."""

    def __bool__(self) -> bool:
        return bool(self.reordered or self.added)


def follow(attached: Iterable[Attach], planned: Mapping[int, int]) -> Following:
    """Every planned procedure is on the active plan, with its own priority (source).

    ``planned`` are the patient's procedures with the status TP, each with its priority.

    >>> follow([Attach(1, 10, 0)], {10: 7, 11: 0})
    Following(reordered={1: 7}, added={11: 0})
    """
    there = {attach.proc_num: attach for attach in attached}
    reordered = {
        there[number].number: priority
        for number, priority in planned.items()
        if number in there and there[number].priority != priority
    }
    return Following(reordered, {number: priority for number, priority in planned.items() if number not in there})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A procedure on a plan with all that a saved plan tells of it. Amounts are in the office's currency."""

    proc_num: int
    priority: int
    place: int | None
    """The place of its priority among the office's priorities; None without one."""
    tooth: str
    surf: str
    proc_code: str
    descript: str
    abbreviation: str
    fee: float
    """Of one unit."""
    units: int
    usual_fee: float
    """What the provider's fee schedule asks."""
    discount: float
    expected: Sequence[float] = ()
    """What each plan that covers the patient is expected to pay, the first one first."""
    write_off: float = 0.0
    """What they are expected to write off."""
    prognosis: str
    dx: str
    prov_num: int
    date_tp: date
    clinic_num: int


def by_priority(items: Iterable[PlanItem]) -> list[PlanItem]:
    """In the order in which the office numbers its priorities, those without one last; then by tooth (source)."""
    return sorted(
        items, key=lambda item: (item.place is None, item.place or 0, _place_of_tooth(item.tooth), item.proc_num)
    )


def _place_of_tooth(tooth: str) -> int:
    row: Sequence[str] = (*PERMANENT, *PRIMARY)
    return row.index(tooth) if tooth in row else NO_TOOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a procedure of a plan costs, and who is expected to pay it."""

    fee: float
    discount: float
    primary: float
    secondary: float
    patient: float


def amounts(item: PlanItem, *, by_insurance: bool) -> Amounts:
    """A fee is that of a unit, for each unit (source); the patient pays what is left of it (documented).

    Insurance counts on a plan that is for it: the first two plans are told, and a write-off as a discount (assumed).
    """
    fee = round(item.fee * max(1, item.units), 2)
    primary, secondary, *_ = (*item.expected, 0.0, 0.0) if by_insurance else (0.0, 0.0)
    discount = item.discount + (item.write_off if by_insurance else 0.0)
    patient = round(fee - discount - primary - secondary, 2)
    return Amounts(fee=fee, discount=round(discount, 2), primary=primary, secondary=secondary, patient=patient)


def tooth_shown(item: PlanItem, *, international_teeth: bool) -> str:
    """The tooth by the numbers that the office uses."""
    return international(item.tooth) if international_teeth else item.tooth
