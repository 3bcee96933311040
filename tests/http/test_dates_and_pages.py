"""Dates as a client wants them spelled, and lists a page at a time."""

from __future__ import annotations

import pytest

MANY = "patients:\n" + "".join(f"  - {{PatNum: {n}, LName: Page{n % 7}, FName: Guest{n}}}\n" for n in range(10, 260))
"""252 patients, with the two of the tiny practice."""


@pytest.fixture
def crowded(practice_office):
    return lambda **settings: practice_office(MANY, **settings)


# Spelling


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("yyyy-MM-ddTHH:mm:sszzz", "2026-03-02T14:05:09-08:00"),
        ("yyyy-MM-ddTHH:mm:sszz", "2026-03-02T14:05:09-08"),
        ("yyyy-MM-ddTHH:mm:ssK", "2026-03-02T14:05:09"),
        ("MM/dd/yyyy hh:mm:ss tt", "03/02/2026 02:05:09 PM"),
        ("M/d/yy h:m:s t", "3/2/26 2:5:9 P"),
        ("dddd, d MMMM yyyy 'at' HH:mm", "Monday, 2 March 2026 at 14:05"),
        ('ddd "day" MMM', "Mon day Mar"),
        (r"HH\hmm", "14h05"),
        ("s", "2026-03-02T14:05:09"),
        ("%d", "2"),
        ("yyyy.MM.dd", "2026.03.02"),
    ],
)
def test_times_are_spelled_by_the_pattern(office, pattern, shown):
    office.set_clock("2026-03-02 14:05:09")
    row = office.read("patients/Simple", DateTimeFormatString=pattern)[0]
    assert row["serverDateTime"] == shown


@pytest.mark.parametrize(
    ("time", "spoken"),
    [
        ("00:00:00", "12:00 AM A 12 00"),
        ("00:59:59", "12:59 AM A 12 00"),
        ("01:00:00", "1:00 AM A 01 01"),
        ("11:59:59", "11:59 AM A 11 11"),
        ("12:00:00", "12:00 PM P 12 12"),
        ("12:59:59", "12:59 PM P 12 12"),
        ("13:00:00", "1:00 PM P 01 13"),
        ("23:59:59", "11:59 PM P 11 23"),
    ],
)
def test_noon_midnight_and_the_hours_around_them_are_spelled_as_people_say_them(office, time, spoken):
    office.set_clock(f"2026-03-02 {time}")
    row = office.read("patients/Simple", DateTimeFormatString="h:mm tt t hh HH")[0]
    assert row["serverDateTime"] == spoken


@pytest.mark.parametrize(
    ("day", "spelled"),
    [
        ("2026-01-01", "Thu 1 January 01 Jan 1 26"),
        ("2026-01-31", "Sat 31 January 31 Jan 1 26"),
        ("2026-02-01", "Sun 1 February 01 Feb 2 26"),
        ("2026-02-28", "Sat 28 February 28 Feb 2 26"),
        ("2028-02-29", "Tue 29 February 29 Feb 2 28"),
        ("2028-03-01", "Wed 1 March 01 Mar 3 28"),
        ("2026-12-31", "Thu 31 December 31 Dec 12 26"),
        ("2005-01-01", "Sat 1 January 01 Jan 1 05"),
    ],
)
def test_first_and_last_days_of_months_and_years_are_spelled_right(office, day, spelled):
    office.set_clock(f"{day} 12:00:00")
    row = office.read("patients/Simple", DateTimeFormatString="ddd d MMMM dd MMM M yy")[0]
    assert row["serverDateTime"] == spelled


def test_the_two_patterns_each_spell_their_own_kind(office):
    office.put("patients/1", {"Birthdate": "1976-05-24"})
    plain = office.read("patients/1")
    dates = office.read("patients/1", DateFormatString="dd.MM.yyyy")
    times = office.read("patients/1", DateTimeFormatString="HH'h'")

    assert dates == {
        **plain,
        "Birthdate": "24.05.1976",
        "DateFirstVisit": "01.01.0001",
        "AdmitDate": "01.01.0001",
        "SecDateEntry": "02.03.2026",
    }
    assert times == {**plain, "DateTStamp": "07h"}


