"""Kinds of values: how each is read from JSON, shown in JSON, and kept in a column."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockod.rest.json_codec import read_written, write_json
from mockod.vendors.superoffice.domain.durations import read_duration, show_duration
from mockod.vendors.superoffice.domain.time_zones import ZONES, ZoneView
from mockod.vendors.superoffice.domain.words import Mask, Words

MOST_NUMBER = 2**31 - 1
LONGEST_TEXT = 1_000_000
"""Characters of a text without a length of its own (assumed)."""
MOST_ITEMS = 1000
"""Of a list or a dictionary (assumed)."""
Related = Mapping[tuple[str, int], Mapping[str, Any]]
"""Carriers by kind and id, as JSON: an associate, a contact."""


@dataclass(frozen=True, slots=True)
class View:
    """How a request sees values: in which zone, and what references lead to."""

    zone: ZoneView
    related: Related


AS_STORED = View(ZoneView(ZONES[0], ZONES[0]), {})
"""No time is moved: for what is kept as JSON in a column."""


class Kind:
    """One kind of value. ``read`` raises ValueError saying what belongs there."""

    column = "INTEGER NOT NULL"

    def read(self, value: Any, view: View) -> Any:
        raise NotImplementedError

    def show(self, value: Any, view: View) -> Any:
        return value

    def store(self, value: Any) -> Any:
        return value

    def load(self, stored: Any) -> Any:
        return stored

    def spell(self, stored: Any) -> Any:
        """A stored value as a diff tells it. Raises ValueError where no value of this kind is stored so."""
        value = self.read(self.show(self.load(stored), AS_STORED), AS_STORED)
        if self.store(value) != stored:
            raise ValueError(f"{stored!r} is stored otherwise")
        return stored


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A whole number of 32 bits."""

    least: int = 0

    def read(self, value: Any, view: View) -> int:
        if isinstance(value, float) and math.isfinite(value) and value == int(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= MOST_NUMBER:
            raise ValueError(f"a whole number from {self.least} to {MOST_NUMBER} belongs here")
        return value


@dataclass(frozen=True, slots=True)
class YesOrNo(Kind):
    def read(self, value: Any, view: View) -> bool:
        if not isinstance(value, bool):
            raise ValueError("true or false belongs here")
        return value

    def load(self, stored: Any) -> bool:
        return bool(stored)

    def spell(self, stored: Any) -> bool:
        if stored not in (0, 1):
            raise ValueError(f"{stored!r} is neither 0 nor 1")
        return bool(stored)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    longest: int = LONGEST_TEXT
    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> str:
        if not isinstance(value, str):
            raise ValueError("a text belongs here")
        if len(value) > self.longest:
            raise ValueError(f"a text of at most {self.longest} characters belongs here")
        return value


@dataclass(frozen=True, slots=True)
class Word(Kind):
    """A word of an enumeration."""

    words: Words
    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> int:
        return self.words.read(value)

    def show(self, value: Any, view: View) -> str:
        return self.words.word(value)

    def store(self, value: Any) -> str:
        return self.words.word(value)

    def load(self, stored: Any) -> int:
        return self.words[stored]

    def spell(self, stored: Any) -> Any:
        if stored not in self.words.numbers:
            raise ValueError(f"{stored!r} is not a {self.words.name}")
        return stored


@dataclass(frozen=True, slots=True)
class Bits(Kind):
    """Words of a mask."""

    mask: Mask

    def read(self, value: Any, view: View) -> int:
        return self.mask.read(value)

    def show(self, value: Any, view: View) -> str:
        return self.mask.words(value)


@dataclass(frozen=True, slots=True)
class Moment(Kind):
    """A date and time; ``is_utc`` for one that clients always see in UTC."""

    is_utc: bool = False
    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> datetime:
        if not isinstance(value, str):
            raise ValueError("a date and time belongs here, as 2026-05-04T09:00:00")
        return view.zone.read(value, is_utc=self.is_utc)

    def show(self, value: Any, view: View) -> str:
        return view.zone.show(value, is_utc=self.is_utc)

    def store(self, value: Any) -> str:
        return str(value)

    def load(self, stored: Any) -> datetime:
        return datetime.fromisoformat(stored)


@dataclass(frozen=True, slots=True)
class Duration(Kind):
    """A length of time; seconds in a column."""

    def read(self, value: Any, view: View) -> int:
        if not isinstance(value, str):
            raise ValueError("a length of time belongs here, as 00:15:00 or PT15M")
        return read_duration(value)

    def show(self, value: Any, view: View) -> str:
        return show_duration(value)


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """What a carrier's id names, 0 for nothing. A client sends the carrier, of which its id alone is read."""

    carrier: str
    key: str

    def read(self, value: Any, view: View) -> int:
        if not isinstance(value, Mapping):
            raise ValueError(f"an object with {self.key} belongs here")
        folded = self.key.lower()
        given = next((inner for name, inner in value.items() if name.lower() == folded), None)
        if given is None:
            raise ValueError(f"an object with {self.key} belongs here")
        return Number().read(given, view)

    def spell(self, stored: Any) -> int:
        return Number().read(stored, AS_STORED)

    def show(self, value: Any, view: View) -> Mapping[str, Any] | None:
        return view.related.get((self.carrier, value))


@dataclass(frozen=True, slots=True)
class Texts(Kind):
    """A dictionary of texts."""

    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> Mapping[str, str]:
        if not isinstance(value, Mapping) or len(value) > MOST_ITEMS:
            raise ValueError(f"an object of at most {MOST_ITEMS} texts belongs here")
        return {str(name): self._text(inner) for name, inner in value.items() if inner is not None}

    @staticmethod
    def _text(value: Any) -> str:
        """A field's text: a number or yes and no are told as the vendor tells them."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            return f"[I:{value}]"
        if isinstance(value, float):
            return f"[F:{value}]"
        raise ValueError("an object of texts belongs here")

    def show(self, value: Any, view: View) -> dict[str, str]:
        return dict(value)

    def store(self, value: Any) -> str:
        return write_json(dict(value)).decode()

    def load(self, stored: Any) -> Any:
        return read_written(stored.encode())
