"""What clients ask of subscriptions. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.vendors.opendental.resources.subscriptions.polling import NEVER
from mockod.vendors.opendental.wire.date_fields import MomentOrDay
from mockod.vendors.opendental.wire.fields import Integer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """POST subscriptions: a table to watch, or an event of the program's windows."""

    end_point_url: str
    workstation: str = ""
    polling_seconds: Annotated[int | None, Integer(least=0)] = None
    watch_table: str = ""
    ui_event_type: str = ""
    date_time_start: Annotated[datetime | None, MomentOrDay()] = None
    date_time_stop: Annotated[datetime, MomentOrDay()] = NEVER
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionChange:
    """PUT subscriptions: what is watched stays as it is."""

    end_point_url: str | None = None
    workstation: str | None = None
    polling_seconds: Annotated[int | None, Integer(least=0)] = None
    date_time_start: Annotated[datetime | None, MomentOrDay()] = None
    date_time_stop: Annotated[datetime | None, MomentOrDay()] = None
    note: str | None = None
