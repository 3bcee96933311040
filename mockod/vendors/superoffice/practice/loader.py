"""From the SuperOffice part of a practice file to the rows of an office.

    superoffice:
      associates:
        - {AssociateId: 2, Name: DOC1, FullName: Brian Albert}
      appointments:
        - {AssociateId: 2, ContactId: 8, StartDate: workday+1 09:00, EndDate: workday+1 09:40, Description: Exam}

Columns are called as the diff calls them. Lists and dictionaries are written as items: ``Participants: [{AssociateId:
2}]``. Without associates, tasks or priorities an office has those of ``STARTER``, so that any practice can be booked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mockod.store.connection import SqlFunctions
from mockod.store.practice_dates import Dated, resolve
from mockod.store.practice_file import PART, Entry, PracticeError, PracticeFile, TableRows, Written
from mockod.store.shared_practice import COMMON
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.practice import settings
from mockod.vendors.superoffice.practice.numbers import SEQUENCE_SQL
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, ASSOCIATES, PRIORITIES, TABLES, TASKS, Table
from mockod.vendors.superoffice.practice.webhooks import WEBHOOK_SQL
from mockod.vendors.superoffice.wire.carriers import Associate, Priority, Task
from mockod.vendors.superoffice.wire.kinds import AS_STORED, Kind, Moment, Number, Reference, Texts, YesOrNo
from mockod.vendors.superoffice.wire.records import Parts, Property, properties_of

if TYPE_CHECKING:
    import sqlite_utils

VENDOR_PART = "superoffice"
MOST_NUMBER = 2**31 - 1
sql_functions: SqlFunctions = {}
STARTER: dict[str, tuple[Any, ...]] = {
    ASSOCIATES.name: (
        Associate(
            associate_id=1,
            name="SAL0",
            full_name="Front Desk",
            formal_name="Front Desk",
            user_name="SAL0",
            tooltip="Front Desk",
        ),
    ),
    TASKS.name: (
        Task(task_list_item_id=1, value='US:"Meeting";NO:"Møte";SW:"Möte";DA:"Møde";GE:"Besprechung"', rank=1),
        Task(
            task_list_item_id=2,
            value='US:"Phone call";NO:"Telefonsamtale";SW:"Telefonsamtal";DA:"Telefonopkald";GE:"Telefonat"',
            type=words.TASK_TYPE["Phone"],
            direction=words.TASK_DIRECTION["Outgoing"],
            rank=2,
        ),
        Task(
            task_list_item_id=3,
            value='US:"Follow-up";NO:"Oppfølging";SW:"Uppföljning";DA:"Opfølgning";GE:"Wiedervorlage"',
            type=words.TASK_TYPE["ToDo"],
            rank=3,
        ),
    ),
    PRIORITIES.name: (
        Priority(id=1, value='US:"Low";NO:"Lav"'),
        Priority(id=2, value='US:"Medium";NO:"Middels"'),
        Priority(id=3, value='US:"High";NO:"Høy"'),
    ),
}
"""Rows of a table that every office needs, where a practice has none of them."""


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    db.conn.executescript("\n".join((*(table.sql() for table in TABLES), settings.SQL, SEQUENCE_SQL, WEBHOOK_SQL)))


def load(practice: PracticeFile, today: date) -> TableRows:
    """The practice as rows. Raises PracticeError with file and line."""
    loading = _Loading(practice, today)
    for mistake in loading.mistakes():
        raise mistake
    return loading.tables


def mistakes(practice: PracticeFile, today: date) -> list[PracticeError]:
    """Every mistake of a practice, in the order of its lines."""
    return _Loading(practice, today).mistakes()


def finish(tx: Transaction) -> None:
    """Nothing follows from the rest."""


def starter() -> str:
    """What a practice may have of this vendor's."""
    return __doc__ or ""


