"""/_mockod/verify: what a client was expected to ask, held against what it did."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from support.not_simulated import lacking, path_to

BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}


@pytest.fixture
def asked(office):
    """An office that was asked for slots, then for a booking, a wrong one and a list; answers the numbers too."""
    office.get("appointments/Slots", date="2026-03-03")
    office.post("appointments", BOOKING)
    office.post("appointments", {**BOOKING, "Op": 2, "ProcIDs": ["a"], "AptDateTime": "late"})
    office.get("appointments", date="2026-03-03")
    return office


@pytest.fixture
def timed() -> Iterator[None]:
    """A test that counts processor time, without that of collecting what other tests have left behind."""
    gc.freeze()
    yield
    gc.unfreeze()


def verify(office, *calls, headers=None, **order):
    response = office.http.post(
        "/_mockod/verify", json={"calls": list(calls), **order}, headers={**office.headers, **(headers or {})}
    )
    assert response.status_code == 200, response.text
    return response.text if headers else response.json


def numbers(office):
    return [entry["number"] for entry in office.http.get("/_mockod/requests", headers=office.headers).json]


SLOTS = {"endpoint": "GET appointments/Slots"}
NONE = {"refused": [], "not_simulated": []}
BOOK = {"method": "POST", "path": "appointments", "body": {"PatNum": 1, "Op": 1}, "status": 201}


def test_what_was_asked_as_expected_is_verified_and_found(asked):
    slots, booked, wrong, listed = numbers(asked)

    assert verify(asked, {**SLOTS, "query": {"date": "2026-03-03"}}, BOOK) == {
        "verified": True,
        "found": [
            {"expected": {**SLOTS, "query": {"date": "2026-03-03"}}, "found": 1, "requests": [slots], **NONE},
            {"expected": {**BOOK, "status": "201"}, "found": 1, "requests": [booked], **NONE},
        ],
    }
    assert verify(asked, {"path": "appointments", "times": 3})["found"][0]["requests"] == [booked, wrong, listed]


@pytest.mark.parametrize(
    ("call", "is_met"),
    [
        ({"path": "appointments"}, True),
        ({"path": "appointments", "times": 3}, True),
        ({"path": "appointments", "times": 2}, False),
        ({"path": "appointments", "times": {"least": 4}}, False),
        ({"path": "appointments", "times": {"most": 2}}, False),
        ({"path": "appointments", "times": {"least": 1, "most": 3}}, True),
        ({"path": "appointments", "times": "never"}, False),
        ({"path": "recalls", "times": "never"}, True),
        ({"path": "recalls", "times": 0}, True),
        ({"path": "recalls", "times": {"most": 1}}, True),
        ({"path": "recalls"}, False),
        ({"path": "appointments*", "status": "2xx", "times": 3}, True),
        ({"status": "4xx", "body": {"ProcIDs": ["a"], "Op": 2}, "times": 1}, True),
        ({"status": 400, "times": 1}, True),
        ({}, True),
    ],
    ids=str,
)
def test_how_often_is_counted(asked, call, is_met):
    assert verify(asked, call)["verified"] == is_met


def test_in_order_it_matters_what_came_first(asked):
    assert verify(asked, SLOTS, BOOK, in_order=True)["verified"]
    assert verify(asked, BOOK, SLOTS)["verified"]

    failed = verify(asked, BOOK, SLOTS, in_order=True)

    slots, booked, *_ = numbers(asked)
    (failure,) = failed["failures"]
    assert (failure["expected"], failure["found"]) == (SLOTS, 0)
    assert failure["nearest"][0]["request"]["number"] == slots
    assert failure["nearest"][0]["differences"] == [f"order: wanted after request {booked}"]


def test_in_order_what_is_never_asked_is_not_asked_between(asked):
    refused = {"status": "4xx", "times": "never"}

    assert verify(asked, SLOTS, refused, BOOK, in_order=True)["verified"]
    assert not verify(asked, BOOK, refused, in_order=True)["verified"]


def test_what_fails_is_told_with_the_three_that_come_nearest(asked):
    wanted = {"method": "POST", "path": "appointments", "body": {"PatNum": 1, "Op": 2}, "status": "2xx"}

    answer = verify(asked, SLOTS, wanted)

    _, booked, wrong, _ = numbers(asked)
    (failure,) = answer.pop("failures")
    assert answer == {"verified": False}
    assert (failure["expected"], failure["found"], failure["requests"]) == (wanted, 0, [])
    nearest = [(near["request"]["number"], near["differences"]) for near in failure["nearest"]]
    assert nearest[:2] == [
        (wrong, ["status: wanted 2xx, was 400"]),
        (booked, ["body.Op: wanted 2, was 1"]),
    ]
    assert len(nearest) == 3
    assert failure["nearest"][1]["request"]["body"] == BOOKING


def test_of_too_many_the_requests_are_told(asked):
    (failure,) = verify(asked, {"path": "appointments", "times": 1})["failures"]

    assert (failure["found"], failure["requests"], failure["nearest"]) == (3, numbers(asked)[1:], [])


def test_as_text_it_reads_as_a_report(asked):
    _, _, wrong, _ = numbers(asked)

    told = verify(asked, {**BOOK, "body": {"Op": 2}}, {**SLOTS, "times": "never"}, headers={"Accept": "text/plain"})

    lines = told.splitlines()
    assert lines[:2] == ["Not verified.", 'POST appointments 201 body {"Op":2}: wanted at least 1, found 0']
    assert lines[2].startswith(f"  nearest  {wrong}  07:00:00  POST appointments 400  ")
    assert lines[3] == "             status: wanted 201, was 400"
    assert "GET appointments/Slots: wanted 0, found 1" in lines
    assert lines[-1].startswith("  found    ")

    told = verify(asked, {"path": "a*", "times": {"most": 9}}, {}, headers={"Accept": "text/plain"})
    assert told.splitlines() == [
        "Verified.",
        "a*: wanted 0 to 9, found 4 (1 refused)",
        "any request: wanted at least 1, found 4 (1 refused)",
    ]


def test_requests_that_were_asked_as_expected_and_refused_are_told(office):
    lacks = lacking("GET")
    office.get("appointments/99")
    office.get(path_to(lacks))
    refused, lacking_one = numbers(office)

    (found,) = verify(office, {"method": "GET"})["found"]
    assert (found["refused"], found["not_simulated"]) == ([refused, lacking_one], [lacking_one])
    told = verify(office, {"method": "GET"}, {"status": "404"}, headers={"Accept": "text/plain"})
    assert told.splitlines()[1:] == [
        "GET: wanted at least 1, found 2 (2 refused, 1 not simulated)",
        "404: wanted at least 1, found 2 (1 not simulated)",
    ]


def test_as_text_even_a_value_of_two_lines_is_one(office):
    office.http.get("/api/v1/patients?LName=a%0Ab", headers=office.headers)

    told = verify(office, {"query": {"LName": "c"}}, headers={"Accept": "text/plain"})
    assert told.splitlines()[-1] == r"             query.LName: wanted c, was a\x0ab"


def test_another_offices_requests_do_not_count(asked, make_office):
    other = make_office("tiny")

    assert verify(other, {"times": "never"})["verified"]
    assert verify(asked, {"times": 4})["verified"]


def test_without_a_key_all_offices_count(asked):
    response = asked.http.post("/_mockod/verify", json={"calls": [{**BOOK, "times": {"least": 1}}]})

    assert response.json["verified"]


def test_before_the_first_request_nothing_is_near(office):
    assert verify(office, BOOK) == {
        "verified": False,
        "failures": [{"expected": {**BOOK, "status": "201"}, "found": 0, "requests": [], **NONE, "nearest": []}],
    }


TIMES = 'calls[0]: times format must be a number, "never" or {"least": 1, "most": 2}.'
PARAMETER = "a text, a number, true, false or null belongs to each name"
TOO_LONG = "a body of more than 16384 bytes is not kept whole, and so never found"
TOO_MANY = "calls: all bodies and queries together may have 5000 members"
STATUS = "calls[0]: status format must be a number or such as 4xx."


@pytest.mark.parametrize(
    ("order", "detail"),
    [
        ({}, "calls is required."),
        ({"calls": None}, "calls is required."),
        ({"calls": []}, "calls: a list of 1 to 100 objects belongs here"),
        ({"calls": {}}, "calls: a list of 1 to 100 objects belongs here"),
        ({"calls": [{}] * 101}, "calls: a list of 1 to 100 objects belongs here"),
        ({"calls": ["POST"]}, "calls[0] must be a JSON object."),
        ({"calls": [{}, {"verb": "GET"}]}, "calls[1]: verb is not known here."),
        ({"calls": [{"method": 1}]}, "calls[0]: method: a text of 1 to 1000 characters belongs here"),
        ({"calls": [{"path": ""}]}, "calls[0]: path: a text of 1 to 1000 characters belongs here"),
        ({"calls": [{"query": ["date"]}]}, "calls[0]: query: a JSON object belongs here"),
        ({"calls": [{"query": {"op": [1]}}]}, f"calls[0]: query: {PARAMETER}"),
        ({"calls": [{"status": True}]}, STATUS),
        ({"calls": [{"status": 99}]}, STATUS),
        ({"calls": [{"status": "20x"}]}, STATUS),
        ({"calls": [{"status": 2.0}]}, STATUS),
        *(
            ({"calls": [{"times": times}]}, TIMES)
            for times in (
                -1,
                True,
                1.5,
                "1",
                "once",
                10**7,
                10**30,
                [],
                {},
                {"least": None},
                {"least": 1, "exactly": 2},
            )
        ),
        ({"calls": [{}, {"body": "x" * 16_383}]}, f"calls[1]: body: {TOO_LONG}"),
        ({"calls": [{"body": [1] * 3000}, {"body": [1] * 2001}]}, TOO_MANY),
        ({"calls": [{"body": [[1] * 2500, [2] * 2499]}]}, TOO_MANY),
        ({"calls": [{"query": dict.fromkeys(map(str, range(5001)), 1)}]}, TOO_MANY),
        ({"calls": [{}], "in_order": 1}, "in_order: true or false belongs here"),
        ({"calls": [{}], "order": True}, "order is not known here; in_order was meant?"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_order_that_cannot_be_understood_is_a_problem(office, order, detail):
    response = office.http.post("/_mockod/verify", json=order, headers=office.headers)

    assert (response.status_code, response.json["detail"]) == (400, detail)
    assert response.content_type.startswith("application/problem+json")


@pytest.mark.parametrize("sent", ["x", "[]", "[1]", '{"calls": [{"body": ' + "[" * 300 + "]" * 300 + "}]}"])
def test_a_body_that_is_no_object_is_a_problem(office, sent):
    response = office.http.post("/_mockod/verify", data=sent, content_type="application/json", headers=office.headers)

    assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [0, False, "", [], {}, 1e300, 2**63, "\ud7ff", {"": None}, [[[None]]], {"a": {"b": {"c": []}}}],
    ids=lambda body: repr(body)[:30],
)
def test_any_body_may_be_wanted(asked, body):
    assert verify(asked, {"body": body, "times": {"least": 0}})["verified"]
    assert verify(asked, {"body": body}, headers={"Accept": "text/plain"})


def test_a_path_may_be_written_with_the_apis_prefix_and_a_method_in_small_letters(office):
    office.get("patients/1")
    call = {"method": "get", "path": "/api/v1/patients/1", "times": 1}

    told = office.http.post("/_mockod/verify", json={"calls": [call]}, headers=office.headers).json

    assert told["verified"] is True
    listed = office.http.get("/_mockod/requests?path=/api/v1/patients/*", headers=office.headers).json
    assert [entry["path"] for entry in listed] == ["patients/1"]


def test_as_many_members_as_may_be_are_held_against_many_requests_at_once(office, timed):
    for number in range(300):
        office.post("appointments", {f"Field{n}": number for n in range(90)})
    calls = [{"body": {f"Field{n}": "x" for n in range(50)}} for _ in range(100)]
    began = time.process_time()

    response = office.http.post("/_mockod/verify", json={"calls": calls}, headers=office.headers)

    assert (response.status_code, response.json["verified"], len(response.json["failures"])) == (200, False, 100)
    assert time.process_time() - began < 3
    assert len(response.data) < 3_000_000


def test_a_body_of_ninety_thousand_members_is_refused_at_once(office, timed):
    for number in range(300):
        office.post("appointments", {f"Field{n}": number for n in range(90)})
    body = {f"Member{n}": n for n in range(90_000)}
    began = time.process_time()

    response = office.http.post("/_mockod/verify", json={"calls": [{"body": body}]}, headers=office.headers)

    assert (response.status_code, response.json["detail"]) == (400, f"calls[0]: body: {TOO_LONG}")
    assert time.process_time() - began < 1
    assert len(response.data) < 1000


def test_more_at_least_than_at_most_is_a_contradiction(office):
    order = {"calls": [{}, {"times": {"least": 3, "most": 2}}]}

    response = office.http.post("/_mockod/verify", json=order, headers=office.headers)

    assert (response.status_code, response.json["detail"]) == (409, "calls[1]: times: the most is less than the least")


# Headers, at least, at most, and requests outside the API


@pytest.fixture
def sent(office):
    """An office that was asked twice, with headers of the client's own."""
    for key in ("a-1", "a-2"):
        headers = {**office.headers, "Idempotency-Key": key, "User-Agent": "book-bot/2 (test)"}
        office.http.post("/api/v1/appointments", json=BOOKING, headers=headers)
    return office


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"Idempotency-Key": "a-1"}, 1),
        ({"idempotency-key": "A-1"}, 0),
        ({"Idempotency-Key": "a-*", "USER-AGENT": "book-bot/*"}, 2),
        ({"Content-Type": "application/json"}, 2),
        ({"User-Agent": "book-bot/2 (test)", "X-Old": None}, 2),
        ({"User-Agent": "book-bot/? (test)"}, 0),
        ({"User-Agent": "[b]ook-bot/2 (test)"}, 0),
        ({"Idempotency-Key": None}, 0),
        ({"Content-Length": None}, None),
        ({"User_Agent": None}, None),
        ({"Idempotency Key": "a-1"}, None),
        ({"X-A": "x" * 1001}, None),
        ({"X-A": "x" * 1000}, 0),
    ],
    ids=lambda value: str(value)[:40],
)
def test_headers_are_compared_without_regard_to_the_case_of_their_names(sent, headers, found):
    order = {"calls": [{"headers": headers, "at_least": 0}]}
    told = sent.http.post("/_mockod/verify", json=order, headers=sent.headers)

    assert told.status_code == (404 if found is None else 200), told.text
    assert found is None or told.json["found"][0]["found"] == found


