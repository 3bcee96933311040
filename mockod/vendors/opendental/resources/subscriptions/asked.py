"""What a client may ask of subscriptions, as frozen records. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockod.vendors.opendental.resources.subscriptions.polling import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """POST subscriptions: a table to watch, or an event of the program's windows."""

    end_point_url: str
    workstation: str = ""
    polling_seconds: int | None = None
    watch_table: str = ""
    ui_event_type: str = ""
    date_time_start: datetime | None = None
    date_time_stop: datetime = NEVER
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChange:
    """PUT subscriptions: what is watched stays as it is."""

    end_point_url: str | None = None
    workstation: str | None = None
    polling_seconds: int | None = None
    date_time_start: datetime | None = None
    date_time_stop: datetime | None = None
    note: str | None = None
