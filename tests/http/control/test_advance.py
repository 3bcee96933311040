"""Time that goes on at a command; what it makes fall due over a socket is in live/test_deliveries."""

from __future__ import annotations

import pytest

from mockod.app import create_app
from mockod.config import read_config
from support.db import database


def advance(office, **by):
    answer = office.http.post("/_mockod/clock/advance", json=by, headers=office.headers)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_time_goes_on_by_all_that_is_asked_together(office):
    told = advance(office, days=1, hours=2, minutes=3, seconds=4)

    assert told == {"mode": "frozen", "now": "2026-03-03 09:03:04", "fired": []}
    assert advance(office) == told
    assert office.book(AptDateTime="2026-03-09 09:00:00")["DateTStamp"] == "2026-03-03 09:03:04"


def test_a_running_clock_runs_on_from_its_target(office):
    office.set_clock("2026-03-02 09:00:00", "running")

    told = advance(office, hours=1)

    assert told["mode"] == "running"
    assert "2026-03-02 10:00:00" <= told["now"] <= "2026-03-02 10:00:05"


def test_without_a_key_every_offices_own_clock_goes_on_and_that_of_those_to_come():
    http = create_app(read_config({"practice": "tiny", "clock": "2026-03-02 07:00:00"})).test_client()
    one = {"Authorization": "ODFHIR a/one"}
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2030-01-01 00:00:00"}, headers=one)

    assert http.post("/_mockod/clock/advance", json={"days": 1}).json["now"] == "2026-03-03 07:00:00"
    assert http.get("/_mockod/clock", headers=one).json["now"] == "2030-01-02 00:00:00"
    made = http.post("/api/v1/patients", json={"LName": "A", "FName": "B"}, headers={"Authorization": "ODFHIR a/two"})
    assert made.json["DateTStamp"] == "2026-03-03 07:00:00"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        *((body, 400) for body in ({"seconds": -1}, {"weeks": 1}, {"hours": 1.5}, {"minutes": "soon"}, [])),
        ({"days": 10**17}, 409),
        ({"days": 400_000}, 409),
    ],
)
def test_a_step_that_no_clock_can_make_is_refused(office, body, status):
    answer = office.http.post("/_mockod/clock/advance", json=body, headers=office.headers)

    assert (answer.status_code, answer.json["status"]) == (status, status)
    assert office.http.get("/_mockod/clock", headers=office.headers).json["now"] == "2026-03-02 07:00:00"


def test_faults_are_mentioned_when_they_begin_and_end(office):
    fault = {"kind": "slow", "begins": "2026-03-02 08:00:00", "ends": "2026-03-02 09:00:00"}
    assert office.http.post("/_mockod/faults", json=fault, headers=office.headers).status_code == 201

    assert advance(office, minutes=59)["fired"] == []
    told = {"fault": 1, "kind": "slow"}
    assert advance(office, days=1)["fired"] == [
        {"at": "2026-03-02 08:00:00", "what": "fault begins", **told},
        {"at": "2026-03-02 09:00:00", "what": "fault ends", **told},
    ]
    assert advance(office, days=1)["fired"] == []


@pytest.mark.parametrize(("body", "status"), [({}, 400), ({"PatNum": 99}, 404), ({"PatNum": "x"}, 400)])
def test_only_a_patient_that_there_is_can_be_selected(office, body, status):
    before = database(office).contents()
    answer = office.http.post("/_mockod/events/patient-selected", json=body, headers=office.headers)

    assert (answer.status_code, answer.json["status"]) == (status, status)
    assert database(office).contents() == before


def test_selecting_wants_one_office():
    http = create_app(read_config({"practice": "tiny"})).test_client()

    assert http.post("/_mockod/events/patient-selected", json={"PatNum": 1}).status_code == 400
