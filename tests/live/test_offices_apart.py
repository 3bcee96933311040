"""One office's work never holds another's: whoever has to wait for an office, or works long for it, waits aside."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from mockod.server.uvicorn_server import ServerThread
from mockod.store import images, office
from support.desk import Desk, new_desk

pytestmark = pytest.mark.live
SECONDS = 5
NOTE = {"PatNum": 1, "Note": "n" * 60_000}


@pytest.fixture
def served():
    desk = new_desk()
    with ServerThread(desk.app) as server, ThreadPoolExecutor(8) as pool:
        yield desk, server.url, pool


def ask(url: str, method: str, path: str, key: str, body: Any = None) -> requests.Response:
    headers = {"Authorization": f"ODFHIR live/{key}"}
    return requests.request(method, f"{url}{path}", json=body, headers=headers, timeout=SECONDS)


CALLS = [
    ("GET", "/api/v1/patients/1", None),
    ("POST", "/api/v1/patients", {"LName": "A", "FName": "B"}),
    ("GET", "/_mockod/settings", None),
    ("PUT", "/_mockod/settings", {"mode": "service"}),
    ("PUT", "/_mockod/clock", {"mode": "running"}),
    ("POST", "/_mockod/snapshots", {"name": "a"}),
    ("POST", "/_mockod/reset", None),
    ("GET", "/_mockod/offices", None),
    ("GET", "/_mockod/why-not?date=2026-03-03&ProvNum=1&OpNum=1", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=[f"{call[0]} {call[1]}" for call in CALLS])
def test_a_call_that_waits_for_its_office_holds_no_other_office(served, method, path, body):
    desk, url, pool = served
    assert ask(url, "GET", "/api/v1/patients/1", "other").status_code == 200
    with desk.office.transaction():
        waiting = pool.submit(ask, url, method, path, "desk", body)
        for _ in range(20):
            assert ask(url, "GET", "/api/v1/patients/1", "other").status_code == 200
            assert ask(url, "GET", "/_mockod/health", "other").status_code == 200
        assert not waiting.done()
    assert waiting.result(SECONDS).status_code < 300


def test_an_office_that_is_being_made_holds_no_other_office(served, monkeypatch):
    _, url, pool = served
    go_on, real = threading.Event(), images.Images.build

    def build(*arguments: Any) -> bytes:
        assert go_on.wait(SECONDS)
        return real(*arguments)

    assert ask(url, "GET", "/api/v1/patients/1", "other").status_code == 200
    monkeypatch.setattr(images.Images, "build", build)
    order = {"office": "new", "practice": "documented"}
    made = pool.submit(ask, url, "POST", "/_mockod/offices", "", order)
    ask(url, "PUT", "/_mockod/clock", "other", {"mode": "frozen", "now": "2026-04-01 08:00:00"})
    for key in ("other", "second", "third"):
        assert ask(url, "GET", "/api/v1/patients/1", key).status_code == 200
    assert not made.done()
    go_on.set()
    assert made.result(SECONDS).status_code == 201


def thread_of(desk: Desk, url: str, call: Callable[[], Any], monkeypatch) -> str:
    """The thread in which an office's transaction begins for a call."""
    threads: list[str] = []
    real = office.Office.transaction

    def transaction(one: office.Office) -> Any:
        threads.append(threading.current_thread().name)
        return real(one)

    with monkeypatch.context() as patched:
        patched.setattr(office.Office, "transaction", transaction)
        assert call().status_code < 300
    [name] = threads
    return name


def test_calls_to_a_large_office_are_answered_aside_and_those_to_a_small_one_at_once(served, monkeypatch):
    desk, url, _ = served

    def get() -> requests.Response:
        return ask(url, "GET", "/api/v1/patients/1", "desk")

    assert get().status_code == 200
    server = thread_of(desk, url, get, monkeypatch)
    assert thread_of(desk, url, get, monkeypatch) == server

    monkeypatch.setattr(office, "LARGE", 2_000_000)
    for _ in range(35):
        assert ask(url, "POST", "/api/v1/commlogs", "desk", NOTE).status_code == 201
    assert thread_of(desk, url, get, monkeypatch) != server

    assert ask(url, "POST", "/_mockod/reset", "desk").status_code == 200
    assert thread_of(desk, url, get, monkeypatch) == server


def test_a_large_body_is_read_aside(served, monkeypatch):
    desk, url, _ = served
    body = {"LName": "A", "FName": "B"}
    server = thread_of(desk, url, lambda: ask(url, "POST", "/api/v1/patients", "desk", body), monkeypatch)

    large = {"LName": "C", "FName": "D", "unknown": "x" * 1_000_000}
    aside = thread_of(desk, url, lambda: ask(url, "POST", "/api/v1/patients", "desk", large), monkeypatch)
    assert aside != server


@pytest.mark.parametrize("rows", [63, 64, 65, 200])
def test_a_long_list_arrives_whole_over_the_socket(served, rows):
    desk, url, _ = served
    for number in range(rows):
        note = {
            "PatNum": 1,
            "Note": f"{number:03} " + "ü" * 5_000,
            "CommDateTime": f"2026-03-02 09:00:{number % 60:02}",
        }
        assert ask(url, "POST", "/api/v1/commlogs", "desk", note).status_code == 201

    answer = ask(url, "GET", "/api/v1/commlogs", "desk")

    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert sorted(int(row["Note"][:3]) for row in answer.json()) == list(range(rows))
    assert answer.content == desk.app.test_client().get("/api/v1/commlogs", headers=desk.headers).data
