"""What differs between two states of an office: row by row, for programs, and in sentences, for people.

Rows are told by their number, which is a table's primary key. Our own bookkeeping beside the vendor's tables is
left out. There is no difference if and only if every table holds the same rows.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from mockod.store.connection import connect

BOOKKEEPING = "mockod_"
"""What the names of our own tables begin with."""
OF_THE_STORE = ("mockod_relative", "mockod_practice", "mockod_snapshot")
LONGEST = 60
"""Characters of a value in a sentence."""
MOST_NUMBERS = 10
"""Rows that a sentence names."""
_PLAIN = re.compile(r"[\w.:/#+-]+(?: [\w.:/#+-]+)*")
Row = Mapping[str, Any]
Spell = Callable[[str, str, Any], Any]
"""Table, column and stored value in, the value as clients know it out. Raises ValueError where it cannot be."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row before and after; None where there was none."""

    table: str
    key: int
    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def columns(self) -> tuple[str, ...]:
        """Those whose value differs; of a row that came or went, all."""
        before, after = self.before or {}, self.after or {}
        return tuple(name for name in {**before, **after} if _cell(before, name) != _cell(after, name))


def _cell(row: Row, column: str) -> tuple[bool, Any]:
    """A value, and whether the row has it at all."""
    return column in row, row.get(column)


def compare(before: bytes, after: bytes) -> list[Difference]:
    """The differences between two images, in the order of the tables and of their rows."""
    if before == after:
        return []
    with closing(connect()) as old, closing(connect()) as new:
        old.deserialize(before)
        new.deserialize(after)
        tables = dict.fromkeys([*tables_of(new), *tables_of(old)])
        return [difference for table in tables for difference in _compared(table, old, new)]


def tables_of(db: sqlite3.Connection) -> list[str]:
    """The vendor's tables, in the order in which they were made."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    return [name for (name,) in names if not name.startswith((BOOKKEEPING, "sqlite_"))]


def tables_beside(db: sqlite3.Connection) -> list[str]:
    """Tables that a vendor has of its own beside those that its program has: no difference is told of them."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    return [name for (name,) in names if name.startswith(BOOKKEEPING) and name not in OF_THE_STORE]


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    """A table's columns; none where there is no such table."""
    return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")').fetchall()]


def _compared(table: str, old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[Difference]:
    names, new_names = columns_of(old, table), columns_of(new, table)
    rows, new_rows = _rows(old, table, names), _rows(new, table, new_names)
    # Row by row: nothing else of this process runs while lists are compared.
    if names == new_names and len(rows) == len(new_rows) and all(a == b for a, b in zip(rows, new_rows, strict=True)):
        return
    before = {key: dict(zip(names, row, strict=True)) for key, *row in rows}
    after = {key: dict(zip(new_names, row, strict=True)) for key, *row in new_rows}
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield Difference(table, key, before.get(key), after.get(key))


def _rows(db: sqlite3.Connection, table: str, columns: list[str]) -> list[tuple[Any, ...]]:
    """A table's rows by number, the number first."""
    if not columns:
        return []
    named = ", ".join(f'"{column}"' for column in columns)
    return db.execute(f'SELECT rowid, {named} FROM "{table}" ORDER BY rowid').fetchall()


def as_json(differences: Iterable[Difference], spell: Spell) -> list[dict[str, Any]]:
    """Each with its columns and their values before and after, null where there was no row."""
    return [
        {
            "table": one.table,
            "key": one.key,
            "kind": one.kind,
            "changes": {column: list(_values(one, column, spell)) for column in one.columns},
        }
        for one in differences
    ]


def as_sentences(differences: Iterable[Difference], spell: Spell, is_stamp: Callable[[str, str], bool]) -> list[str]:
    """One for each thing that happened, with how many rows it happened to and their numbers.

    Stamps are told only of rows on which nothing else changed: they would set apart what belongs together.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for one in differences:
        alike.setdefault((one.table, _in_words(one, spell, is_stamp)), []).append(one.key)
    return [_sentence(table, words, keys) for (table, words), keys in alike.items()]


def _in_words(one: Difference, spell: Spell, is_stamp: Callable[[str, str], bool]) -> str:
    if one.kind != "changed":
        return f" {one.kind}"
    delivery_lock = [column for column in one.columns if not is_stamp(one.table, column)] or one.columns
    changes = ((column, *map(_shown, _values(one, column, spell))) for column in delivery_lock)
    return ": " + ", ".join(f"{column} {before} -> {after}" for column, before, after in changes)


def _sentence(table: str, words: str, keys: list[int]) -> str:
    numbers = ", ".join(map(str, keys[:MOST_NUMBERS]))
    more = len(keys) - MOST_NUMBERS
    named = table if len(keys) == 1 else _plural(table)
    return f"{len(keys)} {named}{words} ({numbers}{f' and {more} more' if more > 0 else ''})"


def _plural(table: str) -> str:
    """
    >>> _plural("note"), _plural("entry")
    ('notes', 'entries')
    """
    return f"{table[:-1]}ies" if table.endswith("y") else f"{table}s"


def _values(one: Difference, column: str, spell: Spell) -> Iterator[Any]:
    """A column's value before and after; as it is stored where it cannot be spelled."""
    for row in (one.before, one.after):
        stored = (row or {}).get(column)
        try:
            yield None if stored is None else spell(one.table, column, stored)
        except (TypeError, ValueError):
            yield stored


def _shown(value: Any) -> str:
    """A value in a sentence: words as they are, any other text in quotes, long ones clipped."""
    if not isinstance(value, str):
        return str(value)
    clipped = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return clipped if _PLAIN.fullmatch(clipped) else json.dumps(clipped, ensure_ascii=False)
