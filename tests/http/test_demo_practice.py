"""The demo practice: what people see first, and what the documentation's examples rely on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from api_client import ApiClient

from mockod import opendental
from mockod.app import create_app
from mockod.clock import Clock
from mockod.config import Config
from mockod.images import Images
from mockod.office import connect
from mockod.opendental.domain.enums import AptStatus, PatStatus

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=days) for days in range(7)]
HOLDING_NO_TIME = (AptStatus.UnschedList, AptStatus.Planned)


@pytest.fixture(scope="module", params=WEEK, ids=lambda day: f"{day:%A}")
def today(request) -> date:
    return request.param


@pytest.fixture(scope="module")
def practice(today):
    """The demo practice as rows, begun on one day of the week."""
    image = Images(opendental.understanding).build("demo", today)
    with closing(connect()) as db:
        db.deserialize(image)
        db.row_factory = sqlite3.Row
        yield db


@pytest.fixture(scope="module")
def office_today(today) -> ApiClient:
    """An office on the demo practice at 07:00 of that day."""
    app = create_app(Config(practice="demo", clock=Clock.frozen(datetime(today.year, today.month, today.day, 7, 0))))
    return ApiClient(app.test_client(), "demo-customer")


def numbers(db, column: str, table: str) -> list[int]:
    return [row[0] for row in db.execute(f"SELECT {column} FROM {table} ORDER BY 1")]


def visits(db) -> list[tuple[sqlite3.Row, datetime, datetime]]:
    """Every appointment that stands in the book, broken ones too, with its start and end."""
    found = []
    for row in db.execute("SELECT * FROM appointment WHERE AptStatus NOT IN (?, ?)", HOLDING_NO_TIME):
        start = datetime.fromisoformat(row["AptDateTime"])
        found.append((row, start, start + timedelta(minutes=5 * len(row["Pattern"]))))
    return found


def clashes(db, holds) -> list[tuple[int, int]]:
    """Pairs of appointments at the same time that ``holds`` something in common."""
    return [
        (one["AptNum"], other["AptNum"])
        for (one, start, end), (other, other_start, other_end) in combinations(visits(db), 2)
        if start < other_end and other_start < end and holds(one) & holds(other)
    ]


def test_providers_operatories_and_patients_have_the_numbers_of_the_public_demo_database(practice):
    assert numbers(practice, "ProvNum", "provider") == [1, 2, 3, 4]
    assert numbers(practice, "OperatoryNum", "operatory") == [1, 2, 3, 4, 5, 6]
    assert numbers(practice, "PatNum", "patient") == list(range(8, 28))


def test_some_sixty_appointments_are_numbered_from_one(practice):
    apts = numbers(practice, "AptNum", "appointment")

    assert apts == list(range(1, len(apts) + 1))
    assert 55 <= len(apts) <= 70


def test_every_status_of_appointments_and_patients_occurs(practice):
    outdated = {AptStatus.None_, AptStatus.ASAP}

    assert set(numbers(practice, "AptStatus", "appointment")) == set(AptStatus) - outdated
    assert set(numbers(practice, "PatStatus", "patient")) == set(PatStatus)


def test_no_two_appointments_overlap_in_an_operatory(practice):
    assert clashes(practice, lambda apt: {apt["Op"]}) == []


def test_no_provider_and_no_patient_is_wanted_twice_at_a_time(practice):
    assert clashes(practice, lambda apt: {apt["ProvNum"], apt["ProvHyg"]} - {0}) == []
    assert clashes(practice, lambda apt: {apt["PatNum"]}) == []


def test_appointments_of_today_and_later_are_within_their_providers_hours(practice, today):
    outside = []
    for apt, start, end in visits(practice):
        if start.date() < today - timedelta(days=28):
            continue
        who = apt["ProvHyg"] if apt["IsHygiene"] else apt["ProvNum"]
        hours = practice.execute(
            "SELECT StartTime, StopTime FROM schedule WHERE SchedType = 1 AND ProvNum = ? AND SchedDate = ?",
            (who, str(start.date())),
        ).fetchall()
        if not any(opens <= f"{start:%H:%M:%S}" and f"{end:%H:%M:%S}" <= closes for opens, closes in hours):
            outside.append(apt["AptNum"])

    assert outside == []


def test_no_appointment_stands_on_a_blockout_that_forbids_it(practice):
    blockouts = practice.execute(
        "SELECT s.SchedDate, s.StartTime, s.StopTime, o.OperatoryNum FROM schedule s "
        "JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum JOIN definition d ON d.DefNum = s.BlockoutType "
        "WHERE s.SchedType = 2 AND d.ItemValue LIKE '%NS%'"
    ).fetchall()
    closed: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for day, begins, ends, op in blockouts:
        closed.setdefault((day, op), []).append((begins, ends))

    assert blockouts
    assert [
        apt["AptNum"]
        for apt, start, end in visits(practice)
        for begins, ends in closed.get((str(start.date()), apt["Op"]), [])
        if f"{start:%H:%M:%S}" < ends and begins < f"{end:%H:%M:%S}"
    ] == []


def test_nobody_comes_on_the_holiday(practice):
    holidays = [row[0] for row in practice.execute("SELECT SchedDate FROM schedule WHERE SchedType = 0 AND Status = 2")]

    assert len(holidays) == 1
    assert holidays[0] not in {str(start.date()) for _, start, _ in visits(practice)}


def test_all_procedures_spell_something(practice):
    silent = "SELECT count(*) FROM procedurelog p JOIN appointment a ON a.AptNum = p.AptNum WHERE a.ProcDescript = ''"

    assert practice.execute(silent).fetchone()[0] == 0


def test_provider_1_has_open_time_in_operatory_1_today_and_on_the_next_working_day(office_today, today):
    next_working = today + timedelta(days={4: 3, 5: 2}.get(today.weekday(), 1))

    for day in (today, next_working):
        slots = office_today.read("appointments/Slots", ProvNum=1, OpNum=1, date=day, lengthMinutes=30)
        assert slots
        assert {slot["OpNum"] for slot in slots} == {1}


def test_provider_1_is_at_lunch_from_twelve_to_one(office_today):
    slots = office_today.read("appointments/Slots", ProvNum=1, OpNum=1)

    assert slots
    assert not [s for s in slots if s["DateTimeStart"][11:] < "13:00:00" and s["DateTimeEnd"][11:] > "12:00:00"]
    assert {s["DateTimeEnd"][11:] for s in slots} >= {"12:00:00", "17:00:00"}


def test_today_is_busy_in_four_operatories(office_today, today):
    apts = office_today.read("appointments", date=today)

    assert 12 <= len(apts) <= 16
    assert {apt["Op"] for apt in apts} >= {1, 2, 5, 6}


def test_a_visit_booked_in_open_time_satisfies_a_strict_office(make_office):
    office = make_office("demo", conduct="strict")

    booked = office.book(PatNum=22, AptDateTime="2026-03-02 11:00:00", Pattern="/XXXX/", ProvNum=1)

    assert booked["AptStatus"] == "Scheduled"
    assert booked["confirmed"] == "Unconfirmed"


def test_a_scheduled_appointment_names_the_planned_one_it_came_from(demo):
    (scheduled,) = [apt for apt in demo.read("appointments", PatNum=11) if apt["NextAptNum"]]
    planned = demo.read(f"appointments/{scheduled['NextAptNum']}")

    assert scheduled["AptStatus"] == "Scheduled"
    assert planned["AptStatus"] == "Planned"
    assert planned["ProcDescript"] == scheduled["ProcDescript"] == "#14-MO-Comp, #15-O-C1(P)"


def test_a_hidden_definition_shows_only_when_asked_for(demo):
    shown = {row["DefNum"] for row in demo.read("definitions", Category=4)}
    everything = {row["DefNum"] for row in demo.read("definitions", Category=4, includeHidden="true")}

    assert shown == {40, 41, 42}
    assert everything - shown == {43}


@pytest.mark.parametrize(
    ("path", "query", "at_least"),
    [
        ("appointments", {}, 55),
        ("patients", {}, 15),
        ("patients/Simple", {}, 15),
        ("providers", {}, 4),
        ("operatories", {}, 6),
        ("schedules", {}, 10),
        ("schedules", {"dateStart": "2026-02-02", "dateEnd": "2026-04-02"}, 100),
        ("scheduleops", {}, 100),
        ("definitions", {"includeHidden": "true"}, 50),
        ("appointmenttypes", {}, 6),
        ("procedurecodes", {}, 40),
        ("preferences", {}, 30),
    ],
)
def test_lists_hold_rows_of_texts_and_numbers_only(demo, path, query, at_least):
    rows = demo.read(path, **query)

    assert len(rows) >= at_least
    assert {type(value) for row in rows for value in row.values()} <= {int, float, str}


def test_there_are_no_clinics(demo):
    assert demo.read("clinics") == []
