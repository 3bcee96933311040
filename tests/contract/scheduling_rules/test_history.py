"""History and time stamps, and how each list is filtered and ordered."""

from __future__ import annotations

import pytest

NINE = "2026-03-05 09:00:00"
PRACTICE = """
clinics:
  - {ClinicNum: 3, Description: South}
definitions:
  - {DefNum: 50, Category: ApptConfirmed, ItemName: Arrived, ItemOrder: 5}
procedurecodes:
  - {CodeNum: 9, ProcCode: D0100, AbbrDesc: First}
  - {CodeNum: 2, ProcCode: D0120, AbbrDesc: PerEx}
operatories:
  - {OperatoryNum: 5, OpName: Hidden, ItemOrder: -2, IsHidden: true}
  - {OperatoryNum: 2, OpName: Last, ItemOrder: 9}
appointmenttypes:
  - {AppointmentTypeNum: 7, AppointmentTypeName: Late, ItemOrder: 0}
  - {AppointmentTypeNum: 4, AppointmentTypeName: Hidden, ItemOrder: 5, IsHidden: true}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def history(office, *names, **query):
    return [tuple(row[name] for name in names) for row in office.read("histappointments", **query)]


# History.


def test_history_keeps_the_row_as_it_was_after_each_change(office):
    """(source 10.1)"""
    office.book(AptDateTime=NINE)
    changes = [
        ("08:00", "", {"Pattern": "XX", "PatternSecondary": "//"}),
        ("08:01", "", {"Priority": "ASAP"}),
        ("08:02", "/Confirm", {"defNum": 50}),
        ("08:03", "/Note", {"Note": "Called"}),
        ("08:04", "", {"AptDateTime": "2026-03-06 10:00:00", "Op": 2}),
        ("08:05", "", {"AptStatus": "Complete"}),
    ]
    for now, path, body in changes:
        office.set_clock(f"2026-03-02 {now}:00")
        assert office.put(f"appointments/1{path}", body).status_code == 200

    names = ("HistApptAction", "HistDateTStamp", "Pattern", "Priority", "confirmed", "Note", "AptDateTime", "AptStatus")
    last = "2026-03-06 10:00:00"
    stamps = [f"2026-03-02 {now}:00" for now in ("07:00", *(now for now, _, _ in changes))]
    assert history(office, *names, AptNum=1) == [
        ("Created", stamps[0], "/XX/", "Normal", "Unconfirmed", "", NINE, "Scheduled"),
        ("Changed", stamps[1], "XX", "Normal", "Unconfirmed", "", NINE, "Scheduled"),
        ("Changed", stamps[2], "XX", "ASAP", "Unconfirmed", "", NINE, "Scheduled"),
        ("Changed", stamps[3], "XX", "ASAP", "Arrived", "", NINE, "Scheduled"),
        ("Changed", stamps[4], "XX", "ASAP", "Arrived", "Called", NINE, "Scheduled"),
        ("Changed", stamps[5], "XX", "ASAP", "Arrived", "Called", last, "Scheduled"),
        ("Changed", stamps[6], "XX", "ASAP", "Arrived", "Called", last, "Complete"),
    ]


def test_planned_and_scheduled_plans_are_created_each(office):
    """(source 10.1)"""
    number = office.post("procedurelogs", {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP",
                                           "procCode": "D0120"}).json["ProcNum"]  # fmt: skip
    office.post("appointments/Planned", {"PatNum": 1, "procNums": [number]})
    office.post("appointments/SchedulePlanned", {"AptNum": 1, "AptDateTime": NINE, "ProvNum": 1, "Op": 1})

    assert history(office, "AptNum", "HistApptAction", "AptStatus", "ProcDescript") == [
        (1, "Created", "Planned", "PerEx"),
        (2, "Created", "Scheduled", "PerEx"),
    ]


@pytest.mark.parametrize(
    "body",
    [{}, {"Note": ""}, {"AptDateTime": NINE, "Op": 1, "Pattern": "/XX/", "ProvNum": 1, "AptStatus": "Scheduled"}],
    ids=["nothing", "one equal field", "many equal fields"],
)
def test_a_change_that_changes_nothing_is_neither_stamped_nor_kept(office, body):
    """(source 10.2)"""
    office.book(AptDateTime=NINE)
    office.set_clock("2026-03-02 08:00:00")

    assert office.put("appointments/1", body).json["DateTStamp"] == "2026-03-02 07:00:00"
    assert history(office, "HistApptAction") == [("Created",)]


def test_a_change_is_stamped_and_the_entry_never_changes(office):
    """(source 10.2)"""
    office.book(AptDateTime=NINE)
    office.set_clock("2026-03-02 08:00:00")

    changed = office.put("appointments/1", {"Note": "a", "SecUserNumEntry": 4}).json

    assert (changed["DateTStamp"], changed["SecDateTEntry"]) == ("2026-03-02 08:00:00", "2026-03-02 07:00:00")
    assert changed["SecUserNumEntry"] == 0


# Lists.

BOOK = (
    PRACTICE
    + """
