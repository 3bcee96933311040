"""Faults as real clients meet them: what arrives, what does not, and what was done all the same."""

from __future__ import annotations

import errno
import http.client
import json
import socket
import time
from contextlib import ExitStack

import pytest
import requests

from support.db import database
from support.front import BOOKING, PARSERS, Front, front, status_of, takes
from support.serving import serving

pytestmark = pytest.mark.live
REFUSALS = {
    "econnector_down": (
        400,
        "The office's eConnector is not running. Please contact the office to start their eConnector.",
    ),
    "key_disabled": (400, "API key has not been assigned."),
    "key_unassigned": (400, "API key has not been assigned."),
    "permission_missing": (401, "Developer does not have permission ApiAppointments for this method."),
    "version_too_low": (400, "This method requires Open Dental version 26.3 or higher."),
    "throttled": (429, "Too many requests"),
    "timeout": (504, "The request did not finish within 60 seconds."),
}
HALF = (requests.exceptions.ChunkedEncodingError, requests.JSONDecodeError)
"""What requests makes of half a body: with urllib3 1 it is taken for a whole one, and is no JSON."""
CUTS = {
    "answer_lost": (requests.ConnectionError, http.client.RemoteDisconnected, 52, 1),
    "connection_reset": (requests.ConnectionError, ConnectionResetError, 56, 0),
    "truncated_body": (HALF, http.client.IncompleteRead, 18, 1),
}
"""What requests raises, what Python's own client raises, what curl exits with, and the appointments booked."""


@pytest.fixture(scope="module", params=PARSERS)
def server(request):
    with front(request.param) as server:
        yield server


@pytest.fixture
def office(server) -> Front:
    """A fresh office; after the test the server must still be well."""
    office = server.another()
    office.command("POST", "reset")
    yield office
    assert server.call("GET", "patients/1").status_code == 200


def contents(office):
    return database(office.behind).contents()


def booked_once(office):
    """The whole database of an office in which the appointment was booked and nothing went wrong."""
    twin = office.another()
    assert twin.call("POST", "appointments", BOOKING).status_code == 201
    return contents(twin)


def of(kind: str) -> dict[str, float]:
    return {"seconds": 0.1} if kind == "timeout" else {}


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_is_told_in_the_vendors_words_and_nothing_is_done(office, kind):
    before = contents(office)
    office.order(kind, **of(kind))

    refused = office.call("POST", "appointments", BOOKING)

    assert (refused.status_code, refused.json()) == REFUSALS[kind]
    assert refused.headers["Content-Type"] == "application/json; charset=utf-8"
    assert refused.headers.get("Retry-After") == ("5" if kind == "throttled" else None)
    assert contents(office) == before


@pytest.mark.parametrize("kind", REFUSALS)
def test_curl_meets_the_same_refusal_and_the_fault_is_over_by_then(office, kind):
    office.order(kind, **of(kind))
    status, text = REFUSALS[kind]

    assert office.curl("--write-out", " %{http_code}").stdout == f"{json.dumps(text)} {status}"
    assert office.curl("--write-out", " %{http_code}").stdout.endswith("} 201")


def test_a_refusal_keeps_the_connection(office):
    client = http.client.HTTPConnection("127.0.0.1", office.port, timeout=5)
    client.connect()
    connection = client.sock
    for kind, (status, _) in REFUSALS.items():
        office.order(kind, **of(kind))
        client.request("GET", "/api/v1/patients/1", headers=office.headers)
        answer = client.getresponse()
        answer.read()
        assert answer.status == status
    client.request("GET", "/api/v1/patients/1", headers=office.headers)
    assert client.getresponse().status == 200
    assert client.sock is connection
    client.close()


@pytest.mark.parametrize("kind", CUTS)
def test_a_cut_line_is_what_it_claims_to_be_and_leaves_what_it_claims(office, kind):
    raised, _, _, booked = CUTS[kind]
    before = contents(office)
    office.order(kind)

    with pytest.raises(raised):
        office.call("POST", "appointments", BOOKING).json()

    assert contents(office) == (booked_once(office) if booked else before)
    assert office.call("POST", "appointments", BOOKING).json()["AptNum"] == booked + 1


@pytest.mark.parametrize("kind", CUTS)
def test_curl_exits_as_from_a_line_that_was_cut(office, kind):
    office.order(kind)

    assert office.curl().returncode == CUTS[kind][2]
    assert len(office.call("GET", "appointments").json()) == CUTS[kind][3]


