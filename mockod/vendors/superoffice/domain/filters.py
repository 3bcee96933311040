"""The OData filter of a list: read into conditions, each of which names a column, an operator and its values.

``text begins 'Wound' and date between ('2026-05-11','2026-05-31')``
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CONDITIONS = 50
MOST_VALUES = 500
FUNCTIONS = {"substringof": "contains", "startswith": "begins", "endswith": "ends"}
"""OData's functions of a text, as the operators that they stand for."""
_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<mark>[(),])|(?P<equals>=)|(?P<word>[^\s'(),=]+))", re.ASCII)
_NAME = re.compile(r"[A-Za-z][\w/:.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a column. The operator is in lower case; there are no values where it needs none."""

    column: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def read_filter(text: str, unary: frozenset[str] = frozenset()) -> tuple[Condition, ...]:
    """Conditions that all must hold. ``unary`` are operators without a value, in lower case.

    Raises ValueError naming what is wrong.
    """
    tokens = _Tokens(_tokens(text))
    conditions = [_condition(tokens, unary)]
    while tokens:
        joint = tokens.take().text
        if joint.lower() != "and":
            raise ValueError(f"'and' belongs before {joint!r}")
        if len(conditions) >= MOST_CONDITIONS:
            raise ValueError(f"a filter has at most {MOST_CONDITIONS} conditions")
        conditions.append(_condition(tokens, unary))
    return tuple(conditions)


class _Tokens:
    """The tokens of a filter, taken one after another."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def __bool__(self) -> bool:
        return self._place < len(self._tokens)

    def peek(self, ahead: int = 0) -> _Token:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _Token("end", "")

    def take(self) -> _Token:
        token = self.peek()
        if token.kind == "end":
            raise ValueError("the filter ends too early")
        self._place += 1
        return token

    def expect(self, mark: str) -> None:
        token = self.take()
        if token != _Token("mark", mark):
            raise ValueError(f"{mark!r} belongs in the place of {token.text!r}")


def _tokens(text: str) -> list[_Token]:
    tokens = []
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        found = _TOKEN.match(stripped, place)
        if found is None:
            raise ValueError(f"the filter cannot be read from {stripped[place : place + 20]!r} on")
        kind = str(found.lastgroup)
        value = found[kind]
        tokens.append(_Token(kind, value[1:-1].replace("''", "'") if kind == "text" else value))
        place = found.end()
    if not tokens:
        raise ValueError("the filter is empty")
    return tokens


def _condition(tokens: _Tokens, unary: frozenset[str]) -> Condition:
    name = tokens.take()
    if name.kind != "word" or not _NAME.fullmatch(name.text):
        raise ValueError(f"{name.text!r} is not a column")
    if name.text.lower() in FUNCTIONS and tokens.peek() == _Token("mark", "("):
        return _function(name.text.lower(), tokens)
    operator = tokens.take()
    if operator.kind not in ("word", "equals"):
        raise ValueError(f"{operator.text!r} is not an operator")
    word = operator.text.lower()
    following = tokens.peek()
    ends = following.kind == "end" or (following.kind == "word" and following.text.lower() == "and")
    if word in unary or (word == "set" and ends):
        return Condition(name.text, word)
    return Condition(name.text, word, _values(tokens))


def _function(name: str, tokens: _Tokens) -> Condition:
    """``substringof('x', text)``, ``startswith(text, 'x')``: the column is the word, the value the text."""
    tokens.expect("(")
    first = tokens.take()
    tokens.expect(",")
    second = tokens.take()
    tokens.expect(")")
    column, value = (second, first) if first.kind == "text" else (first, second)
    if column.kind != "word" or value.kind != "text" or (name == "substringof") != (column is second):
        raise ValueError(f"{name} has a column and a text in quotes")
    if tokens.peek().text.lower() in ("eq", "=") and tokens.peek(1).text.lower() == "true":
        tokens.take()
        tokens.take()
    return Condition(column.text, FUNCTIONS[name], (value.text,))


def _values(tokens: _Tokens) -> tuple[str, ...]:
    token = tokens.take()
    if token.kind in ("text", "word"):
        return (token.text,)
    if token.text != "(":
        raise ValueError(f"a value belongs in the place of {token.text!r}")
    values = []
    while True:
        value = tokens.take()
        if value.kind not in ("text", "word"):
            raise ValueError(f"a value belongs in the place of {value.text!r}")
        values.append(value.text)
        if len(values) > MOST_VALUES:
            raise ValueError(f"a list has at most {MOST_VALUES} values")
        mark = tokens.take()
        if mark == _Token("mark", ")"):
            return tuple(values)
        if mark != _Token("mark", ","):
            raise ValueError(f"',' or ')' belongs in the place of {mark.text!r}")
