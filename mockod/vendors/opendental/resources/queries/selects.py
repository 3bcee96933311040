"""SELECT, UNION and WITH: which tables a query reads, which rows it keeps, and how they are ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from mockod.vendors.opendental.resources.queries.catalog import VENDORS_TABLES
from mockod.vendors.opendental.resources.queries.compiler import Compiler, Query
from mockod.vendors.opendental.resources.queries.scopes import Aliases, ColumnOf, Scope, Source
from mockod.vendors.opendental.resources.queries.values import COLLATION, Kind, Typed, comparable, unified
from mockod.vendors.opendental.resources.queries.words import (
    DATABASE,
    ambiguous_column,
    bad_syntax,
    not_simulated,
    refused,
    unknown_column,
    unknown_table,
)

Node = Any
_SETS = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}
_IGNORED = frozenset(("hint", "operation_modifiers", "kind", "hints"))
_KNOWN = frozenset(
    "expressions distinct from from_ joins where group having order limit offset with with_ windows qualify".split()
)


def query(compiler: Compiler, node: Node, outer: Scope | None) -> Query:
    """A SELECT, a union of them, or either in parentheses."""
    known = dict(compiler.common)
    try:
        common = _with(compiler, node.args.get("with_") or node.args.get("with"))
        if isinstance(node, exp.Subquery):
            found = _bounded(compiler, node, query(compiler, node.this, outer), outer)
        elif isinstance(node, exp.Select):
            found = _select(compiler, node, outer)
        elif type(node) in _SETS:
            found = _set(compiler, node, outer)
        else:
            raise not_simulated(type(node).__name__)
        return replace(found, sql=f"{common}{found.sql}") if common else found
    finally:
        compiler.common = known


def _with(compiler: Compiler, node: Node) -> str:
    if node is None:
        return ""
    parts = []
    for table in node.expressions:
        named, alias = table.alias, compiler.alias()
        given = [column.name for column in (table.args["alias"].args.get("columns") or [])]
        if node.args.get("recursive") and isinstance(table.this, exp.Union):
            first = _renamed(compiler.query(table.this.this), given)
            compiler.common[named.lower()] = (alias, first.columns)
        found = _renamed(compiler.query(table.this), given)
        compiler.common[named.lower()] = (alias, found.columns)
        names = ", ".join(column.value.sql for column in found.columns)
        parts.append(f"{alias}({names}) AS ({found.sql})")
    return f"WITH {'RECURSIVE ' if node.args.get('recursive') else ''}{', '.join(parts)} "


def _renamed(found: Query, names: Sequence[str]) -> Query:
    if not names:
        return found
    if len(names) != len(found.columns):
        raise refused("WITH column list and SELECT field list have different column counts")
    columns = (replace(column, name=name) for column, name in zip(found.columns, names, strict=True))
    return Query(found.sql, tuple(columns))


def _select(compiler: Compiler, node: Node, outer: Scope | None) -> Query:
    unknown = {name for name, value in node.args.items() if value} - _KNOWN - _IGNORED
    if unknown:
        raise not_simulated(", ".join(sorted(unknown)).upper())
    if not node.expressions:
        raise bad_syntax(node.sql(dialect="mysql").removeprefix("SELECT"))
    scope = Scope(outer)
    source = _from(compiler, node, scope)
    scope.clause = "where clause"
    conditions = [compiler.truth(node.args["where"].this, scope)] if node.args.get("where") else []
    scope.clause, grouped_before = "field list", scope.is_grouped
    named = []
    for item in node.expressions:
        found = _items(compiler, item, scope)
        if isinstance(item, exp.Alias):
            scope.aliases.setdefault(item.alias.lower(), found[0][1])
        named += found
    group = _group(compiler, node.args.get("group"), named, scope)
    having = ""
    if node.args.get("having"):
        scope.clause, scope.knows_aliases = "having clause", Aliases.FIRST
        having = compiler.truth(node.args["having"].this, scope)
        if not group and not scope.is_grouped and not grouped_before:
            conditions.append(having)
            having = ""
    is_distinct = bool(node.args.get("distinct"))
    columns, parts = [], []
    for number, (name, value) in enumerate(named, 1):
        shown = value.collated if is_distinct else value.sql
        parts.append(f"{shown} AS c{number}")
        columns.append(_output(name, number, value))
    sql = f"SELECT {'DISTINCT ' if is_distinct else ''}{', '.join(parts)}{source}"
    if conditions:
        sql += f" WHERE {' AND '.join(f'({test})' for test in conditions)}"
    if group:
        sql += f" GROUP BY {group}"
    if having:
        sql += f" HAVING {having}"
    return Query(sql + _end(compiler, node, named, scope), tuple(columns))


def _is_star(item: Node) -> bool:
    return isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star))


def _output(name: str, number: int, value: Typed) -> ColumnOf:
    return ColumnOf(name, Typed(f"c{number}", value.kind, value.scale, None, value.is_binary))


def _items(compiler: Compiler, item: Node, scope: Scope) -> list[tuple[str, Typed]]:
    """Names and values of what one item of the SELECT stands for."""
    if _is_star(item):
        table = item.table if isinstance(item, exp.Column) else ""
        return list(scope.all_columns(table))
    value = compiler.expression(item, scope)
    if isinstance(item, exp.Alias):
        return [(item.alias, value)]
    if isinstance(item, exp.Column):
        return [(item.name, value)]
    return [(str(item.this) if isinstance(item, exp.Literal) else item.sql(dialect="mysql"), value)]


def _group(compiler: Compiler, node: Node, named: Sequence[tuple[str, Typed]], scope: Scope) -> str:
    if node is None:
        return ""
    if any(node.args.get(name) for name in ("rollup", "cube", "grouping_sets", "totals", "all")):
        raise not_simulated("WITH ROLLUP")
    scope.clause, scope.knows_aliases = "group statement", Aliases.LAST
    parts = []
    for part in node.expressions:
        inner = part.this if isinstance(part, exp.Ordered) else part
        value = _by_position(inner, named, scope) or compiler.expression(inner, scope)
        parts.append(value.collated if not value.sql.isdigit() else f"+{value.sql}")
    return ", ".join(parts)


def _by_position(node: Node, named: Sequence[tuple[str, Typed]], scope: Scope) -> Typed | None:
    """The column that a number in GROUP BY or ORDER BY means."""
    if not isinstance(node, exp.Literal) or node.is_string or not str(node.this).isdigit():
        return None
    number = int(str(node.this))
    if not 1 <= number <= len(named):
        raise unknown_column(str(number), scope.clause)
    return named[number - 1][1]


def _end(compiler: Compiler, node: Node, named: Sequence[tuple[str, Typed]], scope: Scope) -> str:
    """ORDER BY and LIMIT."""
    sql = ""
    order = node.args.get("order")
    if order is not None:
        scope.clause, scope.knows_aliases = "order clause", Aliases.FIRST
        parts = []
        for part in order.expressions:
            value = _by_position(part.this, named, scope) or compiler.expression(part.this, scope)
            if value.constant is None and value.kind is not Kind.NULL and not value.sql.isdigit():
                parts.append(f"{value.collated}{' DESC' if part.args.get('desc') else ''}")
        sql += f" ORDER BY {', '.join(parts)}" if parts else ""
    limit, offset = node.args.get("limit"), node.args.get("offset")
    if limit is not None:
        sql += f" LIMIT {_whole(limit.expression)}"
        if limit.args.get("offset") is not None:
            offset = limit.args["offset"]
            sql += f" OFFSET {_whole(offset)}"
        elif offset is not None:
            sql += f" OFFSET {_whole(offset.expression)}"
    return sql


def _whole(node: Node) -> int:
    if not isinstance(node, exp.Literal) or not str(node.this).isdigit():
        raise refused("LIMIT and OFFSET want whole numbers.")
    return min(int(str(node.this)), 2**62)


def _bounded(compiler: Compiler, node: Node, found: Query, outer: Scope | None) -> Query:
    """A query in parentheses, with an ORDER BY or LIMIT of its own behind them."""
    return _around(compiler, node, found, outer) if _has_end(node) else found


def _around(compiler: Compiler, node: Node, found: Query, outer: Scope | None) -> Query:
    alias = compiler.alias()
    scope = Scope(outer, [Source("", alias, {column.name.lower(): column for column in found.columns})])
    named = [(column.name, column.of(alias)) for column in found.columns]
    parts = ", ".join(f"{value.sql} AS c{number}" for number, (_, value) in enumerate(named, 1))
    return Query(f"SELECT {parts} FROM ({found.sql}) AS {alias}{_end(compiler, node, named, scope)}", found.columns)


def _set(compiler: Compiler, node: Node, outer: Scope | None) -> Query:
    """A UNION: columns get the type that fits both sides, and the names of the first."""
    sides = [compiler.query(side, outer) for side in (node.this, node.expression)]
    if len(sides[0].columns) != len(sides[1].columns):
        raise refused("The used SELECT statements have a different number of columns")
    is_distinct = bool(node.args.get("distinct"))
    columns: list[ColumnOf] = []
    shown: tuple[list[str], list[str]] = ([], [])
    is_plain = all(isinstance(side, exp.Select) and not _has_end(side) for side in (node.this, node.expression))
    aliases = [compiler.alias(), compiler.alias()]
    for number, pair in enumerate(zip(*(side.columns for side in sides), strict=True), 1):
        values = [column.of(alias) for column, alias in zip(pair, aliases, strict=True)]
        converted, one = unified(values)
        collation = f" COLLATE {COLLATION}" if is_distinct and one.kind is Kind.TEXT and not one.is_binary else ""
        is_plain = is_plain and not collation and converted == [value.sql for value in values]
        for side, sql in zip(shown, converted, strict=True):
            side.append(f"{sql}{collation} AS c{number}")
        columns.append(_output(pair[0].name, number, one))
    arms = [
        f"SELECT {', '.join(parts)} FROM ({side.sql}) AS {alias}"
        for parts, side, alias in zip(shown, sides, aliases, strict=True)
    ]
    if is_plain:  # as a WITH RECURSIVE must be, whose table SQLite will not find in a subquery
        arms = [side.sql for side in sides]
    word = _SETS[type(node)] if is_distinct else f"{_SETS[type(node)]} ALL"
    if not is_distinct and not isinstance(node, exp.Union):
        raise not_simulated(word)
    found = Query(f" {word} ".join(arms), tuple(columns))
    return _around(compiler, node, found, outer) if _has_end(node) else found


def _has_end(node: Node) -> bool:
    return bool(node.args.get("order") or node.args.get("limit") or node.args.get("with_") or node.args.get("with"))


def _from(compiler: Compiler, node: Node, scope: Scope) -> str:
    """FROM with its joins; nothing, or DUAL, is one row without columns."""
    start = node.args.get("from_") or node.args.get("from")
    if start is None:
        return ""
    if isinstance(start.this, exp.Table) and start.this.name.lower() == "dual" and not node.args.get("joins"):
        return ""
    return f" FROM {_joined(compiler, start.this, node.args.get('joins') or [], scope)}"


def _joined(compiler: Compiler, first: Node, joins: Sequence[Node], scope: Scope) -> str:
    sql = _source(compiler, first, scope)
    for join in [*(first.args.get("joins") or []), *joins]:
        before = len(scope.sources)
        kind, side, method = (str(join.args.get(name) or "").upper() for name in ("kind", "side", "method"))
        if side == "FULL" or kind in ("SEMI", "ANTI") or method not in ("", "NATURAL"):
            raise not_simulated(f"a {side or kind or method} JOIN")
        joined = _source(compiler, join.this, scope)
        scope.clause = "on clause"
        condition = _condition(compiler, join, method, side, scope, before)
        word = f"{side} JOIN" if side in ("LEFT", "RIGHT") else "JOIN"
        if side and not condition:
            raise refused(f"A {side} JOIN wants a condition.")
        sql += f" {word} {joined}{f' ON {condition}' if condition else ''}"
    return sql


def _condition(compiler: Compiler, join: Node, method: str, side: str, scope: Scope, before: int) -> str:
    if join.args.get("on"):
        return compiler.truth(join.args["on"], scope)
    left, right = scope.sources[:before], scope.sources[before:]
    if method == "NATURAL":
        every = {name for source in left for name in source.columns}
        names = [name for source in right for name in source.columns if name in every]
    else:
        names = [item.name for item in join.args.get("using") or []]
    return " AND ".join(_merged(name, left, right, side) for name in names)


def _merged(name: str, left: Sequence[Source], right: Sequence[Source], side: str) -> str:
    """The condition of one column of a USING, which is one column from then on."""
    sides = []
    for sources in (left, right):
        found = [s for s in sources if name.lower() in s.columns and name.lower() not in s.hidden]
        if not found:
            raise unknown_column(name, "from clause")
        if len(found) > 1:
            raise ambiguous_column(name, "from clause")
        sides.append(found[0])
    one, other = (source.columns[name.lower()].of(source.alias) for source in sides)
    sides[0 if side == "RIGHT" else 1].hidden.add(name.lower())
    return " = ".join(comparable(one, other))


def _source(compiler: Compiler, node: Node, scope: Scope) -> str:
    """A table, a subquery, or joined tables in parentheses."""
    if isinstance(node, exp.Table):
        return _table(compiler, node, scope)
    if isinstance(node, exp.Paren | exp.Subquery) and isinstance(node.this, exp.Table):
        return f"({_joined(compiler, node.this, [], scope)})"
    if isinstance(node, exp.Subquery):
        name = node.alias
        if not name:
            raise refused("Every derived table must have its own alias")
        found, alias = compiler.query(node.this), compiler.alias()
        _add(scope, Source(name, alias, {column.name.lower(): column for column in found.columns}))
        return f"({found.sql}) AS {alias}"
    raise not_simulated(f"a FROM of {type(node).__name__}")


def _table(compiler: Compiler, node: Node, scope: Scope) -> str:
    name, database = node.name, node.args.get("db")
    if not isinstance(node.this, exp.Identifier):
        raise not_simulated("a FROM of a function")
    found = None
    if database is None:
        found = compiler.common.get(name.lower())
    elif node.args.get("catalog") or database.name.lower() != DATABASE:
        raise unknown_table(name, is_the_vendors=False, database=database.name)
    found = found or compiler.tables.get(name.lower())
    if found is None:
        raise unknown_table(name, is_the_vendors=name.lower() in VENDORS_TABLES)
    alias = compiler.alias()
    table, columns = found
    _add(scope, Source(node.alias or name, alias, {column.name.lower(): column for column in columns}))
    return f'"{table}" AS {alias}'


def _add(scope: Scope, source: Source) -> None:
    if any(other.name.lower() == source.name.lower() for other in scope.sources):
        raise refused(f"Not unique table/alias: '{source.name}'")
    scope.sources.append(source)
