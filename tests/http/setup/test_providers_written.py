"""Providers: made and changed. Nobody can delete one."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.vendors.opendental.resources.subscriptions.events import WATCHED
from support.db import database

OFFICE = """
definitions:
  - {DefNum: 263, Category: ProviderSpecialties, ItemName: Retired, IsHidden: true}
  - {DefNum: 264, Category: ProviderSpecialties, ItemName: General, ItemOrder: 1}
  - {DefNum: 265, Category: ProviderSpecialties, ItemName: Hygienist, ItemOrder: 2}
feescheds:
  - {FeeSchedNum: 52, Description: Old, IsHidden: true}
  - {FeeSchedNum: 53, Description: Standard, ItemOrder: 1}
  - {FeeSchedNum: 54, Description: PPO, ItemOrder: 2}
providers:
  - {ProvNum: 2, Abbr: HYG1, ItemOrder: 4, DateTStamp: 2026-03-01 09:00}
  - {ProvNum: 3, Abbr: LAB, LName: Laboratory, IsNotPerson: true, SSN: 12-345}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_new_provider_needs_an_abbreviation_only_and_has_the_first_schedule_and_specialty(office):
    made = office.post("providers", {"Abbr": "DOC2"})

    assert made.status_code == 201
    assert made.headers["location"].endswith("/api/v1/providers/4")
    shown = office.read("providers/4")
    assert list(made.json) == list(shown)
    assert made.json == shown | {"serverDateTime": ""}
    names = ("Abbr", "FeeSched", "Specialty", "UsingTIN", "IsSecondary", "provColor", "ProvStatus", "DateTStamp")
    assert [made.json[name] for name in names] == [
        *("DOC2", 53, 264, "true", "false", "0,0,0", "Active", "2026-03-02 07:00:00")
    ]


def test_a_new_provider_of_an_office_without_schedules_and_specialties_has_none(practice_office):
    made = practice_office("").post("providers", {"Abbr": "DOC2"}).json

    assert (made["FeeSched"], made["Specialty"]) == (0, 0)


def test_a_new_provider_has_what_was_sent(office):
    body = {
        "Abbr": "HYG2",
        "LName": "Bently",
        "FName": "Tim",
        "MI": "T",
        "Suffix": "RDH",
        "FeeSched": 54,
        "Specialty": 265,
        "SSN": "000000000",
        "StateLicense": "H0004",
        "IsSecondary": "true",
        "IsHidden": "true",
        "UsingTIN": "false",
        "SigOnFile": "true",
        "NationalProvID": "0000000004",
        "IsNotPerson": "false",
        "IsHiddenReport": "true",
        "Birthdate": "1980-01-02",
        "SchedNote": "Mornings",
        "PreferredName": "Timmy",
    }
    made = office.post("providers", body).json

    assert {name: made[name] for name in body} == body


def test_the_birthdate_may_be_spelled_as_the_page_does(office):
    assert office.post("providers", {"Abbr": "A", "BirthDate": "1980-01-02"}).json["Birthdate"] == "1980-01-02"


def test_a_new_provider_is_the_last_of_the_programs_list(office):
    number = office.post("providers", {"Abbr": "DOC2"}).json["ProvNum"]

    assert database(office).column(f"SELECT ItemOrder FROM provider WHERE ProvNum = {number}") == [5]


def test_a_change_is_what_was_sent_and_no_more(office):
    before = office.read("providers/2")
    sent = {"FName": "Hanna", "LName": "Bexley", "NationalProvId": "0000000002", "SigOnFile": "true", "Specialty": 265}
    changed = office.put("providers/2", {**sent, "FeeSched": 54, "IsHidden": "true"})

    assert changed.status_code == 200
    expected = {"NationalProvID" if name == "NationalProvId" else name: value for name, value in sent.items()}
    assert changed.json == before | expected | {"DateTStamp": "2026-03-02 07:00:00", "serverDateTime": ""}
    assert office.put("providers/2", {"NationalProvID": "1"}).json["NationalProvID"] == "1"


def test_what_stands_already_is_no_change(office):
    assert office.put("providers/2", {"Abbr": "HYG1"}).json["DateTStamp"] == "2026-03-01 09:00:00"


def test_texts_can_be_taken_away_but_the_abbreviation(office):
    office.put("providers/2", {"Suffix": "RDH"})

    assert office.put("providers/2", {"Suffix": ""}).json["Suffix"] == ""
    assert office.refusal("PUT", "providers/2", {"Abbr": " "}) == (400, "Abbr is required.")


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "providers", {"LName": "A"}, (400, "Abbr is required.")),
        ("POST", "providers", {"Abbr": ""}, (400, "Abbr is required.")),
        ("POST", "providers", {"Abbr": "A", "FeeSched": 99}, (404, "FeeSched not found.")),
        ("POST", "providers", {"Abbr": "A", "Specialty": 40}, (400, "Specialty is invalid.")),
        ("POST", "providers", {"Abbr": "A", "SSN": "000-00-0000"}, (400, "SSN is invalid.")),
        ("POST", "providers", {"Abbr": "A", "Birthdate": "1/2/1980"}, (400, "Birthdate format must be yyyy-MM-dd.")),
        ("POST", "providers", {"Abbr": "A", "IsNotPerson": "true", "FName": "B"}, (400, "FName is invalid.")),
        ("POST", "providers", {"Abbr": "A", "IsNotPerson": "true", "MI": "B"}, (400, "MI is invalid.")),
        ("PUT", "providers/3", {"FName": "B"}, (400, "FName is invalid.")),
        ("PUT", "providers/2", {"SSN": "00-0000000"}, (400, "SSN is invalid.")),
        ("PUT", "providers/2", {"UsingTIN": "yes"}, (400, "UsingTIN is invalid.")),
        ("PUT", "providers/2", {"Specialty": 40}, (400, "Specialty is invalid.")),
        ("PUT", "providers/99", {"Abbr": "A"}, (404, "Provider not found.")),
    ],
)
def test_a_provider_that_cannot_be_is_refused(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before


def test_a_billing_entity_has_a_last_name_and_keeps_the_number_it_has(office):
    assert office.post("providers", {"Abbr": "A", "IsNotPerson": "true", "LName": "Group", "FName": ""}).json["LName"]
    assert office.put("providers/3", {"SSN": "12-345", "FName": "", "LName": "Lab"}).json["LName"] == "Lab"


@pytest.mark.parametrize(
    ("method", "path", "number"), [("POST", "providers", 4), ("PUT", "providers/2", 2)], ids=["made", "changed"]
)
def test_a_subscription_to_providers_is_told(office, method, path, number):
    office.set_clock("2026-03-02 09:00:00")
    assert office.call(method, path, {"Abbr": "NEW"}).status_code in (200, 201)

    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        rows = WATCHED["Provider"].changed(tx, datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9, 0, 1))
    assert [row[0] for row in rows.values] == [number]


def test_schedules_and_slots_know_a_provider_that_was_just_made(office):
    number = office.post("providers", {"Abbr": "NEW"}).json["ProvNum"]

    assert office.read("schedules", ProvNum=number) == []
    assert office.read("appointments/Slots", ProvNum=number, date="2026-03-03") == []
    assert office.book(AptDateTime="2026-03-03 09:00:00", ProvNum=number)["provAbbr"] == "NEW"
