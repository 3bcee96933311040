"""A plain model of insurance: who holds which plan, whom it covers at which place, and what hangs on that."""

from __future__ import annotations

from dataclasses import dataclass, field

PRACTICE = """
employers: [{EmployerNum: 1, EmpName: Bolt}, {EmployerNum: 2, EmpName: Nut}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}, {CarrierNum: 2, CarrierName: Oakleaf}]
procedurecodes: [{CodeNum: 1, ProcCode: D2740}, {CodeNum: 2, ProcCode: D2391}]
covcats: [{CovCatNum: 1, Description: Crowns}]
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: today+1 09:00, Op: 1}
  - {AptNum: 2, PatNum: 2, AptDateTime: today+1 10:00, Op: 1}
  - {AptNum: 3, PatNum: 1, AptDateTime: today+2 09:00, AptStatus: Planned}
"""
VISITS = {1: 1, 2: 2, 3: 1}
"""Appointment -> patient."""
LAST = 9
"""The last place that a plan may have."""


@dataclass
class Plan:
    medical: bool = False
    kind: str = ""
    employer: int = 0
    month: int = 0


@dataclass
class Insurance:
    """All insurance of an office. Whatever a patient is linked to is known by the number of its subscriber."""

    employers: set[int] = field(default_factory=lambda: {1, 2})
    plans: dict[int, Plan] = field(default_factory=dict)
    subscribers: dict[int, int] = field(default_factory=dict)
    """Subscriber -> plan."""
    places: dict[int, dict[int, int]] = field(default_factory=lambda: {1: {}, 2: {}})
    """Patient -> place -> coverage."""
    coverages: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Coverage -> patient and subscriber."""
    benefits: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Benefit -> whose it is: a plan's or a coverage's."""
    links: dict[int, int] = field(default_factory=dict)
    """Substitution link -> plan."""
    verified: dict[tuple[str, int], str] = field(default_factory=dict)
    """Of a plan or a coverage: the last day, empty for none."""
    kept: int = 0
    """Rows of the history of verifications."""

    def in_order(self, patient: int) -> list[int]:
        """A patient's subscribers, the primary one first."""
        taken = self.places[patient]
        return [self.coverages[taken[place]][1] for place in sorted(taken)]

    def dental(self, patient: int) -> tuple[int, int]:
        """What an appointment shows: the first two plans that are not medical."""
        plans = [self.subscribers[one] for one in self.in_order(patient)]
        first, second, *_ = [*(plan for plan in plans if not self.plans[plan].medical), 0, 0]
        return first, second

    def squeeze_in(self, patient: int, place: int, coverage: int) -> bool:
        """Take a place; whoever is there moves on by one, and so on. Answers False where one would fall off."""
        taken = dict(self.places[patient])
        pushed = coverage
        while place in taken:
            taken[place], pushed = pushed, taken[place]
            place += 1
        taken[place] = pushed
        if place > LAST:
            return False
        self.places[patient] = taken
        return True

    def take_out(self, patient: int, coverage: int) -> None:
        """Leave a place; all behind it move up by one."""
        left = next(place for place, one in self.places[patient].items() if one == coverage)
        rest = {place: one for place, one in self.places[patient].items() if one != coverage}
        self.places[patient] = {place - (place > left): one for place, one in rest.items()}
