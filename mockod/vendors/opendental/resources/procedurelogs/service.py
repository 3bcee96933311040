"""What the practice does with procedures: enter them, put them on appointments, change and delete them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import pascal_case
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import first_visit as first_visit_rules
from mockod.vendors.opendental.domain import teeth
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import DefCat, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.domain.status import NOTES
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.resources.appointments import first_visit, procedure_queries, procedures
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.facts import default_provider, living_patient
from mockod.vendors.opendental.resources.definitions import find_definition, first_definition
from mockod.vendors.opendental.resources.procedurelogs import queries
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange, ProcedureFilters
from mockod.vendors.opendental.resources.procedurelogs.queries import Code
from mockod.vendors.opendental.resources.recalls.following import follow_treatment
from mockod.vendors.opendental.wire.errors import conflict, get_or_404, invalid, only_one_of, required

SETTABLE = (ProcStatus.TP, ProcStatus.C, ProcStatus.EO)
COMPLETED_DELETABLE_SINCE = "23.1.11"
PLACE = ("tooth_num", "surf", "tooth_range")
"""Where in the mouth. An empty text sent for one of these changes nothing (documented)."""
DEFINITIONS = {DefCat.TxPriorities: ("Priority", "priority"), DefCat.Diagnosis: ("Dx", "dxName")}
"""Category -> the fields that name a definition of it, by number and by name."""
FIXED_ONCE_COMPLETE = {"code_num": "procCode", **{name: pascal_case(name) for name in PLACE}}
"""What stands once treatment is done, with its name on the wire (documented)."""


def procedure(tx: Transaction, proc_num: int) -> Procedure:
    """The procedure that the path names, to be changed. A deleted one is there to be read only."""
    there = procedure_table.RECORDS.get(tx, proc_num)
    return get_or_404(there if there is None or there.proc_status != ProcStatus.D else None, "Procedure")


def list_procedures(tx: Transaction, filters: ProcedureFilters, page: Page) -> Rows:
    """The newest first, deleted ones too."""
    conditions = [
        given("procedurelog.PatNum = :patient", patient=filters.pat_num or None),
        given("procedurelog.AptNum = :apt", apt=filters.apt_num or None),
        given("procedurelog.ProcStatus = :status", status=filters.proc_status),
        given("procedurelog.PlannedAptNum = :plan", plan=filters.planned_apt_num or None),
        given("procedurelog.ClinicNum = :clinic", clinic=filters.clinic_num),
        given("procedurelog.CodeNum = :code", code=filters.code_num or None),
        given("procedurelog.DateTStamp >= :changed", changed=filters.date_t_stamp, by_range=True),
    ]
    return procedure_table.READ.page(tx, page, "procedurelog.ProcNum DESC", conditions)


def create_procedure(tx: Transaction, body: NewProcedure) -> Row:
    """POST procedurelogs. A procedure that is only planned for a visit does not date the first one (source 9.2)."""
    if body.proc_status not in SETTABLE:
        raise _not_settable()
    new = _built(tx, body)
    treated = first_visit.has_been_treated(tx, new.pat_num)
    is_complete = new.proc_status == ProcStatus.C
    number = procedure_table.RECORDS.insert(tx, new)
    procedures.describe(tx, new.apt_num, new.planned_apt_num)
    if new.apt_num or not new.planned_apt_num:
        dated = first_visit_rules.by_procedure(
            new.proc_date, today=tx.now.date(), treated=treated, completed=is_complete
        )
        first_visit.save(tx, new.pat_num, dated)
    if is_complete:
        follow_treatment(tx, new.pat_num)
    return procedure_table.WRITTEN.one(tx, number)


def _built(tx: Transaction, body: NewProcedure) -> Procedure:
    """What was asked; and what was not, from the appointment, the patient, the code and the office."""
    code = _code(tx, body.proc_code)
    priority = _definition_or_first(tx, DefCat.TxPriorities, body.priority, body.priority_name)
    dx = _definition_or_first(tx, DefCat.Diagnosis, body.dx, body.dx_name)
    patient = living_patient(tx, body.pat_num)
    place = _place(body, code)
    visit = _appointment(tx, body.pat_num, body.apt_num)
    plan = _appointment(tx, body.pat_num, body.planned_apt_num, planned=True)
    on = visit or plan
    provider = body.prov_num or (on.prov_num if on else 0) or patient.provider or default_provider(tx)
    today = tx.now.date()
    return Procedure(
        pat_num=body.pat_num,
        apt_num=body.apt_num,
        proc_date=_date_of(on, body.proc_date),
        proc_fee=procedure_queries.fee(tx, code.number, provider) if body.proc_fee is None else body.proc_fee,
        **place,
        priority=priority,
        proc_status=body.proc_status,
        prov_num=provider,
        dx=dx,
        planned_apt_num=body.planned_apt_num,
        clinic_num=patient.clinic if body.clinic_num is None else body.clinic_num,
        code_num=code.number,
        date_entry_c=today if body.proc_status == ProcStatus.C else date.min,
        date_tp=today,
        site_num=patient.site,
        date_t_stamp=tx.now,
        sec_date_entry=today,
    )


def update_procedure(tx: Transaction, before: Procedure, body: ProcedureChange) -> Row:
    """PUT procedurelogs. What stands already may be sent again, whatever it is."""
    given = {f.name: getattr(body, f.name) for f in fields(body) if f.name != "proc_code"}
    given = {name: value for name, value in given.items() if value is not None and (value or name not in PLACE)}
    after = replace(before, **given)
    if after.proc_status not in (before.proc_status, *SETTABLE):
        raise _not_settable()
    if body.proc_code is not None:
        after = replace(after, code_num=_code(tx, body.proc_code).number)
    _check_definitions(tx, before, after)
    _check_place(tx, before, after)
    after = _moved(tx, before, after)
    completed = after.proc_status == ProcStatus.C != before.proc_status
    if completed:
        after = replace(after, date_entry_c=tx.now.date())
    treated = first_visit.has_been_treated(tx, after.pat_num)
    _save(tx, before, after)
    if completed:
        dated = first_visit_rules.by_procedure(after.proc_date, today=tx.now.date(), treated=treated, completed=True)
        first_visit.save(tx, after.pat_num, dated)
        follow_treatment(tx, after.pat_num)
    return procedure_table.WRITTEN.one(tx, after.proc_num)


def delete_procedure(tx: Transaction, proc: Procedure) -> None:
    """DELETE procedurelogs: it stays as a deleted one, on no appointment (source 7.1)."""
    deletable = [ProcStatus.TP, ProcStatus.TPi]
    if tx.settings.version.knows(COMPLETED_DELETABLE_SINCE):
        deletable.append(ProcStatus.C)
    if proc.proc_status not in deletable:
        raise conflict("Procedure cannot be deleted.")
    _save(tx, proc, replace(proc, proc_status=ProcStatus.D, apt_num=0, planned_apt_num=0))


def _save(tx: Transaction, before: Procedure, after: Procedure) -> None:
    """Write it, if it differs; and what the appointments of before and after now say (source 7.1)."""
    if queries.save(tx, before, after):
        procedures.describe(tx, before.apt_num, after.apt_num, before.planned_apt_num, after.planned_apt_num)


def _not_settable() -> ApiError:
    names = "Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)"
    return conflict(f"ProcStatus may only be set to {names}.", Basis.OBSERVED)


def _code(tx: Transaction, code: str) -> Code:
    return get_or_404(queries.code(tx, code), "procCode")


def _definition_or_first(tx: Transaction, category: DefCat, number: int | None, name: str) -> int:
    """The definition asked for by number (0 for none) or by name; the first of its category, if by neither."""
    what, twin = DEFINITIONS[category]
    if number is not None and name:
        raise only_one_of(what, twin)
    if number is None and not name:
        return first_definition(tx, category)
    key = name or number
    return get_or_404(find_definition(tx, category, key), what) if key else 0


def _check_definitions(tx: Transaction, before: Procedure, after: Procedure) -> None:
    for category, (what, _) in DEFINITIONS.items():
        number = getattr(after, what.lower())
        if number and number != getattr(before, what.lower()):
            get_or_404(find_definition(tx, category, number), what)


def _place(body: NewProcedure, code: Code) -> dict[str, Any]:
    """What the code's area wants to know: it must be there, and fit. What the area does not take is left aside."""
    place = {name: getattr(body, name) for name in teeth.wanted(code.area, also_range=code.also_range)}
    for name, text in place.items():
        if not text:
            raise required(f"{pascal_case(name)}")
        if not teeth.fits(code.area, name, text):
            raise invalid(f"{pascal_case(name)}")
    return place


