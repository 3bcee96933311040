"""Practice files: every mistake is told with file and line, and what is right becomes the rows of an office."""

# ruff: noqa: RUF001 - digits and letters of other scripts are meant

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockod import vendors
from mockod.store.connection import connect
from mockod.store.images import FIRST_MONDAY, Images, _moved
from mockod.store.practice_dates import DAYS, Dated, resolve, workday
from mockod.store.practice_file import PracticeError

WEDNESDAY = date(2026, 3, 4)
IMAGES = Images(vendors.practice_loader)
Rows = list[dict[str, Any]]
Read = Callable[..., Rows]


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[str | bytes], str]:
    """Why a practice file is refused, without its name: ``line: reason``."""

    def told(text: str | bytes) -> str:
        path = tmp_path / "bad.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        with pytest.raises(PracticeError) as refused:
            IMAGES.build(str(path), WEDNESDAY)
        name, _, rest = str(refused.value).partition(":")
        assert name == "bad.yaml"
        assert re.match(r"\d+: .", rest)
        return rest

    return told


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The rows of a table, made from the text of a practice file."""

    def rows(text: str | bytes, table: str, today: date = WEDNESDAY) -> Rows:
        path = tmp_path / "good.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return rows_of(IMAGES.build(str(path), today), table)

    return rows


def rows_of(image: bytes, table: str) -> Rows:
    db = connect()
    db.deserialize(image)
    asked = db.execute(f"SELECT * FROM {table} ORDER BY 1")
    names = [column[0] for column in asked.description]
    found = [dict(zip(names, row, strict=True)) for row in asked]
    db.close()
    return found


def patient(fields: str) -> str:
    return f"patients:\n  - {{PatNum: 1, LName: A, FName: B, {fields}}}\n"


def visit(fields: str) -> str:
    return f"patients:\n  - {{PatNum: 1, LName: A, FName: B}}\nappointments:\n  - {{PatNum: 1, {fields}}}\n"


def schedule(fields: str) -> str:
    return f"schedules:\n  - {{{fields}}}\n"


def fee(amount: str) -> str:
    return f"fees:\n  - {{FeeSched: 1, CodeNum: 1, Amount: {amount}}}\n"


# What is no practice at all

NO_PRACTICE = {
    **dict.fromkeys(("", "\n\n", "# only a comment\n", "---\n", "null\n"), "1: a practice is a map of sections"),
    **dict.fromkeys(("hello\n", "5\n", "- {LName: A}\n", '"patients"\n', "[]"), "1: a practice is a map of sections"),
    "patients: hello\n": "1: patients: a section is a list of rows",
    "patients: 0\n": "1: patients: a section is a list of rows",
    "\npatients:\n  - hello\n": "3: patients: a row is a map of fields",
    "patients:\n  - [LName, A]\n": "2: patients: a row is a map of fields",
    "patients:\n  -\n": "2: patients: a row is a map of fields",
    "patients: &all\n  - *all\n": "1: patients: a row is a map of fields",
    "? [a]\n: 1\n": "1: a section is named by a word",
    "? {a: b}\n: []\n": "1: a section is named by a word",
    "patients:\n  - ? [a]\n    : 1\n": "2: a field is named by a word",
    "patients:\n  - ? {a: 1}\n    : 1\n": "2: a field is named by a word",
}
NOT_YAML = {
    "patients:\n\t- {LName: A}\n": 2,
    "patients:\n  - {LName: A, FName: B}\n  -\t{\n": 3,
    "patients:\n  - {LName: A\n": 3,
    "patients: [\n": 2,
    'patients: "\n': 2,
    "patients: *nobody\n": 1,
    "patients: []\n---\npatients: []\n": 2,
    '{"patients": [{"PatNum": 1, }]': 2,
    'patients:\n  - {LName: "\\ud800", FName: B}\n': 2,
    "{a: " * 900: 1,
    "[" * 5000: 1,
    bytes(range(256)): 2,
    b"\0": 1,
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR": 1,
    "patients:\n  - {LName: Ö, FName: B}\n".encode("latin-1"): 2,
    "patients:\n  - {LName: A, FName: B}\n\n  # Zoë\n".encode("latin-1"): 4,
    "patients:\r\n  - {LName: A, FName: Zoë}\r\n".encode("cp1252"): 2,
    b"\xff\xfep\0a\0\n\0\0\xd8": 2,
    'patients:\n  - {LName: "A\x01", FName: B}\n': 2,
    b"SQLite format 3\0\x10\0": 1,
}


@pytest.mark.parametrize(("text", "told"), NO_PRACTICE.items())
def test_what_is_no_practice_is_refused(refusal, text, told):
    assert refusal(text) == told


@pytest.mark.parametrize(("text", "line"), NOT_YAML.items(), ids=lambda value: repr(value)[:40])
def test_what_is_no_yaml_is_refused_where_it_ceases_to_be(refusal, text, line):
    assert refusal(text).startswith(f"{line}: ")


def test_a_file_too_large_is_refused(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b" " * 100_000_001)
    with pytest.raises(PracticeError, match=r"^large\.yaml: larger than 100 MB$"):
        IMAGES.build(str(path), WEDNESDAY)


def test_a_practice_that_is_not_there_is_refused_with_the_names_of_those_that_are(tmp_path):
    with pytest.raises(FileNotFoundError, match="practices: demo, documented, tiny"):
        IMAGES.build(str(tmp_path / "none.yaml"), WEDNESDAY)
    with pytest.raises(FileNotFoundError, match="is a folder; name a practice file in it"):
        IMAGES.build(str(tmp_path), WEDNESDAY)


# Sections, rows and fields

STRUCTURE = {
    "patientz:\n  - {LName: A}\n": "1: 'patientz' is no section of a practice (sections: clinics, definitions,",
    "Patients:\n  - {LName: A}\n": "1: 'Patients' is no section of a practice",
    patient("Lname: C"): "2: patients: 'Lname' is no field of a row here",
    patient("name: C"): "2: patients: 'name' is no field of a row here",
    patient("every: day"): "2: patients: 'every' is no field of a row here",
    patient("procedures: []"): "2: patients: 'procedures' is no field of a row here",
    patient('"": C'): "2: patients: '' is no field of a row here",
    "patients:\n  - PatNum: 1\n    LName: A\n    Fname: B\n": "4: patients: 'Fname' is no field of a row here",
    "patients:\n  LName: A\n": "2: patients: 'name' is no field of a row here",
    patient("LName: C"): "2: LName is given twice",
    "patients:\n  - LName: A\n    FName: B\n    LName: C\n": "4: LName is given twice",
    patient("City: Salem") + "  - {PatNum: 1, LName: C, FName: D}\n": "3: patients: PatNum 1 is given twice",
    patient("City: Salem") + "  - {PatNum: 01, LName: C, FName: D}\n": "3: patients: PatNum 1 is given twice",
    patient("City: Salem") + patient("City: Salem"): "4: patients: PatNum 1 is given twice",
    "preferences:\n  A: 1\n  B: 1\n  A: 2\n": "4: preferences: PrefName 'A' is given twice",
    "preferences:\n  A: 1\npreferences:\n  A: 1\n": "4: preferences: PrefName 'A' is given twice",
    "preferences:\n  - {PrefName: A}\n  - {PrefName: A}\n": "3: preferences: PrefName 'A' is given twice",
    "preferences:\n  - {ValueString: A}\n": "2: preferences: PrefName is missing",
    "preferences:\n  A: [1]\n": "2: preferences: ValueString: a list does not belong here",
    "preferences:\n  A: {b: 1}\n": "2: a field is a text, a number or a list",
    "preferences:\n  ? [a]\n  : 1\n": "2: preferences: PrefName: a list does not belong here",
    "procedurecodes:\n  - {ProcCode: D1}\n  - {ProcCode: D1}\n": "3: procedurecodes: ProcCode 'D1' is given twice",
    "patients:\n  - {}\n": "2: patients: LName is missing",
    "patients:\n  - {LName: A}\n": "2: patients: FName is missing",
    visit("Note: x"): "4: appointments: AptDateTime is missing",
    visit("procedures: [D1]"): "4: appointments: AptDateTime is missing",
    "providers:\n  - {LName: A}\n": "2: providers: Abbr is missing",
    schedule("ProvNum: 1"): "2: schedules: SchedDate is missing",
    fee("1").replace(", Amount: 1", ""): "2: fees: Amount is missing",
    patient("City: [Salem]"): "2: patients: City: a list does not belong here",
    patient("City: [{a: b}]"): "2: patients: City: a list does not belong here",
    patient("City: [[Salem]]"): "2: an item of a list is a text or a map of texts",
    patient("City: {a: b}"): "2: a field is a text, a number or a list",
    patient("<<: {City: Salem}"): "2: a field is a text, a number or a list",
}
REFERENCES = {
    "appointments:\n  - {PatNum: 7, AptDateTime: today}\n": "2: appointments: PatNum: there is no patient 7",
    visit("AptDateTime: today, Op: 9"): "4: appointments: Op: there is no operatory 9",
    visit("AptDateTime: today, Op: -9"): "4: appointments: Op: there is no operatory -9",
    patient("Guarantor: 5"): "2: patients: Guarantor: there is no patient 5",
    patient("BillingType: 5"): "2: patients: BillingType: there is no definition 5",
    schedule("SchedDate: today, ProvNum: 3"): "2: schedules: ProvNum: there is no provider 3",
    schedule("SchedDate: today, operatories: [7]"): "2: scheduleops: OperatoryNum: there is no operatory 7",
    schedule("SchedDate: today, operatories: [one]"): "2: schedules: OperatoryNum: 'one' is no whole number",
    schedule("SchedDate: today, operatories: {a: 1}"): "2: a field is a text, a number or a list",
    fee("1"): "2: fees: FeeSched: there is no feesched 1",
    visit("AptDateTime: today, procedures: [D9]"): "4: appointments: procedures: no procedure code 'D9'",
    visit("AptDateTime: today, procedures: [{tooth: 3}]"): "4: appointments: procedures: no procedure code None",
    visit("AptDateTime: today, procedures: [{code: D9, a: 1}]"): "4: appointments: procedures: 'a' is no field",
    visit("AptDateTime: today, procedures: [[D9]]"): "4: an item of a list is a text or a map of texts",
    visit("AptDateTime: today, procedures: {code: D9}"): "4: a field is a text, a number or a list",
}


@pytest.mark.parametrize(("text", "told"), (STRUCTURE | REFERENCES).items())
def test_a_mistake_is_told_with_its_line(refusal, text, told):
    assert refusal(text).startswith(told)


# Values

NUMBERS = (
    "0",
    "-1",
    "x",
    "1.0",
    "1e3",
    '""',
    "[1]",
    "9" * 19,
    "9" * 400,
    '"١"',
    '"²"',
    "--1",
    "-",
    '" 1"',
    "0x1",
    "1_0",
)
NO_FLAG = ("1", "0", "yes", "on", "y", '""', "[true]", "tr ue", "None")
NO_COLOR = ('"1,2"', '"1,2,3,4"', '"1,2,256"', '"-1,2,3"', '"#ff0000"', "red", '""', "[1, 2, 3]", '"1,,2"', '"٢,2,3"')
NO_PATTERN = ("abc", "xx", '"X X"', '"X/-"', "[X]", "15", "Ｘ")
NO_CHOICE = ("Nope", "scheduled", "99", "-1", '""', '"²"', "[Scheduled]", "Scheduled Complete", "1.0")
NO_AMOUNT = ("nan", ".nan", "NaN", "-nan", "inf", "-Infinity", ".inf", "1e999", "ten", '""', "$5", '"5,00"', "[5]")
NO_TIME = ('"10:75"', '"24:30"', '"123:0"', '"25:00"', '"9:00"', '"09:00:61"', '"24:00:01"', '"0900"', '"-1:00"')
NO_TIME += ('"09:00:00.5"', '"09:00 "', '"09:00 pm"', '""', "[09:00]", '"٠٩:00"', "9", "noon", "today")
NO_MOMENT = ("2026-02-30", "2026-13-01", "2025-02-29", "0000-00-00", "10000-01-01", "26-01-01", "2026-3-2", "20260302")
NO_MOMENT += ("2026-03-02T09:00", "2026-03-02  09:00", "2026-03-02 10:75", "2026-03-02 24:30")
NO_MOMENT += (
    "2026-03-02 24:00",
    "2026-03-02 09:00:60",
    "2026-03-02 123:0",
    "today 10:75",
    "today 24:30",
    "today 123:0",
)
NO_MOMENT += ("today 9", "today 09:00 pm", "today+", "today+999999", "today + 3", "today+3.5", "today+x", "today 3")
NO_MOMENT += (
    "Today",
    "Tomorrow",
    "in 3",
    "3 days",
    "in a week",
    "6 moons ago",
    "in 99999 years",
    "99999 months ago",
    "now",
    "workday+",
    "workday 2",
    "next",
    "next mon",
    "next Monday",
)
NO_MOMENT += (
    "next  monday",
    "next someday",
    "next today",
    "monday",
    "last",
    "09:00",
    '"null"',
    '"~"',
    "[today]",
    "today٣",
)
NO_MOMENT += ("today+٣", "２０２６-03-02", '"today\\ttoday"', "today\u00a009:00", "2026-03-02 0٩:00", "9" * 10_000)


def rows_with(make: Callable[[str], str], prefix: str, values: tuple[str, ...]) -> list[Any]:
    return [pytest.param(make(value), prefix, id=f"{prefix} {value[:30]}") for value in values]


VALUES = [
    *rows_with(lambda v: f"patients:\n  - {{PatNum: {v}, LName: A, FName: B}}\n", "2: PatNum: ", NUMBERS),
    *rows_with(lambda v: patient(f"PriProv: {v}"), "2: patients: PriProv: ", NUMBERS[2:]),
    *rows_with(lambda v: patient(f"Premed: {v}"), "2: patients: Premed: ", NO_FLAG),
    *rows_with(lambda v: f"providers:\n  - {{Abbr: A, ProvColor: {v}}}\n", "2: providers: ProvColor: ", NO_COLOR),
    *rows_with(lambda v: visit(f"AptDateTime: today, Pattern: {v}"), "4: appointments: Pattern: ", NO_PATTERN),
    *rows_with(lambda v: visit(f"AptDateTime: today, AptStatus: {v}"), "4: appointments: AptStatus: ", NO_CHOICE),
    *rows_with(fee, "2: fees: Amount: ", NO_AMOUNT),
    *rows_with(lambda v: schedule(f"SchedDate: today, StartTime: {v}"), "2: schedules: StartTime: ", NO_TIME),
    *rows_with(lambda v: visit(f"AptDateTime: {v}"), "4: appointments: AptDateTime: ", NO_MOMENT),
    *rows_with(lambda v: patient(f"Birthdate: {v}"), "2: patients: Birthdate: ", (*NO_MOMENT, "today 09:00")),
]


@pytest.mark.parametrize(("text", "told"), VALUES)
def test_a_value_that_is_none_is_refused_by_the_name_of_its_field(refusal, text, told):
    assert refusal(text).startswith(told)


EASILY_MISSED = [
    pytest.param(text, told, id=what)
    for text, told, what in (
        ("preferences:\n  - {name: A}\n", "2: preferences: ", "a preference by halves"),
        ("preferences:\n  - {name: A, value: 1, zzz: 3}\n", "2: preferences: ", "a preference with a field too many"),
        (visit("AptDateTime: today, procedures: [{? [a] : D1}]"), "4: ", "a field that is no word"),
        (visit("AptDateTime: today, procedures: D1"), "4: appointments: procedures: ", "a text for a list"),
        (schedule("SchedDate: today, operatories: 7"), "2: schedules: operatories: ", "a number for a list"),
        (
            visit('AptDateTime: "0001-01-01 99:99"'),
            "4: appointments: AptDateTime: ",
            "a time that is none after no date",
        ),
        (patient("Birthdate: 0001-01-01x"), "2: patients: Birthdate: ", "a letter after no date"),
        ("patientz: []\n", "1: ", "an unknown section without rows"),
        (visit("AptDateTime: today").replace("{PatNum: 1, Apt", "{PatNum: 0, Apt"), "4: ", "a visit of nobody"),
        (visit('AptDateTime: today, AptStatus: "١"'), "4: appointments: AptStatus: ", "digits of any script"),
    )
]


@pytest.mark.parametrize(("text", "told"), EASILY_MISSED)
def test_what_could_be_passed_over_is_told(refusal, text, told):
    assert refusal(text).startswith(told)


# Repeated schedules

EVERY = {
    "every: day": "every wants from and to, and no SchedDate",
    "every: day, from: today": "every wants from and to, and no SchedDate",
    "every: day, to: today": "every wants from and to, and no SchedDate",
    "every: day, from: today, to: today, SchedDate: today": "every wants from and to, and no SchedDate",
    "from: today": "from and to belong to every",
    "SchedDate: today, to: today": "from and to belong to every",
    "every: day, from: today, to: today-1": "to lies before from",
    "every: monday, from: next monday, to: last monday": "to lies before from",
    "every: day, from: today, to: today+3661": "more than 3660 days",
    "every: fortnight, from: today, to: today": "every is one of day, weekday, weekday and today, monday,",
    "every: Monday, from: today, to: today": "every is one of day,",
    "every: [day], from: today, to: today": "every is one of day,",
    "every: '', from: today, to: today": "every is one of day,",
    "every: day, from: x, to: today": "'x' is no date",
    "every: day, from: today, to: x": "'x' is no date",
    "every: day, from: today 10:75, to: today": "10:75 is no time of day",
    "every: day, from: [today], to: today": "'' is no date",
    "every: day, from: today, to: today+1, ScheduleNum: 3": "ScheduleNum 3 is given twice",
    "every: day, from: today, to: today+1, StartTime: noon": "StartTime: 'noon' is no time of day",
}


def test_a_repeated_schedule_may_span_ten_years_and_holds_both_its_ends(read):
    days = [row["SchedDate"] for row in read(schedule("every: day, from: today, to: today+3660"), "schedule")]
    assert (len(days), days[0], days[-1]) == (3661, "2026-03-04", "2036-03-11")


@pytest.mark.parametrize(("fields", "told"), EVERY.items())
def test_a_repeated_schedule_is_refused_where_it_cannot_be(refusal, fields, told):
    assert refusal(schedule(fields)).startswith(f"2: schedules: {told}")


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("day", [4, 5, 6, 7, 8, 9]),
        ("weekday", [4, 5, 6, 9]),
        ("weekday and today", [4, 5, 6, 9]),
        ("friday", [6]),
        ("tuesday", []),
    ],
)
def test_a_schedule_is_repeated_on_the_days_it_names(read, every, days):
    text = schedule(f"every: {every}, from: today, to: today+5, operatories: [1, 2]")
    text += "operatories:\n  - {OperatoryNum: 1, OpName: One}\n  - {OperatoryNum: 2, OpName: Two}\n"
    assert [row["SchedDate"] for row in read(text, "schedule")] == [f"2026-03-0{day}" for day in days]
    assert [row["OperatoryNum"] for row in read(text, "scheduleop")] == [1, 2] * len(days)


def test_today_counts_for_a_weekday_even_on_a_sunday(read):
    text = schedule("every: weekday and today, from: today-2, to: today+1")
    assert [row["SchedDate"][-2:] for row in read(text, "schedule", date(2026, 3, 8))] == ["06", "08", "09"]


def test_a_schedule_may_be_repeated_far_from_today(read):
    text = schedule("every: day, from: 2100-01-01, to: 2100-01-02")
    assert [row["SchedDate"] for row in read(text, "schedule")] == ["2100-01-01", "2100-01-02"]


def test_a_schedule_repeated_between_fixed_days_does_not_move(read):
    moving = read(schedule("every: day, from: 2026-03-02, to: 2026-03-03"), "mockod_relative")
    assert "SchedDate" not in [row["ColumnName"] for row in moving]


# What is right


def test_a_section_may_be_empty_and_a_practice_may_hold_no_more(read):
    assert read("patients:\n", "patient") == read("patients: []\npreferences: {}\n", "patient") == []


def test_json_is_read_as_well(read):
    practice = {
        "patients": [{"PatNum": 7, "LName": "Ö'Neill", "FName": "B", "Premed": True, "ChartNumber": "007"}],
        "preferences": {"A": 1, "B": "x"},
    }
    for text in (json.dumps(practice), json.dumps(practice, indent=4, ensure_ascii=False)):
        (row,) = read(text, "patient")
        assert (row["PatNum"], row["LName"], row["Premed"], row["ChartNumber"]) == (7, "Ö'Neill", 1, "007")
        kept = {row["PrefName"]: row["ValueString"] for row in read(text, "preference")}
        assert (kept["A"], kept["B"]) == ("1", "x")


def test_a_byte_order_mark_and_utf16_are_read(read):
    text = "patients:\n  - {LName: Özgür, FName: B}\n"
    for encoding in ("utf-8-sig", "utf-16", "utf-8"):
        assert read(text.encode(encoding), "patient")[0]["LName"] == "Özgür"


def test_texts_stay_as_they_are_written(read):
    (row,) = read(patient("Zip: 01234, City: no, State: 1e3, Address: 'null', Email: 2026-03-02"), "patient")
    assert [row[name] for name in "Zip City State Address Email".split()] == [
        "01234",
        "no",
        "1e3",
        "null",
        "2026-03-02",
    ]


NULLS = ("~", "null", "Null", "NULL", "", "!!null x")


@pytest.mark.parametrize("null", NULLS)
def test_null_is_as_not_given_in_a_field_of_any_kind(read, null):
    fields = ("PatNum", "MiddleI", "Birthdate", "PriProv", "Premed", "Gender", "Guarantor", "Zip")
    given = "".join(f", {field}: {null}" for field in fields)
    (row,) = read(f"patients:\n  - {{LName: A, FName: B{given}}}\n", "patient")
    assert row == read("patients:\n  - {LName: A, FName: B}\n", "patient")[0]
    assert read(f"patients: {null}\n", "patient") == []
    assert read(schedule(f"SchedDate: today, every: {null}, operatories: {null}"), "scheduleop") == []
    assert len(read(visit(f"AptDateTime: today, procedures: {null}"), "appointment")) == 1
    (zone,) = read(f"office: {{zone: {null}}}\n", "mockod_practice")
    assert zone["Zone"] == "-08:00"
    values = read(f"preferences: {{ApptsAllowOverlap: {null}}}\n", "preference")
    assert values == read("preferences: {}\n", "preference")


def test_a_json_file_may_say_null(read):
    (row,) = read('{"patients": [{"PatNum": null, "LName": "null", "FName": "~", "Zip": null}]}', "patient")
    assert (row["PatNum"], row["LName"], row["FName"], row["Zip"]) == (1, "null", "~", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("patients:\n  - {PatNum: 1, LName: A, FName: ~}\n", "2: patients: FName is missing"),
        ("patients:\n  - {PatNum: 1, LName: A, FName: B}\n  - ~\n", "3: patients: a row is a map of fields"),
        (
            "patients:\n  - {PatNum: 1, LName: A, FName: B, Fname: ~}\n",
            "2: patients: 'Fname' is no field of a row here",
        ),
        ("patients:\n  - {LName: A, LName: ~, FName: B}\n", "2: LName is given twice"),
        ("schedules:\n  - {SchedDate: today, operatories: [1, ~]}\n", "2: an item of a list has no value"),
        ("patientz: ~\n", "1: 'patientz' is no section of a practice"),
    ],
)
def test_null_is_refused_where_something_must_stand(refusal, text, told):
    assert refusal(text).startswith(told)


def test_rows_without_a_number_take_none_that_is_given(read):
    text = "patients:\n  - {LName: A, FName: B}\n  - {PatNum: 1, LName: C, FName: D}\n  - {LName: E, FName: F}\n"
    assert [(row["PatNum"], row["LName"]) for row in read(text, "patient")] == [(1, "C"), (2, "A"), (3, "E")]


def test_values_are_kept_as_the_columns_have_them(read):
    (row,) = read("providers:\n  - {Abbr: A, ProvColor: '1, 2, 3', IsHidden: TRUE}\n", "provider")
    assert (row["ProvColor"] & 0xFFFFFF, row["IsHidden"]) == (0x010203, 1)
    (row,) = read(visit("AptDateTime: today 09:00, AptStatus: Complete, Pattern: /XX/"), "appointment")
    assert (row["AptStatus"], row["Pattern"], row["PatternSecondary"]) == (2, "/XX/", "")
    (row,) = read(visit("AptDateTime: today, AptStatus: 5"), "appointment")
    assert (row["AptStatus"], row["AptDateTime"]) == (5, "2026-03-04 00:00:00")
    (row,) = read(schedule('SchedDate: today, StartTime: "08:00", StopTime: "24:00"'), "schedule")
    assert (row["StartTime"], row["StopTime"]) == ("08:00:00", "24:00:00")


@pytest.mark.parametrize("text", ['""', "0001-01-01"])
def test_no_date_is_the_vendors_least(read, text):
    assert read(patient(f"Birthdate: {text}"), "patient")[0]["Birthdate"] == "0001-01-01"
    assert read(visit(f"AptDateTime: {text}"), "appointment")[0]["AptDateTime"] == "0001-01-01 00:00:00"


@pytest.mark.parametrize(
    ("at", "day"),
    [("today 09:00", "2026-03-04"), ("next monday", "2026-03-09"), ("2026-03-05 09:00:30", "2026-03-05")],
)
def test_an_appointment_that_says_nothing_of_its_arrival_has_its_own_date_at_midnight(read, at, day):
    (row,) = read(visit(f"AptDateTime: {at}, DateTimeSeated: 0001-01-01"), "appointment")
    times = row["DateTimeArrived"], row["DateTimeSeated"], row["DateTimeDismissed"]
    assert times == (f"{day} 00:00:00", "0001-01-01 00:00:00", f"{day} 00:00:00")


# Procedures listed with an appointment

DENTISTRY = """
feescheds:
  - {FeeSchedNum: 3, Description: Usual}
  - {FeeSchedNum: 4, Description: Hygiene}
