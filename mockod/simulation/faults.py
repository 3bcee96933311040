"""Faults on order: outages, latency, lost answers. Which requests they strike is decided here.

What they do is in a table of the vendor.

Pure: a fault counts what it saw and whom it struck, and draws from a generator of its own, so that the same seed
and the same requests meet the same faults.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from mockod.rest.errors import Contradiction
from mockod.rest.json_codec import write_json

MOST = 100
"""Faults at a time, in one office or for all."""
LONGEST = 3600.0
"""Seconds that an answer can be held."""
MOST_BYTES = 8_000_000
"""Of the bodies of all faults of an office, or of all for all offices."""


OF_ONE = ("seconds", "permission", "version", "status")
"""What can be said of a fault that a request brings along for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is ordered. None means: whichever, or always."""

    kind: str
    method: str | None = None
    path: str | None = None
    """Below the API's prefix, letter case aside, with wildcards as in a shell, * and ? and [..]: ``appointments/*``."""
    unmatched: bool | None = None
    """Only requests that match no endpoint; or, where false, that match one."""
    every: int | None = None
    """Only each so many-th request that fits."""
    times: int | None = None
    """So many requests, then it ends by itself."""
    probability: float | None = None
    seed: int = 0
    begins: datetime | None = None
    """Office time."""
    ends: datetime | None = None
    seconds: tuple[float, float] | None = None
    """How long, between these two; the same twice for a fixed time."""
    permission: str | None = None
    version: str | None = None
    status: int | None = None
    """From here on of a stub: what is answered. None: as the real answer has it, or else 200 and no body."""
    headers: Mapping[str, str] | None = None
    body: Any = None
    """A text as it is, any other value as JSON."""
    json: Any = None
    """Any value as JSON, a text too."""
    merge: Mapping[str, Any] | None = None
    """Fields of the real answer, or of each of its rows, and what they are changed to."""
    remove: Sequence[str] | None = None
    """Fields that are taken out of it."""
    execute: bool | None = None
    """Whether the request is carried out all the same. It always is where its answer is changed."""

    @property
    def executes(self) -> bool:
        """Whether a stub needs the real answer, or wants the request to be carried out."""
        return bool(self.execute) or self.merge is not None or self.remove is not None

    @property
    def size(self) -> int:
        """Bytes of its bodies."""
        return sum(len(write_json(body)) for body in (self.body, self.json, self.merge) if body is not None)

    def fits(self, method: str, path: str, now: datetime, is_unmatched: bool = False) -> bool:
        """Whether a request is one of those meant."""
        return (
            (self.method is None or self.method == method)
            and self.unmatched in (None, is_unmatched)
            and (self.path is None or fnmatchcase(_plain(path), _plain(self.path)))
            and (self.begins is None or self.begins <= now)
            and (self.ends is None or now < self.ends)
        )


def _plain(path: str) -> str:
    """A path without what makes no difference: letter case, doubled slashes, those at the ends."""
    return "/".join(part for part in path.lower().split("/") if part)


@dataclass(slots=True)
class ActiveFault:
    """A fault at work: its number, and what it has done so far."""

    number: int
    fault: Fault
    size: int = 0
    """Bytes of its bodies."""
    seen: int = 0
    applied: int = 0
    draws: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.draws = random.Random(self.fault.seed)

    def strikes(self, method: str, path: str, now: datetime, is_unmatched: bool = False) -> bool:
        """Count a request, and say whether it is struck."""
        if not self.fault.fits(method, path, now, is_unmatched):
            return False
        self.seen += 1
        if self.fault.every and self.seen % self.fault.every:
            return False
        if self.fault.probability is not None and self.draws.random() >= self.fault.probability:
            return False
        self.applied += 1
        return True

    @property
    def is_spent(self) -> bool:
        return self.fault.times is not None and self.applied >= self.fault.times

    def seconds(self, default: float) -> float:
        """How long it takes this time."""
        return default if self.fault.seconds is None else self.draws.uniform(*self.fault.seconds)


