"""Work that is done after a call's transaction, from what was read in it: it holds up nobody else in the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is JSON already; None for no body."""

    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Later:
    """What a handler answers whose work is left to do. It may refuse as any handler may."""

    work: Callable[[], Answered]
