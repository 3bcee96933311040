"""Stubs as pure decisions: which orders are one, and what becomes of the real answer."""

from __future__ import annotations

import json

import pytest

from mockod.rest.errors import Contradiction
from mockod.rest.messages import Basis, Response
from mockod.simulation.fault_kinds import COMMON_FAULTS
from mockod.simulation.faults import MOST_BYTES, ActiveFault, Faults
from mockod.simulation.stub_fields import LARGEST_BODY, LONGEST_VALUE, MOST_HEADERS, MOST_REMOVED
from mockod.simulation.stubs import HTML, TEXT, stubbed


def order(**said):
    return COMMON_FAULTS.read({"kind": "respond", **said})


def answer(real: Response | None = None, **said) -> Response:
    return stubbed(ActiveFault(1, order(**said)), real)


def of_rows() -> Response:
    rows = [{"PatNum": 1, "Zip": "97701"}, {"PatNum": 2, "Zip": "97702"}]
    return Response(200, "", headers={"X-Real": "yes"}, payload=json.dumps(rows).encode())


def read(response: Response):
    return json.loads(response.payload)


@pytest.mark.parametrize(
    ("said", "payload", "content_type"),
    [
        ({"body": "<h1>Busy</h1>"}, b"<h1>Busy</h1>", HTML),
        ({"body": " \n<!doctype html>"}, b" \n<!doctype html>", HTML),
        ({"body": "Busy"}, b"Busy", TEXT),
        ({"body": ""}, b"", TEXT),
        ({"body": "{broken", "headers": {"content-type": "application/json"}}, b"{broken", "application/json"),
        ({"body": {"a": [None]}}, b'{"a":[null]}', None),
        ({"body": 0}, b"0", None),
        ({"body": False}, b"false", None),
        ({"json": "Patient not found."}, b'"Patient not found."', None),
        ({"json": ["é"]}, '["é"]'.encode(), None),
        ({}, None, None),
    ],
    ids=str,
)
def test_a_body_goes_out_as_it_is_ordered(said, payload, content_type):
    told = answer(**said)

    assert (told.status, told.payload, told.headers.get("Content-Type")) == (200, payload, content_type)
    assert told.basis is Basis.STUB


def test_each_row_of_a_real_list_is_changed():
    told = answer(of_rows(), merge={"Zip": None, "Score": 7}, remove=["PatNum", "Nothing"])

    assert read(told) == [{"Zip": None, "Score": 7}] * 2
    assert (told.status, told.headers) == (200, {"X-Real": "yes"})


def test_an_object_inside_is_merged_and_a_list_inside_replaced():
    real = Response(201, {"A": {"B": 1, "C": 2}, "L": [1, 2]}, location="/v1/things/1")

    told = answer(real, merge={"A": {"B": None}, "L": [], "N": {"x": 1}})

    assert read(told) == {"A": {"B": None, "C": 2}, "L": [], "N": {"x": 1}}
    assert (told.status, told.location) == (201, "/v1/things/1")


@pytest.mark.parametrize(
    "real",
    [
        Response(404, "Patient not found."),
        Response(200, None),
        Response(200, "", payload=b"\x89PNG"),
        Response(200, []),
    ],
)
def test_a_refusal_and_what_has_no_fields_stay_as_they_are(real):
    before = (real.status, real.body, real.payload or (b"[]" if real.body == [] else None))

    told = answer(real, merge={"Zip": None})

    after = (told.status, [] if told.payload == b"[]" else told.body, told.payload)
    assert after == before


def test_what_is_not_ordered_is_as_in_the_real_answer():
    told = answer(of_rows(), execute=True, status=500, headers={"X-REAL": "no"})

    assert (told.status, told.headers, len(read(told))) == (500, {"X-Real": "no"}, 2)
    assert answer(of_rows(), execute=True, body="lost").payload == b"lost"
    without = answer(of_rows(), execute=True, status=204)
    assert (without.status, without.body, without.payload) == (204, None, None)


def test_a_location_of_its_own_wins():
    told = answer(Response(201, {}, location="/v1/things/1"), execute=True, headers={"location": "/elsewhere"})

    assert (told.location, told.headers) == ("", {"Location": "/elsewhere"})


def test_its_seconds_are_waited():
    assert answer(seconds=[1, 2]).transport.delay == pytest.approx(1.5, abs=0.5)
    assert answer().transport.delay == 0


