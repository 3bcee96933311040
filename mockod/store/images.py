"""Images: a practice on one day as the bytes of an SQLite database, ready for an office to start from.

Building one reads a practice file and fills tables, some hundred milliseconds; an office made from it takes
less than one. What the demo practice needs is built with the wheel, for each day of the week: dates in a
practice depend on today only through its day of the week, so such an image moves to any date by whole weeks; where
they are counted in months, it does not.
Images of other large practices are kept from one start to the next (``kept_images``).
"""

from __future__ import annotations

import gc
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mockod.store import bundled
from mockod.store.connection import PAGE_SIZE, SqlFunctions, connect
from mockod.store.sent_practice import OWN, SentPractice
from mockod.store.transaction import Transaction

if TYPE_CHECKING:
    import sqlite_utils

    from mockod.store.practice_file import PracticeError, PracticeFile, TableRows

READY_MADE = ("demo",)
"""Practices whose images come with the wheel."""
FIRST_MONDAY = date(2024, 1, 1)
"""Ready-made images are built for the week that begins here."""
KEPT = 8
"""Images kept in memory, of the days and practices last used."""
MOST_SHARED_BYTES = 1_000_000
"""Of a practice file whose images are kept for the applications to come: those of a large one take much memory."""

BY_CALENDAR = 0x6D6F6E74
"""What SQLite calls the application of an image whose dates are counted in months: no weeks move it."""
_APPLICATION = slice(68, 72)
"""Where an image says so: SQLite's application_id."""

_BOOKKEEPING = """
CREATE TABLE mockod_relative (
  TableName TEXT NOT NULL,
  ColumnName TEXT NOT NULL,
  RowNum INTEGER NOT NULL -- 0 for every row of the table
) STRICT;
CREATE TABLE mockod_practice (Name TEXT NOT NULL, BuiltFor TEXT NOT NULL, Zone TEXT NOT NULL) STRICT;
"""


class PracticeLoader(Protocol):
    """What a vendor knows of practices."""

    sql_functions: SqlFunctions
    """Functions of one text that indexes of the tables may use."""

    def create_tables(self, db: sqlite_utils.Database) -> None:
        """Make the tables."""

    def load(self, practice: PracticeFile, today: date) -> TableRows:
        """A practice file as rows of the tables. Raises PracticeError."""

    def finish(self, tx: Transaction) -> None:
        """Fill in what follows from the rest."""

    def mistakes(self, practice: PracticeFile, today: date) -> list[PracticeError]:
        """Every mistake of a practice file, in the order of its lines."""

    def starter(self) -> str:
        """A practice file with comments, for people to begin their own with."""