def test_a_header_that_differs_is_told(sent):
    told = verify(sent, {"headers": {"Idempotency-Key": "b", "X-Trace": 7}}, headers={"Accept": "text/plain"})

    assert told.splitlines()[1] == 'headers {"Idempotency-Key":"b","X-Trace":7}: wanted at least 1, found 0'
    assert told.splitlines()[3:5] == [
        "             headers.Idempotency-Key: wanted b, was a-2",
        "             headers.X-Trace: wanted 7, was not sent",
    ]


def test_a_value_that_is_not_kept_whole_is_never_taken_for_its_beginning(office):
    office.http.get("/api/v1/patients/1", headers={**office.headers, "X-Long": "x" * 1001, "X-Most": "y" * 1000})

    assert not verify(office, {"headers": {"X-Long": "x" * 1000}})["verified"]
    assert verify(office, {"headers": {"X-Long": "x*", "X-Most": "y" * 1000}})["verified"]
    (entry,) = office.http.get("/_mockod/requests", headers=office.headers).json
    assert entry["headers"]["x-long"] == "x" * 1000 + "…"


@pytest.mark.parametrize(
    ("call", "is_met"),
    [
        ({"at_least": 3}, True),
        ({"at_least": 4}, False),
        ({"at_most": 3}, True),
        ({"at_most": 2}, False),
        ({"at_least": 3, "at_most": 3}, True),
        ({"at_least": 0, "at_most": 2}, False),
        ({"at_least": 1_000_000}, False),
    ],
    ids=str,
)
def test_at_least_and_at_most_are_bounds(asked, call, is_met):
    assert verify(asked, {"path": "appointments", **call})["verified"] == is_met
    assert verify(asked, {"path": "recalls", "at_most": 0})["verified"]


