"""Adjustments: their sign is their type's, their procedure the patient's."""

from __future__ import annotations

import pytest

from support.db import database

PRACTICE = """
definitions:
  - {DefNum: 901, Category: AdjTypes, ItemName: Finance Charge, ItemValue: "+"}
  - {DefNum: 902, Category: AdjTypes, ItemName: Cash Discount, ItemValue: "-"}
  - {DefNum: 903, Category: AdjTypes, ItemName: Discount Plan, ItemValue: dp}
clinics: [{ClinicNum: 3, Description: South, Abbr: South}]
providers: [{ProvNum: 1, Abbr: DOC1}, {ProvNum: 2, Abbr: OLD, IsHidden: true}]
patients:
  - {PatNum: 10, LName: Lee, FName: Ann, PriProv: 1, ClinicNum: 3}
  - {PatNum: 11, LName: Lee, FName: Bob, PriProv: 1}
procedurecodes: [{CodeNum: 1, ProcCode: D1110}]
procedurelogs:
  - {ProcNum: 5, PatNum: 10, CodeNum: 1, ProcDate: 2026-01-15, ProcStatus: C, ProcFee: 100}
  - {ProcNum: 6, PatNum: 11, CodeNum: 1, ProcDate: 2026-01-16, ProcStatus: C, ProcFee: 100}
adjustments:
  - {AdjNum: 1, PatNum: 10, AdjType: 903, AdjAmt: -10, AdjDate: 2026-01-15, ProcNum: 5, ProcDate: 2026-01-15}
"""
DISCOUNT = {"PatNum": 10, "AdjType": 902, "AdjAmt": -25, "AdjDate": "2026-02-01"}


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE, alone=True)


def test_an_adjustment_has_the_patients_provider_and_clinic_and_the_procedures_date(office):
    made = office.post("adjustments", {**DISCOUNT, "ProcNum": 5})

    shown = {name: made.json[name] for name in ("AdjAmt", "adjType", "ProvNum", "ClinicNum", "ProcDate", "DateEntry")}
    assert (made.status_code, shown) == (
        201,
        {
            "AdjAmt": -25.0,
            "adjType": "Cash Discount",
            "ProvNum": 1,
            "ClinicNum": 3,
            "ProcDate": "2026-01-15",
            "DateEntry": "2026-03-02",
        },
    )
    assert office.read("adjustments", PatNum=10, AdjType=902) == [made.json]
    assert [row["AdjNum"] for row in office.read("adjustments", PatNum=10)] == [1, made.json["AdjNum"]]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"AdjAmt": 25}, "AdjAmt must be negative for this AdjType."),
        ({"AdjType": 901}, "AdjAmt must be positive for this AdjType."),
        ({"AdjType": 903}, "AdjType is invalid."),
        ({"AdjDate": "2026-03-03"}, "AdjDate is invalid. Date cannot be in the future."),
        ({"ProcNum": 6}, "ProcNum is invalid."),
    ],
)
def test_an_adjustment_that_contradicts_itself_is_refused_and_nothing_written(office, change, text):
    before = database(office).contents()

    assert office.refusal("POST", "adjustments", {**DISCOUNT, **change}) == (400, text)
    assert database(office).contents() == before


def test_an_adjustment_may_be_of_today(office):
    assert office.post("adjustments", {**DISCOUNT, "AdjDate": "2026-03-02"}).status_code == 201


def test_an_adjustment_changes_and_follows_its_new_procedure(office):
    number = office.post("adjustments", DISCOUNT).json["AdjNum"]

    changed = office.put(f"adjustments/{number}", {"ProcNum": 5, "AdjAmt": -30.005, "ClinicNum": 0})

    assert changed.status_code == 200
    assert [changed.json[name] for name in ("ProcNum", "ProcDate", "ClinicNum")] == [5, "2026-01-15", 0]
    assert changed.json["AdjAmt"] == pytest.approx(-30.0, abs=0.0101)
    assert round(changed.json["AdjAmt"], 2) == changed.json["AdjAmt"]


@pytest.mark.parametrize(
    ("number", "change", "text"),
    [
        (1, {"AdjType": 902}, "AdjType is invalid. The Adjustment belongs to a discount plan."),
        (1, {"AdjAmt": 5}, "AdjAmt must be negative for this AdjType."),
        (1, {"ProvNum": 2}, "ProvNum is invalid. Provider is hidden."),
        (1, {"ProcNum": 6}, "ProcNum is invalid."),
        (1, {"AdjDate": "2026-03-03"}, "AdjDate is invalid. Date cannot be in the future."),
    ],
)
def test_a_change_that_contradicts_itself_is_refused(office, number, change, text):
    assert office.refusal("PUT", f"adjustments/{number}", change) == (400, text)


def test_what_a_discount_plan_took_off_may_be_of_another_amount(office):
    assert office.put("adjustments/1", {"AdjAmt": -12}).json["AdjAmt"] == -12.0
