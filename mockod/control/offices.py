"""Offices: listed, created with a start of their own, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockod.control.clock import ClockBody, clock_to_json, set_to
from mockod.control.endpoints import ControlEndpoint, body, call
from mockod.control.fields import Anything, CustomerKey, Nested
from mockod.control.scope import Result, Scope
from mockod.control.settings import change_database, changes_database, only_settings, settings_fields
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.store import bundled
from mockod.store.office import Office, OfficeTemplate
from mockod.vendors.vendor import ControlFeatures

START = ("office", "practice", "clock")
"""Fields of an order besides the vendor's settings."""


def office_body(features: ControlFeatures) -> Schema:
    """An order for an office. What is not given is as new offices have it."""
    fields = (
        Field("office", "office", CustomerKey(), required=True),
        Field("practice", "practice", Anything()),
        Field("clock", "clock", Nested(ClockBody)),
    )
    return Schema.of("OfficeBody", (*settings_fields(features), *fields))


def list_offices(scope: Scope) -> Result:
    """Every office that is made, or the key's, and how many there may be."""
    offices, key = scope.offices, scope.key
    made = {name: office for name, office in offices.by_key().items() if key in (None, name)}
    rows = [_row(scope, name, office) for name, office in sorted(made.items())]
    totals = {
        "made": len(offices.by_key()),
        "most": offices.most,
        "evict_idle": offices.evict_idle,
        "unopened_files": offices.unopened(),
        "bytes": sum(row["bytes"] for row in rows),
    }
    lines = [_in_words(scope, row) for row in rows]
    return Result({"offices": rows, **totals}, "\n".join([*lines, _summed_up(totals)]))


def create_office(scope: Scope, order: Mapping[str, Any]) -> dict[str, Any]:
    """Make one with a practice, a clock, settings and so on of its own, which a reset brings back."""
    key = order["office"]
    try:
        office = scope.offices.create(key, _start(scope, order))
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    return _row(scope, key, office)


def drop_office(scope: Scope) -> dict[str, Any]:
    """Forget one: its data, its file, its journal and its snapshots. Its key's next request makes it anew."""
    key = scope.key_to_come or scope.named
    scope.offices.drop(key)
    return {"dropped": key, "made": len(scope.offices.by_key())}


def _start(scope: Scope, order: Mapping[str, Any]) -> OfficeTemplate:
    """What the office begins with. Raises ValueError naming what is wrong."""
    start, features = scope.offices.start, scope.features
    feature = features.settings
    settings = scope.offices.settings(order["office"])
    changes = {name: value for name, value in only_settings(features, order).items() if name not in START}
    return replace(
        start,
        practice=_practice(order.get("practice"), start.practice),
        clock=set_to(order["clock"], start.clock) if order.get("clock") else start.clock,
        settings=feature.change(settings, changes) if feature else settings,
        seed=(lambda tx: change_database(features, tx, order)) if changes_database(features, order) else None,
    )


def _practice(name: Any, given_at_start: str) -> str:
    """A shipped one, or that of the server: a client names no file of the server's machine."""
    if name is None or name == given_at_start:
        return given_at_start
    known = bundled.practice_names()
    if name not in known:
        raise ValueError(f"practice: {name!r} is none of {', '.join(known)}, nor the one given at start")
    return str(name)


def _row(scope: Scope, key: str, office: Office) -> dict[str, Any]:
    feature = scope.features.settings
    settings = feature.to_json(office.settings) if feature else {}
    return {
        "office": key,
        "practice": office.practice,
        "state": "parked" if office.is_parked else "open",
        "bytes": office.size(),
        "clock": clock_to_json(office.clock),
        **{name: settings[name] for name in (feature.listed if feature else ())},
        "requests": len(scope.offices.journals.entries(key)),
    }


def _in_words(scope: Scope, row: Mapping[str, Any]) -> str:
    feature = scope.features.settings
    clock = f"{row['clock']['now']} {row['clock']['mode']}"
    parts = [row["practice"], feature.describe(row) if feature else scope.vendor.title, clock, row["state"]]
    about = ", ".join(filter(None, parts))
    return f"{row['office']}: {about}, {row['bytes']} bytes, {row['requests']} in the journal"


def _summed_up(totals: Mapping[str, Any]) -> str:
    bound = f"{totals['made']} of at most {totals['most']} offices, {totals['bytes']} bytes"
    waiting = totals["unopened_files"]
    return f"{bound}; {waiting} more in files not asked for yet" if waiting else bound


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    return (
        call("GET", "offices", list_offices, slow=True),
        body("POST", "offices", create_office, office_body(features), status=201, slow=True),
        call("DELETE", "offices", drop_office, slow=True),
    )
