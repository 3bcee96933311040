"""First visits, appointment types and what Web Sched makes of a booking."""

from __future__ import annotations

import pytest

NEVER = "0001-01-01"
THURSDAY = "2026-03-05"
NINE = f"{THURSDAY} 09:00:00"
PRACTICE = """
clinics:
  - {ClinicNum: 3, Description: South}
  - {ClinicNum: 4, Description: North}
definitions:
  - {DefNum: 72, Category: BlockoutTypes, ItemName: Surgery}
feescheds:
  - {FeeSchedNum: 5, Description: Standard}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 3, Abbr: DOC3, FeeSched: 5}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx}
  - {CodeNum: 2, ProcCode: D0274, AbbrDesc: 4BW}
  - {CodeNum: 3, ProcCode: D9986, AbbrDesc: Missed}
  - {CodeNum: 4, ProcCode: D9987, AbbrDesc: Cancel}
fees:
  - {FeeSched: 5, CodeNum: 1, Amount: 48.5}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Exam, AppointmentTypeColor: "93,54,220", CodeStr: "D0120,D0274"}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Twice, CodeStr: "D0120,D0120", Pattern: "//X//"}
  - {AppointmentTypeNum: 3, AppointmentTypeName: Talk, AppointmentTypeColor: "1,2,3", IsHidden: true, ItemOrder: 1,
     CodeStrRequired: "D0120,D0274", RequiredProcCodesNeeded: AtLeastOne, BlockoutTypes: "72"}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def first_visit(office, patient=1):
    return office.read(f"patients/{patient}")["DateFirstVisit"]


def enter(office, status="TP", day=THURSDAY, code="D0120", **fields):
    body = {"PatNum": 1, "ProcDate": day, "ProcStatus": status, "procCode": code, **fields}
    response = office.post("procedurelogs", body)
    assert response.status_code == 201, response.text
    return response.json


def on_appointment(office, number=1):
    """Code and number of each procedure on an appointment, the oldest first."""
    rows = reversed(office.read("procedurelogs", AptNum=number))
    return [(row["procCode"], row["ProcNum"]) for row in rows]


# First visits.


def test_nobody_is_a_new_patient_unless_it_is_said(office):
    """(source 9.1)"""
    assert office.book(PatNum=2, AptDateTime=NINE)["IsNewPatient"] == "false"
    assert office.book(PatNum=2, AptDateTime=NINE, IsNewPatient="true")["IsNewPatient"] == "true"


def patient_seen(practice_office, day):
    """Patient 9, whose first visit was dated so."""
    return practice_office(
        f"{PRACTICE}patients:\n  - {{PatNum: 9, LName: Seen, FName: Sue, PriProv: 1, DateFirstVisit: {day}}}\n"
    )


@pytest.mark.parametrize(
    ("status", "was", "after"),
    [
        pytest.param("TP", NEVER, THURSDAY, id="a procedure dates a blank one"),
        pytest.param("TP", "2026-03-09", "2026-03-09", id="and no other"),
        pytest.param("EO", NEVER, THURSDAY, id="whatever it is"),
        pytest.param("C", NEVER, THURSDAY, id="a completed one dates a blank one"),
        pytest.param("C", "2026-03-09", THURSDAY, id="one to come"),
        pytest.param("C", "2026-02-23", THURSDAY, id="one of the last seven days"),
        pytest.param("C", "2026-02-22", "2026-02-22", id="and no older one"),
    ],
)
def test_procedures_date_the_first_visit(practice_office, status, was, after):
    """(source 9.2)"""
    office = patient_seen(practice_office, was)

    enter(office, status, PatNum=9)

    assert first_visit(office, 9) == after


@pytest.mark.parametrize("was", [NEVER, "2026-03-09", "2020-01-01"])
def test_a_new_patients_appointment_dates_it_whatever_it_was_and_moves_it(practice_office, was):
    """(source 9.2)"""
    office = patient_seen(practice_office, was)

    office.book(PatNum=9, AptDateTime=NINE, IsNewPatient="true")
    assert first_visit(office, 9) == THURSDAY
    office.put("appointments/1", {"AptDateTime": "2026-03-10 09:00:00"})
    assert first_visit(office, 9) == "2026-03-10"


def test_an_appointment_of_nobody_new_dates_nothing(office):
    """(source 9.2)"""
    office.book(AptDateTime=NINE)
    office.put("appointments/1", {"AptDateTime": "2026-03-10 09:00:00"})

    assert first_visit(office) == NEVER


@pytest.mark.parametrize(("code", "after"), [("D0120", "2026-03-01"), ("D9986", "2026-03-10"), ("D9987", "2026-03-10")])
def test_once_anything_was_completed_but_a_broken_appointments_bill_it_stands(office, code, after):
    """(source 9.2)"""
    enter(office, "C", "2026-03-01", code)

    office.book(AptDateTime="2026-03-10 09:00:00", IsNewPatient="true")

    assert first_visit(office) == after


def test_completing_a_procedure_or_its_appointment_dates_it(office):
    """(source 9.2)"""
    number = enter(office, "TP", "2026-03-12")["ProcNum"]
    assert first_visit(office) == "2026-03-12"
    office.put(f"procedurelogs/{number}", {"ProcStatus": "C", "ProcDate": "2026-03-02"})
    assert first_visit(office) == "2026-03-02"

    office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=1)
    assert first_visit(office, 2) == THURSDAY
    office.put("appointments/1", {"AptStatus": "Complete", "AptDateTime": "2026-03-03 09:00:00"})
    assert first_visit(office, 2) == "2026-03-03"


# Types.


def test_a_type_tells_its_columns(office):
    """(source 9.3)"""
    assert office.read("appointmenttypes")[2] == {
        "AppointmentTypeNum": 3,
        "AppointmentTypeName": "Talk",
        "appointmentTypeColor": "1,2,3",
        "IsHidden": "true",
        "Pattern": "",
        "CodeStr": "",
        "CodeStrRequired": "D0120,D0274",
        "RequiredProcCodesNeeded": "AtLeastOne",
        "BlockoutTypes": "Surgery",
    }


def test_what_a_type_adds_is_planned_today_for_the_day_of_the_visit(office):
    """(source 9.4, 6.8)"""
    office.book(AptDateTime=NINE, AppointmentTypeNum=1, ProvNum=3, ClinicNum=4)

    names = ("ProcStatus", "DateTP", "ProcDate", "ProvNum", "ClinicNum", "ProcFee", "procCode")
    rows = [tuple(row[name] for name in names) for row in reversed(office.read("procedurelogs"))]
    planned = ("TP", "2026-03-02", THURSDAY, 3, 4)
    assert rows == [(*planned, "48.50", "D0120"), (*planned, "0.00", "D0274")]


@pytest.mark.parametrize(
    ("fields", "reused"),
    [
        pytest.param({}, True, id="planned treatment that is nowhere"),
        pytest.param({"status": "C"}, False, id="completed treatment"),
        pytest.param({"status": "EO"}, False, id="another's treatment"),
        pytest.param({"PatNum": 2}, False, id="another patient's"),
        pytest.param({"AptNum": 1}, False, id="what is on another appointment"),
        pytest.param({"PlannedAptNum": 2}, False, id="what another plans"),
        pytest.param({"code": "D9986"}, False, id="another code"),
    ],
)
def test_a_code_is_met_by_planned_treatment_that_is_free_else_by_a_new_procedure(practice_office, fields, reused):
    """(source 9.4)"""
    office = practice_office(
        PRACTICE
        + """
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 14:00, Op: 1, ProvNum: 1}
  - {AptNum: 2, PatNum: 1, AptDateTime: 2026-03-02 00:00, AptStatus: Planned, ProvNum: 1}
