"""A row that a path names, or the vendor's refusal that there is none."""

from __future__ import annotations

from typing import Any

from mockod.call import Basis, Refused

Row = tuple[Any, ...]


def found(row: Row | None, what: str) -> Row:
    if row is None:
        raise Refused(404, f"{what} not found.", Basis.OBSERVED)
    return row
