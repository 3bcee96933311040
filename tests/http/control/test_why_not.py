"""/_mockod/why-not: why a time is not among the slots of an office's day."""

from __future__ import annotations

import pytest

from support.db import database

DAY = "2026-03-03"


def why(office, **asked):
    return office.http.get("/_mockod/why-not", query_string={"date": DAY} | asked, headers=office.headers)


def pieces(office, **asked):
    return [f"{p['start']}-{p['end']} {p['reason']}" for p in why(office, **asked).json["pieces"]]


def offered(office, **asked):
    return [(p["start"], p["end"]) for p in why(office, **asked).json["pieces"] if p["reason"] == "offered"]


def slots(office, **asked):
    rows = office.read("appointments/Slots", date=asked.pop("date", DAY), **asked)
    return [(row["DateTimeStart"][11:16], row["DateTimeEnd"][11:16]) for row in rows]


@pytest.fixture
def busy(practice_office):
    """An office with one day, four weeks from now, in which everything happens."""
    return practice_office("""
operatories:
  - {OperatoryNum: 2, OpName: Room 2, IsHidden: true}
definitions:
  - {DefNum: 71, Category: BlockoutTypes, ItemName: Lunch, ItemValue: NS}
schedules:
  - {SchedDate: today+40, ProvNum: 1, StartTime: "08:00", StopTime: "12:00", operatories: [1]}
  - {SchedDate: today+40, ProvNum: 1, StartTime: "13:00", StopTime: "15:00", operatories: [2]}
  - {SchedDate: today+40, ProvNum: 1, StartTime: "23:30", StopTime: "24:00", operatories: [1]}
  - {SchedDate: today+40, SchedType: Blockout, BlockoutType: 71, StartTime: "11:00", StopTime: "12:00",
     operatories: [1]}
  - {SchedDate: today+40, SchedType: Practice, Status: Holiday, Note: "Founders' day"}
appointments:
  - {AptNum: 53, PatNum: 2, AptDateTime: today+40 09:00, Pattern: "/XXXXXX/", Op: 1, ProvNum: 1}
  - {AptNum: 54, PatNum: 1, AptDateTime: today+40 09:50, Pattern: "XX", Op: 2, ProvHyg: 1, AptStatus: Broken}
  - {AptNum: 55, PatNum: 1, AptDateTime: today+40 14:00, Pattern: "XX", Op: 2, ProvNum: 1, AptStatus: UnschedList}
  - {AptNum: 56, PatNum: 1, AptDateTime: today+40 23:45, Pattern: "XXX", Op: 1, ProvNum: 1}
""")


BUSY = "2026-04-11"


def test_each_gap_has_its_reason(busy):
    assert pieces(busy, date=BUSY, OpNum=1, lengthMinutes=30) == [
        "00:00-08:00 no schedule",
        "08:00-09:00 offered",
        "09:00-09:40 appointment 53 (Scheduled, patient 2, 09:00-09:40)",
        "09:40-09:50 too short: 10 of 30 minutes",
        "09:50-10:00 appointment 54 (Broken, patient 1, 09:50-10:00)",
        "10:00-12:00 offered",
        "12:00-13:00 no schedule",
        "13:00-15:00 scheduled, but not in operatory 1 (in 2)",
        "15:00-23:30 no schedule",
        "23:30-24:00 lost by the vendor's quirk: a run up to midnight is never told",
    ]


def test_what_surprises_people_is_noted(busy):
    assert why(busy, date=BUSY, OpNum=1).json["notes"] == [
        "appointment 56 (Scheduled, patient 1, 23:45-24:00) lasts until midnight or longer: it blocks nothing",
        "a blockout 11:00-12:00 (Lunch, in 1) does not count for Slots",
        "a holiday (Founders' day) does not count for Slots",
    ]
    assert why(busy, date=BUSY, OpNum=2).json["notes"][0] == "operatory 2 is hidden; that does not count for Slots"


@pytest.mark.parametrize("asked", [{}, {"OpNum": 1}, {"OpNum": 2}, {"lengthMinutes": 90}, {"OpNum": 1, "ProvNum": 1}])
def test_what_is_offered_is_what_slots_answers(busy, asked):
    assert offered(busy, date=BUSY, **asked) == slots(busy, date=BUSY, **asked)


