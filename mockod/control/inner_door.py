"""The door from inside: requests to vendors' APIs, and control calls, answered in the thread of whoever asks.

A scenario that the server itself plays goes through it. What a client would see of a lost answer, this one sees too.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from mockod.client.transport import Answer, Lost, NoServer, Sent
from mockod.control.api import PREFIX, ControlPlane
from mockod.rest.json_codec import write_json
from mockod.rest.messages import MOST_BODY_BYTES, Request, Response
from mockod.runtime.request_queue import QueueTicket
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.simulation.clock import monotonic

JSON = "application/json; charset=utf-8"
ROOT = "http://mockod"
"""The server's address, as seen from inside."""


class InnerDoor:
    """``InnerDoor(*runtimes).send`` is a door for a client, as ``over_http`` is."""

    def __init__(self, *runtimes: VendorRuntime) -> None:
        """Of several vendors the first is meant where a control call names none."""
        self._runtimes = runtimes
        self._control = ControlPlane(runtimes)

    def send(self, sent: Sent) -> Answer:
        """The answer to a request. Raises Lost, and NoServer where it is longer in coming than the client waits."""
        parts = urlsplit(sent.url)
        path = unquote(parts.path)
        content = sent.content or b""
        body = content if len(content) <= MOST_BODY_BYTES else None
        request = Request(sent.method, path, parts.query, _Headers(sent.headers), body)
        if path.startswith(f"{PREFIX}/"):
            return _answer(self._control.answer(replace(request, path=path.removeprefix(PREFIX))))
        for runtime in self._runtimes:
            for prefix in runtime.vendor.prefixes or (runtime.vendor.base_path,):
                if path == prefix or path.startswith(f"{prefix}/"):
                    below = replace(request, path=path.removeprefix(prefix), prefix=prefix)
                    return self._ask(runtime, below, sent.timeout)
        raise NoServer(f"there is nothing at {path}")

    @staticmethod
    def _ask(runtime: VendorRuntime, request: Request, timeout: float) -> Answer:
        """A request to an API: its turn in the queue, its answer, and what becomes of that on its way."""
        until = monotonic() + timeout
        call = runtime.receive(request, runtime.api.prefixes[request.prefix])
        if isinstance(call, Response):
            return _answer(call)
        ticket = runtime.enter(call, holds=True)
        if ticket and not _wait(ticket, timeout):
            raise NoServer("timed out")
        try:
            if ticket:
                runtime.refresh(call)
            response = runtime.answer(call)
            transport = response.transport
            if transport.delay:
                left = max(0.0, until - monotonic())
                threading.Event().wait(min(transport.delay, left))
                if transport.delay > left:
                    raise NoServer("timed out")
            if transport.cut is not None:
                raise Lost(f"the connection ended: {transport.cut.value}")
            return _answer(response)
        finally:
            if ticket:
                ticket.done()


class _Headers(dict[str, str]):
    """A request's headers, by name in any letter case."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def _wait(ticket: QueueTicket, timeout: float) -> bool:
    """Wait for a turn in the queue; False, and it is given up, where that takes too long."""
    woken, until = threading.Event(), monotonic() + timeout
    ticket.woken = woken.set
    while (seconds := ticket.try_start()) > 0:
        left = until - monotonic()
        if left <= 0 or left < seconds < math.inf:
            ticket.leave()
            return False
        woken.wait(min(seconds, left))
        woken.clear()
    return True


def _answer(response: Response) -> Answer:
    """A response as a client has it."""
    payload = response.payload
    if payload is None:
        payload = b"" if response.body is None else write_json(response.body)
    headers = {"X-Mockod-Basis": response.basis.value, **response.headers}
    if response.body is not None:
        headers.setdefault("Content-Type", JSON)
    if response.location:
        headers["Location"] = f"{ROOT}{response.location}"
    return Answer(response.status, headers.get("Content-Type", ""), payload, headers)
