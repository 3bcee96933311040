"""Whether every number in an office names a row that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from mockod.vendors.opendental.practice.columns import named_table, tables
from support.api_client import ApiClient


def dangling(office: ApiClient) -> dict[str, list[int]]:
    """Column -> the numbers in it that name no row; 0 names none."""
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        return lost_numbers(tx.column)


def lost_numbers(column: Callable[[str], Iterable[int]]) -> dict[str, list[int]]:
    """The same of any database, by what gives a statement's first column."""
    found = {place: list(column(sql)) for place, sql in _lost().items()}
    return {place: numbers for place, numbers in found.items() if numbers}


@cache
def _lost() -> dict[str, str]:
    """Column that names rows -> what finds the numbers that name none."""
    queries = {}
    for table in tables().values():
        for column in table.stored.values():
            if named := named_table(column):
                queries[f"{table.name}.{column.name}"] = (
                    f"SELECT DISTINCT {column.name} FROM {table.name} WHERE {column.name} <> 0 "
                    f"AND {column.name} NOT IN (SELECT {tables()[named].key} FROM {named})"
                )
    return queries
