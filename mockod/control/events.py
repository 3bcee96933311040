"""Events: the webhook deliveries of an office, and what happens at an office, made to happen."""

from __future__ import annotations

from typing import Any

from mockod.control import answers
from mockod.control.clock import event_to_json
from mockod.control.endpoints import ControlEndpoint, call
from mockod.control.scope import Result, Scope
from mockod.vendors.vendor import ControlFeatures


def list_events(scope: Scope) -> Result:
    """The office's last deliveries, the oldest first: to whom, of what, and what became of them."""
    events = [event_to_json(event) for event in list(scope.office.webhook_status.recent)]
    lines = [
        f"{event['at']} {event['what']}: {event['event']}, {event['rows']} rows to {event['url']} ({_outcome(event)})"
        for event in events
    ]
    return Result(events, "\n".join(lines or ["Nothing was told."]))


def _outcome(event: dict[str, Any]) -> str:
    return str(event.get("status", event.get("problem")))


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    deliveries = call("GET", "events", list_events, name="list_events", answers=answers.EVENTS, needs_office=True)
    return (deliveries, *features.endpoints)
