"""Checks of a whole practice, after all of its rows are collected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.practice.columns import LINKED, named_table, tables
from mockod.vendors.opendental.practice.rows import CollectedRows, Mistake
from mockod.vendors.opendental.wire.fields import DefinitionKey

_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
Found = Iterator[tuple[int, str]]
"""Line and reason of each mistake."""


def check_sense(collected: CollectedRows, mistake: Mistake) -> None:
    """Raise PracticeError for the first thing that no office could be."""
    for line, reason in nonsense(collected):
        raise mistake(line, reason)


def check_references(collected: CollectedRows, mistake: Mistake) -> None:
    """Raise PracticeError for the first row that names a row which is not there."""
    for line, reason in missing_rows(collected):
        raise mistake(line, reason)


def nonsense(collected: CollectedRows) -> Found:
    """What no office could be: a definition of another category, hours that end before they begin."""
    for name, rows in collected.tables.items():
        if not rows:
            continue
        table = tables()[name]
        categories = [
            (column.name, column.type.category)
            for column in table.stored.values()
            if isinstance(column.type, DefinitionKey)
        ]
        for number, row in rows.items() if categories else ():
            for column, category in categories:
                named = collected.tables["definition"].get(row.get(column, 0))
                if named and named["Category"] != category:
                    what = f"definition {row[column]} is not of category {enums.wire_name(category)}"
                    yield collected.lines[name, number], f"{table.section}: {column}: {what}"
    for number, row in collected.tables["schedule"].items():
        if row.get("StopTime", "00:00:00") < row.get("StartTime", "00:00:00"):
            yield collected.lines["schedule", number], "schedules: StopTime lies before StartTime"
    for number, row in collected.tables["preference"].items():
        value = row.get("ValueString", "")
        if row["PrefName"] == "PracticeDefaultProv" and not _is_default_provider(value, collected):
            yield collected.lines["preference", number], f"preferences: there is no provider {value}"


def _is_default_provider(value: str, collected: CollectedRows) -> bool:
    """Whether a preference's value names a provider, or none."""
    if value in ("", "0"):
        return True
    return bool(_NUMBER.fullmatch(value)) and int(value) in collected.tables["provider"]


def missing_rows(collected: CollectedRows) -> Found:
    """Rows that name a row which is not there."""
    for name, rows in collected.tables.items():
        if not rows:
            continue
        table = tables()[name]
        naming = {column.name: named for column in table.stored.values() if (named := named_table(column))}
        for number, row in rows.items():
            links = {"FKey": LINKED.get(row["LinkType"], "")} if name == "deflink" else {}
            for column, named in (naming | links if links else naming).items():
                value = row.get(column)
                if value and named and value not in collected.tables[named]:
                    yield collected.lines[name, number], f"{table.section}: {column}: there is no {named} {value}"
