"""What becomes of a treatment plan by a POST or a PUT: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.resources.treatplans.bodies import SavedPlan, TreatPlanChange
from mockod.vendors.opendental.resources.treatplans.table import TreatPlan
from mockod.vendors.opendental.wire.errors import invalid

NOT_SAVED = "TreatPlan must have a TPStatus of Saved."
IS_SAVED = "TreatPlan must have a TPStatus of Active or Inactive."


def saved_copy(source: TreatPlan, body: SavedPlan, now: datetime) -> TreatPlan:
    """The saved plan of today, not signed, made of an active or inactive one (documented)."""
    if source.tp_status == TreatPlanStatus.Saved:
        raise invalid("TreatPlanNum", IS_SAVED)
    return TreatPlan(
        pat_num=source.pat_num,
        date_tp=now.date(),
        heading=body.heading or source.heading,
        note=source.note,
        respons_party=source.respons_party,
        tp_status=TreatPlanStatus.Saved,
        sec_date_entry=now.date(),
        sec_date_t_edit=now,
        user_num_presenter=body.user_num_presenter,
        tp_type=source.tp_type,
    )


def changed_plan(before: TreatPlan, body: TreatPlanChange, signature: str, now: datetime) -> TreatPlan:
    """What a PUT makes of a plan. Only a saved one has a date, and can be signed (documented).

    ``signature`` is what signs now. Signing again replaces the signature, which ``false`` takes away (documented).
    """
    is_saved = before.tp_status == TreatPlanStatus.Saved
    given = given_values(body)
    if "date_tp" in given and not is_saved:
        raise invalid("DateTP", NOT_SAVED)
    if given.pop("is_signed", False) and not is_saved:
        raise invalid("isSigned", NOT_SAVED)
    if given.pop("is_signed_practice", False) and not is_saved:
        raise invalid("isSignedPractice", NOT_SAVED)
    after = replace(before, **given)
    if body.is_signed is not None:
        at = now if body.is_signed else datetime.min
        after = replace(after, signature=signature if body.is_signed else "", date_t_signed=at)
    if body.is_signed_practice is not None:
        at = now if body.is_signed_practice else datetime.min
        signed = signature if body.is_signed_practice else ""
        after = replace(after, signature_practice=signed, date_t_practice_signed=at)
    return after
