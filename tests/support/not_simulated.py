"""What the vendor documents and mockod does not simulate; once everything is there, nothing."""

from __future__ import annotations

from typing import Any

import pytest

from mockod.rest.endpoint import Endpoint
from mockod.vendors.opendental.engine.documented import documented_methods
from mockod.vendors.opendental.resources import RESOURCES, ROUTES


def path_to(endpoint: Endpoint[Any]) -> str:
    """A path of it, with 1 for every row."""
    return "/".join("1" if part.startswith("{") else part for part in endpoint.path.split("/"))


def _is_lacking(endpoint: Endpoint[Any]) -> bool:
    found = ROUTES.find(endpoint.method, path_to(endpoint))
    return found is None or found.endpoint is None


LACKING = [endpoint for endpoint in documented_methods() if _is_lacking(endpoint)]


def lacking(method: str = "GET", *, resource_too: bool = True, since: str = "") -> Endpoint[Any]:
    """One such method, of a resource that is not simulated either, younger than ``since``."""
    numbers = [int(part) for part in since.split(".") if part]
    for endpoint in LACKING:
        came = [int(part) for part in endpoint.since.split(".") if part]
        if endpoint.method == method and (endpoint.resource not in RESOURCES) == resource_too and came > numbers:
            return endpoint
    pytest.skip("everything of that kind is simulated")


def not_simulated(endpoint: Endpoint[Any]) -> str:
    """The words of its refusal."""
    return f"mockod does not simulate {endpoint.method} {endpoint.path} yet. Open Dental has it since {endpoint.since}."
