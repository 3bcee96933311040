"""Fields of the control plane's own bodies."""

from __future__ import annotations

from typing import Any, cast

from mockod.clock import parse_moment
from mockod.wire import Habits, WireField


class OneOf(WireField):
    """One of a few words."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def read(self, value: Any, habits: Habits) -> str:
        if value not in self.words:
            raise ValueError("none of these words")
        return cast(str, value)


class MomentText(WireField):
    """A time that a clock can show, ``yyyy-MM-dd HH:mm:ss``."""

    def read(self, value: Any, habits: Habits) -> str:
        if not isinstance(value, str):
            raise ValueError("no text")
        parse_moment(value)
        return value


class Number(WireField):
    """A whole number from 0 on, as JSON or as text."""

    def read(self, value: Any, habits: Habits) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
            value = int(value)
        if type(value) is not int or not 0 <= value < 10**18:
            raise ValueError("no whole number")
        return value


class Map(WireField):
    """A JSON object, whose names its reader knows."""

    def read(self, value: Any, habits: Habits) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("no object")
        return value


class Anything(WireField):
    """Any JSON value, whose reader knows what it should be."""
