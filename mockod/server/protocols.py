"""HTTP on a connection: uvicorn's protocols, by either of its parsers, with what clients of an API need.

An offer of another protocol is passed over and the request answered as it is (RFC 9110, section 7.8): curl offers
HTTP/2 with each ``--http2``, Java's HttpClient with every first request. What is no HTTP is refused in JSON.
"""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING, Any

_NO_HTTP = "Invalid HTTP request received."
_UNREADABLE_TEXT = f'"{_NO_HTTP}"'.encode()
UNREADABLE = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n"
    b"connection: close\r\nx-mockod-basis: assumed\r\n\r\n%b"
) % (len(_UNREADABLE_TEXT), _UNREADABLE_TEXT)
"""The whole answer to what is no HTTP."""


def protocol() -> type[asyncio.Protocol]:
    """The protocol by the quickest parser that is installed."""
    return _httptools_protocol() if importlib.util.find_spec("httptools") else _h11_protocol()


class _Manners:
    """What both parsers' protocols do alike."""

    if TYPE_CHECKING:
        transport: asyncio.Transport

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False  # mockod has an access log of its own, and other servers here keep theirs

    def send_400_response(self, msg: str) -> None:
        self.transport.write(UNREADABLE)
        self.transport.close()

    def _should_upgrade(self) -> bool:
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: no client is at fault that offers another protocol."""


def _h11_protocol() -> type[asyncio.Protocol]:
    from uvicorn.protocols.http.h11_impl import H11Protocol as Base

    class H11Protocol(_Manners, Base):
        pass

    return H11Protocol


def _httptools_protocol() -> type[asyncio.Protocol]:
    import httptools
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Base

    class HttpToolsProtocol(_Manners, Base):
        """httptools ends a request that offers another protocol at its head, and its parser takes no body after it.

        So such a head is not acted on; it is parsed again without the offer, and the body follows it.
        """

        def data_received(self, data: bytes) -> None:
            self._unset_keepalive_if_required()
            while data:
                try:
                    self.parser.feed_data(data)
                except httptools.HttpParserUpgrade as offer:
                    if self.parser.get_method() == b"CONNECT":
                        self.send_400_response(_NO_HTTP)  # there is no body after it, and nothing to connect to
                        return
                    head, rest = self._head_without_offer(), data[offer.args[0] :]
                    self.parser = httptools.HttpRequestParser(self)
                    if hasattr(self.parser, "set_dangerous_leniencies"):  # as uvicorn's own, from httptools 0.6.3 on
                        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
                    data = head + rest
                except httptools.HttpParserError:
                    self.logger.warning(_NO_HTTP)
                    self.send_400_response(_NO_HTTP)
                    return
                else:
                    return

        def _head_without_offer(self) -> bytes:
            version = self.parser.get_http_version().encode()
            lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
            lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
            return b"\r\n".join([*lines, b"", b""])

        def on_headers_complete(self) -> None:
            if not self.parser.should_upgrade():
                super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            if not self.parser.should_upgrade():
                super().on_body(body)

        def on_message_complete(self) -> None:
            if not self.parser.should_upgrade():
                super().on_message_complete()

    return HttpToolsProtocol
