"""Insurance coverage of patients: its order, and the appointments that follow it."""

from __future__ import annotations

import pytest

from support.db import database

INSURANCE = """
carriers:
  - {CarrierNum: 1, CarrierName: Evergreen Dental}
insplans:
  - {PlanNum: 11, CarrierNum: 1}
  - {PlanNum: 12, CarrierNum: 1}
  - {PlanNum: 13, CarrierNum: 1, IsMedical: true}
  - {PlanNum: 14, CarrierNum: 1}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 1}
  - {InsSubNum: 23, PlanNum: 13, Subscriber: 1}
  - {InsSubNum: 24, PlanNum: 14, Subscriber: 1}
"""
COVERED = f"""{INSURANCE}
patplans:
  - {{PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1, SecDateTEntry: 2026-01-05 10:00:00,
     SecDateTEdit: 2026-01-05 10:00:00}}
  - {{PatPlanNum: 6, PatNum: 1, InsSubNum: 22, Ordinal: 2, SecDateTEdit: 2026-01-05 10:00:00}}
  - {{PatPlanNum: 7, PatNum: 2, InsSubNum: 21, Ordinal: 1, Relationship: Child, PatID: "77"}}
"""
BOOKED = f"""{COVERED}
appointments:
  - {{AptNum: 31, PatNum: 1, AptDateTime: 2026-03-03 09:00, Op: 1, InsPlan1: 11, InsPlan2: 12, AptStatus: Scheduled}}
  - {{AptNum: 32, PatNum: 1, AptDateTime: 2026-03-04 09:00, InsPlan1: 11, InsPlan2: 12, AptStatus: UnschedList}}
  - {{AptNum: 33, PatNum: 1, AptDateTime: 2026-03-05 09:00, InsPlan1: 11, InsPlan2: 12, AptStatus: Planned}}
  - {{AptNum: 34, PatNum: 1, AptDateTime: 2026-03-01 09:00, Op: 1, InsPlan1: 1, InsPlan2: 2, AptStatus: Complete}}
  - {{AptNum: 35, PatNum: 1, AptDateTime: 2026-03-01 10:00, Op: 1, InsPlan1: 1, InsPlan2: 2, AptStatus: Broken}}
  - {{AptNum: 36, PatNum: 1, AptDateTime: 2026-03-01 11:00, Op: 1, InsPlan1: 1, InsPlan2: 2, AptStatus: PtNote}}
  - {{AptNum: 37, PatNum: 1, AptDateTime: 2026-03-01 12:00, Op: 1, InsPlan1: 1, AptStatus: PtNoteCompleted}}
  - {{AptNum: 38, PatNum: 2, AptDateTime: 2026-03-03 10:00, Op: 1, InsPlan1: 1, AptStatus: Scheduled}}
"""
STAMPED = "2026-03-02 07:00:00"


@pytest.fixture
def office(practice_office):
    """Patient 1 has the plans 11 and 12, patient 2 the plan 11."""
    return practice_office(COVERED)


@pytest.fixture
def booked(practice_office):
    """The same with an appointment of patient 1 in every status."""
    return practice_office(BOOKED)


def order(office, patient=1):
    """The patient's subscribers by ordinal."""
    rows = office.read("patplans", PatNum=patient)
    return sorted((row["Ordinal"], row["InsSubNum"]) for row in rows)


def plans(office):
    """InsPlan1 and InsPlan2 of every appointment."""
    return {n: (a, b) for n, a, b in database(office).rows("SELECT AptNum, InsPlan1, InsPlan2 FROM appointment")}


# Reading


def test_coverage_is_listed_by_its_number(office):
    assert [row["PatPlanNum"] for row in office.read("patplans")] == [5, 6, 7]
    assert [row["PatPlanNum"] for row in office.read("patplans", PatNum=1)] == [5, 6]
    assert [row["PatPlanNum"] for row in office.read("patplans", InsSubNum=21)] == [5, 7]
    assert [row["PatPlanNum"] for row in office.read("patplans", PatNum=2, InsSubNum=21)] == [7]
    assert office.read("patplans", PatNum=2, InsSubNum=22) == []
    assert [row["PatPlanNum"] for row in office.read("patplans", Limit=1, Offset=1)] == [6]


