"""DateFirstVisit of a patient, as appointments move it (source 9.2)."""

from __future__ import annotations

from datetime import date, timedelta

from mockod.office import Transaction
from mockod.opendental.appointments import attached, queries, treatment
from mockod.opendental.domain.appointment import Appointment
from mockod.opendental.domain.enums import AptStatus

RECENT = timedelta(days=7)


def has_been_treated(tx: Transaction, pat_num: int) -> bool:
    """Whether any procedure was completed, but for the bills of broken appointments: then the date stands."""
    return treatment.has_completed(tx, pat_num, but_for=(attached.MISSED, attached.CANCELLED))


def settle(tx: Transaction, before: Appointment | None, after: Appointment, *, treated: bool | None = None) -> None:
    """Date the first visit by a booking (nothing before it) or a change. ``treated``: as it was before the change.

    A new patient's appointment dates it whenever it is made or moves; treatment that is completed does if the date
    is blank, of the last week or to come; treatment that is planned only if it is blank.
    """
    if treated if treated is not None else has_been_treated(tx, after.pat_num):
        return
    has_codes = bool(attached.codes(tx, after))
    completed = after.apt_status == AptStatus.Complete and (before is None or before.apt_status != AptStatus.Complete)
    same_date = before is not None and before.is_new_patient and before.apt_date_time == after.apt_date_time
    typed = after.appointment_type_num not in (0, before.appointment_type_num if before else 0)
    if after.is_new_patient and not same_date:
        queries.set_first_visit(tx, after, unless_before=None)
    elif completed and has_codes:
        queries.set_first_visit(tx, after, unless_before=tx.now.date() - RECENT)
    elif typed and has_codes:
        queries.set_first_visit(tx, after, unless_before=date.max)
