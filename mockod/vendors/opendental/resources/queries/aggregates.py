"""MySQL's functions of groups that SQLite lacks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cmp_to_key
from math import sqrt
from typing import Any

from mockod.vendors.opendental.domain.collation import fold

LONGEST_GROUP = 1_048_576
"""Bytes of a GROUP_CONCAT, as MariaDB cuts it."""
MOST_HELD = 16_000_000
"""Characters that one GROUP_CONCAT may hold before they are sorted."""


class GroupConcat:
    """``mysql_group_concat(text, separator, is_distinct, descending flags, key, …)``, keys sorted as MySQL sorts."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, tuple[Any, ...]]] = []
        self._seen: set[str] = set()
        self._separator, self._flags, self._held = ",", "", 0

    def step(self, text: str | None, separator: str, is_distinct: int, flags: str, *keys: Any) -> None:
        if text is None:
            return
        if is_distinct:
            folded = fold(text)
            if folded in self._seen:
                return
            self._seen.add(folded)
        self._held += len(text) + sum(len(key) for key in keys if isinstance(key, str))
        if self._held > MOST_HELD:
            raise ValueError("more than a GROUP_CONCAT may hold")
        self._separator, self._flags = separator, flags
        self._rows.append((text, tuple(fold(key) if isinstance(key, str) else key for key in keys)))

    def finalize(self) -> str | None:
        if not self._rows:
            return None
        if self._flags:
            self._rows.sort(key=cmp_to_key(self._compare))
        whole = self._separator.join(text for text, _ in self._rows)
        return whole.encode()[:LONGEST_GROUP].decode(errors="ignore") if len(whole) * 4 > LONGEST_GROUP else whole

    def _compare(self, one: tuple[str, tuple[Any, ...]], other: tuple[str, tuple[Any, ...]]) -> int:
        for flag, first, second in zip(self._flags, one[1], other[1], strict=True):
            if first == second:
                continue
            less = first is None or (second is not None and first < second)
            return -1 if less == (flag == "a") else 1
        return 0


class Variance:
    """``mysql_variance(number, is_sample, is_root)`` by Welford's method."""

    def __init__(self) -> None:
        self._count, self._mean, self._square, self._is_sample, self._is_root = 0, 0.0, 0.0, 0, 0

    def step(self, number: float | None, is_sample: int, is_root: int) -> None:
        self._is_sample, self._is_root = is_sample, is_root
        if number is not None:
            self._count += 1
            gap = number - self._mean
            self._mean += gap / self._count
            self._square += gap * (number - self._mean)

    def finalize(self) -> float | None:
        divisor = self._count - self._is_sample
        if divisor <= 0:
            return None
        found = self._square / divisor
        return sqrt(found) if self._is_root else found


class Bits:
    """``mysql_bits(number, name)``: BIT_AND, BIT_OR or BIT_XOR of whole numbers."""

    def __init__(self) -> None:
        self._found: int | None = None
        self._name = "or"

    def step(self, number: int | None, name: str) -> None:
        self._name = name
        if number is None:
            return
        if self._found is None:
            self._found = number
        else:
            own = self._found
            self._found = {"and": own & number, "or": own | number, "xor": own ^ number}[name]

    def finalize(self) -> int:
        return 0 if self._found is None else self._found


AGGREGATES: Mapping[str, tuple[int, type]] = {
    "mysql_group_concat": (-1, GroupConcat),
    "mysql_variance": (3, Variance),
    "mysql_bits": (2, Bits),
}
