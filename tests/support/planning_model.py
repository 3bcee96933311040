"""A plain model of treatment: which procedure is on which visit and on which plan, and what follows from that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from support.book_model import JUDGED

PRACTICE = """
preferences:
  AppointmentTimeIncrement: 10
  ApptsRequireProc: 1
definitions:
  - {DefNum: 71, Category: BlockoutTypes, ItemName: Break, ItemValue: NS}
  - {DefNum: 81, Category: WebSchedNewPatApptTypes, ItemName: First visit}
  - {DefNum: 82, Category: WebSchedExistingApptTypes, ItemName: Cleaning}
  - {DefNum: 83, Category: WebSchedExistingApptTypes, ItemName: Broken crown, ItemOrder: 1}
deflinks:
  - {DefNum: 81, LinkType: AppointmentType, FKey: 2}
  - {DefNum: 81, LinkType: Operatory, FKey: 1}
  - {DefNum: 81, LinkType: Operatory, FKey: 2}
  - {DefNum: 82, LinkType: AppointmentType, FKey: 3}
  - {DefNum: 82, LinkType: Operatory, FKey: 2}
  - {DefNum: 83, LinkType: AppointmentType, FKey: 1}
  - {DefNum: 83, LinkType: Operatory, FKey: 1}
  - {DefNum: 83, LinkType: Operatory, FKey: 2}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ItemOrder: 1, ProvDentist: 2}
providers:
  - {ProvNum: 2, Abbr: DOC2}
schedules:
  - {every: day, from: today, to: today+3, ProvNum: 1, StartTime: "08:00", StopTime: "09:00", operatories: [2]}
  - {every: day, from: today, to: today+3, ProvNum: 2, StartTime: "09:15", StopTime: "12:00"}
  - {every: day, from: today, to: today+3, SchedType: Blockout, BlockoutType: 71, StartTime: "09:30",
     StopTime: "09:45", operatories: [1]}
procedurecodes:
  - {CodeNum: 1, ProcCode: D2740, AbbrDesc: Crn, TreatArea: Tooth, ProcTime: /XX/}
  - {CodeNum: 2, ProcCode: D0120, AbbrDesc: PerEx, TreatArea: Mouth}
  - {CodeNum: 3, ProcCode: D1110, AbbrDesc: Pro, ProcTime: /X}
  - {CodeNum: 4, ProcCode: D2391, AbbrDesc: Comp, TreatArea: Surf}
  - {CodeNum: 5, ProcCode: D4341, AbbrDesc: SRP, TreatArea: Quad}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Crown, CodeStr: D2740, Pattern: //XXXX//}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Exam, CodeStr: "D0120,D0120", Pattern: XX//}
  - {AppointmentTypeNum: 3, AppointmentTypeName: Cleaning, CodeStr: "D1110,D0120"}
appointmentrules:
  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}
insplans:
  - {PlanNum: 31}
  - {PlanNum: 32, IsMedical: true}
  - {PlanNum: 33}
  - {PlanNum: 34}
inssubs:
  - {InsSubNum: 41, PlanNum: 31, Subscriber: 1}
  - {InsSubNum: 42, PlanNum: 32, Subscriber: 1}
  - {InsSubNum: 43, PlanNum: 33, Subscriber: 1}
  - {InsSubNum: 44, PlanNum: 34, Subscriber: 1}
patplans:
  - {PatNum: 2, InsSubNum: 41}
procedurelogs:
  - {PatNum: 1, CodeNum: 1, ToothNum: "3", ProcDate: today}
  - {PatNum: 1, CodeNum: 2, ProcDate: today}
  - {PatNum: 1, CodeNum: 3, ProcDate: today}
  - {PatNum: 1, CodeNum: 5, Surf: UL, ProcDate: today}
  - {PatNum: 2, CodeNum: 1, ToothNum: "14", ProcDate: today}
  - {PatNum: 2, CodeNum: 2, ProcDate: today}
  - {PatNum: 2, CodeNum: 4, ToothNum: "8", Surf: MO, ProcDate: today}
