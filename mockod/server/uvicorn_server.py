"""Serving: the application behind uvicorn, in this process or in a thread of it.

Requests are answered one after another in the server's own thread, which is the quickest that Python does;
what may take long is answered aside. uvicorn keeps every connection that only waits, at no thread's cost.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache, partial
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from mockod.server.addresses import url_of
from mockod.server.asgi import asgi_app
from mockod.server.connection_limit import OUT_OF_ROOM, ConnectionLimit, Listener, most_connections
from mockod.server.protocols import protocol
from mockod.server.site import EXTENSION, Site
from mockod.simulation.clock import monotonic

if TYPE_CHECKING:
    from flask import Flask

SECONDS_TO_FINISH = 0.5
"""What requests under way have left when the server is told to stop."""
SECONDS_TO_LEAVE = 5.0
"""What a ``ServerThread`` waits for its server's end before it goes on without."""
SECONDS_IDLE = 150
"""How long a connection without a request is kept: the vendor's web server (HTTP.sys) keeps them for two minutes."""
SECONDS_BETWEEN_LOOKS = 1.0
"""How often connections are looked at that keep the server waiting."""
SECONDS_OF_GRACE = 0.005
"""What the request that took something made ahead has to be answered, before the next is made."""
TICK = 1.0
"""Seconds between two looks at what offices have to tell of their own accord."""
log = logging.getLogger(__name__)
logging.getLogger("uvicorn.error").addHandler(logging.NullHandler())  # as silent as mockod where nobody listens


def listen(host: str, port: int) -> Listener:
    """A socket that listens; port 0 lets the system choose. Raises OSError where it cannot.

    It names its protocol, as asyncio sends at once (TCP_NODELAY) only where it sees that it speaks TCP:
    without, every answer waits forty milliseconds for the client to acknowledge its head.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = Listener(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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


class _EventLoop(asyncio.SelectorEventLoop if sys.platform != "win32" else asyncio.ProactorEventLoop):  # type: ignore[misc]
    """An event loop whose time goes on also while a test has frozen the process's: else all that waits would hang."""

    def time(self) -> float:
        return monotonic()


def _nothing() -> None:
    """What there is to do where nobody says so."""


