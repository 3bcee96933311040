"""What names mean at one place of a query: the tables of its FROM, its columns' aliases, and the queries around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from mockod.vendors.opendental.resources.queries.values import Kind, Typed
from mockod.vendors.opendental.resources.queries.words import ambiguous_column, unknown_column


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column of a source: how MySQL and how SQLite call it, and its type."""

    name: str
    value: Typed

    def of(self, alias: str) -> Typed:
        return replace(self.value, sql=f"{alias}.{self.value.sql}")


def column(name: str, kind: Kind) -> ColumnOf:
    return ColumnOf(name, Typed(f'"{name}"', kind))


@dataclass(slots=True)
class Source:
    """A table or subquery of a FROM."""

    name: str
    """As the query calls it; empty for one without a name."""
    alias: str
    """As SQLite calls it."""
    columns: dict[str, ColumnOf]
    """By name in small letters."""
    hidden: set[str] = field(default_factory=set)
    """Columns that a USING has merged with those of an earlier source."""


class Aliases(Enum):
    """Whether a clause knows the aliases of the SELECT's columns, and whether they go before columns of tables."""

    UNKNOWN = 0
    FIRST = 1
    LAST = 2


@dataclass(slots=True)
class Scope:
    """The names of one SELECT; ``clause`` is where the reader is, as MySQL's errors tell it."""

    outer: Scope | None = None
    sources: list[Source] = field(default_factory=list)
    aliases: dict[str, Typed] = field(default_factory=dict)
    clause: str = "field list"
    knows_aliases: Aliases = Aliases.UNKNOWN
    is_grouped: bool = False
    """Whether an aggregate was met."""

    def find(self, table: str, name: str) -> Typed:
        """What a column name means here. Refuses one that means nothing, or two things."""
        scope: Scope | None = self
        while scope is not None:
            found = scope._find(table, name)
            if found is not None:
                return found
            scope = scope.outer
        raise unknown_column(f"{table}.{name}" if table else name, self.clause)

    def _find(self, table: str, name: str) -> Typed | None:
        alias = None if table or self.knows_aliases is Aliases.UNKNOWN else self.aliases.get(name.lower())
        if alias is not None and self.knows_aliases is Aliases.FIRST:
            return alias
        found = [
            source.columns[name.lower()].of(source.alias)
            for source in self._named(table)
            if name.lower() in source.columns and (table or name.lower() not in source.hidden)
        ]
        if len(found) > 1:
            raise ambiguous_column(name, self.clause)
        return found[0] if found else alias

    def _named(self, table: str) -> Iterator[Source]:
        return (source for source in self.sources if not table or source.name.lower() == table.lower())

    def all_columns(self, table: str) -> Iterable[tuple[str, Typed]]:
        """Name and value of every column that a star stands for."""
        named = list(self._named(table))
        if not named:
            raise unknown_column(f"{table}.*" if table else "*", self.clause)
        for source in named:
            for name, found in source.columns.items():
                if table or name not in source.hidden:
                    yield found.name, found.of(source.alias)
