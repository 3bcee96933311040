"""Substitution links: cheaper codes that a plan pays for in the place of others."""

from __future__ import annotations

import pytest

from support.db import database

LINKS = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans: [{PlanNum: 11, CarrierNum: 1}, {PlanNum: 12, CarrierNum: 1}]
procedurecodes:
  - {CodeNum: 501, ProcCode: D2391}
  - {CodeNum: 502, ProcCode: D2140}
substitutionlinks:
  - {SubstitutionLinkNum: 3, PlanNum: 11, CodeNum: 501, SubstitutionCode: D2140, SubstOnlyIf: Molar}
"""
BODY = {"PlanNum": 12, "CodeNum": 501, "SubstitutionCode": "D2140", "SubstOnlyIf": "Posterior"}


@pytest.fixture
def office(practice_office):
    return practice_office(LINKS)


def test_the_list_spells_the_number_as_the_page_does_and_the_other_methods_do_not(office):
    (listed,) = office.read("substitutionlinks", PlanNum=11)

    assert list(listed.items()) == [
        ("SubstiutionLinkNum", 3),
        ("PlanNum", 11),
        ("CodeNum", 501),
        ("SubstitutionCode", "D2140"),
        ("SubstOnlyIf", "Molar"),
    ]
    made = office.post("substitutionlinks", BODY)
    assert (made.status_code, "Location" in made.headers) == (201, False)
    assert made.json == {"SubstitutionLinkNum": 4, **BODY}
    assert [row["SubstiutionLinkNum"] for row in office.read("substitutionlinks", PlanNum=12)] == [4]


def test_a_list_is_of_one_plan(office):
    assert office.refusal("GET", "substitutionlinks") == (400, "PlanNum is required.")
    assert office.refusal("GET", "substitutionlinks", PlanNum="") == (400, "PlanNum is required.")
    assert office.refusal("GET", "substitutionlinks", Limit=1) == (400, "PlanNum is required.")
    assert office.refusal("GET", "substitutionlinks", PlanNum=99) == (404, "InsPlan not found.")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        *(({name: None}, (400, f"{name} is required.")) for name in BODY),
        ({"PlanNum": 99}, (404, "InsPlan not found.")),
        ({"CodeNum": 99}, (404, "ProcedureCode not found.")),
        ({"SubstitutionCode": "D9999"}, (404, "SubstitutionCode not found.")),
        ({"SubstitutionCode": "d2140"}, (404, "SubstitutionCode not found.")),
        ({"SubstOnlyIf": "molar"}, (400, "SubstOnlyIf is invalid.")),
    ],
)
def test_a_link_that_cannot_be_is_not_made(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "substitutionlinks", BODY | body) == refusal
    assert database(office).contents() == before


def test_a_link_changes_its_code_and_its_teeth_and_is_deleted(office):
    changed = office.put("substitutionlinks/3", {"SubstOnlyIf": "Never", "PlanNum": 12})
    assert (changed.json["SubstOnlyIf"], changed.json["PlanNum"]) == ("Never", 11)
    assert office.put("substitutionlinks/3", {"SubstitutionCode": "D2391"}).json["SubstitutionCode"] == "D2391"
    refusal = (404, "SubstitutionCode not found.")
    assert office.refusal("PUT", "substitutionlinks/3", {"SubstitutionCode": "d2391"}) == refusal

    assert office.call("DELETE", "substitutionlinks/3").data == b""
    assert office.refusal("DELETE", "substitutionlinks/3") == (404, "SubstitutionLink not found.")
    assert office.read("substitutionlinks", PlanNum=11) == []
