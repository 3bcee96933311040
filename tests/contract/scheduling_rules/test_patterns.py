"""Patterns: how long an appointment lasts, and what its procedures make of that."""

from __future__ import annotations

import pytest

DAY = "2026-04-11"
NINE = f"{DAY} 09:00:00"
A_LONG_DAY = """
schedules:
  - {SchedDate: today+40, ProvNum: 1, StartTime: "06:00", StopTime: "20:00", operatories: [1]}
"""
CODES = """
preferences:
  AppointmentTimeIncrement: 5
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
procedurecodes:
  - {CodeNum: 1, ProcCode: X, ProcTime: X}
  - {CodeNum: 2, ProcCode: XX, ProcTime: XX}
  - {CodeNum: 3, ProcCode: SXS, ProcTime: /X/}
  - {CodeNum: 4, ProcCode: SXXS, ProcTime: /XX/}
  - {CodeNum: 5, ProcCode: SSXXXS, ProcTime: //XXX/}
  - {CodeNum: 6, ProcCode: SSS, ProcTime: ///}
  - {CodeNum: 7, ProcCode: XSX, ProcTime: /X/X/}
  - {CodeNum: 8, ProcCode: BLANK, ProcTime: ""}
"""


@pytest.fixture
def typed(practice_office):
    """Makes an office with appointment type 1 of the given codes, and books it; answers the pattern."""

    def pattern(codes: str, practice: str = CODES, **fields: object) -> str:
        kind = f'appointmenttypes:\n  - {{AppointmentTypeNum: 1, AppointmentTypeName: T, CodeStr: "{codes}"}}\n'
        return practice_office(practice + kind).book(AptDateTime=NINE, AppointmentTypeNum=1, **fields)["Pattern"]

    return pattern


def free(office):
    """What Slots tells of the day."""
    slots = office.read("appointments/Slots", date=DAY)
    return [f"{slot['DateTimeStart'][11:16]}-{slot['DateTimeEnd'][11:16]}" for slot in slots]


@pytest.mark.parametrize("pattern", ["XXXX", "////", "/XX/"])
def test_the_providers_time_and_the_assistants_both_take_the_operatory(practice_office, pattern):
    """(source 1.1)"""
    office = practice_office(A_LONG_DAY + "preferences:\n  ApptsAllowOverlap: 0\n")

    office.book(AptDateTime=NINE, Pattern=pattern)

    assert free(office) == ["06:00-09:00", "09:20-20:00"]
    late = {"PatNum": 2, "Op": 1, "AptDateTime": f"{DAY} 09:15:00"}
    assert office.refusal("POST", "appointments", late)[0] == 400
    office.book(PatNum=2, AptDateTime=f"{DAY} 09:20:00")


def test_a_mark_is_five_minutes_and_nine_hours_are_the_most(practice_office):
    """(source 1.2)"""
    office = practice_office(A_LONG_DAY)

    booked = office.book(AptDateTime=NINE, Pattern="X" * 109)

    assert booked["Pattern"] == "X" * 108
    assert free(office) == ["06:00-09:00", "18:00-20:00"]
    assert office.put("appointments/1", {"Pattern": "X"}).json["Pattern"] == "X"
    assert free(office) == ["06:00-09:00", "09:05-20:00"]


def test_the_secondary_pattern_lengthens_nothing_and_meets_nobody(practice_office):
    """(source 1.3)"""
    office = practice_office(
        A_LONG_DAY
        + "appointmentrules:\n  - {RuleDesc: All, CodeStart: A, CodeEnd: Z, IsEnabled: true}\n"
        + CODES
        + "appointmenttypes:\n  - {AppointmentTypeNum: 1, AppointmentTypeName: T, Pattern: '////', CodeStr: X}\n"
    )
    asked = {"AptDateTime": NINE, "AppointmentTypeNum": 1, "PatternSecondary": "XXXX"}

    for patient in (1, 2):
        assert office.book(PatNum=patient, **asked)["PatternSecondary"] == "XXXX"

    assert free(office) == ["06:00-09:00", "09:20-20:00"]


