"""Doors to the same application: Flask's test client, a server with either of uvicorn's parsers, and those without a
socket (``in_process_doors``).

A door takes a call and gives the answer as it comes: status, headers, body, and how it ended.
"""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPMethod
from itertools import combinations
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask

from mockod.app import create_app, create_site
from mockod.config import Config
from mockod.server import uvicorn_server
from mockod.server.uvicorn_server import ServerThread
from support.front import PARSERS, parser_only
from support.in_process_doors import LibraryDoor, in_process_doors

WSGI = "wsgi"
HOST = "office.example:8080"
"""Named by every call, as the doors have ports of their own and locations name the host."""
PATIENCE = 10.0
"""Seconds for an answer."""
SERVERS_OWN = frozenset({"date", "server", "connection", "keep-alive"})
"""Headers that a server adds to any application's answer: they tell of the moment, the server and its connection."""
CONNECTIONS_OWN = frozenset({"connection", "keep-alive", "upgrade"})
"""Headers of a request that are between a client and a server, which hands none of them to an application."""
COMMON_METHODS = frozenset(HTTPMethod)
"""After any other method the line is given up, as the server may read on by another parser."""
CHUNK = 65_536
"""Bytes in one piece of a chunked body."""
_MEASURED = re.compile(rb'(?<="milliseconds":)[\d.e-]+|[\d.]+(?= ms)')
"""What the journal tells of real time."""
_OF_THE_LINE = re.compile(rb"\r\n(?:%b): [^\r]*(?=\r\n)" % "|".join(SERVERS_OWN).encode(), re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request. Whatever is said here is sent as it is said."""

    method: str = "GET"
    target: str
    """Path and query as on the request line."""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    chunked: bool = False
    """Whether the body goes out in pieces, without a Content-Length."""
    is_measured: bool = False
    """Whether the answer tells how long something took; that is not compared."""


@dataclass(frozen=True)
class Answer:
    """What comes back. ``end`` is ``whole``, or how the line was cut: ``closed``, ``reset``, ``cut`` if unknown."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, sorted, without those that a server adds."""
    body: bytes = field(default=b"", repr=False)
    end: str = "whole"


Door = Callable[[Call], Answer]


def differences(answers: Mapping[str, Answer]) -> list[str]:
    """What tells two doors apart, pair by pair, for a person; nothing where nothing does.

    In Flask's test client there is no line: a cut answer raises, whether its line would be closed or reset.
    """
    found = []
    for (one, left), (other, right) in combinations(answers.items(), 2):
        if WSGI in (one, other):
            left, right = _without_line(left), _without_line(right)
        for what in ("status", "headers", "body", "end"):
            mine, yours = getattr(left, what), getattr(right, what)
            if mine != yours:
                found.append(f"{what}: {one} {_excerpt(mine, yours)}, {other} {_excerpt(yours, mine)}")
    return found


def _without_line(answer: Answer) -> Answer:
    end = "whole" if answer.end == "whole" else "cut"
    return Answer(answer.status, answer.headers, answer.body, end)


def _excerpt(mine: object, yours: object) -> str:
    """What is not in the other, of a tuple; else the beginning."""
    if isinstance(mine, tuple) and isinstance(yours, tuple):
        return repr([item for item in mine if item not in yours] or list(mine))
    text = repr(mine)
    return text if len(text) < 400 else f"{text[:400]}... ({len(text)})"


@contextmanager
def all_doors(config: Config) -> Iterator[dict[str, Door]]:
    """By name; each to an application of its own, all alike and at rest: no server looks for webhooks that are due."""
    with wire_doors(config) as doors, in_process_doors(config, HOST) as libraries:
        yield {**doors, **{name: AnsweringDoor(ask) for name, ask in libraries.items()}}


@contextmanager
def wire_doors(config: Config) -> Iterator[dict[str, Door]]:
    """Those of them that give an answer as it was sent: no client's library has read it."""
    with ExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(uvicorn_server, "TICK", 3600.0)
        doors: dict[str, Door] = {WSGI: wsgi_door(create_app(config))}
        for parser in PARSERS:
            with parser_only(parser):
                server = ServerThread(create_site(config))
            stack.enter_context(server)
            doors[parser] = stack.enter_context(ServerDoor(server.port))
        yield doors


class AnsweringDoor:
    """A door of a client's library, whose answers are as those of all others."""

    def __init__(self, library: LibraryDoor) -> None:
        self.library = library

    def __call__(self, call: Call) -> Answer:
        return _answer(call, *self.library(call))


def wsgi_door(app: Flask) -> Door:
    """Flask's test client. The environment is the one that a WSGI server makes of such a request."""
    client = app.test_client(use_cookies=False)
    del client.environ_base["HTTP_USER_AGENT"]

    def ask(call: Call) -> Answer:
        path, _, query = call.target.partition("#")[0].partition("?")
        environ = {
            "REQUEST_METHOD": call.method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "wsgi.input_terminated": call.chunked,
        }
        try:
            response = client.open(
                base_url=f"{_scheme(call.headers)}://{HOST}",
                headers=_handed_on(call.headers),
                input_stream=io.BytesIO(call.body or b""),
                content_length=None if call.chunked or call.body is None else len(call.body),
                environ_overrides=environ,
                buffered=True,
            )
        except ConnectionResetError:
            return Answer(end="cut")
        return _answer(call, response.status_code, response.headers.items(), response.get_data(), "cut")

    return ask


def _handed_on(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a WSGI server hands on: repeated ones joined, and none whose underscore would look like a dash."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.title()
        if name.lower() not in CONNECTIONS_OWN and "_" not in name:
            joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def _scheme(headers: Iterable[tuple[str, str]]) -> str:
    """As servers tell an application: a proxy on their own machine is believed (uvicorn and gunicorn alike)."""
    return dict(headers).get("X-Forwarded-Proto", "http")


class ServerDoor:
    """A server that runs, asked over one connection for as long as that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: Line | None = None

    def __enter__(self) -> ServerDoor:
        return self

    def __exit__(self, *_: object) -> None:
        if self._line:
            self._line.close()

    def __call__(self, call: Call) -> Answer:
        line = self._line = self._line or Line(self._port)
        answer, is_kept = line.ask(call)
        if not is_kept or call.method not in COMMON_METHODS:
            line.close()
            self._line = None
        return answer

    def exchange(self, *parts: bytes) -> bytes:
        """Send bytes over a connection of its own, each part once the one before is answered; all that comes back."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as connection:
            received = b""
            for part in parts:
                connection.sendall(part)
                received += connection.recv(1_000_000)
            with suppress(ConnectionResetError):  # it is closed with bytes unread
                while part := connection.recv(1_000_000):
                    received += part
        return _OF_THE_LINE.sub(b"", received)


class Line:
    """A connection, as bytes see it: nothing is put right on the way in or out."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._received = b""

    def close(self) -> None:
        self._socket.close()

    def ask(self, call: Call) -> tuple[Answer, bool]:
        """The answer, and whether the connection is kept. Raises TimeoutError where neither answer nor end comes."""
        status, headers = 0, []
        try:
            status, headers = self._send(call)
            length = 0 if call.method == "HEAD" or status in (204, 304) else _length(headers)
            while len(self._received) < length:
                self._receive()
        except EOFError:
            return _answer(call, status, headers, self._received, "closed"), False
        except (ConnectionResetError, BrokenPipeError):
            return _answer(call, status, headers, self._received, "reset"), False
        body, self._received = self._received[:length], self._received[length:]
        return _answer(call, status, headers, body, ""), dict(headers).get("connection") != "close"

    def _send(self, call: Call) -> tuple[int, list[tuple[str, str]]]:
        """Send a request; status and headers of its answer. A body that waits for a 100 is sent after that."""
        framing = [("Transfer-Encoding", "chunked")] if call.chunked else []
        if call.body is not None and not call.chunked:
            framing = [("Content-Length", str(len(call.body)))]
        lines = [f"{call.method} {call.target} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"{name}: {value}" for name, value in (*call.headers, *framing)]
        head = "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")
        body = b"" if call.body is None else _chunks(call.body) if call.chunked else call.body
        if any(name.lower() == "expect" for name, _ in call.headers):
            self._socket.sendall(head)
            status, headers = self._head()
            if status != 100:
                return status, headers
            self._socket.sendall(body)
        else:
            self._socket.sendall(head + body)
        return self._head()

    def _head(self) -> tuple[int, list[tuple[str, str]]]:
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = [line.split(": ", 1) for line in lines]
        return int(status.split(" ")[1]), [(name.lower(), value) for name, value in headers]

    def _receive(self) -> None:
        """Raises EOFError at the end."""
        part = self._socket.recv(1_000_000)
        if not part:
            raise EOFError
        self._received += part


def _length(headers: list[tuple[str, str]]) -> int:
    """Of a body, by its header: no door answers in chunks."""
    (length,) = [int(value) for name, value in headers if name == "content-length"]
    return length


def _chunks(body: bytes) -> bytes:
    parts = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))


def _answer(call: Call, status: int, headers: object, body: bytes, cut: str) -> Answer:
    """``cut`` is how the line was cut, if it was: an answer that promises more than it has is cut too."""
    named = sorted((name.lower(), value) for name, value in headers)
    promised = int(dict(named).get("content-length", 0))
    is_short = call.method != "HEAD" and len(body) < promised
    end = cut if is_short or not status else "whole"
    told = _MEASURED.sub(b"#", body) if call.is_measured else body
    kept = [(name, value) for name, value in named if name not in SERVERS_OWN]
    if call.is_measured:
        kept = [(name, value) for name, value in kept if name != "content-length"]
    return Answer(status, tuple(kept), told, end)
