"""A server that is asked for everything, again and again, with faults, throttling and webhooks armed all the time.

Nobody is answered a 5xx, or not at all, unless a fault says so. And as the data are the same again and again, so is
what the server takes when all clients have gone: memory, threads, open files and files. So is the time of an answer,
which is held against that of a server that has just begun, as both have the same machine.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.front import until
from support.plain_http import PlainClient
from support.receiver import Receiver, receiving
from support.serving import Served, serving
from support.soaking import Soaker, soak
from support.watched import Watched, is_told

pytestmark = [pytest.mark.live, pytest.mark.skipif(not is_told(), reason="this system tells less of its processes")]
REQUESTS, REQUESTS_IN_FULL = 800, 1_000_000
BEFORE = 800
"""Requests until everything has been used, and is as large as it gets."""
PARTS = 10
"""After each of which one looks."""
MOST_GROWN = 24.0
"""Megabytes: what the system's own keeping of freed memory may add, once for all."""
MOST_SLOWER = 1.5
COMPARED = 400
"""Requests to either server, whose medians are compared."""
PATIENCE = 60


@dataclass(frozen=True)
class Taken:
    """What a server has at rest."""

    megabytes: float
    threads: int
    descriptors: int
    files: int


def at_rest(server: Served, folder: Path) -> Taken:
    """Once nothing is under way any more, which is when its number of threads and open files stays."""
    process = Watched(server.process.pid)
    seen: list[tuple[int, int]] = []

    def stays() -> bool:
        seen.append((process.threads, process.descriptors))
        time.sleep(0.05)
        return len(seen) > 8 and len(set(seen[-8:])) == 1

    until(stays, PATIENCE)
    return Taken(process.memory, process.threads, process.descriptors, len(list(folder.iterdir())))


def soaked(server: Served, requests: int, receiver: Receiver, told: Counter[str]) -> None:
    """Raises AssertionError for what nobody asked for."""
    soakers: list[Soaker] = soak(server.root_url, requests, receiver.url)
    for soaker in soakers:
        told.update(soaker.told)
        assert soaker.mistakes == [], soaker.customer
    told["delivered"] += len(receiver.came)
    receiver.came.clear()


def medians(*servers: Served) -> list[float]:
    """Seconds of the same read by each, in turn."""
    taken: list[list[float]] = [[] for _ in servers]
    with ExitStack() as stack:
        clients = [stack.enter_context(PlainClient(server.root_url, "compared")) for server in servers]
        for _ in range(COMPARED):
            for client, times in zip(clients, taken, strict=True):
                began = time.perf_counter()
                client.read("/api/v1/patients/1")
                times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as one:
        yield one


def test_what_a_server_takes_and_how_long_it_takes_stays_the_same(tmp_path, receiver, is_full, record_property):
    folder = tmp_path / "offices"
    options = ("--practice", "tiny", "--clock", "2026-03-02 07:00:00", "--log-level", "error")
    told: Counter[str] = Counter()
    seen: list[Taken] = []
    with serving(*options, "--data-dir", str(folder)) as server:
        soaked(server, BEFORE, receiver, told)
        seen.append(at_rest(server, folder))
        for _ in range(PARTS if is_full else 1):
            soaked(server, (REQUESTS_IN_FULL // PARTS) if is_full else REQUESTS, receiver, told)
            seen.append(at_rest(server, folder))
        with serving(*options, "--data-dir", str(tmp_path / "fresh")) as fresh:
            old, new = medians(server, fresh)

    record_property("soak", f"{told.total() - told['delivered']} requests, {dict(told)}")
    record_property("soak, at rest", " / ".join(map(str, (seen[0], seen[len(seen) // 2], seen[-1]))))
    record_property("soak, median", f"{old * 1000:.2f} ms, of a fresh server {new * 1000:.2f} ms")
    first, last = seen[0], seen[-1]
    assert last.megabytes - first.megabytes < MOST_GROWN, seen
    assert last.threads <= first.threads, seen
    assert last.descriptors <= first.descriptors, seen
    assert last.files <= first.files, seen
    assert old < MOST_SLOWER * new
    assert {"2xx", "4xx", "5xx"} <= told.keys()
    assert told["delivered"] > 0
