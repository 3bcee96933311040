"""Rows made equal to the printed examples of the pages about claims are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics: [{ClinicNum: 2, Abbr: East}, {ClinicNum: 3, Abbr: West}]
userods: [{UserNum: 1, UserName: Admin}, {UserNum: 12, UserName: Bea}]
definitions:
  - {DefNum: 343, Category: ClaimErrorCode, ItemName: Missing}
  - {DefNum: 345, Category: ClaimCustomTracking, ItemName: Sent back}
  - {DefNum: 356, Category: InsurancePaymentType, ItemName: Check}
  - {DefNum: 363, Category: ClaimCustomTracking, ItemName: review}
  - {DefNum: 448, Category: ClaimPaymentTracking, ItemName: Paid In Full}
  - {DefNum: 451, Category: ClaimPaymentGroups, ItemName: Default}
providers: [{ProvNum: 1, Abbr: DOC1}, {ProvNum: 7, Abbr: DOC7}]
patients:
  - {PatNum: 23, LName: Twentythree, FName: Tess}
  - {PatNum: 66, LName: Sixtysix, FName: Sid}
  - {PatNum: 1337, LName: Thirteen, FName: Theo}
carriers: [{CarrierNum: 12, CarrierName: Example Carrier}]
insplans: [{PlanNum: 12, CarrierNum: 12}, {PlanNum: 19, CarrierNum: 12}, {PlanNum: 72, CarrierNum: 12}]
inssubs:
  - {InsSubNum: 3, PlanNum: 12, Subscriber: 1337}
  - {InsSubNum: 21, PlanNum: 72, Subscriber: 66}
  - {InsSubNum: 24, PlanNum: 19, Subscriber: 23}
procedurecodes: [{CodeNum: 1, ProcCode: D0330}]
procedurelogs: [{ProcNum: 1734730, PatNum: 1337, CodeNum: 1, ProcDate: 2021-02-16, ProcStatus: C}]
claims:
  - {ClaimNum: 1, PatNum: 23, DateService: 2022-07-16, DateSent: 2022-07-18, ClaimStatus: R, PlanNum: 19, ProvTreat: 1,
     ClaimFee: 250, InsPayEst: 200, InsPayAmt: 200, ProvBill: 1, AccidentRelated: A, AccidentDate: 2022-05-20,
     AccidentST: OR, IsOrtho: true, OrthoDate: 2021-03-10, ClaimForm: 4, InsSubNum: 24, CustomTracking: 363,
     OrthoTotalM: 20, SecDateTEdit: 2022-07-29 11:55:44}
  - {ClaimNum: 19, PatNum: 23, PlanNum: 19, InsSubNum: 24}
  - {ClaimNum: 54, PatNum: 66, PlanNum: 72, InsSubNum: 21}
  - {ClaimNum: 98567, PatNum: 1337, PlanNum: 12, InsSubNum: 3}
claimpayments:
  - {ClaimPaymentNum: 23}
  - {ClaimPaymentNum: 1822, CheckDate: 2023-08-16, CheckAmt: 1500.99, CheckNum: "2468657", BankBranch: 124-85425,
     ClinicNum: 3, DepositNum: 9867, CarrierName: Sample Dental Plan, DateIssued: 2023-08-16, PayType: 356,
     SecUserNumEntry: 12, SecDateEntry: 2023-08-16, SecDateTEdit: 2023-08-21 13:00:37, PayGroup: 451}
  - {ClaimPaymentNum: 6352}
claimprocs:
  - {ClaimProcNum: 1984257, ProcNum: 1734730, ClaimNum: 98567, PatNum: 1337, ProvNum: 7, FeeBilled: 88, InsPayEst: 88,
     DedApplied: 10, Status: Received, InsPayAmt: 78, ClaimPaymentNum: 6352, PlanNum: 12, DateCP: 2021-02-16,
     CodeSent: D0330, Percentage: 100, PaidOtherIns: 0, BaseEst: 88, ProcDate: 2021-02-16, DedEst: 0, InsEstTotal: 88,
     ClinicNum: 2, InsSubNum: 3, PaymentRow: 1, ClaimPaymentTracking: 448, SecUserNumEntry: 1,
     SecDateEntry: 2021-01-26, SecDateTEdit: 2021-02-16 09:43:17, DateSuppReceived: 2021-02-16,
     DateInsFinalized: 2021-02-16}
claimtrackings:
  - {ClaimTrackingNum: 45, ClaimNum: 19, UserNum: 1, DateTimeEntry: 2023-07-20 14:05:45, TrackingDefNum: 345,
     TrackingErrorDefNum: 343}
eobattaches:
  - {EobAttachNum: 10, ClaimPaymentNum: 23, DateTCreated: 2021-02-16 09:43:17, FileName: 20210216_153711_10.png}
etransmessagetexts:
  - {EtransMessageTextNum: 22, MessageText: "ISA*01*"}
  - {EtransMessageTextNum: 45, MessageText: "ISA*00*"}
etranss:
  - {EtransNum: 143, DateTimeTrans: 2023-07-31 10:40:41, Etype: ERA_835, ClaimNum: 54, CarrierNum: 12, PatNum: 66,
     BatchNumber: 4534, EtransMessageTextNum: 22, PlanNum: 72, InsSubNum: 21, CarrierNameRaw: Example Carrier,
     PatientNameRaw: "Doe, Jane"}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "claims": ("claims/1", {}),
    "claimprocs": ("claimprocs", {"ClaimNum": 98567}),
    "claimpayments": ("claimpayments/1822", {}),
    "claimtrackings": ("claimtrackings", {"ClaimNum": 19}),
    "eobattaches": ("eobattaches", {"ClaimPaymentNum": 23}),
    "etranss": ("etranss", {"PatNum": 66}),
    "etransmessagetexts": ("etransmessagetexts/45", {}),
}
"""Resource -> the call that answers the row of the page's example, alone."""


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_example_of_a_claims_page_is_answered_as_printed(tmp_path, resource):
    practice = tmp_path / "claims.yaml"
    practice.write_text(PRACTICE)
    printed = {f["name"]: f["example"] for f in read_yaml(CONTRACT / f"facts/{resource}.yaml")["object"]}
    path, query = READS[resource]
    answer = new_office(str(practice)).read(path, **query)
    row = answer[0] if isinstance(answer, list) else answer

    assert not isinstance(answer, list) or len(answer) == 1
    assert list(row.items()) == list(printed.items())
    assert {name: type(value) for name, value in row.items()} == {name: type(value) for name, value in printed.items()}
