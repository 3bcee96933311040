"""What a family owes: procedures done, adjustments that add, charges of payment plans, less what was paid of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.account_enums import PayPlanChargeType, PayPlanLinkType
from mockod.vendors.opendental.domain.allocation import Charge
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.engine.records import placeholders

COUNTED = ", ".join(
    str(int(status)) for status in (ClaimProcStatus.Received, ClaimProcStatus.Supplemental, ClaimProcStatus.CapComplete)
)
"""Lines of claims that say what insurance paid and wrote off; those not received say what it is expected to."""
_PROCEDURES = f"""
SELECT p.PatNum, p.ProcDate, p.ProcNum, p.ProvNum, p.ClinicNum, p.ProcFee * max(1, p.UnitQty + p.BaseUnits)
  + (SELECT coalesce(sum(a.AdjAmt), 0) FROM adjustment a WHERE a.ProcNum = p.ProcNum)
  - (SELECT coalesce(sum(CASE c.Status WHEN {ClaimProcStatus.NotReceived:d} THEN c.InsPayEst ELSE c.InsPayAmt END
       + c.WriteOff), 0) FROM claimproc c
     WHERE c.ProcNum = p.ProcNum AND c.Status IN ({ClaimProcStatus.NotReceived:d}, {COUNTED}))
  - (SELECT coalesce(sum(s.SplitAmt), 0) FROM paysplit s WHERE s.ProcNum = p.ProcNum)
FROM procedurelog p WHERE p.ProcStatus = {ProcStatus.C:d} AND p.PatNum IN
"""
_ADJUSTMENTS = """
SELECT a.PatNum, a.AdjDate, a.AdjNum, a.ProvNum, a.ClinicNum,
  a.AdjAmt - (SELECT coalesce(sum(s.SplitAmt), 0) FROM paysplit s WHERE s.AdjNum = a.AdjNum)
FROM adjustment a WHERE a.ProcNum = 0 AND a.AdjAmt > 0 AND a.PatNum IN
"""


def family_of(tx: Transaction, pat_num: int) -> list[int]:
    """The patients of a family, by number; those who are deleted, too, as their accounts stay."""
    sql = """SELECT other.PatNum FROM patient me JOIN patient other ON other.Guarantor = me.Guarantor
      WHERE me.PatNum = ? ORDER BY other.PatNum"""
    return [number for (number,) in tx.rows(sql, (pat_num,))]


def owed(tx: Transaction, pat_nums: Sequence[int]) -> list[Charge]:
    """The procedures and adjustments of patients, with what is outstanding of each, which may be nothing or less."""
    places = f"({placeholders(pat_nums)})"
    procedures = [
        Charge(pat_num=pat, day=date.fromisoformat(day), proc_num=number, prov_num=prov, clinic_num=clinic, amount=left)
        for pat, day, number, prov, clinic, left in tx.rows(_PROCEDURES + places, pat_nums)
    ]
    adjustments = [
        Charge(pat_num=pat, day=date.fromisoformat(day), adj_num=number, prov_num=prov, clinic_num=clinic, amount=left)
        for pat, day, number, prov, clinic, left in tx.rows(_ADJUSTMENTS + places, pat_nums)
    ]
    return [*procedures, *adjustments]


_ON_PLAN = f"""
SELECT c.PatNum, c.ChargeDate, c.PayPlanChargeNum, c.ProvNum, c.ClinicNum, c.Principal + c.Interest
  - (SELECT coalesce(sum(s.SplitAmt), 0) FROM paysplit s WHERE s.PayPlanChargeNum = c.PayPlanChargeNum),
  CASE c.LinkType WHEN {PayPlanLinkType.Procedure:d} THEN c.FKey ELSE 0 END,
  CASE c.LinkType WHEN {PayPlanLinkType.Adjustment:d} THEN c.FKey ELSE 0 END
FROM payplancharge c WHERE c.PayPlanNum = ? AND c.ChargeType = {PayPlanChargeType.Debit:d} AND c.ChargeDate <= ?
"""


def open_plan_of(tx: Transaction, pat_num: int) -> int:
    """The oldest payment plan of a patient that is open, and not an insurance's; 0 for none."""
    sql = """SELECT PayPlanNum FROM payplan WHERE PatNum = ? AND IsClosed = 0 AND PlanNum = 0
      ORDER BY PayPlanDate, PayPlanNum"""
    return int(tx.value(sql, (pat_num,), 0))


def owed_on_plan(tx: Transaction, pay_plan_num: int, day: date) -> list[Charge]:
    """The charges of a plan that were due by a day, with what is outstanding of each."""
    return [
        Charge(
            pat_num=pat,
            day=date.fromisoformat(due),
            pay_plan_num=pay_plan_num,
            pay_plan_charge_num=number,
            prov_num=prov,
            clinic_num=clinic,
            amount=left,
            proc_num=proc,
            adj_num=adj,
        )
        for pat, due, number, prov, clinic, left, proc, adj in tx.rows(_ON_PLAN, (pay_plan_num, day.isoformat()))
    ]
