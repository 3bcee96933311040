"""Offices: listed, created with a start of their own, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mockod.control import answers
from mockod.control.clock import ClockBody, clock_to_json, set_to
from mockod.control.endpoints import ControlEndpoint, body, call
from mockod.control.fields import Anything, CustomerKey, Nested
from mockod.control.practice import inline_practice, sent_practice
from mockod.control.refusals import refused
from mockod.control.scope import Result, Scope
from mockod.control.settings import change_database, changes_database, only_settings, settings_fields
from mockod.rest.errors import NotThere
from mockod.rest.schema import Field, Schema
from mockod.store import bundled, database_file
from mockod.store.office import Office, OfficeTemplate
from mockod.store.sent_practice import OWN
from mockod.store.storage_errors import refuse
from mockod.vendors.vendor import ControlFeatures

START = ("office", "practice", "clock")
"""Fields of an order besides the vendor's settings."""

A_PRACTICE = {"type": ["string", "object"], "additionalProperties": True}
"""A name; or the practice itself, as an object or as YAML of several lines."""


def office_body(features: ControlFeatures) -> Schema:
    """An order for an office. What is not given is as new offices have it."""
    fields = (
        Field("office", "office", CustomerKey(), required=True),
        Field("practice", "practice", Anything(A_PRACTICE)),
        Field("clock", "clock", Nested(ClockBody)),
    )
    return Schema.of("OfficeBody", (*settings_fields(features), *fields))


def list_offices(scope: Scope) -> Result:
    """Every office that is made or kept in a file, or the key's, and how many there may be."""
    offices, key = scope.offices, scope.key
    made, unopened = offices.by_key(), offices.unopened()
    rows = {name: _row(scope, name, office) for name, office in made.items() if key in (None, name)}
    for file, name in unopened.items():
        if name is not None and key in (None, name):
            rows.setdefault(name, _unopened_row(scope, name, file))
    listed = [rows[name] for name in sorted(rows)]
    totals = {
        "made": len(made),
        "most": offices.most,
        "most_bytes": offices.most_bytes,
        "evict_idle": offices.evict_idle,
        "unopened_files": len(unopened),
        "bytes": sum(row["bytes"] for row in listed),
    }
    lines = [_in_words(scope, row) for row in listed]
    return Result({"offices": listed, **totals}, "\n".join([*lines, _summed_up(totals)]))


def create_office(scope: Scope, order: Mapping[str, Any]) -> dict[str, Any]:
    """Make one with a practice, a clock, settings and so on of its own, which a reset brings back."""
    key = order["office"]
    try:
        office = scope.offices.create(key, _start(scope, order))
    except ValueError as exc:
        raise refused(exc) from exc
    return _row(scope, key, office)


def put_practice(scope: Scope) -> dict[str, Any]:
    """Give the office a practice of its own, a practice file as JSON or YAML, around its today. A reset brings it back.

    Clock and settings stay; faults of the office end.
    """
    key = scope.key_to_come or scope.named
    office = scope.offices.put_practice(key, sent_practice(scope))
    scope.time_travel.forget(key)
    return _row(scope, key, office)


def drop_office(scope: Scope) -> dict[str, Any]:
    """Forget one: its data, its file, its journal and its snapshots. Its key's next request makes it anew."""
    key = scope.key_to_come or scope.named
    scope.offices.drop(key)
    scope.time_travel.forget(key)
    return {"dropped": key, "made": len(scope.offices.by_key())}


def _start(scope: Scope, order: Mapping[str, Any]) -> OfficeTemplate:
    """What the office begins with. Raises ValueError naming what is wrong."""
    start, features = scope.offices.start, scope.features
    feature = features.settings
    settings = scope.offices.settings(order["office"])
    sent = inline_practice(order.get("practice"))
    changes = {name: value for name, value in only_settings(features, order).items() if name not in START}
    return replace(
        start,
        practice=OWN if sent else _practice(order.get("practice"), start.practice),
        sent=sent,
        clock=set_to(order["clock"], start.clock) if order.get("clock") else start.clock,
        settings=feature.change(settings, changes) if feature else settings,
        seed=(lambda tx: change_database(features, tx, order)) if changes_database(features, order) else None,
    )


def _practice(name: Any, given_at_start: str) -> str:
    """A shipped one, or that of the server: a client names no file of the server's machine."""
    if name is None or name == given_at_start:
        return given_at_start
    try:
        known = bundled.practice_names()
    except OSError as exc:
        refuse(exc, "practices")
        raise
    if name not in known:
        raise (NotThere if isinstance(name, str) else ValueError)(
            f"practice: {name!r} is none of {', '.join(known)}, nor the one given at start"
        )
    return str(name)


def _row(scope: Scope, key: str, office: Office) -> dict[str, Any]:
    state = "parked" if office.is_parked else "open"
    return _described(scope, key, office.practice, state, office.size())


def _unopened_row(scope: Scope, key: str, file: Path) -> dict[str, Any]:
    """An office in a file that is not made yet: its clock and settings are those that it will begin with."""
    return _described(scope, key, database_file.practice_in(file), "unopened", database_file.size(file))


def _described(scope: Scope, key: str, practice: str, state: str, size: int) -> dict[str, Any]:
    feature, offices = scope.features.settings, scope.offices
    settings = feature.to_json(offices.settings(key)) if feature else {}
    return {
        "office": key,
        "practice": practice,
        "state": state,
        "bytes": size,
        "clock": clock_to_json(offices.clock(key)),
        **{name: settings[name] for name in (feature.listed if feature else ())},
        "requests": len(offices.journals.entries(key)),
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
    settings = features.settings
    office, all_of_them = answers.office({name: settings.schemas[name] for name in settings.listed} if settings else {})
    return (
        call("GET", "offices", list_offices, name="list_offices", answers=all_of_them),
        body(
            "POST",
            "offices",
            create_office,
            office_body(features),
            name="create_office",
            answers=office,
            status=201,
        ),
        call(
            "DELETE",
            "offices",
            drop_office,
            name="drop_office",
            answers=answers.OFFICE_DROPPED,
            needs_office=True,
        ),
        call(
            "PUT",
            "offices/practice",
            put_practice,
            name="put_practice",
            answers=office,
            needs_office=True,
            takes_file=True,
            file="Practice",
        ),
    )
