"""Rows made equal to the printed examples of the pages of an office's set-up are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics:
  - {ClinicNum: 1, Description: Clinic1, Address: 1 Sample St, City: Sampleton, State: Oregon, Zip: "97301",
     BillingAddress: 1 Sample St, BillingCity: Sampleton, BillingState: Oregon, BillingZip: "97301",
     Phone: "5555550100", Abbr: Clinic1}
  - {ClinicNum: 2, Description: Clinic2, IsHidden: true}
  - {ClinicNum: 9, Description: Clinic9, IsHidden: true}
definitions:
  - {DefNum: 73, Category: ProcCodeCats, ItemName: Exams & Xrays}
  - {DefNum: 265, Category: ProviderSpecialties, ItemName: Hygienist}
  - {DefNum: 293, Category: AdjTypes, ItemName: Cash Discount, ItemValue: "-"}
feescheds:
  - {FeeSchedNum: 53, Description: Standard, SecDateEntry: 0001-01-01, SecDateTEdit: 2018-07-18 08:59:30}
  - {FeeSchedNum: 55, Description: Another, ItemOrder: 1}
  - {FeeSchedNum: 263, Description: By clinic, ItemOrder: 2, IsGlobal: false}
  - {FeeSchedNum: 264, Description: By provider, ItemOrder: 3, IsGlobal: false}
providers:
  - {ProvNum: 1, Abbr: DOC1}
  - {ProvNum: 4, Abbr: HYG2, LName: Muster, FName: Max, FeeSched: 53, Specialty: 265, StateLicense: D0001,
     IsSecondary: true, ProvColor: "164,164,255", DateTStamp: 2016-03-03 13:10:47}
  - {ProvNum: 16, Abbr: DOC16}
  - {ProvNum: 23, Abbr: DOC23}
operatories: [{OperatoryNum: 1, OpName: Room One, Abbrev: OP-1, ProvDentist: 1, ClinicNum: 2}]
procedurecodes:
  - {CodeNum: 35, ProcCode: D0120, Descript: periodic exam, AbbrDesc: PerEx, ProcTime: /X/, ProcCat: 73,
     TreatArea: Mouth, DateTStamp: 2023-12-12 09:15:11}
  - {CodeNum: 60, ProcCode: D0150}
  - {CodeNum: 643, ProcCode: D2740}
  - {CodeNum: 693, ProcCode: D2750}
fees:
  - {FeeNum: 112, Amount: 180, FeeSched: 55, CodeNum: 60, SecDateEntry: 2017-02-27, SecDateTEdit: 2017-02-28 18:23:04}
  - {FeeNum: 1793, Amount: 82.5, FeeSched: 264, CodeNum: 643, ClinicNum: 2, ProvNum: 16, SecDateEntry: 2023-11-07}
  - {FeeNum: 1906, Amount: 1, FeeSched: 55, CodeNum: 643}
codegroups:
  - {CodeGroupNum: 1, GroupName: Fluoride, ProcCodes: D1206, CodeGroupFixed: Fluoride, ShowInAgeLimit: true}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "clinics": ("clinics", {}),
    "codegroups": ("codegroups", {}),
    "definitions": ("definitions/293", {}),
    "fees": ("fees/112", {}),
    "feescheds": ("feescheds", {"Limit": 1}),
    "operatories": ("operatories/1", {}),
    "procedurecodes": ("procedurecodes/35", {}),
    "providers": ("providers/4", {}),
}
"""Resource -> the call that answers the row of the page's example, alone."""
WRITES = {
    "POST": (
        "2023-11-06 13:28:06",
        "fees",
        {"Amount": "99.99", "FeeSched": 263, "CodeNum": 693, "ClinicNum": 9, "ProvNum": 23},
    ),
    "PUT": ("2023-11-07 10:25:09", "fees/1793", {"Amount": "79.99"}),
}
"""Method of fees, whose page prints its answer -> when it is called, and how."""


@pytest.fixture
def office(tmp_path):
    practice = tmp_path / "setup.yaml"
    practice.write_text(PRACTICE)
    return new_office(str(practice))


def assert_as_printed(row: dict[str, Any], printed: list[dict[str, Any]]) -> None:
    examples = {field["name"]: field["example"] for field in printed}
    assert list(row.items()) == list(examples.items())
    assert {name: type(value) for name, value in row.items()} == {n: type(value) for n, value in examples.items()}


@pytest.mark.parametrize("resource", READS)
def test_what_is_set_up_like_the_pages_example_is_answered_as_printed(office, resource):
    office.set_clock("2021-01-16 12:55:39")
    path, query = READS[resource]
    answer = office.read(path, **query)

    assert not isinstance(answer, list) or len(answer) == 1
    assert_as_printed(
        answer[0] if isinstance(answer, list) else answer, read_yaml(CONTRACT / f"facts/{resource}.yaml")["object"]
    )


@pytest.mark.parametrize("method", WRITES)
def test_a_fee_written_like_the_pages_example_is_answered_as_printed(office, method):
    now, path, body = WRITES[method]
    office.set_clock(now)
    (printed,) = (m for m in read_yaml(CONTRACT / "facts/fees.yaml")["methods"] if m["method"] == method)

    answer = office.call(method, path, body)

    assert answer.status_code == 200
    assert_as_printed(answer.json, printed["object"])