class Images:
    """Makes and keeps images, by a vendor's understanding of practices."""

    def __init__(self, practice_loader: Callable[[], PracticeLoader], made_for: str = "") -> None:
        """``practice_loader`` is loaded only when an image must be built.

        ``made_for`` names whose images these are, where they are others than those that come with the wheel.
        """
        self._understanding = practice_loader
        self._made_for = made_for
        self._kept: dict[tuple[str | SentPractice, date], bytes] = {}
        self._lock = threading.Lock()
        self._building = threading.Lock()

    def image(self, practice: str | SentPractice, today: date) -> bytes:
        """The image of a practice (a name, a file, or what was sent) on that day.

        Raises PracticeError or FileNotFoundError.
        """
        image = self._kept_image(practice, today)
        if image is None:
            with self._building:  # whoever wants one that is kept does not wait for this
                image = self._kept_image(practice, today) or self._shared(practice, today)
                with self._lock:
                    self._kept[practice, today] = image
                    while len(self._kept) > KEPT:
                        del self._kept[next(iter(self._kept))]
        return image

    def _kept_image(self, practice: str | SentPractice, today: date) -> bytes | None:
        """One that is kept, which then is the last used."""
        with self._lock:
            image = self._kept.pop((practice, today), None)
            if image is not None:
                self._kept[practice, today] = image
            return image

    def _shared(self, practice: str | SentPractice, today: date) -> bytes:
        """An image made once in a process, however many applications it has: test suites make many."""
        if isinstance(practice, SentPractice):
            return self.build(practice, today)
        file = bundled.practice_path(practice).stat()
        if file.st_size > MOST_SHARED_BYTES:
            return self._made(practice, today)
        told_by = (file.st_ino, file.st_size, file.st_mtime_ns)
        return _made_once(self._understanding, self._made_for, practice, today, told_by)

    def _made(self, practice: str, today: date) -> bytes:
        ready = bundled.folder("fixtures") / "images" / ready_name(practice, today)
        if practice in READY_MADE and not self._made_for and ready.is_file():
            return _moved(zlib.decompress(ready.read_bytes()), today)
        path = bundled.practice_path(practice)
        if not _is_worth_keeping(path):
            return self.build(practice, today)
        return self._kept_or_built(path, today)

    def _kept_or_built(self, path: Path, today: date) -> bytes:
        """The image of a large practice file: one of an earlier start, or built, and kept for later ones."""
        from mockod.store.kept_images import KeptImages
        from mockod.store.practice_file import read_content, read_text

        content = read_content(path)
        kept = KeptImages(path, content, self._made_for)
        image = kept.find(today.weekday())
        if image is not None and _built_for(image) == today:
            return image
        if image is None or _counts_months(image):
            image = self._built(path.name, lambda: read_text(path.name, content), today)
        else:
            image = _moved(image, today)
        kept.keep(today.weekday(), image)
        return image

    def build(self, practice: str | SentPractice, today: date) -> bytes:
        """Read the practice and fill a database with it."""
        from mockod.store.practice_file import read_practice  # here, as an office made from a ready image needs none

        if isinstance(practice, SentPractice):
            return self._built(OWN, practice.read, today)
        path = bundled.practice_path(practice)
        return self._built(path.name, lambda: read_practice(path), today)

    def fill(self, practice: PracticeFile, today: date) -> bytes:
        """The image of a practice that is no file. Raises PracticeError."""
        return self._built(practice.name, lambda: practice, today)

    def _built(self, name: str, read: Callable[[], PracticeFile], today: date) -> bytes:
        vendor = self._understanding()
        with _without_garbage_collection():
            return self._filled(vendor, name, vendor.load(read(), today), today)

    def _filled(self, vendor: PracticeLoader, name: str, tables: TableRows, today: date) -> bytes:
        import sqlite_utils

        connection = connect(functions=vendor.sql_functions)
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        db = sqlite_utils.Database(connection)
        vendor.create_tables(db)
        connection.executescript(_BOOKKEEPING)
        # So that an office's file knows when it has an older schema.
        connection.execute(f"PRAGMA user_version = {zlib.crc32(db.schema.encode()) >> 1}")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO mockod_relative VALUES (?, ?, ?)", _summed_up(tables))
        for table in list(tables.rows):
            rows = tables.rows.pop(table)  # in the database they take a tenth of the memory
            for columns, alike in _by_columns(rows).items():
                names, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
                connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', alike)
        facts = (name, today.isoformat(), tables.zone)
        connection.execute("INSERT INTO mockod_practice VALUES (?, ?, ?)", facts)
        if not tables.is_complete:
            vendor.finish(Transaction(connection, datetime.combine(today, time()), None))
        connection.execute("COMMIT")
        if tables.by_calendar:
            connection.execute(f"PRAGMA application_id = {BY_CALENDAR}")
        image = connection.serialize()
        connection.close()
        return image


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A practice is millions of small objects and no circle: to look through them again and again is half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@lru_cache(KEPT)
def _made_once(
    practice_loader: Callable[[], PracticeLoader],
    made_for: str,
    practice: str,
    today: date,
    file: tuple[int, int, int],
) -> bytes:
    """``file`` tells the practice file from another, and from itself before a change."""
    return Images(practice_loader, made_for)._made(practice, today)


