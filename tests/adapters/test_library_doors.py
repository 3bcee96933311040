"""mockod behind requests and httpx without a socket: what comes back, and what a fault looks like."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading

import httpx
import pytest
import requests
import trio
from requests.adapters import Retry

from conftest import MONDAY
from mockod import AsyncMockodTransport, MockodAdapter, MockodTransport, create_app
from mockod.config import Config, read_config
from mockod.simulation.clock import Clock, monotonic

ROOT = "http://office.test"
HEADERS = {"Authorization": "ODFHIR any/adapters"}
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}


@pytest.fixture
def app():
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY)))


@pytest.fixture
def session(app):
    session = requests.Session()
    session.mount(ROOT, MockodAdapter(app))
    session.headers.update(HEADERS)
    return session


@pytest.fixture
def client(app):
    return httpx.Client(transport=MockodTransport(app), base_url=ROOT, headers=HEADERS)


@pytest.fixture(autouse=True)
def no_socket(monkeypatch):
    def refuse(*_):
        raise AssertionError("a socket was connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def booked(session) -> int:
    return len(session.get(f"{ROOT}/api/v1/appointments?date=2026-03-02").json())


def test_an_appointment_is_booked_by_requests_and_read_back_by_httpx(session, client):
    made = session.post(f"{ROOT}/api/v1/appointments", json=BOOKING)

    assert (made.status_code, made.reason) == (201, "Created")
    assert made.headers["Location"] == f"{ROOT}/api/v1/appointments/{made.json()['AptNum']}"
    read = client.get(f"/api/v1/appointments/{made.json()['AptNum']}").json()
    assert {**made.json(), "serverDateTime": "2026-03-02 07:00:00"} == read


def test_without_an_application_an_adapter_has_one_of_its_own():
    one, other = (httpx.Client(transport=MockodTransport(), base_url=ROOT, headers=HEADERS) for _ in range(2))
    one.post("/api/v1/patients", json={"LName": "Alone", "FName": "Ada"})

    assert len(one.get("/api/v1/patients?LName=Alone").json()) == 1
    assert other.get("/api/v1/patients?LName=Alone").json() == []


def test_an_application_that_is_not_mockods_is_refused():
    with pytest.raises(TypeError, match=r"made by mockod\.app\.create_app belongs here, not dict"):
        MockodAdapter({})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "by_requests", "by_httpx", "added"),
    [
        ("answer_lost", requests.ConnectionError, httpx.RemoteProtocolError, 1),
        ("connection_reset", requests.ConnectionError, httpx.ReadError, 0),
        (
            "truncated_body",
            (requests.exceptions.ChunkedEncodingError, requests.JSONDecodeError),
            httpx.RemoteProtocolError,
            1,
        ),
    ],
)
def test_a_cut_line_raises_what_it_raises_over_a_socket(session, client, kind, by_requests, by_httpx, added):
    before, fault = booked(session), {"X-Mockod-Fault": kind}
    with pytest.raises(by_requests):
        session.post(f"{ROOT}/api/v1/appointments", json=BOOKING, headers=fault).json()
    assert booked(session) == before + added

    with pytest.raises(by_httpx):
        client.post("/api/v1/appointments", json=BOOKING, headers=fault)
    assert booked(session) == before + 2 * added


def test_an_answer_later_than_the_timeout_is_a_read_timeout_at_once(session, client):
    before, began = booked(session), monotonic()
    late = {"X-Mockod-Fault": "slow; seconds=3000"}
    with pytest.raises(requests.ReadTimeout):
        session.post(f"{ROOT}/api/v1/appointments", json=BOOKING, headers=late, timeout=30)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/api/v1/appointments", json=BOOKING, headers=late, timeout=30)

    assert monotonic() - began < 5
    assert booked(session) == before + 2, "the work was done, as by a server whose client has left"


def test_an_answer_within_the_timeout_is_waited_for(session, client):
    for asked in (session, client):
        began = monotonic()
        late = {"X-Mockod-Fault": "slow; seconds=0.2"}
        assert asked.get(f"{ROOT}/api/v1/patients/1", headers=late, timeout=5).status_code == 200
        assert 0.2 <= monotonic() - began < 3


def test_a_throttled_request_is_429_and_the_retries_of_the_adapter_try_again(app):
    session = requests.Session()
    session.headers.update(HEADERS)
    session.mount(ROOT, MockodAdapter(app))
    order = {"kind": "throttled", "times": 2, "path": "patients/*", "seconds": 1}
    session.post(f"{ROOT}/_mockod/faults", json=order)

    refused = session.get(f"{ROOT}/api/v1/patients/1")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")

    retry = Retry(total=2, status_forcelist=[429], respect_retry_after_header=False)
    session.mount(ROOT, MockodAdapter(app, max_retries=retry))
    assert session.get(f"{ROOT}/api/v1/patients/1").status_code == 200


def test_a_full_queue_of_a_remote_office_is_429_and_whoever_times_out_before_its_turn_is_not_served():
    app = create_app(read_config({"practice": "tiny", "mode": "remote"}))
    session = requests.Session()
    session.headers.update(HEADERS)
    session.mount(ROOT, MockodAdapter(app))
    session.put(f"{ROOT}/_mockod/settings", json={"queue_depth": 1, "throttle_clock": "office"})
    session.put(f"{ROOT}/_mockod/clock", json={"mode": "frozen", "now": "2026-03-02 07:00:00"})
    assert session.get(f"{ROOT}/api/v1/patients/1").status_code == 200

    with pytest.raises(requests.ReadTimeout):
        session.get(f"{ROOT}/api/v1/patients/2", timeout=0.05)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(session.get(f"{ROOT}/api/v1/patients/1", timeout=20)))
    waiting.start()
    queue = app.extensions["mockod.site"].runtimes[0].request_queues
    end = monotonic() + 5
    while not queue.waiting("adapters") and monotonic() < end:
        threading.Event().wait(0.002)
    assert session.get(f"{ROOT}/api/v1/patients/1").status_code == 429
    session.post(f"{ROOT}/_mockod/clock/advance", json={"minutes": 10})
    waiting.join(10)

    assert [answer.status_code for answer in answers] == [200]
    paths = [one["path"] for one in session.get(f"{ROOT}/_mockod/requests").json()]
    assert "patients/2" not in paths


@pytest.mark.parametrize("run", [lambda story: asyncio.run(story()), trio.run], ids=["asyncio", "trio"])
def test_an_async_client_is_answered_under_asyncio_and_trio(app, run):
    async def story():
        transport = AsyncMockodTransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ROOT, headers=HEADERS) as client:
            made = await client.post("/api/v1/appointments", json=BOOKING)
            raised = []
            for kind in ("answer_lost", "connection_reset", "truncated_body", "slow; seconds=3000"):
                try:
                    await client.get("/api/v1/patients/1", headers={"X-Mockod-Fault": kind})
                except httpx.TransportError as exc:
                    raised.append(type(exc))
            slow = await client.get("/api/v1/patients/1", headers={"X-Mockod-Fault": "slow; seconds=0.1"})
            return made.status_code, raised, slow.status_code

    lost, reset = httpx.RemoteProtocolError, httpx.ReadError
    assert run(story) == (201, [lost, reset, lost, httpx.ReadTimeout], 200)


def test_requests_of_an_async_client_that_are_delayed_wait_beside_one_another(app):
    async def story():
        transport, late = AsyncMockodTransport(app), {"X-Mockod-Fault": "slow; seconds=0.5"}
        async with httpx.AsyncClient(transport=transport, base_url=ROOT, headers=HEADERS) as client:
            return await asyncio.gather(*(client.get("/api/v1/patients/1", headers=late) for _ in range(8)))

    began = monotonic()
    assert [answer.status_code for answer in asyncio.run(story())] == [200] * 8
    assert monotonic() - began < 3


def test_bodies_go_and_come_in_pieces(session, client):
    content = b'{"LName": "Pieces", "FName": "Pia"}'
    pieces = [content[:10], content[10:]]
    json = {"Content-Type": "application/json"}
    assert session.post(f"{ROOT}/api/v1/patients", data=iter(pieces), headers=json).status_code == 201
    with session.get(f"{ROOT}/api/v1/patients", stream=True) as answer:
        assert b"Pieces" in b"".join(answer.iter_content(7))
    with client.stream("GET", "/api/v1/patients") as streamed:
        assert b"Pieces" in b"".join(streamed.iter_bytes(7))


def test_requests_of_many_threads_are_all_answered(app):
    answers: list[int] = []

    def ask(number: int) -> None:
        session = requests.Session()
        session.mount(ROOT, MockodAdapter(app))
        key = {"Authorization": f"ODFHIR any/thread-{number % 3}"}
        answers.extend(session.get(f"{ROOT}/api/v1/patients/1", headers=key).status_code for _ in range(10))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [200] * 80


def test_mockod_is_imported_without_flask_until_something_of_it_is_used():
    program = (
        "import sys, mockod; heavy = ('flask', 'requests', 'httpx', 'uvicorn', 'marshmallow', 'sqlite3');"
        "print([name for name in heavy if name in sys.modules]);"
        "from mockod import Client, MockodAdapter; print('flask' in sys.modules, Client.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split("\n")[:2] == ["[]", "False mockod.client.client"]


def test_every_name_that_mockod_offers_is_there_and_no_other():
    import mockod

    assert {name for name in mockod.__all__ if getattr(mockod, name) is None} == set()
    assert set(mockod.__all__) <= set(dir(mockod))
    with pytest.raises(AttributeError, match="has no attribute 'Unicorn'"):
        _ = mockod.Unicorn
    with pytest.raises(ImportError, match="cannot import name 'Unicorn'"):
        from mockod import Unicorn  # noqa: F401
