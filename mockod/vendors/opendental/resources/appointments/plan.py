"""POST Planned and POST SchedulePlanned: treatment laid out for a visit, and the visit made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from mockod.rest.messages import Basis
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import pattern
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment, on_day, with_crlf
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, procedures, queries, read
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.asked import Booking, Plan, PlannedBooking
from mockod.vendors.opendental.resources.appointments.book import Length, drafted, enter
from mockod.vendors.opendental.resources.appointments.defaults import asked_to_arrive, living_patient, type_of
from mockod.vendors.opendental.resources.appointments.validate import judge
from mockod.vendors.opendental.wire.errors import Row, conflict, get_or_404, invalid, not_found, required


def plan_appointment(tx: Transaction, asked: Plan) -> Row:
    """A planned appointment: in no operatory, dated by the day it is made (source 6.7)."""
    if preferences.switched_on(tx, "ApptsRequireProc") and not asked.proc_nums and not asked.appointment_type_num:
        raise required("procNums or AppointmentTypeNum")
    _check_procedures(tx, asked)
    kind = type_of(tx, asked.appointment_type_num, AptStatus.Planned)
    draft = replace(
        drafted(tx, _as_booking(asked, datetime.combine(tx.now.date(), time())), kind),
        date_time_asked_to_arrive=NEVER,
        item_order_planned=queries.count_planned(tx, asked.pat_num) + 1,
    )
    minutes = preferences.number(tx, "AppointmentWithoutProcsDefaultLength")
    default = pattern.for_no_procedures(minutes) if minutes > 0 else pattern.DEFAULT
    length = Length(asked.pattern, asked.pattern_secondary, default)
    planned = enter(tx, draft, length, kind, proc_nums=asked.proc_nums)
    return read.get_appointment(tx, planned.apt_num)


def _check_procedures(tx: Transaction, asked: Plan) -> None:
    known, free = procedure_queries.plannable(tx, asked.pat_num, asked.proc_nums)
    if known != set(asked.proc_nums):
        raise not_found("Procedure", Basis.ASSUMED)
    if free != known:
        raise invalid("procNums")


def _as_booking(asked: Plan, at: datetime) -> Booking:
    return Booking(
        pat_num=asked.pat_num,
        op=0,
        apt_date_time=at,
        apt_status=AptStatus.Planned,
        confirmed=asked.confirmed,
        note=asked.note,
        prov_num=asked.prov_num,
        prov_hyg=asked.prov_hyg,
        clinic_num=asked.clinic_num,
        is_hygiene=asked.is_hygiene,
        is_new_patient=asked.is_new_patient,
        priority=asked.priority,
        appointment_type_num=asked.appointment_type_num,
    )


def schedule_planned(tx: Transaction, asked: PlannedBooking) -> Row:
    """A scheduled copy of a planned appointment, which itself stays as it is (documented)."""
    planned = get_or_404(appointment_table.RECORDS.get(tx, asked.apt_num), "Appointment")
    if not planned.is_planned:
        raise invalid("AptNum", "Appointment must have an AptStatus of Planned.")
    if queries.is_scheduled(tx, planned.apt_num):
        raise conflict("Appointment is already scheduled.")
    draft = _copied(tx, planned, asked)
    apt = replace(draft, apt_num=appointment_table.RECORDS.insert(tx, draft))
    queries.copy_fields(tx, planned.apt_num, apt.apt_num)
    if procedure_queries.has_planned(tx, planned.apt_num):
        procedure_queries.schedule(tx, apt)
        procedures.follow_appointment(tx, apt)
        described = replace(apt, proc_descript=procedure_queries.proc_descript(tx, apt.apt_num))
        appointment_table.RECORDS.update(tx, apt, described)
        apt = described
    judge(tx, apt)
    first_visit.settle(tx, None, apt, added=False)
    queries.record_history(tx, apt.apt_num, HistAction.Created)
    return read.get_appointment(tx, apt.apt_num)


def _copied(tx: Transaction, planned: Appointment, asked: PlannedBooking) -> Appointment:
    at = asked.apt_date_time
    midnight = on_day(at.date(), None)
    return replace(
        planned,
        apt_num=0,
        apt_status=AptStatus.Scheduled,
        op=asked.op,
        prov_num=asked.prov_num,
        apt_date_time=at,
        next_apt_num=planned.apt_num,
        confirmed=asked.confirmed or planned.confirmed,
        note=planned.note if asked.note is None else with_crlf(asked.note),
        date_t_stamp=tx.now,
        sec_date_t_entry=tx.now,
        date_time_arrived=midnight,
        date_time_seated=midnight,
        date_time_dismissed=midnight,
        date_time_asked_to_arrive=asked_to_arrive(at, living_patient(tx, planned.pat_num).minutes_early),
    )
