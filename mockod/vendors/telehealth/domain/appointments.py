"""What becomes of an appointment: created, updated, moved, cancelled. Facts in, the appointment as it then is out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mockod.vendors.telehealth.domain import refusals
from mockod.vendors.telehealth.domain.words import Attendance, GeneratedFrom, Interaction, Profile, Status

NO_PLACE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Attendee:
    """A user who is invited."""

    user: str
    attendance_status: Attendance
    last_updated_at: int
    no_show: bool = False


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An entry of ``status_history``."""

    status: Status
    changed_by: str
    changed_at: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentType:
    """What external appointments are of."""

    id: str
    name: str
    description: str = ""
    color: str = ""
    duration: int = 30
    """Minutes."""
    group: bool = False
    max_participants: int = 1
    interaction_type: Interaction = Interaction.VIDEO_CALL
    status: str = "active"
    location: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """As it is kept. Times are milliseconds since 1970; an empty text stands for what does not apply."""

    number: int
    id: str
    generated_from_type: str = ""
    generated_from: str = ""
    appointment_type: str = ""
    name: str
    description: str
    group: bool
    internal: bool
    start_time: int
    end_time: int
    actual_start_time: int | None = None
    actual_end_time: int | None = None
    host: str
    attendees: tuple[Attendee, ...]
    reference_patients: tuple[str, ...] = ()
    interaction_type: Interaction
    meeting_id: str = ""
    location: Mapping[str, str] = field(default_factory=dict)
    status_history: tuple[StatusChange, ...]
    visit_note: str = ""
    change_log: str
    created_by: str
    created_at: int
    last_updated_at: int

    @property
    def status(self) -> Status:
        return self.status_history[-1].status if self.status_history else Status.SCHEDULED


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An appointment as a client orders it."""

    generated_from_type: GeneratedFrom | None = None
    generated_from: str | None = None
    appointment_type: str | None = None
    name: str
    description: str
    group: bool
    internal: bool
    start_time: int
    end_time: int
    host: str
    attendees: Sequence[str]
    created_by: str
    reference_patients: Sequence[str] = ()

    @property
    def people(self) -> dict[str, Sequence[str]]:
        """Users that it names, by field."""
        return {
            "host": [self.host],
            "attendees": self.attendees,
            "created_by": [self.created_by],
            "reference_patients": self.reference_patients,
        }

    @property
    def out_of_place(self) -> list[str]:
        """Fields that are given and do not apply: they are ignored."""
        given = {"reference_patients": bool(self.reference_patients), "appointment_type": bool(self.appointment_type)}
        unfit = "appointment_type" if self.internal else "reference_patients"
        return [unfit] if given[unfit] else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an update says; None for what it leaves as it is."""

    updated_by: str
    name: str | None = None
    description: str | None = None
    actual_start_time: int | None = None
    actual_end_time: int | None = None
    attendees: Sequence[str] | None = None
    reference_patients: Sequence[str] | None = None

    @property
    def people(self) -> dict[str, Sequence[str]]:
        return {
            "updated_by": [self.updated_by],
            "attendees": self.attendees or (),
            "reference_patients": self.reference_patients or (),
        }


@dataclass(frozen=True, slots=True)
class Names:
    """Identifiers for a new appointment."""

    number: int
    id: str
    meeting_id: str
    visit_note: str
    change_log: str


def check_people(named: Mapping[str, Iterable[str]], known: Collection[str]) -> None:
    """Refuse users that there are not, the first by field."""
    for name, users in named.items():
        for user in users:
            if user not in known:
                raise refusals.unknown_reference(name, f"user {user[:100]}")


def check_draft(draft: Draft) -> None:
    """Refuse what contradicts itself, before anything is looked up."""
    if not draft.internal and not draft.appointment_type:
        raise refusals.missing("appointment_type")
    if draft.generated_from_type and not draft.generated_from:
        raise refusals.missing("generated_from")
    if draft.generated_from and not draft.generated_from_type:
        raise refusals.missing("generated_from_type")
    if draft.end_time <= draft.start_time:
        raise refusals.invalid_time("end_time must be after start_time")


