"""Requests that offer another protocol are answered as they are: by curl, Java and Node, and byte by byte."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from contextlib import suppress

import pytest

from support.front import BOOKING, PARSERS, Front, front, status_of

pytestmark = pytest.mark.live
BODY = json.dumps(BOOKING).encode()
OFFERS = {
    "curl --http2": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAA\r\n",
    "java": b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAA\r\nUpgrade: h2c\r\n",
    "websocket": b"Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    "several": b"Connection: Upgrade\r\nUpgrade: h2c, TLS/1.2\r\n",
}
JAVA = """
import java.net.URI;
import java.net.http.*;
public class Book {
    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 2; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0]))
                .header("Authorization", arguments[1]).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments[2])).build();
            System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }
}
"""
NODE = """
const [url, key, body] = process.argv.slice(1);
const headers = {Authorization: key, "Content-Type": "application/json"};
for (let i = 0; i < 2; i++) console.log((await fetch(url, {method: "POST", headers, body})).status);
"""


@pytest.fixture(scope="module", params=PARSERS)
def served(request):
    with front(request.param) as served:
        yield served


@pytest.fixture
def office(served) -> Front:
    return served.another()


def head(office: Front, more: bytes, method: str = "POST") -> bytes:
    key = office.headers["Authorization"].encode()
    line = b"%b /api/v1/appointments HTTP/1.1\r\nHost: localhost\r\n" % method.encode()
    return line + b"Authorization: %b\r\nContent-Type: application/json\r\n%b\r\n" % (key, more)


def connect(office: Front) -> socket.socket:
    return socket.create_connection(("127.0.0.1", office.port), timeout=5)


def next_status(connection: socket.socket) -> int:
    """Of the next answer, which is read to its end."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += (part := connection.recv(1))
        assert part, came
    length = int(came.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while length:
        length -= len(part := connection.recv(length))
        assert part
    return int(came[9:12])


def booked(office: Front) -> int:
    return len(office.call("GET", "appointments?date=2026-03-02").json())


def test_curl_books_with_an_offer_of_http2(office):
    before = booked(office)
    done = office.curl("--http2", "--write-out", "%{http_code}", "--output", "-")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("201")
    assert booked(office) == before + 1


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS.keys())
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_a_booking_keeps_its_body_and_its_connection_whatever_protocol_it_offers(office, offer, piece):
    """In one piece, in a few, and byte by byte; the next request on the connection is answered too."""
    request = head(office, offer + b"Content-Length: %d\r\n" % len(BODY)) + BODY
    with connect(office) as connection:
        for start in range(0, len(request), piece):
            connection.sendall(request[start : start + piece])
        assert next_status(connection) == 201
        connection.sendall(head(office, b"Content-Length: 2\r\n") + b"{}")
        assert next_status(connection) == 400


def test_a_chunked_body_follows_its_offer(office):
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (BODY[:9], BODY[9:])) + b"0\r\n\r\n"
    with connect(office) as connection:
        connection.sendall(head(office, OFFERS["java"] + b"Transfer-Encoding: chunked\r\n") + chunks)
        assert status_of(connection) == 201


def test_two_offers_at_once_are_answered_in_turn(office):
    request = head(office, OFFERS["curl --http2"] + b"Content-Length: %d\r\n" % len(BODY)) + BODY
    with connect(office) as connection:
        connection.sendall(request + head(office, OFFERS["websocket"], "GET"))
        assert [next_status(connection) for _ in range(2)] == [201, 200]


def test_an_offer_that_ends_the_connection_ends_it(office):
    with connect(office) as connection:
        offer = b"Connection: close, Upgrade\r\nUpgrade: h2c\r\nContent-Length: %d\r\n" % len(BODY)
        connection.sendall(head(office, offer) + BODY)
        assert status_of(connection) == 201
        while connection.recv(65536):
            pass


def test_a_body_waits_for_100_continue_beside_an_offer(office):
    with connect(office) as connection:
        offer = OFFERS["curl --http2"] + b"Expect: 100-continue\r\nContent-Length: %d\r\n" % len(BODY)
        connection.sendall(head(office, offer))
        assert status_of(connection) == 100
        connection.sendall(BODY)
        assert status_of(connection) == 201


def test_connect_is_refused_and_the_server_goes_on(office):
    with connect(office) as connection:
        connection.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
        assert 400 <= status_of(connection) < 500
    assert office.call("GET", "patients/1").status_code == 200


@pytest.mark.parametrize("after", [b"CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", b"no HTTP\r\n\r\n"])
def test_what_cannot_be_served_takes_no_answer_from_the_request_before_it(office, after):
    """The booking is made, so its client must hear of it."""
    before = booked(office)
    with connect(office) as connection:
        connection.sendall(head(office, b"Content-Length: %d\r\n" % len(BODY)) + BODY + after)
        assert next_status(connection) == 201
    assert booked(office) == before + 1


def test_http2_without_an_offer_is_refused_and_the_connection_ends(office):
    """As ``curl --http2-prior-knowledge`` sends it."""
    with connect(office) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
        assert 400 <= status_of(connection) < 500
        with suppress(ConnectionError):
            while connection.recv(65536):
                pass


def test_nothing_is_logged_about_offers(office, caplog):
    with connect(office) as connection:
        connection.sendall(head(office, OFFERS["websocket"], "GET"))
        assert status_of(connection) == 200
    assert not caplog.records


def of_a_program(command: list[str], office: Front) -> list[str]:
    url, key = f"{office.root}/api/v1/appointments", office.headers["Authorization"]
    done = subprocess.run([*command, url, key, BODY.decode()], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("javac"), reason="there is no JDK here")
def test_java_books_by_its_own_client(office, tmp_path):
    source = tmp_path / "Book.java"
    source.write_text(JAVA)
    assert of_a_program(["java", str(source)], office) == ["201", "201"]


@pytest.mark.skipif(not shutil.which("node"), reason="there is no Node here")
def test_node_books_by_fetch(office):
    assert of_a_program(["node", "--input-type=module", "--eval", NODE], office) == ["201", "201"]
