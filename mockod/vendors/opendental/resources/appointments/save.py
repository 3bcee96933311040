"""Writing what was decided of an appointment: every INSERT and UPDATE, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import treatment
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.domain.treatment import Code, VisitTreatment
from mockod.vendors.opendental.resources import fees
from mockod.vendors.opendental.resources.appointments import (
    first_visit,
    procedure_queries,
    procedures,
    queries,
)
from mockod.vendors.opendental.resources.appointments.decisions import BookingPlan, UpdatePlan
from mockod.vendors.opendental.resources.appointments.table import RECORDS
from mockod.vendors.opendental.resources.claimprocs import estimates
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table


def save_booking(tx: Transaction, plan: BookingPlan) -> Appointment:
    """Enter a new appointment with its procedures; returns it with its number."""
    apt = replace(plan.appointment, apt_num=RECORDS.insert(tx, plan.appointment))
    procedure_queries.attach(tx, apt, plan.attach, planned=apt.is_planned)
    _save_treatment(tx, apt, plan.treatment)
    first_visit.save(tx, apt.pat_num, plan.first_visit)
    if apt.apt_status == AptStatus.Complete:
        procedures.complete(tx, apt)
    queries.record_history(tx, apt.apt_num, HistAction.Created)
    return apt


def save_update(tx: Transaction, before: Appointment, plan: UpdatePlan) -> Appointment:
    """Write what differs, its treatment first; returns the appointment as it is now."""
    after = plan.appointment
    if plan.takes_planned:
        procedure_queries.move_planned(tx, after.apt_num)
    _save_treatment(tx, after, plan.treatment)
    if plan.treatment_follows:
        procedures.follow_appointment(tx, after)
    saved = queries.save(tx, before, after)
    if plan.completes:
        procedures.complete(tx, saved)
    first_visit.save(tx, saved.pat_num, plan.first_visit)
    return saved


def _save_treatment(tx: Transaction, apt: Appointment, planned: VisitTreatment) -> None:
    """Put procedures on the appointment, and enter those that its type adds."""
    procedure_queries.attach(tx, apt, planned.reused, planned=apt.is_planned)
    if planned.added:
        site = queries.booked_patient(tx, apt.pat_num).site
        for code in planned.added:
            new = _added(tx, apt, code, site)
            number = procedure_table.RECORDS.insert(tx, replace(new, proc_fee=fees.proc_fee(tx, new)))
            estimates.follow_procedure(tx, number)
        procedures.follow_on_plans(tx, apt.pat_num)


def _added(tx: Transaction, apt: Appointment, code: Code, site: int) -> Procedure:
    provider = treatment.provider_for(code, prov_num=apt.prov_num, prov_hyg=apt.prov_hyg)
    return Procedure(
        pat_num=apt.pat_num,
        apt_num=0 if apt.is_planned else apt.apt_num,
        planned_apt_num=apt.apt_num if apt.is_planned else 0,
        proc_date=apt.apt_date_time.date(),
        proc_status=ProcStatus.TP,
        prov_num=provider,
        clinic_num=apt.clinic_num,
        code_num=code.number,
        date_tp=tx.now.date(),
        site_num=site,
        date_t_stamp=tx.now,
        sec_date_entry=tx.now.date(),
    )
