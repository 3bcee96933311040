"""What becomes of a procedure by a POST, a PUT or a DELETE: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import pascal_case
from mockod.vendors.opendental.domain import teeth
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import PatStatus, ProcStatus, TreatArea
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.domain.status import NOTES
from mockod.vendors.opendental.resources.appointments.decisions import check_living
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange
from mockod.vendors.opendental.wire.errors import conflict, get_or_404, invalid, only_one_of, required

SETTABLE = (ProcStatus.TP, ProcStatus.C, ProcStatus.EO)
DELETABLE = (ProcStatus.TP, ProcStatus.TPi)
"""What may always be deleted; completed treatment only since a later version."""
CLAIMED = "Not allowed to delete a procedure that is attached to a claim."
PLACE = ("tooth_num", "surf", "tooth_range")
"""Where in the mouth. An empty text sent for one of these changes nothing (documented)."""
FIXED_ONCE_COMPLETE = {"code_num": "procCode", **{name: pascal_case(name) for name in PLACE}}
"""What stands once treatment is done, with its name on the wire (documented)."""


@dataclass(frozen=True, slots=True)
class Code:
    """What of a procedure code shapes a procedure: its number, and which places in the mouth it names."""

    number: int
    area: TreatArea
    also_range: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacts:
    """What must be known before a procedure is entered. Numbers of rows are 0 for none."""

    now: datetime
    code: Code | None
    """The code that the body names; None where the office lacks it."""
    priority: int | None
    """The DefNum that the body names, or the first of its category; None where there is no such definition."""
    dx: int | None
    patient_status: PatStatus
    patient_clinic: int
    patient_provider: int
    patient_site: int
    visit: Appointment | None
    """The appointment of ``apt_num``."""
    plan: Appointment | None
    """The appointment of ``planned_apt_num``."""
    default_provider: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """What must be known before a procedure is changed: the rows that its body names."""

    now: datetime
    code_before: Code | None
    code: Code | None
    """The code that the body names, or the one before; None where the office lacks it."""
    priority: int | None = None
    """The DefNum that the body names; None where it names none of the category."""
    dx: int | None = None
    visit: Appointment | None = None
    plan: Appointment | None = None


def build_procedure(body: NewProcedure, facts: NewFacts) -> Procedure:
    """What was sent; and what was not, from the appointment, the patient, the code and the office.

    A fee that was not sent is 0 here: it depends on fee schedules.
    """
    if body.proc_status not in SETTABLE:
        raise _not_settable()
    code = get_or_404(facts.code, "procCode")
    priority = _definition(body.priority, body.priority_name, facts.priority, "Priority", "priority")
    dx = _definition(body.dx, body.dx_name, facts.dx, "Dx", "dxName")
    check_living(facts.patient_status)
    place = _place_of(body, code)
    visit = _attachable(facts.visit, body.pat_num, planned=False)
    plan = _attachable(facts.plan, body.pat_num, planned=True)
    on = visit or plan
    today = facts.now.date()
    return Procedure(
        pat_num=body.pat_num,
        apt_num=body.apt_num,
        proc_date=_date_of(on, body.proc_date),
        proc_fee=body.proc_fee or 0.0,
        **place,
        priority=priority,
        proc_status=body.proc_status,
        prov_num=body.prov_num or (on.prov_num if on else 0) or facts.patient_provider or facts.default_provider,
        dx=dx,
        planned_apt_num=body.planned_apt_num,
        clinic_num=facts.patient_clinic if body.clinic_num is None else body.clinic_num,
        code_num=code.number,
        date_entry_c=today if body.proc_status == ProcStatus.C else date.min,
        date_tp=today,
        site_num=facts.patient_site,
        date_t_stamp=facts.now,
        sec_date_entry=today,
    )


def changed_procedure(before: Procedure, body: ProcedureChange, facts: ChangeFacts) -> Procedure:
    """What a PUT makes of it. What stands already may be sent again, whatever it is."""
    given = {f.name: getattr(body, f.name) for f in fields(body) if f.name != "proc_code"}
    given = {name: value for name, value in given.items() if value is not None and (value or name not in PLACE)}
    after = replace(before, **given)
    if after.proc_status not in (before.proc_status, *SETTABLE):
        raise _not_settable()
    if body.proc_code is not None:
        after = replace(after, code_num=get_or_404(facts.code, "procCode").number)
    if after.priority and after.priority != before.priority:
        get_or_404(facts.priority, "Priority")
    if after.dx and after.dx != before.dx:
        get_or_404(facts.dx, "Dx")
    _check_place(before, after, facts)
    after = replace(after, proc_date=_date_of(_moved_to(before, after, facts), after.proc_date))
    is_completed = after.proc_status == ProcStatus.C != before.proc_status
    return replace(after, date_entry_c=facts.now.date()) if is_completed else after


def deleted_procedure(
    before: Procedure, *, completed_too: bool, is_referred: bool = False, is_claimed: bool = False
) -> Procedure:
    """It stays as a deleted one, on no appointment (source 7.1). ``completed_too``: the version deletes done ones.

    One for which the patient was referred to somebody cannot be deleted (documented), nor one on a claim (observed).
    """
    if is_claimed:
        raise conflict(CLAIMED, Basis.OBSERVED)
    deletable = before.proc_status in DELETABLE or (completed_too and before.proc_status == ProcStatus.C)
    if is_referred or not deletable:
        raise conflict("Procedure cannot be deleted.")
    return replace(before, proc_status=ProcStatus.D, apt_num=0, planned_apt_num=0)


def _not_settable() -> ApiError:
    names = "Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)"
    return conflict(f"ProcStatus may only be set to {names}.", Basis.OBSERVED)


def _definition(number: int | None, name: str, known: int | None, number_field: str, name_field: str) -> int:
    """The definition that was sent, by number or by name but not by both; ``known`` is what was read of it."""
    if number is not None and name:
        raise only_one_of(number_field, name_field)
    return get_or_404(known, number_field)


def _place_of(body: NewProcedure, code: Code) -> dict[str, Any]:
    """What the code's area must know: it must be there, and fit. What the area does not take is left aside."""
    place = {name: getattr(body, name) for name in teeth.wanted(code.area, also_range=code.also_range)}
    for name, text in place.items():
        if not text:
            raise required(pascal_case(name))
        if not teeth.fits(code.area, name, text):
            raise invalid(pascal_case(name))
    return place


