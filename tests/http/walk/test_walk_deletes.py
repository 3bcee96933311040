"""The walk over every description: what names a row keeps it from being deleted, or goes, or names none afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import named_table, tables
from support.api_client import ApiClient
from support.db import database
from support.foreign_keys import dangling
from support.simulated import simulated_resources
from support.walk import Step, fresh, steps


def named() -> Iterator[Any]:
    """Every DELETE with every column of the office that may name the row."""
    for resource in sorted(simulated_resources()):
        for step in steps(resource, "DELETE"):
            for table in tables().values():
                for column in table.stored.values():
                    if step.table and named_table(column) == step.table.name and column.name != table.key:
                        yield pytest.param(step, table, column, id=f"{step} {table.name}.{column.name}")


def point_at(office: ApiClient, step: Step, table: Table, column: Column) -> None:
    """Let a row of the table name the row that is to be deleted: its last row, or a new one where it has none."""
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        own = table is step.table
        number = tx.value(
            f"SELECT max({table.key}) FROM {table.name} WHERE {table.key} <> ? OR ?", (step.number, not own)
        )
        if number is None:
            empty = {c.name: c.stored_default for c in table.stored.values() if c.name != table.key}
            number = tx.insert(table.name, empty)
        tx.update(table.name, f"{column.name} = ? WHERE {table.key} = ?", (step.number, number))


@pytest.mark.parametrize(("step", "table", "column"), list(named()))
def test_no_row_names_what_was_deleted(step, table, column):
    office = fresh()
    point_at(office, step, table, column)
    before = database(office).contents()

    answer = step.send(office)

    assert dangling(office) == {}
    if answer.status_code != 200:
        assert (answer.status_code, database(office).contents()) == (400, before)
