"""All offices: a customer key's is made when the key is first seen, from a copy of the practice.

Their number is bounded: at the bound another is refused or, where that is asked for, the one longest idle goes. So is
what each may take. Only the most recently used stay open; in memory, the others are parked as what differs from the
image that they began with.

What takes time for one office (reading its file, building or packing an image) is done under a lock of its own key, so
that no other office waits for it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mockod.log import Line, shortened
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.simulation.clock import Clock
from mockod.simulation.faults import Faults
from mockod.simulation.journal import Journals
from mockod.store.before_fork import ParkAll
from mockod.store.data_folder import DataFolder
from mockod.store.database_file import DatabaseFile, discard
from mockod.store.kept_snapshots import KeptSnapshots, SettingsCodec
from mockod.store.key_locks import KeyLocks
from mockod.store.memory_database import MemoryDatabase
from mockod.store.office import DROPPED, Office, OfficeTemplate
from mockod.store.office_places import MOST, OfficePlaces
from mockod.store.sent_practice import OWN, SentPractice
from mockod.store.snapshots import Snapshots
from mockod.store.start_images import StartImages
from mockod.store.template_images import ImageOf, TemplateImages

MOST_MEGABYTES = 64
"""What the data of one office may take, where nothing else is said."""
MEGABYTE = 1_000_000
log = logging.getLogger(__name__)


class Offices:
    """Customer key -> office. ``image`` gives the bytes that an office with this practice starts from."""

    def __init__(
        self,
        start: OfficeTemplate,
        image: ImageOf,
        *,
        most: int = MOST,
        most_bytes: int = MOST_MEGABYTES * MEGABYTE,
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
        self._images = TemplateImages(image)
        self.most_bytes = most_bytes
        """What the data of each may take."""
        self.starts = StartImages(start.functions, most_bytes)
        """What offices in memory begin with."""
        self._settings_of = settings_of
        self._folder = DataFolder(data_dir) if data_dir else None
        self._places = OfficePlaces(most, evict_idle=evict_idle, forget=self._forget_evicted)
        self._lock = self._places.lock
        """Of the places and ``start``; nothing under it takes time."""
        self._key_locks = KeyLocks()
        """Whoever makes, resets or drops an office in a file has its key's. It is taken before ``_lock``."""
        self.journals = Journals(most_offices=max(most, MOST) + 1)  # the server's own is one more
        codec = settings_codec or SettingsCodec(lambda settings: {}, lambda key, told: self.settings_at_start(key))
        today = partial(self._images.at, start)
        keeper = KeptSnapshots(self._folder, codec, today, start.functions) if self._folder else None
        self.snapshots = Snapshots(keeper=keeper)
        self.faults = Faults()
        """Those that strike every office."""
        if self._folder and hasattr(os, "register_at_fork"):
            os.register_at_fork(before=ParkAll(self))

    def office(self, key: str, clock: Clock | None = None) -> Office:
        """The key's office; where it has none, a new one that begins with ``clock``. Refuses at the bound."""
        self._check_folder()
        office = self._places.used(key)
        if office is None:
            with self._key_locks.of(key):
                office = self._made(key, clock)
        self._places.park_idle()
        return office

    @property
    def most(self) -> int:
        """Offices that there may be."""
        return self._places.most

    @property
    def evict_idle(self) -> bool:
        """Whether the one longest idle goes where there is no room for another."""
        return self._places.evict_idle

    def create(self, key: str, start: OfficeTemplate) -> Office:
        """An office with a start of its own, which a reset brings back. Refuses where there is one, and at the bound.

        What ``start.furnish`` raises comes through; there is no office then.
        """
        self._check_folder()
        self._check_free(key)
        image = self._images.of(start)
        with self._key_locks.of(key):
            self._check_free(key)
            with self._places.kept(key):
                office = Office(start, self._database(key, image, start), key=key)
                self._places.put(key, office)
        self._places.park_idle()
        log.info(Line("office created", office=shortened(key), practice=start.practice))
        return office

    def put_practice(self, key: str, practice: SentPractice) -> Office:
        """Give the key's office this practice, around its own today, and as what a reset brings back; or refuse it."""
        self._images.of(replace(self.start, practice=OWN, sent=practice))  # before an office is made
        office = self.office(key)
        with self._key_locks.of(key):
            template = replace(office.reset_template, practice=OWN, sent=practice)
            now = replace(template, clock=office.clock, settings=office.settings)
            if not office.reset(now, self._images.of(now)):
                raise ApiError(400, DROPPED, Basis.ASSUMED)
            office.reset_template = template
        log.info(Line("office given a practice", office=shortened(key), practice=OWN))
        return office

    def drop(self, key: str) -> None:
        """Forget the key's office: data, file, journal and snapshots. Refuses where there is none."""
        self._check_folder()
        with self._key_locks.of(key):
            office = self.known(key)
            if office is None:
                self._delete(key)
            else:
                office.retire(lambda: self._delete(key, office))
        log.info(Line("office dropped", office=shortened(key)))

    def _delete(self, key: str, office: Office | None = None) -> None:
        """Forget an office that nobody uses. Refuses where there is none; its caller has the key's lock.

        Where its files cannot be deleted it is there still.
        """
        has_files = self._folder is not None and self._folder.has_office(key)
        if office is None and not has_files:
            raise ApiError(404, f"There is no office {key}.", Basis.ASSUMED)
        if self._folder and has_files:
            self._folder.forget(key)
        self._places.remove(key)
        self._forget(key)

    def _check_free(self, key: str) -> None:
        if self._places.known(key) or self._has_file(key):
            raise ApiError(409, f"There is an office {key} already; drop it, or reset it.", Basis.ASSUMED)

    def _has_file(self, key: str) -> bool:
        return self._folder is not None and self._folder.has_data(key)

    def _check_folder(self) -> None:
        """Refuse where the data folder is not this process's any more."""
        if self._folder:
            self._folder.check()

    def _forget_evicted(self, key: str) -> None:
        if self._folder is None:
            self._forget(key)

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
        return self._places.known(key)

    def exists(self, key: str) -> bool:
        """Whether the key has an office, perhaps in a file not opened yet; or asked for one, or has snapshots."""
        return bool(self.known(key) or self._has_file(key) or self.journals.entries(key) or self.snapshots.listed(key))

    def _made(self, key: str, clock: Clock | None) -> Office:
        """The key's office: made, unless somebody else has made it just now. Its caller has the key's lock."""
        while True:
            found = self._places.used(key)
            if found is not None:
                return found
            with self._places.kept(key):
                now = self.start
                start = replace(now, clock=clock or now.clock, settings=self._settings_of(key, now.settings))
                reset_template = replace(self._first_start, settings=self.settings_at_start(key))
                database = self._database(key, self._images.of(start), start)
                office = Office(start, database, reset_template, key=key)
                with self._lock:
                    is_up_to_date = self.start is now
                    if is_up_to_date:
                        self._places.put(key, office)
            if is_up_to_date:
                what = "office opened" if database.was_there else "office created"
                log.info(Line(what, office=shortened(key), practice=office.practice))
                return office
            # What new offices begin with has changed meanwhile: it is made again, from that.
            office.retire()
            if self._folder and not database.was_there:
                discard(self._folder.data(key))

    def _database(self, key: str, image: bytes, start: OfficeTemplate) -> MemoryDatabase | DatabaseFile:
        """The data of the key's office: those in its file, if it has one; else the image."""
        if self._folder is None:
            return MemoryDatabase(image, self.starts)
        self._folder.sweep_leftovers(key)
        file = self._folder.data(key)
        database = DatabaseFile(file, image, start.functions, self.most_bytes, self._folder.check)
        self._folder.remember(key)
        return database

    def unopened(self) -> dict[Path, str | None]:
        """Files of offices that nobody has asked for since the start, or that made room, and their keys where known."""
        if self._folder is None:
            return {}
        return self._folder.without(self.by_key())

    def by_key(self) -> dict[str, Office]:
        """Every office that is made."""
        return self._places.by_key()

    def reset(self, key: str) -> None:
        """The key's office as it was at the start: practice, clock and settings, and nothing in its journal.

        One that is not made yet is so.
        """
        self._check_folder()
        log.info(Line("office reset", office=shortened(key)))
        with self._key_locks.of(key):  # no office is made meanwhile from a file that goes
            office = self.known(key)
            while office is not None and not self._reset(office):  # it makes room for another meanwhile
                office = self.known(key)
            if office is None and self._folder:
                discard(self._folder.data(key))
        self.journals.clear(key)
        if office is None and self.start != self._first_start:
            self.office(key, self._first_start.clock)

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
        refusals: list[str] = []
        with self._key_locks.all():  # no office is made meanwhile, from a file that goes or otherwise
            for key, office in self.by_key().items():
                try:
                    self._reset(office)
                except ApiError as refused:
                    refusals.append(f"{key}: {refused.text}")
            for file in self.unopened():
                try:
                    discard(file)
                except ApiError as refused:
                    refusals.append(refused.text)
        if refusals:
            raise ApiError(400, f"{len(refusals)} could not be reset, all others were. {refusals[0]}", Basis.ASSUMED)

    def _reset(self, office: Office) -> bool:
        """Answers False where the office is gone by now."""
        return office.reset(office.reset_template, self._images.of(office.reset_template))

    def set_clock(self, clock: Clock, key: str | None = None) -> None:
        """The clock of the key's office, or of every office and those to come.

        An office that is not made yet is made by this clock, so that its practice lies around its own today.
        """
        if key is not None:
            self.office(key, clock).put_clock(clock)
            return
        for office in self.begin_with(clock).values():
            office.put_clock(clock)

    def begin_with(self, clock: Clock) -> dict[str, Office]:
        """New offices begin with this clock from now on. Answers those that are made already."""
        with self._lock:
            self.start = replace(self.start, clock=clock)
            return self._places.by_key()

    def change_settings(self, change: Callable[[Any], Any], key: str | None = None) -> None:
        """The settings of the key's office, or of every office and those to come."""
        if key is not None:
            self.office(key).change_settings(change)
            return
        with self._lock:
            self.start = replace(self.start, settings=change(self.start.settings))
        for office in self.by_key().values():
            office.change_settings(change)

    def park_all(self, *, wait: bool = False) -> None:
        """Let go of every connection; the data stays."""
        for office in self.by_key().values():
            office.park(wait=wait)

    def close(self) -> None:
        """The end: every connection is closed, and the data folder is free for the next application."""
        self.park_all(wait=True)
        self.starts.close()
        if self._folder:
            self._folder.release()
