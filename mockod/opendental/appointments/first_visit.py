"""DateFirstVisit of a patient, as appointments move it (source 9.2)."""

from __future__ import annotations

from mockod.office import Transaction
from mockod.opendental.appointments import attached
from mockod.opendental.domain.appointment import Appointment
from mockod.opendental.domain.enums import ProcStatus
from mockod.opendental.domain.status import NOTES, OFF_THE_BOOK


def after_booking(tx: Transaction, apt: Appointment) -> None:
    """A new patient's appointment dates the first visit; procedures that a type adds do so only if nothing has."""
    if _has_been_treated(tx, apt.pat_num):
        return
    if apt.is_new_patient:
        _set(tx, apt, only_if_blank=False)
    elif apt.appointment_type_num and apt.apt_status not in NOTES and attached.codes(tx, apt.apt_num):
        _set(tx, apt, only_if_blank=True)


def after_change(tx: Transaction, before: Appointment, after: Appointment) -> None:
    """A new patient's appointment takes the first visit along when it moves."""
    dated = (before.is_new_patient, before.apt_date_time) != (after.is_new_patient, after.apt_date_time)
    typed = after.appointment_type_num not in (0, before.appointment_type_num)
    if not (dated or typed) or _has_been_treated(tx, after.pat_num):
        return
    if dated and after.is_new_patient and after.apt_status not in OFF_THE_BOOK:
        _set(tx, after, only_if_blank=False)
    elif typed and attached.codes(tx, after.apt_num):
        _set(tx, after, only_if_blank=True)


def _has_been_treated(tx: Transaction, pat_num: int) -> bool:
    """Whether any procedure was completed, but for the bills of broken appointments."""
    return (
        tx.row(
            "SELECT 1 FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "WHERE p.PatNum = ? AND p.ProcStatus = ? AND c.ProcCode NOT IN (?, ?)",
            (pat_num, ProcStatus.C, *attached.BROKEN_CODES.values()),
        )
        is not None
    )


def _set(tx: Transaction, apt: Appointment, *, only_if_blank: bool) -> None:
    tx.run(
        "UPDATE patient SET DateFirstVisit = :day, DateTStamp = :now WHERE PatNum = :patient "
        "AND DateFirstVisit <> :day AND (NOT :only_if_blank OR DateFirstVisit < '1880-01-01')",
        {
            "day": str(apt.apt_date_time.date()),
            "now": tx.stamp,
            "patient": apt.pat_num,
            "only_if_blank": only_if_blank,
        },
    )