@pytest.mark.parametrize("kind", CUTS)
def test_a_kept_connection_is_cut_as_well(office, kind):
    client = http.client.HTTPConnection("127.0.0.1", office.port, timeout=5)
    client.request("GET", "/api/v1/patients/1", headers=office.headers)
    whole = client.getresponse().read()
    office.order(kind)

    def ask() -> None:
        client.request("GET", "/api/v1/patients/1", headers=office.headers)
        answer = client.getresponse()
        assert answer.length == len(whole)
        answer.read()

    with pytest.raises(CUTS[kind][1]) as cut:
        ask()

    if kind == "connection_reset":
        assert cut.value.errno == errno.ECONNRESET
    if kind == "truncated_body":
        assert cut.value.partial == whole[: len(whole) // 2]
    client.close()


@pytest.mark.parametrize("kind", ["answer_lost", "truncated_body"])
def test_what_was_sent_behind_a_request_whose_line_is_cut_is_not_carried_out(office, kind):
    office.order(kind)
    second = {**BOOKING, "Note": "second"}

    with socket.create_connection(("127.0.0.1", office.port), timeout=5) as connection:
        connection.sendall(office.raw("POST", "appointments", BOOKING) + office.raw("POST", "appointments", second))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.count(b"HTTP/1.1 ") == (kind == "truncated_body")
    assert contents(office) == booked_once(office)


def test_an_answer_without_a_body_that_breaks_off_is_lost(office):
    """As that of a method which, in versions of old, answered without a word."""
    office.settings(od_version="23.3.1")
    assert office.call("POST", "commlogs", {"PatNum": 1, "Note": "one"}).content == b""
    office.order("truncated_body")

    with pytest.raises(requests.ConnectionError):
        office.call("POST", "commlogs", {"PatNum": 1, "Note": "two"})

    assert database(office.behind).column("SELECT Note FROM commlog") == ["one", "two"]


def test_a_slow_answer_is_late_and_whole(office):
    office.order("slow", seconds=0.3)

    with takes(0.3, 0.6):
        assert office.call("POST", "appointments", BOOKING).status_code == 201

    assert contents(office) == booked_once(office)
    with takes(0, 0.2):
        office.call("GET", "appointments")


def test_every_answer_of_an_office_is_held_by_its_delay_and_no_other_offices(office):
    office.settings(delay=0.3)
    other = office.another()

    with takes(0.3, 0.8):
        assert office.call("GET", "patients/1").status_code == 200
    with takes(0.3, 0.8):
        assert office.call("GET", "unicorns").status_code == 404
    with office.send("GET", "patients/1") as held:
        with takes(0, 0.2):
            assert other.call("GET", "patients/1").status_code == 200
        assert status_of(held) == 200


def test_curl_is_shown_the_page_of_a_gateway_and_nothing_is_done(office):
    before = contents(office)
    office.order("respond", status=503, headers={"Retry-After": "30"}, body="<h1>Down</h1>")

    assert office.curl("--write-out", " %{http_code} %{content_type}").stdout == (
        "<h1>Down</h1> 503 text/html; charset=utf-8"
    )

    assert contents(office) == before
    assert office.curl("--write-out", " %{http_code}").stdout.endswith("} 201")


def test_a_slow_answer_is_done_before_it_is_told(office):
    office.order("slow", seconds=0.5)

    with office.send("POST", "appointments", BOOKING) as connection:
        time.sleep(0.1)
        assert len(office.call("GET", "appointments").json()) == 1
        assert status_of(connection) == 201


def test_a_client_with_less_patience_gives_up_and_the_work_is_done(office):
    office.order("slow", seconds=1)

    done = office.curl("--max-time", "0.2")

    assert done.returncode == 28
    assert contents(office) == booked_once(office)


def test_fifty_held_answers_hold_up_nobody_else_nor_the_servers_end():
    with ExitStack() as held:
        with front("httptools") as office:
            other = office.another()
            other.call("GET", "patients/1")
            office.command("POST", "faults", {"kind": "slow", "seconds": 3})
            office.command("POST", "faults", {"kind": "timeout", "every": 2})
            for _ in range(50):
                held.enter_context(office.send("GET", "patients/1"))
            with requests.Session() as client:
                client.get(f"{office.root}/_mockod/health")
                with takes(0, 1.5):
                    for _ in range(50):
                        assert client.get(f"{office.root}/api/v1/patients/1", headers=other.headers).ok
                        assert client.get(f"{office.root}/_mockod/health").ok
            began = time.monotonic()
        assert time.monotonic() - began < 1.5


def test_the_process_ends_at_once_while_requests_are_held_or_queued():
    with serving("--practice", "tiny", "--mode", "remote") as server, ExitStack() as held:
        port = int(server.root_url.rpartition(":")[2])
        office = Front(None, port, "held")
        office.command("POST", "faults", {"kind": "timeout"})
        waiting = [held.enter_context(office.send("GET", "patients/1")) for _ in range(6)]
        time.sleep(0.2)
        with takes(0, 1.5):
            assert server.stop() == 0
        said = server.process.stdout.read()
        assert [connection.recv(100) for connection in waiting] == [b""] * 6
    assert "Traceback" not in said
    assert "ASGI" not in said


def test_a_header_orders_a_fault_for_one_request(office):
    assert office.call("POST", "appointments", BOOKING, **{"X-Mockod-Fault": "throttled; seconds=7"}).headers[
        "Retry-After"
    ] == "7"  # fmt: skip
    with takes(0.2, 0.5):
        assert office.call("GET", "appointments", **{"X-Mockod-Fault": "slow; seconds=0.2"}).json() == []
    assert office.curl("--header", "X-Mockod-Fault: answer_lost").returncode == 52
    assert len(office.call("GET", "appointments").json()) == 1


def test_faults_for_all_offices_strike_all_and_never_the_control_plane(server):
    one, other = server.another(), server.another()
    requests.post(f"{server.root}/_mockod/faults", json={"kind": "connection_reset"}, timeout=5)
    try:
        for office in (one, other):
            with pytest.raises(requests.ConnectionError):
                office.call("GET", "patients/1")
            assert office.command("GET", "settings")["mode"] == "local"
    finally:
        requests.delete(f"{server.root}/_mockod/faults", timeout=5)
    assert one.call("GET", "patients/1").status_code == 200
