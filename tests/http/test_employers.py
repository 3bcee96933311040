"""Employers: a resource that is nothing but its description."""

from __future__ import annotations

import pytest

from support.db import database


def test_an_employer_is_created_listed_read_changed_and_deleted(office):
    made = office.post("employers", {"EmpName": "Bolt & Sons"})
    number = made.json["EmployerNum"]

    assert (made.status_code, made.json) == (201, {"EmployerNum": number, "EmpName": "Bolt & Sons"})
    assert made.headers["location"].endswith(f"/api/v1/employers/{number}")
    assert office.read(f"employers/{number}") == made.json
    assert made.json in office.read("employers")

    changed = office.put(f"employers/{number}", {"EmpName": "Bolt & Daughters"})
    assert (changed.status_code, changed.json["EmpName"]) == (200, "Bolt & Daughters")

    gone = office.call("DELETE", f"employers/{number}")
    assert (gone.status_code, gone.data) == (200, b"")
    assert office.refusal("GET", f"employers/{number}") == (404, "Employer not found.")


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "GET"])
def test_an_unknown_employer_is_not_found_before_the_body_is_looked_at(office, verb):
    assert office.refusal(verb, "employers/999", {} if verb == "PUT" else None) == (404, "Employer not found.")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "EmpName is required."),
        ({"EmpName": ""}, "EmpName is required."),
        ({"EmpName": None}, "EmpName is required."),
        ({"EmpName": ["a"]}, "EmpName is invalid."),
        ({"EmpName": True}, "EmpName is invalid."),
    ],
)
def test_a_name_must_be_given_and_be_a_text(office, body, text):
    before = database(office).contents()

    assert office.refusal("POST", "employers", body) == (400, text)
    assert database(office).contents() == before


def test_an_employer_that_a_patient_works_for_stays(office):
    number = office.post("employers", {"EmpName": "Bolt & Sons"}).json["EmployerNum"]
    patient = office.read("patients")[0]["PatNum"]
    assert office.put(f"patients/{patient}", {"EmployerNum": number}).status_code == 200
    before = database(office).contents()

    answer = office.call("DELETE", f"employers/{number}")

    assert answer.status_code == 400
    assert database(office).contents() == before


def test_an_unchanged_name_writes_nothing(office):
    number = office.post("employers", {"EmpName": "Bolt & Sons"}).json["EmployerNum"]
    before = database(office).contents()

    assert office.put(f"employers/{number}", {"EmpName": "Bolt & Sons"}).status_code == 200
    assert database(office).contents() == before


def test_pages_follow_one_another(office):
    names = [f"Employer {number}" for number in range(5)]
    for name in names:
        office.post("employers", {"EmpName": name})
    everything = office.read("employers")

    pages = [office.read("employers", Limit=2, Offset=offset) for offset in range(0, len(everything), 2)]

    assert [row for page in pages for row in page] == everything
    assert office.read("employers", Offset=len(everything)) == []


@pytest.mark.parametrize(("version", "status"), [("21.3", 400), ("21.4", 201)])
def test_creating_came_with_21_4(make_office, version, status):
    assert make_office("tiny", version=version).post("employers", {"EmpName": "Bolt"}).status_code == status


def test_a_practice_file_may_have_employers(practice_office):
    office = practice_office("employers: [{EmpName: Bolt & Sons}]")

    assert [row["EmpName"] for row in office.read("employers")] == ["Bolt & Sons"]
