"""Names in the place of numbers: what ``as`` calls a row of a file, and what people call rows.

Who is meant is found out once all rows are there, so that a row may name one that stands after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from mockod.store.practice_file import Entry, Mistake, Written
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.practice.columns import NAMED_BY, named_table, tables
from mockod.vendors.opendental.practice.rows import CollectedRows
from mockod.vendors.opendental.wire.fields import DefinitionKey

CALLED, UNLESS_THERE = "as", "unless_there"
"""Fields that any row may have: what others of its file call it; that it is only made where there is none like it."""
LABEL = re.compile(r"[^\W\d_][^\r\n]{0,99}")
"""What ``as`` may call a row: up to 100 characters on one line that begin with a letter."""


class _Naming(NamedTuple):
    """A value that names a row."""

    table: str
    number: int
    column: str
    section: str
    written: Written


class RowNames:
    """The names that a file gives, and those that it uses."""

    def __init__(self, collected: CollectedRows, mistake: Mistake, wrong: Callable[[int, str], None]) -> None:
        """``wrong`` raises a mistake, or keeps it."""
        self._collected = collected
        self._mistake = mistake
        self._wrong = wrong
        self._used: list[_Naming] = []

    def use(self, table: str, number: int, column: str, section: str, written: Written) -> None:
        """A row names another; ``resolve`` puts its number there."""
        self._used.append(_Naming(table, number, column, section, written))

    def resolve(self) -> None:
        """Put numbers where names stand."""
        for naming in self._used:
            row = self._collected.tables[naming.table].get(naming.number)
            if row is None or row.get(naming.column) != naming.written.text:
                continue  # another mistake kept the row out
            try:
                row[naming.column] = self._number(naming)
            except ValueError as exc:
                row[naming.column] = 0
                self._wrong(naming.written.line, f"{naming.section}: {naming.column}: {exc}")

    def _number(self, naming: _Naming) -> int:
        """Raises ValueError where no row, or more than one, is called so."""
        column, name = tables()[naming.table].stored[naming.column], naming.written.text
        table = named_table(column)
        label = self._collected.called.get((table, name))
        if label is not None:
            return label
        category = column.type.category if isinstance(column.type, DefinitionKey) else None
        numbers = self._collected.numbers_of(table, name, category)
        if not numbers:
            raise ValueError(f"{name!r} is no whole number, and no {table} is called so")
        if len(numbers) > 1:
            raise ValueError(f"{len(numbers)} rows are called {name!r}; write the number of one")
        return numbers[0]

    def call(self, table: str, entry: Entry, label: Written | None, number: int) -> int:
        """Keep what ``as`` calls a row; answers its number."""
        if label is not None:
            if not LABEL.fullmatch(label.text):
                raise self._mistake(label.line, f"{entry.section}: {CALLED}: a word that begins with a letter")
            if self._collected.called.setdefault((table, label.text), number) != number:
                raise self._mistake(label.line, f"{entry.section}: {CALLED}: {label.text!r} is given twice")
        return number

    def is_extra(self, entry: Entry, written: Written | None) -> bool:
        """Whether a row is only made where there is none like it."""
        if written is None or written.text == "false":
            return False
        if written.text != "true":
            raise self._mistake(written.line, f"{entry.section}: {UNLESS_THERE}: true or false belongs here")
        return True

    def like(self, table: str, entry: Entry, fields: dict[str, Written]) -> int | None:
        """The row that is called as this one would be."""
        column = NAMED_BY.get(table)
        if column is None:
            raise self._mistake(entry.line, f"{entry.section}: {UNLESS_THERE}: rows here have no name to know them by")
        category = None
        if table == "definition" and "Category" in fields:
            with suppress(ValueError):
                category = DefCat(tables()[table].stored["Category"].type.from_text(fields["Category"].text))
        name = fields.get(column, Written(entry.line)).text
        return next(iter(self._collected.numbers_of(table, name, category)), None)
