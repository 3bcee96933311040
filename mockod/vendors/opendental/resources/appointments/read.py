"""Looking things up in the book, and the two small changes that need no judging: a note and a confirmation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mockod.rest.endpoint import Page
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment, appended
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.asked import (
    AppointmentFilter,
    AsapFilter,
    Confirmation,
    NoteLine,
    WebSchedFilter,
)
from mockod.vendors.opendental.resources.appointments.defaults import stamped
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.wire.errors import Row, get_or_404, invalid, only_one_of, required

CONFIRMATIONS = {
    "None": "",
    "Sent": "ApptEConfirmStatusSent",
    "Confirmed": "ApptEConfirmStatusAccepted",
    "Not Accepted": "ApptEConfirmStatusDeclined",
    "Failed": "ApptEConfirmStatusSendFailed",
}
"""confirmVal -> the preference that holds its DefNum; None is the first confirmation status (documented)."""


def appointment(tx: Transaction, apt_num: int) -> Appointment:
    """The appointment that the path names, to be changed."""
    return get_or_404(appointment_table.RECORDS.get(tx, apt_num), "Appointment")


def get_appointment(tx: Transaction, apt_num: int) -> Row:
    """The appointment as an answer shows it."""
    return get_or_404(queries.shown(tx, apt_num), "Appointment")


def list_appointments(tx: Transaction, wanted: AppointmentFilter, page: Page) -> list[Row]:
    return queries.listed(tx, wanted, *_days(wanted), page)


def list_web_sched(tx: Transaction, wanted: WebSchedFilter, page: Page) -> list[Row]:
    """All appointments, with the online service that made each."""
    return queries.listed_for_web_sched(tx, wanted, *_days(wanted), page)


def _days(wanted: AppointmentFilter | WebSchedFilter) -> tuple[date | None, date | None]:
    """``date`` wins over a range; a range may be open on either side."""
    start, end = wanted.day or wanted.date_start, wanted.day or wanted.date_end
    if start and end and start > end:
        raise invalid("dateStart")
    return start, end


def list_asap(tx: Transaction, wanted: AsapFilter, page: Page) -> list[Row]:
    """Who wants to come sooner. Where an office has clinics, one must be named."""
    if wanted.clinic_num is None and preferences.has_clinics(tx):
        raise required("ClinicNum")
    return queries.wanted_asap(tx, wanted, page)


def note_appointment(tx: Transaction, apt: Appointment, line: NoteLine) -> None:
    """PUT Note: one more line under what stands there."""
    queries.save(tx, apt, replace(apt, note=appended(apt.note, line.note)))


def confirm_appointment(tx: Transaction, apt: Appointment, asked: Confirmation) -> None:
    """PUT Confirm: a status by its meaning or by its number. It stamps an arrival every time (source 8.2)."""
    if asked.confirm_val is not None and asked.def_num is not None:
        raise only_one_of("confirmVal", "defNum")
    if asked.confirm_val is None and asked.def_num is None:
        raise required("confirmVal or defNum")
    confirmed = asked.def_num or _confirmation(tx, asked.confirm_val or "")
    queries.save(tx, apt, stamped(tx, replace(apt, confirmed=confirmed)))


def _confirmation(tx: Transaction, value: str) -> int:
    preference = CONFIRMATIONS.get(value)
    number = preferences.number(tx, preference) if preference else first_definition(tx, DefCat.ApptConfirmed)
    if preference is None or not number:
        raise invalid("confirmVal")
    return number
