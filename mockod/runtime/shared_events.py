"""SharedEvents: what the offices of several vendors tell of their own accord, as one source of events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockod.simulation.scheduler import Event
from mockod.simulation.webhook_status import WebhookStatus
from mockod.store.office import Office
from mockod.vendors.vendor import EventSource, Webhooks


@dataclass(frozen=True, slots=True)
class SharedEvent:
    """An event of one vendor."""

    number: int
    """The subscriber's among those of all vendors."""
    source: EventSource
    event: Any


class SharedEvents:
    """See ``EventSource``. Of ``n`` vendors, the first has the subscribers numbered 0, n, 2n and so on."""

    def __init__(self, webhooks: Sequence[Webhooks]) -> None:
        self._webhooks = tuple(webhooks)
        self._loaded: dict[int, EventSource] = {}

    def dues(self, office: Office) -> dict[int, datetime]:
        return {
            self._number(place, number): at
            for place, source in self._wanted(office)
            for number, at in source.dues(office).items()
        }

    def skip_empty_polls(self, office: Office) -> None:
        for _, source in self._wanted(office):
            source.skip_empty_polls(office)

    def set_back(self, office: Office, now: datetime) -> None:
        for _, source in self._wanted(office):
            source.set_back(office, now)

    def events(self, office: Office, webhook_status: WebhookStatus, exclude: Collection[int] = ()) -> list[SharedEvent]:
        events: list[SharedEvent] = []
        dues: list[datetime] = []
        for place, source in self._wanted(office):
            own = {number // len(self._webhooks) for number in exclude if number % len(self._webhooks) == place}
            for event in source.events(office, webhook_status, own):
                events.append(SharedEvent(self._number(place, event.number), source, event))
            if webhook_status.due is not None:
                dues.append(webhook_status.due)
        webhook_status.due = min(dues, default=None)
        return events

    def send(self, office: Office, event: Any) -> Event:
        shared: SharedEvent = event
        return shared.source.send(office, shared.event)

    def _number(self, place: int, number: int) -> int:
        return number * len(self._webhooks) + place

    def _wanted(self, office: Office) -> Iterator[tuple[int, EventSource]]:
        """Those that have somebody to tell; others are not loaded."""
        wanted = office.webhook_status.wanted
        for place in [place for place, one in enumerate(self._webhooks) if one.table in wanted]:
            if place not in self._loaded:
                self._loaded[place] = self._webhooks[place].source()
            yield place, self._loaded[place]
