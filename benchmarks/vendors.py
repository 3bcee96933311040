"""What further vendors cost a server that is called by Open Dental's clients alone: its start, and its memory.

Usage: python benchmarks/vendors.py [rounds] [another mockod to measure too, as .venv-old/bin/mockod]

Servers are started in turns, each in a process of its own; medians and ratios are told. Linux only, by /proc.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compare import REQUESTS, ask, connected, free_port

MOCKOD = str(Path(sys.executable).parent / "mockod")
BASIC = "Host: localhost\r\nAuthorization: Basic b2ZmaWNlOm1vY2tvZA==\r\n\r\n"
FURTHER = (f"GET /superoffice/api/v1/Appointment/24 HTTP/1.1\r\n{BASIC}", "GET /telehealth/v2/users HTTP/1.1\r\n\r\n")
"""The first call of each further vendor loads it, also one that is refused."""
CALLS = 200
ALL = "all vendors"


@contextmanager
def started(command: list[str]) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """A server, its port, and the seconds from its start to its first good answer."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with connected(port) as connection:
                    assert ask(connection, REQUESTS["GET one"].encode()) == 200
                    break
            except OSError:
                time.sleep(0.002)
        yield process, port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def worked(process: subprocess.Popen[bytes]) -> float:
    """Milliseconds of a processor that a process has used: they tell more than the clock where others work too."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes that a process has for itself and in part with others (PSS)."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    return int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]) / 1024


def main(rounds: int, other: str = "") -> None:
    servers = {ALL: [MOCKOD, "serve"], "Open Dental alone": [MOCKOD, "serve", "--vendors", "opendental"]}
    if other:
        servers["the other mockod"] = [other, "serve"]
    told: dict[str, list[tuple[float, float, float]]] = {name: [] for name in servers}
    all_called: list[float] = []
    for _ in range(rounds):
        for name, command in servers.items():
            with started(command) as (process, port, seconds), connected(port) as connection:
                busy = worked(process)
                for _ in range(CALLS):
                    ask(connection, REQUESTS["GET one"].encode())
                told[name].append((seconds * 1000, busy, memory(process)))
                if name == ALL:
                    for call in FURTHER:
                        ask(connection, call.encode())
                    all_called.append(memory(process))
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in told.items()}
    base = medians[ALL]
    for name, values in medians.items():
        ratios = [mine / value for mine, value in zip(base, values, strict=True)]
        start, busy_for, size = (f"{value:6.1f} ({ratio:.2f})" for value, ratio in zip(values, ratios, strict=True))
        print(f"{name:20}start {start} ms, of work {busy_for} ms, memory {size} MB")
    print(f"In brackets: {ALL}, as a ratio to this.")
    print(f"After the first call of each other vendor: {statistics.median(all_called):.1f} MB.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7, *sys.argv[2:3])