sites:
  - {SiteNum: 6, Description: School}
providers:
  - {ProvNum: 1, Abbr: DOC, FeeSched: 3}
  - {ProvNum: 2, Abbr: HYG, FeeSched: 4, IsSecondary: true}
  - {ProvNum: 5, Abbr: LAB}
procedurecodes:
  - {CodeNum: 11, ProcCode: D0150}
  - {CodeNum: 12, ProcCode: D1110, IsHygiene: true}
  - {CodeNum: 13, ProcCode: D2740, ProvNumDefault: 5}
fees:
  - {FeeSched: 3, CodeNum: 11, Amount: 61.5}
  - {FeeSched: 4, CodeNum: 11, Amount: 1}
  - {FeeSched: 3, CodeNum: 12, Amount: 2}
  - {FeeSched: 4, CodeNum: 12, Amount: 90}
  - {FeeSched: 3, CodeNum: 13, Amount: 3}
patients:
  - {PatNum: 1, LName: A, FName: B, SiteNum: 6}
  - {PatNum: 2, LName: C, FName: D}
appointments:
  - {AptNum: 8, PatNum: 1, ProvNum: 1, ProvHyg: 2, %s}
"""


def done(read: Read, fields: str, **named: Any) -> list[tuple[Any, ...]]:
    """What is listed, as (code, provider, fee)."""
    return [(row["CodeNum"], row["ProvNum"], row["ProcFee"]) for row in read(DENTISTRY % fields, "procedurelog")]


def test_listed_procedures_have_the_fee_of_the_schedule_of_the_provider_who_does_them(read):
    listed = "procedures: [D0150, {code: D1110, tooth: 3, surf: MO}, D2740]"
    assert done(read, f"AptDateTime: today 09:00, {listed}") == [(11, 1, 61.5), (12, 2, 90.0), (13, 5, 0.0)]
    rows = read(DENTISTRY % f"AptDateTime: today 09:00, {listed}", "procedurelog")
    assert {(row["PatNum"], row["AptNum"], row["SiteNum"]) for row in rows} == {(1, 8, 6)}
    assert [(row["ToothNum"], row["Surf"]) for row in rows] == [("", ""), ("3", "MO"), ("", "")]


def test_a_patient_of_no_site_is_seen_at_none(read):
    text = (DENTISTRY % "AptDateTime: today, procedures: [D0150]").replace(
        "AptNum: 8, PatNum: 1", "AptNum: 8, PatNum: 2"
    )
    assert [(row["PatNum"], row["SiteNum"]) for row in read(text, "procedurelog")] == [(2, 0)]


def test_hygiene_without_a_hygienist_is_the_dentists(read):
    text = (DENTISTRY % "AptDateTime: today, procedures: [D1110]").replace("ProvHyg: 2, ", "")
    assert [(row["ProvNum"], row["ProcFee"]) for row in read(text, "procedurelog")] == [(1, 2.0)]


@pytest.mark.parametrize("when", ["next monday", "next monday 09:00", "workday+3", "today+5", "2026-03-09"])
def test_procedures_are_dated_as_their_appointment(read, when):
    text = DENTISTRY % f"AptDateTime: {when}, procedures: [D0150]"
    (row,) = read(text, "procedurelog")
    assert (row["ProcDate"], row["DateTP"], row["DateEntryC"]) == ("2026-03-09", "2026-03-09", "0001-01-01")
    moving = {(moved["TableName"], moved["ColumnName"]) for moved in read(text, "mockod_relative")}
    assert (("procedurelog", "ProcDate") in moving) == (("appointment", "AptDateTime") in moving) == (when[0] != "2")


@pytest.mark.parametrize(
    ("status", "state", "column", "entered"),
    [
        ("Complete", 2, "AptNum", "2026-03-04"),
        ("Scheduled", 1, "AptNum", "0001-01-01"),
        ("Planned", 1, "PlannedAptNum", "0001-01-01"),
    ],
)
def test_procedures_are_done_with_a_complete_appointment_and_planned_with_any_other(
    read, status, state, column, entered
):
    (row,) = read(DENTISTRY % f"AptDateTime: today, AptStatus: {status}, procedures: [D0150]", "procedurelog")
    assert (row["ProcStatus"], row[column], row["AptNum"] + row["PlannedAptNum"]) == (state, 8, 8)
    assert row["DateEntryC"] == entered


# Dates


@pytest.mark.parametrize(
    ("text", "day", "time", "relative"),
    [
        ("today", "2026-03-04", "", True),
        ("today+0 00:00", "2026-03-04", "00:00:00", True),
        ("today+3", "2026-03-07", "", True),
        ("today-10 09:00", "2026-02-22", "09:00:00", True),
        ("today+9999", "2053-07-19", "", True),
        ("workday", "2026-03-04", "", True),
        ("workday+2 14:30", "2026-03-06", "14:30:00", True),
        ("workday+3", "2026-03-09", "", True),
        ("workday-1", "2026-03-03", "", True),
        ("workday-3", "2026-02-27", "", True),
        ("next monday 09:00", "2026-03-09", "09:00:00", True),
        ("next wednesday", "2026-03-11", "", True),
        ("last wednesday", "2026-02-25", "", True),
        ("next thursday", "2026-03-05", "", True),
        ("last friday", "2026-02-27", "", True),
        ("last tuesday 23:59:59", "2026-03-03", "23:59:59", True),
        ("2026-03-02", "2026-03-02", "", False),
        ("2026-03-02 09:00", "2026-03-02", "09:00:00", False),
        ("  9999-12-31 23:59:59 ", "9999-12-31", "23:59:59", False),
        ("2028-02-29", "2028-02-29", "", False),
    ],
)
def test_a_date_may_be_told_from_today(text, day, time, relative):
    assert resolve(text, WEDNESDAY) == Dated(date.fromisoformat(day), time, relative)


@pytest.mark.parametrize(
    ("today", "workdays"),
    [
        ("2026-03-06", {0: "2026-03-06", 1: "2026-03-09", -1: "2026-03-05"}),
        ("2026-03-07", {0: "2026-03-09", 1: "2026-03-10", -1: "2026-03-06"}),
        ("2026-03-08", {0: "2026-03-09", 5: "2026-03-16", -5: "2026-03-02"}),
        ("2026-03-09", {0: "2026-03-09", 1: "2026-03-10", -1: "2026-03-06"}),
    ],
)
def test_working_days_leave_weekends_out(today, workdays):
    assert {away: str(workday(date.fromisoformat(today), away)) for away in workdays} == workdays


days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
relative_dates = (
    st.builds("{}{:+d}".format, st.sampled_from(("today", "workday")), st.integers(-400, 400))
    | st.sampled_from(("today", "workday"))
    | st.builds("{} {}".format, st.sampled_from(("next", "last")), st.sampled_from(DAYS))
)


@given(relative_dates, days, st.integers(-500, 500))
def test_a_date_told_from_today_moves_by_whole_weeks_with_it(text, today, weeks):
    assert resolve(text, today).day - today == resolve(text, today + timedelta(weeks=weeks)).day - (
        today + timedelta(weeks=weeks)
    )


@given(st.sampled_from(DAYS), days)
def test_the_next_and_the_last_of_a_day_are_the_nearest_on_either_side(name, today):
    after, before = resolve(f"next {name}", today).day, resolve(f"last {name}", today).day
    assert 1 <= (after - today).days <= 7
    assert 1 <= (today - before).days <= 7
    assert DAYS[after.weekday()] == DAYS[before.weekday()] == name


@given(days, st.integers(-300, 300))
def test_a_working_day_is_as_many_working_days_away(today, away):
    day = workday(today, away)
    assert day.weekday() < 5
    first, last = sorted((workday(today, 0), day))
    between = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days))
    assert between == abs(away)


@given(
    st.text(max_size=20) | st.text("today+-0123456789 :workdnextls", max_size=20) | st.from_regex(r"\A[\d: -]{0,19}\Z")
)
def test_any_text_is_a_date_or_refused(text):
    try:
        dated = resolve(text, WEDNESDAY)
    except ValueError:
        return
    assert re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d|", dated.time, re.ASCII)


# Images


@cache
def ready(practice: str, weekday: int) -> bytes:
    return IMAGES.build(practice, FIRST_MONDAY + timedelta(days=weekday))


def contents(image: bytes) -> list[str]:
    db = connect()
    db.deserialize(image)
    told = list(db.iterdump())
    db.close()
    return told


@pytest.mark.parametrize(("practice", "examples"), [("tiny", 25), ("demo", 4)])
def test_an_image_moved_by_whole_weeks_is_the_image_built_anew(practice, examples):
    @settings(max_examples=examples)
    @given(days)
    @example(date(1900, 1, 1))
    @example(date(2028, 2, 29))
    @example(date(2999, 12, 31))
    def law(today: date) -> None:
        moved = _moved(ready(practice, today.weekday()), today)
        assert contents(moved) == contents(IMAGES.build(practice, today))

    law()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("office: {zone: PST}\n", "1: office: zone: 'PST' is no offset"),
        ("office: {town: Salem}\n", "1: office: 'town' is nothing that an office has"),
        ("preferences:\n  PracticeDefaultProv: 5\n", "2: preferences: there is no provider 5"),
        (schedule('SchedDate: today, StartTime: "09:00", StopTime: "08:00"'), "2: schedules: StopTime lies before"),
        (
            "definitions:\n  - {DefNum: 3, Category: ApptConfirmed, ItemName: A}\n" + patient("BillingType: 3"),
            "4: patients: BillingType: definition 3 is not of category BillingTypes",
        ),
    ],
)
def test_what_no_office_could_be_is_refused(refusal, text, told):
    assert refusal(text).startswith(told)


# Aliases


def test_what_is_written_once_may_be_meant_in_several_places(read):
    text = (
        "patients:\n  - {LName: &name Ö, FName: *name, City: &c Salem}\n  - &p {LName: A, FName: B, City: *c}\n  - *p\n"
    )
    rows = read(text, "patient")
    assert [(row["LName"], row["FName"], row["City"]) for row in rows] == [
        ("Ö", "Ö", "Salem"),
        ("A", "B", "Salem"),
        ("A", "B", "Salem"),
    ]
    assert len(read("patients: &all [{LName: A, FName: B}]\nemployers: []\n", "patient")) == 1


def test_aliases_may_stand_for_a_million_values_and_no_more(refusal, read, monkeypatch):
    monkeypatch.setattr("mockod.store.yaml_nodes.MOST_REPEATED", 15)
    text = "patients:\n  - &p {LName: A, FName: B}\n" + "  - *p\n" * 3
    assert len(read(text, "patient")) == 4
    assert refusal(text + "  - *p\n").startswith("6: aliases stand for more than 15 values")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("&all {patients: *all}\n", "1: the alias 'all' names no anchor before it"),
        ("patients:\n  - &p {LName: *p}\n", "2: a field is a text, a number or a list"),
        (visit("AptDateTime: today, procedures: &p [*p]"), "4: an item of a list is a text or a map of texts"),
        ("patients:\n  - {LName: " + "[" * 30 + "]" * 30 + "}\n", "2: nested too deeply for a practice"),
    ],
)
def test_what_holds_itself_or_has_too_many_levels_is_refused(refusal, text, told):
    assert refusal(text).startswith(told)
