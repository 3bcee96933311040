"""MySQL's functions of texts and numbers, as SQLite calls them."""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.resources.queries import patterns
from mockod.vendors.opendental.resources.queries.values import leading_number

LONGEST = 1_000_000
"""Characters of a text that a function may make."""


class TooLong(ValueError):
    """A function would make a text of more characters than ``LONGEST``."""


def _bounded(length: int) -> int:
    if length > LONGEST:
        raise TooLong(f"more than {LONGEST} characters")
    return length


def double_text(number: float) -> str:
    """A DOUBLE as MySQL writes it: no point where there is nothing after it.

    >>> double_text(100.0), double_text(12.5), double_text(1e20)
    ('100', '12.5', '1e20')
    """
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number)).replace("e+", "e")


def decimal_text(number: float, scale: int) -> str:
    return f"{rounded(number, scale):.{scale}f}"


def rounded(number: float, places: int) -> float:
    """Half away from zero, by the digits that are shown."""
    if isinstance(number, int) and places >= 0:
        return number
    if not math.isfinite(number):
        return number
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + 0.0


def _truncated(number: float, places: int) -> float:
    factor = Decimal(1).scaleb(-places)
    kept = float(Decimal(repr(number)) // factor * factor)
    return int(kept) if isinstance(number, int) else kept


def _substring(text: str, start: int, length: int | None = None) -> str:
    if start == 0 or (length is not None and length <= 0):
        return ""
    begin = start - 1 if start > 0 else len(text) + start
    if begin < 0:
        return ""
    return text[begin:] if length is None else text[begin : begin + length]


def _substring_index(text: str, mark: str, count: int) -> str:
    if not mark or not count:
        return ""
    parts = text.split(mark)
    return mark.join(parts[:count] if count > 0 else parts[count:])


def _pad(text: str, length: int, filling: str, *, left: bool) -> str | None:
    if length < 0:
        return None
    missing = _bounded(length) - len(text)
    if missing <= 0:
        return text[:length]
    if not filling:
        return ""
    padding = (filling * (missing // len(filling) + 1))[:missing]
    return padding + text if left else text + padding


def _repeat(text: str, count: int) -> str:
    _bounded(len(text) * max(count, 0))
    return text * max(count, 0)


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        return text
    _bounded(len(text) + text.count(old) * max(len(new) - len(old), 0))
    return text.replace(old, new)


def _concat(*texts: str | None) -> str | None:
    given = [text for text in texts if text is not None]
    if len(given) < len(texts):
        return None
    _bounded(sum(map(len, given)))
    return "".join(given)


def _concat_ws(separator: str | None, *texts: str | None) -> str | None:
    if separator is None:
        return None
    given = [text for text in texts if text is not None]
    _bounded(sum(map(len, given)) + len(separator) * len(given))
    return separator.join(given)


def _locate(part: str, text: str, start: int = 1) -> int:
    if start < 1:
        return 0
    return patterns.folded(text).find(patterns.folded(part), start - 1) + 1


def _find_in_set(text: str, listed: str) -> int:
    parts = [fold(part) for part in listed.split(",")] if listed else []
    return parts.index(fold(text)) + 1 if fold(text) in parts else 0


def _insert(text: str, start: int, length: int, new: str) -> str:
    if not 1 <= start <= len(text):
        return text
    end = len(text) if length < 0 else start - 1 + length
    return text[: start - 1] + new + text[end:]


def _trim(text: str, part: str, where: str) -> str:
    if not part:
        return text
    while where != "TRAILING" and text.startswith(part):
        text = text[len(part) :]
    while where != "LEADING" and text.endswith(part):
        text = text[: -len(part)]
    return text


def _format(number: float, places: int) -> str:
    places = max(0, min(places, 30))
    return f"{Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"


def _hex(value: str | int | float) -> str:
    return value.encode().hex().upper() if isinstance(value, str) else f"{round(value):X}"


def _strcmp(one: str, other: str) -> int:
    first, second = fold(one), fold(other)
    return (first > second) - (first < second)


def _mod(one: float, other: float) -> float | None:
    return math.fmod(one, other) if other else None


def _real(function: Callable[..., float]) -> Callable[..., float | None]:
    """A function of numbers that is NULL where mathematics has no value."""

    def call(*numbers: float) -> float | None:
        try:
            found = function(*numbers)
            return found if isinstance(found, int | float) and math.isfinite(found) else None
        except (ValueError, OverflowError, ZeroDivisionError):
            return None

    return call


STRICT: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "mysql_number": (1, lambda value: leading_number(str(value))),
    "mysql_double_text": (1, double_text),
    "mysql_decimal_text": (2, decimal_text),
    "mysql_left": (2, lambda text, count: text[: max(count, 0)]),
    "mysql_right": (2, lambda text, count: text[-count:] if count > 0 else ""),
    "mysql_lpad": (3, lambda text, length, filling: _pad(text, length, filling, left=True)),
    "mysql_rpad": (3, lambda text, length, filling: _pad(text, length, filling, left=False)),
    "mysql_substring": (-1, _substring),
    "mysql_substring_index": (3, _substring_index),
    "mysql_repeat": (2, _repeat),
    "mysql_space": (1, lambda count: _repeat(" ", count)),
    "mysql_replace": (3, _replace),
    "mysql_reverse": (1, lambda text: text[::-1]),
    "mysql_upper": (1, str.upper),
    "mysql_lower": (1, str.lower),
    "mysql_char_length": (1, len),
    "mysql_length": (1, lambda text: len(text.encode())),
    "mysql_locate": (-1, _locate),
    "mysql_ascii": (1, lambda text: text.encode()[0] if text else 0),
    "mysql_ord": (1, lambda text: int.from_bytes(text[0].encode(), "big") if text else 0),
    "mysql_find_in_set": (2, _find_in_set),
    "mysql_insert": (4, _insert),
    "mysql_trim": (3, _trim),
    "mysql_strcmp": (2, _strcmp),
    "mysql_hex": (1, _hex),
    "mysql_md5": (1, lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()),
    "mysql_sha1": (1, lambda text: hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()),
    "mysql_crc32": (1, lambda text: zlib.crc32(text.encode())),
    "mysql_format": (2, _format),
    "mysql_round": (2, rounded),
    "mysql_truncate": (2, _truncated),
    "mysql_ceil": (1, lambda number: math.ceil(number)),
    "mysql_floor": (1, lambda number: math.floor(number)),
    "mysql_mod": (2, _mod),
    "mysql_pow": (2, _real(lambda one, other: float(one) ** other)),
    "mysql_sqrt": (1, _real(math.sqrt)),
    "mysql_exp": (1, _real(math.exp)),
    "mysql_ln": (1, _real(math.log)),
    "mysql_log10": (1, _real(math.log10)),
    "mysql_log2": (1, _real(math.log2)),
    "mysql_like": (4, lambda text, pattern, escape, binary: patterns.like(text, pattern, escape, bool(binary))),
    "mysql_regexp": (3, lambda text, pattern, binary: patterns.found(text, pattern, bool(binary))),
}
"""Name -> number of arguments, -1 for any, and function; a NULL among its arguments gives NULL."""
LENIENT: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "mysql_concat": (-1, _concat),
    "mysql_concat_ws": (-1, _concat_ws),
    "mysql_key": (-1, lambda *parts: "\0".join(fold(part) if isinstance(part, str) else repr(part) for part in parts)),
}
"""The same for functions that see a NULL themselves."""
