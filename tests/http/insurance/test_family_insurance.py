"""GET familymodules Insurance: a patient's coverage in one call."""

from __future__ import annotations

import pytest

FAMILY = """
employers: [{EmployerNum: 2, EmpName: Bolt & Sons}]
feescheds: [{FeeSchedNum: 5, Description: Standard}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans:
  - {PlanNum: 11, CarrierNum: 1, IsMedical: true}
  - {PlanNum: 12, CarrierNum: 1, GroupName: Bolt, GroupNum: B-7, PlanNote: "Call\\r\\nfirst", FeeSched: 5, PlanType: p,
     EmployerNum: 2}
  - {PlanNum: 13, CarrierNum: 1, PlanType: c}
  - {PlanNum: 14, PlanType: f}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 2, SubscriberID: S-2, SubscNote: Ask}
  - {InsSubNum: 23, PlanNum: 13, Subscriber: 1}
  - {InsSubNum: 24, PlanNum: 14, Subscriber: 1}
patplans:
  - {PatPlanNum: 8, PatNum: 1, InsSubNum: 24, Ordinal: 4, Relationship: InjuredPlantiff}
  - {PatPlanNum: 7, PatNum: 1, InsSubNum: 23, Ordinal: 3, Relationship: Dependent}
  - {PatPlanNum: 6, PatNum: 1, InsSubNum: 22, Ordinal: 2, Relationship: Spouse, PatID: P-9, IsPending: true}
  - {PatPlanNum: 5, PatNum: 1, InsSubNum: 21, Ordinal: 1}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(FAMILY)


def test_a_row_tells_everything_of_one_coverage(office):
    row = office.read("familymodules/1/Insurance")[1]
    holder = office.read("patients/2")

    assert list(row.items()) == [
        ("PatNum", 1),
        ("InsSubNum", 22),
        ("Subscriber", 2),
        ("subscriber", f"{holder['FName']} {holder['LName']}"),
        ("SubscriberID", "S-2"),
        ("SubscNote", "Ask"),
        ("PatPlanNum", 6),
        ("Ordinal", 2),
        ("ordinal", "Primary"),
        ("IsPending", "true"),
        ("Relationship", "Spouse"),
        ("PatID", "P-9"),
        ("CarrierNum", 1),
        ("CarrierName", "Evergreen Dental"),
        ("PlanNum", 12),
        ("GroupName", "Bolt"),
        ("GroupNum", "B-7"),
        ("PlanNote", "Call first"),
        ("FeeSched", 5),
        ("feeSchedule", "Standard"),
        ("PlanType", "p"),
        ("planType", "PPO Percentage"),
        ("CopayFeeSched", 0),
        ("EmployerNum", 2),
        ("employer", "Bolt & Sons"),
        ("IsMedical", "false"),
    ]


def test_a_medical_plan_takes_no_place_of_the_dental_ones(office):
    rows = office.read("familymodules/1/Insurance")

    assert [(row["Ordinal"], row["ordinal"]) for row in rows] == [
        (1, "Medical"),
        (2, "Primary"),
        (3, "Secondary"),
        (4, "Other"),
    ]
    assert [row["planType"] for row in rows] == [
        "Category Percentage",
        "PPO Percentage",
        "Capitation",
        "Medicaid or Flat Co-pay",
    ]


def test_two_relationships_are_spelled_as_this_page_spells_them(office):
    rows = office.read("familymodules/1/Insurance")

    assert [row["Relationship"] for row in rows] == ["Self", "Spouse", "Dependant", "InjuredPlaintiff"]
    assert rows[3]["CarrierName"] == ""


def test_who_is_not_insured_has_an_empty_list_and_who_is_not_there_none(office):
    assert office.read("familymodules/2/Insurance") == []
    assert office.refusal("GET", "familymodules/99/Insurance") == (404, "Patient not found.")
    assert office.refusal("GET", "familymodules/1") == (400, "familymodules GET  is not a valid method.")


def test_rows_come_in_pages(office):
    pages = [office.read("familymodules/1/Insurance", Limit=3, Offset=offset) for offset in (0, 3, 6)]

    assert [[row["PatPlanNum"] for row in page] for page in pages] == [[5, 6, 7], [8], []]


def test_an_insurance_check_goes_from_the_visit_to_the_carrier(demo):
    """As clients do it: the visit, its patient, the coverage, the carrier; then what they found is written down."""
    patient = next(row["PatNum"] for row in demo.read("patplans"))
    first = demo.read(f"familymodules/{patient}/Insurance")[0]
    assert demo.read(f"carriers/{first['CarrierNum']}")["CarrierName"] == first["CarrierName"]

    note = {"BenefitNotes": "Crowns 50%, no waiting period."}
    assert demo.put(f"inssubs/{first['InsSubNum']}", note).status_code == 200
    verified = {"VerifyType": "InsuranceBenefit", "FKey": first["PlanNum"], "DateLastVerified": "2026-03-02"}
    assert demo.put("insverifies", verified).status_code == 200
    deductible = {"BenefitType": "Deductible", "CoverageLevel": "Individual", "MonetaryAmt": 50}
    made = demo.post("benefits", {"PlanNum": first["PlanNum"], **deductible})
    assert made.status_code == 201
    assert made.json in demo.read("benefits", PlanNum=first["PlanNum"])


@pytest.mark.parametrize(
    ("kind", "name"),
    [("FixedBenefit", "PPO Fixed Benefit"), ("CoPay", "PPO Percentage"), ("Normal", "PPO Percentage")],
)
def test_a_ppo_with_a_schedule_of_fixed_benefits_is_called_so(office, kind, name):
    made = office.post("feescheds", {"Description": "Copays", "FeeSchedType": kind}).json["FeeSchedNum"]
    office.put("insplans/12", {"CopayFeeSched": made})
    office.put("insplans/13", {"CopayFeeSched": made})

    rows = office.read("familymodules/1/Insurance")
    assert [row["planType"] for row in rows] == [
        "Category Percentage",
        name,
        "Capitation",
        "Medicaid or Flat Co-pay",
    ]
