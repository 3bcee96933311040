"""/_mockod/faults: ordered, listed, ended; whom they strike; and what is left of them without a server of ours."""

from __future__ import annotations

import errno
import time

import pytest

from mockod.app import create_app
from mockod.config import Config
from mockod.server import ConnectionCut
from support.db import database

BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}


def order(office, kind, **more):
    made = office.http.post("/_mockod/faults", json={"kind": kind, **more}, headers=office.headers)
    assert made.status_code == 201, made.text
    return made.json


def faults(office):
    return office.http.get("/_mockod/faults", headers=office.headers).json


def end(office, query=""):
    return office.http.delete(f"/_mockod/faults{query}", headers=office.headers)


def statuses(office, times, path="patients/1"):
    return [office.get(path).status_code for _ in range(times)]


def journal(office):
    return office.http.application.extensions["mockod.offices"].journals.entries(office.customer)


def test_a_fault_strikes_until_it_is_ended(office):
    assert order(office, "throttled") == {"number": 1, "kind": "throttled", "seed": 0, "seen": 0, "struck": 0}
    assert statuses(office, 3) == [429, 429, 429]
    assert faults(office) == [{"number": 1, "kind": "throttled", "seed": 0, "seen": 3, "struck": 3}]

    assert end(office, "?number=1").json == {"faults": 0}

    assert statuses(office, 1) == [200]
    assert end(office, "?number=1").status_code == 404


def test_a_fault_for_the_next_two_ends_by_itself(office):
    order(office, "throttled", times=2)

    assert statuses(office, 4) == [429, 429, 200, 200]
    assert faults(office) == []


def test_every_third_request_is_struck(office):
    order(office, "throttled", every=3)

    assert statuses(office, 7) == [200, 200, 429, 200, 200, 429, 200]


def test_only_the_method_and_the_paths_that_were_named_are_struck_and_counted(office):
    order(office, "throttled", method="post", path="/api/v1/Appointments*", times=1)

    assert statuses(office, 2, "appointments") == [200, 200]
    assert office.post("patients", {"LName": "A", "FName": "B"}).status_code == 201
    assert office.post("APPOINTMENTS//", BOOKING).status_code == 429
    assert office.post("appointments", BOOKING).status_code == 201


@pytest.mark.parametrize(
    ("path", "struck"),
    [("appointments", [429, 200, 200]), ("appointments/*", [200, 429, 429]), ("*/slots", [200, 200, 429])],
)
def test_a_star_is_anything(office, path, struck):
    office.book(AptDateTime="2026-03-02 09:00:00")
    order(office, "throttled", path=path)

    assert [office.get(p).status_code for p in ("appointments", "appointments/1", "appointments/Slots")] == struck


def test_the_same_seed_gives_the_same_faults_and_another_seed_others(make_office):
    met = []
    for seed in (7, 7, 8):
        office = make_office()
        order(office, "throttled", probability=0.5, seed=seed)
        met.append(statuses(office, 40))

    assert met[0] == met[1] != met[2]
    assert 10 < met[0].count(429) < 30


def test_a_fault_begins_and_ends_by_the_offices_clock_and_comes_back_with_it(office):
    order(office, "throttled", begins="2026-03-02 08:00:00", ends="2026-03-02 09:00:00")

    seen = []
    for at in ("07:59:59", "08:00:00", "08:59:59", "09:00:00", "08:30:00"):
        office.set_clock(f"2026-03-02 {at}")
        seen += statuses(office, 1)

    assert seen == [200, 429, 429, 200, 429]


def test_a_fault_of_one_office_is_not_anothers_and_one_for_all_is(tmp_path):
    http = create_app(Config(practice="tiny")).test_client()
    keys = [{"Authorization": f"ODFHIR dev/{name}"} for name in ("one", "two")]

    def told():
        return [http.get("/api/v1/patients/1", headers=key).status_code for key in keys]

    http.post("/_mockod/faults", json={"kind": "throttled", "times": 1}, headers=keys[0])
    assert [told(), told()] == [[429, 200], [200, 200]]

    http.post("/_mockod/faults", json={"kind": "key_disabled", "times": 3})
    assert [told(), told()] == [[400, 400], [400, 200]]
    http.post("/_mockod/faults", json={"kind": "key_disabled"})
    assert len(http.get("/_mockod/faults").json) == 1
    assert http.get("/_mockod/faults", headers=keys[0]).json == []
    http.post("/_mockod/reset")
    assert told() == [200, 200]


def test_a_window_of_a_fault_for_all_is_by_each_offices_own_clock():
    http = create_app(Config(practice="tiny")).test_client()
    http.post("/_mockod/faults", json={"kind": "throttled", "ends": "2026-03-02 09:00:00"})

    def told(name, now):
        key = {"Authorization": f"ODFHIR dev/{name}"}
        http.put("/_mockod/clock", json={"mode": "frozen", "now": now}, headers=key)
        return http.get("/api/v1/patients/1", headers=key).status_code

    assert [told("late", "2026-03-02 10:00:00"), told("early", "2026-03-02 08:00:00")] == [200, 429]


