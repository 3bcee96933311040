"""Interception: requests to chosen hosts are answered in this process, whatever client of Python's sends them.

While anybody intercepts, five methods are replaced: those by which requests, urllib3, httpx (sync and async) and
http.client send or connect. A request whose host nobody intercepts goes the way it always went. Not caught are
clients with sockets of their own, such as aiohttp and pycurl, other processes, and a connection of http.client that
was open before.
"""

from __future__ import annotations

import http.client
import inspect
import threading
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import requests.adapters
import urllib3.connectionpool

from mockod.adapters.connections import Connect, InProcessPools, InProcessSocket
from mockod.adapters.requests_adapter import InProcessAdapter
from mockod.server.in_process import InProcessConnection

PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]
"""Scheme, host in lower case, and port."""


def origin_of(url: str) -> Origin:
    """
    >>> origin_of("https://API.example/v1")
    ('https', 'api.example', 443)

    Raises ValueError for what is no address of the web.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is no address like https://host or http://host:port")
    return parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]


@dataclass(frozen=True, eq=False)
class Interception:
    """Origins, and who answers in their place."""

    origins: frozenset[Origin]
    answers: Connect
    passes_others: bool = True
    """Whether requests to other hosts go out; else they are refused."""

    def connect_for(self, origin: Origin) -> Connect | None:
        """Who connects to an origin; None for the network itself."""
        if origin in self.origins:
            return self.answers
        return None if self.passes_others else _refuse


def _refuse(scheme: str, host: str, port: int) -> InProcessConnection:
    raise ConnectionRefusedError(f"{scheme}://{host}:{port} is not intercepted, and nothing else may be called here")


class Interceptions:
    """Those that are at work in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active: tuple[Interception, ...] = ()
        self._own: ContextVar[tuple[Interception, ...]] = ContextVar("mockod_interceptions", default=())
        """Those begun in this thread or task, which come first; a thread that began none uses the latest of all."""
        self._replaced: list[tuple[Any, str, Any, Any]] = []
        """Owner, name, what stood there, and what stands there now."""

    def begin(self, interception: Interception) -> None:
        with self._lock:
            if not self._active:
                self._replace()
            self._active = (*self._active, interception)
        self._own.set((*self._own.get(), interception))

    def end(self, interception: Interception) -> None:
        with self._lock:
            self._active = tuple(one for one in self._active if one is not interception)
            if not self._active:
                self._restore()
        self._own.set(tuple(one for one in self._own.get() if one is not interception))

    def connect_for(self, origin: Origin) -> Connect | None:
        """Who connects to an origin, as the innermost interception that knows it says; None for the network."""
        active = self._active
        own = [one for one in self._own.get() if one in active]
        for one in reversed(own or active):
            connect = one.connect_for(origin)
            if connect:
                return connect
        return None

    def _replace(self) -> None:
        for owner, name, make in _methods(self.connect_for):
            original = owner.__dict__[name]
            replacement = wraps(original)(make(original))
            setattr(owner, name, replacement)
            self._replaced.append((owner, name, original, replacement))

    def _restore(self) -> None:
        """What somebody else has replaced since stays: ours, below it, passes everything on."""
        for owner, name, original, replacement in reversed(self._replaced):
            if owner.__dict__[name] is replacement:
                setattr(owner, name, original)
        self._replaced.clear()


ConnectFor = Callable[[Origin], Connect | None]
Replacement = tuple[Any, str, Callable[[Any], Any]]
"""A class, the name of its method, and what makes the replacement of the original."""


def _methods(connect_for: ConnectFor) -> Iterable[Replacement]:
    yield requests.adapters.HTTPAdapter, "send", lambda original: _send(original, connect_for)
    yield urllib3.connectionpool.HTTPConnectionPool, "urlopen", lambda original: _urlopen(original, connect_for)
    yield http.client.HTTPConnection, "connect", lambda original: _connect(original, connect_for, "http")
    yield http.client.HTTPSConnection, "connect", lambda original: _connect(original, connect_for, "https")
    try:
        from mockod.adapters.httpx_interception import methods  # here, as not everybody has httpx
    except ImportError:
        return
    yield from methods(connect_for)


def is_of_mockod(client: object) -> bool:
    """Whether a client is mockod's own: its connections in this process, and those of its webhooks."""
    return any(kind.__module__.partition(".")[0] == "mockod" for kind in type(client).__mro__)


def _send(original: Any, connect_for: ConnectFor) -> Any:
    """``send`` of requests' adapter, with the retries of the adapter that was asked."""

    def send(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        connect = None if is_of_mockod(self) else connect_for(origin_of(request.url))
        if connect is None:
            return original(self, request, *args, **kwargs)
        return InProcessAdapter(connect, self.max_retries).send(request, *args, **kwargs)

    return send


def _urlopen(original: Any, connect_for: ConnectFor) -> Any:
    """``urlopen`` of urllib3's pools, with the retries and the timeout of the pool that was asked."""
    signature = inspect.signature(original)

    def urlopen(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        if self.ConnectionCls.__module__.partition(".")[0] == "mockod":
            return original(self, method, url, *args, **kwargs)
        scheme, host, port = _origin_of_pool(self, url)
        connect = connect_for((scheme, host, port))
        if connect is None:
            return original(self, method, url, *args, **kwargs)
        call = signature.bind_partial(self, method, url, *args, **kwargs)
        given = {name: value for name, value in call.arguments.items() if name not in ("self", "response_kw")}
        pool: Any = InProcessPools(connect).connection_from_host(host, port, scheme)
        own = {"timeout": self.timeout, "retries": self.retries, "headers": self.headers or None}
        return pool.urlopen(**{**own, **given}, **call.arguments.get("response_kw", {}))

    return urlopen


def _origin_of_pool(pool: Any, url: str) -> Origin:
    """Where a request of a pool goes: by a proxy to wherever its URL says."""
    if "://" in url.partition("?")[0] and not url.startswith("/"):
        return origin_of(url)
    return pool.scheme, pool.host.strip("[]").lower(), pool.port or PORTS[pool.scheme]


def _connect(original: Any, connect_for: ConnectFor, scheme: str) -> Any:
    """``connect`` of Python's own connections, which urllib.request uses too; urllib3's have one of their own."""

    def connect(self: Any) -> None:
        tunnelled = getattr(self, "_tunnel_host", None)
        host, port = (tunnelled, self._tunnel_port) if tunnelled else (self.host, self.port)
        found = connect_for((scheme, host.lower(), port))
        if found is None:
            original(self)
            return
        self.sock = InProcessSocket(found(scheme, host, port), self.timeout)

    return connect
