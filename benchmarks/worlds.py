"""What it costs to take, restore, compare and reset the demo office, and to keep an idle one, in this process.

Usage: python benchmarks/worlds.py [times]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient

from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.store.diff import compare
from mockod.store.office import Office
from mockod.store.office_places import OPEN_AT_ONCE
from mockod.store.registry import Offices
from mockod.store.snapshot_file import read_file, write_file
from mockod.vendors.opendental.practice.stored_values import spelled

HEADERS = {"Authorization": "ODFHIR bench/office"}
BOOKING = {"PatNum": 11, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}
IDLE = 1000
"""Offices made to see what an idle one takes."""


def milliseconds(work: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """The median of some runs; what is done ``before`` each is not counted."""
    taken = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def measure(data_dir: Path | None, times: int) -> dict[str, float]:
    """Milliseconds of each command, on the demo office in memory or in a file."""
    app = create_app(Config(clock=Clock.frozen(datetime(2026, 3, 2, 7)), data_dir=data_dir))
    offices: Offices = app.extensions["mockod.offices"]
    client, office = app.test_client(), offices.office("office")
    taken = office.snapshot("taken")

    def book() -> None:
        assert client.post("/api/v1/appointments", json=BOOKING, headers=HEADERS).status_code == 201

    def differ() -> None:
        assert compare(taken.image, office.snapshot("now").image)

    return {
        "snapshot": milliseconds(lambda: office.snapshot("taken"), times, book),
        "restore": milliseconds(lambda: office.restore(taken), times, book),
        "restore, and a first answer": milliseconds(lambda: (office.restore(taken), read(client)), times, book),
        "reset": milliseconds(lambda: offices.reset("office"), times, book),
        "reset, and a first answer": milliseconds(lambda: (offices.reset("office"), read(client)), times, book),
        "an answer": milliseconds(lambda: read(client), times),
        "diff of one booking": milliseconds(differ, times, book),
        "park": milliseconds(office.park, times, book),
        "wake, and a first answer": milliseconds(lambda: read(client), times, office.park),
        "export": milliseconds(lambda: write_file(taken, {}), times),
        "import": milliseconds(lambda: imported(office), max(times // 5, 1)),
    }


def read(client: FlaskClient) -> None:
    assert client.get("/api/v1/appointments/1", headers=HEADERS).status_code == 200


def imported(office: Office) -> None:
    taken = office.snapshot("taken")
    read_file(taken.image, taken.image, spelled)


def idle_kilobytes() -> float:
    """What the process grows by for each idle office, each with a booking of its own."""
    app = create_app(Config(clock=Clock.frozen(datetime(2026, 3, 2, 7))))
    client = app.test_client()

    def book_in(first: int, number: int) -> None:
        for office in range(first, first + number):
            client.post("/api/v1/appointments", json=BOOKING, headers={"Authorization": f"ODFHIR bench/{office}"})

    book_in(0, 2 * OPEN_AT_ONCE)
    before = resident()
    book_in(2 * OPEN_AT_ONCE, IDLE)
    return (resident() - before) / IDLE


def resident() -> float:
    """Kilobytes of memory that the process has, where the system tells."""
    fields = Path("/proc/self/status").read_text().split()
    return float(fields[fields.index("VmRSS:") + 1])


def main(times: int) -> None:
    in_memory = measure(None, times)
    with tempfile.TemporaryDirectory() as folder:
        in_file = measure(Path(folder), times)
    print(f"{'':30}{'in memory':>12}{'in a file':>12}")
    for what, taken in in_memory.items():
        print(f"{what:30}{taken:9.2f} ms{in_file[what]:9.2f} ms")
    if Path("/proc/self/status").exists():
        print(f"{'an idle office':30}{idle_kilobytes():9.0f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
