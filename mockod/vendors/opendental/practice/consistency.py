"""Checks of a whole practice, after all of its rows are collected."""

from __future__ import annotations

from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.practice.columns import LINKED, named_table, tables
from mockod.vendors.opendental.practice.rows import CollectedRows, Mistake
from mockod.vendors.opendental.wire.fields import DefinitionKey


def check_sense(collected: CollectedRows, mistake: Mistake) -> None:
    """What no office could be: a definition of another category, hours that end before they begin."""
    for name, rows in collected.tables.items():
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
                    raise mistake(collected.lines[name, number], f"{table.section}: {column}: {what}")
    for number, row in collected.tables["schedule"].items():
        if row.get("StopTime", "00:00:00") < row.get("StartTime", "00:00:00"):
            raise mistake(collected.lines["schedule", number], "schedules: StopTime lies before StartTime")
    for number, row in collected.tables["preference"].items():
        value = row.get("ValueString", "")
        if row["PrefName"] == "PracticeDefaultProv" and value not in ("", "0", *map(str, collected.tables["provider"])):
            raise mistake(collected.lines["preference", number], f"preferences: there is no provider {value}")


def check_references(collected: CollectedRows, mistake: Mistake) -> None:
    """Raise PracticeError for the first row that names a row which is not there."""
    for name, rows in collected.tables.items():
        table = tables()[name]
        naming = {column.name: named for column in table.stored.values() if (named := named_table(column))}
        for number, row in rows.items():
            links = {"FKey": LINKED.get(row["LinkType"], "")} if name == "deflink" else {}
            for column, named in (naming | links if links else naming).items():
                value = row.get(column)
                if value and named and value not in collected.tables[named]:
                    line = collected.lines[name, number]
                    raise mistake(line, f"{table.section}: {column}: there is no {named} {value}")
