"""Overlaps in one operatory: allowed by default, and what stops them where they are not."""

from __future__ import annotations

import pytest

from support.db import database

DAY = "2026-03-03"
OVERLAP = (400, "Appointment overlaps existing appointment or blockout.")
FORBIDDEN = """
preferences:
  ApptsAllowOverlap: 0
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(FORBIDDEN)


def at(time, **fields):
    """Twenty minutes of patient 2 in operatory 1."""
    return {"PatNum": 2, "Op": 1, "AptDateTime": f"{DAY} {time}:00", **fields}


def answer(office, *call):
    response = office.call(*call)
    return (response.status_code, response.json) if response.status_code >= 400 else (response.status_code, "")


BOOKED, CHANGED = (201, ""), (200, "")


def test_overlaps_are_allowed_unless_the_office_forbids_them(office, practice_office):
    """(source 5.1)"""
    allowing = practice_office("")
    for each in (allowing, office):
        each.book(AptDateTime=f"{DAY} 09:00:00")

    assert answer(allowing, "POST", "appointments", at("09:00")) == BOOKED
    assert answer(office, "POST", "appointments", at("09:00")) == OVERLAP
    assert allowing.read("preferences", PrefName="ApptsAllowOverlap")[0]["ValueString"] == "1"


@pytest.mark.parametrize(
    ("standing", "asked", "expected"),
    [
        ("09:00", "08:40", BOOKED),
        ("09:00", "08:41", OVERLAP),
        ("09:00", "09:19", OVERLAP),
        ("09:00", "09:20", BOOKED),
        ("00:00", "00:00", OVERLAP),
        ("00:00", "00:19", OVERLAP),
        ("00:00", "00:20", BOOKED),
        ("23:59", "23:59", OVERLAP),
        ("23:59", "23:40", OVERLAP),
        ("23:59", "23:39", BOOKED),
    ],
)
def test_two_overlap_from_the_first_minute_that_they_share_to_the_last(office, standing, asked, expected):
    """(source 2.11)"""
    office.book(AptDateTime=f"{DAY} {standing}:00")

    assert answer(office, "POST", "appointments", at(asked)) == expected


def test_where_they_are_allowed_a_blockout_stops_nothing_either(practice_office):
    """(source 5.1)"""
    office = practice_office("""
definitions:
  - {DefNum: 71, Category: BlockoutTypes, ItemName: Lunch, ItemValue: NS}
schedules:
  - {SchedDate: today+1, SchedType: Blockout, BlockoutType: 71, StartTime: "08:00", StopTime: "12:00",
     operatories: [1]}
""")

    assert answer(office, "POST", "appointments", at("09:00")) == BOOKED


@pytest.mark.parametrize(
    ("time", "pattern", "expected"),
    [
        ("09:00", "/XX/", OVERLAP),
        ("09:15", "/XX/", OVERLAP),
        ("08:45", "/XX/", OVERLAP),
        ("08:00", "X" * 36, OVERLAP),
        ("09:05", "X", OVERLAP),
        ("09:15", "/", OVERLAP),
        ("08:40", "/XX/", BOOKED),
        ("09:20", "/XX/", BOOKED),
        ("09:19", "X", OVERLAP),
    ],
)
def test_half_open_times_meet_or_touch(office, time, pattern, expected):
    """(source 5.2, 5.6)"""
    office.book(AptDateTime=f"{DAY} 09:00:00")
    before = database(office).contents()

    assert answer(office, "POST", "appointments", at(time, Pattern=pattern)) == expected
    if expected == OVERLAP:
        assert database(office).contents() == before


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *[(status, OVERLAP) for status in "Scheduled Complete Broken PtNote PtNoteCompleted".split()],
        ("UnschedList", BOOKED),
        ("Planned", BOOKED),
    ],
)
def test_anything_in_the_operatory_is_in_the_way_a_broken_one_too(practice_office, status, expected):
    """(source 5.2)"""
    office = practice_office(
        FORBIDDEN + f"appointments:\n  - {{PatNum: 1, AptDateTime: {DAY} 09:00, Op: 1, AptStatus: {status}}}\n"
    )

    assert answer(office, "POST", "appointments", at("09:00")) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"Op": 2}, BOOKED), ({"AptStatus": "UnschedList"}, BOOKED), ({"AptStatus": "Complete"}, OVERLAP)],
)
def test_another_operatory_or_none_is_free(office, fields, expected):
    """(source 5.2)"""
    office.book(AptDateTime=f"{DAY} 09:00:00")

    assert answer(office, "POST", "appointments", at("09:00", **fields)) == expected


def test_only_appointments_of_the_same_day_are_looked_at(office):
    """(source 5.2)"""
    office.book(AptDateTime="2026-03-02 23:30:00", Pattern="X" * 24)

    assert answer(office, "POST", "appointments", {**at("00:00"), "PatNum": 2}) == BOOKED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"AptDateTime": f"{DAY} 09:25:00"}, CHANGED),
        ({"AptDateTime": f"{DAY} 09:05:00"}, OVERLAP),
        ({"Pattern": "X" * 8}, CHANGED),
        ({"AptDateTime": f"{DAY} 09:15:00", "Op": 2}, CHANGED),
        ({"AptDateTime": f"{DAY} 08:30:00", "Pattern": "X" * 7}, OVERLAP),
        ({"Note": "Hello"}, CHANGED),
    ],
)
def test_a_move_leaves_itself_aside_and_nothing_else(office, change, expected):
    """(source 5.2)"""
    office.book(AptDateTime=f"{DAY} 09:00:00")
    number = office.book(**at("09:20"))["AptNum"]

    assert answer(office, "PUT", f"appointments/{number}", change) == expected


def test_a_broken_one_comes_back_only_to_a_free_place(office):
    """(source 5.2)"""
    broken = office.book(**at("09:00"))["AptNum"]
    office.put(f"appointments/{broken}/Break", {"sendToUnscheduledList": "true"})
    office.book(AptDateTime=f"{DAY} 09:00:00")

    back = {"AptStatus": "Scheduled", "Op": 1}
    assert answer(office, "PUT", f"appointments/{broken}", back) == OVERLAP
    assert answer(office, "PUT", f"appointments/{broken}", back | {"Op": 2}) == CHANGED


@pytest.mark.parametrize(
    ("conduct", "expected"),
    [("faithful", BOOKED), ("strict", (400, "Patient already has an appointment at this time."))],
)
def test_nobody_asks_whether_the_patient_is_in_two_places_but_a_strict_office(practice_office, conduct, expected):
    """(source 5.5)"""
    office = practice_office(
        "operatories:\n  - {OperatoryNum: 2, OpName: Room 2}\n"
        'schedules:\n  - {SchedDate: today+1, ProvNum: 1, StartTime: "08:00", StopTime: "12:00", operatories: [2]}\n',
        conduct=conduct,
    )
    office.book(PatNum=2, AptDateTime=f"{DAY} 09:00:00")

    assert answer(office, "POST", "appointments", at("09:00", Op=2)) == expected
