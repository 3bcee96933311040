"""Whether every number in an office names a row that is there."""

from __future__ import annotations

from mockod.vendors.opendental.practice.columns import named_table, tables
from support.api_client import ApiClient
from support.db import database


def dangling(office: ApiClient) -> dict[str, list[int]]:
    """Column -> the numbers in it that name no row; 0 names none."""
    found: dict[str, list[int]] = {}
    for table in tables().values():
        for column in table.stored.values():
            named = named_table(column)
            if named:
                key = tables()[named].key
                lost = database(office).column(
                    f"SELECT DISTINCT {column.name} FROM {table.name} WHERE {column.name} <> 0 "
                    f"AND {column.name} NOT IN (SELECT {key} FROM {named})"
                )
                if lost:
                    found[f"{table.name}.{column.name}"] = lost
    return found
