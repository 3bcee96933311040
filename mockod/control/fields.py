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


class Map(WireField):
    """A JSON object, whose names its reader knows."""

    def read(self, value: Any, habits: Habits) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("no object")
        return value


class Anything(WireField):
    """Any JSON value, whose reader knows what it should be."""
