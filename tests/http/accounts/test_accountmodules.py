"""The Account Module: all its sums are those of the parts."""

from __future__ import annotations

import pytest
from test_payments import PRACTICE

INSURED = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 1, CarrierNum: 1}]
inssubs: [{InsSubNum: 1, PlanNum: 1, Subscriber: 10}]
claims:
  - {ClaimNum: 1, PatNum: 10, PlanNum: 1, InsSubNum: 1, ClaimType: P}
claimprocs:
  - {ClaimProcNum: 1, PatNum: 10, ProcNum: 1, PlanNum: 1, InsSubNum: 1, ClaimNum: 1, Status: NotReceived,
     InsPayEst: 40, WriteOff: 5}
  - {ClaimProcNum: 2, PatNum: 11, ProcNum: 2, PlanNum: 1, InsSubNum: 1, ClaimNum: 1, Status: Received,
     InsPayAmt: 30, WriteOff: 10, DateCP: 2026-02-01}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE + INSURED, alone=True)


def test_aging_adds_up_and_tells_the_patients_own_part(office):
    aging = office.read("accountmodules/10/Aging")

    assert aging == {
        "Bal_0_30": 0.0,
        "Bal_31_60": 115.0,
        "Bal_61_90": 0.0,
        "BalOver90": 0.0,
        "Total": 115.0,
        "InsEst": 45.0,
        "EstBal": 70.0,
        "PatEstBal": 50.0,
        "Unearned": 0.0,
    }
    office.post("payments", {"PatNum": 10, "PayAmt": "200"})
    after = office.read("accountmodules/11/Aging")
    assert (after["Total"], after["Bal_0_30"], after["Unearned"]) == (-85.0, -85.0, 130.0)


def test_the_guarantor_comes_first_and_the_family_last(office):
    rows = [
        {"PatNum": 10, "Name": "Lee, Ann", "Balance": 50.0},
        {"PatNum": 11, "Name": "Lee, Bob", "Balance": 20.0},
        {"PatNum": 10, "Name": "Entire Family", "Balance": 70.0},
    ]

    assert office.read("accountmodules/11/PatientBalances") == rows
    assert office.read("accountmodules/10/PatientBalances", Limit=1, Offset=2) == rows[2:]


def test_the_service_date_view_has_each_line_below_its_procedure_and_totals(office):
    rows = office.read("accountmodules/10/ServiceDateView", isFamily="true")

    assert [(row["Type"], row["ServiceDate"], row["Charge"], row["Credit"], row["AcctBal"]) for row in rows] == [
        ("Proc", "2026-01-10", "60.00", "0.00", "60.00"),
        ("InsPay-Att.", "2026-01-10", "0.00", "30.00", "30.00"),
        ("WriteOff-Att.", "2026-01-10", "0.00", "10.00", "20.00"),
        ("Day Total", "2026-01-10", "60.00", "40.00", "20.00"),
        ("Adj", "2026-01-15", "5.00", "0.00", "5.00"),
        ("Day Total", "2026-01-15", "5.00", "0.00", "5.00"),
        ("Proc", "2026-01-20", "100.00", "0.00", "55.00"),
        ("Adj-Att.", "2026-01-20", "0.00", "10.00", "45.00"),
        ("Day Total", "2026-01-20", "100.00", "10.00", "45.00"),
        ("Overall Total", "", "165.00", "50.00", "70.00"),
    ]
    assert {row["PatNum"] for row in office.read("accountmodules/10/ServiceDateView")} == {"10", ""}


def test_the_account_of_nobody_and_of_a_deleted_patient_is_refused(practice_office):
    office = practice_office("patients: [{PatNum: 5, LName: Lee, FName: Ann, PatStatus: Deleted}]", alone=True)

    for name in ("Aging", "ServiceDateView"):
        assert office.refusal("GET", f"accountmodules/5/{name}") == (400, "Patient is deleted.")
        assert office.refusal("GET", f"accountmodules/9/{name}") == (404, "Patient not found.")
