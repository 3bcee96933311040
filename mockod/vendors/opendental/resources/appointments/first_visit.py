"""DateFirstVisit of a patient, as appointments move it (source 9.2)."""

from __future__ import annotations

from datetime import date, timedelta

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.resources.appointments import procedure_queries, procedures, queries

RECENT = timedelta(days=7)


def has_been_treated(tx: Transaction, pat_num: int) -> bool:
    """Whether any procedure was completed, but for the bills of broken appointments: then the date stands."""
    return procedure_queries.has_completed(tx, pat_num, but_for=(procedures.MISSED, procedures.CANCELLED))


def settle(
    tx: Transaction, before: Appointment | None, after: Appointment, *, added: bool, treated: bool | None = None
) -> None:
    """Date the first visit by a booking (nothing before it) or a change.

    ``added``: a type attached procedures. ``treated``: whether the patient had been, before the change.

    A new patient's appointment dates it whenever it is made or moves; treatment that is completed does if the date
    is blank, of the last week or to come; procedures that are added only if it is blank. A plan is no visit.
    """
    been_treated = has_been_treated(tx, after.pat_num) if treated is None else treated
    if been_treated or after.is_planned:
        return
    was = before if before is not None and not before.is_planned else None
    same_date = was is not None and was.is_new_patient and was.apt_date_time == after.apt_date_time
    completed = after.apt_status == AptStatus.Complete and (was is None or was.apt_status != AptStatus.Complete)
    day = after.apt_date_time.date()
    if after.is_new_patient and not same_date:
        queries.set_first_visit(tx, after.pat_num, day, unless_before=None)
    elif completed and procedures.codes(tx, after):
        queries.set_first_visit(tx, after.pat_num, day, unless_before=tx.now.date() - RECENT)
    elif added:
        queries.set_first_visit(tx, after.pat_num, day, unless_before=date.max)


def by_procedure(tx: Transaction, pat_num: int, day: date, *, completed: bool, treated: bool) -> None:
    """Date the first visit by a procedure that is entered or completed; ``treated`` as it was before that."""
    if not treated:
        queries.set_first_visit(tx, pat_num, day, unless_before=tx.now.date() - RECENT if completed else date.max)
