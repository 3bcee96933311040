"""SharedOffices: the offices of one application, which all its vendors share: data, clocks, queues, webhooks.

A customer key names one office, whichever vendor is asked, and its database has the tables of all of them. The settings
that the office itself keeps are those of the first vendor; a further one keeps what can be changed in the database.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from mockod.runtime.request_queue import RequestQueues
from mockod.runtime.shared_events import SharedEvents
from mockod.runtime.time_travel import TimeTravel
from mockod.runtime.webhook_sender import is_of_this_machine
from mockod.simulation.clock import Clock
from mockod.simulation.rate_limiter import RateLimit
from mockod.simulation.server_addresses import ServerAddresses
from mockod.store.images import Images, empty_image
from mockod.store.kept_snapshots import SettingsCodec
from mockod.store.office import OfficeTemplate
from mockod.store.office_places import MOST
from mockod.store.practice_file import PracticeFile
from mockod.store.ready_images import ReadyImages
from mockod.store.registry import MEGABYTE, MOST_MEGABYTES, Offices
from mockod.store.shared_practice import COMMON, Share, SharedPractice, part_of, unknown_parts
from mockod.store.template_images import ImageOf
from mockod.store.transaction import Transaction
from mockod.vendors.vendor import Section, Settings, Vendor
from mockod.vendors.webhooks import EventSource

MOST_RECEIVERS = 100
"""Of webhooks, that the stories which are played at one time have open."""


class SharedOffices:
    """The offices of some vendors, the queues before them and their clocks."""

    def __init__(
        self,
        served: Sequence[Vendor],
        section: Section,
        *,
        sharing: Sequence[Vendor],
        made_for: str = "",
        practice: str = "",
        clock: Clock | None = None,
        data_dir: Path | None = None,
        most_offices: int = MOST,
        office_megabytes: int = MOST_MEGABYTES,
        evict_idle: bool = False,
        fragments: Sequence[PracticeFile] = (),
        lists: Callable[[str], bool] = lambda key: True,
    ) -> None:
        """``section`` is that of the first vendor that is ``served``. Those that are ``sharing`` have tables in every
        office, the first of them those that are called after no vendor. ``made_for`` as for ``Images``. ``fragments``
        are merged into the practice, one after another, before any office begins with it. ``lists`` says whether a
        customer key may be asked for at all.

        Raises ValueError or OSError where the practice or a fragment cannot be read, or the practice is larger than an
        office may be.
        """
        self._sharing = tuple(sharing)
        self.lists = lists
        first = self.first = served[0]
        self._api = first.api()
        self._access = section.access
        self.server_addresses = ServerAddresses(is_of_this_machine)
        webhooks = [vendor.webhooks for vendor in served if vendor.webhooks]
        start = OfficeTemplate(
            practice or first.practice,
            clock or Clock(),
            section.settings,
            {name: function for vendor in sharing for name, function in vendor.sql_functions.items()},
            listeners=tuple(one.table for one in webhooks),
            is_served_here=self.server_addresses.include,
            check=self.spell,
        )
        image = _image_of(shares_of(sharing), made_for)
        if fragments:
            image = ReadyImages(image, start, partial(self._merge, fragments)).image
        size = len(image(start.practice, start.clock.now().date()))  # now, so that a mistake stops the start
        if size > office_megabytes * MEGABYTE:
            wanted = math.ceil(size / MEGABYTE)
            raise ValueError(f"--office-size: the practice {start.practice} takes {wanted} megabytes")
        self.offices = Offices(
            start,
            image,
            most=most_offices,
            most_bytes=office_megabytes * MEGABYTE,
            evict_idle=evict_idle,
            data_dir=data_dir,
            settings_of=self._settings_of,
            settings_codec=SettingsCodec(self._settings_to_json, self._settings_from_json),
        )
        self.receivers = BoundedSemaphore(MOST_RECEIVERS)
        self.request_queues = RequestQueues(self.offices, self._rate_limit)
        events: list[EventSource] = []

        def source() -> EventSource:
            if not events:
                events.append(webhooks[0].source() if len(webhooks) == 1 else SharedEvents(webhooks))
            return events[0]

        self.time_travel = TimeTravel(self.offices, self.request_queues, source)

    def spell(self, table: str, column: str, stored: Any) -> Any:
        """A stored value as clients know it. Raises ValueError where the column cannot hold it."""
        return self._owner(table).control().spell(table, column, stored)

    def is_stamp(self, table: str, column: str) -> bool:
        """Whether a column tells when its row was made or changed."""
        return self._owner(table).control().is_stamp(column)

    def is_trail(self, table: str) -> bool:
        """Whether it is a table in which a vendor's program notes every change."""
        return table in self._owner(table).control().trail

    def merge(self, tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
        """Merge a fragment of a practice, each vendor its part; answers what became of which rows.

        Raises PracticeError; the transaction must be rolled back then.
        """
        told: dict[str, Any] = {}
        for mistake in unknown_parts(fragment, self.parts):
            raise mistake
        for vendor in self._sharing:
            part = part_of(fragment, vendor.practice_part, self.parts)
            feature = vendor.control().seeding
            if feature and (vendor is self._sharing[0] or part.removals or part.sections.keys() - {COMMON}):
                for what, numbers in feature.merge(tx, part).items():
                    told.setdefault(what, {}).update(numbers)
        return told

    def export(self, tx: Transaction, is_relative: bool) -> Iterator[str]:
        """An office as a practice file, line by line, one part after another."""
        for vendor in self._sharing:
            feature = vendor.control().seeding
            if feature:
                yield from feature.export(tx, is_relative)

    def _merge(self, fragments: Sequence[PracticeFile], tx: Transaction) -> None:
        """Raises PracticeError, and ValueError where the first vendor has no practices."""
        if self.first.control().seeding is None:
            raise ValueError(f"{self.first.title} takes no fragments of practices")
        for fragment in fragments:
            self.merge(tx, fragment)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a practice file that there may be."""
        return tuple(vendor.practice_part for vendor in self._sharing if vendor.practice_part)

    def _owner(self, table: str) -> Vendor:
        """Whose table it is: that of a further vendor is called after it."""
        return next((one for one in self._sharing[1:] if table.startswith(f"{one.name}_")), self._sharing[0])

    def _rate_limit(self, settings: Settings) -> RateLimit | None:
        return self._api.rate_limit(settings) if self._api.rate_limit else None

    def _settings_of(self, key: str, settings: Settings) -> Settings:
        settings_of = self._api.settings_of
        return settings_of(self._access, key, settings) if settings_of else settings

    def _settings_to_json(self, settings: Settings) -> Mapping[str, Any]:
        feature = self.first.control().settings
        return feature.to_json(settings) if feature else {}

    def _settings_from_json(self, key: str, told: Mapping[str, Any]) -> Settings:
        """Settings as they were told once; what JSON does not tell of them is as the key's office begins."""
        feature, settings = self.first.control().settings, self.offices.settings_at_start(key)
        return feature.change(settings, told) if feature else settings


def _image_of(shares: Sequence[Share], made_for: str) -> ImageOf:
    """How an office is made of a practice; where no vendor reads one, of empty tables."""
    if any(share.load for share in shares):
        return Images(SharedPractice(tuple(shares)), made_for).image
    tables = "\n".join(share.tables for share in shares)
    return lambda practice, today: empty_image(tables)


def shares_of(vendors: Sequence[Vendor]) -> tuple[Share, ...]:
    """What each of the vendors has of an office."""
    return tuple(Share(vendor.practice_part, vendor.practice_loader, vendor.tables) for vendor in vendors)
