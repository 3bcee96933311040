"""What the control plane may show and change of a telehealth office: settings, and what staff and patients do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from mockod.control.answers import COUNT, TEXT, array, many, record
from mockod.control.endpoints import body, call, query
from mockod.control.fields import MomentText, OneOf, Text
from mockod.control.scope import Scope
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.runtime.webhook_sender import is_address, is_allowed, leads_here
from mockod.simulation.clock import FORMAT
from mockod.store.practice_file import PracticeFile
from mockod.store.transaction import Transaction
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.telehealth.domain import appointments as rules
from mockod.vendors.telehealth.domain import refusals
from mockod.vendors.telehealth.domain.appointments import Appointment, Draft
from mockod.vendors.telehealth.domain.moments import to_local, to_ms, within
from mockod.vendors.telehealth.domain.words import EVENTS, Attendance, GeneratedFrom, Profile, event_name
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.resources import appointments, records
from mockod.vendors.telehealth.resources.work import Work
from mockod.vendors.telehealth.wire.errors import refusing
from mockod.vendors.vendor import ControlFeatures, DatabaseFeature, SeedingFeature

MOST_RECEIVERS = 20
EVENT_NAMES = tuple(dict.fromkeys(event_name(status, profile) for profile in Profile for status in EVENTS))


# ----- settings -----


def _setting(name: str) -> DatabaseFeature:
    words = tables.SETTINGS[name]

    def read(tx: Transaction) -> str:
        return records.settings(tx)[name]

    def change(tx: Transaction, value: str) -> None:
        tx.delete(tables.SETTING, "name = ?", [name])
        tx.insert(tables.SETTING, {"name": name, "value": value})

    return DatabaseFeature(name=name, type=OneOf(*words), read=read, change=change, answer={"enum": list(words)})


def _merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Merge the part of a fragment into an office. Raises PracticeError."""
    from mockod.vendors.telehealth.practice.seeding import merge  # here, as few servers are asked

    return merge(tx, fragment)


def _export(tx: Transaction, is_relative: bool) -> Iterable[str]:
    """The lines of an office's part of a practice file."""
    from mockod.vendors.telehealth.practice.seeding import export

    return export(tx, is_relative)