def empty_image(tables: str) -> bytes:
    """The image of an office without rows, with these tables (SQL)."""
    db = connect()
    db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    db.executescript(tables)
    db.execute(f"PRAGMA user_version = {zlib.crc32(tables.encode()) >> 1}")
    image = db.serialize()
    db.close()
    return image


def ready_name(practice: str, today: date) -> str:
    return f"{practice}-{today.weekday()}.sqlite.z"


def build_ready_made(images: Images, folder: Path) -> None:
    """Write the images that come with the wheel: one for each day of the week."""
    folder.mkdir(parents=True, exist_ok=True)
    for practice in READY_MADE:
        for weekday in range(7):
            today = FIRST_MONDAY + timedelta(days=weekday)
            (folder / ready_name(practice, today)).write_bytes(zlib.compress(images.build(practice, today), 9))


def _by_columns(rows: list[dict[str, object]]) -> dict[tuple[str, ...], list[tuple[object, ...]]]:
    """Rows that give the same columns together, so that what a row leaves out takes the table's default."""
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(tuple(row.values()))
    return alike


def _summed_up(tables: TableRows) -> list[tuple[str, str, int]]:
    """Which dates move with today; 0 stands for all rows of a table, where it is all."""
    return [
        (table, column, number)
        for (table, column), numbers in tables.relative.items()
        for number in ([0] if len(numbers) == len(tables.rows[table]) else sorted(numbers))
    ]


def _moved(image: bytes, today: date) -> bytes:
    """The image with its relative dates moved by the whole weeks between its day and ``today``.

    A date is a text, or a number of milliseconds.
    """
    db = connect()
    db.deserialize(image)
    db.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
    built_for = date.fromisoformat(db.execute("SELECT BuiltFor FROM mockod_practice").fetchone()[0])
    whole_days = (today - built_for).days
    days, milliseconds = f"{whole_days:+d} days", whole_days * 86_400_000
    db.execute("BEGIN")
    db.execute("UPDATE mockod_practice SET BuiltFor = ?", (today.isoformat(),))
    in_all_rows: dict[str, list[str]] = {}
    dated = "SELECT TableName, ColumnName, min(RowNum) FROM mockod_relative GROUP BY TableName, ColumnName"
    for table, column, first in db.execute(dated).fetchall():
        moving = (
            f"{column} = CASE WHEN typeof({column}) = 'integer' THEN {column} + :milliseconds"
            f" WHEN length({column}) = 10 THEN date({column}, :days) ELSE datetime({column}, :days) END"
        )
        if not first:
            in_all_rows.setdefault(table, []).append(moving)
            continue
        some = "WHERE rowid IN (SELECT RowNum FROM mockod_relative WHERE TableName = :table AND ColumnName = :column)"
        moved = {"days": days, "milliseconds": milliseconds, "table": table, "column": column}
        db.execute(f"UPDATE {table} SET {moving} {some}", moved)
    for table, movings in in_all_rows.items():
        db.execute(f"UPDATE {table} SET {', '.join(movings)}", {"days": days, "milliseconds": milliseconds})
    db.execute("COMMIT")
    image = db.serialize()
    db.close()
    return image


def _built_for(image: bytes) -> date:
    """The day whose dates an image has."""
    db = connect()
    db.deserialize(image)
    (day,) = db.execute("SELECT BuiltFor FROM mockod_practice").fetchone()
    db.close()
    return date.fromisoformat(day)


def _counts_months(image: bytes) -> bool:
    """Whether an image has dates that do not move by whole weeks."""
    return int.from_bytes(image[_APPLICATION]) == BY_CALENDAR


def _is_worth_keeping(path: Path) -> bool:
    from mockod.store.kept_images import WORTH_KEEPING

    try:
        return path.stat().st_size >= WORTH_KEEPING
    except OSError:
        return False  # whoever reads it will say why
