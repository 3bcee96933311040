"""LIKE, and regular expressions that take no longer than their text and pattern are long.

Python's own may take for ever over a pattern that a client chooses, and nothing could interrupt it. Here all states of
a pattern advance together over the text, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from mockod.vendors.opendental.domain.collation import fold

MOST_STATES = 1_000
"""Of a regular expression."""
MOST_STEPS = 2_000_000
"""States visited over one text."""
MOST_DEPTH = 50
"""Of groups in groups."""
_CLASSES: dict[str, Callable[[str], bool]] = {
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "alnum": str.isalnum,
    "upper": str.isalpha,
    "lower": str.isalpha,
    "space": str.isspace,
    "punct": lambda mark: not mark.isalnum() and not mark.isspace(),
    "blank": lambda mark: mark in " \t",
    "xdigit": lambda mark: mark in "0123456789abcdefABCDEF",
}
_ESCAPES: dict[str, Callable[[str], bool]] = {
    "d": str.isdigit,
    "D": lambda mark: not mark.isdigit(),
    "w": lambda mark: mark.isalnum() or mark == "_",
    "W": lambda mark: not (mark.isalnum() or mark == "_"),
    "s": str.isspace,
    "S": lambda mark: not mark.isspace(),
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_COUNT = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)


class BadPattern(ValueError):
    """What stands here is no regular expression, or too large a one."""


Segment = tuple[str | None, ...]
"""Marks that stand together in a LIKE; None for any one."""


@lru_cache(maxsize=256)
def _segments(pattern: str, escape: str, is_binary: bool) -> tuple[Segment, ...]:
    """What stands between the ``%`` of a LIKE."""
    found: list[list[str | None]] = [[]]
    marks = iter(pattern)
    for mark in marks:
        if escape and mark == escape:
            found[-1].append(folded(next(marks, escape), is_binary))
        elif mark == "%":
            found.append([])
        else:
            found[-1].append(None if mark == "_" else folded(mark, is_binary))
    return tuple(map(tuple, found))


def like(text: str, pattern: str, escape: str = "\\", is_binary: bool = False) -> bool:
    """Each part between ``%`` is found at its first place, and nothing before it tried again.

    Blanks at the end count, unlike in a comparison.

    >>> like("Müller", "mul%"), like("abc", "a_c"), like("abc", "%b"), like("a%", "a\\\\%")
    (True, True, False, True)
    """
    first, *rest = _segments(pattern, escape, is_binary)
    given = folded(text, is_binary)
    if not rest:
        return len(given) == len(first) and _stands(first, given, 0)
    last, at = rest[-1], len(first)
    end = len(given) - len(last)
    if end < at or not _stands(first, given, 0) or not _stands(last, given, end):
        return False
    for segment in rest[:-1]:
        at = _found_at(segment, given, at, end)
        if at < 0:
            return False
        at += len(segment)
    return True


def _stands(segment: Segment, text: str, at: int) -> bool:
    return all(mark is None or mark == text[at + place] for place, mark in enumerate(segment))


def _found_at(segment: Segment, text: str, at: int, end: int) -> int:
    if None not in segment:
        return text.find("".join(mark for mark in segment if mark), at, end)
    return next((place for place in range(at, end - len(segment) + 1) if _stands(segment, text, place)), -1)


def folded(text: str, is_binary: bool = False) -> str:
    """A text as it is compared, its blanks at the end kept."""
    if is_binary:
        return text
    return fold(f"{text}.")[:-1]


Test = Callable[[str], bool]
State = tuple[str, object, int, int]
"""Kind, test, where to go on, and the other place of a fork."""


class _Compiler:
    """A recursive descent over a pattern; each step answers the state where its part begins."""

    def __init__(self, pattern: str, is_binary: bool) -> None:
        self._pattern, self._at, self._depth, self._is_binary = pattern, 0, 0, is_binary
        self.states: list[State] = []
        self.add("match", None)

    def add(self, kind: str, test: object, then: int = 0, other: int = 0) -> int:
        if len(self.states) >= MOST_STATES:
            raise BadPattern("too large")
        self.states.append((kind, test, then, other))
        return len(self.states) - 1

    def program(self) -> int:
        tree = self._choice()
        if self._at < len(self._pattern):
            raise BadPattern("unmatched )")
        return self._emit(tree, 0)

    # A tree is ("one", test), ("is", kind), ("then", [trees]), ("or", [trees]) or ("times", tree, least, most).
    def _choice(self) -> tuple[object, ...]:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadPattern("nested too deeply")
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        self._depth -= 1
        return ("or", branches)

    def _sequence(self) -> tuple[object, ...]:
        parts = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated())
        return ("then", parts)

    def _repeated(self) -> tuple[object, ...]:
        part = self._single()
        while True:
            mark = self._peek()
            if mark in ("*", "+", "?"):
                self._at += 1
                part = ("times", part, 1 if mark == "+" else 0, 1 if mark == "?" else None)
            elif mark == "{" and (found := _COUNT.match(self._pattern, self._at)):
                self._at = found.end()
                least = int(found.group(1))
                most = None if found.group(2) and not found.group(3) else int(found.group(3) or least)
                if most is not None and most < least:
                    raise BadPattern("numbers out of order")
                part = ("times", part, least, most)
            else:
                return part
            if self._peek() in ("?", "+"):  # lazy or possessive: what is found is the same
                self._at += 1

    def _single(self) -> tuple[object, ...]:
        if self._pattern.startswith("[[:<:]]", self._at) or self._pattern.startswith("[[:>:]]", self._at):
            kind = "starts" if self._pattern[self._at + 3] == "<" else "ends"
            self._at += 7
            return ("is", kind)
        mark = self._take()
        if mark == "(":
            if self._pattern.startswith("?:", self._at):
                self._at += 2
            elif self._peek() == "?":
                raise BadPattern("an extension")
            inner = self._choice()
            if self._take() != ")":
                raise BadPattern("missing )")
            return inner
        if mark in "*+?":
            raise BadPattern("nothing to repeat")
        if mark == "^":
            return ("is", "begin")
        if mark == "$":
            return ("is", "end")
        if mark == ".":
            return ("one", lambda given: given != "\n")
        if mark == "[":
            return ("one", self._set())
        if mark == "\\":
            return self._escaped()
        return ("one", self._literal(mark))

    def _escaped(self) -> tuple[object, ...]:
        mark = self._take()
        if mark in ("b", "B"):
            return ("is", "edge" if mark == "b" else "inside")
        if mark in _ESCAPES:
            return ("one", _ESCAPES[mark])
        if mark.isalnum() and mark not in _CONTROLS:
            raise BadPattern("an unknown escape")
        return ("one", self._literal(_CONTROLS.get(mark, mark)))

    def _set(self) -> Test:
        negated = self._peek() == "^"
        self._at += negated
        tests: list[Test] = []
        while True:
            if self._pattern.startswith("[:", self._at) and (end := self._pattern.find(":]", self._at)) > 0:
                name = self._pattern[self._at + 2 : end]
                if name not in _CLASSES:
                    raise BadPattern("an unknown class")
                tests.append(_CLASSES[name])
                self._at = end + 2
            else:
                first = self._take()
                if first == "\\":
                    first = self._take()
                    if first in _ESCAPES:
                        tests.append(_ESCAPES[first])
                        first = ""
                    first = _CONTROLS.get(first, first)
                if first:
                    tests.append(self._range(first))
            if self._peek() == "]":
                self._at += 1
                return lambda given: any(one(given) for one in tests) != negated

    def _range(self, first: str) -> Test:
        ahead = self._pattern[self._at : self._at + 2]
        if len(ahead) < 2 or ahead[0] != "-" or ahead[1] == "]":
            return self._literal(first)
        self._at += 2
        last = ahead[1]
        if self._is_binary:
            return lambda given: first <= given <= last
        return lambda given: any(first <= mark <= last for mark in (given, given.lower(), given.upper()))

    def _literal(self, mark: str) -> Test:
        if self._is_binary:
            return lambda given: given == mark
        own = folded(mark)
        return lambda given: folded(given) == own

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        mark = self._peek()
        if not mark:
            raise BadPattern("it ends too early")
        self._at += 1
        return mark

    def _emit(self, tree: tuple[object, ...], then: int) -> int:
        """Add the states of a tree; what follows it is ``then``."""
        kind = tree[0]
        if kind in ("one", "is"):
            return self.add(str(kind), tree[1], then)
        if kind == "times":
            _, part, least, most = tree
            if most is None:
                fork = self.add("fork", None, 0, then)
                begin = self._emit(part, fork)  # type: ignore[arg-type]
                self.states[fork] = ("fork", None, begin, then)
                then = fork
            else:
                end = then
                for _ in range(most - least):  # type: ignore[operator]
                    then = self.add("fork", None, self._emit(part, then), end)  # type: ignore[arg-type]
            for _ in range(least):  # type: ignore[call-overload]
                then = self._emit(part, then)  # type: ignore[arg-type]
            return then
        parts: list[tuple[object, ...]] = tree[1]  # type: ignore[assignment]
        if kind == "then":
            for part in reversed(parts):
                then = self._emit(part, then)
            return then
        begins = [self._emit(part, then) for part in parts]
        fork = begins[-1]
        for begin in reversed(begins[:-1]):
            fork = self.add("fork", None, begin, fork)
        return fork


@lru_cache(maxsize=64)
def _program(pattern: str, is_binary: bool) -> tuple[list[State], int]:
    compiler = _Compiler(pattern, is_binary)
    start = compiler.program()
    return compiler.states, start


def found(text: str, pattern: str, is_binary: bool = False) -> bool:
    """Whether a regular expression matches anywhere in a text. Raises BadPattern.

    >>> found("D0120", "^d0[0-9]{3}$"), found("Müller", "mul+er"), found("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a+)+$b")
    (True, True, False)
    """
    states, start = _program(pattern, is_binary)
    here: set[int] = set()
    steps = 0
    for at in range(len(text) + 1):
        todo, seen = [start, *here], set()
        following: set[int] = set()
        while todo:
            number = todo.pop()
            if number in seen:
                continue
            seen.add(number)
            kind, test, then, other = states[number]
            if kind == "match":
                return True
            if kind == "fork":
                todo += [then, other]
            elif kind == "is":
                if _holds(str(test), text, at):
                    todo.append(then)
            elif at < len(text) and cast("Test", test)(text[at]):
                following.add(then)
        steps += len(seen)
        if steps > MOST_STEPS:
            raise BadPattern("too much work")
        here = following
    return False


def _holds(kind: str, text: str, at: int) -> bool:
    if kind == "begin":
        return at == 0
    if kind == "end":
        return at == len(text)
    before = at > 0 and _ESCAPES["w"](text[at - 1])
    after = at < len(text) and _ESCAPES["w"](text[at])
    return {"starts": after and not before, "ends": before and not after, "edge": before != after}.get(
        kind, before == after
    )
