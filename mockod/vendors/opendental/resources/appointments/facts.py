"""What must be known before an appointment is made or changed: every SELECT, and nothing else."""

from __future__ import annotations

from typing import TypedDict

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, DefCat
from mockod.vendors.opendental.domain.status import NOTES, OFF_THE_BOOK
from mockod.vendors.opendental.domain.treatment import Code, Treatment, TreatmentFacts
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, queries
from mockod.vendors.opendental.resources.appointments.bodies import AppointmentChange, Booking
from mockod.vendors.opendental.resources.appointments.decisions import (
    AptType,
    BookingFacts,
    UpdateFacts,
    changed,
    check_living,
)
from mockod.vendors.opendental.resources.definitions import first_definition

ARRIVALS = {
    "AppointmentTimeArrivedTrigger": "date_time_arrived",
    "AppointmentTimeSeatedTrigger": "date_time_seated",
    "AppointmentTimeDismissedTrigger": "date_time_dismissed",
}
"""Preference with the confirmation status that stamps a time -> the time. The first match wins (source 8.2)."""


class Measures(TypedDict, total=False):
    """The part of ``TreatmentFacts`` that tells how procedures are measured and described."""

    codes: dict[str, Code]
    own_times: dict[tuple[int, int], str]
    increment: int
    international_teeth: bool


def booking_facts(tx: Transaction, body: Booking) -> BookingFacts:
    """What patient, operatory and office say. Refuses a patient that was deleted."""
    patient = living_patient(tx, body.pat_num)
    op = 0 if body.apt_status in OFF_THE_BOOK else body.op
    provider = body.prov_num or patient.provider
    return BookingFacts(
        now=tx.now,
        patient_clinic=patient.clinic,
        patient_provider=patient.provider,
        minutes_early=patient.minutes_early,
        operatory_clinic=queries.operatory_clinic(tx, op),
        default_provider=provider or default_provider(tx),
        first_confirmation=body.confirmed or first_definition(tx, DefCat.ApptConfirmed),
        time_is_locked=preferences.switched_on(tx, "AppointmentTimeIsLocked"),
        plans=queries.plans(tx, body.pat_num),
    )


def treatment_facts(tx: Transaction, draft: Appointment, apt_type: AptType, *proc_nums: int) -> TreatmentFacts:
    """For a new appointment: the procedures that are to come onto it, and what its type may want."""
    return TreatmentFacts(
        attached=procedure_queries.treatment_numbered(tx, proc_nums),
        unattached=[free for free in _unattached(tx, draft, apt_type) if free.number not in proc_nums],
        **_measures(tx, draft, apt_type, needed=bool(apt_type.codes or proc_nums)),
    )


def update_facts(tx: Transaction, before: Appointment, body: AppointmentChange) -> UpdateFacts:
    """For a change: what the row has, and what its new type may want."""
    after = changed(before, body)
    apt_type = AptType()
    if after.appointment_type_num != before.appointment_type_num and after.appointment_type_num:
        # None as a type changes nothing else (source 9.5).
        apt_type = type_of(tx, after.appointment_type_num, after.apt_status)
    return UpdateFacts(
        now=tx.now,
        plans=queries.plans(tx, after.pat_num),
        minutes_early=queries.booked_patient(tx, before.pat_num).minutes_early,
        treated=first_visit.has_been_treated(tx, after.pat_num),
        apt_type=apt_type,
        treatment=TreatmentFacts(
            attached=procedure_queries.treatment_of(tx, before.apt_num),
            unattached=_unattached(tx, after, apt_type),
            **_measures(tx, after, apt_type, needed=bool(apt_type.codes) or after.apt_status != before.apt_status),
        ),
        stamps=stamped_by(tx, after.confirmed) if body.confirmed is not None else "",
    )


def _unattached(tx: Transaction, apt: Appointment, apt_type: AptType) -> list[Treatment]:
    return procedure_queries.unattached(tx, apt.pat_num, apt.next_apt_num) if apt_type.codes else []


def _measures(tx: Transaction, apt: Appointment, apt_type: AptType, *, needed: bool) -> Measures:
    """How procedures are measured and described, where there are any."""
    if not needed:
        return {}
    return {
        "codes": procedure_queries.codes_named(tx, apt_type.codes),
        "own_times": procedure_queries.own_times(tx, {apt.prov_num, apt.prov_hyg}),
        "increment": preferences.increment(tx),
        "international_teeth": preferences.switched_on(tx, "UseInternationalToothNumbers"),
    }


def type_of(tx: Transaction, number: int, status: AptStatus) -> AptType:
    """The appointment's type. Notes to a patient's day take nothing from theirs (source 9.4)."""
    row = queries.appointment_type(tx, number) if number and status not in NOTES else None
    if row is None:
        return AptType()
    length, color, codes = row
    return AptType(number, length, color, tuple(code.strip() for code in codes.split(",") if code.strip()))


def living_patient(tx: Transaction, pat_num: int) -> queries.BookedPatient:
    """The patient of a new appointment; one that was deleted gets none."""
    patient = queries.booked_patient(tx, pat_num)
    check_living(patient.status)
    return patient


def default_provider(tx: Transaction) -> int:
    """The practice's default provider where the preference names one, else the first one who is not hidden."""
    return queries.first_provider(tx, preferences.number(tx, "PracticeDefaultProv"))


def stamped_by(tx: Transaction, confirmed: int) -> str:
    """The arrival time that a confirmation status stamps; nothing, where it stamps none."""
    if confirmed:
        for preference, name in ARRIVALS.items():
            if preferences.number(tx, preference) == confirmed:
                return name
    return ""
