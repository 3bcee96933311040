"""What the practice does with procedures: enter them, put them on appointments, change and delete them."""

from __future__ import annotations

from dataclasses import replace

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import first_visit as first_visit_rules
from mockod.vendors.opendental.domain.enums import DefCat, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.resources import fees
from mockod.vendors.opendental.resources.appointments import first_visit, procedures
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.facts import default_provider
from mockod.vendors.opendental.resources.appointments.queries import booked_patient
from mockod.vendors.opendental.resources.claimprocs.estimates import follow_procedure
from mockod.vendors.opendental.resources.definitions import find_definition, first_definition
from mockod.vendors.opendental.resources.procedurelogs import queries
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange, ProcedureFilters
from mockod.vendors.opendental.resources.procedurelogs.decisions import (
    ChangeFacts,
    NewFacts,
    build_procedure,
    changed_procedure,
    deleted_procedure,
)
from mockod.vendors.opendental.resources.recalls.following import follow_treatment
from mockod.vendors.opendental.resources.treatplans import following as treatment_plans
from mockod.vendors.opendental.wire.errors import get_or_404

COMPLETED_DELETABLE_SINCE = "23.1.11"


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
    new = build_procedure(body, _new_facts(tx, body))
    if body.proc_fee is None:
        new = replace(new, proc_fee=fees.proc_fee(tx, new))
    treated = first_visit.has_been_treated(tx, new.pat_num)

    number = procedure_table.RECORDS.insert(tx, new)
    follow_procedure(tx, number)
    procedures.describe(tx, new.apt_num, new.planned_apt_num)
    if new.apt_num or not new.planned_apt_num:
        _date_first_visit(tx, new, treated=treated)
    if new.proc_status == ProcStatus.C:
        follow_treatment(tx, new.pat_num)
    treatment_plans.follow_treatment(tx, new.pat_num)
    return procedure_table.WRITTEN.one(tx, number)


def update_procedure(tx: Transaction, before: Procedure, body: ProcedureChange) -> Row:
    """PUT procedurelogs. Completed by it, it dates the first visit and makes recalls due."""
    after = changed_procedure(before, body, _change_facts(tx, before, body))
    treated = first_visit.has_been_treated(tx, after.pat_num)

    _save(tx, before, after)
    if after.proc_status == ProcStatus.C != before.proc_status:
        _date_first_visit(tx, after, treated=treated)
        follow_treatment(tx, after.pat_num)
    return procedure_table.WRITTEN.one(tx, after.proc_num)


def delete_procedure(tx: Transaction, proc: Procedure) -> None:
    """DELETE procedurelogs. Its estimates go with it; what a claim has stays."""
    completed_too = tx.settings.version.knows(COMPLETED_DELETABLE_SINCE)
    is_referred = bool(tx.row("SELECT 1 FROM refattach WHERE ProcNum = ?", (proc.proc_num,)))
    claimed = "SELECT 1 FROM claimproc WHERE ProcNum = ? AND ClaimNum <> 0 LIMIT 1"
    is_claimed = tx.row(claimed, (proc.proc_num,)) is not None
    deleted = deleted_procedure(proc, completed_too=completed_too, is_referred=is_referred, is_claimed=is_claimed)
    _save(tx, proc, deleted)


def _new_facts(tx: Transaction, body: NewProcedure) -> NewFacts:
    patient = booked_patient(tx, body.pat_num)
    return NewFacts(
        now=tx.now,
        code=queries.code(tx, body.proc_code),
        priority=_definition_or_first(tx, DefCat.TxPriorities, body.priority, body.priority_name),
        dx=_definition_or_first(tx, DefCat.Diagnosis, body.dx, body.dx_name),
        patient_status=patient.status,
        patient_clinic=patient.clinic,
        patient_provider=patient.provider,
        patient_site=patient.site,
        visit=appointment_table.RECORDS.get(tx, body.apt_num),
        plan=appointment_table.RECORDS.get(tx, body.planned_apt_num),
        default_provider=default_provider(tx),
    )


def _change_facts(tx: Transaction, before: Procedure, body: ProcedureChange) -> ChangeFacts:
    code = code_before = queries.code(tx, before.code_num)
    if body.proc_code is not None:
        code = queries.code(tx, body.proc_code)
    return ChangeFacts(
        now=tx.now,
        code_before=code_before,
        code=code,
        priority=find_definition(tx, DefCat.TxPriorities, body.priority) if body.priority else None,
        dx=find_definition(tx, DefCat.Diagnosis, body.dx) if body.dx else None,
        visit=appointment_table.RECORDS.get(tx, body.apt_num) if body.apt_num else None,
        plan=appointment_table.RECORDS.get(tx, body.planned_apt_num) if body.planned_apt_num else None,
    )


def _definition_or_first(tx: Transaction, category: DefCat, number: int | None, name: str) -> int | None:
    """The DefNum of this number (0 for none) or name; the first of the category where neither was sent."""
    if number is None and not name:
        return first_definition(tx, category)
    key = name or number
    return find_definition(tx, category, key) if key else 0


def _date_first_visit(tx: Transaction, proc: Procedure, *, treated: bool) -> None:
    """Let a procedure that was entered or completed date the first visit; ``treated`` as it was before (source 9.2)."""
    completed = proc.proc_status == ProcStatus.C
    dated = first_visit_rules.by_procedure(proc.proc_date, today=tx.now.date(), treated=treated, completed=completed)
    first_visit.save(tx, proc.pat_num, dated)


def _save(tx: Transaction, before: Procedure, after: Procedure) -> None:
    """Write it, if it differs; and what appointments, treatment plans and estimates now say (source 7.1)."""
    if queries.save(tx, before, after):
        procedures.describe(tx, before.apt_num, after.apt_num, before.planned_apt_num, after.planned_apt_num)
        treatment_plans.follow_treatment(tx, after.pat_num)
        follow_procedure(tx, after.proc_num)
