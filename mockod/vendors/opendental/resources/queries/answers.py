"""The rows of a query as JSON has them: numbers, texts, and dates as the page prints them, ``2021-05-01T00:00:00``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockod.vendors.opendental.resources.queries.session import Result
from mockod.vendors.opendental.resources.queries.values import Kind


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else _finite(value)


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _day(value: Any) -> Any:
    return f"{value}T00:00:00" if isinstance(value, str) and len(value) == 10 else value


def _moment(value: Any) -> Any:
    return value.replace(" ", "T", 1) if isinstance(value, str) else value


_SHOWN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _whole,
    Kind.DECIMAL: _finite,
    Kind.DOUBLE: _finite,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
}


def as_json(result: Result) -> list[dict[str, Any]]:
    """Each row as an object of its columns."""
    names = unique(result.names)
    shown = [_SHOWN.get(kind, _finite) for kind in result.kinds]
    return [{name: show(value) for name, show, value in zip(names, shown, row, strict=True)} for row in result.rows]


def unique(names: Sequence[str]) -> list[str]:
    """Names of which no two are the same in any letter case, as .NET's data tables call them.

    >>> unique(["PatNum", "LName", "patnum", "PatNum"])
    ['PatNum', 'LName', 'patnum1', 'PatNum2']
    """
    found: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(names, 1):
        own = candidate = name or f"Column{number}"
        count = 0
        while candidate.lower() in taken:
            count += 1
            candidate = f"{own}{count}"
        taken.add(candidate.lower())
        found.append(candidate)
    return found
