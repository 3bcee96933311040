"""An office's data in memory: open, or parked as what differs from the image that it began with."""

from __future__ import annotations

import sqlite3

from mockod.store.start_images import MOST_SPARE_BYTES, StartImages
from mockod.store.storage_errors import refuse


class MemoryDatabase:
    """The data and their connection, which is None while the office is parked. Its caller has the office's lock.

    Whatever it raises is an ``ApiError``, and then the data are as they were.
    """

    name = ""
    was_there = False

    def __init__(self, image: bytes, starts: StartImages) -> None:
        """Refuses an image that is larger than an office may be."""
        self._starts = starts
        self._start = starts.of(image)
        self._difference = b""
        """Of what is parked, from the start image; empty where nobody wrote."""
        self.connection: sqlite3.Connection | None = starts.take(self._start)

    def open(self) -> sqlite3.Connection:
        """The connection, made anew where the office is parked."""
        if self.connection is None:
            if self._difference:
                self.connection = self._starts.opened(self._start.with_difference(self._difference))
                self._difference = b""
            else:
                self.connection = self._starts.take(self._start)
        return self.connection

    def replace(self, image: bytes) -> sqlite3.Connection:
        """Put an image in the place of the data."""
        db = self._starts.opened(image)
        self.close()
        self.connection = db
        return db

    def begin_anew(self, image: bytes) -> sqlite3.Connection:
        """The same with an image that many offices begin with."""
        start = self._starts.of(image)
        db = self._starts.take(start)
        self.close()
        self._start, self.connection = start, db
        return db

    def park(self) -> None:
        """Keep what differs from the start image, and let go of the connection."""
        if self.connection is not None:
            try:
                self._difference = self._start.difference(self.connection.serialize())
            except (sqlite3.Error, MemoryError) as exc:
                refuse(exc, self.name)
                raise
            self._let_go(self.connection, is_untouched=not self._difference)

    def close(self) -> None:
        """Forget the data."""
        if self.connection is not None:
            self._let_go(self.connection, is_untouched=self._is_untouched(self.connection))
        self._difference = b""

    def _let_go(self, db: sqlite3.Connection, *, is_untouched: bool) -> None:
        self.connection = None
        if is_untouched and not db.in_transaction:
            self._starts.give_back(self._start, db)
        else:
            db.close()

    def _is_untouched(self, db: sqlite3.Connection) -> bool:
        """Whether the data are the start image's still; False where it takes long to say so."""
        if db.total_changes or self._start.size > MOST_SPARE_BYTES:
            return False
        try:
            return db.serialize() == self._start.image
        except (sqlite3.Error, MemoryError):
            return False

    def abandon(self) -> None:
        """There is nothing but this connection to go on with."""

    def size(self) -> int:
        """Bytes of memory; of what is parked, those that it has for itself."""
        if self.connection is None:
            return len(self._difference)
        pages, size = (self.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * size)

    def is_in_place(self) -> bool:
        return True
