"""Faults of kind ``respond``: answers that a test says itself, or real ones with a field changed."""

from __future__ import annotations

import json

import pytest

from mockod.app import create_app
from mockod.config import Config
from support.db import database
from support.not_simulated import lacking, path_to

BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}
PAGE = "<!doctype html><h1>503 Service Temporarily Unavailable</h1>"


def stub(office, **said):
    made = office.http.post("/_mockod/faults", json={"kind": "respond", **said}, headers=office.headers)
    assert made.status_code == 201, made.text
    return made.json


def refused(office, **said):
    answer = office.http.post("/_mockod/faults", json={"kind": "respond", **said}, headers=office.headers)
    return answer.status_code, answer.json["detail"]


def journal(office):
    return office.http.get("/_mockod/requests", headers=office.headers).json


def verified(office, **call):
    order = {"calls": [call]}
    return office.http.post("/_mockod/verify", json=order, headers=office.headers).json["verified"]


def test_the_page_of_a_gateway_comes_in_place_of_a_booking_and_nothing_is_done(office):
    office.get("patients/1")
    before = database(office).contents()
    stub(office, status=503, headers={"Retry-After": "30", "Server": "nginx"}, body=PAGE, times=1)

    answer = office.post("appointments", BOOKING)

    assert (answer.status_code, answer.text) == (503, PAGE)
    told = {name: answer.headers[name] for name in ("Content-Type", "Retry-After", "Server", "X-Mockod-Basis")}
    assert told == {
        "Content-Type": "text/html; charset=utf-8",
        "Retry-After": "30",
        "Server": "nginx",
        "X-Mockod-Basis": "stub",
    }
    assert database(office).contents() == before
    assert office.post("appointments", BOOKING).status_code == 201


def test_journal_verify_and_log_know_that_it_was_a_stub(office):
    stub(office, status=503, body=PAGE, times=1)
    office.get("patients/1")

    (entry,) = journal(office)
    kept = {name: entry[name] for name in ("status", "basis", "faults", "endpoint", "answer", "unmatched")}
    assert kept == {
        "status": 503,
        "basis": "stub",
        "faults": ["respond"],
        "endpoint": "GET patients/{PatNum}",
        "answer": PAGE,
        "unmatched": None,
    }
    assert verified(office, endpoint="GET patients/{PatNum}", status=503, times=1)
    found = office.http.get("/_mockod/lint", headers=office.headers).json
    assert {finding["rule"] for finding in found} == {"no_content_type"}


def test_a_field_that_is_null_or_gone_or_new_needs_no_row_typed_anew(office):
    real, one = office.read("patients"), office.read("patients/1")
    stub(office, path="patients*", merge={"WirelessPhone": None, "Score": 7}, remove=["Email"])

    changed = [{**row, "WirelessPhone": None, "Score": 7} for row in (*real, one)]
    for row in changed:
        del row["Email"]
    assert office.read("patients") == changed[:-1]
    assert office.read("patients/1") == changed[-1]
    assert office.get("patients").headers["X-Mockod-Basis"] == "stub"
    assert office.refusal("GET", "patients/99") == (404, "Patient not found.")


def test_a_request_is_carried_out_where_its_answer_is_changed_or_it_is_said(office):
    stub(office, method="POST", path="appointments", merge={"AptNum": None}, times=1)
    booked = office.post("appointments", BOOKING)
    assert (booked.status_code, booked.json["AptNum"]) == (201, None)
    assert booked.headers["Location"].endswith("/appointments/1")

    stub(office, method="PUT", execute=True, status=502, body="Bad gateway", times=1)
    lost = office.put("appointments/1/Note", {"Note": "kept"})
    assert (lost.status_code, lost.text) == (502, "Bad gateway")
    assert office.read("appointments/1")["Note"] == "kept"
    assert [(entry["status"], bool(entry["changes"])) for entry in journal(office)[:2]] == [(201, True), (502, True)]


def test_a_refusal_in_the_vendors_shape_is_said_by_json(office):
    stub(office, status=404, json="Patient not found.", times=1)

    assert office.refusal("GET", "patients/1") == (404, "Patient not found.")


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(office, status):
    stub(office, status=status, headers={"ETag": '"1"', "Content-Type": "text/csv"})

    answer = office.get("patients/1")

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (status, b"", '"1"')
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.headers.get("Content-Length") == ("0" if status == 205 else None)


def test_a_resource_of_a_future_version_can_be_stubbed_and_a_misspelt_one_cannot(office):
    assert refused(office, path="unicorns", json=[])[0] == 404
    stub(office, path="unicorns", unmatched=True, json=[{"UnicornNum": 1}])

    answer = office.get("unicorns")

    assert (answer.status_code, answer.json) == (200, [{"UnicornNum": 1}])
    assert "X-Mockod-Note" not in answer.headers
    assert office.get("patients/1").json["PatNum"] == 1
    assert journal(office)[0]["unmatched"] == "There is no resource unicorns."
    assert verified(office, path="unicorns", unmatched=True, times=1)


