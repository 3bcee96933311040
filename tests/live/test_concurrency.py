"""Many clients at once through a live server: nothing lost, nothing half-written, nobody sees another's office."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock
from support.paths import PRACTICES

pytestmark = pytest.mark.live
THREADS = 16
RULE = """
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
procedurecodes:
  - {CodeNum: 1, ProcCode: D2740, AbbrDesc: Crn}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Crown, Pattern: XXXX, CodeStr: D2740}
appointmentrules:
  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}
"""


@pytest.fixture(params=["memory", "file"])
def server(request, tmp_path):
    """A live server on the tiny practice with a rule on crowns, its offices in memory or in files."""
    practice = tmp_path / "crowns.yaml"
    practice.write_text((PRACTICES / "tiny.yaml").read_text() + RULE)
    folder = tmp_path / "offices" if request.param == "file" else None
    app = create_app(Config(practice=str(practice), clock=Clock.frozen(MONDAY), data_dir=folder))
    with ServerThread(app) as server:
        yield server


def headers(customer):
    return {"Authorization": f"ODFHIR live/{customer}"}


def all_at_once(action):
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(action, range(THREADS)))


def test_sixteen_clients_book_and_nothing_is_lost(server):
    def book(thread):
        with requests.Session() as client:
            body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00", "Note": f"client {thread}"}
            return [
                client.post(f"{server.url}/api/v1/appointments", json=body, headers=headers("one")).json()["AptNum"]
                for _ in range(20)
            ]

    numbers = [number for booked in all_at_once(book) for number in booked]

    assert sorted(numbers) == list(range(1, THREADS * 20 + 1))
    rows = requests.get(f"{server.url}/api/v1/appointments", headers=headers("one")).json()
    assert len(rows) == THREADS * 20
    assert {row["Note"] for row in rows} == {f"client {thread}" for thread in range(THREADS)}


def test_where_a_rule_forbids_it_exactly_one_wins(server):
    def book(thread):
        body = {"PatNum": 1, "Op": 1 + thread % 2, "AptDateTime": "2026-03-02 09:00:00", "AppointmentTypeNum": 1}
        response = requests.post(f"{server.url}/api/v1/appointments", json=body, headers=headers("one"))
        return response.status_code, response.json()

    answers = all_at_once(book)

    assert [status for status, _ in answers].count(201) == 1
    assert {text for status, text in answers if status != 201} == {"Not allowed to double book: Crowns"}
    assert len(requests.get(f"{server.url}/api/v1/appointments", headers=headers("one")).json()) == 1


def test_every_client_in_an_office_of_its_own_sees_only_its_own(server):
    def book(thread):
        with requests.Session() as client:
            for minute in range(thread + 1):
                body = {"PatNum": 1, "Op": 1, "AptDateTime": f"2026-03-02 09:{minute:02}:00", "Note": f"{thread}"}
                client.post(f"{server.url}/api/v1/appointments", json=body, headers=headers(f"own-{thread}"))
            return client.get(f"{server.url}/api/v1/appointments", headers=headers(f"own-{thread}")).json()

    for thread, rows in enumerate(all_at_once(book)):
        assert [row["AptNum"] for row in rows] == list(range(1, thread + 2))
        assert {row["Note"] for row in rows} == {f"{thread}"}


def test_readers_never_see_half_of_a_booking(server):
    """A booking with a type writes an appointment, a procedure and a description: all or none of it is seen."""

    def act(thread):
        with requests.Session() as client:
            for hour in range(8, 18):
                if thread % 2:
                    at = f"2026-03-{2 + thread:02} {hour:02}:00:00"
                    body = {"PatNum": 1, "Op": 1, "AptDateTime": at, "AppointmentTypeNum": 1}
                    assert (
                        client.post(f"{server.url}/api/v1/appointments", json=body, headers=headers("one")).status_code
                        == 201
                    )
                else:
                    for row in client.get(f"{server.url}/api/v1/appointments", headers=headers("one")).json():
                        assert row["ProcDescript"] == "Crn"

    all_at_once(act)
