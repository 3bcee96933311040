"""What the program notes of a change: what the audit trail calls it, and which computers must read anew.

Pure rules. The API's own log entries have the vendor's form, ``Created by {developer} through API.`` (documented).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from mockod.vendors.opendental.domain.security_enums import InvalidType, PermType

DEVELOPER = "API Developer"
"""Who asks: the keys have no names here."""
WORDS = {"INSERT": "Created", "UPDATE": "Edited", "DELETE": "Deleted"}
NO_DAY = "0001-01-01"
ALWAYS = -1
"""The ApptAutoRefreshRange that signals changes of every day."""

AUDITED: Mapping[str, tuple[PermType, PermType, PermType]] = {
    "adjustment": (PermType.AdjustmentCreate, PermType.AdjustmentEdit, PermType.AdjustmentEdit),
    "allergy": (PermType.PatAllergyListEdit,) * 3,
    "appointment": (PermType.AppointmentCreate, PermType.AppointmentEdit, PermType.AppointmentEdit),
    "autonote": (PermType.AutoNoteQuickNoteEdit,) * 3,
    "autonotecontrol": (PermType.AutoNoteQuickNoteEdit,) * 3,
    "benefit": (PermType.InsPlanEdit,) * 3,
    "carrier": (PermType.CarrierCreate, PermType.InsPlanEdit, PermType.InsPlanEdit),
    "claim": (PermType.ClaimEdit, PermType.ClaimEdit, PermType.ClaimDelete),
    "claimpayment": (PermType.InsPayCreate, PermType.InsPayEdit, PermType.InsPayEdit),
    "claimproc": (PermType.ClaimEdit,) * 3,
    "clinic": (PermType.Setup,) * 3,
    "commlog": (PermType.CommlogCreate, PermType.CommlogEdit, PermType.CommlogEdit),
    "definition": (PermType.Setup,) * 3,
    "discountplan": (PermType.DiscountPlanAdd, PermType.DiscountPlanEdit, PermType.DiscountPlanEdit),
    "discountplansub": (PermType.DiscountPlanAddDrop,) * 3,
    "disease": (PermType.PatProblemListEdit,) * 3,
    "document": (PermType.ImageCreate, PermType.ImageEdit, PermType.ImageDelete),
    "employer": (PermType.EmployerCreate,) * 3,
    "fee": (PermType.LogFeeEdit,) * 3,
    "feesched": (PermType.FeeSchedEdit,) * 3,
    "insplan": (PermType.InsPlanCreate, PermType.InsPlanEdit, PermType.InsPlanEdit),
    "inssub": (PermType.InsPlanCreateSub, PermType.InsPlanEditSub, PermType.InsPlanEditSub),
    "insverify": (PermType.InsuranceVerification,) * 3,
    "medicationpat": (PermType.PatMedicationListEdit,) * 3,
    "operatory": (PermType.Setup,) * 3,
    "patfield": (PermType.PatientFieldEdit,) * 3,
    "patient": (PermType.PatientCreate, PermType.PatientEdit, PermType.PatientEdit),
    "patplan": (PermType.InsPlanAddPat, PermType.InsPlanEdit, PermType.InsPlanDropPat),
    "payment": (PermType.PaymentCreate, PermType.PaymentEdit, PermType.PaymentEdit),
    "payplan": (PermType.PayPlanEdit,) * 3,
    "perioexam": (PermType.PerioEdit,) * 3,
    "periomeasure": (PermType.PerioEdit,) * 3,
    "popup": (PermType.PopupEdit,) * 3,
    "procedurecode": (PermType.ProcCodeEdit,) * 3,
    "procedurelog": (PermType.ProcEdit, PermType.ProcEdit, PermType.ProcDelete),
    "provider": (PermType.Providers,) * 3,
    "recall": (PermType.RecallEdit,) * 3,
    "refattach": (PermType.RefAttachAdd, PermType.ReferralEdit, PermType.RefAttachDelete),
    "referral": (PermType.ReferralAdd, PermType.ReferralEdit, PermType.ReferralEdit),
    "rxpat": (PermType.RxCreate, PermType.RxEdit, PermType.RxEdit),
    "schedule": (PermType.Schedules,) * 3,
    "sheet": (PermType.SheetEdit, PermType.SheetEdit, PermType.SheetDelete),
    "task": (PermType.TaskEdit,) * 3,
    "tasknote": (PermType.TaskNoteEdit,) * 3,
    "treatplan": (PermType.TreatPlanEdit,) * 3,
    "userod": (PermType.AddNewUser, PermType.SecurityAdmin, PermType.SecurityAdmin),
}
"""Table -> what making, changing and deleting its rows is called (assumed, by the names' own explanations)."""

INVALIDATED: Mapping[str, InvalidType] = {
    "allergydef": InvalidType.Diseases,
    "appointmenttype": InvalidType.AppointmentTypes,
    "apptfielddef": InvalidType.PatFields,
    "autonote": InvalidType.AutoNotes,
    "autonotecontrol": InvalidType.AutoNotes,
    "carrier": InvalidType.Carriers,
    "clinic": InvalidType.Providers,
    "covcat": InvalidType.InsCats,
    "covspan": InvalidType.InsCats,
    "definition": InvalidType.Defs,
    "diseasedef": InvalidType.Diseases,
    "employer": InvalidType.Employers,
    "fee": InvalidType.Fees,
    "feesched": InvalidType.FeeScheds,
    "medication": InvalidType.Medications,
    "operatory": InvalidType.Operatories,
    "patfielddef": InvalidType.PatFields,
    "pharmacy": InvalidType.Pharmacies,
    "preference": InvalidType.Prefs,
    "procedurecode": InvalidType.ProcCodes,
    "provider": InvalidType.Providers,
    "recalltype": InvalidType.RecallTypes,
    "referral": InvalidType.Referral,
    "schedule": InvalidType.Schedules,
    "task": InvalidType.Task,
    "tasknote": InvalidType.Task,
    "userod": InvalidType.Security,
    "usergroupattach": InvalidType.Security,
}
"""Table -> what other computers keep of it, and must read anew (source: the names' own explanations)."""


class Visit(NamedTuple):
    """An appointment, as far as its signals need it. Tuples, as every booking makes some."""

    day: str
    prov_num: int
    prov_hyg: int
    op: int
    pat_num: int


class Signal(NamedTuple):
    """One row of signalods, without its time."""

    invalid_type: InvalidType
    key: int = 0
    key_type: str = "Undefined"
    day: str = NO_DAY


def audited(table: str, verbs: Iterable[str]) -> tuple[PermType, str] | None:
    """What a change is called, and its text; None for a table that the trail leaves out.

    Of several ``verbs`` the first of making, changing and deleting counts.
    """
    names, done = AUDITED.get(table), set(verbs)
    for place, (verb, word) in enumerate(WORDS.items()):
        if names and verb in done:
            return names[place], f"{word} by {DEVELOPER} through API. "
    return None


def visit_signals(before: Visit | None, after: Visit | None, today: date, days: int) -> list[Signal]:
    """Who is told of an appointment: provider, hygienist, operatory and patient (source 10.3).

    What it was before is told where that differs. Only appointments of today and the ``days`` after it are told of.
    """
    told = _signals_of(after, today, days) if after else []
    if before and before != after:
        told += [signal for signal in _signals_of(before, today, days) if signal not in told]
    return told


def _signals_of(visit: Visit, today: date, days: int) -> list[Signal]:
    if days != ALWAYS and not 0 <= (date.fromisoformat(visit.day) - today).days <= days:
        return []
    keys = (
        (visit.prov_num, "Provider"),
        (visit.prov_hyg, "Provider"),
        (visit.op, "Operatory"),
        (visit.pat_num, "PatNum"),
    )
    return [Signal(InvalidType.Appointment, key, key_type, visit.day) for key, key_type in keys if key]


def cache_signals(tables: Iterable[str]) -> list[Signal]:
    """What has to be read anew because of changes in these tables; each kind once."""
    kinds = dict.fromkeys(INVALIDATED[table] for table in tables if table in INVALIDATED)
    return [Signal(kind) for kind in kinds]
