"""What SQLite or the disk refuse, as refusals of ours: the one place where storage errors become answers."""

from __future__ import annotations

import errno
import logging
import sqlite3

from mockod.log import Line
from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Basis

FULL = "The office's database is full."
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL = ("SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_NOMEM")
"""A quota, or a bound on the size of files, fails as a write; a full disk fails as full."""
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BROKEN = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_PROTOCOL", "SQLITE_NOLFS")
log = logging.getLogger(__name__)


class DamagedFile(ApiError):
    """What a file holds cannot be read: a reset, or a snapshot restored, puts another in its place."""


def damaged(name: str, reason: object) -> DamagedFile:
    """``name`` is the file's."""
    text = f"This office's file {name} cannot be used ({reason}). A reset makes it anew."
    return DamagedFile(400, text, Basis.ASSUMED)


def refuse(exc: BaseException, name: str) -> None:
    """Raise the refusal that an error of SQLite or the disk becomes; a mistake of ours stays one, for who asks.

    ``name`` is that of the office's file; empty for one in memory. Nothing of what was refused is kept.
    """
    error = _refusal(exc, name)
    if error is not None:
        log.warning(Line("refused by storage", file=name, because=str(exc), answer=error.text))
        raise error from exc


def _refusal(exc: BaseException, name: str) -> ApiError | None:
    if isinstance(exc, UnicodeDecodeError):  # SQLite's own message quotes what it could not read
        return damaged(name, "it is not UTF-8")
    if isinstance(exc, MemoryError):
        return full("no memory is left")
    if isinstance(exc, OSError):
        return full(exc.strerror or str(exc)) if exc.errno in _NO_ROOM else _unusable(name, exc.strerror or str(exc))
    if not isinstance(exc, sqlite3.Error):
        return None
    code = str(getattr(exc, "sqlite_errorname", ""))
    if code.startswith(_FULL):
        return full(str(exc))
    if code.startswith(_DAMAGED):
        return damaged(name, exc)
    if code.startswith(_BUSY):
        return ApiError(400, f"This office's file {name} is in use by another process.", Basis.ASSUMED)
    if code.startswith(_BROKEN):
        return _unusable(name, str(exc))
    if not code and str(exc).startswith("Could not decode to UTF-8"):  # Python's own, without a code
        return damaged(name, "it is not UTF-8")
    return None


def full(reason: str) -> ApiError:
    """There is no room: by the office's own bound, or in memory or on the disk."""
    remedy = "Delete rows, reset the office, drop offices or snapshots, or give mockod more room (--office-size)."
    return ApiError(400, FULL, Basis.ASSUMED, {NOTE_HEADER: f"Nothing was changed: {reason}. {remedy}"})


def check_size(image: bytes, most_bytes: int) -> None:
    """Refuse an image that is larger than an office may be."""
    if len(image) > most_bytes:
        raise full(f"its {len(image)} bytes are more than the {most_bytes} that an office may take")


def _unusable(name: str, reason: str) -> ApiError:
    text = f"This office's file {name} cannot be read or written ({reason}). Nothing was changed."
    return ApiError(400, text, Basis.ASSUMED)
