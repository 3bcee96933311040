"""A subscription commands no server: neither the one that sends it nor another mockod; receivers beside it are told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from mockod.runtime import webhook_sender
from mockod.server.uvicorn_server import ServerThread
from support.desk import Desk, at, names, new_desk
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live
NOTE = "mockod does not send to itself: it listens there."


@contextmanager
def served(desk: Desk, host: str = "127.0.0.1") -> Iterator[ServerThread]:
    """The desk's application behind a server that answers."""
    with ServerThread(desk.app, host) as server:
        assert requests.get(f"{server.url}/_mockod/health", timeout=5).ok
        yield server


def told_to(desk: Desk, url: str) -> requests.Response:
    """What becomes of a subscription to this address."""
    body = {"EndPointUrl": url, "WatchTable": "Patient", "PollingSeconds": 5}
    return desk.app.test_client().post("/api/v1/subscriptions", json=body, headers=desk.headers)


@pytest.mark.parametrize(
    ("bound", "hosts"),
    [
        ("127.0.0.1", ["127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"]),
        ("0.0.0.0", ["127.0.0.1", "127.0.0.2", "127.255.255.254", "localhost", "[::ffff:127.0.0.3]"]),
    ],
)
def test_an_address_at_which_mockod_listens_is_no_receiver(bound, hosts):
    desk = new_desk()
    desk.subscribe("http://127.0.0.1:9/")
    with served(desk, bound) as server:
        for host in hosts:
            url = f"http://{host}:{server.port}/_mockod/reset?office=victim"
            refused = told_to(desk, url)
            assert (refused.status_code, refused.json, refused.headers["X-Mockod-Note"]) == (
                400,
                "EndPointUrl is invalid.",
                NOTE,
            )
            changed = desk.app.test_client().put(
                "/api/v1/subscriptions/1", json={"EndPointUrl": url}, headers=desk.headers
            )
            assert (changed.status_code, changed.json) == (400, "EndPointUrl is invalid.")
    assert told_to(desk, f"http://127.0.0.1:{server.port}/").status_code == 201


def test_a_receiver_at_another_port_or_another_loopback_address_is_told():
    desk = new_desk()
    with receiving(Receiver()) as receiver, served(desk) as server:
        assert told_to(desk, receiver.url).status_code == 201
        assert told_to(desk, f"http://127.0.0.2:{server.port}/").status_code == 201
        desk.patient("Neu")
        desk.advance(seconds=5)

    assert names(receiver) == ["Neu"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.77", "::ffff:127.0.0.1", "0.0.0.0"])
def test_a_name_that_leads_to_mockod_itself_is_not_told(address, monkeypatch):
    desk = new_desk(webhooks=frozenset({"receiver.test"}))
    victim = Desk(desk.app, "victim")
    kept = victim.patient("Kept")["PatNum"]
    with served(desk, "0.0.0.0") as server:
        desk.subscribe(f"http://receiver.test:{server.port}/_mockod/reset?office=victim")
        desk.patient("Neu")
        here = [(socket.AF_INET, 1, 6, "", (address, server.port))]
        monkeypatch.setattr(webhook_sender.socket, "getaddrinfo", lambda *args, **options: here)
        fired = desk.advance(seconds=5)

    assert (at(fired), fired[0]["problem"]) == ([("07:00:05", "not delivered")], "mockod does not send to itself")
    assert victim.call("GET", f"/api/v1/patients/{kept}")["LName"] == "Kept"


def test_this_machines_own_address_is_mockods_where_it_listens_at_all():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            address = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but loopback")
    desk = new_desk(webhooks=frozenset({address}))
    with served(desk, "0.0.0.0") as server:
        assert told_to(desk, f"http://{address}:{server.port}/").status_code == 400
        assert told_to(desk, f"http://{address}:{server.port + 1}/").status_code == 201


def test_another_mockod_is_not_commanded_either():
    desk, other = new_desk(), new_desk()
    kept = other.patient("Kept")["PatNum"]
    with served(other) as server:
        desk.subscribe(f"{server.url}/_mockod/reset?office=desk")
        desk.patient("Neu")
        fired = desk.advance(seconds=5)

    assert (at(fired), fired[0]["status"]) == ([("07:00:05", "not delivered")], 403)
    assert other.call("GET", f"/api/v1/patients/{kept}")["LName"] == "Kept"


def test_a_receiver_that_leads_on_to_mockod_commands_nobody():
    desk = new_desk()
    victim = Desk(desk.app, "victim")
    kept = victim.patient("Kept")["PatNum"]
    with receiving(Receiver(status=307)) as receiver, served(desk):
        desk.subscribe(receiver.url)
        desk.patient("Neu")
        fired = desk.advance(seconds=5)

    assert (at(fired), fired[0]["status"]) == ([("07:00:05", "not delivered")], 307)
    assert victim.call("GET", f"/api/v1/patients/{kept}")["LName"] == "Kept"
