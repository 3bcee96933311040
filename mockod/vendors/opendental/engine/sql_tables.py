"""The SQL tables that follow from the descriptions, made by sqlite-utils: strict, with keys, defaults and indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlite_utils

from mockod.vendors.opendental.engine.table import Column, Index, Table

_NOT_A_WORD = re.compile(r"\W+")
PYTHON_TYPES = {"INTEGER": int, "REAL": float, "TEXT": str}
"""What sqlite-utils calls a column's SQL type."""


def create_tables(db: sqlite_utils.Database, tables: Iterable[Table]) -> None:
    """Make the tables, in this order, which is the order of diffs too."""
    for table in tables:
        columns = table.stored.values()
        defaults = {column.name: column.stored_default for column in columns if _has_default(table, column)}
        made = db.create_table(
            table.name,
            {column.name: PYTHON_TYPES[column.type.sql_type] for column in columns},
            pk=table.key,
            not_null=[column.name for column in columns if column.name != table.key],
            defaults=defaults,
            strict=True,
        )
        for column in columns:
            if column.unique:
                made.create_index([column.name], index_name=f"ux_{table.name}_{column.name}", unique=True)
        for described in table.indexes:
            _create_index(db, table, described)


def _has_default(table: Table, column: Column) -> bool:
    """What must be given, and what the office stamps, has none: to forget it is an error."""
    return column.name != table.key and not (column.needed or column.blank or column.stamp)


def _create_index(db: sqlite_utils.Database, table: Table, described: Index) -> None:
    """sqlite-utils has no words for a partial index, nor for one of folded text."""
    name = "_".join(["ix", table.name, *(_NOT_A_WORD.sub("_", column).strip("_") for column in described.columns)])
    if described.where:
        db.execute(f"CREATE INDEX {name}_some ON {table.name} ({', '.join(described.columns)}) WHERE {described.where}")
    elif all(column in table.stored for column in described.columns):
        db.table(table.name).create_index(list(described.columns), index_name=name)
    else:
        db.execute(f"CREATE INDEX {name} ON {table.name} ({', '.join(described.columns)})")
