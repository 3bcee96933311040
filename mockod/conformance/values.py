"""Values: what ``$ThingNum`` and ``$today+7`` in a check stand for, on the server that is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from mockod.conformance.report import in_words
from mockod.conformance.session import Answer
from mockod.conformance.suite import Source, Step

_NAME = re.compile(r"\$([A-Za-z_]\w*)([+-]\d+)?")


class NotTried(Exception):
    """Why a check, or a part of it, cannot be played here."""


def fill(value: Any, named: Callable[[str], Any]) -> Any:
    """A value with every name in it replaced; one that is a name alone becomes that value itself.

    >>> fill({"ThingNum": "$ThingNum", "at": ["$day+1 09:00"]}, {"ThingNum": 7, "day": "2026-03-02"}.__getitem__)
    {'ThingNum': 7, 'at': ['2026-03-03 09:00']}
    """
    if isinstance(value, str):
        whole = _NAME.fullmatch(value)
        if whole:
            return _shifted(named(whole[1]), whole[2])
        return _NAME.sub(lambda found: str(_shifted(named(found[1]), found[2])), value)
    if isinstance(value, Mapping):
        return {name: fill(one, named) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [fill(one, named) for one in value]
    return value


def _shifted(value: Any, days: str | None) -> Any:
    """A day so many days later. Raises NotTried for another value."""
    if not days:
        return value
    try:
        return (date.fromisoformat(str(value)[:10]) + timedelta(int(days))).isoformat()
    except (ValueError, OverflowError):
        raise NotTried(f"{in_words(value)} is no day") from None


def _with(named: Callable[[str], Any], name: str, value: Any) -> Callable[[str], Any]:
    """The same values, but for one."""
    return lambda wanted: value if wanted == name else named(wanted)


Call = Callable[[Step, Step], Answer]
"""Plays a step, given as it is told and with its values, and answers what came. Raises NotTried where it is refused."""


@dataclass(slots=True)
class Values:
    """Names and values. What a check keeps goes before what sources give; a source is asked when its name is."""

    sources: Mapping[str, tuple[Source, ...]]
    call: Call
    may_write: bool = False
    tries: int = 1
    """Values that are tried for a source that varies."""
    _found: dict[str, list[Any]] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)
    """Those that are renewed for each check."""

    def give(self, name: str, value: Any) -> None:
        """Say what a name stands for."""
        self._found[name] = [value]

    def candidates(self, name: str, named: Callable[[str], Any]) -> list[Any]:
        """The different values of a name, in the order of their rows. Raises NotTried where there is none."""
        if name in self._found:
            return self._found[name]
        if name not in self.sources:
            raise NotTried(f"nothing says what {name} is")
        if self._is_renewed(name, named):
            return [self._made[name]]
        reasons = []
        for source in self.sources[name]:
            try:
                values = self._first_found(source, named)
            except NotTried as exc:
                reasons.append(str(exc))
                continue
            if values:
                (self._made if source.renew else self._found)[name] = values[0] if source.renew else values
                return values
            reasons.append(f"the server has no {name} ({source.step.name})")
        raise NotTried(reasons[0])

    def _is_renewed(self, name: str, named: Callable[[str], Any]) -> bool:
        """Whether a row that was made for an earlier check is as it was then."""
        steps = [source.renew for source in self.sources[name] if source.renew]
        if name not in self._made or not steps:
            return False
        made = self._made.pop(name)
        try:
            for step in steps:
                self.call(step, filled(step, _with(named, name, made)))
        except NotTried:
            return False
        self._made[name] = made
        return True

    def _first_found(self, source: Source, named: Callable[[str], Any]) -> list[Any]:
        """The values of a source; of one that varies, with the first of the other's values that has any."""
        if not source.varies:
            return self._ask(source, named)
        for value in self.candidates(source.varies, named)[: self.tries]:
            values = self._ask(source, _with(named, source.varies, value))
            if values:
                return values
        return []

    def _ask(self, source: Source, named: Callable[[str], Any]) -> list[Any]:
        if source.writes and not self.may_write:
            raise NotTried("writes are not asked for (--write)")
        answer = self.call(source.step, filled(source.step, named))
        try:
            rows = [row for row in answer.rows if isinstance(row, dict) and source.column in row]
        except ValueError:
            raise NotTried(f"{source.step.name} answers no JSON") from None
        wanted = [row for row in rows if all(row.get(name) == value for name, value in source.where.items())]
        values = [row[source.column] for row in wanted if isinstance(row[source.column], int | str)]
        if source.first:
            values = [str(value)[: source.first] for value in values]
        return [value for value in dict.fromkeys(values) if value not in ("", 0, "0")]


@dataclass(slots=True)
class CheckValues:
    """The values of one check: its own, and those of all."""

    common: Values
    varies: str = ""
    choice: int = 0
    """Which of the candidates of ``varies`` is taken."""
    kept: dict[str, Any] = field(default_factory=dict)

    def __call__(self, name: str) -> Any:
        if name not in self.kept:
            candidates = self.common.candidates(name, self)
            self.kept[name] = candidates[min(self.choice, len(candidates) - 1) if name == self.varies else 0]
        return self.kept[name]

    def has_more(self) -> bool:
        """Whether there is another candidate after this choice."""
        return bool(self.varies) and self.choice + 1 < len(self.common.candidates(self.varies, self))


def filled(step: Step, named: Callable[[str], Any]) -> Step:
    """A step with its values."""
    expect = step.expect
    demands: dict[str, Any] = {part: fill(getattr(expect, part), named) for part in ("has", "starts", "lacks")}
    between = {name: tuple(fill(bounds, named)) for name, bounds in expect.between.items()}
    return replace(
        step,
        path=fill(step.path, named),
        query=fill(step.query, named),
        body=fill(step.body, named),
        expect=replace(expect, text=fill(expect.text, named), between=between, **demands),
    )
