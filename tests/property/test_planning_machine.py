"""Plans, treatment, insurance and online booking against a plain model: any sequence of calls keeps them together."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from api_client import ApiClient
from behind import database
from book_model import JUDGED, STANDING, Journal, Row, everything, forbidden, spelled
from conftest import new_office
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from planning_model import ALONE, DENTAL_PLANS, PLACES, PRACTICE, SUBSCRIBERS, TYPES, Chart, Procedure, Visit

DAY = "2026-03-03"
ONLINE = {81: "XX//", 82: "//XXXX//", 83: "//XXXX//"}
"""How long each reason takes, by its type's own pattern or its codes'."""
REASONS = {81: 2, 82: 3, 83: 1}
"""Why patients come, and the appointment type of each; the first is for new ones."""
DOUBLE = "Not allowed to double book: Crowns"
GONE = "The requested time slot is no longer available."

data = st.data()
patients = st.integers(1, 2)
rooms = st.integers(1, 2)
dentists = st.integers(1, 2)
kinds = st.integers(0, 2)
starts = st.integers(8 * 12, 12 * 12).map(lambda mark: 5 * mark)
patterns = st.text("X/", min_size=1, max_size=9)
statuses = st.sampled_from(["Scheduled", "Complete", "UnschedList", "Broken"])


def moment(minute: int) -> str:
    return f"{DAY} {minute // 60:02}:{minute % 60:02}:00"


def minute(shown: str) -> int:
    return int(shown[11:13]) * 60 + int(shown[14:16])


class PlanningMachine(RuleBasedStateMachine):
    def __init__(self, practice: str) -> None:
        super().__init__()
        self.office: ApiClient = new_office(practice)
        self.chart = Chart()
        self.now = datetime(2026, 3, 3, 7)
        self.office.set_clock(str(self.now))
        self.journal = Journal(self.office)
        self.treatment: dict[int, Row] = {}
        self.broken_to_list = 0
        self.steps = 0
        self.booked: list[Row] = []
        """What was booked online, as it was asked for."""
        self.codes = {row["ProcCode"]: row for row in self.office.read("procedurecodes")}

    # --- what is asked -----------------------------------------------------------------------------------------

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

    def a_visit(self, data: st.DataObject, *, planned: bool = False) -> int:
        """The number of a visit or a plan; the other kind, or none, now and then."""
        fitting = sorted(n for n, visit in self.chart.visits.items() if visit.is_planned == planned)
        odd = st.sampled_from([0, *sorted(self.chart.visits)])
        return data.draw(st.one_of(st.sampled_from(fitting), odd) if fitting else odd)

    def a_procedure(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.chart.procedures)))

    def wrong_place(self, patient: int, change: dict[str, int]) -> str:
        """The refusal of putting a patient's procedure there."""
        for name, planned in (("AptNum", False), ("PlannedAptNum", True)):
            visit = self.chart.visits.get(change.get(name, 0))
            if visit and (visit.patient, visit.is_planned) != (patient, planned):
                return f"{name} is invalid."
        return ""

    # --- treatment ---------------------------------------------------------------------------------------------

    @rule(data=data, patient=patients, what=st.sampled_from(PLACES), status=st.sampled_from(["TP", "TP", "C", "EO"]))
    def enter_procedure(self, data: st.DataObject, patient: int, what: tuple[str, Row], status: str) -> None:
        code, place = what
        on = {"AptNum": self.a_visit(data), "PlannedAptNum": self.a_visit(data, planned=True)}
        body = {"PatNum": patient, "ProcDate": DAY, "ProcStatus": status, "procCode": code, **place, **on}
        refusal = self.wrong_place(patient, on)
        answer = self.call("POST", "procedurelogs", body, refusal)
        if not refusal:
            new = Procedure(patient, code, status, on["AptNum"], on["PlannedAptNum"])
            self.chart.procedures[answer["ProcNum"]] = new

    @precondition(lambda self: self.chart.procedures)
    @rule(data=data, names=st.sampled_from([["AptNum"], ["PlannedAptNum"], ["AptNum", "PlannedAptNum"]]))
    def attach_or_detach(self, data: st.DataObject, names: list[str]) -> None:
        number = self.a_procedure(data)
        procedure = self.chart.procedures[number]
        was = {"AptNum": procedure.visit, "PlannedAptNum": procedure.plan}
        body = {name: self.a_visit(data, planned=name == "PlannedAptNum") for name in names}
        new = {name: on for name, on in body.items() if on != was[name]}
        refusal = "Procedure not found." if procedure.status == "D" else self.wrong_place(procedure.patient, new)
        self.call("PUT", f"procedurelogs/{number}", body, refusal)
        if not refusal:
            procedure.visit = body.get("AptNum", procedure.visit)
            procedure.plan = body.get("PlannedAptNum", procedure.plan)

    @precondition(lambda self: self.chart.procedures)
    @rule(data=data, status=st.sampled_from(["TP", "C", "EO"]))
    def treat(self, data: st.DataObject, status: str) -> None:
        number = self.a_procedure(data)
        procedure = self.chart.procedures[number]
        refusal = "Procedure not found." if procedure.status == "D" else ""
        self.call("PUT", f"procedurelogs/{number}", {"ProcStatus": status}, refusal)
        if not refusal:
            procedure.status = status

    @precondition(lambda self: self.chart.procedures)
    @rule(data=data, tooth=st.sampled_from(["3", "30", "T"]))
    def name_another_tooth(self, data: st.DataObject, tooth: str) -> None:
        number = self.a_procedure(data)
        shown = self.treatment[number]
        fixed = self.codes[shown["procCode"]]["TreatArea"] not in ("Tooth", "Surf") or shown["ProcStatus"] == "C"
        refusal = "ToothNum is invalid." if fixed and shown["ToothNum"] != tooth else ""
        if shown["ProcStatus"] == "D":
            refusal = "Procedure not found."
        self.call("PUT", f"procedurelogs/{number}", {"ToothNum": tooth}, refusal)

    @precondition(lambda self: self.chart.procedures)
    @rule(data=data)
    def delete_procedure(self, data: st.DataObject) -> None:
        number = self.a_procedure(data)
        procedure = self.chart.procedures[number]
        refusals = {"D": "Procedure not found.", "EO": "Procedure cannot be deleted."}
        refusal = refusals.get(procedure.status, "")
        self.call("DELETE", f"procedurelogs/{number}", refusal=refusal)
        if not refusal:
            procedure.status, procedure.visit, procedure.plan = "D", 0, 0

    # --- visits ------------------------------------------------------------------------------------------------

    @rule(patient=patients, start=starts, op=rooms, prov=dentists, pattern=patterns, kind=kinds,
          status=st.sampled_from(["Scheduled", "Complete", "UnschedList"]))  # fmt: skip
    def book(self, patient: int, start: int, op: int, prov: int, pattern: str, kind: int, status: str) -> None:
        number = max(self.chart.visits, default=0) + 1
        trial = deepcopy(self.chart)
        trial.visits[number] = Visit(patient, status, start, op * (status != "UnschedList"), prov, pattern, kind)
        trial.add_codes_of_type(number)
        refusal = DOUBLE * trial.refuses(number)
        if status == "Complete":
            trial.complete(number)
        body = {"PatNum": patient, "AptDateTime": moment(start), "Op": op, "ProvNum": prov, "Pattern": pattern,
                "AppointmentTypeNum": kind, "AptStatus": status}  # fmt: skip
        answer = self.call("POST", "appointments", body, refusal)
        if not refusal:
            assert answer["AptNum"] == number
            self.chart = trial

    def put(self, number: int, body: Row, trial: Chart, before: Visit, refusal: str = "") -> None:
        """PUT, and keep the trial, if it may be."""
        after = trial.visits[number]
        came_back = after.status == "Scheduled" != before.status
        moved = any(
            getattr(before, name) != getattr(after, name) for name in ("start", "op", "prov", "pattern", "kind")
        )
        if not refusal and (came_back or moved):
            refusal = DOUBLE * trial.refuses(number)
        self.call("PUT", f"appointments/{number}", body, refusal)
        if not refusal:
            self.chart = trial

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, start=starts, op=rooms, prov=dentists, pattern=patterns)
    def move(self, data: st.DataObject, start: int, op: int, prov: int, pattern: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.chart.visits)))
        trial = deepcopy(self.chart)
        visit = trial.visits[number]
        visit.start, visit.prov, visit.pattern = start, prov, pattern
        visit.op = 0 if visit.is_planned or visit.status == "UnschedList" else op
        open_time = self.all_open_time() if visit.is_planned else None
        body = {"AptDateTime": moment(start), "Op": op, "ProvNum": prov, "Pattern": pattern}
        self.put(number, body, trial, self.chart.visits[number])
        if open_time:
            assert self.all_open_time() == open_time

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, kind=kinds)
    def retype(self, data: st.DataObject, kind: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.chart.visits)))
        trial = deepcopy(self.chart)
        visit = trial.visits[number]
        if visit.kind != kind:
            visit.kind = kind
            visit.pattern = TYPES[kind][1] or visit.pattern
            if trial.add_codes_of_type(number) and visit.status == "Complete":
                trial.complete(number)
        self.put(number, {"AppointmentTypeNum": kind}, trial, self.chart.visits[number])

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, wanted=statuses, op=rooms)
    def set_status(self, data: st.DataObject, wanted: str, op: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.chart.visits)))
        before = self.chart.visits[number]
        trial = deepcopy(self.chart)
        visit = trial.visits[number]
        visit.status, visit.op = wanted, op * (wanted != "UnschedList")
        if before.is_planned:
            trial.turn_into_visit(number)
        if wanted == "Complete" != before.status:
            trial.complete(number)
        self.put(number, {"AptStatus": wanted, "Op": op}, trial, before, forbidden(before.status, wanted))

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, to_list=st.booleans())
    def break_it(self, data: st.DataObject, to_list: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.chart.visits)))
        visit = self.chart.visits[number]
        refusal = "" if visit.status == "Scheduled" else "Appointment must be in a booked status to be broken."
        body = {"sendToUnscheduledList": "true" if to_list else "false"}
        self.call("PUT", f"appointments/{number}/Break", body, refusal)
        if not refusal and to_list:
            visit.status, visit.op, self.broken_to_list = "UnschedList", 0, number
        elif not refusal:
            visit.status = "Broken"

    # --- plans -------------------------------------------------------------------------------------------------

    @rule(data=data, patient=patients, kind=st.integers(0, 3))
    def plan(self, data: st.DataObject, patient: int, kind: int) -> None:
        numbers = sorted(self.chart.procedures)
        free = [n for n in numbers if self.is_free(n, patient)]
        choice = (
            st.one_of(st.sampled_from(free), st.sampled_from(numbers)) if free else st.sampled_from([*numbers, 999])
        )
        chosen = data.draw(st.lists(choice, max_size=3))
        refusal = self.unplannable(patient, chosen, kind)
        open_time = self.all_open_time()
        body = {"PatNum": patient, "procNums": chosen, "AppointmentTypeNum": kind}
        answer = self.call("POST", "appointments/Planned", body, refusal)
        if refusal:
            return
        number = answer["AptNum"]
        start = minute(answer["AptDateTime"])
        assert (answer["AptDateTime"], answer["Op"]) == (f"{self.now:%Y-%m-%d} 00:00:00", 0)
        visit = Visit(patient, "Planned", start, 0, answer["ProvNum"], answer["Pattern"], kind)
        assert not TYPES[kind][1] or visit.pattern == TYPES[kind][1]
        self.chart.visits[number] = visit
        self.chart.put(number, chosen)
        self.chart.add_codes_of_type(number)
        assert self.all_open_time() == open_time

    def is_free(self, number: int, patient: int) -> bool:
        procedure = self.chart.procedures[number]
        return (procedure.patient, procedure.status, procedure.plan) == (patient, "TP", 0)

    def unplannable(self, patient: int, chosen: list[int], kind: int) -> str:
        if not chosen and not kind:
            return "procNums or AppointmentTypeNum is required."
        if any(number not in self.chart.procedures for number in chosen):
            return "Procedure not found."
        return "" if all(self.is_free(number, patient) for number in chosen) else "procNums is invalid."

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, start=starts, op=rooms, prov=dentists)
    def schedule_planned(self, data: st.DataObject, start: int, op: int, prov: int) -> None:
        number = self.a_visit(data, planned=True) or max(self.chart.visits)
        plan = self.chart.visits[number]
        trial = deepcopy(self.chart)
        copy = max(self.chart.visits) + 1
        visit = Visit(plan.patient, "Scheduled", start, op, prov, plan.pattern, plan.kind, made_from=number)
        trial.schedule(number, copy, visit)
        if not plan.is_planned:
            refusal = "AptNum is invalid. Appointment must have an AptStatus of Planned."
        elif any(v.made_from == number and v.status == "Scheduled" for v in self.chart.visits.values()):
            refusal = "Appointment is already scheduled."
        else:
            refusal = DOUBLE * trial.refuses(copy)
        body = {"AptNum": number, "AptDateTime": moment(start), "ProvNum": prov, "Op": op}
        answer = self.call("POST", "appointments/SchedulePlanned", body, refusal)
        if refusal:
            return
        assert answer["AptNum"] == copy
        self.chart = trial
        planned = self.journal.rows[number]
        same = ("PatNum", "Pattern", "PatternSecondary", "Confirmed", "Note", "ProvHyg", "IsNewPatient", "Priority",
                "AppointmentTypeNum", "InsPlan1", "InsPlan2", "ItemOrderPlanned", "colorOverride")  # fmt: skip
        assert {name: answer[name] for name in same} == {name: planned[name] for name in same}

    # --- insurance ---------------------------------------------------------------------------------------------

    @rule(patient=patients, subscriber=st.sampled_from(SUBSCRIBERS), ordinal=st.integers(1, 3))
    def insure(self, patient: int, subscriber: int, ordinal: int) -> None:
        linked = self.coverage(patient)
        known = any(row["InsSubNum"] == subscriber for row in linked)
        refusal = "InsSubNum is invalid. Patient is already linked to this InsSub." if known else ""
        self.call("POST", "patplans", {"PatNum": patient, "InsSubNum": subscriber, "Ordinal": ordinal}, refusal)

    @rule(data=data, patient=patients, subscriber=st.sampled_from(SUBSCRIBERS), ordinal=st.integers(1, 4))
    def insure_otherwise(self, data: st.DataObject, patient: int, subscriber: int, ordinal: int) -> None:
        linked = self.coverage(patient)
        if not linked:
            return
        row = data.draw(st.sampled_from(linked))
        known = any(other["InsSubNum"] == subscriber for other in linked if other != row)
        refusal = "InsSubNum is invalid. Patient is already linked to this InsSub." if known else ""
        body = {"InsSubNum": subscriber, "Ordinal": ordinal}
        self.call("PUT", f"patplans/{row['PatPlanNum']}", body, refusal)

    @rule(data=data, patient=patients)
    def insure_no_more(self, data: st.DataObject, patient: int) -> None:
        linked = self.coverage(patient)
        if linked:
            self.call("DELETE", f"patplans/{data.draw(st.sampled_from(linked))['PatPlanNum']}")

    def coverage(self, patient: int) -> list[Row]:
        """The patient's plans, the primary one first."""
        return sorted(self.office.read("patplans", PatNum=patient), key=lambda row: row["Ordinal"])

    # --- booking online ----------------------------------------------------------------------------------------

    def offers(self, reason: int) -> list[Row]:
        new = "true" if reason == min(REASONS) else "false"
        return self.office.read("appointments/SlotsWebSched", date=DAY, defNumApptType=reason, isNewPatient=new)

    def all_open_time(self) -> list[list[Row]]:
        """Everything that anyone could be told is free."""
        slots = [self.office.read("appointments/Slots", date=DAY, ProvNum=prov) for prov in (1, 2)]
        return [*slots, *(self.offers(reason) for reason in REASONS)]

    @rule(data=data, patient=patients, reason=st.sampled_from(sorted(REASONS)))
    def book_online(self, data: st.DataObject, patient: int, reason: int) -> None:
        offers = self.offers(reason)
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        body = {"PatNum": patient, "defNumApptType": reason, "dateTimeStart": offer["DateTimeStart"],
                "dateTimeEnd": offer["DateTimeEnd"], "ProvNum": offer["ProvNum"], "OpNum": offer["OpNum"]}  # fmt: skip
        self.accept(body)
        self.booked.append(body)
        assert offer not in self.offers(reason)

    @precondition(lambda self: self.booked)
    @rule(data=data)
    def book_online_again(self, data: st.DataObject) -> None:
        body = data.draw(st.sampled_from(self.booked))
        offer = {"DateTimeStart": body["dateTimeStart"], "DateTimeEnd": body["dateTimeEnd"],
                 "ProvNum": body["ProvNum"], "OpNum": body["OpNum"]}  # fmt: skip
        if offer in self.offers(body["defNumApptType"]):
            self.accept(body)
        else:
            self.call("POST", "appointments/WebSched", body, GONE)

    def accept(self, body: Row) -> None:
        """Book an offer, which must succeed."""
        answer = self.call("POST", "appointments/WebSched", body)
        wanted = (body["dateTimeStart"], body["OpNum"], body["ProvNum"], "Scheduled", body["PatNum"])
        assert wanted == tuple(answer[name] for name in ("AptDateTime", "Op", "ProvNum", "AptStatus", "PatNum"))
        start, kind = minute(body["dateTimeStart"]), REASONS[body["defNumApptType"]]
        visit = Visit(body["PatNum"], "Scheduled", start, body["OpNum"], body["ProvNum"], answer["Pattern"], kind)
        assert start + 5 * len(visit.pattern) <= minute(body["dateTimeEnd"])
        self.chart.visits[answer["AptNum"]] = visit
        self.chart.add_codes_of_type(answer["AptNum"])

    @precondition(lambda self: self.now.hour < 11)
    @rule(minutes=st.integers(1, 45))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.office.set_clock(str(self.now))

    # --- what holds after each step ----------------------------------------------------------------------------

    @invariant()
    def all_holds(self) -> None:
        """In this order: what is seen first serves what is checked after it."""
        before, self.treatment = (
            self.treatment,
            {row["ProcNum"]: row for row in everything(self.office, "procedurelogs")},
        )
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
            linked = [
                DENTAL_PLANS[row["InsSubNum"]] for row in self.coverage(patient) if row["InsSubNum"] in DENTAL_PLANS
            ]
            first_two = (*linked, 0, 0)[:2]
            for row in self.journal.rows.values():
                if row["PatNum"] == patient and row["AptStatus"] not in ("Complete", "Broken"):
                    assert (row["InsPlan1"], row["InsPlan2"]) == first_two, row["AptNum"]

    def nothing_taken_is_offered(self, reason: int) -> None:
        """Not the operatory, by whole lengths; nor, anywhere, the marks that want the provider."""
        standing = [visit for visit in self.chart.visits.values() if visit.status in STANDING]
        alone = ALONE in TYPES[REASONS[reason]][0]
        for offer in self.offers(reason):
            start, end = minute(offer["DateTimeStart"]), minute(offer["DateTimeEnd"])
            wanted = Visit(0, "", start, offer["OpNum"], offer["ProvNum"], ONLINE[reason])
            assert end - start >= 5 * len(wanted.pattern)
            for number, visit in self.chart.visits.items():
                if visit in standing and visit.op == wanted.op:
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
                assert _timeless(self.office.read("procedurelogs", **{name: number})) == _timeless(there)


def _timeless(rows: list[Row]) -> list[Row]:
    return [{name: value for name, value in row.items() if name != "serverDateTime"} for row in rows]


def test_plans_treatment_insurance_and_online_booking_agree_with_their_model(tmp_path):
    practice = tmp_path / "planning.yaml"
    practice.write_text((Path(__file__).parents[2] / "fixtures/practices/tiny.yaml").read_text() + PRACTICE)
    run_state_machine_as_test(
        partial(PlanningMachine, str(practice)), settings=settings(max_examples=settings().max_examples * 2 // 5)
    )
