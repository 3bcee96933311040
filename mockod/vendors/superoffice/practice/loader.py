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

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from mockod.store.connection import SqlFunctions
from mockod.store.practice_file import PART, Entry, PracticeError, PracticeFile, TableRows
from mockod.store.shared_practice import COMMON
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain.time_zones import OFFSET
from mockod.vendors.superoffice.practice import settings
from mockod.vendors.superoffice.practice.numbers import SEQUENCE_SQL
from mockod.vendors.superoffice.practice.reading import BY_SECTION, VENDOR_PART, check_needed, read_row
from mockod.vendors.superoffice.practice.starter import STARTER
from mockod.vendors.superoffice.practice.tables import TABLES, Table
from mockod.vendors.superoffice.practice.webhooks import WEBHOOK_SQL

if TYPE_CHECKING:
    import sqlite_utils

sql_functions: SqlFunctions = {}


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
    tables: TableRows = field(default_factory=lambda: TableRows(settings.DEFAULT_OFFSET))
    _taken: dict[str, set[int]] = field(default_factory=dict)

    def mistakes(self) -> list[PracticeError]:
        found = [
            self.practice.mistake(line, f"{section}: there is no such section")
            for section, line in self.practice.sections.items()
            if section.startswith(f"{VENDOR_PART}{PART}") and section not in BY_SECTION
        ]
        for entry in self.practice.entries:
            if entry.section == VENDOR_PART:
                found.append(self.practice.mistake(entry.line, f"{VENDOR_PART}: a section is a list of rows"))
            elif entry.section == COMMON:
                self._note_zone(entry)
            elif entry.section in BY_SECTION:
                try:
                    self._add(BY_SECTION[entry.section], entry)
                except PracticeError as exc:
                    found.append(exc)
        for table, records in STARTER:
            if not self.tables.rows.get(table.name):
                self.tables.rows[table.name] = [table.row_of(record) for record in records]
        return found

    def _note_zone(self, entry: Entry) -> None:
        """The office's offset, where it is one: whoever has the section says what is wrong with another."""
        value = entry.fields["value"].text
        if entry.fields["name"].text == "zone" and OFFSET.fullmatch(value):
            self.tables.zone = value

    def _add(self, table: Table[Any], entry: Entry) -> None:
        read = read_row(self.practice, table, entry, self.today)
        taken = self._taken.setdefault(table.name, set())
        number = read.values.setdefault(table.key, max(taken, default=0) + 1)
        if number in taken:
            raise self.practice.mistake(entry.line, f"{entry.section}: {table.key_column} {number} is there already")
        check_needed(self.practice, table, read.values, entry)
        taken.add(number)
        self.tables.by_calendar |= read.by_calendar
        self.tables.rows.setdefault(table.name, []).append(table.row_of(table.record(**read.values)))
        for column in read.relative:
            self.tables.relative.setdefault((table.name, column), set()).add(number)
