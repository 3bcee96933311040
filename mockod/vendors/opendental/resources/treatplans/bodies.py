"""What clients ask of treatment plans. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.vendors.opendental.domain.treatment_enums import TreatPlanType
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTreatPlan:
    """POST treatplans: an inactive plan with nothing on it."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    heading: str = "Inactive Treatment Plan"
    note: str | None = None
    tp_type: TreatPlanType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """POST treatplans/Saved. ``treat_plan_num`` is the plan to be copied."""

    treat_plan_num: Annotated[int, ForeignKey("treatplan.TreatPlanNum", zero=False)]
    heading: str = ""
    user_num_presenter: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatPlanChange:
    """PUT treatplans: only what is given changes."""

    date_tp: date | None = None
    heading: str | None = None
    note: str | None = None
    respons_party: int | None = None
    tp_type: TreatPlanType | None = None
    signature_text: str | None = None
    signature_practice_text: str | None = None
    is_signed: Annotated[bool | None, Flag(), Name("isSigned")] = None
    is_signed_practice: Annotated[bool | None, Flag(), Name("isSignedPractice")] = None