@pytest.mark.parametrize(
    ("increment", "of_the_code"), [("5", "/X/"), ("10", "//XX//"), ("15", "///XXX///"), ("", "//XX//")]
)
def test_codes_are_timed_in_marks_of_the_book_and_types_in_five_minutes(practice_office, increment, of_the_code):
    """(source 1.4, 1.5)"""
    preference = f"preferences:\n  AppointmentTimeIncrement: {increment}\n" if increment else ""
    office = practice_office(
        preference
        + "procedurecodes:\n  - {CodeNum: 1, ProcCode: D0120}\n"
        + "appointmenttypes:\n  - {AppointmentTypeNum: 1, AppointmentTypeName: By code, CodeStr: D0120}\n"
        + "  - {AppointmentTypeNum: 2, AppointmentTypeName: By pattern, Pattern: /X/, CodeStr: D0120}\n"
    )

    assert [code["ProcTime"] for code in office.read("procedurecodes")] == ["/X/"]
    assert office.read("preferences", PrefName="AppointmentTimeIncrement")[0]["ValueString"] == (increment or "10")
    assert office.book(AptDateTime=NINE, AppointmentTypeNum=1)["Pattern"] == of_the_code
    assert office.book(AptDateTime=NINE, AppointmentTypeNum=2)["Pattern"] == "/X/"


def test_codes_that_take_no_time_make_one_slash(typed):
    """(source 1.5)"""
    assert typed("BLANK") == "/"


@pytest.mark.parametrize(
    ("increment", "pattern", "minutes"),
    [(5, "", 30), (10, "", 30), (15, "", 45), (5, "/X/", 15), (10, "/X/", 30), (15, "/X/", 45)],
)
def test_a_recall_without_a_pattern_takes_half_an_hour_or_three_quarters(practice_office, increment, pattern, minutes):
    """(source 1.6)"""
    office = practice_office(
        f"preferences:\n  AppointmentTimeIncrement: {increment}\n"
        f'recalltypes:\n  - {{RecallTypeNum: 1, Description: Prophy, TimePattern: "{pattern}"}}\n'
        "recalls:\n  - {RecallNum: 1, PatNum: 1, RecallTypeNum: 1, DateDue: today}\n"
    )

    office.post("asapcomms", {"op": 1, "recallNum": 1, "dateTimeStart": NINE})

    (held,) = office.read("schedules", date=DAY, SchedType="WebSchedASAP")
    assert (held["StartTime"], held["StopTime"]) == ("09:00:00", f"09:{minutes}:00")


@pytest.mark.parametrize(
    ("codes", "pattern"),
    [
        ("X,XX", "XXX"),
        ("SXS,SXS,SXXS,SXXS", "/XXXXXX/"),
        ("SSXXXS,SXS", "//XXXX/"),
        ("SXS,SSXXXS", "//XXXX/"),
        ("SSS,SXS", "///X/"),
        ("SXS,SSS", "///X/"),
        ("SSS", "///"),
        ("XSX,X", "/X/XX/"),
        ("BLANK,XX", "XX"),
        (",".join(["SXXS"] * 19), "/" + "X" * 38),
        (",".join(["SXXS"] * 20), "/" + "X" * 38),
    ],
)
def test_procedures_fuse_into_one_pattern(typed, codes, pattern):
    """(source 1.7)"""
    assert typed(codes) == pattern


def test_the_cut_of_a_fused_pattern_counts_marks_of_the_book(typed):
    """(source 1.7)"""
    practice = CODES.replace("Increment: 5", "Increment: 10")

    assert typed(",".join(["SXXS"] * 20), practice) == "//" + "X" * 76


