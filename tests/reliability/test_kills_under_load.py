"""A server killed at a random moment while clients write: all that was acknowledged is there when it starts again."""

from __future__ import annotations

import os
import random
import time

import pytest

from support.crash.load import Bookers, Client, Manager
from support.history.office_model import START, Request
from support.history.requests import ask
from support.plain_http import PlainClient
from support.serving import Served, serving

pytestmark = [pytest.mark.live, pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")]
KILLS, KILLS_IN_FULL = 3, 500
BOOKERS = 4
ROUNDS_OF_AN_OFFICE = 10
"""Then bookers begin a new office, as each restart reads all of it."""
SECONDS = (0.02, 0.4)
"""From the first request to the kill."""
PAGE = 100


def appointments(client: PlainClient) -> dict[int, str]:
    """The notes of all appointments, page by page."""
    found: dict[int, str] = {}
    while rows := client.read(f"/api/v1/appointments?Offset={len(found)}&Limit={PAGE}"):
        found.update({row["AptNum"]: row["Note"] for row in rows})
    return found


def killed_under_load(server: Served, clients: list[Client], seconds: float) -> None:
    for client in clients:
        client.start()
    time.sleep(seconds)
    server.process.kill()
    for client in clients:
        client.join(30)
        assert not client.is_alive()
        if client.mistake:
            raise client.mistake


def judged(server: Served, bookers: Bookers, manager: Manager, clients: list[Client]) -> int:
    *booking, managing = clients
    with PlainClient(server.root_url, bookers.office) as client:
        acknowledged = bookers.judge(booking, appointments(client))
    with PlainClient(server.root_url, manager.office) as client:

        def restored(name: str) -> tuple[str, ...] | None:
            if ask(client, Request("restore", name)) != "done":
                return None
            return tuple(appointments(client).values())

        return acknowledged + manager.judge(managing, tuple(appointments(client).values()), restored)


def test_whatever_was_acknowledged_before_a_kill_is_there_after_it(tmp_path, is_full, record_property):
    chance = random.Random()
    options = (
        "--practice",
        "tiny",
        "--clock",
        START,
        "--data-dir",
        str(tmp_path / "offices"),
        "--log-level",
        "warning",
        "--vendors",
        "opendental",  # whose greeting is all that is printed
    )
    before: tuple[Bookers, Manager, list[Client]] | None = None
    acknowledged = 0
    for number in range((KILLS_IN_FULL if is_full else KILLS) + 1):
        with serving(*options) as server:
            if before:
                acknowledged += judged(server, *before)
            if number % ROUNDS_OF_AN_OFFICE == 0:
                bookers = Bookers(f"booked-{number}", chance)
            manager = Manager(f"managed-{number}", chance)
            clients = [bookers.client(server.root_url) for _ in range(BOOKERS)]
            clients.append(manager.client(server.root_url))
            killed_under_load(server, clients, chance.uniform(*SECONDS))
            assert server.process.stdout.read().strip() == "", "a clean start says nothing"
            before = bookers, manager, clients

    record_property("kills under load", f"{number} kills, {acknowledged} acknowledged writes")
    assert acknowledged > 10 * KILLS
