"""Where a server is found, by what it listens on."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

LOOPBACK = {4: "127.0.0.1", 6: "::1"}
"""By IP version, what reaches a server that listens on every address: no client can call ``0.0.0.0`` or ``::``."""


def url_of(host: str, port: int) -> str:
    """Where a client on this machine reaches a server that listens there: ``http://[::1]:30222``."""
    with suppress(ValueError):  # a name
        address = ip_address(host)
        host = LOOPBACK[address.version] if address.is_unspecified else address.compressed
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host or LOOPBACK[4]}:{port}"
