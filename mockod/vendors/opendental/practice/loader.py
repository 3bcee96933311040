"""From a practice file to the rows of an Open Dental office.

Beyond columns a file may say: ``every``, ``from`` and ``to`` repeat a schedule, ``operatories`` links it, and
``procedures`` on an appointment lists the codes done in it. A row may be called something, ``as: ana``; where a row
names another, it may write that, or what people call it, in the place of its number: ``PatNum: ana``,
``CodeNum: D1110``. A row with ``unless_there: true`` is only made where none is called as it is, else that one is
meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import sqlite_utils

from mockod.store.practice_dates import Dated, resolve
from mockod.store.practice_file import Entry, PracticeError, PracticeFile, TableRows, Written
from mockod.vendors.opendental.engine import sql_tables
from mockod.vendors.opendental.practice.attached_procedures import procedure_fields
from mockod.vendors.opendental.practice.columns import NO_DATES, sections, tables
from mockod.vendors.opendental.practice.consistency import missing_rows, nonsense
from mockod.vendors.opendental.practice.finish import finish
from mockod.vendors.opendental.practice.repeated_schedules import repeated
from mockod.vendors.opendental.practice.row_names import CALLED, UNLESS_THERE, RowNames
from mockod.vendors.opendental.practice.row_rules import RowRules, rules_of
from mockod.vendors.opendental.practice.rows import CollectedRows, Row
from mockod.vendors.opendental.wire.fields import read_whole
from mockod.vendors.opendental.wire.sql_functions import FUNCTIONS

__all__ = ["create_tables", "finish", "load", "mistakes", "sql_functions", "starter"]

sql_functions = FUNCTIONS
EXTRAS = {
    "appointment": frozenset(("procedures",)),
    "preference": frozenset(("name", "value")),
    "schedule": frozenset(("every", "from", "to", "operatories")),
}
"""Fields that a row of a table may have beside its columns."""
OF_ANY_ROW = {CALLED, UNLESS_THERE}
MOST_NUMBER = 10**17 - 1
"""Of a row that is given a number, so that rows after it have room."""
OFFICE = "office"
"""The section that says what the office has once: ``office: {zone: "-08:00"}``."""
DEFAULT_ZONE = "-08:00"
OF_OFFICE = {
    "zone": re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII),
    "complete": re.compile("true|false"),
}
"""What an office has once, and how it is written. Of a ``complete`` one nothing is filled in."""
ARRIVAL_TIMES = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
TIME_AT_THE_END = re.compile(r" +[\d:]+$", re.ASCII)


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    sql_tables.create_tables(db, tables().values())


def load(practice: PracticeFile, today: date) -> TableRows:
    """The practice as rows, its relative dates resolved by ``today``. Raises PracticeError with file and line."""
    return Understanding(practice, today).tables()


def mistakes(practice: PracticeFile, today: date) -> list[PracticeError]:
    """Every mistake of a practice that can be read, in the order of its lines."""
    understanding = Understanding(practice, today, goes_on=True)
    understanding.tables()
    return [mistake for _, mistake in sorted(understanding.found, key=lambda found: found[0])]


def starter() -> str:
    """A practice file with comments, for people to begin their own with."""
    return (Path(__file__).parent / "starter.yaml").read_text(encoding="utf-8")


class Understanding:
    """One reading of one practice. Collects rows by table; numbers those that carry no number of their own."""

    def __init__(
        self, practice: PracticeFile, today: date, collected: CollectedRows | None = None, *, goes_on: bool = False
    ) -> None:
        """``collected`` has what was there before. What ``goes_on`` after a mistake keeps it in ``found``."""
        self._practice = practice
        self._today = today
        self._collected = CollectedRows() if collected is None else collected
        self._goes_on = goes_on
        self.found: list[tuple[int, PracticeError]] = []
        self._rows = self._collected.tables
        self._lines = self._collected.lines
        self._names = self._collected.names
        self._row_names = RowNames(self._collected, self._mistake, self._wrong)
        self._relative = self._collected.relative
        self._highest: dict[str, int] = {}
        self._apts: list[tuple[Entry, int]] = []
        self._dates: dict[str, Dated] = {}
        """Dates by how they are written: thousands of rows have the same few."""
        self._left_out: dict[str, list[tuple[str, Any, set[int] | None]]] = {}
        self._by_calendar = False

    def tables(self) -> TableRows:
        self.collect()
        rows = {table: list(by_number.values()) for table, by_number in self._rows.items() if by_number}
        told = self.told_of_office()
        is_complete = told.get("complete") == "true"
        return TableRows(told.get("zone", DEFAULT_ZONE), rows, self._relative, is_complete, self._by_calendar)

    def collect(self) -> None:
        """Read every row, and hold it against all others."""
        for section, line in self._practice.sections.items():
            if section not in (*sections(), OFFICE):
                known = ", ".join((*sections(), OFFICE))
                self._wrong(line, f"{section!r} is no section of a practice (sections: {known})")
        for numbered in (True, False):  # rows with a number first, so that the others do not take it
            for entry in self._practice.entries:
                if entry.section in sections() and self._is_numbered(entry) == numbered:
                    self._tried(self._expand, entry)
        self._row_names.resolve()
        for entry, apt in self._apts:
            self._tried(self._attach_procedures, entry, apt)
        for line, reason in chain(missing_rows(self._collected), nonsense(self._collected)):
            self._wrong(line, reason)

    def told_of_office(self) -> dict[str, str]:
        """What the section ``office`` says, by name."""
        told = {}
        for entry in self._practice.entries:
            if entry.section == OFFICE:
                name, value = (entry.fields.get(key, Written(entry.line)).text for key in ("name", "value"))
                if name not in OF_OFFICE:
                    self._wrong(entry.line, f"office: {name!r} is nothing that an office has; it has a zone")
                elif entry.fields["value"].is_null:
                    continue
                elif not OF_OFFICE[name].fullmatch(value):
                    kind = "offset; write -08:00" if name == "zone" else "true or false"
                    self._wrong(entry.line, f"office: {name}: {value!r} is no {kind}")
                else:
                    told[name] = value
        return told

    def _tried(self, work: Callable[..., object], *given: Any) -> None:
        """Do it; where one goes on after mistakes, a mistake ends this alone."""
        try:
            work(*given)
        except PracticeError:
            if not self._goes_on:
                raise

    def _wrong(self, line: int, reason: str) -> None:
        """Raise the mistake or go on."""
        mistake = self._mistake(line, reason)
        if not self._goes_on:
            raise mistake

    def _mistake(self, line: int, reason: str) -> PracticeError:
        """The mistake to raise; it is kept, too."""
        mistake = self._practice.mistake(line, reason)
        self.found.append((line, mistake))
        return mistake

    def _is_numbered(self, entry: Entry) -> bool:
        written = entry.fields.get(sections()[entry.section].key)
        return written is not None and not written.is_null

    def _expand(self, entry: Entry) -> None:
        table = sections()[entry.section].name
        fields = {name: written for name, written in entry.fields.items() if not written.is_null}
        left_out = entry.fields.keys() - fields.keys()
        for name in left_out - tables()[table].stored.keys() - EXTRAS.get(table, frozenset()) - OF_ANY_ROW:
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
            self._apts.append((entry, self._add(table, entry, self._with_arrival(fields))))
        else:
            self._add(table, entry, fields)

    def _add(self, name: str, entry: Entry, fields: dict[str, Written]) -> int:
        """Collect a row; answers its number."""
        rules, names = rules_of(name), self._row_names
        label, is_extra = fields.pop(CALLED, None), names.is_extra(entry, fields.pop(UNLESS_THERE, None))
        given = fields.pop(rules.key, None)
        if is_extra and given is None and (there := names.like(name, entry, fields)):
            return names.call(name, entry, label, there)
        number = self._number(name, rules.key, given, fields)
        row = self._begun(name, number, fields)
        if row is None:
            raise self._mistake(entry.line, f"{entry.section}: {rules.key} {number} is given twice")
        bad: set[str] = set()
        for column, written in fields.items():
            if column not in rules.columns:
                self._wrong(written.line, f"{entry.section}: {column!r} is no field of a row here")
                continue
            try:
                if written.items is not None:
                    raise ValueError("a list does not belong here")
                if column in rules.naming and written.text[:1].isalpha():
                    names.use(name, number, column, entry.section, written)
                    row[column] = written.text
                else:
                    row[column] = self._cell(name, rules, column, written.text, number)
            except ValueError as exc:
                self._wrong(written.line, f"{entry.section}: {column}: {exc}")
                bad.add(column)
        if name == "patient":
            row.setdefault("Guarantor", number)
            row.setdefault("ImageFolder", f"{row.get('LName', '')}{row.get('FName', '')}{number}")
        for column in rules.unique:
            value = row.get(column, "")
            if self._names.setdefault((name, value), number) != number:
                raise self._mistake(entry.line, f"{entry.section}: {column} {value!r} is given twice")
        self._check_needed(rules, row, entry, bad)
        self._rows[name][number] = row
        self._highest[name] = max(number, self._last(name))
        self._lines[name, number] = entry.line
        return names.call(name, entry, label, number) if label else number

    def _check_needed(self, rules: RowRules, row: Row, entry: Entry, known: Iterable[str]) -> None:
        """``known`` are columns of which a mistake was told already."""
        for column, names_a_row in rules.needed.items():
            value = row.get(column, "")
            if (value == "" or (names_a_row and not value)) and column not in known:
                self._wrong(entry.line, f"{entry.section}: {column} is missing")
                return

    def _begun(self, name: str, number: int, fields: dict[str, Written]) -> Row | None:
        """The row before its fields are read, with what it has that leaves them out; None where it is given already."""
        if number in self._rows[name]:
            return None
        row: Row = {rules_of(name).key: number}
        for column, value, moving in self._defaults(name):
            if column not in fields:
                row[column] = value
                if moving is not None:
                    moving.add(number)
        return row

    def _last(self, table: str) -> int:
        """The highest number so far."""
        found = self._highest.get(table)
        if found is None:
            found = self._highest[table] = self._collected.highest(table)
        return found

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

    def _number(self, table: str, key: str, written: Written | None, fields: dict[str, Written]) -> int:
        if written is None:
            return self._last(table) + 1
        try:
            number = read_whole(written.text)
        except ValueError as exc:
            raise self._mistake(written.line, f"{key}: {exc}") from exc
        if number < 1:
            raise self._mistake(written.line, f"{key}: a row's number is 1 or more")
        if number > MOST_NUMBER:
            raise self._mistake(written.line, f"{key}: a row's number is {MOST_NUMBER} at most")
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
            self._by_calendar |= dated.by_calendar
        if dated.relative:
            self._relative.setdefault((table, column), set()).add(number)
        if len(nothing) == len("yyyy-MM-dd"):
            if dated.time:
                raise ValueError("a date only, no time")
            return dated.day.isoformat()
        return f"{dated.day} {dated.time or '00:00:00'}"

    def _add_schedules(self, entry: Entry, fields: dict[str, Written]) -> None:
        ops = self._listed(fields, "schedules", "operatories")
        ends = [fields[end].text for end in ("from", "to") if "every" in fields and end in fields]
        for one in repeated(entry, fields, self._today, self._mistake):
            schedule = self._add("schedule", entry, one)
            for op in ops:
                link = {"ScheduleNum": Written(entry.line, str(schedule)), "OperatoryNum": Written(entry.line, str(op))}
                self._add("scheduleop", entry, link)
        self._by_calendar |= any(resolve(end, self._today).by_calendar for end in ends)

    def _listed(self, fields: dict[str, Written], section: str, name: str) -> tuple[Any, ...]:
        """Take out a field that must be a list; nothing where it is not given."""
        written = fields.pop(name, None)
        if written is None or written.is_null:
            return ()
        if written.items is None:
            raise self._mistake(written.line, f"{section}: {name}: a list belongs here, as [1, 2]")
        return written.items

    def _attach_procedures(self, entry: Entry, apt: int) -> None:
        """Rows for the codes listed with an appointment: done where it is complete, else planned."""
        for item in self._listed(dict(entry.fields), "appointments", "procedures"):
            listed = item if isinstance(item, dict) else {"code": item}
            fields = procedure_fields(entry, apt, listed, self._collected, self._today, self._mistake)
            self._add("procedurelog", entry, fields)

    def _with_arrival(self, fields: dict[str, Written]) -> dict[str, Written]:
        """An appointment whose arrival is not told arrived on its own date at midnight, as in real offices."""
        at = fields.get("AptDateTime")
        if at is None:
            return fields
        midnight = Written(at.line, TIME_AT_THE_END.sub("", at.text))
        return fields | {name: midnight for name in ARRIVAL_TIMES if name not in fields}