def create(
    draft: Draft, apt_type: AppointmentType | None, names: Names, now: int, profile: Profile = Profile.MS
) -> Appointment:
    """The appointment of a draft whose people are known. ``apt_type`` is None where there is none of that id."""
    if not draft.internal and apt_type is None:
        raise refusals.unknown_reference("appointment_type", f"appointment type {draft.appointment_type}")
    kind = None if draft.internal else apt_type
    interaction = kind.interaction_type if kind else Interaction.VIDEO_CALL
    is_video = interaction is Interaction.VIDEO_CALL
    return Appointment(
        number=names.number,
        id=names.id,
        generated_from_type=draft.generated_from_type or "",
        generated_from=draft.generated_from or "",
        appointment_type=kind.id if kind else "",
        name=draft.name,
        description=draft.description,
        group=draft.group,
        internal=draft.internal,
        start_time=draft.start_time,
        end_time=draft.end_time,
        host=draft.host,
        attendees=_attending((), draft.attendees, now, profile),
        reference_patients=tuple(dict.fromkeys(draft.reference_patients)) if draft.internal else (),
        interaction_type=interaction,
        meeting_id=names.meeting_id if is_video else "",
        location=kind.location if kind and not is_video else NO_PLACE,
        status_history=(StatusChange(Status.SCHEDULED, draft.created_by, now),),
        visit_note="" if draft.internal else names.visit_note,
        change_log=names.change_log,
        created_by=draft.created_by,
        created_at=now,
        last_updated_at=now,
    )


def update(before: Appointment, change: Change, now: int, profile: Profile = Profile.MS) -> Appointment:
    """What is sent is set, and nothing else. A time that it really began or ended at brings a status with it."""
    given: dict[str, Any] = {
        name: value
        for name in ("name", "description", "actual_start_time", "actual_end_time")
        if (value := getattr(change, name)) is not None
    }
    if change.attendees is not None:
        given["attendees"] = _attending(before.attendees, change.attendees, now, profile)
    if change.reference_patients is not None and before.internal:
        given["reference_patients"] = tuple(dict.fromkeys(change.reference_patients))
    after = replace(before, **given, last_updated_at=now)
    began, ended = after.actual_start_time, after.actual_end_time
    if began is not None and ended is not None and ended < began:
        raise refusals.invalid_time("actual_end_time must not be before actual_start_time")
    statuses = [
        StatusChange(status, change.updated_by, now)
        for name, status in (("actual_start_time", Status.IN_PROGRESS), ("actual_end_time", Status.COMPLETED))
        if name in given
    ]
    return replace(after, status_history=(*before.status_history, *statuses))


def reschedule(before: Appointment, start: int, end: int, changed_by: str, now: int) -> Appointment:
    """Moved by somebody at the office."""
    if end <= start:
        raise refusals.invalid_time("end_time must be after start_time")
    entry = StatusChange(Status.RESCHEDULED, changed_by, now)
    history = (*before.status_history, entry)
    return replace(before, start_time=start, end_time=end, status_history=history, last_updated_at=now)


def cancel(before: Appointment, changed_by: str, now: int, reason: str = "") -> Appointment:
    """Cancelled by somebody at the office. Raises Refused where it is already."""
    if before.status is Status.CANCELLED:
        raise refusals.Refused("appointment/invalid_status", "The appointment is cancelled already")
    entry = StatusChange(Status.CANCELLED, changed_by, now, reason)
    return replace(before, status_history=(*before.status_history, entry), last_updated_at=now)


def change_attendee(before: Appointment, user: str, now: int, **state: Any) -> Appointment:
    """An attendee answers the invitation, or does not come. Raises Refused for somebody who is not invited."""
    if user not in {one.user for one in before.attendees}:
        raise refusals.unknown_reference("attendee", f"attendee {user} of this appointment")
    attendees = tuple(
        replace(one, **state, last_updated_at=now) if one.user == user else one for one in before.attendees
    )
    return replace(before, attendees=attendees, last_updated_at=now)


def new_statuses(before: Appointment | None, after: Appointment) -> tuple[Status, ...]:
    """The statuses that an appointment has come into."""
    return tuple(entry.status for entry in after.status_history[len(before.status_history) if before else 0 :])


def _attending(before: Iterable[Attendee], users: Iterable[str], now: int, profile: Profile) -> tuple[Attendee, ...]:
    """The attendees named, each once; those who stay keep what they answered."""
    answer = Attendance.GOING if profile is Profile.MS else Attendance.NO_RESPONSE
    staying = {attendee.user: attendee for attendee in before}
    return tuple(staying.get(user) or Attendee(user, answer, now) for user in dict.fromkeys(users))
