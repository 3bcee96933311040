"""POST /_mockod/scenarios: stories played by the server itself, its own or one that is sent."""

from __future__ import annotations

import json

import pytest

from conftest import application, new_office
from mockod.app import create_app
from mockod.config import read_config
from mockod.scenario import library
from mockod.server.site import EXTENSION

STORY = 'story: A\nclock: "2026-03-02 07:30:00"\nsteps:\n  - {get: patients/1, answer: {PatNum: 1}}\n'


@pytest.fixture
def office():
    return new_office("tiny")


def post(office, path="scenarios", body=b"", **options):
    return office.http.post(f"/_mockod/{path}", data=body, headers=office.headers, **options)


def test_a_story_leaves_its_office_as_it_ends_and_a_reset_brings_back_how_it_began(office):
    told = post(office, "scenarios/a-gateway-in-between")

    assert (told.status_code, told.json["passed"], told.json["office"]) == (200, True, office.customer)
    now = office.http.get("/_mockod/clock", headers=office.headers)
    assert now.json == {"mode": "frozen", "now": "2026-03-02 07:30:30"}
    assert len(office.http.get("/_mockod/requests", headers=office.headers).json) == 5
    post(office, "reset")
    assert office.http.get("/_mockod/clock", headers=office.headers).json["now"] == "2026-03-02 07:30:00"


def test_what_the_office_was_is_forgotten(office):
    made = office.http.post("/api/v1/patients", json={"LName": "New", "FName": "Nora"}, headers=office.headers)
    assert post(office, body=STORY).json["passed"]

    path = f"/api/v1/patients/{made.json['PatNum']}"
    assert office.http.get(path, headers=office.headers).status_code == 404


def test_a_story_is_sent_as_yaml_or_json(office):
    as_json = json.dumps({"story": "A", "steps": [{"get": "patients/99", "status": 404}]})

    for sent in (STORY, as_json):
        told = post(office, body=sent).json
        assert (told["scenario"], told["passed"], len(told["steps"])) == ("sent", True, 2)


def test_one_that_fails_says_so_and_is_no_error(office):
    told = post(office, body=STORY.replace("PatNum: 1}", "PatNum: 2}"))

    assert (told.status_code, told.json["passed"]) == (200, False)
    assert told.json["steps"][-1] == {
        "number": 1,
        "line": 4,
        "say": "",
        "did": "GET patients/1",
        "outcome": "failed",
        "status": 200,
        "problems": ["PatNum: 2 was expected, 1 came"],
    }


def test_mistakes_are_422_each_with_its_line(office):
    refused = post(office, body="story: A\nstps: []\n")

    assert refused.status_code == 422
    assert refused.json["detail"].splitlines() == [
        "body:1: steps are missing",
        "body:2: 'stps' does not belong in a scenario; steps was meant?",
    ]
    assert post(office, body=b"\xff").json["detail"] == "body:1: this line is no UTF-8"
    assert post(office, body=b"#" * 1_000_001).json["detail"] == "body:1: larger than 1 MB"


def test_an_office_must_be_named_and_a_scenario_known():
    http = application("tiny").test_client()

    assert http.post("/_mockod/scenarios/no-show").json["detail"].startswith("Name one office")
    unknown = http.post("/_mockod/scenarios/no-shw?office=a")
    assert (unknown.status_code, unknown.json["detail"]) == (404, "There is no scenario no-shw; no-show was meant?")
    assert http.get("/_mockod/scenarios/no-show").status_code == 405
    assert http.post("/_mockod/scenarios/no-show/again?office=a").status_code == 404


def test_it_can_be_read_as_text(office):
    told = post(office, "scenarios/a-gateway-in-between?format=text").text
    assert told.splitlines()[-1] == "a-gateway-in-between: passed, 7 steps"
    assert len(office.http.get("/_mockod/scenarios?format=text").text.splitlines()) == len(library.names())


def test_a_listed_key_plays_with_its_own_permissions(tmp_path):
    keys = tmp_path / "keys.yaml"
    keys.write_text("keys:\n  - {developer: dev, customer: listed, permissions: [ApiReadAll]}\n")
    http = create_app(read_config({"keys": str(keys), "practice": "tiny"})).test_client()
    writes = "story: A\nsteps: [{post: patients, body: {LName: A, FName: B}, status: 401}]"

    for body in (STORY, writes):
        told = http.post("/_mockod/scenarios", data=body, headers={"Authorization": "ODFHIR dev/listed"})
        assert told.json["passed"], told.json
    assert not http.post("/_mockod/scenarios?office=listed", data=STORY).json["passed"]


def test_a_story_reaches_nothing_but_its_own_server(office):
    for path in ("../../_mockod/offices", "/etc/passwd", "a?b=1#c", "%2e%2e/x", "a b"):
        told = post(office, body=json.dumps({"story": "A", "steps": [{"get": path}]})).json
        assert not told["passed"]
        assert told["steps"][-1]["status"] in (400, 404)


def test_where_a_server_has_no_room_for_a_receiver_a_story_is_409():
    app = create_app(read_config({"practice": "tiny"}))
    room = app.extensions[EXTENSION].runtimes[0].shared.receivers
    while room.acquire(blocking=False):
        pass
    told = app.test_client().post("/_mockod/scenarios?office=a", data=f"receivers: [hook]\n{STORY}")

    assert told.status_code == 409
    assert told.json["detail"] == "No receiver can be opened: as many are open as the server has at one time."


def test_an_office_made_in_the_place_of_one_may_be_asked_at_once():
    """The queue before the dropped one, by its clock years ahead, is forgotten."""
    office = new_office("tiny")
    start = {"office": office.customer, "mode": "remote", "throttle_clock": "office", "queue_depth": 0}
    for now in ("2030-03-02 07:30:00", "2026-03-02 07:30:00"):
        office.http.post("/_mockod/offices", json={**start, "clock": {"mode": "frozen", "now": now}})
        assert office.http.get("/api/v1/patients/1", headers=office.headers).status_code == 200
        office.http.delete(f"/_mockod/offices?office={office.customer}")