def test_a_bound_that_is_broken_is_told_as_it_was_ordered(asked):
    told = verify(asked, {"path": "appointments", "at_most": 2}, headers={"Accept": "text/plain"})

    assert told.splitlines()[1] == "appointments: wanted 0 to 2, found 3 (1 refused)"


@pytest.mark.parametrize(
    ("call", "status", "detail"),
    [
        ({"times": 1, "at_least": 1}, 409, "times: at_least and at_most say how often already"),
        ({"times": "never", "at_most": 0}, 409, "times: at_least and at_most say how often already"),
        ({"at_least": 3, "at_most": 2}, 409, "at_most: the most is less than the least"),
        ({"at_least": -1}, 400, "at_least: a whole number from 0 to 1000000 belongs here"),
        ({"at_most": 1_000_001}, 400, "at_most: a whole number from 0 to 1000000 belongs here"),
        ({"at_most": True}, 400, "at_most: a whole number from 0 to 1000000 belongs here"),
        ({"at_lest": 1}, 400, "at_lest is not known here; at_least was meant?"),
        ({"headers": ["a"]}, 400, "headers: a JSON object belongs here"),
        ({"headers": {"X-A": ["a"]}}, 400, f"headers: {PARAMETER}"),
        ({"headers": {"Contnt_Type": "a"}}, 404, "has a header 'Contnt_Type'; Content-Type was meant?"),
        ({"endpoint": "GET patients", "path": "appointments"}, 404, "no request to 'GET patients' has the path"),
        ({"endpoint": "GET patients", "method": "POST"}, 404, "method: 'GET patients' has GET and no POST"),
    ],
    ids=str,
)
def test_an_expectation_that_no_request_can_meet_or_miss_is_refused(office, call, status, detail):
    response = office.http.post("/_mockod/verify", json={"calls": [call]}, headers=office.headers)

    assert response.status_code == status, response.text
    assert response.json["detail"].startswith("calls[0]: ")
    assert detail in response.json["detail"]


