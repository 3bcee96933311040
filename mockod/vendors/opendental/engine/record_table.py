"""Frozen records in and out of tables: a row becomes the record of its columns, a change writes what differs.

The vendor's column names follow from the Python ones (``apt_num``, ``AptNum``), so there is no second mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Generic, TypeVar, cast, get_type_hints

from mockod.rest.schema import pascal_case
from mockod.store.office import Transaction

R = TypeVar("R")


class RecordTable(Generic[R]):
    """The table whose rows are records of ``kind``; the first field is the key."""

    def __init__(self, kind: type[R], table: str, *, renamed: dict[str, str] | None = None) -> None:
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        self._kind = kind
        self._table = table
        self._columns = {name: (renamed or {}).get(name, pascal_case(name)) for name in names}
        self._readers = [(name, _reader(hints[name])) for name in names]
        self._key = names[0]
        self.columns = ", ".join(self._columns.values())
        marks = ", ".join("?" for _ in names[1:])
        rest = ", ".join(list(self._columns.values())[1:])
        self._insert = f"INSERT INTO {table} ({rest}) VALUES ({marks})"
        self._select = f"SELECT {self.columns} FROM {table} WHERE {self._columns[self._key]} = ?"

    def get(self, tx: Transaction, number: int) -> R | None:
        row = tx.row(self._select, (number,))
        return self.read(row) if row else None

    def read(self, row: Sequence[Any]) -> R:
        values = {
            name: reader(value) if reader else value for (name, reader), value in zip(self._readers, row, strict=True)
        }
        return self._kind(**values)

    def insert(self, tx: Transaction, record: R) -> int:
        """Write a new row; answers its number."""
        return tx.run(self._insert, [stored(getattr(record, name)) for name, _ in self._readers[1:]])

    def update(self, tx: Transaction, before: R, after: R) -> bool:
        """Write the columns that differ. Answers whether any did."""
        changed = {
            self._columns[name]: stored(getattr(after, name))
            for name in self._columns
            if getattr(before, name) != getattr(after, name)
        }
        if changed:
            assignments = ", ".join(f"{column} = ?" for column in changed)
            number = getattr(before, self._key)
            tx.run(
                f"UPDATE {self._table} SET {assignments} WHERE {self._columns[self._key]} = ?",
                [*changed.values(), number],
            )
        return bool(changed)


def stored(value: Any) -> Any:
    """A Python value as SQLite keeps it."""
    if isinstance(value, IntEnum | bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    if kind is bool or (isinstance(kind, type) and issubclass(kind, IntEnum)):
        return cast(Callable[[Any], Any], kind)
    return None
