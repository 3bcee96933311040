"""The doors for httpx: transports, sync and async, behind which mockod answers in this process.

They are httpx's own, over httpcore's pools with a network backend that opens no socket. httpx is no requirement of
mockod: whoever imports this module has it.
"""

from __future__ import annotations

import math
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import anyio
import httpcore
import httpx

from mockod.adapters.connections import Connect, connect_to

if TYPE_CHECKING:
    from mockod.server.in_process import Application

POLL_SECONDS = 0.005
"""Between two looks of an async client whose request waits behind another of its office."""


class InProcessTransport(httpx.HTTPTransport):
    """httpx's transport over connections in this process."""

    def __init__(self, connect: Connect) -> None:
        super().__init__(verify=False, trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=_no_tls(), network_backend=_Backend(connect))


class AsyncInProcessTransport(httpx.AsyncHTTPTransport):
    """The same for async clients, under asyncio and trio alike."""

    def __init__(self, connect: Connect) -> None:
        super().__init__(verify=False, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(ssl_context=_no_tls(), network_backend=_AsyncBackend(connect))


class MockodTransport(InProcessTransport):
    """``httpx.Client(transport=MockodTransport(app))``: all that the client sends is answered by ``app``.

    ``app`` is made by ``mockod.app.create_app``; without one, by its defaults. Faults look as over a socket: a lost
    answer is ``httpx.RemoteProtocolError``, a reset line ``httpx.ReadError``, an answer later than the timeout
    ``httpx.ReadTimeout``, at once.
    """

    def __init__(self, app: Application | None = None) -> None:
        """Raises TypeError for an application that is not mockod's."""
        super().__init__(connect_to(app))


class AsyncMockodTransport(AsyncInProcessTransport):
    """``httpx.AsyncClient(transport=AsyncMockodTransport(app))``, as ``MockodTransport``."""

    def __init__(self, app: Application | None = None) -> None:
        """Raises TypeError for an application that is not mockod's."""
        super().__init__(connect_to(app))


def _no_tls() -> ssl.SSLContext:
    """What httpcore wants to have for https. Nothing is encrypted, and no certificates are loaded."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Connected:
    """A connection in this process, and what of a stream does not wait."""

    def __init__(self, connect: Connect, host: str, port: int) -> None:
        """``https`` is told by the TLS that is started next. Raises httpcore.ConnectError."""
        try:
            self._connection = connect("http", host, port)
        except ConnectionRefusedError as exc:
            raise httpcore.ConnectError(str(exc)) from exc

    def get_extra_info(self, info: str) -> Any:
        return self._connection.address if info == "server_addr" else None

    def _encrypt(self) -> None:
        self._connection.scheme = "https"


class _Stream(_Connected, httpcore.NetworkStream):
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._connection.receive(max_bytes, timeout)
        except TimeoutError as exc:
            raise httpcore.ReadTimeout(exc.strerror) from exc
        except ConnectionResetError as exc:
            raise httpcore.ReadError(str(exc)) from exc

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.send(buffer)

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._encrypt()
        return self


class _AsyncStream(_Connected, httpcore.AsyncNetworkStream):
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        connection = self._connection
        try:
            with anyio.fail_after(timeout):
                while (seconds := connection.seconds_to_wait()) > 0:
                    if timeout is not None and timeout < seconds < math.inf:
                        raise TimeoutError("timed out")
                    await anyio.sleep(POLL_SECONDS if seconds == math.inf else seconds)
            return connection.take(max_bytes)
        except TimeoutError as exc:
            connection.close()
            raise httpcore.ReadTimeout("timed out") from exc
        except ConnectionResetError as exc:
            raise httpcore.ReadError(str(exc)) from exc

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._connection.send(buffer)

    async def aclose(self) -> None:
        self._connection.close()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._encrypt()
        return self


class _Backend(httpcore.NetworkBackend):
    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._connect, host, port)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _AsyncStream(self._connect, host, port)

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