def test_both_patterns_may_be_given(office):
    patient = office.read("patients/1", DateFormatString="yyyy", DateTimeFormatString="MM")
    assert (patient["SecDateEntry"], patient["DateTStamp"]) == ("2026", "03")


def test_appointments_are_spelled_too_when_read_and_when_booked(office):
    booked = office.book(AptDateTime="2026-03-02 09:00:00")
    pattern = "yyyy-MM-ddTHH:mm:sszzz"
    shown = office.read(f"appointments/{booked['AptNum']}", DateTimeFormatString=pattern)
    assert shown["AptDateTime"] == "2026-03-02T09:00:00-08:00"
    assert shown["serverDateTime"] == "2026-03-02T07:00:00-08:00"
    assert shown["DateTimeAskedToArrive"] == "0001-01-01T00:00:00-08:00"
    (row,) = office.read("appointments", DateTimeFormatString=pattern)
    assert row == shown

    again = office.call(
        "POST",
        "appointments",
        {"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-02 10:00:00"},
        DateTimeFormatString="MM/dd/yyyy HH:mm",
    )
    assert again.json["AptDateTime"] == "03/02/2026 10:00"


def test_schedules_spell_their_date_and_leave_the_time_of_day(office):
    (row,) = office.read("schedules", DateFormatString="MM/dd/yyyy", DateTimeFormatString="yyyy")
    assert (row["SchedDate"], row["StartTime"], row["StopTime"]) == ("03/02/2026", "08:00:00", "12:00:00")
    assert row["DateTStamp"] == "2026"


