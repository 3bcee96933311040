"""Transport: waiting for a turn in the queue, delaying an answer, cutting the line. The only place that does.

The core decides (a queue ticket, ``Response.transport``), this module carries it out. A server that can hold a request
at no thread's cost (ASGI) does all of it. A plain WSGI server waits for no turn, and cuts a line as well as it can.
"""

from __future__ import annotations

import asyncio
import errno
import math
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any, NoReturn

from mockod.rest.messages import DELIVERED, Cut, Response, Transport
from mockod.runtime.request_queue import QueueTicket
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.simulation.clock import monotonic
from mockod.vendors.vendor import Call

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SENT_AT_ONCE = 262_144
"""Bytes of a body: more wait until the client has read, so that they are not copied whole, nor all others held up."""
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER without time: the system resets the connection instead of closing it."""


async def wait_for_turn(runtime: VendorRuntime, call: Call, ticket: QueueTicket, receive: Receive) -> bool:
    """Wait until it is this call's turn and start it; False when the client leaves before."""
    came, turn, loop = monotonic(), asyncio.Event(), asyncio.get_running_loop()
    ticket.woken = lambda: loop.call_soon_threadsafe(turn.set)
    seconds = ticket.try_start()
    if seconds > 0:
        left = asyncio.ensure_future(receive())  # the body is read: what comes now is the client's leave
        try:
            while seconds > 0:
                woken = asyncio.ensure_future(turn.wait())
                timeout = None if seconds == math.inf else seconds
                await asyncio.wait({woken, left}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
                turn.clear()
                if left.done():
                    return False
                seconds = ticket.try_start()
        finally:
            left.cancel()
            if seconds > 0:
                ticket.leave()
    call.request = replace(call.request, waited=round(monotonic() - came, 3))
    runtime.refresh(call)
    return True


def start_at_once(call: Call, ticket: QueueTicket) -> bool:
    """Start a call on a server that cannot hold it; False, and the call is turned away, where it would have to wait."""
    seconds = ticket.try_start()
    if seconds <= 0:
        return True
    ticket.leave()
    call.request = replace(call.request, turned_away=1 if seconds == math.inf else math.ceil(seconds))
    return False


def settled(transport: Transport, *, has_body: bool) -> Transport:
    """What can be done with an answer: where no body is sent there is no half of it, so the answer is lost whole."""
    if transport.cut is Cut.TRUNCATED and not has_body:
        return replace(transport, cut=Cut.LOST)
    return transport


async def deliver(status: int, headers: Headers, payload: bytes, transport: Transport, send: Send) -> None:
    """Send an answer over ASGI, cut where its ``transport`` says so."""
    if transport is not DELIVERED:
        if transport.cut in (Cut.LOST, Cut.RESET):
            hang_up(send, reset=transport.cut is Cut.RESET)
            return
        if transport.cut is Cut.TRUNCATED:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": payload[: len(payload) // 2], "more_body": True})
            hang_up(send)
            return
    await send({"type": "http.response.start", "status": status, "headers": headers})
    for first in range(0, len(payload) - SENT_AT_ONCE, SENT_AT_ONCE):
        await send({"type": "http.response.body", "body": payload[first : first + SENT_AT_ONCE], "more_body": True})
    rest = (len(payload) - 1) // SENT_AT_ONCE * SENT_AT_ONCE if len(payload) > SENT_AT_ONCE else 0
    await send({"type": "http.response.body", "body": payload[rest:] if rest else payload})


def hang_up(send: Send, *, reset: bool = False) -> None:
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


async def delay(response: Response) -> Response:
    """The response, once its delay is over. Its request keeps its place in the queue meanwhile."""
    if response.transport.delay:
        await asyncio.sleep(response.transport.delay)
    return response


def delay_thread(response: Response) -> Response:
    """As ``delay``, on a WSGI server, by the thread of the request."""
    if response.transport.delay:
        threading.Event().wait(response.transport.delay)  # which no library that freezes time replaces
    return response


class ConnectionCut(ConnectionResetError):
    """A fault cut the line of a request that came in process, by a test client or another WSGI caller.

    Over a socket, the client's own library raises what it raises for a connection that ends.
    """


def cut_line() -> NoReturn:
    """Cut the line on a WSGI server: called for the answer, where no error handler is left to make another of it."""
    reason = "a fault of mockod cut the connection; over a socket, a client's library raises an error of its own here"
    raise ConnectionCut(errno.ECONNRESET, reason)
