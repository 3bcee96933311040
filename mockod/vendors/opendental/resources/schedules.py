"""Schedules and the operatories linked to them. Every value of a schedule goes out as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, SchedStatus, SchedType
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, Where, given
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    ForeignKey,
    Integer,
    NumberText,
    OneLine,
    Text,
    TimeText,
)

OPERATORIES = """coalesce((SELECT group_concat(OperatoryNum) FROM (
  SELECT OperatoryNum FROM scheduleop o WHERE o.ScheduleNum = schedule.ScheduleNum ORDER BY OperatoryNum)), '')"""
"""The numbers of the operatories linked to a schedule, with commas."""

SCHEDULE = Table(
    "schedule",
    entity="Schedule",
    section="schedules",
    columns=(
        Column("ScheduleNum", Integer(), shown_as=NumberText()),
        Column("SchedDate", Day(), needed=True),
        Column("StartTime", TimeText(), default="00:00:00"),
        Column("StopTime", TimeText(), default="00:00:00"),
        Column("SchedType", Choice(SchedType), default=1),
        Column("ProvNum", ForeignKey("provider.ProvNum"), shown_as=NumberText()),
        Column("BlockoutType", DefinitionKey(DefCat.BlockoutTypes), shown_as=NumberText()),
        Joined("blockoutType", "ItemName", "BlockoutType"),
        Column("Note", OneLine()),
        Computed("operatories", Text(), OPERATORIES),
        Column("Status", Choice(SchedStatus), hidden=True),
        Column("EmployeeNum", ForeignKey("employee.EmployeeNum"), shown_as=NumberText()),
        Column("DateTStamp", Moment(), since="25.2", basis=Basis.ASSUMED, stamp="changed"),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum"), hidden=True),
    ),
    indexes=(index("SchedDate", "StartTime"), index("DateTStamp")),
)


@dataclass(frozen=True, slots=True)
class ScheduleFilters:
    """GET schedules. ``day`` wins over the two ends; 0 is no filter."""

    day: Annotated[date | None, Day(), Name("date")] = None
    date_start: Annotated[date | None, Day(), Name("dateStart")] = None
    date_end: Annotated[date | None, Day(), Name("dateEnd")] = None
    sched_type: SchedType | None = None
    blockout_def_num: Annotated[int, DefinitionKey(DefCat.BlockoutTypes)] = 0
    prov_num: int = 0
    employee_num: int = 0


def date_range(filters: ScheduleFilters, today: date) -> tuple[date | None, date | None]:
    """The first and last day of a list, both included: today unless dates are given; None for an open end.

    Raises ApiError naming dateStart where it is after the end.
    """
    start, end = filters.day or filters.date_start, filters.day or filters.date_end
    if start is None and end is None:
        return today, today
    if start and end and start > end:
        raise invalid("dateStart")
    return start, end


def list_schedules(tx: Transaction, filters: ScheduleFilters, page: Page) -> Rows:
    """By time of day across all dates, as the vendor does (source)."""
    start, end = date_range(filters, tx.now.date())
    return SCHEDULES.select.page(
        tx,
        page,
        "schedule.StartTime, schedule.ScheduleNum",
        [
            *_on(start, end),
            given("schedule.SchedType = :sched_type", sched_type=filters.sched_type),
            given("schedule.BlockoutType = :blockout_type", blockout_type=filters.blockout_def_num or None),
            given("schedule.ProvNum = :provider", provider=filters.prov_num or None),
            given("schedule.EmployeeNum = :employee", employee=filters.employee_num or None),
        ],
    )


def _on(start: date | None, end: date | None) -> list[Where | None]:
    """A single day has its schedules in the list's order already, a range has not."""
    if start == end:
        return [given("schedule.SchedDate = :day", day=start)]
    return [
        given("schedule.SchedDate >= :start", start=start, by_range=True),
        given("schedule.SchedDate <= :end", end=end, by_range=True),
    ]


SCHEDULES = Resource(
    "schedules",
    table=SCHEDULE,
    methods=[
        read(since="22.1"),
        listing(list_schedules, filters=ScheduleFilters, since="22.1", basis=Basis.SOURCE),
    ],
)
