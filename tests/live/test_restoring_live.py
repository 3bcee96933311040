"""An office is restored while clients work in it: nothing breaks, and nobody sees half of anything."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from conftest import MONDAY
from mockod.server.uvicorn_server import ServerThread
from support.snapshot_calls import application

pytestmark = pytest.mark.live


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_restoring_while_eight_clients_book_leaves_no_half_state(kind, tmp_path):
    """Every booking writes an appointment and its history: both or neither is there, and numbers have no gaps."""
    with ServerThread(application(kind, tmp_path)) as server:
        headers = {"Authorization": "ODFHIR live/one"}
        snapshots = f"{server.url}/_mockod/snapshots"
        requests.post(snapshots, json={"name": "empty"}, headers=headers)
        done = threading.Event()

        def book(thread):
            statuses = []
            with requests.Session() as client:
                at = str(MONDAY + timedelta(hours=thread))
                while not done.is_set():
                    body = {"PatNum": 1, "Op": 1, "AptDateTime": at}
                    answer = client.post(f"{server.url}/api/v1/appointments", json=body, headers=headers)
                    statuses.append(answer.status_code)
            return statuses

        def command():
            with requests.Session() as client:
                for turn in range(12):
                    for path in ("/restore", ""):
                        body = {"name": "empty"} if path else {"name": "full", "replace": True}
                        assert client.post(snapshots + path, json=body, headers=headers).ok
                    assert client.get(f"{snapshots}/diff?from=empty", headers=headers).ok, turn
            done.set()

        with ThreadPoolExecutor(9) as pool:
            commanding = pool.submit(command)
            booking = [pool.submit(book, thread) for thread in range(8)]
            try:
                commanding.result()
            finally:
                done.set()
            statuses = {status for thread in booking for status in thread.result()}

        assert statuses == {201}
        found = requests.get(f"{snapshots}/diff?from=empty", headers=headers).json()
        made = [row["key"] for row in found if row["table"] == "appointment"]
        entries = [row["changes"]["AptNum"][1] for row in found if row["table"] == "histappointment"]
        assert made == sorted(entries) == list(range(1, len(made) + 1))
        assert {row["kind"] for row in found} == {"added"}
        requests.post(f"{snapshots}/restore", json={"name": "empty"}, headers=headers)
        assert requests.get(f"{server.url}/api/v1/appointments", headers=headers).json() == []
