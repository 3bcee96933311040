"""What an appointment has that nobody asked for: provider, type, lengths and times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import pattern
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, PatStatus
from mockod.vendors.opendental.domain.status import NOTES
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.wire.errors import conflict, invalid

ARRIVALS = {
    "AppointmentTimeArrivedTrigger": "date_time_arrived",
    "AppointmentTimeSeatedTrigger": "date_time_seated",
    "AppointmentTimeDismissedTrigger": "date_time_dismissed",
}
"""Preference with the confirmation status that stamps a time -> the time. The first match wins (source 8.2)."""
A_DAY = 24 * 60
"""Minutes; nobody is asked to come earlier than that."""


@dataclass(frozen=True, slots=True)
class Type:
    """What an appointment type says of its appointments; nothing, where there is none."""

    number: int = 0
    pattern: str = ""
    color: int = 0
    codes: tuple[str, ...] = ()


def type_of(tx: Transaction, number: int, status: AptStatus) -> Type:
    """The appointment's type. Notes to a patient's day take nothing from theirs (source 9.4)."""
    row = queries.appointment_type(tx, number) if number and status not in NOTES else None
    if row is None:
        return Type()
    length, color, codes = row
    return Type(number, length, color, tuple(code.strip() for code in codes.split(",") if code.strip()))


def living_patient(tx: Transaction, pat_num: int) -> queries.BookedPatient:
    """The patient of a new appointment; one that was deleted gets none."""
    patient = queries.booked_patient(tx, pat_num)
    if patient.status == PatStatus.Deleted:
        raise invalid("PatNum", "Patient has been deleted.")
    return patient


def default_provider(tx: Transaction) -> int:
    """The practice's default provider, else the first one who is not hidden."""
    return preferences.number(tx, "PracticeDefaultProv") or queries.first_provider(tx)


def secondary(given: str | None, primary: str) -> str:
    """The secondary pattern: slashes unless given, and then as long as the primary one."""
    wanted = pattern.cut(given) if given else pattern.slashes(len(primary))
    if len(wanted) != len(primary):
        raise conflict("PatternSecondary must match the length of Pattern.")
    return wanted


def asked_to_arrive(at: datetime, minutes_early: int) -> datetime:
    """When a patient who is asked to come early should come; never, for all others (source 8.5)."""
    early = timedelta(minutes=min(minutes_early, A_DAY))
    return at - early if timedelta() < early < at - NEVER else NEVER


def stamped(tx: Transaction, apt: Appointment) -> Appointment:
    """With the time that its confirmation status stamps, if it is one that does."""
    for preference, name in ARRIVALS.items():
        if apt.confirmed and preferences.number(tx, preference) == apt.confirmed:
            return replace(apt, **{name: tx.now})  # type: ignore[arg-type]
    return apt