appointments:
  - {AptNum: 9, PatNum: 1, AptDateTime: 2026-03-05 00:00, Op: 1, ClinicNum: 3, DateTStamp: 2026-03-01 10:00:00}
  - {AptNum: 3, PatNum: 2, AptDateTime: 2026-03-05 23:59:59, Op: 2, DateTStamp: 2026-03-01 10:00:01}
  - {AptNum: 8, PatNum: 1, AptDateTime: 2026-03-05 09:00, Op: 2, AptStatus: Broken}
  - {AptNum: 2, PatNum: 1, AptDateTime: 2026-03-05 09:00, AptStatus: UnschedList, AppointmentTypeNum: 7}
  - {AptNum: 5, PatNum: 1, AptDateTime: 2026-03-04 00:00, AptStatus: Planned}
  - {AptNum: 6, PatNum: 1, AptDateTime: 2026-03-06 00:00, Op: 1, AptStatus: PtNote}
  - {AptNum: 7, PatNum: 1, AptDateTime: 2026-03-07 08:00, Op: 1, AptStatus: Complete}
"""
)


@pytest.mark.parametrize("path", ["appointments", "appointments/WebSched"])
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [5, 9, 2, 8, 3, 6, 7]),
        ({"date": "2026-03-05"}, [9, 2, 8, 3]),
        ({"dateStart": "2026-03-05", "dateEnd": "2026-03-06"}, [9, 2, 8, 3, 6]),
        ({"dateStart": "2026-03-06"}, [6, 7]),
        ({"dateEnd": "2026-03-04"}, [5]),
        ({"DateTStamp": "2026-03-01 10:00:01"}, [5, 2, 8, 3, 6, 7]),
        ({"DateTStamp": "2026-03-02 00:00:01"}, []),
        ({"ClinicNum": 3}, [9]),
        ({"ClinicNum": 0}, [5, 2, 8, 3, 6, 7]),
        ({"Limit": 2, "Offset": 1}, [9, 2]),
    ],
)
def test_appointments_of_all_statuses_come_by_time_and_number(practice_office, path, query, numbers):
    """(source 10.7)"""
    assert [row["AptNum"] for row in practice_office(BOOK).read(path, **query)] == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"PatNum": 2}, [3]),
        ({"AptStatus": "Planned"}, [5]),
        ({"AptStatus": "UnschedList"}, [2]),
        ({"Op": 2}, [8, 3]),
        ({"AppointmentTypeNum": 7}, [2]),
        ({"PatNum": 1, "Op": 1, "dateStart": "2026-03-06"}, [6, 7]),
    ],
)
def test_appointments_are_narrowed_further(practice_office, query, numbers):
    """(source 10.7)"""
    assert [row["AptNum"] for row in practice_office(BOOK).read("appointments", **query)] == numbers


@pytest.mark.parametrize(
    ("version", "query", "numbers"),
    [
        ("21.1", {"PatNum": 2}, 7),
        ("21.4", {"PatNum": 2}, 1),
        ("22.3", {"AptStatus": "Planned"}, 7),
        ("22.4", {"AptStatus": "Planned"}, 1),
        ("23.1", {"Op": 2}, 7),
        ("23.2", {"Op": 2}, 2),
    ],
)
def test_a_filter_that_an_office_is_too_old_for_filters_nothing(practice_office, version, query, numbers):
    """(source 10.7)"""
    assert len(practice_office(BOOK, version=version).read("appointments", **query)) == numbers


def test_web_sched_says_true_and_false_with_a_capital(practice_office):
    """(source 10.7)"""
    office = practice_office(BOOK)
    office.put("appointments/9", {"IsHygiene": "true"})

    rows = {row["AptNum"]: row["IsHygiene"] for row in office.read("appointments/WebSched", date="2026-03-05")}
    assert rows == {9: "True", 2: "False", 8: "False", 3: "False"}


def test_what_changes_after_a_list_was_read_is_on_the_next(office):
    """(source 10.7)"""
    office.book(AptDateTime=NINE)
    (row,) = office.read("appointments")

    office.put("appointments/1", {"Note": "In the same second"})

    assert [r["Note"] for r in office.read("appointments", DateTStamp=row["serverDateTime"])] == ["In the same second"]


ROWS = (
    BOOK
    + """
providers:
  - {ProvNum: 8, Abbr: FIRST, ItemOrder: -1, IsHidden: true}
  - {ProvNum: 4, Abbr: LAST, ItemOrder: 9}
