"""HTTP on a connection: uvicorn's protocols, by either of its parsers, with what clients of an API need.

An offer of another protocol is passed over and the request answered as it is (RFC 9110, section 7.8): curl offers
HTTP/2 with each ``--http2``, Java's HttpClient with every first request. What is no HTTP is refused in JSON.

What a client sends is bounded in size and in time while it comes, whichever parser reads it; so is what it leaves
unread. Time is the event loop's, which no test freezes.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.flow_control import FlowControl

from mockod.log import Line
from mockod.server.connection_limit import ConnectionLimit

MOST_HEAD_BYTES = 65_536
"""Of a request's line and headers together; so many also behind a body in chunks, or beside one of its parts."""
SECONDS_FOR_HEAD = 30.0
"""From the first byte of a request to the end of its headers."""
SECONDS_OF_PAUSE = 30.0
"""Between two parts of a body."""
SECONDS_UNREAD = 30.0
"""In which a client takes nothing of the answer that waits for it."""
SECONDS_TO_HEAR = 2.0
"""For a client that is refused in the middle of what it sends to read why."""
PIECE_BYTES = 16_384
"""What a parser is given at once: no more requests than fit in it are parsed before the first is answered."""
MOST_UNREAD_BYTES = 65_536
"""Of requests that are sent before the one ahead of them is answered; the client waits with more."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """The whole answer where there is no request to answer. The connection ends with it."""

    status: HTTPStatus
    text: str

    @cached_property
    def answer(self) -> bytes:
        body = f'"{self.text}"'.encode()
        return (
            b"HTTP/1.1 %d %b\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n"
            b"connection: close\r\nx-mockod-basis: assumed\r\n\r\n%b"
        ) % (self.status, self.status.phrase.encode(), len(body), body)


NO_HTTP = Refusal(HTTPStatus.BAD_REQUEST, "Invalid HTTP request received.")
HEAD_TOO_LARGE = Refusal(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The request's headers are larger than {MOST_HEAD_BYTES} bytes."
)
TARGET_TOO_LONG = Refusal(
    HTTPStatus.REQUEST_URI_TOO_LONG, f"The request's first line is longer than {MOST_HEAD_BYTES} bytes."
)
TOO_LATE = Refusal(HTTPStatus.REQUEST_TIMEOUT, "The rest of the request has not come in time.")
TOO_MANY = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "The server has as many connections as it can keep.")


def protocol() -> type[Manners]:
    """The protocol by the quickest parser that is installed."""
    if importlib.util.find_spec("httptools"):
        from mockod.server.httptools_protocol import HttpToolsProtocol

        return HttpToolsProtocol
    from mockod.server.h11_protocol import H11Protocol

    return H11Protocol


def unsent_bytes(transport: asyncio.Transport) -> int:
    """What the client has still to take, as far as the system tells; 0 where all is handed over to the system.

    Without the system's own share a client that reads slowly looks like one that does not read: the system asks for
    more only when it has sent a third of what it holds.
    """
    unsent = transport.get_write_buffer_size()
    if unsent and sys.platform == "linux":
        import fcntl
        import termios

        with suppress(OSError, ValueError):
            held = fcntl.ioctl(transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
            unsent += int.from_bytes(held, sys.byteorder)
    return unsent


class Flow(FlowControl):
    """Reading goes on only where there is room for what is read."""

    def __init__(self, transport: asyncio.Transport, protocol: Manners) -> None:
        super().__init__(transport)
        self._protocol = protocol

    def resume_reading(self) -> None:
        if len(self._protocol.unread) < MOST_UNREAD_BYTES:
            super().resume_reading()


if TYPE_CHECKING:

    class _UvicornProtocol(asyncio.Protocol):
        """What both of uvicorn's protocols have."""

        transport: asyncio.Transport
        loop: asyncio.AbstractEventLoop
        connections: set[Any]
        cycle: Any
        flow: FlowControl
        timeout_keep_alive: int
        timeout_keep_alive_task: asyncio.TimerHandle | None

        def _unset_keepalive_if_required(self) -> None: ...
        def on_response_complete(self) -> None: ...
        def shutdown(self) -> None: ...
else:
    _UvicornProtocol = asyncio.Protocol