"""
DAY = "2026-03-03"
ONLINE = {81: "XX//", 82: "//XXXX//", 83: "//XXXX//"}
"""How long each reason takes, by its type's own pattern or its codes'."""
REASONS = {81: 2, 82: 3, 83: 1}
"""Why patients come, and the appointment type of each; the first is for new ones."""
DENTAL_PLANS = {41: 31, 43: 33, 44: 34}
"""InsSubNum -> PlanNum; 42 is for a medical plan."""
SUBSCRIBERS = (41, 42, 43, 44)
TYPES = {0: ((), ""), 1: (("D2740",), "//XXXX//"), 2: (("D0120", "D0120"), "XX//"), 3: (("D1110", "D0120"), "")}
"""AppointmentTypeNum -> its codes and its pattern; without one it takes what its codes take."""
PLACES = (
    ("D2740", {"ToothNum": "3"}),
    ("D2740", {"ToothNum": "14"}),
    ("D0120", {}),
    ("D1110", {}),
    ("D2391", {"ToothNum": "8", "Surf": "MO"}),
    ("D4341", {"Surf": "UL"}),
)
"""Codes, with the places in the mouth that they want."""
ALONE = "D2740"
"""The code that the rule on crowns covers."""
INCREMENT = 10


@dataclass
class Procedure:
    patient: int
    code: str
    status: str = "TP"
    visit: int = 0
    plan: int = 0


@dataclass
class Visit:
    """An appointment, planned or not. ``start`` is in minutes; ``made_from`` is the plan that it copies."""

    patient: int
    status: str
    start: int
    op: int
    prov: int
    pattern: str
    kind: int = 0
    made_from: int = 0

    @property
    def is_planned(self) -> bool:
        return self.status == "Planned"

    def marks(self, minutes: int = INCREMENT) -> set[int]:
        """What of the provider's day it wants, in marks of so many minutes: the first five of each tell."""
        shown = self.pattern[:: minutes // 5]
        return {self.start // minutes + place for place, mark in enumerate(shown) if mark == "X"}


@dataclass
class Chart:
    """All treatment of an office, and all visits and plans that it is on."""

    visits: dict[int, Visit] = field(default_factory=dict)
    procedures: dict[int, Procedure] = field(default_factory=dict)

    def on(self, number: int) -> list[Procedure]:
        """What is to be done in a visit, or is planned for it."""
        planned = number in self.visits and self.visits[number].is_planned
        return [p for _, p in sorted(self.procedures.items()) if number == (p.plan if planned else p.visit)]

    def put(self, number: int, procedures: Iterable[int]) -> None:
        for each in procedures:
            if self.visits[number].is_planned:
                self.procedures[each].plan = number
            else:
                self.procedures[each].visit = number

    def add_codes_of_type(self, number: int) -> bool:
        """What the type wants and is not there: the patient's loose treatment, else new. Whether anything was added."""
        visit = self.visits[number]
        there = Counter(procedure.code for procedure in self.on(number))
        missing = []
        for code in TYPES[visit.kind][0]:
            if there[code]:
                there[code] -= 1
            else:
                missing.append(code)
        for code in missing:
            self.put(number, [self._loose(visit, code) or self._new(visit, code)])
        return bool(missing)

    def _loose(self, visit: Visit, code: str) -> int:
        return next(
            (
                number
                for number, p in sorted(self.procedures.items())
                if (p.patient, p.code, p.status, p.visit) == (visit.patient, code, "TP", 0)
                and p.plan in (0, visit.made_from)
            ),
            0,
        )

    def _new(self, visit: Visit, code: str) -> int:
        number = max(self.procedures) + 1
        self.procedures[number] = Procedure(visit.patient, code)
        return number

    def complete(self, number: int) -> None:
        for procedure in self.on(number):
            if procedure.status == "TP":
                procedure.status = "C"

    def schedule(self, plan: int, number: int, visit: Visit) -> None:
        """A copy of a plan; what the plan holds goes along unless it is on another visit, and stays planned."""
        self.visits[number] = visit
        self.put(number, [each for each, p in self.procedures.items() if p.plan == plan and not p.visit])

    def turn_into_visit(self, number: int) -> None:
        """A plan that becomes a visit itself, and is no plan any more."""
        for procedure in self.procedures.values():
            if procedure.plan == number:
                procedure.plan = 0
                procedure.visit = procedure.visit or number

    def refuses(self, number: int) -> bool:
        """Whether a crown would share its provider's time, if this visit stood as it does."""
        visit = self.visits[number]
        if visit.status not in JUDGED:
            return False
        met = [
            other
            for other, there in self.visits.items()
            if other != number and there.status in JUDGED and there.prov == visit.prov and there.marks() & visit.marks()
        ]
        return any(procedure.code == ALONE for other in met for procedure in [*self.on(other), *self.on(number)])
