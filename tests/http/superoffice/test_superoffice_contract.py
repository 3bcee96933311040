"""Held against the vendor's page of POST Appointment: its table of properties and its two samples, field by field.

The samples are the page's own, with invented texts and addresses in the place of the page's.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mockod.vendors.superoffice.wire.appointment import PROPERTIES
from mockod.vendors.superoffice.wire.records import Access
from support.superoffice import SuperOfficeClient, basic

SAMPLES = Path(__file__).parent / "samples"
REQUEST: dict[str, Any] = json.loads((SAMPLES / "post_appointment_request.json").read_text(encoding="utf-8"))
RESPONSE: dict[str, Any] = json.loads((SAMPLES / "post_appointment_response.json").read_text(encoding="utf-8"))
TYPES = dict(line.split() for line in (SAMPLES / "properties.txt").read_text().splitlines())
"""Property to type, of the page's table of the answer, in its order."""
HEADERS = {"Accept": "application/json; charset=utf-8", "Content-Type": "application/json; charset=utf-8"}
DIFFERENT = {
    "EndDate": ("2005-09-09T12:24:52.9218356+02:00", "the sample's lies before its StartDate"),
    "AlarmLeadTime": ("00:15:00", "the sample's is a word of Latin"),
    "LagTime": ("00:10:00", "the sample's is a word of Latin"),
    "LeadTime": ("PT5M", "the sample's is a word of Latin"),
}
"""What of the sample's request cannot be meant, what is sent in its place, and why."""
SENT = {**REQUEST, **{name: value for name, (value, _) in DIFFERENT.items()}}
JSON_TYPES = {
    "int32": int,
    "bool": bool,
    "string": str,
    "date-time": str,
    "array": list,
    "object": dict,
}
"""What a type of the table is in JSON; any other is an object or null."""


@pytest.fixture
def created(so: SuperOfficeClient) -> dict[str, Any]:
    response = so.call("POST", "Appointment", SENT, headers=HEADERS, zone="UTC")
    assert response.status_code == 200, response.text
    return response.json


def test_the_sample_is_taken_but_for_what_cannot_be_meant(so: SuperOfficeClient):
    for name in DIFFERENT:
        body = {**SENT, name: REQUEST[name]}
        response = so.call("POST", "Appointment", body, headers=HEADERS)
        assert (response.status_code, response.json["ErrorType"]) == (400, "ArgumentException"), name
        assert response.json["Message"].startswith(name)


@pytest.mark.parametrize("name", list(TYPES))
def test_every_property_has_the_type_of_the_table(created: dict[str, Any], name: str):
    wanted = JSON_TYPES.get(TYPES[name])
    value = created[name]
    assert (value is None or isinstance(value, dict)) if wanted is None else isinstance(value, wanted)
    if TYPES[name] == "date-time":
        datetime.fromisoformat(value)


def test_properties_come_in_the_order_of_the_table_and_of_the_sample(created: dict[str, Any]):
    assert list(created) == list(TYPES) == list(RESPONSE)


@pytest.mark.parametrize("known", [one for one in PROPERTIES if one.access is Access.TAKEN], ids=lambda one: one.name)
def test_what_the_sample_sends_comes_back(created: dict[str, Any], known):
    sent, told = SENT[known.name], created[known.name]
    if TYPES[known.name] == "date-time":
        instant = datetime.fromisoformat(sent[:19] + sent[-6:])
        assert datetime.fromisoformat(told) == instant.astimezone(UTC).replace(tzinfo=None)
    elif known.name == "LeadTime":
        assert told == "00:05:00"
    elif known.name in ("Associate", "Task"):  # null is the default: who asks, and the first task of the list
        assert sent is None
        assert {told.get("Name"), told.get("TaskListItemId")} in ({"SAL0", None}, {1, None})
    elif isinstance(sent, list):
        taken = [{name: value for name, value in part.items() if name != "DisplayValue"} for part in sent]
        assert [{name: one[name] for name in part} for part, one in zip(taken, told, strict=True)] == taken
    else:
        assert told == sent


@pytest.mark.parametrize(
    "known", [one for one in PROPERTIES if one.access is not Access.TAKEN], ids=lambda one: one.name
)
def test_what_is_the_servers_is_not_the_samples(created: dict[str, Any], known):
    expected = {
        "CreatedBy": "SAL0",
        "UpdatedBy": None,
        "CreatedDate": "2026-03-02T15:00:00",
        "AppointmentId": 1,
        "MotherId": 0,
        "UpdatedDate": "0001-01-01T00:00:00",
        "ActiveLinks": 2,
        "ActiveDate": created["StartDate"],
        "HasConflict": False,
        "MotherAssociate": "SAL0",
        "PreferredTZLocationData": None,
    }
    told = created[known.name]
    assert (told["Name"] if isinstance(told, dict) else told) == expected[known.name]


@pytest.mark.parametrize("name", ["Links", "Participants", "VisibleFor"])
def test_parts_have_the_fields_of_the_sample(created: dict[str, Any], name: str):
    more = {"ExternallyOwnedType", "ExternallyOwnedStatus"} if name == "Participants" else set()
    for part in created[name]:
        assert set(part) - more == set(RESPONSE[name][0])


def test_rights_and_links_have_the_shape_of_the_sample(created: dict[str, Any]):
    shape = RESPONSE["FieldProperties"]["fieldName"]
    for field in created["FieldProperties"].values():
        assert list(field) == list(shape)
        assert isinstance(field["FieldType"], str)
        assert isinstance(field["FieldLength"], int)
    assert set(RESPONSE["_Links"]) <= set(created["_Links"])


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml", "application/x-www-form-urlencoded"])
def test_bodies_of_other_types_are_not_read(so: SuperOfficeClient, content_type: str):
    headers = {"Authorization": basic(), "Content-Type": content_type}
    response = so.http.post(f"{so.base}/Appointment", data=b"<AppointmentEntity/>", headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize(
    "accept", ["application/json", "text/json", "application/merge-patch+json", "text/xml", "*/*", ""]
)
def test_an_answer_is_of_the_type_that_is_asked_for(so: SuperOfficeClient, accept: str):
    response = so.call("GET", "Appointment/default", accept=accept)
    wanted = accept if "/" in accept and "*" not in accept else "application/json"
    assert response.headers["Content-Type"] == f"{wanted}; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/xml;q=0.9, application/json;q=0.5", "application/xml"),
        ("application/xml;q=0, text/json;q=0.1", "text/json"),
        ("application/xml;q=0", "application/json"),
        ("application/xml, application/json", "application/json"),
        ("text/xml, */*;q=0.1", "text/xml"),
        ("text/xml;q=0.5, */*", "application/json"),
        ("text/json, application/json", "text/json"),
    ],
)
def test_the_type_with_the_most_weight_is_answered_and_json_wins_a_tie(so: SuperOfficeClient, accept: str, wanted: str):
    response = so.call("GET", "Appointment/default", accept=accept)
    assert response.headers["Content-Type"] == f"{wanted}; charset=utf-8"


def test_a_refusal_is_json_whatever_type_is_asked_for(so: SuperOfficeClient):
    response = so.call("GET", "Appointment/99", accept="text/xml")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/json; charset=utf-8")
