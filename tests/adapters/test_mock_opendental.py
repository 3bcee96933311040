"""mock_opendental: calls to the real host, of any of Python's usual clients, stay in the process."""

from __future__ import annotations

import asyncio
import http.client
import io
import threading
import unittest
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import requests
import urllib3

from mockod import Client, ControlError, mock_opendental
from mockod.app import create_app
from mockod.config import Config, ConfigError
from mockod.server.uvicorn_server import ServerThread

REAL = "https://api.opendental.com"
PATIENT = f"{REAL}/api/v1/patients/1"
KEY = {"Authorization": "ODFHIR any/my-office"}
METHODS = (
    (requests.adapters.HTTPAdapter, "send"),
    (urllib3.connectionpool.HTTPConnectionPool, "urlopen"),
    (http.client.HTTPConnection, "connect"),
    (http.client.HTTPSConnection, "connect"),
    (httpx.HTTPTransport, "handle_request"),
    (httpx.AsyncHTTPTransport, "handle_async_request"),
)
ORIGINALS = [getattr(owner, name) for owner, name in METHODS]


@pytest.fixture(autouse=True)
def nothing_stays_replaced():
    yield
    assert [getattr(owner, name) for owner, name in METHODS] == ORIGINALS


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whoever asks for the real host's address has left the process."""

    def refuse(host: Any, *_: Any, **__: Any) -> Any:
        raise OSError(f"{host} was looked up")

    monkeypatch.setattr("socket.getaddrinfo", refuse)


def by_http_client() -> int:
    connection = http.client.HTTPSConnection("api.opendental.com")
    connection.request("GET", "/api/v1/patients/1", headers=KEY)
    return connection.getresponse().status


async def by_async_httpx() -> int:
    async with httpx.AsyncClient() as client:
        return (await client.get(PATIENT, headers=KEY)).status_code


def by_generator_body() -> int:
    content = iter([b'{"LName": "Neu", ', b'"FName": "Nora"}'])
    headers = {**KEY, "Content-Type": "application/json"}
    return requests.post(f"{REAL}/api/v1/patients", data=content, headers=headers).status_code - 1


CLIENTS = {
    "requests": lambda: requests.get(PATIENT, headers=KEY).status_code,
    "a body of requests in pieces": by_generator_body,
    "httpx": lambda: httpx.get(PATIENT, headers=KEY).status_code,
    "async httpx": lambda: asyncio.run(by_async_httpx()),
    "urllib3": lambda: urllib3.PoolManager().request("GET", PATIENT, headers=KEY).status,
    "urllib3 with a pool": lambda: (
        urllib3.HTTPSConnectionPool("api.opendental.com", headers=KEY).request("GET", "/api/v1/patients/1").status
    ),
    "urllib.request": lambda: urllib.request.urlopen(urllib.request.Request(PATIENT, headers=KEY)).status,
    "http.client": by_http_client,
    "requests by a proxy": lambda: (
        requests.get(PATIENT, headers=KEY, proxies={"https": "http://proxy.test:3128"}).status_code
    ),
    "plain http by a proxy of urllib3": lambda: (
        (
            urllib3.ProxyManager("http://proxy.test:3128").request("GET", PATIENT.replace("https", "http"), headers=KEY)
        ).status
    ),
}


@pytest.mark.parametrize("name", CLIENTS)
def test_the_real_host_is_answered_in_the_process(name):
    with mock_opendental(practice="tiny"):
        assert CLIENTS[name]() == 200


@pytest.mark.parametrize("name", CLIENTS)
def test_afterwards_the_real_host_is_called_again(name):
    with mock_opendental(practice="tiny"):
        pass
    with pytest.raises((OSError, urllib3.exceptions.HTTPError, httpx.ConnectError)):
        CLIENTS[name]()


def test_what_with_gives_commands_the_office_that_the_client_calls():
    with mock_opendental(practice="tiny", clock="2026-03-02 07:00") as office:
        assert isinstance(office, Client)
        assert office.url == f"{REAL}/api/v1"
        office.faults.add("throttled", times=1)
        assert requests.get(PATIENT, headers=office.headers).status_code == 429
        assert requests.get(PATIENT, auth=office.auth).status_code == 200
        office.verify("GET patients/1", times=2)
        with pytest.raises(ControlError, match="400: mode: 'upside-down' is none of"):
            office.settings.change(mode="upside-down")


def test_a_story_is_played_without_a_socket():
    with mock_opendental(practice="tiny") as office:
        assert office.play("a-lost-answer").passed
        assert requests.get(f"{REAL}/api/v1/appointments/63", headers=KEY).json()["Note"] == "order 4711"


