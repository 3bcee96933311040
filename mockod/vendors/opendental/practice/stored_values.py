"""What stands in the cells of an office's tables, as the API spells it: the way back from what a practice writes."""

from __future__ import annotations

from functools import cache
from math import isfinite
from typing import Any

from mockod.vendors.opendental.practice.columns import tables

KINDS: dict[str, type | tuple[type, ...]] = {"INTEGER": int, "REAL": (int, float), "TEXT": str}
"""What Python calls the values of a column of this SQL type."""


def spelled(table: str, column: str, stored: Any) -> Any:
    """A stored value as the API spells it. Raises ValueError or TypeError where the column cannot hold it.

    >>> spelled("appointment", "AptStatus", 2), spelled("patient", "Premed", 1), spelled("provider", "ProvColor", -1)
    ('Complete', 'true', '255,255,255')
    """
    described = tables().get(table)
    known = described.stored.get(column) if described else None
    if known is not None:
        if not isinstance(stored, KINDS[str(known.type.sql_type)]):  # only a damaged file holds such a one
            raise TypeError(f"no {known.type.sql_type}")
        return known.type.spell(stored)
    if isinstance(stored, float) and not isfinite(stored):
        raise ValueError("no number that JSON has")
    return stored


@cache
def stamps() -> frozenset[str]:
    """The names of columns that tell when their row was made, changed or polled."""
    columns = (column for table in tables().values() for column in table.stored.values())
    return frozenset(column.name for column in columns if column.stamp or column.in_practice)
