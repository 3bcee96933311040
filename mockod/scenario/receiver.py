"""A receiver of webhooks, on this machine: it keeps what comes, and answers as it is told."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Semaphore
from typing import Any

from mockod.rest.endpoint import MOST_DIGITS

HOST = "127.0.0.1"
MOST_KEPT = 1000
"""Requests; what comes beyond is answered and not kept."""
MOST_KEPT_BYTES = 8_000_000
"""Of their bodies together; a larger one alone is refused."""
IDLE = 30
"""Seconds for which a sender may say nothing."""
POLL = 0.1
"""Seconds after which a receiver ends at the latest."""


class Receiver:
    """``url`` is where it listens; ``status`` is how it answers from now on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 200
        self.url = ""
        self._came: list[dict[str, Any]] = []
        self._size = 0
        self._lock = threading.Lock()

    def take(self) -> list[dict[str, Any]]:
        """What came since the last look, oldest first: ``status`` with which it was answered, and ``body``."""
        with self._lock:
            came, self._came, self._size = self._came, [], 0
        return came

    def receive(self, content: bytes) -> int:
        """Keep a request's body; answers the status."""
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = content.decode("utf-8", "replace")
        with self._lock:
            if len(self._came) < MOST_KEPT and self._size + len(content) <= MOST_KEPT_BYTES:
                self._came.append({"status": self.status, "body": body})
                self._size += len(content)
            return self.status


@contextmanager
def listening(name: str, room: Semaphore | None = None) -> Iterator[Receiver]:
    """A receiver on a free port of this machine, while the story lasts. Raises OSError, also where there is no room."""
    with _place_in(room):
        yield from _listening(Receiver(name))


@contextmanager
def _place_in(room: Semaphore | None) -> Iterator[None]:
    if room is None:
        yield
        return
    if not room.acquire(blocking=False):
        raise OSError(errno.EMFILE, "as many are open as the server has at one time")
    try:
        yield
    finally:
        room.release()


def _listening(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        timeout = IDLE

        def do_POST(self) -> None:
            said = self.headers.get("Content-Length") or "0"
            if not (said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS):
                self._answer(400)
            elif int(said) > MOST_KEPT_BYTES:
                self._answer(413)
            else:
                self._answer(receiver.receive(self.rfile.read(int(said))))

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever sent it did not wait for the answer."""

    server = Server((HOST, 0), Handler)
    receiver.url = f"http://{HOST}:{server.server_port}/{receiver.name}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": POLL}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
