"""Health, readiness and reset."""

from __future__ import annotations

from typing import Any

from mockod._version import __version__
from mockod.control.scope import Target
from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis


def health(target: Target) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok", "mockod": __version__}


def ready(target: Target) -> dict[str, Any]:
    """The practice is loaded: a server listens only after that."""
    return {"ready": True, "practice": target.offices.start.practice}


def reset(target: Target) -> dict[str, Any]:
    """The key's office, or all, as they were at the start: practice, clock and settings."""
    key = target.key
    if key is None:
        target.offices.reset_all()
    else:
        target.offices.reset(key)
    target.timekeeper.forget(key)
    return {"reset": key or "all"}


ENDPOINTS = (
    Endpoint("GET", "health", health, basis=Basis.ASSUMED),
    Endpoint("GET", "ready", ready, basis=Basis.ASSUMED),
    Endpoint("POST", "reset", reset, slow=True, basis=Basis.ASSUMED),
)
