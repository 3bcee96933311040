"""The demo practice has a row in every list, and its rows agree with each other."""

from __future__ import annotations

from typing import Any

import pytest

from mockod.vendors.opendental.resources import ROUTES
from support.api_client import ApiClient
from support.db import database

EMPTY = {
    "clinics": "the office has no clinics",
    "histappointments": "history begins with the first change, and no practice has it",
    "subscriptions": "a subscription sends events to somebody's server, and an office from a file knows none",
}
"""List -> why the demo practice has nothing in it."""
PATIENTS = {
    "adjustments": 15,
    "allergies": 27,
    "documents": 11,
    "etranss": 13,
    "medicationpats": 27,
    "patientraces": 11,
    "sheets": 25,
    "treatplans": 11,
    "payplans": 9,
}
"""List -> the patient who has something in it, where one must be named."""
QUERIES: dict[str, dict[str, Any]] = {
    "eobattaches": {"ClaimPaymentNum": 1},
    "payplancharges": {"PayPlanNum": 1},
    "procedurelogs/InsuranceHistory": {"PatNum": 11, "InsSubNum": 1},
    "proctps": {"TreatPlanNum": 3},
    "sheetfields": {"SheetNum": 1},
    "signalods": {"SigDateTime": "2026-02-28 00:00:00"},
    "substitutionlinks": {"PlanNum": 1},
    "treatplanattaches": {"TreatPlanNum": 2},
    **{name: {"PatNum": number} for name, number in PATIENTS.items()},
}
LISTS = sorted(row.path for row in ROUTES.endpoints if row.method == "GET" and row.many)
FAMILIES = {8: [8, 9, 10], 11: [11, 12, 13, 14], 15: [15], 18: [18], 26: [26]}
"""Guarantor -> the family."""
ACCOUNT = """
SELECT sum(Amount) FROM (
  SELECT PatNum, ProcFee AS Amount FROM procedurelog WHERE ProcStatus = 2
  UNION ALL SELECT PatNum, AdjAmt FROM adjustment
  UNION ALL SELECT PatNum, -SplitAmt FROM paysplit
  UNION ALL SELECT PatNum, -InsPayAmt - WriteOff FROM claimproc WHERE Status IN (1, 4))
WHERE PatNum = ?
"""
PENDING = "SELECT coalesce(sum(InsPayEst + WriteOff), 0) FROM claimproc WHERE Status = 0 AND PatNum = ?"


@pytest.mark.parametrize("path", [path for path in LISTS if path not in EMPTY])
def test_every_list_has_a_row(demo, path):
    asked = path.replace("{PatNum}", "8")

    assert demo.read(asked, **QUERIES.get(path, {}))


@pytest.mark.parametrize("path", EMPTY)
def test_a_list_that_is_said_to_be_empty_is(demo, path):
    assert path in LISTS
    assert demo.read(path) == []


def test_single_rows_that_no_list_shows_are_there_too(demo):
    for path in ("patientnotes/27", "ehrpatients/11", "etransmessagetexts/1", "discountplansubs?PatNum=17"):
        assert demo.read(path)


@pytest.mark.parametrize("guarantor", FAMILIES)
def test_a_familys_balance_is_the_sum_of_the_parts(demo, guarantor):
    own, pending = {}, {}
    for pat_num in FAMILIES[guarantor]:
        own[pat_num] = round(database(demo).column(ACCOUNT, (pat_num,))[0] or 0.0, 2)
        pending[pat_num] = database(demo).column(PENDING, (pat_num,))[0]

    *members, family = demo.read(f"accountmodules/{guarantor}/PatientBalances")
    aging = demo.read(f"accountmodules/{guarantor}/Aging")

    assert {row["PatNum"]: row["Balance"] for row in members} == {
        pat_num: round(own[pat_num] - pending[pat_num], 2) for pat_num in own
    }
    assert family["Balance"] == aging["EstBal"] == round(sum(row["Balance"] for row in members), 2)
    assert (aging["Total"], aging["InsEst"]) == (round(sum(own.values()), 2), sum(pending.values()))
    assert aging["Total"] == aging["Bal_0_30"] + aging["Bal_31_60"] + aging["Bal_61_90"] + aging["BalOver90"]


