"""How long one office's work holds another's: the worst answer to a client that keeps asking, during each heavy call.

Usage: python benchmarks/latency.py [megabytes of the heavy office] [bytes of a note]
"""

from __future__ import annotations

import json
import random
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

MOCKOD = [str(Path(sys.executable).parent / "mockod"), "serve", "--port", "0", "--log-level", "error"]
PAUSE = 0.003
"""Seconds between two questions of the client that keeps asking."""
HEAVY = (
    ("nothing", "GET", "/_mockod/health", None),
    ("list of 60", "GET", "/api/v1/commlogs?Limit=60", None),
    ("list of 1000", "GET", "/api/v1/commlogs?Limit=1000", None),
    ("journal", "GET", "/_mockod/requests", None),
    ("journal of all", "GET", "/_mockod/requests?office=", None),
    ("lint", "GET", "/_mockod/lint", None),
    ("minimum-version", "GET", "/_mockod/minimum-version", None),
    ("verify", "POST", "/_mockod/verify", {"calls": [{"path": "commlogs", "body": {"Note": "x"}, "times": 1}] * 20}),
    ("snapshot", "POST", "/_mockod/snapshots", {"name": "a"}),
    ("diff", "GET", "/_mockod/snapshots/diff?from=a", None),
    ("snapshot's file", "GET", "/_mockod/snapshots/file?name=a", None),
    ("restore", "POST", "/_mockod/snapshots/restore", {"name": "a"}),
    ("large body", "POST", "/api/v1/commlogs", {"PatNum": 11, "Note": "x" * 16_000_000}),
    ("another practice", "POST", "/_mockod/offices", {"office": "other", "practice": "documented"}),
    ("reset", "POST", "/_mockod/reset", None),
)


def ask(port: int, method: str, path: str, body: Any = None, key: str = "heavy") -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {} if path.endswith("office=") else {"Authorization": f"ODFHIR bench/{key}"}
    path = path.removesuffix("?office=")
    content = None if body is None else json.dumps(body)
    connection.request(method, path, content, headers | ({"Content-Type": "application/json"} if content else {}))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def keep_asking(port: int) -> None:
    """Ask for one row of an office of its own; whenever a line comes in, write the worst time since the last one."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    worst = 0.0
    while True:
        began = time.perf_counter()
        connection.request("GET", "/api/v1/providers/1", headers={"Authorization": "ODFHIR bench/light"})
        connection.getresponse().read()
        worst = max(worst, time.perf_counter() - began)
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            if not sys.stdin.readline():
                return
            print(worst, flush=True)
            worst = 0.0


@contextmanager
def served() -> Iterator[int]:
    """A server in a process of its own; gives its port."""
    process = subprocess.Popen(MOCKOD, stdout=subprocess.PIPE, text=True)
    try:
        line = next(line for line in process.stdout or () if "Base URL" in line)
        yield int(line.rpartition(":")[2].partition("/")[0])
    finally:
        process.terminate()
        process.wait()


def main(megabytes: float, note: int) -> None:
    with served() as port:
        asking = subprocess.Popen(
            [sys.executable, __file__, "--ask", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert asking.stdin
        assert asking.stdout

        def worst() -> float:
            asking.stdin.write("\n")
            asking.stdin.flush()
            return float(asking.stdout.readline()) * 1000

        text = random.Random(1)
        count = int(megabytes * 1_000_000 / note)
        for _ in range(count):
            ask(port, "POST", "/api/v1/commlogs", {"PatNum": 11, "Note": text.randbytes(note // 2).hex()})
        print(f"{count} notes of {note} bytes; milliseconds\n{'':20}{'itself':>10}{'the other':>12}")
        for name, method, path, body in HEAVY:
            worst()
            began = time.perf_counter()
            status = ask(port, method, path, body)
            itself = (time.perf_counter() - began) * 1000
            print(f"{name:20}{itself:10.0f}{worst():12.0f}   {status}", flush=True)
        for key in range(80):
            ask(port, "GET", "/api/v1/providers/1", key=f"idle-{key}")
        print(f"{'80 other offices':20}{'':10}{worst():12.0f}", flush=True)
        asking.stdin.close()
        asking.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        keep_asking(int(sys.argv[2]))
    else:
        main(float(sys.argv[1]) if sys.argv[1:] else 58, int(sys.argv[2]) if sys.argv[2:] else 60_000)
