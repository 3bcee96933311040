"""Reading the rows of the SuperOffice part of a practice file, or of a fragment of one: texts as a record's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from typing import Any

from mockod.store.practice_dates import Dated, resolve
from mockod.store.practice_file import PART, Entry, PracticeFile, Written
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, TABLES, Table
from mockod.vendors.superoffice.wire.kinds import (
    AS_STORED,
    MOST_NUMBER,
    Kind,
    Moment,
    Number,
    Reference,
    Texts,
    YesOrNo,
)
from mockod.vendors.superoffice.wire.records import Parts, Property, properties_of

VENDOR_PART = "superoffice"
BY_SECTION: Mapping[str, Table[Any]] = {f"{VENDOR_PART}{PART}{table.section}": table for table in TABLES}
"""The table of each section, as the practice file has it: ``superoffice.appointments``."""
NEEDED = ("associate_id", "start_date", "end_date")
"""What an appointment must be given beside what every record must."""


@dataclass(frozen=True, slots=True)
class RowValues:
    """What a row of a practice gives, by attribute."""

    values: dict[str, Any]
    relative: tuple[str, ...]
    """Columns whose date was written relative to today."""
    by_calendar: bool
    """Whether a date is counted in months or years."""


def read_row(practice: PracticeFile, table: Table[Any], entry: Entry, today: date) -> RowValues:
    """The values of a row. Raises PracticeError with file and line."""
    known = {one.column: one for one in table.stored}
    values: dict[str, Any] = {}
    relative: list[str] = []
    by_calendar = False
    for name, written in entry.fields.items():
        one = known.get(name)
        if one is None:
            raise practice.mistake(written.line, f"{entry.section}: there is no field {name}")
        if written.is_null:
            continue
        try:
            value, dated = _read(one, written, today)
        except (ValueError, KeyError) as exc:
            raise practice.mistake(written.line, f"{name}: {exc}") from exc
        values[one.attribute] = value
        if dated is not None and dated.relative:
            relative.append(one.column)
            by_calendar |= dated.by_calendar
    return RowValues(values, tuple(relative), by_calendar)


def check_needed(practice: PracticeFile, table: Table[Any], values: Mapping[str, Any], entry: Entry) -> None:
    """Raises PracticeError where a new row is not given what it must be."""
    needed = [one.name for one in fields(table.record) if one.default is MISSING and one.default_factory is MISSING]
    for name in (*needed, *(NEEDED if table is APPOINTMENTS else ())):
        if name not in values:
            column = next(one.column for one in table.stored if one.attribute == name)
            raise practice.mistake(entry.line, f"{entry.section}: {column} is missing")


def _read(known: Property, written: Written, today: date) -> tuple[Any, Dated | None]:
    """A value; and the date that it was read from."""
    if isinstance(known.kind, Moment):
        if written.items is not None:
            raise ValueError("one date belongs here")
        dated = resolve(written.text, today)
        return _moment(dated), dated
    if isinstance(known.kind, Parts):
        return tuple(_part(known.kind.record, item) for item in written.items or ()), None
    if isinstance(known.kind, Texts):
        maps = [item for item in written.items or () if isinstance(item, dict)]
        return dict(pair for item in maps for pair in item.items()), None
    if written.items is not None:
        raise ValueError("one value belongs here")
    return _plain(known.kind, written.text), None


def _moment(dated: Dated) -> datetime:
    clock = time.fromisoformat(dated.time) if dated.time else time()
    return datetime.combine(dated.day, clock)


def _part(record: type, item: Any) -> Any:
    """An item of a list: a map of texts."""
    if not isinstance(item, dict):
        raise ValueError("an item is a map of fields")
    known = {one.name: one for one in properties_of(record)}
    for name in item:
        if name not in known:
            raise ValueError(f"there is no field {name}")
    return record(**{known[name].attribute: _plain(known[name].kind, text) for name, text in item.items()})


def _plain(kind: Kind, text: str) -> Any:
    """A value that stands as a text in the file."""
    if isinstance(kind, YesOrNo):
        if text not in ("true", "false"):
            raise ValueError("true or false belongs here")
        return text == "true"
    if isinstance(kind, Number | Reference):
        if not (text.isascii() and text.isdigit()) or int(text) > MOST_NUMBER:
            raise ValueError("a whole number belongs here")
        return int(text)
    return kind.read(text, AS_STORED)
