"""Bounds of a request: how large what stands around its body may be, and how long a client may take to send it.

Byte by byte, for both parsers. Times are set so small that no test waits for the real ones.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from mockod.server import protocols, uvicorn_server
from mockod.server.protocols import MOST_HEAD_BYTES
from support.front import PARSERS, Front, front, is_silent, until

pytestmark = pytest.mark.live
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CLOSE = b"Connection: close\r\n"
BODY = b'{"PatNum": 11, "Op": 1, "AptDateTime": "2026-03-04 07:00:00"}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
SHORT = 0.2
"""Seconds of the bound that a test waits for."""


@pytest.fixture(scope="module", params=PARSERS)
def served(request):
    with front(request.param, "demo") as served:
        yield served


@pytest.fixture
def office(served) -> Front:
    return served.another()


@contextmanager
def bounded(parser: str, **seconds: float) -> Iterator[Front]:
    """A server whose bounds are ``SHORT``, or as given by their names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn_server, "SECONDS_BETWEEN_LOOKS", 0.02)
        for name in ("SECONDS_FOR_HEAD", "SECONDS_OF_PAUSE", "SECONDS_UNREAD", "SECONDS_TO_HEAR"):
            patch.setattr(protocols, name, seconds.get(name, SHORT))
        with front(parser, "demo") as served:
            yield served


@pytest.fixture(scope="module", params=PARSERS)
def hasty(request) -> Iterator[Front]:
    with bounded(request.param) as served:
        yield served


def connect(office: Front) -> socket.socket:
    return socket.create_connection(("127.0.0.1", office.port), timeout=5)


def head(office: Front, *more: bytes, line: bytes = b"GET /api/v1/patients/11 HTTP/1.1", end: bytes = CLOSE) -> bytes:
    key = office.headers["Authorization"].encode()
    return b"".join((line, b"\r\nHost: a\r\nAuthorization: ", key, b"\r\n", *more, end, b"\r\n"))


def booking(office: Front, *more: bytes) -> bytes:
    return head(office, b"Content-Type: application/json\r\n", *more, line=b"POST /api/v1/appointments HTTP/1.1")


def chunk(body: bytes, extension: bytes = b"") -> bytes:
    return b"%x%b\r\n%b\r\n" % (len(body), extension, body)


def booked(office: Front) -> int:
    return len(office.call("GET", "appointments?date=2026-03-04").json())


