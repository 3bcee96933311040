"""Placeholders in a step: ``{name}`` for what an earlier step kept, ``{today+3 9:00}`` for a date.

Alone in a text, ``{name}`` keeps the type of its value; among other words it is a text. ``{rows.0.id}`` goes into the
value. Dates are those of practice files, counted from the office's today at that step: ``{next monday 9:00}``,
``{in 2 weeks}``, ``{now}``. A brace that means itself is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from mockod.rest.nearest import was_meant
from mockod.simulation.clock import FORMAT
from mockod.store.practice_dates import resolve

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""What something is kept as."""
MOST_FILLED = 16_000_000
"""Characters that placeholders put into a value, about."""
NOW = "now"
"""Stands for the time of the office's clock."""
_NAMED = re.compile(rf"({NAME.pattern})((?:\.[^.{{}}]+)*)", re.ASCII)
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ANY_DAY = date(2026, 3, 2)


class Missing(ValueError):
    """A path leads to nothing; the text says how far it goes."""


def look_up(value: Any, path: str) -> Any:
    """What is at ``0.DateTimeStart`` or ``rows.2`` of a JSON value; -1 is the last of a list. Raises Missing."""
    gone: list[str] = []
    for part in filter(None, path.split(".")):
        gone.append(part)
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError, ValueError, TypeError):
            raise Missing(f"there is no {'.'.join(gone)}") from None
    return value


def mistakes_in(value: Any, known: Collection[str]) -> Iterator[str]:
    """What is wrong with the placeholders in a value, where these names have been kept before."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from mistakes_in(name, known)
            yield from mistakes_in(item, known)
    elif isinstance(value, list):
        for item in value:
            yield from mistakes_in(item, known)
    elif isinstance(value, str):
        for match in _BRACES.finditer(value):
            if match[0] in ("{", "}"):
                yield f"{value!r} has a single brace; double one that means itself"
            elif match[1] is not None:
                yield from _mistake_of(match[1], known)


def _mistake_of(inside: str, known: Collection[str]) -> Iterator[str]:
    named = _NAMED.fullmatch(inside)
    if inside == NOW or (named and named[1] in known):
        return
    try:
        resolve(inside, _ANY_DAY)
    except ValueError as exc:
        if named or not inside:
            name = named[1] if named else inside
            yield f"nothing is kept as {name!r} before this step{was_meant(name, known)}"
        else:
            yield str(exc)


def is_a_date(text: str) -> bool:
    """Whether a text is one of the ways to write a date."""
    try:
        resolve(text, _ANY_DAY)
    except ValueError:
        return False
    return True


def fill(value: Any, kept: Mapping[str, Any], now: Callable[[], datetime]) -> Any:
    """The value with what is meant in the place of its placeholders.

    Raises Missing, and ValueError for a wrong date, or for what becomes too large. ``now`` is asked only where a date
    is wanted, and then once.
    """
    return _Filling(kept, now).fill(value)


class _Filling:
    """One value that is filled: what a name stands for counts as often as it is named."""

    def __init__(self, kept: Mapping[str, Any], now: Callable[[], datetime]) -> None:
        self._kept = kept
        self._ask = now
        self._left = MOST_FILLED

    @cached_property
    def _now(self) -> datetime:
        return self._ask()

    def _time(self) -> datetime:
        return self._now

    def fill(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {str(self.fill(name)): self.fill(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, str) or not _BRACES.search(value):
            return value
        alone = _BRACES.fullmatch(value)
        if alone and alone[1] is not None:
            return self._counted(_meant(alone[1], self._kept, self._time))
        return _BRACES.sub(self._text, value)

    def _text(self, match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return str(self._counted(str(_meant(match[1], self._kept, self._time))))

    def _counted(self, value: Any) -> Any:
        """The value, which is in the step once more."""
        level = [value]
        while level and self._left >= 0:
            item = level.pop()
            if isinstance(item, dict):
                self._left -= sum(map(len, item))
                level.extend(item.values())
            elif isinstance(item, list):
                level.extend(item)
            if isinstance(item, str):
                self._left -= len(item)
            else:
                self._left -= 2 + (item.bit_length() // 3 if isinstance(item, int) else 0)
        if self._left < 0:
            raise ValueError(f"a step becomes larger than {MOST_FILLED // 1_000_000} MB")
        return value


def _meant(inside: str, kept: Mapping[str, Any], now: Callable[[], datetime]) -> Any:
    named = _NAMED.fullmatch(inside)
    if named and named[1] in kept:
        try:
            return look_up(kept[named[1]], named[2])
        except Missing as exc:
            raise Missing(f"{{{inside}}}: {exc}") from None
    if inside == NOW:
        return now().strftime(FORMAT)
    if named and not is_a_date(inside):
        raise Missing(f"{{{inside}}}: nothing was kept as {named[1]}")
    return moment(inside, now)


def moment(text: str, now: Callable[[], datetime]) -> str:
    """A date as the wire has it: ``yyyy-MM-dd``, with ``HH:mm:ss`` after it where a time is said. Raises ValueError.

    >>> moment("next monday 9:00", lambda: datetime(2026, 3, 4))
    '2026-03-09 09:00:00'
    """
    dated = resolve(text, now().date())
    return f"{dated.day} {dated.time}".rstrip()
