"""The SQL tables that follow from the descriptions: strict, with keys, defaults and indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlite_utils

from mockod.vendors.opendental.engine.table import Column, Index, Table

_NOT_A_WORD = re.compile(r"\W+")


def create_tables(db: sqlite_utils.Database, tables: Iterable[Table]) -> None:
    """Make the tables, in this order, which is the order of diffs too."""
    for table in tables:
        columns = ",\n".join(f"   {_column_sql(db, table, column)}" for column in table.stored.values())
        db.execute(f'CREATE TABLE "{table.name}" (\n{columns}\n) STRICT')
        for column in table.stored.values():
            if column.unique:
                name = f"ux_{table.name}_{column.name}"
                db.table(table.name).create_index([column.name], index_name=name, unique=True)
        for described in table.indexes:
            _create_index(db, table, described)


def _column_sql(db: sqlite_utils.Database, table: Table, column: Column) -> str:
    """One line of CREATE TABLE: sqlite-utils has no strict tables before 3.36, and no REAL in them before 4."""
    if column.name == table.key:
        return f'"{column.name}" {column.type.sql_type} PRIMARY KEY'
    default = f" DEFAULT {db.quote(column.stored_default)}" if _has_default(column) else ""
    return f'"{column.name}" {column.type.sql_type} NOT NULL{default}'


def _has_default(column: Column) -> bool:
    """What must be given, and what the office stamps, has none: to forget it is an error."""
    return not (column.needed or column.blank or column.stamp)


def _create_index(db: sqlite_utils.Database, table: Table, described: Index) -> None:
    """sqlite-utils has no words for a partial index, nor for one of folded text."""
    name = "_".join(["ix", table.name, *(_NOT_A_WORD.sub("_", column).strip("_") for column in described.columns)])
    if described.where:
        db.execute(f"CREATE INDEX {name}_some ON {table.name} ({', '.join(described.columns)}) WHERE {described.where}")
    elif all(column in table.stored for column in described.columns):
        db.table(table.name).create_index(list(described.columns), index_name=name)
    else:
        db.execute(f"CREATE INDEX {name} ON {table.name} ({', '.join(described.columns)})")
