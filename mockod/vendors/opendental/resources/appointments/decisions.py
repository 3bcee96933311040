"""What becomes of an appointment that is made or changed: decided on facts that were read before, nothing written.

Facts are gathered in ``facts`` and ``validate``; what was decided is written by ``save``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from mockod.vendors.opendental.domain import first_visit, pattern, status, treatment
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment, on_day, with_crlf
from mockod.vendors.opendental.domain.enums import AptStatus, PatStatus
from mockod.vendors.opendental.domain.first_visit import FirstVisit
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.domain.treatment import Treatment, TreatmentFacts, VisitTreatment
from mockod.vendors.opendental.resources.appointments.bodies import AppointmentChange, Booking
from mockod.vendors.opendental.wire.errors import conflict, invalid, required

A_DAY = 24 * 60
"""Minutes; nobody is asked to come earlier than that."""
ARRIVAL_TIMES = ("date_time_arrived", "date_time_seated", "date_time_dismissed")
DONE = frozenset({AptStatus.Complete, AptStatus.Broken})
TREATMENT_FOLLOWS = ("apt_date_time", "prov_num", "prov_hyg", "clinic_num")
"""Where one of these changes, planned treatment changes with it."""


@dataclass(frozen=True, slots=True)
class AptType:
    """What an appointment type says of its appointments; nothing, where there is none."""

    number: int = 0
    pattern: str = ""
    color: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """What is known of an appointment's length: patterns if any, else ``default`` where no procedure tells."""

    primary: str | None = None
    secondary: str | None = None
    default: str = pattern.DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFacts:
    """What patient, operatory and office say of a new appointment. Numbers of other rows are 0 for none."""

    now: datetime
    patient_clinic: int
    patient_provider: int
    minutes_early: int
    """How early the patient is asked to come."""
    operatory_clinic: int
    default_provider: int
    first_confirmation: int
    time_is_locked: bool
    plans: tuple[int, int]
    """The patient's first two insurance plans that are not medical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPlan:
    """A new appointment, its number still 0, and what comes with it."""

    appointment: Appointment
    treatment: VisitTreatment
    attach: tuple[int, ...] = ()
    """Procedures to put on it before those that its type asks for."""
    first_visit: FirstVisit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFacts:
    """What must be known to change an appointment."""

    now: datetime
    plans: tuple[int, int]
    minutes_early: int
    treated: bool
    """Whether the patient had completed treatment before."""
    apt_type: AptType
    """The new type; nothing, where the type stays."""
    treatment: TreatmentFacts
    stamps: str = ""
    """The arrival time that the new confirmation status stamps, if it is one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePlan:
    """An appointment as it will be, and what becomes of its procedures."""

    appointment: Appointment
    treatment: VisitTreatment
    takes_planned: bool
    """A planned appointment becomes a visit and takes its procedures along."""
    treatment_follows: bool
    """Treatment that is not done takes the appointment's date, provider and clinic."""
    completes: bool
    first_visit: FirstVisit | None


def build_appointment(body: Booking, facts: BookingFacts, apt_type: AptType) -> Appointment:
    """What was sent and what follows from patient, operatory and office; its length is not decided yet."""
    off_the_book = body.apt_status in OFF_THE_BOOK
    if not body.op and not off_the_book:
        raise required("Op")
    clinic = facts.operatory_clinic or facts.patient_clinic if body.clinic_num is None else body.clinic_num
    day = body.apt_date_time.date()
    return Appointment(
        pat_num=body.pat_num,
        apt_status=body.apt_status,
        pattern=pattern.DEFAULT,
        confirmed=body.confirmed or facts.first_confirmation,
        time_locked=facts.time_is_locked,
        op=0 if off_the_book else body.op,
        note=with_crlf(body.note),
        prov_num=body.prov_num or facts.patient_provider or facts.default_provider,
        prov_hyg=body.prov_hyg,
        apt_date_time=body.apt_date_time,
        is_new_patient=body.is_new_patient,
        clinic_num=clinic,
        is_hygiene=body.is_hygiene,
        date_t_stamp=facts.now,
        date_time_arrived=on_day(day, body.date_time_arrived),
        date_time_seated=on_day(day, body.date_time_seated),
        date_time_dismissed=on_day(day, body.date_time_dismissed),
        ins_plan1=facts.plans[0],
        ins_plan2=facts.plans[1],
        date_time_asked_to_arrive=asked_to_arrive(body.apt_date_time, facts.minutes_early),
        color_override=apt_type.color if body.color_override is None else body.color_override,
        appointment_type_num=body.appointment_type_num,
        sec_user_num_entry=body.sec_user_num_entry,
        sec_date_t_entry=facts.now,
        priority=body.priority,
        pattern_secondary=pattern.slashes(len(pattern.DEFAULT)),
    )


