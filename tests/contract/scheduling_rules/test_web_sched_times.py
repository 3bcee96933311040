"""What patients are offered online, and that it can be booked (source 3.3, 3.4)."""

from __future__ import annotations

import pytest

from support.days import DAY, clock, hours, minute, told, visits
from support.db import database

GONE = "The reason for your appointment is no longer available.\r\nPlease call us to schedule your appointment."
NO_LONGER = (400, "The requested time slot is no longer available.")


REASONS = """
definitions:
  - {DefNum: 42, Category: WebSchedNewPatApptTypes, ItemName: First Exam}
  - {DefNum: 51, Category: WebSchedExistingApptTypes, ItemName: Cleaning}
  - {DefNum: 52, Category: WebSchedExistingApptTypes, ItemName: Implant, ItemOrder: 1}
  - {DefNum: 71, Category: BlockoutTypes, ItemName: Lunch}
  - {DefNum: 72, Category: BlockoutTypes, ItemName: Surgery}
  - {DefNum: 73, Category: BlockoutTypes, ItemName: Closed, ItemValue: NS}
deflinks:
  - {DefNum: 42, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 42, FKey: 1, LinkType: Operatory}
  - {DefNum: 51, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 51, FKey: 1, LinkType: Operatory}
operatories:
  - {OperatoryNum: 7, OpName: Elsewhere, ItemOrder: 7}
"""


def reasons(pattern="XXXXXX", increment=10, more=""):
    """Reasons 42 and 51 with appointment type 1, in operatory 1."""
    return (
        f"{REASONS}preferences:\n  AppointmentTimeIncrement: {increment}\n"
        f'appointmenttypes:\n  - {{AppointmentTypeNum: 1, AppointmentTypeName: T, Pattern: "{pattern}"{more}}}\n'
    )


def blockout(span, kind, ops="[1]"):
    start, stop = span.split("-")
    linked = f", operatories: {ops}" if ops else ""
    return (
        f"schedules:\n  - {{SchedDate: today+40, SchedType: Blockout, BlockoutType: {kind}, "
        f'StartTime: "{clock(minute(start))}", StopTime: "{clock(minute(stop))}"{linked}}}\n'
    )


def offered(office, **query):
    return told(office.read("appointments/SlotsWebSched", **{"date": DAY} | query))


@pytest.mark.parametrize(
    ("increment", "pattern", "schedule", "taken", "expected"),
    [
        pytest.param(5, "X" * 12, "8-18", visits("9:55-10:10 14:45-15:05"),
                     "08:00-09:00 10:10-11:10 11:00-12:00 12:00-13:00 13:00-14:00 15:05-16:05 16:00-17:00 17:00-18:00",
                     id="an hour, in marks of five"),
        pytest.param(15, "X" * 12, "8-19", visits("8-14:30 14:30-17"), "17:00-18:00 18:00-19:00",
                     id="an hour, in marks of fifteen"),
        pytest.param(10, "//XX//", "8-9", visits("8-8:20 8:30-8:50", Op=7), "08:10-08:40",
                     id="between the provider's own times"),
        pytest.param(10, "////XX//", "9-10", visits("9:10-9:50", Op=7), "", id="nowhere between them"),
        pytest.param(15, "X" * 8, "8-12", "", "08:00-08:45 08:45-09:30 09:20-10:05 10:05-10:50 10:40-11:25",
                     id="a length that fits no mark"),
    ],
)  # fmt: skip
def test_the_vendors_vectors(practice_office, increment, pattern, schedule, taken, expected):
    """(source 3.3)"""
    office = practice_office(reasons(pattern, increment) + hours(schedule) + taken)

    assert offered(office) == expected
    assert offered(office, isNewPatient="true") == expected


def half_hours(practice_office, practice, **query):
    """What is offered to an existing patient in pieces of half an hour."""
    return offered(practice_office(reasons() + practice), **query)