schedules:
  - {ScheduleNum: 800, SchedDate: 2026-05-02, StartTime: "13:00", StopTime: "14:00", ProvNum: 1, operatories: [5, 2]}
  - {ScheduleNum: 801, SchedDate: 2026-05-01, StartTime: "08:00", StopTime: "14:00", ProvNum: 1, operatories: [1]}
  - {ScheduleNum: 799, SchedDate: 2026-05-02, StartTime: "08:00", StopTime: "14:00", ProvNum: 4, operatories: [1]}
patients:
  - {PatNum: 7, LName: Zander, FName: Anna, DateTStamp: 2026-03-01 10:00:00}
  - {PatNum: 5, LName: Mander, FName: Joanna, PatStatus: Deleted}
  - {PatNum: 6, LName: Anders, FName: Bert}
insplans:
  - {PlanNum: 1}
inssubs:
  - {InsSubNum: 1, PlanNum: 1, Subscriber: 7}
patplans:
  - {PatPlanNum: 6, PatNum: 7, InsSubNum: 1}
  - {PatPlanNum: 4, PatNum: 6, InsSubNum: 1}
procedurelogs:
  - {ProcNum: 3, PatNum: 1, CodeNum: 2, ProcDate: 2026-03-01, AptNum: 8, ClinicNum: 3,
     DateTStamp: 2026-03-01 10:00:00}
  - {ProcNum: 5, PatNum: 1, CodeNum: 2, ProcDate: 2026-02-01, ProcStatus: D, DateTStamp: 2026-03-01 10:00:01}
  - {ProcNum: 4, PatNum: 2, CodeNum: 9, ProcDate: 2026-03-02}
recalltypes:
  - {RecallTypeNum: 9, Description: Late}
  - {RecallTypeNum: 3, Description: Early}
recalls:
  - {RecallNum: 9, PatNum: 1, RecallTypeNum: 9, DateDue: 2026-01-01}
  - {RecallNum: 2, PatNum: 2, RecallTypeNum: 3, DateDue: 2026-02-01}
"""
)


@pytest.mark.parametrize(
    ("path", "key", "query", "numbers"),
    [
        ("operatories", "OperatoryNum", {}, [1, 2, 5]),
        ("appointmenttypes", "AppointmentTypeNum", {}, [4, 7]),
        ("scheduleops", "OperatoryNum", {"ScheduleNum": 800}, [5, 2]),
        ("schedules", "ScheduleNum", {"dateStart": "2026-05-01", "dateEnd": "2026-05-02"}, ["799", "801", "800"]),
        ("patients/Simple", "PatNum", {}, [1, 2, 6, 7]),
        ("patients/Simple", "PatNum", {"LName": "ANDER"}, [6, 7]),
        ("patients/Simple", "PatNum", {"FName": "nn"}, [7]),
        ("patients/Simple", "PatNum", {"DateTStamp": "2026-03-01 10:00:01"}, [1, 2, 6]),
        ("patients/Simple", "PatNum", {"DateTStamp": "2026-03-01 10:00:00"}, [1, 2, 6, 7]),
        ("patplans", "PatPlanNum", {}, [4, 6]),
        ("procedurelogs", "ProcNum", {}, [5, 4, 3]),
        ("procedurelogs", "ProcNum", {"PatNum": 1}, [5, 3]),
        ("procedurelogs", "ProcNum", {"AptNum": 8}, [3]),
        ("procedurelogs", "ProcNum", {"ClinicNum": 0}, [5, 4]),
        ("procedurelogs", "ProcNum", {"DateTStamp": "2026-03-01 10:00:01"}, [5, 4]),
        ("procedurecodes", "CodeNum", {}, [2, 9]),
        ("providers", "ProvNum", {}, [1, 4, 8]),
        ("recalls", "RecallNum", {}, [2, 9]),
        ("recalltypes", "RecallTypeNum", {}, [3, 9]),
    ],
)
def test_each_list_has_its_order_and_its_filters(practice_office, path, key, query, numbers):
    """(source 10.7)"""
    assert [row[key] for row in practice_office(ROWS).read(path, **query)] == numbers


def test_history_and_asap_messages_come_in_the_order_they_were_made_in(office):
    """(source 10.7)"""
    later = office.book(AptDateTime="2026-03-09 09:00:00", Priority="ASAP")["AptNum"]
    sooner = office.book(AptDateTime="2026-03-06 09:00:00", Priority="ASAP")["AptNum"]
    for number, at in ((later, "10:00"), (sooner, "09:00")):
        body = {"op": 2, "aptNum": number, "dateTimeStart": f"2026-03-05 {at}:00"}
        assert office.post("asapcomms", body).status_code == 200
    office.set_clock("2026-03-03 07:00:00")

    assert history(office, "HistApptNum", "AptNum") == [(1, later), (2, sooner)]
    rows = office.read("asapcomms", dateStart="2026-03-02")
    assert [(row["AsapCommNum"], row["FKey"]) for row in rows] == [(1, later), (2, sooner)]
