"""Reading rows as an answer shows them: one by its key, or a page of a list.

A filter that was not given leaves no trace in the SQL. A page far down a list is found by its numbers first, so that
the rows before it are neither fetched nor joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.schema import Schema
from mockod.rest.serializer import stored_fields
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.wire.errors import get_or_404


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is stored, in the order of its schema."""

    schema: Schema
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a list, each in the order of the schema; to be read once, in the transaction that found them."""

    schema: Schema
    values: Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class RowList(Rows):
    """Rows that have all been read."""

    values: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Where:
    """A condition with its values: ``Where("recall.DateDue <= :end", end="2026-03-02")`` by ``where``."""

    sql: str
    values: Mapping[str, Any]
    by_range: bool = False
    """Whether its index is not in the list's order: then the rows are sorted after they are found."""
    indexed: bool = True
    """Whether an index can find its rows at all; where not, it has no say in how they are found and sorted."""


def where(sql: str, *, by_range: bool = False, indexed: bool = True, **values: Any) -> Where:
    return Where(sql, values, by_range, indexed)


def given(sql: str, *, by_range: bool = False, indexed: bool = True, **value: Any) -> Where | None:
    """The same, unless its one value is None: then nothing was asked for. The value is stored as columns are."""
    ((name, asked),) = value.items()
    return None if asked is None else Where(sql, {name: stored(asked)}, by_range, indexed)


@dataclass(frozen=True, eq=False)
class Select:
    """A SELECT that gives the rows of a table in the order of a schema."""

    table: Table
    schema: Schema

    @cached_property
    def sql(self) -> str:
        columns = ", ".join(field.column for field in stored_fields(self.schema))
        return f"SELECT {columns} FROM {self.table.source}"

    def find(self, tx: Transaction, number: int) -> Row | None:
        """The row of this number."""
        table = self.table
        row = tx.row(f"{self.sql} WHERE {table.name}.{table.key} = :number", {**binds(tx), "number": number})
        return Row(self.schema, row) if row else None

    def one(self, tx: Transaction, number: int) -> Row:
        """The row of this number; refuses with 404 where there is none."""
        return get_or_404(self.find(tx, number), self.table.entity)

    def page(self, tx: Transaction, page: Page, order: str, conditions: Sequence[Where | None] = ()) -> Rows:
        """The rows that meet all conditions; a condition that is None was not asked for.

        ``order`` are columns of the table, with commas; it must end with the key, so that pages never overlap.
        """
        given = [condition for condition in conditions if condition is not None]
        values = binds(tx)
        for condition in given:
            values.update(condition.values)
        tests = f" WHERE {' AND '.join(condition.sql for condition in given)}" if given else ""
        indexed = [condition for condition in given if condition.indexed]
        sorting = _after_finding(order) if indexed and all(condition.by_range for condition in indexed) else order
        values["limit"], values["offset"] = page.limit, page.offset
        if page.offset:
            number = f"{self.table.name}.{self.table.key}"
            found = f"SELECT {number} FROM {self.table.source}{tests} ORDER BY {sorting} LIMIT :limit OFFSET :offset"
            sql = f"{self.sql} WHERE {number} IN ({found}) ORDER BY {order}"
        else:
            sql = f"{self.sql}{tests} ORDER BY {sorting} LIMIT :limit"
        return Rows(self.schema, tx.each(sql, values))


def _after_finding(order: str) -> str:
    """An order that tempts SQLite to no index: the one of the condition is worth more."""
    return f"+{order}"


def binds(tx: Transaction) -> dict[str, Any]:
    """The values that any expression may use: the office's time and day, its key, the version it pretends to run."""
    return {"now": tx.stamp, "today": tx.stamp[:10], "key": tx.key, "version": tx.settings.version.program_version}
