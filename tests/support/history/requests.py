"""The model's requests as HTTP, and clients that make them and write down what they saw."""

from __future__ import annotations

import random
from collections.abc import Sequence
from time import monotonic_ns
from typing import Any

from support.history.checker import Operation
from support.history.office_model import DONE, MISSING, REFUSED, Request
from support.plain_http import PlainClient

GONE = ("This office has just been dropped.", "This office has just made room for another.")
NO_ROOM = "This mockod holds 3 offices and has no room for another."
"""Where all that there may be are in use at that very moment."""
WEIGHTS = {
    "book": 24,
    "write": 16,
    "read": 16,
    "list": 16,
    "set clock": 5,
    "see clock": 5,
    "take": 6,
    "restore": 6,
    "forget": 2,
    "reset": 2,
    "drop": 2,
}
"""How often each is chosen, in a hundred."""
NAMES = ("a", "b")
"""Of snapshots."""


def chosen(chance: random.Random, mark: str, most: int = 8) -> Request:
    """A request by chance; ``mark`` is a text that no other has, ``most`` the highest appointment asked for."""
    kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    match kind:
        case "book":
            return Request(kind, value=mark)
        case "write":
            return Request(kind, chance.randint(1, most), mark)
        case "read":
            return Request(kind, chance.randint(1, most))
        case "set clock":
            return Request(kind, value=f"2026-03-{chance.randint(2, 28):02} {chance.randint(0, 23):02}:00:00")
        case "take" | "restore" | "forget":
            return Request(kind, chance.choice(NAMES))
    return Request(kind)


def ask(client: PlainClient, request: Request) -> Any:
    """Make a request; the answer in the model's words. Raises AssertionError at any that it has none for."""
    status, content = client.call(*_as_http(request))
    if status in (200, 201):
        return _read(request, content)
    text = content["detail"] if isinstance(content, dict) else content
    if status == 404:
        return MISSING
    assert status == 400, (request, status, text)
    assert text.startswith((*GONE, NO_ROOM)), (request, text)
    return REFUSED


def record(root_url: str, customer: str, chance: random.Random, mark: str, count: int) -> Sequence[Operation]:
    """Make so many requests, one after another, and write them down."""
    history = []
    with PlainClient(root_url, customer) as client:
        for number in range(count):
            request = chosen(chance, f"{mark}-{number}")
            began = monotonic_ns()
            answer = ask(client, request)
            history.append(Operation(began, monotonic_ns(), request, answer))
    return history


def _as_http(request: Request) -> tuple[str, str, Any]:
    """Method, path and body."""
    match request.kind:
        case "book":
            body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00", "Note": request.value}
            return "POST", "/api/v1/appointments", body
        case "write":
            return "PUT", f"/api/v1/appointments/{request.of}", {"Note": request.value}
        case "read":
            return "GET", f"/api/v1/appointments/{request.of}", None
        case "list":
            return "GET", "/api/v1/appointments", None
        case "set clock":
            return "PUT", "/_mockod/clock", {"mode": "frozen", "now": request.value}
        case "see clock":
            return "GET", "/_mockod/clock", None
        case "take":
            return "POST", "/_mockod/snapshots", {"name": request.of, "replace": True}
        case "restore":
            return "POST", "/_mockod/snapshots/restore", {"name": request.of}
        case "forget":
            return "DELETE", f"/_mockod/snapshots?name={request.of}", None
        case "reset":
            return "POST", "/_mockod/reset", None
        case "drop":
            return "DELETE", "/_mockod/offices", None
    raise ValueError(request.kind)


def _read(request: Request, content: Any) -> Any:
    match request.kind:
        case "book":
            return content["AptNum"]
        case "read":
            return content["Note"]
        case "list":
            assert [row["AptNum"] for row in content] == list(range(1, len(content) + 1)), content
            return tuple(row["Note"] for row in content)
        case "see clock":
            return content["now"]
    return DONE
