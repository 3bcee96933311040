"""Two hundred offices used at once, from sixteen threads, never see each other."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import SECONDS_TO_FINISH, ServerThread
from mockod.simulation.clock import Clock
from mockod.store.office_places import OPEN_AT_ONCE
from mockod.store.start_images import AHEAD

pytestmark = pytest.mark.live
OFFICES = 200
THREADS = 16


class Visitors:
    """Threads that keep their connections, each visiting one office after another."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/api/v1/patients"
        self._own = threading.local()
        self._sessions = ExitStack()

    def __enter__(self) -> Visitors:
        return self

    def __exit__(self, *_: object) -> None:
        self._sessions.close()

    def call(self, method: str, number: int, **body: str) -> requests.Response:
        if not hasattr(self._own, "session"):
            self._own.session = self._sessions.enter_context(requests.Session())
        headers = {"Authorization": f"ODFHIR any/office-{number}"}
        return self._own.session.request(method, self.url, json=body or None, headers=headers)

    def note(self, number: int) -> None:
        """Write the office's own number into it."""
        made = self.call("POST", number, LName=f"Of{number}", FName="New")
        assert made.status_code == 201, made.text

    def noted(self, number: int) -> list[str]:
        """Every number that was written into it."""
        names = (patient["LName"] for patient in self.call("GET", number).json())
        return [name for name in names if name.startswith("Of")]

    def stay(self, number: int) -> list[str]:
        """Write, and read at once."""
        self.note(number)
        return self.noted(number)


def application(**options):
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), **options))


def test_many_offices_used_at_once_never_see_each_other():
    with (
        ServerThread(application()) as server,
        Visitors(server.url) as visitors,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        list(pool.map(visitors.note, range(OFFICES)))
        found = list(pool.map(visitors.stay, range(OFFICES)))  # by now most are parked, and wake
        listed = requests.get(f"{server.url}/_mockod/offices").json()

    assert found == [[f"Of{number}"] * 2 for number in range(OFFICES)]
    states = [row["state"] for row in listed["offices"]]
    assert (listed["made"], states.count("open")) == (OFFICES, OPEN_AT_ONCE)
    assert {row["requests"] for row in listed["offices"]} == {3}


def test_where_there_is_room_for_few_the_idle_go_and_still_nobody_sees_anybody_else():
    room = 3 * THREADS
    with (
        ServerThread(application(offices=room, evict_idle=True)) as server,
        Visitors(server.url) as visitors,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        found = list(pool.map(visitors.stay, range(OFFICES // 2)))
        made = requests.get(f"{server.url}/_mockod/offices").json()["made"]

    assert found == [[f"Of{number}"] for number in range(OFFICES // 2)]
    assert made == room


def test_where_there_is_room_for_three_thirty_two_clients_are_answered_in_turn():
    clients = 32
    with (
        ServerThread(application(offices=3, evict_idle=True)) as server,
        Visitors(server.url) as visitors,
        ThreadPoolExecutor(clients) as pool,
    ):
        answers = list(pool.map(lambda number: visitors.call("GET", number % clients), range(3 * clients)))

    assert [(answer.status_code, answer.text[:80]) for answer in answers if answer.status_code != 200] == []


def test_a_server_makes_ready_what_the_next_offices_need_and_stops_at_once():
    app = application()
    starts = app.extensions["mockod.offices"].starts
    with ServerThread(app) as server, Visitors(server.url) as visitors:
        visitors.call("GET", 1)
        given_up = time.monotonic() + 5
        while len(starts._spares) < AHEAD and time.monotonic() < given_up:
            time.sleep(0.01)
        assert len(starts._spares) == AHEAD
        began = time.monotonic()
    assert time.monotonic() - began < SECONDS_TO_FINISH
    assert starts._listeners == []
