"""An office as the part ``telehealth`` of a practice file, and a fragment merged into one.

What is no part of a practice is not exported: receivers of webhooks, notices and the change log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from mockod.store.practice_file import PART, PracticeFile
from mockod.store.transaction import Transaction
from mockod.store.written_practice import as_yaml
from mockod.vendors.telehealth.domain.moments import to_local, to_ms
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.practice.reading import DEFAULT_ZONE, NAME, Reading, Row

RELATIVE_DAYS = 1100
"""Days before and after today in which dates are written relative to it."""
RENAMED = {
    "is_group": "group",
    "is_internal": "internal",
    "created_at": "booked",
    "changed_at": "at",
    "AptNum": "appointment",
}
"""Columns that a practice calls otherwise."""
BEHIND = ("last_updated_at",)
"""Columns of an attendee that a practice calls ``at``."""


def export(tx: Transaction, is_relative: bool) -> Iterator[str]:
    """The part's lines; dates near the office's today relative to it, where that is wanted."""
    zone = str(tx.value("SELECT Zone FROM mockod_practice", default=DEFAULT_ZONE))
    yield f"{NAME}:"
    for name, value in tx.rows(f"SELECT name, value FROM {tables.SETTING} ORDER BY SettingNum"):
        yield f"  {name}: {as_yaml(value)}"
    ids = dict(tx.rows(f"SELECT AptNum, id FROM {tables.APPOINTMENT}"))
    today = tx.now.date() if is_relative else None
    for section, table in tables.SECTIONS.items():
        rows = _rows(tx, table)
        yield f"  {section}:" if rows else f"  {section}: []"
        for row in rows.values():
            yield f"    - {as_yaml(_written(table, row, ids, zone, today))}"


def _rows(tx: Transaction, table: str) -> dict[int, Row]:
    """All rows by number, as ``Reading`` has them."""
    names = [row[0] for row in tx.rows("SELECT name FROM pragma_table_info(?)", [table])]
    key = tables.KEYS[table]
    columns = [name for name in names if name != key]
    found = tx.rows(f"SELECT {key}, {', '.join(columns)} FROM {table} ORDER BY {key}")
    return {number: dict(zip(columns, values, strict=True)) for number, *values in found}


def _written(table: str, row: Row, ids: dict[int, str], zone: str, today: date | None) -> dict[str, Any]:
    """A row as a practice writes it, without what is empty."""
    told: dict[str, Any] = {}
    for column, stored in row.items():
        name = "at" if table == tables.ATTENDEE and column in BEHIND else RENAMED.get(column, column)
        spelled = tables.spell(table, column, stored)
        if column == "location":
            told |= spelled
        elif column == "AptNum":
            told[name] = ids.get(stored, "")
        elif isinstance(spelled, bool):
            told[name] = "true" if spelled else "false"
        elif column.endswith(("_time", "_at")):
            told |= {} if stored is None else {name: _date(stored, zone, today)}
        elif spelled or column in ("name", "client_secret") or isinstance(spelled, int):
            told[name] = spelled
        elif table == tables.APPOINTMENT and column in ("visit_note", "meeting_id"):
            told[name] = spelled  # empty, where it would be made
    return told


def _date(ms: int, zone: str, today: date | None) -> str:
    """A time of the office's clock, or the milliseconds of one that is not to the second."""
    local = to_local(ms, zone)
    if local.microsecond or to_ms(local, zone) != ms:
        return str(ms)
    day = local.date()
    away = (day - today).days if today else None
    if away is None or abs(away) > RELATIVE_DAYS:
        return f"{day} {local.time()}"
    return f"{f'today{away:+d}' if away else 'today'} {local.time()}"


def merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Rows of a fragment come, or take the place of those of their id; answers their numbers by section."""
    zone = str(tx.value("SELECT Zone FROM mockod_practice", default=DEFAULT_ZONE))
    there = {table: _rows(tx, table) for table in tables.KEYS}
    rows = {table: dict(by_number) for table, by_number in there.items()}
    reading = Reading(fragment, tx.now.date(), zone=zone, rows=rows, is_fragment=True)
    reading.read()
    added: dict[str, list[int]] = {}
    changed: dict[str, list[int]] = {}
    names = {table: f"{NAME}{PART}{section}" for section, table in tables.SECTIONS.items()}
    for table, key in tables.KEYS.items():
        for number, before in there[table].items():
            if reading.rows[table].get(number) != before:
                tx.delete(table, f"{key} = ?", [number])
        for number, row in reading.rows[table].items():
            if row == there[table].get(number):
                continue
            tx.insert(table, {key: number, **row})
            told = changed if number in there[table] else added
            if names.get(table, "") in fragment.sections:
                told.setdefault(names[table], []).append(number)
    return {"added": added, "changed": changed, "removed": {}, "named": {}}
