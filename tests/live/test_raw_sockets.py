"""Raw bytes over a socket: whatever a client sends or stops sending, the server answers it, and everybody else."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import pytest

from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from support.front import parser_only

pytestmark = pytest.mark.live

PATIENCE = 5.0
"""Seconds to wait for an answer that must come."""
SILENCE = 0.3
"""Seconds without an answer, where none may come."""
HOST = b"Host: localhost\r\n"
KEYS = b"Authorization: ODFHIR dev/raw\r\n"
JSON = b"Content-Type: application/json\r\n"
CLOSE = b"Connection: close\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
BOOKING = b'{"PatNum":1,"Op":1,"AptDateTime":"2026-03-02 09:00:00"}'
LARGE = 17_000_000


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"".join((line, b"\r\n", *headers, b"\r\n", body))


def get(path: bytes, *headers: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    return request(b"GET " + path + b" " + version, HOST, KEYS, *headers)


def post(*headers: bytes, body: bytes = BOOKING) -> bytes:
    return request(b"POST /api/v1/appointments HTTP/1.1", HOST, KEYS, JSON, CLOSE, *headers, body=body)


def length(number: int) -> bytes:
    return b"Content-Length: %d\r\n" % number


def chunks(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


@dataclass(frozen=True)
class Wire:
    """A server, as bytes see it."""

    port: int
    parser: str

    @contextmanager
    def connected(self, patience: float = PATIENCE) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            yield connection

    def exchange(self, *sent: bytes, patience: float = PATIENCE) -> bytes:
        """Send, and read until the server closes or falls silent."""
        with self.connected(patience) as connection:
            for part in sent:
                connection.sendall(part)
            return everything(connection)

    def status(self, *sent: bytes) -> int:
        return status_of(self.exchange(*sent))

    def booked(self) -> list[dict[str, object]]:
        answered = self.exchange(get(b"/api/v1/appointments", CLOSE))
        assert status_of(answered) == 200
        return json.loads(body_of(answered))

    def assert_well(self) -> None:
        """A good request is still answered, and at once."""
        began = time.perf_counter()
        assert self.status(get(b"/api/v1/patients/1", CLOSE)) == 200
        assert time.perf_counter() - began < 1


def everything(connection: socket.socket) -> bytes:
    parts = []
    with suppress(TimeoutError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def status_of(answered: bytes) -> int:
    assert answered.startswith(b"HTTP/1.1 "), answered[:200]
    return int(answered[9:12])


def body_of(answered: bytes) -> bytes:
    return answered.partition(b"\r\n\r\n")[2]


@pytest.fixture(scope="module", params=["httptools", "h11"])
def server(request) -> Iterator[Wire]:
    """A server on the tiny practice, with either of uvicorn's parsers."""
    with parser_only(request.param):
        thread = ServerThread(create_app(Config(practice="tiny")))
    with thread:
        yield Wire(thread.port, request.param)


@pytest.fixture
def wire(server) -> Iterator[Wire]:
    """The server with a fresh office; after the test it must still be well."""
    assert server.status(request(b"POST /_mockod/reset HTTP/1.1", HOST, KEYS, CLOSE, length(0))) == 200
    yield server
    server.assert_well()


