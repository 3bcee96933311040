"""Connections: how long they are kept, and where a server is reached."""

from __future__ import annotations

import pytest
import requests

from mockod.app import create_app
from mockod.config import Config
from mockod.server import uvicorn_server
from mockod.server.uvicorn_server import ServerThread
from support.front import PARSERS, front, takes

pytestmark = pytest.mark.live


def test_an_idle_connection_is_kept_for_two_minutes_and_then_closed(monkeypatch):
    """The free tier asks every five seconds, on one connection."""
    assert uvicorn_server.SECONDS_IDLE >= 120
    monkeypatch.setattr(uvicorn_server, "SECONDS_IDLE", 0.3)
    with front(PARSERS[0]) as server, takes(0.3, 4), server.send("GET", "patients/1") as connection:
        while connection.recv(65536):
            pass


def can_listen_on(host: str) -> bool:
    try:
        uvicorn_server.listen(host, 0).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"])
def test_the_address_of_a_server_in_a_thread_can_be_called(host):
    if ":" in host and not can_listen_on(host):
        pytest.skip("no IPv6 on this machine")
    with ServerThread(create_app(Config(practice="tiny")), host=host) as server:
        assert requests.get(f"{server.url}/_mockod/health", timeout=5).status_code == 200
