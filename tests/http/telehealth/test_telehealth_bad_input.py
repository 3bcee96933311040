"""What is malformed: refused with the right status and in the vendor's shape, and nothing is changed by it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.vendors.telehealth.wire.errors import refuse
from support.telehealth import CREDENTIALS, DRAFT, HOST, PATIENT, START, TYPE, Telehealth, new_account

MISSING, INVALID = "appointment/missing_field", "appointment/invalid_field"
TIME, REFERENCE, JSON = "appointment/invalid_time", "appointment/unknown_reference", "request/invalid_json"
NO_TEXTS = (7, True, [], {}, 1.5)
NO_FLAGS = ("true", 0, 1, [], {})
NO_MOMENTS = ("2026-03-02T09:00:00Z", "1772442000000", True, 1.5, [], {}, 10**15, -(10**15), 10**18)
NO_LISTS = ("user", {}, 7, True, [7], [[PATIENT]], [None], [{"id": PATIENT}], [PATIENT] * 1001)
REQUIRED = ("name", "description", "group", "internal", "start_time", "end_time", "host", "attendees", "created_by")
Case = tuple[str, dict[str, Any], str]

CREATIONS: list[Case] = [
    *[(f"{name} is left out", {name: "-"}, MISSING) for name in (*REQUIRED, "appointment_type")],
    *[(f"{name} is null", {name: None}, MISSING) for name in (*REQUIRED, "appointment_type")],
    *[
        (f"{name} is {value!r}"[:60], {name: value}, INVALID)
        for name in ("name", "description", "host", "created_by", "appointment_type", "generated_from")
        for value in NO_TEXTS
    ],
    *[(f"{name} is {value!r}", {name: value}, INVALID) for name in ("group", "internal") for value in NO_FLAGS],
    *[
        (f"{name} is {value!r}"[:60], {name: value}, INVALID)
        for name in ("start_time", "end_time")
        for value in NO_MOMENTS
    ],
    *[
        (f"{name} is {str(value)[:40]}", {name: value}, INVALID)
        for name in ("attendees", "reference_patients")
        for value in NO_LISTS
    ],
    *[
        (f"generated_from_type is {value!r}", {"generated_from_type": value, "generated_from": "r"}, INVALID)
        for value in ("Rule", "rules", "", 7, [], "RULE ")
    ],
    ("generated_from is left out", {"generated_from_type": "rule"}, MISSING),
    ("generated_from_type is left out", {"generated_from": "r"}, MISSING),
    ("it ends when it begins", {"end_time": START}, TIME),
    ("it ends before it begins", {"end_time": START - 1}, TIME),
    ("the host is unknown", {"host": "user_none"}, REFERENCE),
    ("the creator is unknown", {"created_by": PATIENT.lower()}, REFERENCE),
    ("an attendee is unknown", {"attendees": [PATIENT, ""]}, REFERENCE),
    ("the type is unknown", {"appointment_type": "aptp_none"}, REFERENCE),
    ("a patient is unknown", {"internal": True, "reference_patients": ["user_none"]}, REFERENCE),
]
UPDATES: list[Case] = [
    ("updated_by is left out", {"updated_by": "-", "name": "x"}, MISSING),
    ("updated_by is null", {"updated_by": None}, MISSING),
    ("updated_by is unknown", {"updated_by": "user_none", "name": "x"}, REFERENCE),
    ("an attendee is unknown", {"attendees": ["user_none"]}, REFERENCE),
    ("a patient is unknown", {"reference_patients": ["user_none"]}, REFERENCE),
    ("it really ended before it began", {"actual_start_time": START, "actual_end_time": START - 1}, TIME),
    *[(f"updated_by is {value!r}", {"updated_by": value}, INVALID) for value in NO_TEXTS],
    *[(f"{name} is {value!r}", {name: value}, INVALID) for name in ("name", "description") for value in NO_TEXTS],
    *[
        (f"{name} is {value!r}"[:60], {name: value}, INVALID)
        for name in ("actual_start_time", "actual_end_time")
        for value in NO_MOMENTS
    ],
    *[
        (f"{name} is {str(value)[:40]}", {name: value}, INVALID)
        for name in ("attendees", "reference_patients")
        for value in NO_LISTS
    ],
]
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "a number": b"7",
    "not UTF-8": b'{"name": "\xff"}',
    "half a surrogate": b'{"name": "\\ud800"}',
    "no finite number": b'{"start_time": NaN}',
    "too deep": b"[" * 100_000,
    "more after it": b"{} {}",
    "a comma too many": b'{"name": "x",}',
    "a number of many digits": b'{"start_time": 1' + b"0" * 400 + b"}",
}


@cache
def busy() -> tuple[Telehealth, str]:
    """An account with an appointment, for requests that change nothing."""
    account = new_account()
    return account, account.book()["id"]


def refused(account: Telehealth, method: str, path: str, body: bytes, code: str, status: int = 400) -> None:
    before = account.data()
    told = account.raw(method, path, body)
    assert told.status_code == status
    assert (told.json["status"], told.json["code"], told.json["name"]) == (status, code, "CustomError")
    assert told.content_type.startswith("application/json")
    assert account.data() == before


def sent(base: dict[str, Any], changes: dict[str, Any]) -> bytes:
    """A body; a field that is ``-`` is left out."""
    return write_json({name: value for name, value in {**base, **changes}.items() if value != "-"})


@pytest.mark.parametrize(("changes", "code"), [case[1:] for case in CREATIONS], ids=[case[0] for case in CREATIONS])
def test_nothing_is_created(changes, code):
    account, _ = busy()
    refused(account, "POST", "appointments", sent(DRAFT, changes), code)


@pytest.mark.parametrize(("changes", "code"), [case[1:] for case in UPDATES], ids=[case[0] for case in UPDATES])
def test_nothing_is_updated(changes, code):
    account, identifier = busy()
    refused(account, "POST", f"appointments/{identifier}", sent({"updated_by": HOST}, changes), code)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_no_json_object_is_refused(body):
    account, identifier = busy()
    for path in ("appointments", f"appointments/{identifier}"):
        refused(account, "POST", path, body, JSON)


@pytest.mark.parametrize("identifier", ["x", "appt_", "1", "%00", "appt_%F0%9F%92%A9", "a" * 2000, "appt_2?x=1"])
def test_an_unknown_appointment_is_not_found(identifier):
    account, _ = busy()
    told = account.send("GET", f"appointments/{identifier}")
    assert (told.status_code, told.json["code"]) == (404, "appointment/not_found")
    refused(account, "POST", f"appointments/{identifier}", b'{"updated_by": "x"}', "appointment/not_found", 404)


@pytest.mark.parametrize(
    "path", ["", "appointment", "appointments/a/b", "patients/1", "auth", "auth/generate-jwt", "x"]
)
def test_an_unknown_path_is_not_found(path):
    account, _ = busy()
    refused(account, "GET", path, b"", "request/not_found", 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "appointments/x", "GET, POST"),
        ("DELETE", "appointments", "POST, GET"),
        ("PUT", "appointments", "POST, GET"),
        ("POST", "patients", "GET"),
        ("GET", "auth/token", "POST"),
        ("HEAD", "users", "GET"),
        ("BREW", "users", "GET"),
    ],
)
def test_a_verb_that_is_not_understood_is_told_which_are(method, path, allowed):
    account, _ = busy()
    told = account.send(method, path)
    assert (told.status_code, told.headers["Allow"]) == (405, allowed)


def test_a_body_that_is_compressed_or_too_large_is_refused():
    account, _ = busy()
    for body, headers in ((b"{}", {"Content-Encoding": "gzip"}), (b" " * 16_800_001, {})):
        told = account.raw("POST", "appointments", body, **headers)
        assert (told.status_code, told.json["code"]) == (400, JSON)


@pytest.mark.parametrize(
    ("status", "code"),
    [(418, "request/invalid"), (502, "server/error"), (503, "server/unavailable"), (507, "server/error")],
)
def test_what_the_server_fails_at_is_not_called_the_requests_fault(status, code):
    told = refuse(ApiError(status, "Something"))
    assert (told.status, told.body["code"]) == (status, code)


def test_a_query_or_a_form_of_too_many_fields_is_refused():
    account, _ = busy()
    fields = "&".join(f"a{number}=1" for number in range(101))
    refused(account, "GET", f"appointments?{fields}", b"", "request/invalid")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    told = account.raw("POST", "auth/token", fields.encode(), **form)
    assert (told.status_code, told.json["code"]) == (400, "request/invalid")
    assert told.json["message"] == "The form has more than 100 fields"
    credentials = "&".join(f"{name}={value}" for name, value in CREDENTIALS.items())
    assert account.raw("POST", "auth/token", credentials.encode(), **form).status_code == 200


def test_a_text_that_is_too_long_is_refused():
    account, _ = busy()
    refused(account, "POST", "appointments", sent(DRAFT, {"description": "x" * 100_001}), INVALID)
    assert TYPE in account.book(description="x" * 100_000)["appointment_type"]


@pytest.mark.parametrize("value", ["", "Z", "2026-03-02", "2026-03-02T09:00:00", "2026-13-02T09:00:00Z", 1772442000000])
def test_in_the_newer_shape_a_time_has_a_zone(value):
    account = new_account()
    account.control("PUT", "settings", {"profile": "iso"})
    refused(account, "POST", "appointments", sent(DRAFT, {"start_time": value, "end_time": value}), INVALID)


def test_there_are_more_than_a_hundred_and_fifty_of_them():
    assert len(CREATIONS) + len(UPDATES) + len(BODIES) > 150
