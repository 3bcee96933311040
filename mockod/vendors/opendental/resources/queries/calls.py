"""MySQL's functions: what each takes, what it is in SQLite, and the type of what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockod.vendors.opendental.resources.queries.dated_calls import DATED, Handled, values_of
from mockod.vendors.opendental.resources.queries.operators import (
    chosen,
    dated_as,
    remainder,
)
from mockod.vendors.opendental.resources.queries.scopes import Scope
from mockod.vendors.opendental.resources.queries.values import (
    NULL,
    Kind,
    Typed,
    as_integer,
    as_number,
    as_text,
    comparable,
    integer,
    text,
    unified,
)
from mockod.vendors.opendental.resources.queries.words import DATABASE, refused

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.queries.compiler import Compiler

Node = Any
VERSION = "10.11.0-MariaDB"
"""What VERSION() says."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function that is one of ours. ``takes`` has a letter for each argument: t text, n number, i whole number, any
    other for a value as it is; those after ``|`` may be left out, the last before ``*`` comes any number of times.
    """

    takes: str
    function: str
    gives: Kind
    defaults: tuple[str, ...] = ()
    """SQL of the arguments that were left out."""


CONVERSIONS: Mapping[str, Callable[[Typed], Typed]] = {"t": as_text, "n": as_number, "i": as_integer}
T, W, N, D = Kind.TEXT, Kind.INTEGER, Kind.DOUBLE, Kind.DATE
CALLS: Mapping[str, Call] = {
    "CONCAT": Call("t*", "mysql_concat", T),
    "CONCAT_WS": Call("tt*", "mysql_concat_ws", T),
    "LEFT": Call("ti", "mysql_left", T),
    "RIGHT": Call("ti", "mysql_right", T),
    "LPAD": Call("ti|t", "mysql_lpad", T, ("' '",)),
    "RPAD": Call("ti|t", "mysql_rpad", T, ("' '",)),
    "SUBSTRING": Call("ti|i", "mysql_substring", T),
    "SUBSTR": Call("ti|i", "mysql_substring", T),
    "MID": Call("ti|i", "mysql_substring", T),
    "SUBSTRING_INDEX": Call("tti", "mysql_substring_index", T),
    "REPEAT": Call("ti", "mysql_repeat", T),
    "SPACE": Call("i", "mysql_space", T),
    "REPLACE": Call("ttt", "mysql_replace", T),
    "REVERSE": Call("t", "mysql_reverse", T),
    "UPPER": Call("t", "mysql_upper", T),
    "UCASE": Call("t", "mysql_upper", T),
    "LOWER": Call("t", "mysql_lower", T),
    "LCASE": Call("t", "mysql_lower", T),
    "INSERT": Call("tiit", "mysql_insert", T),
    "HEX": Call("x", "mysql_hex", T),
    "MD5": Call("t", "mysql_md5", T),
    "SHA": Call("t", "mysql_sha1", T),
    "SHA1": Call("t", "mysql_sha1", T),
    "FORMAT": Call("ni", "mysql_format", T),
    "CHAR_LENGTH": Call("t", "mysql_char_length", W),
    "CHARACTER_LENGTH": Call("t", "mysql_char_length", W),
    "LENGTH": Call("t", "mysql_length", W),
    "OCTET_LENGTH": Call("t", "mysql_length", W),
    "LOCATE": Call("tt|i", "mysql_locate", W),
    "ASCII": Call("t", "mysql_ascii", W),
    "ORD": Call("t", "mysql_ord", W),
    "FIND_IN_SET": Call("tt", "mysql_find_in_set", W),
    "STRCMP": Call("tt", "mysql_strcmp", W),
    "CRC32": Call("t", "mysql_crc32", W),
    "POW": Call("nn", "mysql_pow", N),
    "POWER": Call("nn", "mysql_pow", N),
    "SQRT": Call("n", "mysql_sqrt", N),
    "EXP": Call("n", "mysql_exp", N),
    "LN": Call("n", "mysql_ln", N),
    "LOG10": Call("n", "mysql_log10", N),
    "LOG2": Call("n", "mysql_log2", N),
    "SIGN": Call("n", "sign", W),
    "PI": Call("", "pi", N),
    "YEAR": Call("d", "mysql_year", W),
    "QUARTER": Call("d", "mysql_quarter", W),
    "MONTH": Call("d", "mysql_month", W),
    "DAY": Call("d", "mysql_day", W),
    "DAYOFMONTH": Call("d", "mysql_day", W),
    "DAYOFWEEK": Call("d", "mysql_dayofweek", W),
    "DAYOFYEAR": Call("d", "mysql_dayofyear", W),
    "WEEKDAY": Call("d", "mysql_weekday", W),
    "DAYNAME": Call("d", "mysql_dayname", T),
    "MONTHNAME": Call("d", "mysql_monthname", T),
    "WEEK": Call("d|i", "mysql_week", W, ("0",)),
    "WEEKOFYEAR": Call("d|i", "mysql_week", W, ("3",)),
    "YEARWEEK": Call("d|i", "mysql_yearweek", W, ("0",)),
    "HOUR": Call("d", "mysql_hour", W),
    "MINUTE": Call("d", "mysql_minute", W),
    "SECOND": Call("d", "mysql_second", W),
    "LAST_DAY": Call("d", "mysql_last_day", D),
    "TO_DAYS": Call("d", "mysql_to_days", W),
    "FROM_DAYS": Call("i", "mysql_from_days", D),
    "DATEDIFF": Call("dd", "mysql_datediff", W),
    "TIMEDIFF": Call("dd", "mysql_timediff", Kind.TIME),
    "TIME_TO_SEC": Call("d", "mysql_time_to_sec", W),
    "SEC_TO_TIME": Call("n", "mysql_sec_to_time", Kind.TIME),
    "DATE_FORMAT": Call("dt", "mysql_date_format", T),
    "TIME_FORMAT": Call("dt", "mysql_time_format", T),
    "MAKEDATE": Call("ii", "mysql_makedate", D),
    "MAKETIME": Call("iii", "mysql_maketime", Kind.TIME),
    "PERIOD_ADD": Call("ii", "mysql_period_add", W),
    "PERIOD_DIFF": Call("ii", "mysql_period_diff", W),
    "FROM_UNIXTIME": Call("n", "mysql_from_unixtime", Kind.DATETIME),
}


def call(compiler: Compiler, name: str, arguments: Sequence[Node], scope: Scope) -> Typed | None:
    """A function's value; None for one that there is not. Refuses a wrong number of arguments."""
    handled = HANDLED.get(name)
    if handled is not None:
        try:
            return handled(compiler, arguments, scope)
        except (IndexError, ValueError) as exc:
            raise wrong_count(name) from exc
    described = CALLS.get(name)
    if described is None:
        return None
    return _described(name, described, [compiler.expression(argument, scope) for argument in arguments])


