"""A data folder: the files of offices, the names of their keys, and the lock that keeps others out.

An office's files begin with a hash of its key, as a key may hold what a file name may not:

    <hash>.sqlite                      its data, and beside it what SQLite keeps there
    <hash>.json                        its key
    <hash>.<hash of a name>.snapshot   a snapshot
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.store import atomic_file
from mockod.store.database_file import discard
from mockod.store.folder_lock import FolderError, FolderLock
from mockod.store.storage_errors import refuse

DATA = ".sqlite"
KEY = ".json"
SNAPSHOT = ".snapshot"
_HASH = re.compile(r"[0-9a-f]{32}")
"""What else people keep in the folder is theirs."""


class DataFolder:
    """One application's folder. What ``path`` names is locked until ``release``."""

    def __init__(self, path: Path) -> None:
        """Make the folder where it is not there, lock it, and sweep up what a killed process left.

        Raises FolderError.
        """
        self.path = path
        self._keys: dict[str, str] = {}
        """Key by the name of its file, as far as they were read."""
        try:
            if not path.is_dir():
                path.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):  # a power cut may not take the folder with all that is synced in it
                    atomic_file.sync_folder(path.parent)
        except OSError as exc:
            raise FolderError(f"{path}: {exc.strerror}") from exc
        self._lock = FolderLock(path)
        try:
            self._sweep()
        except OSError as exc:
            self._lock.release()
            raise FolderError(f"{path}: {exc.strerror}") from exc

    def check(self) -> None:
        """Refuse in a process that was forked off, and once the folder was released."""
        if not self._lock.is_held:
            text = f"{self.path} is this application's no more: it was closed, or belongs to the process before a fork."
            raise ApiError(400, text, Basis.ASSUMED)

    def release(self) -> None:
        """Let the next application have it."""
        self._lock.release()

    def data(self, key: str) -> Path:
        """The file of the key's office, there or not."""
        return self.path / f"{_hashed(key)}{DATA}"

    def has_data(self, key: str) -> bool:
        """Whether the key's office has a file. Raises ApiError."""
        return bool(self._named(self.data(key).name))

    def files(self) -> set[Path]:
        """The files of all offices."""
        return set(self._named(f"*{DATA}"))

    def remember(self, key: str) -> None:
        """Write down whose file it is, unless that is known. Where there is no room, the next opening tries again."""
        file = self.data(key)
        if self.key_of(file) is None:
            with suppress(OSError):
                atomic_file.write(file.with_suffix(KEY), json.dumps({"office": key}).encode())
                self._keys[file.name] = key

    def key_of(self, file: Path) -> str | None:
        """The key of an office's file; None for one of an older mockod that nobody has asked for since."""
        if file.name not in self._keys:
            with suppress(OSError, ValueError, TypeError, KeyError):
                key = str(json.loads(file.with_suffix(KEY).read_bytes())["office"])
                if self.data(key).name == file.name:
                    self._keys[file.name] = key
        return self._keys.get(file.name)

    def without(self, keys: Iterable[str]) -> dict[Path, str | None]:
        """The files of all other keys' offices, and whose they are where that is known."""
        return {file: self.key_of(file) for file in sorted(self.files() - {self.data(key) for key in keys})}

    def snapshots(self, key: str) -> list[Path]:
        """The files of an office's snapshots."""
        return self._named(f"{_hashed(key)}.*{SNAPSHOT}")

    def snapshot(self, key: str, name: str) -> Path:
        """The file of a snapshot, there or not."""
        return self.path / f"{_hashed(key)}.{_hashed(name)}{SNAPSHOT}"

    def snapshot_bytes(self) -> int:
        """What the snapshots of all offices take."""
        try:
            return sum(map(_size, self._named(f"*{SNAPSHOT}")))
        except OSError as exc:
            refuse(exc, self.path.name)
            raise

    def has_office(self, key: str) -> bool:
        """Whether anything but snapshots tells of the key's office. Without, they are leftovers of one that is gone."""
        file = self.data(key)
        return self.has_data(key) or bool(self._named(file.with_suffix(KEY).name))

    def sweep_leftovers(self, key: str) -> None:
        """Delete snapshots of an office that is gone, which must not become another's. Raises ApiError."""
        if self.has_office(key):
            return
        for left in self.snapshots(key):
            try:
                left.unlink(missing_ok=True)
            except OSError as exc:
                refuse(exc, left.name)
                raise

    def forget(self, key: str) -> None:
        """Delete the files of an office, which is gone with its data. Raises ApiError.

        Snapshots that cannot be deleted then are nobody's, and are swept up later.
        """
        file = self.data(key)
        note = file.with_suffix(KEY)
        try:
            note.unlink(missing_ok=True)  # first: without it and the data, the next start sweeps up the rest
        except OSError as exc:
            refuse(exc, note.name)
            raise
        self._keys.pop(file.name, None)
        discard(file)
        with suppress(OSError, ApiError):
            for left in self.snapshots(key):
                left.unlink(missing_ok=True)

    def _named(self, pattern: str) -> list[Path]:
        """The files of this form. Raises ApiError."""
        try:
            return sorted(self.path.glob(pattern))
        except OSError as exc:
            refuse(exc, self.path.name)
            raise

    def _sweep(self) -> None:
        """Half-made files, and what belongs to an office that is gone: it has neither data nor a key."""
        there = {path.stem for suffix in (DATA, KEY) for path in self.path.glob(f"*{suffix}")}
        for path in list(self.path.iterdir()):
            stem = path.name.partition(".")[0]
            if _HASH.fullmatch(stem) and (stem not in there or atomic_file.is_half_made(path)):
                path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    """Bytes of a file; none of one that was deleted since it was listed."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
