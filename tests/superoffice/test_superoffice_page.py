"""The page of the SuperOffice vendor says what is so."""

from __future__ import annotations

import re
from collections.abc import Callable

from mockod.vendors.superoffice.resources.routes import ROUTES
from support.api_client import ApiClient
from support.paths import ROOT
from support.superoffice import SuperOfficeClient

PAGE = (ROOT / "docs/superoffice.md").read_text(encoding="utf-8")


def test_its_endpoints_are_those_that_there_are():
    told = re.findall(r"^\| ([A-Z]+) \| `([^`]+)` \| ([^|]+) \| (\w+) \|$", PAGE, re.MULTILINE)
    there = {(one.method, one.path, one.summary, one.basis.value) for one in ROUTES.endpoints}
    assert len(told) == len(there)
    assert set(told) == there


def test_its_part_of_a_practice_can_be_booked(practice_office: Callable[..., ApiClient]):
    [part] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    office = practice_office(part)
    so = SuperOfficeClient(office.http, office.customer)
    entity = so.read("Appointment/1")
    assert (entity["StartDate"], entity["EndDate"]) == ("2026-03-03T09:00:00", "2026-03-03T09:40:00")
    assert entity["Person"]["FullName"] == "Barney Bicuspid"
    assert entity["CustomFields"] == {"x_aptnum": "44"}
    assert [one["AssociateId"] for one in entity["Participants"]] == [1, 0]


def test_its_first_call_is_one_of_the_demos(so_demo: SuperOfficeClient):
    [url] = re.findall(r"'http://127.0.0.1:30222/superoffice/api/v1/([^']+)'", PAGE)
    assert len(so_demo.read(url)["value"]) == 14
