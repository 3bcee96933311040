"""Rows that a fragment takes out of an office, and what that does to the rows that name them.

What cannot be without a row that goes, goes with it: an appointment with its patient, the operatories of a schedule.
What can, names none from then on: the procedures of an appointment stay with the patient. That is what the vendor's
program does where it deletes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from mockod.store.practice_dates import resolve
from mockod.store.practice_file import PracticeFile, Removal, Written
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import LINKED, NAMED_BY, is_dated, named_table, sections, tables
from mockod.vendors.opendental.wire.fields import DefinitionKey, read_whole

RANGE = ".."
"""Between the first and the last of a range of dates, both included."""
AMONG = "IN (SELECT value FROM json_each(?))"
OWN = {("patient", "Guarantor"): "PatNum"}
"""What a column holds, where it cannot be 0, once the row that it named is gone: a patient is their own guarantor."""
PARTS = (("histappointment", "AptNum"), ("histappointment", "PatNum"), ("mockod_workstation", "PatNum"))
"""Columns that a row need not have, and that it goes with all the same."""


class Removing:
    """Takes the rows out that a fragment names. ``removed`` and ``changed`` tell which, by table."""

    def __init__(self, tx: Transaction, practice: PracticeFile, today: date) -> None:
        self._tx = tx
        self._practice = practice
        self._today = today
        self.removed: dict[str, list[int]] = {}
        self.changed: dict[str, dict[int, None]] = {}
        self.apts: set[int] = set()
        """Appointments that had a procedure which is gone."""

    def run(self) -> None:
        """Raises PracticeError for what cannot be understood, and for the number of a row that is not there."""
        for removal in self._practice.removals:
            table = sections().get(removal.section)
            if table is None:
                raise self._practice.mistake(removal.line, f"{removal.section!r} is no section of a practice")
            self._remove(table, self._chosen(table, removal))

    def _chosen(self, table: Table, removal: Removal) -> list[int]:
        if removal.key is not None:
            return [self._numbered(table, removal.key)]
        tests, values = ["1"], []
        for name, written in removal.fields.items():
            if name not in table.stored:
                raise self._practice.mistake(written.line, f"{removal.section}: {name!r} is no field of a row here")
            if written.is_null or written.items == ():
                raise self._practice.mistake(written.line, f"{removal.section}: {name}: nothing is like this")
            try:
                test, more = self._test(table, table.stored[name], written)
            except ValueError as exc:
                raise self._practice.mistake(written.line, f"{removal.section}: {name}: {exc}") from exc
            tests.append(test)
            values += more
        return list(self._tx.column(f"SELECT {table.key} FROM {table.name} WHERE {' AND '.join(tests)}", values))

    def _numbered(self, table: Table, key: Written) -> int:
        """The row that a removal names by number or name."""
        try:
            number = self._number(table.name, key.text)
        except ValueError as exc:
            raise self._practice.mistake(key.line, f"{table.section}: {exc}") from exc
        if not self._tx.row(f"SELECT 1 FROM {table.name} WHERE {table.key} = ?", (number,)):
            raise self._practice.mistake(key.line, f"{table.section}: there is no {table.name} {number}")
        return number

    def _number(self, table: str, text: str, category: DefCat | None = None) -> int:
        """The number of a row that is written by number or name. Raises ValueError."""
        column = NAMED_BY.get(table)
        if column is None or not text[:1].isalpha():
            return read_whole(text)
        where = f"{column} = ?" + ("" if category is None else f" AND Category = {int(category)}")
        found = list(self._tx.column(f"SELECT {tables()[table].key} FROM {table} WHERE {where}", (text,)))
        if len(found) != 1:
            raise ValueError(f"{len(found) or 'none'} of the rows of {table} are called {text!r}")
        return int(found[0])

    def _test(self, table: Table, column: Column, written: Written) -> tuple[str, list[Any]]:
        """SQL that tells whether a row's column is one of what is written."""
        texts = (written.text,) if written.items is None else written.items
        tests: list[str] = []
        values: list[Any] = []
        for text in texts:
            if not isinstance(text, str):
                raise ValueError("a list of texts or numbers belongs here")
            if is_dated(column):
                first, last = self._range(text, str(column.type.empty))
                tests.append(f"{column.name} BETWEEN ? AND ?")
                values += [first, last]
                continue
            tests.append(f"{column.name} = ?")
            named = named_table(column)
            category = column.type.category if isinstance(column.type, DefinitionKey) else None
            values.append(self._number(named, text, category) if named else column.type.from_text(text))
        return f"({' OR '.join(tests)})", values

    def _range(self, text: str, empty: str) -> tuple[str, str]:
        """The first and last value that a date, or a range of them, means."""
        first, found, last = text.partition(RANGE)
        ends = [resolve(end, self._today) for end in (first, last if found else first)]
        if ends[1].day < ends[0].day:
            raise ValueError("the last day lies before the first")
        if len(empty) == len("yyyy-MM-dd"):
            if ends[0].time or ends[1].time:
                raise ValueError("a date only, no time")
            return str(ends[0].day), str(ends[1].day)
        return f"{ends[0].day} {ends[0].time or '00:00:00'}", f"{ends[1].day} {ends[1].time or '23:59:59'}"

    def _remove(self, table: Table, numbers: Iterable[int]) -> None:
        """Delete rows, and see to those that name them."""
        going = [number for number in numbers if number not in self.removed.get(table.name, ())]
        if not going:
            return
        self.removed.setdefault(table.name, []).extend(going)
        chosen = json.dumps(going)
        if table.name == "procedurelog":
            sql = f"SELECT AptNum, PlannedAptNum FROM procedurelog WHERE ProcNum {AMONG}"
            self.apts.update(apt for row in self._tx.rows(sql, (chosen,)) for apt in row)
        self._tx.delete(table.name, f"{table.key} {AMONG}", (chosen,))
        for other, column in _named_by_columns()[table.name]:
            naming = self._tx.column(f"SELECT {other.key} FROM {other.name} WHERE {column.name} {AMONG}", (chosen,))
            if column.needed or column.name == other.key or (other.name, column.name) in PARTS:
                self._remove(other, list(naming))
            else:
                self._detach(other, column, list(naming))
        for link_type, linked in LINKED.items():
            if linked == table.name:
                sql = f"SELECT DefLinkNum FROM deflink WHERE LinkType = ? AND FKey {AMONG}"
                self._remove(tables()["deflink"], list(self._tx.column(sql, (int(link_type), chosen))))

    def _detach(self, table: Table, column: Column, numbers: list[int]) -> None:
        if numbers:
            becomes = OWN.get((table.name, column.name), "0")
            stamps = "".join(
                f", {other.name} = '{self._tx.stamp[: len(str(other.type.empty))]}'"
                for other in table.stored.values()
                if other.stamp == "changed"
            )
            chosen = json.dumps(numbers)
            self._tx.update(table.name, f"{column.name} = {becomes}{stamps} WHERE {table.key} {AMONG}", (chosen,))
            self.changed.setdefault(table.name, {}).update(dict.fromkeys(numbers))


@cache
def _named_by_columns() -> dict[str, list[tuple[Table, Column]]]:
    """Table -> the columns, of any table, whose values name its rows."""
    found: dict[str, list[tuple[Table, Column]]] = {name: [] for name in tables()}
    for table in tables().values():
        for column in table.stored.values():
            if named := named_table(column):
                found[named].append((table, column))
    return found
