"""Places for offices: how many there may be, which of them stay open, and which goes where there is no room."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import sleep

from mockod.log import Line, shortened
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.simulation.clock import monotonic
from mockod.store.office import Office

OPEN_AT_ONCE = 32
"""Offices that keep their connections, of those last used: some two megabytes each."""
MOST = 10_000
SECONDS_FOR_ROOM = 2.0
"""What a new office waits at most for one that can go, where all are in use."""
SECONDS_BETWEEN_LOOKS = 0.005
NO_ROOM = """This mockod holds {} offices and has no room for another. \
Use fewer customer keys, drop some, or start it with more --offices or with --evict-idle."""
log = logging.getLogger(__name__)


class OfficePlaces:
    """Customer key -> office, for those that are made."""

    def __init__(self, most: int, *, evict_idle: bool, forget: Callable[[str], object]) -> None:
        """``most`` offices. ``evict_idle`` lets the one longest idle go where there is no room for another, and
        ``forget`` what else is kept of it.
        """
        self.most = most
        self.evict_idle = evict_idle
        self._forget = forget
        self._open: OrderedDict[str, Office] = OrderedDict()
        """The last used comes last."""
        self._parked: dict[str, Office] = {}
        self._coming: set[str] = set()
        """Keys whose offices are being made; they count as offices."""
        self.lock = threading.RLock()
        """Of the above; nothing under it takes time."""

    def used(self, key: str) -> Office | None:
        """The key's office, which is the last used then."""
        with self.lock:
            office = self._open.get(key)
            if office is not None:
                self._open.move_to_end(key)
            elif key in self._parked:
                office = self._open[key] = self._parked.pop(key)
            return office

    def known(self, key: str) -> Office | None:
        """The key's office, if it is made."""
        with self.lock:
            return self._open.get(key) or self._parked.get(key)

    def by_key(self) -> dict[str, Office]:
        """Every office that is made."""
        with self.lock:
            return {**self._open, **self._parked}

    def put(self, key: str, office: Office) -> None:
        """There is this office from now on; its place was ``kept``."""
        with self.lock:
            self._open[key] = office

    def remove(self, key: str) -> None:
        with self.lock:
            self._open.pop(key, None)
            self._parked.pop(key, None)

    @contextmanager
    def kept(self, key: str) -> Iterator[None]:
        """A place for an office that is being made. Refuses at the bound.

        Where the idle ones go and all are in use, it waits a little for one whose request is answered.
        """
        given_up = monotonic() + SECONDS_FOR_ROOM
        while not self._has_made_room(key):
            if not self.evict_idle or monotonic() > given_up:
                raise ApiError(400, NO_ROOM.format(self.most), Basis.ASSUMED)
            sleep(SECONDS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            with self.lock:
                self._coming.discard(key)

    def _has_made_room(self, key: str) -> bool:
        """Keep a place for a key; at the bound let the office go that is longest idle: a file's data stay there."""
        with self.lock:
            if len(self._open) + len(self._parked) + len(self._coming) >= self.most and not self._evict_one():
                return False
            self._coming.add(key)
            return True

    def _evict_one(self) -> bool:
        for offices in (self._parked, self._open) if self.evict_idle else ():
            for key, office in offices.items():
                if office.evict():
                    del offices[key]
                    self._forget(key)
                    log.info(Line("office evicted, as the longest idle", office=shortened(key), most=self.most))
                    return True
        return False

    def park_idle(self) -> None:
        """Park the offices longest unused; one in use stays open, and is tried again next time."""
        if len(self._open) <= OPEN_AT_ONCE:
            return
        with self.lock:
            idle = list(self._open.items())[: max(len(self._open) - OPEN_AT_ONCE, 0)]
        for key, office in idle:
            if office.is_large:
                with suppress(RuntimeError):  # the machine has no thread left
                    threading.Thread(target=self._park, args=(key, office), daemon=True).start()
            else:
                self._park(key, office)

    def _park(self, key: str, office: Office) -> None:
        if office.park():
            with self.lock:
                if office.is_parked and self._open.get(key) is office:
                    self._parked[key] = self._open.pop(key)
