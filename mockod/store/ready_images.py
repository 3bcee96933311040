"""Images of a practice that a server made ready: the practice, and what was merged into it before anybody sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from mockod.simulation.clock import Clock
from mockod.store.office import OfficeTemplate
from mockod.store.sent_practice import SentPractice
from mockod.store.template_images import ImageOf
from mockod.store.transaction import Transaction

KEPT = 8
"""Days whose images are kept, those last used."""


class ReadyImages:
    """Made once for each day. Other practices than that of ``start`` stay as they are."""

    def __init__(self, image: ImageOf, start: OfficeTemplate, merge: Callable[[Transaction], object]) -> None:
        """``merge`` sees the practice at the beginning of the day. What it raises comes through."""
        self._image = image
        self._start = replace(start, seed=merge)
        self._lock = threading.Lock()
        self._kept: dict[date, bytes] = {}

    def image(self, practice: str | SentPractice, today: date) -> bytes:
        """As of ``ImageOf``."""
        plain = self._image(practice, today)
        if practice != self._start.practice:
            return plain
        with self._lock:
            ready = self._kept.pop(today, None)
            if ready is None:
                clock = Clock.frozen(datetime.combine(today, time()))
                ready = replace(self._start, clock=clock).seeded(plain)
            self._kept[today] = ready
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            return ready
