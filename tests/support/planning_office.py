"""An office played beside its model, and all that must hold of it after each step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from conftest import new_office
from support.api_client import ApiClient
from support.book_model import JUDGED, STANDING, Journal, Row, everything, spelled, timeless
from support.db import database
from support.planning_model import ALONE, DAY, DENTAL_PLANS, ONLINE, REASONS, TYPES, Chart, Procedure, Visit


def moment(minute: int) -> str:
    return f"{DAY} {minute // 60:02}:{minute % 60:02}:00"


def minute(shown: str) -> int:
    return int(shown[11:13]) * 60 + int(shown[14:16])


class OfficeBesideItsModel(RuleBasedStateMachine):
    def __init__(self, practice: str) -> None:
        super().__init__()
        self.office: ApiClient = new_office(practice)
        there = self.office.read("procedurelogs")
        self.chart = Chart(procedures={row["ProcNum"]: Procedure(row["PatNum"], row["procCode"]) for row in there})
        self.now = datetime(2026, 3, 3, 7)
        self.office.set_clock(str(self.now))
        self.journal = Journal(self.office)
        self.treatment: dict[int, Row] = {}
        self.broken_to_list = 0
        self.steps = 0
        self.booked: list[Row] = []
        """What was booked online, as it was asked for."""
        self.codes = {row["ProcCode"]: row for row in self.office.read("procedurecodes")}

    def call(self, method: str, path: str, body: Any = None, refusal: str = "") -> Any:
        """The answer; where the model knows a refusal, that refusal, with nothing written."""
        if refusal:
            before = database(self.office).contents()
            assert self.office.refusal(method, path, body) == (404 if refusal.endswith("not found.") else 400, refusal)
            assert database(self.office).contents() == before
            return None
        response = self.office.call(method, path, body)
        assert response.status_code in (200, 201), (method, path, body, response.text)
        return response.json

    def coverage(self, patient: int) -> list[Row]:
        """The patient's plans, the primary one first."""
        return sorted(self.office.read("patplans", PatNum=patient), key=lambda row: row["Ordinal"])

    def offers(self, reason: int) -> list[Row]:
        new = "true" if reason == min(REASONS) else "false"
        return self.office.read("appointments/SlotsWebSched", date=DAY, defNumApptType=reason, isNewPatient=new)

    def all_open_time(self) -> list[list[Row]]:
        """Everything that anyone could be told is free."""
        slots = [self.office.read("appointments/Slots", date=DAY, ProvNum=prov) for prov in (1, 2)]
        return [*slots, *(self.offers(reason) for reason in REASONS)]

    @invariant()
    def all_holds(self) -> None:
        """In this order: what is seen first serves what is checked after it."""
        before = self.treatment
        self.treatment = {row["ProcNum"]: row for row in everything(self.office, "procedurelogs")}
        self.journal.follow(str(self.now), broken_to_list=self.broken_to_list)
        self.broken_to_list = 0
        self.visits_stand_as_in_the_model()
        self.treatment_is_on_one_visit_and_one_plan()
        self.visits_say_what_their_treatment_spells()
        self.open_visits_have_the_plans_of_their_patient()
        self.nothing_taken_is_offered(sorted(REASONS)[self.steps % len(REASONS)])
        self.steps += 1
        rows = (*before.values(), *self.treatment.values())
        touched = [row for row in rows if before.get(row["ProcNum"]) != self.treatment[row["ProcNum"]]]
        self.lists_by_number_agree({row[name] for row in touched for name in ("AptNum", "PlannedAptNum")})

    def visits_stand_as_in_the_model(self) -> None:
        assert self.journal.rows.keys() == self.chart.visits.keys()
        for number, visit in self.chart.visits.items():
            row = self.journal.rows[number]
            assert (row["PatNum"], row["AptStatus"], row["Op"]) == (visit.patient, visit.status, visit.op)
            assert (row["ProvNum"], row["Pattern"]) == (visit.prov, visit.pattern)
            assert (row["AptDateTime"], row["AppointmentTypeNum"]) == (moment(visit.start), visit.kind)
            assert row["NextAptNum"] == visit.made_from

    def treatment_is_on_one_visit_and_one_plan(self) -> None:
        stored = database(self.office).rows("SELECT ProcNum, AptNum, PlannedAptNum FROM procedurelog")
        told = [(number, row["AptNum"], row["PlannedAptNum"]) for number, row in self.treatment.items()]
        assert sorted(stored) == sorted(told)
        assert self.treatment.keys() == self.chart.procedures.keys()
        for number, procedure in self.chart.procedures.items():
            row = self.treatment[number]
            assert (row["PatNum"], row["procCode"]) == (procedure.patient, procedure.code)
            assert (row["ProcStatus"], row["AptNum"]) == (procedure.status, procedure.visit), number
            assert row["PlannedAptNum"] == procedure.plan, number
            for on, planned in ((procedure.visit, False), (procedure.plan, True)):
                visit = self.chart.visits.get(on)
                assert visit is None or (visit.patient, visit.is_planned) == (procedure.patient, planned)

    def visits_say_what_their_treatment_spells(self) -> None:
        for number, visit in self.chart.visits.items():
            column = "PlannedAptNum" if visit.is_planned else "AptNum"
            there = [row for _, row in sorted(self.treatment.items()) if row[column] == number]
            spelling = ", ".join(spelled(row, self.codes[row["procCode"]]) for row in there)
            assert self.journal.rows[number]["ProcDescript"] == spelling

    def open_visits_have_the_plans_of_their_patient(self) -> None:
        for patient in (1, 2):
            linked = [row["InsSubNum"] for row in self.coverage(patient)]
            assert len(set(linked)) == len(linked)
            first_two = (*(DENTAL_PLANS[each] for each in linked if each in DENTAL_PLANS), 0, 0)[:2]
            for row in self.journal.rows.values():
                if row["PatNum"] == patient and row["AptStatus"] not in ("Complete", "Broken"):
                    assert (row["InsPlan1"], row["InsPlan2"]) == first_two, row["AptNum"]

    def nothing_taken_is_offered(self, reason: int) -> None:
        """Not the operatory, by whole lengths; nor, anywhere, the marks that want the provider."""
        alone = ALONE in TYPES[REASONS[reason]][0]
        for offer in self.offers(reason):
            start, end = minute(offer["DateTimeStart"]), minute(offer["DateTimeEnd"])
            wanted = Visit(0, "", start, offer["OpNum"], offer["ProvNum"], ONLINE[reason])
            assert end - start >= 5 * len(wanted.pattern)
            for number, visit in self.chart.visits.items():
                if visit.status in STANDING and visit.op == wanted.op:
                    assert visit.start + 5 * len(visit.pattern) <= start or end <= visit.start, number
                if visit.status not in JUDGED or visit.prov != wanted.prov:
                    continue
                if alone:
                    assert not (visit.marks() & wanted.marks() and self.chart.on(number)), number
                else:
                    assert not visit.marks(5) & wanted.marks(5), number

    def lists_by_number_agree(self, numbers: set[int]) -> None:
        """GET procedurelogs of one visit, or of one plan, tells what the whole list tells."""
        for number in numbers - {0}:
            for name in ("AptNum", "PlannedAptNum"):
                there = [row for _, row in sorted(self.treatment.items(), reverse=True) if row[name] == number]
                assert timeless(self.office.read("procedurelogs", **{name: number})) == timeless(there)
