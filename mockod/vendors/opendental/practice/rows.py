"""The rows of a practice while they are collected, and where each stands in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mockod.store.practice_file import PracticeError
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.practice.columns import sections, tables

Mistake = Callable[[int, str], PracticeError]
"""Makes the error that names a line of the file and the reason."""


def _empty_tables() -> dict[str, dict[int, dict[str, Any]]]:
    return {table.name: {} for table in sections().values()}


@dataclass(frozen=True, slots=True)
class CollectedRows:
    """Rows by table and number, the lines they stand in, and what is unique or moves with today."""

    tables: dict[str, dict[int, dict[str, Any]]] = field(default_factory=_empty_tables)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    """Table and number -> line of the file."""
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    """Table and value of its unique column -> number."""
    relative: list[tuple[str, str, int]] = field(default_factory=list)
    """Table, column and number of each date that moves with today."""

    def described(self) -> Iterator[tuple[Table, int, dict[str, Any]]]:
        """Every row with its table and its number."""
        for name, rows in self.tables.items():
            for number, row in rows.items():
                yield tables()[name], number, row
