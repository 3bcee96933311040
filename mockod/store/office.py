"""One office: a customer key's own database, clock and settings.

A database has one connection and one lock. ``with office.transaction() as tx`` is the only way in: it
begins by taking the write lock, returning commits, raising rolls back. Nobody sees half of a request.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import get_ident
from types import TracebackType
from typing import Any

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.simulation.clock import Clock
from mockod.simulation.faults import Faults
from mockod.simulation.webhook_status import WebhookStatus
from mockod.store.connection import PAGE_SIZE, SqlFunctions, connect, without_log
from mockod.store.database_file import practice_of
from mockod.store.diff import tables_beside, tables_of
from mockod.store.office_database import OfficeDatabase
from mockod.store.sent_practice import SentPractice
from mockod.store.snapshots import Snapshot
from mockod.store.storage_errors import damaged, refuse
from mockod.store.transaction import IsServedHere, Transaction, served_nowhere
from mockod.store.value_check import Check, first_unfit

__all__ = ["Office", "OfficeTemplate"]

LARGE = 4_000_000
"""Bytes of data from which on work with them may take so long that it is done aside."""
DROPPED = "This office has just been dropped."
EVICTED = "This office has just made room for another. Ask again, and it is there again."


class Evicted(ApiError):
    """The office was idle and made room for another between being found and being used: nothing was done yet."""


def _nothing() -> None:
    """What is done about an office whose data nobody keeps elsewhere."""


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """What an office is made from, and goes back to at a reset."""

    practice: str
    clock: Clock
    settings: Any
    functions: SqlFunctions = field(default_factory=dict)
    sent: SentPractice | None = None
    """The practice itself, where it was sent and has no name."""
    seed: Callable[[Transaction], object] | None = None
    """What is done to the practice's data besides, before anybody sees them."""
    listeners: tuple[str, ...] = ()
    """The tables of those whom an office tells things of its own accord."""
    is_served_here: IsServedHere = served_nowhere
    """Where they may not be: at this application's own servers."""
    check: Check | None = None
    """Says whether a column can hold a stored value."""

    def seeded(self, image: bytes) -> bytes:
        """The practice's image as this office has it. What ``seed`` raises comes through."""
        if self.seed is None:
            return image
        db = connect(functions=self.functions)
        try:
            db.deserialize(image)
            db.execute("BEGIN")
            self.seed(Transaction(db, self.clock.now(), self.settings))
            db.execute("COMMIT")
            return db.serialize()
        finally:
            db.close()


