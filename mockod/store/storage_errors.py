"""What SQLite or the disk refuse, as refusals of ours: the one place where storage errors become answers."""

from __future__ import annotations

import errno
import logging
import sqlite3

from mockod.log import Line
from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Basis

FULL = "The office's database is full."
MOST_SHOWN = 60
"""Characters that a refusal shows of a name or a value in a file."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL = ("SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_NOMEM")
"""A quota, or a bound on the size of files, fails as a write; a full disk fails as full."""
_TOO_BIG = "SQLITE_TOOBIG"
_BY_A_FUNCTION = "user-defined function raised exception"
"""What SQLite says where one of ours was given what it could not read: nothing else makes it fail."""
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


def damaged_snapshot(name: str, reason: object) -> ApiError:
    """``name`` is the snapshot's."""
    return ApiError(400, f'The snapshot "{name}" cannot be used ({reason}). Nothing was changed.', Basis.ASSUMED)


def refuse_bad_image(exc: BaseException) -> None:
    """Raise the refusal of an image that SQLite cannot read: what it was to replace is not at fault."""
    if isinstance(_refusal(exc, ""), DamagedFile):
        text = f"What was to be put in its place is damaged itself ({exc}). Nothing was changed."
        raise ApiError(400, text, Basis.ASSUMED) from exc


def is_no_utf_8(exc: BaseException) -> bool:
    """Whether text in a file could not be read: Python says it without a code, and where SQLite's own message quotes
    such text, as another error.
    """
    return isinstance(exc, UnicodeDecodeError) or (
        isinstance(exc, sqlite3.Error) and str(exc).startswith(("Could not decode to UTF-8", _BY_A_FUNCTION))
    )


def clipped(text: object) -> str:
    """A name or a value in a file, as a refusal shows it: whoever wrote the file chose its length."""
    shown = str(text)
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


def refuse(exc: BaseException, name: str) -> None:
    """Raise the refusal that an error of SQLite or the disk becomes; a mistake of ours stays one, for who asks.

    ``name`` is that of the office's file; empty for one in memory. Nothing of what was refused is kept.
    """
    error = _refusal(exc, name)
    if error is not None:
        log.warning(Line("refused by storage", file=name, because=str(exc), answer=error.text))
        raise error from exc


def _refusal(exc: BaseException, name: str) -> ApiError | None:
    if is_no_utf_8(exc):
        return damaged(name, "it is not UTF-8")
    if isinstance(exc, MemoryError):
        return full("no memory is left")
    if isinstance(exc, OSError):
        return full(exc.strerror or str(exc)) if exc.errno in _NO_ROOM else _unusable(name, exc.strerror or str(exc))
    if not isinstance(exc, sqlite3.Error):
        return None
    code = str(getattr(exc, "sqlite_errorname", ""))
    if code.startswith(_FULL) or code == _TOO_BIG:
        return full(str(exc))
    if code.startswith(_DAMAGED):
        return damaged(name, exc)
    if code.startswith(_BUSY):
        return ApiError(400, f"This office's file {name} is in use by another process.", Basis.ASSUMED)
    if code.startswith(_BROKEN):
        return _unusable(name, str(exc))
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
