"""Office files of an older mockod: what tables, columns and indexes have come since is added; no data goes away."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from mockod.store.connection import connect

if TYPE_CHECKING:
    import sqlite_utils

EMPTY = {"INTEGER": "0", "REAL": "0", "TEXT": "''"}
"""What old rows hold in a new column that has no default of its own, and may not be null."""


def bring_up_to_date(db: sqlite3.Connection, image: bytes, *, indexes: bool = True) -> None:
    """Give an office's file the schema of an image, if it has an older one; all of it or nothing.

    Without ``indexes`` its tables and columns only, for a file whose rows are only read.
    """
    wanted = connect()
    try:
        wanted.deserialize(image)
        if _version(db) == _version(wanted):
            return
        import sqlite_utils  # here, as few files are old

        db.execute("BEGIN IMMEDIATE")
        try:
            _add_tables(db, wanted)
            _add_columns(sqlite_utils.Database(db), sqlite_utils.Database(wanted))
            if indexes:
                _exchange_indexes(db, wanted)
            db.execute(f"PRAGMA user_version = {_version(wanted)}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite rolls back by itself where there is no room
                db.execute("ROLLBACK")
            raise
    finally:
        wanted.close()


def _add_tables(db: sqlite3.Connection, wanted: sqlite3.Connection) -> None:
    there = _schema(db, "table")
    for name, sql in _schema(wanted, "table").items():
        if name not in there:
            db.execute(sql)


def _add_columns(db: sqlite_utils.Database, wanted: sqlite_utils.Database) -> None:
    """New columns are the last of their table, whatever their place in a new one."""
    for name in wanted.table_names():
        known = db.table(name).columns_dict
        for column in wanted.table(name).columns:
            if column.name not in known:
                default = EMPTY[column.type] if column.default_value is None else column.default_value
                filled = f" NOT NULL DEFAULT {default}" if column.notnull else ""
                # sqlite-utils itself knows no REAL before 4.
                db.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column.name}" {column.type}{filled}')


def _exchange_indexes(db: sqlite3.Connection, wanted: sqlite3.Connection) -> None:
    """Make those that are wanted and drop those that no longer are: they would cost every write."""
    there, needed = _schema(db, "index"), _schema(wanted, "index")
    for name in there.keys() - needed.keys():
        db.execute(f'DROP INDEX "{name}"')
    for name, sql in needed.items():
        if name not in there:
            db.execute(sql)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _schema(db: sqlite3.Connection, kind: str) -> dict[str, str]:
    """Tables or indexes by name, as SQL, in the order in which they were made."""
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL ORDER BY rowid", (kind,))
    return dict(rows.fetchall())
