"""Frozen records in and out of tables: a row becomes the record of its columns, a change writes what differs.

A record's attributes are columns of the table by their Python names: ``apt_num`` is ``AptNum``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Generic, TypeVar, cast, get_type_hints

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.table import Table, snake_case
from mockod.vendors.opendental.wire.errors import get_or_404, invalid
from mockod.vendors.opendental.wire.fields import Text

R = TypeVar("R")

KEPT_AS_THEY_ARE = frozenset({str, int, float, bytes, type(None)})
"""Types of Python whose very values SQLite keeps; their subclasses it may not."""


class Records(Generic[R]):
    """The rows of a table as records of ``kind``, whose first field is the key."""

    def __init__(self, kind: type[R], table: Table) -> None:
        """Raises KeyError for a field of the record that is no column of the table."""
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        by_name = {snake_case(column): column for column in table.stored}
        self._kind = kind
        self._table = table
        self._columns = {name: by_name[name] for name in names}
        self._readers = [(name, _reader(hints[name])) for name in names]
        self._key = names[0]
        self.columns = ", ".join(self._columns.values())
        self._written = list(self._columns.items())[1:]
        columns = [table.stored[name] for name in self._columns.values()]
        self._texts = {c.name: (c.type, c.wire_name) for c in columns if isinstance(c.type, Text)}
        self._select = f"SELECT {self.columns} FROM {table.name}"

    def get(self, tx: Transaction, number: int) -> R | None:
        row = tx.row(f"{self._select} WHERE {self._columns[self._key]} = ?", (number,))
        return self.read(row) if row else None

    def get_or_404(self, tx: Transaction, number: int) -> R:
        """The row of this number; refuses with 404 where there is none."""
        return get_or_404(self.get(tx, number), self._table.entity)

    def find(self, tx: Transaction, tests: str, values: Sequence[Any] = ()) -> list[R]:
        """The rows for which ``tests`` hold: what follows WHERE, its order included."""
        return [self.read(row) for row in tx.rows(f"{self._select} WHERE {tests}", values)]

    def read(self, row: Sequence[Any]) -> R:
        """A row of ``columns`` as a record."""
        values = {
            name: reader(value) if reader else value for (name, reader), value in zip(self._readers, row, strict=True)
        }
        return self._kind(**values)

    def insert(self, tx: Transaction, record: R) -> int:
        """Write a new row; answers its number. Refuses a text that its column cannot hold."""
        row = {column: stored(getattr(record, name)) for name, column in self._written}
        self._check_texts(row)
        return tx.insert(self._table.name, row)

    def update(self, tx: Transaction, before: R, after: R) -> bool:
        """Write the columns that differ. Answers whether any did. Refuses a text that its column cannot hold."""
        changed = {
            self._columns[name]: stored(getattr(after, name))
            for name in self._columns
            if getattr(before, name) != getattr(after, name)
        }
        if changed:
            self._check_texts(changed)
            assignments = ", ".join(f"{column} = ?" for column in changed)
            key = f"{self._columns[self._key]} = ?"
            tx.update(self._table.name, f"{assignments} WHERE {key}", [*changed.values(), getattr(before, self._key)])
        return bool(changed)

    def _check_texts(self, row: Mapping[str, Any]) -> None:
        """What a client sent fits; what was made of it, by a line break or an addition, may not."""
        for column, value in row.items():
            if column in self._texts:
                text, wire_name = self._texts[column]
                if not text.holds(value):
                    raise invalid(wire_name)


def given_values(body: object) -> dict[str, Any]:
    """What a body that changes a row says: its fields that are not None, by name, for ``dataclasses.replace``."""
    values = {field.name: getattr(body, field.name) for field in fields(body)}  # type: ignore[arg-type]
    return {name: value for name, value in values.items() if value is not None}


def stored(value: Any) -> Any:
    """A Python value as SQLite keeps it."""
    if type(value) in KEPT_AS_THEY_ARE:  # most are, and this is asked of every column
        return value
    if isinstance(value, IntEnum | bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def placeholders(values: Collection[object]) -> str:
    """Question marks for as many values."""
    return ", ".join("?" * len(values))


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    if kind is bool or (isinstance(kind, type) and issubclass(kind, IntEnum)):
        return cast(Callable[[Any], Any], kind)
    return None
