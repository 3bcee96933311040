"""A live server with either of uvicorn's parsers, and clients of it: by library, by curl and by bare socket."""

from __future__ import annotations

import importlib.util
import itertools
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from flask import Flask

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.runtime.request_queue import RequestQueues
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock, monotonic
from support.api_client import ApiClient

PARSERS = ("httptools", "h11")
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}
TICK, USUAL = 0.01, 0.02
"""Seconds that a thread sleeps to see whether the machine goes on, and that it may be late."""
_customers = itertools.count(1)


@dataclass(frozen=True)
class Front:
    """One office of a live server."""

    app: Flask
    port: int
    customer: str

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"ODFHIR live/{self.customer}"}

    @property
    def behind(self) -> ApiClient:
        """The same office, for ``database(...)``."""
        return ApiClient(self.app.test_client(), self.customer)

    @property
    def request_queues(self) -> RequestQueues:
        return self.app.extensions["mockod.site"].runtimes[0].request_queues

    @property
    def waiting(self) -> int:
        return self.request_queues.waiting(self.customer)

    def another(self) -> Front:
        return Front(self.app, self.port, f"front-{next(_customers)}")

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """On a connection of its own."""
        url = f"{self.root}/api/v1/{path}"
        return requests.request(method, url, json=body, headers={**self.headers, **headers}, timeout=5)

    def command(self, method: str, path: str, body: Any = None) -> Any:
        """A call to the control plane that must succeed."""
        answer = requests.request(method, f"{self.root}/_mockod/{path}", json=body, headers=self.headers, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def order(self, kind: str, **order: Any) -> dict[str, Any]:
        """A fault for the next request alone, unless said otherwise."""
        return self.command("POST", "faults", {"kind": kind, "times": 1, **order})

    def settings(self, **settings: Any) -> None:
        self.command("PUT", "settings", settings)

    def raw(self, method: str, path: str, body: Any = None) -> bytes:
        """A request as bytes; its connection is kept."""
        content = b"" if body is None else json.dumps(body).encode()
        type_of_it = b"Content-Type: application/json\r\n" if content else b""
        head = f"{method} /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ODFHIR live/{self.customer}\r\n"
        return head.encode() + type_of_it + b"Content-Length: %d\r\n\r\n" % len(content) + content

    def send(self, method: str, path: str, body: Any = None) -> socket.socket:
        """A request on its way; the answer is the socket's."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        connection.sendall(self.raw(method, path, body))
        return connection

    def curl(self, *options: str) -> subprocess.CompletedProcess[str]:
        """What curl makes of booking an appointment."""
        if not shutil.which("curl"):
            pytest.skip("no curl on this machine")
        command = ["curl", "--silent", "--show-error", "--max-time", "5", *options]
        for name, value in {**self.headers, "Content-Type": "application/json"}.items():
            command += ["--header", f"{name}: {value}"]
        command += ["--data", json.dumps(BOOKING), f"{self.root}/api/v1/appointments"]
        return subprocess.run(command, capture_output=True, text=True, timeout=10)


@contextmanager
def parser_only(parser: str) -> Iterator[None]:
    """A server that is made here reads by this parser, as where there is no other."""
    with pytest.MonkeyPatch.context() as patch:
        if parser == "h11":
            find = importlib.util.find_spec
            patch.setattr(importlib.util, "find_spec", lambda name, *more: name != "httptools" and find(name, *more))
        elif importlib.util.find_spec("httptools") is None:
            pytest.skip("there is no httptools here")
        yield


@contextmanager
def front(parser: str, practice: str = "tiny") -> Iterator[Front]:
    """A server on a practice at rest, its clock frozen on Monday 2026-03-02 at 07:00."""
    app = create_app(Config(practice=practice, clock=Clock.frozen(MONDAY)))
    with parser_only(parser):
        thread = ServerThread(app)
    with thread:
        yield Front(app, thread.port, "front").another()


def status_of(connection: socket.socket) -> int:
    """Of the answer that comes next."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += (part := connection.recv(65536))
        assert part, answer
    return int(answer[9:12])


def is_silent(connection: socket.socket, seconds: float = 0.1) -> bool:
    """Whether no answer comes for so long."""
    connection.settimeout(seconds)
    try:
        connection.recv(1, socket.MSG_PEEK)
        return False
    except TimeoutError:
        return True
    finally:
        connection.settimeout(5)


def until(is_so: Callable[[], bool], patience: float = 3) -> None:
    """Wait for what must come about soon."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.002)


@contextmanager
def takes(least: float, most: float) -> Iterator[None]:
    """By the clock that no test freezes. While a busy machine holds the whole process up, ``most`` does not run."""
    with stalls() as held_up:
        began = monotonic()
        yield
        taken = monotonic() - began
    assert least <= taken
    assert taken - sum(held_up) < most


@contextmanager
def stalls() -> Iterator[list[float]]:
    """How long, in seconds, the machine let this process wait each time: a thread that only sleeps was so late.

    Where the process itself was at work meanwhile, that is its own time.
    """
    late: list[float] = []
    ended = threading.Event()

    def sleep() -> None:
        while True:
            began, worked = monotonic(), time.process_time()
            is_over = ended.wait(TICK)
            over = monotonic() - began - TICK - (time.process_time() - worked)
            if over > USUAL:
                late.append(over)
            if is_over:
                return

    sleeper = threading.Thread(target=sleep, daemon=True)
    sleeper.start()
    try:
        yield late
    finally:
        ended.set()
        sleeper.join()
