"""One simulated vendor: Open Dental's REST API."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mockod.runtime.time_travel import Watching
    from mockod.store.images import Understanding

LISTENERS = "apisubscription"
"""The table of those whom an office tells what changes."""


def understanding() -> Understanding:
    """How practice files become offices of this vendor; imported only where one is read."""
    return cast("Understanding", import_module("mockod.vendors.opendental.practice.loader"))


def watching() -> Watching:
    """What offices of this vendor tell of their own accord; imported only where one has somebody to tell."""
    return cast("Watching", import_module("mockod.vendors.opendental.resources.subscriptions.watching").Watch())
