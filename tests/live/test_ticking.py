"""A server looks at its offices' clocks by itself; and requests that wait for such a clock start by it."""

from __future__ import annotations

import threading
import time

import pytest
import requests

import mockod.server.uvicorn_server
from mockod.server.uvicorn_server import ServerThread
from mockod.vendors.opendental.access.settings import MODES
from support.desk import Desk, at, names, new_desk
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


def everybody(desk: Desk, now: str) -> None:
    """Set all clocks."""
    desk.app.test_client().put("/_mockod/clock", json={"mode": "frozen", "now": now})


@pytest.fixture
def quick_ticks(monkeypatch):
    monkeypatch.setattr(mockod.server.uvicorn_server, "TICK", 0.02)


def test_a_server_tells_what_is_due_whenever_a_clock_is_set(receiver, quick_ticks):
    desk = new_desk()
    with ServerThread(desk.app):
        desk.subscribe(receiver.url)
        desk.patient("First")
        desk.freeze("2026-03-02 07:00:05")
        receiver.wait_for(1)
        desk.freeze("2026-03-02 07:00:09")
        desk.patient("Second")
        time.sleep(0.1)
        assert len(receiver.came) == 1
        desk.freeze("2026-03-02 07:00:10")
        receiver.wait_for(2)

    assert names(receiver) == ["First", "Second"]


def test_a_running_office_is_told_within_seconds(receiver):
    desk = new_desk()
    desk.call("PUT", "/_mockod/clock", {"mode": "running", "now": "2026-03-02 07:00:00"})
    with ServerThread(desk.app) as server, requests.Session() as client:
        client.headers.update(desk.headers)
        body = {"EndPointUrl": receiver.url, "WatchTable": "Patient", "PollingSeconds": 1}
        client.post(f"{server.url}/api/v1/subscriptions", json=body)
        client.post(f"{server.url}/api/v1/patients", json={"LName": "Neu", "FName": "A"})
        receiver.wait_for(1)

    assert names(receiver) == ["Neu"]


def test_a_slow_receiver_holds_up_neither_its_office_nor_another_nor_the_end(receiver, quick_ticks):
    desk = new_desk()
    other, free = Desk(desk.app, "other"), Receiver()
    with receiving(free), ServerThread(desk.app):
        desk.subscribe(receiver.url, seconds=1)
        other.subscribe(free.url, seconds=1)
        receiver.seconds = 0.6
        for one in (desk, other):
            one.patient("Neu")
        everybody(desk, "2026-03-02 07:00:01")
        receiver.wait_for(1)
        began = time.monotonic()
        free.wait_for(1)
        desk.patient("Meanwhile")
        assert time.monotonic() - began < 0.5
    assert time.monotonic() - began < 1.0
    assert len(receiver.came) == 1


def test_parked_offices_are_woken_only_for_something_to_tell(receiver, quick_ticks):
    desk = new_desk()
    idle, plain = Desk(desk.app, "idle"), Desk(desk.app, "plain")
    kept = {one.customer: desk.app.extensions["mockod.offices"].office(one.customer) for one in (desk, idle, plain)}
    for one in (desk, idle):
        one.subscribe(receiver.url)
        one.advance(minutes=1)
    desk.patient("Neu")
    plain.patient("Nobody asks")
    for office in kept.values():
        assert office.park()
        office.transaction = counted(office, office.transaction)
    with ServerThread(desk.app):
        everybody(desk, "2026-03-02 08:00:00")
        receiver.wait_for(1)
        time.sleep(0.1)

    assert names(receiver) == ["Neu"]
    assert kept["plain"].woken == 0
    assert kept["idle"].woken <= 1
    assert kept["desk"].woken <= 3


def counted(office, transaction):
    """The office's transactions, counted."""
    office.woken = 0

    def begin():
        office.woken += 1
        return transaction()

    return begin


# What waits for the office's clock


def test_requests_that_wait_by_the_offices_clock_start_at_their_own_times():
    desk = new_desk(mode=MODES["remote"], throttle_clock="office")
    starts: list[str] = []
    with ServerThread(desk.app) as server:

        def ask(number: int) -> None:
            body = {"LName": f"P{number}", "FName": "A"}
            made = requests.post(f"{server.url}/api/v1/patients", json=body, headers=desk.headers, timeout=5)
            starts.append(made.json()["DateTStamp"].partition(" ")[2])

        threads = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(4)]
        for thread in threads:
            thread.start()
        request_queues = desk.app.extensions["mockod.site"].runtimes[0].request_queues
        until = time.monotonic() + 3
        while len(starts) < 1 or request_queues.waiting("desk") < 3:
            assert time.monotonic() < until
            time.sleep(0.005)
        fired = desk.advance(minutes=1)
        for thread in threads:
            thread.join(3)

    assert at(fired) == [
        ("07:00:01", "request started"),
        ("07:00:02", "request started"),
        ("07:00:03", "request started"),
    ]
    assert sorted(starts) == ["07:00:00", "07:00:01", "07:00:02", "07:00:03"]
