"""Offices: listed, made with a start of their own, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from mockod.control.clock import ClockBody, ClockSetting, as_asked, told
from mockod.control.fields import Anything, CustomerKey, Nested
from mockod.control.scope import Result, Scope
from mockod.control.settings import SettingsBody, SettingsChange
from mockod.rest.errors import ApiError
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.store import bundled
from mockod.store.office import Office, OfficeTemplate, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(SettingsChange):
    """An office to be made. What is not given is as new offices have it."""

    office: str
    practice: Any = None
    clock: ClockSetting | None = None


class OfficeBody(SettingsBody):
    makes = Order
    office = CustomerKey(data_key="office", required=True)
    practice = Anything(data_key="practice")
    clock = Nested(ClockBody, data_key="clock")


def list_offices(scope: Scope) -> Result:
    """Every office that is made, or the key's, and how many there may be."""
    offices, key = scope.offices, scope.key
    made = {name: office for name, office in offices.by_key().items() if key in (None, name)}
    rows = [_shown(scope, name, office) for name, office in sorted(made.items())]
    totals = {
        "made": len(offices.by_key()),
        "most": offices.most,
        "evict_idle": offices.evict_idle,
        "unopened_files": offices.unopened(),
        "bytes": sum(row["bytes"] for row in rows),
    }
    return Result({"offices": rows, **totals}, "\n".join([*map(_in_words, rows), _summed_up(totals)]))


def create_office(scope: Scope, order: Order) -> dict[str, Any]:
    """Make one with a practice, a clock, settings and preferences of its own, which a reset brings back."""
    try:
        office = scope.offices.create(order.office, _start(scope, order))
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    return _shown(scope, order.office, office)


def drop_office(scope: Scope) -> dict[str, Any]:
    """Forget one: its data, its file, its journal and its snapshots. Its key's next request makes it anew."""
    scope.offices.drop(scope.named)
    return {"dropped": scope.named, "made": len(scope.offices.by_key())}


def _start(scope: Scope, order: Order) -> OfficeTemplate:
    """What the office begins with. Raises ValueError naming what is wrong."""
    begins = scope.offices.start
    settings = scope.offices.settings(order.office)
    return replace(
        begins,
        practice=_practice(order.practice, begins.practice),
        clock=as_asked(order.clock, begins.clock) if order.clock else begins.clock,
        settings=scope.vendor.changed_settings(settings, order.settings),
        seed=partial(_furnish, scope, order.preferences) if order.preferences else None,
    )


def _practice(asked: Any, given_at_start: str) -> str:
    """A shipped one, or that of the server: a client names no file of the server's machine."""
    if asked is None or asked == given_at_start:
        return given_at_start
    known = bundled.practice_names()
    if asked not in known:
        raise ValueError(f"practice: {asked!r} is none of {', '.join(known)}, nor the one given at start")
    return str(asked)


def _furnish(scope: Scope, preferences: Mapping[str, Any], tx: Transaction) -> None:
    scope.vendor.set_preferences(tx, preferences)


def _shown(scope: Scope, key: str, office: Office) -> dict[str, Any]:
    settings = scope.vendor.told_settings(office.settings)
    return {
        "office": key,
        "practice": office.practice,
        "state": "parked" if office.is_parked else "open",
        "bytes": office.size(),
        "clock": told(office.clock),
        "mode": settings["mode"],
        "od_version": settings["od_version"],
        "requests": len(scope.offices.journals.entries(key)),
    }


def _in_words(row: Mapping[str, Any]) -> str:
    clock = f"{row['clock']['now']} {row['clock']['mode']}"
    runs = f"{row['practice']}, Open Dental {row['od_version']} {row['mode']}"
    return f"{row['office']}: {runs}, {clock}, {row['state']}, {row['bytes']} bytes, {row['requests']} in the journal"


def _summed_up(totals: Mapping[str, Any]) -> str:
    bound = f"{totals['made']} of at most {totals['most']} offices, {totals['bytes']} bytes"
    waiting = totals["unopened_files"]
    return f"{bound}; {waiting} more in files not asked for yet" if waiting else bound


ENDPOINTS = (
    Endpoint("GET", "offices", list_offices, slow=True, basis=Basis.ASSUMED),
    Endpoint("POST", "offices", create_office, body=OfficeBody, status=201, slow=True, basis=Basis.ASSUMED),
    Endpoint("DELETE", "offices", drop_office, slow=True, basis=Basis.ASSUMED),
)
