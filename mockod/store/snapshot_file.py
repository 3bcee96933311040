"""A snapshot as a file that any SQLite tool opens: the office's tables, and clock and settings in one more.

What comes in is judged, not trusted: its rows are copied into tables of our own making, so that nothing else that
a file may hold (triggers, views, odd schemas, free pages) ever becomes part of an office.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mockod.rest.endpoint import MOST_DIGITS
from mockod.rest.json_codec import read_json
from mockod.simulation.clock import EARLIEST, FORMAT, LATEST, Clock, monotonic, parse_moment
from mockod.store.connection import SqlFunctions, connect, without_log
from mockod.store.diff import columns_of, tables_beside, tables_of
from mockod.store.migration import bring_up_to_date
from mockod.store.snapshots import Snapshot

HEADER = b"SQLite format 3\0"
MOST_BYTES = 64_000_000
"""What an office may take that is made from a file: a small one may say a great deal by a column's default."""
LONGEST_VALUE = 16_800_000
"""Bytes; no file that comes in is larger."""
MOST_SECONDS = 5.0
"""What SQLite may take over a file."""
_STEPS = 200
"""Of SQLite's machine, between two looks at the time."""
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
Check = Callable[[str, str, Any], Any]
"""Table, column and stored value in. Raises ValueError where the column cannot hold it."""


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
            given.deserialize(without_log(sent))
            made.deserialize(like)
            until = monotonic() + MOST_SECONDS
            _bound(given, until)
            _bound(made, until)
            _refuse_computed(given)
            _refuse_broken(given)
            carried = _carried(given)
            _refuse_foreign(given, made)
            bring_up_to_date(given, like, indexes=False)
            _copy(given, made, check)
            return made.serialize(), carried
    except sqlite3.Error as exc:
        raise ValueError(_in_words(exc)) from exc


def _bound(db: sqlite3.Connection, until: float) -> None:
    """Let nothing that a file makes SQLite do take more room than there is, or longer than ``until``."""
    (page_size,) = db.execute("PRAGMA page_size").fetchone()
    db.execute(f"PRAGMA max_page_count = {MOST_BYTES // page_size}")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    db.set_progress_handler(lambda: monotonic() > until, _STEPS)


def _in_words(exc: sqlite3.Error) -> str:
    code = getattr(exc, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return f"This SQLite file takes longer than {MOST_SECONDS:g} seconds to read."
    if code == sqlite3.SQLITE_FULL:
        return f"An office made from this SQLite file would take more than {MOST_BYTES // 1_000_000} MB."
    return f"This SQLite file cannot be used: {exc}."


def _refuse_computed(given: sqlite3.Connection) -> None:
    """Before anything reads a row: one step of a computation may take for ever, and cannot be interrupted."""
    found = given.execute(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_xinfo(t.name) c "
        "WHERE t.type = 'table' AND t.rootpage > 0 AND c.hidden IN (2, 3)"
    ).fetchone()
    if found:
        raise ValueError("An office's file computes no columns; this one has {}.{}.".format(*found))


def _refuse_broken(given: sqlite3.Connection) -> None:
    given.execute("PRAGMA trusted_schema = OFF")
    given.execute("PRAGMA ignore_check_constraints = ON")  # the file's own, which may compute whatever they like
    (found,) = given.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise ValueError(f"This SQLite file is damaged: {' '.join(found.split())}.")


def _refuse_foreign(given: sqlite3.Connection, made: sqlite3.Connection) -> None:
    """Refuse what an office does not have; what an older one has not yet is no fault."""
    odd = "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR type = 'table' AND rootpage = 0"
    found = given.execute(odd).fetchone()
    if found:
        kind, name = found
        raise ValueError(f"An office's file has tables only; this one has the {kind} {name}.")
    known, there = tables_of(made), tables_of(given)
    if not set(known) & set(there):
        raise ValueError("This SQLite file is no office's: it has none of its tables.")
    for table in there:
        if table not in known:
            raise ValueError(f"This office has no table {table}.")
        unknown = [column for column in columns_of(given, table) if column not in columns_of(made, table)]
        if unknown:
            raise ValueError(f"This office's table {table} has no column {unknown[0]}.")


def _copy(given: sqlite3.Connection, made: sqlite3.Connection, check: Check) -> None:
    """Put the rows of one in the place of the other's, once every value has been looked at."""
    made.execute("BEGIN")
    for table in (*tables_of(made), *tables_beside(made)):
        columns = columns_of(made, table)
        if set(columns_of(given, table)) != set(columns):
            raise ValueError(f"The table {table} of this file lacks something.")
        for column in columns:
            _look_at(given, table, column, check)
        made.execute(f"DELETE FROM {table}")
        named, places = ", ".join(columns), ", ".join("?" * len(columns))
        rows = given.execute(f"SELECT {named} FROM {table} ORDER BY rowid")
        made.executemany(f"INSERT INTO {table} ({named}) VALUES ({places})", rows)
        low, high = made.execute(f"SELECT min(rowid), max(rowid) FROM {table}").fetchone()
        if low is not None and not 0 < low <= high < 10**MOST_DIGITS:
            raise ValueError(f"The rows of {table} are numbered from 1 on, with at most {MOST_DIGITS} digits.")
    made.execute("COMMIT")
    made.execute("VACUUM")


def _look_at(given: sqlite3.Connection, table: str, column: str, check: Check) -> None:
    for (stored,) in given.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall():
        try:
            check(table, column, stored)
        except (TypeError, ValueError) as exc:
            raise ValueError(f"{table}.{column} cannot be {str(stored)[:60]!r}.") from exc


def _carried(given: sqlite3.Connection) -> Carried:
    """Clock and settings as the file has them; none from a file that is an office's own, not a snapshot's."""
    if not columns_of(given, OURS):
        return Carried()
    rows = given.execute(f"SELECT Taken, FrozenAt, OffsetMicroseconds, Settings FROM {OURS}").fetchall()
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