"""
    )
    there = enter(office, **{"day": "2026-02-01", **fields})["ProcNum"]

    number = office.book(AptDateTime=NINE, AppointmentTypeNum=1)["AptNum"]

    numbers = dict(on_appointment(office, number))
    assert numbers.keys() == {"D0120", "D0274"}
    assert (numbers["D0120"] == there) is reused
    if reused:
        assert office.read(f"procedurelogs/{there}")["ProcDate"] == THURSDAY


def test_a_code_named_twice_takes_two_procedures_the_one_that_is_there_first(office):
    """(source 9.4)"""
    there = enter(office)["ProcNum"]

    booked = office.book(AptDateTime=NINE, AppointmentTypeNum=2)

    assert on_appointment(office) == [("D0120", there), ("D0120", there + 1)]
    assert (booked["Pattern"], booked["ProcDescript"]) == ("//X//", "PerEx, PerEx")


def test_a_planned_appointments_type_plans(office):
    """(source 9.4)"""
    planned = office.post("appointments/Planned", {"PatNum": 1, "AppointmentTypeNum": 1}).json

    rows = office.read("procedurelogs", PlannedAptNum=planned["AptNum"])
    assert [(row["AptNum"], row["procCode"]) for row in rows] == [(0, "D0274"), (0, "D0120")]
    assert (planned["ProcDescript"], planned["colorOverride"]) == ("PerEx, 4BW", "93,54,220")
    assert first_visit(office) == NEVER


@pytest.mark.parametrize(
    ("kind", "fields", "pattern", "color"),
    [
        (1, {}, "//XXXX//", "93,54,220"),
        (2, {}, "//X//", "0,0,0"),
        (3, {}, "/XX/", "1,2,3"),
        (1, {"Pattern": "X", "colorOverride": "9,9,9"}, "X", "9,9,9"),
        (1, {"AptStatus": "PtNote"}, "/XX/", "0,0,0"),
    ],
)
def test_a_type_gives_length_and_colour_unless_they_are_said(office, kind, fields, pattern, color):
    """(source 9.4)"""
    booked = office.book(AptDateTime=NINE, AppointmentTypeNum=kind, **fields)

    assert (booked["Pattern"], booked["colorOverride"], booked["AppointmentTypeNum"]) == (pattern, color, kind)


def test_a_change_of_type_adds_what_is_missing_and_takes_nothing_away(office):
    """(source 9.4)"""
    office.book(AptDateTime=NINE, AppointmentTypeNum=1)

    changed = office.put("appointments/1", {"AppointmentTypeNum": 2}).json

    assert [code for code, _ in on_appointment(office)] == ["D0120", "D0274", "D0120"]
    assert (changed["ProcDescript"], changed["Pattern"]) == ("PerEx, 4BW, PerEx", "//X//")


def test_no_type_is_a_type_too_and_changes_nothing(office):
    """(source 9.5)"""
    booked = office.book(AptDateTime=NINE, AppointmentTypeNum=1)
    office.set_clock("2026-03-02 08:00:00")

    changed = office.put("appointments/1", {"AppointmentTypeNum": 0}).json

    assert changed == booked | {"AppointmentTypeNum": 0, "DateTStamp": "2026-03-02 08:00:00"}


@pytest.mark.parametrize(("color", "shown"), [("0,0,0", "0,0,0"), ("0,0,1", "0,0,1"), ("255,255,255", "255,255,255")])
def test_no_colour_is_told_as_black(office, color, shown):
    """(source 9.10)"""
    assert office.book(AptDateTime=NINE)["colorOverride"] == "0,0,0"
    assert office.put("appointments/1", {"colorOverride": "7,8,9"}).json["colorOverride"] == "7,8,9"
    assert office.put("appointments/1", {"colorOverride": color}).json["colorOverride"] == shown


# Web Sched.

WEB = """
definitions:
  - {DefNum: 42, Category: WebSchedNewPatApptTypes, ItemName: First Exam}
  - {DefNum: 51, Category: WebSchedExistingApptTypes, ItemName: Check-up}
  - {DefNum: 99, Category: ApptConfirmed, ItemName: Created from Web Sched, ItemOrder: 9}
