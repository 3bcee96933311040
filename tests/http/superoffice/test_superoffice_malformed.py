"""Malformed requests: each has the right status and the vendor's error object, and leaves the office as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.superoffice import SuperOfficeClient, basic

ONE = "Appointment/1"
MISSING = "Appointment/99"
DEEP = b"[" * 5000 + b"]" * 5000
JSON = "application/json"

BODIES: dict[str, Any] = {
    "a number": 1,
    "a text": "x",
    "yes": True,
    "a list": [],
    "a list of entities": [{"Title": "x"}],
}
"""JSON that is no entity."""
RAW = {
    "nothing but a brace": b"{",
    "no JSON": b"<xml/>",
    "a trailing comma": b'{"Title": "x",}',
    "single quotes": b"{'Title': 'x'}",
    "not UTF-8": b'{"Title": "\xff\xfe"}',
    "half a surrogate": b'{"Title": "\\ud800"}',
    "two values": b"{} {}",
    "not a number": b'{"ColorIndex": NaN}',
    "too deep": DEEP,
    "too many members": b"[" + b"0," * 100_001 + b"0]",
}
VALUES: list[tuple[str, Any]] = [
    *(("Type", value) for value in ("Appointment", "", 99, -1, True, [], {}, 1.5)),
    *(("Private", value) for value in ("Secret", 3)),
    *(("Completed", value) for value in ("Done", True, 4)),
    *(("AssignmentStatus", value) for value in ("Accepted", 2)),
    *(("InvitationStatus", value) for value in ("Maybe", 3)),
    *(("BookingType", value) for value in ("Guest", 4)),
    *(("CautionWarning", value) for value in ("Careful", 6)),
    *(("OwnedExternally", value) for value in ("Yahoo", 4)),
    *(("StartDate", value) for value in ("tomorrow", "2026-13-01", "2026-02-30T09:00:00", 20260504, True, [], "")),
    *(("EndDate", value) for value in ("2026-05-04T24:01:00", "09:00", {})),
    *(("PublishTo", value) for value in ("never", 0)),
    *(("AlarmLeadTime", value) for value in ("voluptatum", 15, True)),
    *(("LeadTime", value) for value in ("PT", "25:00:00", [])),
    *(("LagTime", value) for value in ("P1Y", -1)),
    *(("HasAlarm", value) for value in ("true", 1, [])),
    *(("IsFree", value) for value in ("no", 0)),
    *(("ColorIndex", value) for value in ("317", 1.5, 2**31, -1, True)),
    *(("RejectCounter", value) for value in ("many", -5, {})),
    *(("PreferredTZLocation", value) for value in ("UTC", -1)),
    *(("Title", value) for value in (1, True, [], {}, "x" * 4001)),
    *(("Location", value) for value in ("x" * 255, 7)),
    *(("CentralserviceVideomeetId", value) for value in ("x" * 101,)),
    *(("JoinVideomeetUrl", value) for value in ("x" * 2001,)),
    *(("Agenda", value) for value in ("x" * 1_000_001, 3)),
    *(("Associate", value) for value in (1, "SAL0", {}, {"Name": "SAL0"}, {"AssociateId": "1"}, {"AssociateId": 99})),
    *(("Contact", value) for value in ({"ContactId": 9}, {"ContactId": -1}, [])),
    *(("Person", value) for value in ({"PersonId": 9}, {"PersonId": True})),
    *(("Task", value) for value in ({"TaskListItemId": 99}, {"Id": 1})),
    *(("Priority", value) for value in ({"Id": 99}, 1)),
    *(("Sale", value) for value in ({"SaleId": 1},)),
    *(("Project", value) for value in ({"ProjectId": 1},)),
    *(("Links", value) for value in ({}, "x", [1], [{"Id": "x"}], [[]], [{}] * 1001)),
    *(("Participants", value) for value in ([{"AssociateId": "x"}], [{"InvitationStatus": "Maybe"}], [None], 5)),
    *(("VisibleFor", value) for value in ([{"Visibility": "Nobody"}], {"VisibleId": 1})),
    *(("Recurrence", value) for value in ("Weekly", {"Pattern": "Hourly"}, {"WeekPattern": {"Weekdays": "Someday"}})),
    *(("Recurrence", value) for value in ({"StartDate": "x"}, {"DayPattern": 1}, {"Dates": [{"Date": 5}]})),
    *(("UserDefinedFields", value) for value in ([], "x", {"SuperOffice:1": []})),
    *(("CustomFields", value) for value in ({"x": {}}, 1)),
    *(("ExtraFields", value) for value in ({str(n): "" for n in range(1001)},)),
]
"""Values that a property cannot have."""
PATCHES: list[Any] = [
    1,
    "x",
    True,
    [1],
    [[]],
    [{}],
    [{"op": "replace"}],
    [{"op": "replace", "path": "/Title"}],
    [{"op": "jump", "path": "/Title", "value": 1}],
    [{"op": 5, "path": "/Title", "value": 1}],
    [{"op": "move", "from": "/Title", "path": "/Agenda"}],
    [{"op": "copy", "from": "/Title", "path": "/Agenda"}],
    [{"op": "replace", "path": 5, "value": 1}],
    [{"op": "replace", "path": "", "value": {}}],
    [{"op": "replace", "path": "/", "value": {}}],
    [{"op": "replace", "path": "/Nothing", "value": 1}],
    [{"op": "replace", "path": "/Title/Inner", "value": 1}],
    [{"op": "remove", "path": "/Links/0"}],
    [{"op": "add", "path": "/Links/7", "value": {}}],
    [{"op": "replace", "path": "/Links/-", "value": {}}],
    [{"op": "test", "path": "/Nothing", "value": 1}],
    [{"op": "replace", "path": "/Title", "value": "ok"}, {"op": "replace", "path": "/Type", "value": "x"}],
    [{"op": "replace", "path": "/Title", "value": "ok"}, {"op": "remove", "path": "/Nothing"}],
    [{"op": "replace", "path": "/StartDate", "value": "2099-01-01"}],
    [{"op": "replace", "path": "/Title", "value": "x"}] * 1001,
    [{"op": "add", "path": "/ExtraFields" + "/a" * depth, "value": {}} for depth in range(1, 1000)],
    [{"op": "test", "path": "/a" * 1000, "value": {}}],
    {"Type": "x"},
    {"Links": "x"},
    {"Participants": {"AssociateId": "x"}},
]
HEADERS: list[tuple[int, dict[str, str]]] = [
    *((400, {"SO-TimeZone": zone}) for zone in ("Mars", "NO, DK", "999", "-1")),
    *((415, {"Content-Type": kind}) for kind in ("application/xml", "text/plain", "multipart/form-data", "x")),
    (415, {"Content-Encoding": "gzip"}),
]
PATHS: list[tuple[int, str, str]] = [
    (404, "GET", MISSING),
    (404, "PUT", MISSING),
    (404, "PATCH", MISSING),
    (404, "DELETE", MISSING),
    (404, "GET", f"{MISSING}/Simple"),
    (404, "GET", f"{MISSING}/Links"),
    (404, "GET", "Nothing"),
    (404, "GET", "Appointment/x"),
    (404, "GET", "Appointment/-1"),
    (404, "GET", "Appointment/1.0"),
    (404, "GET", f"{ONE}/Nothing"),
    (404, "GET", "Appointment/999999999999999999999"),
    (404, "GET", "MDOList/nothing"),
    (405, "POST", ONE),
    (405, "DELETE", "Appointment"),
    (405, "PUT", "Appointment"),
    (405, "PATCH", "Appointment/default"),
    (405, "PUT", "timezone"),
    (501, "GET", "Appointment/CustomField"),
    (501, "GET", "Appointment/UdefLayout/Published"),
    (501, "GET", f"{ONE}/ForeignKey"),
    (501, "POST", "Agents/Appointment/GetAppointmentEntity"),
]
Case = tuple[int, str, str, bytes, dict[str, str]]


def _cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for method, path in (("POST", "Appointment"), ("PUT", ONE), ("POST", "Appointment/Validate")):
        for name, body in BODIES.items():
            cases[f"{method} {path} {name}"] = (400, method, path, json.dumps(body).encode(), {})
        for name in ("", "null"):
            cases[f"{method} {path} without an entity: {name or 'nothing'}"] = (400, method, path, name.encode(), {})
    for name, raw in RAW.items():
        for method, path in (("POST", "Appointment"), ("PATCH", ONE)):
            cases[f"{method} {name}"] = (400, method, path, raw, {})
    for number, (name, value) in enumerate(VALUES):
        method, path = (("POST", "Appointment"), ("PUT", ONE), ("PATCH", ONE))[number % 3]
        body: Any = {"Agenda": "not kept", name: value}
        if method == "PATCH":
            body = [{"op": "replace", "path": one, "value": body[one]} for one in body]
        cases[f"{number} {method} {name} {str(value)[:30]}"] = (400, method, path, json.dumps(body).encode(), {})
    for number, patch in enumerate(PATCHES):
        cases[f"PATCH {number}"] = (400, "PATCH", ONE, json.dumps(patch).encode(), {})
    for number, (status, headers) in enumerate(HEADERS):
        cases[f"header {number}"] = (status, "POST", "Appointment", b"{}", headers)
    for status, method, path in PATHS:
        cases[f"{method} {path}"] = (status, method, path, b"{}" if method != "GET" else b"", {})
    return cases


CASES = _cases()


@pytest.fixture(scope="module")
def untouched() -> SuperOfficeClient:
    """An office of one appointment, which no case may change."""
    from conftest import new_office

    office = new_office("tiny")
    so = SuperOfficeClient(office.http, office.customer)
    so.create(Title="As it was", Links=[])
    return so


def _state(so: SuperOfficeClient) -> tuple[Any, list[int]]:
    return so.read(ONE), so.ids()


def test_there_are_more_than_a_hundred_and_fifty():
    assert len(CASES) > 150


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_request_is_refused_and_changes_nothing(untouched: SuperOfficeClient, name: str):
    status, method, path, body, headers = CASES[name]
    before = _state(untouched)
    sent = {"Authorization": basic(), "Content-Type": JSON, **headers}
    response = untouched.http.open(f"{untouched.base}/{path}", method=method, data=body, headers=sent)
    assert response.status_code == status, response.text[:200]
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    error = response.json
    assert list(error) == ["Error", "ErrorType", "Message", "ErrorMessage", "ErrorSource"]
    assert error["Error"] is True
    assert error["Message"] == error["ErrorMessage"] != ""
    assert error["ErrorSource"] == "SuperOffice.Services.Implementation"
    assert _state(untouched) == before


@pytest.mark.parametrize("moment", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +1400"])
def test_a_condition_at_the_ends_of_the_calendar_is_compared_like_any_other(so: SuperOfficeClient, moment: str):
    so.create()
    is_last = "9999" in moment
    told = so.call("GET", ONE, headers={"If-Modified-Since": moment})
    assert told.status_code == (304 if is_last else 200)
    entity = so.read(ONE)
    for method, body, done in (("PUT", entity, 200), ("PATCH", {"Title": "x"}, 200), ("DELETE", None, 204)):
        response = so.call(method, ONE, body, headers={"If-Unmodified-Since": moment})
        assert response.status_code == (done if is_last else 412), response.text
