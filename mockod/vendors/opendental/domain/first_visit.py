"""DateFirstVisit of a patient, as appointments and procedures move it (source 9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus

RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """The day that dates a patient's first visit; a date that lies before ``unless_before`` stands."""

    day: date
    unless_before: date | None = None


def by_appointment(
    before: Appointment | None, after: Appointment, *, today: date, treated: bool, added: bool, has_procedures: bool
) -> FirstVisit | None:
    """What a booking (nothing before it) or a change makes of it.

    ``treated``: the patient had completed treatment before. ``added``: a type attached procedures.

    A new patient's appointment dates it whenever it is made or moves; treatment that is completed does if the date
    is blank, of the last week or to come; procedures that are added only if it is blank. A plan is no visit.
    """
    if treated or after.is_planned:
        return None
    was = before if before is not None and not before.is_planned else None
    same_date = was is not None and was.is_new_patient and was.apt_date_time == after.apt_date_time
    completed = after.apt_status == AptStatus.Complete and (was is None or was.apt_status != AptStatus.Complete)
    day = after.apt_date_time.date()
    if after.is_new_patient and not same_date:
        return FirstVisit(day)
    if completed and has_procedures:
        return FirstVisit(day, today - RECENT)
    return FirstVisit(day, date.max) if added else None


def by_procedure(day: date, *, today: date, treated: bool, completed: bool) -> FirstVisit | None:
    """What a procedure makes of it that is entered or completed; ``treated`` as it was before that."""
    return None if treated else FirstVisit(day, today - RECENT if completed else date.max)
