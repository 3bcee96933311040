"""GET appointments: one, lists of them, and the ASAP list."""

from __future__ import annotations

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus
from mockod.vendors.opendental.engine.select import Row, Rows, Where, given, where
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments.filters import AppointmentFilters, AsapFilters, WebSchedFilters
from mockod.vendors.opendental.resources.appointments.table import READ
from mockod.vendors.opendental.wire.date_ranges import date_range
from mockod.vendors.opendental.wire.errors import required

ORDER = "appointment.AptDateTime, appointment.AptNum"
SOONER = (AptStatus.Scheduled, AptStatus.UnschedList, AptStatus.Broken, AptStatus.Planned)
"""Who may be on the ASAP list."""
ON_ASAP_LIST = (
    f"appointment.Priority = {AptPriority.ASAP:d} "
    f"AND appointment.AptStatus IN ({', '.join(f'{status:d}' for status in SOONER)}) "
    f"AND (appointment.AptStatus <> {AptStatus.Planned:d} OR NOT EXISTS "
    "(SELECT 1 FROM appointment s WHERE s.NextAptNum = appointment.AptNum AND s.NextAptNum <> 0))"
)
"""Priority ASAP and still to come; a planned one only until it is scheduled (source 6.10)."""


def read_appointment(tx: Transaction, apt_num: int) -> Row:
    return READ.one(tx, apt_num)


def list_appointments(tx: Transaction, filters: AppointmentFilters, page: Page) -> Rows:
    """All statuses, planned ones too (source 10.7), by time and number."""
    conditions = [
        *between(filters),
        given("appointment.PatNum = :patient", patient=filters.pat_num or None),
        given("appointment.AptStatus = :status", status=filters.apt_status),
        given("appointment.Op = :op", op=filters.op),
        given("appointment.AppointmentTypeNum = :type", type=filters.appointment_type_num),
    ]
    return READ.page(tx, page, ORDER, conditions)


def between(filters: AppointmentFilters | WebSchedFilters) -> list[Where | None]:
    """The conditions that the lists share: days, clinic, and a change in the very second of DateTStamp or later."""
    start, end = date_range(filters.day, filters.date_start, filters.date_end)
    return [
        given("appointment.AptDateTime >= :start", start=start and f"{start} 00:00:00"),
        given("appointment.AptDateTime <= :end", end=end and f"{end} 23:59:59"),
        given("appointment.DateTStamp >= :changed", changed=filters.date_t_stamp, by_range=True),
        given("appointment.ClinicNum = :clinic", clinic=filters.clinic_num),
    ]


def list_asap(tx: Transaction, filters: AsapFilters, page: Page) -> Rows:
    """Who wants to come sooner. Where an office has clinics, one must be named."""
    if filters.clinic_num is None and preferences.has_clinics(tx):
        raise required("ClinicNum")
    conditions = [
        where(ON_ASAP_LIST),
        given("appointment.ClinicNum = :clinic", clinic=filters.clinic_num),
        given(":provider IN (appointment.ProvNum, appointment.ProvHyg)", provider=filters.prov_num or None),
    ]
    return READ.page(tx, page, ORDER, conditions)
