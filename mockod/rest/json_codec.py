"""JSON in and out, the same whether orjson is there or not.

orjson is twenty times quicker; where it has no wheel the standard library writes the same bytes for all that
an answer holds. (They differ in how they spell numbers below a ten-thousandth and, with an orjson before 3.11.7, from
1e16 on; no amount is so small or so large.)
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import chain
from typing import Any

try:
    import orjson
except ImportError:  # pragma: no cover - depends on the platform
    orjson = None  # type: ignore[assignment]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Before UTF-8, where some programs on Windows put it; a reader may ignore it (RFC 8259, section 8.1)."""
PIECE = 64
"""Members of a long list that are written at a time: nothing else of this process runs while JSON is written."""
DEEPEST = 200
"""Nesting that either library reads; deeper text is refused by both."""
MOST_MEMBERS = 100_000
"""Members of all lists and objects of a text together; an empty list or object counts as one more."""
_MARKS = (b"[", b"{", b",")
"""Each member, and each empty list or object, has one of its own before it."""
_STRING_OR_MARK = re.compile(rb'"[^"]*+"?|([\[{,])')
_MOST_TOKENS = 3 * MOST_MEMBERS + 1
"""Strings and marks: a member is a mark, a key and a value; the 1 is for a text that is a string alone."""
_SLICE = 65_536
"""Bytes in which marks are counted before it is looked at whether they are enough."""


class TooManyMembers(ValueError):
    """A text of more members than are read: each takes many times the memory of its own two bytes."""

    def __init__(self) -> None:
        super().__init__(f"more than {MOST_MEMBERS} members")


def write_plain(value: Any) -> bytes:
    """Write with the standard library: compact, UTF-8, keys in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_plain(text: bytes) -> Any:
    """Read with the standard library, which left to itself accepts what orjson and a database do not."""
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_refuse, parse_int=_integer)
        _refuse_oddities(value)
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _integer(digits: str) -> int | float:
    """As orjson has it: beyond 64 bits a float, and none beyond the largest float."""
    if len(digits) <= 20 and -(2**63) <= int(digits) < 2**64:
        return int(digits)
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("number out of range")
    return number


def _refuse_oddities(value: Any) -> None:
    """Refuse what no database column could keep: half a surrogate pair, a number beyond any float."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("number out of range")
    elif isinstance(value, list):
        for item in value:
            _refuse_oddities(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            key.encode("utf-8")
            _refuse_oddities(item)


def _too_deep(value: Any) -> bool:
    """Whether lists and objects nest deeper than ``DEEPEST``."""
    level = [value]
    for _ in range(DEEPEST):
        level = [item for outer in level for item in _items(outer)]
        if not level:
            return False
    return any(isinstance(item, list | dict) for item in level)


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _has_too_many_members(text: bytes) -> bool:
    """Whether there are more than ``MOST_MEMBERS``, told before anything is built.

    Most texts are shorter than the bound, or have too few marks even if those in strings are counted.
    """
    if len(text) <= MOST_MEMBERS:
        return False
    marks = 0
    for start in range(0, len(text), _SLICE):
        marks += sum(text.count(mark, start, start + _SLICE) for mark in _MARKS)
        if marks > MOST_MEMBERS:
            return _has_too_many_outside_strings(text)
    return False


def _has_too_many_outside_strings(text: bytes) -> bool:
    plain = text.replace(b"\\\\", b"").replace(b'\\"', b"")  # what is escaped ends no string
    marks = 0
    for tokens, found in enumerate(_STRING_OR_MARK.finditer(plain), 1):
        marks += found.lastindex or 0
        if marks > MOST_MEMBERS or tokens > _MOST_TOKENS:
            return True
    return False


def read_json(text: bytes) -> Any:
    """Parse UTF-8 JSON, a byte order mark before it aside.

    Raises ValueError for anything that is not, TooManyMembers for what would be too much.
    """
    if _has_too_many_members(text):
        raise TooManyMembers
    value = _read(text.removeprefix(BYTE_ORDER_MARK))
    if text.count(b"[") + text.count(b"{") > DEEPEST and _too_deep(value):
        raise ValueError("nested too deeply")
    return value


def read_written(text: bytes) -> Any:
    """Parse what was written here, of whatever length. Raises ValueError for what is no JSON."""
    return _read(text)


def write_long(value: Any) -> bytes:
    """Write what may be a long list, whose members are large: piece by piece, to the same bytes."""
    if not isinstance(value, list) or len(value) <= PIECE:
        return write_json(value)
    return joined(write_json(value[first : first + PIECE]) for first in range(0, len(value), PIECE))


def joined(lists: Iterable[bytes]) -> bytes:
    """Lists, each as JSON and none of them empty, as one; each is let go before the next is asked for.

    >>> joined([b"[1,2]", b"[3]"]), joined([])
    (b'[1,2,3]', b'[]')
    """
    rest = iter(lists)
    first, second = next(rest, b"[]"), next(rest, None)
    if second is None:
        return first
    whole = BytesIO()
    whole.write(memoryview(first)[:-1])
    del first
    for each in chain([second], rest):
        whole.write(b",")
        whole.write(memoryview(each)[1:-1])
    whole.write(b"]")
    return whole.getvalue()


write_json: Callable[[Any], bytes] = orjson.dumps if orjson else write_plain
_read: Callable[[bytes], Any] = orjson.loads if orjson else read_plain
