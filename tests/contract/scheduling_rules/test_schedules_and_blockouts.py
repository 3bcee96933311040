"""Schedules, blockouts and operatories: how they are told, and which of them stop an appointment."""

from __future__ import annotations

import pytest

DAY = "2026-04-11"
OVERLAP = (400, "Appointment overlaps existing appointment or blockout.")
PRACTICE = """
preferences:
  ApptsAllowOverlap: 0
definitions:
  - {DefNum: 71, Category: BlockoutTypes, ItemName: Lunch, ItemValue: "DC,NS"}
  - {DefNum: 72, Category: BlockoutTypes, ItemName: Surgery, ItemValue: DC}
  - {DefNum: 73, Category: BlockoutTypes, ItemName: Phone}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Implant, BlockoutTypes: "72"}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Talk, BlockoutTypes: "71,73"}
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
  - {OperatoryNum: 3, OpName: Store, IsHidden: true, IsHygiene: true, IsWebSched: true, SetProspective: true}
employees:
  - {EmployeeNum: 5, FName: Ruth}
providers:
  - {ProvNum: 2, Abbr: DOC2}
schedules:
  - {ScheduleNum: 501, SchedDate: today+40, ProvNum: 1, StartTime: "08:00", StopTime: "17:00", operatories: [2, 1]}
  - {ScheduleNum: 502, SchedDate: today+40, SchedType: Blockout, BlockoutType: 71, StartTime: "12:00",
     StopTime: "13:00", operatories: [1]}
  - {ScheduleNum: 503, SchedDate: today+40, SchedType: Blockout, BlockoutType: 72, StartTime: "10:00",
     StopTime: "11:00", operatories: [1]}
  - {ScheduleNum: 504, SchedDate: today+40, SchedType: Blockout, BlockoutType: 71, StartTime: "15:00",
     StopTime: "16:00"}
  - {ScheduleNum: 505, SchedDate: today+41, ProvNum: 2, StartTime: "07:00", StopTime: "09:00"}
  - {ScheduleNum: 506, SchedDate: today+41, SchedType: Practice, Status: Holiday, Note: Founding day}
  - {ScheduleNum: 507, SchedDate: today+42, SchedType: Employee, EmployeeNum: 5, StartTime: "06:00",
     StopTime: "14:00"}
  - {ScheduleNum: 508, SchedDate: today+42, SchedType: WebSchedASAP, StartTime: "09:00", StopTime: "10:00",
     operatories: [1]}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def numbers(rows):
    return [int(row["ScheduleNum"]) for row in rows]


def book(office, at, **fields):
    """Status and text of an attempt to book twenty minutes in operatory 1."""
    response = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": f"{DAY} {at}:00", **fields})
    return response.status_code, response.json if response.status_code >= 400 else ""


BOOKED = (201, "")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("Practice", [506]),
        ("Provider", [505, 501]),
        ("Blockout", [503, 502, 504]),
        ("Employee", [507]),
        ("WebSchedASAP", [508]),
    ],
)
def test_a_schedule_is_one_of_five_kinds(office, kind, found):
    """(source 2.1)"""
    rows = office.read("schedules", dateStart=DAY, dateEnd="2026-04-13", SchedType=kind)

    assert numbers(rows) == found
    assert {row["SchedType"] for row in rows} == {kind}


def test_a_holiday_is_told_without_times_and_takes_no_time_away(office):
    """(source 2.2)"""
    (holiday,) = office.read("schedules", date="2026-04-12", SchedType="Practice")
    shown = ("StartTime", "StopTime", "ProvNum", "BlockoutType", "Note", "operatories")
    assert [holiday[name] for name in shown] == ["00:00:00", "00:00:00", "0", "0", "Founding day", ""]

    (slot,) = office.read("appointments/Slots", date="2026-04-12", ProvNum=2)
    assert (slot["DateTimeStart"], slot["DateTimeEnd"]) == ("2026-04-12 07:00:00", "2026-04-12 09:00:00")
    office.book(AptDateTime="2026-04-12 08:00:00")


def test_a_schedule_is_linked_to_none_or_several_operatories(office):
    """(source 2.4)"""
    assert [link["OperatoryNum"] for link in office.read("scheduleops", ScheduleNum=501)] == [2, 1]
    assert office.read("schedules/501")["operatories"] == "1,2"
    assert office.read("scheduleops", ScheduleNum=504) == []
    assert office.read("schedules/504")["operatories"] == ""


WORKERS = """
providers:
  - {ProvNum: 2, Abbr: DOC2}
  - {ProvNum: 3, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 4, Abbr: HYG2, IsSecondary: true}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ProvDentist: 2, ProvHygienist: 4}
