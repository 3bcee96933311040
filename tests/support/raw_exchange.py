"""One request as bytes over a socket of its own, whatever they are; and what came back."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 300
"""Seconds for a part of the answer; none takes so long, on a machine however busy."""
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
Headers = Iterable[tuple[str, str]]


def request_bytes(method: str, target: str, customer: str, body: bytes | None = None, headers: Headers = ()) -> bytes:
    """A whole request whose connection ends with its answer."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", f"Authorization: ODFHIR raw/{customer}"]
    lines += ["Connection: close", *(f"{name}: {value}" for name, value in headers)]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + (body or b"")


def exchange(root_url: str, sent: bytes) -> bytes:
    """All that comes until the server ends the connection, also where it does so while this still sends."""
    at = urlsplit(root_url)
    came = []
    with socket.create_connection((at.hostname or "", at.port or 80), timeout=PATIENCE) as connection:
        with suppress(ConnectionError):
            connection.sendall(sent)
        with suppress(ConnectionError):
            while part := connection.recv(1_000_000):
                came.append(part)
    return b"".join(came)


def statuses(came: bytes) -> list[int]:
    """Of all answers, in order. Bodies of this server never hold a status line."""
    return [int(status) for status in STATUS.findall(came)]


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()
