"""From a practice file to the rows of an Open Dental office.

Beyond columns a file may say: ``every``, ``from`` and ``to`` repeat a schedule, ``operatories`` links it, and
``procedures`` on an appointment lists the codes done in it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import sqlite_utils

from mockod.store.practice_file import Dated, Entry, PracticeError, PracticeFile, TableRows, Written, resolve
from mockod.vendors.opendental.engine import sql_tables
from mockod.vendors.opendental.practice.attached_procedures import procedure_fields
from mockod.vendors.opendental.practice.columns import NO_DATES, sections, tables
from mockod.vendors.opendental.practice.consistency import check_references, check_sense
from mockod.vendors.opendental.practice.finish import finish
from mockod.vendors.opendental.practice.repeated_schedules import repeated
from mockod.vendors.opendental.practice.row_rules import RowRules, rules_of
from mockod.vendors.opendental.practice.rows import CollectedRows
from mockod.vendors.opendental.wire.fields import read_whole
from mockod.vendors.opendental.wire.sql_functions import FUNCTIONS

__all__ = ["create_tables", "finish", "load", "sql_functions"]

sql_functions = FUNCTIONS
EXTRAS = {
    "appointment": frozenset(("procedures",)),
    "preference": frozenset(("name", "value")),
    "schedule": frozenset(("every", "from", "to", "operatories")),
}
"""Fields that a row of a table may have beside its columns."""
OFFICE = "office"
"""The section that says what the office has once: ``office: {zone: "-08:00"}``."""
DEFAULT_ZONE = "-08:00"
ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
ARRIVAL_TIMES = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
TIME_AT_THE_END = re.compile(r" +[\d:]+$", re.ASCII)


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    sql_tables.create_tables(db, tables().values())


def load(practice: PracticeFile, today: date) -> TableRows:
    """The practice as rows, its relative dates resolved by ``today``. Raises PracticeError with file and line."""
    return _Understanding(practice, today).tables()


class _Understanding:
    """One reading of one practice. Collects rows by table; numbers those that carry no number of their own."""

    def __init__(self, practice: PracticeFile, today: date) -> None:
        self._practice = practice
        self._today = today
        self._collected = CollectedRows()
        self._rows = self._collected.tables
        self._lines = self._collected.lines
        self._names = self._collected.names
        self._relative = self._collected.relative
        self._highest: dict[str, int] = dict.fromkeys(self._rows, 0)
        self._apts: list[tuple[Entry, int]] = []
        self._dates: dict[str, Dated] = {}
        """Dates by how they are written: thousands of rows have the same few."""
        self._left_out: dict[str, list[tuple[str, Any, set[int] | None]]] = {}

    def tables(self) -> TableRows:
        for section, line in self._practice.sections.items():
            if section not in (*sections(), OFFICE):
                known = ", ".join((*sections(), OFFICE))
                raise self._mistake(line, f"{section!r} is no section of a practice (sections: {known})")
        for numbered in (True, False):  # rows with a number first, so that the others do not take it
            for entry in self._practice.entries:
                if entry.section != OFFICE and self._is_numbered(entry) == numbered:
                    self._expand(entry)
        self._attach_procedures()
        check_references(self._collected, self._mistake)
        check_sense(self._collected, self._mistake)
        rows = {table: list(by_number.values()) for table, by_number in self._rows.items() if by_number}
        return TableRows(self._zone(), rows, self._relative)

    def _zone(self) -> str:
        """What the section ``office`` says of the clock's offset from UTC."""
        zone = DEFAULT_ZONE
        for entry in self._practice.entries:
            if entry.section == OFFICE:
                name, value = (entry.fields.get(key, Written(entry.line)).text for key in ("name", "value"))
                if name == "zone" and entry.fields["value"].is_null:
                    continue
                if name != "zone":
                    raise self._mistake(entry.line, f"office: {name!r} is nothing that an office has; it has a zone")
                if not ZONE.fullmatch(value):
                    raise self._mistake(entry.line, f"office: zone: {value!r} is no offset; write -08:00")
                zone = value
        return zone

    def _mistake(self, line: int, reason: str) -> PracticeError:
        return self._practice.mistake(line, reason)

    def _is_numbered(self, entry: Entry) -> bool:
        written = entry.fields.get(sections()[entry.section].key)
        return written is not None and not written.is_null

    def _expand(self, entry: Entry) -> None:
        table = sections()[entry.section].name
        fields = {name: written for name, written in entry.fields.items() if not written.is_null}
        left_out = entry.fields.keys() - fields.keys()
        for name in left_out - tables()[table].stored.keys() - EXTRAS.get(table, frozenset()):
            raise self._mistake(entry.fields[name].line, f"{entry.section}: {name!r} is no field of a row here")
        if table == "preference":
            if set(entry.fields) - set(fields) == {"value"}:
                return  # a preference that is null is not set
            if set(fields) == {"name", "value"}:
                fields = {"PrefName": fields["name"], "ValueString": fields["value"]}
        if table == "schedule":
            self._add_schedules(entry, fields)
        elif table == "appointment":
            fields.pop("procedures", None)
            self._apts.append((entry, self._add(table, entry, _with_arrival(fields))))
        else:
            self._add(table, entry, fields)

    def _add(self, name: str, entry: Entry, fields: dict[str, Written]) -> int:
        rules = rules_of(name)
        given = fields.get(rules.key)
        number = self._number(name, rules.key, given)
        row: dict[str, Any] = {rules.key: number}
        if number in self._rows[name]:
            raise self._mistake(entry.line, f"{entry.section}: {rules.key} {number} is given twice")
        for column, value, moving in self._defaults(name):
            if column not in fields:
                row[column] = value
                if moving is not None:
                    moving.add(number)
        for column, written in fields.items():
            if written is given:
                continue
            if column not in rules.columns:
                raise self._mistake(written.line, f"{entry.section}: {column!r} is no field of a row here")
            try:
                if written.items is not None:
                    raise ValueError("a list does not belong here")
                row[column] = self._cell(name, rules, column, written.text, number)
            except ValueError as exc:
                raise self._mistake(written.line, f"{entry.section}: {column}: {exc}") from exc
        if name == "patient":
            row.setdefault("Guarantor", number)
            row.setdefault("ImageFolder", f"{row.get('LName', '')}{row.get('FName', '')}{number}")
        for column in rules.unique:
            value = row.get(column, "")
            if self._names.setdefault((name, value), number) != number:
                raise self._mistake(entry.line, f"{entry.section}: {column} {value!r} is given twice")
        for column, names_a_row in rules.needed.items():
            value = row.get(column, "")
            if value == "" or (names_a_row and not value):
                raise self._mistake(entry.line, f"{entry.section}: {column} is missing")
        self._rows[name][number] = row
        self._highest[name] = max(number, self._highest[name])
        self._lines[name, number] = entry.line
        return number

    def _defaults(self, name: str) -> list[tuple[str, Any, set[int] | None]]:
        """What a row has that leaves a column out: column, value, and the rows in which that date moves with today."""
        found = self._left_out.get(name)
        if found is None:
            found = self._left_out[name] = []
            rules = rules_of(name)
            for column, text in rules.defaults.items():
                value = self._cell(name, rules, column, text, 0)
                moving = self._relative.get((name, column))
                if moving is not None:
                    moving.discard(0)
                found.append((column, value, moving))
        return found

    def _number(self, table: str, key: str, written: Written | None) -> int:
        if written is None:
            return self._highest[table] + 1
        try:
            number = read_whole(written.text)
        except ValueError as exc:
            raise self._mistake(written.line, f"{key}: {exc}") from exc
        if number < 1:
            raise self._mistake(written.line, f"{key}: a row's number is 1 or more")
        return number

    def _cell(self, table: str, rules: RowRules, column: str, text: str, number: int) -> Any:
        """A text as the column stores it. Raises ValueError saying what it should be."""
        nothing = rules.dates.get(column)
        if nothing is None:
            return rules.columns[column].type.from_text(text)
        if text in NO_DATES:
            return nothing
        dated = self._dates.get(text)
        if dated is None:
            dated = self._dates[text] = resolve(text, self._today)
        if dated.relative:
            self._relative.setdefault((table, column), set()).add(number)
        if len(nothing) == len("yyyy-MM-dd"):
            if dated.time:
                raise ValueError("a date only, no time")
            return dated.day.isoformat()
        return f"{dated.day} {dated.time or '00:00:00'}"

    def _add_schedules(self, entry: Entry, fields: dict[str, Written]) -> None:
        ops = self._listed(fields, "schedules", "operatories")
        for one in repeated(entry, fields, self._today, self._mistake):
            schedule = self._add("schedule", entry, one)
            for op in ops:
                link = {"ScheduleNum": Written(entry.line, str(schedule)), "OperatoryNum": Written(entry.line, str(op))}
                self._add("scheduleop", entry, link)

    def _listed(self, fields: dict[str, Written], section: str, name: str) -> tuple[Any, ...]:
        """Take out a field that must be a list; nothing where it is not given."""
        written = fields.pop(name, None)
        if written is None or written.is_null:
            return ()
        if written.items is None:
            raise self._mistake(written.line, f"{section}: {name}: a list belongs here, as [1, 2]")
        return written.items

    def _attach_procedures(self) -> None:
        """Rows for the codes listed with appointments: done where the appointment is complete, else planned."""
        for entry, apt in self._apts:
            for item in self._listed(dict(entry.fields), "appointments", "procedures"):
                listed = item if isinstance(item, dict) else {"code": item}
                fields = procedure_fields(entry, apt, listed, self._collected, self._today, self._mistake)
                self._add("procedurelog", entry, fields)


def _with_arrival(fields: dict[str, Written]) -> dict[str, Written]:
    """An appointment whose arrival is not told arrived on its own date at midnight: so rows of real offices have it."""
    at = fields.get("AptDateTime")
    if at is None:
        return fields
    midnight = Written(at.line, TIME_AT_THE_END.sub("", at.text))
    return fields | {name: midnight for name in ARRIVAL_TIMES if name not in fields}
