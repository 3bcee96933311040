"""What lies below /_mockod: health, readiness, reset and the clock of one office or all."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.rest.messages import Request
from mockod.simulation.clock import Clock

KEY = {"Authorization": "ODFHIR any/office-a"}


@pytest.fixture
def http():
    """An application of its own, as some of these calls are for all offices."""
    return create_app(Config(practice="tiny")).test_client()


def note(http, key):
    headers = {"Authorization": f"ODFHIR any/{key}"}
    return http.post("/api/v1/patients", json={"LName": "New", "FName": key}, headers=headers).status_code


def patients(http, key):
    return len(http.get("/api/v1/patients", headers={"Authorization": f"ODFHIR any/{key}"}).json)


def test_it_tells_that_it_is_there_and_ready(http):
    assert http.get("/_mockod/health").json["status"] == "ok"
    assert http.get("/_mockod/ready").json == {"ready": True, "practice": "tiny"}


def test_a_reset_is_for_the_office_of_the_key(http):
    assert [note(http, "office-a"), note(http, "office-b")] == [201, 201]

    assert http.post("/_mockod/reset", headers=KEY).json == {"reset": "office-a", "offices": 1}

    assert (patients(http, "office-a"), patients(http, "office-b")) == (2, 3)


def test_the_office_can_be_named_in_the_query_too(http):
    note(http, "office-b")

    assert http.post("/_mockod/reset?office=office-b", headers=KEY).json == {"reset": "office-b", "offices": 1}

    assert patients(http, "office-b") == 2


def test_without_a_key_all_are_reset(http):
    note(http, "office-a")
    note(http, "office-b")
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2030-01-01 00:00:00"})

    assert http.post("/_mockod/reset").json == {"reset": "all", "offices": 2}

    assert (patients(http, "office-a"), patients(http, "office-b")) == (2, 2)
    assert http.get("/_mockod/clock").json["mode"] == "running"


def test_a_reset_resolves_relative_dates_by_the_offices_own_today():
    http = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2030-01-01 00:00:00"}, headers=KEY)
    http.post("/_mockod/reset", headers=KEY)
    assert http.get("/_mockod/clock", headers=KEY).json["now"] == str(MONDAY)

    slots = http.get("/api/v1/appointments/Slots?Limit=1", headers=KEY).json
    assert slots[0]["DateTimeStart"] == "2026-03-02 08:00:00"


def test_a_frozen_clock_is_every_time_in_every_answer(http):
    set_to = {"mode": "frozen", "now": "2031-05-06 07:08:09"}
    assert http.put("/_mockod/clock", json=set_to, headers=KEY).json == set_to
    assert http.get("/_mockod/clock", headers=KEY).json == set_to

    made = http.post("/api/v1/patients", json={"LName": "New", "FName": "N"}, headers=KEY).json
    assert (made["DateTStamp"], made["SecDateEntry"]) == ("2031-05-06 07:08:09", "2031-05-06")
    providers = http.get("/api/v1/providers", headers=KEY).json
    assert providers[0]["serverDateTime"] == "2031-05-06 07:08:09"


def test_an_office_that_is_frozen_before_its_first_call_has_its_practice_around_that_day(http):
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2031-05-06 07:08:09"}, headers=KEY)

    slots = http.get("/api/v1/appointments/Slots?Limit=1", headers=KEY).json
    assert slots[0]["DateTimeStart"] == "2031-05-06 08:00:00"


def test_another_offices_clock_runs_on(http):
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2031-05-06 07:08:09"}, headers=KEY)

    note(http, "office-b")
    assert http.get("/_mockod/clock?office=office-b").json["mode"] == "running"


def test_freezing_without_a_time_freezes_now_and_running_runs_on_from_there(http):
    http.put("/_mockod/clock", json={"mode": "frozen", "now": "2031-05-06 07:08:09"}, headers=KEY)

    assert http.put("/_mockod/clock", json={"mode": "frozen"}, headers=KEY).json["now"] == "2031-05-06 07:08:09"
    assert http.put("/_mockod/clock", json={"mode": "running"}, headers=KEY).json["now"].startswith("2031-05-06 07:08")


def test_two_frozen_offices_answer_the_same_requests_with_the_same_bytes(http):
    answers = []
    for key in ("one", "two"):
        headers = {"Authorization": f"ODFHIR any/{key}"}
        http.put("/_mockod/clock", json={"mode": "frozen", "now": "2026-03-02 07:00:00"}, headers=headers)
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}
        calls = [http.post("/api/v1/appointments", json=body, headers=headers)]
        calls += [http.get(f"/api/v1/{path}", headers=headers) for path in ("appointments", "patients", "schedules")]
        answers.append([call.data for call in calls])

    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/_mockod/nothing", None, 404),
        ("DELETE", "/_mockod/clock", None, 405),
        ("PUT", "/_mockod/clock", {}, 400),
        ("PUT", "/_mockod/clock", {"mode": "stopped"}, 400),
        ("PUT", "/_mockod/clock", {"mode": "frozen", "now": "soon"}, 400),
        ("PUT", "/_mockod/clock", {"mode": "frozen", "zone": "UTC"}, 400),
        ("GET", "/_mockod/clock?office=a/b", None, 400),
    ],
)
def test_what_it_refuses_it_tells_as_problem_details(http, method, path, body, status):
    response = http.open(path, method=method, json=body)

    assert response.status_code == status
    assert response.content_type.startswith("application/problem+json")
    assert response.json["status"] == status
    assert response.json["detail"]


def test_health_does_not_ask_for_keys(http):
    assert http.get("/_mockod/health", headers={"Authorization": "Bearer x"}).status_code == 200
    assert http.get("/_mockod/clock", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_reset_runs_aside_as_there_may_be_many_offices():
    plane = create_app(Config(practice="tiny")).extensions["mockod.site"].control
    assert plane.endpoint(Request("POST", "/reset", "", {}, b"")).slow
    assert not plane.endpoint(Request("GET", "/health", "", {}, b"")).slow
