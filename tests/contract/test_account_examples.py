"""Rows made equal to the printed examples of the pages about accounts are answered as printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conftest import new_office
from support.api_client import ApiClient
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics: [{ClinicNum: 1, Abbr: East}, {ClinicNum: 2, Abbr: West}]
definitions:
  - {DefNum: 1, Category: AdjTypes, ItemName: Misc Neg Adjustment, ItemValue: "-"}
  - {DefNum: 69, Category: PaymentTypes, ItemName: Check}
  - {DefNum: 90, Category: PaySplitUnearnedType, ItemName: Prepayment}
  - {DefNum: 313, Category: AdjTypes, ItemName: Finance Charge, ItemValue: +}
  - {DefNum: 336, Category: AdjTypes, ItemName: Discount Plan, ItemValue: dp}
preferences: {FinanceChargeAdjustmentType: 313}
feescheds: [{FeeSchedNum: 54, Description: Basic}]
providers: [{ProvNum: 1, Abbr: DOC1}, {ProvNum: 2, Abbr: DOC2}]
procedurecodes: [{CodeNum: 1, ProcCode: D2393, AbbrDesc: C3(P)}]
patients:
  - {PatNum: 11, LName: Sample, FName: Alex}
  - {PatNum: 15, LName: Doe, FName: Alex}
  - {PatNum: 16, LName: Doe, FName: Jane, Guarantor: 15}
  - {PatNum: 26, LName: Twentysix, FName: Tom}
  - {PatNum: 30, LName: Thirty, FName: Tina}
  - {PatNum: 56, LName: Fiftysix, FName: Fay}
  - {PatNum: 64, LName: Sixtyfour, FName: Sue}
  - {PatNum: 65, LName: Sixtyfive, FName: Alex}
  - {PatNum: 407, LName: Fourhundred, FName: Fred}
  - {PatNum: 1337, LName: Thirteen, FName: Theo}
  - {PatNum: 1430, LName: Fourteen, FName: Flo}
carriers: [{CarrierNum: 1, CarrierName: Example Carrier}]
insplans: [{PlanNum: 1, CarrierNum: 1}]
inssubs: [{InsSubNum: 1, PlanNum: 1, Subscriber: 15}, {InsSubNum: 2, PlanNum: 1, Subscriber: 11}]
claims:
  - {ClaimNum: 1, PatNum: 16, PlanNum: 1, InsSubNum: 1, ClaimStatus: S}
  - {ClaimNum: 2, PatNum: 11, PlanNum: 1, InsSubNum: 2, ClaimStatus: S}
procedurelogs:
  - {ProcNum: 9, PatNum: 407, CodeNum: 1, ProcDate: 2023-01-27, ProcFee: 140}
  - {ProcNum: 134, PatNum: 30, CodeNum: 1, ProcDate: 2023-09-20, ProcFee: 25, ProcStatus: C}
  - {ProcNum: 200, PatNum: 65, CodeNum: 1, ProcDate: 2021-07-13, ProcFee: 235, ProcStatus: C, ProvNum: 2, ToothNum: 14,
     Surf: MOD}
  # The Does: charges by age
  - {ProcNum: 300, PatNum: 15, CodeNum: 1, ProcDate: 2021-01-04, ProcFee: 26.46, ProcStatus: C}
  - {ProcNum: 301, PatNum: 16, CodeNum: 1, ProcDate: 2021-01-04, ProcFee: 254.03, ProcStatus: C}
  - {ProcNum: 302, PatNum: 16, CodeNum: 1, ProcDate: 2021-04-20, ProcFee: 64, ProcStatus: C}
  - {ProcNum: 303, PatNum: 16, CodeNum: 1, ProcDate: 2021-05-20, ProcFee: 49, ProcStatus: C}
  - {ProcNum: 304, PatNum: 16, CodeNum: 1, ProcDate: 2021-07-01, ProcFee: 276.28, ProcStatus: C}
  - {ProcNum: 305, PatNum: 11, CodeNum: 1, ProcDate: 2021-01-04, ProcFee: 370, ProcStatus: C}
claimprocs:
  - {ClaimProcNum: 1, PatNum: 16, ProcNum: 304, ClaimNum: 1, PlanNum: 1, InsSubNum: 1, Status: NotReceived,
     InsPayEst: 100, ProcDate: 2021-07-01}
  - {ClaimProcNum: 2, PatNum: 11, ProcNum: 305, ClaimNum: 2, PlanNum: 1, InsSubNum: 2, Status: NotReceived,
     InsPayEst: 265, ProcDate: 2021-01-04}
adjustments:
  - {AdjNum: 8, AdjDate: 2022-07-02, AdjAmt: -25, PatNum: 26, AdjType: 1, ProvNum: 1, AdjNote: Cash Discount,
     ProcDate: 2022-07-02, DateEntry: 2022-07-02, SecDateTEdit: 2022-07-02 11:45:48}
  - {AdjNum: 9, AdjDate: 2021-08-01, AdjAmt: 3.08, PatNum: 11, AdjType: 313}
  - {AdjNum: 43, AdjDate: 2021-07-13, AdjAmt: -18.8, PatNum: 65, AdjType: 1, ProvNum: 2, ProcNum: 200}
payments:
  - {PayNum: 8567, PatNum: 407, PayAmt: 140, PayDate: 2023-01-27}
  - {PayNum: 56734, PayType: 69, PayDate: 2022-06-24, PayAmt: 129.99, CheckNum: "12798", BankBranch: 20-6, PatNum: 1337,
     DateEntry: 2022-06-24, IsRecurringCC: true, SecDateTEdit: 2022-06-24 07:34:31, PaymentSource: API}
paysplits:
  - {SplitNum: 116, SplitAmt: 140, PatNum: 407, PayNum: 8567, ProvNum: 1, DatePay: 2023-01-27, ProcNum: 9,
     DateEntry: 2023-01-27, ClinicNum: 1, SecDateTEdit: 2023-01-27 00:00}
payplans:
  - {PayPlanNum: 23, PatNum: 30, Guarantor: 30, PayPlanDate: 2023-09-20, IsDynamic: true}
  - {PayPlanNum: 48, PatNum: 64, Guarantor: 64, PayPlanDate: 2025-02-26, PayAmt: 40, IsDynamic: true,
     ChargeFrequency: Monthly, DatePayPlanStart: 2025-03-26, DynamicPayPlanTPOption: AwaitComplete,
     Note: "02/26/2025 - Date of Agreement: 02/26/2025, Total Amount: 40.00, APR: 0, Total Cost of Loan: 40.00"}
payplanlinks: [{PayPlanNum: 48, LinkType: Procedure, FKey: 9, AmountOverride: 40}]
payplancharges:
  - {PayPlanChargeNum: 42, PayPlanNum: 23, Guarantor: 30, PatNum: 30, ChargeDate: 2023-09-20, Principal: 25,
     Note: Down Payment, ProvNum: 2, SecDateTEntry: 2023-09-20 09:24:16, SecDateTEdit: 2023-09-20 09:24:16, FKey: 134,
     LinkType: Procedure}
documents: [{DocNum: 354, PatNum: 1430, FileName: statement.pdf}]
statements:
  - {StatementNum: 1, PatNum: 1430, DateSent: 2003-12-05, DateRangeTo: 2004-02-01, DocNum: 354,
     DateTStamp: 2024-07-26 10:58:28}
discountplans:
  - {DiscountPlanNum: 2, Description: Example Plan Basic, FeeSchedNum: 54, DefNum: 336, ExamFreqLimit: 1,
     XrayFreqLimit: 1, ProphyFreqLimit: 1, FluorideFreqLimit: 0, PerioFreqLimit: 1, LimitedExamFreqLimit: 0,
     PAFreqLimit: 1, AnnualMax: 1000}
  - {DiscountPlanNum: 8, Description: Another, FeeSchedNum: 54, DefNum: 336}
discountplansubs:
  - {DiscountSubNum: 32, DiscountPlanNum: 8, PatNum: 56, DateEffective: 2021-01-01, DateTerm: 2022-01-01}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "adjustments": ("adjustments", {"PatNum": 26}),
    "payments": ("payments", {"PatNum": 1337}),
    "paysplits": ("paysplits", {"PayNum": 8567}),
    "payplans": ("payplans/48", {}),
    "payplancharges": ("payplancharges", {"PayPlanNum": 23}),
    "statements": ("statements/1", {}),
    "discountplans": ("discountplans/2", {}),
    "discountplansubs": ("discountplansubs", {"PatNum": 56}),
}
"""Resource -> the call that answers the row of the page's example, alone."""
UNQUOTED = {"SplitAmt"}
"""Amounts that a sample prints without decimals; elsewhere they have them."""


