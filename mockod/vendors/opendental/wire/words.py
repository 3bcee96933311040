"""Enumerations that the vendor's database keeps as text: the letters of a claim's status, and the like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockod.rest.schema import Leniency
from mockod.vendors.opendental.wire.fields import ColumnType


class Word(ColumnType):
    """One of a few words that the database keeps as they go over the wire: ``Word("U", "H", "W")``."""

    def __init__(self, *words: str, accepts: Iterable[str] | None = None) -> None:
        self.words = words
        accepted = set(words if accepts is None else accepts)
        self.members = {word: word for word in words if word in accepted}

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or value not in self.members:
            raise ValueError("no such word")
        return value

    def from_text(self, text: str) -> str:
        return self.spell(text)

    def spell(self, stored: str) -> str:
        if stored not in self.words:
            raise ValueError(f"{stored!r} is none of {', '.join(self.words)}")
        return stored
