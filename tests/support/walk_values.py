"""Values for the walk where types alone do not tell one: texts of a form of their own, and what goes with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FORMS: Mapping[str, Any] = {
    "AccidentST": "OR",
    "BillingType": "Standard Account",
    "CodeSent": "D0140",
    "DiagnosticCodes": "K02.9,K02.3",
    "DrugNDC": "12345678901",
    "MedicaidState": "OR",
    "MedicalCode": "D0140",
    "Phone": "5035550199",
    "RevenueCodeDefault": "111",
    "StateLicense": "D1234",
    "SSN": "123006789",
    "ST": "OR",
    "SftpAddress": "files.example.com/out/",
    "SubstitutionCode": "D0140",
    "Telephone": "5035550199",
    "ToothNum": "3",
    "ToothNumbers": "3-5",
    "Zip": "97302",
    "dxName": "Decay",
    "procCat": "Exams",
    "procCode": "D0140",
    "specialty": "General",
}
"""Field -> a text of its form."""
PICK_LIST = {"FieldType": "PickList", "PickList": "One\r\nTwo"}
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "PUT adjustments/{AdjNum}": {"AdjDate": "2026-03-01", "AdjType": 8},
    "POST allergies": {"StatusIsActive": "false"},
    "PUT appointments/{AptNum}/Break": {"breakType": "Missed"},
    "POST apptfielddefs": {"PickList": "One\r\nTwo"},
    "POST asapcomms": {"recallNum": 1},
    "POST claims": {"InsSubNum": 1, "InsSubNum2": 1},
    "POST commlogs": {"commType": "Recall"},
    "POST documents/DownloadSftp": {"MountNum": 1},
    "POST labcases": {"AptNum": 1, "PlannedAptNum": 2},
    "PUT labcases/{LabCaseNum}": {"AptNum": 1, "PlannedAptNum": 2},
    "POST medications": {"genericName": "MedName 1"},
    "POST patfielddefs": {"PickList": "One\r\nTwo"},
    "PUT patfielddefs/{PatFieldDefNum}": {"PickList": "One\r\nTwo"},
    "POST patients": {"Guarantor": 1},
    "POST payments": {"PayDate": "2026-03-01"},
    "POST perioexams": dict.fromkeys(("UpperFacial", "UpperLingual", "LowerLingual", "LowerFacial"), "323"),
    "POST procedurelogs": {
        "AptNum": 1,
        "PlannedAptNum": 2,
        "Priority": 101,
        "priority": "1",
        "Dx": 308,
        "Surf": "MOD",
        "ToothRange": "2,3",
    },
    "PUT procedurelogs/{ProcNum}": {"AptNum": 1, "PlannedAptNum": 2, "Priority": 101, "Dx": 308},
    "POST queries": {"IsAsync": "true"},
    "POST refattaches": {"ReferralType": "RefTo"},
    "PUT subscriptions/{SubscriptionNum}": {"EndPointUrl": "http://localhost:9/other/"},
    "POST subscriptions": {"UiEventType": "PatientSelected"},
    "POST insplans": {"BillingType": 40},
    "PUT insplans/{PlanNum}": {"BillingType": 40},
}
"""Method -> field -> a value that its rules let through."""
SUBSTITUTED = {"SubstitutionCode": "D0140"}
WITH: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "PUT adjustments/{AdjNum}": {"AdjType": {"AdjAmt": -5}},
    "POST apptfielddefs": {"FieldType": PICK_LIST, "PickList": PICK_LIST},
    "POST apptfields": {"apptFieldDefNum": {"FieldName": None, "AptNum": 2}},
    "POST asapcomms": {"recallNum": {"aptNum": None}},
    "PUT autonotecontrols/{AutoNoteControlNum}": {"ControlType": {"ControlOptions": "One"}},
    "POST benefits": {"PatPlanNum": {"PlanNum": None}, "Percent": {"BenefitType": "CoInsurance"}},
    "PUT benefits/{BenefitNum}": {"Percent": {"BenefitType": "CoInsurance"}},
    "POST documents/DownloadSftp": {"MountNum": {"DocNum": None}},
    "POST patfielddefs": {"PickList": PICK_LIST},
    "PUT patfielddefs/{PatFieldDefNum}": {"FieldType": PICK_LIST, "PickList": PICK_LIST},
    "POST patients": {"TxtMsgOk": {"WirelessPhone": "5035550199"}},
    "POST payplans/Dynamic": {"NumberOfPayments": {"PayAmt": None}},
    "POST periomeasures": {"ToothValue": {"SequenceType": "Mobility", "Bvalue": None}},
    "POST procedurecodes": {
        "procCat": {"ProcCat": None},
        "SubstOnlyIf": SUBSTITUTED,
        "PaintText": {"PaintType": "Text"},
        "AreaAlsoToothRange": {"TreatArea": "Quad"},
    },
    "PUT procedurecodes/{CodeNum}": {
        "SubstOnlyIf": SUBSTITUTED,
        "PaintText": {"PaintType": "Text"},
        "AreaAlsoToothRange": {"TreatArea": "Quad"},
    },
    "POST procedurelogs": {
        "ToothNum": {"procCode": "D2391", "Surf": "MO"},
        "Surf": {"procCode": "D2391", "ToothNum": "3"},
        "ToothRange": {"procCode": "D5213"},
    },
    "POST refattaches": {"referralName": {"ReferralNum": None}, "ProvNum": {"ReferralType": "RefTo"}},
    "PUT refattaches/{RefAttachNum}": {"ProvNum": {"ReferralType": "RefTo"}},
    "POST subscriptions": {"UiEventType": {"WatchTable": None, "PollingSeconds": None}},
    "POST tasks": {"KeyNum": {"ObjectType": "Patient"}},
    "PUT tasks/{TaskNum}": {"KeyNum": {"ObjectType": "Patient"}},
}
"""Method -> field -> what goes with it; None is not given."""
TOOTH = "the row's code takes none"
UNWALKED: Mapping[str, Mapping[str, str]] = {
    "PUT appointments/{AptNum}/Break": {"breakType": "no type of broken appointment is enabled"},
    "PUT claimprocs/{ClaimProcNum}": {"NoBillIns": "is refused on a claim, and the row is on one"},
    "POST payments": {"isPatientPreferred": "makes no difference where the patient alone owes"},
    "POST payplans/Dynamic": {"adjNums": "no adjustment of the office is owed"},
    "PUT periomeasures/{PerioMeasureNum}": {"ToothValue": "the row measures surfaces"},
    "PUT procedurelogs/{ProcNum}": {"ToothNum": TOOTH, "Surf": TOOTH, "ToothRange": TOOTH},
    "POST queries": dict.fromkeys(("SftpPort", "IsAsync"), "no file is sent"),
    "POST referrals": {"PatNum": "is refused beside a name, and a name is what is needed"},
}
"""Method -> field -> why no value of it is tried."""
NEW_ROW = "the answer is of the new row"
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "POST appointments/SchedulePlanned": {"AptNum": NEW_ROW},
    "POST claimprocs/Supplemental": {"ClaimProcNum": NEW_ROW},
    "POST patfielddefs": {"PickList": "is kept as items, and blank in answers since 24.1 (documented)"},
    "PUT patfielddefs/{PatFieldDefNum}": {"PickList": "is kept as items, and blank in answers since 24.1 (documented)"},
    "POST payments/Refund": {"PayNum": NEW_ROW},
    "POST payplans/Dynamic": {
        "Note": "follows the words of the agreement (documented)",
        "NumberOfPayments": "is turned into an amount",
    },
    "POST treatplans/Saved": {"TreatPlanNum": NEW_ROW},
}
"""Method -> field -> why the answer does not show what was sent."""
EXCLUDED: Mapping[str, tuple[str, ...]] = {
    "PUT adjustments/{AdjNum}": ("AdjAmt",),
    "POST apptfields": ("apptFieldDefNum",),
    "POST asapcomms": ("recallNum",),
    "POST benefits": ("PatPlanNum", "Percent", "CodeNum", "procCode", "TreatArea"),
    "PUT benefits/{BenefitNum}": ("Percent", "CodeNum", "procCode", "TreatArea"),
    "POST documents/DownloadSftp": ("MountNum",),
    "POST insplans": ("IsBlueBookEnabled", "ManualFeeSchedNum"),
    "PUT insplans/{PlanNum}": ("IsBlueBookEnabled", "ManualFeeSchedNum"),
    "POST patfielddefs": ("PickList",),
    "POST patients": ("SuperFamily", "FamFinUrgNote"),
    "PUT patients/{PatNum}": ("SuperFamily",),
    "POST payplans/Dynamic": ("NumberOfPayments",),
    "POST periomeasures": ("ToothValue",),
    "POST procedurecodes": ("procCat", "SubstOnlyIf", "PaintText", "AreaAlsoToothRange"),
    "PUT procedurecodes/{CodeNum}": ("procCat", "SubstOnlyIf", "PaintText", "AreaAlsoToothRange"),
    "POST procedurelogs": ("priority", "dxName"),
    "POST providers": ("FName", "MI"),
    "PUT refattaches/{RefAttachNum}": ("ProvNum",),
    "POST subscriptions": ("UiEventType",),
}
"""Method -> fields that a body with everything leaves out, as others of it exclude them."""


def more(method: str, field: str) -> Mapping[str, Any]:
    """What a body needs beside a field."""
    return WITH.get(method, {}).get(field, {})


BLANK_TIME = {"serverDateTime": "blank in this answer (documented)"}
ANSWERED_ONCE: Mapping[str, Mapping[str, str]] = {
    "POST documents/UploadSftp": {
        **BLANK_TIME,
        "filePath": "the answer tells where the file came from",
        "Note": "told by GET of a list only",
    },
    "POST procedurelogs": BLANK_TIME,
    "POST procedurelogs/InsuranceHistory": BLANK_TIME,
    "POST providers": BLANK_TIME,
}
"""Method -> fields of its answer that a GET of the row does not tell likewise, and why."""
KEPT = dict.fromkeys(
    ("DELETE procedurelogs/{ProcNum}", "DELETE procedurelogs/{ProcNum}/GroupNote"), ("ProcStatus", "D")
)
"""Method that keeps the row, as deleted -> the field that says so, and its value (documented)."""
