"""GET appointments and GET Slots: filters, order, ranges and refusals."""

from __future__ import annotations

import pytest

PRACTICE = """
clinics:
  - {ClinicNum: 1, Description: North}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 3, Abbr: DOC2}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ProvHygienist: 2, ClinicNum: 1}
appointmenttypes:
  - {AppointmentTypeNum: 4, AppointmentTypeName: Talk}
schedules:
  - {SchedDate: today, ProvNum: 3, StartTime: "08:00", StopTime: "12:00"}
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: "today 09:00", Op: 1, ProvNum: 1}
  - {AptNum: 2, PatNum: 2, AptDateTime: "today 09:00", Op: 2, ProvNum: 3, ClinicNum: 1, AptStatus: Broken}
  - {AptNum: 3, PatNum: 1, AptDateTime: "today-1 23:59", Op: 1, ProvNum: 1, AptStatus: Complete}
  - {AptNum: 4, PatNum: 1, AptDateTime: "today+1 00:00", Op: 1, ProvNum: 1, AppointmentTypeNum: 4}
  - {AptNum: 5, PatNum: 2, AptDateTime: "today-30 00:00", ProvNum: 1, AptStatus: Planned}
  - {AptNum: 6, PatNum: 2, AptDateTime: "today 10:00", ProvNum: 1, AptStatus: UnschedList}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [5, 3, 1, 2, 6, 4]),
        ({"date": "2026-03-02"}, [1, 2, 6]),
        ({"dateStart": "2026-03-01", "dateEnd": "2026-03-02"}, [3, 1, 2, 6]),
        ({"dateStart": "2026-03-02"}, [1, 2, 6, 4]),
        ({"dateEnd": "2026-03-01"}, [5, 3]),
        ({"date": "2026-03-03", "dateStart": "2020-01-01", "dateEnd": "2020-01-02"}, [4]),
        ({"PatNum": 2}, [5, 2, 6]),
        ({"PatNum": 0}, [5, 3, 1, 2, 6, 4]),
        ({"AptStatus": "Planned"}, [5]),
        ({"AptStatus": "ASAP"}, []),
        ({"Op": 1}, [3, 1, 4]),
        ({"Op": 0}, [5, 6]),
        ({"ClinicNum": 1}, [2]),
        ({"ClinicNum": 0}, [5, 3, 1, 6, 4]),
        ({"ClinicNum": ""}, [5, 3, 1, 2, 6, 4]),
        ({"AppointmentTypeNum": 4}, [4]),
        ({"startDate": "2026-03-02", "ProvNum": 3, "patNum": 2}, [5, 3, 1, 2, 6, 4]),
        ({"Limit": 2, "Offset": 1}, [3, 1]),
        ({"DateTStamp": "2026-03-02"}, [5, 3, 1, 2, 6, 4]),
        ({"DateTStamp": "2026-03-02 00:00:01"}, []),
    ],
)
def test_the_documented_filters_and_no_others_choose_appointments(office, query, numbers):
    assert [row["AptNum"] for row in office.read("appointments", **query)] == numbers


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2026-01-31", "2026-02-01"),
        ("2026-02-28", "2026-03-01"),
        ("2028-02-29", "2028-03-01"),
        ("2026-04-30", "2026-05-01"),
        ("2026-12-31", "2027-01-01"),
    ],
)
def test_the_last_second_of_a_month_is_of_its_last_day_and_midnight_of_the_next_months_first(make_office, last, first):
    office = make_office()
    at_last = office.book(AptDateTime=f"{last} 23:59:59")["AptNum"]
    at_first = office.book(AptDateTime=f"{first} 00:00:00")["AptNum"]

    def found(**query):
        return [row["AptNum"] for row in office.read("appointments", **query)]

    assert found(date=last) == found(dateEnd=last) == found(dateStart=last, dateEnd=last) == [at_last]
    assert found(date=first) == found(dateStart=first) == found(dateStart=first, dateEnd=first) == [at_first]
    assert found(dateStart=last, dateEnd=first) == [at_last, at_first]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"Op": 99}, (404, "Operatory not found.")),
        ({"ClinicNum": 99}, (404, "Clinic not found.")),
        ({"AppointmentTypeNum": 99}, (404, "AppointmentType not found.")),
        ({"PatNum": "x"}, (400, "PatNum is invalid.")),
        ({"AptStatus": "1"}, (400, "AptStatus is invalid.")),
        ({"AptStatus": "None"}, (400, "AptStatus is invalid.")),
        ({"date": "03/02/2026"}, (400, "date format must be yyyy-MM-dd.")),
        ({"dateStart": "2026-03-03", "dateEnd": "2026-03-02"}, (400, "dateStart is invalid.")),
        ({"DateTStamp": "2026-03-02T00:00:00"}, (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(office, query, refusal):
    assert office.refusal("GET", "appointments", **query) == refusal


def test_a_blank_in_a_time_stamp_may_be_percent_or_plus(office):
    for blank in ("%20", "+"):
        response = office.get(f"appointments?DateTStamp=2026-03-02{blank}00:00:00")
        assert len(response.json) == 6


def test_a_changed_appointment_is_among_those_changed_since_the_servers_time(office):
    server_time = office.read("appointments", Limit=1)[0]["serverDateTime"]

    office.put("appointments/4", {"Note": "x"})

    assert [row["AptNum"] for row in office.read("appointments", DateTStamp=server_time)] == [4]


def test_a_strict_office_names_the_parameter_it_does_not_know(make_office):
    office = make_office("tiny", conduct="strict")

    refusal = office.refusal("GET", "appointments", startDate="2026-03-02")
    assert refusal == (400, "'startDate' is not a valid parameter.")


# Slots.


def slots(office, **query):
    return [
        (s["DateTimeStart"][5:16], s["DateTimeEnd"][11:16], s["OpNum"])
        for s in office.read("appointments/Slots", **query)
    ]


def test_slots_are_whole_free_stretches_of_the_default_provider(office):
    assert slots(office, date="2026-03-02") == [("03-02 08:00", "09:00", 1), ("03-02 09:20", "12:00", 1)]


def test_without_dates_slots_are_those_of_today_and_thirteen_days_more(office):
    days = {start[:5] for start, _, _ in slots(office)}

    assert (min(days), max(days), len(days)) == ("03-02", "03-15", 14)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"dateStart": "2026-03-04"}, "03-04", "03-17"),
        ({"dateEnd": "2026-03-04"}, "03-02", "03-04"),
        ({"dateStart": "2026-03-03", "dateEnd": "2026-03-04"}, "03-03", "03-04"),
        ({"dateStart": "2026-03-04", "dateEnd": "2026-03-04"}, "03-04", "03-04"),
        ({"dateEnd": "2026-03-02"}, "03-02", "03-02"),
        ({"date": "2026-03-05", "dateStart": "2026-03-03"}, "03-05", "03-05"),
    ],
)
def test_a_range_of_slots_may_be_open_on_either_side(office, query, first, last):
    days = [start[:5] for start, _, _ in slots(office, **query)]

    assert (days[0], days[-1]) == (first, last)


def test_a_broken_appointment_blocks_and_one_off_the_book_does_not(office):
    assert slots(office, date="2026-03-02", ProvNum=3) == [("03-02 08:00", "09:00", 0), ("03-02 09:20", "12:00", 0)]


def test_an_operatory_that_the_provider_is_not_scheduled_in_has_none(office):
    assert slots(office, date="2026-03-02", ProvNum=3, OpNum=1) == []
    assert slots(office, date="2026-03-02", ProvNum=1, OpNum=2) == []


def test_a_booked_time_is_gone(office):
    office.book(AptDateTime="2026-03-02 10:00:00", Pattern="XX")

    assert slots(office, date="2026-03-02", lengthMinutes=40) == [
        ("03-02 08:00", "09:00", 1),
        ("03-02 09:20", "10:00", 1),
        ("03-02 10:10", "12:00", 1),
    ]


@pytest.mark.parametrize(
    ("time", "free"),
    [
        ("2026-03-03 00:00:00", ["00:10-23:50"]),
        ("2026-03-03 00:05:00", ["00:15-23:50"]),
        ("2026-03-03 23:40:00", ["00:05-23:40"]),
        ("2026-03-03 23:45:00", ["00:05-23:45"]),
        ("2026-03-03 23:50:00", ["00:05-23:50"]),
        ("2026-03-02 23:55:00", ["00:05-23:50"]),
        ("2026-03-04 00:00:00", ["00:05-23:50"]),
    ],
)
def test_the_first_and_the_last_minutes_of_a_day_are_its_own(practice_office, time, free):
    long_day = 'schedules:\n  - {SchedDate: today+1, ProvNum: 3, StartTime: "00:05", StopTime: "23:50"}\n'
    office = practice_office(PRACTICE + long_day)
    office.book(AptDateTime=time, Pattern="XX", ProvNum=3)

    found = office.read("appointments/Slots", date="2026-03-03", ProvNum=3)
    assert [f"{row['DateTimeStart'][11:16]}-{row['DateTimeEnd'][11:16]}" for row in found] == free


def test_slots_of_this_morning_are_still_told_in_the_afternoon(office):
    office.set_clock("2026-03-02 15:00:00")

    assert slots(office, date="2026-03-02")[0] == ("03-02 08:00", "09:00", 1)


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"date": "2026-03-01"}, (400, "date is invalid.")),
        ({"dateStart": "2026-03-01"}, (400, "dateStart is invalid.")),
        ({"dateEnd": "2026-03-01"}, (400, "dateEnd is invalid.")),
        ({"dateStart": "2026-03-04", "dateEnd": "2026-03-03"}, (400, "dateStart is invalid.")),
        ({"dateEnd": "2029-03-06"}, (400, "dateEnd is invalid.")),
        ({"lengthMinutes": -1}, (400, "lengthMinutes is invalid.")),
        ({"ProvNum": 99}, (404, "Provider not found.")),
        ({"OpNum": 99}, (404, "Operatory not found.")),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(office, query, refusal):
    assert office.refusal("GET", "appointments/Slots", **query) == refusal


def test_eleven_hundred_days_are_searched(office):
    assert office.get("appointments/Slots", dateEnd="2029-03-05").status_code == 200


def test_before_22_1_an_operatory_is_not_asked_for_and_in_22_1_only_it_blocks(practice_office):
    query = {"date": "2026-03-02", "ProvNum": 1, "OpNum": 2}
    assert slots(practice_office(PRACTICE, version="21.4"), **query) == [
        ("03-02 08:00", "09:00", 1),
        ("03-02 09:20", "12:00", 1),
    ]
    links = (
        PRACTICE
        + 'schedules:\n  - {SchedDate: today, ProvNum: 1, StartTime: "08:00", StopTime: "12:00", operatories: [2]}\n'
    )
    assert slots(practice_office(links, version="22.1"), **query) == [("03-02 08:00", "12:00", 2)]
    assert slots(practice_office(links, version="22.2"), **query) == [
        ("03-02 08:00", "09:00", 2),
        ("03-02 09:20", "12:00", 2),
    ]