@pytest.mark.parametrize(
    ("links", "refusal"),
    [
        ("  - {DefNum: 52, FKey: 1, LinkType: Operatory}\n", GONE),
        ("  - {DefNum: 52, FKey: 2, LinkType: AppointmentType}\n", GONE),
        ("  - {DefNum: 52, FKey: 1, LinkType: AppointmentType}\n", None),
        (
            "  - {DefNum: 52, FKey: 1, LinkType: AppointmentType}\n  - {DefNum: 52, FKey: 3, LinkType: Operatory}\n",
            None,
        ),
    ],
    ids=["no type", "a hidden type", "no operatory", "a hidden operatory"],
)
def test_a_reason_wants_a_type_and_without_an_operatory_offers_nothing(practice_office, links, refusal):
    """(source 3.3)"""
    office = practice_office(
        reasons()
        + "  - {AppointmentTypeNum: 2, AppointmentTypeName: Hidden, IsHidden: true}\n"
        + "operatories:\n  - {OperatoryNum: 3, OpName: Hidden, IsHidden: true}\n"
        + hours("8-9", ops="[1, 3]")
        + f"deflinks:\n{links}"
    )

    if refusal:
        assert office.refusal("GET", "appointments/SlotsWebSched", date=DAY, defNumApptType=52) == (400, refusal)
    else:
        assert offered(office, defNumApptType=52) == ""


def test_without_a_reason_the_first_of_its_kind_that_has_a_type_counts(practice_office):
    """(source 3.3)"""
    office = practice_office(
        reasons().replace("DefNum: 51, FKey: 1, LinkType: App", "DefNum: 52, FKey: 1, LinkType: App")
        + "deflinks:\n  - {DefNum: 52, FKey: 7, LinkType: Operatory}\n"
        + hours("8-8:30")
        + hours("9-9:30", ops="[7]")
    )

    assert offered(office) == "09:00-09:30"
    assert offered(office, isNewPatient="true") == "08:00-08:30"


def test_a_type_without_a_pattern_lasts_as_long_as_its_codes(practice_office):
    """(source 3.3, 1.7)"""
    office = practice_office(
        reasons("", more=', CodeStr: "D1,D2"')
        + "procedurecodes:\n  - {ProcCode: D1, ProcTime: /X/}\n  - {ProcCode: D2, ProcTime: XX}\n"
        + hours("8-10")
    )

    assert offered(office) == "08:00-08:50 08:50-09:40"


def test_a_type_without_pattern_and_codes_lasts_as_long_as_the_office_says(practice_office):
    """(source 1.9, 3.3)"""
    assert offered(practice_office(reasons("") + hours("8-9"))) == "08:00-08:30 08:30-09:00"


@pytest.mark.parametrize(("provider", "expected"), [("", "08:00-08:30"), ("IsHidden", ""), ("IsNotPerson", "")])
def test_providers_are_persons_and_not_hidden(practice_office, provider, expected):
    """(source 3.3)"""
    flag = f", {provider}: true" if provider else ""
    who = f"providers:\n  - {{ProvNum: 2, Abbr: DOC2{flag}}}\n"

    assert half_hours(practice_office, who + hours("8-8:30", provider=2)) == expected


AROUND = "08:00-08:30 09:30-10:00"
THROUGH = "08:00-08:30 08:30-09:00 09:00-09:30 09:30-10:00"


@pytest.mark.parametrize(
    ("blocked", "ignored", "expected"),
    [
        pytest.param(blockout("8:30-9:30", 71), "", AROUND, id="any blockout"),
        pytest.param(blockout("8:30-9:30", 73), "", AROUND, id="a closed one"),
        pytest.param(blockout("8:30-9:30", 71, ops="[7]"), "", THROUGH, id="one in another operatory"),
        pytest.param(blockout("8:30-9:30", 71, ops=""), "", THROUGH, id="one in no operatory"),
        pytest.param(blockout("8:30-9:30", 71), "72,71", THROUGH, id="one that the office ignores"),
        pytest.param(blockout("8:30-9:30", 73), "71", AROUND, id="one that it does not"),
    ],
)
def test_every_blockout_in_the_operatory_blocks_but_those_that_the_office_ignores(
    practice_office, blocked, ignored, expected
):
    """(source 3.3, 2.10)"""
    preference = f'preferences:\n  WebSchedExistingPatIgnoreBlockoutTypes: "{ignored}"\n' if ignored else ""

    assert half_hours(practice_office, preference + hours("8-10") + blocked) == expected


IMPLANTS = """deflinks:
  - {DefNum: 52, FKey: 1, LinkType: AppointmentType}
  - {DefNum: 52, FKey: 1, LinkType: Operatory}
  - {DefNum: 52, FKey: 72, LinkType: BlockoutType}
"""


