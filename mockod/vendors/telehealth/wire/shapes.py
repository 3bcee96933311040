"""Appointments as answers have them: the documented shape, and that of 2025."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockod.vendors.telehealth.domain.appointments import Appointment, Attendee, StatusChange
from mockod.vendors.telehealth.domain.ids import join_url
from mockod.vendors.telehealth.domain.moments import to_iso
from mockod.vendors.telehealth.domain.words import PAYMENT_STATUS, Interaction, Profile

Json = dict[str, Any]
ADDRESS = ("line1", "line2", "city", "state", "postal_code")
"""Members of a location (observed)."""


def shape(apt: Appointment, profile: Profile, account: str) -> Json:
    """An appointment as clients of this profile see it."""
    return SHAPES[profile](apt, account)


def documented(apt: Appointment, account: str) -> Json:
    """The shape of the vendor's page: milliseconds; what does not apply is left out."""
    told = {
        "id": apt.id,
        "object": "appointment",
        "generated_from_type": apt.generated_from_type or None,
        "generated_from": apt.generated_from or None,
        "appointment_type": apt.appointment_type or None,
        "name": apt.name,
        "description": apt.description,
        "group": apt.group,
        "internal": apt.internal,
        "recurring": {"is_recurring": False},
        "start_time": apt.start_time,
        "end_time": apt.end_time,
        "actual_start_time": apt.actual_start_time,
        "actual_end_time": apt.actual_end_time,
        "host": apt.host,
        "attendees": [_attendee(one) for one in apt.attendees],
        "reference_patients": list(apt.reference_patients) if apt.internal else None,
        "interaction_type": str(apt.interaction_type),
        "video_call": _video_call(apt),
        "location": dict(apt.location) if apt.interaction_type is Interaction.IN_PERSON else None,
        "status_history": [_status(entry) for entry in apt.status_history],
        "visit_note": apt.visit_note or None,
        "change_log": apt.change_log,
        "created_by": apt.created_by,
        "created_at": apt.created_at,
        "last_updated_at": apt.last_updated_at,
    }
    return {name: value for name, value in told.items() if value is not None}


def _attendee(one: Attendee) -> Json:
    return {
        "id": one.user,
        "attendance_status": str(one.attendance_status),
        "no_show": one.no_show,
        "payment_status": PAYMENT_STATUS,
        "last_updated_at": one.last_updated_at,
    }


def _status(entry: StatusChange) -> Json:
    return {"status": str(entry.status), "changed_by": entry.changed_by, "changed_at": entry.changed_at}


def _video_call(apt: Appointment) -> Json | None:
    if not apt.meeting_id:
        return None
    return {"join_url": join_url(apt.meeting_id), "meeting_id": apt.meeting_id}


def of_2025(apt: Appointment, account: str) -> Json:
    """The shape that was seen in 2025: ISO 8601, more members, nulls where nothing applies. Order is assumed."""
    patient = next((one.user for one in apt.attendees if not apt.internal), None)
    return {
        "id": apt.id,
        "object": "appointment",
        "type": "appointment",
        "account": account,
        "external_id": None,
        "generated_from_type": apt.generated_from_type or None,
        "generated_from": apt.generated_from or None,
        "appointment_type": apt.appointment_type or "aptp_null",
        "name": apt.name,
        "description": apt.description,
        "group": apt.group,
        "internal": apt.internal,
        "recurrence_rules": [],
        "recurrenceId": None,
        "timezone": "UTC",
        "start_time": to_iso(apt.start_time),
        "end_time": to_iso(apt.end_time),
        "actual_start_time": _iso(apt.actual_start_time),
        "actual_end_time": _iso(apt.actual_end_time),
        "host": apt.host,
        "patient": patient or "user_null",
        "attendees": [_attendee_of_2025(apt, number, one, account) for number, one in enumerate(apt.attendees, 1)],
        "reference_patients": list(apt.reference_patients),
        "interaction_type": str(apt.interaction_type),
        "video_call": _video_call(apt),
        "location": {name: apt.location.get(name) for name in ADDRESS},
        "service_facility": None,
        "status_history": [_status_of_2025(apt, number, one) for number, one in enumerate(apt.status_history, 1)],
        "visit_note": apt.visit_note or "note_null",
        "insurance_claim": None,
        "insurance_claims": [],
        "charged_externally": False,
        "charged_while_booking": False,
        "charge_after_appointment": False,
        "created_by": apt.created_by,
        "created_at": to_iso(apt.created_at),
        "last_updated_at": to_iso(apt.last_updated_at),
    }


def _attendee_of_2025(apt: Appointment, number: int, one: Attendee, account: str) -> Json:
    return {
        "id": apt.number * 1000 + number,
        "object": "attendee",
        "attendee": one.user,
        "appointment": _bare(apt.id),
        "appointment_occurrence": None,
        "account": account,
        "attendance_status": str(one.attendance_status),
        "no_show": one.no_show,
        "is_observer": False,
        "payment_status": PAYMENT_STATUS,
        "actual_start_time": None,
        "actual_end_time": None,
        "last_updated_at": to_iso(one.last_updated_at, nested=True),
    }


def _status_of_2025(apt: Appointment, number: int, entry: StatusChange) -> Json:
    return {
        "id": apt.number * 1000 + number,
        "parent": _bare(apt.id),
        "parent_type": "appointment",
        "status": str(entry.status),
        "reason": entry.reason or None,
        "changed_by": entry.changed_by,
        "changed_at": to_iso(entry.changed_at, nested=True),
    }


def _bare(identifier: str) -> str:
    """An id without its prefix."""
    return identifier.partition("_")[2]


def _iso(ms: int | None) -> str | None:
    return None if ms is None else to_iso(ms)


SHAPES: Mapping[Profile, Callable[[Appointment, str], Json]] = {Profile.MS: documented, Profile.ISO: of_2025}


def told_list(rows: list[Json]) -> Json:
    """A list of anything, whole: there is no paging."""
    return {"object": "list", "data": rows}
