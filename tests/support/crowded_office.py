"""An office with so many rows of everything that lists have pages, and rows that differ in what lists filter by."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.access.settings import MODES, Settings
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import named_table, tables
from mockod.vendors.opendental.resources import ROUTES, load
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import CheckedText, Choice, DefinitionKey, Flag, ForeignKey, Integer, Text
from mockod.vendors.opendental.wire.words import Word
from support.api_client import ApiClient
from support.every_method import PRACTICE

COPIES = 60
"""Added to each table."""
PAGE = 25
"""Rows of a page: fewer than a list has of which a parameter that must be given shows a part."""
SPARED = frozenset({"preference"})
"""Tables whose rows are there once each."""
NAMES = frozenset({"FieldName"})
"""Texts that name rows of another table."""
DAYS = ("2026-03-01 12:00:00", "2026-03-02 00:00:00", "2026-03-03 08:30:00")
_keys = itertools.count(1)


@cache
def crowded_office() -> ApiClient:
    """An office only to be read from. Copies differ in the columns that a list filters by, whatever rules may say."""
    clock = Clock.frozen(MONDAY)
    settings = replace(Settings(), mode=replace(MODES["local"], page=PAGE))
    app = create_app(Config(practice=PRACTICE, clock=clock, settings=settings))
    office = ApiClient(app.test_client(), f"crowd-{next(_keys)}")
    assert office.put("appointments/1/Note", {"Note": "Rang"}).status_code == 200  # which makes a history
    with app.extensions["mockod.offices"].office(office.customer).transaction() as tx:
        originals = {name: tx.rows(f"SELECT * FROM {name} ORDER BY rowid") for name in tables()}
        for name, table in tables().items():
            if (
                not name.startswith("mockod_")
                and name not in SPARED
                and not isinstance(table.stored[table.key].type, ForeignKey)
            ):
                for row in _copies(table, originals):
                    tx.insert(name, row)
    return office


def _copies(table: Table, originals: dict[str, list[tuple[Any, ...]]]) -> Iterator[dict[str, Any]]:
    filtered, rows = filtered_columns(table), originals[table.name]
    number = max((row[0] for row in rows), default=0)
    for copy in range(COPIES if rows else 0):
        row = dict(zip(table.stored, rows[copy % len(rows)], strict=True)) | {table.key: number + copy + 1}
        for column in table.stored.values():
            if column.unique:
                row[column.name] = f"{row[column.name]} {copy}"
            elif column.name in filtered - NAMES:
                values = _values(column, originals)
                row[column.name] = values[copy % len(values)] if values else row[column.name]
        yield row


def filtered_columns(table: Table) -> set[str]:
    """Columns whose names are those of parameters of the table's lists."""
    names = {
        field.wire_name
        for row in ROUTES.endpoints
        if row.method == "GET" and row.query and load(row.resource).table is table
        for field in row.query.fields.values()
    }
    return {column.name for column in table.stored.values() if column.wire_name in names and column.name != table.key}


def _values(column: Column, originals: dict[str, list[tuple[Any, ...]]]) -> list[Any]:
    """Values that rows of the column may have: more than one, where its type tells any."""
    if isinstance(column.type, ForeignKey):
        return [row[0] for row in originals[named_table(column)]]
    if isinstance(column.type, DefinitionKey):
        return [row[0] for row in originals["definition"] if row[1] == int(column.type.category)]
    if isinstance(column.type, Flag):
        return [0, 1]
    if isinstance(column.type, Choice):
        return [int(member) for member in column.type.members.values()]
    if isinstance(column.type, Word):
        return list(column.type.members)
    if isinstance(column.type, Integer):
        return [1, 2]
    if isinstance(column.type, Moment):
        return list(DAYS)
    if isinstance(column.type, Day):
        return [day[:10] for day in DAYS]
    if isinstance(column.type, Text) and not isinstance(column.type, CheckedText):
        return ["", "North", "South"]
    return []
