"""Snapshots: an office as it was at one moment, under a name, to be restored, compared or carried away.

They are kept in memory, compressed, for as long as the process lives; where offices are kept in files, so are they.
Each office may have some; all of them together may take so many bytes; what finds no room is refused, as a snapshot
that goes by itself is worth nothing.
"""

from __future__ import annotations

import dataclasses
import threading
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.simulation.clock import Clock
from mockod.store.key_locks import KeyLocks
from mockod.store.storage_errors import damaged_snapshot

MOST = 50
"""Snapshots of one office."""
MOST_BYTES = 128_000_000
"""What all snapshots of all offices may take, compressed."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Data, clock and settings of an office. A running clock is kept as such: restored, it runs on as it did."""

    name: str
    taken: datetime
    """In the office's time."""
    clock: Clock
    settings: Any
    size: int
    """Bytes of the image."""
    packed: bytes
    """The image, compressed."""
    place: int = 0
    """In the order of the office's snapshots."""
    is_ours: bool = True
    """Whether this process made it; one that was read from a folder is looked through before it is used."""

    @classmethod
    def of(cls, name: str, image: bytes, taken: datetime, clock: Clock, settings: Any) -> Snapshot:
        return cls(name, taken, clock, settings, len(image), zlib.compress(image, 1))

    @property
    def image(self) -> bytes:
        """The office's database, as an SQLite file has it. Raises ApiError where it is not as long as it says."""
        unpacking = zlib.decompressobj()
        try:
            image = unpacking.decompress(self.packed, self.size)
        except zlib.error as exc:
            raise damaged_snapshot(self.name, exc) from exc
        if len(image) != self.size or unpacking.unconsumed_tail:
            raise damaged_snapshot(self.name, f"it has not the {self.size} bytes that it should have")
        return image


class Keeper(Protocol):
    """Where snapshots are kept beyond the process: ``KeptSnapshots``. What it cannot keep it refuses."""

    def size(self) -> int: ...

    def read(self, office: str) -> dict[str, Snapshot]: ...

    def write(self, office: str, snapshot: Snapshot) -> None: ...

    def delete(self, office: str, name: str) -> None: ...

    def check(self, snapshot: Snapshot) -> None: ...


class Snapshots:
    """The snapshots of all offices, by customer key and name."""

    def __init__(self, *, most: int = MOST, most_bytes: int = MOST_BYTES, keeper: Keeper | None = None) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._keeper = keeper
        self._kept: dict[str, dict[str, Snapshot]] = {}
        self._lock = threading.Lock()
        self._turns = KeyLocks()

    def turn(self, office: str) -> threading.Lock:
        """One call at a time about an office's snapshots: ``with snapshots.turn(key)``, before the office's own lock.

        To take one is to look at the office and then, after it is compressed, to keep it under its name. What another
        call did to that name in between would be undone.
        """
        return self._turns.of(office)

    def keep(self, office: str, snapshot: Snapshot, *, replace: bool = False) -> None:
        """Refuses a name that is taken, unless it is to ``replace``, and what finds no room."""
        with self._lock:
            kept = self._of(office)
            old = kept.get(snapshot.name)
            if old and not replace:
                raise ApiError(
                    409, f'There is a snapshot "{snapshot.name}" already; replace it or choose another name.'
                )
            if not old and len(kept) >= self._most:
                raise ApiError(409, f"This office has {self._most} snapshots already; delete some first.")
            if self._size() + len(snapshot.packed) - (len(old.packed) if old else 0) > self._most_bytes:
                megabytes = self._most_bytes // 1_000_000
                raise ApiError(409, f"All snapshots together may take {megabytes} MB; delete some first.")
            place = old.place if old else max((one.place for one in kept.values()), default=0) + 1
            snapshot = dataclasses.replace(snapshot, place=place)
            if self._keeper:
                self._keeper.write(office, snapshot)
            self._kept[office] = {**kept, snapshot.name: snapshot}

    def named(self, office: str, name: str) -> Snapshot:
        """The office's snapshot of this name; refuses where there is none, and one that nobody may use."""
        with self._lock:
            snapshot = self._of(office).get(name)
        if snapshot is None:
            raise _unknown(name)
        if self._keeper and not snapshot.is_ours:
            self._keeper.check(snapshot)  # outside the lock, as a large one takes its time
            checked = dataclasses.replace(snapshot, is_ours=True)
            with self._lock:
                kept = self._kept.get(office, {})
                if kept.get(name) is snapshot:
                    self._kept[office] = {**kept, name: checked}
        return snapshot

    def listed(self, office: str) -> list[Snapshot]:
        """The office's, in the order in which their names came."""
        with self._lock:
            return list(self._of(office).values())

    def drop(self, office: str, name: str | None = None) -> int:
        """Forget one, or all of the office, and answer how many are left; refuses a name that there is not."""
        with self._lock:
            kept = self._of(office)
            if name is not None and name not in kept:
                raise _unknown(name)
            for gone in list(kept) if name is None else [name]:
                if self._keeper:
                    self._keeper.delete(office, gone)
                kept = {other: snapshot for other, snapshot in kept.items() if other != gone}
                self._kept[office] = kept
            if not kept:
                self._kept.pop(office, None)
            return len(kept)

    def forget(self, office: str) -> None:
        """Let go of an office's, whose files, if it had any, are gone."""
        with self._lock:
            self._kept.pop(office, None)

    def _of(self, office: str) -> dict[str, Snapshot]:
        """The office's by name; read from where they are kept, when they are first asked for."""
        kept = self._kept.get(office)
        if kept is None and self._keeper:
            kept = self._keeper.read(office)
            if kept:
                self._kept[office] = kept
        return kept or {}

    def _size(self) -> int:
        if self._keeper:
            return self._keeper.size()
        return sum(len(snapshot.packed) for kept in self._kept.values() for snapshot in kept.values())


def _unknown(name: str) -> ApiError:
    return ApiError(404, f'There is no snapshot "{name}" of this office.', Basis.ASSUMED)
