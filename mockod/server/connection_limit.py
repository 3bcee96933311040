"""How many connections a server keeps, and what becomes of those for which there is no room."""

from __future__ import annotations

import errno
import logging
import os
import socket
from contextlib import suppress
from typing import Any

from mockod.log import Line

MOST_CONNECTIONS = 10_000
"""Kept by one server, however many files its process may open."""
SHARE = 2
"""One of so many files that the process may open is a connection's; the others are for offices' databases."""
NO_LIMIT_TOLD = 2048
"""Files that a process may open, where the system does not say."""
OUT_OF_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
"""What the system says when there is room for no more connections."""
log = logging.getLogger(__name__)


def most_connections() -> int:
    """What this process has room for.

    >>> 1 <= most_connections() <= MOST_CONNECTIONS
    True
    """
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        files = NO_LIMIT_TOLD
    else:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if files == resource.RLIM_INFINITY:
            return MOST_CONNECTIONS
    return max(1, min(MOST_CONNECTIONS, files // SHARE))


class ConnectionLimit:
    """The bound on connections, and a count of those refused since it was last told."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.refused = 0

    def tell(self) -> None:
        """Log the refused ones in one line, however many; called once a second."""
        if self.refused:
            log.warning(Line("connections refused, as there are too many", refused=self.refused, most=self.most))
            self.refused = 0


class Listener(socket.socket):
    """A socket that listens. Where the process may open no more files, it ends a connection at once.

    Otherwise its client would wait for ever, and asyncio write thousands of tracebacks a second.
    """

    limit: ConnectionLimit | None = None
    """Told of each."""
    _spare: int | None = None
    """An open file that is closed to make room for a connection, just long enough to end it."""

    def accept(self) -> tuple[socket.socket, Any]:
        """Raises OSError where there is no room and none can be made, BlockingIOError where nobody waits any more."""
        try:
            return super().accept()
        except OSError as exc:
            if exc.errno not in OUT_OF_ROOM or self._spare is None:
                self._keep_spare()
                raise
        os.close(self._spare)
        self._spare = None
        try:
            super().accept()[0].close()
        finally:
            self._keep_spare()
        if self.limit:
            self.limit.refused += 1
        raise BlockingIOError  # so that asyncio looks after its other connections before the next

    def listen(self, backlog: int = 128, /) -> None:
        self._keep_spare()
        super().listen(backlog)

    def close(self) -> None:
        super().close()
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None

    def _keep_spare(self) -> None:
        if self._spare is None and self.fileno() >= 0:
            with suppress(OSError):
                self._spare = os.open(os.devnull, os.O_RDONLY)