def _check_place(tx: Transaction, before: Procedure, after: Procedure) -> None:
    """The code may change to one of the same area, the place to one that the area takes; neither once complete."""
    changed = [name for name in FIXED_ONCE_COMPLETE if getattr(before, name) != getattr(after, name)]
    if not changed:
        return
    was, now = (get_or_404(queries.code(tx, proc.code_num), "procCode") for proc in (before, after))
    taken = teeth.wanted(now.area, also_range=now.also_range)
    for name in changed:
        if name == "code_num":
            allowed = was.area == now.area
        else:
            allowed = name in taken and teeth.fits(now.area, name, getattr(after, name))
        if before.proc_status == ProcStatus.C or not allowed:
            raise invalid(f"{FIXED_ONCE_COMPLETE[name]}")


def _appointment(tx: Transaction, pat_num: int, apt_num: int, *, planned: bool = False) -> Appointment | None:
    """An appointment of the patient to put a procedure on; None for number 0."""
    apt = appointment_table.RECORDS.get(tx, apt_num)
    if apt is not None and (apt.pat_num != pat_num or apt.is_planned != planned or apt.apt_status in NOTES):
        raise invalid(f"{'PlannedAptNum' if planned else 'AptNum'}")
    return apt


def _moved(tx: Transaction, before: Procedure, after: Procedure) -> Procedure:
    """Put on another appointment, it takes that one's date; a plan's only while no visit has it (source 6.14)."""
    visit = plan = None
    if after.apt_num != before.apt_num:
        visit = _appointment(tx, after.pat_num, after.apt_num)
    if after.planned_apt_num != before.planned_apt_num:
        plan = _appointment(tx, after.pat_num, after.planned_apt_num, planned=True)
    on = visit or (None if after.apt_num else plan)
    return replace(after, proc_date=_date_of(on, after.proc_date))


def _date_of(apt: Appointment | None, otherwise: date) -> date:
    """The appointment's, where it has one: some plans have none."""
    return apt.apt_date_time.date() if apt and apt.apt_date_time > NEVER else otherwise
