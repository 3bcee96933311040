"""Fragments of practices merged into a telehealth office, by themselves and beside Open Dental's."""

from __future__ import annotations

import pytest

from support.telehealth import HOST, NOW, PATIENT, TYPE, Telehealth, new_account


@pytest.fixture
def account() -> Telehealth:
    return new_account()


def test_rows_come_beside_those_of_the_other_vendor(account):
    fragment = {
        "patients": [{"LName": "Rivera", "FName": "Ana"}],
        "telehealth": {
            "users": [{"id": "user_ana", "first_name": "Ana", "last_name": "Rivera"}],
            "appointments": [
                {
                    "appointment_type": TYPE,
                    "name": "First visit",
                    "start_time": "today 08:00",
                    "host": HOST,
                    "attendees": ["user_ana"],
                }
            ],
        },
    }
    told = account.control("POST", "seed", fragment)
    assert told["added"] == {"patients": [3], "telehealth.users": [4], "telehealth.appointments": [1]}
    (apt,) = account.send("GET", "appointments?patient=user_ana").json["data"]
    assert (apt["start_time"], apt["end_time"]) == (NOW + 3_600_000, NOW + 7_200_000)
    assert [entry["status"] for entry in apt["status_history"]] == ["scheduled"]


def test_a_row_whose_id_is_there_takes_its_place(account):
    made = account.book()
    row = {"id": made["id"], "internal": True, "name": "Other", "start_time": "today", "host": HOST}
    told = account.control("POST", "seed", {"telehealth": {"appointments": [row], "profile": "ms"}})
    assert told["changed"] == {"telehealth.appointments": [1]}
    now = account.get(made["id"])
    assert (now["name"], now["internal"], now["attendees"]) == ("Other", True, [])
    again = account.control("POST", "seed", {"telehealth": {"appointments": [row]}})
    assert again["added"] == again["changed"] == {}


@pytest.mark.parametrize(
    ("fragment", "reason"),
    [
        ({"telehealth": {"users": [{"role": "boss"}]}}, "telehealth.users[0].role"),
        ({"telehealth": {"rooms": [{"id": "x"}]}}, "'rooms' is no section of telehealth"),
        ({"remove": {"telehealth": "all"}}, "rows of telehealth cannot be removed"),
        (
            {"patients": [{"LName": "A", "FName": "B", "PriProv": 9}], "telehealth": {"users": [{"id": "user_x"}]}},
            "PriProv",
        ),
        (
            {"patients": [{"LName": "A", "FName": "B"}], "telehealth": {"users": [{"id": "user_x", "x": 1}]}},
            "'x' is no field",
        ),
    ],
)
def test_a_mistake_in_either_part_leaves_all_as_it_was(account, fragment, reason):
    before = account.send("GET", "users").json
    refused = account.control("POST", "seed", fragment, 422)
    assert reason in refused["detail"]
    assert account.send("GET", "users").json == before
    headers = {"Authorization": f"ODFHIR any/{account.account}"}
    assert len(account.http.get("/api/v1/patients?LName=A", headers=headers).json) == 0


def test_an_office_is_carried_to_another_as_a_practice_file(account):
    made = account.book(description="- [late], 'again': \u2028")
    account.control("PUT", "settings", {"unknown_fields": "refuse"})
    text = account.http.get(f"/_mockod/practice?office={account.account}").data
    other = new_account()
    put = other.http.put(f"/_mockod/offices/practice?office={other.account}", data=text)
    assert put.status_code == 200, put.text
    assert other.send("GET", "appointments").json["data"] == [made]
    assert other.control("GET", "settings")["unknown_fields"] == "refuse"
    assert PATIENT in text.decode()