def test_a_fault_for_what_is_unmatched_strikes_nothing_else(office):
    order = {"kind": "throttled", "unmatched": True}
    assert office.http.post("/_mockod/faults", json=order, headers=office.headers).status_code == 201

    assert [office.get(path).status_code for path in ("unicorns", "patients/1", "patients/1/nothing")] == [
        429,
        200,
        429,
    ]


def test_a_method_that_is_not_simulated_is_stubbed_and_known_in_the_journal(office):
    lacks = lacking("GET")
    stub(office, path=path_to(lacks).partition("?")[0], json=[{"Num": 1}])

    assert office.get(path_to(lacks)).json == [{"Num": 1}]
    assert verified(office, endpoint=f"GET {lacks.path}", unmatched=False, times=1)


def test_a_header_orders_a_status_for_one_request(office):
    brought = {**office.headers, "X-Mockod-Fault": "respond; status=503"}

    answer = office.http.get("/api/v1/patients/1", headers=brought)

    assert (answer.status_code, answer.data) == (503, b"")
    wrong = {**office.headers, "X-Mockod-Fault": "respond; status=busy"}
    assert office.http.get("/api/v1/patients/1", headers=wrong).json == (
        "X-Mockod-Fault: status: a whole number from 200 to 599 belongs here"
    )


def test_the_first_stub_answers_and_the_next_takes_over(office):
    stub(office, status=503, times=1)
    stub(office, status=502, times=1)

    assert [office.get("patients/1").status_code for _ in range(3)] == [503, 502, 200]


def test_a_stub_is_cut_or_late_as_any_answer(office):
    stub(office, json="0123456789")
    office.http.post("/_mockod/faults", json={"kind": "truncated_body"}, headers=office.headers)

    assert office.get("patients/1").data == b'"01234'


def test_headers_of_a_stub_win_over_those_of_cors(office):
    stub(office, headers={"access-control-allow-origin": "https://gateway.example"})

    assert office.get("patients/1").headers.getlist("Access-Control-Allow-Origin") == ["https://gateway.example"]


def test_a_retry_after_may_be_a_date_or_nonsense(office):
    for value in ("Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1", "9" * 400):
        stub(office, status=429, headers={"Retry-After": value}, times=1)
        assert office.get("patients/1").headers["Retry-After"] == value


def test_what_is_listed_can_be_ordered_again(office):
    said = {"status": 503, "headers": {"Retry-After": "30"}, "json": {"a": [None]}, "execute": True, "unmatched": False}
    told = stub(office, **said)

    listed = office.http.get("/_mockod/faults", headers=office.headers).json[0]
    assert listed == told
    again = {name: value for name, value in listed.items() if name not in ("number", "seen", "struck")}
    assert {**stub(office, **again), "number": 1} == listed


def test_a_long_body_is_told_by_its_beginning(office):
    stub(office, body="<p>" + "x" * 10_000)

    told = office.http.get("/_mockod/faults?format=text", headers=office.headers).text
    assert told.startswith("1: respond (body <p>xxx")
    assert len(told) < 300


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"headers": {"Content-Length": "3"}}, 409),
        ({"headers": {"X-A": "a\r\nSet-Cookie: b"}}, 400),
        ({"status": 204, "body": "x"}, 409),
        ({"status": 100}, 400),
        ({"body": None}, 400),
        ({"bdoy": "x"}, 400),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_set(office, said, status):
    assert refused(office, **said)[0] == status
    assert office.get("patients/1").status_code == 200


def test_a_stub_for_all_offices_answers_all():
    http = create_app(Config(practice="tiny")).test_client()
    http.post("/_mockod/faults", data=json.dumps({"kind": "respond", "status": 502, "times": 2}))

    told = [http.get("/api/v1/patients/1", headers={"Authorization": f"ODFHIR dev/{key}"}) for key in ("a", "b", "a")]
    assert [answer.status_code for answer in told] == [502, 502, 200]


# Delays of all answers


def test_every_answer_of_an_office_is_held_as_its_settings_say(office, make_office, monkeypatch):
    held = []
    monkeypatch.setattr(
        "mockod.server.wsgi.delay_thread", lambda response: held.append(response.transport.delay) or response
    )
    office.http.put("/_mockod/settings", json={"delay": 0.25}, headers=office.headers)
    office.get("patients/1")
    office.refusal("GET", "nothing")
    stub(office, status=503, seconds=1, times=1)
    office.get("patients/1")
    make_office().get("patients/1")
    assert held == [0.25, 0.25, 1.25, 0]

    office.http.put("/_mockod/settings", json={"delay": [0.2, 0.1]}, headers=office.headers)
    held.clear()
    for _ in range(20):
        office.get("patients/1")
    assert 0.1 <= min(held) < max(held) <= 0.2
    assert office.http.get("/_mockod/settings", headers=office.headers).json["delay"] == [0.1, 0.2]


@pytest.mark.parametrize("wrong", [-1, 3601, "300ms", [1], [1, 2, 3], True, None, [1, "2"]])
def test_a_setting_that_is_no_delay_is_refused(office, wrong):
    answer = office.http.put("/_mockod/settings", json={"delay": wrong}, headers=office.headers)

    assert (answer.status_code, answer.json["detail"][:6]) == (400, "delay:")
