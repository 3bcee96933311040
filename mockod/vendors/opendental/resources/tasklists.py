"""Tasklists: the lists that tasks are in, and the lists within them."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.staff_enums import TaskDateType, TaskListStatus, TaskObjectType
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, where
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Text

TASKLIST = Table(
    "tasklist",
    entity="TaskList",
    section="tasklists",
    columns=(
        Column("TaskListNum", Integer()),
        Column("Descript", Text(longest=255), needed=True),
        Column("Parent", ForeignKey("tasklist.TaskListNum")),
        Column("DateTL", Day()),
        Column("IsRepeating", Flag()),
        Column("DateType", Choice(TaskDateType)),
        Column("FromNum", Integer()),
        Column("ObjectType", Choice(TaskObjectType)),
        Column("DateTimeEntry", Moment(), in_practice="today 00:00"),
        Column("GlobalTaskFilterType", Integer(), hidden=True),
        Column("TaskListStatus", Choice(TaskListStatus)),
    ),
)


@dataclass(frozen=True, slots=True)
class TaskListFilters:
    """GET tasklists: those in use, unless the archived ones are asked for."""

    task_list_status: TaskListStatus = TaskListStatus.Active


def list_task_lists(tx: Transaction, filters: TaskListFilters, page: Page) -> Rows:
    """GET tasklists, by number."""
    status = where("tasklist.TaskListStatus = :status", status=int(filters.task_list_status), indexed=False)
    return TASKLISTS.select.page(tx, page, "tasklist.TaskListNum", [status])


TASKLISTS = Resource(
    "tasklists",
    table=TASKLIST,
    methods=[listing(list_task_lists, filters=TaskListFilters, since="22.3.15")],
)
