"""One simulated vendor: Open Dental's REST API."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mockod.runtime.time_travel import EventSource
    from mockod.store.images import PracticeLoader

LISTENERS = "apisubscription"
"""The table of those whom an office tells what changes."""


def practice_loader() -> PracticeLoader:
    """How practice files become offices of this vendor; imported only where one is read."""
    return cast("PracticeLoader", import_module("mockod.vendors.opendental.practice.loader"))


def event_source() -> EventSource:
    """What offices of this vendor tell of their own accord; imported only where one has somebody to tell."""
    return cast(
        "EventSource",
        import_module("mockod.vendors.opendental.resources.subscriptions.dispatcher").SubscriptionDispatcher(),
    )