def plan_booking(
    draft: Appointment, length: Length, apt_type: AptType, facts: TreatmentFacts, *, treated: bool
) -> BookingPlan:
    """The appointment with its procedures, length and description; ``facts.attached`` are to come onto it.

    Its length is the one given, else the type's own, else what its procedures take, else the default.
    Raises ApiError where the two patterns given differ in length.
    """
    planned = treatment.with_type_codes(facts.attached, facts.unattached, apt_type.codes, facts.codes)
    measured = _measured(planned.treatments, facts, draft) if apt_type.codes or draft.is_planned else None
    marks = pattern.cut(length.primary or apt_type.pattern or measured or length.default)
    appointment = replace(
        draft,
        pattern=marks,
        pattern_secondary=secondary_pattern(length.secondary, marks),
        proc_descript=treatment.described(planned.treatments, facts.international_teeth),
    )
    return BookingPlan(
        appointment=appointment,
        treatment=planned,
        attach=tuple(there.number for there in facts.attached),
        first_visit=_first_visit(None, appointment, planned, treated=treated, today=draft.date_t_stamp),
    )


def plan_update(before: Appointment, body: AppointmentChange, facts: UpdateFacts) -> UpdatePlan:
    """The appointment with what is given, and all that follows from it.

    Raises ApiError where the secondary pattern given is of another length.
    """
    after = _with_consequences(before, body, facts)
    planned = treatment.with_type_codes(
        _attached_to(before, after, facts.treatment),
        _unattached_from(before, after, facts.treatment),
        facts.apt_type.codes,
        facts.treatment.codes,
    )
    after = _with_length(before, after, body, facts, planned)
    follows = any(getattr(before, name) != getattr(after, name) for name in TREATMENT_FOLLOWS)
    return UpdatePlan(
        appointment=after,
        treatment=planned,
        takes_planned=before.is_planned and not after.is_planned,
        treatment_follows=follows and after.apt_status != AptStatus.Complete,
        completes=after.apt_status == AptStatus.Complete and (planned.is_changed or body.apt_status is not None),
        first_visit=_first_visit(before, after, planned, treated=facts.treated, today=facts.now),
    )


def changed(before: Appointment, body: AppointmentChange) -> Appointment:
    """The row with what is given in the place of what was there, as it stands in the body."""
    given = {field.name: getattr(body, field.name) for field in fields(body)}
    return replace(
        before, **{name: value for name, value in given.items() if value is not None and name not in ARRIVAL_TIMES}
    )


def check_living(patient_status: PatStatus) -> None:
    """A patient that was deleted gets no appointment, and no treatment."""
    if patient_status == PatStatus.Deleted:
        raise invalid("PatNum", "Patient has been deleted.")


def check_status(
    before: Appointment, after: Appointment, *, planned_may_be_scheduled: bool, is_scheduled: bool
) -> None:
    """Refuse a status that cannot follow; ``is_scheduled`` tells that a visit made from this plan is in the book."""
    reason = status.refusal(before.apt_status, after.apt_status, planned_may_be_scheduled=planned_may_be_scheduled)
    if reason:
        raise conflict(reason)
    if before.is_planned and not after.is_planned and is_scheduled:
        raise conflict("Appointment is already scheduled.")
    needs_operatory = after.apt_status == AptStatus.Scheduled and not after.op
    if needs_operatory and (before.apt_status in OFF_THE_BOOK or before.op):
        raise required("Op")