def _check_place(before: Procedure, after: Procedure, facts: ChangeFacts) -> None:
    """The code may change to one of the same area, the place to one that the area takes; neither once complete."""
    changed = [name for name in FIXED_ONCE_COMPLETE if getattr(before, name) != getattr(after, name)]
    if not changed:
        return
    was, now = get_or_404(facts.code_before, "procCode"), get_or_404(facts.code, "procCode")
    taken = teeth.wanted(now.area, also_range=now.also_range)
    for name in changed:
        if name == "code_num":
            allowed = was.area == now.area
        else:
            allowed = name in taken and teeth.fits(now.area, name, getattr(after, name))
        if before.proc_status == ProcStatus.C or not allowed:
            raise invalid(FIXED_ONCE_COMPLETE[name])


def _attachable(apt: Appointment | None, pat_num: int, *, planned: bool) -> Appointment | None:
    """An appointment of the patient to put a procedure on; a visit or a plan, never a note."""
    if apt is not None and (apt.pat_num != pat_num or apt.is_planned != planned or apt.apt_status in NOTES):
        raise invalid("PlannedAptNum" if planned else "AptNum")
    return apt


def _moved_to(before: Procedure, after: Procedure, facts: ChangeFacts) -> Appointment | None:
    """The appointment whose date it takes: a new visit, or a new plan while no visit has it (source 6.14)."""
    visit = plan = None
    if after.apt_num != before.apt_num:
        visit = _attachable(facts.visit, after.pat_num, planned=False)
    if after.planned_apt_num != before.planned_apt_num:
        plan = _attachable(facts.plan, after.pat_num, planned=True)
    return visit or (None if after.apt_num else plan)


def _date_of(apt: Appointment | None, otherwise: date) -> date:
    """The appointment's, where it has one: some plans have none."""
    return apt.apt_date_time.date() if apt and apt.apt_date_time > NEVER else otherwise
