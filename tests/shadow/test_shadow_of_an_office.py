"""A second mockod plays the real office behind the proxy: nothing is found, unless it is made to deviate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mockod.app import create_site
from mockod.client import Client
from mockod.config import read_config
from mockod.server.uvicorn_server import ServerThread
from support.shadowing import TODAY, Proxied, proxying

pytestmark = pytest.mark.live
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ServerThread(create_site(read_config({"clock": f"{TODAY} 07:00:00"}))) as running:
        yield running.url


@pytest.fixture
def office(server) -> Client:
    return Client(server, f"office-{next(_keys)}")


@pytest.fixture
def proxied(server) -> Iterator[Proxied]:
    with proxying(server) as running:
        yield running


def ask(proxied: Proxied, office: Client, path: str) -> requests.Response:
    return requests.get(f"{proxied.url}/{path}", headers=office.headers, timeout=20)


READS = (
    "patients patients/11 patients/4711 patients/abc patients/Simple?LName=A patients?BirthDate=1980-01-01 nothing"
    " appointments appointments/24 appointments?date=soon appointments?Limit=5&Offset=3 appointments/Slots?ProvNum=1"
    " appointments/Slots?date=2020-01-01 appointments/ASAP appointments/WebSched recalls recalls/List definitions"
    " schedules?date=2026-03-03 scheduleops providers operatories procedurelogs?PatNum=11 claims claimprocs?ClaimNum=1"
    " accountmodules/11/Aging chartmodules/11/ProgNotes familymodules/11/Insurance preferences userods tasks"
).split()


def test_nothing_is_found_on_a_true_office_in_any_read(proxied, office):
    for path in READS:
        assert ask(proxied, office, path).status_code in (200, 400, 404), path

    assert proxied.differences() == []
    assert proxied.report.to_json()["requests"] == len(READS)


DEVIATIONS: dict[str, tuple[str, dict[str, Any], tuple[str, str]]] = {
    # what is planted: the read, the stub that alters its answer, and the rule and the field that are named
    "null": ("patients/11", {"merge": {"WirelessPhone": None}}, ("type", "WirelessPhone")),
    "a new field": ("patients", {"merge": {"NewInVersion27": 1}}, ("unknown field", "NewInVersion27")),
    "a field that is gone": ("patients", {"remove": ["Birthdate"]}, ("missing field", "Birthdate")),
    "a date with a time": ("patients", {"merge": {"Birthdate": "1980-01-01T00:00:00"}}, ("format", "Birthdate")),
    "an American date": ("patients/11", {"merge": {"Birthdate": "01/02/1980"}}, ("format", "Birthdate")),
    "a number as text": ("appointments", {"merge": {"Op": "1"}}, ("type", "Op")),
    "a JSON boolean": ("appointments", {"merge": {"IsNewPatient": False}}, ("type", "IsNewPatient")),
    "a status nobody knows": ("appointments", {"merge": {"AptStatus": "Arrived"}}, ("format", "AptStatus")),
    "a status by number": ("appointments", {"merge": {"AptStatus": 1}}, ("type", "AptStatus")),
    "a pattern of dots": ("appointments/24", {"merge": {"Pattern": "..XX.."}}, ("format", "Pattern")),
    "a zone in a time": (
        "appointments/24",
        {"merge": {"AptDateTime": "2026-03-02 09:00:00Z"}},
        ("format", "AptDateTime"),
    ),
    "short times": ("schedules?date=2026-03-03", {"merge": {"StartTime": "8:00"}}, ("format", "StartTime")),
    "slots without rooms": ("appointments/Slots?ProvNum=1", {"remove": ["OpNum"]}, ("missing field", "OpNum")),
    "an amount as number": ("procedurelogs?PatNum=11", {"merge": {"ProcFee": 12.5}}, ("type", "ProcFee")),
    "an object around a list": ("patients", {"json": {"patients": []}}, ("shape", "")),
    "a list around an object": ("patients/11", {"json": []}, ("shape", "")),
    "an empty answer": ("patients/11", {"status": 204}, ("status", "")),
    "a page in HTML": ("patients", {"body": "<h1>Down</h1>"}, ("content type", "")),
    "an error as an object": ("patients/4711", {"status": 404, "json": {"message": "no"}}, ("error shape", "")),
    "an error in other words": ("patients/4711", {"status": 404, "json": "No such patient."}, ("error text", "")),
    "another status for an error": ("patients/4711", {"status": 400, "json": "Patient not found."}, ("error text", "")),
    "a mistake that is accepted": ("appointments?date=soon", {"json": []}, ("accepted", "")),
    "a mistake told otherwise": ("appointments?date=soon", {"status": 400, "json": "Bad date."}, ("error text", "")),
    "an error of the server's": ("patients", {"status": 500, "body": "oops"}, ("error shape", "")),
    "a redirect": ("patients", {"status": 307, "headers": {"Location": "/elsewhere"}, "body": ""}, ("status", "")),
}


@pytest.mark.parametrize(("path", "stub", "named"), DEVIATIONS.values(), ids=DEVIATIONS)
def test_each_planted_deviation_is_named(path, stub, named, proxied, office):
    office.faults.add("respond", **stub)
    answer = requests.get(f"{proxied.url}/{path}", headers=office.headers, timeout=20, allow_redirects=False)
    direct = requests.get(f"{office.url}/{path}", headers=office.headers, timeout=20, allow_redirects=False)

    assert answer.content == direct.content
    assert {(found["rule"], found["where"]) for found in proxied.differences()} == {named} | ALSO.get(named, set())


ALSO = {("content type", ""): {("body", "")}}
"""What is named beside it."""