@contextmanager
def ticking(
    tick: Callable[[], object], make_ahead: Callable[[], object] = lambda: None
) -> Iterator[Callable[[], None]]:
    """Call ``tick`` once a second, in a thread of its own, until the end, whatever becomes of one call.

    Gives what lets that thread call ``make_ahead`` a moment later.
    """
    awake, stop = threading.Event(), threading.Event()

    def attempt(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # the next look may go better
            log.exception("the offices could not be looked after")

    def run() -> None:
        due = monotonic() + TICK
        while not stop.is_set():
            if awake.wait(max(due - monotonic(), 0)) and not stop.wait(SECONDS_OF_GRACE):
                awake.clear()
                attempt(make_ahead)
            if monotonic() >= due and not stop.is_set():
                attempt(tick)
                due = monotonic() + TICK

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield awake.set
    finally:
        stop.set()
        awake.set()
        thread.join(SECONDS_TO_FINISH)


def _made_when_needed(site: Site) -> Callable[[], Flask]:
    """A site's Flask application, made and imported at the first call: a fifth of the start."""

    @cache
    def make() -> Flask:
        from mockod.server.wsgi import flask_app

        return flask_app(site)

    return make


class AsgiServer(uvicorn.Server):
    """uvicorn, told to leave quietly: a signal ends the server, not the program around it."""

    def __init__(self, application: Any, site: Site | None = None) -> None:
        """``application`` speaks ASGI; a ``site`` that it belongs to is looked after meanwhile."""
        self._site = site
        self._limit = ConnectionLimit(most_connections())
        http: Any = partial(protocol(), limit=self._limit)  # what uvicorn calls to have a protocol
        super().__init__(
            uvicorn.Config(
                application,
                http=http,
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,  # what it logs is for the handlers of whoever runs this process
                server_header=False,
                timeout_keep_alive=SECONDS_IDLE,
            )
        )
        self._wake: Callable[[], object] = _nothing

    def stop(self) -> None:
        """Tell the server to end, from any thread or signal handler."""
        self.should_exit = True
        with suppress(RuntimeError):  # its loop is closed: it has ended
            self._wake()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.stop()

    async def main_loop(self) -> None:
        """Keep the Date header true, and end what waits in vain, until told to stop.

        uvicorn itself looks ten times a second whether it is told to.
        """
        stopping, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.set_exception_handler(self._handle_exception)
        self._wake = lambda: loop.call_soon_threadsafe(stopping.set)
        while not await self.on_tick(0):
            connections: list[Any] = list(self.server_state.connections)
            for connection in connections:
                connection.end_if_overdue()
            self._limit.tell()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SECONDS_BETWEEN_LOOKS)

    def _handle_exception(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Count a connection that the system has no room for; of such, asyncio writes thousands of tracebacks."""
        exc = context.get("exception")
        if isinstance(exc, OSError) and exc.errno in OUT_OF_ROOM:
            self._limit.refused += 1
        else:
            loop.default_exception_handler(context)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close what is idle at once, and what is under way once it is answered or its time is over."""
        for server in self.servers:
            server.close()
        connections, tasks = self.server_state.connections, self.server_state.tasks
        for connection in list(connections):
            connection.shutdown()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=SECONDS_TO_FINISH)
            for task in late:
                task.cancel()
        given_up = monotonic() + SECONDS_TO_FINISH
        while connections and monotonic() < given_up:
            await asyncio.sleep(0.0005)  # their last bytes are on the way
        for connection in list(connections):
            connection.transport.abort()  # its client does not read
        await asyncio.sleep(0)

    def run_on(self, listening: Listener) -> None:
        """Serve until told to stop, and look every second for what offices have to tell."""
        listening.limit = self._limit
        # uvicorn itself does not close the socket where it is told to stop before it has begun.
        address, port = listening.getsockname()[:2]
        served: AbstractContextManager[None] = self._site.served_at(address, port) if self._site else nullcontext()
        with listening, served, self._looked_after(), asyncio.Runner(loop_factory=_EventLoop) as runner:
            runner.run(self.serve(sockets=[listening]))

    @contextmanager
    def _looked_after(self) -> Iterator[None]:
        """Offices are told of what is due meanwhile, and new ones find what they need made ahead."""
        site = self._site
        if site is None:
            yield
            return
        with ticking(site.tick, site.make_ahead) as wake, site.made_ahead_by(wake):
            yield


class Server(AsgiServer):
    """The server of a Flask application, or of a site, which is served without Flask until something needs it."""

    def __init__(self, app: Flask | Site) -> None:
        site: Site | None = app if isinstance(app, Site) else app.extensions.get(EXTENSION)
        wsgi_app = _made_when_needed(app) if isinstance(app, Site) else lambda: app
        super().__init__(asgi_app(site, wsgi_app), site)


class ServerThread:
    """A server in a thread, for tests: ``with ServerThread(app) as server: requests.get(server.url)``."""

    def __init__(self, app: Flask | Site, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = Server(app)
        self._socket = listen(host, port)
        self.port = int(self._socket.getsockname()[1])
        self.url = url_of(host, self.port)
        self._thread = threading.Thread(target=self._server.run_on, args=(self._socket,), daemon=True)

    def __enter__(self) -> ServerThread:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server; what is under way has ``SECONDS_TO_FINISH``. Waits for ``SECONDS_TO_LEAVE`` at most."""
        self._server.stop()
        self._thread.join(SECONDS_TO_LEAVE)
        if self._thread.is_alive():
            log.error("the server at %s has not ended after %s seconds and is left behind", self.url, SECONDS_TO_LEAVE)
