"""One simulated vendor: Open Dental's REST API."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mockod.images import Understanding


def understanding() -> Understanding:
    """How practice files become offices of this vendor; imported only where one is read."""
    return cast("Understanding", import_module("mockod.opendental.practices"))
