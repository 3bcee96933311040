"""Snapshots in a data folder: one file each beside their office's, so that they are there after a restart.

A file is a line of JSON that says what the snapshot is, and then its image, compressed.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mockod.log import Line
from mockod.rest.errors import ApiError
from mockod.simulation.clock import FORMAT, Clock, parse_moment
from mockod.store import atomic_file
from mockod.store.connection import SqlFunctions, bound_time, connect, opened, unbound_time
from mockod.store.data_folder import DataFolder
from mockod.store.database_file import MOST_SECONDS
from mockod.store.migration import bring_up_to_date
from mockod.store.schema_check import ForeignSchema, lacking, made_in, refuse_foreign
from mockod.store.snapshots import Snapshot
from mockod.store.storage_errors import damaged_snapshot, refuse

_SCHEMA = slice(60, 64)
"""Where an image says which tables it has: SQLite's user_version."""
MOST_BYTES = 1 << 30
"""Of an image: SQLite takes no larger one into memory."""
_MICROSECOND = timedelta(microseconds=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SettingsCodec:
    """A vendor's settings as JSON, out and in."""

    to_json: Callable[[Any], Mapping[str, Any]]
    from_json: Callable[[str, Mapping[str, Any]], Any]
    """Customer key and JSON in. Raises ValueError."""


class KeptSnapshots:
    """Reads and writes the snapshots of a folder. ``like`` gives an image with the tables that offices have now.

    ``functions`` are those that their indexes may use.
    """

    def __init__(
        self, folder: DataFolder, settings: SettingsCodec, like: Callable[[], bytes], functions: SqlFunctions
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._like = like
        self._functions = functions

    def size(self) -> int:
        """Bytes of all of them."""
        return self._folder.snapshot_bytes()

    def read(self, office: str) -> dict[str, Snapshot]:
        """An office's by name, in the order in which their names came. Raises ApiError.

        What is damaged is told in the log, and is none.
        """
        found: list[Snapshot] = []
        for path in self._folder.snapshots(office) if self._folder.has_office(office) else ():
            try:
                found.append(self._read(office, path))
            except FileNotFoundError:
                continue  # deleted since it was listed, with its office
            except OSError as exc:
                refuse(exc, path.name)
                raise
            except (ApiError, ValueError, TypeError, KeyError, OverflowError, sqlite3.Error) as exc:
                log.warning(Line("snapshot cannot be read", file=path.name, because=repr(exc)))
        return {snapshot.name: snapshot for snapshot in sorted(found, key=lambda snapshot: snapshot.place)}

    def write(self, office: str, snapshot: Snapshot) -> None:
        """Keep one. Raises ApiError, and then what was there is there still."""
        clock = snapshot.clock
        head = {
            "name": snapshot.name,
            "place": snapshot.place,
            "taken": snapshot.taken.strftime(FORMAT),
            "frozen_at": clock.frozen_at.strftime(FORMAT) if clock.frozen_at else None,
            "offset_microseconds": clock.offset // _MICROSECOND,
            "settings": self._settings.to_json(snapshot.settings),
            "schema": snapshot.image[_SCHEMA].hex(),
            "bytes": snapshot.size,
            "checksum": zlib.crc32(snapshot.packed),
        }
        path = self._folder.snapshot(office, snapshot.name)
        try:
            atomic_file.write(path, json.dumps(head).encode() + b"\n" + snapshot.packed)
        except OSError as exc:
            refuse(exc, path.name)
            raise

    def delete(self, office: str, name: str) -> None:
        """Forget one. Raises ApiError."""
        path = self._folder.snapshot(office, name)
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            refuse(exc, path.name)
            raise

    def check(self, snapshot: Snapshot) -> None:
        """Refuse what is no office's as they are now: files in a folder may come from anywhere. Raises ApiError."""
        try:
            with closing(connect()) as db, closing(opened(self._like())) as ours:
                bound_time(db, MOST_SECONDS)
                db.deserialize(snapshot.image)
                refuse_foreign(db, set(made_in(ours)), self._functions)
                unbound_time(db)
                (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
                wrong = lacking(db, ours) if found == "ok" else " ".join(found.split())
        except (sqlite3.Error, UnicodeDecodeError, ForeignSchema) as exc:
            raise damaged_snapshot(snapshot.name, str(exc).rstrip(".")) from exc
        if wrong:
            raise damaged_snapshot(snapshot.name, wrong)

    def _read(self, office: str, path: Path) -> Snapshot:
        line, _, packed = path.read_bytes().partition(b"\n")
        head = json.loads(line)
        if zlib.crc32(packed) != head["checksum"] or path != self._folder.snapshot(office, head["name"]):
            raise ValueError("damaged")
        frozen, offset = head["frozen_at"], head["offset_microseconds"] * _MICROSECOND
        clock = Clock.frozen(parse_moment(frozen)) if frozen else Clock(offset=offset)
        settings = self._settings.from_json(office, head["settings"])
        taken: datetime = parse_moment(head["taken"])
        size = head["bytes"]
        if not isinstance(size, int) or not 0 < size <= MOST_BYTES:
            raise ValueError(f"no size of a database: {size!r}")
        snapshot = Snapshot(head["name"], taken, clock, settings, size, packed, head["place"], is_ours=False)
        if head["schema"] == self._like()[_SCHEMA].hex():
            return snapshot
        image = self._brought_up_to_date(snapshot.image)
        return replace(Snapshot.of(snapshot.name, image, taken, clock, settings), place=snapshot.place, is_ours=False)

    def _brought_up_to_date(self, image: bytes) -> bytes:
        """An image of an older mockod with the tables of this one."""
        with closing(opened(image, self._functions)) as db:
            refuse_foreign(db, (), self._functions)
            bring_up_to_date(db, self._like())
            return db.serialize()
