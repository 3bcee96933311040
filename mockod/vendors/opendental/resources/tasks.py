"""Tasks: what is to be done, by whom it was entered, and which patient or appointment it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.domain.staff_enums import TaskDateType, TaskObjectType, TaskReminder, TaskStatus
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given, where
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid, not_found, required
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, Text
from mockod.vendors.opendental.wire.lists import Combination

LISTED = timedelta(days=14)
"""How far back a list goes that names no time (documented)."""
NEVER = datetime.min
"""When a task was finished that is not."""
DEFAULT_PRIORITY = "D"
"""The ItemValue of the priority that a task has which names none (source)."""
OBJECTS = {
    TaskObjectType.Patient: ("patient", "PatNum", "Patient"),
    TaskObjectType.Appointment: ("appointment", "AptNum", "Appointment"),
}
"""What a task is about -> the table, its key and the vendor's word for a row."""

TASK = Table(
    "task",
    entity="Task",
    section="tasks",
    columns=(
        Column("TaskNum", Integer()),
        Column("TaskListNum", ForeignKey("tasklist.TaskListNum"), needed=True),
        Column("DateTask", Day()),
        Column("KeyNum", Integer()),
        Column("Descript", Text()),
        Column("TaskStatus", Choice(TaskStatus)),
        Column("IsRepeating", Flag()),
        Column("DateType", Choice(TaskDateType)),
        Column("FromNum", Integer()),
        Column("ObjectType", Choice(TaskObjectType)),
        Column("DateTimeEntry", Moment(), in_practice="today 00:00"),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("DateTimeFinished", Moment()),
        Column("PriorityDefNum", DefinitionKey(DefCat.TaskPriorities)),
        Column("ReminderGroupId", Text(longest=20)),
        Column("ReminderType", Combination(TaskReminder)),
        Column("ReminderFrequency", Integer()),
        Column("DateTimeOriginal", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("DescriptOverride", Text(longest=256)),
        Column("IsReadOnly", Flag()),
        Column("TriageCategory", Integer(), hidden=True),
    ),
    indexes=(
        index("TaskListNum"),
        index("KeyNum", "ObjectType"),
        index("DateTimeOriginal"),
    ),
)


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """GET tasks. List 0 and key 0 are no filters."""

    task_list_num: int = 0
    key_num: Annotated[int, Integer(least=0)] = 0
    object_type: TaskObjectType | None = None
    task_status: TaskStatus | None = None
    date_time_original: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """POST tasks."""

    task_list_num: Annotated[int, ForeignKey("tasklist.TaskListNum", zero=False)]
    descript: str
    user_num: Annotated[int, ForeignKey("userod.UserNum", zero=False)]
    key_num: Annotated[int, Integer(least=0)] = 0
    object_type: TaskObjectType | None = None
    date_time_entry: datetime | None = None
    priority_def_num: int = 0
    descript_override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """PUT tasks: its list, and who entered it, stay as they are."""

    descript: Annotated[str | None, Text()] = None
    task_status: Annotated[TaskStatus | None, Choice(TaskStatus), Since("24.2.10")] = None
    key_num: Annotated[int | None, Integer(least=0)] = None
    object_type: TaskObjectType | None = None
    date_time_entry: datetime | None = None
    priority_def_num: int | None = None
    descript_override: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task, as far as it is written from here."""

    task_num: int = 0
    task_list_num: int
    key_num: int
    descript: str
    task_status: TaskStatus = TaskStatus.New
    object_type: TaskObjectType
    date_time_entry: datetime
    user_num: int
    date_time_finished: datetime = NEVER
    priority_def_num: int
    date_time_original: datetime
    sec_date_t_edit: datetime
    descript_override: str = ""


TASKS_KEPT = Records(Task, TASK)


def list_tasks(tx: Transaction, filters: TaskFilters, page: Page) -> Rows:
    """GET tasks, by number: those of the last two weeks, unless a time is named, which counts itself (source)."""
    about = filters.object_type or TaskObjectType.None_
    if filters.key_num:
        check_key_type(filters.key_num, filters.object_type)
        _check_key(tx, filters.key_num, about)
    since = filters.date_time_original or tx.now - LISTED
    return TASKS.select.page(
        tx,
        page,
        "task.TaskNum",
        [
            given("task.TaskListNum = :list", list=filters.task_list_num or None),
            given("task.KeyNum = :key_num", key_num=filters.key_num or None),
            given("task.ObjectType = :about", about=filters.object_type, indexed=False),
            given("task.TaskStatus = :status", status=filters.task_status, indexed=False),
            where("task.DateTimeOriginal >= :since", since=str(since), by_range=True),
        ],
    )


def create_task(tx: Transaction, body: NewTask) -> Row:
    """POST tasks. Refuses what ``check_key_type`` refuses, and what it is about where there is no such row."""
    check_key_type(body.key_num, body.object_type)
    about = body.object_type or TaskObjectType.None_
    _check_key(tx, body.key_num, about)
    new = Task(
        task_list_num=body.task_list_num,
        key_num=body.key_num,
        descript=body.descript,
        object_type=about,
        date_time_entry=body.date_time_entry or tx.now,
        user_num=body.user_num,
        priority_def_num=body.priority_def_num or _default_priority(tx),
        date_time_original=tx.now,
        sec_date_t_edit=tx.now,
        descript_override=body.descript_override,
    )
    return TASKS.select.one(tx, TASKS_KEPT.insert(tx, new))


def update_task(tx: Transaction, before: Task, body: TaskChange) -> Row:
    """PUT tasks. Refuses what ``changed_task`` refuses, and what it is about where there is no such row."""
    after = changed_task(before, body, tx.now)
    if (after.key_num, after.object_type) != (before.key_num, before.object_type):
        _check_key(tx, after.key_num, after.object_type)
    if after != before:
        TASKS_KEPT.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return TASKS.select.one(tx, before.task_num)


def changed_task(before: Task, body: TaskChange, now: datetime) -> Task:
    """The task with what is given. A new description brings one that is done back to Viewed (documented).

    A task is finished at the moment when it is first Done. Raises ApiError naming ObjectType.
    """
    if body.key_num is not None:
        check_key_type(body.key_num, body.object_type)
    after = replace(before, **given_values(body))
    if body.descript is not None and body.task_status is None and before.task_status == TaskStatus.Done:
        after = replace(after, task_status=TaskStatus.Viewed)
    if body.key_num == 0 or after.object_type == TaskObjectType.None_:
        after = replace(after, key_num=0, object_type=body.object_type or TaskObjectType.None_)
    if after.task_status != before.task_status:
        after = replace(after, date_time_finished=now if after.task_status == TaskStatus.Done else NEVER)
    return after


def check_key_type(key_num: int, about: TaskObjectType | None) -> None:
    """A number needs to be told what it numbers (documented). Raises ApiError naming ObjectType."""
    if key_num and about is None:
        raise required("ObjectType")
    if key_num and about == TaskObjectType.None_:
        raise invalid("ObjectType")


def _check_key(tx: Transaction, key_num: int, about: TaskObjectType) -> None:
    """Raises ApiError where the patient or the appointment is not there (documented)."""
    if not key_num:
        return
    table, key, entity = OBJECTS[about]
    if tx.row(f"SELECT 1 FROM {table} WHERE {key} = ?", (key_num,)) is None:
        raise not_found(entity, Basis.DOCUMENTED)


def _default_priority(tx: Transaction) -> int:
    """The office's default, else the first of the category (documented); 0 where there is none."""
    return int(
        tx.value(
            "SELECT DefNum FROM definition WHERE Category = ? AND IsHidden = 0 "
            "ORDER BY ItemValue <> ?, ItemOrder, DefNum",
            (DefCat.TaskPriorities, DEFAULT_PRIORITY),
            0,
        )
    )


TASKS = Resource(
    "tasks",
    table=TASK,
    methods=[
        read(since="24.4.13"),
        listing(list_tasks, filters=TaskFilters, since="22.3.16", basis=Basis.SOURCE),
        create(create_task, body=NewTask, since="22.3.17"),
        update(update_task, row=TASKS_KEPT.get_or_404, body=TaskChange, since="22.4.15"),
    ],
)
