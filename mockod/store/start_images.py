"""Start images: what offices in memory begin with, kept once for all of them, and connections to them made ahead.

Nearly all that it takes to open an office is SQLite reading a hundred tables, more than a millisecond. So a few
connections to an untouched image are kept ready: made ahead, where a server has a thread for that, or given back by
offices that nobody wrote into.
"""

from __future__ import annotations

import sqlite3
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from weakref import WeakValueDictionary, ref

from mockod.store.connection import PAGE_SIZE, SqlFunctions, bound, opened
from mockod.store.storage_errors import check_size, refuse

RECENT = 8
"""Start images kept as they are, of those last used; others are packed, if an office needs them still."""
MOST_RECENT_BYTES = 64_000_000
"""What these take at most, but for the last."""
AHEAD = 2
"""Connections made ahead."""
MOST_SPARES = 4
"""Connections kept ready in all."""
MOST_SPARE_BYTES = 4_000_000
"""Of an image to which connections are kept ready: what is larger takes too much room for a perhaps."""


class StartImage:
    """An image that offices begin with; what they have made of it is kept as the pages that differ."""

    __slots__ = ("__weakref__", "_image", "_packed", "size")

    def __init__(self, image: bytes) -> None:
        self._image: bytes | None = image
        self._packed = b""
        self.size = len(image)

    @property
    def image(self) -> bytes:
        image = self._image
        return zlib.decompress(self._packed, bufsize=self.size) if image is None else image

    def has(self, image: bytes) -> bool:
        """Whether it is this very object."""
        return self._image is image

    def pack(self) -> None:
        """Keep it compressed from now on."""
        image = self._image
        if image is not None:
            self._packed = self._packed or zlib.compress(image, 1)
            self._image = None

    def unpack(self, image: bytes) -> None:
        """Keep it as it is from now on; ``image`` is equal to it."""
        self._image = image

    def difference(self, image: bytes) -> bytes:
        """What of another image differs, by pages, compressed; nothing at all where it is the same."""
        start = self.image
        if image == start:
            return b""
        size = PAGE_SIZE
        pages = range(0, len(image), size)
        changed = [at for at in pages if image[at : at + size] != start[at : at + size]]
        head = struct.pack(f"<QQ{len(changed)}Q", len(image), len(changed), *changed)
        return zlib.compress(b"".join([head, *(image[at : at + size] for at in changed)]), 1)

    def with_difference(self, difference: bytes) -> bytes:
        """The image of which ``difference`` tells."""
        start = self.image
        if not difference:
            return start
        told, kept = memoryview(zlib.decompress(difference)), memoryview(start)
        length, count = struct.unpack_from("<QQ", told)
        pieces: list[bytes | memoryview] = []
        done, read = 0, 16 + 8 * count
        for at in struct.unpack_from(f"<{count}Q", told, 16):
            size = min(PAGE_SIZE, length - at)
            pieces += kept[done:at], told[read : read + size]
            done, read = at + size, read + size
        return b"".join([*pieces, kept[done:length]])


class StartImages:
    """The start images of an application's offices in memory, and connections that are ready for new ones."""

    def __init__(self, functions: SqlFunctions, most_bytes: int) -> None:
        """``most_bytes`` is what the data of an office may grow to."""
        self._functions = functions
        self._most_bytes = most_bytes
        self._recent: list[StartImage] = []
        """The last used comes last."""
        self._known: WeakValueDictionary[bytes, StartImage] = WeakValueDictionary()
        """All that an office needs, by digest."""
        self._spares: list[tuple[StartImage, sqlite3.Connection]] = []
        self._wanted: ref[StartImage] | None = None
        """Of which connections are made ahead: that of the last new office."""
        self._listeners: list[Callable[[], object]] = []
        self._is_closed = False
        self._lock = threading.Lock()
        """Of the above; nothing under it takes time."""

    def of(self, image: bytes) -> StartImage:
        """The start image of these bytes."""
        with self._lock:
            for place, start in enumerate(self._recent):
                if start.has(image):
                    self._recent.append(self._recent.pop(place))
                    return start
        digest = blake2b(image).digest()
        with self._lock:
            start = self._known.get(digest) or StartImage(image)
            start.unpack(image)
            self._known[digest] = start
            self._recent = [*(other for other in self._recent if other is not start), start]
            left = [ref(self._recent.pop(0)) for _ in range(self._too_many())]
        for each in left:
            needed = each()
            if needed is not None:  # an office begins with it still: packing takes its time
                needed.pack()
        return start

    def _too_many(self) -> int:
        """How many of the recent start images are to be kept as they are no more; the last always is."""
        room = MOST_RECENT_BYTES
        for number, start in enumerate(reversed(self._recent)):
            room -= start.size
            if number == RECENT or (number and room < 0):
                return len(self._recent) - number
        return 0

    def opened(self, image: bytes) -> sqlite3.Connection:
        """A connection of its own to an image: one that has served another may read stale pages. Raises ApiError."""
        check_size(image, self._most_bytes)
        try:
            db = opened(image, self._functions)
            bound(db, self._most_bytes)
        except (sqlite3.Error, MemoryError) as exc:
            refuse(exc, "")
            raise
        return db

    def take(self, start: StartImage) -> sqlite3.Connection:
        """A connection to a start image: one that is ready, or a new one."""
        db = None
        with self._lock:
            self._wanted = ref(start)
            for place in reversed(range(len(self._spares))):
                if self._spares[place][0] is start:
                    _, db = self._spares.pop(place)
                    break
            listeners = self._listeners[:]
        for listener in listeners:
            listener()
        return self.opened(start.image) if db is None else db

    def give_back(self, start: StartImage, db: sqlite3.Connection) -> None:
        """Keep a connection ready whose data are the start image's still, or close it where there are enough."""
        too_many = [(start, db)]
        with self._lock:
            if not self._is_closed and start.size <= MOST_SPARE_BYTES:
                self._spares.append((start, db))
                too_many, self._spares = self._spares[:-MOST_SPARES], self._spares[-MOST_SPARES:]
        for _, one in too_many:
            one.close()

    def make_ahead(self) -> None:
        """Make connections ready, where too few are."""
        while (start := self._lacking()) is not None:
            self.give_back(start, self.opened(start.image))

    def _lacking(self) -> StartImage | None:
        with self._lock:
            start = self._wanted() if self._wanted else None
            ready = sum(spare is start for spare, _ in self._spares)
            is_lacking = start is not None and start.size <= MOST_SPARE_BYTES and ready < AHEAD
            return start if is_lacking and not self._is_closed else None

    @contextmanager
    def made_ahead_by(self, wake: Callable[[], object]) -> Iterator[None]:
        """Somebody calls ``make_ahead`` meanwhile, some time after ``wake`` was called."""
        with self._lock:
            self._listeners.append(wake)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(wake)

    def close(self) -> None:
        """The end: no connection is kept ready."""
        with self._lock:
            self._is_closed, spares = True, self._spares
            self._spares = []
        for _, db in spares:
            db.close()
