"""Schedules and the operatories linked to them. Every value of a schedule goes out as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import DefCat, SchedStatus, SchedType
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.wire.errors import Row, get_or_404, invalid
from mockod.vendors.opendental.wire.fields import (
    Choice,
    Day,
    DefinitionKey,
    ForeignKey,
    Integer,
    Moment,
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
    indexes=(index("SchedDate"),),
)


class Schedule(Wire):
    schedule_num = NumberText()
    sched_date = Day()
    start_time = Text()
    stop_time = Text()
    sched_type = Choice(SchedType)
    prov_num = NumberText()
    blockout_type_num = NumberText(data_key="BlockoutType")
    blockout_type = Text(data_key="blockoutType", column="coalesce(d.ItemName, '')")
    note = OneLine()
    operatories = Text(
        data_key="operatories",
        column="coalesce((SELECT group_concat(OperatoryNum) FROM (SELECT OperatoryNum FROM scheduleop o "
        "WHERE o.ScheduleNum = s.ScheduleNum ORDER BY OperatoryNum)), '')",
    )
    employee_num = NumberText()
    date_t_stamp = Moment(since="25.2", basis=Basis.ASSUMED)


@dataclass(frozen=True, slots=True)
class ScheduleFilter:
    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None
    sched_type: SchedType | None = None
    blockout_def_num: int = 0
    prov_num: int = 0
    employee_num: int = 0


class ScheduleQuery(Wire):
    makes = ScheduleFilter
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")
    sched_type = Choice(SchedType)
    blockout_def_num = DefinitionKey(DefCat.BlockoutTypes)
    prov_num = refs.provider()
    employee_num = refs.employee()


SHOWN = f"SELECT {columns(Schedule, 's')} FROM schedule s LEFT JOIN definition d ON d.DefNum = s.BlockoutType"


def get_schedule(tx: Transaction, schedule_num: int) -> Row:
    return get_or_404(tx.row(f"{SHOWN} WHERE s.ScheduleNum = ?", (schedule_num,)), "Schedule")


def list_schedules(tx: Transaction, wanted: ScheduleFilter, page: Page) -> list[Row]:
    """Today's unless dates are given; sorted by time of day across all dates, as the vendor does."""
    start, end = wanted.day or wanted.date_start, wanted.day or wanted.date_end
    if start is None and end is None:
        start = end = tx.now.date()
    if start and end and start > end:
        raise invalid("dateStart")
    tests: dict[str, Any] = {
        "s.SchedDate >= ?": str(start) if start else None,
        "s.SchedDate <= ?": str(end) if end else None,
        "s.SchedType = ?": wanted.sched_type,
        "s.BlockoutType = ?": wanted.blockout_def_num or None,
        "s.ProvNum = ?": wanted.prov_num or None,
        "s.EmployeeNum = ?": wanted.employee_num or None,
    }
    given = {test: value for test, value in tests.items() if value is not None}
    return tx.rows(
        f"{SHOWN} WHERE {' AND '.join(given)} ORDER BY s.StartTime, s.ScheduleNum LIMIT ? OFFSET ?",
        [*given.values(), page.limit, page.offset],
    )


ENDPOINTS = (
    Endpoint("GET", "schedules/{ScheduleNum}", get_schedule, result=Schedule, since="22.1", permission=READ_ALL),
    Endpoint(
        "GET",
        "schedules",
        list_schedules,
        query=ScheduleQuery,
        result=Schedule,
        many=True,
        since="22.1",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
