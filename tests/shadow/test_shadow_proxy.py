"""The proxy before a server that answers as a test says: what goes on, what comes back, what stays out."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from mockod.shadow import upstream
from support.paths import TLS
from support.shadowing import played_office, proxying

pytestmark = pytest.mark.live
KEYS = {"Authorization": "ODFHIR secret-developer/secret-customer"}
JSON = {"Content-Type": "application/json; charset=utf-8"}
PATIENTS = b'[ {"PatNum":1, "LName":"Quackenbushel","Fud":"\xc3\xa9"} ]\n'


def ok(path: str) -> tuple[int, dict[str, str], bytes]:
    return 200, JSON | {"X-Office": "yes", "Set-Cookie": "a=b"}, PATIENTS


def test_an_answer_comes_back_byte_for_byte_with_its_headers():
    with played_office(ok) as office, proxying(office.url) as proxy:
        answer = requests.get(f"{proxy.url}/patients?LName=Quack%20b&x=1+2", headers=KEYS, timeout=20)

    assert (answer.status_code, answer.content) == (200, PATIENTS)
    assert (answer.headers["X-Office"], answer.headers["Set-Cookie"]) == ("yes", "a=b")
    assert "X-Mockod-Shadow" not in answer.headers
    assert [(method, path) for method, path, _ in office.asked] == [("GET", "/api/v1/patients?LName=Quack%20b&x=1+2")]


def test_the_clients_own_headers_go_on_but_for_those_of_the_connection_and_of_mockod():
    sent = KEYS | {"User-Agent": "voice-agent/7", "X-Mockod-Fault": "slow", "Connection": "close, X-Hop", "X-Hop": "1"}
    with played_office(ok) as office, proxying(office.url) as proxy:
        requests.get(f"{proxy.url}/patients", headers=sent, timeout=20)

    [(_, _, headers)] = office.asked
    assert headers["authorization"] == KEYS["Authorization"]
    assert headers["user-agent"] == "voice-agent/7"
    assert headers["host"] == office.url.removeprefix("http://")
    assert not {"x-mockod-fault", "x-hop", "x-forwarded-for"} & set(headers)


def test_what_the_office_compressed_comes_back_compressed_and_is_compared_all_the_same():
    packed = gzip.compress(PATIENTS)
    with (
        played_office(lambda path: (200, JSON | {"Content-Encoding": "gzip"}, packed)) as office,
        proxying(office.url) as proxy,
    ):
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20, stream=True)
        raw = answer.raw.read(decode_content=False)

    assert raw == packed
    assert proxy.shadow.rows() == {"patients": 1}
    assert "Fud" in {found["where"] for found in proxy.differences()}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_write_is_refused_and_nothing_is_sent(method):
    with played_office(ok) as office, proxying(office.url) as proxy:
        answer = requests.request(method, f"{proxy.url}/patients/1", json={"LName": "Roe"}, headers=KEYS, timeout=20)

    assert answer.status_code == 403
    assert answer.json().startswith("mockod shadow passes reads on and refuses writes.")
    assert answer.headers["X-Mockod-Shadow"]
    assert office.asked == []
    assert sum(proxy.report.to_json()["refused"].values()) == 1


def test_a_write_is_passed_on_where_that_was_asked_for():
    with (
        played_office(lambda path: (201, JSON, b'{"PatNum":5}')) as office,
        proxying(office.url, allow_writes=True) as proxy,
    ):
        body = {"LName": "Roe", "FName": "Jane"}
        answer = requests.post(f"{proxy.url}/patients", json=body, headers=KEYS, timeout=20)

    assert (answer.status_code, answer.json()) == (201, {"PatNum": 5})
    assert [(method, path) for method, path, _ in office.asked] == [("POST", "/api/v1/patients")]


@pytest.mark.parametrize(
    "path", ["/", "/api/v2/patients", "/_mockod/reset", "/api/v1/../secret", "/api/v1/%2e%2e/secret", "/api/v1"]
)
def test_a_path_outside_the_api_is_not_passed_on(path):
    with played_office(ok) as office, proxying(office.url) as proxy:
        assert plain_get(proxy.root_url, path).startswith(b"HTTP/1.1 404")

    assert office.asked == []


def plain_get(url: str, path: str) -> bytes:
    """A request whose path no library tidies up."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connected:
        connected.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while part := connected.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def test_a_redirect_is_handed_on_and_not_followed():
    with played_office(ok) as elsewhere:
        location = {"Location": f"{elsewhere.url}/api/v1/patients"}
        with played_office(lambda path: (302, location, b"")) as office, proxying(office.url) as proxy:
            answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20, allow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (302, location["Location"])
    assert elsewhere.asked == []
    assert [found["rule"] for found in proxy.differences()] == ["status"]


def test_a_proxy_and_a_password_of_the_environment_are_not_used(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with played_office(ok) as other, played_office(ok) as office, proxying(office.url) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, other.url)
        with requests.Session() as session:
            session.trust_env = False
            assert session.get(f"{proxy.url}/patients", headers=KEYS, timeout=20).content == PATIENTS

    assert other.asked == []
    assert office.asked[0][2]["authorization"] == KEYS["Authorization"]


def test_a_server_that_is_not_there_is_told_with_502():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with proxying(f"http://127.0.0.1:{taken.getsockname()[1]}") as proxy:
            answer = requests.get(f"{proxy.url}/patients?LName=Roe", headers=KEYS, timeout=20)

    assert (answer.status_code, answer.json()) == (502, "mockod shadow: the server did not answer: Connection refused.")
    assert proxy.report.to_json()["unanswered"] == {"the server did not answer: Connection refused": 1}