def test_that_a_wrong_path_was_never_asked_is_verified_by_unmatched(office):
    wrong = {"method": "POST", "path": "apointments", "times": "never"}
    refused = office.http.post("/_mockod/verify", json={"calls": [wrong]}, headers=office.headers)
    assert (refused.status_code, "appointments was meant?" in refused.text) == (404, True)

    assert verify(office, {**wrong, "unmatched": True}, {"unmatched": True, "times": "never"})["verified"]
    office.post("apointments", BOOKING)
    office.get("patients/1")

    assert not verify(office, {**wrong, "unmatched": True})["verified"]
    told = verify(office, {"unmatched": True, "times": 2}, headers={"Accept": "text/plain"})
    assert "unmatched true: wanted 2, found 1" in told
    assert "             unmatched: wanted true, was false" in told
    assert verify(office, {"unmatched": False, "times": 1})["verified"]


def test_a_request_below_a_wrong_base_path_is_verified_for_the_whole_server(make_office):
    http = make_office().http
    path = "v7/appointments/unheard-of"
    call = {"path": path, "unmatched": True, "headers": {"X-Trace": "t", "Authorization": None}}
    http.get(f"/{path}", headers={"X-Trace": "t", "Authorization": "ODFHIR developer/customer"})

    assert http.post("/_mockod/verify", json={"calls": [call]}).json["verified"]
