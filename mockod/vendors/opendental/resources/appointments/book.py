"""POST appointments: a place in the book, with defaults from patient, operatory and office."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources.appointments import first_visit
from mockod.vendors.opendental.resources.appointments.bodies import Booking, CreateForm
from mockod.vendors.opendental.resources.appointments.decisions import (
    AptType,
    Length,
    build_appointment,
    plan_booking,
)
from mockod.vendors.opendental.resources.appointments.facts import booking_facts, treatment_facts, type_of
from mockod.vendors.opendental.resources.appointments.save import save_booking
from mockod.vendors.opendental.resources.appointments.table import READ, WRITTEN
from mockod.vendors.opendental.resources.appointments.validate import ALL_CHECKS, day_facts, validate


def book_appointment(tx: Transaction, body: Booking) -> Row:
    """A new appointment as asked. Refuses in the words of the first rule that objects."""
    return WRITTEN.one(tx, _book(tx, body).apt_num)


def book_by_form(tx: Transaction, body: CreateForm) -> Row:
    """The same; the form answers what GET does."""
    return READ.one(tx, _book(tx, body).apt_num)


def _book(tx: Transaction, body: Booking) -> Appointment:
    apt_type = type_of(tx, body.appointment_type_num, body.apt_status)
    draft = build_appointment(body, booking_facts(tx, body), apt_type)
    return create(tx, draft, Length(body.pattern, body.pattern_secondary), apt_type)


def create(
    tx: Transaction,
    draft: Appointment,
    length: Length,
    apt_type: AptType,
    *,
    proc_nums: tuple[int, ...] = (),
    checks: frozenset[str] = ALL_CHECKS,
) -> Appointment:
    """Decide a new appointment with its procedures, and enter it; ``checks`` are the booking rules that may object."""
    facts = treatment_facts(tx, draft, apt_type, *proc_nums)
    treated = first_visit.has_been_treated(tx, draft.pat_num)
    day = day_facts(tx, draft, checks=checks)
    plan = plan_booking(draft, length, apt_type, facts, treated=treated)
    validate(plan.appointment, plan.treatment.codes, day)
    return save_booking(tx, plan)
