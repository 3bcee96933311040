"""What a practice file's row of each table has and needs, worked out once from the table's columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import in_practice, is_dated, named_table, tables


@dataclass(frozen=True, slots=True)
class RowRules:
    """Of one table."""

    columns: Mapping[str, Column]
    key: str
    dates: Mapping[str, str]
    """Columns that hold dates -> what each holds where there is none."""
    defaults: Mapping[str, str]
    """What a row means that leaves a column out, where that is no plain default."""
    unique: tuple[str, ...]
    needed: Mapping[str, bool]
    """Columns that must have a value -> whether that must name a row."""
    naming: frozenset[str]
    """Columns whose values name rows."""


@cache
def rules_of(table_name: str) -> RowRules:
    """The rules of a table."""
    table: Table = tables()[table_name]
    columns = table.stored.values()
    return RowRules(
        columns=table.stored,
        key=table.key,
        dates={column.name: str(column.type.empty) for column in columns if is_dated(column)},
        defaults={
            column.name: text for column in columns if column.name != table.key and (text := in_practice(column))
        },
        unique=tuple(column.name for column in columns if column.unique),
        needed={column.name: bool(named_table(column)) for column in columns if column.needed},
        naming=frozenset(column.name for column in columns if named_table(column)),
    )