def test_all_faults_of_an_office_end_at_once_and_at_a_reset(office):
    order(office, "throttled")
    order(office, "slow")
    assert end(office).json == {"faults": 0}
    order(office, "throttled")
    office.http.post("/_mockod/reset", headers=office.headers)
    assert statuses(office, 1) == [200]


def test_two_faults_strike_together(office):
    order(office, "slow", seconds=0.1)
    order(office, "throttled", seconds=9)

    began = time.monotonic()
    refused = office.get("patients/1")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "9")
    assert time.monotonic() - began >= 0.1


def test_a_permission_and_a_version_can_be_named(office):
    order(office, "permission_missing", permission="ApiComm", times=1)
    order(office, "version_too_low", version="25.4.48", times=2)

    wanted = [
        (401, "Developer does not have permission ApiComm for this method."),
        (400, "This method requires Open Dental version 25.4.48 or higher."),
    ]
    assert [office.refusal("GET", "patients/1") for _ in wanted] == wanted


def test_a_fault_of_a_method_waits_until_the_method_is_known(office):
    order(office, "permission_missing")

    assert office.refusal("GET", "nothing") == (404, "nothing is not a valid resource.")


def test_faults_are_told_in_words_for_people(office):
    order(office, "slow", seconds=[1, 2], path="appointments*")

    told = office.http.get("/_mockod/faults?format=text", headers=office.headers).text
    assert told == "1: slow (path appointments*, seconds [1.0, 2.0])\n"
    assert "answer_lost         the connection closes without an answer; all is done" in (
        office.http.get("/_mockod/faults/kinds?format=text").text
    )


def test_faults_are_marked_in_the_journal(office):
    order(office, "slow", seconds=0, times=1)
    order(office, "throttled", times=1)
    statuses(office, 2)
    office.http.get("/api/v1/patients/1", headers={**office.headers, "X-Mockod-Fault": "key_disabled"})

    assert [(entry.status, entry.faults) for entry in journal(office)] == [
        (429, ("throttled", "slow")),
        (200, ()),
        (400, ("key_disabled",)),
    ]


def test_what_is_done_before_a_line_is_cut_is_in_the_journal(office):
    for kind, status, changes in (("answer_lost", 201, True), ("connection_reset", 0, False)):
        order(office, kind, times=1)
        with pytest.raises(ConnectionCut, match="a fault of mockod cut the connection") as cut:
            office.post("appointments", BOOKING)
        assert isinstance(cut.value, ConnectionResetError)
        assert cut.value.errno == errno.ECONNRESET
        entry = journal(office)[-1]
        assert (entry.status, entry.faults, bool(entry.changes)) == (status, (kind,), changes)
    assert len(office.read("appointments")) == 1


