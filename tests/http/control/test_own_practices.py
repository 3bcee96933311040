"""Offices with a practice of their own, sent at their creation or put into their place."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock

OWN = {
    "providers": [{"ProvNum": 7, "Abbr": "OWN"}],
    "patients": [{"PatNum": 70, "LName": "Own", "FName": "Olga", "PriProv": "OWN"}],
    "appointments": [{"PatNum": 70, "AptDateTime": "tomorrow 9:00", "ProvNum": 7}],
}
AS_YAML = """\
providers:
  - {ProvNum: 7, Abbr: OWN}
patients:
  - {PatNum: 70, LName: Own, FName: Olga, PriProv: OWN}
appointments:
  - {PatNum: 70, AptDateTime: tomorrow 9:00, ProvNum: 7}
"""


@pytest.fixture(params=["memory", "file"])
def http(request, tmp_path):
    folder = tmp_path / "offices" if request.param == "file" else None
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), data_dir=folder)).test_client()


def names(http, key="own"):
    answer = http.get("/api/v1/patients", headers={"Authorization": f"ODFHIR any/{key}"})
    return [one["LName"] for one in answer.json]


def visits(http, key="own"):
    answer = http.get("/api/v1/appointments", headers={"Authorization": f"ODFHIR any/{key}"})
    return [one["AptDateTime"] for one in answer.json]


@pytest.mark.parametrize("practice", [OWN, AS_YAML], ids=["JSON", "YAML"])
def test_an_office_is_made_with_a_practice_of_its_own_and_a_reset_brings_it_back(http, practice):
    made = http.post("/_mockod/offices", json={"office": "own", "practice": practice})
    assert (made.status_code, made.json["practice"]) == (201, "own")
    assert (names(http), names(http, "other")) == (["Own"], ["Muster", "Muster"])
    assert visits(http) == ["2026-03-03 09:00:00"]

    http.post("/_mockod/seed?office=own", json={"remove": {"patients": "all"}})
    assert names(http) == []
    http.post("/_mockod/reset?office=own")
    assert names(http) == ["Own"]


@pytest.mark.parametrize("media", ["application/yaml", "application/json", "application/octet-stream", None])
@pytest.mark.parametrize("practice", ["{providers: [], patients: [{LName: Own, FName: O}]}", AS_YAML])
def test_an_uploaded_practice_takes_the_place_of_another(http, media, practice):
    if media == "application/json" or (practice.startswith("{") and media != "application/yaml"):
        practice = '{"patients": [{"LName": "Own", "FName": "Olga"}]}'
    http.post("/_mockod/offices", json={"office": "own", "practice": "documented"})

    put = http.put("/_mockod/offices/practice?office=own", data=practice, content_type=media)

    assert (put.status_code, put.json["practice"]) == (200, "own")
    assert names(http) == ["Own"]
    http.post("/_mockod/reset?office=own")
    assert names(http) == ["Own"]


def test_clock_and_settings_stay_where_a_practice_is_put_and_its_dates_are_around_the_clock(http):
    order = {"office": "own", "mode": "remote", "clock": {"mode": "frozen", "now": "2027-05-03 10:00:00"}}
    http.post("/_mockod/offices", json=order)
    http.put("/_mockod/clock?office=own", json={"mode": "frozen", "now": "2028-01-10 08:00:00"})

    row = http.put("/_mockod/offices/practice?office=own", data=AS_YAML).json

    assert (row["mode"], row["clock"]["now"]) == ("remote", "2028-01-10 08:00:00")
    assert visits(http) == ["2028-01-11 09:00:00"]
    http.post("/_mockod/reset?office=own")
    assert visits(http) == ["2027-05-04 09:00:00"]


def test_an_office_that_is_not_there_is_made_by_a_practice(http):
    assert http.put("/_mockod/offices/practice?office=own", data=AS_YAML).status_code == 200
    assert names(http) == ["Own"]
    assert http.put("/_mockod/offices/practice", data=AS_YAML).status_code == 400


BROKEN = [
    ({"patients": [{"LName": "Own"}]}, "practice.patients[0]: FName is missing"),
    (
        {"patients": [{"LName": "Own", "FName": "O", "PriProv": 9}]},
        "practice.patients[0]: PriProv: there is no provider",
    ),
    ({"patientz": []}, "practice.patientz: 'patientz' is no section of a practice"),
    ({"remove": {"patients": "all"}}, "practice.remove: "),
    ("patients:\n  - {LName: Own}\n", "practice:2: patients: FName is missing"),
    ("patients:\n  - {LName: *a}\n", "practice:2: "),
]


@pytest.mark.parametrize(("practice", "told"), BROKEN)
def test_a_broken_practice_is_refused_and_no_office_is_made(http, practice, told):
    refused = http.post("/_mockod/offices", json={"office": "own", "practice": practice})
    assert refused.status_code == 422
    assert refused.json["detail"].startswith(told)
    assert http.get("/_mockod/offices").json["offices"] == []


def test_a_broken_practice_that_is_put_makes_no_office(http):
    assert http.put("/_mockod/offices/practice?office=own", data="patients: 1").status_code == 422
    assert http.get("/_mockod/offices").json["offices"] == []


def test_a_broken_practice_that_is_put_leaves_the_office_as_it_was(http):
    http.put("/_mockod/offices/practice?office=own", data=AS_YAML)
    refused = http.put("/_mockod/offices/practice?office=own", data="patients:\n - {LName: x}\n")
    assert (refused.status_code, refused.json["detail"]) == (422, "body:2: patients: FName is missing")
    assert names(http) == ["Own"]
    http.post("/_mockod/reset?office=own")
    assert names(http) == ["Own"]


def test_a_name_that_no_practice_has_is_still_not_there(http):
    assert http.post("/_mockod/offices", json={"office": "own", "practice": "nosuch"}).status_code == 404
    assert http.post("/_mockod/offices", json={"office": "own", "practice": "/etc/passwd"}).status_code == 404
