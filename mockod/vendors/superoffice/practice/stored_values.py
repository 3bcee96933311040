"""Stored values: whether a column can hold one, as a file that somebody sends may have any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.rest.json_codec import read_written
from mockod.vendors.superoffice.practice import settings
from mockod.vendors.superoffice.practice.numbers import NUMBERED, SEQUENCE
from mockod.vendors.superoffice.practice.tables import TABLES
from mockod.vendors.superoffice.practice.webhooks import EVENTS, NOTICES, WEBHOOKS
from mockod.vendors.superoffice.wire.kinds import Kind, Moment, Number, Text, View


class _Event(Kind):
    """A name of an event."""

    def read(self, value: Any, view: View) -> str:
        if value not in EVENTS:
            raise ValueError(f"{value!r} is no event")
        return str(value)


class _Body(Kind):
    """A JSON object as text."""

    def spell(self, stored: Any) -> Any:
        if not isinstance(stored, str) or not isinstance(read_written(stored.encode()), dict):
            raise ValueError("no JSON object")
        return stored


class _SettingName(Kind):
    """A name of a setting."""

    def read(self, value: Any, view: View) -> str:
        if value not in settings.NAMES:
            raise ValueError(f"{value!r} is no setting")
        return str(value)


KINDS: Mapping[tuple[str, str], Kind] = {
    **{(table.name, one.column): one.kind for table in (*TABLES, WEBHOOKS) for one in table.stored},
    (NOTICES, "NoticeId"): Number(),
    (NOTICES, "WebhookId"): Number(),
    (NOTICES, "At"): Moment(),
    (NOTICES, "Event"): _Event(),
    (NOTICES, "Body"): _Body(),
    **{(SEQUENCE, column): Number() for column in NUMBERED},
    (settings.TABLE, "SettingId"): Number(),
    (settings.TABLE, "Name"): _SettingName(),
    (settings.TABLE, "Value"): Text(254),
}


def spelled(table: str, column: str, stored: Any) -> Any:
    """A stored value as a diff tells it. Raises ValueError where the column cannot hold it."""
    kind = KINDS.get((table, column))
    if kind is None:
        raise ValueError(f"{table} has no column {column}")
    try:
        return kind.spell(stored)
    except (TypeError, KeyError, AttributeError, OverflowError) as exc:
        raise ValueError(str(exc)) from exc
