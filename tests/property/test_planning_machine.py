"""Plans, treatment, insurance and online booking against a plain model: any sequence of calls keeps them together."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from support.book_model import Row, forbidden, part_of_all, practice_file
from support.planning_model import DAY, PLACES, PRACTICE, REASONS, SUBSCRIBERS, TYPES, Chart, Procedure, Visit
from support.planning_office import OfficeBesideItsModel, minute, moment

DOUBLE = "Not allowed to double book: Crowns"
SCHEDULED = "Appointment is already scheduled."
GONE = "The requested time slot is no longer available."

data = st.data()
patients = st.integers(1, 2)
rooms = st.integers(1, 2)
dentists = st.integers(1, 2)
kinds = st.integers(0, 2)
starts = st.integers(8 * 12, 12 * 12).map(lambda mark: 5 * mark)
patterns = st.text("X/", min_size=1, max_size=9)
statuses = st.sampled_from(["Scheduled", "Complete", "UnschedList", "Broken"])


def one_of(likely: Iterable[int], others: Iterable[int] = ()) -> st.SearchStrategy[int]:
    """Mostly one of the likely numbers."""
    return st.sampled_from([*likely] * 4 + [*others])


class PlanningMachine(OfficeBesideItsModel):
    def visits(self, *statuses: str) -> list[int]:
        """Numbers of all that are in one of these; in any, if none is named."""
        return [n for n, visit in self.chart.visits.items() if not statuses or visit.status in statuses]

    def place(self, data: st.DataObject, patient: int, *, planned: bool) -> int:
        """Where to put a patient's procedure: on a visit or plan of his, seldom elsewhere or nowhere."""
        fitting = [n for n, v in self.chart.visits.items() if (v.patient, v.is_planned) == (patient, planned)]
        return data.draw(one_of(fitting, [0, *self.chart.visits]))

    def a_procedure(self, data: st.DataObject) -> int:
        there = self.chart.procedures
        return data.draw(one_of([n for n, each in there.items() if each.status != "D"] * 3, there))

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
        on = {name: self.place(data, patient, planned=name != "AptNum") for name in ("AptNum", "PlannedAptNum")}
        body = {"PatNum": patient, "ProcDate": DAY, "ProcStatus": status, "procCode": code, **place, **on}
        refusal = self.wrong_place(patient, on)
        answer = self.call("POST", "procedurelogs", body, refusal)
        if not refusal:
            new = Procedure(patient, code, status, on["AptNum"], on["PlannedAptNum"])
            self.chart.procedures[answer["ProcNum"]] = new

    @rule(data=data, names=st.sampled_from([["AptNum"], ["PlannedAptNum"], ["AptNum", "PlannedAptNum"]]))
    def attach_or_detach(self, data: st.DataObject, names: list[str]) -> None:
        number = self.a_procedure(data)
        procedure = self.chart.procedures[number]
        was = {"AptNum": procedure.visit, "PlannedAptNum": procedure.plan}
        body = {name: self.place(data, procedure.patient, planned=name != "AptNum") for name in names}
        new = {name: on for name, on in body.items() if on != was[name]}
        refusal = "Procedure not found." if procedure.status == "D" else self.wrong_place(procedure.patient, new)
        self.call("PUT", f"procedurelogs/{number}", body, refusal)
        if not refusal:
            procedure.visit = body.get("AptNum", procedure.visit)
            procedure.plan = body.get("PlannedAptNum", procedure.plan)

    @rule(data=data, status=st.sampled_from(["TP", "C", "EO"]))
    def treat(self, data: st.DataObject, status: str) -> None:
        number = self.a_procedure(data)
        procedure = self.chart.procedures[number]
        refusal = "Procedure not found." if procedure.status == "D" else ""
        self.call("PUT", f"procedurelogs/{number}", {"ProcStatus": status}, refusal)
        if not refusal:
            procedure.status = status

    @rule(data=data, tooth=st.sampled_from(["3", "30", "T"]))
    def name_another_tooth(self, data: st.DataObject, tooth: str) -> None:
        number = self.a_procedure(data)
        shown = self.treatment[number]
        fixed = self.codes[shown["procCode"]]["TreatArea"] not in ("Tooth", "Surf") or shown["ProcStatus"] == "C"
        refusal = "ToothNum is invalid." if fixed and shown["ToothNum"] != tooth else ""
        if shown["ProcStatus"] == "D":
            refusal = "Procedure not found."
        self.call("PUT", f"procedurelogs/{number}", {"ToothNum": tooth}, refusal)

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
        told = ("start", "op", "prov", "pattern", "kind")
        moved = any(getattr(before, name) != getattr(after, name) for name in told)
        if not refusal and (came_back or moved):
            refusal = DOUBLE * trial.refuses(number)
        self.call("PUT", f"appointments/{number}", body, refusal)
        if not refusal:
            self.chart = trial

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, start=starts, op=rooms, prov=dentists, pattern=patterns)
    def move(self, data: st.DataObject, start: int, op: int, prov: int, pattern: str) -> None:
        number = data.draw(one_of(self.visits()))
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
        number = data.draw(one_of(self.visits()))
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
        number = data.draw(one_of(self.visits("Planned"), self.visits() * 4))
        before = self.chart.visits[number]
        trial = deepcopy(self.chart)
        visit = trial.visits[number]
        visit.status, visit.op = wanted, op * (wanted != "UnschedList")
        if before.is_planned:
            trial.turn_into_visit(number)
        if wanted == "Complete":  # said again of what is complete, it completes what was attached since
            trial.complete(number)
        refusal = forbidden(before.status, wanted)
        if not refusal and before.is_planned and self.is_scheduled(number):
            refusal = SCHEDULED
        self.put(number, {"AptStatus": wanted, "Op": op}, trial, before, refusal)

    @precondition(lambda self: self.chart.visits)
    @rule(data=data, to_list=st.booleans())
    def break_it(self, data: st.DataObject, to_list: bool) -> None:
        scheduled = self.visits("Scheduled")
        copies = [number for number in scheduled if self.chart.visits[number].made_from]
        number = data.draw(one_of(copies or scheduled, self.visits()))
        visit = self.chart.visits[number]
        refusal = "" if visit.status == "Scheduled" else "Appointment must be in a booked status to be broken."
        body = {"sendToUnscheduledList": "true" if to_list else "false"}
        self.call("PUT", f"appointments/{number}/Break", body, refusal)
        if not refusal and to_list:
            visit.status, visit.op, self.broken_to_list = "UnschedList", 0, number
        elif not refusal:
            visit.status = "Broken"

    # --- plans -------------------------------------------------------------------------------------------------

    @initialize(data=data, patient=patients, kind=st.integers(1, 3))
    def begin_with_a_plan(self, data: st.DataObject, patient: int, kind: int) -> None:
        self.lay_out(data, patient, kind)

    @rule(data=data, patient=patients, kind=st.integers(0, 3))
    def plan(self, data: st.DataObject, patient: int, kind: int) -> None:
        self.lay_out(data, patient, kind)

    def lay_out(self, data: st.DataObject, patient: int, kind: int) -> None:
        there = self.chart.procedures
        free = [number for number in there if self.is_free(number, patient)]
        chosen = data.draw(st.lists(one_of(free * len(there), [*there, 999]), max_size=3))
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

    @precondition(lambda self: self.visits("Planned"))
    @rule(data=data, start=starts, op=rooms, prov=dentists)
    def schedule_planned(self, data: st.DataObject, start: int, op: int, prov: int) -> None:
        waiting = [number for number in self.visits("Planned") if not self.is_scheduled(number)]
        once_more = [number for number in waiting if self.copies(number)]
        number = data.draw(one_of(once_more or waiting, self.visits()))
        plan = self.chart.visits[number]
        trial = deepcopy(self.chart)
        copy = max(self.chart.visits) + 1
        visit = Visit(plan.patient, "Scheduled", start, op, prov, plan.pattern, plan.kind, made_from=number)
        trial.schedule(number, copy, visit)
        if not plan.is_planned:
            refusal = "AptNum is invalid. Appointment must have an AptStatus of Planned."
        elif self.is_scheduled(number):
            refusal = SCHEDULED
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

    def copies(self, *plans: int) -> list[int]:
        """The visits that were made from plans."""
        return [number for number, visit in self.chart.visits.items() if visit.made_from in plans]

    def is_scheduled(self, plan: int) -> bool:
        return any(self.chart.visits[number].status == "Scheduled" for number in self.copies(plan))

    # --- insurance ---------------------------------------------------------------------------------------------

    @rule(data=data, patient=patients, subscriber=st.sampled_from(SUBSCRIBERS), ordinal=st.integers(1, 4))
    def change_insurance(self, data: st.DataObject, patient: int, subscriber: int, ordinal: int) -> None:
        """Drop a plan, put one where another stood, or add one: whatever a patient is linked to, he is once."""
        linked = {row["PatPlanNum"]: row["InsSubNum"] for row in self.coverage(patient)}
        number = data.draw(one_of([0, *linked]))
        known = subscriber in linked.values() and linked.get(number) != subscriber
        refusal = "InsSubNum is invalid. Patient is already linked to this InsSub." if known else ""
        body = {"InsSubNum": subscriber, "Ordinal": ordinal}
        if linked.get(number) == subscriber and ordinal == 1:
            self.call("DELETE", f"patplans/{number}")
        elif number:
            self.call("PUT", f"patplans/{number}", body, refusal)
        else:
            self.call("POST", "patplans", {**body, "PatNum": patient}, refusal)

    # --- booking online ----------------------------------------------------------------------------------------

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


def test_plans_treatment_insurance_and_online_booking_agree_with_their_model(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(PlanningMachine, practice), settings=part_of_all(1 / 8))