# ----- what happens to an appointment -----


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduling:
    """An appointment that somebody at the office moves; it keeps its length where no end is said."""

    appointment: Annotated[str, Text()]
    start: Annotated[str, MomentText()]
    end: Annotated[str | None, MomentText()] = None
    by: Annotated[str | None, Text()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelling:
    """An appointment that is cancelled."""

    appointment: Annotated[str, Text()]
    reason: Annotated[str | None, Text()] = None
    by: Annotated[str | None, Text()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeOfOne:
    """An attendee of an appointment."""

    appointment: Annotated[str, Text()]
    attendee: Annotated[str, Text()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What an attendee answers to an invitation."""

    appointment: Annotated[str, Text()]
    attendee: Annotated[str, Text()]
    attendance_status: Annotated[str, OneOf(*Attendance)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBooking:
    """An appointment that a patient books; it takes as long as its type says."""

    patient: Annotated[str, Text()]
    host: Annotated[str, Text()]
    appointment_type: Annotated[str, Text()]
    start: Annotated[str, MomentText()]
    generated_from_type: Annotated[str, OneOf(*GeneratedFrom)] = GeneratedFrom.RULE.value
    generated_from: Annotated[str | None, Text()] = None


Happening = Callable[[Work, Appointment], Appointment]


def _happen(scope: Scope, identifier: str, by: str | None, what: Happening) -> dict[str, Any]:
    """Do something to an appointment of the office, and tell what it is then."""
    with scope.office.transaction() as tx, refusing():
        work = Work(tx, "POST", identifier)
        before = appointments.get_or_404(work)
        rules.check_people({"by": [by] if by else []}, records.users(tx))
        return appointments.told(work, appointments.keep(work, before, what(work, before), by or before.host))


def _at(work: Work, text: str) -> int:
    """A time of the office's own clock."""
    return to_ms(datetime.strptime(text, FORMAT), records.zone_of(work.tx))


def reschedule(scope: Scope, order: Rescheduling) -> dict[str, Any]:
    """Move an appointment, as no call of the API can. Answers it as the API shows it."""

    def what(work: Work, before: Appointment) -> Appointment:
        start = _at(work, order.start)
        end = _at(work, order.end) if order.end else within(start + before.end_time - before.start_time)
        return rules.reschedule(before, start, end, order.by or before.host, work.now)

    return _happen(scope, order.appointment, order.by, what)


def cancel(scope: Scope, order: Cancelling) -> dict[str, Any]:
    """Cancel an appointment, as no call of the API can."""

    def what(work: Work, before: Appointment) -> Appointment:
        return rules.cancel(before, order.by or before.host, work.now, order.reason or "")

    return _happen(scope, order.appointment, order.by, what)


def miss(scope: Scope, who: AttendeeOfOne) -> dict[str, Any]:
    """An attendee does not come."""

    def what(work: Work, before: Appointment) -> Appointment:
        return rules.change_attendee(before, who.attendee, work.now, no_show=True)

    return _happen(scope, who.appointment, None, what)


def answer_invitation(scope: Scope, answer: Answering) -> dict[str, Any]:
    """An attendee answers the invitation."""

    def what(work: Work, before: Appointment) -> Appointment:
        status = Attendance(answer.attendance_status)
        return rules.change_attendee(before, answer.attendee, work.now, attendance_status=status)

    return _happen(scope, answer.appointment, None, what)


def book(scope: Scope, booking: SelfBooking) -> dict[str, Any]:
    """A patient books an appointment by a rule or an override of the office."""
    with scope.office_to_come.transaction() as tx, refusing():
        work = Work(tx, "POST")
        kind = records.appointment_type(tx, booking.appointment_type)
        if kind is None:
            raise refusals.unknown_reference("appointment_type", f"appointment type {booking.appointment_type}")
        start = _at(work, booking.start)
        draft = Draft(
            generated_from_type=GeneratedFrom(booking.generated_from_type),
            generated_from=booking.generated_from or f"{booking.generated_from_type}_1",
            appointment_type=kind.id,
            name=kind.name,
            description=kind.description,
            group=False,
            internal=False,
            start_time=start,
            end_time=within(start + kind.duration * 60_000),
            host=booking.host,
            attendees=[booking.patient],
            created_by=booking.patient,
        )
        return appointments.told(work, appointments.book(work, draft))


# ----- change log -----


@dataclass(frozen=True, slots=True)
class WhichAppointment:
    """The appointment whose changes are shown."""

    appointment: Annotated[str, Text()]


def list_changes(scope: Scope, which: WhichAppointment) -> dict[str, Any]:
    """What `change_log` of an appointment names: every change of a field, the oldest first."""
    with scope.office.transaction() as tx, refusing():
        apt = appointments.get_or_404(Work(tx, "GET", which.appointment))
        columns = "field, old_value, new_value, changed_by, changed_at"
        rows = tx.rows(f"SELECT {columns} FROM {tables.CHANGE} WHERE AptNum = ? ORDER BY ChangeNum", [apt.number])
        zone = records.zone_of(tx)
    return {
        "change_log": apt.change_log,
        "changes": [
            {"field": name, "before": before, "after": after, "changed_by": by, "at": _told(at, zone)}
            for name, before, after, by, at in rows
        ],
    }


# ----- webhooks -----


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceiver:
    """Where webhooks go, and of which events; of all without any."""

    url: Annotated[str, Text()]
    events: Annotated[str | None, Text()] = None


def add_receiver(scope: Scope, receiver: NewReceiver) -> dict[str, Any]:
    """Register a receiver of webhooks, as the vendor's staff does it; `events` are names with commas between."""
    office = scope.office_to_come
    events = [name.strip() for name in (receiver.events or "").split(",") if name.strip()]
    unknown = [name for name in events if name not in EVENT_NAMES]
    if unknown:
        raise ApiError(400, f"events: {unknown[0]!r} is none of {', '.join(EVENT_NAMES)}", Basis.ASSUMED)
    if not is_address(receiver.url) or not is_allowed(receiver.url, ()):
        raise ApiError(
            400, "url: an address of this machine belongs here, as http://127.0.0.1:8000/hook", Basis.ASSUMED
        )
    if leads_here(receiver.url, office.is_served_here):
        raise ApiError(400, "url: it is an address of mockod's own", Basis.ASSUMED)
    with office.transaction() as tx:
        if tx.value(f"SELECT count(*) FROM {tables.RECEIVER}") >= MOST_RECEIVERS:
            raise ApiError(409, f"There are {MOST_RECEIVERS} receivers already.", Basis.ASSUMED)
        number = tx.insert(tables.RECEIVER, {"url": receiver.url, "events": ",".join(events)})
    return {"number": number, "url": receiver.url, "events": events}


def list_receivers(scope: Scope) -> list[dict[str, Any]]:
    """Where the office's webhooks go."""
    with scope.office.transaction() as tx:
        rows = tx.rows(f"SELECT ReceiverNum, url, events FROM {tables.RECEIVER} ORDER BY ReceiverNum")
    return [{"number": n, "url": url, "events": events.split(",") if events else []} for n, url, events in rows]


def remove_receivers(scope: Scope) -> dict[str, int]:
    """Forget all receivers, and what was still to be sent to them."""
    with scope.office.transaction() as tx:
        tx.delete(tables.NOTICE, "outcome = ''")
        return {"removed": tx.delete(tables.RECEIVER, "1")}


def list_notices(scope: Scope) -> list[dict[str, Any]]:
    """Every webhook that the office had to send, the oldest first, and what became of it."""
    with scope.office.transaction() as tx:
        columns = "NoticeNum, ReceiverNum, event, created_at, outcome"
        rows = tx.rows(f"SELECT {columns} FROM {tables.NOTICE} ORDER BY NoticeNum")
        zone = records.zone_of(tx)
    return [
        {"number": number, "receiver": receiver, "event": event, "at": _told(at, zone), "outcome": outcome or "waiting"}
        for number, receiver, event, at, outcome in rows
    ]


def _told(ms: int, zone: str) -> str:
    return to_local(ms, zone).strftime(FORMAT)


# ----- the table -----

APPOINTMENT = record(
    "TelehealthAppointment", {"id": TEXT, "object": {"const": "appointment"}, "name": TEXT, "status_history": array({})}
)
RECEIVER = record("Receiver", {"number": COUNT, "url": TEXT, "events": array(TEXT)})
NOTICE = record("Notice", {"number": COUNT, "receiver": COUNT, "event": TEXT, "at": TEXT, "outcome": TEXT})
CHANGE = record("FieldChange", dict.fromkeys(("field", "before", "after", "changed_by", "at"), TEXT))
CHANGES = record("Changes", {"change_log": TEXT, "changes": array(CHANGE)})


def make_document(settings: Any, version: str) -> dict[str, Any]:
    """The API as an OpenAPI document, of a profile where one is named."""
    from mockod.vendors.telehealth.openapi import document  # here, as it loads every method

    return document(Profile(version) if version else Profile.MS)


CONTROL = ControlFeatures(
    document=ApiDocument(
        make=make_document,
        version=f"({'|'.join(Profile)})",
        scheme="account",
        key="{office}",
        office="demo-customer",
    ),
    in_database=tuple(map(_setting, tables.SETTINGS)),
    seeding=SeedingFeature(sections=tuple, merge=_merge, export=_export),
    spell=tables.spell,
    is_stamp=lambda column: column in tables.STAMPS,
    trail=(tables.CHANGE, tables.NOTICE),
    endpoints=(
        body("POST", "events/reschedule", reschedule, Rescheduling, name="reschedule", answers=APPOINTMENT),
        body("POST", "events/cancel", cancel, Cancelling, name="cancel", answers=APPOINTMENT),
        body("POST", "events/no-show", miss, AttendeeOfOne, name="miss", answers=APPOINTMENT),
        body("POST", "events/attendance", answer_invitation, Answering, name="answer_invitation", answers=APPOINTMENT),
        body("POST", "events/self-booking", book, SelfBooking, name="book_as_patient", answers=APPOINTMENT),
        query("GET", "events/change-log", list_changes, WhichAppointment, name="list_changes", answers=CHANGES),
        body("POST", "events/receivers", add_receiver, NewReceiver, name="add_receiver", answers=RECEIVER, status=201),
        call("GET", "events/receivers", list_receivers, name="list_receivers", answers=many(RECEIVER, "Receivers")),
        call(
            "DELETE",
            "events/receivers",
            remove_receivers,
            name="remove_receivers",
            answers=record("ReceiversRemoved", {"removed": COUNT}),
        ),
        call("GET", "events/notices", list_notices, name="list_notices", answers=many(NOTICE, "Notices")),
    ),
)
