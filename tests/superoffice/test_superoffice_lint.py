"""Lint of a SuperOffice client: each rule finds its mistake, and nothing in a client that makes none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.superoffice import SuperOfficeClient

ZONED = {"StartDate": "2026-05-04T09:00:00Z"}


def _found(so: SuperOfficeClient) -> dict[str, Any]:
    """Findings by rule."""
    return {finding["rule"]: finding for finding in so.told("lint")}


def _polled(so: SuperOfficeClient) -> None:
    for _ in range(3):
        so.ids()


def _not_followed(so: SuperOfficeClient) -> None:
    for _ in range(3):
        so.create(**ZONED)
    so.ids(top="1000")


MISTAKES: dict[str, Callable[[SuperOfficeClient], Any]] = {
    "not_simulated": lambda so: so.call("GET", "Appointment/UdefLayout/Published"),
    "refused": lambda so: so.call("GET", "Appointment/99"),
    "ignored_names": lambda so: so.create(Titel="x", **ZONED),
    "overwritten_blindly": lambda so: so.call("PUT", f"Appointment/{so.create(**ZONED)['AppointmentId']}", ZONED),
    "times_without_zone": lambda so: so.create(StartDate="2026-05-04T09:00:00"),
    "pages_not_followed": _not_followed,
    "polled_whole_list": _polled,
}


@pytest.mark.parametrize("rule", MISTAKES)
def test_a_mistake_is_found_by_its_rule_alone(so: SuperOfficeClient, rule: str, monkeypatch: pytest.MonkeyPatch):
    if rule == "pages_not_followed":
        monkeypatch.setattr("mockod.vendors.superoffice.resources.appointments.find.PAGE", 2)
    MISTAKES[rule](so)
    assert list(_found(so)) == [rule]


def test_a_careful_client_makes_none(so: SuperOfficeClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mockod.vendors.superoffice.resources.appointments.find.PAGE", 1)
    so.create(**ZONED)
    number = so.create(**ZONED)["AppointmentId"]
    last = so.call("GET", f"Appointment/{number}").headers["Last-Modified"]
    so.call("PUT", f"Appointment/{number}", {**ZONED, "TableRight": None}, headers={"If-Unmodified-Since": last})
    so.call("PATCH", f"Appointment/{number}", {"StartDate": "2026-05-04T08:00:00"}, zone="NO")
    link = so.read("Appointment?$select=text")["odata.nextLink"]
    so.http.get(link, headers={"Authorization": so.call("GET", "Appointment/default").request.headers["Authorization"]})
    assert _found(so) == {}


def test_refusals_are_told_in_groups(so: SuperOfficeClient):
    for number in (98, 99, 99):
        so.call("GET", f"Appointment/{number}")
    groups = _found(so)["refused"]["groups"]
    assert [(group["times"], group["what"].partition(": ")[2]) for group in groups] == [
        (2, "404 Appointment id 99 not found"),
        (1, "404 Appointment id 98 not found"),
    ]


def test_a_method_that_a_path_does_not_have_names_those_that_it_has(so: SuperOfficeClient):
    assert so.call("PUT", "Appointment").headers["Allow"] == "GET, POST"