def _with_consequences(before: Appointment, body: AppointmentChange, facts: UpdateFacts) -> Appointment:
    """What follows from the row alone: operatory, note, times of arrival, insurance."""
    after = changed(before, body)
    if after.apt_status in OFF_THE_BOOK:
        after = replace(after, op=0)
    if body.note is not None:
        after = replace(after, note=with_crlf(body.note))
    if body.confirmed is not None and facts.stamps:
        after = replace(after, **{facts.stamps: facts.now})  # type: ignore[arg-type]
    for name in ARRIVAL_TIMES:
        if getattr(body, name) is not None:
            at = on_day(after.apt_date_time.date(), getattr(body, name))
            after = replace(after, **{name: at})  # type: ignore[arg-type]
    if after.apt_date_time != before.apt_date_time:
        early = _minutes_early(before, facts.minutes_early)
        after = replace(after, date_time_asked_to_arrive=asked_to_arrive(after.apt_date_time, early))
    status_changed = before.apt_status != after.apt_status
    if status_changed and (before.apt_status in DONE or after.apt_status == AptStatus.Complete):
        # Completing, and undoing that or a break, take the patient's plans as they now are (source 6.4, 6.5).
        after = replace(after, ins_plan1=facts.plans[0], ins_plan2=facts.plans[1])
    return after


def _minutes_early(before: Appointment, habit: int) -> int:
    """How early the patient comes: by habit, else as early as was asked for this appointment (source 8.5)."""
    if habit <= 0 and before.date_time_asked_to_arrive > NEVER:
        return (before.apt_date_time - before.date_time_asked_to_arrive) // timedelta(minutes=1)
    return habit


def _attached_to(before: Appointment, after: Appointment, facts: TreatmentFacts) -> Sequence[Treatment]:
    """The procedures that the changed row has before its type adds any.

    A plan that becomes a visit takes its procedures along, but those that another visit has.
    """
    number = before.apt_num
    if after.is_planned:
        return [there for there in facts.attached if there.planned_apt_num == number]
    moved = before.is_planned
    return [
        there
        for there in facts.attached
        if there.apt_num == number or (moved and not there.apt_num and there.planned_apt_num == number)
    ]


def _unattached_from(before: Appointment, after: Appointment, facts: TreatmentFacts) -> Sequence[Treatment]:
    """The patient's planned treatment that the type may reuse: what has just moved onto the visit is free no more."""
    there = {attached.number for attached in _attached_to(before, after, facts)}
    return [free for free in facts.unattached if free.number not in there]


def _with_length(
    before: Appointment, after: Appointment, body: AppointmentChange, facts: UpdateFacts, planned: VisitTreatment
) -> Appointment:
    """Length, colour and description. A given pattern wins; one of another length resets a secondary not given."""
    apt_type, length = facts.apt_type, after.pattern
    if body.pattern is None and apt_type.number:
        measures = apt_type.codes and not after.time_locked
        measured = _measured(planned.treatments, facts.treatment, after) if measures else None
        length = apt_type.pattern or measured or length
    length = pattern.cut(length) if length != before.pattern else length
    if body.pattern_secondary is not None or len(length) != len(before.pattern):
        after = replace(after, pattern_secondary=secondary_pattern(body.pattern_secondary, length))
    if apt_type.number and body.color_override is None:
        after = replace(after, color_override=apt_type.color)
    if apt_type.codes or before.apt_status != after.apt_status:
        # Where none is attached, what stood there stays, unless the procedures have just left.
        kept = "" if before.is_planned else before.proc_descript
        after = replace(
            after, proc_descript=treatment.described(planned.treatments, facts.treatment.international_teeth) or kept
        )
    return replace(after, pattern=length)


def _measured(treatments: Sequence[Treatment], facts: TreatmentFacts, apt: Appointment) -> str | None:
    return treatment.length_of(treatments, facts, prov_num=apt.prov_num, prov_hyg=apt.prov_hyg)


def _first_visit(
    before: Appointment | None, after: Appointment, planned: VisitTreatment, *, treated: bool, today: datetime
) -> FirstVisit | None:
    return first_visit.by_appointment(
        before,
        after,
        today=today.date(),
        treated=treated,
        added=planned.is_changed,
        has_procedures=bool(planned.treatments),
    )


def secondary_pattern(given: str | None, primary: str) -> str:
    """The secondary pattern: slashes unless given, and then as long as the primary one."""
    wanted = pattern.cut(given) if given else pattern.slashes(len(primary))
    if len(wanted) != len(primary):
        raise conflict("PatternSecondary must match the length of Pattern.")
    return wanted


def asked_to_arrive(at: datetime, minutes_early: int) -> datetime:
    """When a patient who is asked to come early should come; never, for all others (source 8.5)."""
    early = timedelta(minutes=max(0, min(minutes_early, A_DAY)))
    return at - early if timedelta() < early < at - NEVER else NEVER
