"""Appointment rules: procedures that want their provider alone, and when an office looks."""

from __future__ import annotations

import pytest

from support.db import database

DAY = "2026-03-03"
CROWNS = "appointmentrules:\n  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}\n"
PRACTICE = """
preferences:
  AppointmentTimeIncrement: 5
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
providers:
  - {ProvNum: 2, Abbr: DOC2}
  - {ProvNum: 3, Abbr: HYG1, IsSecondary: true}
procedurecodes:
  - {CodeNum: 1, ProcCode: D2700, AbbrDesc: Inlay}
  - {CodeNum: 2, ProcCode: D2799, AbbrDesc: Temp}
  - {CodeNum: 3, ProcCode: D2699, AbbrDesc: Before}
  - {CodeNum: 4, ProcCode: D2800, AbbrDesc: After}
  - {CodeNum: 5, ProcCode: D2740, AbbrDesc: Crn}
  - {CodeNum: 6, ProcCode: d2750, AbbrDesc: Small}
  - {CodeNum: 7, ProcCode: D3310, AbbrDesc: Root}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Inlay, CodeStr: D2700}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Temp, CodeStr: D2799}
  - {AppointmentTypeNum: 3, AppointmentTypeName: Before, CodeStr: D2699}
  - {AppointmentTypeNum: 4, AppointmentTypeName: After, CodeStr: D2800}
  - {AppointmentTypeNum: 5, AppointmentTypeName: Crown, CodeStr: D2740}
  - {AppointmentTypeNum: 6, AppointmentTypeName: Small, CodeStr: d2750}
  - {AppointmentTypeNum: 7, AppointmentTypeName: Root and crown, CodeStr: "D3310,D2740"}
"""
CROWN, ROOT_AND_CROWN = 5, 7
REFUSED = "Not allowed to double book: Crowns"


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE + CROWNS)


def asked(at="09:00", **fields):
    """Twenty minutes of patient 2 with provider 1 in operatory 2, all of them the provider's."""
    return {"PatNum": 2, "Op": 2, "ProvNum": 1, "AptDateTime": f"{DAY} {at}:00", "Pattern": "XXXX", **fields}


def attempt(office, at="09:00", **fields):
    """What an office says to a booking; nothing, if it takes it."""
    response = office.post("appointments", asked(at, **fields))
    return "" if response.status_code == 201 else response.json


def crown_at_nine(office, **fields):
    return office.book(**asked(PatNum=1, Op=1, AppointmentTypeNum=CROWN, **fields))["AptNum"]


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_only_an_enabled_rule_refuses(practice_office, enabled):
    """(source 4.1)"""
    office = practice_office(PRACTICE + CROWNS.replace("IsEnabled: true", f"IsEnabled: {enabled}"))
    crown_at_nine(office)

    assert attempt(office) == (REFUSED if enabled == "true" else "")


@pytest.mark.parametrize(
    ("kind", "answer"), [(1, REFUSED), (2, REFUSED), (3, ""), (4, ""), (5, REFUSED), (6, REFUSED), (0, "")]
)
def test_a_rule_covers_its_first_code_its_last_and_all_between_in_any_case(office, kind, answer):
    """(source 4.2)"""
    office.book(**asked(PatNum=1, Op=1))

    assert attempt(office, AppointmentTypeNum=kind) == answer


TWO_RULES = """appointmentrules:
  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}
  - {RuleDesc: Roots, CodeStart: D3300, CodeEnd: D3399, IsEnabled: true}
  - {RuleDesc: Roots again, CodeStart: D3310, CodeEnd: D3310, IsEnabled: true}
"""


def test_the_first_code_that_is_covered_tells_its_first_rule(practice_office):
    """(source 4.2)"""
    office = practice_office(PRACTICE + TWO_RULES)
    office.book(**asked(PatNum=1, Op=1, AppointmentTypeNum=ROOT_AND_CROWN))

    assert attempt(office) == "Not allowed to double book: Roots"


