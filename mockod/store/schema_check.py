"""What the schema of a file may say: tables and indexes as plain as ours are, of this mockod or an older one.

A schema can compute: views, triggers, generated columns, checks, defaults and indexes that are expressions. SQLite
would run that while it reads a row, for as long and with as much memory as it takes. So every CREATE is judged by its
words before anything else in the file is read, and SQLite is not asked to understand it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Container, Iterator

from mockod.store.storage_errors import clipped

MOST_OBJECTS = 500
"""Tables and indexes of a file; ours has about a hundred."""
LONGEST_SQL = 20_000
"""Bytes of one CREATE; our longest has two thousand."""
LONGEST_DEFAULT = 100
"""Characters: a default is repeated in every row that lacks the column."""
MOST_COLUMNS = 300
"""Of a table."""

_TOKEN = re.compile(
    r"""(?P<blank>\s+|--[^\n]*(?:\n|$))
      | (?P<literal>'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?)
      | (?P<quoted>"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])
      | (?P<word>[^\W\d]\w*)
      | (?P<mark><>|[(),=])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_KEYWORDS = frozenset(
    "CREATE TABLE INDEX UNIQUE ON WHERE INTEGER INT REAL TEXT PRIMARY KEY NOT NULL DEFAULT STRICT".split()
)
_COLUMN = r"name(?: INTEGER| INT| REAL| TEXT)?(?:(?<=INTEGER) PRIMARY KEY| NOT NULL| DEFAULT literal)*"
_TABLE = re.compile(rf"CREATE TABLE name \( {_COLUMN}(?: , {_COLUMN})* \)(?: STRICT)?")
_TERM = r"(?:function \( name \)|name)"
_INDEX = re.compile(
    rf"CREATE (?:UNIQUE )?INDEX name ON name \( {_TERM}(?: , {_TERM})* \)(?: WHERE name (?:=|<>) literal)?"
)


Made = tuple[str, str, str, str]
"""Kind, name, table and CREATE of a table or an index."""


class ForeignSchema(ValueError):
    """A file whose schema is none of ours; the text says what is foreign in it."""


def bound_schema(db: sqlite3.Connection) -> None:
    """Let SQLite read no longer CREATE than may be, before it reads any: call this right after opening."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_SQL)
    db.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL)
    db.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, MOST_COLUMNS)


def refuse_foreign(db: sqlite3.Connection, ours: Container[Made], functions: Container[str]) -> None:
    """Raise ForeignSchema for whatever is neither ``ours`` as it stands nor a plain table or index.

    ``functions`` are those that an index may use. Raises sqlite3.Error or UnicodeDecodeError where SQLite cannot read
    the schema.
    """
    asked = f"SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT {MOST_OBJECTS + 1}"
    for number, made in enumerate(db.execute(asked)):
        if number == MOST_OBJECTS:
            raise ForeignSchema(f"An office's file has at most {MOST_OBJECTS} tables and indexes; this one has more.")
        if made in ours:
            continue
        kind, name, table, sql = made
        if not all(isinstance(said, str) for said in (kind, name, table, sql)):
            raise ForeignSchema(f"This file has something without a CREATE: the {kind} {clipped(str(name))}.")
        _judge(kind, name, table, sql, functions)


def _judge(kind: str, name: str, table: str, sql: str, functions: Container[str]) -> None:
    words, names = _plain(sql, functions)
    if kind == "table" and _TABLE.fullmatch(words):
        if names[0] == name == table:
            return
    elif kind == "index" and _INDEX.fullmatch(words):
        if names[:2] == [name, table]:
            return
    elif kind in ("table", "index") and words.startswith(("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")):
        raise ForeignSchema(
            f"The {kind} {clipped(name)} of this file says more than an office's: "
            "columns have a type and a plain short default, indexes have columns."
        )
    else:
        raise ForeignSchema(f"An office's file has tables only; this one has the {clipped(kind)} {clipped(name)}.")
    raise ForeignSchema(f"The {kind} {clipped(name)} of this file has two names.")


def _plain(sql: str, functions: Container[str]) -> tuple[str, list[str]]:
    """A CREATE as its keywords and the kinds of the rest, with single blanks between; and the names in it."""
    words, names = [], []
    for kind, text in _tokens(sql):
        if kind == "word" and text.upper() in _KEYWORDS:
            words.append(text.upper())
        elif kind == "word" and text in functions:
            words.append("function")
        elif kind in ("word", "quoted"):
            words.append("name")
            names.append(text if kind == "word" else text[1:-1])
        elif kind == "literal":
            words.append("literal" if len(text) <= LONGEST_DEFAULT else "long")
        else:
            words.append(text)
    return " ".join(words), names


def _tokens(sql: str) -> Iterator[tuple[str, str]]:
    return ((str(token.lastgroup), token[0]) for token in _TOKEN.finditer(sql) if token.lastgroup != "blank")


def made_in(db: sqlite3.Connection) -> list[Made]:
    """What a schema of our own has, in the order in which it was made."""
    return db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").fetchall()


def lacking(db: sqlite3.Connection, wanted: sqlite3.Connection) -> str | None:
    """What a file that was brought up to date has not as ``wanted`` has it, in words; None where all is there.

    A damaged schema may name a column otherwise, and SQLite reads it without a word. Types are not compared: they
    may have been others in an older mockod.
    """
    there = _tables(db)
    for table, sql in _tables(wanted).items():
        if there.get(table) == sql:
            continue
        if table not in there:
            return f"its table {table} is missing"
        columns = _columns(db, table)
        for column, is_key in _columns(wanted, table).items():
            if columns.get(column) != is_key:
                return f"its column {table}.{column} is missing"
    return None


def _tables(db: sqlite3.Connection) -> dict[str, str]:
    return {name: sql for kind, name, _, sql in made_in(db) if kind == "table"}


def _columns(db: sqlite3.Connection, table: str) -> dict[str, bool]:
    """A table's columns by name, and whether each is the key."""
    return {row[1]: bool(row[5]) for row in db.execute(f'PRAGMA table_info("{table}")')}
