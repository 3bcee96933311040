"""The words that the API has for what it enumerates, and the shapes of answers that there were."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Of ``status_history``. Only the first is documented; the others are named as the webhooks are (assumed)."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"


class Attendance(StrEnum):
    """Whether an attendee will come. The last two are assumed."""

    GOING = "going"
    NO_RESPONSE = "noResponse"
    NOT_GOING = "notGoing"
    MAYBE = "maybe"


class GeneratedFrom(StrEnum):
    """What a patient's own booking was made from."""

    RULE = "rule"
    OVERRIDE = "override"


class Interaction(StrEnum):
    """How host and attendees meet."""

    VIDEO_CALL = "video_call"
    IN_PERSON = "in_person"


class Profile(StrEnum):
    """The generation of the API: its documented shape with times in milliseconds, or that of 2025 with ISO 8601."""

    MS = "ms"
    ISO = "iso"


class Role(StrEnum):
    """In which lists a user is."""

    PROVIDER = "provider"
    PATIENT = "patient"
    STAFF = "staff"


PAYMENT_STATUS = "not_applicable"
"""The only one that is known."""
EVENTS = {
    Status.SCHEDULED: "created",
    Status.IN_PROGRESS: "started",
    Status.COMPLETED: "completed",
    Status.CANCELLED: "cancelled",
    Status.RESCHEDULED: "rescheduled",
}
"""What a webhook calls it that an appointment has come into a status (documented)."""


def event_name(status: Status, profile: Profile) -> str:
    """
    >>> event_name(Status.IN_PROGRESS, Profile.MS), event_name(Status.IN_PROGRESS, Profile.ISO)
    ('appointment.started', 'appointment.in_progress')
    """
    is_newer = profile is Profile.ISO and status is Status.IN_PROGRESS
    return f"appointment.{status if is_newer else EVENTS[status]}"
