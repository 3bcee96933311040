"""Procedures on active and inactive treatment plans, each with its priority there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.domain.treat_plans import PLANNED
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.resources.procedurelogs import queries as procedure_queries
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.treatplans import table as plan_table
from mockod.vendors.opendental.resources.treatplans.decisions import IS_SAVED
from mockod.vendors.opendental.resources.treatplans.table import TreatPlan
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey, Integer

WRITTEN_SINCE = "23.2.17"

TREATPLANATTACH = Table(
    "treatplanattach",
    entity="TreatPlanAttach",
    section="treatplanattaches",
    columns=(
        Column("TreatPlanAttachNum", Integer()),
        Column("TreatPlanNum", ForeignKey("treatplan.TreatPlanNum"), needed=True),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum"), needed=True),
        Column("Priority", DefinitionKey(DefCat.TxPriorities)),
        Joined("priority", "ItemName", "Priority"),
    ),
    indexes=(index("TreatPlanNum"), index("ProcNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttach:
    """POST treatplanattaches."""

    treat_plan_num: Annotated[int, ForeignKey("treatplan.TreatPlanNum", zero=False)]
    proc_num: Annotated[int, ForeignKey("procedurelog.ProcNum", zero=False)]
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChange:
    """PUT treatplanattaches."""

    priority: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatPlanAttach:
    """A row of the vendor's table."""

    treat_plan_attach_num: int = 0
    treat_plan_num: int
    proc_num: int
    priority: int


RECORDS = Records(TreatPlanAttach, TREATPLANATTACH)


def create_attach(tx: Transaction, body: NewAttach) -> Row:
    """POST treatplanattaches."""
    plan = plan_table.RECORDS.get_or_404(tx, body.treat_plan_num)
    procedure = procedure_table.RECORDS.get_or_404(tx, body.proc_num)
    there = RECORDS.find(tx, "TreatPlanNum = ? AND ProcNum = ?", (body.treat_plan_num, body.proc_num))
    check_attachable(plan, procedure, is_attached=bool(there))
    number = RECORDS.insert(
        tx, TreatPlanAttach(treat_plan_num=body.treat_plan_num, proc_num=body.proc_num, priority=body.priority)
    )
    procedure_queries.save(tx, procedure, on_plan(procedure, plan, body.priority))
    return TREATPLANATTACHES.select.one(tx, number)


def update_attach(tx: Transaction, before: TreatPlanAttach, body: PriorityChange) -> Row:
    """PUT treatplanattaches: the priority and nothing else (documented)."""
    if body.priority is not None and body.priority != before.priority:
        RECORDS.update(tx, before, replace(before, priority=body.priority))
        plan = plan_table.RECORDS.get(tx, before.treat_plan_num)
        procedure = procedure_table.RECORDS.get(tx, before.proc_num)
        if plan and procedure:
            procedure_queries.save(tx, procedure, on_plan(procedure, plan, body.priority))
    return TREATPLANATTACHES.select.one(tx, before.treat_plan_attach_num)


def check_attachable(plan: TreatPlan, procedure: Procedure, *, is_attached: bool) -> None:
    """Planned treatment of the plan's own patient, once, and not on a saved plan, which has copies (documented).

    Raises ApiError naming what does not go together.
    """
    if plan.tp_status == TreatPlanStatus.Saved:
        raise invalid("TreatPlanNum", IS_SAVED)
    if procedure.pat_num != plan.pat_num or procedure.proc_status not in PLANNED:
        raise invalid("ProcNum")
    if is_attached:
        raise invalid("ProcNum", "Procedure is already attached to this TreatPlan.")


def on_plan(procedure: Procedure, plan: TreatPlan, priority: int) -> Procedure:
    """A procedure on the active plan is planned, and has the priority that it has there (source)."""
    if plan.tp_status != TreatPlanStatus.Active or procedure.proc_status not in PLANNED:
        return procedure
    return replace(procedure, proc_status=ProcStatus.TP, priority=priority)


TREATPLANATTACHES = Resource(
    "treatplanattaches",
    table=TREATPLANATTACH,
    methods=[
        listing(filters=[equals("TreatPlanNum", required=True)], since="22.4.16"),
        create(create_attach, body=NewAttach, since=WRITTEN_SINCE, location=""),
        update(update_attach, row=RECORDS.get_or_404, body=PriorityChange, since=WRITTEN_SINCE),
    ],
)
