"""Treatment plans against a plain model: the active plan holds what is planned, saved plans never change."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from support.book_model import part_of_all, practice_file
from support.foreign_keys import dangling
from support.office_machine import OfficeMachine

PRACTICE = """
procedurecodes: [{CodeNum: 1, ProcCode: D0120}]
definitions:
  - {DefNum: 101, Category: TxPriorities, ItemName: Now, ItemOrder: 0}
  - {DefNum: 102, Category: TxPriorities, ItemName: Later, ItemOrder: 1}
"""
PLACES = {101: 0, 102: 1, 0: 2}
"""Priority -> its place in a saved plan; none comes last."""

data = st.data()
patients = st.integers(1, 2)
priorities = st.sampled_from([0, 101, 102])


class TreatmentPlanMachine(OfficeMachine):
    def __init__(self, practice: str) -> None:
        super().__init__(practice)
        self.planned: dict[int, int] = {}
        """Procedure that is planned -> its priority."""
        self.patient: dict[int, int] = {}
        self.inactive: dict[int, tuple[int, dict[int, int]]] = {}
        """Inactive plan -> its patient, and the priority of each procedure on it."""
        self.saved: dict[int, list[tuple[int, int]]] = {}
        """Saved plan -> procedure and priority of each copy, in order."""

    def active(self, patient: int) -> int:
        plans = self.office.read("treatplans", PatNum=patient, TPStatus="Active")
        assert len(plans) <= 1
        return plans[0]["TreatPlanNum"] if plans else 0

    def attached(self, plan: int) -> dict[int, int]:
        rows = self.office.read("treatplanattaches", TreatPlanNum=plan)
        assert len(rows) == len({row["ProcNum"] for row in rows})
        return {row["ProcNum"]: row["Priority"] for row in rows}

    @rule(patient=patients, priority=priorities, done=st.booleans())
    def enter(self, patient: int, priority: int, done: bool) -> None:
        body = {"PatNum": patient, "ProcDate": "2026-03-02", "ProcStatus": "C" if done else "TP", "procCode": "D0120"}
        number = self.call("POST", "procedurelogs", {**body, "Priority": priority})["ProcNum"]
        if not done:
            self.planned[number], self.patient[number] = priority, patient

    @precondition(lambda self: self.planned)
    @rule(data=data, priority=priorities, by_plan=st.booleans())
    def give_priority(self, data: st.DataObject, priority: int, by_plan: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.planned)))
        if by_plan:
            rows = self.office.read("treatplanattaches", TreatPlanNum=self.active(self.patient[number]))
            attach = next(row["TreatPlanAttachNum"] for row in rows if row["ProcNum"] == number)
            self.call("PUT", f"treatplanattaches/{attach}", {"Priority": priority})
        else:
            self.call("PUT", f"procedurelogs/{number}", {"Priority": priority})
        self.planned[number] = priority

    @precondition(lambda self: self.planned)
    @rule(data=data, deleted=st.booleans())
    def finish(self, data: st.DataObject, deleted: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.planned)))
        if deleted:
            self.call("DELETE", f"procedurelogs/{number}")
        else:
            self.call("PUT", f"procedurelogs/{number}", {"ProcStatus": "C"})
        del self.planned[number]
        for _, there in self.inactive.values():
            there.pop(number, None)

    @rule(patient=patients)
    def make_inactive(self, patient: int) -> None:
        self.inactive[self.call("POST", "treatplans", {"PatNum": patient})["TreatPlanNum"]] = (patient, {})

    @precondition(lambda self: self.inactive and self.planned)
    @rule(data=data, priority=priorities)
    def attach(self, data: st.DataObject, priority: int) -> None:
        plan = data.draw(st.sampled_from(sorted(self.inactive)))
        number = data.draw(st.sampled_from(sorted(self.planned)))
        patient, there = self.inactive[plan]
        body = {"TreatPlanNum": plan, "ProcNum": number, "Priority": priority}
        if self.patient[number] != patient or number in there:
            assert self.office.refusal("POST", "treatplanattaches", body)[0] == 400
            return
        self.call("POST", "treatplanattaches", body)
        there[number] = priority

    @rule(data=data, patient=patients)
    def save(self, data: st.DataObject, patient: int) -> None:
        sources = {plan: there for plan, (owner, there) in self.inactive.items() if owner == patient}
        if plan := self.active(patient):
            sources[plan] = {number: self.planned[number] for number in self.planned if self.patient[number] == patient}
        if not sources:
            return
        source = data.draw(st.sampled_from(sorted(sources)))
        made = self.call("POST", "treatplans/Saved", {"TreatPlanNum": source})["TreatPlanNum"]
        self.saved[made] = sorted(sources[source].items(), key=lambda pair: (PLACES[pair[1]], pair[0]))

    @precondition(lambda self: self.inactive or self.saved)
    @rule(data=data)
    def delete_plan(self, data: st.DataObject) -> None:
        plan = data.draw(st.sampled_from(sorted([*self.inactive, *self.saved])))
        self.call("DELETE", f"treatplans/{plan}")
        self.inactive.pop(plan, None)
        self.saved.pop(plan, None)

    @invariant()
    def the_active_plan_holds_what_is_planned(self) -> None:
        for patient in (1, 2):
            wanted = {number: self.planned[number] for number in self.planned if self.patient[number] == patient}
            plan = self.active(patient)
            assert (self.attached(plan) if plan else {}) == wanted

    @invariant()
    def procedures_have_the_priority_of_the_active_plan(self) -> None:
        for number, priority in self.planned.items():
            assert self.office.read(f"procedurelogs/{number}")["Priority"] == priority

    @invariant()
    def inactive_plans_hold_what_was_put_there(self) -> None:
        for plan, (_, there) in self.inactive.items():
            assert self.attached(plan) == there

    @invariant()
    def saved_plans_never_change(self) -> None:
        for plan, copies in self.saved.items():
            rows = self.office.read("proctps", TreatPlanNum=plan)
            assert [(row["ProcNumOrig"], row["Priority"]) for row in rows] == copies
            assert [row["ItemOrder"] for row in rows] == list(range(len(rows)))

    @invariant()
    def every_number_names_a_row(self) -> None:
        assert dangling(self.office) == {}


def test_active_and_saved_treatment_plans_agree_with_their_model(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(TreatmentPlanMachine, practice), settings=part_of_all(1 / 8))
