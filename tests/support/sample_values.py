"""Values of every type for rows and calls that nobody wrote by hand: a usual one, and another to tell from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.rest.schema import FieldType
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import named_table, sections
from mockod.vendors.opendental.resources.patients.schemas import ClinicNums
from mockod.vendors.opendental.wire import date_fields, fields
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.words import Word

PAIRS: tuple[tuple[type[FieldType], Any, Any], ...] = (
    (ClinicNums, "1", "2"),
    (fields.IntegerList, [1], [2]),
    (fields.Flag, "false", "true"),
    (date_fields.Day, "2026-03-02", "2030-01-02"),
    (date_fields.Moment, "2026-03-02 09:00:00", "2030-01-02 09:00:00"),
    (date_fields.TimeOfDay, "09:00:00", "09:30:00"),
    (fields.TimeText, "09:00:00", "09:30:00"),
    (date_fields.Span, "09:00:00", "09:30:00"),
    (fields.PatternText, "/X/", "/XX/"),
    (fields.IntervalText, "6m", "1y"),
    (Color, "255,0,0", "1,2,3"),
    (fields.Amount, "10.00", "12.00"),
    (fields.Number, 1, 2),
    (fields.Integer, 1, 2),
)
"""Type, usual value, another; the first class that a type is an instance of decides. Any other type is a text."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class SampleValues:
    """Values that fit an office: what names a row names one that it has."""

    rows_of: Callable[[str], Rows]
    """The rows that the office begins with, by the table's name."""

    def usual(self, field_type: FieldType, name: str) -> Any:
        """A value such as a row has. Raises LookupError where only a person can tell one."""
        return self._pair(field_type, name)[0]

    def other(self, field_type: FieldType, name: str) -> Any:
        """A value that is neither the usual one nor an empty one."""
        return self._pair(field_type, name)[1]

    def _pair(self, field_type: FieldType, name: str) -> tuple[Any, Any]:
        if isinstance(field_type, fields.ForeignKey):
            rows = enumerate(self.rows_of(field_type.table), 1)
            return self._ends([row.get(field_type.key, place) for place, row in rows], field_type.table)
        if isinstance(field_type, fields.DefinitionKey):
            category = wire_name(field_type.category)
            definitions = [row["DefNum"] for row in self.rows_of("definition") if row["Category"] == category]
            return self._ends(definitions, f"definition of {category}")
        if isinstance(field_type, fields.Choice | Word):
            names = list(field_type.members)
            return names[0], names[min(1, len(names) - 1)]
        found = ((usual, other) for kind, usual, other in PAIRS if isinstance(field_type, kind))
        return next(found, (f"{name} 1", _within(field_type, f"Other {name}")))

    @staticmethod
    def _ends(numbers: list[Any], what: str) -> tuple[Any, Any]:
        if not numbers:
            raise LookupError(f"the office has no {what}: write a row, or a call of your own")
        return numbers[0], numbers[-1]


def _within(field_type: FieldType, text: str) -> str:
    """As much of a text as the column holds."""
    return text[: field_type.longest] if isinstance(field_type, fields.Text) else text


def sample_rows(table: Table, values: SampleValues) -> list[dict[str, Any]]:
    """Two rows with what rows of this table cannot be without, and with all that names a row of another table."""
    return [_sample_row(table, values, number) for number in (1, 2)]


def _sample_row(table: Table, values: SampleValues, number: int) -> dict[str, Any]:
    row: dict[str, Any] = {table.key: number}
    for column in table.stored.values():
        if column.name != table.key and (column.needed or _names_a_row(column, values)):
            value = values.usual(column.type, column.name)
            row[column.name] = f"{column.name} {number}" if value == f"{column.name} 1" else value
    return row


def _names_a_row(column: Column, values: SampleValues) -> bool:
    """Whether it names a row of another resource that is there to be named."""
    table = isinstance(column.type, fields.ForeignKey) and named_table(column)
    return bool(table) and any(t.name == table for t in sections().values()) and bool(values.rows_of(table))
