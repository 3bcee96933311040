"""The journal: what was asked of each office and what came of it. Bounded by number and bytes, the oldest go first."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

CLIPPED_AT = 4096
"""Bytes kept of a body or an answer."""
OVERHEAD = 600
"""Bytes that an entry is reckoned to take besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request and its answer. ``number`` counts over all offices."""

    number: int
    at: datetime
    """The office's time."""
    office: str
    developer: str
    method: str
    path: str
    """Below the API's prefix, as it was sent."""
    query: str
    """Undecoded."""
    endpoint: str
    """The row of the endpoint table, ``GET appointments/{AptNum}``; nothing where there is none."""
    client: str
    """What the client calls itself, its User-Agent."""
    body: bytes
    """Clipped."""
    status: int
    answer: bytes
    """Clipped."""
    basis: str
    milliseconds: float
    """Time of working; waiting in the queue is not in it."""
    waited: float = 0.0
    """Seconds in the queue."""
    faults: tuple[str, ...] = ()
    """Faults that struck it, by kind."""
    changes: tuple[str, ...] = ()
    """What it wrote: ``appointment: 1 inserted``."""
    ignored: tuple[str, ...] = ()
    """Parameters and fields that it sent and the method does not have."""
    rows: int | None = None
    """Rows of a list that was answered."""
    limit: int = 0
    """Rows that the page could have held."""

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + len(self.answer) + len(self.path) + len(self.query)


@dataclass(slots=True)
class _Ring:
    """One office's entries. ``gone`` counts those that left it out of their turn among all offices' entries."""

    entries: deque[Entry] = field(default_factory=deque)
    gone: int = 0


class Journals:
    """The entries of all offices, by customer key."""

    def __init__(self, *, most: int = 1000, most_bytes: int = 64_000_000, most_offices: int = 10_000) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._most_offices = most_offices
        self._rings: OrderedDict[str, _Ring] = OrderedDict()
        self._order: deque[_Ring] = deque()
        """The ring of each entry kept, oldest entry first; some have gone already."""
        self._bytes = 0
        self._live = 0
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes reckoned to be kept."""
        return self._bytes

    def next_number(self) -> int:
        """The number of the next entry to be made."""
        return next(self._numbers)

    def add(self, entry: Entry) -> None:
        """Keep it, at the cost of the oldest where there is no room."""
        with self._lock:
            ring = self._rings.get(entry.office)
            if ring is None:
                ring = self._rings[entry.office] = _Ring()
                if len(self._rings) > self._most_offices:
                    self._drop(self._rings.popitem(last=False)[1])
            else:
                self._rings.move_to_end(entry.office)
            ring.entries.append(entry)
            self._order.append(ring)
            self._bytes += entry.size
            self._live += 1
            if len(ring.entries) > self._most:
                self._forget(ring)
                ring.gone += 1
            while self._bytes > self._most_bytes:
                self._drop_oldest()
            if len(self._order) > 2 * self._live + self._most:
                self._sweep()

    def entries(self, office: str | None = None) -> list[Entry]:
        """Oldest first: one office's, or all."""
        with self._lock:
            if office is not None:
                ring = self._rings.get(office)
                return list(ring.entries) if ring else []
            return sorted(self._all(), key=lambda entry: entry.number)

    def clear(self, office: str | None = None) -> None:
        """Forget one office's entries, or all."""
        with self._lock:
            rings = self._rings.values() if office is None else filter(None, [self._rings.get(office)])
            for ring in list(rings):
                self._drop(ring)

    def _all(self) -> Iterator[Entry]:
        rings: Iterable[_Ring] = self._rings.values()
        return (entry for ring in rings for entry in ring.entries)

    def _drop(self, ring: _Ring) -> None:
        ring.gone += len(ring.entries)
        while ring.entries:
            self._forget(ring)

    def _drop_oldest(self) -> None:
        ring = self._order.popleft()
        if ring.gone:
            ring.gone -= 1
        else:
            self._forget(ring)

    def _forget(self, ring: _Ring) -> None:
        self._bytes -= ring.entries.popleft().size
        self._live -= 1

    def _sweep(self) -> None:
        """Let go of what stands in the order for entries that have gone."""
        by_age = sorted((entry.number, id(ring), ring) for ring in self._rings.values() for entry in ring.entries)
        self._order = deque(ring for _, _, ring in by_age)
        for ring in self._rings.values():
            ring.gone = 0
