"""One office: a customer key's own database, clock and settings.

A database has one connection and one lock. ``with office.transaction() as tx`` is the only way in: it
begins by taking the write lock, returning commits, raising rolls back. Nobody sees half of a request.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from mockod.call import Basis, Refused
from mockod.clock import Clock
from mockod.connection import SqlFunctions, connect
from mockod.faults import Faults
from mockod.migration import bring_up_to_date

Change = tuple[str, str]
"""Table and verb."""


class Transaction:
    """One unit of work in an office: its database, its settings, and the moment at which it happens."""

    __slots__ = ("_db", "basis", "changes", "now", "settings")

    def __init__(self, db: sqlite3.Connection, now: datetime, settings: Any) -> None:
        self._db = db
        self.now = now
        """The office's time, to the second; one value for the whole transaction."""
        self.settings = settings
        """The vendor's settings of this office."""
        self.changes: dict[Change, int] = {}
        """What was written so far: rows by table and verb."""
        self.basis: Basis | None = None
        """What this work turned out to rest on, where that is something else than its endpoint does."""

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
        done = self._db.execute(sql, values)
        self._count(sql, done.rowcount)
        return done.lastrowid or 0

    def run_each(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self._count(sql, self._db.executemany(sql, values).rowcount)

    def _count(self, sql: str, rows: int) -> None:
        if rows > 0:
            change = _change(sql)
            self.changes[change] = self.changes.get(change, 0) + rows


@cache
def _change(sql: str) -> Change:
    """Which table a statement writes to, and how: INSERT, UPDATE or DELETE."""
    words = sql.split(None, 5)
    verb = words[0].upper()
    place = {"INSERT": words.index("INTO") + 1 if "INTO" in words else 2, "UPDATE": 1, "DELETE": 2}[verb]
    return words[place], verb


@dataclass(frozen=True, slots=True)
class Start:
    """What an office is made from, and goes back to at a reset."""

    practice: str
    clock: Clock
    settings: Any
    functions: SqlFunctions = field(default_factory=dict)


class Office:
    """A customer key's database, clock and settings. In memory, or in a file that survives the process.

    An idle office can be parked: in memory it is kept as compressed bytes until it is used again.
    """

    def __init__(self, start: Start, image: bytes, path: Path | None = None) -> None:
        self.clock = start.clock
        self.settings = start.settings
        self.faults = Faults()
        self._functions = start.functions
        self._path = path
        self._lock = threading.Lock()
        self._parked: bytes | None = None
        self._db: sqlite3.Connection | None = None
        if path is None:
            self._db = self._opened(image)
        else:
            if not path.exists():
                _fill(path, image)
            self._db = self._opened_file(path)
            try:
                bring_up_to_date(self._db, image)
            except sqlite3.Error as wrong:
                self._close()
                raise _unusable(path, wrong) from wrong

    def transaction(self) -> _Work:
        return _Work(self)

    def reset(self, start: Start, image: bytes) -> None:
        """Go back to the start: practice, clock and settings. What is parked stays parked."""
        with self._lock:
            self.clock, self.settings = start.clock, start.settings
            self.faults.clear()
            was_open = self._db is not None
            self._close()
            if self._path is not None:
                _fill(self._path, image)
                self._db = self._opened_file(self._path) if was_open else None
            elif was_open:
                self._db = self._opened(image)
            else:
                self._parked = zlib.compress(image, 1)

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

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _awake(self) -> sqlite3.Connection:
        if self._db is None:
            if self._path is not None:
                self._db = self._opened_file(self._path)
            else:
                self._db = self._opened(zlib.decompress(self._parked or b""))
            self._parked = None
        return self._db

    def _opened(self, image: bytes) -> sqlite3.Connection:
        """A connection of its own for each image: one that has served another may read stale pages."""
        db = connect(functions=self._functions)
        db.deserialize(image)
        return db

    def _opened_file(self, path: Path) -> sqlite3.Connection:
        """Open an office's file, for this process alone: acknowledged writes survive a killed process."""
        try:
            db = connect(f"{path.absolute().as_uri()}?mode=rw", self._functions)
        except sqlite3.Error as wrong:
            raise _unusable(path, wrong) from wrong
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if not db.execute("SELECT 1 FROM sqlite_master").fetchall():
                raise sqlite3.DatabaseError("it is empty")
        except sqlite3.Error as wrong:
            db.close()
            raise _unusable(path, wrong) from wrong
        return db


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
            return Transaction(self._db, office.clock.now(), office.settings)
        except BaseException:
            office._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._office._lock.release()


def _unusable(path: Path, wrong: sqlite3.Error) -> Refused:
    if _is_busy(wrong):
        return Refused(400, f"This office's file {path.name} is in use by another process.", Basis.ASSUMED)
    text = f"This office's file {path.name} cannot be used ({wrong}). A reset makes it anew."
    return Refused(400, text, Basis.ASSUMED)


def _is_busy(wrong: sqlite3.Error) -> bool:
    return getattr(wrong, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def discard(path: Path) -> None:
    """Delete an office's file. Refuses while another process uses it: its answers would be lost."""
    db = connect(path)
    try:
        db.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.Error as wrong:
        if _is_busy(wrong):
            raise _unusable(path, wrong) from wrong
    finally:
        db.close()
    for part in _parts(path):
        part.unlink(missing_ok=True)


def _parts(path: Path) -> tuple[Path, ...]:
    """A database and what SQLite keeps beside it."""
    return path, Path(f"{path}-wal"), Path(f"{path}-shm")


def _fill(path: Path, image: bytes) -> None:
    """Make an office's file from an image, aside and then in its place: a process killed here leaves no half of it.

    By backup, as ``deserialize`` would silently detach the connection from its file.
    """
    unfinished = path.with_suffix(".new")
    for old in (unfinished, *_parts(path)[1:]):
        old.unlink(missing_ok=True)
    source, filling = connect(), connect(unfinished)
    try:
        source.deserialize(image)
        source.backup(filling)
    finally:
        source.close()
        filling.close()
    unfinished.replace(path)