def wrong_count(name: str) -> Exception:
    return refused(f"Incorrect parameter count in the call to native function '{name}'")


def _described(name: str, described: Call, values: Sequence[Typed]) -> Typed:
    wanted, _, optional = described.takes.partition("|")
    if wanted.endswith("*"):
        least, wanted = len(wanted) - 1, wanted[:-1] + wanted[-2] * len(values)
        most = max(len(values), least)
    else:
        least, most = len(wanted), len(wanted) + len(optional)
    if not least <= len(values) <= most:
        raise wrong_count(name)
    letters = wanted + optional
    given = [CONVERSIONS[letter](v).sql if letter in CONVERSIONS else v.sql for letter, v in zip(letters, values)]  # noqa: B905
    missing = most - len(values)
    given += described.defaults[len(described.defaults) - missing :] if missing and described.defaults else ()
    return Typed(f"{described.function}({', '.join(given)})", described.gives)


def _coalesce(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    converted, one = unified(values_of(compiler, arguments, scope))
    if not converted:
        raise ValueError("none")
    sql = f"coalesce({', '.join(converted)})" if len(converted) > 1 else converted[0]
    return Typed(sql, one.kind, one.scale, None, one.is_binary)


def _nullif(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    one, other = values_of(compiler, arguments, scope)
    left, right = comparable(one, other)
    return Typed(f"CASE WHEN {left} = {right} THEN NULL ELSE {one.sql} END", one.kind, one.scale)


def _is_null(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    (one,) = values_of(compiler, arguments, scope)
    return integer(f"({one.sql} IS NULL)")


def _extreme(word: str) -> Handled:
    """GREATEST and LEAST: NULL where any is."""

    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        values = values_of(compiler, arguments, scope)
        if len(values) < 2:
            raise ValueError("too few")
        converted, one = unified(values)
        if one.kind is Kind.TEXT and not all(value.kind in (Kind.TEXT, Kind.NULL) for value in values):
            dated = [value for value in values if value.kind in (Kind.DATE, Kind.DATETIME)]
            if not dated:
                converted, one = [as_number(value).sql for value in values], Typed("", Kind.DOUBLE)
            elif all(value.kind is Kind.DATE or value.constant is not None for value in values):
                one = Typed("", Kind.DATE)
                converted = [dated_as(value, "DATE").sql for value in values]
        first = Typed(converted[0], one.kind).collated
        return Typed(f"{word}({', '.join([first, *converted[1:]])})", one.kind, one.scale)

    return compiled


def _round(function: str) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        first, *rest = values_of(compiler, arguments, scope)
        if len(rest) > 1 or (function == "mysql_truncate" and not rest):
            raise ValueError("too many")
        value = as_number(first)
        places = as_integer(rest[0]).sql if rest else "0"
        known = int(places) if places.isdigit() else value.scale
        sql = f"{function}({value.sql}, {places})"
        return Typed(sql, value.kind, min(known, value.scale) if value.kind is Kind.DECIMAL else 0)

    return compiled


def _same_kind(function: str, *, whole: bool = False) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        (one,) = values_of(compiler, arguments, scope)
        value = as_number(one)
        kind = Kind.INTEGER if whole and value.kind is Kind.DECIMAL else value.kind
        return Typed(f"{function}({value.sql})", kind, 0 if whole else value.scale)

    return compiled


def _mod(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    one, other = values_of(compiler, arguments, scope)
    return remainder(one, other)


def _log(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    values = [as_number(value).sql for value in values_of(compiler, arguments, scope)]
    if len(values) == 1:
        return Typed(f"mysql_ln({values[0]})", Kind.DOUBLE)
    base, number = values
    return Typed(f"(mysql_ln({number}) / nullif(mysql_ln({base}), 0.0))", Kind.DOUBLE)


def _field(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    first, *rest = values_of(compiler, arguments, scope)
    if not rest:
        raise ValueError("too few")
    values = [first, *rest]
    if not all(v.kind is Kind.TEXT for v in values):
        values = [as_number(v) for v in values]
    pairs = (comparable(values[0], other) for other in values[1:])
    numbers = [integer(str(number)) for number in range(1, len(values))]
    return chosen([f"{one} = {two}" for one, two in pairs], [*numbers, integer("0")])


def _elt(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    first, *rest = values_of(compiler, arguments, scope)
    number = as_integer(first).sql
    return chosen([f"{number} = {n}" for n in range(1, len(rest) + 1)], [*map(as_text, rest), NULL])


def _trim(where: str) -> Handled:
    def compiled(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
        (one,) = values_of(compiler, arguments, scope)
        return Typed(f"mysql_trim({as_text(one).sql}, ' ', '{where}')", Kind.TEXT)

    return compiled


def _instr(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    one, part = values_of(compiler, arguments, scope)
    return integer(f"mysql_locate({as_text(part).sql}, {as_text(one).sql})")


def _told(value: str) -> Handled:
    return lambda compiler, arguments, scope: text(value)


def _random(compiler: Compiler, arguments: Sequence[Node], scope: Scope) -> Typed:
    return Typed("(abs(random() % 1000000007) / 1000000007.0)", Kind.DOUBLE)


HANDLED: Mapping[str, Handled] = {
    "COALESCE": _coalesce,
    "IFNULL": _coalesce,
    "NVL": _coalesce,
    "NULLIF": _nullif,
    "ISNULL": _is_null,
    "GREATEST": _extreme("max"),
    "LEAST": _extreme("min"),
    "ROUND": _round("mysql_round"),
    "TRUNCATE": _round("mysql_truncate"),
    "ABS": _same_kind("abs"),
    "CEIL": _same_kind("mysql_ceil", whole=True),
    "CEILING": _same_kind("mysql_ceil", whole=True),
    "FLOOR": _same_kind("mysql_floor", whole=True),
    "MOD": _mod,
    "LOG": _log,
    "RAND": _random,
    "FIELD": _field,
    "ELT": _elt,
    "TRIM": _trim("BOTH"),
    "LTRIM": _trim("LEADING"),
    "RTRIM": _trim("TRAILING"),
    "INSTR": _instr,
    **DATED,
    "DATABASE": _told(DATABASE),
    "SCHEMA": _told(DATABASE),
    "VERSION": _told(VERSION),
}