def test_filters_are_read_in_the_vendors_own_format_whatever_the_spelling(office):
    assert office.read("patients/Simple", DateTStamp="2026-03-02 00:00:00", DateTimeFormatString="yyyy")
    refusal = (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")
    assert office.refusal("GET", "patients/Simple", DateTStamp="2026", DateTimeFormatString="yyyy") == refusal


@pytest.mark.parametrize("name", ["DateFormatString", "DateTimeFormatString"])
@pytest.mark.parametrize("pattern", ["'open", '"open', "yyyy\\", "%", "X", "Q", "y" * 201])
def test_a_pattern_that_cannot_be_read_is_refused(office, name, pattern):
    for path in ("patients", "patients/1", "appointments", "schedules"):
        assert office.refusal("GET", path, **{name: pattern}) == (400, f"{name} is invalid.")


def test_an_empty_pattern_is_none(office):
    assert office.read("patients/1", DateFormatString="", DateTimeFormatString="") == office.read("patients/1")


def test_an_office_too_old_for_a_pattern_ignores_it_and_its_search_refuses_it(make_office):
    office = make_office(version="22.2.13")
    assert office.read("patients/1", DateTimeFormatString="yyyy")["DateTStamp"] == "2026-03-02 00:00:00"
    text = "'DateTimeFormatString' is not a valid parameter."
    assert office.refusal("GET", "patients", DateTimeFormatString="yyyy") == (400, text)
    office = make_office(version="22.2.14")
    assert office.read("patients/1", DateTimeFormatString="yyyy")["DateTStamp"] == "2026"
    assert office.read("patients/1", DateFormatString="yyyy")["SecDateEntry"] == "2026-03-02"


# Pages

LISTS = ("patients", "patients/Simple", "preferences", "definitions")


def pages(office, path, size):
    at = 0
    while page := office.read(path, Limit=size, Offset=at):
        assert len(page) <= size
        yield from page
        at += size


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("size", [3, 7, 100])
def test_pages_put_together_are_the_list(crowded, path, size):
    office = crowded()
    assert list(pages(office, path, size)) == office.read(path)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_is_a_part_of_the_list_wherever_it_begins(crowded, path):
    office = crowded()
    every = office.read(path)
    for offset, limit in ((0, 2), (1, 2), (len(every) - 1, 5), (2, 10_000)):
        assert office.read(path, Offset=offset, Limit=limit) == every[offset : offset + limit]


@pytest.mark.parametrize("path", ["patients", "patients/Simple"])
def test_remote_pages_end_at_a_hundred_whatever_is_asked(crowded, path):
    pages = [({}, 100), ({"Limit": 101}, 100), ({"Limit": 10**17}, 100), ({"Limit": 99}, 99), ({"Offset": 200}, 52)]
    for query, rows in pages:
        office = crowded(mode="remote")  # each another one: who asks the same again at once is turned away
        assert len(office.read(path, **query)) == rows


ENTERPRISE = {"permissions": ["ApiReadAll", "ApiEnterprise"]}


@pytest.mark.parametrize(
    ("mode", "permissions", "page"),
    [("local", {}, 1000), ("service", {}, 1000), ("remote", {}, 100), ("remote", ENTERPRISE, 1000)],
)
@pytest.mark.parametrize("further", [-1, 0, 1])
def test_a_page_holds_as_many_rows_as_it_may_and_no_more(practice_office, mode, permissions, page, further):
    """Of lists that are one row shorter, just as long, and one row longer than a page."""
    names = "".join(f"  - {{EmployerNum: {n}, EmpName: Works}}\n" for n in range(1, page + further + 1))
    office = practice_office(f"employers:\n{names}")
    settings = {"mode": mode, "throttle_clock": "office", "queue_depth": 1000, **permissions}
    assert office.http.put("/_mockod/settings", json=settings, headers=office.headers).status_code == 200

    def numbers(**query):
        office.http.post("/_mockod/clock/advance", json={"minutes": 1}, headers=office.headers)
        return [row["EmployerNum"] for row in office.read("employers", **query)]

    assert numbers() == list(range(1, min(page, page + further) + 1))
    assert numbers(Limit=page + 1) == numbers(Limit=page) == numbers()
    assert numbers(Limit=page - 1) == list(range(1, page))
    assert numbers(Offset=page) == list(range(page + 1, page + further + 1))


def test_computed_lists_are_cut_where_a_page_ends_too(office):
    every = office.read("appointments/Slots")

    for size in (1, len(every) - 1, len(every), len(every) + 1):
        assert office.read("appointments/Slots", Limit=size) == every[:size]
        assert office.read("appointments/Slots", Limit=size, Offset=1) == every[1 : 1 + size]


@pytest.mark.parametrize("path", [*LISTS, "appointments", "schedules", "providers"])
def test_a_limit_below_one_or_no_number_is_refused(office, path):
    for limit in ("0", "-1", "abc", "1.5", "\u0661", "9" * 30):
        assert office.refusal("GET", path, Limit=limit) == (400, "Limit is invalid.")
    for offset in ("-1", "abc", "1e3"):
        assert office.refusal("GET", path, Offset=offset) == (400, "Offset is invalid.")


@pytest.mark.parametrize("path", [*LISTS, "appointments", "schedules", "scheduleops", "providers", "clinics"])
def test_beyond_the_end_there_is_nothing(office, path):
    for offset in (5000, 10**9, 10**17):
        assert office.read(path, Offset=offset) == []


def test_a_limit_without_a_value_is_none(office):
    assert office.read("patients", Limit="", Offset="") == office.read("patients")


def test_the_zone_is_the_practices_own(practice_office):
    office = practice_office('office: {zone: "+05:30"}\n')

    shown = office.read("patients/1", DateTimeFormatString="yyyy-MM-dd HH:mm zzz")
    assert shown["DateTStamp"] == "2026-03-02 00:00 +05:30"
