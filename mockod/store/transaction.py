"""One unit of work in an office: what is read and written, at one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from mockod.rest.messages import Basis
from mockod.store.connection import without_log
from mockod.store.diff import BOOKKEEPING

MOST_INSERTS = 1000
"""Statements kept: one for each choice of columns that clients make."""
Change = tuple[str, str]
"""Table and verb."""
IsServedHere = Callable[[str, int], bool]
"""Whether this application's own servers listen at an IP address and a port."""


def served_nowhere(address: str, port: int) -> bool:
    """No server listens."""
    return False


class Transaction:
    """One unit of work in an office: its database, its settings, and the moment at which it happens."""

    __slots__ = ("_db", "basis", "changes", "is_quiet", "is_served_here", "key", "now", "settings")

    def __init__(
        self,
        db: sqlite3.Connection,
        now: datetime,
        settings: Any,
        key: str = "",
        is_served_here: IsServedHere = served_nowhere,
    ) -> None:
        self._db = db
        self.key = key
        """The customer key whose office this is."""
        self.now = now
        """The office's time, to the second; one value for the whole transaction."""
        self.settings = settings
        """The vendor's settings of this office."""
        self.is_served_here = is_served_here
        self.changes: dict[Change, int] = {}
        """What was written so far: rows by table and verb."""
        self.basis: Basis | None = None
        """What this work turned out to rest on, where that is something else than its endpoint does."""
        self.is_quiet = False
        """Whether what it writes is nothing that anybody has to be told of."""

    @property
    def stamp(self) -> str:
        """``now`` as it is stored."""
        return str(self.now)

    def image(self) -> bytes:
        """A copy of the office's data as they are now, for work that shall not hold the office up."""
        return without_log(self._db.serialize())

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one after another, as long as the transaction lasts."""
        return self._db.execute(sql, values)

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        found: list[tuple[Any, ...]] = self._db.execute(sql, values).fetchmany(1)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = (), default: Any = None) -> Any:
        """The first column of the first row."""
        found = self.row(sql, values)
        return found[0] if found else default

    def column(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Any]:
        """The first column of every row."""
        return (row[0] for row in self.rows(sql, values))

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Write a new row, by column; returns its number."""
        done = self._db.execute(_insert_sql(table, tuple(values)), tuple(values.values()))
        self._count(table, "INSERT", 1)
        return done.lastrowid or 0

    def insert_rows(self, table: str, rest: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Write what ``rest`` says after ``INSERT INTO table``: a SELECT, or more; returns how many rows."""
        return self._written(table, "INSERT", f"INSERT INTO {table} {rest}", values)

    def update(self, table: str, rest: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Change rows as ``rest`` says after ``UPDATE table SET``; returns how many."""
        return self._written(table, "UPDATE", f"UPDATE {table} SET {rest}", values)

    def update_each(self, table: str, rest: str, values: Iterable[Sequence[Any]]) -> None:
        """The same once for each of the values."""
        self._count(table, "UPDATE", self._db.executemany(f"UPDATE {table} SET {rest}", values).rowcount)

    def delete(self, table: str, tests: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Delete the rows for which ``tests`` hold; returns how many."""
        return self._written(table, "DELETE", f"DELETE FROM {table} WHERE {tests}", values)

    def note(self, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows, a few, that tell of what was done. They are no change of their own, and left out where an office
        has no page for them: what they tell of is not refused for that.
        """
        try:
            self._db.execute(_note_sql(table, columns, len(rows)), [value for row in rows for value in row])
        except sqlite3.OperationalError as exc:
            if getattr(exc, "sqlite_errorcode", None) != sqlite3.SQLITE_FULL or not self._db.in_transaction:
                raise

    def forget(self, table: str, tests: str, values: Sequence[Any]) -> None:
        """Delete such rows. That is no change either."""
        self._db.execute(f"DELETE FROM {table} WHERE {tests}", values)

    def _written(self, table: str, verb: str, sql: str, values: Sequence[Any] | dict[str, Any]) -> int:
        rows = self._db.execute(sql, values).rowcount
        self._count(table, verb, rows)
        return rows

    def _count(self, table: str, verb: str, rows: int) -> None:
        if rows > 0 and not table.startswith(BOOKKEEPING):
            self.changes[table, verb] = self.changes.get((table, verb), 0) + rows


@lru_cache(MOST_INSERTS)
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


@lru_cache(MOST_INSERTS)
def _note_sql(table: str, columns: tuple[str, ...], rows: int) -> str:
    """A SELECT, as then SQLite undoes this statement alone where it finds no room; else it is the transaction.

    It does so for a table with a column that must not be NULL, as every table of a vendor has.
    """
    row = f"SELECT {', '.join('?' * len(columns))}"
    return f"INSERT INTO {table} ({', '.join(columns)}) {' UNION ALL '.join([row] * rows)}"