@pytest.mark.parametrize("version", ["21.4", "22.1", "22.2"])
def test_so_it_is_in_older_offices_with_their_own_ways(make_office, version):
    demo = make_office("demo", version=version)

    for op in (1, 2, 3):
        assert offered(demo, OpNum=op) == slots(demo, OpNum=op)


@pytest.mark.parametrize("provider", [1, 2, 3])
@pytest.mark.parametrize("day", range(2, 15))
def test_so_it_is_for_everybody_in_the_demo(demo, provider, day):
    asked = {"date": f"2026-03-{day:02}", "ProvNum": provider, "lengthMinutes": 30}

    assert offered(demo, **asked) == slots(demo, **asked)


def test_the_question_is_told_with_its_defaults(busy):
    told = why(busy, date=BUSY).json

    assert (told["date"], told["ProvNum"], told["OpNum"], told["lengthMinutes"]) == (BUSY, 1, 0, 0)


@pytest.mark.parametrize(("time", "reason"), [("09:39", "appointment 53"), ("09:40", "offered"), ("23:59", "lost")])
def test_a_single_time_has_a_single_reason(busy, time, reason):
    [piece] = why(busy, date=BUSY, time=time).json["pieces"]

    assert piece["reason"].startswith(reason)
    assert piece["start"] <= time < piece["end"]


def test_a_past_day_is_explained_too(office):
    told = why(office, date="2020-01-01").json

    assert told["pieces"] == [{"start": "00:00", "end": "24:00", "reason": "no schedule"}]
    assert told["notes"] == ["the day is past: Slots refuses to be asked about it"]


def test_people_can_read_it(busy):
    lines = why(busy, date=BUSY, format="text").text.splitlines()

    assert lines[:2] == ["00:00-08:00  no schedule", "08:00-09:00  offered"]
    assert lines[-1] == "Note: a holiday (Founders' day) does not count for Slots"


@pytest.mark.parametrize(
    ("asked", "status", "detail"),
    [
        ({"date": ""}, 400, "date format must be yyyy-MM-dd."),
        ({"date": "03/03/2026"}, 400, "date format must be yyyy-MM-dd."),
        ({"date": "2026-02-30"}, 400, "date format must be yyyy-MM-dd."),
        ({"date": "20260303"}, 400, "date format must be yyyy-MM-dd."),
        ({"time": "9"}, 400, "time format must be HH:mm."),
        ({"time": "24:00"}, 400, "time format must be HH:mm."),
        ({"time": "09:00:00"}, 400, "time format must be HH:mm."),
        ({"ProvNum": 99}, 404, "Provider not found."),
        ({"OpNum": 99}, 404, "Operatory not found."),
        ({"OpNum": -1}, 400, "OpNum: a whole number from 0 on belongs here"),
        ({"OpNum": 10**18}, 400, "OpNum: a whole number from 0 on belongs here"),
        ({"lengthMinutes": "half an hour"}, 400, "lengthMinutes: a whole number from 0 on belongs here"),
        ({"Length": 30}, 400, "Length is not known here."),
    ],
)
def test_a_bad_question_is_refused(office, asked, status, detail):
    before = database(office).contents()

    response = why(office, **asked)

    assert (response.status_code, response.json["detail"]) == (status, detail)
    assert database(office).contents() == before


def test_a_day_is_required(office):
    assert office.http.get("/_mockod/why-not", headers=office.headers).json["detail"] == "date is required."


def test_one_office_must_be_named(office):
    response = office.http.get("/_mockod/why-not?date=2026-03-03")

    assert (response.status_code, response.json["detail"]) == (
        400,
        "Name one office, by ?office= or by the Authorization header.",
    )
    office.get("patients")
    assert office.http.get(f"/_mockod/why-not?date=2026-03-03&office={office.customer}").status_code == 200


def test_a_length_beyond_any_day_leaves_nothing(office):
    assert not offered(office, lengthMinutes=10**18 - 1)


def test_a_visit_at_a_time_is_told_every_piece_that_it_touches(busy):
    whole = why(busy, date=BUSY).json["pieces"]
    at = next(piece["end"] for piece in whole if piece["reason"] == "offered")
    start = f"{(60 * int(at[:2]) + int(at[3:]) - 5) // 60:02}:{(int(at[3:]) - 5) % 60:02}"

    touched = why(busy, date=BUSY, time=start, lengthMinutes=15).json["pieces"]

    assert len(touched) > 1
    assert touched[0]["end"] == touched[1]["start"] == at
