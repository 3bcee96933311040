"""What is under way when an office begins anew, when its clock is set, or when others fail, stays with what it was."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import requests

from mockod.rest.errors import ApiError
from mockod.runtime import webhook_sender
from mockod.server import uvicorn_server
from mockod.server.uvicorn_server import ServerThread
from mockod.vendors.opendental.access.settings import MODES
from support.desk import Desk, at, names, new_desk
from support.receiver import Receiver, halted, receiving

pytestmark = pytest.mark.live


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


def subscribed(receiver: Receiver) -> Desk:
    """Somebody is to be told of one patient five seconds from now, and so it is kept as a snapshot."""
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.patient("First")
    desk.call("POST", "/_mockod/snapshots", {"name": "untold"})
    return desk


def now(desk: Desk) -> str:
    return desk.call("GET", "/_mockod/clock")["now"]


BEGINNINGS = [("reset", None), ("snapshots/restore", {"name": "untold"})]


@pytest.mark.parametrize(("command", "body"), BEGINNINGS)
def test_an_advance_under_way_leaves_alone_what_begins_anew(receiver, command, body):
    desk = subscribed(receiver)
    with halted(receiver, lambda: desk.advance(hours=1)) as answers:
        desk.call("POST", f"/_mockod/{command}", body)
        subscriptions = desk.call("GET", "/api/v1/subscriptions")

    assert at(answers[0]) == [("07:00:05", "delivered")]
    assert now(desk) == "2026-03-02 07:00:00"
    assert desk.call("GET", "/api/v1/subscriptions") == subscriptions
    assert len(desk.call("GET", "/_mockod/events")) == 0


@pytest.mark.parametrize(("command", "body"), BEGINNINGS)
def test_an_office_that_begins_anew_waits_for_no_old_delivery(receiver, command, body):
    desk = subscribed(receiver)
    with halted(receiver, lambda: desk.advance(hours=1)):
        desk.call("POST", f"/_mockod/{command}", body)
        if command == "reset":
            desk.subscribe(receiver.url)
            desk.patient("Second")
        assert at(desk.advance(minutes=1)) == [("07:00:05", "delivered")]

    assert names(receiver) == ["First", "Second" if command == "reset" else "First"]
    assert (now(desk), desk.started()) == ("2026-03-02 07:01:00", "2026-03-02 07:01:00")


def test_a_look_under_way_leaves_alone_what_begins_anew(receiver):
    desk = subscribed(receiver)
    desk.freeze("2026-03-02 07:00:10")
    tick = desk.app.extensions["mockod.site"].tick
    with halted(receiver, tick):
        desk.call("POST", "/_mockod/snapshots/restore", {"name": "untold"})
        old = desk.started()
        desk.freeze("2026-03-02 07:00:07")
        tick()
        receiver.wait_for(2)
        until = time.monotonic() + 2
        while desk.started() == old:
            assert time.monotonic() < until
            time.sleep(0.005)
    time.sleep(0.05)

    assert desk.started() == "2026-03-02 07:00:07"
    assert names(receiver) == ["First", "First"]


def test_a_clock_that_is_set_ends_an_advance(receiver):
    desk = subscribed(receiver)
    with halted(receiver, lambda: desk.advance(hours=1)) as answers:
        desk.patient("Second")
        desk.freeze("2026-03-02 07:30:00")

    assert at(answers[0]) == [("07:00:05", "delivered")]
    assert now(desk) == "2026-03-02 07:30:00"


def test_advances_at_a_time_add_up(receiver):
    desk = subscribed(receiver)
    with halted(receiver, lambda: desk.advance(hours=1)):
        second = threading.Thread(target=lambda: desk.advance(hours=1), daemon=True)
        second.start()
        time.sleep(0.02)
    second.join(3)

    assert now(desk) == "2026-03-02 09:00:00"


def test_an_office_that_refuses_holds_back_no_other(receiver):
    desk = subscribed(receiver)
    other = Desk(desk.app, "other")
    other.freeze("2026-03-02 07:00:00")

    def refuse():
        raise ApiError(400, "Its file is gone.")

    desk.office.transaction = refuse
    answer = desk.app.test_client().post("/_mockod/clock/advance", json={"hours": 1})

    assert answer.status_code == 200
    assert answer.json["fired"] == [
        {"at": "2026-03-02 07:00:00", "what": "not advanced", "office": "desk", "because": "Its file is gone."}
    ]
    assert now(other) == "2026-03-02 08:00:00"
    assert not desk.office.webhook_status.delivery_lock.locked()


def test_a_look_that_fails_is_not_the_last(monkeypatch):
    monkeypatch.setattr(uvicorn_server, "TICK", 0.01)
    looks, enough = [], threading.Event()

    def tick():
        looks.append(1)
        if len(looks) == 3:
            enough.set()
        raise RuntimeError("can't start new thread")

    with uvicorn_server.ticking(tick):
        assert enough.wait(2)


def test_where_no_thread_is_left_nothing_stays_held(receiver, monkeypatch):
    desk = subscribed(receiver)
    desk.freeze("2026-03-02 07:00:10")
    tick = desk.app.extensions["mockod.site"].tick

    def fail(self):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", fail)
        for _ in range(20):
            with pytest.raises(RuntimeError):
                tick()
    tick()
    receiver.wait_for(1)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["before", "after its status"])
def test_a_receiver_that_drips_is_waited_for_no_longer_than_one_that_is_silent(monkeypatch, head):
    monkeypatch.setattr(webhook_sender, "TIMEOUT", 0.2)
    desk = new_desk()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            taken, _ = listening.accept()
            with taken:
                try:
                    taken.sendall(head or b"HTTP/1.1 100 Continue\r\n")
                    for _ in range(60):
                        taken.sendall(b"X-Drop: a\r\n")
                        time.sleep(0.03)
                except OSError:
                    """The line is cut."""

        threading.Thread(target=drip, daemon=True).start()
        desk.subscribe(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        desk.patient("Neu")
        began = time.monotonic()
        fired = desk.advance(seconds=5)

    assert 0.15 < time.monotonic() - began < 0.6
    assert [(one["what"], one["problem"]) for one in fired] == [
        ("not delivered", "the receiver took too long to answer")
    ]


def test_clients_that_ask_again_at_once_are_all_started_in_their_turns():
    desk = new_desk(mode=MODES["remote"], throttle_clock="office", queue_depth=100)
    stop = threading.Event()
    with ServerThread(desk.app) as serving:

        def ask() -> None:
            with requests.Session() as client:
                while not stop.is_set():
                    client.get(f"{serving.url}/api/v1/patients/1", headers=desk.headers, timeout=5)

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(16)]
        for thread in threads:
            thread.start()
        request_queues = desk.app.extensions["mockod.site"].runtimes[0].request_queues
        until = time.monotonic() + 3
        while request_queues.waiting("desk") < 15:
            assert time.monotonic() < until
            time.sleep(0.005)
        fired = desk.advance(minutes=1)
        stop.set()
        desk.call("PUT", "/_mockod/settings", {"mode": "local"})
        for thread in threads:
            thread.join(3)

    # A slow machine's clients come back too late for some of the later seconds; those who waited miss none.
    seconds = [one["at"] for one in fired]
    assert {one["what"] for one in fired} == {"request started"}
    assert seconds[:15] == [f"2026-03-02 07:00:{second:02}" for second in range(1, 16)]
    assert len(seconds) > 16
    assert seconds == sorted(set(seconds))
    assert seconds[-1] <= "2026-03-02 07:01:00"
