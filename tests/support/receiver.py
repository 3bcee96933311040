"""A receiver of what subscriptions tell: a real server on this machine that keeps what comes and answers as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One request, and how it was answered."""

    path: str
    headers: dict[str, str]
    body: Any
    status: int

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Receiver:
    """``status`` and ``seconds`` are how it answers from now on; ``came`` is what came."""

    port: int = 0
    status: int = 200
    seconds: float = 0.0
    came: list[Received] = field(default_factory=list)
    when_called: Any = None
    """Called with each request before it is answered."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/"

    @property
    def accepted(self) -> list[Received]:
        return [one for one in self.came if one.accepted]

    def rows(self) -> list[dict[str, Any]]:
        """Every row of what was accepted, in order."""
        return [row for one in self.accepted for row in one.body]

    def wait_for(self, count: int, seconds: float = 3.0) -> None:
        """Until so many requests have come."""
        until = time.monotonic() + seconds
        while len(self.came) < count:
            assert time.monotonic() < until, f"{len(self.came)} of {count} came"
            time.sleep(0.005)


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """The receiver at its port; the same again when it is gone and comes back."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = receiver.status
            receiver.came.append(Received(self.path, dict(self.headers.items()), body, status))
            if receiver.when_called:
                receiver.when_called(receiver.came[-1])
            time.sleep(receiver.seconds)
            self.send_response(status)
            self.send_header("Location", "/elsewhere/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quietly."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """Whoever sent it did not wait for the answer."""

    class Server(ThreadingHTTPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """The answer came too late for anybody."""

    server = Server(("127.0.0.1", receiver.port), Handler)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def halted(receiver: Receiver, work: Callable[[], Any]) -> Iterator[list[Any]]:
    """The work, in a thread of its own, from when it has called the receiver; answered at the end."""
    gate = threading.Event()
    answers: list[Any] = []
    receiver.when_called = lambda one: gate.wait(3)
    thread = threading.Thread(target=lambda: answers.append(work()), daemon=True)
    thread.start()
    receiver.wait_for(1)
    receiver.when_called = None
    yield answers
    gate.set()
    thread.join(3)
    assert not thread.is_alive()
