"""The rows of an office that is there, as a fragment of a practice sees them: looked up one by one, none before it is
asked for. Whoever goes through a table sees only what the fragment adds and changes.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.practice.columns import NAMED_BY, sections, tables
from mockod.vendors.opendental.practice.rows import CollectedRows, Row


class _TableOfOffice(MutableMapping[int, Row]):
    """A table: what the fragment says of a row comes before what the office has."""

    def __init__(self, tx: Transaction, table: Table) -> None:
        self._tx = tx
        self._table = table
        self.written: dict[int, Row] = {}
        self.before: dict[int, Row] = {}
        """Rows of the office that the fragment changes, as they were."""

    def stored(self, number: int) -> Row | None:
        """The office's own row."""
        found = self._tx.row(_select(self._table), (number,))
        return dict(zip(self._table.stored, found, strict=True)) if found else None

    def __getitem__(self, number: int) -> Row:
        row = self.written.get(number)
        row = self.stored(number) if row is None else row
        if row is None:
            raise KeyError(number)
        return row

    def __setitem__(self, number: int, row: Row) -> None:
        self.written[number] = row

    def __delitem__(self, number: int) -> None:
        del self.written[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)


@cache
def _select(table: Table) -> str:
    """Finds a row by its number."""
    columns = ", ".join(f'"{column}"' for column in table.stored)
    return f"SELECT {columns} FROM {table.name} WHERE {table.key} = ?"


class _NamesOfOffice(dict[tuple[str, str], int]):
    """Unique names: the fragment's, and those of the office."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__()
        self._tx = tx

    def get(self, name: tuple[str, str], default: Any = None) -> Any:
        found = super().get(name)
        if found is None:
            table, text = name
            found = self._tx.value(f"SELECT {tables()[table].key} FROM {table} WHERE {NAMED[table]} = ?", (text,))
        return default if found is None else found

    def setdefault(self, name: tuple[str, str], default: Any = None) -> Any:
        found = self.get(name)
        if found is None:
            self[name] = found = default
        return found


NAMED = {table.name: column.name for table in sections().values() for column in table.stored.values() if column.unique}
"""Table -> its unique column."""


class OfficeRows(CollectedRows):
    """What a fragment adds and changes, before the rows that an office has."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._office = {table.name: _TableOfOffice(tx, table) for table in sections().values()}
        super().__init__(tables=dict(self._office), names=_NamesOfOffice(tx))

    def existing(self, table: str, number: int) -> Row | None:
        """The office's row of this number, to be changed; None where it has none, or the fragment had it already."""
        rows = self._office[table]
        if number in rows.written:
            return None
        row = rows.stored(number)
        if row is not None:
            rows.before[number] = row
        return dict(row) if row else None

    def touched(self) -> list[Table]:
        """The tables in which the fragment has rows, in the order of sections."""
        return [tables()[name] for name, rows in self._office.items() if rows.written]

    def added(self, table: str) -> list[int]:
        """The numbers of new rows, in the order of the fragment."""
        rows = self._office[table]
        return [number for number in rows.written if number not in rows.before]

    def changes(self, table: str) -> dict[int, Row]:
        """Number -> the columns that differ from what the office has."""
        rows = self._office[table]
        return {
            number: {column: value for column, value in rows.written[number].items() if before[column] != value}
            for number, before in rows.before.items()
        }

    def is_written(self, table: str, number: int) -> bool:
        """Whether the fragment has a row of this number."""
        return number in self._office[table].written

    def highest(self, table: str) -> int:
        return int(self._tx.value(f"SELECT coalesce(max({tables()[table].key}), 0) FROM {table}"))

    def fee(self, code_num: int, schedule: int) -> float:
        for fee in self._office["fee"].values():
            if (fee["CodeNum"], fee["FeeSched"]) == (code_num, schedule):
                return float(fee["Amount"])
        sql = "SELECT Amount FROM fee WHERE CodeNum = ? AND FeeSched = ? ORDER BY FeeNum"
        return float(self._tx.value(sql, (code_num, schedule), 0))

    def numbers_of(self, table: str, name: str, category: DefCat | None = None) -> list[int]:
        column = NAMED_BY.get(table)
        if column is None:
            return []
        found = set(self._tx.column(f"SELECT {tables()[table].key} FROM {table} WHERE {column} = ?", (name,)))
        found.update(self._office[table].written)
        rows = ((number, self._office[table][number]) for number in sorted(found))
        return [n for n, row in rows if row.get(column) == name and category in (None, row.get("Category"))]