WRONG = [
    ({"status": 199}, "status: a whole number from 200 to 599 belongs here"),
    ({"status": 600}, "status: a whole number from 200 to 599 belongs here"),
    ({"status": "503"}, "status: a whole number"),
    ({"headers": []}, f"headers: an object of at most {MOST_HEADERS} names"),
    ({"headers": {f"X-{n}": "" for n in range(MOST_HEADERS + 1)}}, f"headers: an object of at most {MOST_HEADERS}"),
    ({"headers": {"X A": ""}}, "headers: 'X A' is no name of a header"),
    ({"headers": {"": "a"}}, "headers: '' is no name"),
    ({"headers": {"X-Ä": "a"}}, "headers: 'X-Ä' is no name"),
    ({"headers": {"x" * 201: "a"}}, "is no name"),
    ({"headers": {"X-A\r\nX-B": "a"}}, "is no name"),
    *(
        ({"headers": {"X-A": value}}, "headers: X-A: a text on one line belongs here")
        for value in (
            "a\r\nX-B: c",
            "a\nb",
            "a\rb",
            "a\0b",
            " a",
            "a ",
            "\ta",
            "a\x7f",
            "€",
            1.5,
            True,
            None,
            ["a"],
            "x" * 4001,
        )
    ),
    ({"body": "x" * (LARGEST_BODY + 1)}, f"body: at most {LARGEST_BODY} bytes belong here"),
    ({"body": "é" * (LARGEST_BODY // 2 + 1)}, f"body: at most {LARGEST_BODY} bytes"),
    ({"json": "x" * (LARGEST_BODY - 1)}, f"json: at most {LARGEST_BODY} bytes"),
    ({"body": ["x" * LARGEST_BODY]}, f"body: at most {LARGEST_BODY} bytes"),
    ({"merge": {"a": "x" * LARGEST_BODY}}, f"merge: at most {LARGEST_BODY} bytes"),
    ({"body": "\ud800"}, "body: this is not to be written as UTF-8"),
    ({"merge": [1]}, "merge: a JSON object belongs here"),
    ({"remove": []}, f"remove: a list of 1 to {MOST_REMOVED} names"),
    ({"remove": ["a"] * (MOST_REMOVED + 1)}, f"remove: a list of 1 to {MOST_REMOVED} names"),
    ({"remove": [1]}, "remove: a text belongs here"),
    ({"execute": 1}, "execute: true or false belongs here"),
]


@pytest.mark.parametrize(("said", "why"), WRONG, ids=lambda value: str(value)[:50])
def test_what_no_stub_can_say_is_told(said, why):
    with pytest.raises(ValueError, match=r"^\w+: ") as refused:
        order(**said)
    assert why in str(refused.value)
    assert not isinstance(refused.value, Contradiction)


def test_what_is_just_within_the_bounds_is_taken():
    headers = {f"X-{n}": "v" * LONGEST_VALUE for n in range(MOST_HEADERS)}
    assert order(headers=headers, body="x" * LARGEST_BODY, status=200).headers == headers
    assert order(json="x" * (LARGEST_BODY - 2), status=599)
    assert order(remove=["x"] * MOST_REMOVED)
    assert order(headers={"retry-after": 30}).headers == {"Retry-After": "30"}
    assert order(headers={"x-a": "é\tü b", "X-B": ""}).headers == {"X-A": "é\tü b", "X-B": ""}


CONTRADICTIONS = [
    *(
        ({"headers": {name: "1"}}, "is written by the server itself")
        for name in ("content-length", "Transfer-Encoding")
    ),
    *(
        ({"headers": {name: "1"}}, "is written by the server itself")
        for name in ("CONNECTION", "Date", "x-mockod-note")
    ),
    ({"headers": {"ETag": "1", "etag": "2"}}, "headers: Etag is given twice"),
    ({"body": "a", "json": "a"}, "json: body is the whole answer already"),
    ({"json": {}, "merge": {}}, "merge: json is the whole answer already"),
    ({"merge": {}, "execute": False}, "execute: merge changes the real answer, so the request is carried out"),
    ({"status": 204, "body": ""}, "body: an answer with status 204 has no body"),
    ({"status": 304, "json": {}}, "json: an answer with status 304 has no body"),
    ({"kind": "slow", "status": 500}, "status: only a fault of kind respond has one; this is slow"),
    ({"kind": "answer_lost", "execute": True}, "execute: only a fault of kind respond has one"),
]


@pytest.mark.parametrize(("said", "why"), CONTRADICTIONS, ids=lambda value: str(value)[:50])
def test_what_cannot_stand_together_is_a_contradiction(said, why):
    with pytest.raises(Contradiction) as refused:
        order(**said)
    assert why in str(refused.value)


def test_the_bodies_of_all_faults_together_are_bounded_and_room_comes_back():
    faults = Faults()
    for _ in range(MOST_BYTES // LARGEST_BODY):
        faults.add(order(json="x" * (LARGEST_BODY - 2)))

    with pytest.raises(Contradiction, match="8000000 bytes together"):
        faults.add(order(json=1))
    faults.add(order(status=503))
    faults.remove(1)
    assert faults.add(order(json=1)).number == MOST_BYTES // LARGEST_BODY + 2