definitions:
  - {DefNum: 51, Category: WebSchedExistingApptTypes, ItemName: Talk}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Talk, Pattern: "////////////"}
deflinks:
  - {DefNum: 51, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 51, FKey: 2, LinkType: Operatory}
"""


def hour(provider, first, last, ops="[2]"):
    return (
        f'  - {{SchedDate: today+40, ProvNum: {provider}, StartTime: "{first:02}:00", StopTime: "{last:02}:00", '
        f"operatories: {ops}}}\n"
    )


@pytest.mark.parametrize(
    ("schedules", "asked", "providers"),
    [
        pytest.param(hour(1, 8, 10), 1, (1, 4), id="the dentist scheduled there, the operatory's own hygienist"),
        pytest.param(hour(1, 8, 10) + hour(3, 8, 10), 1, (1, 3), id="both scheduled there"),
        pytest.param(hour(1, 8, 10) + hour(3, 8, 9), 1, (1, 4), id="a hygienist who has just left"),
        pytest.param(hour(1, 8, 10) + hour(3, 9, 10), 1, (1, 3), id="a hygienist who just begins"),
        pytest.param(hour(1, 8, 10) + hour(3, 8, 10, "[1]"), 1, (1, 4), id="a hygienist elsewhere"),
        pytest.param(hour(1, 8, 10) + hour(2, 8, 10), 2, (2, 4), id="of two dentists the one asked for"),
        pytest.param(hour(3, 8, 10), 3, (2, 3), id="a hygienist alone with the operatory's own dentist"),
    ],
)
def test_who_works_in_a_room_is_who_is_scheduled_there_else_whose_room_it_is(
    practice_office, schedules, asked, providers
):
    """(source 2.7)"""
    office = practice_office(f"{WORKERS}schedules:\n{schedules}")

    booked = office.post(
        "appointments/WebSched",
        {
            "PatNum": 1,
            "DateTimeStart": f"{DAY} 09:00:00",
            "DateTimeEnd": f"{DAY} 10:00:00",
            "ProvNum": asked,
            "OpNum": 2,
            "defNumApptType": 51,
        },
    )

    assert booked.status_code == 201, booked.text
    assert (booked.json["ProvNum"], booked.json["ProvHyg"]) == providers


@pytest.mark.parametrize(("op", "patient", "clinic"), [(1, 3, 7), (2, 3, 8), (2, 1, 8), (1, 1, 0)])
def test_an_appointment_is_in_its_operatorys_clinic_else_in_its_patients(practice_office, op, patient, clinic):
    """(source 2.8)"""
    office = practice_office("""
clinics:
  - {ClinicNum: 7, Description: North}
  - {ClinicNum: 8, Description: South}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ClinicNum: 8}
patients:
  - {PatNum: 3, LName: North, FName: Nora, ClinicNum: 7}