NO_HTTP = {
    "a word": b"HELLO\r\n\r\n",
    "a verb alone": b"GET\r\n\r\n",
    "every byte there is": bytes(range(256)) + b"\r\n\r\n",
    "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    "a non-ASCII path": get(b"/api/v1/pat\xc3\xa4ients/1"),
    "a non-ASCII query": get(b"/api/v1/patients?LName=M\xc3\xbcller"),
    "a blank in the path": get(b"/api/v1/patients /1"),
    "a NUL in the path": get(b"/api/v1/patients\x00/1"),
    "a NUL in a header": get(b"/api/v1/patients/1", b"X-A: a\x00b\r\n"),
    "a bad byte in a header's name": get(b"/api/v1/patients/1", b"X-\xff: a\r\n"),
    "a blank in a header's name": get(b"/api/v1/patients/1", b"X A: a\r\n"),
    "a blank behind a header's name": post(b"Content-Length : 5\r\n"),
    "a header without a colon": get(b"/api/v1/patients/1", b"nonsense\r\n"),
    "a negative length": post(length(-5)),
    "a length that is no number": post(b"Content-Length: five\r\n"),
    "a length of 5,000 digits": post(b"Content-Length: " + b"9" * 5000 + b"\r\n"),
    "two lengths": post(length(5), length(6)),
    "an encoding that is none": post(b"Transfer-Encoding: gzip\r\n"),
    "a chunk size that is no number": post(CHUNKED, body=b"zz\r\n" + BOOKING + b"\r\n0\r\n\r\n"),
    "a chunk size too small": post(CHUNKED, body=b"5\r\n" + BOOKING + b"\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("name", NO_HTTP)
def test_what_is_no_http_is_refused_and_the_server_stays_well(wire, name):
    assert wire.status(NO_HTTP[name]) == 400
    assert wire.booked() == []


ODD = {
    "no version": (b"GET /api/v1/patients/1\r\n\r\n", {400, 401}),
    "HTTP/1.0": (get(b"/api/v1/patients/1", version=b"HTTP/1.0"), {200}),
    "HTTP/9.9": (get(b"/api/v1/patients/1", CLOSE, version=b"HTTP/9.9"), {200, 400}),
    "no Host": (request(b"GET /api/v1/patients/1 HTTP/1.1", KEYS, CLOSE), {200, 400}),
    "a Host of nonsense": (request(b"GET /api/v1/patients/1 HTTP/1.1", b"Host: \xff /..\r\n", KEYS, CLOSE), {200, 400}),
    "a header of any bytes": (get(b"/api/v1/patients/1", b"X-A: \x80\xff\xc3\xa4\r\n", CLOSE), {200}),
    "keys of any bytes": (
        request(b"GET /api/v1/patients/1 HTTP/1.1", HOST, b"Authorization: ODFHIR a/\xff\xfe\r\n", CLOSE),
        {200},
    ),
    "two Authorization headers": (get(b"/api/v1/patients/1", KEYS, CLOSE), {401}),
    "an escaped path": (get(b"/api/v1/%70atients/%31", CLOSE), {200}),
    "escapes that are no UTF-8": (get(b"/api/v1/%ff%fe", CLOSE), {404}),
    "escapes that are none": (get(b"/api/v1/%zz%", CLOSE), {404}),
    "half a surrogate pair": (get(b"/api/v1/%ed%a0%80", CLOSE), {404}),
    "a NUL, escaped": (get(b"/api/v1/%00", CLOSE), {404}),
    "a query of bad escapes": (get(b"/api/v1/patients?LName=%ff%zz%", CLOSE), {200}),
    "a path of 60,000 characters": (get(b"/api/v1/" + b"x" * 60_000, CLOSE), {404}),
    "the whole address": (get(b"http://localhost/api/v1/patients/1", CLOSE), {200, 404}),
    "a star": (request(b"OPTIONS * HTTP/1.1", HOST, KEYS, CLOSE), {404}),
    "CONNECT": (request(b"CONNECT localhost:80 HTTP/1.1", HOST, KEYS, CLOSE), {400, 404}),
    "an unknown verb": (request(b"BREW /api/v1/patients/1 HTTP/1.1", HOST, KEYS, CLOSE), {400}),
    "a length and chunks": (post(length(5), CHUNKED, body=chunks(BOOKING)), {201, 400}),
    "a length too small": (post(length(5)), {400}),
    "a header of 60,000 bytes": (get(b"/api/v1/patients/1", b"X-A: " + b"a" * 60_000 + b"\r\n", CLOSE), {200}),
    "a thousand headers": (
        get(b"/api/v1/patients/1", *(b"X-%d: a\r\n" % number for number in range(1000)), CLOSE),
        {200},
    ),
    "bare line feeds": (get(b"/api/v1/patients/1", CLOSE).replace(b"\r\n", b"\n"), {200, 400}),
    "blank lines first": (b"\r\n\r\n" + get(b"/api/v1/patients/1", CLOSE), {200, 400}),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_but_http_is_answered(wire, name):
    sent, statuses = ODD[name]
    assert wire.status(sent) in statuses


def test_a_refusal_at_the_parser_has_the_shape_of_all_others(wire):
    answered = wire.exchange(b"HELLO\r\n\r\n" + get(b"/api/v1/patients/1"))
    assert answered.count(b"HTTP/1.1 ") == 1

    head, _, body = answered.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head
    assert b"x-mockod-basis: assumed" in head
    assert f"content-length: {len(body)}".encode() in head
    assert body == b'"Invalid HTTP request received."'


LABEL = b"a" * 63


@pytest.mark.parametrize(
    ("host", "named"),
    [
        *((host, host) for host in (b"localhost", b"a.example:30222", b"[::1]:65535", LABEL, b".".join([LABEL] * 3))),
        *(
            (host, b"127.0.0.1")
            for host in (b"", b":::", b"[", b"[::", b"[:::::]", b"a:b", b"a:-1", b"a:65536", b"a..b")
        ),
        *((host, b"127.0.0.1") for host in (b"<a>", b"a b", b"http://a", b"me@a", b"\xfc", LABEL + b"a", b"a." * 127)),
    ],
)
def test_a_location_names_the_host_that_was_asked_and_this_machine_where_that_is_none(wire, host, named):
    headers = (b"Host: " + host + b"\r\n", KEYS, JSON, CLOSE, length(len(BOOKING)))
    answered = wire.exchange(request(b"POST /api/v1/appointments HTTP/1.1", *headers, body=BOOKING))
    assert status_of(answered) == 201
    assert b"\r\nlocation: http://" + named + b"/api/v1/appointments/1\r\n" in answered


@pytest.mark.parametrize("offer", [b"websocket", b"h2c"])
def test_an_offer_to_upgrade_is_passed_over(wire, offer):
    assert wire.status(get(b"/api/v1/patients/1", b"Connection: Upgrade, close\r\nUpgrade: " + offer + b"\r\n")) == 200


def test_head_is_refused_without_a_body(wire):
    answered = wire.exchange(request(b"HEAD /api/v1/patients/1 HTTP/1.1", HOST, KEYS, CLOSE))
    assert status_of(answered) == 400
    assert body_of(answered) == b""
    assert b"content-length: %d\r\n" % len(b'"patients HEAD  is not a valid method."') in answered


def test_a_preflight_and_a_head_leave_the_connection_in_step(wire):
    """Neither has a body: what comes next is the next answer."""
    preflight = (b"Origin: http://a\r\n", b"Access-Control-Request-Method: PUT\r\n")
    answered = wire.exchange(
        request(b"OPTIONS /api/v1/patients/1 HTTP/1.1", HOST, *preflight),
        request(b"HEAD /_mockod/health HTTP/1.1", HOST),
        get(b"/api/v1/patients/1", CLOSE),
    )
    assert re.findall(rb"HTTP/1.1 (\d+)", answered) == [b"204", b"200", b"200"]
    assert b"content-length" not in answered.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("before", [b"", b" ", b"\t", b"  \t "])
@pytest.mark.parametrize("after", [b"", b" ", b"\t \t"])
def test_blanks_around_a_headers_value_are_no_part_of_it(wire, before, after):
    def padded(header: bytes) -> bytes:
        name, _, value = header.strip().partition(b": ")
        return name + b":" + before + value + after + b"\r\n"

    sent = request(
        b"POST /api/v1/appointments HTTP/1.1",
        HOST,
        CLOSE,
        *map(padded, (KEYS, JSON, length(len(BOOKING)), b"Content-Encoding: identity\r\n")),
        body=BOOKING,
    )
    assert wire.status(sent) == 201


@pytest.mark.parametrize("parts", [[BOOKING], [BOOKING[:9], BOOKING[9:]], [bytes([mark]) for mark in BOOKING]])
def test_a_chunked_body_is_a_body(wire, parts):
    assert wire.status(post(CHUNKED, body=chunks(*parts))) == 201


def test_a_chunked_body_that_is_no_json_is_refused(wire):
    answered = wire.exchange(post(CHUNKED, body=chunks(b"PatNum=1")))
    assert json.loads(body_of(answered)) == "Request body is not valid JSON."


@pytest.mark.parametrize("size", [b"FFFFFFFFFFFFFFFF", b"FFFFFFFFFFFFFFFFFF", b"1000"])
def test_a_chunk_size_that_lies_books_nothing(wire, size):
    answered = wire.exchange(post(CHUNKED, body=size + b"\r\n" + BOOKING + b"\r\n0\r\n\r\n"), patience=SILENCE)
    assert answered == b"" or status_of(answered) == 400
    assert wire.booked() == []


@pytest.mark.parametrize("digits", [30, 400])
def test_a_length_that_no_body_can_have_books_nothing(wire, digits):
    """It is refused, or waited for by an h11 before 0.15."""
    answered = wire.exchange(post(b"Content-Length: " + b"9" * digits + b"\r\n"), patience=SILENCE)
    assert answered == b"" or status_of(answered) == 400
    assert wire.booked() == []


def test_a_length_too_large_waits_for_the_rest_and_holds_nobody_up(wire):
    with wire.connected(SILENCE) as connection:
        connection.sendall(post(length(len(BOOKING) + 2)))
        assert everything(connection) == b""
        wire.assert_well()
        connection.sendall(b"\r\n")
        assert status_of(everything(connection)) == 201


def test_what_follows_a_length_too_small_is_another_request(wire):
    sent = request(
        b"PUT /_mockod/clock HTTP/1.1", HOST, KEYS, JSON, length(2), body=b"{}" + get(b"/api/v1/patients/1", CLOSE)
    )
    answered = wire.exchange(sent)
    assert answered.count(b"HTTP/1.1 400 ") == 1
    assert answered.count(b"HTTP/1.1 200 ") == 1


def test_a_client_that_expects_to_be_told_to_continue_is_told(wire):
    with wire.connected() as connection:
        connection.sendall(post(b"Expect: 100-continue\r\n", length(len(BOOKING)), body=b""))
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n")
        connection.sendall(BOOKING)
        assert status_of(everything(connection)) == 201


def test_pipelined_requests_are_answered_in_order(wire):
    sent = [get(b"/api/v1/patients/%d" % number) for number in (1, 2, 1, 99, 2)]
    answered = wire.exchange(b"".join(sent), get(b"/api/v1/patients/1", CLOSE))
    found = re.findall(rb'{"PatNum":(\d)|"Patient (not found)', answered)
    assert [number or text for number, text in found] == [b"1", b"2", b"1", b"not found", b"2", b"1"]
    assert [answered.count(b"HTTP/1.1 %d " % status) for status in (200, 404)] == [5, 1]


def test_a_connection_outlives_its_refusals(wire):
    refused = request(b"POST /api/v1/appointments HTTP/1.1", HOST, KEYS, JSON, length(3), body=b"[1]")
    answered = wire.exchange(refused, refused, get(b"/api/v1/patients/1", CLOSE))
    assert answered.count(b"HTTP/1.1 400 ") == 2
    assert answered.count(b"HTTP/1.1 200 ") == 1


def test_a_body_too_large_is_answered_before_the_connection_ends(wire):
    answered = wire.exchange(post(length(LARGE), body=b" " * LARGE))
    assert status_of(answered) == 400
    assert json.loads(body_of(answered)) == "Request body is too large."


def test_a_chunked_body_too_large_is_answered_before_the_connection_ends(wire):
    answered = wire.exchange(post(CHUNKED, body=chunks(b" " * LARGE)))
    assert status_of(answered) == 400
    assert json.loads(body_of(answered)) == "Request body is too large."


def test_a_slow_client_holds_nobody_up(wire):
    sent = post(length(len(BOOKING)))
    with wire.connected() as connection:
        for at in range(len(sent)):
            connection.sendall(sent[at : at + 1])
            if at % 20 == 0:
                wire.assert_well()
        assert status_of(everything(connection)) == 201


def test_two_hundred_clients_that_only_wait_hold_nobody_up(wire):
    with ExitStack() as waiting:
        for number in range(200):
            connection = waiting.enter_context(wire.connected())
            connection.sendall(post(length(500))[: number + 1])
        wire.assert_well()


@pytest.mark.parametrize("sent", [b"", b"G", b"GET /api", get(b"/api/v1/patients/1")[:-2], post(length(99), body=b"{")])
def test_a_client_that_leaves_in_the_middle_harms_nobody(wire, sent):
    for _ in range(10):
        with wire.connected() as connection:
            connection.sendall(sent)
    wire.assert_well()
    assert wire.booked() == []


def test_a_client_that_does_not_wait_for_its_answer_harms_nobody(wire):
    for _ in range(20):
        with wire.connected() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(get(b"/api/v1/appointments/Slots"))
    wire.assert_well()


def test_half_a_request_is_not_carried_out(wire):
    """All of the JSON has come, yet not all that was announced: more, or an end, could have followed."""
    with wire.connected() as connection:
        connection.sendall(post(length(len(BOOKING) + 100)))
        time.sleep(0.05)
    time.sleep(0.2)
    assert wire.booked() == []


def test_a_server_with_half_a_request_stops_at_once():
    thread = ServerThread(create_app(Config(practice="tiny")))
    with ExitStack() as waiting:
        with thread:
            wire = Wire(thread.port, "")
            waiting.enter_context(wire.connected()).sendall(post(length(500)))
            waiting.enter_context(wire.connected()).sendall(b"GET")
            wire.assert_well()
            began = time.perf_counter()
        assert time.perf_counter() - began < 3
