"""The queue before an office in remote mode, over a socket: its pace, its order, its bound, and whoever leaves it."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import pytest
import requests

from support.front import BOOKING, PARSERS, Front, front, is_silent, status_of, takes, until

pytestmark = pytest.mark.live
FAST = ["ApiReadAll", "ApiPatients", "ApiAppointments", "ApiEnterprise"]
"""Half a second between two starts."""
SLOWEST = ["ApiReadAll"]
"""Five seconds."""


@pytest.fixture(scope="module")
def server():
    with front(PARSERS[0]) as server:
        yield server


@pytest.fixture
def office(server) -> Front:
    office = server.another()
    office.settings(mode="remote", permissions=FAST)
    return office


@contextmanager
def waiting(office: Front, number: int):
    """Requests of patient 1 in the queue: one has just been answered, these must wait."""
    assert office.call("GET", "patients/1").status_code == 200
    with ExitStack() as open_ones:
        connections = []
        for place in range(1, number + 1):
            connections.append(open_ones.enter_context(office.send("GET", "patients/1")))
            until(lambda: office.waiting == place)  # noqa: B023 - asked at once
        yield connections


def journal(office: Front):
    return office.app.extensions["mockod.offices"].journals.entries(office.customer)


def test_requests_of_one_key_start_half_a_second_apart_and_in_order_and_other_keys_are_independent(office):
    other = office.another()
    other.settings(mode="remote", permissions=FAST)
    answers: list[tuple[str, float, int]] = []

    def ask(asking: Front, number: int) -> None:
        made = asking.call("POST", "appointments", {**BOOKING, "Note": f"{number}"})
        answers.append((asking.customer, time.monotonic(), made.json()["AptNum"]))
        assert made.json()["Note"] == f"{made.json()['AptNum']}"

    began = time.monotonic()
    threads = []
    for number in (1, 2, 3):
        for asking in (office, other):
            threads.append(threading.Thread(target=ask, args=(asking, number)))
            threads[-1].start()
        time.sleep(0.03)
    for thread in threads:
        thread.join()

    for customer in (office.customer, other.customer):
        came = [(at - began, number) for who, at, number in answers if who == customer]
        assert [number for _, number in came] == [1, 2, 3]
        assert 1 <= came[-1][0] < 1.45
    entries = journal(office)
    starts = [entry.answered - entry.milliseconds / 1000 for entry in entries]
    assert all(later - earlier >= 0.45 for earlier, later in pairwise(starts))
    assert entries[0].waited < 0.1 < 0.3 < entries[1].waited < 0.8 < entries[2].waited < 1.3


def test_fifty_that_wait_hold_nobody_up_and_go_when_the_mode_no_longer_throttles(office):
    other = office.another()
    office.settings(queue_depth=50, permissions=SLOWEST)

    with waiting(office, 50) as connections:
        with requests.Session() as client:
            client.get(f"{office.root}/_mockod/health")
            with takes(0, 1.0):
                for _ in range(50):
                    assert client.get(f"{office.root}/api/v1/patients/1", headers=other.headers).ok
                    assert client.get(f"{office.root}/_mockod/health").ok
        assert office.waiting == 50
        with takes(0, 1.0):
            office.settings(mode="local")
            assert [status_of(connection) for connection in connections] == [200] * 50
    assert office.call("GET", "patients/1").status_code == 200


def test_at_the_bound_the_next_is_turned_away_and_told_for_how_long(office):
    office.settings(queue_depth=2, permissions=SLOWEST, throttle_clock="office")  # it stands still, however slow we are

    with waiting(office, 2):
        refused = office.call("GET", "patients/1")
        assert (refused.status_code, refused.json(), refused.headers["Retry-After"]) == (429, "Too many requests", "5")
        assert office.waiting == 2
        assert (journal(office)[-1].status, journal(office)[-1].retry_after) == (429, 5)
        assert office.curl("--write-out", " %{http_code}").stdout == '"Too many requests" 429'


def test_without_a_queue_whoever_comes_early_is_refused_at_once_and_after_the_wait_is_let_in(office):
    office.settings(queue_depth=0)
    with takes(0, 0.3):
        assert [office.call("GET", "patients/1").status_code for _ in range(3)] == [200, 429, 429]
    time.sleep(0.5)
    assert office.call("GET", "patients/1").status_code == 200


@pytest.mark.parametrize("parser", PARSERS)
def test_a_client_that_hangs_up_gives_its_place_to_those_behind(parser):
    with front(parser) as office:
        office.settings(mode="remote", permissions=FAST, queue_depth=2)
        with waiting(office, 2) as (first, second):
            began = time.monotonic()
            first.close()
            until(lambda: office.waiting == 1)
            with office.send("GET", "patients/1") as third:
                assert status_of(second) == 200
                assert time.monotonic() - began < 0.8
                assert is_silent(third)
                until(lambda: office.waiting == 1)
        until(lambda: office.waiting == 0)
        assert [entry.status for entry in journal(office)] == [200, 200]


def test_a_reset_lets_in_who_waits_and_forgets_who_asked(office):
    office.settings(permissions=SLOWEST)
    with waiting(office, 3) as connections, takes(0, 1.0):
        office.command("POST", "reset")
        assert [status_of(connection) for connection in connections] == [200] * 3
    office.settings(mode="remote", queue_depth=0)
    assert office.call("GET", "patients/1").status_code == 200
    assert office.call("GET", "patients/1").status_code == 429
    office.command("POST", "reset")
    office.settings(mode="remote", queue_depth=0)
    assert office.call("GET", "patients/1").status_code == 200


def test_a_quicker_pace_is_for_those_who_wait_already(office):
    office.settings(permissions=SLOWEST)
    with waiting(office, 1) as (connection,), takes(0, 1.5):
        office.settings(permissions=FAST)
        assert status_of(connection) == 200


def test_by_the_offices_clock_a_request_waits_until_the_clock_is_set(office):
    office.settings(throttle_clock="office", permissions=SLOWEST)

    with waiting(office, 3) as connections:
        assert is_silent(connections[0])
        office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 07:00:04"})
        assert is_silent(connections[0])
        office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 07:00:05"})
        assert status_of(connections[0]) == 200
        assert is_silent(connections[1])
        # Over the turns of both that are left.
        office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 09:00:00"})
        assert [status_of(connection) for connection in connections[1:]] == [200, 200]
    assert [str(entry.at.time()) for entry in journal(office)] == ["07:00:00", "07:00:05", "09:00:00", "09:00:00"]


def test_by_the_offices_clock_who_is_turned_away_is_told_in_the_offices_seconds(office):
    office.settings(throttle_clock="office", permissions=SLOWEST, queue_depth=0)
    assert office.call("GET", "patients/1").status_code == 200
    office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 07:00:02"})
    assert office.call("GET", "patients/1").headers["Retry-After"] == "3"
    office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 07:00:05"})
    assert office.call("GET", "patients/1").status_code == 200


def test_a_clock_that_is_set_back_holds_nobody_longer_than_its_pace(office):
    office.settings(throttle_clock="office")
    with waiting(office, 1) as (connection,):
        office.command("PUT", "clock", {"mode": "frozen", "now": "2020-01-01 00:00:00"})
        assert is_silent(connection)
        office.command("PUT", "clock", {"mode": "frozen", "now": "2020-01-01 00:00:01"})
        assert status_of(connection) == 200


def test_a_clock_that_runs_again_lets_in_who_waits(office):
    office.settings(throttle_clock="office")
    with waiting(office, 1) as (connection,), takes(0.3, 0.9):
        office.command("PUT", "clock", {"mode": "running"})
        assert status_of(connection) == 200


def test_the_clock_of_all_offices_lets_in_who_waits(office):
    office.settings(throttle_clock="office")
    with waiting(office, 1) as (connection,):
        clock = {"mode": "frozen", "now": "2026-03-02 07:00:01"}
        requests.put(f"{office.root}/_mockod/clock", json=clock, timeout=5)
        assert status_of(connection) == 200


def test_a_restored_snapshot_brings_its_mode_to_those_who_wait(office):
    office.settings(mode="local")
    office.command("POST", "snapshots", {"name": "calm"})
    office.settings(mode="remote", permissions=SLOWEST)
    with waiting(office, 2) as connections:
        office.command("POST", "snapshots/restore", {"name": "calm"})
        assert [status_of(connection) for connection in connections] == [200, 200]


def test_a_slow_answer_keeps_its_place_until_it_is_sent(office):
    """The interval includes the execution of a request: the next one does not overtake a slow one."""
    office.order("slow", seconds=1)
    with takes(0.95, 4), office.send("GET", "patients/1") as slow:
        until(lambda: office.request_queues.working(office.customer) == 1)
        assert office.call("GET", "patients/1").status_code == 200
        assert status_of(slow) == 200
    first, second = journal(office)[-2:]
    assert second.waited >= 0.9, (first, second)


def test_without_a_queue_whoever_comes_while_a_slow_answer_is_due_is_refused_at_once(office):
    """Its interval of half a second is over by then; its execution is not."""
    office.settings(queue_depth=0)
    office.order("slow", seconds=1.2)
    with office.send("GET", "patients/1") as slow:
        until(lambda: office.request_queues.working(office.customer) == 1)
        time.sleep(0.6)
        with takes(0, 0.4):
            assert office.call("GET", "patients/1").status_code == 429
        assert status_of(slow) == 200


def test_all_whose_turn_has_come_go_when_the_offices_clock_is_set(office):
    office.settings(throttle_clock="office", permissions=SLOWEST)
    with waiting(office, 5) as connections:
        office.command("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 07:01:00"})
        assert [status_of(connection) for connection in connections] == [200] * 5


@pytest.mark.parametrize("path", ["//api/v1/patients/1", "/api//v1/patients/1", "/api/patients/1", "/api/v1/none"])
def test_no_other_spelling_of_an_address_leads_around_the_queue(office, path):
    office.settings(queue_depth=0)
    assert office.call("GET", "patients/1").status_code == 200
    assert requests.get(f"{office.root}{path}", headers=office.headers, timeout=5).status_code == 429
