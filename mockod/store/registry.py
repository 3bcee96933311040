"""All offices: a customer key's is made when the key is first seen, from a copy of the practice.

Their number is bounded: at the bound another is refused or, where that is asked for, the one longest idle goes. In
memory only the most recently used stay open; the others are parked as compressed bytes, which wake in a fraction of
a millisecond.
"""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from mockod.log import Line, shortened
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.simulation.clock import Clock
from mockod.simulation.faults import Faults
from mockod.simulation.journal import Journals
from mockod.store.data_folder import DataFolder
from mockod.store.database_file import DatabaseFile, discard
from mockod.store.kept_snapshots import KeptSnapshots, SettingsCodec
from mockod.store.memory_database import MemoryDatabase, pack
from mockod.store.office import Office, OfficeTemplate, Pack
from mockod.store.snapshots import Snapshots
from mockod.store.storage_errors import refuse

OPEN_AT_ONCE = 64
PACKED = 8
"""Images kept packed while all offices are reset: most begin with the same few."""
MOST = 10_000
log = logging.getLogger(__name__)


class Offices:
    """Customer key -> office. ``image`` gives the bytes that an office with this practice starts from."""

    def __init__(
        self,
        start: OfficeTemplate,
        image: Callable[[str, date], bytes],
        *,
        most: int = MOST,
        evict_idle: bool = False,
        data_dir: Path | None = None,
        settings_of: Callable[[str, Any], Any] = lambda key, settings: settings,
        settings_codec: SettingsCodec | None = None,
    ) -> None:
        """``settings_of`` tells what a key's office begins with, where that differs from what all begin with.
        ``settings_codec`` writes those of snapshots into the folder, and reads them.

        Raises FolderError where ``data_dir`` cannot be used, or another application uses it.
        """
        self._first_start = start
        self.start = start
        """What new offices begin with."""
        self._image = image
        self.most = most
        """Offices that there may be."""
        self.evict_idle = evict_idle
        """Whether the one longest idle goes where there is no room for another."""
        self._settings_of = settings_of
        self._folder = DataFolder(data_dir) if data_dir else None
        self._open: OrderedDict[str, Office] = OrderedDict()
        self._parked: dict[str, Office] = {}
        self._lock = threading.Lock()
        self.journals = Journals(most_offices=max(most, MOST) + 1)  # the server's own is one more
        self.snapshots = Snapshots(keeper=self._kept_snapshots(settings_codec))
        self.faults = Faults()
        """Those that strike every office."""
        if self._folder and hasattr(os, "register_at_fork"):
            os.register_at_fork(before=_ParkAll(self))

    def _kept_snapshots(self, codec: SettingsCodec | None) -> KeptSnapshots | None:
        """Where snapshots are kept; None for memory alone."""
        if self._folder is None:
            return None
        start = self._first_start
        codec = codec or SettingsCodec(lambda settings: {}, lambda key, told: self.settings_at_start(key))
        return KeptSnapshots(
            self._folder, codec, lambda: self._image(start.practice, start.clock.now().date()), start.functions
        )

    def office(self, key: str, clock: Clock | None = None) -> Office:
        """The key's office; where it has none, a new one that begins with ``clock``. Refuses at the bound."""
        self._check_folder()
        with self._lock:
            office = self._open.get(key)
            if office is not None:
                self._open.move_to_end(key)
                return office
            office = self._parked.pop(key, None)
            if office is None:
                self._make_room()
                office = self._made(key, clock or self.start.clock)
            self._open[key] = office
            self._park_idle()
            return office

    def create(self, key: str, start: OfficeTemplate) -> Office:
        """An office with a start of its own, which a reset brings back. Refuses where there is one, and at the bound.

        What ``start.furnish`` raises comes through; there is no office then.
        """
        self._check_folder()
        self._check_free(key)
        image = self._image_of(start)  # outside the lock, as a practice may have to be read
        with self._lock:
            self._check_free(key)
            self._make_room()
            office = self._open[key] = Office(start, self._database(key, image, start), key=key)
            self._park_idle()
        log.info(Line("office created", office=shortened(key), practice=start.practice))
        return office

    def drop(self, key: str) -> None:
        """Forget the key's office: data, file, journal and snapshots. Refuses where there is none."""
        self._check_folder()
        office = self.known(key)
        if office is None:
            self._delete(key, None)
        else:  # outside the lock, as its work under way may take long
            office.retire(wait=True, forget=lambda: self._delete(key, office))
        log.info(Line("office dropped", office=shortened(key)))

    def _delete(self, key: str, office: Office | None) -> None:
        """Forget an office that nobody uses, unless its key has another by now. Refuses where there is none.

        Where its files cannot be deleted it is there still.
        """
        with self._lock:
            has_files = self._folder is not None and self._folder.has_office(key)
            if office is None and not has_files:
                raise ApiError(404, f"There is no office {key}.", Basis.ASSUMED)
            current = self._open.get(key) or self._parked.get(key)
            if current not in (None, office):
                return
            if self._folder and has_files:
                self._folder.forget(key)
            self._open.pop(key, None)
            self._parked.pop(key, None)
            self._forget(key)

    def _check_free(self, key: str) -> None:
        if key in self._open or key in self._parked or self._has_file(key):
            raise ApiError(409, f"There is an office {key} already; drop it, or reset it.", Basis.ASSUMED)

    def _has_file(self, key: str) -> bool:
        return self._folder is not None and self._folder.has_data(key)

    def _check_folder(self) -> None:
        """Refuse where the data folder is not this process's any more."""
        if self._folder:
            self._folder.check()

    def _make_room(self) -> None:
        """At the bound let the office go that is longest idle, or refuse. The data of one in a file stay there."""
        if len(self._open) + len(self._parked) < self.most:
            return
        for offices in (self._parked, self._open) if self.evict_idle else ():
            for key, office in offices.items():
                if office.retire(wait=False):
                    del offices[key]
                    if self._folder is None:
                        self._forget(key)
                    log.info(Line("office evicted, as the longest idle", office=shortened(key), most=self.most))
                    return
        raise ApiError(
            400,
            f"This mockod holds {self.most} offices and has no room for another. "
            "Use fewer customer keys, drop some, or start it with more --offices or with --evict-idle.",
            Basis.ASSUMED,
        )

    def _forget(self, key: str) -> None:
        """What is kept of an office beside its data."""
        self.journals.clear(key)
        self.snapshots.forget(key)

    def settings(self, key: str | None) -> Any:
        """The settings of the key's office; of one that is not made yet, or of none, those it would begin with."""
        if key is None:
            return self.start.settings
        office = self.known(key)
        return office.settings if office else self._settings_of(key, self.start.settings)

    def settings_at_start(self, key: str) -> Any:
        """The settings that the key's office has after a reset, unless it was made with others."""
        return self._settings_of(key, self._first_start.settings)

    def clock(self, key: str | None) -> Clock:
        """The clock of the key's office; of one that is not made yet, or of none, what new ones begin with."""
        office = self.known(key) if key else None
        return office.clock if office else self.start.clock

    def known(self, key: str) -> Office | None:
        """The key's office, if it is made."""
        with self._lock:
            return self._open.get(key) or self._parked.get(key)

    def exists(self, key: str) -> bool:
        """Whether the key has an office, perhaps in a file not opened yet; or asked for one, or has snapshots."""
        return bool(self.known(key) or self._has_file(key) or self.journals.entries(key) or self.snapshots.listed(key))

    def _made(self, key: str, clock: Clock) -> Office:
        start = replace(self.start, clock=clock, settings=self._settings_of(key, self.start.settings))
        reset_template = replace(self._first_start, settings=self.settings_at_start(key))
        database = self._database(key, self._image_of(start), start)
        office = Office(start, database, reset_template, key=key)
        what = "office opened" if database.was_there else "office created"
        log.info(Line(what, office=shortened(key), practice=office.practice))
        return office

    def _database(self, key: str, image: bytes, start: OfficeTemplate) -> MemoryDatabase | DatabaseFile:
        """The data of the key's office: those in its file, if it has one; else the image."""
        if self._folder is None:
            return MemoryDatabase(image, start.functions)
        self._folder.sweep_leftovers(key)
        database = DatabaseFile(self._folder.data(key), image, start.functions, self._folder.check)
        self._folder.remember(key)
        return database

    def _image_of(self, start: OfficeTemplate) -> bytes:
        """What an office begins with. A practice that cannot be read any more is refused."""
        try:
            image = self._image(start.practice, start.clock.now().date())
        except OSError as exc:
            refuse(exc, start.practice)
            raise
        except ValueError as exc:  # a PracticeError
            raise ApiError(400, str(exc), Basis.ASSUMED) from exc
        return start.seeded(image)

    def _park_idle(self) -> None:
        """Park the offices longest unused; one in use stays open, and is tried again next time."""
        for key in list(self._open)[: max(len(self._open) - OPEN_AT_ONCE, 0)]:
            if self._open[key].park():
                self._parked[key] = self._open.pop(key)

    def unopened(self) -> dict[Path, str | None]:
        """Files of offices that nobody has asked for since the start, or that made room, and their keys where known."""
        if self._folder is None:
            return {}
        opened = {self._folder.data(key) for key in self.by_key()}
        return {file: self._folder.key_of(file) for file in sorted(self._folder.files() - opened)}

    def by_key(self) -> dict[str, Office]:
        """Every office that is made."""
        with self._lock:
            return {**self._open, **self._parked}

    def reset(self, key: str) -> None:
        """The key's office as it was at the start: practice, clock and settings, and nothing in its journal.

        One that is not made yet is so.
        """
        self._check_folder()
        log.info(Line("office reset", office=shortened(key)))
        file = self._folder.data(key) if self._folder else None
        is_done = False
        while not is_done:  # it may be opened, or make room for another, after each look
            office = self.known(key)
            is_done = self._reset(office) if office else self._discard(file)
        self.journals.clear(key)
        if office is None and self.start != self._first_start:
            self.office(key, self._first_start.clock)

    def _discard(self, file: Path | None) -> bool:
        """Delete the file of an office that is not open; None in memory. Answers False where it is open by now."""
        with self._lock:
            if self._folder and file:
                if file in map(self._folder.data, (*self._open, *self._parked)):
                    return False
                discard(file)
            return True

    def reset_all(self) -> None:
        """Every office, and what new ones begin with; the journal is empty.

        Where some cannot be reset all others are, and then it is refused.
        """
        self._check_folder()
        log.info(Line("all offices reset"))
        with self._lock:
            self.start = self._first_start
        self.journals.clear()
        self.faults.clear()
        once = lru_cache(PACKED)(pack)
        refusals: list[str] = []
        for key, office in self.by_key().items():
            try:
                self._reset(office, once)
            except ApiError as refused:
                refusals.append(f"{key}: {refused.text}")
        for file in self.unopened():
            try:
                if not self._discard(file) and self._folder and (opened := self._folder.key_of(file)):
                    self.reset(opened)
            except ApiError as refused:
                refusals.append(refused.text)
        if refusals:
            raise ApiError(400, f"{len(refusals)} could not be reset, all others were. {refusals[0]}", Basis.ASSUMED)

    def _reset(self, office: Office, pack: Pack = pack) -> bool:
        """Answers False where the office is gone by now."""
        return office.reset(office.reset_template, self._image_of(office.reset_template), pack)

    def set_clock(self, clock: Clock, key: str | None = None) -> None:
        """The clock of the key's office, or of every office and those to come.

        An office that is not made yet is made by this clock, so that its practice lies around its own today.
        """
        if key is not None:
            self.office(key, clock).put_clock(clock)
            return
        with self._lock:
            self.start = replace(self.start, clock=clock)
        for office in self.by_key().values():
            office.put_clock(clock)

    def begin_with(self, clock: Clock) -> dict[str, Office]:
        """New offices begin with this clock from now on. Answers those that are made already."""
        with self._lock:
            self.start = replace(self.start, clock=clock)
            return {**self._open, **self._parked}

    def change_settings(self, change: Callable[[Any], Any], key: str | None = None) -> None:
        """The settings of the key's office, or of every office and those to come."""
        if key is not None:
            office = self.office(key)
            office.settings = change(office.settings)
            return
        with self._lock:
            self.start = replace(self.start, settings=change(self.start.settings))
        for office in self.by_key().values():
            office.settings = change(office.settings)

    def park_all(self) -> None:
        """Let go of every connection; the data stays."""
        for office in self.by_key().values():
            office.park()

    def close(self) -> None:
        """The end: every connection is closed, and the data folder is free for the next application."""
        for office in self.by_key().values():
            office.park(wait=True)
        if self._folder:
            self._folder.release()


class _ParkAll:
    """Before a process forks: an SQLite connection must not be carried into another process."""

    def __init__(self, offices: Offices) -> None:
        self._offices = weakref.ref(offices)

    def __call__(self) -> None:
        offices = self._offices()
        if offices is not None:
            offices.park_all()
