"""Settings, preferences and so on of one office, or the settings that new offices begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.control import answers
from mockod.control.endpoints import ControlEndpoint, body, call
from mockod.control.fields import Anything
from mockod.control.refusals import refused
from mockod.control.scope import Scope, offered
from mockod.rest.errors import Contradiction
from mockod.rest.schema import Field, Schema
from mockod.store.transaction import Transaction
from mockod.vendors.vendor import ControlFeatures, Settings


def settings_body(features: ControlFeatures) -> Schema:
    """The body of a change: what the vendor's offices have of settings, and of their like in the database."""
    return Schema.of("SettingsBody", settings_fields(features))


def settings_fields(features: ControlFeatures) -> tuple[Field, ...]:
    schemas = features.settings.schemas if features.settings else {}
    return (
        *(Field(name, name, Anything(schema)) for name, schema in schemas.items()),
        *(Field(kept.name, kept.name, kept.type) for kept in features.in_database),
    )


def only_settings(features: ControlFeatures, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What of a body is not kept in the database."""
    kept = {feature.name for feature in features.in_database}
    return {name: value for name, value in changes.items() if name not in kept}


def changes_database(features: ControlFeatures, changes: Mapping[str, Any]) -> bool:
    """Whether a body names something that is kept in the database."""
    return any(_says_something(changes.get(feature.name)) for feature in features.in_database)


def change_database(features: ControlFeatures, tx: Transaction, changes: Mapping[str, Any]) -> None:
    """Change what a body names of what is kept there. Raises ValueError naming what is wrong."""
    for feature in features.in_database:
        if _says_something(changes.get(feature.name)):
            feature.change(tx, changes[feature.name])


def _says_something(value: Any) -> bool:
    """Whether a value changes anything: an empty object does not, an empty list is all that there shall be."""
    return bool(value) or value == []


def get_settings(scope: Scope) -> dict[str, Any]:
    """One office's settings, preferences and so on; without a key, the settings that new offices begin with."""
    key, kept = scope.key, scope.features.in_database
    settings = _of_office(scope, scope.offices.settings(key))
    if key is None or not kept:
        return settings
    with scope.office.transaction() as tx:
        return {**settings, **{feature.name: feature.read(tx) for feature in kept}}


def _of_office(scope: Scope, settings: Settings) -> dict[str, Any]:
    """The settings that are not kept in the database; none of a vendor that has none."""
    feature = scope.features.settings
    if feature is None and scope.features.in_database:
        return {}
    return offered(feature).to_json(settings)


def put_settings(scope: Scope, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some; all of it or, where anything is wrong, nothing."""
    feature, key = scope.features.settings, scope.key_to_come
    settings = only_settings(scope.features, changes)
    try:
        changed = feature.change(scope.offices.settings(key), settings) if feature else None
        if changes_database(scope.features, changes):
            if key is None:
                kept = " and ".join(feature.name for feature in scope.features.in_database)
                raise Contradiction(f"{kept} are those of one office; {scope.how_to_name}")
            with scope.office_to_come.transaction() as tx:
                change_database(scope.features, tx, changes)
    except ValueError as exc:
        raise refused(exc) from exc
    if settings and feature:
        scope.offices.change_settings(lambda before: feature.change(before, settings), key)
    if key is None:
        return {**_of_office(scope, changed), **scope.all_offices()}
    scope.offices.office(key)  # made, where nothing was changed that made it
    return get_settings(scope)


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    schemas = features.settings.schemas if features.settings else {}
    told = answers.settings(schemas, {kept.name: kept.answer for kept in features.in_database})
    return (
        call("GET", "settings", get_settings, name="get_settings", answers=told),
        body("PUT", "settings", put_settings, settings_body(features), name="change_settings", answers=told),
    )
