"""Filters of a declared list: a parameter of the query, and the condition it puts on the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.rest.messages import Basis
from mockod.rest.schema import Field
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.engine.select import Where
from mockod.vendors.opendental.engine.table import Table, snake_case
from mockod.vendors.opendental.wire.fields import ColumnType, DefinitionKey, ForeignKey, Text


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter on a column. ``operator`` compares the column with what is asked for."""

    column: str
    operator: str = "="
    wire: str = ""
    """The parameter's name, where it is not the column's."""
    type: ColumnType | None = None
    """The parameter's type, where it is not the column's."""
    since: str = ""
    basis: Basis = Basis.DOCUMENTED
    zero_is_none: bool = False
    """Whether 0 asks for the rows that name none; else it asks for nothing."""
    by_range: bool = False
    required: bool = False
    optional_since: str = ""
    """The version since which the list answers without it; older offices refuse that."""

    @property
    def wire_name(self) -> str:
        return self.wire or self.column

    def field(self, table: Table) -> Field:
        """The parameter as the query's schema has it."""
        field_type = self.type or table.stored[self.column].type
        if self.required and isinstance(field_type, ForeignKey):
            field_type = field_type.required
        name = snake_case(self.wire_name)
        return Field(name, self.wire_name, field_type, self.required, since=self.since, basis=self.basis)

    def where(self, table: Table, value: Any) -> Where | None:
        """The condition for a value that was read; None where it asks for nothing. Text is compared folded."""
        names_row = isinstance(self.type or table.stored[self.column].type, ForeignKey | DefinitionKey)
        if value is None or (names_row and not value and not self.zero_is_none):
            return None
        name = f"asked_{snake_case(self.wire_name)}"
        column, asked = f"{table.name}.{self.column}", f":{name}"
        if isinstance(table.stored[self.column].type, Text):
            column, asked = f"fold({column})", f"fold({asked})"
        return Where(f"{column} {self.operator} {asked}", {name: stored(value)}, self.by_range)


def equals(
    column: str,
    *,
    wire: str = "",
    type: ColumnType | None = None,
    since: str = "",
    basis: Basis = Basis.DOCUMENTED,
    zero_is_none: bool = False,
    required: bool = False,
    optional_since: str = "",
) -> Filter:
    """Rows that have this value. 0 for a row of another table asks for nothing, unless ``zero_is_none``.

    One that is ``required`` must name a row that there is.
    """
    return Filter(
        column,
        wire=wire,
        type=type,
        since=since,
        basis=basis,
        zero_is_none=zero_is_none,
        required=required,
        optional_since=optional_since,
    )


def on_or_after(column: str, *, since: str = "", basis: Basis = Basis.DOCUMENTED) -> Filter:
    """Rows of that day or a later one."""
    return Filter(column, ">=", since=since, basis=basis, by_range=True)


def changed_since(column: str, *, since: str = "", basis: Basis = Basis.DOCUMENTED) -> Filter:
    """Rows changed at that very second or later (source)."""
    return Filter(column, ">=", since=since, basis=basis, by_range=True)
