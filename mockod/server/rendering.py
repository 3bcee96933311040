"""Rendering: a response of the core as the bytes and headers that go out, the same through every door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address

from mockod.rest.json_codec import write_long
from mockod.rest.messages import Response

JSON = "application/json; charset=utf-8"
BLANKS = " \t"
"""What may stand around a header's value and is no part of it (RFC 9110, section 5.5)."""
LENGTHLESS = frozenset({204, 304})
"""Statuses whose answers tell no length: a 204 may not, and a 304 would tell another's (RFC 9110, section 8.6)."""
FALLBACK_HOST = "127.0.0.1"
"""Named in a location where the client's own Host header is none."""
LONGEST_NAME = 253
"""Characters of a host's name (RFC 1035)."""
LONGEST_LABEL = 63
"""Characters between two dots of a name (RFC 1035)."""
HIGHEST_PORT = 65535
_HOST = re.compile(r"(?:(?P<name>[a-z0-9.-]+)|\[(?P<address>[0-9a-f:.]+)\])(?::(?P<port>[0-9]{1,5}))?", re.I)


def payload_of(response: Response) -> bytes | None:
    """The body; None where there is none, not even an empty one with a type."""
    if response.body is None:
        return None
    return write_long(response.body) if response.payload is None else response.payload


def headers_of(response: Response, more: Mapping[str, str]) -> dict[str, str]:
    """Headers by name, and ``more`` that it has not; but for Location and Content-Length, which the door adds."""
    headers = {"X-Mockod-Basis": response.basis.value, **response.headers}
    if response.body is not None:
        headers.setdefault("Content-Type", JSON)
    return {**more, **headers}


def asked_host(scheme: str, host: str) -> str:
    """A Host header without the port that goes without saying, as Werkzeug has it."""
    return host.removesuffix({"http": ":80", "https": ":443"}.get(scheme, ""))


def location_of(response: Response, scheme: str, host: str) -> str:
    """The whole address of what was made."""
    return f"{scheme}://{host if _is_host(host) else FALLBACK_HOST}{response.location}"


def _is_host(text: str) -> bool:
    """Whether a Host header is one, with or without a port. What Werkzeug makes of any other depends on its version."""
    found = _HOST.fullmatch(text)
    if not found or int(found["port"] or 0) > HIGHEST_PORT:
        return False
    if found["name"]:
        labels = found["name"].removesuffix(".").split(".")
        return len(found["name"]) <= LONGEST_NAME and all(0 < len(label) <= LONGEST_LABEL for label in labels)
    try:
        ip_address(found["address"])
    except ValueError:
        return False
    return True
