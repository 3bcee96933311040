"""Webhooks of an office, and what is still to be told them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from mockod.rest.json_codec import read_written, write_json
from mockod.vendors.superoffice.domain.words import WEBHOOK_STATE
from mockod.vendors.superoffice.practice.tables import PREFIX, Table
from mockod.vendors.superoffice.wire.kinds import Kind, Number, Text, Texts, View, Word

EVENTS = ("activity.created", "activity.changed", "activity.deleted")
"""What an appointment's life tells (documented)."""
ACTIVE = WEBHOOK_STATE["Active"]
TOO_MANY_ERRORS = WEBHOOK_STATE["TooManyErrors"]
MOST_ERRORS = 10
"""Deliveries that fail one after another until a webhook is given up (assumed)."""
NOTICES = f"{PREFIX}notice"
"""What happened and is still to be told, by webhook. It is told once, whether it arrives or not (documented)."""


@dataclass(frozen=True, slots=True)
class EventNames(Kind):
    """Names of events that a webhook is told of; ``activity.*`` for all."""

    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> tuple[str, ...]:
        known = (*EVENTS, "activity.*")
        if not isinstance(value, list) or not value or not all(name in known for name in value):
            raise ValueError(f"a list of {', '.join(known)} belongs here")
        return tuple(dict.fromkeys(value))

    def show(self, value: Any, view: View) -> list[str]:
        return list(value)

    def store(self, value: Any) -> str:
        return write_json(list(value)).decode()

    def load(self, stored: Any) -> tuple[str, ...]:
        return tuple(read_written(stored.encode()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Somebody who is told of appointments."""

    webhook_id: Annotated[int, Number()] = 0
    name: Annotated[str, Text(254)] = ""
    events: Annotated[tuple[str, ...], EventNames()] = EVENTS
    target_url: Annotated[str, Text(2000)] = ""
    secret: Annotated[str, Text(254)] = ""
    state: Annotated[int, Word(WEBHOOK_STATE)] = ACTIVE
    headers: Annotated[Mapping[str, str], Texts()] = field(default_factory=dict)
    consecutive_errors: Annotated[int, Number()] = 0

    def wants(self, event: str) -> bool:
        return self.state == ACTIVE and (event in self.events or "activity.*" in self.events)


WEBHOOKS = Table(Webhook, f"{PREFIX}webhook", "webhooks", "webhook_id")
WEBHOOK_SQL = f"""{WEBHOOKS.sql()}
CREATE TABLE {NOTICES} (
  NoticeId INTEGER PRIMARY KEY,
  WebhookId INTEGER NOT NULL,
  At TEXT NOT NULL,
  Event TEXT NOT NULL,
  Body TEXT NOT NULL
) STRICT;"""
