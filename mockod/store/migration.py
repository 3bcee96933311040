"""Office files of an older mockod: tables, columns and indexes that have come since are added, none goes away."""

from __future__ import annotations

import sqlite3

from mockod.store.connection import connect

EMPTY = {"INTEGER": "0", "REAL": "0", "TEXT": "''"}
"""What old rows hold in a new column that has no default of its own."""
Column = tuple[str, str, str | None]


def bring_up_to_date(db: sqlite3.Connection, image: bytes) -> None:
    """Give an office's file the schema of an image, if it has an older one; all of it or nothing."""
    wanted = connect()
    try:
        wanted.deserialize(image)
        if _version(db) == _version(wanted):
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            _add(db, wanted)
            db.execute(f"PRAGMA user_version = {_version(wanted)}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    finally:
        wanted.close()


def _add(db: sqlite3.Connection, wanted: sqlite3.Connection) -> None:
    there = set(_schema(db))
    for name, (kind, sql) in _schema(wanted).items():
        if name not in there:
            db.execute(sql)
        elif kind == "table":
            known = {column for column, _, _ in _columns(db, name)}
            for column, affinity, default in _columns(wanted, name):
                if column not in known:
                    value = EMPTY[affinity] if default is None else default
                    db.execute(f"ALTER TABLE {name} ADD COLUMN {column} {affinity} NOT NULL DEFAULT {value}")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _schema(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Name -> kind and SQL, tables before indexes."""
    rows = db.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, rowid")
    return {name: (kind, sql) for name, kind, sql in rows.fetchall()}


def _columns(db: sqlite3.Connection, table: str) -> list[Column]:
    return [(row[1], row[2], row[4]) for row in db.execute(f"PRAGMA table_info({table})").fetchall()]