@pytest.fixture
def make(tmp_path) -> Callable[[str], ApiClient]:
    """Makes the office on Thursday 2021-07-15, of a text."""

    def make(text: str) -> ApiClient:
        practice = tmp_path / "accounts.yaml"
        practice.write_text(text)
        office = new_office(str(practice))
        office.set_clock("2021-07-15 09:00:00")
        return office

    return make


@pytest.fixture
def office(make) -> ApiClient:
    return make(PRACTICE)


def printed(resource: str, method: str = "") -> dict[str, Any]:
    """The example of a method's own answer, or of the common one."""
    facts = read_yaml(CONTRACT / f"facts/{resource}.yaml")
    if method:
        [facts] = [one for one in facts["methods"] if f"{one['method']} {one['path']}" == method]
    return {field["name"]: field["example"] for field in facts["object"]}


def assert_as_printed(row: dict[str, Any], example: dict[str, Any]) -> None:
    assert list(row.items()) == list(example.items())
    types = {name: type(value) for name, value in example.items() if name not in UNQUOTED}
    assert {name: type(value) for name, value in row.items() if name not in UNQUOTED} == types


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_example_of_a_page_about_accounts_is_answered_as_printed(office, resource):
    path, query = READS[resource]
    office.set_clock("2022-08-26 11:55:44")
    answer = office.read(path, **query)

    assert not isinstance(answer, list) or len(answer) == 1
    assert_as_printed(answer[0] if isinstance(answer, list) else answer, printed(resource))


