"""Notices: what happened to an appointment, as webhooks are told of it; written down with the change itself.

The words are those of the vendor's database: appointments are activities, and enumerations are numbers (documented).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockod.rest.json_codec import write_json
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain.time_zones import TimeZone, to_utc
from mockod.vendors.superoffice.domain.words import raw_status
from mockod.vendors.superoffice.practice.numbers import next_notice_ids
from mockod.vendors.superoffice.practice.webhooks import EVENTS, NOTICES, WEBHOOKS
from mockod.vendors.superoffice.wire.appointment import Appointment
from mockod.vendors.superoffice.wire.carriers import Associate

CREATED, CHANGED, DELETED = EVENTS
Values = Mapping[str, Any]


def field_values(appointment: Appointment, base: TimeZone) -> dict[str, Any]:
    """An appointment as columns of the vendor's database."""

    def utc(moment: Any) -> str:
        return str(to_utc(moment, base).replace(tzinfo=None).isoformat())

    return {
        "activeDate": utc(appointment.start_date),
        "associate_id": appointment.associate_id,
        "contact_id": appointment.contact_id,
        "do_by": utc(appointment.start_date),
        "document_id": 0,
        "endDate": utc(appointment.end_date),
        "modified_appointment_fields": 0,
        "mother_id": appointment.mother_id,
        "person_id": appointment.person_id,
        "private": appointment.private,
        "project_id": appointment.project_id,
        "sale_id": appointment.sale_id,
        "status": raw_status(appointment.invitation_status, appointment.assignment_status, appointment.completed),
        "task_idx": appointment.task_id,
        "type": appointment.type,
        "updated": utc(appointment.updated_date),
        "userdef2_id": 0,
        "userdef_id": 0,
    }


def _created(appointment: Appointment, before: Appointment | None, base: TimeZone) -> Values:
    values = field_values(appointment, base)
    return {"Changes": ["appointment_id", *values], "FieldValues": values}


def _changed(appointment: Appointment, before: Appointment | None, base: TimeZone) -> Values:
    values = field_values(appointment, base)
    old = field_values(before, base) if before else {}
    return {"Changes": [name for name, value in values.items() if old.get(name) != value], "FieldValues": values}


def _deleted(appointment: Appointment, before: Appointment | None, base: TimeZone) -> Values:
    numbers = {
        "appointment_id": appointment.appointment_id,
        "contact_id": appointment.contact_id,
        "person_id": appointment.person_id,
        "project_id": appointment.project_id,
        "sale_id": appointment.sale_id,
    }
    return {"Changes": [], "Values": numbers}


_TOLD: Mapping[str, Callable[[Appointment, Appointment | None, TimeZone], Values]] = {
    CREATED: _created,
    CHANGED: _changed,
    DELETED: _deleted,
}


def note(
    tx: Transaction,
    event: str,
    appointment: Appointment,
    associate: Associate,
    base: TimeZone,
    before: Appointment | None = None,
) -> None:
    """Write down what is to be told, for every webhook that wants to be."""
    wanting = [webhook for webhook in WEBHOOKS.where(tx) if webhook.wants(event)]
    if not wanting:
        return
    body = {
        "Timestamp": to_utc(tx.now, base).replace(tzinfo=None).isoformat() + "Z",
        "Event": event,
        "PrimaryKey": appointment.appointment_id,
        "Entity": "activity",
        "ContextIdentifier": tx.key,
        "ChangedByAssociateId": associate.associate_id,
        **_TOLD[event](appointment, before, base),
    }
    text = write_json(body).decode()
    numbers = next_notice_ids(tx, len(wanting))
    rows = [(number, one.webhook_id, tx.stamp, event, text) for number, one in zip(numbers, wanting, strict=True)]
    tx.note(NOTICES, ("NoticeId", "WebhookId", "At", "Event", "Body"), rows)
