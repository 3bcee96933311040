"""A look behind the API: the office's own database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support.api_client import ApiClient


@dataclass(frozen=True)
class database:  # noqa: N801 - reads as a word: database(office).rows("SELECT ...")
    """The database of one office, one read at a time."""

    office: ApiClient

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        offices = self.office.http.application.extensions["mockod.offices"]
        with offices.office(self.office.customer).transaction() as tx:
            return tx.rows(sql, values)

    def column(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return [row[0] for row in self.rows(sql, values)]

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table: equal before and after means that nothing was written."""
        tables = self.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY rowid") for table in tables}
