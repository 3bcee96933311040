"""A client of the telehealth API, and what it sends."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock

BASE = "/telehealth/v2"
CREDENTIALS = {"client_id": "mockod-client", "client_secret": "mockod-secret"}
HOST, PATIENT, STAFF = "user_Z1zXZKvqrpwxbznuW6lJ", "user_IsW3SoxZQxW0agHKyP2V", "user_xeDpGyt67wTor93qKtS7"
TYPE = "aptp_3XxtAULYUrX7GVsTKePy"
START = 1772442000000
"""Milliseconds: 2026-03-02 09:00 UTC."""
NOW = 1772463600000
"""Milliseconds of MONDAY at 07:00, eight hours behind UTC."""
DRAFT: dict[str, Any] = {
    "appointment_type": TYPE,
    "name": "Annual Check-in",
    "description": "Annual check-in appointment for all patients",
    "group": False,
    "internal": False,
    "start_time": START,
    "end_time": START + 1_800_000,
    "host": HOST,
    "attendees": [PATIENT],
    "created_by": STAFF,
}
INTERNAL = {name: value for name, value in DRAFT.items() if name != "appointment_type"} | {
    "internal": True,
    "reference_patients": [PATIENT],
}
_accounts = itertools.count(1)


@cache
def telehealth_app(practice: str = "tiny") -> Any:
    return create_app(Config(practice=practice, clock=Clock.frozen(MONDAY)))


@dataclass
class Telehealth:
    """One account of an application, and the tokens for it."""

    http: FlaskClient
    account: str
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        return {"account": self.account, **self.tokens}

    def let_in(self, user: str = HOST) -> Telehealth:
        """Ask for both tokens."""
        access = self.send("POST", "auth/token", CREDENTIALS).json["access_token"]
        self.tokens["Authorization"] = f"Bearer {access}"
        self.tokens["x-jwt"] = self.send("POST", "auth/get-jwt", {"id": user}).json["jwt"]
        return self

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.http.open(f"{BASE}/{path}", method=method, json=body, headers={**self.headers, **headers})

    def raw(self, method: str, path: str, body: bytes, **headers: str) -> TestResponse:
        media = {"Content-Type": "application/json"}
        return self.http.open(f"{BASE}/{path}", method=method, data=body, headers={**self.headers, **media, **headers})

    def book(self, **changes: Any) -> dict[str, Any]:
        """A new appointment; a field that is None is left out."""
        sent = {name: value for name, value in {**DRAFT, **changes}.items() if value is not None}
        made = self.send("POST", "appointments", sent)
        assert made.status_code == 200, made.text
        return made.json

    def get(self, identifier: str) -> dict[str, Any]:
        return self.send("GET", f"appointments/{identifier}").json

    def update(self, identifier: str, **changes: Any) -> TestResponse:
        return self.send("POST", f"appointments/{identifier}", {"updated_by": HOST, **changes})

    def control(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        told = self.http.open(
            f"/_mockod/{path}",
            method=method,
            json=body,
            headers={"account": self.account, "Accept": "application/json"},
        )
        assert told.status_code == status, told.text
        return told.json

    def data(self) -> list[Any]:
        """All that the office shows, to see whether anything has changed."""
        return [self.send("GET", "appointments").json, self.control("GET", "events/notices")]


def new_account(practice: str = "tiny") -> Telehealth:
    """A fresh office, with both tokens; its clock stands still on Monday 2026-03-02 at 07:00."""
    return Telehealth(telehealth_app(practice).test_client(), f"account-{next(_accounts)}").let_in()
