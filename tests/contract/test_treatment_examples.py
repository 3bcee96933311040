"""Rows made equal to the printed examples of treatment plans, laboratories and referrals are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics: [{ClinicNum: 3, Description: South, Abbr: South}]
definitions:
  - {DefNum: 151, Category: TxPriorities, ItemName: "1"}
  - {DefNum: 465, Category: ProviderSpecialties, ItemName: Endodontics}
userods: [{UserNum: 12, UserName: Admin}]
providers: [{ProvNum: 1, Abbr: DOC1}, {ProvNum: 11, Abbr: DOC11}]
operatories: [{OperatoryNum: 1, OpName: Op 1}]
procedurecodes: [{CodeNum: 1, ProcCode: D2393}]
patients:
  - {PatNum: 25, LName: Twentyfive, FName: Tilda}
  - {PatNum: 33, LName: Thirtythree, FName: Till}
  - {PatNum: 722, LName: Sevenhundred, FName: Sven}
  - {PatNum: 1897, LName: Eighteen, FName: Erna}
appointments: [{AptNum: 6994, PatNum: 33, Op: 1, ProvNum: 1, AptDateTime: 2022-10-03 09:00}]
procedurelogs:
  - {ProcNum: 1154, PatNum: 722, CodeNum: 1, ProcDate: 2022-12-19, ProvNum: 11}
  - {ProcNum: 1977, PatNum: 1897, CodeNum: 1, ProcDate: 2022-12-19, ProvNum: 11}
treatplans:
  - {TreatPlanNum: 963, PatNum: 722, TPStatus: Saved, Heading: Saved}
  - {TreatPlanNum: 1786, PatNum: 1897, Heading: Active Treatment Plan, Note: Estimate only., TPStatus: Active,
     SecUserNumEntry: 12, SecDateEntry: 2022-07-02, SecDateTEdit: 2022-07-02 09:39:54}
  - {TreatPlanNum: 1845, PatNum: 722, TPStatus: Inactive, Heading: Later}
treatplanattaches: [{TreatPlanAttachNum: 3211, TreatPlanNum: 1845, ProcNum: 1977, Priority: 151}]
proctps:
  - {ProcTPNum: 976, TreatPlanNum: 963, PatNum: 722, ProcNumOrig: 1154, ToothNumTP: "13", Surf: MOD, ProcCode: D2393,
     Descript: "composite, three surfaces", FeeAmt: 204, PriInsAmt: 80, PatAmt: 70, Discount: 54, ProcAbbr: C3 (P),
     SecUserNumEntry: 12, SecDateEntry: 2023-01-24, SecDateTEdit: 2023-01-24 09:33:46, ProvNum: 11,
     DateTP: 2022-12-19, ClinicNum: 3, CatPercUCR: 204}
laboratories:
  - {LaboratoryNum: 1, Description: Example Lab, Phone: (555)555-0101, Address: 1 Example Rd, City: Exampleton,
     State: OR, Zip: "12345"}
  - {LaboratoryNum: 7, Description: Another}
labturnarounds: [{LabTurnaroundNum: 23, LaboratoryNum: 7, Description: Implant, DaysPublished: 3, DaysActual: 4}]
labcases:
  - {LabCaseNum: 1, PatNum: 33, LaboratoryNum: 1, AptNum: 6994, DateTimeSent: 2000-01-01 00:00,
     DateTimeRecd: 2000-01-01 00:00, ProvNum: 1, DateTStamp: 2022-09-30 14:23:12, InvoiceNum: "271828"}
referrals:
  - {ReferralNum: 1, LName: Sampleton, FName: Alex, SSN: "000000000", UsingTIN: true, Specialty: 465, ST: OR,
     Telephone: "5555550123", Address: 1 Example St, City: Sampletown, Zip: "00000", Title: DMD,
     EMail: user@example.com, IsDoctor: true, IsPreferred: true, DateTStamp: 2021-06-21 10:03:08}
  - {ReferralNum: 3, LName: Person, FName: Sample, MName: T, Title: DDS, IsDoctor: true}
refattaches:
  - {RefAttachNum: 1, ReferralNum: 3, PatNum: 25, RefDate: 2022-01-05, DateTStamp: 2022-01-05 10:13:12}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "treatplans": ("treatplans", {"PatNum": 1897}),
    "treatplanattaches": ("treatplanattaches", {"TreatPlanNum": 1845}),
    "proctps": ("proctps", {"TreatPlanNum": 963}),
    "laboratories": ("laboratories/1", {}),
    "labturnarounds": ("labturnarounds/23", {}),
    "labcases": ("labcases/1", {}),
    "referrals": ("referrals/1", {}),
    "refattaches": ("refattaches", {"PatNum": 25}),
}
"""Resource -> the call that answers the row of the page's example, alone."""


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_pages_example_is_answered_as_printed(tmp_path, resource):
    practice = tmp_path / "treatment.yaml"
    practice.write_text(PRACTICE)
    printed = {f["name"]: f["example"] for f in read_yaml(CONTRACT / f"facts/{resource}.yaml")["object"]}
    path, query = READS[resource]
    answer = new_office(str(practice)).read(path, **query)
    row = answer[0] if isinstance(answer, list) else answer

    assert not isinstance(answer, list) or len(answer) == 1
    assert list(row.items()) == list(printed.items())
    assert {name: type(value) for name, value in row.items()} == {name: type(value) for name, value in printed.items()}
