"""/_mockod/requests: the journal of what was asked of an office, filtered and cleared."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.rest.json_codec import write_json
from mockod.simulation.clock import Clock
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT
from support.api_client import ApiClient
from support.not_simulated import lacking, path_to

BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}


@pytest.fixture
def office():
    """The first office of an application of its own, so that numbers begin at 1."""
    http = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()
    return ApiClient(http, "office-a")


@pytest.fixture
def other(office):
    return ApiClient(office.http, "office-b")


def journal(office, **query):
    response = office.http.get("/_mockod/requests", query_string=query, headers=office.headers)
    assert response.status_code == 200, response.text
    return response.json


def numbers(office, **query):
    return [entry["number"] for entry in journal(office, **query)]


def text(office, **query):
    response = office.http.get("/_mockod/requests", query_string={**query, "format": "text"}, headers=office.headers)
    assert response.content_type == "text/plain; charset=utf-8"
    return response.text.splitlines()


def test_an_entry_tells_all_of_a_request_and_its_answer(office):
    office.http.post(
        "/api/v1/appointments?verbose=1",
        json={**BOOKING, "Colour": "red"},
        headers={**office.headers, "User-Agent": "book-bot/2"},
    )

    (entry,) = journal(office)
    assert entry.pop("milliseconds") > 0
    answer = entry.pop("answer")
    assert (answer["PatNum"], answer["AptDateTime"]) == (1, "2026-03-03 09:00:00")
    assert entry == {
        "number": 1,
        "at": "2026-03-02 07:00:00",
        "office": "office-a",
        "developer": "test-developer",
        "method": "POST",
        "path": "appointments",
        "query": {"verbose": "1"},
        "endpoint": "POST appointments",
        "simulated": True,
        "headers": {
            "authorization": "ODFHIR test-developer/office-a",
            "content-type": "application/json",
            "host": "localhost",
            "user-agent": "book-bot/2",
        },
        "client": "book-bot/2",
        "content_type": "application/json",
        "origin": "",
        "status": 201,
        "basis": "documented",
        "waited": 0.0,
        "faults": [],
        "changes": ["appointment: 1 inserted", "histappointment: 1 inserted"],
        "ignored": ["verbose", "Colour"],
        "rows": None,
        "limit": None,
        "body": {**BOOKING, "Colour": "red"},
        "clipped": [],
        "unmatched": None,
    }


def test_a_list_tells_its_rows_and_the_most_there_could_have_been(office):
    office.get("patients", Limit=1)

    (entry,) = journal(office)
    assert (entry["rows"], entry["limit"], entry["body"]) == (1, 1, None)
    assert (entry["query"], entry["ignored"]) == ({"Limit": "1"}, [])


def test_a_refused_request_is_there_with_its_words_and_without_changes(office):
    office.post("appointments", {"PatNum": 1})
    office.get("nothing/5")

    first, second = journal(office)
    assert (first["status"], first["answer"], first["changes"]) == (400, "Op is required.", [])
    assert (second["status"], second["endpoint"], second["path"]) == (404, "", "nothing/5")


def test_a_request_that_is_not_simulated_says_so_and_names_the_vendors_method(office):
    method = lacking("GET")
    office.get(path_to(method))
    office.get("nothing")

    assert [(entry["simulated"], entry["endpoint"]) for entry in journal(office)] == [
        (False, f"GET {method.path}"),
        (True, ""),
    ]
    assert f"mockod does not simulate GET {method.path} yet." in text(office)[0]


def test_a_request_struck_by_a_fault_is_there_with_the_fault(office):
    office.http.post("/_mockod/faults", json={"kind": "econnector_down", "times": 1}, headers=office.headers)
    office.get("patients")
    office.get("patients")

    assert [entry["faults"] for entry in journal(office)] == [["econnector_down"], []]


def test_the_control_plane_is_not_in_it(office):
    journal(office)
    office.set_clock("2026-03-02 08:00:00")

    assert journal(office) == []


def test_asking_makes_no_office(office):
    assert journal(office) == []
    assert office.http.delete("/_mockod/requests", headers=office.headers).json == {"cleared": 0}

    assert office.http.application.extensions["mockod.offices"].by_key() == {}


def test_a_parameter_that_was_sent_twice_is_a_list(office):
    office.http.get("/api/v1/patients?LName=A&LName=B&FName=", headers=office.headers)

    assert journal(office)[0]["query"] == {"LName": ["A", "B"], "FName": ""}


@pytest.mark.parametrize(
    ("body", "told"),
    [(b"{broken", "{broken"), (b"[1, 2]", [1, 2]), (b"\xff", "\ufffd"), (b"  ", "  "), (b"", None)],
)
def test_a_body_is_told_as_json_or_else_as_text(office, body, told):
    office.http.post("/api/v1/patients", data=body, content_type="application/json", headers=office.headers)

    assert journal(office)[0]["body"] == told


def test_what_is_long_is_clipped_and_says_so(office):
    long = '{"LName": "' + "x" * BODY_CLIPPED_AT
    office.http.post("/api/v1/patients", data=long, content_type="application/json", headers=office.headers)
    short = office.book(AptDateTime="2026-03-03 09:00:00", Note="x")
    note = CLIPPED_AT - len(write_json(short)) + 1
    answers = [office.book(AptDateTime="2026-03-03 09:00:00", Note="x" * length) for length in (note + 1, note)]
    office.get("x" * CLIPPED_AT)

    first, _, second, third, fourth = journal(office)
    assert (first["body"], first["clipped"]) == (long[:BODY_CLIPPED_AT], ["body"])
    assert (second["answer"], second["clipped"]) == (write_json(answers[0])[:CLIPPED_AT].decode(), ["answer"])
    assert (third["answer"], third["clipped"]) == (answers[1], [])
    assert fourth["path"] == "x" * 499


@pytest.fixture
def busy(office, other):
    """Seven requests, the sixth of another office."""
    office.get("patients/1")
    office.post("appointments", BOOKING)
    office.post("appointments", {"PatNum": 1})
    office.get("Appointments/1")
    office.put("appointments/1", {"Note": "late"})
    other.get("patients/1")
    office.get("nothing")
    return office


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 7]),
        ({"method": "POST"}, [2, 3]),
        ({"method": "post"}, [2, 3]),
        ({"path": "appointments"}, [2, 3]),
        ({"path": "/APPOINTMENTS/*"}, [4, 5]),
        ({"path": "a*"}, [2, 3, 4, 5]),
        ({"endpoint": "GET appointments/{AptNum}"}, [4]),
        ({"endpoint": "*appointments/*"}, [4, 5]),
        ({"status": "201"}, [2]),
        ({"status": "4xx"}, [3, 7]),
        ({"status": "4XX", "method": "GET"}, [7]),
        ({"status": "500"}, []),
        ({"since": "3"}, [4, 5, 7]),
        ({"since": "7"}, []),
        ({"limit": "2"}, [5, 7]),
        ({"limit": "0"}, []),
        ({"limit": "1", "path": "appointments"}, [3]),
    ],
    ids=str,
)
def test_what_is_asked_for_is_told_oldest_first(busy, query, found):
    assert numbers(busy, **query) == found


def test_the_office_can_be_named_in_the_query(busy):
    entries = busy.http.get("/_mockod/requests?office=office-b", headers=busy.headers).json

    assert [entry["number"] for entry in entries] == [6]


def test_without_a_key_all_offices_are_told(busy):
    entries = busy.http.get("/_mockod/requests").json

    assert [(entry["number"], entry["office"]) for entry in entries][4:] == [
        (5, "office-a"),
        (6, "office-b"),
        (7, "office-a"),
    ]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("status=4x", "status format must be a number or such as 4xx."),
        ("status=600", "status format must be a number or such as 4xx."),
        ("status=x", "status format must be a number or such as 4xx."),
        ("since=-1", "since: a whole number from 0 on belongs here"),
        ("since=x", "since: a whole number from 0 on belongs here"),
        ("limit=9999999999999999999", "limit: a whole number from 0 on belongs here"),
        ("method=", "method: a text of 1 to 1000 characters belongs here"),
        ("path=" + "x" * 1001, "path: a text of 1 to 1000 characters belongs here"),
        ("paths=x", "paths is not known here; path was meant?"),
        ("office=a/b", "office is a customer key: up to 128 characters without blanks or slashes."),
    ],
)
def test_what_cannot_be_asked_is_refused(busy, query, detail):
    response = busy.http.get(f"/_mockod/requests?{query}")

    assert (response.status_code, response.json["detail"]) == (400, detail)


def test_any_path_of_a_filter_is_understood(busy):
    for path in ("[", "[!", "*" * 900, "\\", "(?P<", "\x00"):
        assert isinstance(numbers(busy, path=path), list)


def lines_without_time(lines):
    """The milliseconds are as they may be."""
    return ["  ".join(part for part in line.split("  ") if not part.endswith(" ms")) for line in lines]


def test_as_text_each_is_one_line(busy):
    busy.get("providers", Limit=1, Colour="red")

    lines = lines_without_time(text(busy))
    assert lines.pop(4).startswith("5  07:00:00  PUT appointments/1 200  appointment: ")
    assert lines == [
        "1  07:00:00  GET patients/1 200",
        "2  07:00:00  POST appointments 201  appointment: 1 inserted  histappointment: 1 inserted",
        "3  07:00:00  POST appointments 400  Op is required.",
        "4  07:00:00  GET Appointments/1 200",
        "7  07:00:00  GET nothing 404  nothing is not a valid resource.  There is no resource nothing.",
        "8  07:00:00  GET providers?Limit=1&Colour=red 200  1 of at most 1 rows  ignored: Colour",
    ]
    assert text(busy, since=99) == ["No requests."]


def test_as_text_of_all_offices_each_line_names_its_own(busy):
    lines = busy.http.get("/_mockod/requests?format=text").text.splitlines()

    assert lines_without_time(lines)[5] == "6  office-b  07:00:00  GET patients/1 200"


def test_as_text_even_a_path_of_two_lines_is_one(office):
    office.http.get("/api/v1/pat%0Aients%1B%E2%80%A8/1", headers=office.headers)

    (line,) = lines_without_time(text(office))
    shown = r"pat\x0aients\x1b\x2028"
    assert line.startswith(f"1  07:00:00  GET {shown}/1 404  {shown} is not a valid resource.")


def test_clearing_one_offices_leaves_the_others(busy, other):
    assert busy.http.delete("/_mockod/requests", headers=busy.headers).json == {"cleared": 6}

    assert (numbers(busy), numbers(other)) == ([], [6])
    busy.get("patients/1")
    assert numbers(busy) == [8]


def test_clearing_without_a_key_clears_all(busy, other):
    assert busy.http.delete("/_mockod/requests").json == {"cleared": 7, "offices": 2}

    assert (numbers(busy), numbers(other)) == ([], [])


def test_a_reset_clears_the_offices_own(busy, other):
    busy.http.post("/_mockod/reset", headers=busy.headers)
    assert (numbers(busy), numbers(other)) == ([], [6])

    busy.http.post("/_mockod/reset")
    assert numbers(other) == []


def test_a_reset_clears_the_journal_of_an_office_that_was_never_made(office):
    office.get("nothing")
    assert numbers(office) == [1]

    office.http.post("/_mockod/reset", headers=office.headers)

    assert numbers(office) == []


def test_other_methods_are_not_understood(office):
    assert office.http.put("/_mockod/requests").status_code == 405
    assert office.http.get("/_mockod/requests/1").status_code == 404


def test_of_very_many_headers_a_hundred_are_kept(office):
    for many in (97, 98):  # beside the keys, the host and the client's name
        more = {f"X-{number:03}": "v" * 20 for number in range(many)}
        office.http.get("/api/v1/patients/1", headers={**office.headers, "User-Agent": "book-bot/2", **more})

    assert [len(entry["headers"]) for entry in journal(office)] == [100, 100]


def test_headers_of_the_connection_are_not_kept_and_no_name_is_asked_twice(office):
    own = {"Connection": "close", "TE": "trailers", "Upgrade": "h2c", "Content-Length": "0", "X-Own": " a "}
    office.http.get("/api/v1/patients/1", headers={**office.headers, **own})

    (entry,) = journal(office)
    assert set(entry["headers"]) == {"authorization", "host", "user-agent", "x-own"}
    assert entry["headers"]["x-own"] == "a"
