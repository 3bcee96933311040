"""Schedules and the operatories linked to them. Every value of a schedule goes out as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import DefCat, SchedType
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.wire.errors import Row, found
from mockod.vendors.opendental.wire.fields import Choice, Day, DefinitionRef, Integer, Moment, NumberText, OneLine, Text
from mockod.vendors.opendental.wire.paging import Page


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
    blockout_def_num = DefinitionRef(DefCat.BlockoutTypes, optional=True)
    prov_num = refs.provider()
    employee_num = refs.employee()


SHOWN = f"SELECT {columns(Schedule, 's')} FROM schedule s LEFT JOIN definition d ON d.DefNum = s.BlockoutType"


def get_schedule(tx: Transaction, schedule_num: int) -> Row:
    return found(tx.row(f"{SHOWN} WHERE s.ScheduleNum = ?", (schedule_num,)), "Schedule")


def list_schedules(tx: Transaction, wanted: ScheduleFilter, page: Page) -> list[Row]:
    """Today's unless dates are given; sorted by time of day across all dates, as the vendor does."""
    start, end = wanted.day or wanted.date_start, wanted.day or wanted.date_end
    if start is None and end is None:
        start = end = tx.now.date()
    if start and end and start > end:
        raise ApiError(400, "dateStart is invalid.", Basis.ASSUMED)
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


class ScheduleOp(Wire):
    schedule_op_num = Integer()
    schedule_num = Integer()
    operatory_num = Integer()


@dataclass(frozen=True, slots=True)
class ScheduleOpFilter:
    schedule_num: int = 0
    operatory_num: int = 0


class ScheduleOpQuery(Wire):
    makes = ScheduleOpFilter
    schedule_num = refs.schedule()
    operatory_num = refs.operatory()


def list_schedule_ops(tx: Transaction, wanted: ScheduleOpFilter, page: Page) -> list[Row]:
    """By schedule or by operatory; the vendor's query finds nothing when both are given."""
    if wanted.schedule_num and wanted.operatory_num:
        return []
    return tx.rows(
        f"SELECT {columns(ScheduleOp, 'o')} FROM scheduleop o WHERE (:schedule = 0 OR o.ScheduleNum = :schedule) "
        "AND (:operatory = 0 OR o.OperatoryNum = :operatory) ORDER BY o.ScheduleOpNum LIMIT :limit OFFSET :offset",
        {
            "schedule": wanted.schedule_num,
            "operatory": wanted.operatory_num,
            "limit": page.limit,
            "offset": page.offset,
        },
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
    Endpoint(
        "GET",
        "scheduleops",
        list_schedule_ops,
        query=ScheduleOpQuery,
        result=ScheduleOp,
        many=True,
        since="23.2.27",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
