"""A table of the practice as data: its columns, what answers show beside them, its indexes.

From a ``Table`` follow the SQL table, the answers and their SELECT, the section of a practice file, the spelling of
stored values in diffs. Columns stand in the order of the vendor's table; names are the vendor's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from mockod.rest.messages import Basis
from mockod.rest.schema import Field, FieldType, Schema, ServerTime
from mockod.vendors.opendental.wire.fields import ColumnType, DefinitionKey, ForeignKey, Integer, Text

Use = Literal["", "required", "taken"]
"""Whether a body of POST or PUT has a column: not at all, always, or where the client wants it."""
Stamp = Literal["", "created", "changed"]
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")


def snake_case(name: str) -> str:
    """
    >>> snake_case("InsPlan1"), snake_case("DateTStamp"), snake_case("provAbbr"), snake_case("MedicaidID")
    ('ins_plan1', 'date_t_stamp', 'prov_abbr', 'medicaid_id')
    """
    return "_".join(word.lower() for word in _WORD.findall(name))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table, and what answers, bodies and practice files make of it."""

    name: str
    type: ColumnType
    wire: str = ""
    """The name on the wire, where it is another."""
    shown_as: FieldType | None = None
    """The type in answers, where it is another."""
    hidden: bool = False
    """Whether answers leave it out."""
    since: str = ""
    until: str = ""
    basis: Basis = Basis.DOCUMENTED
    """Version and basis of the answer's field."""
    post: Use = ""
    put: Use = ""
    post_since: str = ""
    put_since: str = ""
    default: Any = None
    """What a row has that nobody gave a value, as it is stored; None for what is empty in its type."""
    needed: bool = False
    """Whether a row cannot be without it: it has no default, and a practice file must give it."""
    blank: bool = False
    """Whether it has no default, and a practice file may still leave it out: something else fills it."""
    unique: bool = False
    stamp: Stamp = ""
    """Set to the office's time when a row is made, or whenever it changes."""
    in_practice: str = ""
    """What a practice file means that leaves it out."""

    @property
    def wire_name(self) -> str:
        return self.wire or self.name

    @property
    def stored_default(self) -> Any:
        return self.type.empty if self.default is None else self.default


@dataclass(frozen=True, slots=True)
class Joined:
    """A column of another table, shown beside the one that names its row: ``Joined("provAbbr", "Abbr", "ProvNum")``."""

    wire: str
    column: str
    """Of the other table."""
    via: str
    """The column here that names the other table's row."""
    type: FieldType = field(default_factory=Text)
    since: str = ""
    until: str = ""
    basis: Basis = Basis.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that no column holds: an SQL expression, which may use ``:now``, ``:today``, ``:key``, ``:version``."""

    wire: str
    type: FieldType
    sql: str = ""
    since: str = ""
    until: str = ""
    basis: Basis = Basis.DOCUMENTED


def server_time(since: str = "") -> Computed:
    """``serverDateTime``, the office's time when the rows were read."""
    return Computed("serverDateTime", ServerTime(), since=since)


@dataclass(frozen=True, slots=True)
class Index:
    """An index; with ``where`` it holds only some rows."""

    columns: tuple[str, ...]
    where: str = ""


def index(*columns: str, where: str = "") -> Index:
    return Index(columns, where)


@dataclass(frozen=True, eq=False)
class Table:
    """A table of the practice. The first column is the key."""

    name: str
    columns: tuple[Column | Joined | Computed, ...]
    entity: str = ""
    """The vendor's word for a row: ``Employer not found.``"""
    section: str = ""
    """Its section in a practice file: the name of the resource, where there is one. Empty: practices cannot fill it."""
    indexes: tuple[Index, ...] = ()
    answer_order: str = ""
    """Names on the wire in the answer's order, where that is not the table's."""
    joins: str = ""
    """Further joins, as SQL, that computed values need."""

    @cached_property
    def stored(self) -> dict[str, Column]:
        """The columns of the SQL table, by name, in order."""
        return {column.name: column for column in self.columns if isinstance(column, Column)}

    @property
    def key(self) -> str:
        return next(iter(self.stored))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The columns by Python name, as bodies and filters have them."""
        fields = [Field(snake_case(column.name), column.wire_name, column.type) for column in self.stored.values()]
        return {field.name: field for field in fields}

    @cached_property
    def answer(self) -> Schema:
        """What GET answers, in the vendor's order."""
        fields = [self._answer_field(column) for column in self.columns if not self._is_hidden(column)]
        if self.answer_order:
            order = self.answer_order.split()
            fields.sort(key=lambda field: order.index(field.wire_name))
        return Schema.of(self.entity or self.name, tuple(fields))

    @staticmethod
    def _is_hidden(column: Column | Joined | Computed) -> bool:
        return isinstance(column, Column) and column.hidden

    def _answer_field(self, column: Column | Joined | Computed) -> Field:
        if isinstance(column, Column):
            wire, shown, sql = column.wire_name, column.shown_as or column.type, f"{self.name}.{column.name}"
        elif isinstance(column, Joined):
            wire, shown, sql = column.wire, column.type, f"coalesce({alias(column.via)}.{column.column}, '')"
        else:
            wire, shown, sql = column.wire, column.type, column.sql
        return Field(
            name=snake_case(column.name) if isinstance(column, Column) else self._name_beside_columns(wire),
            wire_name=wire,
            type=shown,
            since=column.since,
            until=column.until,
            basis=column.basis,
            column=sql,
        )

    def _name_beside_columns(self, wire: str) -> str:
        """``confirmed``, the name of a status, beside the column ``Confirmed``, its number."""
        name = snake_case(wire)
        return f"{name}_name" if name in self.fields else name

    @cached_property
    def source(self) -> str:
        """The table and the rows that answers join to it, as SQL after FROM."""
        used = dict.fromkeys(column.via for column in self.columns if isinstance(column, Joined))
        joins = [self._join(via) for via in used]
        return " ".join([self.name, *joins, self.joins]).strip()

    def _join(self, via: str) -> str:
        table, key = target(self.stored[via].type)
        return f"LEFT JOIN {table} {alias(via)} ON {alias(via)}.{key} = {self.name}.{via}"


def alias(via: str) -> str:
    """What a joined row is called in SQL: by the column that names it."""
    return f"by_{via}"


def target(column_type: FieldType) -> tuple[str, str]:
    """The table and key that a column's values name. Raises TypeError for a column that names no row."""
    if isinstance(column_type, ForeignKey):
        return column_type.table, column_type.key
    if isinstance(column_type, DefinitionKey):
        return "definition", "DefNum"
    raise TypeError(f"{type(column_type).__name__} names no row")


def key(name: str, **more: Any) -> Column:
    """The column that numbers the rows."""
    return Column(name, Integer(), **more)
