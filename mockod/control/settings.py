"""Settings and preferences of one office, or the settings that new offices begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.control.endpoints import ControlEndpoint, body, call
from mockod.control.fields import Anything, Map
from mockod.control.scope import Scope, offered
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.store.office import Transaction
from mockod.vendors.vendor import ControlFeatures

PREFERENCES = "preferences"


def settings_body(features: ControlFeatures) -> Schema:
    """The body of a change: what the vendor's offices have of settings and preferences."""
    return Schema.of("SettingsBody", settings_fields(features))


def settings_fields(features: ControlFeatures) -> tuple[Field, ...]:
    names = features.settings.names if features.settings else ()
    fields = [Field(name, name, Anything()) for name in names]
    if features.preferences:
        fields.append(Field(PREFERENCES, PREFERENCES, Map()))
    return tuple(fields)


def without_preferences(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What of a body are settings."""
    return {name: value for name, value in changes.items() if name != PREFERENCES}


def change_preferences(scope: Scope, tx: Transaction, changes: Mapping[str, Any]) -> None:
    """Change the preferences that a body names, if any. Raises ValueError naming what is wrong."""
    if changes.get(PREFERENCES) and scope.features.preferences:
        scope.features.preferences.change(tx, changes[PREFERENCES])


def get_settings(scope: Scope) -> dict[str, Any]:
    """One office's settings and preferences; without a key, the settings that new offices begin with."""
    key, preferences = scope.key, scope.features.preferences
    settings = offered(scope.features.settings).to_json(scope.offices.settings(key))
    if key is None or preferences is None:
        return settings
    with scope.office.transaction() as tx:
        return {**settings, PREFERENCES: preferences.read(tx)}


def put_settings(scope: Scope, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some; all of it or, where anything is wrong, nothing."""
    feature, key = offered(scope.features.settings), scope.key_to_come
    settings = without_preferences(changes)
    try:
        changed = feature.change(scope.offices.settings(key), settings)
        if changes.get(PREFERENCES):
            with scope.office_to_come.transaction() as tx:
                change_preferences(scope, tx, changes)
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    if settings:
        scope.offices.change_settings(lambda before: feature.change(before, settings), key)
    if key is None:
        return {**feature.to_json(changed), **scope.all_offices()}
    scope.offices.office(key)  # made, where nothing was changed that made it
    return get_settings(scope)


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    return (
        call("GET", "settings", get_settings),
        body("PUT", "settings", put_settings, settings_body(features)),
    )
