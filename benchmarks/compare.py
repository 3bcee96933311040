"""mockod beside a bare Flask view, behind the same server, in turns: start, one row, a list, a booking.

Usage: python benchmarks/compare.py [rounds] [another mockod to measure too, as .venv-old/bin/mockod]
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
SERVERS = {
    "bare flask": [sys.executable, str(HERE / "bare.py")],
    "mockod": [str(Path(sys.executable).parent / "mockod"), "serve", "--port"],
}
HEADERS = "Host: localhost\r\nAuthorization: ODFHIR bench/office\r\n"
BOOKING = json.dumps({"PatNum": 11, "Op": 1, "AptDateTime": "2026-03-02 09:00:00", "Pattern": "/XX/"})
REQUESTS = {
    "GET one": f"GET /api/v1/appointments/1 HTTP/1.1\r\n{HEADERS}\r\n",
    "GET list of 60": f"GET /api/v1/appointments?Limit=60 HTTP/1.1\r\n{HEADERS}\r\n",
    "POST": (
        f"POST /api/v1/appointments HTTP/1.1\r\n{HEADERS}Content-Type: application/json\r\n"
        f"Content-Length: {len(BOOKING)}\r\n\r\n{BOOKING}"
    ),
}
TIMES = {"GET one": 1500, "GET list of 60": 400, "POST": 800}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection: socket.socket, request: bytes) -> int:
    """Send, read the whole answer, and tell its status."""
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += received(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    missing = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) - len(body)
    while missing > 0:
        missing -= len(received(connection))
    return int(head[9:12])


def received(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 20)
    if not part:
        raise ConnectionError("the server closed the connection in the middle of an answer")
    return part


@contextmanager
def started(name: str) -> Iterator[tuple[int, float]]:
    """A server in a process of its own, and the seconds from its start to its first good answer."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen([*SERVERS[name], str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(5000):
            try:
                with connected(port) as connection:
                    assert ask(connection, REQUESTS["GET one"].encode()) == 200
                    break
            except OSError:
                time.sleep(0.002)
        yield port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def measure(port: int, request: str, times: int) -> float:
    """Requests a second over one connection kept open."""
    wanted = 201 if request.startswith("POST") else 200
    with connected(port) as connection:
        for _ in range(50):
            assert ask(connection, request.encode()) == wanted
        began = time.perf_counter()
        for _ in range(times):
            ask(connection, request.encode())
        return times / (time.perf_counter() - began)


def main(rounds: int, other: str = "") -> None:
    if other:
        SERVERS["other mockod"] = [other, "serve", "--port"]
    starts: dict[str, list[float]] = {name: [] for name in SERVERS}
    rates: dict[tuple[str, str], list[float]] = {(name, what): [] for name in SERVERS for what in REQUESTS}
    for _ in range(rounds):
        for name in SERVERS:
            with started(name) as (port, seconds):
                starts[name].append(seconds)
                for what, request in REQUESTS.items():
                    rates[name, what].append(measure(port, request, TIMES[what]))
    ours = statistics.median(starts["mockod"])
    print(f"{'start to first answer':24}mockod {ours * 1000:6.0f} ms", end="")
    for name in SERVERS.keys() - {"mockod"}:
        theirs = statistics.median(starts[name])
        print(f"   {name} {theirs * 1000:6.0f} ms, ratio {ours / theirs:.2f}", end="")
    for what in REQUESTS:
        ours = statistics.median(rates["mockod", what])
        print(f"\n{what:24}mockod {ours:6.0f} /s", end="")
        for name in SERVERS.keys() - {"mockod"}:
            theirs = statistics.median(rates[name, what])
            print(f"   {name} {theirs:6.0f} /s, ratio {ours / theirs:.2f}", end="")
    print()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, *sys.argv[2:3])
