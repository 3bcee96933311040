"""POST appointments: a place in the book, with defaults from patient, operatory and office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import pattern
from mockod.vendors.opendental.domain.appointment import Appointment, on_day, with_crlf
from mockod.vendors.opendental.domain.enums import AptStatus, DefCat, HistAction
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, procedures, queries, read
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.asked import Booking
from mockod.vendors.opendental.resources.appointments.defaults import (
    Type,
    asked_to_arrive,
    default_provider,
    living_patient,
    secondary,
    type_of,
)
from mockod.vendors.opendental.resources.appointments.validate import ALL_POINTS, judge
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.wire.errors import Row, required


def book_appointment(tx: Transaction, asked: Booking) -> Row:
    """A new appointment as asked, judged by the rules of the book."""
    kind = type_of(tx, asked.appointment_type_num, asked.apt_status)
    entered = enter(tx, drafted(tx, asked, kind), Length(asked.pattern, asked.pattern_secondary), kind)
    return read.get_appointment(tx, entered.apt_num)


@dataclass(frozen=True, slots=True)
class Length:
    """What is known of an appointment's length: patterns if any, else ``default`` where no procedure tells."""

    marks: str | None = None
    secondary: str | None = None
    default: str = pattern.DEFAULT


def enter(
    tx: Transaction,
    draft: Appointment,
    length: Length,
    kind: Type,
    *,
    proc_nums: Sequence[int] = (),
    points: frozenset[str] = ALL_POINTS,
) -> Appointment:
    """Write it, attach ``proc_nums`` and what its type asks for, and only then judge it: rules look at procedures.

    ``points`` are the booking rules that may object.
    """
    draft = replace(draft, apt_num=appointment_table.RECORDS.insert(tx, draft))
    procedure_queries.attach(tx, draft, proc_nums, planned=draft.is_planned)
    added = procedures.add_procedures(tx, draft, kind.codes)
    settled = _settled(tx, draft, length, kind)
    judge(tx, settled, points=points)
    appointment_table.RECORDS.update(tx, draft, settled)
    first_visit.settle(tx, None, settled, added=added)
    if settled.apt_status == AptStatus.Complete:
        procedures.complete(tx, settled)
    queries.record_history(tx, settled.apt_num, HistAction.Created)
    return settled


def drafted(tx: Transaction, asked: Booking, kind: Type) -> Appointment:
    """What was asked and what follows from patient, operatory and office; its length is not settled yet."""
    patient = living_patient(tx, asked.pat_num)
    op = 0 if asked.apt_status in OFF_THE_BOOK else asked.op
    if not op and asked.apt_status not in OFF_THE_BOOK:
        raise required("Op")
    clinic = (queries.operatory_clinic(tx, op) or patient.clinic) if asked.clinic_num is None else asked.clinic_num
    first_plan, second_plan = queries.plans(tx, asked.pat_num)
    day = asked.apt_date_time.date()
    return Appointment(
        pat_num=asked.pat_num,
        apt_status=asked.apt_status,
        pattern=pattern.DEFAULT,
        confirmed=asked.confirmed or first_definition(tx, DefCat.ApptConfirmed),
        time_locked=preferences.switched_on(tx, "AppointmentTimeIsLocked"),
        op=op,
        note=with_crlf(asked.note),
        prov_num=asked.prov_num or patient.provider or default_provider(tx),
        prov_hyg=asked.prov_hyg,
        apt_date_time=asked.apt_date_time,
        is_new_patient=asked.is_new_patient,
        clinic_num=clinic,
        is_hygiene=asked.is_hygiene,
        date_t_stamp=tx.now,
        date_time_arrived=on_day(day, asked.date_time_arrived),
        date_time_seated=on_day(day, asked.date_time_seated),
        date_time_dismissed=on_day(day, asked.date_time_dismissed),
        ins_plan1=first_plan,
        ins_plan2=second_plan,
        date_time_asked_to_arrive=asked_to_arrive(asked.apt_date_time, patient.minutes_early),
        color_override=kind.color if asked.color_override is None else asked.color_override,
        appointment_type_num=asked.appointment_type_num,
        sec_user_num_entry=asked.sec_user_num_entry,
        sec_date_t_entry=tx.now,
        priority=asked.priority,
        pattern_secondary=pattern.slashes(len(pattern.DEFAULT)),
    )


def _settled(tx: Transaction, draft: Appointment, length: Length, kind: Type) -> Appointment:
    """With its length: the one given, else the type's own, else what its procedures take, else the default."""
    measured = procedures.computed_pattern(tx, draft) if kind.codes or draft.is_planned else None
    marks = pattern.cut(length.marks or kind.pattern or measured or length.default)
    return replace(
        draft,
        pattern=marks,
        pattern_secondary=secondary(length.secondary, marks),
        proc_descript=procedure_queries.proc_descript(tx, draft.apt_num, planned=draft.is_planned),
    )
