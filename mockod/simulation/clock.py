"""An office's clock: running, running with an offset, or frozen. The only place that asks the wall clock.

Times are naive: an office knows its own wall clock and no other.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from mockod.rest.patterns import MOMENT

EARLIEST = datetime(1900, 1, 1)
LATEST = datetime(2999, 12, 31, 23, 59, 59)
FORMAT = "%Y-%m-%d %H:%M:%S"
_MOMENT = re.compile(MOMENT)


def _monotonic() -> Callable[[], float]:
    """The system's own clock, where Python gives it: libraries that freeze a process replace ``time.monotonic``."""
    if hasattr(time, "clock_gettime"):
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC)
    return partial(time.monotonic)  # Windows: the function as it was when this was imported


monotonic = _monotonic()
"""Seconds that only ever go on, also while a test has frozen the process's time: by these everything waits."""


def wall() -> datetime:
    """What the process's clock says, in local time: where a test has frozen or moved it (freezegun), that time."""
    return datetime.now()


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells an office's time. Frozen when ``frozen_at`` is given, else the wall clock plus ``offset``."""

    frozen_at: datetime | None = None
    offset: timedelta = timedelta()

    @classmethod
    def frozen(cls, at: datetime) -> Clock:
        return cls(frozen_at=at.replace(microsecond=0))

    @classmethod
    def running(cls, at: datetime | None = None) -> Clock:
        """Running on from ``at``; without it, the machine's own time."""
        return cls(offset=at - wall()) if at else cls()

    @property
    def mode(self) -> str:
        return "frozen" if self.frozen_at else "running"

    def now(self) -> datetime:
        """To the second, as the vendor's database keeps it."""
        return self.frozen_at or (wall() + self.offset).replace(microsecond=0)


def parse_moment(text: str) -> datetime:
    """Read ``yyyy-MM-dd HH:mm:ss``, between the years 1900 and 2999.

    >>> parse_moment("2026-03-02 09:00:00")
    datetime.datetime(2026, 3, 2, 9, 0)

    Raises ValueError for any other text.
    """
    if not _MOMENT.fullmatch(text):
        raise ValueError("a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999")
    return datetime.fromisoformat(text)
