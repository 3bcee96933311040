"""JSON in and out, the same whether orjson is there or not.

orjson is twenty times quicker; where it has no wheel the standard library writes the very same bytes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

try:
    import orjson
except ImportError:  # pragma: no cover - depends on the platform
    orjson = None  # type: ignore[assignment]

DEEPEST = 200
"""Nesting that either library reads; deeper text is refused by both."""


def write_plain(value: Any) -> bytes:
    """Write with the standard library: compact, UTF-8, keys in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_plain(text: bytes) -> Any:
    """Read with the standard library, which left to itself accepts NaN and half surrogates."""

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is not JSON")

    value = json.loads(text.decode("utf-8"), parse_constant=refuse)
    _refuse_oddities(value)
    return value


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


def _depth(text: bytes) -> int:
    """How deep brackets nest at most, counting those in strings too: a bound, not a parse."""
    depth = deepest = 0
    for byte in text:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def read_json(text: bytes) -> Any:
    """Parse UTF-8 JSON. Raises ValueError for anything that is not."""
    if text.count(b"[") + text.count(b"{") > DEEPEST and _depth(text) > DEEPEST:
        raise ValueError("nested too deeply")
    return _read(text)


write_json: Callable[[Any], bytes] = orjson.dumps if orjson else write_plain
_read: Callable[[bytes], Any] = orjson.loads if orjson else read_plain
