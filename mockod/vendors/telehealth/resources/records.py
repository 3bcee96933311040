"""Rows of the tables as records, read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from mockod.rest.json_codec import read_json
from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.domain.appointments import Appointment, AppointmentType, Attendee, StatusChange
from mockod.vendors.telehealth.domain.moments import to_ms
from mockod.vendors.telehealth.domain.words import Attendance, Interaction, Status
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.practice.defaults import CLIENTS, TYPES, USERS
from mockod.vendors.telehealth.practice.tables import APPOINTMENT, ATTENDEE, CHANGE, STATUS, as_json

DEFAULT_ZONE = "-08:00"
COLUMNS = (
    "AptNum, id, generated_from_type, generated_from, appointment_type, name, description, is_group, is_internal, "
    "start_time, end_time, actual_start_time, actual_end_time, host, reference_patients, interaction_type, meeting_id, "
    "location, visit_note, change_log, created_by, created_at, last_updated_at"
)
NOT_LOGGED = ("last_updated_at", "status_history")
"""What of an appointment changes with everything else, or is a log itself."""


def zone_of(tx: Transaction) -> str:
    """The office's offset from UTC."""
    return str(tx.value("SELECT Zone FROM mockod_practice", default=DEFAULT_ZONE) or DEFAULT_ZONE)


def now_ms(tx: Transaction) -> int:
    return to_ms(tx.now, zone_of(tx))


def settings(tx: Transaction) -> dict[str, str]:
    """Every setting of the office."""
    told = dict(tx.rows(f"SELECT name, value FROM {tables.SETTING}"))
    known = {name: value for name, value in told.items() if value in tables.SETTINGS.get(name, ())}
    return {**tables.DEFAULT_SETTINGS, **known}


def fill_in_defaults(tx: Transaction) -> None:
    """Give an office a client, users and a type that has none: its file is of a mockod that did not know of them."""
    for table, rows in ((tables.CLIENT, CLIENTS), (tables.USER, USERS), (tables.TYPE, TYPES)):
        if not tx.row(f"SELECT 1 FROM {table}"):
            for row in rows:
                tx.insert(table, row)


def users(tx: Transaction) -> set[str]:
    """The ids of all users."""
    return set(tx.column(f"SELECT id FROM {tables.USER}"))


def appointment_type(tx: Transaction, identifier: str | None) -> AppointmentType | None:
    return next((kind for kind in appointment_types(tx) if kind.id == identifier), None)


def appointment_types(tx: Transaction) -> list[AppointmentType]:
    columns = "id, name, description, color, duration, is_group, max_participants, interaction_type, status, location"
    return [
        AppointmentType(
            id=id_,
            name=name,
            description=description,
            color=color,
            duration=duration,
            group=bool(group),
            max_participants=most,
            interaction_type=Interaction(interaction),
            status=status,
            location=read_json(location.encode()) if location else {},
        )
        for id_, name, description, color, duration, group, most, interaction, status, location in tx.rows(
            f"SELECT {columns} FROM {tables.TYPE} ORDER BY TypeNum"
        )
    ]


def next_number(tx: Transaction) -> int:
    """Of an appointment that is still to be written."""
    return int(tx.value(f"SELECT coalesce(max(AptNum), 0) + 1 FROM {APPOINTMENT}"))


def find(tx: Transaction, identifier: str) -> Appointment | None:
    """The appointment of this id."""
    return next(iter(_read(tx, "WHERE id = ?", [identifier])), None)


def every(tx: Transaction, attendee: str | None = None) -> list[Appointment]:
    """All appointments, or those to which somebody is invited, in the order in which they were made."""
    if attendee is None:
        return _read(tx, "", [])
    return _read(tx, f"WHERE AptNum IN (SELECT AptNum FROM {ATTENDEE} WHERE user = ?)", [attendee])


def _read(tx: Transaction, where: str, values: list[Any]) -> list[Appointment]:
    rows = tx.rows(f"SELECT {COLUMNS} FROM {APPOINTMENT} {where} ORDER BY AptNum", values)
    chosen = f"AptNum IN (SELECT AptNum FROM {APPOINTMENT} {where})"
    attendees: dict[int, list[Attendee]] = {}
    columns = "AptNum, user, attendance_status, last_updated_at, no_show"
    for number, user, status, at, no_show in tx.rows(
        f"SELECT {columns} FROM {ATTENDEE} WHERE {chosen} ORDER BY AttendeeNum", values
    ):
        attendees.setdefault(number, []).append(Attendee(user, Attendance(status), at, bool(no_show)))
    history: dict[int, list[StatusChange]] = {}
    for number, word, by, at, reason in tx.rows(
        f"SELECT AptNum, status, changed_by, changed_at, reason FROM {STATUS} WHERE {chosen} ORDER BY StatusNum", values
    ):
        history.setdefault(number, []).append(StatusChange(Status(word), by, at, reason))
    return [_appointment(row, attendees.get(row[0], ()), history.get(row[0], ())) for row in rows]