@pytest.mark.parametrize(
    ("standing", "pattern", "at", "answer"),
    [
        pytest.param("XXXX", "XXXX", "09:15", REFUSED, id="X on X"),
        pytest.param("XXXX", "XXXX", "09:20", "", id="X after X"),
        pytest.param("X///", "XXXX", "09:05", "", id="X on the assistant's time"),
        pytest.param("XXXX", "////", "09:00", "", id="the assistant's time on X"),
        pytest.param("/XX/", "X//X", "09:00", "", id="X around X"),
        pytest.param("XXXX", "///X", "08:45", REFUSED, id="a last X on a first"),
    ],
)
def test_only_the_providers_own_time_meets_his_own_time(office, standing, pattern, at, answer):
    """(source 4.3)"""
    crown_at_nine(office, Pattern=standing)

    assert attempt(office, at, Pattern=pattern) == answer


HYGIENE = {"IsHygiene": "true", "ProvHyg": 3}


@pytest.mark.parametrize(
    ("standing", "fields", "answer"),
    [
        ({}, {"Op": 2}, REFUSED),
        ({}, {"Op": 1}, REFUSED),
        ({}, {"ProvNum": 2}, ""),
        ({}, {"ProvNum": 1, "ProvHyg": 3}, REFUSED),
        ({}, HYGIENE, ""),
        (HYGIENE, {}, ""),
        (HYGIENE, HYGIENE, REFUSED),
        (HYGIENE, HYGIENE | {"ProvNum": 2}, REFUSED),
        ({"ProvHyg": 3}, HYGIENE, ""),
        (HYGIENE, {"ProvNum": 3}, REFUSED),
    ],
)
def test_the_provider_is_the_hygienist_where_the_visit_is_for_hygiene_in_any_room(office, standing, fields, answer):
    """(source 4.3)"""
    crown_at_nine(office, **standing)

    assert attempt(office, **fields) == answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        ("Scheduled", REFUSED),
        ("Complete", REFUSED),
        ("PtNote", REFUSED),
        ("PtNoteCompleted", REFUSED),
        ("Broken", ""),
        ("UnschedList", ""),
        ("Planned", ""),
    ],
)
def test_others_count_unless_they_are_broken_or_off_the_book(practice_office, status, answer):
    """(source 4.3)"""
    office = practice_office(
        PRACTICE + CROWNS + f"appointments:\n  - {{PatNum: 1, AptDateTime: {DAY} 09:00, Op: 1, ProvNum: 1, "
        f"Pattern: XXXX, AptStatus: {status}}}\n"
    )

    assert attempt(office, AppointmentTypeNum=CROWN) == answer


def test_codes_of_every_appointment_met_count_and_those_of_others_do_not(practice_office):
    """(source 4.3)"""
    office = practice_office(PRACTICE + CROWNS)
    office.book(**asked("09:00", PatNum=1, Op=1))
    office.book(**asked("09:20", PatNum=1, Op=1, AppointmentTypeNum=CROWN))

    assert attempt(office, "08:40", Pattern="X" * 8) == ""
    assert attempt(office, "08:40", Pattern="X" * 9, Op=1) == REFUSED


@pytest.mark.parametrize(
    ("standing", "new", "answer"),
    [(0, 0, ""), (CROWN, 0, REFUSED), (0, CROWN, REFUSED), (4, 4, ""), (4, CROWN, REFUSED)],
)
def test_one_listed_code_on_either_side_is_enough_and_none_is_none(office, standing, new, answer):
    """(source 4.4)"""
    office.book(**asked(PatNum=1, Op=1, AppointmentTypeNum=standing))

    assert attempt(office, AppointmentTypeNum=new) == answer


def test_a_refused_booking_leaves_nothing_behind(office):
    """(source 4.4)"""
    crown_at_nine(office)
    before = database(office).contents()

    assert attempt(office, AppointmentTypeNum=CROWN) == REFUSED
    assert database(office).contents() == before


MOVABLE = f"""{PRACTICE}{CROWNS}
appointments:
  - {{AptNum: 1, PatNum: 1, AptDateTime: {DAY} 09:00, Op: 1, ProvNum: 1, Pattern: XXXX, procedures: [D2740]}}
  - {{AptNum: 2, PatNum: 1, AptDateTime: {DAY} 11:00, Op: 1, ProvNum: 2, Pattern: XXXX, procedures: [D2740]}}
  - {{AptNum: 3, PatNum: 1, AptDateTime: {DAY} 11:00, Op: 1, ProvHyg: 3, IsHygiene: true, Pattern: XXXX,
     procedures: [D2740]}}
  - {{AptNum: 4, PatNum: 2, AptDateTime: {DAY} 11:00, Op: 2, ProvNum: 1, Pattern: XXXX}}
"""