OWN_TIMES = """
preferences:
  AppointmentTimeIncrement: 5
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, ProcTime: X}
  - {CodeNum: 2, ProcCode: D1110, ProcTime: X, IsHygiene: true}
proccodenotes:
  - {CodeNum: 1, ProvNum: 1, ProcTime: XX}
  - {CodeNum: 1, ProvNum: 2, ProcTime: XXX}
  - {CodeNum: 2, ProvNum: 1, ProcTime: XXXX}
  - {CodeNum: 2, ProvNum: 2, ProcTime: XXXXX}
"""


@pytest.mark.parametrize(
    ("code", "providers", "marks"),
    [
        ("D0120", {"ProvNum": 1}, 2),
        ("D0120", {"ProvNum": 2}, 3),
        ("D0120", {"ProvNum": 1, "ProvHyg": 2}, 2),
        ("D1110", {"ProvNum": 1}, 4),
        ("D1110", {"ProvNum": 1, "ProvHyg": 2}, 5),
        ("D1110", {"ProvNum": 1, "ProvHyg": 2, "IsHygiene": "true"}, 5),
    ],
)
def test_a_providers_own_time_for_a_code_wins_and_hygiene_is_the_hygienists(typed, code, providers, marks):
    """(source 1.8)"""
    assert typed(code, OWN_TIMES, **providers) == "X" * marks


def test_without_a_time_of_ones_own_the_codes_holds(typed):
    """(source 1.8)"""
    assert typed("D0120", OWN_TIMES.partition("proccodenotes")[0]) == "X"


@pytest.mark.parametrize(
    ("minutes", "pattern"), [("", "//////"), ("45", "/////////"), ("12", "//"), ("3", "/"), ("0", "/XX/")]
)
def test_without_procedures_a_plan_is_as_long_as_the_office_says_in_five_minute_marks(
    practice_office, minutes, pattern
):
    """(source 1.9)"""
    length = f"  AppointmentWithoutProcsDefaultLength: {minutes}\n" if minutes else ""
    office = practice_office(f"preferences:\n  ApptsRequireProc: 0\n  AppointmentTimeIncrement: 15\n{length}")

    assert office.post("appointments/Planned", {"PatNum": 1}).json["Pattern"] == pattern


TWO_TYPES = (
    CODES
    + """
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Short, CodeStr: X}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Long, CodeStr: "X,SSXXXS"}
"""
)


@pytest.mark.parametrize(("locked", "shown", "after"), [(0, "false", "//XXXX/"), (1, "true", "X")])
def test_a_locked_time_is_not_computed_anew(practice_office, locked, shown, after):
    """(source 1.10)"""
    office = practice_office(TWO_TYPES.replace("preferences:", f"preferences:\n  AppointmentTimeIsLocked: {locked}"))

    booked = office.book(AptDateTime=NINE, AppointmentTypeNum=1)
    assert (booked["TimeLocked"], booked["Pattern"]) == (shown, "X")

    changed = office.put("appointments/1", {"AppointmentTypeNum": 2}).json
    assert (changed["TimeLocked"], changed["Pattern"]) == (shown, after)


def test_twenty_minutes_are_booked_where_nothing_says_how_long(office):
    """(source 1.11)"""
    assert office.book(AptDateTime=NINE)["Pattern"] == "/XX/"


def test_an_office_that_wants_procedures_plans_nothing_without_but_books_it(practice_office):
    """(source 1.12)"""
    strict_about_procedures = practice_office("preferences:\n  ApptsRequireProc: 1\n")

    assert strict_about_procedures.refusal("POST", "appointments/Planned", {"PatNum": 1}) == (
        400,
        "procNums or AppointmentTypeNum is required.",
    )
    strict_about_procedures.book(AptDateTime=NINE)
    assert (
        practice_office("preferences:\n  ApptsRequireProc: 0\n").post("appointments/Planned", {"PatNum": 1}).status_code
        == 201
    )
