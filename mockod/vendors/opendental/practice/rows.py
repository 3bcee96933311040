"""The rows of a practice while they are collected, and where each stands in its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockod.store.practice_file import Mistake
from mockod.vendors.opendental.practice.columns import sections

__all__ = ["CollectedRows", "Mistake"]


def _empty_tables() -> dict[str, dict[int, dict[str, Any]]]:
    return {table.name: {} for table in sections().values()}


@dataclass(frozen=True)
class CollectedRows:
    """Rows by table and number, the lines they stand in, and what is unique or moves with today."""

    tables: dict[str, dict[int, dict[str, Any]]] = field(default_factory=_empty_tables)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    """Table and number -> line of the file."""
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    """Table and value of its unique column -> number."""
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Table and column -> the numbers of the rows whose date moves with today."""

    @cached_property
    def fees(self) -> dict[tuple[int, int], float]:
        """Code and fee schedule -> the first amount that is given, once all fees are collected."""
        fees: dict[tuple[int, int], float] = {}
        for fee in self.tables["fee"].values():
            fees.setdefault((fee["CodeNum"], fee["FeeSched"]), float(fee["Amount"]))
        return fees