@pytest.mark.parametrize(
    ("blocked", "expected"),
    [
        pytest.param("", "", id="where there is none"),
        pytest.param(blockout("8:30-9:30", 72), "08:30-09:00 09:00-09:30", id="inside them"),
        pytest.param(blockout("8:40-9:20", 72), "08:40-09:10", id="wholly inside them"),
        pytest.param(blockout("8:30-9:30", 72, ops="[7]"), "", id="of the same operatory"),
        pytest.param(blockout("8:30-9", 72) + blockout("8-9:30", 71), "", id="not where another blocks"),
    ],
)
def test_a_restricted_reason_is_offered_inside_its_blockouts_alone(practice_office, blocked, expected):
    """(source 3.3)"""
    assert half_hours(practice_office, IMPLANTS + hours("8-10") + blocked, defNumApptType=52) == expected


def test_what_any_reason_is_restricted_to_is_no_longer_ignored_for_others(practice_office):
    """(source 3.3)"""
    ignoring = 'preferences:\n  WebSchedExistingPatIgnoreBlockoutTypes: "71,72"\n'
    practice = hours("8-10") + blockout("8:30-9:30", 72)

    assert half_hours(practice_office, ignoring + practice) == THROUGH
    assert half_hours(practice_office, ignoring + practice + IMPLANTS) == AROUND


@pytest.mark.parametrize(
    ("pattern", "mark", "prevented", "expected"),
    [
        ("XXXXXX", "X", 1, "08:00-08:30 09:30-10:00"),
        ("XXXXXX", "X", 0, THROUGH),
        ("//////", "X", 1, THROUGH),
        ("XXXXXX", "/", 1, THROUGH),
    ],
)
def test_a_provider_is_not_double_booked_unless_the_office_allows_it(
    practice_office, pattern, mark, prevented, expected
):
    """(source 3.3)"""
    office = practice_office(
        reasons(pattern)
        + f"preferences:\n  WebSchedExistingPatDoubleBooking: {prevented}\n"
        + hours("8-10")
        + visits("8:30-9:30", mark=mark, Op=7)
    )

    assert offered(office) == expected


@pytest.mark.parametrize("fields", [{"ProvNum": 2}, {"AptStatus": "Broken"}, {"IsHygiene": "true", "ProvHyg": 2}])
def test_another_provider_a_broken_visit_and_another_hygienist_hold_nobody(practice_office, fields):
    """(source 3.3)"""
    others = "providers:\n  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}\n"

    assert half_hours(practice_office, others + hours("8-10") + visits("8:30-9:30", Op=7, **fields)) == THROUGH


@pytest.mark.parametrize(
    ("status", "codes", "prevented", "expected"),
    [
        ("Scheduled", "[D1]", 0, AROUND),
        ("Scheduled", "[D9]", 0, AROUND),
        ("Scheduled", "[]", 1, THROUGH),
        ("UnschedList", "[D1]", 1, AROUND),
        ("Broken", "[D1]", 1, THROUGH),
    ],
)
def test_where_a_rule_covers_the_reason_procedures_met_decide_alone(
    practice_office, status, codes, prevented, expected
):
    """(source 3.3, 4.3)"""
    office = practice_office(
        reasons(more=", CodeStr: D1")
        + "procedurecodes:\n  - {ProcCode: D1}\n  - {ProcCode: D9}\n"
        + "appointmentrules:\n  - {RuleDesc: Ones, CodeStart: D1, CodeEnd: D1, IsEnabled: true}\n"
        + f"preferences:\n  WebSchedExistingPatDoubleBooking: {prevented}\n"
        + hours("8-10")
        + visits("8:30-9:30", Op=7, AptStatus=status, procedures=codes)
    )

    assert offered(office) == expected


