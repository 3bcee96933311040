"""What a practice file may say of an Open Dental office: its sections, and how each column is written.

A section is named as the API names the resource, a field as the vendor names the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from mockod.store.connection import connect
from mockod.vendors.opendental.domain import enums, pattern, recall
from mockod.vendors.opendental.wire.fields import argb

SECTIONS = {
    "clinics": "clinic",
    "definitions": "definition",
    "deflinks": "deflink",
    "preferences": "preference",
    "feescheds": "feesched",
    "fees": "fee",
    "employers": "employer",
    "employees": "employee",
    "userods": "userod",
    "sites": "site",
    "providers": "provider",
    "providercliniclinks": "providercliniclink",
    "operatories": "operatory",
    "schedules": "schedule",
    "scheduleops": "scheduleop",
    "procedurecodes": "procedurecode",
    "proccodenotes": "proccodenote",
    "appointmenttypes": "appointmenttype",
    "appointmentrules": "appointmentrule",
    "carriers": "carrier",
    "insplans": "insplan",
    "inssubs": "inssub",
    "patients": "patient",
    "patientnotes": "patientnote",
    "patplans": "patplan",
    "appointments": "appointment",
    "procedurelogs": "procedurelog",
    "commlogs": "commlog",
    "recalltypes": "recalltype",
    "recalls": "recall",
    "apptfielddefs": "apptfielddef",
    "apptfields": "apptfield",
    "asapcomms": "asapcomm",
    "eservicelogs": "eservicelog",
    "subscriptions": "apisubscription",
}
"""Section of a practice file -> table."""

REFERENCES = {
    "AppointmentTypeNum": "appointmenttype",
    "AptNum": "appointment",
    "BillingType": "definition",
    "BlockoutType": "definition",
    "CarrierNum": "carrier",
    "ClinicNum": "clinic",
    "CodeNum": "procedurecode",
    "CommType": "definition",
    "Confirmed": "definition",
    "DefNum": "definition",
    "Dx": "definition",
    "EmployeeNum": "employee",
    "EmployerNum": "employer",
    "FeeSched": "feesched",
    "Guarantor": "patient",
    "InsSubNum": "inssub",
    "NextAptNum": "appointment",
    "Op": "operatory",
    "OperatoryNum": "operatory",
    "OperatoryType": "definition",
    "PatNum": "patient",
    "PlanNum": "insplan",
    "PlannedAptNum": "appointment",
    "PriProv": "provider",
    "ProcCat": "definition",
    "ProvDentist": "provider",
    "ProvHyg": "provider",
    "ProvHygienist": "provider",
    "ProvNum": "provider",
    "RecallStatus": "definition",
    "RecallTypeNum": "recalltype",
    "ScheduleNum": "schedule",
    "SecProv": "provider",
    "SecUserNumEntry": "userod",
    "SiteNum": "site",
    "Specialty": "definition",
    "Subscriber": "patient",
    "SuperFamily": "patient",
    "UnschedStatus": "definition",
}
"""Column -> the table whose row it names, in whichever table it stands; 0 names none."""

LINKED = {
    enums.DefLinkType.Patient: "patient",
    enums.DefLinkType.AppointmentType: "appointmenttype",
    enums.DefLinkType.Operatory: "operatory",
    enums.DefLinkType.BlockoutType: "definition",
    enums.DefLinkType.RecallType: "recalltype",
}
"""LinkType of a deflink -> the table whose row its FKey names."""

CATEGORIES = {
    "BillingType": enums.DefCat.BillingTypes,
    "BlockoutType": enums.DefCat.BlockoutTypes,
    "CommType": enums.DefCat.CommLogTypes,
    "Confirmed": enums.DefCat.ApptConfirmed,
    "Dx": enums.DefCat.Diagnosis,
    "OperatoryType": enums.DefCat.OperatoryTypes,
    "ProcCat": enums.DefCat.ProcCodeCats,
    "RecallStatus": enums.DefCat.RecallUnschedStatus,
    "Specialty": enums.DefCat.ProviderSpecialties,
    "UnschedStatus": enums.DefCat.RecallUnschedStatus,
}
"""Column -> the category of the definition it names."""

CHOICES: dict[tuple[str, str], type[IntEnum]] = {
    ("appointment", "AptStatus"): enums.AptStatus,
    ("appointment", "Priority"): enums.AptPriority,
    ("appointmenttype", "RequiredProcCodesNeeded"): enums.RequiredProcCodes,
    ("apptfielddef", "FieldType"): enums.ApptFieldType,
    ("asapcomm", "FKeyType"): enums.AsapKeyType,
    ("asapcomm", "ResponseStatus"): enums.AsapResponse,
    ("asapcomm", "SmsSendStatus"): enums.SmsSendStatus,
    ("commlog", "CommSource"): enums.CommSource,
    ("commlog", "Mode_"): enums.CommMode,
    ("commlog", "SentOrReceived"): enums.CommSentOrReceived,
    ("definition", "Category"): enums.DefCat,
    ("deflink", "LinkType"): enums.DefLinkType,
    ("eservicelog", "EServiceAction"): enums.EServiceAction,
    ("eservicelog", "EServiceType"): enums.EServiceType,
    ("patplan", "Relationship"): enums.Relationship,
    ("patient", "PatStatus"): enums.PatStatus,
    ("patient", "Gender"): enums.Gender,
    ("patient", "Position"): enums.Position,
    ("patient", "PreferConfirmMethod"): enums.ContactMethod,
    ("patient", "PreferContactMethod"): enums.ContactMethod,
    ("patient", "PreferRecallMethod"): enums.ContactMethod,
    ("patient", "TxtMsgOk"): enums.TxtMsgOk,
    ("procedurecode", "TreatArea"): enums.TreatArea,
    ("procedurecode", "PaintType"): enums.PaintType,
    ("procedurecode", "SubstOnlyIf"): enums.SubstOnlyIf,
    ("procedurelog", "ProcStatus"): enums.ProcStatus,
    ("provider", "ProvStatus"): enums.ProvStatus,
    ("recall", "Priority"): enums.AptPriority,
    ("schedule", "SchedType"): enums.SchedType,
    ("schedule", "Status"): enums.SchedStatus,
}
SECTION_OF = {table: section for section, table in SECTIONS.items()}
NO_DATES = ("", "0001-01-01", "0001-01-01 00:00", "0001-01-01 00:00:00")
"""How a file may write that there is no date."""
DATES = frozenset(
    """Birthdate DateFirstVisit AdmitDate SecDateEntry SchedDate ProcDate DateEntryC DateTP DateOriginalProsth DateDue
    DatePrevious DisableUntilDate OrthoAutoNextClaimDate""".split()
)
MOMENTS = frozenset(
    """AptDateTime DateTStamp SecDateTEntry SecDateTEdit DateTimeArrived DateTimeSeated DateTimeDismissed
    DateTimeAskedToArrive CommDateTime DateTEntry DateTimeEntry DateTimeExpire DateTimeSmsScheduled DateTimeSmsSent
    DateTimeOrig LogDateTime DateTimeStart DateTimeStop""".split()
)
STAMPS = {
    "DateTStamp": "today 00:00",
    "SecDateTEntry": "today 00:00",
    "SecDateTEdit": "today 00:00",
    "DateTEntry": "today 00:00",
    "SecDateEntry": "today",
    "DateTimeStart": "today 00:00:01",
}
"""When a row was made or last changed, unless it says so itself: at midnight before the office opened.

