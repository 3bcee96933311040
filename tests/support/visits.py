"""A practice for visits and their treatment, and short words for asking it."""

from __future__ import annotations

DAY = "2026-03-05"
NINE = f"{DAY} 09:00:00"
PRACTICE = """
clinics:
  - {ClinicNum: 3, Description: South}
sites:
  - {SiteNum: 5, Description: School}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 3, Abbr: DOC2}
  - {ProvNum: 4, Abbr: XRAY}
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx, DefaultNote: All is well.}
  - {CodeNum: 2, ProcCode: D1110, AbbrDesc: Pro, IsHygiene: true}
  - {CodeNum: 3, ProcCode: D0274, AbbrDesc: 4BW, ProvNumDefault: 4, IsHygiene: true}
  - {CodeNum: 8, ProcCode: D9986, AbbrDesc: Missed}
  - {CodeNum: 9, ProcCode: D9987, AbbrDesc: Cancel, ProvNumDefault: 4}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Recall, CodeStr: "D0120,D1110,D0274"}
insplans:
  - {PlanNum: 31, IsMedical: true}
  - {PlanNum: 32}
  - {PlanNum: 33}
  - {PlanNum: 34}
inssubs:
  - {InsSubNum: 1, PlanNum: 31, Subscriber: 3}
  - {InsSubNum: 2, PlanNum: 32, Subscriber: 3}
  - {InsSubNum: 3, PlanNum: 33, Subscriber: 3}
  - {InsSubNum: 4, PlanNum: 34, Subscriber: 3}
patients:
  - {PatNum: 3, LName: Insured, FName: Ina, PriProv: 1, SiteNum: 5}
patplans:
  - {PatNum: 3, Ordinal: 1, InsSubNum: 1}
  - {PatNum: 3, Ordinal: 2, InsSubNum: 3}
"""


def visit(**fields):
    return {"PatNum": 3, "AptDateTime": NINE, "AppointmentTypeNum": 1, "ProvNum": 1, "ProvHyg": 2, **fields}


def show(office, number, *names):
    row = office.read(f"appointments/{number}")
    return tuple(row[name] for name in names)


def procedures(office, *names, **query):
    """Values of procedures, the oldest first."""
    return [tuple(row[name] for name in names) for row in reversed(office.read("procedurelogs", **query))]


def actions(office, number):
    return [row["HistApptAction"] for row in office.read("histappointments", AptNum=number)]


def enter(office, **fields):
    """Enter a planned examination of patient 3 unless said otherwise; answers its number."""
    body = {"PatNum": 3, "ProcDate": "2026-02-01", "ProcStatus": "TP", "procCode": "D0120", **fields}
    response = office.post("procedurelogs", body)
    assert response.status_code == 201, response.text
    return response.json["ProcNum"]


def plan(office, **fields):
    response = office.post("appointments/Planned", {"PatNum": 3, **fields})
    assert response.status_code == 201, response.text
    return response.json


def schedule(office, number, **fields):
    body = {"AptNum": number, "AptDateTime": NINE, "ProvNum": 1, "Op": 1, **fields}
    response = office.post("appointments/SchedulePlanned", body)
    assert response.status_code == 201, response.text
    return response.json
