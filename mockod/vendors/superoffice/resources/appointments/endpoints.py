"""What can be asked of appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.messages import Basis
from mockod.vendors.superoffice.domain.time_zones import to_utc
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, PERSONS
from mockod.vendors.superoffice.resources.appointments import save
from mockod.vendors.superoffice.resources.appointments.find import find_appointments
from mockod.vendors.superoffice.resources.appointments.show import entity, simple
from mockod.vendors.superoffice.resources.work import Answer, Work, WorkEndpoint
from mockod.vendors.superoffice.wire.appointment import Appointment
from mockod.vendors.superoffice.wire.errors import bad_argument, changed_since, no_entity, not_found
from mockod.vendors.superoffice.wire.kinds import View
from mockod.vendors.superoffice.wire.records import show_object
from mockod.vendors.superoffice.wire.request_view import http_date

ROOT = "AppointmentEntity"
NOT_MODIFIED = 304


def _found(work: Work, inputs: Inputs) -> Appointment:
    """The appointment that the path names. Refuses with 404 where there is none."""
    [number] = inputs.ids
    appointment = APPOINTMENTS.find(work.tx, number)
    if appointment is None:
        raise not_found(number)
    return appointment


def _last_modified(work: Work, appointment: Appointment) -> datetime:
    """When it was last changed, in UTC and in whole seconds, as headers tell it."""
    return to_utc(appointment.last_changed, work.settings.base_zone).replace(microsecond=0)


def _unchanged(work: Work, inputs: Inputs) -> Appointment:
    """The same for a change. Refuses with 412 where it was changed since the time in If-Unmodified-Since."""
    appointment = _found(work, inputs)
    since = work.view.unmodified_since
    if since is not None and _last_modified(work, appointment) > since:
        raise changed_since()
    return appointment


def _entity_of(body: Any) -> Mapping[str, Any]:
    """The entity in a body. Refuses with 400 where there is none."""
    if body is None:
        raise no_entity()
    if not isinstance(body, dict):
        raise bad_argument("The entity in the request body is not an object.")
    return body


def _answer(work: Work, appointment: Appointment) -> Answer:
    return Answer(ROOT, entity(work, appointment), {"Last-Modified": http_date(_last_modified(work, appointment))})


def get_default(work: Work, inputs: Inputs) -> Answer:
    return Answer(ROOT, entity(work, save.default(work), with_links=False))


def get_list(work: Work, inputs: Inputs) -> Answer:
    work.require("Select")
    return find_appointments(work)


def get_one(work: Work, inputs: Inputs) -> Answer:
    work.require("Select")
    appointment = _found(work, inputs)
    since = work.view.modified_since
    answer = _answer(work, appointment)
    if since is not None and _last_modified(work, appointment) <= since:
        return Answer(ROOT, None, answer.headers, NOT_MODIFIED)
    return answer


def post(work: Work, inputs: Inputs) -> Answer:
    work.require("Insert")
    return _answer(work, save.create(work, _entity_of(work.body)))


def put(work: Work, inputs: Inputs) -> Answer:
    work.require("Update")
    before = _unchanged(work, inputs)
    return _answer(work, save.replace_whole(work, before, _entity_of(work.body)))


def patch(work: Work, inputs: Inputs) -> Answer:
    work.require("Update")
    before = _unchanged(work, inputs)
    if not isinstance(work.body, list | dict):
        raise no_entity()
    return _answer(work, save.patch(work, before, work.body))


def delete(work: Work, inputs: Inputs) -> Answer:
    work.require("Delete")
    save.delete(work, _unchanged(work, inputs))
    return Answer(ROOT, None, status=204)


def validate(work: Work, inputs: Inputs) -> Answer:
    """What is wrong with an entity, by property; nothing is stored."""
    return Answer("ArrayOfKeyValue", save.problems(work, _entity_of(work.body)))


def get_simple(work: Work, inputs: Inputs) -> Answer:
    work.require("Select")
    return Answer("SimpleAppointment", simple(work, _found(work, inputs)))


def get_participants(work: Work, inputs: Inputs) -> Answer:
    work.require("Select")
    appointment = _found(work, inputs)
    persons = PERSONS.by_number(work.tx, (one.person_id for one in appointment.participants))
    view = View(work.view.zone, {})
    rows = []
    for number, participant in enumerate(appointment.participants, 1):
        person = persons.get(participant.person_id)
        told = show_object(participant, view)
        rows.append(_row(number, "participant", {**told, "FullName": person.full_name if person else ""}))
    return _archive(work, f"Appointment/{appointment.appointment_id}/Participants", rows)


def get_links(work: Work, inputs: Inputs) -> Answer:
    work.require("Select")
    appointment = _found(work, inputs)
    view = View(work.view.zone, {})
    rows = [_row(link.link_id, link.entity_name, show_object(link, view)) for link in appointment.links]
    return _archive(work, f"Appointment/{appointment.appointment_id}/Links", rows)


def _row(key: int, name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an archive, whose columns begin with a small letter."""
    columns = {column[0].lower() + column[1:]: value for column, value in told.items() if column != "EntityName"}
    return {"PrimaryKey": key, "EntityName": name, **columns}


def _archive(work: Work, path: str, rows: list[dict[str, Any]]) -> Answer:
    work.rows = work.limit = len(rows)
    return Answer("ODataResult", {"odata.metadata": f"{work.base}/{path}/$metadata", "value": rows})


ONE = "Appointment/{AppointmentId}"
ENDPOINTS: tuple[WorkEndpoint, ...] = (
    Endpoint("GET", "Appointment", get_list, many=True, summary="List, OData"),
    Endpoint("POST", "Appointment", post, summary="Create"),
    Endpoint("GET", "Appointment/default", get_default, summary="A new appointment's defaults"),
    Endpoint("POST", "Appointment/Validate", validate, basis=Basis.ASSUMED, summary="What is wrong with an entity"),
    Endpoint("GET", ONE, get_one, summary="Read"),
    Endpoint("PUT", ONE, put, summary="Replace"),
    Endpoint("PATCH", ONE, patch, summary="JSON Patch or merge patch"),
    Endpoint("DELETE", ONE, delete, status=204, summary="Delete"),
    Endpoint("GET", f"{ONE}/Simple", get_simple, basis=Basis.ASSUMED, summary="Read, flat"),
    Endpoint("GET", f"{ONE}/Participants", get_participants, basis=Basis.ASSUMED, summary="Who takes part"),
    Endpoint("GET", f"{ONE}/Links", get_links, basis=Basis.ASSUMED, summary="Elements linked to it"),
)
