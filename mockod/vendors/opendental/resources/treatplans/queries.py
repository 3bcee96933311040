"""The SQL of treatment plans."""

from __future__ import annotations

from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.treat_plans import PLANNED, PlanItem
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
    ]
