"""MySQL's SELECT as SQLite's: expressions with their types, and what each of a query's columns is.

Nothing of a query is handed on as it stands: SQL is written anew, node by node, and what no function here knows is
refused. So nothing that SQLite might know besides can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from mockod.vendors.opendental.resources.queries.calls import HANDLED, call
from mockod.vendors.opendental.resources.queries.date_functions import EXTRACTS
from mockod.vendors.opendental.resources.queries.groups import aggregate, group_concat, window
from mockod.vendors.opendental.resources.queries.operators import OPERATORS
from mockod.vendors.opendental.resources.queries.scopes import ColumnOf, Scope
from mockod.vendors.opendental.resources.queries.values import (
    NULL,
    Kind,
    Typed,
    as_integer,
    as_text,
    as_truth,
    integer,
    quoted,
)
from mockod.vendors.opendental.resources.queries.words import not_simulated, refused, unknown_function

Node = Any
NEVER = frozenset(
    """
    BENCHMARK GET_LOCK IS_FREE_LOCK IS_USED_LOCK LAST_INSERT_ID LOAD_FILE MASTER_POS_WAIT RELEASE_ALL_LOCKS RELEASE_LOCK
    SLEEP SYS_EVAL SYS_EXEC UUID_SHORT
    """.split()
)
"""Functions of MySQL's that wait, lock, or reach for files."""
MOST_ALIASES = 2_000
"""Tables and subqueries of one statement."""


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT for SQLite: it names its columns c1, c2 and so on."""

    sql: str
    columns: tuple[ColumnOf, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A user variable's type and value."""

    kind: Kind
    value: Any


class Compiler:
    """Translates the statements of one script. ``tables`` are those a FROM may name, by name in small letters."""

    def __init__(
        self, now: str, tables: Mapping[str, tuple[str, tuple[ColumnOf, ...]]], variables: Mapping[str, Variable]
    ) -> None:
        self.now = now
        self.tables = tables
        self.common: dict[str, tuple[str, tuple[ColumnOf, ...]]] = {}
        """Tables that a WITH has made."""
        self._variables = variables
        self._assigned: dict[str, Kind] = {}
        """Variables that the statement itself sets, and the type they get."""
        self._aliases = 0

    def alias(self) -> str:
        """A name that nothing else in the statement has."""
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise refused(f"Too many tables; mockod can only use {MOST_ALIASES} tables in a query")
        return f"s{self._aliases}"

    def query(self, node: Node, outer: Scope | None = None) -> Query:
        from mockod.vendors.opendental.resources.queries.selects import query  # which is written with this

        return query(self, node, outer)

    def expression(self, node: Node, scope: Scope) -> Typed:
        found = self._expression(node, scope)
        return integer(f"(NOT {found.sql})") if node.args.get("negate") else found  # so some sqlglots have NOT LIKE

    def _expression(self, node: Node, scope: Scope) -> Typed:
        operator = OPERATORS.get(type(node))
        if operator is not None:
            return operator(self, node, scope)
        own = _OWN.get(type(node))
        if own is None:
            raise not_simulated(type(node).__name__)
        found: Typed = own(self, node, scope)
        return found

    def both(self, node: Node, scope: Scope) -> tuple[Typed, Typed]:
        return self.expression(node.this, scope), self.expression(node.expression, scope)

    def truth(self, node: Node, scope: Scope) -> str:
        return as_truth(self.expression(node, scope))

    def ordering(self, node: Node, scope: Scope) -> str:
        """What stands after ORDER BY."""
        return ", ".join(
            f"{self.expression(part.this, scope).collated}{' DESC' if part.args.get('desc') else ''}"
            for part in node.expressions
        )

    def column(self, node: Node, scope: Scope) -> Typed:
        database = node.args.get("db")
        if node.args.get("catalog") or (database is not None and database.name.lower() != "opendental"):
            raise refused(f"Unknown column '{node.sql()}' in '{scope.clause}'")
        return scope.find(node.table, node.name)

    def function(self, node: Node, scope: Scope) -> Typed:
        name = str(node.this).upper()
        if name in NEVER:
            raise refused(f"A query may not call {name}: it does more than read the office's data.")
        found = aggregate(self, name, node.expressions, scope) or call(self, name, node.expressions, scope)
        if found is None:
            raise unknown_function(name)
        return found

    def subquery(self, node: Node, scope: Scope) -> Typed:
        """A query as a value."""
        found = self.query(node, scope)
        if len(found.columns) != 1:
            raise refused("Operand should contain 1 column(s)")
        value = found.columns[0].value
        return Typed(f"({found.sql})", value.kind, value.scale, None, value.is_binary)

    def variable(self, node: Node, scope: Scope) -> Typed:
        name = node.name.lower()
        if name in self._assigned:
            return Typed(f"mysql_get({quoted(name)})", self._assigned[name])
        known = self._variables.get(name)
        return NULL if known is None else literal_of(known)

    def assignment(self, node: Node, scope: Scope) -> Typed:
        """``@a := …`` in the middle of a query; the variable is looked up as the rows pass from then on."""
        if not isinstance(node.this, exp.Parameter):
            raise not_simulated("an assignment to anything but a user variable")
        name = node.this.name.lower()
        known = self._variables.get(name)
        self._assigned.setdefault(name, known.kind if known else Kind.NULL)
        value = self.expression(node.expression, scope)
        self._assigned[name] = value.kind
        return Typed(f"mysql_set({quoted(name)}, {value.sql})", value.kind, value.scale)

    @property
    def assigned(self) -> Mapping[str, Kind]:
        return self._assigned


