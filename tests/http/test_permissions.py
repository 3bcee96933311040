"""What a developer's key may do: each method wants one permission, and no other will do."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import pytest
from werkzeug.test import TestResponse

from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock, parse_moment
from mockod.vendors.opendental.access.settings import ENTERPRISE, PERMISSIONS, READ_ALL, Settings
from mockod.vendors.opendental.resources import ROUTES
from support.api_client import ApiClient
from support.db import database
from support.every_method import PRACTICE, Method, call_of, methods

SUBSCRIBING = {"POST subscriptions", "PUT subscriptions/{SubscriptionNum}"}
"""What the free tier may write."""
_keys = itertools.count(1)
each_method = pytest.mark.parametrize("method", [m for m in methods() if not m.until], ids=str)
"""Those that the newest version has."""


@cache
def application(permissions: frozenset[str]):
    """One application for each set of permissions."""
    clock = Clock.frozen(parse_moment("2026-03-02 07:00:00"))
    return create_app(Config(practice=PRACTICE, clock=clock, settings=replace(Settings(), permissions=permissions)))


def office_with(*permissions: str) -> ApiClient:
    """A fresh office, reached by a key that has these permissions."""
    return ApiClient(application(frozenset(permissions)).test_client(), f"office-{next(_keys)}")


def send(office: ApiClient, method: Method) -> TestResponse:
    call = call_of(method)
    return office.call(method.method, call.path, call.body, **call.query)


def refused(permission: str) -> tuple[int, str]:
    return 401, f"Developer does not have permission {permission} for this method."


def all_but(permission: str) -> list[str]:
    return [name for name in PERMISSIONS if name != permission]


@each_method
def test_a_key_that_lacks_just_the_methods_permission_is_refused_and_changes_nothing(method):
    office = office_with(*all_but(method.permission))
    before = database(office).contents()

    answer = send(office, method)

    assert (answer.status_code, answer.json) == refused(method.permission)
    assert database(office).contents() == before


@each_method
def test_a_key_with_just_the_methods_permission_is_let_in(method):
    answer = send(office_with(method.permission), method)

    assert answer.status_code in (200, 201), answer.text


@each_method
def test_a_key_that_may_only_read_reads_everything_and_writes_nothing_but_its_subscriptions(method):
    office = office_with(READ_ALL)
    before = database(office).contents()

    answer = send(office, method)

    if method.method == "GET":
        assert answer.status_code == 200, answer.text
    elif str(method) in SUBSCRIBING:
        assert answer.status_code in (200, 201), answer.text
        return
    else:
        assert (answer.status_code, answer.json) == refused(method.permission)
    assert database(office).contents() == before


def test_a_key_without_any_permission_reads_nothing():
    assert office_with().refusal("GET", "patients") == refused("ApiReadAll")


def test_every_endpoint_wants_a_permission_that_the_vendor_has_and_every_get_the_same():
    wanted = {(row.method, row.permission) for row in ROUTES.endpoints}

    assert {permission for verb, permission in wanted if verb == "GET"} == {READ_ALL}
    assert {permission for _, permission in wanted} <= set(PERMISSIONS)
    assert ENTERPRISE not in {permission for _, permission in wanted}
    reading = {f"{row.method} {row.path}" for row in ROUTES.endpoints if row.permission == READ_ALL}
    assert {name for name in reading if not name.startswith("GET ")} == SUBSCRIBING


def test_the_enterprise_permission_opens_no_method():
    assert office_with(ENTERPRISE).refusal("GET", "appointments") == refused("ApiReadAll")


@pytest.mark.parametrize(
    ("method", "path", "body", "wanted"),
    [
        ("PUT", "appointments/99", {}, "ApiAppointments"),
        ("PUT", "appointments/1", {"Op": "none"}, "ApiAppointments"),
        ("POST", "patients", {}, "ApiPatients"),
        ("DELETE", "patplans/99", None, "ApiInsuranceSimple"),
    ],
)
def test_the_permission_is_asked_for_before_the_row_and_the_body(method, path, body, wanted):
    assert office_with(READ_ALL).refusal(method, path, body) == refused(wanted)


def test_a_method_that_does_not_exist_is_refused_before_its_permission_is_asked_for():
    assert office_with().refusal("DELETE", "patients/1") == (400, "patients DELETE  is not a valid method.")
    assert office_with().refusal("GET", "nothing") == (404, "nothing is not a valid resource.")


def test_the_create_form_wants_the_permission_of_booking():
    form = replace(office_with(*all_but("ApiAppointments")), prefix="/api")
    body = {"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-04 09:00:00"}

    assert form.refusal("POST", "appointments/create", body) == refused("ApiAppointments")
    form = replace(office_with("ApiAppointments"), prefix="/api")
    assert form.post("appointments/create", body).status_code == 201


@pytest.mark.parametrize(
    ("version", "held", "status"),
    [("25.1", "ApiInsuranceSimple", 404), ("25.1", "ApiInsurance", 401), ("24.4", "ApiInsurance", 404)],
)
def test_an_older_office_asks_for_the_permission_of_its_day(make_office, version, held, status):
    office = make_office("tiny", version=version)
    office.http.put("/_mockod/settings", json={"permissions": [held]}, headers=office.headers)

    assert office.call("DELETE", "patplans/1").status_code == status
