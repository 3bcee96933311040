"""Links between schedules and operatories."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, where
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer

SCHEDULEOP = Table(
    "scheduleop",
    entity="ScheduleOp",
    section="scheduleops",
    columns=(
        Column("ScheduleOpNum", Integer()),
        Column("ScheduleNum", ForeignKey("schedule.ScheduleNum"), needed=True),
        Column("OperatoryNum", ForeignKey("operatory.OperatoryNum"), needed=True),
    ),
    indexes=(index("ScheduleNum"), index("OperatoryNum")),
)


@dataclass(frozen=True, slots=True)
class ScheduleOpFilters:
    """GET scheduleops. 0 is no filter."""

    schedule_num: int = 0
    operatory_num: int = 0


def list_schedule_ops(tx: Transaction, filters: ScheduleOpFilters, page: Page) -> Rows:
    """By schedule or by operatory; the vendor's query finds nothing when both are given (source)."""
    number = filters.schedule_num or filters.operatory_num
    column = "ScheduleNum" if filters.schedule_num else "OperatoryNum"
    return SCHEDULEOPS.select.page(
        tx,
        page,
        "scheduleop.ScheduleOpNum",
        [
            where(f"scheduleop.{column} = :number", number=number) if number else None,
            where("0") if filters.schedule_num and filters.operatory_num else None,
        ],
    )


SCHEDULEOPS = Resource(
    "scheduleops",
    table=SCHEDULEOP,
    methods=[listing(list_schedule_ops, filters=ScheduleOpFilters, since="23.2.27", basis=Basis.SOURCE)],
)