def test_on_a_plain_wsgi_server_an_answer_breaks_off_too(office):
    whole = office.get("patients/1").data
    order(office, "truncated_body", times=1)

    broken = office.get("patients/1")

    assert broken.data == whole[: len(whole) // 2]
    assert broken.headers["Content-Length"] == str(len(whole))


@pytest.mark.parametrize(("kind", "status"), [("slow", 200), ("timeout", 504)])
def test_on_a_plain_wsgi_server_an_answer_is_held_too(office, kind, status):
    order(office, kind, times=1, seconds=0.1)
    began = time.monotonic()
    assert statuses(office, 1) == [status]
    assert time.monotonic() - began >= 0.1


@pytest.mark.parametrize(
    "wrong",
    [
        "storm",
        "slow; seconds=soon",
        "slow; seconds=-1",
        "slow; seconds=4000",
        "slow; seconds=nan",
        "slow; times=2",
        "slow; kind=timeout",
        "slow; seconds=1; seconds=2",
        "slow; seconds",
        "permission_missing; permission=ApiNothing",
        "version_too_low; version=1",
        "; seconds=1",
        "slow, timeout",
    ],
)
def test_a_header_that_is_wrong_is_told_and_nothing_is_done(office, wrong):
    order(office, "truncated_body", path="patients/1")
    before = database(office).contents()

    headers = {**office.headers, "X-Mockod-Fault": wrong}
    refused = office.http.post("/api/v1/appointments", json=BOOKING, headers=headers)

    assert refused.status_code == 400
    assert refused.json.startswith("X-Mockod-Fault: ")
    assert database(office).contents() == before


WRONG_ORDERS = [
    ({}, "kind is required."),
    ({"kind": "storm"}, "kind: 'storm' is none of econnector_down, key_disabled"),
    ({"kind": []}, "kind: [] is none of econnector_down"),
    ({"kind": 7}, "kind: 7 is none of econnector_down"),
    ({"kind": "slow", "colour": "red"}, "colour is not known here."),
    ({"kind": "slow", "method": 7}, "method: a text belongs here"),
    ({"kind": "slow", "method": ""}, "method: a text belongs here"),
    ({"kind": "slow", "path": ["*"]}, "path: a text belongs here"),
    ({"kind": "slow", "path": "x" * 201}, "path: a text belongs here"),
    ({"kind": "slow", "every": 0}, "every: a whole number from 1 to 999999999 belongs here"),
    ({"kind": "slow", "every": 1.5}, "every: a whole number from 1"),
    ({"kind": "slow", "times": 0}, "times: a whole number from 1"),
    ({"kind": "slow", "times": True}, "times: a whole number from 1"),
    ({"kind": "slow", "times": "2"}, "times: a whole number from 1"),
    ({"kind": "slow", "times": 10**18}, "times: a whole number from 1"),
    ({"kind": "slow", "seed": -1}, "seed: a whole number from 0"),
    ({"kind": "slow", "seed": 2**63}, "seed: a whole number from 0"),
    ({"kind": "slow", "probability": 1.1}, "probability: a number between 0 and 1 belongs here"),
    ({"kind": "slow", "probability": True}, "probability: a number between 0 and 1 belongs here"),
    ({"kind": "slow", "seconds": -0.1}, "seconds: a number between 0 and 3600 belongs here"),
    ({"kind": "slow", "seconds": 3601}, "seconds: a number between 0 and 3600 belongs here"),
    ({"kind": "slow", "seconds": {}}, "seconds: a number between 0 and 3600 belongs here"),
    ({"kind": "slow", "seconds": [1, 2, 3]}, "seconds: one number belongs here, or two to draw between"),
    ({"kind": "slow", "seconds": [1, "x"]}, "seconds: a number between 0 and 3600 belongs here"),
    ({"kind": "slow", "begins": "soon"}, "begins: a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999"),
    ({"kind": "slow", "ends": 5}, "ends: a text belongs here"),
    (
        {"kind": "slow", "begins": "2026-03-02 09:00:00", "ends": "2026-03-02 09:00:00"},
        "ends: a moment after begins belongs here",
    ),
    ({"kind": "permission_missing", "permission": "ApiNothing"}, "permission: 'ApiNothing' is none of ApiReadAll"),
    ({"kind": "permission_missing", "permission": [[]]}, "permission: a text belongs here"),
    ({"kind": "version_too_low", "version": "1"}, "version: '1' is no Open Dental version"),
    ({"kind": "version_too_low", "version": 26.3}, "version: a text belongs here"),
    ([], "The body must be a JSON object."),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG_ORDERS)
def test_an_order_that_is_wrong_is_told_and_nothing_is_set(office, wrong, why):
    refused = office.http.post("/_mockod/faults", json=wrong, headers=office.headers)

    status = 409 if "after begins" in why else 400
    assert (refused.status_code, refused.content_type) == (status, "application/problem+json; charset=utf-8")
    assert why in refused.json["detail"]
    assert faults(office) == []


def test_there_is_a_bound_to_faults(office):
    for _ in range(100):
        order(office, "slow", seconds=0)

    refused = office.http.post("/_mockod/faults", json={"kind": "slow"}, headers=office.headers)

    assert (refused.status_code, refused.json["detail"]) == (409, "there are 100 faults already")
    assert len(faults(office)) == 100


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999999999999"])
def test_only_a_fault_that_is_there_can_be_ended(office, number):
    order(office, "slow")

    assert end(office, f"?number={number}").status_code in (400, 404)
    assert len(faults(office)) == 1


def remote(office, **settings):
    permissions = ["ApiReadAll", "ApiPatients", "ApiEnterprise"]
    asked = {"mode": "remote", "permissions": permissions, **settings}
    assert office.http.put("/_mockod/settings", json=asked, headers=office.headers).status_code == 200


@pytest.mark.parametrize(("clock", "later"), [("real", None), ("office", "2026-03-02 07:00:01")])
def test_a_plain_wsgi_server_turns_away_at_once_whoever_would_have_to_wait(office, clock, later):
    remote(office, throttle_clock=clock)
    began = time.monotonic()

    assert statuses(office, 2) == [200, 429]
    assert office.get("patients/1").headers["Retry-After"] == "1"
    assert time.monotonic() - began < 0.4
    if later:
        office.set_clock(later)
    else:
        time.sleep(0.5)
    assert statuses(office, 1) == [200]
    assert [entry.waited for entry in journal(office)] == [0.0] * 4


def test_without_a_queue_who_comes_early_is_turned_away_and_nothing_is_done(office):
    remote(office, queue_depth=0, permissions=["ApiReadAll", "ApiPatients"])
    assert statuses(office, 1) == [200]
    before = database(office).contents()

    assert office.refusal("POST", "patients", {"LName": "A", "FName": "B"}) == (429, "Too many requests")

    assert database(office).contents() == before


def test_a_fault_is_spent_only_where_it_does_something(office):
    order = {"kind": "permission_missing", "times": 1}
    office.http.post("/_mockod/faults", json=order, headers=office.headers)

    assert office.get("nosuch").status_code == 404
    assert office.get("operatories").status_code == 401
    assert office.get("operatories").status_code == 200
