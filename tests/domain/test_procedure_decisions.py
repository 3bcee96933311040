"""What becomes of a procedure that is entered, changed or deleted, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, PatStatus, ProcStatus, TreatArea
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange
from mockod.vendors.opendental.resources.procedurelogs.decisions import (
    ChangeFacts,
    Code,
    NewFacts,
    build_procedure,
    changed_procedure,
    deleted_procedure,
)

NOW = datetime(2026, 3, 2, 7)
EXAM = Code(1, TreatArea.Mouth, also_range=False)
FILLING = Code(2, TreatArea.Surf, also_range=False)
CROWN = Code(4, TreatArea.Tooth, also_range=False)
BODY = NewProcedure(pat_num=3, proc_date=date(2026, 2, 20), proc_status=ProcStatus.TP, proc_code="D0120")
FACTS = NewFacts(
    now=NOW,
    code=EXAM,
    priority=101,
    dx=111,
    patient_status=PatStatus.Patient,
    patient_clinic=1,
    patient_provider=0,
    patient_site=5,
    visit=None,
    plan=None,
    default_provider=9,
)
VISIT = Appointment(
    apt_num=10,
    pat_num=3,
    apt_status=AptStatus.Scheduled,
    pattern="/XX/",
    confirmed=19,
    op=1,
    prov_num=2,
    apt_date_time=datetime(2026, 3, 5, 10),
    date_t_stamp=NOW,
    sec_date_t_entry=NOW,
    pattern_secondary="////",
)
PLAN = replace(VISIT, apt_num=11, apt_status=AptStatus.Planned, prov_num=3, apt_date_time=datetime(2026, 2, 21))
UNDATED = replace(PLAN, apt_num=13, apt_date_time=NEVER)
STANDING = Procedure(
    proc_num=1,
    pat_num=3,
    proc_date=date(2026, 2, 21),
    surf="MO",
    tooth_num="3",
    proc_status=ProcStatus.TP,
    prov_num=3,
    code_num=2,
    date_t_stamp=NOW,
    sec_date_entry=NOW.date(),
)
KNOWN = ChangeFacts(now=NOW, code_before=FILLING, code=FILLING)


def refusal(call, *arguments, **named) -> tuple[int, str]:
    with pytest.raises(ApiError) as refused:
        call(*arguments, **named)
    return refused.value.status, refused.value.text


def test_a_new_procedure_takes_what_was_not_sent_from_patient_and_office():
    new = build_procedure(BODY, FACTS)
    assert (new.prov_num, new.clinic_num, new.site_num, new.priority, new.dx) == (9, 1, 5, 101, 111)
    assert (new.proc_date, new.date_tp, new.date_entry_c) == (date(2026, 2, 20), NOW.date(), date.min)
    assert build_procedure(replace(BODY, proc_status=ProcStatus.C), FACTS).date_entry_c == NOW.date()


@pytest.mark.parametrize(
    ("body", "facts", "provider"),
    [
        ({"prov_num": 7}, {"visit": VISIT, "patient_provider": 4}, 7),
        ({}, {"visit": VISIT, "plan": PLAN, "patient_provider": 4}, 2),
        ({}, {"plan": PLAN, "patient_provider": 4}, 3),
        ({}, {"visit": replace(VISIT, prov_num=0), "patient_provider": 4}, 4),
        ({}, {}, 9),
    ],
)
def test_the_provider_is_the_one_sent_then_the_appointments_then_the_patients(body, facts, provider):
    assert build_procedure(replace(BODY, **body), replace(FACTS, **facts)).prov_num == provider


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"visit": VISIT, "plan": PLAN}, date(2026, 3, 5)),
        ({"plan": PLAN}, date(2026, 2, 21)),
        ({"plan": UNDATED}, date(2026, 2, 20)),
    ],
)
def test_a_new_procedure_takes_the_date_of_its_appointment_where_that_has_one(facts, day):
    assert build_procedure(BODY, replace(FACTS, **facts)).proc_date == day


def test_what_the_area_does_not_take_is_left_aside():
    new = build_procedure(replace(BODY, tooth_num="3", surf="MO"), replace(FACTS, code=CROWN))
    assert (new.tooth_num, new.surf) == ("3", "")


WRONG = [
    ({"proc_status": ProcStatus.D}, {}, (400, "ProcStatus may only be set to")),
    ({}, {"code": None}, (404, "procCode not found.")),
    ({"priority": 5, "priority_name": "x"}, {}, (400, "Only one field is allowed, Priority or priority.")),
    ({}, {"priority": None}, (404, "Priority not found.")),
    ({"dx": 5, "dx_name": "x"}, {}, (400, "Only one field is allowed, Dx or dxName.")),
    ({}, {"dx": None}, (404, "Dx not found.")),
    ({}, {"patient_status": PatStatus.Deleted}, (400, "PatNum is invalid. Patient has been deleted.")),
    ({}, {"code": CROWN}, (400, "ToothNum is required.")),
    ({}, {"visit": replace(VISIT, pat_num=1)}, (400, "AptNum is invalid.")),
    ({}, {"plan": replace(PLAN, pat_num=1)}, (400, "PlannedAptNum is invalid.")),
]
"""In the order in which the rules are asked."""


@pytest.mark.parametrize(("body", "facts", "refused"), WRONG)
def test_a_procedure_that_cannot_be_is_refused(body, facts, refused):
    status, text = refusal(build_procedure, replace(BODY, **body), replace(FACTS, **facts))
    assert (status, text[: len(refused[1])]) == refused


@pytest.mark.parametrize("first", range(len(WRONG) - 1))
def test_of_several_rules_the_first_that_objects_is_told(first):
    body: dict = {}
    facts: dict = {}
    for more_body, more_facts, _ in reversed(WRONG[first:]):
        body |= more_body
        facts |= more_facts
    status, text = refusal(build_procedure, replace(BODY, **body), replace(FACTS, **facts))
    assert (status, text[: len(WRONG[first][2][1])]) == WRONG[first][2]


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"visit": PLAN}, "AptNum is invalid."),
        ({"visit": replace(VISIT, apt_status=AptStatus.PtNote)}, "AptNum is invalid."),
        ({"plan": VISIT}, "PlannedAptNum is invalid."),
    ],
)
def test_a_visit_is_no_plan_and_a_note_is_neither(facts, refused):
    assert refusal(build_procedure, BODY, replace(FACTS, **facts)) == (400, refused)


def test_only_what_is_given_changes_and_an_empty_place_is_not():
    assert changed_procedure(STANDING, ProcedureChange(surf="", tooth_num=""), KNOWN) == STANDING
    assert changed_procedure(STANDING, ProcedureChange(proc_fee=9.5), KNOWN) == replace(STANDING, proc_fee=9.5)


@pytest.mark.parametrize(
    ("before", "body", "facts", "refused"),
    [
        ({}, {"proc_status": ProcStatus.R}, {}, (400, "ProcStatus may only be set to")),
        ({}, {"proc_code": "D1"}, {"code": None}, (404, "procCode not found.")),
        ({}, {"proc_code": "D1"}, {"code": CROWN}, (400, "procCode is invalid.")),
        ({}, {"priority": 5}, {}, (404, "Priority not found.")),
        ({}, {"dx": 5}, {}, (404, "Dx not found.")),
        ({}, {"surf": "XX"}, {}, (400, "Surf is invalid.")),
        ({}, {"tooth_range": "1-3"}, {}, (400, "ToothRange is invalid.")),
        ({"proc_status": ProcStatus.C}, {"surf": "B"}, {}, (400, "Surf is invalid.")),
        ({}, {"apt_num": 11}, {"visit": PLAN}, (400, "AptNum is invalid.")),
        ({}, {"planned_apt_num": 10}, {"plan": VISIT}, (400, "PlannedAptNum is invalid.")),
    ],
)
def test_a_change_into_what_cannot_be_is_refused(before, body, facts, refused):
    status, text = refusal(
        changed_procedure, replace(STANDING, **before), ProcedureChange(**body), replace(KNOWN, **facts)
    )
    assert (status, text[: len(refused[1])]) == refused


def test_what_stands_may_be_sent_again_whatever_it_is():
    standing = replace(STANDING, proc_status=ProcStatus.TPi, surf="??", priority=7, dx=8, apt_num=10)
    body = ProcedureChange(proc_status=ProcStatus.TPi, surf="??", priority=7, dx=8, apt_num=10)
    assert changed_procedure(standing, body, replace(KNOWN, visit=PLAN)) == standing


@pytest.mark.parametrize(
    ("before", "body", "facts", "day"),
    [
        ({}, {"apt_num": 10}, {"visit": VISIT}, date(2026, 3, 5)),
        ({}, {"planned_apt_num": 11}, {"plan": PLAN}, date(2026, 2, 21)),
        ({"apt_num": 10}, {"planned_apt_num": 11}, {"plan": PLAN}, date(2026, 1, 9)),
        ({"apt_num": 10}, {"apt_num": 0, "planned_apt_num": 11}, {"plan": PLAN}, date(2026, 2, 21)),
        ({}, {"planned_apt_num": 13}, {"plan": UNDATED}, date(2026, 1, 9)),
        ({"apt_num": 10}, {"apt_num": 0}, {}, date(2026, 1, 9)),
    ],
)
def test_it_takes_the_date_of_a_new_visit_and_of_a_plan_while_no_visit_has_it(before, body, facts, day):
    standing = replace(STANDING, proc_date=date(2026, 1, 9), **before)
    assert changed_procedure(standing, ProcedureChange(**body), replace(KNOWN, **facts)).proc_date == day


def test_completing_tells_the_day_once():
    after = changed_procedure(STANDING, ProcedureChange(proc_status=ProcStatus.C), KNOWN)
    assert after.date_entry_c == NOW.date()
    later = replace(KNOWN, now=datetime(2026, 3, 9, 7))
    assert changed_procedure(after, ProcedureChange(proc_status=ProcStatus.C), later).date_entry_c == NOW.date()


def test_a_deleted_procedure_stays_on_no_appointment():
    after = deleted_procedure(replace(STANDING, apt_num=10, planned_apt_num=11), completed_too=False)
    assert (after.proc_status, after.apt_num, after.planned_apt_num) == (ProcStatus.D, 0, 0)


@pytest.mark.parametrize(
    ("status", "completed_too", "is_deleted"),
    [
        (ProcStatus.TPi, False, True),
        (ProcStatus.C, True, True),
        (ProcStatus.C, False, False),
        (ProcStatus.EO, True, False),
        (ProcStatus.R, True, False),
    ],
)
def test_only_planned_and_in_later_versions_completed_treatment_is_deleted(status, completed_too, is_deleted):
    standing = replace(STANDING, proc_status=status)
    if is_deleted:
        assert deleted_procedure(standing, completed_too=completed_too).proc_status == ProcStatus.D
    else:
        assert refusal(deleted_procedure, standing, completed_too=completed_too) == (
            400,
            "Procedure cannot be deleted.",
        )
