"""What is replaced of httpx while somebody intercepts: see ``interception``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import httpx

from mockod.adapters.connections import Connect
from mockod.adapters.httpx_transport import AsyncInProcessTransport, InProcessTransport

ConnectFor = Callable[[tuple[str, str, int]], Connect | None]


def methods(connect_for: ConnectFor) -> Iterable[tuple[Any, str, Callable[[Any], Any]]]:
    """Classes of httpx, names of their methods, and what makes each replacement."""
    yield httpx.HTTPTransport, "handle_request", lambda original: _handle(original, connect_for)
    yield httpx.AsyncHTTPTransport, "handle_async_request", lambda original: _handle_async(original, connect_for)


def _found(transport: object, request: httpx.Request, connect_for: ConnectFor) -> Connect | None:
    if isinstance(transport, InProcessTransport | AsyncInProcessTransport):
        return None
    url = request.url
    return connect_for((url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme, 0)))


def _handle(original: Any, connect_for: ConnectFor) -> Any:
    def handle_request(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        connect = _found(self, request, connect_for)
        answered: httpx.Response = (
            original(self, request) if connect is None else InProcessTransport(connect).handle_request(request)
        )
        return answered

    return handle_request


def _handle_async(original: Any, connect_for: ConnectFor) -> Any:
    async def handle_async_request(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        connect = _found(self, request, connect_for)
        answered: httpx.Response = await (
            original(self, request)
            if connect is None
            else AsyncInProcessTransport(connect).handle_async_request(request)
        )
        return answered

    return handle_async_request