def prepaid(office: ApiClient) -> ApiClient:
    """The Does have paid 2.46 in advance."""
    answer = office.post("payments", {"PatNum": 15, "PayAmt": "2.46", "isPrepayment": "true"})
    assert answer.status_code == 201, answer.text
    return office


def test_an_aging_like_the_pages_is_answered_as_printed(office):
    aging = prepaid(office).read("accountmodules/15/Aging")

    assert_as_printed(aging, printed("accountmodules", "GET /accountmodules/{PatNum}/Aging"))


def test_a_patients_balance_like_the_pages_is_answered_as_printed(make):
    office = prepaid(make(PRACTICE.replace("ProcFee: 26.46", "ProcFee: 142.66")))

    [alex, jane, family] = office.read("accountmodules/16/PatientBalances")

    assert_as_printed(alex, printed("accountmodules", "GET /accountmodules/{PatNum}/PatientBalances"))
    assert family["Name"] == "Entire Family"
    assert family["Balance"] == round(alex["Balance"] + jane["Balance"], 2)


def test_a_service_date_view_like_the_pages_has_each_printed_value_in_its_column(office):
    """The printed values are those of a procedure and of an adjustment that is attached to it."""
    example = printed("accountmodules", "GET /accountmodules/{PatNum}/ServiceDateView")
    rows = office.read("accountmodules/65/ServiceDateView")

    assert {tuple(row) for row in rows} == {tuple(example)}
    [procedure, adjustment] = [row for row in rows if row["PrimaryKey"]]
    told = {**adjustment, "Reference": procedure["Reference"], "Charge": procedure["Charge"]}
    assert told == example


def test_a_report_like_the_pages_is_answered_as_printed(office):
    example = printed("reports", "GET /reports/Aging")
    [row] = [row for row in office.read("reports/Aging") if row["PatNum"] == 11]
    assert list(row.items()) == list(example.items())

    [charge] = office.read("reports/FinanceCharges", DateFrom="2021-08-01", DateTo="2021-08-31")
    assert_as_printed(charge, printed("reports", "GET /reports/FinanceCharges"))


def test_a_plan_that_is_closed_has_the_fields_of_the_pages_sample(office):
    closed = office.put("payplans/48/Close", None)

    assert list(closed.json) == list(printed("payplans", "PUT /payplans/{PayPlanNum}/Close"))
    assert closed.json["IsClosed"] == "true"
