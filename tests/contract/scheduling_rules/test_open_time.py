"""Open time as Slots tells it, quirks included (source 3.1)."""

from __future__ import annotations

import pytest

from support.days import DAY, free, hours, visits


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *[(status, "08:00-09:00 09:20-12:00") for status in "Scheduled Complete Broken PtNote PtNoteCompleted".split()],
        *[(status, "08:00-12:00") for status in "UnschedList Planned".split()],
    ],
)
def test_what_is_on_the_unscheduled_list_or_planned_takes_no_time(practice_office, status, expected):
    """(source 3.1)"""
    assert free(practice_office(hours("8-12") + visits("9-9:20", AptStatus=status))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ProvHyg": 1, "ProvNum": 2}, "08:00-09:00 10:00-12:00"),
        ({"ProvHyg": 1, "ProvNum": 2, "IsHygiene": "false"}, "08:00-09:00 10:00-12:00"),
        ({"ProvNum": 2}, "08:00-12:00"),
        ({"Op": 2}, "08:00-09:00 10:00-12:00"),
        ({"Op": 0}, "08:00-09:00 10:00-12:00"),
        ({"ClinicNum": 3}, "08:00-09:00 10:00-12:00"),
    ],
)
def test_a_provider_is_taken_as_dentist_or_hygienist_wherever_it_is(practice_office, fields, expected):
    """(source 3.1)"""
    office = practice_office(
        "clinics:\n  - {ClinicNum: 3, Description: South}\nproviders:\n  - {ProvNum: 2, Abbr: DOC2}\n"
        "operatories:\n  - {OperatoryNum: 2, OpName: Room 2}\n" + hours("8-12") + visits("9-10", mark="/", **fields)
    )

    assert free(office) == expected


def test_blockouts_holidays_and_employees_play_no_part(practice_office):
    """(source 3.1)"""
    office = practice_office(
        "definitions:\n  - {DefNum: 71, Category: BlockoutTypes, ItemName: Lunch, ItemValue: NS}\n"
        + hours("8-12")
        + """
  - {SchedDate: today+40, SchedType: Blockout, BlockoutType: 71, StartTime: "09:00", StopTime: "10:00",
     operatories: [1]}
  - {SchedDate: today+40, SchedType: Practice, Status: Holiday}
  - {SchedDate: today+40, SchedType: Employee, StartTime: "06:00", StopTime: "20:00"}
  - {SchedDate: today+40, SchedType: WebSchedASAP, StartTime: "06:00", StopTime: "20:00", operatories: [1]}
"""
    )

    assert free(office) == "08:00-12:00"


TWO_ROOMS = "operatories:\n  - {OperatoryNum: 2, OpName: Room 2}\n"


@pytest.mark.parametrize(
    ("practice", "op", "expected"),
    [
        pytest.param(hours("8-10") + hours("11-12", ops="[2]"), 2, "11:00-12:00", id="only what is linked to it"),
        pytest.param(hours("8-10") + hours("11-12", ops="[2]"), 0, "08:00-10:00 11:00-12:00", id="0 asks for none"),
        pytest.param(hours("8-12", ops="[1, 2]"), 2, "08:00-12:00", id="linked to it among others"),
        pytest.param(hours("8-12", ops=""), 1, "", id="linked to none, though it is the provider's own"),
        pytest.param(hours("8-12", ops=""), 0, "08:00-12:00", id="linked to none, none asked for"),
        pytest.param(hours("8-12") + visits("9-10", Op=2), 1, "08:00-09:00 10:00-12:00", id="taken in another"),
    ],
)
def test_with_an_operatory_only_schedules_linked_to_it_count_and_all_appointments(
    practice_office, practice, op, expected
):
    """(source 3.1)"""
    assert free(practice_office(TWO_ROOMS + practice), OpNum=op) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("21.4", "08:00-09:00 10:00-12:00"), ("22.1", "08:00-12:00"), ("22.2", "08:00-09:00 10:00-12:00")],
)
def test_only_22_1_looked_at_the_appointments_of_the_operatory_alone(practice_office, version, expected):
    """(source 3.1)"""
    office = practice_office(TWO_ROOMS + hours("8-12") + visits("9-10", Op=2), version=version)

    assert free(office, OpNum=1) == expected


