"""The demo practice: what people see first, and what the documentation's examples rely on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest

from mockod import vendors
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.store.connection import connect
from mockod.store.images import Images
from mockod.vendors.opendental.domain.enums import AptStatus, PatStatus
from mockod.vendors.opendental.domain.recall import parse_interval
from support.api_client import ApiClient

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=days) for days in range(7)]
HOLDING_NO_TIME = (AptStatus.UnschedList, AptStatus.Planned)
FIRST_VISIT, FIRST_TOOTHACHE, CLEANING, TOOTHACHE = 281, 282, 283, 284
REASONS = {FIRST_VISIT: "true", FIRST_TOOTHACHE: "true", CLEANING: "false", TOOTHACHE: "false"}
"""Why patients book online, and whether it is for new ones."""
ROOMS = {FIRST_VISIT: {1}, FIRST_TOOTHACHE: {1, 2}, CLEANING: {5, 6}, TOOTHACHE: {1, 2, 3}}
MINUTES = {FIRST_VISIT: 60, FIRST_TOOTHACHE: 30, CLEANING: 60, TOOTHACHE: 30}


@pytest.fixture(scope="module", params=WEEK, ids=lambda day: f"{day:%A}")
def today(request) -> date:
    return request.param


@pytest.fixture(scope="module")
def practice(today):
    """The demo practice as rows, begun on one day of the week."""
    image = Images(vendors.practice_loader).build("demo", today)
    with closing(connect()) as db:
        db.deserialize(image)
        db.row_factory = sqlite3.Row
        yield db


@pytest.fixture(scope="module")
def office_today(today) -> ApiClient:
    """An office on the demo practice at 07:00 of that day."""
    app = create_app(Config(practice="demo", clock=Clock.frozen(datetime(today.year, today.month, today.day, 7, 0))))
    return ApiClient(app.test_client(), "demo-customer")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def offered(office: ApiClient, reason: int) -> list[dict]:
    """What Web Sched offers for a reason in the two weeks from today on."""
    return office.read("appointments/SlotsWebSched", defNumApptType=reason, isNewPatient=REASONS[reason])


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


def test_rows_have_no_secondary_pattern_and_who_has_not_arrived_has_midnight(practice):
    """As most rows of real offices are (observed)."""
    rows = list(practice.execute("SELECT * FROM appointment"))
    expected = [row["AptDateTime"][:10] + " 00:00:00" for row in rows if row["AptStatus"] != AptStatus.Complete]

    assert {row["PatternSecondary"] for row in rows} == {""}
    for name in ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed"):
        assert [row[name] for row in rows if row["AptStatus"] != AptStatus.Complete] == expected


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


@pytest.mark.parametrize("reason", REASONS)
def test_whoever_looks_online_finds_a_time_tomorrow_or_later_within_two_weeks(office_today, today, reason):
    offers = offered(office_today, reason)

    assert {offer["OpNum"] for offer in offers} <= ROOMS[reason]
    assert any(offer["DateTimeStart"] > f"{today} 24" for offer in offers)
    assert max(offer["DateTimeStart"] for offer in offers) < f"{today + timedelta(days=14)}"
    lasting = {moment(offer["DateTimeEnd"]) - moment(offer["DateTimeStart"]) for offer in offers}
    assert lasting == {timedelta(minutes=MINUTES[reason])}


@pytest.mark.parametrize("reason", REASONS)
def test_nothing_is_offered_online_on_a_blockout_but_the_one_kept_for_it(office_today, practice, reason):
    offers = offered(office_today, reason)
    met = {
        kind
        for day, begins, ends, op, kind in practice.execute(
            "SELECT s.SchedDate, s.StartTime, s.StopTime, o.OperatoryNum, s.BlockoutType FROM schedule s "
            "JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum WHERE s.SchedType = 2"
        )
        for offer in offers
        if offer["OpNum"] == op
        and offer["DateTimeStart"] < f"{day} {ends}"
        and f"{day} {begins}" < offer["DateTimeEnd"]
    }

    assert met == ({274} if reason == FIRST_VISIT else set())


def test_a_first_visit_is_offered_on_tuesdays_and_thursdays_only(office_today):
    begins = {moment(offer["DateTimeStart"]) for offer in offered(office_today, FIRST_VISIT)}

    assert {f"{at:%A %H:%M}" for at in begins} <= {"Tuesday 15:00", "Thursday 13:00", "Thursday 14:00"}


@pytest.mark.parametrize("conduct", ["faithful", "strict"])
@pytest.mark.parametrize("reason", REASONS)
def test_the_first_and_the_last_time_offered_online_can_be_booked(make_office, conduct, reason):
    office = make_office("demo", conduct=conduct)
    offers = offered(office, reason)

    for offer in (offers[0], offers[-1]):
        answer = office.post("appointments/WebSched", {"PatNum": 22, **offer, "defNumApptType": reason})
        assert answer.status_code == 201, answer.text
        assert answer.json["confirmed"] == "Created from Web Sched"
        assert answer.json["IsNewPatient"] == REASONS[reason]


def test_two_appointments_were_booked_online(demo):
    made = {row["AptNum"]: row["eServiceLogType"] for row in demo.read("appointments/WebSched")}

    assert {apt: kind for apt, kind in made.items() if kind != "None"} == {28: "NewPat", 42: "ExistingPat"}


def test_what_stands_beside_an_appointment_is_of_its_patient(practice):
    strays = practice.execute(
        "SELECT count(*) FROM eservicelog e LEFT JOIN appointment a ON a.AptNum = e.FKey "
        "WHERE a.PatNum IS NOT e.PatNum "
        "UNION ALL SELECT count(*) FROM asapcomm c LEFT JOIN appointment a ON a.AptNum = c.FKey "
        "WHERE a.PatNum IS NOT c.PatNum OR a.Priority IS NOT 1 "
        "UNION ALL SELECT count(*) FROM procedurelog p JOIN appointment a ON a.AptNum IN (p.AptNum, p.PlannedAptNum) "
        "WHERE a.PatNum <> p.PatNum"
    )

    assert [row[0] for row in strays] == [0, 0, 0]


def test_one_who_would_come_sooner_is_scheduled_and_one_is_not(demo):
    waiting = {row["AptNum"]: row["AptStatus"] for row in demo.read("appointments/ASAP")}

    assert waiting == {44: "Scheduled", 57: "UnschedList"}


def test_recalls_are_overdue_due_soon_and_far_off(practice, today):
    active = practice.execute(
        "SELECT PatNum, DateDue FROM recall WHERE IsDisabled = 0 AND DateDue <> '0001-01-01'"
    ).fetchall()
    days = [(date.fromisoformat(due) - today).days for _, due in active]

    assert len({pat for pat, _ in active}) >= 12
    assert min(days) < -30
    assert [day for day in days if 0 <= day <= 7]
    assert max(days) > 150
    assert numbers(practice, "PatNum", "recall WHERE IsDisabled = 1") == [18]


def test_a_recall_is_due_its_interval_after_the_last_visit_but_for_days(practice):
    wrong = []
    for number, previous, due, interval in practice.execute(
        "SELECT RecallNum, DatePrevious, DateDue, RecallInterval FROM recall WHERE DateDue <> '0001-01-01'"
    ):
        counted = parse_interval(interval).after(date.fromisoformat(previous))
        if abs((date.fromisoformat(due) - counted).days) > 4:
            wrong.append((number, due, str(counted)))

    assert wrong == []


def test_recall_types_name_codes_of_the_office(practice):
    codes = {row[0] for row in practice.execute("SELECT ProcCode FROM procedurecode")}
    named = {code for row in practice.execute("SELECT Procedures FROM recalltype") for code in row[0].split(",")}

    assert named <= codes


def test_who_is_due_and_not_on_the_book_is_on_the_recall_list(demo):
    due = {row["PatNum"] for row in demo.read("recalls/List")}

    assert due >= {15, 26}
    assert not due & {8, 11, 12, 18}
    assert {row["PatNum"] for row in demo.read("recalls/List", IncludeReminded="true")} >= {15, 17, 26}


@pytest.mark.parametrize("pat_num", [11, 12, 17, 26, 27])
def test_treatment_that_nothing_plans_yet_can_be_planned(demo, pat_num):
    loose = [
        row["ProcNum"]
        for row in demo.read("procedurelogs", PatNum=pat_num)
        if (row["ProcStatus"], row["AptNum"], row["PlannedAptNum"]) == ("TP", 0, 0)
    ]

    planned = demo.post("appointments/Planned", {"PatNum": pat_num, "procNums": loose})

    assert planned.status_code == 201, planned.text
    assert planned.json["ProcDescript"]


def test_the_office_has_fields_of_its_own_on_appointments(demo):
    assert [row["FieldName"] for row in demo.read("apptfielddefs")] == ["Ins Verified", "Notes for Team"]
    assert demo.read("apptfields", AptNum=26, FieldName="Ins Verified")["FieldValue"] == "Yes"


def test_the_chart_tells_what_the_office_keeps_in_mind(demo):
    told = {row["Field"]: row["Content"] for row in demo.read("chartmodules/27/PatientInfo")}

    assert told["Med Urgent"] == "Allergic to latex"
    assert told["Service Notes"] == "Likes to be told what comes next"
    assert "Sampleton Mutual" in told["Pri Ins"]


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
        ("recalls", {}, 15),
        ("recalltypes", {}, 5),
        ("procedurelogs", {}, 60),
        ("commlogs", {}, 6),
        ("patplans", {}, 10),
        ("apptfielddefs", {}, 2),
        ("asapcomms", {}, 1),
        ("appointments/ASAP", {}, 2),
        ("appointments/WebSched", {}, 55),
        ("chartmodules/11/ProgNotes", {}, 5),
        ("chartmodules/8/PlannedAppts", {}, 2),
    ],
)
def test_lists_hold_rows_of_texts_and_numbers_only(demo, path, query, at_least):
    rows = demo.read(path, **query)

    assert len(rows) >= at_least
    assert {type(value) for row in rows for value in row.values()} <= {int, float, str}


def test_there_are_no_clinics(demo):
    assert demo.read("clinics") == []
