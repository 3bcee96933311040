"""Connections to SQLite, made alike wherever one is needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from time import thread_time

from mockod.store.storage_errors import refuse_bad_image

PAGE_SIZE = 4096
STEPS = 10_000
"""Of SQLite's machine, between two looks at the time: about a millisecond."""
SIDE_FILES = ("-wal", "-shm", "-journal")
"""How the names end of what SQLite keeps beside a database."""
SqlFunctions = Mapping[str, Callable[[str], str]]
"""Functions of one text that a vendor's SQL may use, by name."""


def connect(path: str | Path = ":memory:", functions: SqlFunctions | None = None) -> sqlite3.Connection:
    """A connection that leaves transactions to us, waits for nobody, and may go from thread to thread under a lock.

    ``path`` may be a file: URI.
    """
    db = sqlite3.connect(
        path, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=256, uri=True
    )
    for name, function in (functions or {}).items():
        db.create_function(name, 1, function, deterministic=True)
    return db


def bound(db: sqlite3.Connection, most_bytes: int) -> None:
    """Let a database grow to so many bytes and no further, whatever is written; one that is larger grows no more."""
    (page_size,) = db.execute("PRAGMA page_size").fetchone()
    db.execute(f"PRAGMA max_page_count = {most_bytes // page_size}").fetchall()


def fill(db: sqlite3.Connection, image: bytes) -> None:
    """Put an image in the place of all that a database holds: one transaction of SQLite, all of it or nothing.

    The connection stays good. Raises sqlite3.Error, and ApiError where the image itself is damaged; a database that
    somebody else holds is not waited for.
    """

    def stop_waiting(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # Python would try again without end
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode, error.sqlite_errorname = status, "SQLITE_BUSY"
            raise error

    with closing(opened(image)) as source:
        source.backup(db, progress=stop_waiting)


def bound_time(db: sqlite3.Connection, seconds: float) -> None:
    """Let SQLite interrupt whatever takes longer than so many seconds of this thread's processor time, all together.

    A busy machine does not count. One step of SQLite's machine is not interrupted.
    """
    until = thread_time() + seconds
    db.set_progress_handler(lambda: thread_time() > until, STEPS)


def unbound_time(db: sqlite3.Connection) -> None:
    db.set_progress_handler(None, 0)


def opened(image: bytes, functions: SqlFunctions | None = None) -> sqlite3.Connection:
    """A connection to an image in memory. Raises ApiError where SQLite cannot read even its schema."""
    db = connect(functions=functions)
    try:
        db.deserialize(image)
        db.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException as exc:
        db.close()
        refuse_bad_image(exc)
        raise
    return db


def without_log(image: bytes) -> bytes:
    """An image without its mark of a write-ahead log: there is none in memory, and SQLite would not open it."""
    return _with_format(image, b"\1\1")


def with_log(image: bytes) -> bytes:
    """An image as a file with a write-ahead log has it, so that its first opening has nothing to write."""
    return _with_format(image, b"\2\2")


def _with_format(image: bytes, versions: bytes) -> bytes:
    """An image with other versions for writing and reading: one copy of it at most, as it may be large."""
    return image if image[18:20] == versions else b"".join((image[:18], versions, memoryview(image)[20:]))