@contextmanager
def dripping(begin: bytes, drip: bytes) -> Iterator[str]:
    """A server that sends ``begin``, and then ``drip`` again and again, ten times a second."""
    done = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connected, _ = listening.accept()
        with connected:
            connected.recv(65_536)
            try:
                connected.sendall(begin)
                while not done.wait(0.1):
                    connected.sendall(drip)
            except OSError:
                """The proxy has had enough."""

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        done.set()
        thread.join(10)
        listening.close()


@pytest.mark.parametrize(
    ("begin", "drip"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["silence", "head", "body", "chunks"],
)
def test_a_server_that_never_ends_its_answer_is_left(begin, drip):
    with dripping(begin, drip) as url, proxying(url, seconds=0.5) as proxy:
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=30)

    assert (answer.status_code, answer.json()) == (
        504,
        "mockod shadow: the server did not answer: it took too long to answer.",
    )


def test_half_an_answer_is_none():
    half = b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"LName":"Quackenbushel"'
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connected, _ = listening.accept()
        with connected:
            connected.recv(65_536)
            connected.sendall(half)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with listening, proxying(f"http://127.0.0.1:{listening.getsockname()[1]}") as proxy:
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20)
        thread.join(10)

    assert answer.status_code == 502
    assert "Quackenbushel" not in answer.text


def test_too_large_an_answer_is_told_with_502(monkeypatch):
    monkeypatch.setattr(upstream, "MOST_BYTES", 1_000_000)
    with played_office(lambda path: (200, JSON, b" " * 1_000_001)) as office, proxying(office.url) as proxy:
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20)

    assert (answer.status_code, answer.json()) == (
        502,
        "mockod shadow: the server did not answer: its answer is larger than 1 MB.",
    )


def test_an_answer_that_grows_too_large_when_unpacked_is_handed_on_and_not_read(monkeypatch):
    monkeypatch.setattr(upstream, "MOST_BYTES", 1_000_000)
    packed = gzip.compress(b" " * 5_000_000)
    with (
        played_office(lambda path: (200, JSON | {"Content-Encoding": "gzip"}, packed)) as office,
        proxying(office.url) as proxy,
    ):
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20, stream=True)
        assert answer.raw.read(decode_content=False) == packed

    assert [found["got"] for found in proxy.differences()] == ["no JSON"]


def test_a_certificate_that_nobody_vouches_for_ends_the_request():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "office.example.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    read: list[bytes] = []

    def serve() -> None:
        connected, _ = listening.accept()
        try:
            with context.wrap_socket(connected, server_side=True) as secure:
                read.append(secure.recv(65_536))
        except OSError:
            """The proxy turned away."""

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with listening, proxying(f"https://127.0.0.1:{listening.getsockname()[1]}") as proxy:
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20)
        thread.join(10)

    assert answer.status_code == 502
    assert answer.json().startswith("mockod shadow: the server did not answer: TLS: ")
    assert b"".join(read) == b""


def test_no_key_no_query_and_no_person_is_in_the_log_or_the_report(caplog):
    caplog.set_level(logging.DEBUG, logger="mockod")
    answers = {
        "/api/v1/patients": (200, JSON, PATIENTS),
        "/api/v1/patients/1": (404, JSON, b'"Zebulonia is asleep."'),
        "/api/v1/appointments": (500, JSON, b"Quackenbushel"),
    }
    with played_office(lambda path: answers[path.partition("?")[0]]) as office, proxying(office.url) as proxy:
        for path in ("patients?LName=Quackenbushel", "patients/1?FName=Zebulonia", "appointments"):
            requests.get(f"{proxy.url}/{path}", headers=KEYS, timeout=20)
        requests.get(f"{proxy.root_url}/Zebulonia", headers=KEYS, timeout=20)
        requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20)

    told = caplog.text + json.dumps(proxy.report.to_json()) + "\n".join(proxy.report.to_text())
    assert "GET patients/{PatNum} 404" in caplog.text
    assert len(proxy.differences()) > 5
    for word in ("secret", "ODFHIR", "Quackenbushel", "Zebulonia", "LName=", "FName="):
        assert word.lower() not in told.lower(), word


def test_a_mistake_of_our_own_spoils_no_answer_and_tells_nothing(caplog, monkeypatch):
    def fails(exchange: object) -> None:
        raise ValueError("Quackenbushel")

    with played_office(ok) as office, proxying(office.url) as proxy:
        monkeypatch.setattr(proxy.shadow, "observe", fails)
        answer = requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=20)

    assert answer.content == PATIENTS
    assert "Quackenbushel" not in caplog.text
    assert "mistake of mockod's own" in caplog.text


def test_it_tells_that_it_runs():
    with played_office(ok) as office, proxying(office.url) as proxy:
        assert requests.get(f"{proxy.root_url}/_mockod/health", timeout=20).json() == {"status": "ok"}

    assert office.asked == []


def test_many_ask_at_once():
    with played_office(ok) as office, proxying(office.url) as proxy:
        bodies: list[bytes] = []
        threads = [
            threading.Thread(
                target=lambda: bodies.append(requests.get(f"{proxy.url}/patients", headers=KEYS, timeout=60).content)
            )
            for _ in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    assert bodies == [PATIENTS] * 40
    assert proxy.report.to_json()["requests"] == 40
