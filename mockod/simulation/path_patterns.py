"""Patterns of paths, with wildcards as in a shell, held against the paths that an API has."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

DIGITS = "0123456789"
_TOKEN = re.compile(r"\*+|\[!?\]?[^\]]*\]|.", re.DOTALL)
_ROW = re.compile(r"(\{\w+\})")
_ANY_ID = "{id}"
_ID_MARKS = f"{DIGITS}abcdefghijklmnopqrstuvwxyz_-"


def may_fit(pattern: str, path: str) -> bool:
    """Whether a pattern fits any path that a template stands for, letter case aside. A row's number is digits; where
    it is called ``{id}`` it may be a word.

    >>> may_fit("appointments/18", "appointments/{AptNum}"), may_fit("*/Break", "appointments/{AptNum}/Break")
    (True, True)
    >>> may_fit("appointment", "appointments"), may_fit("appointments/x*", "appointments/{AptNum}")
    (False, False)
    """
    steps = _steps(path.lower())
    places = {0}
    for token in _TOKEN.findall(_plain(pattern)):
        if token.startswith("*"):
            places = set(range(min(places), len(steps) + 1))
        else:
            places = {after for place in places if place < len(steps) for after in _after(token, place, *steps[place])}
        if not places:
            return False
    return len(steps) in places


def _plain(pattern: str) -> str:
    """A pattern without what makes no difference: letter case, doubled slashes, those at the ends."""
    return "/".join(part for part in pattern.lower().split("/") if part)


def _steps(path: str) -> list[tuple[str, bool]]:
    """A template, step by step: the characters that may stand there, and whether there may be more of them."""
    steps: list[tuple[str, bool]] = []
    for part in _ROW.split(path):
        row = [(_ID_MARKS if part == _ANY_ID else DIGITS, True)]
        steps += row if _ROW.fullmatch(part) else [(mark, False) for mark in part]
    return steps


def _after(token: str, place: int, marks: str, repeats: bool) -> tuple[int, ...]:
    """Where one may be after a token, which takes one character, at a step; nowhere where it does not fit there."""
    if not any(token == mark or fnmatchcase(mark, token) for mark in marks):
        return ()
    return (place + 1, place) if repeats else (place + 1,)
