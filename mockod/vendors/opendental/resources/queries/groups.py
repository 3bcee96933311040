"""MySQL's functions of groups of rows, and of windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from mockod.vendors.opendental.resources.queries.operators import DIVISION_SCALE
from mockod.vendors.opendental.resources.queries.scopes import Scope
from mockod.vendors.opendental.resources.queries.values import (
    MOST_SCALE,
    Kind,
    Typed,
    as_integer,
    as_number,
    as_text,
    integer,
    quoted,
)
from mockod.vendors.opendental.resources.queries.words import not_simulated

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.queries.compiler import Compiler

Node = Any
Grouped = Callable[[str, Typed], Typed]
"""What an aggregate makes of ``DISTINCT `` or nothing, and a value."""


def _sum(distinct: str, value: Typed) -> Typed:
    number = as_number(value)
    if number.kind is Kind.DOUBLE:
        return Typed(f"sum({distinct}{number.sql})", Kind.DOUBLE)
    sql = f"sum({distinct}{number.sql})"
    return Typed(f"round({sql}, {number.scale})" if number.scale else sql, Kind.DECIMAL, number.scale)


def _average(distinct: str, value: Typed) -> Typed:
    number = as_number(value)
    sql = f"avg({distinct}{number.sql})"
    if number.kind is Kind.DOUBLE:
        return Typed(sql, Kind.DOUBLE)
    scale = min(number.scale + DIVISION_SCALE, MOST_SCALE)
    return Typed(f"mysql_round({sql}, {scale})", Kind.DECIMAL, scale)


def _extreme(word: str) -> Grouped:
    def compiled(distinct: str, value: Typed) -> Typed:
        return Typed(f"{word}({value.collated})", value.kind, value.scale, None, value.is_binary)

    return compiled


def _variance(*, sample: bool, root: bool) -> Grouped:
    def compiled(distinct: str, value: Typed) -> Typed:
        number = as_number(value)
        sql = f"mysql_variance({number.sql}, {int(sample)}, {int(root)})"
        scale = min(number.scale + DIVISION_SCALE, MOST_SCALE)
        return Typed(sql if number.kind is Kind.DOUBLE else f"mysql_round({sql}, {scale})", Kind.DOUBLE)

    return compiled


def _bits(word: str) -> Grouped:
    return lambda distinct, value: integer(f"mysql_bits({as_integer(value).sql}, '{word}')")


AGGREGATES: Mapping[str, Grouped] = {
    "SUM": _sum,
    "AVG": _average,
    "MIN": _extreme("min"),
    "MAX": _extreme("max"),
    "STD": _variance(sample=False, root=True),
    "STDDEV": _variance(sample=False, root=True),
    "STDDEV_POP": _variance(sample=False, root=True),
    "STDDEV_SAMP": _variance(sample=True, root=True),
    "VARIANCE": _variance(sample=False, root=False),
    "VAR_POP": _variance(sample=False, root=False),
    "VAR_SAMP": _variance(sample=True, root=False),
    "BIT_AND": _bits("and"),
    "BIT_OR": _bits("or"),
    "BIT_XOR": _bits("xor"),
}
WINDOWS = frozenset(("ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "PERCENT_RANK", "CUME_DIST"))
"""Functions of windows alone that give numbers."""
WINDOWS_OF_VALUES = frozenset(("LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE"))
_FRACTIONS = ("PERCENT_RANK", "CUME_DIST")
_SIDES = frozenset(("PRECEDING", "FOLLOWING"))


def aggregate(compiler: Compiler, name: str, arguments: Sequence[Node], scope: Scope) -> Typed | None:
    """An aggregate's value; None for what is no aggregate."""
    if name != "COUNT" and name not in AGGREGATES:
        return None
    scope.is_grouped = True
    if len(arguments) != 1:
        raise not_simulated(f"{name} of {len(arguments)} arguments")
    (node,) = arguments
    distinct, nodes = ("DISTINCT ", node.expressions) if isinstance(node, exp.Distinct) else ("", [node])
    if name == "COUNT":
        return integer(_count(compiler, distinct, nodes, scope))
    return AGGREGATES[name](distinct, compiler.expression(nodes[0], scope))


