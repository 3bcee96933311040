"""MySQL's functions of dates that are more than one of ours: those with units, and those of the office's time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from mockod.vendors.opendental.resources.queries import date_functions
from mockod.vendors.opendental.resources.queries.operators import dated_as, interval, moved, negated, unit_of
from mockod.vendors.opendental.resources.queries.scopes import Scope
from mockod.vendors.opendental.resources.queries.values import Kind, Typed, as_text, integer, quoted
from mockod.vendors.opendental.resources.queries.words import not_simulated, refused

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.queries.compiler import Compiler

Node = Any
Handled = Callable[["Compiler", Sequence[Node], Scope], Typed]


def values_of(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> list[Typed]:
    return [compiler.expression(argument, scope) for argument in arguments]


def _dated(name: str) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        (one,) = values_of(compiler, arguments, scope)
        return dated_as(one, name)

    return compiled


def _moved(sign: int, *, days: bool = False) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        base, span = arguments
        value = compiler.expression(base, scope)
        if isinstance(span, exp.Interval):
            amount, unit = interval(compiler, span, scope)
        elif days:
            amount, unit = compiler.expression(span, scope), "DAY"
        else:
            raise refused("DATE_ADD and DATE_SUB want an INTERVAL.")
        return moved(value, negated(amount) if sign < 0 else amount, unit)

    return compiled


def _timestampadd(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    unit, amount, value = arguments
    return moved(compiler.expression(value, scope), compiler.expression(amount, scope), unit_of(unit.name))


def _timestampdiff(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    unit, begin, end = arguments
    name = unit_of(unit.name)
    if name not in date_functions.DIFFERENCES:
        raise not_simulated(f"TIMESTAMPDIFF in {name}")
    first, last = (compiler.expression(node, scope).sql for node in (begin, end))
    return integer(f"mysql_timestampdiff({quoted(name)}, {first}, {last})")


def _add_time(function: str) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        one, other = values_of(compiler, arguments, scope)
        return Typed(f"{function}({one.sql}, {other.sql})", one.kind if one.kind is not Kind.DATE else Kind.DATETIME)

    return compiled


def _str_to_date(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    one, pattern = values_of(compiler, arguments, scope)
    codes = {part[0] for part in (pattern.constant or "%Y%T").split("%")[1:] if part}
    kind = Kind.DATETIME if codes & date_functions.OF_TIME else Kind.DATE
    if not codes & date_functions.OF_DATE:
        kind = Kind.TIME
    return Typed(f"mysql_str_to_date({as_text(one).sql}, {as_text(pattern).sql})", kind)


def _now(kind: Kind) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        stamp = {Kind.DATETIME: compiler.now, Kind.DATE: compiler.now[:10], Kind.TIME: compiler.now[11:]}[kind]
        return Typed(quoted(stamp), kind, constant=stamp)

    return compiled


def _unix_timestamp(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    value = compiler.expression(arguments[0], scope).sql if arguments else quoted(compiler.now)
    return integer(f"mysql_unix_timestamp({value})")


DATED: Mapping[str, Handled] = {
    "DATE": _dated("DATE"),
    "TIME": _dated("TIME"),
    "TIMESTAMP": _dated("DATETIME"),
    "DATE_ADD": _moved(1),
    "ADDDATE": _moved(1, days=True),
    "DATE_SUB": _moved(-1),
    "SUBDATE": _moved(-1, days=True),
    "TIMESTAMPADD": _timestampadd,
    "TIMESTAMPDIFF": _timestampdiff,
    "ADDTIME": _add_time("mysql_addtime"),
    "SUBTIME": _add_time("mysql_subtime"),
    "STR_TO_DATE": _str_to_date,
    **dict.fromkeys(("NOW", "SYSDATE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"), _now(Kind.DATETIME)),
    **dict.fromkeys(("CURDATE", "CURRENT_DATE"), _now(Kind.DATE)),
    **dict.fromkeys(("CURTIME", "CURRENT_TIME"), _now(Kind.TIME)),
    "UNIX_TIMESTAMP": _unix_timestamp,
}
