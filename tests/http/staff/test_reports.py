"""Reports over all accounts."""

from __future__ import annotations

import pytest

OFFICE = """
procedurecodes: [{CodeNum: 801, ProcCode: D0801, Descript: Something}]
clinics: [{ClinicNum: 9, Description: North, Abbr: N}]
patients:
  - {PatNum: 801, LName: Young, FName: Yves, MiddleI: Q}
  - {PatNum: 802, LName: Young, FName: Yola, Guarantor: 801}
  - {PatNum: 803, LName: Abel, FName: Ann}
procedurelogs:
  - {ProcNum: 801, PatNum: 801, CodeNum: 801, ProcDate: 2026-03-01, ProcStatus: C, ProcFee: 50}
  - {ProcNum: 802, PatNum: 802, CodeNum: 801, ProcDate: 2025-11-01, ProcStatus: C, ProcFee: 100, ClinicNum: 9}
  - {ProcNum: 803, PatNum: 803, CodeNum: 801, ProcDate: 2026-01-15, ProcStatus: C, ProcFee: 20, UnitQty: 2}
  - {ProcNum: 804, PatNum: 803, CodeNum: 801, ProcDate: 2026-01-15, ProcStatus: TP, ProcFee: 999}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def families(office, **query):
    rows = office.read("reports/Aging", **query)
    return {row["patName"]: [row[name] for name in BUCKETS] for row in rows if row["PatNum"] > 800}


BUCKETS = ["Bal_0_30", "Bal_31_60", "Bal_61_90", "BalOver90", "BalTotal", "PatientPortion"]


def test_aging_adds_up_each_family_by_age_under_its_guarantor(office):
    assert families(office) == {
        "Abel, Ann ": [0, 40, 0, 0, 40, 40],
        "Young, Yves Q": [50, 0, 0, 100, 150, 150],
    }


def test_aging_can_be_of_another_day_and_of_one_clinic(office):
    assert families(office, DateAsOf="2025-11-30") == {"Young, Yves Q": [100, 0, 0, 0, 100, 100]}
    assert families(office, ClinicNum=9) == {"Young, Yves Q": [0, 0, 0, 100, 100, 100]}
    assert office.refusal("GET", "reports/Aging", ClinicNum=99) == (404, "Clinic not found.")


def test_aging_comes_in_pages(office):
    everyone = office.read("reports/Aging")

    assert office.read("reports/Aging", Limit=1, Offset=1) == everyone[1:2]


@pytest.mark.parametrize("numbers", ["[2,3]", "2,3,4"])
def test_finance_charges_take_both_forms_of_lists(office, numbers):
    assert office.get("reports/FinanceCharges", ProvNums=numbers, BillingTypes="[40]").status_code == 200


def test_finance_charges_refuse_what_is_no_list_and_a_span_that_ends_first(office):
    assert office.refusal("GET", "reports/FinanceCharges", ProvNums="[a]") == (400, "ProvNums is invalid.")
    assert office.refusal("GET", "reports/FinanceCharges", DateFrom="2026-03-02", DateTo="2026-03-01") == (
        400,
        "DateTo is invalid.",
    )
