"""HTTP on a connection: uvicorn's protocols, by either of its parsers, with what clients of an API need.

An offer of another protocol is passed over and the request answered as it is (RFC 9110, section 7.8): curl offers
HTTP/2 with each ``--http2``, Java's HttpClient with every first request. What is no HTTP is refused in JSON.
"""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING, Any

NO_HTTP = "Invalid HTTP request received."
_UNREADABLE_TEXT = f'"{NO_HTTP}"'.encode()
UNREADABLE = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n"
    b"connection: close\r\nx-mockod-basis: assumed\r\n\r\n%b"
) % (len(_UNREADABLE_TEXT), _UNREADABLE_TEXT)
"""The whole answer to what is no HTTP."""


def protocol() -> type[asyncio.Protocol]:
    """The protocol by the quickest parser that is installed."""
    if importlib.util.find_spec("httptools"):
        from mockod.server.httptools_protocol import HttpToolsProtocol

        return HttpToolsProtocol
    from mockod.server.h11_protocol import H11Protocol

    return H11Protocol


class Manners(asyncio.Protocol):
    """What both parsers' protocols do alike."""

    if TYPE_CHECKING:
        transport: asyncio.Transport

        def _unset_keepalive_if_required(self) -> None: ...

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False  # mockod has an access log of its own, and other servers here keep theirs

    def connection_lost(self, exc: Exception | None) -> None:
        """End the idle timer, also where the client reset: else it keeps the connection in memory for its time."""
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        self.transport.write(UNREADABLE)
        self.transport.close()

    def _should_upgrade(self) -> bool:
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: no client is at fault that offers another protocol."""
