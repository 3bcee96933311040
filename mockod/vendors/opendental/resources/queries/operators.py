"""MySQL's operators as SQLite's: one function for each kind of node."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from sqlglot import exp

from mockod.vendors.opendental.resources.queries.comparisons import (
    Node,
    Operator,
    between,
    comparison,
    exists,
    identity,
    is_in,
    like,
    like_escaped,
    null_safe_equal,
    regexp,
)
from mockod.vendors.opendental.resources.queries.moments import COMPOUND, OF_TIME, UNITS
from mockod.vendors.opendental.resources.queries.scopes import Scope
from mockod.vendors.opendental.resources.queries.values import (
    MOST_SCALE,
    NULL,
    Kind,
    Typed,
    as_datetime,
    as_integer,
    as_number,
    as_text,
    comparable,
    integer,
    quoted,
    text,
    unified,
)
from mockod.vendors.opendental.resources.queries.words import not_simulated, refused

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.queries.compiler import Compiler

DIVISION_SCALE = 4
"""Digits that a division adds after the point, and an average (MySQL's div_precision_increment)."""
BIGGEST = 2**63


def literal(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value = str(node.this)
    if node.is_string:
        return text(value)
    if value.isdigit():
        return integer(value) if int(value) < BIGGEST else Typed(f"{float(value)!r}", Kind.DECIMAL)
    if not isfinite(float(value)):
        raise refused(f"Illegal double '{value}' value found during parsing")
    if "e" in value.lower():
        return Typed(repr(float(value)), Kind.DOUBLE)
    return Typed(repr(float(value)), Kind.DECIMAL, min(len(value.partition(".")[2]), MOST_SCALE))


def hexadecimal(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return text(bytes.fromhex(str(node.this).zfill(len(str(node.this)) + len(str(node.this)) % 2)).decode("latin-1"))


def paren(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return compiler.expression(node.this, scope)


def logical(word: str) -> Operator:
    def compiled(compiler: Compiler, node: Node, scope: Scope) -> Typed:
        return integer(f"({compiler.truth(node.this, scope)} {word} {compiler.truth(node.expression, scope)})")

    return compiled


def exclusive(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    left, right = compiler.truth(node.this, scope), compiler.truth(node.expression, scope)
    return integer(f"((NOT {left}) <> (NOT {right}))")


def negation(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return integer(f"(NOT {compiler.truth(node.this, scope)})")


def arithmetic(word: str) -> Operator:
    def compiled(compiler: Compiler, node: Node, scope: Scope) -> Typed:
        if isinstance(node.expression, exp.Interval) or isinstance(node.this, exp.Interval):
            return _moved(compiler, node, word, scope)
        left, right = (as_number(side) for side in compiler.both(node, scope))
        scale = left.scale + right.scale if word == "*" else max(left.scale, right.scale)
        return _number(f"({left.sql} {word} {right.sql})", left, right, scale)

    return compiled


def _number(sql: str, left: Typed, right: Typed, scale: int) -> Typed:
    """The type of what two numbers make. A DECIMAL is exact in MySQL, so it is rounded to its digits."""
    kinds = {left.kind, right.kind}
    if Kind.DOUBLE in kinds:
        return Typed(sql, Kind.DOUBLE)
    if kinds <= {Kind.INTEGER, Kind.NULL}:
        return integer(sql)
    scale = min(scale, MOST_SCALE)
    return Typed(f"round({sql}, {scale})" if scale else sql, Kind.DECIMAL, scale)


def division(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """``5 / 2`` is 2.5000, and by zero NULL."""
    left, right = (as_number(side) for side in compiler.both(node, scope))
    sql = f"(CAST({left.sql} AS REAL) / {right.sql})"
    if Kind.DOUBLE in (left.kind, right.kind):
        return Typed(sql, Kind.DOUBLE)
    scale = min(left.scale + DIVISION_SCALE, MOST_SCALE)
    return Typed(f"mysql_round({sql}, {scale})", Kind.DECIMAL, scale)


def whole_division(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    left, right = (as_number(side) for side in compiler.both(node, scope))
    if left.kind is right.kind is Kind.INTEGER:
        return integer(f"({left.sql} / {right.sql})")
    return integer(f"CAST((CAST({left.sql} AS REAL) / {right.sql}) AS INTEGER)")


def modulo(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    return remainder(*compiler.both(node, scope))


def remainder(one: Typed, other: Typed) -> Typed:
    left, right = as_number(one), as_number(other)
    if left.kind is right.kind is Kind.INTEGER:
        return integer(f"({left.sql} % {right.sql})")
    return _number(f"mysql_mod({left.sql}, {right.sql})", left, right, max(left.scale, right.scale))


def negative(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value = as_number(compiler.expression(node.this, scope))
    return Typed(f"(- {value.sql})", value.kind, value.scale)


def bitwise(word: str) -> Operator:
    def compiled(compiler: Compiler, node: Node, scope: Scope) -> Typed:
        left, right = (as_integer(side).sql for side in compiler.both(node, scope))
        if word == "^":
            return integer(f"(({left} | {right}) - ({left} & {right}))")
        return integer(f"({left} {word} {right})")

    return compiled


def case(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """CASE with conditions, or with a value that each WHEN is compared with."""
    value = compiler.expression(node.this, scope) if node.this is not None else None
    conditions, results = [], []
    for branch in node.args["ifs"]:
        if value is None:
            conditions.append(compiler.truth(branch.this, scope))
        else:
            conditions.append(" = ".join(comparable(value, compiler.expression(branch.this, scope))))
        results.append(compiler.expression(branch.args["true"], scope))
    default = node.args.get("default")
    results.append(NULL if default is None else compiler.expression(default, scope))
    return chosen(conditions, results)


def condition(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """IF(test, one, other)."""
    results = [compiler.expression(node.args["true"], scope)]
    other = node.args.get("false")
    results.append(NULL if other is None else compiler.expression(other, scope))
    return chosen([compiler.truth(node.this, scope)], results)


def chosen(conditions: list[str], results: list[Typed]) -> Typed:
    """One of several results by the first condition that holds; the last result where none does."""
    converted, one = unified(results)
    branches = " ".join(f"WHEN {test} THEN {sql}" for test, sql in zip(conditions, converted, strict=False))
    return Typed(f"CASE {branches} ELSE {converted[-1]} END", one.kind, one.scale, None, one.is_binary)


def cast(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value, name = compiler.expression(node.this, scope), node.to.this.name
    if name in ("CHAR", "VARCHAR", "NCHAR", "TEXT", "CHARACTER_SET", "LONGTEXT"):
        found = as_text(value)
        longest = node.to.expressions
        if longest and name != "CHARACTER_SET":
            return Typed(f"mysql_left({found.sql}, {int(str(longest[0].this))})", Kind.TEXT)
        return found
    if name in ("BINARY", "VARBINARY"):
        return Typed(as_text(value).sql, Kind.TEXT, is_binary=True)
    if name in ("BIGINT", "INT", "UBIGINT", "UINT", "SIGNED", "UNSIGNED"):
        if value.kind is Kind.TEXT:
            return integer(f"CAST(mysql_number({value.sql}) AS INTEGER)")
        return as_integer(value)
    if name in ("DECIMAL", "UDECIMAL"):
        sizes = [int(str(size.this)) for size in node.to.expressions]
        scale = sizes[1] if len(sizes) > 1 else 0
        return Typed(f"mysql_round({as_number(value).sql}, {scale})", Kind.DECIMAL, scale)
    if name in ("DOUBLE", "FLOAT"):
        return Typed(f"CAST({as_number(value).sql} AS REAL)", Kind.DOUBLE)
    return dated_as(value, name)


def dated_as(value: Typed, name: str) -> Typed:
    """A value cast to DATE, DATETIME or TIME."""
    if name == "DATE":
        return value if value.kind is Kind.DATE else Typed(f"mysql_date({value.sql})", Kind.DATE)
    if name in ("DATETIME", "TIMESTAMP"):
        return as_datetime(value)
    if name == "TIME":
        return value if value.kind is Kind.TIME else Typed(f"mysql_time({value.sql})", Kind.TIME)
    raise not_simulated(f"a cast to {name}")


def unit_of(name: str) -> str:
    """A unit of time. Refuses any other word."""
    unit = name.upper().removeprefix("SQL_TSI_")
    if unit not in UNITS and unit not in COMPOUND:
        raise not_simulated(f"the unit {name}")
    return unit


def moved(value: Typed, amount: Typed, unit: str) -> Typed:
    """A date and so many units. A text stays one."""
    kind = value.kind if value.kind in (Kind.DATE, Kind.DATETIME) else Kind.TEXT
    if kind is Kind.DATE and unit in OF_TIME:
        kind = Kind.DATETIME
    return Typed(f"mysql_interval({value.sql}, {amount.sql}, {quoted(unit)})", kind)


def interval(compiler: Compiler, node: Node, scope: Scope) -> tuple[Typed, str]:
    """How many of which unit."""
    unit = node.args.get("unit")
    if unit is None:
        raise not_simulated("an interval without a unit")
    return compiler.expression(node.this, scope), unit_of(unit.name or str(unit))


def _moved(compiler: Compiler, node: Node, word: str, scope: Scope) -> Typed:
    base, span = node.this, node.expression
    if isinstance(base, exp.Interval):
        base, span = span, base
    amount, unit = interval(compiler, span, scope)
    return moved(compiler.expression(base, scope), negated(amount) if word == "-" else amount, unit)


def negated(amount: Typed) -> Typed:
    """An amount of units the other way. One of a compound unit is text: ``1:30``."""
    if amount.kind is Kind.TEXT and amount.constant is not None:
        return text(amount.constant[1:] if amount.constant.startswith("-") else f"-{amount.constant}")
    return Typed(f"(- {as_number(amount).sql})", Kind.DOUBLE)


def collate(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    value = as_text(compiler.expression(node.this, scope))
    return Typed(value.sql, Kind.TEXT, is_binary=node.expression.name.lower().endswith(("_bin", "_cs", "binary")))


def adjacent_texts(compiler: Compiler, node: Node, scope: Scope) -> Typed:
    """``'a' 'b'`` is one text."""
    return text("".join(str(part.this) for part in node.expressions))


OPERATORS: Mapping[type, Operator] = {
    exp.Literal: literal,
    exp.HexString: hexadecimal,
    exp.Null: lambda compiler, node, scope: NULL,
    exp.Boolean: lambda compiler, node, scope: integer(str(int(bool(node.this)))),
    exp.Paren: paren,
    exp.And: logical("AND"),
    exp.Or: logical("OR"),
    exp.Xor: exclusive,
    exp.Not: negation,
    exp.EQ: comparison("="),
    exp.NEQ: comparison("<>"),
    exp.LT: comparison("<"),
    exp.LTE: comparison("<="),
    exp.GT: comparison(">"),
    exp.GTE: comparison(">="),
    exp.NullSafeEQ: null_safe_equal,
    exp.Between: between,
    exp.In: is_in,
    exp.Exists: exists,
    exp.Is: identity,
    exp.Like: like,
    exp.Escape: like_escaped,
    exp.RegexpLike: regexp,
    exp.Add: arithmetic("+"),
    exp.Sub: arithmetic("-"),
    exp.Mul: arithmetic("*"),
    exp.Div: division,
    exp.IntDiv: whole_division,
    exp.Mod: modulo,
    exp.Neg: negative,
    exp.BitwiseAnd: bitwise("&"),
    exp.BitwiseOr: bitwise("|"),
    exp.BitwiseXor: bitwise("^"),
    exp.BitwiseLeftShift: bitwise("<<"),
    exp.BitwiseRightShift: bitwise(">>"),
    exp.Case: case,
    exp.If: condition,
    exp.Cast: cast,
    exp.Collate: collate,
    exp.Concat: adjacent_texts,
}
