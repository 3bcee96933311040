"""PUT appointments: changing what stands in the book, and what follows from it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

from mockod.rest.messages import Basis
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import pattern, status
from mockod.vendors.opendental.domain.appointment import (
    NEVER,
    Appointment,
    came_back,
    on_day,
    touches_the_book,
    with_crlf,
)
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, procedures, queries, read
from mockod.vendors.opendental.resources.appointments.asked import AppointmentChange
from mockod.vendors.opendental.resources.appointments.defaults import Type, asked_to_arrive, secondary, stamped, type_of
from mockod.vendors.opendental.resources.appointments.validate import judge
from mockod.vendors.opendental.wire.errors import Row, conflict, required

ARRIVAL_TIMES = ("date_time_arrived", "date_time_seated", "date_time_dismissed")
DONE = frozenset({AptStatus.Complete, AptStatus.Broken})
TREATMENT_FOLLOWS = ("apt_date_time", "prov_num", "prov_hyg", "clinic_num")
"""Where one of these changes, planned treatment changes with it."""


def change_appointment(tx: Transaction, before: Appointment, asked: AppointmentChange) -> Row:
    """What is given changes. Procedures change first, as length, description and rules depend on them."""
    given = {f.name: getattr(asked, f.name) for f in fields(asked) if getattr(asked, f.name) is not None}
    after = replace(before, **{name: value for name, value in given.items() if name not in ARRIVAL_TIMES})
    _check_status(tx, before, after)
    after = _settled(tx, before, after, asked)
    kind = _new_type(tx, before, after)
    treated = first_visit.has_been_treated(tx, after.pat_num)
    added = _change_procedures(tx, before, after, kind)
    after = _measured(tx, before, after, asked, kind)
    if touches_the_book(before, after):
        judge(tx, after, moved=came_back(before, after) or before.apt_date_time != after.apt_date_time)
    queries.save(tx, before, after)
    if after.apt_status == AptStatus.Complete and (added or asked.apt_status is not None):
        procedures.complete(tx, after)
    first_visit.settle(tx, before, after, added=added, treated=treated)
    ground = status.TRANSITIONS.get((before.apt_status, after.apt_status))
    tx.basis = Basis(ground.value) if ground else None
    return read.get_appointment(tx, after.apt_num)


def _check_status(tx: Transaction, before: Appointment, after: Appointment) -> None:
    reason = status.refusal(
        before.apt_status,
        after.apt_status,
        planned_may_be_scheduled=not tx.settings.conduct.planned_to_scheduled,
    )
    if reason:
        raise conflict(reason)
    if before.is_planned and not after.is_planned and queries.is_scheduled(tx, before.apt_num):
        raise conflict("Appointment is already scheduled.")
    needs_operatory = after.apt_status == AptStatus.Scheduled and not after.op
    if needs_operatory and (before.apt_status in status.OFF_THE_BOOK or before.op):
        raise required("Op")


def _settled(tx: Transaction, before: Appointment, after: Appointment, asked: AppointmentChange) -> Appointment:
    """What follows from the row alone: operatory, note, times of arrival, insurance."""
    if after.apt_status in status.OFF_THE_BOOK:
        after = replace(after, op=0)
    if asked.note is not None:
        after = replace(after, note=with_crlf(asked.note))
    if asked.confirmed is not None:
        after = stamped(tx, after)
    for name in ARRIVAL_TIMES:
        if getattr(asked, name) is not None:
            at = on_day(after.apt_date_time.date(), getattr(asked, name))
            after = replace(after, **{name: at})  # type: ignore[arg-type]
    if after.apt_date_time != before.apt_date_time:
        early = _minutes_early(tx, before)
        after = replace(after, date_time_asked_to_arrive=asked_to_arrive(after.apt_date_time, early))
    status_changed = before.apt_status != after.apt_status
    if status_changed and (before.apt_status in DONE or after.apt_status == AptStatus.Complete):
        # Completing, and undoing that or a break, take the patient's plans as they now are (source 6.4, 6.5).
        first, second = queries.plans(tx, after.pat_num)
        after = replace(after, ins_plan1=first, ins_plan2=second)
    return after


def _minutes_early(tx: Transaction, before: Appointment) -> int:
    """How early the patient comes: by habit, else as early as was asked for this appointment (source 8.5)."""
    early = queries.booked_patient(tx, before.pat_num).minutes_early
    if early <= 0 and before.date_time_asked_to_arrive > NEVER:
        early = (before.apt_date_time - before.date_time_asked_to_arrive) // timedelta(minutes=1)
    return early


def _new_type(tx: Transaction, before: Appointment, after: Appointment) -> Type:
    """The type, where it is another than before. None as a type changes nothing else (source 9.5)."""
    if after.appointment_type_num == before.appointment_type_num:
        return Type()
    return type_of(tx, after.appointment_type_num, after.apt_status)


def _change_procedures(tx: Transaction, before: Appointment, after: Appointment, kind: Type) -> bool:
    """A planned appointment takes its procedures along, a new type adds some, treatment follows the row.

    Answers whether any was added.
    """
    if before.is_planned and not after.is_planned:
        procedure_queries.move_planned(tx, after.apt_num)
    added = procedures.add_procedures(tx, after, kind.codes)
    follows = any(getattr(before, name) != getattr(after, name) for name in TREATMENT_FOLLOWS)
    if follows and after.apt_status != AptStatus.Complete:
        procedures.follow_appointment(tx, after)
    return added


def _measured(
    tx: Transaction, before: Appointment, after: Appointment, asked: AppointmentChange, kind: Type
) -> Appointment:
    """Length, colour and description. A given pattern wins; one of another length resets a secondary not given."""
    length = after.pattern
    if asked.pattern is None and kind.number:
        measured = procedures.computed_pattern(tx, after) if kind.codes and not after.time_locked else None
        length = kind.pattern or measured or length
    length = pattern.cut(length) if length != before.pattern else length
    if asked.pattern_secondary is not None or len(length) != len(before.pattern):
        after = replace(after, pattern_secondary=secondary(asked.pattern_secondary, length))
    if kind.number and asked.color_override is None:
        after = replace(after, color_override=kind.color)
    if kind.codes or before.apt_status != after.apt_status:
        after = replace(after, proc_descript=_description(tx, before, after))
    return replace(after, pattern=length)


def _description(tx: Transaction, before: Appointment, after: Appointment) -> str:
    """As its procedures now spell it; where none is attached, what stood there stays, unless they have just left."""
    kept = "" if before.is_planned else before.proc_descript
    return procedure_queries.proc_descript(tx, after.apt_num, planned=after.is_planned) or kept
