"""The OpenAPI document of the SuperOffice vendor is valid, and says what answers are and what may be sent."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from openapi_spec_validator import openapi_v31_spec_validator

from conftest import new_office
from mockod.vendors.superoffice.analysis.openapi import document
from support.json_schema import fits, fitting
from support.superoffice import SuperOfficeClient

DOCUMENT = document()
OPERATIONS = [(method.upper(), path) for path, operations in DOCUMENT["paths"].items() for method in operations]
WHOLE: dict[str, Any] = {
    "Title": "Whole",
    "Contact": {"ContactId": 8},
    "Person": {"PersonId": 9},
    "Priority": {"Id": 2},
    "PreferredTZLocation": 261,
    "LeadTime": "1.00:10:00",
    "Recurrence": {"Pattern": "Weekly", "Dates": [{"Date": "2026-05-04T00:00:00"}]},
    "Participants": [{"AssociateId": 2}, {"AssociateId": 3, "InvitationStatus": "Accepted"}],
    "Links": [{"EntityName": "sale", "Id": 4}],
    "CustomFields": {"SuperOffice:1": "x"},
}


@pytest.mark.filterwarnings("ignore:openapi_v31_spec_validator is deprecated")
def test_the_document_is_openapi():
    openapi_v31_spec_validator.validate(DOCUMENT)


def test_it_can_be_written_from_the_command_line():
    command = [sys.executable, "-m", "mockod.vendors.superoffice.analysis.openapi"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout) == DOCUMENT


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("zone", ["NO", "US-NY,includeTZOffset"])
def test_an_answer_is_as_the_document_says(so_demo: SuperOfficeClient, method: str, path: str, zone: str):
    number = so_demo.create(**WHOLE)["AppointmentId"]
    operation = DOCUMENT["paths"][path][method.lower()]
    bodies: dict[str, Any] = {"POST": WHOLE, "PUT": WHOLE, "PATCH": [{"op": "add", "path": "Title", "value": "x"}]}
    url = path.replace("{AppointmentId}", str(number)).strip("/")
    response = so_demo.call(method, url, bodies.get(method), zone=zone)
    told = operation["responses"][str(response.status_code)]
    if response.status_code == 204:
        assert "content" not in told
        return
    assert fits(DOCUMENT, told["content"]["application/json"]["schema"], response.json)
    if method in bodies:
        assert fits(DOCUMENT, operation["requestBody"]["content"]["application/json"]["schema"], bodies[method])


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if "{" in one[1]])
def test_a_refusal_is_as_the_document_says(so_demo: SuperOfficeClient, method: str, path: str):
    response = so_demo.call(method, path.replace("{AppointmentId}", "999").strip("/"), {} if method != "GET" else None)
    told = DOCUMENT["paths"][path][method.lower()]["responses"]["404"]
    assert fits(DOCUMENT, told["content"]["application/json"]["schema"], response.json)


def test_what_is_chosen_by_select_fits_the_document_too(so_demo: SuperOfficeClient):
    schema = {"$ref": "#/components/schemas/AppointmentEntityWithLinks"}
    assert fits(DOCUMENT, schema, so_demo.read("Appointment/24", query={"$select": "title"}))


ENTITY = {"$ref": "#/components/schemas/NewAppointmentEntity"}
PATCH = {"type": "array", "items": {"$ref": "#/components/schemas/PatchOperation"}}


@pytest.fixture(scope="module")
def any_office() -> SuperOfficeClient:
    office = new_office("tiny")
    so = SuperOfficeClient(office.http, office.customer)
    so.create()
    return so


@settings(max_examples=20)
@given(fitting(DOCUMENT, ENTITY))
def test_whatever_the_document_lets_in_is_taken_or_refused_with_a_reason(any_office: SuperOfficeClient, body: Any):
    for method, path in (("POST", "Appointment"), ("PATCH", "Appointment/1"), ("PUT", "Appointment/1")):
        response = any_office.call(method, path, body)
        assert response.status_code in (200, 400), response.text[:300]
        if response.status_code == 200:
            assert fits(DOCUMENT, {"$ref": "#/components/schemas/AppointmentEntityWithLinks"}, response.json)
        else:
            assert response.json["ErrorType"] == "ArgumentException"


@settings(max_examples=40)
@given(fitting(DOCUMENT, PATCH))
def test_whatever_patch_the_document_lets_in_is_done_or_refused(any_office: SuperOfficeClient, body: Any):
    assert any_office.call("PATCH", "Appointment/1", body).status_code in (200, 400, 409)
