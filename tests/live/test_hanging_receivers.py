"""Receivers that hang hold up their own office and no other."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from mockod.runtime import time_travel, webhook_sender
from mockod.server.uvicorn_server import ServerThread
from support.desk import Desk, names, new_desk
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live
MANY = 40
"""More offices than there ever were places for slow calls, or threads that speak to receivers."""


@contextmanager
def hanging() -> Iterator[tuple[str, list[socket.socket]]]:
    """The address of a receiver that takes every connection and never answers; and the connections that came."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:

        def take() -> None:
            try:
                while True:
                    taken.append(listening.accept()[0])
            except OSError:
                """It is over."""

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/", taken
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(3)
            for connection in taken:
                connection.close()


def until(taken: list[socket.socket], count: int) -> None:
    patience = time.monotonic() + 20
    while len(taken) < count:
        assert time.monotonic() < patience, f"{len(taken)} of {count} receivers were called"
        time.sleep(0.01)


def subscribed(desk: Desk, customer: str, url: str) -> Desk:
    """An office of the same application where somebody is to be told of a patient."""
    one = Desk(desk.app, customer)
    one.subscribe(url, seconds=1)
    one.patient("Neu")
    return one


def test_a_slow_call_of_another_office_waits_for_no_receiver():
    desk = new_desk("demo")
    free = Desk(desk.app, "free")
    types = free.call("GET", "/api/v1/definitions?Category=42")
    path = f"/api/v1/appointments/SlotsWebSched?isNewPatient=true&defNumApptType={types[0]['DefNum']}"
    with hanging() as (url, taken), ServerThread(desk.app) as server:
        for number in range(MANY):
            subscribed(desk, f"hanging-{number}", url)

        def advance(number: int) -> None:
            keys = {"Authorization": f"ODFHIR live/hanging-{number}"}
            try:
                requests.post(f"{server.url}/_mockod/clock/advance", json={"seconds": 5}, headers=keys, timeout=30)
            except requests.RequestException:
                """The server has ended."""

        for number in range(MANY):
            threading.Thread(target=advance, args=(number,), daemon=True).start()
        until(taken, MANY)
        began = time.monotonic()
        for call in (("GET", path), ("POST", "/_mockod/reset"), ("POST", "/_mockod/clock/advance")):
            answer = requests.request(call[0], server.url + call[1], json={}, headers=free.headers, timeout=9)
            assert answer.status_code == 200, answer.text
        took = time.monotonic() - began

    assert took < webhook_sender.TIMEOUT / 2


def test_a_delivery_of_another_office_waits_for_no_receiver():
    desk = new_desk()
    with hanging() as (url, taken), receiving(Receiver()) as receiver:
        offices = [subscribed(desk, f"hanging-{number}", url) for number in range(MANY)]
        free = subscribed(desk, "free", receiver.url)
        for one in (*offices, free):
            one.freeze("2026-03-02 07:00:05")
        desk.app.extensions["mockod.site"].tick()
        receiver.wait_for(1)
        until(taken, MANY)

    assert names(receiver) == ["Neu"]


def test_where_all_tellers_are_busy_an_office_gives_way_to_the_next_and_comes_again(monkeypatch):
    monkeypatch.setattr(time_travel, "MOST_TELLERS", 1)
    monkeypatch.setattr(time_travel, "LONGEST_TURN", 0.0)
    monkeypatch.setattr(webhook_sender, "TIMEOUT", 0.05)
    desk = new_desk()
    with hanging() as (url, taken), receiving(Receiver()) as receiver:
        hog = Desk(desk.app, "hog")
        for number in range(5):
            hog.subscribe(f"{url}?{number}", seconds=1)
        hog.patient("Neu")
        free = subscribed(desk, "free", receiver.url)
        for one in (hog, free):
            one.freeze("2026-03-02 07:00:05")
        for _ in range(40):
            desk.app.extensions["mockod.site"].tick()
            time.sleep(0.02)
        receiver.wait_for(1)
        until(taken, 5)
        told = [one["url"] for one in hog.call("GET", "/_mockod/events")]

    assert {url[-2:] for url in told[:5]} == {"?0", "?1", "?2", "?3", "?4"}
    assert told[:5] == told[5:10] or len(told) < 10
