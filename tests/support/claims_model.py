"""A plain model of claims: which lines they have, what those were paid, and which checks paid them. In cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

PRACTICE = """
definitions: [{DefNum: 901, Category: InsurancePaymentType, ItemName: Check}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 1, CarrierNum: 1}, {PlanNum: 2, CarrierNum: 1}]
covcats: [{CovCatNum: 1, Description: All}]
covspans: [{CovCatNum: 1, FromCode: D0000, ToCode: D9999}]
benefits:
  - {PlanNum: 1, CovCatNum: 1, BenefitType: CoInsurance, Percent: 50}
  - {PlanNum: 2, CovCatNum: 1, BenefitType: CoInsurance, Percent: 80}
inssubs: [{InsSubNum: 1, PlanNum: 1, Subscriber: 1}, {InsSubNum: 2, PlanNum: 2, Subscriber: 1}]
patplans:
  - {PatPlanNum: 1, PatNum: 1, InsSubNum: 1, Ordinal: 1}
  - {PatPlanNum: 2, PatNum: 1, InsSubNum: 2, Ordinal: 2}
procedurecodes: [{CodeNum: 51, ProcCode: D2391}]
procedurelogs:
  - {ProcNum: 1, PatNum: 1, CodeNum: 51, ProcDate: today, ProcStatus: C, ProvNum: 1, ProcFee: 100}
  - {ProcNum: 2, PatNum: 1, CodeNum: 51, ProcDate: today, ProcStatus: C, ProvNum: 1, ProcFee: 200}
  - {ProcNum: 3, PatNum: 1, CodeNum: 51, ProcDate: today, ProcStatus: C, ProvNum: 1, ProcFee: 33.33}
"""
FEES = {1: 10_000, 2: 20_000, 3: 3_333}
"""ProcNum -> what it is billed for."""
SUBSCRIBERS = {"P": 1, "S": 2}
"""ClaimType -> the InsSubNum that it bills."""


@dataclass
class Line:
    """A line of a claim."""

    claim: int
    procedure: int
    kind: str = "NotReceived"
    paid: int = 0
    check: int = 0
    billed: int = 0

    @property
    def is_payable(self) -> bool:
        return self.kind in ("Received", "Supplemental") and not self.check


@dataclass
class Claims:
    """All that was claimed. Numbers are the office's."""

    kinds: dict[int, str] = field(default_factory=dict)
    received: set[int] = field(default_factory=set)
    lines: dict[int, Line] = field(default_factory=dict)
    checks: dict[int, int] = field(default_factory=dict)

    def of(self, claim: int) -> dict[int, Line]:
        return {number: line for number, line in self.lines.items() if line.claim == claim}

    def is_claimed(self, procedure: int, kind: str) -> bool:
        return any(one.procedure == procedure and self.kinds[one.claim] == kind for one in self.lines.values())

    def payable(self, claims: Iterable[int]) -> list[Line]:
        return [line for claim in claims for line in self.of(claim).values() if line.is_payable]

    def is_partial(self, check: int) -> bool:
        return self.checks[check] != sum(line.paid for line in self.lines.values() if line.check == check)
