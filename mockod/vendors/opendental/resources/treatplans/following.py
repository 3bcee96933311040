"""The active treatment plan follows treatment: it holds whatever is planned for its patient."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.treat_plans import PLANNED, Attach, follow
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.treatplans.queries import usual_type
from mockod.vendors.opendental.resources.treatplans.table import RECORDS, TreatPlan

ACTIVE_HEADING = "Active Treatment Plan"
_DONE = f"SELECT ProcNum FROM procedurelog WHERE PatNum = ? AND ProcStatus NOT IN ({placeholders(PLANNED)})"
_PLANS = "SELECT TreatPlanNum FROM treatplan WHERE PatNum = ?"


def follow_treatment(tx: Transaction, pat_num: int) -> None:
    """Put planned treatment on the patient's active plan, which is made where there is none (source).

    What was done or deleted leaves every plan. An active plan has each procedure with the procedure's own priority.
    """
    tx.delete(
        "treatplanattach",
        f"TreatPlanNum IN ({_PLANS}) AND ProcNum IN ({_DONE})",
        (pat_num, pat_num, *PLANNED),
    )
    planned = dict(
        tx.rows(
            "SELECT ProcNum, Priority FROM procedurelog WHERE PatNum = ? AND ProcStatus = ? ORDER BY ProcNum",
            (pat_num, ProcStatus.TP),
        )
    )
    if not planned:
        return
    plan = active_plan(tx, pat_num)
    sql = "SELECT TreatPlanAttachNum, ProcNum, Priority FROM treatplanattach WHERE TreatPlanNum = ?"
    changes = follow((Attach(*row) for row in tx.rows(sql, (plan,))), planned)
    if not changes:
        return
    plan = plan or _make_active(tx, pat_num)
    for number, priority in changes.reordered.items():
        tx.update("treatplanattach", "Priority = ? WHERE TreatPlanAttachNum = ?", (priority, number))
    for number, priority in changes.added.items():
        tx.insert("treatplanattach", {"TreatPlanNum": plan, "ProcNum": number, "Priority": priority})


def active_plan(tx: Transaction, pat_num: int) -> int:
    """The number of a patient's active plan; 0 where there is none."""
    sql = f"{_PLANS} AND TPStatus = ? ORDER BY TreatPlanNum"
    return int(tx.value(sql, (pat_num, TreatPlanStatus.Active), 0))


def default_note(tx: Transaction) -> str:
    """What stands under a new plan."""
    return preferences.text(tx, "TreatmentPlanNote")


def _make_active(tx: Transaction, pat_num: int) -> int:
    new = TreatPlan(
        pat_num=pat_num,
        heading=ACTIVE_HEADING,
        note=default_note(tx),
        tp_status=TreatPlanStatus.Active,
        sec_date_entry=tx.now.date(),
        sec_date_t_edit=tx.now,
        tp_type=usual_type(tx, pat_num),
    )
    return RECORDS.insert(tx, new)
