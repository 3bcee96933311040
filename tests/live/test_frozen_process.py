"""A test that freezes or moves its own process's time: nothing hangs, and a running office follows its date."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import requests
import time_machine
from freezegun import freeze_time

from mockod.app import create_app
from mockod.config import Config
from mockod.server import protocols, uvicorn_server
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock, monotonic
from support.front import status_of, takes
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live
THEN = "2026-03-02 07:00:00"
KEY = {"Authorization": "ODFHIR frozen/process"}
FREEZERS = {
    "freezegun": lambda: freeze_time(THEN),
    "freezegun ticking": lambda: freeze_time(THEN, tick=True),
    "time-machine": lambda: time_machine.travel(datetime.fromisoformat(THEN), tick=False),
}


@pytest.fixture(params=FREEZERS.values(), ids=FREEZERS.keys())
def frozen(request):
    return request.param


def call(server: ServerThread, path: str, method: str = "GET", **more) -> requests.Response:
    return requests.request(method, server.url + path, headers=KEY | more.pop("headers", {}), timeout=5, **more)


def subscribe(server: ServerThread, receiver: Receiver) -> None:
    """Watch appointments every second."""
    body = {
        "EndPointUrl": receiver.url,
        "Workstation": "Front",
        "WatchTable": "Appointment",
        "PollingSeconds": "1",
    }
    assert call(server, "/api/v1/subscriptions", "POST", json=body).status_code == 201


def book(server: ServerThread) -> None:
    body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}
    assert call(server, "/api/v1/appointments", "POST", json=body).status_code == 201


def pause(seconds: float) -> None:
    """By the clock that no test freezes."""
    threading.Event().wait(seconds)


def waited(is_so: Callable[[], object], patience: float = 4) -> bool:
    """Whether it comes about soon, by that clock."""
    end = monotonic() + patience
    while not is_so() and monotonic() < end:
        pause(0.01)
    return bool(is_so())


def test_a_server_starts_answers_and_ends_under_a_frozen_clock(frozen):
    with takes(0, 4), frozen(), ServerThread(create_app(Config(practice="tiny"))) as server:
        assert call(server, "/_mockod/health").status_code == 200
        assert call(server, "/api/v1/patients/1").status_code == 200


def test_a_server_made_before_ends_under_a_frozen_clock_and_one_made_under_it_ends_after(frozen):
    before = ServerThread(create_app(Config(practice="tiny"))).__enter__()
    with takes(0, 4):
        with frozen():
            made = ServerThread(create_app(Config(practice="tiny"))).__enter__()
            before.__exit__()
        assert call(made, "/api/v1/patients/1").status_code == 200
        made.__exit__()


def test_half_a_request_is_refused_in_time_under_a_frozen_clock(frozen, monkeypatch):
    monkeypatch.setattr(protocols, "SECONDS_FOR_HEAD", 0.2)
    monkeypatch.setattr(uvicorn_server, "SECONDS_BETWEEN_LOOKS", 0.02)
    with frozen(), ServerThread(create_app(Config(practice="tiny"))) as server:
        where = ("127.0.0.1", server.port)
        with socket.create_connection(where, timeout=5) as connection, takes(0.2, 4):
            connection.sendall(b"GET /api")
            assert status_of(connection) == 408


def test_a_running_office_follows_the_frozen_date(frozen):
    with frozen(), ServerThread(create_app(Config(practice="tiny"))) as server:
        assert call(server, "/_mockod/clock").json()["now"][:10] == "2026-03-02"
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}
        made = call(server, "/api/v1/appointments", "POST", json=body)
        assert (made.status_code, made.json()["DateTStamp"][:10]) == (201, "2026-03-02")


def test_a_slow_fault_ends_under_a_frozen_clock(frozen):
    with frozen(), ServerThread(create_app(Config(practice="tiny"))) as server, takes(0.2, 3):
        answer = call(server, "/api/v1/patients/1", headers={"X-Mockod-Fault": "slow; seconds=0.2"})
        assert answer.status_code == 200


def test_a_throttled_request_has_its_turn_under_a_frozen_clock(frozen):
    with frozen(), ServerThread(create_app(Config(practice="tiny"))) as server:
        settings = {"mode": "remote", "permissions": ["ApiReadAll", "ApiEnterprise"]}
        assert call(server, "/_mockod/settings", "PUT", json=settings).status_code == 200
        with takes(0.4, 4):
            assert [call(server, "/api/v1/patients/1").status_code for _ in range(2)] == [200, 200]


def test_a_request_that_waits_while_time_thaws_and_freezes_goes_on(frozen):
    """A slow fault and a throttled request behind it, begun under a frozen clock, ended under the real one and back."""
    with ServerThread(create_app(Config(practice="tiny"))) as server, ThreadPoolExecutor(2) as pool:
        settings = {"mode": "remote", "permissions": ["ApiReadAll", "ApiEnterprise"]}
        assert call(server, "/_mockod/settings", "PUT", json=settings).status_code == 200
        with takes(0.6, 4):
            with frozen():
                slow = pool.submit(call, server, "/api/v1/patients/1", headers={"X-Mockod-Fault": "slow; seconds=0.6"})
                pause(0.2)
                behind = pool.submit(call, server, "/api/v1/patients/1")
                pause(0.2)
            assert not slow.done()
            pause(0.1)
            with frozen():
                assert [one.result(4).status_code for one in (slow, behind)] == [200, 200]


def test_a_request_throttled_by_the_offices_clock_starts_when_the_frozen_time_is_moved():
    with freeze_time(THEN) as time_of_process, ServerThread(create_app(Config(practice="tiny"))) as server:
        settings = {"mode": "remote", "throttle_clock": "office", "permissions": ["ApiReadAll", "ApiEnterprise"]}
        assert call(server, "/_mockod/settings", "PUT", json=settings).status_code == 200
        assert call(server, "/api/v1/patients/1").status_code == 200
        with ThreadPoolExecutor(1) as pool, takes(0.6, 4):
            waiting = pool.submit(call, server, "/api/v1/patients/1")
            pause(0.7)
            assert not waiting.done()  # its office's seconds stand still
            time_of_process.tick(1)
            assert waiting.result(3).status_code == 200


def test_webhooks_go_out_when_the_frozen_time_is_moved():
    with (
        receiving(Receiver()) as receiver,
        freeze_time(THEN) as time_of_process,
        ServerThread(create_app(Config(practice="tiny", clock=Clock()))) as server,
    ):
        subscribe(server, receiver)
        book(server)
        pause(1.2)
        assert not receiver.came
        time_of_process.tick(10)
        assert waited(lambda: receiver.came)


def test_webhooks_go_out_after_the_thaw():
    """Ordered under the frozen clock of a server that was started under it."""
    with receiving(Receiver()) as receiver:
        with freeze_time(THEN):
            server = ServerThread(create_app(Config(practice="tiny", clock=Clock()))).__enter__()
            subscribe(server, receiver)
        try:
            book(server)
            receiver.wait_for(1, 5)
        finally:
            server.__exit__()


def test_what_is_imported_under_a_frozen_clock_waits_by_the_real_one():
    program = (
        "from freezegun import freeze_time\n"
        f"with freeze_time({THEN!r}):\n"
        "    import requests\n"
        "    from mockod.app import create_app\n"
        "    from mockod.server import ServerThread\n"
        "    with ServerThread(create_app()) as server:\n"
        "        print(requests.get(server.url + '/_mockod/health', timeout=5).status_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert done.stdout == "200\n", done.stderr


def test_leaving_takes_milliseconds_and_closes_idle_connections():
    """Best of ten, as the machine may be busy: uvicorn's own way takes 200."""
    times = []
    for _ in range(10):
        server = ServerThread(create_app(Config(practice="tiny"))).__enter__()
        session = requests.Session()
        assert session.get(server.url + "/api/v1/patients/1", headers=KEY, timeout=5).status_code == 200
        began = time.perf_counter()
        server.__exit__()
        times.append(time.perf_counter() - began)
        with pytest.raises(requests.ConnectionError):
            session.get(server.url + "/api/v1/patients/1", headers=KEY, timeout=5)
    assert min(times) < 0.05


def test_leaving_does_not_wait_for_a_server_that_hangs(monkeypatch, caplog):
    monkeypatch.setattr("mockod.server.uvicorn_server.SECONDS_TO_LEAVE", 0.3)
    server = ServerThread(create_app(Config(practice="tiny"))).__enter__()
    monkeypatch.setattr(server._server, "stop", lambda: None)
    with takes(0.3, 3):
        server.__exit__()
    assert "has not ended after 0.3 seconds" in caplog.text
    monkeypatch.undo()
    server.__exit__()
