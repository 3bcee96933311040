"""What becomes of telehealth appointments, decided without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mockod.vendors.telehealth.domain import appointments as rules
from mockod.vendors.telehealth.domain.appointments import AppointmentType, Change, Draft, Names
from mockod.vendors.telehealth.domain.refusals import Refused
from mockod.vendors.telehealth.domain.words import Attendance, GeneratedFrom, Interaction, Profile, Status, event_name

NAMES = Names(1, "appt_1", "123", "note_1", "clog_1")
DRAFT = Draft(
    appointment_type="aptp_1",
    name="Check-in",
    description="",
    group=False,
    internal=False,
    start_time=1000,
    end_time=2000,
    host="user_h",
    attendees=["user_a", "user_b", "user_a"],
    created_by="user_c",
)
VIDEO = AppointmentType(id="aptp_1", name="Check-in")
VISIT = replace(VIDEO, interaction_type=Interaction.IN_PERSON, location={"city": "Sampleton"})
BOOKED = rules.create(DRAFT, VIDEO, NAMES, 5)


def test_a_video_call_has_a_meeting_and_a_visit_has_a_place():
    assert (BOOKED.meeting_id, BOOKED.location) == ("123", {})
    visit = rules.create(DRAFT, VISIT, NAMES, 5)
    assert (visit.meeting_id, visit.location) == ("", {"city": "Sampleton"})


def test_attendees_are_invited_once_and_answer_as_their_generation_does():
    assert [one.user for one in BOOKED.attendees] == ["user_a", "user_b"]
    assert {one.attendance_status for one in BOOKED.attendees} == {Attendance.GOING}
    newer = rules.create(DRAFT, VIDEO, NAMES, 5, Profile.ISO)
    assert {one.attendance_status for one in newer.attendees} == {Attendance.NO_RESPONSE}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appointment_type": None}, "appointment/missing_field"),
        ({"generated_from": "rule_1"}, "appointment/missing_field"),
        ({"generated_from_type": GeneratedFrom.RULE}, "appointment/missing_field"),
        ({"end_time": 1000}, "appointment/invalid_time"),
    ],
)
def test_a_draft_that_contradicts_itself_is_refused(changes, code):
    with pytest.raises(Refused) as refused:
        rules.check_draft(replace(DRAFT, **changes))
    assert (refused.value.code, refused.value.status) == (code, 400)


def test_a_type_that_is_not_there_is_refused_of_external_appointments_only():
    with pytest.raises(Refused, match="there is no appointment type aptp_1"):
        rules.create(DRAFT, None, NAMES, 5)
    assert rules.create(replace(DRAFT, internal=True), None, NAMES, 5).appointment_type == ""


def test_an_update_without_anything_changes_the_stamp_alone():
    assert rules.update(BOOKED, Change(updated_by="user_c"), 9) == replace(BOOKED, last_updated_at=9)


def test_each_time_that_is_set_adds_its_status():
    after = rules.update(BOOKED, Change(updated_by="user_c", actual_start_time=1, actual_end_time=2), 9)
    assert rules.new_statuses(BOOKED, after) == (Status.IN_PROGRESS, Status.COMPLETED)
    again = rules.update(after, Change(updated_by="user_c", name="Other"), 10)
    assert rules.new_statuses(after, again) == ()
    with pytest.raises(Refused, match="must not be before"):
        rules.update(after, Change(updated_by="user_c", actual_start_time=3), 10)


def test_only_who_is_invited_can_answer():
    told = rules.change_attendee(BOOKED, "user_b", 9, attendance_status=Attendance.MAYBE)
    assert [one.attendance_status for one in told.attendees] == [Attendance.GOING, Attendance.MAYBE]
    with pytest.raises(Refused, match="no attendee user_x"):
        rules.change_attendee(BOOKED, "user_x", 9, no_show=True)


def test_what_is_cancelled_is_not_cancelled_again():
    cancelled = rules.cancel(BOOKED, "user_c", 9, "ill")
    assert (cancelled.status, cancelled.status_history[-1].reason) == (Status.CANCELLED, "ill")
    with pytest.raises(Refused, match="cancelled already"):
        rules.cancel(cancelled, "user_c", 10)


def test_webhooks_call_the_beginning_otherwise_in_either_generation():
    assert [event_name(status, Profile.MS) for status in Status] == [
        f"appointment.{word}" for word in ("created", "started", "completed", "cancelled", "rescheduled")
    ]
    assert event_name(Status.IN_PROGRESS, Profile.ISO) == "appointment.in_progress"
