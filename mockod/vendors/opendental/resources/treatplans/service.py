"""What the practice does with treatment plans: make, save, change, sign and delete them."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.proc_notes import signature
from mockod.vendors.opendental.domain.treat_plans import PlanItem, amounts, by_priority, tooth_shown
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus, TreatPlanType
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.resources import preferences, proctps
from mockod.vendors.opendental.resources.procnotes import DEVELOPER
from mockod.vendors.opendental.resources.proctps import ProcTP
from mockod.vendors.opendental.resources.treatplans import queries
from mockod.vendors.opendental.resources.treatplans.bodies import NewTreatPlan, SavedPlan, TreatPlanChange
from mockod.vendors.opendental.resources.treatplans.decisions import changed_plan, saved_copy
from mockod.vendors.opendental.resources.treatplans.following import default_note
from mockod.vendors.opendental.resources.treatplans.table import RECORDS, TREATPLAN, TreatPlan

SELECT = Select(TREATPLAN, TREATPLAN.answer)


def create_plan(tx: Transaction, body: NewTreatPlan) -> Row:
    """POST treatplans: always inactive (documented)."""
    new = TreatPlan(
        pat_num=body.pat_num,
        heading=body.heading,
        note=default_note(tx) if body.note is None else body.note,
        tp_status=TreatPlanStatus.Inactive,
        sec_date_entry=tx.now.date(),
        sec_date_t_edit=tx.now,
        tp_type=queries.usual_type(tx, body.pat_num) if body.tp_type is None else body.tp_type,
    )
    return SELECT.one(tx, RECORDS.insert(tx, new))


def save_plan(tx: Transaction, body: SavedPlan) -> Row:
    """POST treatplans/Saved: the plan stays, and its procedures are copied as they stand now (documented)."""
    source = RECORDS.get_or_404(tx, body.treat_plan_num)
    saved = saved_copy(source, body, tx.now)
    items = by_priority(queries.items(tx, source.treat_plan_num))
    international_teeth = preferences.switched_on(tx, "UseInternationalToothNumbers")

    saved = replace(saved, treat_plan_num=RECORDS.insert(tx, saved))
    for place, item in enumerate(items):
        copy = _copied(saved, item, place, tooth_shown(item, international_teeth=international_teeth))
        proctps.RECORDS.insert(tx, copy)
    return SELECT.one(tx, saved.treat_plan_num)


def update_plan(tx: Transaction, before: TreatPlan, body: TreatPlanChange) -> Row:
    """PUT treatplans."""
    after = changed_plan(before, body, signature(DEVELOPER, tx.now), tx.now)
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return SELECT.one(tx, before.treat_plan_num)


def delete_plan(tx: Transaction, plan: TreatPlan) -> None:
    """DELETE treatplans: with what is on it; the procedures themselves stay (documented of copies, else assumed)."""
    tx.delete("treatplan", "TreatPlanNum = ?", (plan.treat_plan_num,))
    tx.delete("proctp", "TreatPlanNum = ?", (plan.treat_plan_num,))
    tx.delete("treatplanattach", "TreatPlanNum = ?", (plan.treat_plan_num,))


def _copied(plan: TreatPlan, item: PlanItem, place: int, tooth: str) -> ProcTP:
    cost = amounts(item, by_insurance=plan.tp_type == TreatPlanType.Insurance)
    return ProcTP(
        treat_plan_num=plan.treat_plan_num,
        pat_num=plan.pat_num,
        proc_num_orig=item.proc_num,
        item_order=place,
        priority=item.priority,
        tooth_num_tp=tooth,
        surf=item.surf,
        proc_code=item.proc_code,
        descript=item.descript,
        fee_amt=cost.fee,
        pri_ins_amt=cost.primary,
        sec_ins_amt=cost.secondary,
        pat_amt=cost.patient,
        discount=cost.discount,
        prognosis=item.prognosis,
        dx=item.dx,
        proc_abbr=item.abbreviation,
        sec_date_entry=plan.sec_date_entry,
        sec_date_t_edit=plan.sec_date_t_edit,
        prov_num=item.prov_num,
        date_tp=item.date_tp,
        clinic_num=item.clinic_num,
        cat_perc_ucr=item.usual_fee,
    )
