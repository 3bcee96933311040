"""When a subscription is looked after, and which changes it then tells: the vendor's polling, as pure rules.

Times are the office's. What is polled is what changed since the last poll, the second of that poll included and
this second not (source 10.5): so no change is told twice and none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NEVER = datetime.min
"""A DateTimeStop that never comes, ``0001-01-01 00:00:00``."""
LONGEST_CATCH_UP = timedelta(days=3)
"""How far back a poll looks that could not be made in time (documented)."""
PER_REQUEST = 1000
"""Rows that one request carries at most, since 23.2.1 (documented)."""
LONGEST_POLLING = 2**31 - 1
"""Seconds, as many as the vendor's column holds."""

WATCH_TABLES = {
    "Appointment": "22.1",
    "AppointmentDeleted": "22.4.35",
    "Operatory": "24.2.11",
    "PatField": "22.4.8",
    "Patient": "22.1",
    "Provider": "24.2.11",
    "Schedule": "24.2.11",
    "ToothInitial": "24.4.30",
}
"""What can be watched, and the version that brought it (documented)."""
PATIENT_SELECTED = "PatientSelected"
"""The one event of the program's own windows (documented)."""
MOST_SUBSCRIPTIONS = 100
"""Of an office: each may be told at its own address whenever the clock is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One row: of changes in a table, or of an event of the program's windows."""

    api_subscription_num: int = 0
    end_point_url: str
    workstation: str = ""
    customer_key: str = ""
    """Blank for the office's own, so that a copy of an office has its own too."""
    watch_table: str = ""
    polling_seconds: int = 0
    ui_event_type: str = ""
    date_time_start: datetime
    """The last poll; what changed since then has not been told."""
    date_time_stop: datetime = NEVER
    note: str = ""

    @property
    def interval(self) -> timedelta:
        return timedelta(seconds=min(max(self.polling_seconds, 1), LONGEST_POLLING))

    @property
    def event_type(self) -> str:
        """As the header tells it."""
        return f"WatchTable: {self.watch_table}" if self.watch_table else f"UiEventType: {self.ui_event_type}"

    def is_live(self, now: datetime) -> bool:
        """Whether it has not stopped yet."""
        return self.date_time_stop == NEVER or self.date_time_stop > now

    def is_due(self, now: datetime) -> bool:
        return now - self.date_time_start >= self.interval

    def looks_back_to(self, now: datetime) -> datetime:
        """Where a poll now begins to look: at the last one, but after a failure at most three days back."""
        furthest = max(self.interval, LONGEST_CATCH_UP)
        return max(self.date_time_start, now - furthest) if now - datetime.min > furthest else self.date_time_start

    def last_empty_poll(self, now: datetime, first_change: datetime | None) -> datetime:
        """The last poll that has come by now and found nothing, where each was made in time."""
        until = now if first_change is None else min(now, first_change)
        polls = max(until - self.date_time_start, timedelta()) // self.interval
        return self.date_time_start + polls * self.interval

    def finding_poll(self, first_change: datetime) -> datetime | None:
        """The poll that finds a change; None for one beyond all time."""
        last_empty = self.last_empty_poll(first_change, first_change)
        return last_empty + self.interval if datetime.max - last_empty > self.interval else None


def text_size(rows: Iterable[Iterable[object]]) -> int:
    """Characters of all texts in rows."""
    return sum(len(value) for row in rows for value in row if isinstance(value, str))
