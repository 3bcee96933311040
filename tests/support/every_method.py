"""Every method of the vendor that is simulated: what the vendor says of it, and a call of it that succeeds.

The facts are read from ``contract/vendor_methods.yaml``; the calls below are for the office of ``PRACTICE``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from mockod.vendors.opendental.access.versions import Version
from support.paths import CONTRACT

FACTS = CONTRACT / "vendor_methods.yaml"
PRACTICE = str(FACTS.with_name("one_of_everything.yaml"))


@dataclass(frozen=True)
class Part:
    """A parameter, a body's field or an answer's field, and the versions that brought it and took it away."""

    name: str
    since: str = ""
    until: str = ""
    assumed: bool = False

    def in_version(self, version: Version) -> bool:
        return version.knows(self.since) and not (self.until and version.knows(self.until))


@dataclass(frozen=True)
class Method:
    """What the vendor says of one method."""

    method: str
    path: str
    since: str
    permission: str
    query: tuple[Part, ...] = ()
    body: tuple[Part, ...] = ()
    answer: tuple[Part, ...] = ()
    answers_since: str = ""
    checks_names: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@cache
def methods() -> tuple[Method, ...]:
    """All of them, in the order of the file. Everything in it is read as text."""
    facts = yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    objects = {name: _parts(written) for name, written in facts["objects"].items()}
    return tuple(_method(name, told, objects) for name, told in facts["methods"].items())


@cache
def everywhere() -> tuple[Part, ...]:
    """Query parameters that all methods have."""
    return _parts(yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["everywhere"])


def _method(name: str, told: dict[str, Any], objects: dict[str, tuple[Part, ...]]) -> Method:
    verb, path = name.split(" ")
    return Method(
        verb,
        path,
        told["since"],
        told["permission"],
        _parts(told.get("query", [])),
        _parts(told.get("body", [])),
        objects.get(told.get("answers", ""), ()),
        told.get("answers_since", ""),
        "checks_names" in told,
    )


def _parts(written: list[Any]) -> tuple[Part, ...]:
    """Names, names with versions, and lists of both that several objects share."""
    parts: list[Part] = []
    for part in written:
        if isinstance(part, list):
            parts += _parts(part)
        else:
            told = part if isinstance(part, dict) else {"name": part}
            parts.append(Part(told["name"], told.get("since", ""), told.get("until", ""), "assumed" in told))
    return tuple(parts)


@dataclass(frozen=True)
class Ask:
    """A call that succeeds, and beyond it what later versions brought: name -> a value that changes the answer."""

    path: str
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    newer: dict[str, Any] = field(default_factory=dict)


LATER = "2030-01-01 00:00:00"
_VISIT = {
    "DateTimeArrived": "08:50:00",
    "DateTimeSeated": "09:00:00",
    "DateTimeDismissed": "09:20:00",
    "IsNewPatient": "true",
    "AppointmentTypeNum": 1,
    "colorOverride": "1,2,3",
    "PatternSecondary": "XXXX",
}
_PERSON = {
    "FeeSched": 1,
    "FamFinUrgNote": "Owes",
    "MedicaidID": "M1",
    "EmployerNum": 1,
    "DateFirstVisit": "2020-01-02",
    "Premed": "true",
    "Ward": "W1",
    "PreferRecallMethod": "Email",
    "AdmitDate": "2020-01-02",
    "SuperFamily": 1,
}

ASKS = {
    "GET appointments/{AptNum}": Ask("appointments/1"),
    "GET appointments": Ask(
        "appointments", newer={"PatNum": 2, "AptStatus": "Complete", "Op": 2, "AppointmentTypeNum": 1}
    ),
    "GET appointments/ASAP": Ask("appointments/ASAP", query={"ClinicNum": 0}),
    "GET appointments/Slots": Ask("appointments/Slots", newer={"OpNum": 2}),
    "GET appointments/SlotsWebSched": Ask(
        "appointments/SlotsWebSched", query={"ClinicNum": 1, "defNumApptType": 283, "date": "2026-03-03"}
    ),
    "GET appointments/WebSched": Ask("appointments/WebSched"),
    "POST appointments": Ask(
        "appointments",
        {"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-04 09:00:00", "Pattern": "/XX/"},
        newer={**_VISIT, "Priority": "ASAP", "SecUserNumEntry": 1},
    ),
    "POST appointments/Planned": Ask(
        "appointments/Planned",
        {"PatNum": 1, "procNums": [2], "Pattern": "/XX/"},
        newer={"PatternSecondary": "XXXX"},
    ),
    "POST appointments/SchedulePlanned": Ask(
        "appointments/SchedulePlanned", {"AptNum": 2, "AptDateTime": "2026-03-04 09:00:00", "ProvNum": 1, "Op": 1}
    ),
    "POST appointments/WebSched": Ask(
        "appointments/WebSched",
        {
            "PatNum": 2,
            "DateTimeStart": "2026-03-03 08:00:00",
            "DateTimeEnd": "2026-03-03 08:30:00",
            "ProvNum": 1,
            "OpNum": 1,
            "defNumApptType": 283,
        },
    ),
    "PUT appointments/{AptNum}": Ask(
        "appointments/1", {"Note": "Late"}, newer={**_VISIT, "Priority": "Normal", "UnschedStatus": 92}
    ),
    "PUT appointments/{AptNum}/Break": Ask("appointments/1/Break", {"sendToUnscheduledList": "true"}),
    "PUT appointments/{AptNum}/Note": Ask("appointments/1/Note", {"Note": "Late"}),
    "PUT appointments/{AptNum}/Confirm": Ask("appointments/1/Confirm", {"confirmVal": "None"}, newer={"defNum": 21}),
    "GET appointmenttypes": Ask("appointmenttypes"),
    "GET apptfielddefs": Ask("apptfielddefs"),
    "POST apptfielddefs": Ask("apptfielddefs", {"FieldName": "Mood"}),
    "GET apptfields/{ApptFieldNum}": Ask("apptfields/1"),
    "GET apptfields": Ask("apptfields", query={"AptNum": 1, "FieldName": "Ride"}),
    "POST apptfields": Ask("apptfields", {"AptNum": 1, "FieldName": "Parking", "FieldValue": "No"}),
    "PUT apptfields": Ask("apptfields", {"AptNum": 1, "FieldName": "Ride", "FieldValue": "No"}),
    "PUT apptfields/{ApptFieldNum}": Ask("apptfields/1", {"FieldValue": "No"}),
    "GET asapcomms/{AsapCommNum}": Ask("asapcomms/1"),
    "GET asapcomms": Ask("asapcomms"),
    "POST asapcomms": Ask(
        "asapcomms", {"op": 1, "aptNum": 1, "dateTimeStart": "2026-03-03 10:00:00"}, newer={"recallNum": 1}
    ),
    "GET chartmodules/{PatNum}/ProgNotes": Ask("chartmodules/1/ProgNotes"),
    "GET chartmodules/{PatNum}/PatientInfo": Ask("chartmodules/1/PatientInfo"),
    "GET chartmodules/{PatNum}/PlannedAppts": Ask("chartmodules/1/PlannedAppts"),
    "GET clinics": Ask("clinics"),
    "GET commlogs/{CommlogNum}": Ask("commlogs/1"),
    "GET commlogs": Ask("commlogs", query={"PatNum": 1}, newer={"DateTStamp": LATER}),
    "POST commlogs": Ask("commlogs", {"PatNum": 1, "Note": "Called"}),
    "PUT commlogs/{CommlogNum}": Ask("commlogs/1", {"Note": "Called"}),
    "GET definitions/{DefNum}": Ask("definitions/19"),
    "GET definitions": Ask("definitions", newer={"category": "TxPriorities"}),
    "GET histappointments": Ask("histappointments"),
    "GET employers/{EmployerNum}": Ask("employers/1"),
    "GET employers": Ask("employers"),
    "POST employers": Ask("employers", {"EmpName": "Bolt & Sons"}),
    "PUT employers/{EmployerNum}": Ask("employers/1", {"EmpName": "Bolt & Daughters"}),
    "DELETE employers/{EmployerNum}": Ask("employers/1"),
    "GET operatories/{OperatoryNum}": Ask("operatories/1"),
    "GET operatories": Ask("operatories"),
    "GET patients/{PatNum}": Ask("patients/1"),
    "GET patients": Ask("patients"),
    "GET patients/Simple": Ask(
        "patients/Simple",
        newer={
            "PriProv": 2,
            "Gender": "Male",
            "Position": "Widowed",
            "Guarantor": 2,
            "SuperFamily": 1,
            "EmployerNum": 1,
            "FeeSched": 1,
        },
    ),
    "POST patients": Ask("patients", {"LName": "Neu", "FName": "Nora"}, newer=_PERSON),
    "PUT patients/{PatNum}": Ask("patients/1", {"Email": "erika@example.com"}, newer=_PERSON),
    "GET patplans": Ask("patplans"),
    "POST patplans": Ask("patplans", {"PatNum": 2, "InsSubNum": 1}, newer={"PatID": "P1"}),
    "PUT patplans/{PatPlanNum}": Ask("patplans/1", {"Relationship": "Spouse"}),
    "DELETE patplans/{PatPlanNum}": Ask("patplans/1"),
    "GET preferences": Ask("preferences"),
    "GET procedurecodes/{CodeNum}": Ask("procedurecodes/1"),
    "GET procedurecodes": Ask("procedurecodes", newer={"DateTStamp": LATER}),
    "GET procedurelogs/{ProcNum}": Ask("procedurelogs/1"),
    "GET procedurelogs": Ask(
        "procedurelogs", newer={"AptNum": 1, "ProcStatus": "C", "PlannedAptNum": 2, "ClinicNum": 1, "CodeNum": 2}
    ),
    "POST procedurelogs": Ask(
        "procedurelogs",
        {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D0120"},
    ),
    "PUT procedurelogs/{ProcNum}": Ask("procedurelogs/2", {"ProcFee": "12.00"}),
    "DELETE procedurelogs/{ProcNum}": Ask("procedurelogs/2"),
    "GET providers/{ProvNum}": Ask("providers/1"),
    "GET providers": Ask("providers", newer={"DateTStamp": LATER}),
    "GET recalls": Ask("recalls"),
    "GET recalls/List": Ask("recalls/List"),
    "POST recalls": Ask("recalls", {"PatNum": 1, "RecallTypeNum": 1}),
    "PUT recalls/{RecallNum}": Ask("recalls/1", {"Note": "Called"}),
    "PUT recalls/Status": Ask("recalls/Status", {"PatNum": 2, "recallType": "Prophy", "RecallStatus": 92}),
    "PUT recalls/SwitchType": Ask("recalls/SwitchType", {"PatNum": 2}),
    "GET recalltypes/{RecallTypeNum}": Ask("recalltypes/1"),
    "GET recalltypes": Ask("recalltypes"),
    "GET scheduleops": Ask("scheduleops"),
    "GET schedules/{ScheduleNum}": Ask("schedules/1"),
    "GET schedules": Ask("schedules"),
    "GET subscriptions": Ask("subscriptions"),
    "POST subscriptions": Ask(
        "subscriptions", {"EndPointUrl": "http://localhost:9/", "WatchTable": "Appointment", "PollingSeconds": 60}
    ),
    "PUT subscriptions/{SubscriptionNum}": Ask("subscriptions/1", {"Note": "Nightly"}),
    "DELETE subscriptions/{SubscriptionNum}": Ask("subscriptions/1"),
}
"""Method -> a call of it."""
