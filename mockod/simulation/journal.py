"""The journal: what was asked of each office and what came of it. Bounded by number and bytes, the oldest go first.

Requests that reach no office have a journal too, the server's own, with the same bounds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockod.rest.json_codec import read_json

BODY_CLIPPED_AT = 16_384
"""Bytes kept of a body: more than of an answer, as bodies are what tests ask about."""
CLIPPED_AT = 4096
"""Bytes kept of an answer."""
LONGEST_VALUE = 1000
"""Characters kept of a header's value. A longer one ends in …, which no header can hold."""
NOT_KEPT = frozenset(
    "connection content-length keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)
"""Headers of a request that are between the client and the server alone."""
SERVER = ""
"""The server's own journal, among those by customer key: no key is empty."""
OVERHEAD = 1000
"""Bytes that an entry is reckoned to take besides its longer texts."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request and its answer. ``number`` counts over all offices, in the order of the answers.

    Not frozen, as that would cost every request more than the rest of its entry.
    """

    number: int = 0
    """Given by the journal."""
    at: datetime
    """The office's time."""
    office: str
    """Its customer key; of a stray shortened, and nothing where it named none."""
    developer: str
    vendor: str = ""
    """Whose API was asked; of a stray nothing."""
    method: str
    path: str
    """Below the API's prefix, as it was sent; of a further vendor the whole path."""
    query: str
    """Undecoded."""
    endpoint: str
    """The row of the endpoint table, ``GET appointments/{AptNum}``; nothing where there is none."""
    is_simulated: bool = True
    """False where the vendor has that method, and it is not simulated."""
    headers: str = ""
    """As they were sent, a line each, ``name: value``, names in small letters; without those of the connection."""
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
    content_type: str = ""
    """As it was sent."""
    origin: str = ""
    """Of the web page that sent it, as a browser tells; nothing where none did."""
    retry_after: int = 0
    """Seconds after which it was told to come again."""
    answered: float = 0.0
    """Seconds on the machine's steady clock: the difference of two is real time, whatever the office's does."""
    body_size: int = 0
    """Bytes that were sent, where that is known."""
    answer_size: int = 0
    """Bytes that were answered, where that is known."""
    is_stray: bool = False
    """Whether it reached no office, and so is in the server's own journal."""
    unmatched: str = ""
    """Why it matched no endpoint, or no office; nothing where it did."""

    @property
    def journal(self) -> str:
        """The journal that it belongs to."""
        return SERVER if self.is_stray else self.office

    @property
    def size(self) -> int:
        """Bytes that it is reckoned to take."""
        texts = len(self.body) + len(self.answer) + len(self.path) + len(self.query) + len(self.unmatched)
        return OVERHEAD + texts + len(self.headers) + (sum(map(len, self.ignored)) if self.ignored else 0)

    @property
    def clipped(self) -> tuple[str, ...]:
        """What of ``body`` and ``answer`` is not kept whole."""
        kept = (("body", self.body, self.body_size), ("answer", self.answer, self.answer_size))
        return tuple(name for name, text, size in kept if len(text) < size)


def clip(text: bytes, most: int) -> bytes:
    """The beginning of a text, copied: what JSON was written into may be kilobytes larger than what it says."""
    return bytes(memoryview(text)[:most])


def named(kept: str) -> dict[str, str]:
    """Headers as they are kept, by name.

    >>> named("accept: */*\\nx-request-id: a: b")
    {'accept': '*/*', 'x-request-id': 'a: b'}
    """
    lines = (line.split(": ", 1) for line in kept.split("\n")) if kept else ()
    return dict(sorted((name, value) for name, value in lines))


def content(kept: bytes) -> Any:
    """A body or an answer as it is meant: JSON where it is, else its text; None for nothing at all."""
    if not kept:
        return None
    try:
        return read_json(kept)
    except ValueError:
        return kept.decode("utf-8", "replace")


class Journals:
    """The entries of all offices, by customer key."""

    def __init__(self, *, most: int = 1000, most_bytes: int = 64_000_000, most_offices: int = 10_000) -> None:
        """``most`` entries of an office, ``most_bytes`` of all together."""
        self._most = most
        self._most_bytes = most_bytes
        self._most_offices = most_offices
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        """All of them by number, so that the oldest is at hand."""
        self._own: OrderedDict[str, deque[Entry]] = OrderedDict()
        """The same by office; the office asked longest ago comes first, and none is empty."""
        self._bytes = 0
        self._last = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes reckoned to be kept."""
        return self._bytes

    def add(self, entry: Entry) -> Entry:
        """Number and keep it, at the cost of the oldest where there is no room.

        The number is given here, under the lock: no entry comes after one of a higher number.
        """
        with self._lock:
            self._last += 1
            entry.number = self._last
            key = entry.journal
            own = self._own.get(key)
            if own is None:
                own = self._own[key] = deque()
            else:
                self._own.move_to_end(key)
            own.append(entry)
            self._entries[entry.number] = entry
            self._bytes += entry.size
            if len(own) > self._most:
                self._forget_oldest(key)
            if len(self._own) > self._most_offices:
                self._forget_office(next(iter(self._own)))
            while self._bytes > self._most_bytes:
                self._forget_oldest(next(iter(self._entries.values())).journal)
            return entry

    def entries(self, office: str | None = None) -> list[Entry]:
        """Oldest first: one office's, the server's own (``SERVER``), or all."""
        with self._lock:
            return list(self._entries.values() if office is None else self._own.get(office, ()))

    def clear(self, office: str | None = None) -> int:
        """Forget one office's entries, or all; answers how many there were. Numbers go on from where they are."""
        with self._lock:
            before = len(self._entries)
            for key in list(self._own) if office is None else [office]:
                self._forget_office(key)
            return before - len(self._entries)

    def _forget_office(self, office: str) -> None:
        while office in self._own:
            self._forget_oldest(office)

    def _forget_oldest(self, office: str) -> None:
        own = self._own[office]
        entry = own.popleft()
        if not own:
            del self._own[office]
        del self._entries[entry.number]
        self._bytes -= entry.size