""")

    assert office.book(PatNum=patient, Op=op, AptDateTime=f"{DAY} 09:00:00")["ClinicNum"] == clinic


def test_an_operatory_tells_what_it_is_for_hidden_or_not(office):
    """(source 2.9)"""
    flags = ("IsHidden", "IsHygiene", "IsWebSched", "SetProspective")
    rows = {row["OperatoryNum"]: [row[name] for name in flags] for row in office.read("operatories")}

    assert rows == {1: ["false"] * 4, 2: ["false"] * 4, 3: ["true"] * 4}


def test_a_blockout_that_is_linked_to_no_operatory_blocks_nothing(office):
    """(source 2.10)"""
    assert book(office, "15:00") == BOOKED


@pytest.mark.parametrize(
    ("value", "answer"), [("NS", OVERLAP), ("DC,NS", OVERLAP), ("xNSx", OVERLAP), ("DC", BOOKED), ("ns", BOOKED)]
)
def test_a_blockout_type_says_anywhere_in_its_value_that_nothing_is_scheduled(practice_office, value, answer):
    """(source 2.10)"""
    office = practice_office(PRACTICE.replace('"DC,NS"', f'"{value}"'))

    assert book(office, "12:00") == answer


@pytest.mark.parametrize(
    ("at", "fields", "answer"),
    [
        ("11:40", {}, BOOKED),
        ("11:45", {}, OVERLAP),
        ("12:55", {}, OVERLAP),
        ("13:00", {}, BOOKED),
        ("12:00", {"Op": 2}, BOOKED),
        ("11:55", {"Pattern": "X/"}, OVERLAP),
        ("11:00", {"Pattern": "/" * 36}, OVERLAP),
    ],
)
def test_a_closed_blockout_stops_what_meets_it_by_its_whole_length_in_its_operatory(office, at, fields, answer):
    """(source 2.11)"""
    assert book(office, at, **fields) == answer


@pytest.mark.parametrize(
    ("at", "kind", "answer"),
    [
        pytest.param("10:00", 0, BOOKED, id="any appointment on an open blockout"),
        pytest.param("10:00", 1, BOOKED, id="a type on its own blockout"),
        pytest.param("10:00", 2, OVERLAP, id="a type that belongs on others"),
        pytest.param("09:45", 2, OVERLAP, id="the same, partly"),
        pytest.param("14:00", 2, BOOKED, id="the same on no blockout"),
        pytest.param("12:00", 2, OVERLAP, id="a closed one, though the type belongs there"),
    ],
)
def test_a_type_that_belongs_on_certain_blockouts_stands_on_no_other(office, at, kind, answer):
    """(source 2.11)"""
    assert book(office, at, AppointmentTypeNum=kind) == answer


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"date": DAY}, [501, 503, 502, 504]),
        ({"dateStart": DAY, "dateEnd": "2026-04-12"}, [506, 505, 501, 503, 502, 504]),
        ({"dateStart": "2026-04-12", "dateEnd": "2026-04-13"}, [506, 507, 505, 508]),
        ({"date": DAY, "BlockoutDefNum": 71}, [502, 504]),
        ({"date": "2026-04-12", "ProvNum": 2}, [505]),
        ({"date": "2026-04-12", "ProvNum": 1}, []),
        ({"date": "2026-04-13", "EmployeeNum": 5}, [507]),
        ({"date": DAY, "Limit": 2, "Offset": 1}, [503, 502]),
    ],
)
def test_schedules_of_days_from_first_to_last_come_by_time_of_day_alone(office, query, found):
    """(source 2.13)"""
    assert numbers(office.read("schedules", **query)) == found


def test_a_schedule_in_two_operatories_is_told_once_and_names_its_blockout(office):
    """(source 2.13)"""
    rows = {row["ScheduleNum"]: row for row in office.read("schedules", date=DAY)}

    assert rows["501"]["operatories"] == "1,2"
    assert (rows["502"]["BlockoutType"], rows["502"]["blockoutType"]) == ("71", "Lunch")
    assert (rows["501"]["BlockoutType"], rows["501"]["blockoutType"]) == ("0", "")
