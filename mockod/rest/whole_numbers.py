"""Whole numbers as JSON Schema has them, where Python tells an int from a float."""

from __future__ import annotations

from typing import Any


def whole(value: Any) -> int | None:
    """An integer, written as 575 or as 575.0; None for anything else, true and false too.

    >>> whole(575.0), whole(5.5), whole(True), whole("5")
    (575, None, None, None)
    """
    if type(value) is float and value.is_integer():
        return int(value)
    return value if type(value) is int else None