def to_the_end(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection, which it must not do by a reset."""
    came = b""
    while part := connection.recv(1_000_000):
        came += part
    return came


def exchange(office: Front, *parts: bytes) -> bytes:
    with connect(office) as connection:
        for part in parts:
            connection.sendall(part)
        return to_the_end(connection)


def statuses(came: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", came)]


def cut(sent: bytes, size: int) -> list[bytes]:
    return [sent[start : start + size] for start in range(0, len(sent), size)]


def head_of(office: Front, size: int) -> bytes:
    """A request of so many bytes, by many headers and a long one."""
    many = b"X-A: b\r\n" * 3000
    rest = size - len(head(office, many, b"X-Long: \r\n"))
    return head(office, many, b"X-Long: " + b"a" * rest + b"\r\n")


@pytest.mark.parametrize("piece", [10, 1000, 1_000_000])
def test_a_head_of_64_kilobytes_is_answered_and_one_byte_more_is_not(office, piece):
    assert statuses(exchange(office, *cut(head_of(office, MOST_HEAD_BYTES), piece))) == [200]

    came = exchange(office, *cut(head_of(office, MOST_HEAD_BYTES + 1), piece))
    assert statuses(came) == [431]
    assert came.endswith(b'"The request\'s headers are larger than 65536 bytes."')
    assert b"\r\nconnection: close\r\n" in came


def test_the_bound_is_of_each_request_and_not_of_a_connection(office):
    keep = head_of(office, MOST_HEAD_BYTES - 1000).replace(CLOSE, b"")
    came = exchange(office, keep, keep, keep, head(office))
    assert statuses(came) == [200, 200, 200, 200]


def test_a_target_that_is_too_long_is_told_as_such(office):
    came = exchange(office, head(office, line=b"GET /" + b"a" * MOST_HEAD_BYTES + b" HTTP/1.1"))
    assert statuses(came) == [414]
    assert came.endswith(b'"The request\'s first line is longer than 65536 bytes."')


@pytest.mark.parametrize("header", [b"X-Y: z\r\n", b"X-Y: " + b"z" * 100_000 + b"\r\n"])
def test_a_client_that_sends_megabytes_of_headers_reads_why_it_is_refused(office, header):
    """Not a connection reset, though it goes on sending."""
    sent = head(office, header * (20_000_000 // len(header)))
    assert statuses(exchange(office, *cut(sent, 1_000_000))) == [431]
    assert office.call("GET", "patients/11").elapsed.total_seconds() < 1


@pytest.mark.parametrize("size", [MOST_HEAD_BYTES - 1000, 1_000_000])
@pytest.mark.parametrize("kind", ["trailers", "one trailer", "an extension"])
def test_what_stands_around_a_body_in_chunks_is_bounded_as_a_head_is(office, size, kind):
    before = booked(office)
    trailers = {"trailers": b"X-A: b\r\n" * (size // 8), "one trailer": b"X-A: " + b"a" * (size - 7) + b"\r\n"}
    extension = b";a=" + b"a" * size if kind == "an extension" else b""
    parts = (chunk(BODY), b"0", extension, b"\r\n", trailers.get(kind, b""), b"\r\n")
    is_refused = size > MOST_HEAD_BYTES
    assert statuses(exchange(office, booking(office, CHUNKED), *parts)) == [431 if is_refused else 201]
    assert booked(office) == before + (not is_refused)


def test_a_body_of_many_small_chunks_is_no_head(office):
    """All that stands around them is twice the bound."""
    body = BODY + b" " * 30_000
    sent = booking(office, CHUNKED) + b"".join(chunk(body[at : at + 1]) for at in range(len(body))) + b"0\r\n\r\n"
    assert statuses(exchange(office, sent)) == [201]


def test_blank_lines_without_end_are_no_request(office):
    (status,) = statuses(exchange(office, b"\r\n" * 500_000))
    assert status in (400, 431)


def test_a_head_that_stops_in_the_middle_is_refused_in_time(hasty):
    came = exchange(hasty, head(hasty)[:-10])
    assert statuses(came) == [408]
    assert came.endswith(b'"The rest of the request has not come in time."')


def test_a_head_that_goes_on_byte_by_byte_has_no_more_time(hasty):
    began = time.perf_counter()
    with connect(hasty) as connection, suppress(ConnectionError):
        connection.sendall(b"GET /")
        for _ in range(200):
            connection.sendall(b"a")
            if not is_silent(connection, 0.02):
                break
        assert statuses(to_the_end(connection)) == [408]
    assert time.perf_counter() - began < 2


def test_the_head_of_a_second_request_has_its_time_too(hasty):
    with connect(hasty) as connection:
        connection.sendall(head(hasty, end=b""))
        until(lambda: not is_silent(connection))
        time.sleep(2 * SHORT)  # it is idle, which is no wait
        connection.sendall(b"GET /api")
        assert statuses(to_the_end(connection)) == [200, 408]


@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
def test_a_body_that_stops_in_the_middle_is_refused_in_time_and_books_nothing(hasty, framing):
    before = booked(hasty)
    part = BODY[:-1] if framing == LENGTH else chunk(BODY)
    assert statuses(exchange(hasty, booking(hasty, framing), part)) == [408]
    assert booked(hasty) == before


def test_a_body_that_comes_slowly_is_answered(hasty):
    with connect(hasty) as connection:
        connection.sendall(booking(hasty, LENGTH))
        for part in cut(BODY, 5):
            connection.sendall(part)
            time.sleep(SHORT / 4)
        assert statuses(to_the_end(connection)) == [201]


def test_an_answer_that_takes_long_is_no_wait_for_the_client(hasty):
    came = exchange(hasty, head(hasty, b"X-Mockod-Fault: slow; seconds=0.6\r\n"))
    assert statuses(came) == [200]


@pytest.mark.parametrize("after", [b"GET /api", b"half a body", b"half a chunk"])
def test_an_answer_comes_before_the_refusal_of_what_stops_behind_it(hasty, after):
    slow = head(hasty, b"X-Mockod-Fault: slow; seconds=0.6\r\n", end=b"")
    half = {
        b"half a body": booking(hasty, LENGTH).replace(CLOSE, b"") + BODY[:5],
        b"half a chunk": booking(hasty, CHUNKED).replace(CLOSE, b"") + b"30\r\n" + BODY[:5],
    }
    assert statuses(exchange(hasty, slow + half.get(after, after))) == [200, 408]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("sent", [b"", b"\r\n"])
def test_a_connection_without_a_request_is_closed_as_an_idle_one_is(monkeypatch, parser, sent):
    monkeypatch.setattr(uvicorn_server, "SECONDS_IDLE", SHORT)
    with bounded(parser) as served, connect(served) as connection:
        began = time.perf_counter()
        connection.sendall(sent)
        came = to_the_end(connection)
        assert came == b"" or (sent, statuses(came)) == (b"\r\n", [400])
        assert time.perf_counter() - began < 3
