"""Subscribers: who holds a plan, and when one can go."""

from __future__ import annotations

import pytest

from support.db import database

SUBSCRIBERS = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans:
  - {PlanNum: 11, CarrierNum: 1}
  - {PlanNum: 12, CarrierNum: 1}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1, SubscriberID: E-1, SecDateTEdit: 2026-02-01 10:00}
  - {InsSubNum: 22, PlanNum: 11, Subscriber: 2, SecDateTEdit: 2026-02-02 10:00}
  - {InsSubNum: 23, PlanNum: 12, Subscriber: 2, SecDateTEdit: 2026-02-03 10:00}
patplans:
  - {PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1}
  - {PatPlanNum: 6, PatNum: 2, InsSubNum: 21, Ordinal: 1, Relationship: Child}
appointments:
  - {AptNum: 31, PatNum: 1, AptDateTime: 2026-03-03 09:00, Op: 1, AptStatus: Scheduled}
  - {AptNum: 32, PatNum: 2, AptDateTime: 2026-03-03 10:00, Op: 1, AptStatus: Planned}
  - {AptNum: 33, PatNum: 1, AptDateTime: 2026-03-01 09:00, Op: 1, AptStatus: Broken}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(SUBSCRIBERS)


def numbers(rows):
    return [row["InsSubNum"] for row in rows]


def test_a_subscriber_is_made_of_plan_patient_and_id(office):
    made = office.post("inssubs", {"PlanNum": 12, "Subscriber": 1, "SubscriberID": "A-17"})

    assert (made.status_code, "Location" in made.headers) == (201, False)
    assert list(made.json.items()) == [
        ("InsSubNum", 24),
        ("PlanNum", 12),
        ("Subscriber", 1),
        ("DateEffective", "0001-01-01"),
        ("DateTerm", "0001-01-01"),
        ("SubscriberID", "A-17"),
        ("BenefitNotes", ""),
        ("ReleaseInfo", "true"),
        ("AssignBen", "true"),
        ("SubscNote", ""),
        ("SecDateTEdit", "2026-03-02 07:00:00"),
    ]
    assert office.read("inssubs/24") == made.json


def test_benefits_are_assigned_as_the_office_prefers_unless_told(practice_office):
    office = practice_office(f"{SUBSCRIBERS}\npreferences: {{InsDefaultAssignBen: 0}}")
    body = {"PlanNum": 12, "Subscriber": 1, "SubscriberID": "A-17"}

    assert office.post("inssubs", body).json["AssignBen"] == "false"
    assert office.post("inssubs", {**body, "AssignBen": "true", "ReleaseInfo": "false"}).json["AssignBen"] == "true"


def test_subscribers_are_listed_by_number_plan_person_and_change(office):
    assert numbers(office.read("inssubs")) == [21, 22, 23]
    assert numbers(office.read("inssubs", PlanNum=11)) == [21, 22]
    assert numbers(office.read("inssubs", Subscriber=2)) == [22, 23]
    assert numbers(office.read("inssubs", PlanNum=11, Subscriber=2)) == [22]
    assert numbers(office.read("inssubs", SecDateTEdit="2026-02-02 10:00:00")) == [22, 23]
    assert numbers(office.read("inssubs", SecDateTEdit="2026-02-02 10:00:01")) == [23]
    assert office.refusal("GET", "inssubs", PlanNum=99) == (404, "InsPlan not found.")
    assert office.refusal("GET", "inssubs", Subscriber=99) == (404, "Patient not found.")
    assert office.refusal("GET", "inssubs/99") == (404, "InsSub not found.")


