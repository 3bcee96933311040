"""What an answer is held against: named fields must be so, others may be there; a list has these rows and no others.

A map with one name that begins with ``$`` is a rule in the place of a value:

    {$any: text}           anything of that type: text, number, true or false, list, map; {$any: thing} but null
    {$like: "D1*"}         a text of this pattern, in which * stands for anything and ? for one character
    {$contains: ...}       a text that has it; a list that has each of these rows, in any order, among others
    {$count: 3}            a list of so many rows; the number may be a rule itself
    {$every: {...}}        a list whose rows all are so
    {$at_least: 1}, {$at_most: 5}, {$above: 0}, {$below: 9}    a number; or a text that sorts there, as dates do
    {$not: ...}            anything else
    {$absent: true}        no such field
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from mockod.rest.nearest import was_meant

RULE = "$"
LONGEST = 300
"""Characters of a value that a difference repeats."""
DEEPEST = 50
"""Levels of a value that it repeats."""
NOTHING = object()
"""In the place of a field that is not there."""
TYPES: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "true or false": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "map": lambda value: isinstance(value, dict),
    "thing": lambda value: value is not None,
}


def differences(expected: Any, came: Any, at: str = "") -> Iterator[str]:
    """Each place where what came is not as expected, in a sentence with its path."""
    name, argument = _rule(expected)
    if name:
        yield from RULES[name](argument, came, at)
    elif came is NOTHING:
        yield _told(at, f"{shown(expected)} was expected, and it is not there")
    elif isinstance(expected, dict):
        if not isinstance(came, dict):
            yield _told(at, f"a map was expected, {shown(came)} came")
            return
        for field, value in expected.items():
            yield from differences(value, came.get(field, NOTHING), _below(at, field))
    elif isinstance(expected, list):
        yield from _rows(expected, came, at)
    elif not _same(expected, came):
        yield _told(at, f"{shown(expected)} was expected, {shown(came)} came")


def mistakes_in(expected: Any) -> Iterator[str]:
    """What is wrong with the rules in an expectation."""
    if isinstance(expected, list):
        for item in expected:
            yield from mistakes_in(item)
    elif isinstance(expected, dict):
        names = [name for name in expected if name.startswith(RULE)]
        for name in names:
            if name not in RULES:
                choices = was_meant(name, RULES) or f"; choose {', '.join(RULES)}"
                yield f"{name} is no rule{choices}"
            elif len(expected) > 1:
                yield f"{name}: a rule stands alone in its map"
            else:
                yield from _mistake_of(name, expected[name])
        for item in expected.values():
            yield from mistakes_in(item)


def _mistake_of(name: str, argument: Any) -> Iterator[str]:
    if name == "$any" and not (isinstance(argument, str) and argument in TYPES):
        yield f"$any: {argument!r} is none of {', '.join(TYPES)}"
    elif name == "$absent" and argument is not True:
        yield "$absent: true belongs here"
    elif name == "$like" and not isinstance(argument, str):
        yield "$like: a text belongs here"


def _rule(expected: Any) -> tuple[str, Any]:
    """The rule that a value is, and what it says; no name where it is none."""
    if isinstance(expected, dict) and len(expected) == 1:
        [(name, argument)] = expected.items()
        if name in RULES:
            return name, argument
    return "", None


def _rows(expected: list[Any], came: Any, at: str) -> Iterator[str]:
    if not isinstance(came, list):
        yield _told(at, f"a list was expected, {shown(came)} came")
        return
    if len(came) != len(expected):
        yield _told(at, f"{_counted(expected)} expected, {len(came)} came: {shown(came)}")
        return
    for place, (row, other) in enumerate(zip(expected, came, strict=True)):
        yield from differences(row, other, _below(at, str(place)))


def _counted(rows: list[Any]) -> str:
    return "1 row was" if len(rows) == 1 else f"{len(rows)} rows were"


def _any(kind: Any, came: Any, at: str) -> Iterator[str]:
    if came is NOTHING or not TYPES[kind](came):
        yield _told(at, f"any {kind} was expected, {shown(came)} came")


def _like(pattern: Any, came: Any, at: str) -> Iterator[str]:
    if not isinstance(came, str) or not fnmatchcase(came, str(pattern)):
        yield _told(at, f"a text like {pattern} was expected, {shown(came)} came")


def _contains(parts: Any, came: Any, at: str) -> Iterator[str]:
    if isinstance(came, str) and isinstance(parts, str):
        if parts not in came:
            yield _told(at, f"a text with {parts!r} in it was expected, {shown(came)} came")
        return
    if not isinstance(came, list):
        yield _told(at, f"a list was expected, {shown(came)} came")
        return
    among = ""
    for part in parts if isinstance(parts, list) else [parts]:
        if all(any(differences(part, row)) for row in came):
            among = among or shown(came)
            yield _told(at, f"{shown(part)} was expected among {among}")


def _count(number: Any, came: Any, at: str) -> Iterator[str]:
    if not isinstance(came, list):
        yield _told(at, f"a list was expected, {shown(came)} came")
    elif any(differences(number, len(came))):
        yield _told(at, f"{shown(number)} rows were expected, {len(came)} came")


def _every(row: Any, came: Any, at: str) -> Iterator[str]:
    if not isinstance(came, list):
        yield _told(at, f"a list was expected, {shown(came)} came")
        return
    for place, other in enumerate(came):
        yield from differences(row, other, _below(at, str(place)))


def _not(unwanted: Any, came: Any, at: str) -> Iterator[str]:
    if came is NOTHING or not any(differences(unwanted, came)):
        yield _told(at, f"anything but {shown(unwanted)} was expected, {shown(came)} came")


def _absent(_: Any, came: Any, at: str) -> Iterator[str]:
    if came is not NOTHING:
        yield _told(at, f"nothing was expected, {shown(came)} came")


def _compared(words: str, holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any, str], Iterator[str]]:
    def compare(bound: Any, came: Any, at: str) -> Iterator[str]:
        try:
            if not isinstance(came, bool) and holds(came, bound):
                return
        except TypeError:
            pass
        yield _told(at, f"{words} {shown(bound)} was expected, {shown(came)} came")

    return compare


RULES: Mapping[str, Callable[[Any, Any, str], Iterator[str]]] = {
    "$any": _any,
    "$like": _like,
    "$contains": _contains,
    "$count": _count,
    "$every": _every,
    "$at_least": _compared("at least", operator.ge),
    "$at_most": _compared("at most", operator.le),
    "$above": _compared("above", operator.gt),
    "$below": _compared("below", operator.lt),
    "$not": _not,
    "$absent": _absent,
}


def _same(expected: Any, came: Any) -> bool:
    """Equal, and neither a boolean that is a number to Python nor a number that is one."""
    return isinstance(expected, bool) == isinstance(came, bool) and bool(expected == came)


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _told(at: str, text: str) -> str:
    return f"{at}: {text}" if at else text


def shown(value: Any) -> str:
    """A value as a sentence repeats it: of a long one the beginning, and no more than that is written."""
    if value is NOTHING:
        return "nothing"
    text = ""
    for piece in _pieces(value):
        text += piece
        if len(text) > LONGEST:
            return f"{text[:LONGEST]}…"
    return text


def _pieces(value: Any, depth: int = 0) -> Iterator[str]:
    """A value as JSON has it, piece by piece; also one that a database could not keep."""
    if not isinstance(value, dict | list):
        yield json.dumps(value[: LONGEST + 1] if isinstance(value, str) else value, ensure_ascii=False)
        return
    if depth == DEEPEST:
        yield "…"
        return
    first, last = "{}" if isinstance(value, dict) else "[]"
    yield first
    for place, item in enumerate(value):
        if place:
            yield ","
        if isinstance(value, dict):
            yield f"{json.dumps(str(item)[: LONGEST + 1], ensure_ascii=False)}:"
            item = value[item]
        yield from _pieces(item, depth + 1)
    yield last
