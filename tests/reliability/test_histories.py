"""What many clients saw of an office at once could have been seen one after another, whatever else happened to it."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from support.history.checker import Operation, check
from support.history.office_model import (
    FRESH,
    REFUSED,
    START,
    is_read,
    step,
    step_of_one_that_may_go,
    step_without_clock,
)
from support.history.requests import WEIGHTS, record
from support.serving import serving

pytestmark = pytest.mark.live
CLIENTS = 3
"""Of each office."""
REQUESTS, REQUESTS_IN_FULL = 50, 160
"""Of each client."""
HISTORIES_IN_FULL = 5


@dataclass(frozen=True)
class Kind:
    """Where offices are kept, how many there are of them and how many have room; and the model of one."""

    step: Any
    offices: int
    options: tuple[str, ...] = ()
    in_files: bool = False


KINDS = {
    "memory": Kind(step, 3),
    "file": Kind(step, 3, in_files=True),
    "memory, evicted": Kind(step_of_one_that_may_go, 4, ("--offices", "3", "--evict-idle")),
    "file, evicted": Kind(step_without_clock, 4, ("--offices", "3", "--evict-idle"), in_files=True),
}


def recorded(root_url: str, offices: list[str], requests: int) -> dict[str, list[Operation]]:
    """Let all clients of all offices work at once."""

    def work(client: int) -> list[Operation]:
        office = offices[client % len(offices)]
        return list(record(root_url, office, random.Random(), f"c{client}", requests))

    clients = range(len(offices) * CLIENTS)
    with ThreadPoolExecutor(len(clients)) as pool:
        histories = list(pool.map(work, clients))
    return {
        office: [op for client in clients if client % len(offices) == number for op in histories[client]]
        for number, office in enumerate(offices)
    }


@pytest.mark.parametrize("name", KINDS)
def test_every_history_of_an_office_is_linearizable(name, tmp_path, is_full, record_property):
    kind = KINDS[name]
    folder = ("--data-dir", str(tmp_path / "offices")) if kind.in_files else ()
    seen: Counter[str] = Counter()
    with serving("--practice", "tiny", "--clock", START, "--log-level", "warning", *folder, *kind.options) as server:
        for number in range(HISTORIES_IN_FULL if is_full else 1):
            offices = [f"office-{number}-{one}" for one in range(kind.offices)]
            requests = REQUESTS_IN_FULL if is_full else REQUESTS
            for office, history in recorded(server.root_url, offices, requests).items():
                verdict = check(history, FRESH, kind.step, is_read)
                assert verdict, f"{office}: {verdict}"
                seen.update(op.request.kind for op in history if op.answer != REFUSED)

    record_property(f"histories ({name})", f"{sum(seen.values())} operations, {dict(seen)}")
    assert set(seen) == set(WEIGHTS)
