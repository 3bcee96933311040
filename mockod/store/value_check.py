"""Whether the tables of an office hold what their columns can hold, by what the vendor knows of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from mockod.store.diff import columns_of
from mockod.store.storage_errors import clipped

Check = Callable[[str, str, Any], Any]
"""Table, column and stored value in. Raises ValueError or TypeError where the column cannot hold it."""


def first_unfit(db: sqlite3.Connection, tables: Iterable[str], check: Check) -> str | None:
    """The first value that its column cannot hold, in words; None where all are fit."""
    for table in tables:
        for column in columns_of(db, table):
            for (stored,) in db.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'):
                try:
                    check(table, column, stored)
                except (TypeError, ValueError):
                    return f"{table}.{column} cannot be {clipped(str(stored))!r}"
    return None
