"""A keys file closes the offices for every API: what it does not list is asked by none of them."""

from __future__ import annotations

from base64 import b64encode

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.access.keyring import Grant, Keyring

TENANT = {"Authorization": f"Basic {b64encode(b'SAL0:mockod').decode()}"}
TOKEN = {"client_id": "mockod-client", "client_secret": "mockod-secret"}


@pytest.fixture(scope="module")
def http():
    keyring = Keyring({"listed": Grant("a-developer"), "off": Grant("a-developer", enabled=False)})
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), keyring=keyring)).test_client()


@pytest.mark.parametrize(("key", "status"), [("listed", 200), ("off", 401), ("unlisted", 401)])
def test_telehealth_lets_in_what_is_listed(http, key, status):
    answer = http.post("/telehealth/v2/auth/token", json=TOKEN, headers={"account": key})
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json["code"] == "auth/invalid_credentials"


@pytest.mark.parametrize(("key", "status"), [("listed", 200), ("off", 401), ("unlisted", 401)])
def test_superoffice_lets_in_what_is_listed(http, key, status):
    answer = http.get(f"/superoffice/{key}/api/v1/Appointment/default", headers=TENANT)
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json["Error"] is True


def test_who_is_turned_away_makes_no_office(http):
    http.post("/telehealth/v2/auth/token", json=TOKEN, headers={"account": "nobody"})
    http.get("/superoffice/nobody/api/v1/Appointment/default", headers=TENANT)
    assert "nobody" not in http.get("/_mockod/offices").text


def test_without_a_keys_file_any_office_may_be_asked():
    open_to_all = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()
    answer = open_to_all.post("/telehealth/v2/auth/token", json=TOKEN, headers={"account": "anybody"})
    assert answer.status_code == 200