deflinks:
  - {DefNum: 42, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 42, FKey: 2, LinkType: Operatory}
  - {DefNum: 51, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 51, FKey: 2, LinkType: Operatory}
  - {DefNum: 51, FKey: 3, LinkType: Operatory}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ProvHygienist: 2, ClinicNum: 3, IsHygiene: true}
  - {OperatoryNum: 3, OpName: Room 3}
patients:
  - {PatNum: 9, LName: Web, FName: Wendy, PriProv: 1, SecProv: 2, ClinicNum: 4}
schedules:
  - {SchedDate: 2026-03-05, ProvNum: 3, StartTime: "09:00", StopTime: "09:40", operatories: [2]}
  - {SchedDate: 2026-03-05, ProvNum: 3, StartTime: "10:00", StopTime: "10:40", operatories: [3]}
"""


def web(office, at="09", op=2, reason=51, patient=9):
    response = office.post(
        "appointments/WebSched",
        {
            "PatNum": patient,
            "DateTimeStart": f"{THURSDAY} {at}:00:00",
            "DateTimeEnd": f"{THURSDAY} {at}:40:00",
            "ProvNum": 3,
            "OpNum": op,
            "defNumApptType": reason,
        },
    )
    assert response.status_code == 201, response.text
    return response.json


def test_web_sched_books_by_place_time_and_reason(practice_office):
    """(source 9.9)"""
    office = practice_office(PRACTICE + WEB)

    booked = web(office)

    expected = {
        "PatNum": 9,
        "AptStatus": "Scheduled",
        "Op": 2,
        "AptDateTime": NINE,
        "Pattern": "//XXXX//",
        "ProvNum": 3,
        "ProvHyg": 2,
        "IsHygiene": "true",
        "ClinicNum": 3,
        "Confirmed": 19,
        "TimeLocked": "false",
        "AppointmentTypeNum": 1,
        "colorOverride": "93,54,220",
        "ProcDescript": "PerEx, 4BW",
        "Note": "Appointment Reason: Check-up",
    }
    assert {name: booked[name] for name in expected} == expected


def test_web_sched_takes_no_hygienist_where_none_is_and_the_patients_clinic_where_the_room_has_none(practice_office):
    """(source 9.9)"""
    booked = web(practice_office(PRACTICE + WEB), at="10", op=3)

    assert (booked["ProvNum"], booked["ProvHyg"], booked["IsHygiene"], booked["ClinicNum"]) == (3, 0, "false", 4)


@pytest.mark.parametrize(
    ("reason", "preference", "confirmed"),
    [
        (42, "WebSchedNewPatConfirmStatus: 99", 99),
        (51, "WebSchedExistingPatConfirmStatus: 99", 99),
        (42, "WebSchedExistingPatConfirmStatus: 99", 19),
        (51, "WebSchedExistingPatConfirmStatus: 0", 19),
    ],
)
def test_web_sched_confirms_as_its_kinds_preference_says(practice_office, reason, preference, confirmed):
    """(source 9.9)"""
    office = practice_office(f"{PRACTICE}{WEB}preferences:\n  {preference}\n")

    assert web(office, reason=reason)["Confirmed"] == confirmed


def test_web_sched_locks_the_time_as_the_office_does(practice_office):
    """(source 9.9, 1.10)"""
    office = practice_office(f"{PRACTICE}{WEB}preferences:\n  AppointmentTimeIsLocked: 1\n")

    assert web(office)["TimeLocked"] == "true"


@pytest.mark.parametrize(("reason", "new", "service"), [(42, "true", "NewPat"), (51, "false", "ExistingPat")])
def test_web_sched_tells_new_patients_from_others(practice_office, reason, new, service):
    """(source 9.1, 9.9)"""
    office = practice_office(PRACTICE + WEB)

    assert web(office, reason=reason)["IsNewPatient"] == new
    office.book(AptDateTime="2026-03-06 09:00:00")

    assert [row["eServiceLogType"] for row in office.read("appointments/WebSched")] == [service, "None"]
