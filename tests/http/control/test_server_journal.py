"""/_mockod/requests without an office: the server's own journal, which has what matched nothing and why not."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.access.keyring import Grant, Keyring
from support.api_client import ApiClient
from support.not_simulated import lacking, path_to

HERE = "There is nothing here; the API is at /api/v1."
MISSING = "It is missing. Send Authorization: ODFHIR {developer key}/{customer key}."
INVALID = "It is invalid. It must be: ODFHIR, one blank, a developer key, a slash, a customer key."
LISTED = Keyring({"customer-of-acme": Grant("acme-developer")})


@pytest.fixture
def office():
    """The first office of an application of its own, so that numbers begin at 1."""
    return ApiClient(create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client(), "office-a")


@pytest.fixture
def guarded():
    """An application that lets in the keys of one office alone."""
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), keyring=LISTED)).test_client()


def requests(http, **query):
    response = http.get("/_mockod/requests", query_string=query)
    assert response.status_code == 200, response.text
    return response.json


def lines(http, **query):
    return http.get("/_mockod/requests", query_string={**query, "format": "text"}).text.splitlines()


def test_a_request_below_a_wrong_base_path_is_there_with_all_that_was_sent(office):
    body = {"PatNum": 1}
    office.http.post("/v1/appointments?x=1", json=body, headers={**office.headers, "User-Agent": "book-bot/2"})

    (entry,) = requests(office.http)
    assert entry.pop("milliseconds") == 0
    assert entry == {
        "number": 1,
        "at": "2026-03-02 07:00:00",
        "office": None,
        "developer": "",
        "method": "POST",
        "path": "v1/appointments",
        "query": {"x": "1"},
        "endpoint": "",
        "headers": {"content-type": "application/json", "host": "localhost", "user-agent": "book-bot/2"},
        "client": "book-bot/2",
        "content_type": "application/json",
        "origin": "",
        "simulated": True,
        "status": 404,
        "basis": "assumed",
        "waited": 0.0,
        "faults": [],
        "changes": [],
        "ignored": [],
        "rows": None,
        "limit": None,
        "body": body,
        "answer": HERE,
        "clipped": [],
        "unmatched": f"{HERE} Try /api/v1/appointments.",
    }


@pytest.mark.parametrize(
    ("header", "note"),
    [
        (None, MISSING),
        ("", MISSING),
        ("ODFHIR no-slash", INVALID),
        ("Bearer acme-developer/customer", INVALID),
        ("Basic dXNlcjpwYXNz", INVALID),
    ],
)
def test_a_request_without_readable_keys_says_whether_they_are_missing_or_wrong(office, header, note):
    refused = office.http.get("/api/v1/patients", headers={} if header is None else {"Authorization": header})

    assert (refused.status_code, refused.headers["X-Mockod-Note"]) == (401, note)
    (entry,) = requests(office.http)
    assert (entry["path"], entry["status"], entry["office"]) == ("patients", 401, None)
    assert entry["unmatched"] == f"Authorization header is missing or invalid. {note}"


@pytest.mark.parametrize(
    ("keys", "developer", "office"),
    [
        ("acme-developer/someone-else", "acme...per", "som...lse"),
        ("other-developer/customer-of-acme", "othe...per", "cust...acme"),
    ],
)
def test_keys_that_are_not_let_in_are_told_shortened(guarded, keys, developer, office):
    assert guarded.get("/api/v1/patients", headers={"Authorization": f"ODFHIR {keys}"}).status_code == 401

    (entry,) = requests(guarded)
    assert (entry["unmatched"], entry["developer"], entry["office"]) == ("Invalid credentials.", developer, office)
    assert not any(key in str(entry) for key in keys.split("/"))


def test_no_office_is_made_and_none_is_charged_by_keys_that_are_not_let_in(guarded):
    guarded.get("/api/v1/patients", headers={"Authorization": "ODFHIR other-developer/customer-of-acme"})

    assert guarded.get("/_mockod/requests?office=customer-of-acme").status_code == 404
    assert guarded.application.extensions["mockod.offices"].by_key() == {}


def test_all_requests_of_the_server_are_in_it_in_their_order(office):
    office.get("patients/1")
    office.http.get("/patients/1")
    office.get("labs")
    office.http.get("/api/v1/patients")

    entries = requests(office.http)
    assert [(entry["number"], entry["office"], entry["status"]) for entry in entries] == [
        (1, "office-a", 200),
        (2, None, 404),
        (3, "office-a", 404),
        (4, None, 401),
    ]
    assert [entry["number"] for entry in requests(office.http, unmatched="true")] == [2, 3, 4]
    assert [entry["number"] for entry in requests(office.http, unmatched="false")] == [1]
    assert [entry["number"] for entry in requests(office.http, unmatched="true", status="404", since=2)] == [3]


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "labs/5", "There is no resource labs."),
        ("GET", "", "The path names no resource."),
        ("DELETE", "appointments/1", "appointments has no method DELETE."),
        ("GET", "appointments/1/Foo", "appointments has no method GET Foo."),
    ],
)
def test_an_office_shows_what_matched_no_endpoint(office, method, path, why):
    office.get("patients/1")
    office.get("patients/99")
    office.post("appointments", {"PatNum": 1})
    office.call(method, path)

    (entry,) = requests(office.http, office="office-a", unmatched="true")
    assert (entry["number"], entry["unmatched"]) == (4, why)


def test_an_office_shows_what_is_not_simulated_yet(office):
    office.get(path_to(lacking()))

    (entry,) = requests(office.http, office="office-a", unmatched="true")
    assert entry["unmatched"] == "Open Dental has this; mockod does not simulate it yet."


def test_a_fault_does_not_hide_that_nothing_matched(office):
    office.http.post("/_mockod/faults?office=office-a", json={"kind": "econnector_down"})
    office.get("patients")
    office.get("labs")

    entries = requests(office.http, office="office-a")
    assert [(entry["endpoint"], entry["unmatched"]) for entry in entries] == [
        ("GET patients", None),
        ("", "There is no resource labs."),
    ]


@pytest.mark.parametrize("value", ["", "1", "TRUE", "yes", "null"])
def test_unmatched_is_true_or_false_and_nothing_else(office, value):
    refused = office.http.get(f"/_mockod/requests?unmatched={value}")

    assert (refused.status_code, refused.json["detail"]) == (400, "unmatched format must be true or false.")


def test_an_office_without_requests_says_that_some_reached_no_office(office):
    office.http.post("/_mockod/offices", json={"office": "office-a"})
    assert lines(office.http, office="office-a") == ["No requests."]
    office.http.get("/patients")

    assert lines(office.http, office="office-a") == [
        "No requests of this office; 1 that reached no office are shown where none is named."
    ]


def test_as_text_what_reached_no_office_says_why(office):
    office.http.get("/v1/patients")

    (line,) = lines(office.http)
    assert line.startswith("1  no office  07:00:00  GET v1/patients 404  ")
    assert line.endswith(f"  {HERE} Try /api/v1/patients.")


def test_it_is_bounded_as_an_offices_own_is(office):
    for number in range(1010):
        office.http.get(f"/nowhere/{number}")
    office.get("patients/1")

    entries = requests(office.http, limit=2000)
    assert [entries[0]["path"], entries[-1]["path"], len(entries)] == ["nowhere/10", "patients/1", 1001]


def test_it_is_cleared_with_all_and_not_with_an_office(office):
    office.http.get("/nowhere")
    office.get("patients/1")

    assert office.http.delete("/_mockod/requests?office=office-a").json == {"cleared": 1}
    assert [entry["path"] for entry in requests(office.http)] == ["nowhere"]
    assert office.http.delete("/_mockod/requests").json == {"cleared": 1, "offices": 0}
    office.http.get("/nowhere")
    office.http.post("/_mockod/reset?office=office-a")
    assert len(requests(office.http)) == 1
    office.http.post("/_mockod/reset")
    assert requests(office.http) == []


def test_the_control_plane_is_not_in_it(office):
    for path in ("health", "nowhere", "requests?unmatched=x"):
        office.http.get(f"/_mockod/{path}")

    assert requests(office.http) == []


def test_it_can_be_verified_and_does_not_count_as_a_clients_habit(office):
    office.http.get("/v1/patients")
    office.http.get("/api/v1/patients")

    order = {"calls": [{"status": 404, "times": 1}, {"status": 401, "times": 1}]}
    assert office.http.post("/_mockod/verify", json=order).json["verified"]
    assert office.http.get("/_mockod/lint").json == []
    assert office.http.get("/_mockod/minimum-version").json["because"] == []


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("/appointments", "Try /api/v1/appointments."),
        ("/appointments/18", "Try /api/v1/appointments/18."),
        ("/v1/appointments", "Try /api/v1/appointments."),
        ("/v2.1/appointments/Slots", "Try /api/v1/appointments/Slots."),
        ("/API/V1/Appointments", "Try /api/v1/Appointments."),
        ("/proxy/api/v1/patients/11", "Try /api/v1/patients/11."),
        ("/api/appointments", "Try /api/v1/appointments."),
        ("/api/patients", "Try /api/v1/patients."),
        ("/api/v2/appointments", "Try /api/v1/appointments."),
        ("/api/v1/api/v1/appointments", "Try /api/v1/appointments."),
        ("/api/v1/v1/appointments", "Try /api/v1/appointments."),
        ("/patients/a%0d%0ab%22", "Try /api/v1/patients/a%0D%0Ab%22."),
        ("/patients/%C3%BC", "Try /api/v1/patients/%C3%BC."),
        ("/favicon.ico", None),
        ("/api/v1", None),
        ("/api/v1/labs", None),
        ("/api/v1/appointments/1/Foo", None),
        ("/patients/" + "x" * 400, None),
    ],
)
def test_a_wrong_base_path_is_refused_with_a_note_of_the_right_one(office, path, note):
    refused = office.http.get(path, headers=office.headers)

    assert refused.status_code in (400, 404)
    assert refused.headers.get("X-Mockod-Note") == note
