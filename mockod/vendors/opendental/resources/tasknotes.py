"""Tasknotes: what people add to a task, each with their name and time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import required
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text

SINCE = "24.4.22"

TASKNOTE = Table(
    "tasknote",
    entity="TaskNote",
    section="tasknotes",
    columns=(
        Column("TaskNoteNum", Integer()),
        Column("TaskNum", ForeignKey("task.TaskNum"), needed=True),
        Column("UserNum", ForeignKey("userod.UserNum"), needed=True),
        Column("DateTimeNote", Moment(), stamp="created"),
        Column("Note", Text()),
    ),
    indexes=(index("TaskNum"), index("UserNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTaskNote:
    """POST tasknotes."""

    task_num: Annotated[int, ForeignKey("task.TaskNum", zero=False)]
    user_num: Annotated[int, ForeignKey("userod.UserNum", zero=False)]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNoteChange:
    """PUT tasknotes: whose note it is, and of which task, stays as it is."""

    date_time_note: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNote:
    task_note_num: int = 0
    task_num: int
    user_num: int
    date_time_note: datetime
    note: str


NOTES = Records(TaskNote, TASKNOTE)


def create_task_note(tx: Transaction, body: NewTaskNote) -> Row:
    """POST tasknotes, as of now (documented)."""
    check_note(body.note)
    return TASKNOTES.select.one(tx, NOTES.insert(tx, TaskNote(date_time_note=tx.now, **given_values(body))))


def update_task_note(tx: Transaction, before: TaskNote, body: TaskNoteChange) -> Row:
    """PUT tasknotes."""
    if body.note is not None:
        check_note(body.note)
    NOTES.update(tx, before, replace(before, **given_values(body)))
    return TASKNOTES.select.one(tx, before.task_note_num)


def check_note(note: str) -> None:
    """Raises ApiError naming Note where it is blank (documented)."""
    if not note.strip():
        raise required("Note")


TASKNOTES = Resource(
    "tasknotes",
    table=TASKNOTE,
    methods=[
        read(since=SINCE),
        listing(since=SINCE, filters=[equals("TaskNum"), equals("UserNum")]),
        create(create_task_note, body=NewTaskNote, since=SINCE),
        update(update_task_note, row=NOTES.get_or_404, body=TaskNoteChange, since=SINCE),
    ],
)
