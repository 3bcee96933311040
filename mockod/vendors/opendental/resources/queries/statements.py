"""A script of MySQL as text: without comments, in statements, and what its answer's columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from mockod.vendors.opendental.resources.queries.words import NotReadOnly, bad_syntax, not_simulated

_PIECE = re.compile(
    r"""(?P<quoted> '(?:[^'\\]|\\.|'')*+' | "(?:[^"\\]|\\.|"")*+" | `(?:[^`]|``)*+` )
      | (?P<run> /\*!.*?\*/ | /\*M!.*?\*/ )
      | (?P<comment> /\*.*?\*/ | --(?=\s|$)[^\n]* | \#[^\n]* )
      | (?P<minus> -- )
      | (?P<open> /\* | ['"`] )
      | (?P<word> @{0,2}\w[\w$]* )
      | (?P<mark> . )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_DROP = re.compile(r"drop\s+(?:temporary\s+)?table\s+(?:if\s+exists\s+)?", re.IGNORECASE | re.ASCII)
_BEFORE_COLUMNS = re.compile(
    r"(?:distinct|distinctrow|all|high_priority|straight_join|sql_\w+)\b", re.IGNORECASE | re.ASCII
)
_AFTER_COLUMNS = frozenset(
    "from where group having order limit union except intersect into for lock window procedure".split()
)


def without_comments(text: str) -> str:
    """The script with a blank for each comment, as MySQL reads it.

    Refuses a quote or comment that never ends, a comment that MySQL would run (``/*! … */``): nobody reads those; and a
    text with a NUL, which older sqlglots take for a backslash and a zero.
    """
    if "\0" in text:
        raise bad_syntax(text[text.index("\0") :])
    parts = []
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "run":
            raise NotReadOnly
        if piece.lastgroup == "open":
            raise bad_syntax(text[piece.start() :])
        if piece.lastgroup == "quoted" and piece.group()[0] != "`" and "0" in _ESCAPE.findall(piece.group()):
            raise not_simulated("a text with a NUL")
        parts.append(" " if piece.lastgroup == "comment" else piece.group())
    return "".join(parts)


def for_parser(statement: str) -> str:
    """The statement as sqlglot reads it right: with a blank in every ``--``, which is no comment here (``5--3`` is 5
    minus -3), and with ``=`` for the ``:=`` of a SET.
    """
    pieces = ["- -" if piece.lastgroup == "minus" else piece.group() for piece in _PIECE.finditer(statement)]
    if next(words(statement), "") == "set":
        pieces = ["" if mark == ":" and after == "=" else mark for mark, after in zip_longest(pieces, pieces[1:])]
    return "".join(pieces)


def split(text: str) -> list[str]:
    """The statements of a script without comments; empty ones are left out.

    A DROP of several tables is one of each: not every sqlglot reads a list of them.
    """
    found = [statement.strip() for statement in _parts(text, ";") if statement.strip()]
    return [one for statement in found for one in _drops(statement)]


def _drops(statement: str) -> list[str]:
    opening = _DROP.match(statement)
    if not opening:
        return [statement]
    return [f"{opening.group()}{name.strip()}" for name in _parts(statement[opening.end() :], ",")]


def _parts(text: str, mark: str) -> Iterator[str]:
    """What stands between marks, those in quoted texts left out."""
    start = 0
    for piece in _PIECE.finditer(text):
        if piece.group() == mark:
            yield text[start : piece.start()]
            start = piece.end()
    yield text[start:]


def words(statement: str) -> Iterator[str]:
    """Its words in small letters, quoted texts left out."""
    return (piece.group().lower() for piece in _PIECE.finditer(statement) if piece.lastgroup == "word")


def column_texts(statement: str) -> list[str]:
    """What stands between commas after the first SELECT: MySQL calls a column so that has no other name."""
    opening = len(statement) - len(statement.lstrip("( \n\r\t"))
    outer = statement[:opening].count("(")
    depth, start, texts = 0, -1, []
    for piece in _PIECE.finditer(statement):
        text = piece.group()
        if start >= 0 and depth == outer:
            if text == ",":
                texts.append(statement[start : piece.start()])
                start = piece.end()
            elif text == ")" or text.lower() in _AFTER_COLUMNS:
                break
        if text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
        elif start < 0 and depth == outer and text.lower() == "select":
            start = _after_modifiers(statement, piece.end())
    else:
        return [text.strip() for text in [*texts, statement[start:]]]
    return [text.strip() for text in [*texts, statement[start : piece.start()]]]


def _after_modifiers(statement: str, start: int) -> int:
    while True:
        start += len(statement[start:]) - len(statement[start:].lstrip())
        found = _BEFORE_COLUMNS.match(statement, start)
        if not found:
            return start
        start = found.end()
