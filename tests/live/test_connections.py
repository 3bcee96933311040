"""Connections: how long they are kept, and where a server is reached."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest
import requests

from mockod.app import create_app
from mockod.config import Config
from mockod.server import uvicorn_server
from mockod.server.transport import RESET_ON_CLOSE
from mockod.server.uvicorn_server import ServerThread
from support.front import BOOKING, PARSERS, front, status_of, takes, until

pytestmark = pytest.mark.live


def test_an_idle_connection_is_kept_for_two_minutes_and_then_closed(monkeypatch):
    """The free tier asks every five seconds, on one connection."""
    assert uvicorn_server.SECONDS_IDLE >= 120
    monkeypatch.setattr(uvicorn_server, "SECONDS_IDLE", 0.3)
    with front(PARSERS[0]) as server, takes(0.3, 4), server.send("GET", "patients/1") as connection:
        while connection.recv(65536):
            pass


def test_a_connection_that_its_client_resets_is_forgotten_at_once():
    """Not when its idle time is over, as many clients would fill the memory by then."""
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(b"GET /_mockod/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert status_of(connection) == 200
            (kept,) = server._server.server_state.connections
            until(lambda: kept.timeout_keep_alive_task)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        until(lambda: kept.timeout_keep_alive_task is None)


def test_a_client_that_does_not_read_is_cut_off_when_the_server_ends():
    """Its socket is closed with the server, not whenever Python collects it."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with front(PARSERS[0], "demo") as server:
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(server.raw("GET", "procedurecodes") * 400)
            time.sleep(0.3)
        connection.settimeout(3)
        with suppress(ConnectionError):
            while connection.recv(1_000_000):
                pass


def test_a_server_that_is_left_at_once_lets_go_of_its_port():
    for _ in range(5):
        with ServerThread(create_app(Config(practice="tiny"))) as server:
            pass
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=3)


def can_listen_on(host: str) -> bool:
    try:
        uvicorn_server.listen(host, 0).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost", "0:0::0", ""])
def test_the_address_of_a_server_in_a_thread_can_be_called(host):
    if ":" in host and not can_listen_on(host):
        pytest.skip("no IPv6 on this machine")
    with ServerThread(create_app(Config(practice="tiny")), host=host) as server:
        assert requests.get(f"{server.url}/_mockod/health", timeout=5).status_code == 200


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "junk",
    [b"junk\r\n\r\n", b"\x00\xff", b"GET / HTTP/1.1\r\nno header\r\n\r\n", b"x" * 70_000],
    ids=["a word", "two bytes", "a header without a colon", "a line without end"],
)
def test_a_whole_request_is_answered_as_it_was_carried_out_whatever_no_http_follows_it(parser, junk):
    with front(parser) as server, socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(server.raw("POST", "appointments", BOOKING) + junk)
        answered = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65536):
                answered += piece
        assert answered.startswith(b"HTTP/1.1 201 ")
        assert answered.count(b"HTTP/1.1 201 ") == 1
        assert len(server.behind.read("appointments")) == 1