def test_who_owes_what_the_file_tells_of_her_owes_it_on_her_account(demo):
    told = demo.read("patients/18")

    assert told["EstBalance"] == told["BalTotal"] == demo.read("accountmodules/18/Aging")["Total"] == 312.5


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        (
            "the line of a claim is about a procedure of its patient, at its fee, on its day",
            "SELECT ClaimProcNum FROM claimproc c LEFT JOIN procedurelog p ON p.ProcNum = c.ProcNum "
            "WHERE p.PatNum IS NOT c.PatNum OR p.ProcDate IS NOT c.ProcDate OR p.ProvNum IS NOT c.ProvNum "
            "OR (c.ClaimNum AND p.ProcFee IS NOT c.FeeBilled)",
        ),
        (
            "the code sent is the procedure's",
            "SELECT ClaimProcNum FROM claimproc c JOIN procedurelog p ON p.ProcNum = c.ProcNum "
            "JOIN procedurecode k ON k.CodeNum = p.CodeNum WHERE c.ClaimNum AND k.ProcCode <> c.CodeSent",
        ),
        (
            "the line of a claim is for a plan that covers the patient",
            "SELECT ClaimProcNum FROM claimproc c LEFT JOIN patplan p ON p.PatNum = c.PatNum "
            "AND p.InsSubNum = c.InsSubNum LEFT JOIN inssub s ON s.InsSubNum = c.InsSubNum "
            "WHERE p.PatPlanNum IS NULL OR s.PlanNum <> c.PlanNum",
        ),
        (
            "a claim is the sum of its lines",
            "SELECT c.ClaimNum FROM claim c JOIN claimproc l ON l.ClaimNum = c.ClaimNum GROUP BY c.ClaimNum "
            "HAVING round(sum(l.FeeBilled), 2) <> c.ClaimFee OR round(sum(l.InsPayEst), 2) <> c.InsPayEst "
            "OR round(sum(l.InsPayAmt), 2) <> c.InsPayAmt OR round(sum(l.WriteOff), 2) <> c.WriteOff "
            "OR sum(l.DedApplied) <> c.DedApplied",
        ),
        (
            "a check is the sum of the lines that it pays",
            "SELECT p.ClaimPaymentNum FROM claimpayment p JOIN claimproc l ON l.ClaimPaymentNum = p.ClaimPaymentNum "
            "GROUP BY p.ClaimPaymentNum HAVING round(sum(l.InsPayAmt), 2) <> p.CheckAmt",
        ),
        (
            "splits make up their payment",
            "SELECT y.PayNum FROM payment y JOIN paysplit s ON s.PayNum = y.PayNum GROUP BY y.PayNum "
            "HAVING round(sum(s.SplitAmt), 2) <> y.PayAmt",
        ),
        (
            "a split pays a procedure of its patient and its provider",
            "SELECT s.SplitNum FROM paysplit s JOIN procedurelog p ON p.ProcNum = s.ProcNum "
            "WHERE p.PatNum <> s.PatNum OR p.ProvNum <> s.ProvNum OR p.ProcStatus <> 2",
        ),
        (
            "an adjustment is of the patient whose procedure it is about",
            "SELECT a.AdjNum FROM adjustment a JOIN procedurelog p ON p.ProcNum = a.ProcNum WHERE p.PatNum <> a.PatNum",
        ),
        (
            "an active plan holds all that is planned for its patient, and nothing else",
            "SELECT t.TreatPlanNum FROM treatplan t JOIN procedurelog p ON p.PatNum = t.PatNum AND p.ProcStatus = 1 "
            "LEFT JOIN treatplanattach a ON a.TreatPlanNum = t.TreatPlanNum AND a.ProcNum = p.ProcNum "
            "WHERE t.TPStatus = 1 AND (a.ProcNum IS NULL OR a.Priority <> p.Priority) "
            "UNION SELECT a.TreatPlanNum FROM treatplanattach a JOIN treatplan t ON t.TreatPlanNum = a.TreatPlanNum "
            "JOIN procedurelog p ON p.ProcNum = a.ProcNum WHERE p.PatNum <> t.PatNum",
        ),
        (
            "a lab case, a note and a picture are of the patient of what they belong to",
            "SELECT l.LabCaseNum FROM labcase l JOIN appointment a ON a.AptNum = l.AptNum WHERE a.PatNum <> l.PatNum "
            "UNION ALL SELECT n.ProcNoteNum FROM procnote n JOIN procedurelog p ON p.ProcNum = n.ProcNum "
            "WHERE p.PatNum <> n.PatNum "
            "UNION ALL SELECT d.DocNum FROM document d JOIN mountitem i ON i.MountItemNum = d.MountItemNum "
            "JOIN mount m ON m.MountNum = i.MountNum WHERE m.PatNum <> d.PatNum",
        ),
    ],
)
def test_rows_agree_with_those_they_belong_to(demo, what, sql):
    assert database(demo).column(sql) == [], what


def plan_amounts(office: ApiClient, treat_plan_num: int) -> list[tuple[Any, ...]]:
    names = ("ProcNumOrig", "Priority", "ToothNumTP", "FeeAmt", "PriInsAmt", "SecInsAmt", "PatAmt", "CatPercUCR")
    return [tuple(row[name] for name in names) for row in office.read("proctps", TreatPlanNum=treat_plan_num)]


def test_the_saved_plan_tells_what_saving_the_active_one_would(demo):
    saved = demo.post("treatplans/Saved", {"TreatPlanNum": 2})

    assert plan_amounts(demo, 3) == plan_amounts(demo, saved.json["TreatPlanNum"])[:3]


def test_what_is_left_of_a_crown_is_what_the_payment_plan_is_about(demo):
    [plan] = demo.read("payplans", Guarantor=8)
    lines = demo.read("claimprocs", ClaimNum=5)

    left = sum(line["FeeBilled"] - line["InsPayAmt"] - line["WriteOff"] for line in lines)
    assert plan["principalAmount"] == round(left, 2) == 632.6
    paid = [row for row in demo.read("paysplits", PatNum=9) if row["PayPlanNum"]]
    charged = demo.read("payplancharges", PayPlanNum=1)
    assert sum(row["SplitAmt"] for row in paid) == sum(row["Principal"] for row in charged) == plan["DownPayment"]


def test_pictures_can_be_downloaded_and_put_together(demo):
    site = {"SftpAddress": "files.example.com/out/", "SftpUsername": "someone", "SftpPassword": "fake"}

    assert demo.post("documents/DownloadSftp", {"DocNum": 1, **site}).status_code == 201
    assert demo.post("documents/DownloadSftp", {"DocNum": 2, **site}).status_code == 201
    kept = database(demo).column("SELECT DocNum FROM mockod_documentfile ORDER BY DocNum")
    assert kept == [1, 2, 3]
