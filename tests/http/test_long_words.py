"""A client's own words in what it is answered, in the log and in the journal: never more of them than a line or two."""

from __future__ import annotations

import logging

import pytest

from conftest import new_office
from mockod.rest.errors import LONGEST_TEXT, clipped
from mockod.rest.json_codec import MOST_MEMBERS

WORD = "9" * 60_000
MORE = 300
"""Bytes of an answer around the text of a refusal."""
JSON = {"Content-Type": "application/json"}
KEY = {"Authorization": "ODFHIR long/words"}
CASES = {
    "a resource": ("GET", f"/api/v1/{WORD}", {}, b"", "is not a valid resource."),
    "a resource behind the prefix again": ("GET", f"/api/v1/api/{WORD}", {}, b"", "is not a valid resource."),
    "a path below a resource": ("GET", f"/api/v1/patients/x{WORD}", {}, b"", "is not a valid method."),
    "a row's number": ("GET", f"/api/v1/appointments/{WORD}", {}, b"", "is not a valid method."),
    "a verb": ("A" * 60_000, "/api/v1/patients/11", {}, b"", "is not a valid method."),
    "a parameter": ("GET", f"/api/v1/patients?{WORD}=1", {}, b"", "is not a valid parameter."),
    "a fault": ("GET", "/api/v1/patients/11", {"X-Mockod-Fault": WORD}, b"", "truncated_body"),
    "a control path": ("GET", f"/_mockod/{WORD}", {}, b"", ""),
    "a control verb": ("A" * 60_000, "/_mockod/clock", {}, b"", ""),
    "a control parameter": ("GET", f"/_mockod/clock?{WORD}=1", {}, b"", ""),
    "a control field": ("PUT", "/_mockod/settings", JSON, b'{"%s": 1}' % WORD.encode(), ""),
    "a kind of fault": ("POST", "/_mockod/faults", JSON, b'{"kind": "%s"}' % WORD.encode(), ""),
    "a setting": ("PUT", "/_mockod/settings", JSON, b'{"mode": "%s"}' % WORD.encode(), ""),
    "a number": ("PUT", "/_mockod/settings", JSON, b'{"queue_depth": %s}' % WORD.encode(), ""),
    "a path of nobody's": ("GET", f"/{WORD}", {}, b"", "There is nothing here; the API is at /api/v1."),
}


@pytest.fixture(scope="module")
def office():
    return new_office()


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_repeats_the_beginning_and_the_end_of_a_long_word(office, case, caplog):
    method, path, headers, body, end = CASES[case]
    caplog.set_level(logging.DEBUG, "mockod")
    answer = office.http.open(path, method=method, headers={**KEY, **headers}, data=body)

    assert 400 <= answer.status_code < 500
    assert len(answer.data) <= LONGEST_TEXT + MORE
    assert all(len(value) <= LONGEST_TEXT for value in answer.headers.values())
    text = answer.json if isinstance(answer.json, str) else answer.json["detail"]
    assert end in text
    assert all(len(line) <= 2 * LONGEST_TEXT for line in caplog.messages)


def test_the_journal_keeps_the_beginning_of_a_long_verb_and_of_the_reason(office):
    office.http.open("/api/v1/patients/11", method="A" * 60_000, headers=KEY)
    office.http.open("/api/v1/patients/11", method="GET", headers={**KEY, "X-Mockod-Fault": WORD})
    entries = office.http.get("/_mockod/requests", headers=KEY).json
    assert {entry["method"] for entry in entries[-2:]} == {"A" * 50, "GET"}
    assert len(str(entries)) < 20 * LONGEST_TEXT


def test_a_preflight_grants_no_list_of_headers_that_is_longer_than_any(office):
    asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "PUT"}
    for names, granted in (("a" * 4000, "a" * 4000), ("a" * 4001, None)):
        headers = {**asked, "Access-Control-Request-Headers": names}
        answer = office.http.open("/api/v1/patients/1", method="OPTIONS", headers=headers)
        assert answer.headers.get("Access-Control-Allow-Headers") == granted


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/api/v1/patients", "Request body has more than 100000 members."),
        ("/_mockod/settings", "The body has more than 100000 members."),
    ],
)
def test_a_body_of_too_many_members_is_refused_in_words(office, path, text):
    body = b"[" + b"{}," * MOST_MEMBERS + b"1]"
    method = "POST" if path.startswith("/api") else "PUT"
    answer = office.http.open(path, method=method, headers={**KEY, **JSON}, data=body)
    assert answer.status_code == 400
    assert text == (answer.json if isinstance(answer.json, str) else answer.json["detail"])


@pytest.mark.parametrize(("length", "kept"), [(0, 0), (LONGEST_TEXT, LONGEST_TEXT), (LONGEST_TEXT + 1, LONGEST_TEXT)])
def test_a_text_is_clipped_to_the_character(length, kept):
    text = "".join(chr(0x4E00 + at) for at in range(length))
    assert len(clipped(text)) == kept
    assert clipped(text).startswith(text[:497] if length > LONGEST_TEXT else text)
    assert clipped(text).endswith(text[-500:] if length > LONGEST_TEXT else text)
