"""Rendering: a response of the core as the bytes and headers that go out, the same through every door."""

from __future__ import annotations

from collections.abc import Mapping

from mockod.rest.json_codec import write_long
from mockod.rest.messages import Response

JSON = "application/json; charset=utf-8"
BLANKS = " \t"
"""What may stand around a header's value and is no part of it (RFC 9110, section 5.5)."""
FALLBACK_HOST = "127.0.0.1"
"""Named in a location where the client's own Host header is none."""


def payload_of(response: Response) -> bytes | None:
    """The body; None where there is none, not even an empty one with a type."""
    if response.body is None:
        return None
    return write_long(response.body) if response.payload is None else response.payload


def headers_of(response: Response, more: Mapping[str, str]) -> dict[str, str]:
    """Headers by name, and ``more`` of them; but for Location and Content-Length, which the door adds."""
    headers = {"X-Mockod-Basis": response.basis.value, **response.headers}
    if response.body is not None:
        headers.setdefault("Content-Type", JSON)
    headers.update(more)
    return headers


def location_of(response: Response, scheme: str, host: str) -> str:
    """The whole address of what was made."""
    return f"{scheme}://{host or FALLBACK_HOST}{response.location}"
