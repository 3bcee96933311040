"""Offices played to a shadow: calls of the test client as exchanges with a real office."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from mockod.rest.exchange import Comparison, Exchange
from mockod.rest.messages import Request
from mockod.server.uvicorn_server import AsgiServer, listen, url_of
from mockod.shadow.address import read_address
from mockod.shadow.learner import Learner
from mockod.shadow.observer import Observer
from mockod.shadow.proxy import ShadowProxy
from mockod.shadow.report import Report
from mockod.shadow.upstream import Upstream
from mockod.vendors.opendental.access.settings import BASE_PATH
from mockod.vendors.opendental.access.versions import DEFAULT
from mockod.vendors.opendental.shadow.office import OfficeShadow, begin
from support.api_client import ApiClient

TODAY = date(2026, 3, 2)
SALT = b"a salt"


def new_shadow(version: str = DEFAULT, mode: str = "local") -> OfficeShadow:
    """A shadow of an office of this version."""
    return begin({"od_version": version, "mode": mode, "enterprise": False}, TODAY)


def exchange(method: str, path: str, answer: TestResponse, body: bytes = b"", **query: Any) -> Exchange:
    """A call below the API's base path, and what it was answered."""
    headers = {"Content-Type": "application/json"} if body else {}
    request = Request(method, path, urlencode(query), headers, body)
    named = {name.lower(): value for name, value in answer.headers.items()}
    return Exchange(request, answer.status_code, named, answer.data)


def seen(shadow: OfficeShadow, office: ApiClient, path: str, **query: Any) -> Comparison:
    """What a shadow finds when a client reads from an office."""
    return shadow.observe(exchange("GET", path, office.get(path, **query), **query))


# Over a socket


@dataclass
class Proxied:
    """A proxy that runs, and what it has found."""

    root_url: str
    shadow: OfficeShadow
    report: Report
    learner: Learner

    @property
    def url(self) -> str:
        return f"{self.root_url}{BASE_PATH}"

    def differences(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.report.to_json()["differences"]
        return found


@contextmanager
def proxying(upstream: str, *, allow_writes: bool = False, seconds: float = 30.0, learn: int = 0) -> Iterator[Proxied]:
    """A proxy before the server at ``upstream``, in a thread of this process."""
    address, shadow = read_address(upstream, BASE_PATH), new_shadow()
    report = Report(str(address), "mockod")
    real, observer = Upstream(address, None, seconds), Observer(shadow, report)
    learner = Learner(real, BASE_PATH, observer, shadow.wanted(TODAY, learn) if learn else [])
    proxy = ShadowProxy(real, BASE_PATH, observer, learner, allow_writes=allow_writes)
    server, listening = AsgiServer(proxy), listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run_on, args=(listening,), daemon=True)
    port = listening.getsockname()[1]
    thread.start()
    try:
        yield Proxied(url_of("127.0.0.1", port), shadow, report, learner)
    finally:
        learner.stop()
        server.stop()
        thread.join(10)


Answering = Callable[[str], tuple[int, dict[str, str], bytes]]
"""Path and query to status, headers and body."""


@dataclass
class PlayedOffice:
    """A server that answers as a test says, and keeps what it was asked."""

    url: str
    asked: list[tuple[str, str, dict[str, str]]]
    """Method, path with query, headers by lower-case name."""


@contextmanager
def played_office(answer: Answering) -> Iterator[PlayedOffice]:
    """The server, on a port of its own."""
    asked: list[tuple[str, str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append((self.command, self.path, {name.lower(): text for name, text in self.headers.items()}))
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asked has gone."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield PlayedOffice(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
