"""A fragment of a practice, merged into an office: rows go, come and change, in one transaction.

Rows that are changed, and those that come, have stamps of the office's time now, so that whoever polls for changes is
told; one that a fragment leaves as it is, has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockod.store.practice_file import Entry, PracticeFile, Written
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import sections, tables
from mockod.vendors.opendental.practice.finish import finish_some
from mockod.vendors.opendental.practice.loader import Understanding
from mockod.vendors.opendental.practice.office_rows import NAMED, OfficeRows
from mockod.vendors.opendental.practice.removal import Removing
from mockod.vendors.opendental.practice.row_rules import rules_of
from mockod.vendors.opendental.practice.rows import Row
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.wire.fields import DefinitionKey


def merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Do what a fragment says. Answers the numbers of rows ``added``, ``changed`` and ``removed``, each by section, and
    those of rows that the fragment ``named``. Raises PracticeError, and then the transaction must be rolled back.
    """
    removing = Removing(tx, fragment, tx.now.date())
    removing.run()
    merging = _Merging(tx, fragment)
    collected = merging.merged()
    changed = {table.name: dict.fromkeys(_write(tx, collected, table)) for table in collected.touched()}
    _check_categories(tx, fragment, collected)
    if merging.told_of_office().get("complete") != "true":
        _finish(tx, collected, removing.apts)
    for table, numbers in removing.changed.items():
        gone = removing.removed.get(table, ())
        changed.setdefault(table, {}).update({number: None for number in numbers if number not in gone})
    return {
        "added": _by_section({table.name: collected.added(table.name) for table in collected.touched()}),
        "changed": _by_section({table: list(numbers) for table, numbers in changed.items()}),
        "removed": _by_section(removing.removed),
        "named": {name: number for (_, name), number in collected.called.items()},
    }


def _by_section(numbers: dict[str, list[int]]) -> dict[str, list[int]]:
    """Numbers of rows by section, without sections that have none."""
    return {tables()[table].section: found for table, found in numbers.items() if found and tables()[table].section}


OF_APT = ("AptNum", "PlannedAptNum")
"""Columns of a procedure that name an appointment, whose description tells its procedures."""
TELLS = "ProcDescript"


class _Merging(Understanding):
    """The reading of a fragment over the rows of an office."""

    def __init__(self, tx: Transaction, fragment: PracticeFile) -> None:
        self._tx = tx
        self.rows = OfficeRows(tx)
        super().__init__(fragment, tx.now.date(), self.rows)

    def merged(self) -> OfficeRows:
        """The rows that the fragment adds and changes; the office's zone is that of the fragment already."""
        self.collect()
        zone = self.told_of_office().get("zone")
        if zone is not None:
            self._tx.update("mockod_practice", "Zone = ?", (zone,))
        return self.rows

    def _expand(self, entry: Entry) -> None:
        if entry.section == "preferences" and (value := entry.fields.get("value")) and value.is_null:
            name = entry.fields["name"].text  # null brings the vendor's default back
            value = Written(value.line, preferences.DEFAULTS.get(name, ""))
            entry = Entry(entry.section, entry.line, {**entry.fields, "value": value})
        super()._expand(entry)

    def _number(self, table: str, key: str, written: Written | None, fields: dict[str, Written]) -> int:
        """A row with a unique name, and without a number, is the one that has the name."""
        name = fields.get(NAMED.get(table, ""))
        if written is None and name is not None:
            number = self.rows.names.get((table, name.text))
            if number is not None and not self.rows.is_written(table, number):
                return int(number)
        return super()._number(table, key, written, fields)

    def _begun(self, name: str, number: int, fields: dict[str, Written]) -> Row | None:
        """The office's row, where it has one."""
        if self.rows.is_written(name, number):
            return None
        return self.rows.existing(name, number) or super()._begun(name, number, fields)

    def _with_arrival(self, fields: dict[str, Written]) -> dict[str, Written]:
        """One that is there already keeps its own when it is moved."""
        number = fields.get("AptNum")
        if number and number.text.isdecimal() and int(number.text) in self.rows.tables["appointment"]:
            return fields
        return super()._with_arrival(fields)

    def _defaults(self, name: str) -> list[tuple[str, Any, set[int] | None]]:
        """What a practice dates at the beginning of its day is of now."""
        columns = tables()[name].stored
        return [(column, _now(self._tx, columns[column]), None) for column in rules_of(name).defaults]


def _now(tx: Transaction, column: Column) -> str:
    """The office's time, or its day, as a column has it."""
    return tx.stamp[: len(str(column.type.empty))]


def _write(tx: Transaction, collected: OfficeRows, table: Table) -> list[int]:
    """Write the rows of a table; answers the numbers of those that were there and are other than before."""
    for number in collected.added(table.name):
        tx.insert(table.name, collected.tables[table.name][number])
    stamps = {column.name: _now(tx, column) for column in table.stored.values() if column.stamp == "changed"}
    changed = {number: stamps | values for number, values in collected.changes(table.name).items() if values}
    for number, values in changed.items():
        assignments = ", ".join(f'"{column}" = ?' for column in values)
        tx.update(table.name, f"{assignments} WHERE {table.key} = ?", [*values.values(), number])
    return list(changed)


def _finish(tx: Transaction, collected: OfficeRows, apts: Iterable[int]) -> None:
    """Fill in what follows for appointments that are new or changed, or whose procedures are."""
    procedures = collected.tables["procedurelog"].values()
    described = {*apts, *(row.get(column, 0) for row in procedures for column in OF_APT)}
    told = {number for number in collected.added("appointment") if collected.tables["appointment"][number].get(TELLS)}
    told.update(number for number, values in collected.changes("appointment").items() if TELLS in values)
    finish_some(tx, sorted({*described, *collected.tables["appointment"]} - {0}), described - told)


def _check_categories(tx: Transaction, fragment: PracticeFile, collected: OfficeRows) -> None:
    """A definition may not change its category under rows that need it there."""
    for number, values in collected.changes("definition").items():
        if "Category" not in values:
            continue
        for table in sections().values():
            for column in table.stored.values():
                if not isinstance(column.type, DefinitionKey) or column.type.category == values["Category"]:
                    continue
                if tx.row(f"SELECT 1 FROM {table.name} WHERE {column.name} = ?", (number,)):
                    category = enums.wire_name(column.type.category)
                    reason = f"definitions: Category: {table.section} have it as one of {category}"
                    raise fragment.mistake(collected.lines["definition", number], reason)