@pytest.mark.parametrize(
    ("practice", "expected"),
    [
        pytest.param(hours("8:05-9", ops="[1]"), "08:10-08:40", id="from the next mark of the book"),
        pytest.param(hours("8-9", ops=""), "08:00-08:30 08:30-09:00", id="linked to none: in the provider's own room"),
        pytest.param("providers:\n  - {ProvNum: 2, Abbr: D}\n" + hours("8-9", provider=2, ops=""), "",
                     id="linked to none: in no other's"),
        pytest.param(hours("8-9", ops="[7]"), "", id="linked to a room that is not the reason's"),
        pytest.param(hours("8-8:30 8:30-9"), "08:00-08:30 08:30-09:00", id="in touching schedules"),
        pytest.param(hours("8-8:20 8:20-8:40"), "", id="but not across them"),
    ],
)  # fmt: skip
def test_schedules_count_in_the_reasons_rooms(practice_office, practice, expected):
    """(source 3.3)"""
    assert half_hours(practice_office, practice) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *[(status, AROUND) for status in "Scheduled Complete Broken PtNote PtNoteCompleted".split()],
        ("UnschedList", THROUGH),
    ],
)
def test_an_appointment_in_the_room_blocks_unless_it_is_on_the_unscheduled_list(practice_office, status, expected):
    """(source 3.3)"""
    practice = hours("8-10") + visits("8:30-9:30", AptStatus=status).replace("ProvNum: 1", "ProvNum: 9")

    assert half_hours(practice_office, "providers:\n  - {ProvNum: 9, Abbr: D9}\n" + practice) == expected


TWO_ROOMS_FOR_IT = """deflinks:
  - {DefNum: 51, FKey: 6, LinkType: Operatory}
operatories:
  - {OperatoryNum: 6, OpName: First, ItemOrder: -1}
providers:
  - {ProvNum: 2, Abbr: DOC2}
"""


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [
        (hours("8-9", ops="[1, 6]"), [("08:00", 1, 6), ("08:30", 1, 6)]),
        (hours("8-8:30", ops="[1, 6]") + hours("8-8:30", provider=2), [("08:00", 1, 6), ("08:00", 2, 1)]),
        (hours("8:30-9") + hours("8-8:30", provider=2), [("08:00", 2, 1), ("08:30", 1, 1)]),
    ],
)
def test_a_time_is_told_once_per_provider_in_the_first_room_that_has_it(practice_office, schedules, expected):
    """(source 3.3)"""
    office = practice_office(reasons() + TWO_ROOMS_FOR_IT + schedules)

    rows = office.read("appointments/SlotsWebSched", date=DAY)
    assert [(row["DateTimeStart"][11:16], row["ProvNum"], row["OpNum"]) for row in rows] == expected


def test_where_there_are_clinics_rooms_of_the_clinic_count(practice_office):
    """(source 3.3)"""
    office = practice_office(
        reasons()
        + "  - {AppointmentTypeNum: 9, AppointmentTypeName: Other}\n"
        + "preferences:\n  EasyNoClinics: 0\nclinics:\n  - {ClinicNum: 3, Description: South}\n"
        + "deflinks:\n  - {DefNum: 51, FKey: 6, LinkType: Operatory}\n"
        + "operatories:\n  - {OperatoryNum: 6, OpName: South, ClinicNum: 3}\n"
        + hours("8-8:30")
        + hours("9-9:30", ops="[6]")
    )

    assert office.refusal("GET", "appointments/SlotsWebSched", date=DAY) == (400, "ClinicNum is required.")
    assert offered(office, ClinicNum=3) == "09:00-09:30"
    assert offered(office, ClinicNum=0) == "08:00-08:30"


def test_of_today_only_what_is_to_come_is_offered_and_of_yesterday_nothing(practice_office):
    """(source 3.3)"""
    office = practice_office(reasons() + hours("8-9:30"))

    assert offered(office) == "08:00-08:30 08:30-09:00 09:00-09:30"
    office.set_clock(f"{DAY} 08:30:00")
    assert offered(office) == "08:30-09:00 09:00-09:30"
    office.set_clock(f"{DAY} 08:31:00")
    assert offered(office) == "09:00-09:30"
    office.set_clock("2026-04-12 07:00:00")
    assert offered(office) == ""


def days_offered(office, **query):
    """The first and the last day on which anything is offered."""
    days = [row["DateTimeStart"][:10] for row in office.read("appointments/SlotsWebSched", **query)]
    return days[0], days[-1]