def test_an_office_begins_with_permissions_and_preferences_of_its_own():
    with mock_opendental(practice="tiny", permissions=["ApiReadAll"], preferences={"ApptsAllowOverlap": 0}) as office:
        assert office.call("GET", "settings")["preferences"]["ApptsAllowOverlap"] == "0"
        refused = requests.post(f"{REAL}/api/v1/patients", json={"LName": "Neu", "FName": "Nora"}, auth=office.auth)
        assert refused.status_code == 401
    with pytest.raises(ControlError, match="queue_depth"), mock_opendental(practice="tiny", queue_depth=-1):
        pass


def test_retries_of_a_sessions_own_adapter_are_made():
    session = requests.Session()
    retry = urllib3.Retry(total=3, status_forcelist=[429], respect_retry_after_header=False)
    session.mount("https://", requests.adapters.HTTPAdapter(max_retries=retry))
    with mock_opendental(practice="tiny") as office:
        office.faults.add("throttled", times=3)
        assert session.get(PATIENT, headers=office.headers).status_code == 200
        office.verify("GET patients/1", times=4)


def test_timeouts_and_lost_answers_are_the_clients_own_errors():
    with mock_opendental(practice="tiny") as office:
        lost = {**office.headers, "X-Mockod-Fault": "answer_lost"}
        late = {**office.headers, "X-Mockod-Fault": "slow; seconds=3000"}
        with pytest.raises(requests.ConnectionError):
            requests.get(PATIENT, headers=lost)
        with pytest.raises(requests.ReadTimeout):
            requests.get(PATIENT, headers=late, timeout=9)
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(PATIENT, headers=lost)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(PATIENT, headers=late)
        with pytest.raises(TimeoutError):
            urllib.request.urlopen(urllib.request.Request(PATIENT, headers=late), timeout=9)
        with pytest.raises(urllib3.exceptions.ReadTimeoutError):
            urllib3.PoolManager(timeout=9).request("GET", PATIENT, headers=late, retries=False)


def test_another_address_is_caught_when_it_is_named_and_the_real_one_then_is_not():
    with mock_opendental(practice="tiny", at=["http://localhost:30222", "http://localhost:30223"]) as office:
        assert office.root_url == "http://localhost:30222"
        for port in (30222, 30223):
            assert requests.get(f"http://localhost:{port}/api/v1/patients/1", headers=KEY).status_code == 200
        with pytest.raises(requests.ConnectionError):
            requests.get(PATIENT, headers=KEY)


def test_other_hosts_are_called_as_always(monkeypatch):
    monkeypatch.undo()
    with ServerThread(create_app(Config(practice="tiny"))) as server, mock_opendental(practice="tiny") as office:
        url = f"http://127.0.0.1:{server.port}/api/v1/patients/1"
        other = {"Authorization": "ODFHIR any/other"}
        assert requests.get(url, headers=other).status_code == 200
        assert httpx.get(url, headers=other).status_code == 200
        with urllib3.PoolManager() as pool:
            assert pool.request("GET", url, headers=other).status == 200
        assert urllib.request.urlopen(urllib.request.Request(url, headers=other)).status == 200
        assert list(office.requests) == []


def test_other_hosts_are_refused_when_nothing_may_pass_through():
    url = "http://elsewhere.test/x"
    with mock_opendental(practice="tiny", passthrough=False):
        with pytest.raises(requests.ConnectionError, match=r"elsewhere\.test:80 is not intercepted"):
            requests.get(url)
        with pytest.raises(httpx.ConnectError, match=r"elsewhere\.test:80 is not intercepted"):
            httpx.get(url)
        with pytest.raises(urllib3.exceptions.HTTPError):
            urllib3.PoolManager().request("GET", url, retries=False)
        with pytest.raises(OSError, match=r"elsewhere\.test:80 is not intercepted"):
            urllib.request.urlopen(url)
        assert requests.get(PATIENT, headers=KEY).status_code == 200


def test_an_exception_leaves_nothing_behind():
    with pytest.raises(ZeroDivisionError), mock_opendental(practice="tiny"):
        raise ZeroDivisionError


def test_each_time_there_is_a_fresh_office():
    mocking = mock_opendental(practice="tiny")
    for _ in range(2):
        with mocking as office:
            assert requests.get(f"{REAL}/api/v1/patients?LName=Neu", headers=KEY).json() == []
            requests.post(f"{REAL}/api/v1/patients", json={"LName": "Neu", "FName": "Nora"}, headers=office.headers)


def test_the_innermost_of_nested_mocks_answers_and_then_the_outer_one_again():
    def version() -> str:
        asked = requests.get(f"{REAL}/_mockod/settings", headers=KEY).json()
        return str(asked["od_version"])

    with mock_opendental(practice="tiny", version="24.1"):
        with mock_opendental(practice="tiny", version="25.1"):
            assert version().startswith("25.1")
        assert version().startswith("24.1")


