"""Images of large practice files, kept from one start to the next: the first start reads the file, later ones do not.

They lie beside the practice file, in a folder ``.mockod_cache``; where that cannot be written, in the user's cache
folder. There is one for each day of the week, as dates in a practice depend on today only through it. Each is named by
the file's content and by the mockod that made it, and all of them may be deleted at any time.

An image is only read if this user's mockod wrote it, to the last byte: its code (HMAC-SHA256) is made with a secret
that lies in the user's cache folder. Whoever has no such folder keeps no images.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from mockod.store import atomic_file

WORTH_KEEPING = 200_000
"""Bytes of a practice file from which on its images are kept; a smaller one is read in a fraction of a second."""
FOLDER = ".mockod_cache"
ENDING = ".image"
_FORMAT = b"mockod image 1\n"
_CODE_BYTES = 32
_PACKAGE = Path(__file__).resolve().parents[1]
_SECRET = "image-secret"
_BESIDE = {
    ".gitignore": b"*\n",
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# Images of practice files. Safe to delete.\n",
}
"""What tells other programs that the folder is no one's work."""


class KeptImages:
    """The kept images of one practice file."""

    def __init__(self, path: Path, content: bytes, made_for: str = "") -> None:
        """``made_for`` tells images of the same file apart that are made with other tables."""
        self._path = path
        self._secret = _secret()
        told = _own_files() + hashlib.sha256(content).digest() + made_for.encode()
        self._key = hashlib.sha256(told).hexdigest()[:32]

    def find(self, weekday: int) -> bytes | None:
        """The image for a day of the week; None where there is none, or none to be trusted."""
        for folder in self._folders():
            with suppress(OSError, zlib.error):
                found = (folder / self._name(weekday)).read_bytes()
                code, packed = found[len(_FORMAT) :][:_CODE_BYTES], found[len(_FORMAT) + _CODE_BYTES :]
                if found.startswith(_FORMAT) and hmac.compare_digest(code, self._code(weekday, packed)):
                    return zlib.decompress(packed)
        return None

    def keep(self, weekday: int, image: bytes) -> None:
        """Keep an image in the first folder that takes it, in the place of those of other contents of the file."""
        packed = zlib.compress(image, 1)
        for folder in self._folders():
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                for name, content in _BESIDE.items():
                    if not (folder / name).exists():
                        atomic_file.write(folder / name, content)
                atomic_file.write(folder / self._name(weekday), _FORMAT + self._code(weekday, packed) + packed)
                self._sweep(folder)
                return

    def _folders(self) -> Iterator[Path]:
        user = user_cache()
        if self._secret and user:
            yield self._path.absolute().parent / FOLDER
            yield user / "images"

    def _name(self, weekday: int) -> str:
        return f"{self._path.name}.{self._key}.{weekday}{ENDING}"

    def _code(self, weekday: int, packed: bytes) -> bytes:
        return hmac.digest(self._secret, f"{self._name(weekday)}\n".encode() + packed, "sha256")

    def _sweep(self, folder: Path) -> None:
        """Delete the images of what the file was, and what a killed process left half made."""
        for left in list(folder.iterdir()):
            of_this_file = left.name.startswith(f"{self._path.name}.") and ENDING in left.suffixes
            if of_this_file and not left.name.startswith(f"{self._path.name}.{self._key}."):
                left.unlink(missing_ok=True)


def user_cache() -> Path | None:
    """mockod's folder among the user's caches, there or not; None for a user without a home."""
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return base / "mockod"


def _secret() -> bytes:
    """The user's own, made when it is first needed; empty where it cannot be kept, or others may read it."""
    folder = user_cache()
    if folder is None:
        return b""
    path = folder / _SECRET
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(file, secrets.token_bytes(_CODE_BYTES))
            finally:
                os.close(file)
        secret = path.read_bytes()
        if _is_private(path) and len(secret) == _CODE_BYTES:
            return secret
        path.unlink()  # the next start makes another
    return b""


def _is_private(path: Path) -> bool:
    """Whether a file is this user's, and nobody else may read or write it, so far as the system tells."""
    found = path.stat()
    return os.name != "posix" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)


@cache
def _own_files() -> bytes:
    """What tells this mockod from another, also in a checkout: the sizes and times of its modules."""
    told = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        found = path.stat()
        told.update(f"{path.relative_to(_PACKAGE)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return told.digest()