class Faults:
    """The faults of one office, or of all, in the order in which they were set."""

    def __init__(self) -> None:
        self._active: list[ActiveFault] = []
        self._last = 0
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> ActiveFault:
        """Raises Contradiction where there are too many already, or too long ones."""
        size = fault.size
        with self._lock:
            if len(self._active) >= MOST:
                raise Contradiction(f"there are {MOST} faults already")
            if size + sum(active.size for active in self._active) > MOST_BYTES:
                raise Contradiction(f"the bodies of all faults here may have {MOST_BYTES} bytes together")
            self._last += 1
            active = ActiveFault(self._last, fault, size)
            self._active.append(active)
            return active

    def strike(
        self, method: str, path: str, now: datetime, kinds: Container[str], is_unmatched: bool = False
    ) -> Iterator[ActiveFault]:
        """Those of these kinds that strike this request, one after another; what is spent by it ends.

        One whose time is over stays, striking nobody: other offices have other clocks, and a clock can be set back.
        """
        for active in self._active:
            if active.fault.kind in kinds:
                with self._lock:
                    strikes = active in self._active and active.strikes(method, path, now, is_unmatched)
                    if active.is_spent:
                        self._active = [other for other in self._active if other is not active]
                if strikes:
                    yield active

    def __bool__(self) -> bool:
        return bool(self._active)

    def listed(self) -> list[ActiveFault]:
        with self._lock:
            return list(self._active)

    def remove(self, number: int) -> bool:
        """Answers whether it was there."""
        with self._lock:
            left = [active for active in self._active if active.number != number]
            found = len(left) < len(self._active)
            self._active = left
            return found

    def clear(self) -> None:
        with self._lock:
            self._active = []


class RequestFaults:
    """The faults over one request. A fault is counted, and spent, only where it does something."""

    __slots__ = ("_brought", "_is_unmatched", "_method", "_now", "_path", "_sources", "applied")

    def __init__(
        self, sources: Iterable[Faults], method: str, path: str, now: datetime, is_unmatched: bool = False
    ) -> None:
        """``is_unmatched`` says that the request matches no endpoint."""
        self._sources = [faults for faults in sources if faults]
        self._brought: ActiveFault | None = None
        self._method = method
        self._path = path
        self._now = now
        self._is_unmatched = is_unmatched
        self.applied: list[ActiveFault] = []
        """Those that struck it so far."""

    def add_for_request(self, fault: Fault) -> None:
        """One that the request brings along, for itself alone."""
        self._brought = ActiveFault(0, fault)

    def __bool__(self) -> bool:
        """Whether any fault may strike."""
        return bool(self._sources or self._brought)

    def first(self, kinds: Container[str]) -> ActiveFault | None:
        """The first of these kinds that strikes; those behind it are not asked."""
        if not self:
            return None
        active = next(self._striking(kinds), None)
        if active:
            self.applied.append(active)
        return active

    def all(self, kinds: Container[str]) -> list[ActiveFault]:
        """All of these kinds that strike."""
        if not self:
            return []
        striking = list(self._striking(kinds))
        self.applied += striking
        return striking

    def _striking(self, kinds: Container[str]) -> Iterator[ActiveFault]:
        for faults in self._sources:
            yield from faults.strike(self._method, self._path, self._now, kinds, self._is_unmatched)
        if self._brought and self._brought.fault.kind in kinds:
            yield self._brought


def read_header(text: str) -> dict[str, Any]:
    """``slow; seconds=2`` as the body of an order: the kind, and what is said of it. Raises ValueError.

    >>> read_header("slow; seconds=2")
    {'kind': 'slow', 'seconds': 2.0}
    """
    kind, *rest = [part.strip() for part in text.split(";")]
    order: dict[str, Any] = {"kind": kind}
    for part in filter(None, rest):
        name, _, value = (word.strip() for word in part.partition("="))
        if name not in OF_ONE or name in order or not value:
            raise ValueError(f"{part!r} is none of {', '.join(f'{known}=' for known in OF_ONE)}")
        order[name] = value
    with suppress(KeyError, ValueError):  # what is no number stays, and is refused in words
        order["seconds"] = float(order["seconds"])
    with suppress(KeyError, ValueError):
        order["status"] = int(order["status"])
    return order
