"""The connection that queries run on: a copy of the office's data, which nothing that a query does can reach.

The copy is made while the office is locked, and takes a millisecond for each few megabytes; the query itself runs
afterwards and holds up nobody. Beside being a copy it is guarded: the SQL that runs was written by ``compiler``, an
authorizer allows reading the practice's tables and the functions of this package alone, and time and sizes are bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from mockod.rest.errors import ApiError
from mockod.store.connection import bound_time, opened
from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.resources.queries import date_functions, text_functions
from mockod.vendors.opendental.resources.queries.aggregates import AGGREGATES
from mockod.vendors.opendental.resources.queries.patterns import BadPattern
from mockod.vendors.opendental.resources.queries.values import COLLATION
from mockod.vendors.opendental.resources.queries.words import NotReadOnly, refused

MOST_SECONDS = 10.0
"""Of the processor's time that the statements of one request may take together."""
MOST_BYTES = 16_000_000
"""Of one value or row."""
MOST_CACHE_KIB = 8_192
"""Of memory that SQLite keeps pages and sorted rows in; the rest of a large sort goes to a temporary file."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 250_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_OWN = {**date_functions.FUNCTIONS, **text_functions.STRICT, **text_functions.LENIENT, **AGGREGATES}
_SQLITES = frozenset(
    """
    abs avg coalesce count cume_dist dense_rank first_value ifnull iif lag last_value lead max min nth_value ntile
    nullif percent_rank pi random rank round row_number sign substr sum total
    """.split()
)
"""SQLite's own functions that the compiler writes."""
_READS = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))
_TEMPORARY = frozenset(
    (sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_DROP_TEMP_TABLE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_DELETE)
)
"""What may be done in the database of temporary tables."""
_BY_AN_AGGREGATE = "user-defined aggregate"
"""What SQLite says where one of ours gave up: over more than it may hold."""
OUT_OF_TIME = "Query execution was interrupted: it takes longer than mockod lets a query run."
TOO_MUCH = "The query needs more memory than mockod gives one."
LARGEST_INTEGER = 2**63


class Functions:
    """The functions of one connection, and why the last of them failed: SQLite itself does not say."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self.error: BaseException | None = None
        self._variables = variables

    def add_to(self, db: sqlite3.Connection) -> None:
        for name, (count, function) in {**date_functions.FUNCTIONS, **text_functions.STRICT}.items():
            db.create_function(name, count, self._guarded(function, strict=True), deterministic=True)
        for name, (count, function) in text_functions.LENIENT.items():
            db.create_function(name, count, self._guarded(function, strict=False), deterministic=True)
        for name, (count, aggregate) in AGGREGATES.items():
            db.create_aggregate(name, count, aggregate)
        db.create_function("mysql_get", 1, self._variables.get)
        db.create_function("mysql_set", 2, self._set)
        db.create_collation(COLLATION, _compare)

    def _set(self, name: str, value: Any) -> Any:
        self._variables[name] = value
        return value

    def _guarded(self, function: Callable[..., Any], *, strict: bool) -> Callable[..., Any]:
        def call(*values: Any) -> Any:
            if strict and None in values:
                return None
            try:
                found = function(*values)
            except (BadPattern, text_functions.TooLong) as exc:
                self.error = exc
                raise
            except (ValueError, OverflowError, ArithmeticError, TypeError, AttributeError):
                return None  # as MySQL warns of a value that a function cannot read, and goes on with NULL
            if isinstance(found, int) and not -LARGEST_INTEGER <= found < LARGEST_INTEGER:
                return float(found)
            return found

        return call


def _compare(one: str, other: str) -> int:
    first, second = fold(one), fold(other)
    return (first > second) - (first < second)


class QueryConnection:
    """A private copy of an office's data, with MySQL's functions."""

    def __init__(self, image: bytes, variables: dict[str, Any]) -> None:
        """``variables`` are the script's user variables, which a statement may set."""
        self._db = opened(image)
        self._writes_temporary = False
        self._functions = Functions(variables)
        self._functions.add_to(self._db)
        self._db.execute(f"PRAGMA cache_size = -{MOST_CACHE_KIB}")
        for limit, most in LIMITS.items():
            self._db.setlimit(limit, most)
        self._db.set_authorizer(self._authorize)
        bound_time(self._db, MOST_SECONDS)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def rows(self, sql: str) -> Iterator[Iterator[tuple[Any, ...]]]:
        """Run a SELECT of the compiler's. Refuses what takes too long or too much."""
        with self._refusing():
            cursor = self._db.execute(sql)
            try:
                yield cursor
            finally:
                cursor.close()

    def write_temporary(self, sql: str) -> None:
        """Run a statement that may change temporary tables, and nothing else."""
        self._writes_temporary = True
        try:
            with self._refusing():
                self._db.execute(sql).close()
        finally:
            self._writes_temporary = False

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        self._functions.error = None
        try:
            yield
        except (sqlite3.Error, MemoryError) as exc:
            raise _refusal(exc, self._functions.error) from exc

    def _authorize(
        self, action: int, first: str | None, second: str | None, database: str | None, inner: str | None
    ) -> int:
        """SQLite asks for every part of a statement, before it runs."""
        if action == sqlite3.SQLITE_FUNCTION:
            name = (second or "").lower()
            return sqlite3.SQLITE_OK if name in _OWN or name in _SQLITES or name in _VARIABLES else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and (first or "").startswith(("mockod_", "sqlite_")):
            return sqlite3.SQLITE_OK if self._writes_temporary and database == "temp" else sqlite3.SQLITE_DENY
        if action in _READS:
            return sqlite3.SQLITE_OK
        if self._writes_temporary and (action in _TEMPORARY or action == sqlite3.SQLITE_UPDATE):
            return sqlite3.SQLITE_OK if database == "temp" else sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_DENY


_VARIABLES = frozenset(("mysql_get", "mysql_set"))


def _refusal(exc: BaseException, inner: BaseException | None) -> ApiError:
    code = str(getattr(exc, "sqlite_errorname", ""))
    if isinstance(inner, BadPattern):
        return refused(f"Got error '{inner}' from regexp")
    if isinstance(exc, MemoryError) or code.startswith(("SQLITE_NOMEM", "SQLITE_FULL", "SQLITE_TOOBIG")) or inner:
        return refused(TOO_MUCH)
    if _BY_AN_AGGREGATE in str(exc):
        return refused(TOO_MUCH)
    if code == "SQLITE_INTERRUPT":
        return refused(OUT_OF_TIME)
    if code == "SQLITE_AUTH":
        return NotReadOnly()
    return refused(f"The query cannot be run: {exc}.")


FUNCTION_NAMES: Mapping[str, object] = _OWN
