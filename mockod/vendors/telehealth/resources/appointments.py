"""Appointments: created, retrieved, updated, listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.vendors.telehealth.domain import appointments as rules
from mockod.vendors.telehealth.domain import refusals
from mockod.vendors.telehealth.domain.appointments import Appointment, Change, Draft, Names
from mockod.vendors.telehealth.domain.ids import meeting_id, new_id
from mockod.vendors.telehealth.resources import notices, records
from mockod.vendors.telehealth.resources.work import Work
from mockod.vendors.telehealth.wire.bodies import change_schema, draft_schema, read_body
from mockod.vendors.telehealth.wire.shapes import shape, told_list

VERBS = ("POST", "PATCH", "PUT")
"""By which an update may come, where the office is set to that."""


def create_appointment(work: Work, _: object) -> dict[str, Any]:
    """Create an appointment."""
    draft, unknown = read_body(draft_schema(work.profile), Draft, work.read_body())
    work.note_unknown(unknown)
    work.note_unknown(draft.out_of_place, allowed=True)
    return told(work, book(work, draft))


def book(work: Work, draft: Draft) -> Appointment:
    """Write a new appointment, and announce it."""
    tx, profile = work.tx, work.profile
    rules.check_draft(draft)
    rules.check_people(draft.people, records.users(tx))
    number = records.next_number(tx)
    names = Names(
        number,
        new_id("appt", number, profile),
        meeting_id(number),
        new_id("note", number, profile),
        new_id("clog", number, profile),
    )
    apt = rules.create(draft, records.appointment_type(tx, draft.appointment_type), names, work.now, profile)
    records.insert(tx, apt)
    notices.announce(tx, apt, rules.new_statuses(None, apt), work.now, profile)
    return apt


def get_appointment(work: Work, _: object) -> dict[str, Any]:
    """Retrieve an appointment."""
    return told(work, get_or_404(work))


def update_appointment(work: Work, _: object) -> dict[str, Any]:
    """Update an appointment: what is not sent is not modified. Planned times, host and type cannot be."""
    if work.method != work.settings["update_verb"]:
        raise ApiError(405, f"An appointment does not understand {work.method}", headers={"Allow": allowed(work)})
    before = get_or_404(work)
    change, unknown = read_body(change_schema(work.profile), Change, work.read_body())
    work.note_unknown(unknown)
    rules.check_people(change.people, records.users(work.tx))
    after = rules.update(before, change, work.now, work.profile)
    return told(work, keep(work, before, after, change.updated_by))


def list_appointments(work: Work, _: object) -> dict[str, Any]:
    """List all appointments, in the order of their creation; ``patient`` chooses those of one attendee (assumed)."""
    work.note_unknown([name for name in work.query if name != "patient"], allowed=True)
    listed = records.every(work.tx, work.query.get("patient") or None)
    work.rows = len(listed)
    return told_list([told(work, apt) for apt in listed])


def keep(work: Work, before: Appointment, after: Appointment, changed_by: str) -> Appointment:
    """Write what has changed, and announce it."""
    records.save(work.tx, before, after, changed_by)
    notices.announce(work.tx, after, rules.new_statuses(before, after), work.now, work.profile)
    return after


def told(work: Work, apt: Appointment) -> dict[str, Any]:
    return shape(apt, work.profile, work.tx.key)


def get_or_404(work: Work) -> Appointment:
    """The appointment that the path names."""
    found = records.find(work.tx, work.identifier)
    if found is None:
        raise refusals.not_found(work.identifier[:100])
    return found


def allowed(work: Work) -> str:
    return f"GET, {work.settings['update_verb']}"


UPDATES = tuple(
    Endpoint(verb, "appointments/{id}", update_appointment, basis=Basis.ASSUMED, summary="Update an appointment.")
    for verb in VERBS
)
ENDPOINTS = (
    Endpoint("POST", "appointments", create_appointment, basis=Basis.DOCUMENTED, summary="Create an appointment."),
    Endpoint("GET", "appointments", list_appointments, basis=Basis.DOCUMENTED, summary="List all appointments."),
    Endpoint("GET", "appointments/{id}", get_appointment, basis=Basis.DOCUMENTED, summary="Retrieve an appointment."),
    *UPDATES,
)
"""That there are these four calls is documented; that an update is a POST is assumed."""


def is_understood(endpoint: Endpoint[Work], settings: Mapping[str, str]) -> bool:
    """Whether an office of these settings does what an endpoint says: of the updates, one alone."""
    return endpoint not in UPDATES or endpoint.method == settings["update_verb"]
