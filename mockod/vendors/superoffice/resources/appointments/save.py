"""Writing appointments: created, replaced, patched, deleted; and the copies that participants of a booking have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mockod.vendors.superoffice.domain.bookings import PARTICIPANT, PLAIN, BookingPlan, plan_booking
from mockod.vendors.superoffice.domain.patches import FailedTest, apply_operations, merge, same
from mockod.vendors.superoffice.domain.time_zones import is_before
from mockod.vendors.superoffice.domain.words import APPOINTMENT_TYPE, INVITATION_STATUS
from mockod.vendors.superoffice.practice.numbers import next_appointment_id
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, ASSOCIATES, BY_CARRIER, TASKS
from mockod.vendors.superoffice.resources.appointments.show import plain_view, whole_entity
from mockod.vendors.superoffice.resources.work import Work
from mockod.vendors.superoffice.webhooks.notices import CHANGED, CREATED, DELETED, note
from mockod.vendors.superoffice.wire.appointment import PROPERTIES, REFERENCES, Appointment
from mockod.vendors.superoffice.wire.errors import bad_argument, conflict
from mockod.vendors.superoffice.wire.kinds import Reference
from mockod.vendors.superoffice.wire.records import Access, Reading, read_object

HALF_HOUR = timedelta(minutes=30)
_BY_NAME = {known.name: known for known in PROPERTIES}
METADATA = frozenset({"tableright", "fieldproperties", "_links"})
"""Sent back by clients that send a whole entity; passed over."""
SHARED = ("description", "title", "agenda", "location", "start_date", "end_date", "task_id", "contact_id", "person_id")
"""What a participant's copy has of its master (assumed)."""


def default(work: Work) -> Appointment:
    """A new appointment, before anybody has said anything of it (assumed but for its owner)."""
    start = rounded_up(work.tx.now)
    tasks = TASKS.where(work.tx, "Deleted = 0 ORDER BY Rank, TaskListItemId LIMIT 1")
    return Appointment(
        associate_id=work.associate.associate_id,
        start_date=start,
        end_date=start + HALF_HOUR,
        task_id=tasks[0].task_list_item_id if tasks else 0,
    )


def rounded_up(moment: datetime) -> datetime:
    """The next half hour.

    >>> rounded_up(datetime(2026, 3, 2, 9, 1)), rounded_up(datetime(2026, 3, 2, 9, 30))
    (datetime.datetime(2026, 3, 2, 9, 30), datetime.datetime(2026, 3, 2, 9, 30))
    """
    past = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + HALF_HOUR if past else moment


def create(work: Work, given: Mapping[str, Any]) -> Appointment:
    """A new appointment, whatever id was sent."""
    appointment = replace(
        _read(work, given, default(work)),
        appointment_id=next_appointment_id(work.tx),
        created_by_id=work.associate.associate_id,
        created_date=work.tx.now,
    )
    appointment = _with_plan(work, appointment)
    APPOINTMENTS.add(work.tx, appointment)
    note(work.tx, CREATED, appointment, work.associate, work.settings.base_zone)
    _write_copies(work, appointment)
    return appointment


def replace_whole(work: Work, before: Appointment, given: Mapping[str, Any]) -> Appointment:
    """The appointment with what was sent; what was not returns to its default (documented that it is replaced)."""
    return _update(work, before, _read(work, given, default(work)))


def patch(work: Work, before: Appointment, body: Any) -> Appointment:
    """The appointment after a JSON Patch, a list, or a merge patch, an object."""
    shown = whole_entity(work, before, with_links=False)
    view = plain_view(work)

    def is_equal(name: str, left: Any, right: Any) -> bool:
        """Whether two values mean the same to the property: a word and its number, two spellings of a time."""
        known = _BY_NAME.get(name)
        if known is None or left is None or right is None:
            return same(name, left, right)
        try:
            return bool(known.kind.read(left, view) == known.kind.read(right, view))
        except (ValueError, OverflowError):
            return same(name, left, right)

    try:
        if isinstance(body, list):
            document = apply_operations(shown, body, is_equal)
        else:
            work.ignored += [name for name in body if not _is_known(shown, name)]
            document = merge(shown, body)
    except FailedTest as exc:
        raise conflict(str(exc)) from exc
    except ValueError as exc:
        raise bad_argument(str(exc)) from exc
    changed = {name: value for name, value in document.items() if not same(name, value, shown[name])}
    return _update(work, before, _read(work, changed, _without_nulls(work, before, changed), keeps_end=True))


def _without_nulls(work: Work, before: Appointment, changed: Mapping[str, Any]) -> Appointment:
    """The appointment with the default of every property that a patch has made null."""
    fresh = default(work)
    names = [_BY_NAME[name].attribute for name, value in changed.items() if value is None and name in _BY_NAME]
    return replace(before, **{name: getattr(fresh, name) for name in names})


def delete(work: Work, appointment: Appointment) -> None:
    """The appointment goes, with the copies that participants have of it."""
    for copy in _copies(work, appointment):
        note(work.tx, DELETED, copy, work.associate, work.settings.base_zone)
        APPOINTMENTS.delete(work.tx, copy.appointment_id)
    note(work.tx, DELETED, appointment, work.associate, work.settings.base_zone)
    APPOINTMENTS.delete(work.tx, appointment.appointment_id)


def problems(work: Work, given: Mapping[str, Any]) -> dict[str, str]:
    """All that is wrong with an entity, by property."""
    reading, appointment = _reading(work, given, default(work))
    return {**reading.problems, **_wrong(work, appointment)}