def test_two_weeks_are_offered_from_today_or_from_the_day_asked_for(practice_office):
    """(source 3.3)"""
    daily = '  - {every: day, from: today-2, to: today+1200, ProvNum: 1, StartTime: "08:00", StopTime: "08:30"}\n'
    office = practice_office(f"{reasons()}schedules:\n{daily}")

    assert days_offered(office) == ("2026-03-02", "2026-03-15")
    assert days_offered(office, dateStart="2026-03-31") == ("2026-03-31", "2026-04-13")
    assert days_offered(office, dateStart="2026-02-28") == ("2026-03-02", "2026-03-13")
    assert days_offered(office, dateEnd="2026-03-02") == ("2026-03-02", "2026-03-02")
    assert office.refusal("GET", "appointments/SlotsWebSched", dateEnd="2026-03-01") == (400, "dateEnd is invalid.")
    assert office.get("appointments/SlotsWebSched", dateEnd="2029-03-05").status_code == 200
    assert office.refusal("GET", "appointments/SlotsWebSched", dateEnd="2029-03-06") == (400, "dateEnd is invalid.")


# Is this exact time free?


def ask(start, end, **fields):
    return {
        "PatNum": 1,
        "DateTimeStart": f"{DAY} {start}:00",
        "DateTimeEnd": f"{DAY} {end}:00",
        "ProvNum": 1,
        "OpNum": 1,
        "defNumApptType": 51,
        **fields,
    }


def test_what_is_offered_can_be_booked_once(practice_office):
    """(source 3.4)"""
    office = practice_office(reasons() + hours("8-9"))

    assert office.post("appointments/WebSched", ask("08:30", "09:00")).status_code == 201
    before = database(office).contents()

    assert offered(office) == "08:00-08:30"
    assert office.refusal("POST", "appointments/WebSched", ask("08:30", "09:00", PatNum=2)) == NO_LONGER
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("taken", "answer"),
    [
        (visits("8:30-8:35", Op=1), 400),
        (visits("8:55-9:30", AptStatus="Complete"), 400),
        (visits("8:00-8:35", AptStatus="Broken"), 400),
        (visits("8-8:30 9-9:30"), 201),
        (visits("8:30-9", AptStatus="UnschedList"), 201),
        (blockout("8:30-8:40", 73), 400),
    ],
    ids=["scheduled", "complete", "broken", "touching", "unscheduled", "a blockout"],
)
def test_a_time_that_something_meets_is_not_free(practice_office, taken, answer):
    """(source 3.4)"""
    office = practice_office(reasons() + hours("8:30-9") + taken)

    assert office.post("appointments/WebSched", ask("08:30", "09:00")).status_code == answer


@pytest.mark.parametrize(
    "asked",
    [
        ask("08:35", "09:05"),
        ask("08:30", "08:50"),
        ask("08:30", "09:00", ProvNum=2),
        ask("08:30", "09:00", OpNum=7),
        ask("06:30", "07:00"),
    ],
    ids=["off the raster", "shorter", "another provider", "another room", "out of hours"],
)
def test_what_is_not_offered_cannot_be_booked(practice_office, asked):
    """(source 3.4)"""
    office = practice_office(reasons() + "providers:\n  - {ProvNum: 2, Abbr: DOC2}\n" + hours("8-10"))
    before = database(office).contents()

    assert office.refusal("POST", "appointments/WebSched", asked) == NO_LONGER
    assert database(office).contents() == before


def test_the_provider_who_was_offered_gets_the_booking_though_another_is_linked_to_the_room(practice_office):
    """(source 9.9)"""
    room = "operatories: [{OperatoryNum: 8, OpName: Room 8, ProvDentist: 2}]\nproviders: [{ProvNum: 2, Abbr: DOC2}]\n"
    link = "deflinks: [{DefNum: 42, FKey: 8, LinkType: Operatory}]\n"
    office = practice_office(reasons("XX") + room + link + hours("8-10", 1, "[8]") + hours("9:20-12", 2, ops=""))
    offer = next(row for row in office.read("appointments/SlotsWebSched", date=DAY, defNumApptType=42)
                 if (row["ProvNum"], row["DateTimeStart"]) == (2, f"{DAY} 09:20:00"))  # fmt: skip

    booked = office.post("appointments/WebSched", {"PatNum": 1, "defNumApptType": 42} | offer)

    assert (booked.status_code, booked.json["ProvNum"], booked.json["Op"]) == (201, 2, 8)
