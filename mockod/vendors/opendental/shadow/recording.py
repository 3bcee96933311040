"""The rows that answers showed, as a practice file may hold them: invented on arrival, so that no real one is kept."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mockod.log import Line
from mockod.vendors.opendental.domain.enums import DefCat, wire_name
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import NO_DATES, is_dated
from mockod.vendors.opendental.shadow.columns import COPIED_TEXTS, KEPT, Kept, is_copied
from mockod.vendors.opendental.shadow.inventions import MAKERS, Subject
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, ForeignKey, Integer, Number

Texts = dict[str, str]
"""A row as a practice file writes it: column -> text."""
Tables = dict[str, dict[int, Texts]]
"""Rows by table and number."""
MOST_ROWS = 300_000
"""Of all tables together; further ones are not kept."""
MOST_NUMBER = 10**17 - 1
"""Of a row of a practice."""
LARGEST = 1_000_000
"""Of numbers and amounts that are copied: a longer one may be somebody's."""

SALT_BYTES = 16
UNKNOWN_CATEGORY = "Definition"
log = logging.getLogger(__name__)


class Recording:
    """Rows by table and number."""

    def __init__(self, today: date, salt: bytes = b"") -> None:
        """Without a ``salt`` one of its own, which ends with the recording."""
        self.tables: Tables = {name: {} for name in KEPT}
        self.salt = salt or secrets.token_bytes(SALT_BYTES)
        self._today = today
        self._count = 0
        self._is_full = False

    def learn(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep what may be kept of rows as the API answers them."""
        kept = KEPT.get(table.name)
        if kept is None:
            return
        for row in rows:
            number = _number(row.get(table.stored[table.key].wire_name))
            if number and self._has_room(table.name, number):
                self._learn(table, kept, number, row)

    def forget(self, table: Table, number: int) -> None:
        """A row that a client deleted."""
        if self.tables.get(table.name, {}).pop(number, None) is not None:
            self._count -= 1

    def _has_room(self, table: str, number: int) -> bool:
        if number in self.tables[table]:
            return True
        if self._count < MOST_ROWS:
            self._count += 1
            return True
        if not self._is_full:
            log.warning(Line("the practice is full: rows that come now are not kept", rows=MOST_ROWS))
        self._is_full = True
        return False

    def _learn(self, table: Table, kept: Kept, number: int, row: Mapping[str, Any]) -> None:
        known = self.tables[table.name].setdefault(number, {})
        about = {**known, **row}  # a list may leave out what another answer told
        for column in table.stored.values():
            real = _text(row.get(column.wire_name))
            if column.name == table.key or real is None:
                continue
            subject = _subject(table, column, number, about, self._today, self.salt)
            text = safe_text(table, kept, column, real, subject)
            if text is not None:
                known[column.name] = text
            elif not real:
                known.pop(column.name, None)


def invented_row(table: Table, number: int, given: Texts, today: date, salt: bytes) -> Texts:
    """A row that others name and no answer showed: what it cannot be without, made up, and what is ``given``."""
    needed = {name: what for name, what in KEPT[table.name].invented.items() if table.stored[name].needed}
    made = {
        name: MAKERS[what](_subject(table, table.stored[name], number, given, today, salt), "")
        for name, what in needed.items()
    }
    return given | made


def _subject(table: Table, column: Column, number: int, row: Mapping[str, Any], today: date, salt: bytes) -> Subject:
    is_patient = table.name == "patient"
    family = _number(row.get("Guarantor")) if is_patient else 0
    gender = str(row.get("Gender")) if is_patient else ""
    category = _category(row.get("Category")) if table.name == "definition" else ""
    return Subject(table.name, column.name, number, family or number, gender, category, today, salt)


def safe_text(table: Table, kept: Kept, column: Column, real: str, subject: Subject) -> str | None:
    """What a practice file may hold in a column instead of a value: the value, something made up, or nothing (None)."""
    form, what = kept.texts.get(column.name), kept.invented.get(column.name)
    try:
        if form and COPIED_TEXTS[form].fullmatch(real):
            return _spelled(column, real)
        if what:
            return _spelled(column, MAKERS[what](subject, real)) if real or column.needed else None
        if is_copied(kept, column) and real:
            return _bounded(column, _spelled(column, real))
    except (ValueError, TypeError):  # it does not fit the column, which the comparison tells
        return None
    return None


def _spelled(column: Column, text: str) -> str:
    """A text as the column stores it, and written back: nothing of another form gets through.

    Raises ValueError or TypeError where it does not fit.
    """
    if is_dated(column):
        if text in NO_DATES:
            return str(column.type.empty)
        return str(column.type.spell(text))
    return str(column.type.spell(column.type.from_text(text)))


def _bounded(column: Column, text: str) -> str | None:
    """None for a number that is too large to be a count or an amount. Numbers of rows have all sizes."""
    if isinstance(column.type, Integer | Number) and not isinstance(column.type, ForeignKey | DefinitionKey | Choice):
        return text if abs(float(text)) < LARGEST else None
    return text


def _number(value: Any) -> int:
    """The number of a row; 0 for none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    return value if type(value) is int and 0 < value <= MOST_NUMBER else 0


def _text(value: Any) -> str | None:
    """A JSON value as a text; None for what no column holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else None


def _category(value: Any) -> str:
    """The name of a category of definitions, which the API tells by its number."""
    names = {category.value: wire_name(category) for category in DefCat}
    if isinstance(value, str):
        return value if value in names.values() else UNKNOWN_CATEGORY
    return names.get(value, UNKNOWN_CATEGORY) if type(value) is int else UNKNOWN_CATEGORY