def test_coverage_is_told_in_the_vendors_order(office):
    (row,) = office.read("patplans", PatNum=2)
    assert list(row.items()) == [
        ("PatPlanNum", 7),
        ("PatNum", 2),
        ("Ordinal", 1),
        ("IsPending", "false"),
        ("Relationship", "Child"),
        ("PatID", "77"),
        ("InsSubNum", 21),
        ("OrthoAutoFeeBilledOverride", -1.0),
        ("OrthoAutoNextClaimDate", "0001-01-01"),
        ("SecDateTEntry", "2026-03-02 00:00:00"),
        ("SecDateTEdit", "2026-03-02 00:00:00"),
    ]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"InsSubNum": 99}, (404, "InsSub not found.")),
        ({"PatNum": "one"}, (400, "PatNum is invalid.")),
        ({"InsSubNum": -1}, (400, "InsSubNum is invalid.")),
        ({"InsSubNum": 2**63}, (400, "InsSubNum is invalid.")),
    ],
)
def test_coverage_of_nobody_is_refused(office, query, refusal):
    assert office.refusal("GET", "patplans", **query) == refusal


# Adding


def test_coverage_is_primary_and_the_patients_own_unless_told_otherwise(practice_office):
    office = practice_office(INSURANCE)
    response = office.post("patplans", {"PatNum": 2, "InsSubNum": 22})
    assert response.status_code == 201
    assert "Location" not in response.headers
    assert response.json == {
        "PatPlanNum": 1,
        "PatNum": 2,
        "Ordinal": 1,
        "IsPending": "false",
        "Relationship": "Self",
        "PatID": "",
        "InsSubNum": 22,
        "OrthoAutoFeeBilledOverride": -1.0,
        "OrthoAutoNextClaimDate": "0001-01-01",
        "SecDateTEntry": STAMPED,
        "SecDateTEdit": STAMPED,
    }
    assert office.read("patplans") == [response.json]


def test_all_that_can_be_said_of_coverage_is_kept(office):
    body = {"PatNum": 2, "InsSubNum": 22, "Ordinal": 2, "Relationship": "Spouse", "PatID": "A-17"}
    added = office.post("patplans", body).json
    assert {name: added[name] for name in body} == body


@pytest.mark.parametrize(
    ("ordinal", "after"),
    [
        (1, [(1, 24), (2, 21), (3, 22)]),
        (2, [(1, 21), (2, 24), (3, 22)]),
        (3, [(1, 21), (2, 22), (3, 24)]),
        (9, [(1, 21), (2, 22), (9, 24)]),
    ],
)
def test_new_coverage_takes_its_place_and_moves_who_is_there_down(office, ordinal, after):
    assert office.post("patplans", {"PatNum": 1, "InsSubNum": 24, "Ordinal": ordinal}).status_code == 201
    assert order(office) == after
    assert order(office, patient=2) == [(1, 21)]


def test_a_free_place_ends_the_moving_down(office):
    office.post("patplans", {"PatNum": 2, "InsSubNum": 24, "Ordinal": 3})
    office.post("patplans", {"PatNum": 2, "InsSubNum": 22})
    assert order(office, patient=2) == [(1, 22), (2, 21), (3, 24)]


def test_two_that_shared_a_place_no_longer_do_once_it_is_taken(practice_office):
    shared = "  - {PatNum: 2, InsSubNum: 22, Ordinal: 1}\n"
    office = practice_office(COVERED + shared)
    office.post("patplans", {"PatNum": 2, "InsSubNum": 24})
    assert order(office, patient=2) == [(1, 24), (2, 21), (3, 22)]


def test_coverage_that_is_moved_down_is_edited_now(office):
    office.post("patplans", {"PatNum": 1, "InsSubNum": 24, "Ordinal": 2})
    first, second, _ = office.read("patplans", PatNum=1)
    assert (first["SecDateTEdit"], second["SecDateTEdit"]) == ("2026-01-05 10:00:00", STAMPED)