class Manners(_UvicornProtocol):
    """What both parsers' protocols do alike.

    A parser is given what has come in pieces, and nothing beyond a request that is still to be answered.
    """

    unread = b""
    """What has come, and the parser has not been given."""
    unfinished = 0
    """Bytes that the parser has been given since it last came to the end of a head or to a part of a body."""
    is_refused = False
    """Whether the connection has had its last answer; whatever still comes is passed over."""
    since = 0.0
    """When the wait for the client began: at the first byte of a head, else at the last byte that came."""
    unsent = 0
    """Bytes that waited for the client to read them, when that was last looked at."""
    unsent_since = 0.0
    """When the client last read, or had nothing to read."""

    def __init__(self, *args: Any, limit: ConnectionLimit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.access_log = False  # mockod has an access log of its own, and other servers here keep theirs

    def parse(self, piece: bytes) -> None:
        """Give the parser a piece, and count what is ``unfinished``."""
        raise NotImplementedError

    @property
    def head(self) -> bytes:
        """What has come of a head that is still to be completed, as far as it is known."""
        raise NotImplementedError

    @property
    def is_in_head(self) -> bool:
        """Whether a head has begun and is not complete."""
        raise NotImplementedError

    @property
    def is_under_way(self) -> bool:
        """Whether a whole request is there and is not answered."""
        cycle = self.cycle
        return not (cycle is None or cycle.more_body or cycle.response_complete)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.flow = Flow(self.transport, self)
        self.since = self.unsent_since = self.loop.time()
        if self.limit and len(self.connections) > self.limit.most:
            self.limit.refused += 1
            self.is_refused = True
            self.transport.write(TOO_MANY.answer)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the idle timer, also where the client reset: else it keeps the connection in memory for its time."""
        self._unset_keepalive_if_required()
        self.unread = b""
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        if self.is_refused:
            return
        was_in_head = self.is_in_head
        self.unread = self.unread + data if self.unread else data
        self.read_on()
        if not (was_in_head and self.is_in_head):
            self.since = self.loop.time()
        if len(self.unread) >= MOST_UNREAD_BYTES:
            self.flow.pause_reading()

    def read_on(self) -> None:
        """Give the parser what has come, up to the end of a request that is to be answered first."""
        while self.unread and not self.is_under_way and not self.is_refused and not self.transport.is_closing():
            size = min(PIECE_BYTES, MOST_HEAD_BYTES - self.unfinished)
            piece, self.unread = self.unread[:size], self.unread[size:]
            self.parse(piece)
            if self.unfinished >= MOST_HEAD_BYTES:
                head = self.head
                self.refuse(TARGET_TOO_LONG if head and b"\n" not in head else HEAD_TOO_LARGE)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.unread and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self.read_on()
            self.flow.resume_reading()

    def refuse(self, refusal: Refusal) -> None:
        """Log why, answer it, and end."""
        log.warning(refusal.text)
        self.end_with(refusal)

    def end_with(self, refusal: Refusal) -> None:
        """Answer, and end; the client may read it while it still sends.

        A connection that is closed with bytes unread is reset, and its last answer lost (RFC 9112, section 9.6).
        """
        if self.is_refused or self.transport.is_closing():
            return
        self.is_refused = True
        self.unread = b""
        self.since = self.loop.time()
        if self.cycle is not None and not self.cycle.response_complete:  # the rest of its body will not come
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write(refusal.answer)
        self.transport.write_eof()
        self.flow.resume_reading()

    def end_if_overdue(self) -> None:
        """End the connection where its client keeps it waiting for too long; called every second."""
        now, transport = self.loop.time(), self.transport
        unsent = unsent_bytes(transport)
        if not unsent or unsent < self.unsent:
            self.unsent_since = now
        self.unsent = unsent
        waited = now - self.since
        if unsent and now - self.unsent_since > SECONDS_UNREAD:
            log.warning(Line("connection dropped, as its client does not read", unread=unsent))
            transport.abort()
        elif transport.is_closing():
            return
        elif self.is_refused:
            if waited > SECONDS_TO_HEAR:
                transport.abort()
        elif self.is_under_way or self.flow.read_paused:
            self.since = now
        elif self.is_in_head:
            if waited > SECONDS_FOR_HEAD:
                self.refuse(TOO_LATE)
        elif self.cycle is not None and not self.cycle.response_complete:
            if waited > SECONDS_OF_PAUSE:
                self.refuse(TOO_LATE)
        elif self.timeout_keep_alive_task is None and waited > self.timeout_keep_alive:
            transport.close()  # it has sent no request yet; after an answer, uvicorn's own timer does this

    def shutdown(self) -> None:
        if self.is_refused:
            self.transport.close()
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        self.end_with(NO_HTTP)  # uvicorn has logged it

    def _should_upgrade(self) -> bool:
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: no client is at fault that offers another protocol."""
