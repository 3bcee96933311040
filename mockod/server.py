"""Serving: the application behind uvicorn, in this process or in a thread of it.

Requests are answered one after another in the server's own thread, which is the quickest that Python does;
what may take long is answered aside. uvicorn keeps every connection that only waits, at no thread's cost.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import io
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from types import FrameType
from typing import Any

import uvicorn
from flask import Flask

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

HOP_BY_HOP = (b"connection", b"transfer-encoding", b"upgrade")
"""Between client and server alone: by the time the application is called the body is whole, the protocol settled."""
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


class Server(uvicorn.Server):
    """uvicorn, told to leave quietly: a signal ends the server, not the program around it."""

    def __init__(self, app: Flask) -> None:
        super().__init__(
            uvicorn.Config(
                gate(app),
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
        """Serve until told to stop."""
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


def gate(app: Flask) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The Flask application as an ASGI one, called in the server's thread unless it says that it is slow."""
    is_slow = app.extensions["mockod.is_slow"]
    most = app.config["MAX_CONTENT_LENGTH"]

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _body(receive, most)
        except asyncio.CancelledError:
            return  # the server stops, and half a request is none
        if body is None:
            return
        environ = _environ(scope, body)
        if is_slow(scope["method"], scope["path"]):
            status, headers, payload = await asyncio.get_running_loop().run_in_executor(None, _run, app, environ)
        else:
            status, headers, payload = _run(app, environ)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": payload})

    return call


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; of one that is too large, enough to refuse it. None when the client left before its end."""
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        if size <= most:
            parts.append(part)
            size += len(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    server = scope.get("server") or ("127.0.0.1", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if name in HOP_BY_HOP or b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _run(app: Flask, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    """Call the WSGI application, and have its answer whole."""
    answered: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Iterable[tuple[str, str]], exc_info: object = None) -> Any:
        answered[:] = [
            (int(status[:3]), [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers])
        ]

    chunks = app(environ, start_response)
    try:
        payload = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return (*answered[0], payload)