@pytest.mark.parametrize(
    "change",
    [
        {"AptDateTime": f"{DAY} 09:15:00"},
        {"AptDateTime": f"{DAY} 08:40:00", "Pattern": "XXXXX"},
        {"ProvNum": 2},
        {"ProvHyg": 3, "IsHygiene": "true"},
    ],
    ids=["in time", "by its length", "to another provider", "to a hygienist"],
)
def test_a_move_is_judged_as_a_booking_is(practice_office, change):
    """(source 4.5)"""
    office = practice_office(MOVABLE)
    before = database(office).contents()

    assert office.refusal("PUT", "appointments/4", change) == (400, REFUSED)
    assert database(office).contents() == before


@pytest.mark.parametrize("change", [{"Note": "Hello"}, {"Confirmed": 21}, {"Priority": "ASAP"}, {"ClinicNum": 0}])
def test_a_change_that_moves_nothing_is_not_judged(practice_office, change):
    """(source 4.5)"""
    office = practice_office(
        PRACTICE
        + CROWNS
        + f"""
appointments:
  - {{AptNum: 5, PatNum: 1, AptDateTime: {DAY} 09:00, Op: 1, ProvNum: 1, Pattern: XXXX, procedures: [D2740]}}
  - {{AptNum: 6, PatNum: 2, AptDateTime: {DAY} 09:00, Op: 2, ProvNum: 1, Pattern: XXXX, procedures: [D2740]}}
"""
    )

    assert office.put("appointments/6", change).status_code == 200
    assert office.refusal("PUT", "appointments/6", {"Op": 1}) == (400, REFUSED)


def test_a_return_to_the_book_and_a_planned_visit_are_judged(office):
    """(source 4.5)"""
    parked = crown_at_nine(office, AptStatus="UnschedList")
    planned = office.post("appointments/Planned", {"PatNum": 2, "AppointmentTypeNum": CROWN, "Pattern": "XXXX"}).json
    office.book(**asked())

    assert office.refusal("PUT", f"appointments/{parked}", {"AptStatus": "Scheduled", "Op": 1}) == (400, REFUSED)
    visit = {"AptNum": planned["AptNum"], "AptDateTime": f"{DAY} 09:00:00", "ProvNum": 1, "Op": 1}
    assert office.refusal("POST", "appointments/SchedulePlanned", visit) == (400, REFUSED)


def test_procedures_that_are_put_on_an_appointment_are_not_judged(office):
    """(source 4.5)"""
    office.book(**asked(PatNum=1, Op=1))
    number = office.book(**asked())["AptNum"]

    body = {"PatNum": 2, "ProcDate": DAY, "ProcStatus": "TP", "procCode": "D2740", "AptNum": number}
    assert office.post("procedurelogs", body).status_code == 201


def test_without_rules_anything_goes(practice_office):
    """(source 4.5)"""
    office = practice_office(PRACTICE)
    crown_at_nine(office)

    assert attempt(office, AppointmentTypeNum=CROWN) == ""


@pytest.mark.parametrize(
    ("increment", "pattern", "at", "answer"),
    [
        (5, "/X/X", "09:00", REFUSED),
        (10, "/X/X", "09:00", ""),
        (10, "X/X/", "09:00", REFUSED),
        (15, "/XX/", "09:00", ""),
        (15, "X//X", "09:00", REFUSED),
        (10, "XX", "08:55", ""),
        (10, "XX", "09:15", REFUSED),
        (10, "X", "09:19", REFUSED),
    ],
)
def test_a_book_of_larger_marks_looks_at_the_first_of_each(practice_office, increment, pattern, at, answer):
    """(source 1.5, 4.6)"""
    office = practice_office(PRACTICE.replace("Increment: 5", f"Increment: {increment}") + CROWNS)
    crown_at_nine(office)

    assert attempt(office, at, Pattern=pattern) == answer
