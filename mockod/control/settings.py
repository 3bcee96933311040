"""Settings and preferences of one office, or the settings of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from mockod.control.fields import Anything, Map
from mockod.control.scope import Scope
from mockod.rest.errors import ApiError
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What is given changes."""

    mode: Any = None
    od_version: Any = None
    conduct: Any = None
    permissions: Any = None
    enabled: Any = None
    queue_depth: Any = None
    throttle_clock: Any = None
    preferences: Mapping[str, Any] | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """What of it are settings, by name."""
        names = (f.name for f in fields(SettingsChange) if f.name != "preferences")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class SettingsBody(Wire):
    makes: ClassVar[Callable[..., Any]] = SettingsChange
    mode = Anything(data_key="mode")
    od_version = Anything(data_key="od_version")
    conduct = Anything(data_key="conduct")
    permissions = Anything(data_key="permissions")
    enabled = Anything(data_key="enabled")
    queue_depth = Anything(data_key="queue_depth")
    throttle_clock = Anything(data_key="throttle_clock")
    preferences = Map(data_key="preferences")


def get_settings(scope: Scope) -> dict[str, Any]:
    """One office's settings and preferences; without a key, the settings that new offices begin with."""
    key = scope.key
    told = scope.vendor.told_settings(scope.offices.settings(key))
    if key is None:
        return told
    with scope.office.transaction() as tx:
        return {**told, "preferences": scope.vendor.preferences(tx)}


def put_settings(scope: Scope, asked: SettingsChange) -> dict[str, Any]:
    """Change some; all of it or, where anything is wrong, nothing."""
    try:
        changed = scope.vendor.changed_settings(scope.offices.settings(scope.key), asked.settings)
        if asked.preferences:
            with scope.office.transaction() as tx:
                scope.vendor.set_preferences(tx, asked.preferences)
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    if asked.settings:
        scope.offices.change_settings(
            lambda settings: scope.vendor.changed_settings(settings, asked.settings), scope.key
        )
    return scope.vendor.told_settings(changed) if scope.key is None else get_settings(scope)


ENDPOINTS = (
    Endpoint("GET", "settings", get_settings, basis=Basis.ASSUMED),
    Endpoint("PUT", "settings", put_settings, body=SettingsBody, basis=Basis.ASSUMED),
)