def literal_of(variable: Variable) -> Typed:
    """A variable's value as a literal: so an index can find it."""
    value = variable.value
    if value is None:
        return NULL
    if isinstance(value, str):
        return Typed(quoted(value), variable.kind, constant=value)
    return Typed(repr(value), variable.kind)


def _extract(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    unit = node.this.name.upper()
    if unit not in EXTRACTS:
        raise not_simulated(f"EXTRACT of {unit}")
    return integer(f"mysql_extract({quoted(unit)}, {compiler.expression(node.expression, scope).sql})")


def _substring(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value = as_text(compiler.expression(node.this, scope)).sql
    parts = [node.args.get("start"), node.args.get("length")]
    numbers = [as_integer(compiler.expression(part, scope)).sql for part in parts if part is not None]
    return Typed(f"mysql_substring({', '.join([value, *numbers])})", Kind.TEXT)


def _trim(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    part = node.args.get("expression")
    mark = as_text(compiler.expression(part, scope)).sql if part is not None else "' '"
    where = str(node.args.get("position") or "BOTH").upper()
    return Typed(
        f"mysql_trim({as_text(compiler.expression(node.this, scope)).sql}, {mark}, {quoted(where)})", Kind.TEXT
    )


def _position(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    part, value = (as_text(compiler.expression(one, scope)).sql for one in (node.args["substr"], node.this))
    return integer(f"mysql_locate({part}, {value})")


def _session_parameter(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    if node.name.lower() != "version":
        raise refused(f"Unknown system variable '{node.name}'")
    return HANDLED["VERSION"](compiler, (), scope)


def _aliased(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return compiler.expression(node.this, scope)


def _named(name: str) -> Any:
    """A node of a function's own, where a word without parentheses is one: CURRENT_DATE."""
    return lambda compiler, node, scope: HANDLED[name](compiler, (), scope)


_OWN: Mapping[type, Any] = {
    exp.Column: Compiler.column,
    exp.Anonymous: Compiler.function,
    exp.Subquery: Compiler.subquery,
    exp.Select: Compiler.subquery,
    exp.Union: Compiler.subquery,
    exp.Parameter: Compiler.variable,
    exp.PropertyEQ: Compiler.assignment,
    exp.GroupConcat: group_concat,
    exp.Window: window,
    exp.Extract: _extract,
    exp.Substring: _substring,
    exp.Trim: _trim,
    exp.StrPosition: _position,
    exp.SessionParameter: _session_parameter,
    exp.Alias: _aliased,
    exp.Floor: lambda compiler, node, scope: HANDLED["FLOOR"](compiler, [node.this], scope),
    exp.Ceil: lambda compiler, node, scope: HANDLED["CEIL"](compiler, [node.this], scope),
    exp.CurrentDate: _named("CURRENT_DATE"),
    exp.CurrentTime: _named("CURRENT_TIME"),
    exp.CurrentTimestamp: _named("CURRENT_TIMESTAMP"),
}
