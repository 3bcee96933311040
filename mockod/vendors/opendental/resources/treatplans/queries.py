"""The SQL of treatment plans."""

from __future__ import annotations

from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import either
from mockod.vendors.opendental.domain.treat_plans import PLANNED, PlanItem
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanType
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.fees import usual_fee

_ITEMS = f"""
SELECT p.ProcNum, a.Priority, d.ItemOrder, p.ToothNum, p.Surf, c.ProcCode,
  CASE WHEN c.LaymanTerm <> '' THEN c.LaymanTerm ELSE c.Descript END, c.AbbrDesc,
  p.ProcFee, p.BaseUnits + p.UnitQty, p.Discount, coalesce(prognosis.ItemName, ''), coalesce(dx.ItemName, ''),
  p.ProvNum, p.DateTP, p.ClinicNum, p.CodeNum
FROM treatplanattach a JOIN procedurelog p ON p.ProcNum = a.ProcNum
JOIN procedurecode c ON c.CodeNum = p.CodeNum
LEFT JOIN definition d ON d.DefNum = a.Priority
LEFT JOIN definition prognosis ON prognosis.DefNum = p.Prognosis
LEFT JOIN definition dx ON dx.DefNum = p.Dx
WHERE a.TreatPlanNum = ? AND p.ProcStatus IN ({placeholders(PLANNED)})
ORDER BY a.TreatPlanAttachNum
"""


_EXPECTED = f"""
SELECT c.InsEstTotal, c.InsEstTotalOverride, c.WriteOffEst, c.WriteOffEstOverride
FROM claimproc c JOIN patplan p ON p.InsSubNum = c.InsSubNum AND p.PatNum = c.PatNum
WHERE c.ProcNum = ? AND c.Status = {ClaimProcStatus.Estimate:d} ORDER BY p.Ordinal, c.ClaimProcNum
"""


def usual_type(tx: Transaction, pat_num: int) -> TreatPlanType:
    """Discount for a patient who has a discount plan, else Insurance (documented)."""
    has_plan = tx.row("SELECT 1 FROM discountplansub WHERE PatNum = ?", (pat_num,))
    return TreatPlanType.Discount if has_plan else TreatPlanType.Insurance


def _expected(tx: Transaction, proc_num: int) -> tuple[list[float], float]:
    """What the plans of a patient are expected to pay of a procedure, by ordinal, and to write off together."""
    lines = tx.rows(_EXPECTED, (proc_num,))
    paid = [round(either(override, estimate), 2) for estimate, override, _, _ in lines]
    return paid, sum(max(either(override, estimate), 0.0) for _, _, estimate, override in lines)


def items(tx: Transaction, treat_plan_num: int) -> list[PlanItem]:
    """The planned treatment on a plan. Patients read a code's layman's term, where it has one (source)."""
    return [
        PlanItem(
            proc_num=number,
            priority=priority,
            place=place,
            tooth=tooth,
            surf=surf,
            proc_code=code,
            descript=descript,
            abbreviation=abbreviation,
            fee=proc_fee,
            units=units,
            usual_fee=usual_fee(tx, code_num, prov_num, clinic_num),
            discount=discount,
            expected=expected,
            write_off=write_off,
            prognosis=prognosis,
            dx=dx,
            prov_num=prov_num,
            date_tp=date.fromisoformat(date_tp),
            clinic_num=clinic_num,
        )
        for (
            number,
            priority,
            place,
            tooth,
            surf,
            code,
            descript,
            abbreviation,
            proc_fee,
            units,
            discount,
            prognosis,
            dx,
            prov_num,
            date_tp,
            clinic_num,
            code_num,
        ) in tx.rows(_ITEMS, (treat_plan_num, *PLANNED))
        for expected, write_off in [_expected(tx, number)]
    ]