class Office:
    """A customer key's database, clock and settings. In memory, or in a file that survives the process.

    An idle office can be parked: its connection is closed until it is used again.
    """

    def __init__(
        self,
        start: OfficeTemplate,
        database: OfficeDatabase,
        reset_template: OfficeTemplate | None = None,
        *,
        key: str = "",
    ) -> None:
        """``reset_template`` is what a reset brings back, where that is something else than the start."""
        self.key = key
        self.reset_template = reset_template or start
        self.practice = start.practice
        self.clock = start.clock
        self.settings = start.settings
        self.is_served_here = start.is_served_here
        self.faults = Faults()
        self.webhook_status = WebhookStatus(start.listeners)
        self.is_large = False
        """Whether its data take more than ``LARGE`` bytes."""
        self._database = database
        self._lock = threading.Lock()
        self._claimant: int | None = None
        """The thread that has claimed it; the lock is held for that thread's transactions then."""
        self._gone: ApiError | None = None
        """How whoever still holds it is refused, once it is gone."""
        self._check = start.check
        try:
            db = database.open()
            self._measure(db)
            if database.was_there:
                self.practice = practice_of(db) or start.practice
            self.webhook_status.look(db)
        except BaseException as exc:
            database.close()  # nobody else knows of it
            refuse(exc, database.name)
            raise

    def transaction(self) -> _Work:
        return _Work(self)

    def claim(self) -> bool:
        """Have the office for this thread alone, until ``release``; not where others have it, or it is parked or large.

        For a thread that must not wait: what it does in between begins at once, and takes little time.
        """
        if self.is_large or self._database.connection is None or not self._lock.acquire(blocking=False):
            return False
        self._claimant = get_ident()
        return True

    def release(self) -> None:
        """The end of a ``claim``."""
        self._claimant = None
        self._lock.release()

    def _measure(self, db: sqlite3.Connection) -> None:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        self.is_large = pages > LARGE // PAGE_SIZE

    def reset(self, start: OfficeTemplate, image: bytes) -> bool:
        """Go back to the start: practice, clock and settings, or nothing of it where it is refused.

        What is parked stays parked. Answers False where this office is gone.
        """
        with self._lock:
            if self._gone:
                return False
            was_parked = self.is_parked
            self._replace(image, self._database.begin_anew)
            self.practice, self.clock, self.settings = start.practice, start.clock, start.settings
            self.faults.clear()
            if was_parked:
                with suppress(ApiError):  # no memory is left for that: it stays open
                    self._database.park()
            return True

    def put_clock(self, clock: Clock) -> None:
        """Let this clock count from now on, whatever counted before."""
        with self._lock:
            self.clock = clock

    def change_settings(self, change: Callable[[Any], Any]) -> None:
        """Other settings, made of those that count now."""
        with self._lock:
            self.settings = change(self.settings)

    def set_clock(self, clock: Clock, before: Clock, webhook_status: WebhookStatus) -> bool:
        """Let this clock follow the one ``before``.

        Answers False where that one counts no more: it was set, or the office has begun anew and has other attention.
        """
        with self._lock:
            if self.clock is not before or self.webhook_status is not webhook_status:
                return False
            self.clock = clock
            return True

    def snapshot(self, name: str) -> Snapshot:
        """Data, clock and settings as they are, between two requests."""
        with self._lock:
            try:
                image, clock, settings = self._awake().serialize(), self.clock, self.settings
            except (sqlite3.Error, MemoryError) as exc:
                refuse(exc, self._database.name)
                raise
        return Snapshot.of(name, without_log(image), clock.now(), clock, settings)

    def restore(self, find: Callable[[], Snapshot]) -> Snapshot:
        """Data, clock and settings as they were; faults stay as they are.

        ``find`` answers the snapshot while nobody can use or drop the office; what it raises comes through.
        """
        with self._lock:
            snapshot = find()
            image = snapshot.image
            told = self.webhook_status.recent
            self._replace(image, self._database.replace)
            self.webhook_status.recent.extend(told)
            self.clock, self.settings = snapshot.clock, snapshot.settings
        return snapshot

    def _replace(self, image: bytes, put: Callable[[bytes], sqlite3.Connection]) -> None:
        """Put an image in the place of the data: all of it, or nothing where it is refused.

        Whoever looks after the old data has nothing to do with these.
        """
        self._check_there()
        db = put(image)
        self._measure(db)
        self.webhook_status = WebhookStatus(self.webhook_status.tables)
        self.webhook_status.look(db)

    def park(self, *, wait: bool = False) -> bool:
        """Let go of the connection; the data stays.

        Answers False when the office is in use, unless it shall ``wait`` for that to end.
        """
        if not self._lock.acquire(blocking=wait):
            return False
        try:
            self._database.park()
            return True
        except ApiError:  # no memory is left to pack it
            return False
        finally:
            self._lock.release()

    def retire(self, forget: Callable[[], object] = _nothing) -> None:
        """Let go of the connection for good, once nobody uses it: whoever still holds this office is refused.

        ``forget`` deletes what is kept of it elsewhere, while nobody can use it; where that is refused, the office
        stays as it is.
        """
        with self._lock:
            self._database.close()
            forget()
            self._go(ApiError(400, DROPPED, Basis.ASSUMED))

    def evict(self) -> bool:
        """The same at once, to make room for another. Answers False when the office is in use."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            self._database.close()
            self._go(Evicted(400, EVICTED, Basis.ASSUMED))
            return True
        finally:
            self._lock.release()

    def _go(self, refusal: ApiError) -> None:
        self._gone = refusal
        self.webhook_status.wanted = ()

    @property
    def is_parked(self) -> bool:
        return self._database.connection is None

    def size(self) -> int:
        """Bytes of its file; or of memory, where what is parked is compressed."""
        with self._lock:
            return self._database.size()

    def _awake(self) -> sqlite3.Connection:
        db = self._database.connection
        if db is None:
            self._check_there()
            db = self._database.open()
            self.webhook_status.look(db)
        return db

    def _unfit(self, db: sqlite3.Connection) -> str | None:
        """What is wrong in a file, in words: a reader may stumble in any way over a value that its column cannot hold,
        or an index that says something else than its table. Its opening does not look for either, as that takes long.
        """
        if self._check is None or not self._database.name:
            return None
        try:
            (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                return " ".join(found.split())
            return first_unfit(db, [*tables_of(db), *tables_beside(db)], self._check)
        except (sqlite3.Error, UnicodeDecodeError) as exc:
            return str(exc)

    def _check_there(self) -> None:
        if self._gone:
            raise type(self._gone)(400, self._gone.text, self._gone.basis)  # one of its own, as each has a traceback


class _Work:
    """``with office.transaction()``. A class, as it costs half of what a generator does, on every request."""

    __slots__ = ("_db", "_is_own", "_office", "_tx")

    def __init__(self, office: Office) -> None:
        self._office = office

    def __enter__(self) -> Transaction:
        office = self._office
        self._is_own = office._claimant is None or office._claimant != get_ident()
        if self._is_own:
            office._lock.acquire()
        try:
            self._db = office._awake()
            # At once for writing: a booking checks before it writes, and nothing may come between.
            self._db.execute("BEGIN IMMEDIATE")
            self._tx = Transaction(self._db, office.clock.now(), office.settings, office.key, office.is_served_here)
            return self._tx
        except BaseException as exc:
            if self._is_own:
                office._lock.release()
            refuse(exc, office._database.name)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        office, tx, unfit = self._office, self._tx, None
        try:
            if kind is None:
                if tx.changes and not office._database.is_in_place():
                    raise damaged(office._database.name, "it was removed or replaced while it was open")
                self._db.execute("COMMIT")
                if tx.changes and not tx.is_quiet:
                    office.webhook_status.wrote(self._db, tx.changes)
                    if not office.is_large:
                        office._measure(self._db)
        except sqlite3.Error as exc:
            refuse(exc, office._database.name)
            raise
        finally:
            try:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, Exception) and not isinstance(error, ApiError | sqlite3.Error | MemoryError):
                    unfit = office._unfit(self._db)
            except sqlite3.Error:  # nothing of it is in the file, and the next connection will not see it
                office._database.abandon()
            finally:
                if self._is_own:
                    office._lock.release()
        if isinstance(error, sqlite3.Error | MemoryError):
            refuse(error, office._database.name)
        if unfit is not None:
            raise damaged(office._database.name, unfit) from error
