"""What the practice does with its appointments: look them up, book, change, break, note and confirm them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from mockod.call import Basis, Refused
from mockod.office import Transaction
from mockod.opendental import preferences
from mockod.opendental.appointments import attached, first_visit, queries
from mockod.opendental.appointments.asked import AppointmentFilter, Booking, Confirmation, NoteLine
from mockod.opendental.appointments.judging import judge
from mockod.opendental.domain import pattern
from mockod.opendental.domain.appointment import NEVER, Appointment, appended, with_crlf
from mockod.opendental.domain.enums import AptStatus, DefCat, HistAction, PatStatus
from mockod.opendental.domain.status import NOTES, OFF_THE_BOOK
from mockod.opendental.paging import Page

Row = tuple[Any, ...]

CONFIRMATIONS = {
    "None": "",
    "Sent": "ApptEConfirmStatusSent",
    "Confirmed": "ApptEConfirmStatusAccepted",
    "Not Accepted": "ApptEConfirmStatusDeclined",
    "Failed": "ApptEConfirmStatusSendFailed",
}
"""confirmVal -> the preference that holds its DefNum; None is the first confirmation status (documented)."""
ARRIVALS = {
    "AppointmentTimeArrivedTrigger": "date_time_arrived",
    "AppointmentTimeSeatedTrigger": "date_time_seated",
    "AppointmentTimeDismissedTrigger": "date_time_dismissed",
}
"""Preference with the confirmation status that stamps a time -> the time. The first match wins (source 8.2)."""


def appointment(tx: Transaction, apt_num: int) -> Appointment:
    """The appointment that the path names."""
    found = queries.APPOINTMENTS.get(tx, apt_num)
    if found is None:
        raise Refused(404, "Appointment not found.", Basis.OBSERVED)
    return found


def get_appointment(tx: Transaction, apt_num: int) -> Row:
    found = queries.shown(tx, apt_num)
    if found is None:
        raise Refused(404, "Appointment not found.", Basis.OBSERVED)
    return found


def list_appointments(tx: Transaction, wanted: AppointmentFilter, page: Page) -> list[Row]:
    """``date`` wins over a range; a range may be open on either side."""
    start, end = wanted.day or wanted.date_start, wanted.day or wanted.date_end
    if start and end and start > end:
        raise Refused(400, "dateStart is invalid.", Basis.ASSUMED)
    return queries.listed(tx, wanted, start, end, page)


def book_appointment(tx: Transaction, asked: Booking) -> Row:
    """POST appointments: defaults from patient, operatory and office; then the procedures that the type adds."""
    status, clinic, prov, ask_early = _patient(tx, asked.pat_num)
    if status == PatStatus.Deleted:
        raise Refused(400, "PatNum is invalid. Patient has been deleted.", Basis.ASSUMED)
    op = 0 if asked.apt_status in OFF_THE_BOOK else asked.op
    if not op and asked.apt_status not in OFF_THE_BOOK:
        raise Refused(400, "Op is required.", Basis.ASSUMED)
    op_clinic = tx.value("SELECT ClinicNum FROM operatory WHERE OperatoryNum = ?", (op,), 0)
    type_pattern, type_color = appointment_type(tx, asked.appointment_type_num)
    length = pattern.cut(asked.pattern or type_pattern or pattern.DEFAULT)
    day = asked.apt_date_time.date()
    first_plan, second_plan = queries.plans(tx, asked.pat_num)
    apt = Appointment(
        pat_num=asked.pat_num,
        apt_status=asked.apt_status,
        pattern=length,
        confirmed=asked.confirmed or queries.first_definition(tx, DefCat.ApptConfirmed),
        time_locked=preferences.switched_on(tx, "AppointmentTimeIsLocked"),
        op=op,
        note=with_crlf(asked.note),
        prov_num=asked.prov_num or prov or default_provider(tx),
        prov_hyg=asked.prov_hyg,
        apt_date_time=asked.apt_date_time,
        is_new_patient=asked.is_new_patient,
        clinic_num=(op_clinic or clinic) if asked.clinic_num is None else asked.clinic_num,
        is_hygiene=asked.is_hygiene,
        date_t_stamp=tx.now,
        date_time_arrived=on_day(day, asked.date_time_arrived),
        date_time_seated=on_day(day, asked.date_time_seated),
        date_time_dismissed=on_day(day, asked.date_time_dismissed),
        ins_plan1=first_plan,
        ins_plan2=second_plan,
        date_time_asked_to_arrive=asked_to_arrive(asked.apt_date_time, ask_early),
        color_override=type_color if asked.color_override is None else asked.color_override,
        appointment_type_num=asked.appointment_type_num,
        sec_user_num_entry=asked.sec_user_num_entry,
        sec_date_t_entry=tx.now,
        priority=asked.priority,
        pattern_secondary=secondary(asked.pattern_secondary, length),
    )
    apt = replace(apt, apt_num=queries.APPOINTMENTS.insert(tx, apt))
    settled = _with_procedures(
        tx, apt, measure=asked.pattern is None and not type_pattern, given=asked.pattern_secondary
    )
    judge(tx, settled)
    queries.APPOINTMENTS.update(tx, apt, settled)
    first_visit.after_booking(tx, settled)
    if settled.apt_status == AptStatus.Complete:
        attached.complete(tx, settled)
    queries.record_history(tx, settled.apt_num, HistAction.Created)
    return get_appointment(tx, settled.apt_num)


def _with_procedures(tx: Transaction, apt: Appointment, *, measure: bool, given: str | None) -> Appointment:
    """The appointment after its type has added procedures; ``measure``: they say how long it takes."""
    if not apt.appointment_type_num or apt.apt_status in NOTES:
        return apt
    attached.add_type_procedures(tx, apt)
    measured = attached.computed_pattern(tx, apt) if measure else None
    if measured:
        apt = replace(apt, pattern=measured, pattern_secondary=secondary(given, measured))
    return attached.described(tx, apt)


def note_appointment(tx: Transaction, apt: Appointment, line: NoteLine) -> None:
    """PUT Note: one more line under what stands there."""
    queries.save(tx, apt, replace(apt, note=appended(apt.note, line.note)))


def confirm_appointment(tx: Transaction, apt: Appointment, asked: Confirmation) -> None:
    """PUT Confirm: a status by its meaning or by its number. It stamps an arrival every time (source 8.2)."""
    if asked.confirm_val is not None and asked.def_num is not None:
        raise Refused(400, "Only one field is allowed, confirmVal or defNum.", Basis.ASSUMED)
    if asked.confirm_val is None and asked.def_num is None:
        raise Refused(400, "confirmVal or defNum is required.", Basis.ASSUMED)
    confirmed = asked.def_num or _confirmation(tx, asked.confirm_val or "")
    queries.save(tx, apt, stamped(tx, replace(apt, confirmed=confirmed)))


def _confirmation(tx: Transaction, value: str) -> int:
    if value not in CONFIRMATIONS:
        raise Refused(400, "confirmVal is invalid.", Basis.ASSUMED)
    preference = CONFIRMATIONS[value]
    found = preferences.number(tx, preference) if preference else queries.first_definition(tx, DefCat.ApptConfirmed)
    if not found:
        raise Refused(400, "confirmVal is invalid.", Basis.ASSUMED)
    return found


def stamped(tx: Transaction, apt: Appointment) -> Appointment:
    """With the time that its confirmation status stamps, if it is one that does."""
    for preference, name in ARRIVALS.items():
        if apt.confirmed and preferences.number(tx, preference) == apt.confirmed:
            return replace(apt, **{name: tx.now})  # type: ignore[arg-type]
    return apt


def _patient(tx: Transaction, pat_num: int) -> Row:
    """Status, clinic, primary provider and how many minutes early the patient is asked to come."""
    return tx.rows("SELECT PatStatus, ClinicNum, PriProv, AskToArriveEarly FROM patient WHERE PatNum = ?", (pat_num,))[
        0
    ]


def default_provider(tx: Transaction) -> int:
    """The practice's default provider, else the first one who is not hidden."""
    first = "SELECT ProvNum FROM provider WHERE IsHidden = 0 ORDER BY ItemOrder, ProvNum"
    return preferences.number(tx, "PracticeDefaultProv") or int(tx.value(first, (), 0))


def appointment_type(tx: Transaction, number: int) -> tuple[str, int]:
    """A type's pattern and colour; of no type, neither."""
    row = tx.row("SELECT Pattern, AppointmentTypeColor FROM appointmenttype WHERE AppointmentTypeNum = ?", (number,))
    return row if row else ("", 0)


def secondary(given: str | None, primary: str) -> str:
    """The secondary pattern: slashes unless given, and then as long as the primary one."""
    wanted = pattern.cut(given) if given else pattern.slashes(len(primary))
    if len(wanted) != len(primary):
        raise Refused(400, "PatternSecondary must match the length of Pattern.", Basis.ASSUMED)
    return wanted


def on_day(day: date, given: time | datetime | None) -> datetime:
    """A time of day on the appointment's own date; midnight unless given, as seen in recorded answers."""
    return given if isinstance(given, datetime) else datetime.combine(day, given or time())


def asked_to_arrive(at: datetime, minutes_early: int) -> datetime:
    """When a patient who is asked to come early should come; never, for all others (source 8.5)."""
    if minutes_early <= 0 or at - NEVER < timedelta(minutes=minutes_early):
        return NEVER
    return at - timedelta(minutes=minutes_early)
