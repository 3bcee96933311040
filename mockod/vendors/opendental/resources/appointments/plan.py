"""POST Planned and POST SchedulePlanned: treatment laid out for a visit, and the visit made from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import first_visit as first_visit_rules
from mockod.vendors.opendental.domain import pattern, treatment
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment, on_day, with_crlf
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction
from mockod.vendors.opendental.domain.treatment import Treatment
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, procedures, queries
from mockod.vendors.opendental.resources.appointments.bodies import Booking, PlannedBooking, Planning
from mockod.vendors.opendental.resources.appointments.book import create
from mockod.vendors.opendental.resources.appointments.decisions import Length, asked_to_arrive, build_appointment
from mockod.vendors.opendental.resources.appointments.facts import booking_facts, living_patient, type_of
from mockod.vendors.opendental.resources.appointments.table import RECORDS, WRITTEN
from mockod.vendors.opendental.resources.appointments.validate import day_facts, validate
from mockod.vendors.opendental.wire.errors import conflict, invalid, not_found, required


def plan_appointment(tx: Transaction, body: Planning) -> Row:
    """A planned appointment: in no operatory, dated by the day it is made (source 6.7)."""
    if preferences.switched_on(tx, "ApptsRequireProc") and not body.proc_nums and not body.appointment_type_num:
        raise required("procNums or AppointmentTypeNum")
    _check_procedures(body, *procedure_queries.plannable(tx, body.pat_num, body.proc_nums))
    apt_type = type_of(tx, body.appointment_type_num, AptStatus.Planned)
    booking = _as_booking(body, datetime.combine(tx.now.date(), time()))
    draft = replace(
        build_appointment(booking, booking_facts(tx, booking), apt_type),
        date_time_asked_to_arrive=NEVER,
        item_order_planned=queries.count_planned(tx, body.pat_num) + 1,
    )
    minutes = preferences.number(tx, "AppointmentWithoutProcsDefaultLength")
    default = pattern.for_no_procedures(minutes) if minutes > 0 else pattern.DEFAULT
    length = Length(body.pattern, body.pattern_secondary, default)
    return WRITTEN.one(tx, create(tx, draft, length, apt_type, proc_nums=body.proc_nums).apt_num)


def _check_procedures(body: Planning, known: set[int], free: set[int]) -> None:
    """All must be there, and be treatment of the patient that nothing plans yet."""
    if known != set(body.proc_nums):
        raise not_found("Procedure", Basis.ASSUMED)
    if free != known:
        raise invalid("procNums")


def _as_booking(body: Planning, at: datetime) -> Booking:
    return Booking(
        pat_num=body.pat_num,
        op=0,
        apt_date_time=at,
        apt_status=AptStatus.Planned,
        confirmed=body.confirmed,
        note=body.note,
        prov_num=body.prov_num,
        prov_hyg=body.prov_hyg,
        clinic_num=body.clinic_num,
        is_hygiene=body.is_hygiene,
        is_new_patient=body.is_new_patient,
        priority=body.priority,
        appointment_type_num=body.appointment_type_num,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFacts:
    """What must be known to make a visit of a planned appointment."""

    now: datetime
    minutes_early: int
    treatment: tuple[Treatment, ...]
    """Its procedures that no visit has."""
    is_treated: bool
    """Whether any procedure at all is planned with it: then the visit's description is told anew."""
    international_teeth: bool
    first_visit_stands: bool
    """Whether the patient had completed treatment before."""


def schedule_planned(tx: Transaction, body: PlannedBooking) -> Row:
    """A scheduled copy of a planned appointment, which itself stays as it is (documented)."""
    planned = RECORDS.get_or_404(tx, body.apt_num)
    check_planned(planned, is_scheduled=queries.is_scheduled(tx, planned.apt_num))
    facts = _schedule_facts(tx, planned)
    visit = plan_visit(planned, body, facts)
    validate(visit, tuple(there.code.code for there in facts.treatment), day_facts(tx, visit))
    return WRITTEN.one(tx, _save_visit(tx, planned, visit, facts).apt_num)


def check_planned(planned: Appointment, *, is_scheduled: bool) -> None:
    """Refuse what is no plan, and a plan from which a visit was made."""
    if not planned.is_planned:
        raise invalid("AptNum", "Appointment must have an AptStatus of Planned.")
    if is_scheduled:
        raise conflict("Appointment is already scheduled.")


def _schedule_facts(tx: Transaction, planned: Appointment) -> ScheduleFacts:
    there = procedure_queries.treatment_of(tx, planned.apt_num)
    return ScheduleFacts(
        now=tx.now,
        minutes_early=living_patient(tx, planned.pat_num).minutes_early,
        treatment=tuple(t for t in there if t.planned_apt_num == planned.apt_num and not t.apt_num),
        is_treated=procedure_queries.has_planned(tx, planned.apt_num),
        international_teeth=preferences.switched_on(tx, "UseInternationalToothNumbers"),
        first_visit_stands=first_visit.has_been_treated(tx, planned.pat_num),
    )


def plan_visit(planned: Appointment, body: PlannedBooking, facts: ScheduleFacts) -> Appointment:
    """The visit: the plan's own fields, but for what was sent and what a new appointment begins with."""
    at = body.apt_date_time
    midnight = on_day(at.date(), None)
    description = treatment.described(facts.treatment, facts.international_teeth)
    return replace(
        planned,
        apt_num=0,
        apt_status=AptStatus.Scheduled,
        op=body.op,
        prov_num=body.prov_num,
        apt_date_time=at,
        next_apt_num=planned.apt_num,
        confirmed=body.confirmed or planned.confirmed,
        note=planned.note if body.note is None else with_crlf(body.note),
        proc_descript=description if facts.is_treated else planned.proc_descript,
        pattern_secondary=planned.pattern_secondary or pattern.slashes(len(planned.pattern)),
        date_t_stamp=facts.now,
        sec_date_t_entry=facts.now,
        date_time_arrived=midnight,
        date_time_seated=midnight,
        date_time_dismissed=midnight,
        date_time_asked_to_arrive=asked_to_arrive(at, facts.minutes_early),
    )


def _save_visit(tx: Transaction, planned: Appointment, visit: Appointment, facts: ScheduleFacts) -> Appointment:
    apt = replace(visit, apt_num=RECORDS.insert(tx, visit))
    queries.copy_fields(tx, planned.apt_num, apt.apt_num)
    queries.attach_lab_cases(tx, planned.apt_num, apt.apt_num)
    if facts.is_treated:
        procedure_queries.schedule(tx, apt)
        procedures.follow_appointment(tx, apt)
    dated = first_visit_rules.by_appointment(
        None,
        apt,
        today=tx.now.date(),
        treated=facts.first_visit_stands,
        added=False,
        has_procedures=bool(facts.treatment),
    )
    first_visit.save(tx, apt.pat_num, dated)
    queries.record_history(tx, apt.apt_num, HistAction.Created)
    return apt
