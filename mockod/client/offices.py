"""The offices of a server; the settings of one, and its events."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any, Unpack, cast

from mockod.client import moments
from mockod.client.moments import Moment
from mockod.client.records import Event, Office, Settings, read
from mockod.client.transport import Transport


class Offices:
    """``client.offices``: all that the server has."""

    def __init__(self, transport: Transport) -> None:
        """``transport`` names no office."""
        self._transport = transport

    def list(self) -> list[Office]:
        """Every office that is made, or kept in a file."""
        return [read(Office, one) for one in self._transport.ask("GET", "offices").data["offices"]]

    def __iter__(self) -> Iterator[Office]:
        return iter(self.list())

    def create(
        self, office: str, *, practice: Any = None, clock: Moment | None = None, **settings: Unpack[Settings]
    ) -> Office:
        """Make the office of a customer key, with a practice, a frozen clock and settings that a reset brings back."""
        frozen = None if clock is None else {"mode": "frozen", "now": moments.spelled(clock)}
        order = {**settings, "office": office, "practice": practice, "clock": frozen}
        return read(Office, self._transport.ask("POST", "offices", order).data)

    def drop(self, office: str) -> None:
        """Forget an office: its data, its file, its journal and its snapshots. Its key's next request makes it anew."""
        self._transport.ask("DELETE", "offices", query={"office": office})


class OfficeSettings:
    """``client.settings``: mode, version, conduct, permissions, preferences and rules."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self) -> Settings:
        """As they are."""
        return cast(Settings, self._transport.ask("GET", "settings").data)

    def change(self, **changes: Unpack[Settings]) -> Settings:
        """Change some, all of it or nothing: ``change(mode="remote", preferences={"BrokenApptProcedure": 3})``."""
        return cast(Settings, self._transport.ask("PUT", "settings", changes).data)


class Events:
    """``client.events``: what was sent to the receivers of webhooks, and what happens at the office."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> list[Event]:
        """The last deliveries, the oldest first."""
        return [Event.of(event) for event in self._transport.ask("GET", "events").data]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.list())

    def select_patient(self, pat_num: int) -> builtins.list[Event]:
        """Somebody at the office selects a patient, and subscriptions hear of it."""
        answer = self._transport.ask("POST", "events/patient-selected", {"PatNum": pat_num})
        return [Event.of(event) for event in answer.data["fired"]]
