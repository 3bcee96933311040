"""What becomes of an appointment that is made or changed, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, TreatArea
from mockod.vendors.opendental.domain.first_visit import FirstVisit
from mockod.vendors.opendental.domain.treatment import Code, Treatment, TreatmentFacts
from mockod.vendors.opendental.resources.appointments.bodies import AppointmentChange, Booking, Break, PlannedBooking
from mockod.vendors.opendental.resources.appointments.break_appointment import BreakFacts, break_note, check_break
from mockod.vendors.opendental.resources.appointments.decisions import (
    AptType,
    BookingFacts,
    Length,
    UpdateFacts,
    asked_to_arrive,
    build_appointment,
    check_status,
    plan_booking,
    plan_update,
)
from mockod.vendors.opendental.resources.appointments.plan import ScheduleFacts, check_planned, plan_visit

NOW = datetime(2026, 3, 2, 7)
NINE = datetime(2026, 3, 4, 9)
EXAM = Code(1, "D0120", 0, is_hygiene=False, time="/X/", area=TreatArea.Mouth, abbreviation="PerEx")
CLEANING = Code(2, "D1110", 0, is_hygiene=True, time="/XXX/", area=TreatArea.Mouth, abbreviation="Pro")
FILLING = Code(3, "D2391", 0, is_hygiene=False, time="/XX/", area=TreatArea.Surf, abbreviation="Comp")
CODES = {code.code: code for code in (EXAM, CLEANING, FILLING)}
FACTS = BookingFacts(
    now=NOW,
    patient_clinic=7,
    patient_provider=0,
    minutes_early=0,
    operatory_clinic=0,
    default_provider=1,
    first_confirmation=19,
    time_is_locked=False,
    plans=(5, 6),
)
BODY = Booking(pat_num=1, op=2, apt_date_time=NINE)
TREATED = TreatmentFacts(codes=CODES)
STANDING = Appointment(
    apt_num=10,
    pat_num=1,
    apt_status=AptStatus.Scheduled,
    pattern="/XX/",
    confirmed=19,
    op=2,
    prov_num=1,
    apt_date_time=NINE,
    date_t_stamp=NOW,
    sec_date_t_entry=NOW,
    pattern_secondary="////",
    proc_descript="PerEx",
)


def facts(**more) -> UpdateFacts:
    usual = {
        "now": NOW,
        "plans": (5, 6),
        "minutes_early": 0,
        "treated": True,
        "apt_type": AptType(),
        "treatment": TREATED,
    }
    return UpdateFacts(**{**usual, **more})


def refusal(call, *arguments, **named) -> tuple[int, str]:
    with pytest.raises(ApiError) as refused:
        call(*arguments, **named)
    return refused.value.status, refused.value.text


# A new appointment


def test_a_new_appointment_takes_what_was_not_sent_from_patient_operatory_and_office():
    apt = build_appointment(BODY, FACTS, AptType())

    assert (apt.prov_num, apt.confirmed, apt.clinic_num, apt.ins_plan1, apt.ins_plan2) == (1, 19, 7, 5, 6)
    assert (apt.date_t_stamp, apt.sec_date_t_entry) == (NOW, NOW)
    assert apt.date_time_arrived == datetime(2026, 3, 4)


@pytest.mark.parametrize(
    ("more", "clinic"),
    [
        ({}, 7),
        ({"operatory_clinic": 3}, 3),
        ({"patient_clinic": 0}, 0),
        ({"operatory_clinic": 3, "patient_clinic": 0}, 3),
    ],
)
def test_the_operatorys_clinic_wins_over_the_patients(more, clinic):
    assert build_appointment(BODY, replace(FACTS, **more), AptType()).clinic_num == clinic


def test_a_clinic_that_was_sent_wins_over_both_and_0_is_one():
    facts = replace(FACTS, operatory_clinic=3)

    assert build_appointment(replace(BODY, clinic_num=0), facts, AptType()).clinic_num == 0


def test_an_appointment_in_the_book_needs_an_operatory_and_one_on_the_list_has_none():
    assert refusal(build_appointment, replace(BODY, op=0), FACTS, AptType()) == (400, "Op is required.")

    unscheduled = replace(BODY, op=2, apt_status=AptStatus.UnschedList)
    assert build_appointment(unscheduled, FACTS, AptType()).op == 0


def test_a_patient_who_comes_early_is_asked_to():
    assert build_appointment(BODY, FACTS, AptType()).date_time_asked_to_arrive == NEVER

    early = build_appointment(BODY, replace(FACTS, minutes_early=15), AptType())
    assert early.date_time_asked_to_arrive == datetime(2026, 3, 4, 8, 45)


@pytest.mark.parametrize(
    ("at", "minutes_early", "asked"),
    [
        (datetime(2026, 3, 1), 0, NEVER),
        (datetime(2026, 3, 1), 1, datetime(2026, 2, 28, 23, 59)),
        (datetime(2028, 3, 1), 1, datetime(2028, 2, 29, 23, 59)),
        (datetime(2026, 1, 1), 5, datetime(2025, 12, 31, 23, 55)),
        (datetime(2026, 3, 4, 9), 1439, datetime(2026, 3, 3, 9, 1)),
        (datetime(2026, 3, 4, 9), 1440, datetime(2026, 3, 3, 9)),
        (datetime(2026, 3, 4, 9), 1441, datetime(2026, 3, 3, 9)),
        (NEVER + timedelta(minutes=15), 14, NEVER + timedelta(minutes=1)),
        (NEVER + timedelta(minutes=15), 15, NEVER),
        (NEVER + timedelta(minutes=15), 16, NEVER),
        (NEVER, 15, NEVER),
    ],
)
def test_nobody_is_asked_to_come_more_than_a_day_earlier_nor_before_all_time(at, minutes_early, asked):
    assert asked_to_arrive(at, minutes_early) == asked


# Its length and its procedures


def planned(length: Length, apt_type: AptType, treatment: TreatmentFacts = TREATED, *, treated: bool = True):
    return plan_booking(build_appointment(BODY, FACTS, apt_type), length, apt_type, treatment, treated=treated)


@pytest.mark.parametrize(
    ("length", "apt_type", "pattern"),
    [
        (Length("XXXXXX"), AptType(1, pattern="//", codes=("D0120",)), "XXXXXX"),
        (Length(), AptType(1, pattern="//", codes=("D0120",)), "//"),
        (Length(), AptType(1, codes=("D0120",)), "//XX//"),
        (Length(), AptType(), "/XX/"),
        (Length(default="////"), AptType(), "////"),
    ],
)
def test_a_given_length_wins_then_the_types_then_the_procedures_then_the_default(length, apt_type, pattern):
    apt = planned(length, apt_type).appointment

    assert (apt.pattern, apt.pattern_secondary) == (pattern, "/" * len(pattern))


def test_a_secondary_pattern_must_be_as_long_as_the_primary_one():
    assert planned(Length("/XX/", "XXXX"), AptType()).appointment.pattern_secondary == "XXXX"
    assert refusal(planned, Length("/XX/", "XXX"), AptType()) == (
        400,
        "PatternSecondary must match the length of Pattern.",
    )


def test_a_type_reuses_planned_treatment_and_adds_what_is_missing():
    waiting = TreatmentFacts(unattached=[Treatment(31, CLEANING)], codes=CODES)
    plan = planned(Length(), AptType(1, codes=("D0120", "D1110", "D9999")), waiting)

    assert plan.treatment.reused == (31,)
    assert [code.code for code in plan.treatment.added] == ["D0120"]
    assert plan.treatment.codes == ("D1110", "D0120")
    assert plan.appointment.proc_descript == "Pro, PerEx"


def test_a_providers_own_time_for_a_code_wins():
    own = TreatmentFacts(codes=CODES, own_times={(EXAM.number, 1): "XXXX"})

    assert planned(Length(), AptType(1, codes=("D0120",)), own).appointment.pattern == "XXXXXXXX"


def test_a_first_visit_is_dated_by_what_a_type_adds_only_where_there_was_no_treatment():
    apt_type = AptType(1, codes=("D0120",))

    assert planned(Length(), apt_type, treated=True).first_visit is None
    assert planned(Length(), apt_type, treated=False).first_visit == FirstVisit(date(2026, 3, 4), date.max)
    assert planned(Length(), AptType(), treated=False).first_visit is None


# A change


def test_only_what_is_given_changes():
    plan = plan_update(STANDING, AppointmentChange(note="Late\nagain"), facts())

    assert plan.appointment == replace(STANDING, note="Late\r\nagain")
    assert (plan.treatment_follows, plan.completes, plan.takes_planned) == (False, False, False)


@pytest.mark.parametrize("name", ["prov_num", "prov_hyg", "clinic_num"])
def test_treatment_follows_provider_and_clinic(name):
    assert plan_update(STANDING, AppointmentChange(**{name: 4}), facts()).treatment_follows


def test_completing_takes_the_plans_anew_and_completes_the_treatment():
    plan = plan_update(STANDING, AppointmentChange(apt_status=AptStatus.Complete), facts(plans=(8, 9)))

    assert (plan.appointment.ins_plan1, plan.appointment.ins_plan2) == (8, 9)
    assert plan.completes
    assert not plan.treatment_follows


def test_what_goes_to_the_list_leaves_its_operatory():
    assert plan_update(STANDING, AppointmentChange(apt_status=AptStatus.UnschedList), facts()).appointment.op == 0


def test_a_confirmation_stamps_the_time_that_the_office_says():
    body = AppointmentChange(confirmed=20)

    assert plan_update(STANDING, body, facts(stamps="date_time_seated")).appointment.date_time_seated == NOW
    assert plan_update(STANDING, body, facts()).appointment.date_time_seated == NEVER


def test_a_pattern_of_another_length_resets_the_secondary_one():
    longer = plan_update(STANDING, AppointmentChange(pattern="XXXXXX"), facts()).appointment

    assert (longer.pattern, longer.pattern_secondary) == ("XXXXXX", "//////")


def test_a_plan_that_becomes_a_visit_takes_along_what_no_other_visit_has():
    before = replace(STANDING, apt_status=AptStatus.Planned, op=0)
    treatment = TreatmentFacts(
        attached=[Treatment(31, CLEANING, planned_apt_num=10), Treatment(32, EXAM, apt_num=99, planned_apt_num=10)],
        codes=CODES,
    )
    plan = plan_update(before, AppointmentChange(apt_status=AptStatus.Scheduled, op=2), facts(treatment=treatment))

    assert plan.takes_planned
    assert plan.treatment.codes == ("D1110",)
    assert plan.appointment.proc_descript == "Pro"


def test_a_locked_time_keeps_its_length_whatever_its_new_type_adds():
    locked = replace(STANDING, time_locked=True)
    body = AppointmentChange(appointment_type_num=1)
    new_type = facts(apt_type=AptType(1, codes=("D1110", "D0120")))

    assert plan_update(STANDING, body, new_type).appointment.pattern != STANDING.pattern
    assert plan_update(locked, body, new_type).appointment.pattern == STANDING.pattern


def test_a_status_that_cannot_follow_is_refused():
    done = replace(STANDING, apt_status=AptStatus.Complete)
    broken = replace(STANDING, apt_status=AptStatus.Broken)

    assert refusal(check_status, done, broken, planned_may_be_scheduled=True, is_scheduled=False) == (
        400,
        "AptStatus is invalid. An appointment with an AptStatus of Complete cannot be set to Broken.",
    )


def test_a_plan_is_scheduled_once():
    plan = replace(STANDING, apt_status=AptStatus.Planned, op=0)

    assert refusal(check_status, plan, STANDING, planned_may_be_scheduled=True, is_scheduled=True) == (
        400,
        "Appointment is already scheduled.",
    )
    check_status(plan, STANDING, planned_may_be_scheduled=True, is_scheduled=False)


# A visit made from a plan


def test_a_visit_is_the_plan_at_its_own_time():
    plan = replace(STANDING, apt_status=AptStatus.Planned, op=0, note="Bring x-rays", item_order_planned=1)
    known = ScheduleFacts(
        now=NOW,
        minutes_early=10,
        treatment=(Treatment(31, CLEANING, planned_apt_num=10),),
        is_treated=True,
        international_teeth=False,
        first_visit_stands=True,
    )
    visit = plan_visit(plan, PlannedBooking(apt_num=10, apt_date_time=NINE, prov_num=4, op=3), known)

    assert (visit.apt_num, visit.next_apt_num, visit.apt_status) == (0, 10, AptStatus.Scheduled)
    assert (visit.op, visit.prov_num, visit.note, visit.proc_descript) == (3, 4, "Bring x-rays", "Pro")
    assert visit.date_time_asked_to_arrive == datetime(2026, 3, 4, 8, 50)


def test_only_a_plan_that_is_not_in_the_book_yet_can_be_scheduled():
    assert refusal(check_planned, STANDING, is_scheduled=False)[0] == 400
    plan = replace(STANDING, apt_status=AptStatus.Planned)
    assert refusal(check_planned, plan, is_scheduled=True) == (400, "Appointment is already scheduled.")


# A break


def test_a_break_that_the_office_does_not_bill_for_is_refused_before_the_status_is_looked_at():
    body = Break(send_to_unscheduled_list=False, break_type=2)
    done = replace(STANDING, apt_status=AptStatus.Complete)

    assert refusal(check_break, done, Break(send_to_unscheduled_list=True), BreakFacts(bills=False, logs=False)) == (
        400,
        "Appointment must be in a booked status to be broken.",
    )
    check_break(STANDING, Break(send_to_unscheduled_list=True), BreakFacts(bills=False, logs=False))
    check_break(STANDING, body, BreakFacts(bills=True, logs=False))


@pytest.mark.parametrize(
    ("hour", "minute", "spoken"),
    [
        (0, 0, "12:00:00 AM"),
        (0, 5, "12:05:00 AM"),
        (11, 59, "11:59:00 AM"),
        (12, 0, "12:00:00 PM"),
        (12, 30, "12:30:00 PM"),
        (13, 0, "1:00:00 PM"),
        (23, 59, "11:59:00 PM"),
    ],
)
def test_the_note_of_a_break_tells_noon_and_midnight_as_people_do(hour, minute, spoken):
    at = datetime(2026, 3, 4, hour, minute)

    assert break_note(replace(STANDING, apt_date_time=at)) == f"Appt BROKEN for PerEx Wed 3/4/2026 {spoken}"
