"""Fee schedules: listed, made and changed."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
clinics: [{ClinicNum: 3, Description: South}]
feescheds:
  - {FeeSchedNum: 53, Description: Standard, ItemOrder: 1, SecDateTEdit: 2026-03-01 09:00}
  - {FeeSchedNum: 54, Description: PPO, IsHidden: true}
  - {FeeSchedNum: 55, Description: By clinic, ItemOrder: 2, IsGlobal: false}
  - {FeeSchedNum: 56, Description: Empty, ItemOrder: 3, IsGlobal: false}
procedurecodes: [{CodeNum: 7, ProcCode: D0120}]
fees:
  - {FeeSched: 55, CodeNum: 7, Amount: 50, ClinicNum: 3}
  - {FeeSched: 56, CodeNum: 7, Amount: 50}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_schedules_are_listed_in_their_order_hidden_ones_too(office):
    rows = office.read("feescheds")

    assert [row["FeeSchedNum"] for row in rows] == [54, 53, 55, 56]
    assert rows[1] == {
        "FeeSchedNum": 53,
        "Description": "Standard",
        "FeeSchedType": "Normal",
        "ItemOrder": 1,
        "IsHidden": "false",
        "IsGlobal": "true",
        "SecUserNumEntry": 0,
        "SecDateEntry": "2026-03-02",
        "SecDateTEdit": "2026-03-01 09:00:00",
    }


def test_a_new_schedule_is_global_and_the_last(office):
    made = office.post("feescheds", {"Description": "Co-pays", "FeeSchedType": "CoPay"})

    assert (made.status_code, "location" in made.headers) == (200, False)
    assert made.json == office.read("feescheds")[-1]
    names = ("Description", "FeeSchedType", "ItemOrder", "IsHidden", "IsGlobal", "SecDateEntry", "SecDateTEdit")
    assert [made.json[name] for name in names] == [
        *("Co-pays", "CoPay", 4, "false", "true", "2026-03-02", "2026-03-02 07:00:00")
    ]


def test_the_first_schedule_of_an_office_has_order_0(practice_office):
    made = practice_office("").post("feescheds", {"Description": "First", "FeeSchedType": "Normal"})

    assert made.json["ItemOrder"] == 0


def test_a_schedule_keeps_its_type(office):
    changed = office.put("feescheds/53", {"Description": "Usual", "IsHidden": "true", "FeeSchedType": "CoPay"})

    assert changed.status_code == 200
    names = ("Description", "IsHidden", "FeeSchedType", "SecDateTEdit")
    assert [changed.json[name] for name in names] == ["Usual", "true", "Normal", "2026-03-02 07:00:00"]


def test_what_stands_already_is_no_edit(office):
    assert office.put("feescheds/53", {"Description": "Standard"}).json["SecDateTEdit"] == "2026-03-01 09:00:00"


def test_a_schedule_becomes_global_unless_a_clinic_has_a_fee_of_its_own(office):
    text = "IsGlobal is invalid. FeeSched has Fees of a Clinic or Provider."

    assert office.refusal("PUT", "feescheds/55", {"Description": "All", "IsGlobal": "true"}) == (400, text)
    assert office.put("feescheds/56", {"IsGlobal": "true"}).json["IsGlobal"] == "true"


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "feescheds", {"FeeSchedType": "Normal"}, (400, "Description is required.")),
        ("POST", "feescheds", {"Description": "A"}, (400, "FeeSchedType is required.")),
        ("POST", "feescheds", {"Description": "A", "FeeSchedType": "normal"}, (400, "FeeSchedType is invalid.")),
        ("POST", "feescheds", {"Description": "A", "FeeSchedType": 1}, (400, "FeeSchedType is invalid.")),
        ("PUT", "feescheds/53", {"IsGlobal": "2"}, (400, "IsGlobal is invalid.")),
        ("PUT", "feescheds/99", {"IsHidden": "true"}, (404, "FeeSched not found.")),
        ("GET", "feescheds/53", None, (400, "feescheds GET  is not a valid method.")),
        ("DELETE", "feescheds/53", None, (400, "feescheds DELETE  is not a valid method.")),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before
