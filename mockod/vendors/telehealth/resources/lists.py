"""People and types of appointments: lists that can only be read.

That they exist was seen; what they tell of people is assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.telehealth.domain.words import Role
from mockod.vendors.telehealth.practice.tables import USER
from mockod.vendors.telehealth.resources import records
from mockod.vendors.telehealth.resources.work import Work
from mockod.vendors.telehealth.wire.shapes import told_list

COLUMNS = ("id", "first_name", "last_name", "email", "phone")
LISTS = {"providers": Role.PROVIDER, "patients": Role.PATIENT, "users": None}
"""Which users are in which list; None for all."""
OBJECTS = {"providers": "provider", "patients": "patient", "users": "user"}


def _people(resource: str) -> Callable[[Work, object], dict[str, Any]]:
    role = LISTS[resource]

    def list_people(work: Work, _: object) -> dict[str, Any]:
        where, values = ("", []) if role is None else ("WHERE role = ?", [str(role)])
        found = work.tx.rows(f"SELECT {', '.join(COLUMNS)} FROM {USER} {where} ORDER BY UserNum", values)
        return _told(
            work, [{"id": row[0], "object": OBJECTS[resource], **dict(zip(COLUMNS, row, strict=True))} for row in found]
        )

    return list_people


def list_appointment_types(work: Work, _: object) -> dict[str, Any]:
    """What external appointments can be of."""
    return _told(
        work,
        [
            {
                "id": kind.id,
                "object": "appointment_type",
                "name": kind.name,
                "description": kind.description,
                "color": kind.color,
                "duration": kind.duration,
                "group": kind.group,
                "max_participants": kind.max_participants,
                "interaction_type": str(kind.interaction_type),
                "status": kind.status,
            }
            for kind in records.appointment_types(work.tx)
        ],
    )


def _told(work: Work, rows: list[dict[str, Any]]) -> dict[str, Any]:
    work.note_unknown(list(work.query), allowed=True)
    work.rows = len(rows)
    return told_list(rows)


PEOPLE = {
    resource: (Endpoint("GET", resource, _people(resource), basis=Basis.ASSUMED, summary=f"List {resource}."),)
    for resource in LISTS
}
TYPES = (
    Endpoint(
        "GET", "appointment_types", list_appointment_types, basis=Basis.ASSUMED, summary="List appointment types."
    ),
)