WRONG = [
    ({"Ordinal": 0}, (400, "Ordinal is invalid.")),
    ({"Ordinal": 10}, (400, "Ordinal is invalid.")),
    ({"Ordinal": -1}, (400, "Ordinal is invalid.")),
    ({"Ordinal": 2**70}, (400, "Ordinal is invalid.")),
    ({"Ordinal": 1.5}, (400, "Ordinal is invalid.")),
    ({"Ordinal": ""}, (400, "Ordinal is invalid.")),
    ({"Relationship": 0}, (400, "Relationship is invalid.")),
    ({"Relationship": "self"}, (400, "Relationship is invalid.")),
    ({"Relationship": ""}, (400, "Relationship is invalid.")),
    ({"PatID": ["7"]}, (400, "PatID is invalid.")),
    ({"InsSubNum": 99}, (404, "InsSub not found.")),
    ({"InsSubNum": 0}, (404, "InsSub not found.")),
    ({"InsSubNum": "x"}, (400, "InsSubNum is invalid.")),
    ({"InsSubNum": 2**63}, (400, "InsSubNum is invalid.")),
    ({"InsSubNum": 22}, (400, "InsSubNum is invalid. Patient is already linked to this InsSub.")),
]
"""Bodies that neither make nor change coverage of patient 1."""


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"PatNum": None}, (400, "PatNum is required.")),
        ({"InsSubNum": None}, (400, "InsSubNum is required.")),
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"PatNum": 0}, (404, "Patient not found.")),
        ({"PatNum": {}}, (400, "PatNum is invalid.")),
        *WRONG,
    ],
)
def test_coverage_that_cannot_be_is_not_made(office, given, refusal):
    before = database(office).contents()
    assert office.refusal("POST", "patplans", {"PatNum": 1, "InsSubNum": 24} | given) == refusal
    assert database(office).contents() == before


RELATIONSHIPS = """
Self Spouse Child Employee HandicapDep SignifOther InjuredPlantiff LifePartner Dependent
""".split()


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_every_relationship_is_understood_as_the_vendor_spells_it(office, relationship):
    changed = office.put("patplans/5", {"Relationship": relationship})
    assert (changed.status_code, changed.json["Relationship"]) == (200, relationship)


# Changing


def test_what_is_not_given_stays(office):
    before = office.read("patplans", PatNum=1)[0]
    office.set_clock("2026-03-02 08:30:00")
    response = office.put("patplans/5", {"PatID": "B-2", "PatNum": 2})
    assert response.status_code == 200
    assert response.json == before | {"PatID": "B-2", "SecDateTEdit": "2026-03-02 08:30:00"}
    assert office.put("patplans/5", {"PatID": ""}).json["PatID"] == ""


def test_a_change_that_changes_nothing_writes_nothing(booked):
    before = database(booked).contents()
    body = {"InsSubNum": 21, "Ordinal": 1, "Relationship": "Self", "PatID": ""}
    assert booked.put("patplans/5", body).status_code == 200
    assert booked.put("patplans/5", {}).status_code == 200
    assert database(booked).contents() == before


@pytest.mark.parametrize(
    ("number", "ordinal", "after"),
    [
        (6, 1, [(1, 22), (2, 21)]),
        (5, 2, [(1, 22), (2, 21)]),
        (5, 4, [(1, 22), (4, 21)]),
        (6, 9, [(1, 21), (9, 22)]),
    ],
)
def test_coverage_changes_places(office, number, ordinal, after):
    response = office.put(f"patplans/{number}", {"Ordinal": ordinal})
    assert (response.status_code, response.json["Ordinal"]) == (200, ordinal)
    assert order(office) == after


def test_another_subscriber_takes_the_same_place(office):
    assert office.put("patplans/6", {"InsSubNum": 24}).json["InsSubNum"] == 24
    assert order(office) == [(1, 21), (2, 24)]


@pytest.mark.parametrize(("given", "refusal"), WRONG)
def test_coverage_is_not_changed_into_what_cannot_be(office, given, refusal):
    before = database(office).contents()
    assert office.refusal("PUT", "patplans/5", given) == refusal
    assert database(office).contents() == before


def test_coverage_that_moves_up_and_down_again_is_edited_now(practice_office):
    third = "  - {PatPlanNum: 8, PatNum: 1, InsSubNum: 24, Ordinal: 3, SecDateTEdit: 2026-01-05 10:00:00}\n"
    office = practice_office(COVERED + third)
    assert office.put("patplans/5", {"Ordinal": 2}).status_code == 200
    assert order(office) == [(1, 22), (2, 21), (3, 24)]
    assert {row["SecDateTEdit"] for row in office.read("patplans", PatNum=1)} == {STAMPED}


def test_a_place_beyond_the_last_stands_until_another_is_sent(practice_office):
    office = practice_office(COVERED + "  - {PatPlanNum: 8, PatNum: 2, InsSubNum: 24, Ordinal: 12}\n")
    assert office.put("patplans/8", {"PatID": "B-2"}).json["Ordinal"] == 12
    assert office.refusal("PUT", "patplans/8", {"Ordinal": 12}) == (400, "Ordinal is invalid.")
    assert office.put("patplans/8", {"Ordinal": 2}).json["Ordinal"] == 2


# Dropping


