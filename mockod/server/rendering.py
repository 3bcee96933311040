"""Rendering: a response of the core as the bytes and headers that go out, the same through every door."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockod.rest.json_codec import write_json
from mockod.rest.messages import Response

JSON = "application/json; charset=utf-8"
BLANKS = " \t"
"""What may stand around a header's value and is no part of it (RFC 9110, section 5.5)."""
FALLBACK_HOST = "127.0.0.1"
"""Named in a location where the client's own Host header is none."""
LONGEST_HOST = 259
"""Characters of a host and its port: a name has 253 at most (RFC 1035)."""
LONGEST_LABEL = 63
"""Characters between two dots of a name (RFC 1035)."""


def payload_of(response: Response) -> bytes | None:
    """The body; None where there is none, not even an empty one with a type."""
    if response.body is None:
        return None
    return write_json(response.body) if response.payload is None else response.payload


def headers_of(response: Response, more: Mapping[str, str]) -> dict[str, str]:
    """Headers by name, and ``more`` of them; but for Location and Content-Length, which the door adds."""
    headers = {"X-Mockod-Basis": response.basis.value, **response.headers}
    if response.body is not None:
        headers.setdefault("Content-Type", JSON)
    headers.update(more)
    return headers


def location_of(response: Response, scheme: str, host: str) -> str:
    """The whole address of what was made."""
    is_name = 0 < len(host) <= LONGEST_HOST and max(map(len, re.split("[.:]", host))) <= LONGEST_LABEL
    return f"{scheme}://{host if is_name else FALLBACK_HOST}{response.location}"