A subscription was last polled a second later, so that what the practice begins with is not told as news.
"""
UNIQUE = {"procedurecode": ("ProcCode",), "preference": ("PrefName",)}
"""What no two rows share."""
REQUIRED = {
    "apisubscription": ("EndPointUrl",),
    "apptfield": ("AptNum", "FieldName"),
    "apptfielddef": ("FieldName",),
    "asapcomm": ("FKey", "FKeyType", "PatNum", "DateTimeEntry"),
    "carrier": ("CarrierName",),
    "definition": ("Category", "ItemName"),
    "deflink": ("DefNum", "FKey", "LinkType"),
    "eservicelog": ("LogDateTime", "EServiceType", "EServiceAction"),
    "provider": ("Abbr",),
    "operatory": ("OpName",),
    "schedule": ("SchedDate",),
    "procedurecode": ("ProcCode",),
    "appointmenttype": ("AppointmentTypeName",),
    "appointmentrule": ("RuleDesc", "CodeStart", "CodeEnd"),
    "patient": ("LName", "FName"),
    "appointment": ("PatNum", "AptDateTime"),
    "procedurelog": ("PatNum", "CodeNum", "ProcDate"),
    "patplan": ("PatNum", "InsSubNum"),
    "inssub": ("PlanNum", "Subscriber"),
    "commlog": ("PatNum", "CommDateTime"),
    "recall": ("PatNum", "RecallTypeNum"),
    "recalltype": ("Description",),
    "userod": ("UserName",),
    "preference": ("PrefName",),
    "fee": ("FeeSched", "CodeNum", "Amount"),
    "proccodenote": ("CodeNum", "ProvNum", "ProcTime"),
    "scheduleop": ("ScheduleNum", "OperatoryNum"),
    "providercliniclink": ("ProvNum", "ClinicNum"),
    "site": ("Description",),
    "employer": ("EmpName",),
    "feesched": ("Description",),
}
"""What a row cannot do without."""


_WHOLE = re.compile(r"-?\d{1,17}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00(?::00)?", re.ASCII)


def schema() -> str:
    return (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")


@cache
def columns_of() -> dict[str, dict[str, str]]:
    """Table -> column -> SQL type, the key first."""
    db = connect()
    db.executescript(schema())
    tables = {
        table: {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")} for table in SECTIONS.values()
    }
    db.close()
    return tables


def key_of(table: str) -> str:
    """The column that numbers a table's rows."""
    return next(iter(columns_of()[table]))


