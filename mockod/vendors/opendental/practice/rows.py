"""The rows of a practice while they are collected, and where each stands in its file."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from mockod.store.practice_file import Mistake
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.practice.columns import NAMED_BY, sections

__all__ = ["CollectedRows", "Mistake", "Row"]

Row = dict[str, Any]


def _empty_tables() -> dict[str, MutableMapping[int, Row]]:
    return {table.name: {} for table in sections().values()}


@dataclass(slots=True)
class CollectedRows:
    """Rows by table and number, the lines they stand in, and what is unique or moves with today."""

    tables: dict[str, MutableMapping[int, Row]] = field(default_factory=_empty_tables)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    """Table and number -> line of the file."""
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    """Table and value of its unique column -> number."""
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Table and column -> the numbers of the rows whose date moves with today."""
    called: dict[tuple[str, str], int] = field(default_factory=dict)
    """Table and what ``as`` calls a row -> number."""
    _fees: dict[tuple[int, int], float] | None = None

    def existing(self, table: str, number: int) -> Row | None:
        """The row of this number that was there before this file."""
        return None

    def highest(self, table: str) -> int:
        """The highest number of the rows that were there before."""
        return 0

    def fee(self, code_num: int, schedule: int) -> float:
        """What a fee schedule asks for a code; 0 where it names none. Asked once all fees are collected."""
        if self._fees is None:
            self._fees = {}
            for fee in self.tables["fee"].values():
                self._fees.setdefault((fee["CodeNum"], fee["FeeSched"]), fee["Amount"])
        return float(self._fees.get((code_num, schedule), 0))

    def numbers_of(self, table: str, name: str, category: DefCat | None = None) -> list[int]:
        """The rows that people call so, by the column that names a table's rows; definitions of one category."""
        column = NAMED_BY.get(table)
        if column is None:
            return []
        rows = self.tables[table].items()
        return [n for n, row in rows if row.get(column) == name and category in (None, row.get("Category"))]