def test_dropped_coverage_leaves_plan_and_subscriber(office):
    response = office.call("DELETE", "patplans/6")
    assert (response.status_code, response.data) == (200, b"")
    assert order(office) == [(1, 21)]
    assert database(office).column("SELECT InsSubNum FROM inssub") == [21, 22, 23, 24]
    assert database(office).column("SELECT PlanNum FROM insplan") == [11, 12, 13, 14]


def test_what_came_after_dropped_coverage_moves_up(office):
    office.post("patplans", {"PatNum": 1, "InsSubNum": 24, "Ordinal": 3})
    assert office.call("DELETE", "patplans/5").status_code == 200
    assert order(office) == [(1, 22), (2, 24)]


def test_nothing_moves_up_where_another_shares_the_place(practice_office):
    shared = "  - {PatPlanNum: 8, PatNum: 1, InsSubNum: 24, Ordinal: 1}\n"
    office = practice_office(COVERED + shared)
    assert office.call("DELETE", "patplans/5").status_code == 200
    assert order(office) == [(1, 24), (2, 22)]


def test_a_patients_own_benefits_end_with_the_coverage_and_the_plans_stay(practice_office):
    office = practice_office(f"""{COVERED}
benefits:
  - {{BenefitNum: 1, PatPlanNum: 5, BenefitType: Deductible, MonetaryAmt: 50}}
  - {{BenefitNum: 2, PatPlanNum: 7, BenefitType: Deductible}}
  - {{BenefitNum: 3, PlanNum: 11, BenefitType: Deductible}}
""")
    assert office.call("DELETE", "patplans/5").status_code == 200
    assert [row["BenefitNum"] for row in office.read("benefits")] == [2, 3]


@pytest.mark.parametrize(("method", "body"), [("PUT", {"Ordinal": 0}), ("DELETE", None)])
@pytest.mark.parametrize("number", [99, 0, 10**17])
def test_coverage_that_is_not_there_is_not_found(office, method, body, number):
    before = database(office).contents()
    assert office.refusal(method, f"patplans/{number}", body) == (404, "PatPlan not found.")
    assert database(office).contents() == before


# What appointments make of it


def test_appointments_to_come_follow_their_patients_plans(booked):
    assert booked.post("patplans", {"PatNum": 1, "InsSubNum": 24}).status_code == 201
    assert plans(booked) == {
        31: (14, 11),
        32: (14, 11),
        33: (14, 11),
        34: (1, 2),
        35: (1, 2),
        36: (1, 2),
        37: (1, 0),
        38: (1, 0),
    }
    history = booked.read("histappointments")
    assert [(row["AptNum"], row["HistApptAction"], row["InsPlan1"]) for row in history] == [
        (31, "Changed", 14),
        (32, "Changed", 14),
        (33, "Changed", 14),
    ]
    stamps = "SELECT AptNum FROM appointment WHERE DateTStamp = ? ORDER BY AptNum"
    assert database(booked).column(stamps, [STAMPED]) == [31, 32, 33]


def test_appointments_follow_a_change_and_a_drop(booked):
    booked.put("patplans/5", {"Ordinal": 2})
    assert plans(booked)[31] == (12, 11)
    booked.call("DELETE", "patplans/6")
    assert plans(booked)[31] == (11, 0)
    booked.call("DELETE", "patplans/5")
    assert plans(booked)[31] == (0, 0)
    assert len(booked.read("histappointments", AptNum=31)) == 3


def test_a_medical_plan_is_on_no_appointment_and_so_changes_none(booked):
    assert booked.post("patplans", {"PatNum": 1, "InsSubNum": 23}).status_code == 201
    assert plans(booked)[31] == (11, 12)
    assert booked.read("histappointments") == []


# Versions and permissions


@pytest.mark.parametrize(
    ("method", "path", "version", "since"),
    [
        ("GET", "patplans", "22.4.26", "22.4.27"),
        ("PUT", "patplans/5", "21.3", "21.4"),
    ],
)
def test_methods_are_refused_before_their_version(make_office, method, path, version, since):
    told = (400, f"This method requires Open Dental version {since} or higher.")
    assert make_office(version=version).refusal(method, path) == told


def test_an_old_office_knows_no_pat_id(practice_office):
    body = {"PatNum": 1, "InsSubNum": 21, "PatID": "7"}
    assert practice_office(INSURANCE, version="21.3").post("patplans", body).json["PatID"] == ""
    assert practice_office(INSURANCE, version="21.4").post("patplans", body).json["PatID"] == "7"


def test_coverage_is_only_listed(office):
    assert office.refusal("GET", "patplans/5") == (400, "patplans GET  is not a valid method.")
