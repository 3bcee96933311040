"""Serving: the application behind uvicorn, in this process or in a thread of it.

Requests are answered one after another in the server's own thread, which is the quickest that Python does;
what may take long is answered aside. uvicorn keeps every connection that only waits, at no thread's cost.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from mockod.server.asgi import asgi_app
from mockod.server.site import EXTENSION, Site

if TYPE_CHECKING:
    from flask import Flask

PROTOCOLS = {
    "httptools": ("uvicorn.protocols.http.httptools_impl", "HttpToolsProtocol"),
    "h11": ("uvicorn.protocols.http.h11_impl", "H11Protocol"),
}
_UNREADABLE_TEXT = b'"Invalid HTTP request received."'
UNREADABLE = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n"
    b"connection: close\r\nx-mockod-basis: assumed\r\n\r\n%b"
) % (len(_UNREADABLE_TEXT), _UNREADABLE_TEXT)
"""The whole answer to what is no HTTP."""
SECONDS_TO_FINISH = 0.5
"""What requests under way have left when the server is told to stop."""
TICK = 1.0
"""Seconds between two looks at what offices have to tell of their own accord."""
log = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 lets the system choose. Raises OSError where it cannot.

    It names its protocol, as asyncio sends at once (TCP_NODELAY) only where it sees that it speaks TCP:
    without, every answer waits forty milliseconds for the client to acknowledge its head.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:  # pragma: no cover - on Windows that option would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined]
        listening.bind((host, port))
        listening.listen(2048)
    except BaseException:
        listening.close()
        raise
    return listening


def protocol(parser: str) -> type[asyncio.Protocol]:
    """uvicorn's protocol by this parser; what it cannot even parse is refused in the shape of all else."""
    module, name = PROTOCOLS[parser]
    parsing: Any = getattr(importlib.import_module(module), name)

    class Protocol(parsing):  # type: ignore[misc]
        def send_400_response(self, msg: str) -> None:
            self.transport.write(UNREADABLE)
            self.transport.close()

    return Protocol


@contextmanager
def ticking(tick: Callable[[], object]) -> Iterator[None]:
    """Call ``tick`` once a second, in a thread of its own, until the end, whatever becomes of one call."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(TICK):
            try:
                tick()
            except Exception:  # the next look may go better
                log.exception("the offices could not be looked after")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(SECONDS_TO_FINISH)


def _nothing() -> None:
    """The tick of an application that has no offices."""


def _made_when_needed(site: Site) -> Callable[[], Flask]:
    """A site's Flask application, made and imported at the first call: a fifth of the start."""

    @cache
    def make() -> Flask:
        from mockod.server.wsgi import flask_app

        return flask_app(site)

    return make


class Server(uvicorn.Server):
    """uvicorn, told to leave quietly: a signal ends the server, not the program around it."""

    def __init__(self, app: Flask | Site) -> None:
        """``app`` is a Flask application, or a site, which is served without Flask until something needs it."""
        site: Site | None = app if isinstance(app, Site) else app.extensions.get(EXTENSION)
        wsgi_app = _made_when_needed(app) if isinstance(app, Site) else lambda: app
        self._tick: Callable[[], object] = site.tick if site else _nothing
        super().__init__(
            uvicorn.Config(
                asgi_app(site, wsgi_app),
                http=protocol("httptools" if importlib.util.find_spec("httptools") else "h11"),
                loop="asyncio",
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SECONDS_TO_FINISH,  # type: ignore[arg-type]
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.should_exit = True

    def run_on(self, listening: socket.socket) -> None:
        """Serve until told to stop, and look every second for what offices have to tell."""
        with ticking(self._tick):
            self.run(sockets=[listening])


class ServerThread:
    """A server in a thread, for tests: ``with ServerThread(app) as server: requests.get(server.url)``."""

    def __init__(self, app: Flask, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = Server(app)
        self._socket = listen(host, port)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.run_on, args=(self._socket,), daemon=True)

    def __enter__(self) -> ServerThread:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
