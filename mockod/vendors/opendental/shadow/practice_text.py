"""The recorded rows as a practice file: references closed, what cannot stand alone left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mockod.store.written_practice import as_text
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import in_practice, named_table, sections, tables
from mockod.vendors.opendental.shadow.columns import KEPT
from mockod.vendors.opendental.shadow.recording import MOST_NUMBER, Tables, Texts, invented_row
from mockod.vendors.opendental.wire.fields import DefinitionKey

STANDING_ALONE = frozenset(
    "clinic definition feesched employer employee provider operatory procedurecode appointmenttype carrier patient"
    " covcat recalltype".split()
)
"""Tables of which a row that is only named can be made up: it names no other by need."""
EMPTY: dict[str, list[Texts]] = {"patients": []}
"""What a practice without any row is written as."""
HEADING = (
    "Recorded by mockod shadow on {today} from an office's answers. Every person in it is invented; numbers of rows,",
    "schedules, and the times of appointments are the office's. Names of sections and fields are the vendor's.",
)


def practice_lines(recorded: Tables, today: date, salt: bytes) -> Iterator[str]:
    """The lines of the file, each with its end. Changes what was ``recorded``. The ``salt`` is the recording's."""
    described = [tables()[name] for name in KEPT]
    for table in described:
        _drop_unfit(table, recorded)
    while sum(_close(table, recorded, today, salt) for table in described):
        """A row that was made up, or left out, may leave another to close."""
    rows = {
        section: [
            {table.key: number, **_written(table, recorded[table.name][number])}
            for number in sorted(recorded[table.name])
        ]
        for section, table in sections().items()
        if recorded.get(table.name)
    }
    yield from as_text(rows or EMPTY, [line.format(today=today) for line in HEADING])


def _written(table: Table, texts: Texts) -> Texts:
    """The columns in their order, without those that a file means anyway."""
    return {column.name: text for column in table.stored.values() if (text := _told(column, texts))}


def _told(column: Column, texts: Texts) -> str:
    text = texts.get(column.name, "")
    is_meant = not column.needed and not in_practice(column) and text == str(column.type.spell(column.stored_default))
    return "" if is_meant else text


def _drop_unfit(table: Table, recorded: Tables) -> None:
    """Leave out rows without what a row must have, and those that no office could have."""
    rows = recorded[table.name]
    taken: set[str] = set()
    unique = next((column.name for column in table.stored.values() if column.unique), "")
    needed = [column for column in table.stored.values() if column.needed]
    for number in sorted(rows):
        texts = rows[number]
        is_whole = all(texts.get(column.name, "") not in _nothing(column) for column in needed)
        is_forward = texts.get("StopTime", "00:00:00") >= texts.get("StartTime", "00:00:00")
        if not is_whole or not is_forward or (unique and texts[unique] in taken):
            del rows[number]
        elif unique:
            taken.add(texts[unique])


def _nothing(column: Column) -> tuple[str, ...]:
    return ("", "0") if named_table(column) else ("",)


def _close(table: Table, recorded: Tables, today: date, salt: bytes) -> bool:
    """Make up the rows that are named and were not seen; where that cannot be, name none. Whether anything was done."""
    rows, has_changed = recorded[table.name], False
    naming = [(column, named) for column in table.stored.values() if (named := named_table(column)) in KEPT]
    for number, texts in [*rows.items()]:
        for column, named in naming:
            text = texts.get(column.name, "0")
            if text == "0" or _is_there(recorded, column, named, int(text)):
                continue
            has_changed = True
            number_named = int(text)
            can_be_made = named in STANDING_ALONE and 0 < number_named <= MOST_NUMBER
            if can_be_made and number_named not in recorded[named]:
                given = {"Category": wire_name(column.type.category)} if isinstance(column.type, DefinitionKey) else {}
                recorded[named][number_named] = invented_row(tables()[named], number_named, given, today, salt)
            elif column.needed:
                rows.pop(number, None)
                break
            else:
                del texts[column.name]
    return _close_default_provider(recorded, has_changed) if table.name == "preference" else has_changed


def _is_there(recorded: Tables, column: Column, named: str, number: int) -> bool:
    """Whether the row is there that a column names; a definition must be of the column's category."""
    row = recorded[named].get(number)
    if row is None or not isinstance(column.type, DefinitionKey):
        return row is not None
    return row.get("Category") == wire_name(column.type.category)


def _close_default_provider(recorded: Tables, has_changed: bool) -> bool:
    """A default provider who was not seen is none."""
    for texts in recorded["preference"].values():
        value = texts.get("ValueString", "")
        is_known = value in ("", "0") or (value.isdigit() and int(value) in recorded["provider"])
        if texts["PrefName"] == "PracticeDefaultProv" and not is_known:
            texts["ValueString"] = "0"
            has_changed = True
    return has_changed
