"""A row that a path names, or the vendor's refusal that there is none."""

from __future__ import annotations

from typing import Any, TypeVar

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis

Row = tuple[Any, ...]
R = TypeVar("R")


def found(row: R | None, what: str) -> R:
    """The row; where there is none, 404 and ``{what} not found.``"""
    if row is None:
        raise ApiError(404, f"{what} not found.", Basis.OBSERVED)
    return row
