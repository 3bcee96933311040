"""HTTP by httptools, the quickest parser; what it does not read as HTTP wants it goes to h11."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Base

from mockod.server.protocols import NO_HTTP, Manners

OF_AN_OFFER = (b"upgrade", b"http2-settings")
"""Headers that offer another protocol; ``Connection`` names them again."""


class HttpToolsProtocol(Manners, Base):
    """The quick way, but for two kinds of requests that httptools does not read as HTTP wants it.

    It ends a request that offers another protocol at its head: such a head is parsed again without the offer, and
    the body follows it. And it knows some methods only, where HTTP lets a client make one up (RFC 9110, section
    9.1), and passes over what HTTP forbids: h11 reads such a request again, and has the connection from then on.
    """

    headers: list[tuple[bytes, bytes]]
    received = b""
    """What the parser was given last."""
    scope_before: Any = None
    """The request that the parser was at before."""
    head = b""
    is_in_head = False
    has_progressed = False
    """Whether the parser came to the end of a head, or to a part of a body, in what it was just given."""

    @property
    def is_under_way(self) -> bool:
        """Whether a whole request is there and is not answered, be it the last or one before it."""
        return bool(self.pipeline) or super().is_under_way

    def parse(self, piece: bytes) -> None:
        self.received, self.scope_before, self.has_progressed = piece, self.scope, False
        while self.received:
            try:
                self.parser.feed_data(self.received)
            except httptools.HttpParserUpgrade as offer:
                if self.parser.get_method() == b"CONNECT":  # after which there is no body
                    self.leave_to_h11()
                    return
                self.received = self.head_without_offer() + self.received[offer.args[0] :]
                self.head = b""
                self.parser = httptools.HttpRequestParser(self)
                if hasattr(self.parser, "set_dangerous_leniencies"):  # as uvicorn's own, from httptools 0.6.3 on
                    self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            except httptools.HttpParserError:
                self.leave_to_h11()
                return
            else:
                self.received = b""
        self.unfinished = 0 if self.has_progressed else self.unfinished + len(piece)
        if not self.is_in_head:
            self.head = b""
        elif self.begins_here():
            self.head += piece

    def head_without_offer(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        for name, value in self.headers:
            if name == b"connection":  # older uvicorns see no "close" among other options
                options = [option.strip() for option in value.lower().split(b",")]
                value = b", ".join(option for option in options if option not in OF_AN_OFFER)
            if name not in OF_AN_OFFER:
                lines.append(b"%b: %b" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    def begins_here(self) -> bool:
        """Whether the request is there from its first byte on, and nothing before it is unanswered."""
        is_idle = self.cycle is None or self.cycle.response_complete
        return is_idle and (bool(self.head) or self.scope is not self.scope_before)

    def leave_to_h11(self) -> None:
        if not self.begins_here():
            self.logger.warning(NO_HTTP.text)
            self.send_400_response(NO_HTTP.text)
            return
        self.connections.discard(self)
        from mockod.server.h11_protocol import H11Protocol  # here, as few clients need it

        judge: Any = H11Protocol
        successor = judge(self.config, self.server_state, self.app_state, self.loop)
        successor.connection_made(self.transport)
        self.transport.set_protocol(successor)
        rest, self.unread = self.unread, b""
        successor.data_received(self.head + self.received + rest)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; where it follows a whole request, that one's answer ends the connection."""
        if self.is_under_way:
            self.cycle.keep_alive = False
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.is_in_head = True

    def on_headers_complete(self) -> None:
        self.is_in_head, self.has_progressed = False, True
        if self.parser.should_upgrade():
            return
        if not is_plain(self.parser.get_http_version(), self.headers) and self.begins_here():
            raise ValueError("left to h11")
        super().on_headers_complete()
        self.headers = []  # what comes behind a body in chunks is no header (RFC 9110, section 6.5.1)

    def on_body(self, body: bytes) -> None:
        self.has_progressed = True
        if not self.parser.should_upgrade():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.has_progressed = True
        if not self.parser.should_upgrade():
            super().on_message_complete()


def is_plain(version: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a head is such that all parsers read it alike: HTTP/1, with one Host, and in chunks or not."""
    hosts = 0
    for name, value in headers:
        if name == b"host":
            hosts += 1
        elif (name == b"transfer-encoding" and value.lower() != b"chunked") or (name == b"expect" and version != "1.1"):
            return False
        if not name or b" " in name:  # which httptools takes before 0.6.3
            return False
    return hosts == 1 if version == "1.1" else hosts < 2 and version == "1.0"
