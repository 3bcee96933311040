"""Every table of an office is in its snapshots, and a new row of it is told by a diff in words."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from mockod.store.diff import as_json, as_sentences, compare
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.pipeline.trail import TABLES as TRAIL
from mockod.vendors.opendental.practice import stored_values
from mockod.vendors.opendental.practice.columns import tables
from support.api_client import ApiClient
from support.db import database
from support.every_method import PRACTICE

NUMBER = 777
each_table = pytest.mark.parametrize("name", [name for name in tables() if not name.startswith("mockod_")])


def row_of(table: Table) -> dict[str, Any]:
    """A row of what is empty in each column's type."""
    return {column.name: column.stored_default for column in table.stored.values()} | {table.key: NUMBER}


def behind(office: ApiClient) -> Any:
    return office.http.application.extensions["mockod.offices"].office(office.customer)


def with_a_row_more(name: str) -> tuple[ApiClient, Any]:
    """An office to which a row of the table was added, and the snapshot that was taken before."""
    office = new_office(PRACTICE)
    taken = behind(office).snapshot("before")
    with behind(office).transaction() as tx:
        tx.insert(name, row_of(tables()[name]))
    return office, taken


@each_table
def test_a_new_row_is_told_by_its_table_and_number_with_every_column(name):
    office, taken = with_a_row_more(name)

    found = compare(taken.image, behind(office).snapshot("after").image)

    sentences = as_sentences(found, stored_values.spelled, lambda table, column: column in stored_values.stamps())
    assert sentences == [f"1 {name} added ({NUMBER})"]
    [told] = as_json(found, stored_values.spelled)
    assert (told["table"], told["key"], told["kind"]) == (name, NUMBER, "added")
    assert list(told["changes"]) == list(tables()[name].stored)


@each_table
def test_a_snapshot_that_was_taken_before_takes_the_row_away_again(name):
    office, taken = with_a_row_more(name)
    assert database(office).rows(f"SELECT 1 FROM {name} WHERE {tables()[name].key} = ?", (NUMBER,))

    behind(office).restore(lambda: taken)

    assert database(office).rows(f"SELECT 1 FROM {name} WHERE {tables()[name].key} = ?", (NUMBER,)) == []
    assert compare(taken.image, behind(office).snapshot("after").image) == []


def test_the_trail_is_of_tables_that_an_office_has():
    assert tables().keys() > TRAIL
