"""An office's file: made whole or not at all, opened for one process alone, deleted with all that is beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.store.connection import SqlFunctions, connect


def opened(path: Path, functions: SqlFunctions) -> sqlite3.Connection:
    """Open an office's file, for this process alone: acknowledged writes survive a killed process."""
    try:
        db = connect(f"{path.absolute().as_uri()}?mode=rw", functions)
    except sqlite3.Error as exc:
        raise unusable(path, exc) from exc
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if not db.execute("SELECT 1 FROM sqlite_master").fetchall():
            raise sqlite3.DatabaseError("it is empty")
    except sqlite3.Error as exc:
        db.close()
        raise unusable(path, exc) from exc
    return db


def practice_of(db: sqlite3.Connection) -> str:
    """The practice that a file was made from, so far as it says."""
    try:
        return str(db.execute("SELECT Name FROM mockod_practice").fetchone()[0]).removesuffix(".yaml")
    except (sqlite3.Error, TypeError):
        return ""


def unusable(path: Path, exc: sqlite3.Error) -> ApiError:
    if _is_busy(exc):
        return ApiError(400, f"This office's file {path.name} is in use by another process.", Basis.ASSUMED)
    text = f"This office's file {path.name} cannot be used ({exc}). A reset makes it anew."
    return ApiError(400, text, Basis.ASSUMED)


def _is_busy(exc: sqlite3.Error) -> bool:
    return getattr(exc, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def discard(path: Path) -> None:
    """Delete an office's file. Refuses while another process uses it: its answers would be lost."""
    db = connect(path)
    try:
        db.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.Error as exc:
        if _is_busy(exc):
            raise unusable(path, exc) from exc
    finally:
        db.close()
    for part in parts(path):
        part.unlink(missing_ok=True)


def parts(path: Path) -> tuple[Path, ...]:
    """A database and what SQLite keeps beside it."""
    return path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")


def fill(path: Path, image: bytes) -> None:
    """Make an office's file from an image, aside and then in its place: a process killed here leaves no half of it.

    By backup, as ``deserialize`` would silently detach the connection from its file.
    """
    unfinished = path.with_suffix(".new")
    for old in (*parts(unfinished), *parts(path)[1:]):
        old.unlink(missing_ok=True)
    source, filling = connect(), connect(unfinished)
    try:
        source.deserialize(image)
        source.backup(filling)
    finally:
        source.close()
        filling.close()
    unfinished.replace(path)