@pytest.mark.parametrize(
    ("schedule", "taken", "expected"),
    [
        pytest.param("8-12 12-17", "", "08:00-17:00", id="touching schedules are one"),
        pytest.param("8-12 10-13", "", "08:00-13:00", id="overlapping ones too"),
        pytest.param("8-12 13-17", "", "08:00-12:00 13:00-17:00", id="a break stays one"),
        pytest.param("8:04-11:58", "", "08:00-11:55", id="hours are floored to five minutes"),
        pytest.param("8-12", "9:03-9:23", "08:00-09:00 09:20-12:00", id="appointments too"),
        pytest.param("8-12", "8-12", "", id="nothing is left"),
        pytest.param("8-12", "7-8:30 11:30-13", "08:30-11:30", id="over the edges"),
        pytest.param("8-12", "9-10 9:30-10:30", "08:00-09:00 10:30-12:00", id="two at a time"),
        pytest.param("20-24", "", "", id="a run up to midnight is lost"),
        pytest.param("20-24", "21-22", "20:00-21:00", id="with what came before it told"),
        pytest.param("20-23:55", "", "20:00-23:55", id="a run up to five minutes before is not"),
        pytest.param("0-0:05 8-9", "", "08:00-09:00", id="the day's first five minutes alone are lost"),
        pytest.param("0-0:10", "", "00:00-00:10", id="ten are not"),
        pytest.param("20-23", "22-24:20", "20:00-23:00", id="past midnight blocks nothing"),
        pytest.param("20-23", "22-24", "20:00-23:00", id="up to midnight neither"),
    ],
)
def test_free_runs_of_five_minutes_quirks_included(practice_office, schedule, taken, expected):
    """(source 3.1)"""
    assert free(practice_office(hours(schedule) + visits(taken))) == expected


@pytest.mark.parametrize(("least", "expected"), [(0, 2), (60, 2), (61, 1), (120, 1), (121, 0)])
def test_runs_as_long_as_asked_for_are_told_and_shorter_ones_are_not(practice_office, least, expected):
    """(source 3.1)"""
    office = practice_office(hours("8-9 10-12"))

    assert len(office.read("appointments/Slots", date=DAY, lengthMinutes=least)) == expected


@pytest.mark.parametrize(
    ("operatories", "op", "expected"),
    [
        pytest.param("ProvDentist: 2, ItemOrder: 2", 0, [11, 11], id="the dentist's own"),
        pytest.param("ProvHygienist: 2, ItemOrder: 2", 0, [11, 11], id="the hygienist's own"),
        pytest.param("ProvHygienist: 2, ItemOrder: 2, IsHidden: true", 0, [11, 11], id="a hidden one too"),
        pytest.param("ItemOrder: 2", 0, [12, 12], id="else the first linked on a day, which sticks"),
        pytest.param("ProvDentist: 2, ItemOrder: 2", 12, [12], id="the one asked for"),
    ],
)
def test_a_slot_names_an_operatory(practice_office, operatories, op, expected):
    """(source 3.1)"""
    office = practice_office(
        "providers:\n  - {ProvNum: 2, Abbr: DOC2}\n"
        f"operatories:\n  - {{OperatoryNum: 11, OpName: Own, {operatories}}}\n"
        "  - {OperatoryNum: 12, OpName: Other, ItemOrder: 4}\n  - {OperatoryNum: 13, OpName: Third, ItemOrder: 3}\n"
        + hours("8-9", provider=2, ops="[12, 13]")
        + hours("8-9", provider=2, ops="[13]", day="today+41")
    )

    rows = office.read("appointments/Slots", ProvNum=2, dateStart=DAY, dateEnd="2026-04-12", OpNum=op)
    assert [row["OpNum"] for row in rows] == expected


def test_a_slot_names_the_first_of_two_own_operatories_and_else_none(practice_office):
    """(source 3.1)"""
    office = practice_office(
        "providers:\n  - {ProvNum: 2, Abbr: DOC2}\n  - {ProvNum: 3, Abbr: DOC3}\n"
        "operatories:\n  - {OperatoryNum: 11, OpName: Late, ItemOrder: 9, ProvDentist: 2}\n"
        "  - {OperatoryNum: 12, OpName: Early, ItemOrder: 8, ProvHygienist: 2}\n"
        + hours("8-9", provider=2, ops="")
        + hours("8-9", provider=3, ops="")
    )

    assert [office.read("appointments/Slots", date=DAY, ProvNum=who)[0]["OpNum"] for who in (2, 3)] == [12, 0]


def test_slots_come_by_day_and_time_both_days_included_and_none_is_cut_at_now(practice_office):
    """(source 3.1)"""
    days = [hours("13-14 8-9", day=f"today+{away}") for away in (42, 40, 41)]
    office = practice_office("".join(days))

    for now in ("2026-03-02 07:00:00", f"{DAY} 16:00:00"):
        office.set_clock(now)
        rows = office.read("appointments/Slots", dateStart=DAY, dateEnd="2026-04-12")
        assert [row["DateTimeStart"][8:16] for row in rows] == ["11 08:00", "11 13:00", "12 08:00", "12 13:00"]
