"""Bounds of a server's connections: how many there are, and what is kept of those whose clients do not read."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.server import protocols, uvicorn_server
from mockod.server.connection_limit import MOST_CONNECTIONS, most_connections
from mockod.server.protocols import MOST_UNREAD_BYTES, PIECE_BYTES
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock
from support.front import PARSERS, Front, parser_only, status_of, until

pytestmark = pytest.mark.live
SHORT = 0.3
"""Seconds of the bound that a test waits for."""
AT_ONCE = 262_144
"""Bytes that asyncio takes from a socket in one turn."""
SHORTEST = 100
"""Bytes of a request at least."""


@contextmanager
def bounded(parser: str, most: int = MOST_CONNECTIONS) -> Iterator[tuple[Front, set[Any]]]:
    """A server of so many connections whose clients have ``SHORT`` to read, an office of it, and the connections."""
    app = create_app(Config(practice="demo", clock=Clock.frozen(MONDAY)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn_server, "SECONDS_BETWEEN_LOOKS", 0.02)
        patch.setattr(uvicorn_server, "most_connections", lambda: most)
        patch.setattr(protocols, "SECONDS_UNREAD", SHORT)
        with parser_only(parser):
            server = ServerThread(app)
        with server:
            yield Front(app, server.port, "bounded"), server._server.server_state.connections


def connect(office: Front, receive_buffer: int = 0) -> socket.socket:
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(5)
    connection.connect(("127.0.0.1", office.port))
    return connection


def send_what_is_taken(connection: socket.socket, sent: bytes) -> int:
    """Bytes that the server took before it made its client wait."""
    connection.settimeout(SHORT)
    taken = 0
    with suppress(TimeoutError):
        while taken < len(sent):
            taken += connection.send(sent[taken : taken + 65_536])
    connection.settimeout(5)
    return taken


@pytest.mark.parametrize("parser", PARSERS)
def test_a_client_that_does_not_read_its_answers_is_dropped(parser, caplog):
    with bounded(parser) as (office, connections), connect(office, 4096) as connection:
        connection.sendall(office.raw("GET", "procedurecodes") * 400)
        until(lambda: connections)
        until(lambda: not connections)
        assert office.call("GET", "patients/11").status_code == 200
    assert [line for line in caplog.messages if "does not read" in line]


@pytest.mark.parametrize("parser", PARSERS)
def test_one_that_has_the_end_of_its_connection_still_to_read_is_dropped_too(parser):
    with bounded(parser) as (office, connections), connect(office, 4096) as connection:
        last = office.raw("GET", "procedurecodes").replace(b"Host:", b"Connection: close\r\nHost:")
        connection.sendall(office.raw("GET", "procedurecodes") * 30 + last)
        until(lambda: connections)
        until(lambda: not connections)


@pytest.mark.parametrize("parser", PARSERS)
def test_a_client_that_reads_slowly_has_all_its_answers(parser):
    """It takes three times what one that does not read at all is granted."""
    with bounded(parser) as (office, _), connect(office, 4096) as connection:
        connection.sendall(office.raw("GET", "procedurecodes") * 30)
        answered, began = b"", time.monotonic()
        while answered.count(b"HTTP/1.1 200 ") < 30 and (part := connection.recv(65_536)):
            answered += part
            if time.monotonic() - began < 3 * SHORT:
                time.sleep(SHORT / 20)
        assert answered.count(b"HTTP/1.1 200 ") == 30


@pytest.mark.parametrize("parser", PARSERS)
def test_of_requests_that_are_sent_ahead_few_are_kept_and_all_are_answered_in_order(parser):
    """The client waits with the rest, and so the server keeps neither 100,000 requests nor their bytes."""
    with bounded(parser) as (office, connections), connect(office, 4096) as connection:
        until(lambda: connections)
        (kept,) = connections
        parsed, unread = [], []
        parse = kept.parse

        def watched(piece: bytes) -> None:
            parse(piece)
            parsed.append(len(getattr(kept, "pipeline", ())))
            unread.append(len(kept.unread))

        kept.parse = watched
        slow = office.raw("GET", "patients/11").replace(b"Host:", b"X-Mockod-Fault: slow; seconds=1\r\nHost:")
        pair = office.raw("GET", "patients/11") + office.raw("GET", "patients/nobody")
        sent = slow + pair * 10_000
        taken = send_what_is_taken(connection, sent)
        assert len(kept.unread) < MOST_UNREAD_BYTES + AT_ONCE

        statuses, end_of_it = [], b""
        connection.setblocking(False)
        given_up = time.monotonic() + 60
        while len(statuses) < 20_001 and time.monotonic() < given_up:
            with suppress(BlockingIOError):
                came = end_of_it + connection.recv(1_000_000)
                statuses += [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", came)]
                end_of_it = came[-11:]  # too short for another status
            with suppress(BlockingIOError):
                taken += connection.send(sent[taken : taken + 65_536])
            time.sleep(0.0001)
        assert statuses == [200] + [200, 400] * 10_000
        assert max(parsed) <= PIECE_BYTES / SHORTEST
        assert max(unread) < MOST_UNREAD_BYTES + AT_ONCE


@pytest.mark.parametrize("parser", PARSERS)
def test_a_connection_too_many_is_refused_at_once_and_told_in_a_line(parser, caplog):
    with bounded(parser, most=3) as (office, connections), ExitStack() as stack:
        kept = [stack.enter_context(connect(office)) for _ in range(3)]
        until(lambda: len(connections) == 3)
        for _ in range(20):
            with connect(office) as refused:
                assert status_of(refused) == 503
        for connection in kept:
            connection.sendall(office.raw("GET", "patients/11"))
            assert status_of(connection) == 200
        kept[0].close()
        until(lambda: len(connections) == 2)
        assert office.call("GET", "patients/11").status_code == 200
        until(lambda: sum(refused_by_line(caplog)) == 20)
    assert sum(refused_by_line(caplog)) == 20
    assert all(line.endswith("most: 3") for line in caplog.messages if "connections refused" in line)


def refused_by_line(caplog) -> list[int]:
    """What each line of the log tells so far: there is one a second at most."""
    return [
        int(found[1]) for line in caplog.messages if (found := re.search(r"connections refused.*refused: (\d+)", line))
    ]


def test_connections_take_half_of_the_files_that_the_process_may_open(monkeypatch):
    resource = pytest.importorskip("resource")
    for files, most in ((1024, 512), (1, 1), (1_000_000, MOST_CONNECTIONS), (resource.RLIM_INFINITY, MOST_CONNECTIONS)):
        monkeypatch.setattr(resource, "getrlimit", lambda which, files=files: (files, files))
        assert most_connections() == most


def test_what_asyncio_says_of_want_of_files_is_counted_and_anything_else_is_left_to_it(caplog):
    server = uvicorn_server.Server(create_app(Config(practice="tiny")))
    with closing(asyncio.new_event_loop()) as loop:
        for error in (
            OSError(errno.EMFILE, "Too many open files"),
            OSError(errno.EPIPE, "Broken pipe"),
            ValueError("x"),
        ):
            server._handle_exception(loop, {"message": "something went wrong", "exception": error})
    assert server._limit.refused == 1
    assert caplog.messages == ["something went wrong"] * 2


def until_silent(connection: socket.socket) -> bytes:
    connection.settimeout(0.1)
    came = b""
    with suppress(TimeoutError):
        while part := connection.recv(65_536):
            came += part
    return came


SERVE_WITH_FEW_FILES = """
import logging, os, resource, sys
from mockod.app import create_app
from mockod.config import Config
from mockod.server import uvicorn_server
logging.basicConfig(level=logging.WARNING)
uvicorn_server.most_connections = lambda: 10_000
with uvicorn_server.ServerThread(create_app(Config(practice="tiny"))) as server:
    open_ones = len(os.listdir("/dev/fd")) - 1  # the listing itself is over by then
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_ones + 20, open_ones + 20))
    print(server.port, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files of a process are not counted")
def test_where_the_process_may_open_no_more_files_a_connection_ends_at_once_and_the_log_stays_short():
    command = [sys.executable, "-c", SERVE_WITH_FEW_FILES]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process, ExitStack() as stack:
        stack.callback(process.kill)
        port = int(process.stdout.readline())
        request = b"GET /api/v1/patients/1 HTTP/1.1\r\nHost: a\r\nAuthorization: ODFHIR few/files\r\n\r\n"
        kept = []
        for _ in range(60):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            with suppress(ConnectionError):
                connection.sendall(request)
                if connection.recv(65_536):
                    kept.append(connection)
        assert 5 < len(kept) <= 20
        for connection in kept:  # they are served all along
            connection.sendall(request)
            assert b"HTTP/1.1 200 OK" in until_silent(connection)
        kept.pop().close()
        time.sleep(0.1)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            assert status_of(connection) == 200
        _, told = process.communicate("", timeout=10)
    assert "Traceback" not in told
    assert 1 <= told.count("connections refused, as there are too many") <= 5
    assert len(told) < 2000
