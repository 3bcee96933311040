"""The gate between uvicorn and the Flask application: it waits, delays and cuts lines, on the core's word.

Requests are answered one after another in the server's own thread, which is the quickest that Python does; what
may take long is answered aside. A request that only waits costs a task and no thread.
"""

from __future__ import annotations

import asyncio
import io
import socket
import struct
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any

from flask import Flask

from mockod.rest.messages import DELIVERED, Cut, Transport
from mockod.runtime.request_queue import QueueTicket
from mockod.simulation.clock import monotonic
from mockod.simulation.rate_limiter import QueueFull

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]

GATE = "mockod.server.asgi"
WAITED = "mockod.waited"
TURNED_AWAY = "mockod.turned_away"
TRANSPORT = "mockod.fate"
"""What gate and application tell each other, as keys of the environment."""
HOP_BY_HOP = (b"connection", b"transfer-encoding", b"upgrade")
"""Between client and server alone: by the time the application is called the body is whole, the protocol settled."""
MOST_ASIDE = 32
"""Slow calls at a time."""
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER without time: the system resets the connection instead of closing it."""


def gate(app: Flask) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The Flask application as an ASGI one."""
    admit = app.extensions["mockod.admit"]
    most = app.config["MAX_CONTENT_LENGTH"]
    room = asyncio.Semaphore(MOST_ASIDE)

    is_slow = app.extensions["mockod.is_slow"]

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _body(receive, most)
            if body is None:
                return
            environ = _environ(scope, body)
            path = "/" + scope["path"].lstrip("/")
            admitted = admit(path, environ.get("HTTP_AUTHORIZATION", ""))
            if isinstance(admitted, QueueFull):
                environ[TURNED_AWAY] = admitted.retry_after
            elif admitted is not None:
                came = monotonic()
                if not await _turn(admitted, receive):
                    return
                environ[WAITED] = round(monotonic() - came, 3)
            try:
                if is_slow(scope["method"], path):
                    answer = await _aside(app, environ, room)
                else:
                    answer = _run(app, environ)
            finally:
                if isinstance(admitted, QueueTicket):
                    admitted.done()
            await _deliver(answer, environ.get(TRANSPORT, DELIVERED), send)
        except asyncio.CancelledError:
            _hang_up(send)  # the server stops, and half a request is none

    return call


async def _turn(place: QueueTicket, receive: Receive) -> bool:
    """Wait until it is this request's turn and start; False when the client leaves before."""
    turn = asyncio.Event()
    loop = asyncio.get_running_loop()
    place.woken = lambda: loop.call_soon_threadsafe(turn.set)
    seconds = place.try_start()
    if seconds <= 0:
        return True
    left = asyncio.ensure_future(receive())  # the body is read: what comes now is the client's leave
    try:
        while seconds > 0:
            woken = asyncio.ensure_future(turn.wait())
            timeout = None if seconds == float("inf") else seconds
            await asyncio.wait({woken, left}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()
            turn.clear()
            if left.done():
                return False
            seconds = place.try_start()
        return True
    finally:
        left.cancel()
        if seconds > 0:
            place.leave()


async def _deliver(answer: Answer, transport: Transport, send: Send) -> None:
    status, headers, payload = answer
    if transport.delay:
        await asyncio.sleep(transport.delay)
    if transport.cut in (Cut.LOST, Cut.RESET):
        _hang_up(send, reset=transport.cut is Cut.RESET)
        return
    is_cut = transport.cut is Cut.TRUNCATED
    await send({"type": "http.response.start", "status": status, "headers": headers})
    part = payload[: len(payload) // 2] if is_cut else payload
    await send({"type": "http.response.body", "body": part, "more_body": is_cut})
    if is_cut:
        _hang_up(send)


async def _aside(app: Flask, environ: dict[str, Any], room: asyncio.Semaphore) -> tuple[int, Headers, bytes]:
    """Call the application in a thread of its own, which a server that is told to stop does not wait for."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[tuple[int, Headers, bytes]] = loop.create_future()

    def settle(answer: tuple[int, Headers, bytes] | BaseException) -> None:
        if answered.done():
            return  # nobody waits any more
        if isinstance(answer, BaseException):
            answered.set_exception(answer)
        else:
            answered.set_result(answer)

    def work() -> None:
        try:
            answer: tuple[int, Headers, bytes] | BaseException = _run(app, environ)
        except Exception as exc:
            answer = exc
        with suppress(RuntimeError):  # the loop is closed: the server has stopped meanwhile
            loop.call_soon_threadsafe(settle, answer)

    async with room:
        threading.Thread(target=work, daemon=True).start()
        return await answered


def _hang_up(send: Send, *, reset: bool = False) -> None:
    """End the connection. uvicorn sends by a method of its request cycle, which holds it and must know that it ended.

    Otherwise it would answer an unanswered request itself.
    """
    cycle: Any = send.__self__  # type: ignore[attr-defined]
    cycle.disconnected = True
    if cycle.transport.is_closing():
        return  # the client has left before
    if reset:
        cycle.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        cycle.transport.abort()
    else:
        cycle.transport.close()


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
        GATE: True,
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


def _run(app: Flask, environ: dict[str, Any]) -> Answer:
    """Call the WSGI application, and have its answer whole."""
    answered: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Iterable[tuple[str, str]], exc_info: object = None) -> Any:
        sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        answered[:] = [(int(status.partition(" ")[0]), sent)]

    chunks = app(environ, start_response)
    try:
        payload = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return (*answered[0], payload)
