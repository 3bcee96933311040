"""What the control plane answers, and the module that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, cast

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Routes

RESOURCES = {
    "clock": "clock",
    "events": "events",
    "faults": "faults",
    "health": "health_and_reset",
    "lint": "diagnostics",
    "minimum-version": "diagnostics",
    "offices": "offices",
    "openapi.json": "openapi",
    "ready": "health_and_reset",
    "requests": "requests",
    "reset": "health_and_reset",
    "settings": "settings",
    "snapshots": "snapshots",
    "verify": "verify",
    "why-not": "diagnostics",
}
"""First word below ``/_mockod`` -> module, imported when it is first asked for; its table is called ENDPOINTS."""


def _table(module: str) -> Callable[[], Iterable[Endpoint[Any]]]:
    return lambda: cast(Iterable[Endpoint[Any]], import_module(f"mockod.control.{module}").ENDPOINTS)


ROUTES = Routes({resource: _table(module) for resource, module in RESOURCES.items()})
