"""Verifications of insurance: of a plan's benefits, and of a patient's coverage."""

from __future__ import annotations

import pytest

from support.db import database

INSURED = """
definitions: [{DefNum: 701, Category: InsuranceVerificationStatus, ItemName: Called}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans: [{PlanNum: 11, CarrierNum: 1}, {PlanNum: 12, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
patplans: [{PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1}]
insverifies:
  - {InsVerifyNum: 81, VerifyType: InsuranceBenefit, FKey: 11, DateLastVerified: 2026-01-05,
     SecDateTEdit: 2026-01-05 10:00}
  - {InsVerifyNum: 82, VerifyType: PatientEnrollment, FKey: 5, SecDateTEdit: 2026-01-06 10:00}
"""
BENEFITS, ENROLLMENT = "InsuranceBenefit", "PatientEnrollment"


@pytest.fixture
def office(practice_office):
    return practice_office(INSURED)


def numbers(rows):
    return [row["InsVerifyNum"] for row in rows]


def history(office):
    return database(office).rows("SELECT InsVerifyNum, DateLastVerified, Note FROM insverifyhist")


def test_verifications_are_listed_by_number_kind_row_and_change(office):
    assert numbers(office.read("insverifies")) == [81, 82]
    assert numbers(office.read("insverifies", VerifyType=BENEFITS)) == [81]
    assert numbers(office.read("insverifies", VerifyType=ENROLLMENT, FKey=5)) == [82]
    assert numbers(office.read("insverifies", VerifyType=ENROLLMENT, FKey=11)) == []
    assert numbers(office.read("insverifies", SecDateTEdit="2026-01-06 10:00:00")) == [82]
    assert office.refusal("GET", "insverifies", FKey=5) == (400, "VerifyType is required.")
    assert office.refusal("GET", "insverifies", VerifyType="None") == (400, "VerifyType is invalid.")
    assert office.refusal("GET", "insverifies/99") == (404, "InsVerify not found.")


def test_a_verification_is_found_by_what_it_is_of_and_the_row_as_it_was_is_kept(office):
    body = {"VerifyType": BENEFITS, "FKey": 11, "DateLastVerified": "2026-03-01", "DefNum": 701, "Note": "Called"}

    verified = office.put("insverifies", body)

    assert (verified.status_code, list(verified.json.items())) == (
        200,
        [
            ("InsVerifyNum", 81),
            ("DateLastVerified", "2026-03-01"),
            ("UserNum", 0),
            ("VerifyType", BENEFITS),
            ("FKey", 11),
            ("DefNum", 701),
            ("Note", "Called"),
            ("DateLastAssigned", "0001-01-01"),
            ("SecDateTEdit", "2026-03-02 07:00:00"),
        ],
    )
    assert office.read("insverifies/81") == verified.json
    assert history(office) == [(81, "2026-01-05", "")]


def test_what_is_not_given_stays_and_what_changes_nothing_writes_nothing(office):
    office.put("insverifies", {"VerifyType": BENEFITS, "FKey": 11, "Note": "Called"})
    assert office.read("insverifies/81")["DateLastVerified"] == "2026-01-05"

    before = database(office).contents()
    assert office.put("insverifies", {"VerifyType": BENEFITS, "FKey": 11, "Note": "Called"}).status_code == 200
    assert database(office).contents() == before


def test_a_plan_of_which_nothing_was_written_gets_its_first_verification(office):
    body = {"VerifyType": BENEFITS, "FKey": 12, "DateLastVerified": "2026-03-01"}

    assert office.put("insverifies", body).json["InsVerifyNum"] == 83
    assert (numbers(office.read("insverifies")), history(office)) == ([81, 82, 83], [])


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"VerifyType": None}, (400, "VerifyType is required.")),
        ({"FKey": None}, (400, "FKey is required.")),
        ({"VerifyType": "None"}, (400, "VerifyType is invalid.")),
        ({"FKey": 99}, (400, "FKey is invalid.")),
        ({"FKey": 11, "VerifyType": ENROLLMENT}, (400, "FKey is invalid.")),
        ({"FKey": 0}, (400, "FKey is invalid.")),
        ({"DefNum": 99}, (400, "DefNum is invalid.")),
        ({"DateLastVerified": "today"}, (400, "DateLastVerified format must be yyyy-MM-dd.")),
    ],
)
def test_what_cannot_be_verified_is_refused(office, body, refusal):
    before = database(office).contents()

    assert office.refusal("PUT", "insverifies", {"VerifyType": BENEFITS, "FKey": 11, "Note": "x"} | body) == refusal
    assert database(office).contents() == before


def test_an_older_office_wants_the_day_and_knows_no_note(practice_office):
    office = practice_office(INSURED, version="24.1.16")
    body = {"VerifyType": BENEFITS, "FKey": 11, "Note": "Called"}

    assert office.refusal("PUT", "insverifies", body) == (400, "DateLastVerified is required.")
    assert office.put("insverifies", {**body, "DateLastVerified": "2026-03-01"}).json["Note"] == ""
    newer = practice_office(INSURED, version="24.1.17")
    assert newer.put("insverifies", body).json["Note"] == "Called"


def test_a_new_plan_and_a_new_coverage_begin_unverified_and_coverage_takes_its_own_along(office):
    plan = office.post("insplans", {"CarrierNum": 1}).json["PlanNum"]
    coverage = office.post("patplans", {"PatNum": 2, "InsSubNum": 21}).json["PatPlanNum"]

    (of_plan,) = office.read("insverifies", VerifyType=BENEFITS, FKey=plan)
    (of_coverage,) = office.read("insverifies", VerifyType=ENROLLMENT, FKey=coverage)
    assert (of_plan["DateLastVerified"], of_coverage["DateLastVerified"]) == ("0001-01-01", "0001-01-01")

    office.call("DELETE", f"patplans/{coverage}")
    assert office.read("insverifies", VerifyType=ENROLLMENT, FKey=coverage) == []
    assert numbers(office.read("insverifies", VerifyType=ENROLLMENT)) == [82]


def test_the_permission_was_another_before_25_1(make_office):
    body = {"VerifyType": BENEFITS, "FKey": 1, "DateLastVerified": "2026-03-01"}

    assert make_office("demo", version="24.4").put("insverifies", body).status_code == 200
