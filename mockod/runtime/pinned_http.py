"""A request that goes to one address, whatever its URL's host would be resolved to by now."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPException, RemoteDisconnected
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from mockod.simulation.clock import monotonic

SHORTEST = 0.001
"""Seconds that are left, at least, where none are."""
TOO_LATE = "the receiver took too long to answer"


class NobodyThere(Exception):
    """No connection came about, so that nothing was sent."""


class Deadline:
    """Ends a connection when its time is over, however busy its receiver keeps it.

    By a second handle on the socket, as TLS takes the first one for itself.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._handle is not None:
            self._handle.close()

    def hold(self, connected: socket.socket) -> None:
        """It is this connection that is to end in time."""
        self._handle = connected.dup()
        if self.is_over:
            self._shut(self._handle)

    def _end(self) -> None:
        self.is_over = True
        if self._handle is not None:
            self._shut(self._handle)

    def _shut(self, handle: socket.socket) -> None:
        with suppress(OSError):  # it has ended by itself
            handle.shutdown(socket.SHUT_RDWR)


class _PinnedPools(PoolManager):
    """Connections to ``address`` alone, until the deadline; certificates are still judged by the URL's own host.

    urllib3 makes every pool by ``_new_pool``, which is meant to be overridden.
    """

    def __init__(self, address: str, deadline: Deadline) -> None:
        super().__init__()
        self._address = address
        self._deadline = deadline

    def _new_pool(self, scheme: str, host: str, port: int, request_context: Any = None) -> Any:
        named = dict(request_context or {})
        if scheme == "https":
            named["server_hostname"] = host.strip("[]")
        pool: Any = super()._new_pool(scheme, self._address, port, named)
        pool.ConnectionCls = held(pool.ConnectionCls, self._deadline)
        return pool


class _PinnedAdapter(HTTPAdapter):
    """Sends by these connections, in whatever way this version of requests asks for them."""

    def __init__(self, pools: _PinnedPools) -> None:
        self._pools = pools
        super().__init__(max_retries=0)

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        self.poolmanager = self._pools


def held(kind: Any, deadline: Deadline) -> type[HTTPConnection]:
    """This kind of connection, held to a deadline from before its first byte."""

    class Held(kind):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            connected: socket.socket = super()._new_conn()
            deadline.hold(connected)
            return connected

    return Held


def post(address: str, url: str, headers: Mapping[str, bytes], body: bytes, until: float) -> int:
    """The status that the receiver answers with, ``until`` then by ``monotonic``; the answer's body is not read.

    Raises NobodyThere where nothing was sent, and OSError or ValueError where something went wrong after.
    """
    seconds = max(until - monotonic(), SHORTEST)
    with Deadline(seconds) as deadline:
        try:
            status = _post(address, url, headers, body, seconds, deadline)
        except (OSError, ValueError) as exc:
            if deadline.is_over:
                raise TimeoutError(TOO_LATE) from exc
            raise
        if deadline.is_over:  # a head that is cut off looks like a whole one
            raise TimeoutError(TOO_LATE)
        return status


def _post(address: str, url: str, headers: Mapping[str, bytes], body: bytes, timeout: float, deadline: Deadline) -> int:
    with requests.Session() as session:
        session.trust_env = False  # neither proxies nor passwords of the environment
        session.headers.clear()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _PinnedAdapter(_PinnedPools(address, deadline)))
        try:
            answer = session.post(
                url,
                data=body,
                headers=dict(headers),
                auth=_as_it_is,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
        except requests.ConnectionError as exc:
            cause = exc.args[0] if exc.args else None
            reason = cause.reason if isinstance(cause, MaxRetryError) else cause
            if isinstance(reason, NewConnectionError | ConnectTimeoutError):
                why = f"({in_words(reason)})" if isinstance(reason, NewConnectionError) else "in time"
                raise NobodyThere(f"nobody answers at {address} {why}") from exc
            raise
        with answer:
            return answer.status_code


def in_words(exc: BaseException) -> str:
    """Why a request failed, in words: the innermost cause, without the names of the classes around it.

    >>> in_words(requests.ConnectionError(ConnectionResetError(104, "Connection reset by peer")))
    'Connection reset by peer'
    """
    causes = list(_causes(exc))
    for cause in reversed(causes):
        if isinstance(cause, RemoteDisconnected):
            return "the receiver closed the connection without an answer"
        if isinstance(cause, HTTPException):
            return "the receiver's answer is no HTTP"
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or (cause.reason or "it failed").replace("_", " ").lower()
            return f"TLS: {reason}"
        if isinstance(cause, TimeoutError):
            return TOO_LATE
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return next((str(cause) for cause in reversed(causes) if "<" not in str(cause) and str(cause)), "it failed")


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """An error and what it wraps, the innermost last: it is among ``args``, the ``reason``, or raised from."""
    seen: set[int] = set()
    waiting = [exc]
    while waiting:
        found = waiting.pop(0)
        if id(found) not in seen:
            seen.add(id(found))
            yield found
            if isinstance(found, TimeoutError):
                continue  # what was cut off then is its consequence
            raised_from = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
            inner = (*found.args, getattr(found, "reason", None), raised_from)
            waiting += [one for one in inner if isinstance(one, BaseException)]


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No password out of the URL in the place of our own header."""
    return request
