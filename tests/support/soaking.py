"""Clients that ask an office for everything there is, for hours, and leave its data as they were now and then.

Each has an office of its own, in which faults, throttling or webhooks are armed all the time.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

SECONDS = 120
"""To wait for an answer; none takes so long, on a machine however busy."""
ROUND = 150
"""Requests after which the office is reset and armed anew."""
Call = tuple[str, str, Any]
"""Method, path and body; bytes go out as they are."""


KINDS: list[dict[str, Any]] = [
    {"kind": "slow", "seconds": [0.001, 0.005]},
    *({"kind": kind} for kind in ("connection_reset", "answer_lost", "truncated_body", "throttled")),
    *({"kind": kind} for kind in ("econnector_down", "key_disabled", "permission_missing")),
    {"kind": "respond", "status": 503, "body": "<h1>Down for maintenance</h1>"},
    {"kind": "respond", "merge": {"LName": None}, "path": "patients/*"},
]
AFRESH: list[Call] = [("POST", "/_mockod/reset", None), ("DELETE", "/_mockod/snapshots", None)]
FAULTS: list[Call] = [
    ("POST", "/_mockod/faults", {**kind, "probability": 0.03, "seed": seed}) for seed, kind in enumerate(KINDS)
]
"""Each strikes now and then, and none always together with another."""
THROTTLING = [("PUT", "/_mockod/settings", {"mode": "remote", "queue_depth": 0})]


def webhooks(url: str) -> list[Call]:
    body = {"EndPointUrl": url, "PollingSeconds": 5}
    return [("POST", "/api/v1/subscriptions", {**body, "WatchTable": table}) for table in ("Patient", "Appointment")]


def _day(chance: random.Random) -> str:
    return f"2026-03-{chance.randint(2, 28):02}"


def _booking(chance: random.Random) -> Any:
    return {"PatNum": 1, "Op": 1, "AptDateTime": f"{_day(chance)} {chance.randint(8, 11):02}:00:00"}


def _number(chance: random.Random) -> int:
    """Of a row that is likely to be there."""
    return chance.randint(1, 4)


REQUESTS: Mapping[Callable[[random.Random], Call], int] = {
    lambda c: ("GET", f"/api/v1/patients/{_number(c)}", None): 20,
    lambda c: ("GET", f"/api/v1/appointments?date={_day(c)}", None): 10,
    lambda c: ("GET", "/api/v1/appointments", None): 5,
    lambda c: ("GET", f"/api/v1/appointments/Slots?date={_day(c)}&ProvNum=1&OpNum=1", None): 10,
    lambda c: ("GET", "/api/v1/recalls", None): 3,
    lambda c: ("POST", "/api/v1/appointments", _booking(c)): 15,
    lambda c: ("PUT", f"/api/v1/appointments/{_number(c)}", {"Note": "n" * c.randint(0, 2_000)}): 10,
    lambda c: ("PUT", f"/api/v1/appointments/{_number(c)}/Break", {"sendToUnscheduledList": "true"}): 2,
    lambda c: ("POST", "/api/v1/patients", {"LName": f"Soak{c.random()}", "FName": "Ann"}): 5,
    lambda c: ("PUT", f"/api/v1/patients/{_number(c)}", {"City": f"City {c.randint(1, 9)}"}): 5,
    lambda c: ("POST", "/api/v1/commlogs", {"PatNum": 1, "Note": "n" * c.randint(1, 9_000)}): 3,
    lambda c: ("PUT", "/api/v1/queries/ShortQuery", {"SqlCommand": "SELECT PatNum, LName FROM patient"}): 1,
    lambda c: ("POST", "/api/v1/appointments", {"PatNum": 99, "Op": "x"}): 3,
    lambda c: ("POST", "/api/v1/appointments", b'{"PatNum": '): 2,
    lambda c: ("GET", f"/api/v1/nothing/{c.randint(1, 10**9)}", None): 3,
    lambda c: ("PATCH", "/api/v1/patients/1", {}): 1,
    lambda c: ("POST", "/_mockod/snapshots", {"name": f"s{c.randint(1, 3)}", "replace": True}): 1,
    lambda c: ("POST", "/_mockod/snapshots/restore", {"name": f"s{c.randint(1, 3)}"}): 1,
    lambda c: ("GET", "/_mockod/snapshots/diff?from=s1", None): 1,
    lambda c: ("POST", "/_mockod/clock/advance", {"seconds": c.randint(1, 60)}): 2,
    lambda c: ("POST", "/_mockod/seed", {"patients": [{"LName": "Seed", "FName": "Bo"}]}): 1,
    lambda c: ("POST", "/_mockod/verify", {"calls": [{"path": "patients/1"}]}): 1,
    lambda c: ("GET", "/_mockod/requests?limit=20", None): 1,
    lambda c: ("GET", "/_mockod/lint", None): 1,
    lambda c: ("PUT", "/_mockod/clock", {"mode": "sideways"}): 1,
}
"""Requests and how often each comes, of all together."""


@dataclass
class Soaker(threading.Thread):
    """One client. ``told`` counts what came; ``mistakes`` is what nobody asked for."""

    root_url: str
    customer: str
    arms: list[Call]
    has_faults: bool = False
    requests: int = 0
    told: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        at = urlsplit(self.root_url)
        connection = HTTPConnection(at.hostname or "", at.port, timeout=SECONDS)
        makers, weights = list(REQUESTS), list(REQUESTS.values())
        for number in range(self.requests):
            if number % ROUND == 0:
                self._do(connection, *AFRESH, *self.arms)
            self._ask(connection, self.chance.choices(makers, weights)[0](self.chance))
        self._do(connection, *AFRESH)
        connection.close()

    def _do(self, connection: HTTPConnection, *calls: Call) -> None:
        """Calls that must succeed."""
        self.mistakes += [f"{call} was refused" for call in calls if self._ask(connection, call) != "2xx"]

    def _ask(self, connection: HTTPConnection, call: Call) -> str:
        """What came."""
        method, path, body = call
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"ODFHIR soak/{self.customer}"}
        headers |= {} if sent is None else {"Content-Type": "application/json"}
        try:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            answer.read()
        except (HTTPException, OSError) as exc:
            connection.close()
            came, is_asked_for = type(exc).__name__, self.has_faults and not isinstance(exc, TimeoutError)
        else:
            came = f"{answer.status // 100}xx"
            is_asked_for = answer.status < 500 or answer.getheader("X-Mockod-Basis") == "stub"
        self.told[came] += 1
        if not is_asked_for:
            self.mistakes.append(f"{method} {path}: {came}")
        return came


def soak(root_url: str, requests: int, receiver_url: str) -> list[Soaker]:
    """So many requests by four clients at once, each of its own kind."""
    kinds = {"plain": [], "faulty": FAULTS, "throttled": THROTTLING, "watched": webhooks(receiver_url)}
    soakers = [
        Soaker(root_url, customer, arms, has_faults=arms is FAULTS, requests=requests // len(kinds))
        for customer, arms in kinds.items()
    ]
    for soaker in soakers:
        soaker.start()
    with suppress(KeyboardInterrupt):
        for soaker in soakers:
            soaker.join()
    return soakers