def _is_known(document: Mapping[str, Any], name: str) -> bool:
    return name.lower() in METADATA or any(known.lower() == name.lower() for known in document)


def _reading(
    work: Work, given: Mapping[str, Any], base: Appointment, *, keeps_end: bool = False
) -> tuple[Reading, Appointment]:
    """What was sent, over a ``base``. An end that was not sent follows the start, unless the base's is kept."""
    reading = read_object(Appointment, given, plain_view(work))
    values = reading.values
    if "start_date" in values and "end_date" not in values and not keeps_end:
        try:
            values["end_date"] = values["start_date"] + HALF_HOUR
        except OverflowError:
            values["end_date"] = values["start_date"]
    if values.get("associate_id") == 0:
        values["associate_id"] = work.associate.associate_id  # nobody named is whoever asks
    return reading, replace(base, **values)


def _read(work: Work, given: Mapping[str, Any], base: Appointment, *, keeps_end: bool = False) -> Appointment:
    """The entity that was sent. Refuses with 400 and the first thing that is wrong, by property."""
    reading, appointment = _reading(work, given, base, keeps_end=keeps_end)
    work.ignored += [name for name in reading.unknown if name.lower() not in METADATA]
    for name, problem in {**reading.problems, **_wrong(work, appointment)}.items():
        raise bad_argument(f"{name}: {problem}")
    return appointment


def _wrong(work: Work, appointment: Appointment) -> dict[str, str]:
    """What is wrong with an entity whose values are each right by themselves (assumed)."""
    wrong: dict[str, str] = {}
    if is_before(appointment.end_date, appointment.start_date, work.settings.base_zone):
        wrong["EndDate"] = "EndDate is before StartDate"
    for known in REFERENCES:
        number = getattr(appointment, known.attribute)
        if known.access is not Access.TAKEN or not isinstance(known.kind, Reference) or not number:
            continue
        if BY_CARRIER[known.kind.carrier].find(work.tx, number) is None:
            wrong[known.name] = f"{known.kind.key} {number} not found"
    return wrong


def _update(work: Work, before: Appointment, wanted: Appointment) -> Appointment:
    """Write an appointment that is there. The server's own properties stay; who changed it when is written down."""
    kept = {
        known.attribute: getattr(before, known.attribute)
        for known in PROPERTIES
        if known.access is Access.KEPT and known.attribute not in ("updated_by_id", "updated_date")
    }
    after = replace(wanted, **kept, updated_by_id=work.associate.associate_id, updated_date=work.tx.now)
    after = _with_plan(work, after)
    APPOINTMENTS.put(work.tx, after)
    note(work.tx, CHANGED, after, work.associate, work.settings.base_zone, before)
    _write_copies(work, after)
    return after


def _is_copy(appointment: Appointment) -> bool:
    return appointment.mother_id not in (0, appointment.appointment_id)


def _with_plan(work: Work, appointment: Appointment) -> Appointment:
    """A booking's master is its own mother; what is no booking any more has none."""
    if _is_copy(appointment):
        return appointment
    plan = _plan(work, appointment)
    if plan.is_master:
        return replace(appointment, booking_type=plan.booking_type, mother_id=appointment.appointment_id)
    was_master = appointment.mother_id != 0
    return replace(appointment, mother_id=0, booking_type=PLAIN if was_master else appointment.booking_type)


def _plan(work: Work, appointment: Appointment) -> BookingPlan:
    invited = [participant.associate_id for participant in appointment.participants]
    known = ASSOCIATES.by_number(work.tx, invited)
    return plan_booking(appointment.associate_id, invited, known)


def _copies(work: Work, master: Appointment) -> list[Appointment]:
    number = master.appointment_id
    return APPOINTMENTS.where(work.tx, "MotherId = ? AND AppointmentId <> ?", (number, number))


def _write_copies(work: Work, master: Appointment) -> None:
    """Give every participant of a booking a copy that says the same, and take it from whoever takes part no more."""
    if _is_copy(master):
        return
    wanted = _plan(work, master).copies
    there = {copy.associate_id: copy for copy in _copies(work, master)}
    shared = {name: getattr(master, name) for name in SHARED}
    for owner, copy in there.items():
        if owner not in wanted:
            note(work.tx, DELETED, copy, work.associate, work.settings.base_zone)
            APPOINTMENTS.delete(work.tx, copy.appointment_id)
            continue
        moved = (copy.start_date, copy.end_date) != (master.start_date, master.end_date)
        status = INVITATION_STATUS["Moved"] if moved else copy.invitation_status
        changed = replace(copy, **shared, invitation_status=status)
        if changed != copy:
            after = replace(changed, updated_by_id=work.associate.associate_id, updated_date=work.tx.now)
            APPOINTMENTS.put(work.tx, after)
            note(work.tx, CHANGED, after, work.associate, work.settings.base_zone, copy)
    for owner in wanted:
        if owner not in there:
            copy = Appointment(
                **shared,
                appointment_id=next_appointment_id(work.tx),
                associate_id=owner,
                mother_id=master.appointment_id,
                type=APPOINTMENT_TYPE["BookingForDiary"],
                booking_type=PARTICIPANT,
                invitation_status=INVITATION_STATUS["Invitation"],
                created_by_id=work.associate.associate_id,
                created_date=work.tx.now,
            )
            APPOINTMENTS.add(work.tx, copy)
            note(work.tx, CREATED, copy, work.associate, work.settings.base_zone)
