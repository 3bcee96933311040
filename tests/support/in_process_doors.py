"""Three doors without a socket: requests' adapter, httpx's transport, and http.client within ``mock_opendental``.

A client's library does not send everything: it may refuse a request, or spell it otherwise. Such a call goes over the
same connection as bytes, so that all applications are asked the same.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import requests
from requests.structures import CaseInsensitiveDict
from urllib3.util import SKIP_HEADER

from mockod.adapters.connections import InProcessSocket
from mockod.adapters.httpx_transport import MockodTransport
from mockod.adapters.mock_opendental import mock_opendental
from mockod.adapters.requests_adapter import MockodAdapter
from mockod.app import create_site
from mockod.config import Config
from mockod.server.in_process import InProcessServer

IN_PROCESS = ("requests", "httpx", "http.client")
PLAIN = re.compile(r"(/[\w.~-]+)+/?(\?[\w.~=&+-]+)?", re.ASCII)
"""Targets that requests sends as they are."""
CHUNK = 65_536
Raw = tuple[int, list[tuple[str, str]], bytes, str]
"""Status, headers, body, and how the line was cut, if it was."""


class LibraryDoor:
    """A client's library, and how many calls it sent; those that it does not go by ``connect``."""

    def __init__(self, ask: Callable[[Any], Raw | None], connect: Callable[[], Any]) -> None:
        self._ask = ask
        self._connect = connect
        self.sent = 0

    def __call__(self, call: Any) -> Raw:
        raw = self._ask(call)
        if raw is None:
            return _as_bytes(self._connect(), call)
        self.sent += 1
        return raw


@contextmanager
def in_process_doors(config: Config, host: str) -> Iterator[dict[str, LibraryDoor]]:
    """By name; each to an application of its own."""
    base, (name, _, port) = f"http://{host}", host.partition(":")
    first, second = (InProcessServer.of(create_site(config)) for _ in range(2))
    adapter, transport = MockodAdapter(first.site), MockodTransport(second.site)

    def over(server: InProcessServer) -> Callable[[], Any]:
        return lambda: InProcessSocket(server.connect("http", name, int(port)))

    def caught() -> Any:
        connection = http.client.HTTPConnection(host)
        connection.connect()
        return connection.sock

    with mock_opendental(config=config, at=base, passthrough=False):
        yield {
            "requests": LibraryDoor(lambda call: _by_requests(adapter, base, call), over(first)),
            "httpx": LibraryDoor(lambda call: _by_httpx(transport, base, call), over(second)),
            "http.client": LibraryDoor(lambda call: _by_http_client(host, call), caught),
        }


def _as_bytes(connected: Any, call: Any) -> Raw:
    framing = [("Transfer-Encoding", "chunked")] if call.chunked else []
    if call.body is not None and not call.chunked:
        framing = [("Content-Length", str(len(call.body)))]
    lines = [f"{call.method} {call.target} HTTP/1.1", "Host: office.example:8080"]
    lines += [f"{name}: {value}" for name, value in (*call.headers, *framing)]
    connected.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1"))
    if call.chunked:
        for part in (*_chunks(call.body), b""):
            connected.sendall(b"%x\r\n%b\r\n" % (len(part), part))
    elif call.body:
        connected.sendall(call.body)
    came = http.client.HTTPResponse(connected, method=call.method)
    try:
        came.begin()
        return _read(came)
    except OSError as exc:
        return _no_answer(exc)


def _chunks(body: bytes) -> Iterator[bytes]:
    yield from (body[start : start + CHUNK] for start in range(0, len(body), CHUNK))


def _by_requests(adapter: MockodAdapter, base: str, call: Any) -> Raw | None:
    names = [name.lower() for name, _ in call.headers]
    if len(names) != len(set(names)) or not PLAIN.fullmatch(call.target) or call.method != call.method.upper():
        return None
    request = requests.PreparedRequest()
    request.method, request.url = call.method, base + call.target
    request.headers = CaseInsensitiveDict({"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER})
    request.headers.update(dict(call.headers))
    if call.body is not None:
        request.body = _chunks(call.body) if call.chunked else call.body
        framing = ("Transfer-Encoding", "chunked") if call.chunked else ("Content-Length", str(len(call.body)))
        request.headers.update([framing])  # as requests itself prepares a body
    elif call.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return None  # urllib3 tells the length of a body that there is not
    try:
        answer = adapter.send(request, stream=True)
    except requests.exceptions.InvalidHeader:
        return None
    except requests.ConnectionError as exc:
        return _no_answer(exc)
    return _read(answer.raw._fp)


def _by_http_client(host: str, call: Any) -> Raw | None:
    connection = http.client.HTTPConnection(host)
    try:
        connection.putrequest(call.method, call.target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in call.headers:
            connection.putheader(name, value)
    except ValueError:
        return None
    if call.body is not None and not call.chunked:
        connection.putheader("Content-Length", str(len(call.body)))
    elif call.chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders(_chunks(call.body) if call.chunked else call.body, encode_chunked=call.chunked)
    try:
        return _read(connection.getresponse())
    except OSError as exc:
        return _no_answer(exc)


def _read(came: http.client.HTTPResponse) -> Raw:
    try:
        body = came.read()
    except http.client.IncompleteRead as exc:
        body = exc.partial
    return came.status, came.headers.items(), body, "closed"


def _no_answer(exc: BaseException) -> Raw:
    return 0, [], b"", "closed" if "without response" in str(exc) else "reset"


def _by_httpx(transport: MockodTransport, base: str, call: Any) -> Raw | None:
    content = None if call.body is None else _chunks(call.body) if call.chunked else call.body
    given = [(name.encode(), value.encode("latin-1")) for name, value in call.headers]
    extensions = {"target": call.target.encode("latin-1")}
    request = httpx.Request(call.method, base, headers=given, content=content, extensions=extensions)
    request.method = call.method
    if call.body is None:
        request.headers.pop("Content-Length", None)
    body = b""
    try:
        answer = transport.handle_request(request)
        head = answer.status_code, [(name.decode(), value.decode("latin-1")) for name, value in answer.headers.raw]
        try:
            for part in answer.stream:
                body += part
        except httpx.RemoteProtocolError:
            pass
        finally:
            answer.close()
    except httpx.LocalProtocolError:
        return None
    except httpx.ReadError:
        return 0, [], b"", "reset"
    except httpx.RemoteProtocolError:
        return 0, [], b"", "closed"
    return *head, body, "closed"