def _appointment(row: tuple[Any, ...], attendees: Iterable[Attendee], history: Iterable[StatusChange]) -> Appointment:
    (number, id_, from_type, generated_from, kind, name, description, group, internal, *times) = row[:13]
    (host, patients, interaction, meeting, location, note, log, created_by, created_at, updated_at) = row[13:]
    start, end, actual_start, actual_end = times
    return Appointment(
        number=number,
        id=id_,
        generated_from_type=from_type,
        generated_from=generated_from,
        appointment_type=kind,
        name=name,
        description=description,
        group=bool(group),
        internal=bool(internal),
        start_time=start,
        end_time=end,
        actual_start_time=actual_start,
        actual_end_time=actual_end,
        host=host,
        attendees=tuple(attendees),
        reference_patients=tuple(read_json(patients.encode())),
        interaction_type=Interaction(interaction),
        meeting_id=meeting,
        location=read_json(location.encode()) if location else {},
        status_history=tuple(history),
        visit_note=note,
        change_log=log,
        created_by=created_by,
        created_at=created_at,
        last_updated_at=updated_at,
    )


def insert(tx: Transaction, apt: Appointment) -> None:
    """Write a new appointment with its attendees and its first status."""
    tx.insert(APPOINTMENT, {"AptNum": apt.number, **_row(apt)})
    _insert_attendees(tx, apt)
    _insert_statuses(tx, apt, 0)


def save(tx: Transaction, before: Appointment, after: Appointment, changed_by: str) -> None:
    """Write what differs, and note it in the change log."""
    old, new = _row(before), _row(after)
    columns = [column for column in new if new[column] != old[column]]
    if columns:
        named = ", ".join(f"{column} = ?" for column in columns)
        tx.update(APPOINTMENT, f"{named} WHERE AptNum = ?", [*(new[column] for column in columns), after.number])
    if after.attendees != before.attendees:
        tx.delete(ATTENDEE, "AptNum = ?", [after.number])
        _insert_attendees(tx, after)
    _insert_statuses(tx, after, len(before.status_history))
    for field in fields(Appointment):
        was, now = _logged(getattr(before, field.name)), _logged(getattr(after, field.name))
        if was != now and field.name not in NOT_LOGGED:
            logged = {"field": field.name, "old_value": was, "new_value": now}
            at = {"changed_by": changed_by, "changed_at": after.last_updated_at}
            tx.insert(CHANGE, {"AptNum": after.number, **logged, **at})


def _logged(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_logged_attendee(one) if isinstance(one, Attendee) else str(one) for one in value)
    return "" if value is None else str(value)


def _logged_attendee(one: Attendee) -> str:
    """An attendee with what the invitation came to: ``user_IsW3SoxZQxW0agHKyP2V (going, no_show)``."""
    return f"{one.user} ({one.attendance_status}{', no_show' if one.no_show else ''})"


def _insert_attendees(tx: Transaction, apt: Appointment) -> None:
    for one in apt.attendees:
        invited = {"AptNum": apt.number, "user": one.user, "attendance_status": str(one.attendance_status)}
        tx.insert(ATTENDEE, {**invited, "no_show": int(one.no_show), "last_updated_at": one.last_updated_at})


def _insert_statuses(tx: Transaction, apt: Appointment, known: int) -> None:
    for entry in apt.status_history[known:]:
        changed = {"changed_by": entry.changed_by, "changed_at": entry.changed_at, "reason": entry.reason}
        tx.insert(STATUS, {"AptNum": apt.number, "status": str(entry.status), **changed})


def _row(apt: Appointment) -> dict[str, Any]:
    """The appointment's own row, without its number."""
    return {
        "id": apt.id,
        "generated_from_type": str(apt.generated_from_type),
        "generated_from": apt.generated_from,
        "appointment_type": apt.appointment_type,
        "name": apt.name,
        "description": apt.description,
        "is_group": int(apt.group),
        "is_internal": int(apt.internal),
        "start_time": apt.start_time,
        "end_time": apt.end_time,
        "actual_start_time": apt.actual_start_time,
        "actual_end_time": apt.actual_end_time,
        "host": apt.host,
        "reference_patients": as_json(list(apt.reference_patients)),
        "interaction_type": str(apt.interaction_type),
        "meeting_id": apt.meeting_id,
        "location": as_json(dict(apt.location)) if apt.location else "",
        "visit_note": apt.visit_note,
        "change_log": apt.change_log,
        "created_by": apt.created_by,
        "created_at": apt.created_at,
        "last_updated_at": apt.last_updated_at,
    }
