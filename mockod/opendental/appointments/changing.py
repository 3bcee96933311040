"""PUT appointments and PUT Break: changing what stands in the book."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from mockod.call import Basis, Refused
from mockod.office import Transaction
from mockod.opendental import preferences
from mockod.opendental.appointments import attached, first_visit, queries, service
from mockod.opendental.appointments.asked import AppointmentChange, Break
from mockod.opendental.appointments.judging import judge
from mockod.opendental.domain import pattern, status
from mockod.opendental.domain.appointment import NEVER, Appointment, touches_the_book, with_crlf
from mockod.opendental.domain.enums import AptStatus, BreakType, CommMode, DefCat, HistAction

ARRIVAL_TIMES = ("date_time_arrived", "date_time_seated", "date_time_dismissed")
HISTORY_OF_BREAK = {
    None: HistAction.Changed,
    BreakType.Missed: HistAction.Missed,
    BreakType.Cancelled: HistAction.Cancelled,
}


def change_appointment(tx: Transaction, before: Appointment, asked: AppointmentChange) -> tuple[Any, ...]:
    """PUT appointments: what is given changes, and what follows from it."""
    given = {f.name: getattr(asked, f.name) for f in fields(asked) if getattr(asked, f.name) is not None}
    after = replace(before, **{name: value for name, value in given.items() if name not in ARRIVAL_TIMES})
    _check_status(tx, before, after)
    after = _with_note_and_times(tx, before, after, asked)
    after = _with_pattern(before, after, asked)
    after = _with_type(tx, before, after, asked)
    after = _with_insurance(tx, before, after)
    if touches_the_book(before, after):
        judge(tx, after, moved=before.apt_date_time != after.apt_date_time)
    queries.save(tx, before, after)
    first_visit.after_change(tx, before, after)
    if after.apt_status == AptStatus.Complete != before.apt_status:
        attached.complete(tx, after)
    return service.get_appointment(tx, after.apt_num)


def _check_status(tx: Transaction, before: Appointment, after: Appointment) -> None:
    reason = status.refusal(
        before.apt_status,
        after.apt_status,
        planned_may_be_scheduled=not tx.settings.conduct.planned_to_scheduled,
    )
    if reason:
        raise Refused(400, reason, Basis.ASSUMED)
    needs_operatory = after.apt_status == AptStatus.Scheduled and not after.op
    if needs_operatory and (before.apt_status in status.OFF_THE_BOOK or before.op):
        raise Refused(400, "Op is required.", Basis.ASSUMED)


def _with_note_and_times(
    tx: Transaction, before: Appointment, after: Appointment, asked: AppointmentChange
) -> Appointment:
    """Off the book there is no operatory; arrival times lie on the appointment's day; a note has CRLF."""
    if after.apt_status in status.OFF_THE_BOOK:
        after = replace(after, op=0)
    if asked.note is not None:
        after = replace(after, note=with_crlf(asked.note))
    if after.confirmed != before.confirmed:
        after = service.stamped(tx, after)
    for name in ARRIVAL_TIMES:
        if getattr(asked, name) is not None:
            at = service.on_day(after.apt_date_time.date(), getattr(asked, name))
            after = replace(after, **{name: at})  # type: ignore[arg-type]
    if after.apt_date_time != before.apt_date_time:
        after = replace(after, date_time_asked_to_arrive=_asked_to_arrive(tx, before, after))
    return after


def _asked_to_arrive(tx: Transaction, before: Appointment, after: Appointment) -> datetime:
    """Moves with the appointment: by the patient's own habit, else as early as it was (source 8.5)."""
    early = tx.value("SELECT AskToArriveEarly FROM patient WHERE PatNum = ?", (after.pat_num,), 0)
    if early <= 0 and before.date_time_asked_to_arrive > NEVER:
        early = (before.apt_date_time - before.date_time_asked_to_arrive) // timedelta(minutes=1)
    return service.asked_to_arrive(after.apt_date_time, early)


def _with_pattern(before: Appointment, after: Appointment, asked: AppointmentChange) -> Appointment:
    """A pattern of another length resets a secondary one that does not come with it."""
    length = pattern.cut(after.pattern) if asked.pattern else after.pattern
    given = asked.pattern_secondary
    if given is None and len(length) == len(before.pattern):
        return replace(after, pattern=length)
    return replace(after, pattern=length, pattern_secondary=service.secondary(given, length))


