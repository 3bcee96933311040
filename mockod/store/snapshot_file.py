"""A snapshot as a file that any SQLite tool opens: the office's tables, and clock and settings in one more.

What comes in is judged, not trusted. A schema that could compute anything is refused before a row is read; SQLite
itself bounds size, time and the length of values; and the rows are copied into tables of our own making, so that
nothing else that a file may hold (indexes, free pages, odd types) ever becomes part of an office.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mockod.rest.endpoint import MOST_DIGITS
from mockod.rest.json_codec import read_json
from mockod.simulation.clock import EARLIEST, FORMAT, LATEST, Clock, parse_moment
from mockod.store.connection import PAGE_SIZE, SqlFunctions, bound_time, connect, opened, without_log
from mockod.store.diff import OF_THE_STORE, columns_of, tables_beside, tables_of
from mockod.store.migration import bring_up_to_date
from mockod.store.schema_check import LONGEST_SQL, Made, bound_schema, made_in, refuse_foreign
from mockod.store.snapshots import Snapshot
from mockod.store.storage_errors import clipped, is_no_utf_8
from mockod.store.value_check import Check, first_unfit

HEADER = b"SQLite format 3\0"
MOST_BYTES = 64_000_000
"""What an office may take that is made from a file: a small one may say a great deal by a column's default."""
LONGEST_VALUE = 16_800_000
"""Bytes; no file that comes in is larger."""
MOST_SECONDS = 1.5
"""Of the processor's time for a file, half of it for reading and half for what is made of it."""
MOST_WORDS = 200
"""Characters that are told of what SQLite says, which may quote the file."""
OURS = "mockod_snapshot"
_TABLE = f"""
CREATE TABLE {OURS} (
  Name TEXT NOT NULL,
  Taken TEXT NOT NULL, -- in the office's time
  FrozenAt TEXT NOT NULL, -- what the office's clock shows; empty where it runs
  OffsetMicroseconds INTEGER NOT NULL, -- how far a running one is ahead of the machine's
  Settings TEXT NOT NULL -- JSON
) STRICT
"""
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file carries beside its image; None for what it does not say."""

    taken: datetime | None = None
    clock: Clock | None = None
    settings: Mapping[str, Any] | None = None


def write_file(snapshot: Snapshot, settings: Mapping[str, Any]) -> bytes:
    """The snapshot as a file; ``settings`` are its own, as JSON has them."""
    clock = snapshot.clock
    row = (
        snapshot.name,
        snapshot.taken.strftime(FORMAT),
        clock.frozen_at.strftime(FORMAT) if clock.frozen_at else "",
        clock.offset // _MICROSECOND,
        json.dumps(settings),
    )
    with closing(connect()) as db:
        db.deserialize(snapshot.image)
        _drop_computed_indexes(db)
        db.execute(_TABLE)
        db.execute(f"INSERT INTO {OURS} VALUES (?, ?, ?, ?, ?)", row)
        return db.serialize()


def _drop_computed_indexes(db: sqlite3.Connection) -> None:
    """No other tool could write where an index uses functions of ours."""
    computed = (
        "SELECT DISTINCT i.name FROM sqlite_master i, pragma_index_xinfo(i.name) c "
        "WHERE i.type = 'index' AND c.cid = -2"
    )
    for (name,) in db.execute(computed).fetchall():
        db.execute(f"DROP INDEX {name}")


def read_file(sent: bytes, like: bytes, check: Check, functions: SqlFunctions) -> tuple[bytes, Carried]:
    """The image that a file makes in an office ``like`` this one, and what the file carries beside it.

    ``functions`` are those that the office's indexes use.

    A file of an older mockod is brought up to date. Raises ValueError saying what is wrong with any other.
    """
    if not sent.startswith(HEADER):
        raise ValueError("This is no SQLite file.")
    try:
        with closing(connect()) as given, closing(connect(functions=functions)) as made:
            _bound(given)
            _mistrust(given)
            given.deserialize(without_log(sent))
            _bound_size(given)
            with closing(opened(like)) as ours:
                schema = made_in(ours)
                refuse_foreign(given, set(schema), functions)
                carried = _carried(given)
                _prepare(given)
                _refuse_unknown(given, ours)
                bring_up_to_date(given, like, indexes=False)
                _bound(made)
                _begin(made, ours, schema)
            _copy(given, made)
            for sql in (sql for kind, *_, sql in schema if kind == "index"):
                made.execute(sql)
            unfit = first_unfit(made, [*tables_of(made), *tables_beside(made)], check)
            if unfit:
                raise ValueError(f"{unfit}.")
            return made.serialize(), carried
    except (sqlite3.Error, UnicodeDecodeError) as exc:
        raise ValueError(_in_words(exc)) from exc
    except MemoryError as exc:
        raise ValueError("There is not the memory to read this SQLite file.") from exc


def _bound(db: sqlite3.Connection) -> None:
    """Let nothing that a file makes SQLite do take long, or touch anything but this database."""
    bound_time(db, MOST_SECONDS / 2)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    db.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)


def _mistrust(given: sqlite3.Connection) -> None:
    """Let SQLite itself take nothing in a file for granted, before it has one."""
    bound_schema(given)
    given.execute("PRAGMA trusted_schema = OFF")
    given.execute("PRAGMA cell_size_check = ON")
    if sys.version_info >= (3, 12):
        given.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def _bound_size(db: sqlite3.Connection) -> None:
    (page_size,) = db.execute("PRAGMA page_size").fetchone()
    db.execute(f"PRAGMA max_page_count = {MOST_BYTES // page_size}")


def _in_words(exc: sqlite3.Error | UnicodeDecodeError) -> str:
    if is_no_utf_8(exc):
        return "This SQLite file cannot be used: it is not UTF-8."
    code = getattr(exc, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return f"This SQLite file takes longer than {MOST_SECONDS:g} seconds to read."
    if code == sqlite3.SQLITE_FULL:
        return f"An office made from this SQLite file would take more than {MOST_BYTES // 1_000_000} MB."
    if code == sqlite3.SQLITE_TOOBIG:
        return f"A CREATE or a snapshot's facts in this SQLite file take more than {LONGEST_SQL} bytes."
    return f"This SQLite file cannot be used: {' '.join(str(exc).split())[:MOST_WORDS]}."


def _prepare(given: sqlite3.Connection) -> None:
    """Refuse a broken file, and drop its indexes: what they say may not be what its tables say."""
    given.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    (found,) = given.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise ValueError(f"This SQLite file is damaged: {' '.join(found.split())[:MOST_WORDS]}.")
    for (name,) in given.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall():
        given.execute(f'DROP INDEX "{name}"')


def _refuse_unknown(given: sqlite3.Connection, ours: sqlite3.Connection) -> None:
    """Refuse tables and columns that an office does not have; what an older one has not yet is no fault."""
    known, there = tables_of(ours), tables_of(given)
    if not set(known) & set(there):
        raise ValueError("This SQLite file is no office's: it has none of its tables.")
    for table in there:
        if table not in known:
            raise ValueError(f"This office has no table {clipped(table)}.")
        columns = columns_of(ours, table)
        unknown = [column for column in columns_of(given, table) if column not in columns]
        if unknown:
            raise ValueError(f"This office's table {table} has no column {clipped(unknown[0])}.")


def _begin(made: sqlite3.Connection, ours: sqlite3.Connection, schema: Iterable[Made]) -> None:
    """Make our tables, empty but for what the store itself knows of the office; indexes come after the rows."""
    made.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    made.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
    for sql in (sql for kind, *_, sql in schema if kind == "table"):
        made.execute(sql)
    made.execute("PRAGMA user_version = {}".format(*ours.execute("PRAGMA user_version").fetchone()))
    _bound_size(made)
    for table in OF_THE_STORE:
        if columns := columns_of(ours, table):
            rows = ours.execute(f"SELECT * FROM {table} ORDER BY rowid")
            made.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def _copy(given: sqlite3.Connection, made: sqlite3.Connection) -> None:
    """Put the rows of one into the empty tables of the other, which are strict about their types."""
    made.execute("BEGIN")
    for table in (*tables_of(made), *tables_beside(made)):
        columns = columns_of(made, table)
        if set(columns_of(given, table)) != set(columns):
            raise ValueError(f"The table {table} of this file lacks something.")
        named, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        rows = given.execute(f'SELECT {named} FROM "{table}" ORDER BY rowid')
        made.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({places})', rows)
        low, high = made.execute(f'SELECT min(rowid), max(rowid) FROM "{table}"').fetchone()
        if low is not None and not 0 < low <= high < 10**MOST_DIGITS:
            raise ValueError(f"The rows of {table} are numbered from 1 on, with at most {MOST_DIGITS} digits.")
    made.execute("COMMIT")


def _carried(given: sqlite3.Connection) -> Carried:
    """Clock and settings as the file has them; none from a file that is an office's own, not a snapshot's."""
    if not columns_of(given, OURS):
        return Carried()
    rows = given.execute(f"SELECT Taken, FrozenAt, OffsetMicroseconds, Settings FROM {OURS} LIMIT 2").fetchall()
    try:
        ((taken, frozen_at, offset, settings),) = rows
        told = read_json(settings.encode())
        if not isinstance(told, dict):
            raise TypeError("no object")
        clock = Clock.frozen(parse_moment(frozen_at)) if frozen_at else Clock(offset=offset * _MICROSECOND)
        if not EARLIEST <= clock.now() <= LATEST:
            raise ValueError("no time that a clock can show")
        return Carried(parse_moment(taken), clock, told)
    except (AttributeError, OverflowError, TypeError, ValueError) as exc:
        raise ValueError(f"The table {OURS} of this file cannot be read.") from exc