@dataclass(slots=True)
class _Loading:
    """A practice on its way into tables."""

    practice: PracticeFile
    today: date
    tables: TableRows = field(default_factory=lambda: TableRows("+00:00"))
    _taken: dict[str, set[int]] = field(default_factory=dict)

    def mistakes(self) -> list[PracticeError]:
        by_section = {f"{VENDOR_PART}{PART}{table.section}": table for table in TABLES}
        found = [
            self.practice.mistake(line, f"{section}: there is no such section")
            for section, line in self.practice.sections.items()
            if section not in by_section and section not in (VENDOR_PART, COMMON)
        ]
        for entry in self.practice.entries:
            table = by_section.get(entry.section)
            if entry.section == VENDOR_PART:
                found.append(self.practice.mistake(entry.line, f"{VENDOR_PART}: a section is a list of rows"))
            elif table is not None:
                try:
                    self._add(table, entry)
                except PracticeError as exc:
                    found.append(exc)
        for name, records in STARTER.items():
            if not self.tables.rows.get(name):
                table = next(one for one in TABLES if one.name == name)
                self.tables.rows[name] = [table.row_of(record) for record in records]
        return found

    def _add(self, table: Table[Any], entry: Entry) -> None:
        known = {one.column: one for one in table.stored}
        values: dict[str, Any] = {}
        relative: list[str] = []
        for name, written in entry.fields.items():
            one = known.get(name)
            if one is None:
                raise self.practice.mistake(written.line, f"{entry.section}: there is no field {name}")
            if written.is_null:
                continue
            try:
                value, moves, by_calendar = self._read(one, written)
            except (ValueError, KeyError) as exc:
                raise self.practice.mistake(written.line, f"{name}: {exc}") from exc
            values[one.attribute] = value
            self.tables.by_calendar |= by_calendar
            if moves:
                relative.append(one.column)
        number = values.setdefault(table.key, self._next(table))
        if number in self._taken.setdefault(table.name, set()):
            raise self.practice.mistake(entry.line, f"{entry.section}: {table.key_column} {number} is there already")
        self._check_needed(table, values, entry)
        self._taken[table.name].add(number)
        self.tables.rows.setdefault(table.name, []).append(table.row_of(table.record(**values)))
        for column in relative:
            self.tables.relative.setdefault((table.name, column), set()).add(number)

    def _check_needed(self, table: Table[Any], values: Mapping[str, Any], entry: Entry) -> None:
        needed = [one.name for one in fields(table.record) if one.default is MISSING and one.default_factory is MISSING]
        needed += ["associate_id", "start_date", "end_date"] if table is APPOINTMENTS else []
        for name in needed:
            if name not in values:
                column = next(one.column for one in table.stored if one.attribute == name)
                raise self.practice.mistake(entry.line, f"{entry.section}: {column} is missing")

    def _next(self, table: Table[Any]) -> int:
        return max(self._taken.get(table.name, ()), default=0) + 1

    def _read(self, known: Property, written: Written) -> tuple[Any, bool, bool]:
        """A value, whether it moves with today, and whether it is counted by the calendar."""
        if isinstance(known.kind, Moment):
            if written.items is not None:
                raise ValueError("one date belongs here")
            dated = resolve(written.text, self.today)
            return _moment(dated), dated.relative, dated.by_calendar
        if isinstance(known.kind, Parts):
            return tuple(_part(known.kind.record, item) for item in written.items or ()), False, False
        if isinstance(known.kind, Texts):
            pairs = [pair for item in written.items or () for pair in item.items()]
            return dict(pairs), False, False
        if written.items is not None:
            raise ValueError("one value belongs here")
        return _plain(known.kind, written.text), False, False


def _moment(dated: Dated) -> datetime:
    clock = time.fromisoformat(dated.time) if dated.time else time()
    return datetime.combine(dated.day, clock)


def _part(record: type, item: Any) -> Any:
    """An item of a list: a map of texts."""
    if not isinstance(item, dict):
        raise ValueError("an item is a map of fields")
    known = {one.name: one for one in properties_of(record)}
    for name in item:
        if name not in known:
            raise ValueError(f"there is no field {name}")
    return record(**{known[name].attribute: _plain(known[name].kind, text) for name, text in item.items()})


def _plain(kind: Kind, text: str) -> Any:
    """A value that stands as a text in the file."""
    if isinstance(kind, YesOrNo):
        if text not in ("true", "false"):
            raise ValueError("true or false belongs here")
        return text == "true"
    if isinstance(kind, Number | Reference):
        if not (text.isascii() and text.isdigit()) or int(text) > MOST_NUMBER:
            raise ValueError("a whole number belongs here")
        return int(text)
    return kind.read(text, AS_STORED)
