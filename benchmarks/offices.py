"""What an office costs: its memory, open and idle; a fresh one for each test; a server's start and stop.

Usage: python benchmarks/offices.py [offices] [practice]

Times are medians, in this process, each beside what it is compared with in the same run.
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import requests

from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock
from mockod.store.office_places import OPEN_AT_ONCE
from mockod.store.registry import Offices

MONDAY = datetime(2026, 3, 2, 7)
TIMES = 100
PAUSE = 0.01
"""Seconds of a test's own work, in which a server makes ready what the next office needs."""


def resident() -> int:
    """Bytes of memory that this process has now; where the system does not say, the most it ever had."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if pages.is_file():
        return int(pages.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def median(work: Callable[[int], object], times: int = TIMES) -> float:
    """Of so many runs, in milliseconds; each is told its number."""
    return statistics.median(milliseconds(partial(work, number)) for number in range(times))


def say(what: str, value: float, unit: str, of: float = 0, compared: str = "") -> None:
    beside = f"{value / of:8.3f} of {compared}" if of else ""
    print(f"  {what:44}{value:9.2f} {unit}{beside}")


def wake(offices: Offices, key: str) -> None:
    with offices.office(key).transaction():
        pass


def write(offices: Offices, key: str) -> None:
    with offices.office(key).transaction() as tx:
        tx.insert("mockod_practice", {"Name": "more", "BuiltFor": "", "Zone": ""})


def memory(practice: str, count: int) -> None:
    """Offices open, idle and never written into, idle and written into."""
    offices: Offices = application(practice, 3 * count + OPEN_AT_ONCE).extensions["mockod.offices"]
    offices.office("first")
    before = resident()
    for number in range(OPEN_AT_ONCE - 1):
        wake(offices, f"open-{number}")
    after_open = resident()
    for number in range(count):
        wake(offices, f"read-{number}")
    after_read = resident()
    for number in range(count):
        write(offices, f"written-{number}")
    after_written = resident()
    an_open = (after_open - before) / (OPEN_AT_ONCE - 1) / 1000
    print(f"{count} idle offices of practice {practice}, and {OPEN_AT_ONCE} open")
    say("an open office", an_open, "kB")
    say("an idle one that nobody wrote into", (after_read - after_open) / count / 1000, "kB", an_open, "an open one")
    say("an idle one with a row of its own", (after_written - after_read) / count / 1000, "kB", an_open, "an open one")

    opening = median(lambda number: offices.starts.opened(offices._image_of(offices.start)).close())
    say("to open a copy of the practice", opening, "ms")
    compared = (opening, "opening a copy")
    say("to make an office, park another", median(lambda n: wake(offices, f"new-{n}")), "ms", *compared)
    say("to wake one not written into, park another", median(lambda n: wake(offices, f"read-{n}")), "ms", *compared)
    say("to wake one written into, park another", median(lambda n: wake(offices, f"written-{n}")), "ms", *compared)
    say("to reset an open one", median(lambda n: offices.reset(f"written-{TIMES - 1}")), "ms", *compared)
    say("to drop one", median(lambda n: offices.drop(f"written-{n}"), TIMES - 1), "ms", *compared)


def application(practice: str, offices: int = 2000):
    return create_app(Config(practice=practice, clock=Clock.frozen(MONDAY), offices=offices))


class Tests:
    """Requests as tests make them, over a socket to a server in this process.

    Each test has an office of its own, and drops it in the end.
    """

    def __init__(self, url: str) -> None:
        self._root = url
        self._url = f"{url}/api/v1/patients"
        self._session = requests.Session()

    def read(self, key: str) -> float:
        return milliseconds(lambda: self._call("GET", self._url, key))

    def book(self, key: str) -> float:
        return milliseconds(lambda: self._call("POST", self._url, key, LName=str(time.monotonic_ns()), FName="New"))

    def _call(self, method: str, url: str, key: str, **body: str) -> None:
        headers = {"Authorization": f"ODFHIR bench/{key}"}
        assert self._session.request(method, url, json=body or None, headers=headers).ok

    def beyond(self, call: Callable[[str], float], mark: str) -> tuple[float, float]:
        """Milliseconds of a first request to a fresh office beyond those of the next, and of the next."""
        first, again = [], []
        for number in range(TIMES):
            time.sleep(PAUSE)
            first.append(call(f"{mark}-{number}"))
            again.append(call(f"{mark}-{number}"))
            self._call("DELETE", f"{self._root}/_mockod/offices", f"{mark}-{number}")
        return statistics.median(first) - statistics.median(again), statistics.median(again)


def fresh_offices(practice: str) -> None:
    print(f"a fresh office for each test, practice {practice}")
    with ServerThread(application(practice)) as server:
        tests = Tests(server.url)
        tests.book("first")
        for what, call in (("GET", tests.read), ("POST", tests.book)):
            beyond, again = tests.beyond(call, what)
            say(f"beyond the first {what}", beyond, "ms", again, f"the {what}")


def servers(practice: str) -> None:
    print(f"a server for each test, practice {practice}")
    apps = []
    say("create_app, after the first", median(lambda n: apps.append(application(practice)), 20), "ms")
    starts, firsts, stops = [], [], []
    for app in apps:
        server = ServerThread(app)
        starts.append(milliseconds(server.__enter__))
        firsts.append(Tests(server.url).read("office"))
        stops.append(milliseconds(server.__exit__))
    first = statistics.median(firsts)
    say("first answer, its office and connection", first, "ms")
    say("start", statistics.median(starts), "ms", first, "that answer")
    say("stop", statistics.median(stops), "ms", first, "that answer")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if count < TIMES:
        sys.exit(f"At least {TIMES} offices.")
    practice = sys.argv[2] if len(sys.argv) > 2 else "demo"
    memory(practice, count)
    fresh_offices(practice)
    servers(practice)
