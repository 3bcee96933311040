"""Connections in this process, as http.client and urllib3 have them: in the place of a socket."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from urllib3 import PoolManager

from mockod.app import create_site
from mockod.server.in_process import InProcessConnection, InProcessServer

if TYPE_CHECKING:
    from mockod.server.in_process import Application

Connect = Callable[[str, str, int], InProcessConnection]
"""Opens a connection to a scheme, host and port. Raises ConnectionRefusedError where nobody listens."""


def connect_to(app: Application | None) -> Connect:
    """Connections to an application; to one of its own, with all defaults, where none is given. Raises TypeError."""
    return InProcessServer.of(create_site() if app is None else app).connect


class InProcessSocket:
    """What HTTP clients ask of a connected socket, and no more."""

    def __init__(self, connection: InProcessConnection, timeout: object = None) -> None:
        """``timeout`` in seconds, None for none; else a sentinel of a client, for the default of all sockets."""
        is_given = timeout is None or isinstance(timeout, int | float)
        self._connection = connection
        self._timeout = cast("float | None", timeout) if is_given else socket.getdefaulttimeout()

    def sendall(self, data: Any, flags: int = 0) -> None:
        self._connection.send(bytes(data))

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Raises TimeoutError and ConnectionResetError, as a socket does."""
        return self._connection.receive(size, self._timeout)

    def makefile(self, mode: str = "rb", *_: object, **__: object) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def settimeout(self, seconds: float | None) -> None:
        self._timeout = seconds

    def gettimeout(self) -> float | None:
        return self._timeout

    def getpeername(self) -> tuple[str, int]:
        return self._connection.address

    def fileno(self) -> int:
        """There is no file."""
        return -1

    def setsockopt(self, *_: object) -> None:
        """There is nothing to set."""

    def shutdown(self, how: int) -> None:
        self._connection.close()

    def close(self) -> None:
        """As with a socket, what is read by a file of its own is read to its end."""


class _Reader(io.RawIOBase):
    """The answer, as a file."""

    def __init__(self, connected: InProcessSocket) -> None:
        self._socket = connected

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._socket.recv(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class InProcessPools(PoolManager):
    """urllib3's pools, with connections in this process.

    urllib3 makes every pool by ``_new_pool``, which is meant to be overridden.
    """

    def __init__(self, connect: Connect) -> None:
        super().__init__()
        self._connect = connect

    def _new_pool(self, scheme: str, host: str, port: int, request_context: Mapping[str, Any] | None = None) -> Any:
        pool: Any = super()._new_pool(scheme, host, port, request_context)  # type: ignore[arg-type]
        pool.ConnectionCls = _in_process(pool.ConnectionCls, scheme, self._connect)
        return pool


def _in_process(kind: Any, scheme: str, connect: Connect) -> Any:
    """This kind of urllib3's connections, without a socket; nobody is there whose certificate could be checked."""

    class Connection(kind):  # type: ignore[misc]
        def connect(self) -> None:
            self.is_verified = True
            self.sock = InProcessSocket(connect(scheme, self.host, self.port), self.timeout)

    return Connection