WRONG = [
    ({"PlanNum": 99}, (404, "InsPlan not found.")),
    ({"PlanNum": 0}, (404, "InsPlan not found.")),
    ({"Subscriber": 99}, (404, "Patient not found.")),
    ({"DateEffective": "03/02/2026"}, (400, "DateEffective format must be yyyy-MM-dd.")),
    ({"ReleaseInfo": "x"}, (400, "ReleaseInfo is invalid.")),
    ({"BenefitNotes": "x" * 65_536}, (400, "BenefitNotes is invalid.")),
]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"PlanNum": None}, (400, "PlanNum is required.")),
        ({"Subscriber": None}, (400, "Subscriber is required.")),
        ({"SubscriberID": ""}, (400, "SubscriberID is required.")),
        *WRONG,
    ],
)
def test_a_subscriber_that_cannot_be_is_not_made(office, body, refusal):
    before = database(office).contents()

    sent = {"PlanNum": 12, "Subscriber": 1, "SubscriberID": "A-17"} | body
    assert office.refusal("POST", "inssubs", sent) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(("body", "refusal"), WRONG)
def test_a_subscriber_is_not_changed_into_what_cannot_be(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("PUT", "inssubs/21", body) == refusal
    assert database(office).contents() == before


def test_notes_change_alone_and_are_told_in_one_line(office):
    before = office.read("inssubs/21")
    changed = office.put("inssubs/21", {"SubscNote": "Called.\r\nCovered.", "BenefitNotes": "Waiting period"})

    assert (changed.status_code, changed.data) == (200, b"")
    assert office.read("inssubs/21") == before | {
        "SubscNote": "Called. Covered.",
        "BenefitNotes": "Waiting period",
        "SecDateTEdit": "2026-03-02 07:00:00",
    }


def test_whom_a_subscriber_covers_stays_covered_by_the_new_plan(office):
    covered = office.read("patplans", InsSubNum=21)

    assert office.put("inssubs/21", {"PlanNum": 12, "Subscriber": 2}).status_code == 200

    assert office.read("patplans", InsSubNum=21) == covered
    plans = database(office).rows("SELECT AptNum, InsPlan1 FROM appointment ORDER BY AptNum")
    assert plans == [(31, 12), (32, 12), (33, 11)]
    assert [row["PlanNum"] for row in office.read("familymodules/1/Insurance")] == [12]


def test_a_subscriber_who_covers_somebody_cannot_be_deleted(office):
    before = database(office).contents()
    refusal = (400, "Can't delete InsSub because PatPlans are still attached.")

    assert office.refusal("DELETE", "inssubs/21") == refusal
    assert database(office).contents() == before
    assert office.call("DELETE", "inssubs/21").headers["X-Mockod-Basis"] == "documented"

    for number in (5, 6):
        assert office.call("DELETE", f"patplans/{number}").status_code == 200
    gone = office.call("DELETE", "inssubs/21")
    assert (gone.status_code, gone.data) == (200, b"")
    assert office.refusal("GET", "inssubs/21") == (404, "InsSub not found.")
    assert office.refusal("DELETE", "inssubs/21") == (404, "InsSub not found.")


def test_a_subscriber_whom_a_payment_plan_names_cannot_be_deleted(practice_office):
    plan = "payplans: [{PayPlanNum: 1, PatNum: 2, Guarantor: 2, PlanNum: 12, InsSubNum: 23, PayPlanDate: 2026-03-01}]"
    office = practice_office(f"{SUBSCRIBERS}\n{plan}")
    before = database(office).contents()

    refusal = (400, "Can't delete InsSub because PayPlans are still attached.")
    assert office.refusal("DELETE", "inssubs/23") == refusal
    assert database(office).contents() == before


def test_an_unchanged_subscriber_writes_nothing(office):
    before = database(office).contents()

    assert office.put("inssubs/21", {"PlanNum": 11, "SubscriberID": "E-1", "AssignBen": "true"}).status_code == 200
    assert database(office).contents() == before


@pytest.mark.parametrize(("version", "id_after"), [("21.3", "E-1"), ("21.4", "E-2")])
def test_an_old_office_changes_plan_and_notes_only(practice_office, version, id_after):
    office = practice_office(SUBSCRIBERS, version=version)

    assert office.put("inssubs/21", {"SubscriberID": "E-2"}).status_code == 200
    assert database(office).column("SELECT SubscriberID FROM inssub WHERE InsSubNum = 21") == [id_after]
