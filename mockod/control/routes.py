"""The endpoints of the control plane, and the modules that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, cast

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Routes
from mockod.vendors.vendor import ControlFeatures

RESOURCES = {
    "clock": "clock",
    "events": "events",
    "faults": "faults",
    "health": "health_and_reset",
    "lint": "diagnostics",
    "minimum-version": "diagnostics",
    "offices": "offices",
    "openapi.json": "openapi",
    "practice": "practice",
    "ready": "health_and_reset",
    "requests": "requests",
    "reset": "health_and_reset",
    "scenarios": "scenarios",
    "seed": "practice",
    "settings": "settings",
    "snapshots": "snapshots",
    "verify": "verify",
    "why-not": "diagnostics",
}
"""First word below ``/_mockod`` -> module, imported when it is first asked for.

Its table is ``ENDPOINTS``; or, where bodies are the vendor's to declare, ``endpoints(features)``.
"""
OPTIONAL = {
    "lint": "lint",
    "minimum-version": "minimum_version",
    "practice": "seeding",
    "scenarios": "seeding",
    "seed": "seeding",
    "settings": "settings",
    "why-not": "why_not",
}
"""Resources that only some vendors offer -> the feature that it takes."""


def is_offered(resource: str, features: ControlFeatures) -> bool:
    """Whether a vendor with these features offers a resource."""
    feature = OPTIONAL.get(resource)
    if feature == "settings" and features.in_database:
        return True
    return feature is None or getattr(features, feature) is not None


def routes_for(features: ControlFeatures, word: str = "") -> Routes:
    """What is answered below ``/_mockod`` for a vendor with these features.

    Below the vendor's own ``word``, its name, are the documents of its API, where it has one.
    """
    tables = {resource: _table(module, features) for resource, module in RESOURCES.items()}
    return Routes({**tables, word: _documents(word, features)} if word and features.document else tables)


def _documents(word: str, features: ControlFeatures) -> Callable[[], Iterable[Endpoint[Any]]]:
    def load() -> Iterable[Endpoint[Any]]:
        from mockod.control.api_documents import endpoints

        return endpoints(word, features)

    return load


def _table(name: str, features: ControlFeatures) -> Callable[[], Iterable[Endpoint[Any]]]:
    def load() -> Iterable[Endpoint[Any]]:
        module = import_module(f"mockod.control.{name}")
        table = module.endpoints(features) if hasattr(module, "endpoints") else module.ENDPOINTS
        return cast(Iterable[Endpoint[Any]], table)

    return load
