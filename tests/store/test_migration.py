"""Files of an older mockod: whatever column has come since is added as a new office has it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

from mockod import vendors
from mockod.store.connection import connect
from mockod.store.images import Images
from mockod.store.migration import EMPTY, bring_up_to_date


def described(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, int, str]]:
    """Table and column -> type, whether it is never null, and default: what rows have that came before it."""
    found = {}
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for _, name, kind, not_null, default, is_key in db.execute(f'PRAGMA table_info("{table}")'):
            if not is_key:
                found[table, name] = (kind, not_null, EMPTY[kind] if default is None else default)
    return found


def indexes(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}


def test_columns_of_any_type_and_default_come_as_a_new_office_has_them_and_indexes_with_them():
    image = Images(vendors.practice_loader).image("tiny", date(2026, 3, 2))
    functions = vendors.practice_loader().sql_functions
    with closing(connect(functions=functions)) as old, closing(connect()) as new:
        new.deserialize(image)
        old.deserialize(image)
        wanted = described(new)
        gone = [column for column in wanted if not column[0].startswith("mockod_")]
        for name in indexes(new):
            old.execute(f'DROP INDEX "{name}"')
        for table in {table for table, _ in gone}:
            old.execute(f'DELETE FROM "{table}"')  # rows that lack what is unique would be alike
        for table, name in gone:
            if len(old.execute(f'PRAGMA table_info("{table}")').fetchall()) > 1:
                old.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
        old.execute("PRAGMA user_version = 7")
        assert len(described(old)) < 20

        bring_up_to_date(old, image)

        assert {wanted[column][0] for column in gone} == {"INTEGER", "REAL", "TEXT"}
        assert described(old) == wanted
        assert indexes(old) == indexes(new)
