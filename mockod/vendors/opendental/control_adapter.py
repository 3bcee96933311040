"""What the control plane may ask of an Open Dental office: its settings and preferences, out and in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockod.simulation.faults import Fault
from mockod.simulation.journal import Entry
from mockod.simulation.scheduler import Event
from mockod.store.office import Office, Transaction
from mockod.vendors.opendental.access import authorization
from mockod.vendors.opendental.access.conduct import describe_conduct, parse_conduct
from mockod.vendors.opendental.access.keyring import parse_permissions
from mockod.vendors.opendental.access.settings import MODES, PERMISSIONS, Settings
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.pipeline import fault_effects
from mockod.vendors.opendental.resources import preferences

MOST_WAITING = 1000
"""Requests of one office that may wait."""


class OpenDentalControl:
    """See ``mockod.control.scope.Vendor``."""

    def customer(self, headers: Mapping[str, str]) -> str:
        return authorization.keys(headers).customer

    def told_settings(self, settings: Settings) -> dict[str, Any]:
        return {
            "mode": settings.mode.name,
            "od_version": str(settings.version),
            "conduct": describe_conduct(settings.conduct),
            "permissions": [name for name in PERMISSIONS if name in settings.permissions],
            "enabled": settings.enabled,
            "queue_depth": settings.queue_depth,
            "throttle_clock": settings.throttle_clock,
        }

    def changed_settings(self, settings: Settings, asked: Mapping[str, Any]) -> Settings:
        return replace(settings, **dict(_read(name, value) for name, value in asked.items()))

    def fault(self, order: Mapping[str, Any]) -> Fault:
        return fault_effects.read_fault(order)

    def fault_kinds(self) -> dict[str, str]:
        return {name: kind.text for name, kind in fault_effects.KINDS.items()}

    def select_patient(self, office: Office, pat_num: int) -> list[Event]:
        from mockod.vendors.opendental.resources.subscriptions.dispatcher import (
            SubscriptionDispatcher,  # here, as few offices ask for it
        )

        return SubscriptionDispatcher().select_patient(office, pat_num)

    def preferences(self, tx: Transaction) -> dict[str, str]:
        return preferences.everything(tx)

    def set_preferences(self, tx: Transaction, asked: Mapping[str, Any]) -> None:
        known = preferences.everything(tx)
        for name, value in asked.items():
            if name not in known:
                raise ValueError(f"preferences: {name!r} is no preference of this office")
            preferences.change(tx, name, _preference(name, value))

    def spelled(self, table: str, column: str, stored: Any) -> Any:
        from mockod.vendors.opendental.practice import stored_values  # here, as a server starts sooner without

        return stored_values.spelled(table, column, stored)

    def is_stamp(self, column: str) -> bool:
        from mockod.vendors.opendental.practice import stored_values  # here, as a server starts sooner without

        return column in stored_values.stamps()

    def lint(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        from mockod.vendors.opendental.analysis.lint import lint  # here, as a server starts sooner without

        return lint(entries)

    def minimum_version(self, entries: Sequence[Entry]) -> dict[str, Any]:
        from mockod.vendors.opendental.analysis.minimum_version import (
            minimum_version,  # here, as a server starts sooner without
        )

        return minimum_version(entries)

    def why_not(self, tx: Transaction, asked: Mapping[str, Any]) -> dict[str, Any]:
        from mockod.vendors.opendental.resources.appointments.why_not import (
            explain,  # here, as a server starts sooner without
        )

        return explain(tx, asked)


def _read(name: str, value: Any) -> tuple[str, Any]:
    """A setting by the name of its field, read from JSON."""
    if name == "permissions":
        return name, parse_permissions(value)
    if name == "enabled":
        if not isinstance(value, bool):
            raise ValueError("enabled: true or false belongs here")
        return name, value
    if name == "queue_depth":
        if type(value) is not int or not 0 <= value <= MOST_WAITING:
            raise ValueError(f"queue_depth: a number from 0 to {MOST_WAITING} belongs here")
        return name, value
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text belongs here")
    if name == "throttle_clock":
        if value not in ("real", "office"):
            raise ValueError(f"throttle_clock: {value!r} is neither real nor office")
        return name, value
    try:
        if name == "mode":
            return name, MODES[value]
        return ("version", parse_version(value)) if name == "od_version" else ("conduct", parse_conduct(value))
    except KeyError:
        raise ValueError(f"mode: {value!r} is none of {', '.join(MODES)}") from None
    except ValueError as exc:
        raise ValueError(f"{name}: {exc}") from exc


def _preference(name: str, value: Any) -> str | None:
    """A preference's value as it is stored; None for its default."""
    if isinstance(value, bool):
        value = int(value)
    if value is None or isinstance(value, str):
        text = value
    elif isinstance(value, int):
        text = str(value)
    else:
        raise ValueError(f"preferences: {name}: a text or a whole number belongs here")
    if text and preferences.is_number(name) and not preferences.is_whole(text):
        raise ValueError(f"preferences: {name}: {text!r} is no whole number")
    return text
