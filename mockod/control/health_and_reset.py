"""Health, readiness and reset."""

from __future__ import annotations

from typing import Any

from mockod._version import __version__
from mockod.control import answers
from mockod.control.endpoints import call
from mockod.control.scope import Scope


def health(scope: Scope) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok", "mockod": __version__}


def ready(scope: Scope) -> dict[str, Any]:
    """The practice is loaded: a server listens only after that."""
    return {"ready": True, "practice": scope.offices.start.practice}


def reset(scope: Scope) -> dict[str, Any]:
    """The key's office, or all, as they were at the start: practice, clock and settings; and how many there were."""
    key, offices = scope.key_to_come, scope.offices
    if key is None:
        touched = len(offices.by_key()) + len(offices.unopened())
        offices.reset_all()
    else:
        touched = int(offices.exists(key))
        offices.reset(key)
    scope.time_travel.forget(key)
    return {"reset": key or "all", "offices": touched}


ENDPOINTS = (
    call("GET", "health", health, name="get_health", answers=answers.HEALTH, slow=False),
    call("GET", "ready", ready, name="get_readiness", answers=answers.READINESS, slow=False),
    call("POST", "reset", reset, name="reset", answers=answers.RESET),
)