def _count(compiler: Compiler, distinct: str, nodes: Sequence[Node], scope: Scope) -> str:
    if isinstance(nodes[0], exp.Star):
        return "count(*)"
    values = [compiler.expression(node, scope) for node in nodes]
    if len(values) == 1:
        return f"count({distinct}{values[0].collated})"
    there = " AND ".join(f"{value.sql} IS NOT NULL" for value in values)
    return f"count({distinct}CASE WHEN {there} THEN mysql_key({', '.join(value.sql for value in values)}) END)"


def group_concat(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """GROUP_CONCAT(DISTINCT … ORDER BY … SEPARATOR …)."""
    scope.is_grouped = True
    separator = node.args.get("separator")
    inner, orders = node.this, []
    if isinstance(inner, exp.Order):
        inner, orders = inner.this, inner.expressions
    is_distinct = isinstance(inner, exp.Distinct)
    parts = inner.expressions if is_distinct or isinstance(inner, exp.Tuple) else [inner]
    # sqlglot reads an ORDER BY as a part of the last of several arguments.
    if parts and isinstance(parts[-1], exp.Order):
        orders, parts = parts[-1].expressions, [*parts[:-1], parts[-1].this]
    texts = [as_text(compiler.expression(part, scope)).sql for part in _flat(parts)]
    whole = texts[0] if len(texts) == 1 else f"mysql_concat({', '.join(texts)})"
    keys = [compiler.expression(order.this, scope).sql for order in orders]
    flags = "".join("d" if order.args.get("desc") else "a" for order in orders)
    mark = quoted("," if separator is None else str(separator.this))
    arguments = ", ".join([whole, mark, str(int(is_distinct)), quoted(flags), *keys])
    return Typed(f"mysql_group_concat({arguments})", Kind.TEXT)


def _flat(parts: Sequence[Node]) -> Sequence[Node]:
    """Several arguments stand in a Concat of their own in sqlglot's tree."""
    if len(parts) == 1 and isinstance(parts[0], exp.Concat):
        return list(parts[0].expressions)
    return parts


def window(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """A function OVER a window."""
    over = _over(compiler, node, scope)
    called = node.this
    name = str(called.this).upper() if isinstance(called, exp.Anonymous) else type(called).__name__.upper()
    arguments = called.expressions
    if name in WINDOWS:
        numbers = ", ".join(as_integer(compiler.expression(argument, scope)).sql for argument in arguments)
        return Typed(f"{name.lower()}({numbers}) {over}", Kind.DOUBLE if name in _FRACTIONS else Kind.INTEGER)
    if name in WINDOWS_OF_VALUES:
        values = [compiler.expression(argument, scope) for argument in arguments]
        sql = f"{name.lower()}({', '.join(value.sql for value in values)}) {over}"
        return Typed(sql, values[0].kind, values[0].scale)
    was_grouped = scope.is_grouped
    found = aggregate(compiler, name, arguments, scope)
    scope.is_grouped = was_grouped
    if found is None or not found.sql.startswith(("sum(", "avg(", "count(", "min(", "max(")):
        raise not_simulated(f"{name} over a window")
    return Typed(f"{found.sql} {over}", found.kind, found.scale)


def _over(compiler: Compiler, node: Node, scope: Scope) -> str:
    parts = []
    if node.args.get("partition_by"):
        keys = (compiler.expression(part, scope).collated for part in node.args["partition_by"])
        parts.append(f"PARTITION BY {', '.join(keys)}")
    if node.args.get("order"):
        parts.append(f"ORDER BY {compiler.ordering(node.args['order'], scope)}")
    if node.args.get("spec"):
        spec = node.args["spec"]
        ends = [_frame_end(spec.args.get(end), spec.args.get(f"{end}_side")) for end in ("start", "end")]
        kind = "ROWS" if spec.args.get("kind") == "ROWS" else "RANGE"
        parts.append(f"{kind} BETWEEN {ends[0]} AND {ends[1] or 'CURRENT ROW'}")
    return f"OVER ({' '.join(parts)})"


def _frame_end(end: Node, side: Node) -> str:
    if end is None:
        return ""
    if str(end) == "CURRENT ROW":
        return "CURRENT ROW"
    if str(side) not in _SIDES:
        raise not_simulated("this frame of a window")
    return f"{'UNBOUNDED' if str(end) == 'UNBOUNDED' else int(str(end))} {side}"
