"""Sends every hostile file to an application of this process, and tells what came of each as a line of JSON.

``python -m support.hostile_run sent`` sends them as snapshots; ``found FOLDER`` lays them into a data folder. A
process of its own, so that its memory is that of the files alone.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path
from time import process_time
from typing import Any

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.api_client import ApiClient
from support.hostile_files import HOSTILE, LARGE
from support.office_in_folder import client, control

STATUS = Path("/proc/self/status")
PEAK = Path("/proc/self/clear_refs")


def memory(what: str) -> int:
    """Megabytes: ``VmRSS`` now, ``VmHWM`` at most since the peak was cleared; 0 where nobody tells."""
    if not STATUS.exists():
        return 0
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) // 1024


def good_file() -> bytes:
    office = ApiClient(create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client(), "good")
    office.book(AptDateTime="2026-03-02 09:00:00")
    assert control(office, "POST", "snapshots", json={"name": "good"}).status_code == 201
    return bytes(control(office, "GET", "snapshots/file?name=good").data)


def sent() -> None:
    office = ApiClient(create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client(), "one")
    office.book(AptDateTime="2026-03-02 09:00:00")
    before = office.read("appointments")
    good = good_file()
    for name, make in HOSTILE.items():
        content = make(good)
        if PEAK.exists():
            PEAK.write_text("5")
        memory_before, began = memory("VmRSS"), process_time()
        response = control(office, "PUT", "snapshots/file?name=came", data=content)
        seconds, grown = process_time() - began, memory("VmHWM") - memory_before
        untouched = office.read("appointments") == before and control(office, "GET", "snapshots").json == []
        tell(name, status=response.status_code, text=response.text, seconds=seconds, grown=grown, untouched=untouched)


def found(folder: Path) -> None:
    office = client(folder)
    offices, good = office.http.application.extensions["mockod.offices"], good_file()
    there = {name: ApiClient(office.http, re.sub(r"\W", "-", name)) for name in HOSTILE if name not in LARGE}
    for name, one in there.items():
        offices._folder.data(one.customer).write_bytes(HOSTILE[name](good))
    assert control(office, "GET", "offices").status_code == 200
    for name, one in there.items():
        answers = [one.get(path) for path in ("patients", "patients/1", "recalls", "appointments")]
        statuses, text = [answer.status_code for answer in answers], answers[-1].text
        reset = control(one, "POST", "reset").status_code
        tell(name, statuses=statuses, text=text, reset=reset, after=one.get("appointments").json)


def tell(name: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps({"name": name, **facts}) + "\n")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sent() if sys.argv[1] == "sent" else found(Path(sys.argv[2]))
