"""A client of one office without a server: nobody looks at its clock but ``advance``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask

from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.store.office import Office
from mockod.vendors.opendental.access.settings import Settings
from support.receiver import Receiver

SEVEN = datetime(2026, 3, 2, 7)


@dataclass(frozen=True)
class Desk:
    """One office's client, by its customer key."""

    app: Flask
    customer: str = "desk"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"ODFHIR live/{self.customer}"}

    @property
    def office(self) -> Office:
        return self.app.extensions["mockod.offices"].office(self.customer)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """A call that must succeed, and what it answers."""
        answer = self.app.test_client().open(path, method=method, json=body, headers=self.headers)
        assert answer.status_code < 300, answer.text
        return answer.json if answer.data else None

    def subscribe(self, url: str, table: str = "Patient", seconds: int = 5, **more: Any) -> Any:
        body = {"EndPointUrl": url, "WatchTable": table, "PollingSeconds": seconds, **more}
        return self.call("POST", "/api/v1/subscriptions", body)

    def patient(self, name: str) -> Any:
        return self.call("POST", "/api/v1/patients", {"LName": name, "FName": "New"})

    def rename(self, number: int, name: str) -> Any:
        return self.call("PUT", f"/api/v1/patients/{number}", {"LName": name})

    def book(self) -> Any:
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}
        return self.call("POST", "/api/v1/appointments", body)

    def freeze(self, now: str) -> None:
        self.call("PUT", "/_mockod/clock", {"mode": "frozen", "now": now})

    def advance(self, **by: int) -> list[dict[str, Any]]:
        """What fell due."""
        return self.call("POST", "/_mockod/clock/advance", by)["fired"]

    def started(self) -> str:
        """The last poll of the first subscription."""
        return self.call("GET", "/api/v1/subscriptions")[0]["DateTimeStart"]


def new_desk(practice: str = "tiny", data_dir: Path | None = None, **settings: Any) -> Desk:
    """An office on Monday 2026-03-02 at 07:00, its clock frozen."""
    chosen = replace(Settings(), **settings)
    return Desk(create_app(Config(practice=practice, clock=Clock.frozen(SEVEN), data_dir=data_dir, settings=chosen)))


def at(fired: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Time of day and what."""
    return [(one["at"].partition(" ")[2], one["what"]) for one in fired]


def names(receiver: Receiver) -> list[str]:
    """The last names of all patients told and taken."""
    return [row["LName"] for row in receiver.rows()]
