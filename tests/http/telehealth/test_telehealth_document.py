"""The OpenAPI document of the telehealth API: it is one, and says what is answered."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import openapi_v31_spec_validator

from mockod.vendors.telehealth.domain.words import Profile
from mockod.vendors.telehealth.openapi import document
from support.paths import ROOT
from support.telehealth import CREDENTIALS, HOST, INTERNAL, PATIENT, new_account


def mistakes(told: Any, name: str, value: Any) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": told["components"]}
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.filterwarnings("ignore:openapi_v31_spec_validator is deprecated")
@pytest.mark.parametrize("profile", Profile)
def test_the_document_is_one(profile):
    openapi_v31_spec_validator.validate(json.loads(json.dumps(document(profile))))


@pytest.mark.parametrize("profile", Profile)
def test_answers_are_as_the_document_says(profile):
    account, told = new_account("demo"), document(profile)
    account.control("PUT", "settings", {"profile": profile.value})
    times = {"start_time": "2026-03-02T09:00:00Z", "end_time": "2026-03-02T10:00:00Z"} if profile == "iso" else {}
    booked = account.book(**times, generated_from_type="rule", generated_from="r")
    internal = account.send("POST", "appointments", INTERNAL | times).json
    account.control("POST", "events/no-show", {"appointment": booked["id"], "attendee": PATIENT})
    account.control("POST", "events/cancel", {"appointment": booked["id"], "reason": "ill"})
    answers = {
        "Appointments": account.send("GET", "appointments").json,
        "Users": account.send("GET", "users").json,
        "Providers": account.send("GET", "providers").json,
        "Patients": account.send("GET", "patients").json,
        "AppointmentTypes": account.send("GET", "appointment_types").json,
        "Error": account.send("GET", "appointments/x").json,
        "Appointment": internal,
        "AccessToken": account.send("POST", "auth/token", CREDENTIALS).json,
        "UserToken": account.send("POST", "auth/get-jwt", {"id": HOST}).json,
    }
    assert {name: mistakes(told, name, answer) for name, answer in answers.items()} == {name: [] for name in answers}
    assert mistakes(told, "Appointment", {**internal, "more": 1}) != []


def test_the_page_tells_every_call():
    page = (ROOT / "docs/telehealth.md").read_text("utf-8")
    told = set(re.findall(r"\| (GET|POST) \| `/telehealth/v2(/[^`]+)`", page))
    told |= {("GET", path) for path in ("/patients", "/users")}
    calls = {(verb.upper(), path) for path, item in document()["paths"].items() for verb in item}
    assert told == calls


def test_the_pages_practice_can_be_read():
    from datetime import date

    from mockod import vendors
    from mockod.store.practice_file import read_text

    page = (ROOT / "docs/telehealth.md").read_text("utf-8")
    (practice,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    read = read_text("page", practice.encode())
    assert vendors.practice_loader().mistakes(read, date(2026, 3, 2)) == []
