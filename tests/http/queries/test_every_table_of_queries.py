"""Every table that the descriptions declare can be queried, by the vendor's names, and shows what is stored."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from conftest import new_office
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources.queries.catalog import VENDORS_TABLES, kind_of
from mockod.vendors.opendental.resources.queries.values import Kind
from support.api_client import ApiClient
from support.db import database
from support.every_method import PRACTICE

OURS = "mockod_"
each_table = pytest.mark.parametrize("name", [name for name in tables() if not name.startswith(OURS)])


@cache
def office() -> ApiClient:
    """One that is only read from."""
    return new_office(PRACTICE)


def ask(sql: str, **query: Any) -> list[dict[str, Any]]:
    answer = office().call("PUT", "queries/ShortQuery", {"SqlCommand": sql}, **query)
    assert answer.status_code == 200, answer.text
    return answer.json


def printed(kind: Kind, stored: Any) -> Any:
    """A stored value as a query's row shows it."""
    if kind is Kind.DATE:
        return f"{stored}T00:00:00"
    return stored.replace(" ", "T") if kind is Kind.DATETIME else stored


@each_table
def test_a_table_has_its_columns_in_their_order_with_raw_values(name):
    table = tables()[name]
    kinds = [kind_of(column) for column in table.stored.values()]
    stored = database(office()).rows(f"SELECT * FROM {name} ORDER BY {table.key} LIMIT 100")
    expected = [
        {column: printed(kind, value) for column, kind, value in zip(table.stored, kinds, row, strict=True)}
        for row in stored
    ]

    told = ask(f"SELECT * FROM {name} ORDER BY {table.key}")

    assert told == expected
    assert [list(row) for row in told] == [list(table.stored)] * len(stored)


@each_table
def test_a_table_is_one_that_an_office_of_the_vendor_has(name):
    assert name in VENDORS_TABLES


@each_table
def test_a_table_is_counted_by_any_of_its_columns(name):
    table = tables()[name]
    counts = ", ".join(f"COUNT({column}) AS c{place}" for place, column in enumerate(table.stored))
    rows = database(office()).rows(f"SELECT count(*) FROM {name}")[0][0]

    assert ask(f"SELECT {counts} FROM {name}") == [{f"c{place}": rows for place in range(len(table.stored))}]


def test_tables_of_our_own_are_not_to_be_seen():
    for name in tables():
        if name.startswith(OURS):
            answer = office().call("PUT", "queries/ShortQuery", {"SqlCommand": f"SELECT * FROM {name}"})
            assert answer.status_code == 400, name
