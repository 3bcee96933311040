"""A receiver of webhooks, on this machine: it keeps what comes, and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"
MOST_KEPT = 1000
"""Requests; what comes beyond is answered and not kept."""


class Receiver:
    """``url`` is where it listens; ``status`` is how it answers from now on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 200
        self.url = ""
        self._came: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def take(self) -> list[dict[str, Any]]:
        """What came since the last look, oldest first: ``status`` with which it was answered, and ``body``."""
        with self._lock:
            came, self._came = self._came, []
        return came

    def receive(self, content: bytes) -> int:
        """Keep a request's body; answers the status."""
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = content.decode("utf-8", "replace")
        with self._lock:
            if len(self._came) < MOST_KEPT:
                self._came.append({"status": self.status, "body": body})
            return self.status


@contextmanager
def listening(name: str) -> Iterator[Receiver]:
    """A receiver on a free port of this machine, while the story lasts. Raises OSError."""
    receiver = Receiver(name)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(receiver.receive(content))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever sent it did not wait for the answer."""

    server = Server((HOST, 0), Handler)
    receiver.url = f"http://{HOST}:{server.server_port}/{name}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
