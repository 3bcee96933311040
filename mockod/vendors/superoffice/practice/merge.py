"""A fragment of a practice, merged into an office: rows go, come and change; and an office written as a practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mockod.store.practice_file import PracticeFile, Removal
from mockod.store.shared_practice import COMMON
from mockod.store.transaction import Transaction
from mockod.store.written_practice import as_yaml
from mockod.vendors.superoffice.practice.numbers import next_appointment_id
from mockod.vendors.superoffice.practice.reading import BY_SECTION, NEEDED, VENDOR_PART, check_needed, read_row
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, TABLES, Table
from mockod.vendors.superoffice.wire.kinds import AS_STORED, Kind, Moment, Texts, YesOrNo
from mockod.vendors.superoffice.wire.records import Part, Parts

RELATIVE_DAYS = 1100
"""Days before and after today in which dates are written relative to it."""
Numbers = dict[str, list[int]]
"""Of rows, by section."""


def merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Do what a fragment says; see ``SeedingFeature``. Raises PracticeError, and then it must be rolled back."""
    added: Numbers = {}
    changed: Numbers = {}
    removed: Numbers = {}
    for section, line in fragment.sections.items():
        if section not in (COMMON, VENDOR_PART, *BY_SECTION):
            raise fragment.mistake(line, f"{section}: there is no such section")
    for removal in fragment.removals:
        table = BY_SECTION.get(removal.section)
        if table is None:
            raise fragment.mistake(removal.line, f"{removal.section}: there is no such section")
        removed.setdefault(removal.section, []).extend(_removed(tx, fragment, table, removal))
    for entry in fragment.entries:
        if entry.section == COMMON:
            continue
        if entry.section == VENDOR_PART:
            raise fragment.mistake(entry.line, f"{VENDOR_PART}: a section is a list of rows")
        table = BY_SECTION[entry.section]
        values = read_row(fragment, table, entry, tx.now.date()).values
        before = table.find(tx, values.get(table.key, 0))
        if before is not None:
            after = replace(before, **values)
            if after != before:
                table.put(tx, after)
                changed.setdefault(entry.section, []).append(values[table.key])
            continue
        if table.key not in values:
            values[table.key] = _next(tx, table)
        check_needed(fragment, table, values, entry)
        table.add(tx, table.record(**values))
        added.setdefault(entry.section, []).append(values[table.key])
    return {"added": added, "changed": changed, "removed": removed, "named": {}}


def _next(tx: Transaction, table: Table[Any]) -> int:
    if table is APPOINTMENTS:
        return next_appointment_id(tx)
    return int(tx.value(f"SELECT max({table.key_column}) FROM {table.name}") or 0) + 1


def _removed(tx: Transaction, fragment: PracticeFile, table: Table[Any], removal: Removal) -> list[int]:
    """The rows that a fragment lets go: all of them, or the one of a number."""
    if removal.fields:
        raise fragment.mistake(removal.line, f"{removal.section}: say which rows by their numbers, or all")
    if removal.key is None:
        numbers = list(tx.column(f"SELECT {table.key_column} FROM {table.name} ORDER BY {table.key_column}"))
    else:
        text = removal.key.text
        if not (text.isascii() and text.isdigit()) or table.find(tx, int(text[:18])) is None:
            raise fragment.mistake(removal.line, f"{removal.section}: there is no {table.key_column} {text}")
        numbers = [int(text)]
    for number in numbers:
        table.delete(tx, number)
    return numbers


def export(tx: Transaction, is_relative: bool) -> Iterator[str]:
    """The lines of the office's part; dates near its today relative to it, where that is wanted.

    How an appointment recurs is left out: a practice file has no word for it.
    """
    today = tx.now.date() if is_relative else None
    yield f"{VENDOR_PART}:"
    for table in TABLES:
        records = table.where(tx)
        if records:
            yield f"  {table.section}:"
            for record in records:
                yield f"    - {as_yaml(_row(table, record, today))}"


def _row(table: Table[Any], record: Any, today: date | None) -> dict[str, Any]:
    """A record as a row of a practice: what it must have, and what is other than the default."""
    plain = table.record(**{table.key: getattr(record, table.key)})
    always = (table.key, *(NEEDED if table is APPOINTMENTS else ()))
    row: dict[str, Any] = {}
    for known in table.stored:
        value = getattr(record, known.attribute)
        is_told = known.attribute in always or value != getattr(plain, known.attribute)
        if is_told and not isinstance(known.kind, Part):
            row[known.column] = _text(known.kind, value, today)
    return row


def _text(kind: Kind, value: Any, today: date | None) -> Any:
    """A value as a practice file writes it."""
    if isinstance(kind, Moment):
        return _date(value, today)
    if isinstance(kind, Parts):
        return [_item(kind, part) for part in value]
    if isinstance(kind, Texts):
        return [dict(value)]
    if isinstance(kind, YesOrNo):
        return str(value).lower()
    shown = kind.show(value, AS_STORED)
    return shown if isinstance(shown, str) else str(kind.store(value))


def _item(kind: Parts[Any], part: Any) -> dict[str, str]:
    shown = kind.show((part,), AS_STORED)[0]
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in shown.items()
        if name not in ("TableRight", "FieldProperties")
    }


def _date(moment: datetime, today: date | None) -> str:
    clock = moment.strftime("%H:%M:%S").removesuffix(":00")
    day = moment.date().isoformat()
    if today is not None:
        away = moment.date() - today
        if abs(away) <= timedelta(days=RELATIVE_DAYS):
            day = f"today{away.days:+d}" if away else "today"
    return f"{day} {clock}"
