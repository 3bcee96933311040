"""An office as a practice file: the way back. Read again, the file makes the same rows.

Every row has its number, and each column that is other than a file means where it leaves it out. The file says of
itself that it is ``complete``, so that nothing is filled in when it is read. Tables that no practice can fill, as the
history of appointments, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from mockod.store.transaction import Transaction
from mockod.store.written_practice import as_yaml
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import in_practice, is_dated, sections

HEAD = """\
# Written by mockod from an office as it was on {today}. Names of sections and fields are the vendor's.
"""
RELATIVE_DAYS = 1100
"""Days before and after today in which dates are written relative to it; others, as birthdays, are fixed."""
FIXED = ("Birthdate",)
"""Columns whose dates never move."""
ARRIVALS = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
"""Columns of an appointment that a file need not give: they then have its own date."""


def export(tx: Transaction, is_relative: bool) -> Iterator[str]:
    """The file's lines; dates near the office's today relative to it, where that is wanted."""
    today = tx.now.date()
    zone = tx.value("SELECT Zone FROM mockod_practice", default="-08:00")
    yield from HEAD.format(today=today).splitlines()
    yield f'office: {{zone: "{zone}", complete: true}}'
    for section, table in sections().items():
        columns = tuple(table.stored)
        quoted = ", ".join(f'"{name}"' for name in columns)
        sql = f"SELECT {quoted} FROM {table.name} ORDER BY {table.key}"
        written = (_row(table, dict(zip(columns, row, strict=True)), today, is_relative) for row in tx.each(sql))
        if first := next(written, None):
            yield f"{section}:"
            yield from _lines(tx, table, chain([first], written))


def _lines(tx: Transaction, table: Table, rows: Iterable[dict[str, str]]) -> Iterator[str]:
    if table.name == "preference" and _counts_from_one(tx, table):
        for row in rows:
            yield f"  {as_yaml(row['PrefName'])}: {as_yaml(row.get('ValueString', ''))}"
        return
    for row in rows:
        yield f"  - {as_yaml(row)}"


def _counts_from_one(tx: Transaction, table: Table) -> bool:
    """Whether its rows have the numbers that a file's rows have by themselves."""
    return bool(tx.value(f"SELECT min({table.key}) = 1 AND max({table.key}) = count(*) FROM {table.name}"))


def _row(table: Table, row: dict[str, Any], today: date, is_relative: bool) -> dict[str, str]:
    """The columns of a row that a file must give, as texts."""
    means = _left_out(table, row)
    texts = {}
    for column in table.stored.values():
        value = row[column.name]
        if column.name == table.key or column.needed or value != means[column.name] or in_practice(column):
            texts[column.name] = _text(column, value, today, is_relative)
    return texts


def _left_out(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """What a row holds in each column that its file leaves out."""
    means = {column.name: column.stored_default for column in table.stored.values()}
    if table.name == "patient":
        means["Guarantor"] = row["PatNum"]
        means["ImageFolder"] = f"{row['LName']}{row['FName']}{row['PatNum']}"
    if table.name == "appointment":
        means |= dict.fromkeys(ARRIVALS, f"{row['AptDateTime'][:10]} 00:00:00")
    return means


def _text(column: Column, value: Any, today: date, is_relative: bool) -> str:
    """A value as a practice file writes it."""
    if is_dated(column):
        return _date(column.name, value, today, is_relative)
    if isinstance(value, float):
        return _decimal(value)
    spelled = column.type.spell(value)
    return spelled if isinstance(spelled, str) else str(spelled)


def _decimal(value: float) -> str:
    """All of a number's digits, without an exponent.

    >>> _decimal(12.5), _decimal(-100.0), _decimal(1e-7)
    ('12.5', '-100', '0.0000001')
    """
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def _date(name: str, value: str, today: date, is_relative: bool) -> str:
    day, _, time = value.partition(" ")
    if is_relative and name not in FIXED:
        away = date.fromisoformat(day) - today
        if abs(away) <= timedelta(days=RELATIVE_DAYS):
            day = f"today{away.days:+d}" if away else "today"
    time = time.removesuffix(":00") if time.count(":") == 2 else time
    return f"{day} {time}".strip()
