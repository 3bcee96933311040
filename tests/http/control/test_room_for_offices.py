"""Where there is little room: an office that makes room for another just before it is used is made again, and a full
one still takes changes that need no room, though the note of them does.
"""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.pipeline.api import TRIES

KEYS = {"Authorization": "ODFHIR any/one"}


@pytest.fixture
def http():
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), offices=1, evict_idle=True)).test_client()


def evicted_at_once(http, monkeypatch, times):
    """Let the office go so many times, right after somebody found it."""
    offices = http.application.extensions["mockod.offices"]
    find, left = offices.office, [times]

    def office(key, clock=None):
        found = find(key, clock)
        if left[0]:
            left[0] -= 1
            find("another")
        return found

    monkeypatch.setattr(offices, "office", office)


def test_a_request_to_an_office_that_has_just_made_room_is_answered_by_a_new_one(http, monkeypatch):
    evicted_at_once(http, monkeypatch, TRIES)

    assert http.get("/api/v1/patients/1", headers=KEYS).status_code == 200


def test_where_that_happens_again_and_again_the_refusal_says_what_happened(http, monkeypatch):
    evicted_at_once(http, monkeypatch, TRIES + 1)

    refused = http.get("/api/v1/patients/1", headers=KEYS)
    assert (refused.status_code, refused.json) == (
        400,
        "This office has just made room for another. Ask again, and it is there again.",
    )


def test_a_change_in_a_full_office_is_not_refused_for_the_note_of_it(http):
    def put(name):
        return http.put("/api/v1/patients/1", json={"FName": name}, headers=KEYS).status_code

    def notes():
        with office.transaction() as tx:
            return tx.value("SELECT count(*) FROM securitylog")

    assert put("Anna") == 200
    office = http.application.extensions["mockod.offices"].office("one")
    db = office._database.connection
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")

    assert {put("Anne" if number % 2 else "Anna") for number in range(1, 200)} == {200}
    assert 1 < notes() < 200
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert http.get("/api/v1/patients/1", headers=KEYS).json["FName"] == "Anne"


def test_a_full_office_without_a_single_note_takes_a_change_too(http):
    office = http.application.extensions["mockod.offices"].office("one")
    db = office._database.connection
    db.execute("DELETE FROM securitylog")
    db.execute(
        "CREATE TRIGGER no_room BEFORE INSERT ON securitylog BEGIN INSERT INTO room VALUES (zeroblob(9000)); END"
    )
    db.execute("CREATE TABLE room (taken BLOB NOT NULL)")
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")

    changed = http.put("/api/v1/patients/1", json={"FName": "Anne"}, headers=KEYS)

    assert (changed.status_code, changed.json["FName"]) == (200, "Anne")
    assert db.execute("SELECT count(*) FROM securitylog").fetchone() == (0,)
