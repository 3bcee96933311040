"""An office's data in memory: open, or parked as compressed bytes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable

from mockod.store.connection import SqlFunctions, bound, opened
from mockod.store.storage_errors import check_size, refuse


def pack(image: bytes) -> bytes:
    """An image as a parked office keeps it."""
    return zlib.compress(image, 1)


class MemoryDatabase:
    """The data and their connection, which is None while the office is parked. Its caller has the office's lock.

    Whatever it raises is an ``ApiError``, and then the data are as they were.
    """

    name = ""
    was_there = False

    def __init__(self, image: bytes, functions: SqlFunctions, most_bytes: int) -> None:
        """``most_bytes`` is what the data may grow to. Refuses an image that is larger."""
        self._functions = functions
        self._most_bytes = most_bytes
        self._parked = b""
        self._parked_size = 0
        """Bytes of what is parked, once it is open: told to zlib, so that it makes no second copy."""
        self.connection: sqlite3.Connection | None = self._opened(image)

    def open(self) -> sqlite3.Connection:
        """The connection, made anew where the office is parked."""
        if self.connection is None:
            self.connection = self._opened(zlib.decompress(self._parked, bufsize=self._parked_size))
            self._parked = b""
        return self.connection

    def replace(self, image: bytes) -> sqlite3.Connection:
        """Put an image in the place of the data."""
        db = self._opened(image)
        self.close()
        self.connection = db
        return db

    def park(self, packed: Callable[[], bytes] | None = None) -> None:
        """Keep the data compressed; ``packed`` gives them so, where somebody knows that already."""
        if self.connection is not None:
            self._parked_size = self.size()
            try:
                self._parked = pack(self.connection.serialize()) if packed is None else packed()
            except (sqlite3.Error, MemoryError) as exc:
                refuse(exc, self.name)
                raise
            self.connection.close()
            self.connection = None

    def close(self) -> None:
        """Forget the data."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self._parked = b""

    def abandon(self) -> None:
        """There is nothing but this connection to go on with."""

    def size(self) -> int:
        """Bytes of memory; what is parked is compressed."""
        if self.connection is None:
            return len(self._parked)
        pages, size = (self.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * size)

    def is_in_place(self) -> bool:
        return True

    def _opened(self, image: bytes) -> sqlite3.Connection:
        """A connection of its own for each image: one that has served another may read stale pages."""
        check_size(image, self._most_bytes)
        try:
            db = opened(image, self._functions)
            bound(db, self._most_bytes)
        except (sqlite3.Error, MemoryError) as exc:
            refuse(exc, self.name)
            raise
        return db