def read_cell(table: str, column: str, text: str) -> Any:
    """A written value that is no date, as the column keeps it. Raises ValueError saying what it should be."""
    kind = CHOICES.get((table, column))
    if kind:
        return _chosen(kind, text)
    read = OWN_READERS.get((table, column)) or READERS.get(column) or BY_TYPE[columns_of()[table][column]]
    return read(text)


def read_whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def _number(text: str) -> float:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text!r} is no number")
    return float(text)


def read_flag(text: str) -> int:
    if text.lower() not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return int(text.lower() == "true")


def _time(text: str) -> str:
    if not _TIME_OF_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no time of day; write 09:00")
    return text if len(text) == 8 else f"{text}:00"


def read_color(text: str) -> int:
    parts = [read_whole(part.strip()) for part in text.split(",")]
    if len(parts) != 3 or not all(0 <= part <= 255 for part in parts):
        raise ValueError(f"{text!r} is no colour; write R,G,B")
    return argb(*parts)


def _pattern(text: str) -> str:
    if text and not pattern.is_pattern(text):
        raise ValueError(f"{text!r} is no pattern; X is the provider's time, / the assistant's")
    return text


def _chosen(kind: type[IntEnum], text: str) -> int:
    names = enums.by_wire_name(kind)
    if _WHOLE.fullmatch(text) and int(text) in {member.value for member in kind}:
        return int(text)
    if text not in names:
        raise ValueError(f"{text!r} is none of {', '.join(names)}")
    return int(names[text])


BY_TYPE: dict[str, Callable[[str], Any]] = {"INTEGER": read_whole, "REAL": _number, "TEXT": str}
"""How a column of this SQL type is written, unless its name says more."""

_FLAGS = """IsHidden IsSecondary UsingTIN SigOnFile IsNotPerson IsHiddenReport IsHygiene SetProspective IsWebSched
IsEnabled NoBillIns IsProsth IsTaxed IsCanadianLab IsRadiology AreaAlsoToothRange IsMedical Premed TimeLocked
IsNewPatient IsMirrored IsPending HideGraphics IsLocked IsDateProsthEst IsDisabled AppendToSpecial"""
READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_FLAGS.split(), read_flag),
    **dict.fromkeys(("ProvColor", "AppointmentTypeColor", "ColorOverride", "ItemColor"), read_color),
    **dict.fromkeys(("StartTime", "StopTime"), _time),
    **dict.fromkeys(("Pattern", "PatternSecondary", "ProcTime", "TimePattern", "TimePatternOverride"), _pattern),
}
"""How a column of this name is written, in whichever table."""
OWN_READERS: dict[tuple[str, str], Callable[[str], Any]] = {
    ("procedurelog", "ProcTime"): _time,
    ("procedurelog", "ProcTimeEnd"): _time,
    ("recall", "RecallInterval"): recall.read_interval,
    ("recalltype", "DefaultInterval"): recall.read_interval,
}
"""How a column of this table is written, whatever its name means elsewhere."""
