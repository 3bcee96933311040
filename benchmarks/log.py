"""What a line of the access log costs, and what it costs where nobody listens: microseconds of work for each request.

Usage: python benchmarks/log.py 2>/dev/null
"""

from __future__ import annotations

import time
from contextlib import nullcontext

from mockod.log import logging_to_stderr
from mockod.rest.messages import Response
from mockod.server import access_log

TIMES, ROUNDS = 20_000, 7
RESPONSE = Response(200, office="a-customer-key", developer="a-developer-key")
LISTENERS = {
    "as a library, nobody listens": nullcontext(),
    "--log-level warning": logging_to_stderr("warning", "text"),
    "--log-format text": logging_to_stderr("info", "text"),
    "--log-format json": logging_to_stderr("info", "json"),
}


def microseconds() -> float:
    """The least of some rounds, of the time that this process works."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            access_log.write("GET", "/api/v1/appointments/18", RESPONSE, 0.0)
        best = min(best, (time.process_time() - began) / TIMES)
    return best * 1_000_000


if __name__ == "__main__":
    for name, listener in LISTENERS.items():
        with listener:
            print(f"{name:32}{microseconds():6.2f} µs")
