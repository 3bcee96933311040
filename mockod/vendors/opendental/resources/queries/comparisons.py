"""MySQL's comparisons as SQLite's: equal, in, between, like, and whether there is such a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from mockod.vendors.opendental.resources.queries.scopes import Scope
from mockod.vendors.opendental.resources.queries.values import Typed, as_text, as_truth, comparable, integer, quoted
from mockod.vendors.opendental.resources.queries.words import not_simulated, refused

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.queries.compiler import Compiler

Node = Any
"""A node of sqlglot's tree."""
Operator = Callable[["Compiler", Node, Scope], Typed]


def comparison(word: str) -> Operator:
    def compiled(compiler: Compiler, node: Node, scope: Scope) -> Typed:
        if isinstance(node.expression, exp.Any | exp.All):
            return _quantified(compiler, node, word, scope)
        if isinstance(node.this, exp.Tuple):
            return _row_comparison(compiler, node, word, scope)
        left, right = comparable(*compiler.both(node, scope))
        return integer(f"({left} {word} {right})")

    return compiled


def _quantified(compiler: Compiler, node: Node, word: str, scope: Scope) -> Typed:
    """``= ANY`` is IN, ``<> ALL`` is NOT IN."""
    is_any = isinstance(node.expression, exp.Any)
    if (word, is_any) not in (("=", True), ("<>", False)):
        raise not_simulated(f"{word} {'ANY' if is_any else 'ALL'}")
    found = _in_query(compiler, compiler.expression(node.this, scope), node.expression.this, scope)
    return found if is_any else integer(f"(NOT {found.sql})")


def _row_comparison(compiler: Compiler, node: Node, word: str, scope: Scope) -> Typed:
    if word not in ("=", "<>") or not isinstance(node.expression, exp.Tuple):
        raise not_simulated("such a comparison of rows")
    same = _same_row(compiler, node.this, node.expression, scope)
    return integer(same if word == "=" else f"(NOT {same})")


def _same_row(compiler: Compiler, left: Node, right: Node, scope: Scope) -> str:
    if len(left.expressions) != len(right.expressions):
        raise refused(f"Operand should contain {len(left.expressions)} column(s)")
    pairs = (
        comparable(compiler.expression(one, scope), compiler.expression(other, scope))
        for one, other in zip(left.expressions, right.expressions, strict=True)
    )
    return "(" + " AND ".join(f"{one} = {other}" for one, other in pairs) + ")"


def between(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value = compiler.expression(node.this, scope)
    low, high = (compiler.expression(node.args[name], scope) for name in ("low", "high"))
    (left, least), (same, most) = comparable(value, low), comparable(value, high)
    return integer(f"({left} >= {least} AND {same} <= {most})")


def is_in(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    query = node.args.get("query")
    if isinstance(node.this, exp.Tuple):
        return _row_in(compiler, node, query, scope)
    value = compiler.expression(node.this, scope)
    if query is not None:
        return _in_query(compiler, value, query, scope)
    pairs = [comparable(value, compiler.expression(item, scope)) for item in node.expressions]
    if len({left for left, _ in pairs}) == 1:
        return integer(f"({pairs[0][0]} IN ({', '.join(right for _, right in pairs)}))")
    return integer("(" + " OR ".join(f"{left} = {right}" for left, right in pairs) + ")")


def _in_query(compiler: Compiler, value: Typed, query: Node, scope: Scope) -> Typed:
    found = compiler.query(query, scope)
    if len(found.columns) != 1:
        raise refused("Operand should contain 1 column(s)")
    alias = compiler.alias()
    left, right = comparable(value, found.columns[0].of(alias))
    return integer(f"({left} IN (SELECT {right} FROM ({found.sql}) AS {alias}))")


def _row_in(compiler: Compiler, node: Node, query: Node, scope: Scope) -> Typed:
    if query is None:
        rows = (_same_row(compiler, node.this, item, scope) for item in node.expressions)
        return integer("(" + " OR ".join(rows) + ")")
    found, alias = compiler.query(query, scope), compiler.alias()
    parts = [compiler.expression(part, scope) for part in node.this.expressions]
    if len(parts) != len(found.columns):
        raise refused(f"Operand should contain {len(parts)} column(s)")
    pairs = (comparable(part, column.of(alias)) for part, column in zip(parts, found.columns, strict=True))
    tests = " AND ".join(f"{left} = {right}" for left, right in pairs)
    return integer(f"EXISTS (SELECT 1 FROM ({found.sql}) AS {alias} WHERE {tests})")


def exists(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return integer(f"EXISTS ({compiler.query(node.this, scope).sql})")


def identity(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """IS NULL, IS TRUE, IS FALSE."""
    value = compiler.expression(node.this, scope)
    if isinstance(node.expression, exp.Null):
        # A date of zeros would be NULL to MySQL here; the vendor has none.
        return integer(f"({value.sql} IS NULL)")
    if isinstance(node.expression, exp.Boolean):
        test = f"coalesce({as_truth(value)}, {0 if node.expression.this else 1})"
        return integer(f"(({test}) <> 0)" if node.expression.this else f"(({test}) = 0)")
    raise not_simulated("this use of IS")


def like(compiler: Compiler, node: Node, scope: Scope, escape: str = "\\") -> Typed:
    value, pattern = (as_text(side) for side in compiler.both(node, scope))
    is_binary = int(value.is_binary or pattern.is_binary)
    return integer(f"mysql_like({value.sql}, {pattern.sql}, {quoted(escape)}, {is_binary})")


def like_escaped(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    escape = node.expression
    if not isinstance(node.this, exp.Like) or not (isinstance(escape, exp.Literal) and len(str(escape.this)) <= 1):
        raise refused("Incorrect arguments to ESCAPE")
    return like(compiler, node.this, scope, str(escape.this))


def regexp(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value, pattern = (as_text(side) for side in compiler.both(node, scope))
    return integer(f"mysql_regexp({value.sql}, {pattern.sql}, {int(value.is_binary or pattern.is_binary)})")


def null_safe_equal(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    left, right = comparable(*compiler.both(node, scope))
    return integer(f"({left} IS {right})")
