"""Webhooks: how a vendor's offices tell subscribers what has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mockod.simulation.scheduler import Event
from mockod.simulation.webhook_status import WebhookStatus
from mockod.store.office import Office


class EventSource(Protocol):
    """What a vendor's offices tell of their own accord. An event has the ``number`` of the subscriber it is for."""

    def dues(self, office: Office) -> dict[int, datetime]:
        """By subscriber, when it will first be told something, as things stand."""

    def skip_empty_polls(self, office: Office) -> None:
        """Make the polls that were due by now and find nothing."""

    def set_back(self, office: Office, now: datetime) -> None:
        """The office's clock was set back to ``now``: whoever was polled for later by it, is so from now on again."""

    def events(self, office: Office, webhook_status: WebhookStatus, exclude: Collection[int] = ()) -> list[Any]:
        """What is due to be told now, in the office's own order, but not to the subscribers ``exclude``.

        Polls that are due and find nothing are made with this. Answers nothing where the office has begun anew and
        so has another ``webhook_status``.
        """

    def send(self, office: Office, event: Any) -> Event:
        """Send an event. That it was told is kept unless the office has begun anew meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """How a vendor's offices tell subscribers what has changed."""

    table: str
    """The subscribers, one a row: an office where it is empty sends nothing and costs nothing."""
    source: Callable[[], EventSource]
    """Loaded only where an office has somebody to tell."""
