"""One office: a customer key's own database, clock and settings.

A database has one connection and one lock. ``with office.transaction() as tx`` is the only way in: it
begins by taking the write lock, returning commits, raising rolls back. Nobody sees half of a request.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from mockod.clock import Clock

STORED = "%Y-%m-%d %H:%M:%S"
PAGE_SIZE = 4096


def _fold(text: str) -> str:
    """Letter case set aside in any script; SQLite's own lower() knows only A to Z."""
    return text.casefold()


def _digits(text: str) -> str:
    """The digits of a telephone number."""
    return "".join(mark for mark in text if mark in "0123456789")


def connect(path: str | Path = ":memory:") -> sqlite3.Connection:
    """A connection that leaves transactions to us and may be handed from thread to thread, under a lock.

    SQL may use ``fold(text)`` and ``digits(text)``.
    """
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.create_function("fold", 1, _fold, deterministic=True)
    db.create_function("digits", 1, _digits, deterministic=True)
    return db


class Transaction:
    """One unit of work in an office: its database, its settings, and the moment at which it happens."""

    __slots__ = ("_db", "now", "settings")

    def __init__(self, db: sqlite3.Connection, now: datetime, settings: Any) -> None:
        self._db = db
        self.now = now
        """The office's time, to the second; one value for the whole transaction."""
        self.settings = settings
        """The vendor's settings of this office."""

    @property
    def stamp(self) -> str:
        """``now`` as it is stored."""
        return str(self.now)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        found: list[tuple[Any, ...]] = self._db.execute(sql, values).fetchmany(1)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = (), default: Any = None) -> Any:
        """The first column of the first row."""
        found = self.row(sql, values)
        return found[0] if found else default

    def column(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Any]:
        """The first column of every row."""
        return (row[0] for row in self.rows(sql, values))

    def run(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Execute a statement that writes; answers the number of the row inserted, where it was one."""
        return self._db.execute(sql, values).lastrowid or 0

    def run_each(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, values)


@dataclass(frozen=True, slots=True)
class Start:
    """What an office is made from, and goes back to at a reset."""

    practice: str
    clock: Clock
    settings: Any


class Office:
    """A customer key's database, clock and settings. In memory, or in a file that survives the process.

    In memory, an idle office can be parked: kept as compressed bytes until it is used again.
    """

    def __init__(self, start: Start, image: bytes, path: Path | None = None) -> None:
        self.start = start
        self.clock = start.clock
        self.settings = start.settings
        self._path = path
        self._lock = threading.Lock()
        self._parked: bytes | None = None
        self._db: sqlite3.Connection | None = None
        if path is None:
            self._db = _opened(image)
        else:
            self._db = _opened_file(path, image)

    def transaction(self) -> _Work:
        return _Work(self)

    def now(self) -> datetime:
        return self.clock.now()

    def reset(self, start: Start, image: bytes) -> None:
        """Go back to the start: practice, clock and settings."""
        with self._lock:
            self.start, self.clock, self.settings = start, start.clock, start.settings
            if self._path is None:
                self._close()
                self._parked = None
                self._db = _opened(image)
            else:
                self._db = self._db or connect(self._path)
                _copy(image, self._db)

    def park(self) -> bool:
        """Let go of the connection; the data stays. Answers False when the office is in use."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._db is not None and self._path is None:
                self._parked = zlib.compress(self._db.serialize(), 1)
            self._close()
            return True
        finally:
            self._lock.release()

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _awake(self) -> sqlite3.Connection:
        if self._db is None:
            # A connection of its own for each image: one that has served another image may read stale pages.
            if self._path is not None:
                self._db = _opened_file(self._path, b"")
            else:
                self._db = _opened(zlib.decompress(self._parked or b""))
            self._parked = None
        return self._db


class _Work:
    """``with office.transaction()``. A class, as it costs half of what a generator does, on every request."""

    __slots__ = ("_db", "_office")

    def __init__(self, office: Office) -> None:
        self._office = office

    def __enter__(self) -> Transaction:
        office = self._office
        office._lock.acquire()
        try:
            self._db = office._awake()
            # At once for writing: a booking checks before it writes, and nothing may come between.
            self._db.execute("BEGIN IMMEDIATE")
        except BaseException:
            office._lock.release()
            raise
        return Transaction(self._db, office.clock.now(), office.settings)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._db.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self._office._lock.release()


def _opened(image: bytes) -> sqlite3.Connection:
    db = connect()
    db.deserialize(image)
    return db


def _opened_file(path: Path, image: bytes) -> sqlite3.Connection:
    """Open an office's file; a new one is filled from ``image``. Acknowledged writes survive a killed process."""
    new = not path.exists()
    if new:
        # Filled aside and moved into place, so that a process killed here leaves no half of an office.
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        filling = connect(unfinished)
        _copy(image, filling)
        filling.execute("PRAGMA journal_mode = WAL")
        filling.close()
        unfinished.replace(path)
    db = connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _copy(image: bytes, target: sqlite3.Connection) -> None:
    """Fill a file by backup: ``deserialize`` would silently detach the connection from its file."""
    source = _opened(image)
    try:
        source.backup(target)
    finally:
        source.close()