def test_threads_that_mock_for_themselves_do_not_meet():
    together = threading.Barrier(4, timeout=20)

    def story(number: int) -> list[str]:
        with mock_opendental(practice="tiny"):
            together.wait()
            requests.post(f"{REAL}/api/v1/patients", json={"LName": f"N{number}", "FName": "Nora"}, headers=KEY)
            together.wait()
            found = [requests.get(f"{REAL}/api/v1/patients?LName=N{n}", headers=KEY).json() for n in range(4)]
            together.wait()
            return [row["LName"] for rows in found for row in rows]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(story, range(4))) == [[f"N{number}"] for number in range(4)]


def test_threads_that_are_started_within_a_mock_are_caught():
    with mock_opendental(practice="tiny"), ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: requests.get(PATIENT, headers=KEY).status_code, range(4))) == [200] * 4


@mock_opendental(practice="tiny")
def test_a_decorated_function_is_within():
    assert requests.get(PATIENT, headers=KEY).status_code == 200


@mock_opendental
def decorated_bare() -> int:
    """Ask."""
    return requests.get(f"{REAL}/api/v1/patients?LName=nobody", headers=KEY).status_code


@mock_opendental(practice="tiny")
async def decorated_coroutine() -> int:
    await asyncio.sleep(0)
    return await by_async_httpx()


@mock_opendental(practice="tiny")
def decorated_generator():
    yield requests.get(PATIENT, headers=KEY).status_code
    yield requests.get(PATIENT, headers=KEY).status_code


@mock_opendental(practice="tiny")
async def decorated_async_generator():
    yield await by_async_httpx()


def test_functions_of_every_kind_can_be_decorated():
    async def first() -> int:
        return await anext(decorated_async_generator())

    assert (decorated_bare(), decorated_bare.__doc__) == (200, "Ask.")
    assert asyncio.run(decorated_coroutine()) == 200
    assert list(decorated_generator()) == [200, 200]
    assert asyncio.run(first()) == 200


@mock_opendental(practice="tiny")
class TestADecoratedClass:
    def ask(self) -> int:
        return requests.get(PATIENT, headers=KEY).status_code

    def test_its_tests_are_within(self):
        assert self.ask() == 200

    @staticmethod
    def test_its_static_tests_too():
        assert requests.get(PATIENT, headers=KEY).status_code == 200


@mock_opendental(practice="tiny")
class TestADecoratedClassWithSetup:
    def setup_method(self):
        self.status = requests.get(PATIENT, headers=KEY).status_code

    def test_its_setup_is_within(self):
        assert (self.status, requests.get(PATIENT, headers=KEY).status_code) == (200, 200)


@mock_opendental(practice="tiny")
class Receptionist:
    def __init__(self) -> None:
        self.asked = 0

    def enter(self, name: str) -> int:
        requests.post(f"{REAL}/api/v1/patients", json={"LName": name, "FName": "Nora"}, headers=KEY)
        return self.count(name)

    def count(self, name: str) -> int:
        return len(requests.get(f"{REAL}/api/v1/patients?LName={name}", headers=KEY).json())


def test_methods_of_a_decorated_class_call_one_another_in_the_same_office():
    assert Receptionist().enter("Neu") == 1
    assert Receptionist().count("Neu") == 0


def test_a_decorated_test_case_is_within_from_its_setup_to_its_cleanup():
    seen = []

    @mock_opendental(practice="tiny")
    class Case(unittest.TestCase):
        def setUp(self) -> None:
            self.addCleanup(self.ask)
            self.ask()

        def tearDown(self) -> None:
            self.ask()

        def ask(self) -> None:
            seen.append(requests.get(PATIENT, headers=KEY).status_code)

        def test_it(self) -> None:
            self.ask()

        def test_it_fails(self) -> None:
            self.fail()

    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(tests)

    assert (result.testsRun, len(result.failures), result.errors) == (2, 1, [])
    assert seen == [200] * 7


def test_what_somebody_else_replaced_meanwhile_stays_and_passes_on(monkeypatch):
    mocking = mock_opendental(practice="tiny")
    mocking.__enter__()
    ours = requests.adapters.HTTPAdapter.send

    def theirs(self, request, **kwargs):
        return ours(self, request, **kwargs)

    requests.adapters.HTTPAdapter.send = theirs  # type: ignore[method-assign,assignment]
    try:
        mocking.__exit__(None, None, None)
        assert requests.adapters.HTTPAdapter.send is theirs
        with pytest.raises(requests.ConnectionError):
            requests.get(PATIENT, headers=KEY)
    finally:
        requests.adapters.HTTPAdapter.send = ORIGINALS[0]  # type: ignore[method-assign]


def test_a_misspelt_option_and_a_wrong_address_are_refused():
    with pytest.raises(ConfigError, match=r"practise: there is no such option; practice was meant\?"):
        mock_opendental(practise="tiny")
    with pytest.raises(ValueError, match="'localhost:30222' is no address like"):
        mock_opendental(at="localhost:30222")
    with pytest.raises(TypeError, match="config= and practice exclude one another"):
        mock_opendental(config=Config(), practice="tiny")
