"""Checks of a whole practice, after all of its rows are collected."""

from __future__ import annotations

from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.practice.columns import LINKED, named_table
from mockod.vendors.opendental.practice.rows import CollectedRows, Mistake
from mockod.vendors.opendental.wire.fields import DefinitionKey


def check_sense(collected: CollectedRows, mistake: Mistake) -> None:
    """What no office could be: a definition of another category, hours that end before they begin."""
    for table, number, row in collected.described():
        for column in table.stored.values():
            if isinstance(column.type, DefinitionKey):
                named = collected.tables["definition"].get(row.get(column.name, 0))
                if named and named["Category"] != column.type.category:
                    category = enums.wire_name(column.type.category)
                    what = f"definition {row[column.name]} is not of category {category}"
                    raise mistake(collected.lines[table.name, number], f"{table.section}: {column.name}: {what}")
    for number, row in collected.tables["schedule"].items():
        if row.get("StopTime", "00:00:00") < row.get("StartTime", "00:00:00"):
            raise mistake(collected.lines["schedule", number], "schedules: StopTime lies before StartTime")
    for number, row in collected.tables["preference"].items():
        value = row.get("ValueString", "")
        if row["PrefName"] == "PracticeDefaultProv" and value not in ("", "0", *map(str, collected.tables["provider"])):
            raise mistake(collected.lines["preference", number], f"preferences: there is no provider {value}")


def check_references(collected: CollectedRows, mistake: Mistake) -> None:
    """Raise PracticeError for the first row that names a row which is not there."""
    for table, number, row in collected.described():
        for name, value in row.items():
            named = named_table(table.stored[name])
            if table.name == "deflink" and name == "FKey":
                named = LINKED.get(row["LinkType"], "")
            if named and value and value not in collected.tables[named]:
                line = collected.lines[table.name, number]
                raise mistake(line, f"{table.section}: {name}: there is no {named} {value}")
