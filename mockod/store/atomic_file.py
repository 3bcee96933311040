"""Files written whole or not at all: aside first, synced, then renamed into their place.

A process that is killed meanwhile leaves the old file, or none, and a half-made one, which the next start removes.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from mockod.store.connection import SIDE_FILES

HALF_MADE = ".new"
"""How the names of files end that are not finished."""


def write(path: Path, content: bytes) -> None:
    """Put a file in its place, whatever was there; it survives a power cut from then on.

    Raises OSError, and then all is as it was. Each writer has a half-made file of its own.
    """
    aside = path.with_name(f"{path.name}.{secrets.token_hex(6)}{HALF_MADE}")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the file is in its place; this only hurries the disk
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring to the disk which files a folder has. Windows has no such call, and does it by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_half_made(path: Path) -> bool:
    """Whether a file, or what SQLite kept beside one, was never finished: a killed process left it."""
    return any(path.name.endswith(HALF_MADE + beside) for beside in ("", *SIDE_FILES))
