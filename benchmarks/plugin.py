"""What the pytest plugin costs: a server's start and stop, and an office of its own for each test, beyond the request.

Usage: python benchmarks/plugin.py [tests]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection

from mockod.client import Client
from mockod.testing.local_server import LocalServer

ROUNDS = 9
START = {"practice": "demo", "clock": "2026-03-02 07:00"}
MARKERS = {
    "no marker": {},
    "mode": {"mode": "remote"},
    "clock": {"clock": "2026-03-03 07:00"},
    "tiny": {"practice": "tiny"},
}


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def ask(server: LocalServer, office: Client) -> None:
    """One request, as a client without a session sends it."""
    connection = HTTPConnection("127.0.0.1", int(server.root_url.rpartition(":")[2]), timeout=30)
    connection.request("GET", "/api/v1/providers/1", headers=office.headers)
    assert connection.getresponse().read()
    connection.close()


def one_test(server: LocalServer, number: int, marker: dict[str, str]) -> None:
    """What the fixture does around a test's request."""
    office = server.office(f"test-{number}", **marker)
    ask(server, office)
    server.drop(f"test-{number}")


def main(tests: int) -> None:
    starts, stops = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        server = LocalServer(**START).start()
        starts.append((time.perf_counter() - began) * 1000)
        ask(server, server.office())
        stops.append(milliseconds(server.stop))
    print(f"server start    {min(starts):6.2f} ms least, {statistics.median(starts):6.2f} ms median of {ROUNDS}")
    print(f"server stop     {min(stops):6.2f} ms least, {statistics.median(stops):6.2f} ms median")
    with LocalServer(**START) as server:
        shared = server.office("shared")
        ask(server, shared)
        bare = [milliseconds(partial(ask, server, shared)) for _ in range(tests)]
        print(f"a request       {min(bare):6.2f} ms least, {statistics.median(bare):6.2f} ms median of {tests}")
        for name, marker in MARKERS.items():
            one_test(server, -1, marker)
            took = [milliseconds(partial(one_test, server, number, marker)) for number in range(tests)]
            beyond = min(took) - min(bare), statistics.median(took) - statistics.median(bare)
            print(f"beyond it, {name:10}{beyond[0]:6.2f} ms least, {beyond[1]:6.2f} ms median")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
