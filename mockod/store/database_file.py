"""An office's data in a file, which survives the process.

Every replacement is all or nothing, for whoever asks and for a process that is killed: a new file is written aside,
synced and renamed; the data of one that is there are replaced in one transaction of SQLite.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.store import atomic_file
from mockod.store.connection import SIDE_FILES, SqlFunctions, bound, bound_time, connect, fill, unbound_time, with_log
from mockod.store.migration import bring_up_to_date
from mockod.store.schema_check import ForeignSchema, bound_schema, lacking, made_in, refuse_foreign
from mockod.store.storage_errors import DamagedFile, check_size, damaged, refuse

MOST_SECONDS = 0.2
"""Of the processor's time, for SQLite to read what tables a file has; ours takes a millisecond."""
MOST_SECONDS_OF_A_NAME = 0.05
"""The same for the practice's name in a list of files."""


class DatabaseFile:
    """The file and its connection, which is None while the office is parked. Its caller has the office's lock.

    Whatever it raises is an ``ApiError``, and then the data are as they were.
    """

    def __init__(
        self, path: Path, image: bytes, functions: SqlFunctions, most_bytes: int, check: Callable[[], None]
    ) -> None:
        """Open a file, and bring one of an older mockod up to date; where there is none, make it from the image.

        ``most_bytes`` is what the data may grow to: a larger image is refused, a file that is larger grows no more.
        ``check`` refuses where the folder is this application's no more.
        """
        self.name = path.name
        self.connection: sqlite3.Connection | None = None
        self.was_there = _is_there(path)
        self._path = path
        self._functions = functions
        self._most_bytes = most_bytes
        self._check = check
        self._identity = (0, 0)
        if self.was_there:
            self.connection = self._checked(image)
            return
        self._put(image)
        try:
            self.open()
        except BaseException:
            discard(path)
            raise

    def open(self) -> sqlite3.Connection:
        """The connection, made anew where the office is parked: acknowledged writes survive a killed process."""
        if self.connection is None:
            self.connection = self._bounded(self._opened())
        return self.connection

    def replace(self, image: bytes) -> sqlite3.Connection:
        """Put an image in the place of the data; a file that is damaged or gone is made anew."""
        check_size(image, self._most_bytes)
        try:
            if not self.is_in_place():
                raise damaged(self.name, "it was removed")
            db = self.open()
            try:
                try:
                    fill(db, image)
                except sqlite3.OperationalError:
                    _settle(db)  # the log may hold the room that is needed
                    fill(db, image)
            except (sqlite3.Error, UnicodeDecodeError, MemoryError) as exc:
                refuse(exc, self.name)
                raise
        except DamagedFile:
            self.close()
            self._put(image)
            db = self.open()
        _settle(db)  # what is committed is safe from a kill; this is for a power cut
        return db

    def begin_anew(self, image: bytes) -> sqlite3.Connection:
        """The same with an image that many offices begin with: a file has its own copy of it."""
        return self.replace(image)

    def park(self) -> None:
        """Close the connection; the file stays."""
        self.close()

    def close(self) -> None:
        """What SQLite cannot write into the file now stays beside it, and is read from there."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def abandon(self) -> None:
        """Let go of a connection that cannot even roll back; the next one begins from what was committed."""
        self.close()

    def size(self) -> int:
        """Bytes of the file and of what SQLite keeps beside it."""
        return size(self._path)

    def is_in_place(self) -> bool:
        """Whether the open file is still the one that its name means. On a parked one the next opening will tell."""
        if self.connection is None:
            return True
        try:
            return _identity(self._path) == self._identity
        except OSError:
            return False

    def _checked(self, image: bytes) -> sqlite3.Connection:
        """The connection to a file from an earlier run, which may have suffered, be older, or be no office's at all."""
        db = self._opened()
        try:
            with closing(connect()) as ours:
                ours.deserialize(image)
                refuse_foreign(db, set(made_in(ours)), self._functions)
                (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
                if found != "ok":
                    raise damaged(self.name, " ".join(found.split()))
                bring_up_to_date(db, image)
                lacks = lacking(db, ours)
            if lacks:
                raise damaged(self.name, lacks)
        except BaseException as exc:
            db.close()
            refuse(exc, self.name)
            if isinstance(exc, sqlite3.Error | ForeignSchema):
                raise damaged(self.name, str(exc).rstrip(".")) from exc
            raise
        return self._bounded(db)

    def _bounded(self, db: sqlite3.Connection) -> sqlite3.Connection:
        """The connection once the data cannot outgrow the office; what brings them up to date may."""
        try:
            bound(db, self._most_bytes)
        except BaseException as exc:
            db.close()
            refuse(exc, self.name)
            raise
        return db

    def _opened(self) -> sqlite3.Connection:
        self._check()
        db = None
        try:
            self._identity = _identity(self._path)
            db = connect(f"{self._path.absolute().as_uri()}?mode=rw", self._functions)
            bound_time(db, MOST_SECONDS)
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if not db.execute("SELECT 1 FROM sqlite_master").fetchall():
                raise damaged(self.name, "it is empty")
            db.execute("BEGIN IMMEDIATE")  # fails where SQLite has opened it for reading alone
            db.execute("ROLLBACK")
            unbound_time(db)
        except FileNotFoundError as exc:
            raise damaged(self.name, "it was removed") from exc
        except BaseException as exc:
            if db is not None:
                db.close()
            if getattr(exc, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise damaged(self.name, f"it takes over {MOST_SECONDS:g} seconds to say what tables it has") from exc
            if isinstance(exc, sqlite3.OperationalError) and not os.access(self._path, os.R_OK | os.W_OK):
                raise damaged(self.name, "nobody may read and write it") from exc
            refuse(exc, self.name)
            if isinstance(exc, sqlite3.Error):
                raise damaged(self.name, exc) from exc
            raise
        return db

    def _put(self, image: bytes) -> None:
        """Make the file. What lies beside it is of no file that can be read, and must not be taken for this one's."""
        check_size(image, self._most_bytes)
        try:
            for left in beside(self._path):
                left.unlink(missing_ok=True)
            atomic_file.write(self._path, with_log(image))
        except FileNotFoundError as exc:
            text = f"The folder of {self.name} was removed while it was in use, with its lock. Start mockod anew."
            raise ApiError(400, text, Basis.ASSUMED) from exc
        except OSError as exc:
            refuse(exc, self.name)
            raise


def practice_of(db: sqlite3.Connection) -> str:
    """The practice that a database was made from, so far as it says."""
    try:
        return str(db.execute("SELECT Name FROM mockod_practice").fetchone()[0]).removesuffix(".yaml")
    except (sqlite3.Error, TypeError):
        return ""


def practice_in(path: Path) -> str:
    """The same of a file that nobody has opened yet, without touching it, or working long for whatever it says."""
    try:
        with closing(connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1")) as db:
            bound_time(db, MOST_SECONDS_OF_A_NAME)
            bound_schema(db)
            return practice_of(db)
    except (sqlite3.Error, UnicodeDecodeError):
        return ""


def size(path: Path) -> int:
    """Bytes of an office's file and of what SQLite keeps beside it."""
    total = 0
    for part in (path, *beside(path)):
        with suppress(FileNotFoundError):
            total += part.stat().st_size
    return total


def discard(path: Path) -> None:
    """Delete an office's file. Raises ApiError, and then it is there still.

    It is gone with its own name; what cannot be deleted beside it then is swept up later, and never read again.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as exc:
        refuse(exc, path.name)
        raise
    with suppress(OSError):
        for left in beside(path):
            left.unlink(missing_ok=True)


def beside(path: Path) -> tuple[Path, ...]:
    """What SQLite keeps beside a database."""
    return tuple(Path(f"{path}{ending}") for ending in SIDE_FILES)


def _settle(db: sqlite3.Connection) -> None:
    """Write what the log holds into the file, sync it, and empty the log, so far as there is room."""
    with suppress(sqlite3.Error):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as exc:
        refuse(exc, path.name)
        raise


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