def _with_type(tx: Transaction, before: Appointment, after: Appointment, asked: AppointmentChange) -> Appointment:
    """A new type adds procedures and, unless the request says otherwise, gives pattern and colour.

    Attached treatment follows the appointment's date and provider, and says anew what is done in it.
    """
    if before.apt_status == AptStatus.Planned != after.apt_status:
        attached.move_planned(tx, after.apt_num)
    if after.appointment_type_num and after.appointment_type_num != before.appointment_type_num:
        type_pattern, color = service.appointment_type(tx, after.appointment_type_num)
        attached.add_type_procedures(tx, after)
        if asked.color_override is None:
            after = replace(after, color_override=color)
        if asked.pattern is None and after.apt_status not in status.NOTES:
            measured = None if after.time_locked else attached.computed_pattern(tx, after)
            length = pattern.cut(type_pattern or measured or after.pattern)
            if length != after.pattern:
                after = replace(
                    after, pattern=length, pattern_secondary=service.secondary(asked.pattern_secondary, length)
                )
        after = attached.described(tx, after)
    follows = ("apt_date_time", "prov_num", "prov_hyg", "clinic_num")
    if after.apt_status != AptStatus.Complete and any(getattr(before, n) != getattr(after, n) for n in follows):
        attached.follow_appointment(tx, after)
    return after


def _with_insurance(tx: Transaction, before: Appointment, after: Appointment) -> Appointment:
    """Completing, and undoing it, take the patient's plans as they now are (source 6.4, 6.5)."""
    if (before.apt_status == AptStatus.Complete) == (after.apt_status == AptStatus.Complete):
        return after
    first, second = queries.plans(tx, after.pat_num)
    return replace(after, ins_plan1=first, ins_plan2=second)


def break_appointment(tx: Transaction, before: Appointment, asked: Break) -> None:
    """PUT Break: billed and logged as the office wishes, then left in place or sent to the Unscheduled List."""
    if asked.break_type and not attached.break_enabled(tx, asked.break_type):
        # Seen without a final period.
        raise Refused(400, f"breakType is invalid. {asked.break_type.name} is not enabled", Basis.OBSERVED)
    if before.apt_status != AptStatus.Scheduled:
        raise Refused(400, "Appointment must be in a booked status to be broken.", Basis.GUIDE)
    broken = queries.save(tx, before, replace(before, apt_status=AptStatus.Broken), HISTORY_OF_BREAK[asked.break_type])
    note = _broken_note(before)
    if asked.break_type:
        attached.add_broken_procedure(tx, before, asked.break_type, note)
    if preferences.switched_on(tx, "BrokenApptCommLog"):
        _log(tx, before, note)
    if asked.send_to_unscheduled_list:
        queries.save(tx, broken, replace(broken, apt_status=AptStatus.UnschedList, op=0))


def _broken_note(apt: Appointment) -> str:
    """As the vendor's program words it: description, day of the week, date and time (source 6.3)."""
    at = apt.apt_date_time
    described = f"{apt.proc_descript} " if apt.proc_descript else ""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    half = "AM" if at.hour < 12 else "PM"
    return (
        f"Appt BROKEN for {described}{weekday} {at.month}/{at.day}/{at.year:04} "
        f"{at.hour % 12 or 12}:{at.minute:02}:{at.second:02} {half}"
    )


def _log(tx: Transaction, apt: Appointment, note: str) -> None:
    """A commlog of the type that is about appointments, else of the first type."""
    kind = tx.value(
        "SELECT DefNum FROM definition WHERE Category = ? AND IsHidden = 0 "
        "ORDER BY ItemValue <> 'APPT', ItemOrder, DefNum",
        (DefCat.CommLogTypes,),
        0,
    )
    tx.run(
        "INSERT INTO commlog (PatNum, CommDateTime, CommType, Note, Mode_, DateTStamp, DateTEntry) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (apt.pat_num, tx.stamp, kind, note, CommMode.None_, tx.stamp, tx.stamp),
    )
