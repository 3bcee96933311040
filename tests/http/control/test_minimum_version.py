"""/_mockod/minimum-version: the oldest Open Dental that knows what a client has used."""

from __future__ import annotations

import pytest

from support.not_simulated import lacking, path_to

VISIT = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}


def needed(office, **query):
    return office.http.get("/_mockod/minimum-version", query_string=query, headers=office.headers)


def because(office):
    return [(one["since"], one["what"]) for one in needed(office).json["because"]]


def test_who_asked_nothing_needs_the_first(office):
    told = needed(office).json

    assert (told["version"], told["because"]) == ("21.1", [])
    assert "cannot be known" in told["note"]


def test_what_was_there_from_the_start_needs_nothing_newer(office):
    office.read("appointments", date="2026-03-02")
    office.book(AptDateTime="2026-03-02 09:00:00", Note="n")
    office.read("patients", LName="A")

    assert (needed(office).json["version"], because(office)) == ("21.1", [])


def test_methods_parameters_and_fields_are_told_the_youngest_first(office):
    office.book(AptDateTime="2026-03-02 09:00:00", DateTimeArrived="08:55:00", IsNewPatient="true")
    office.read("appointments/Slots", OpNum=1)
    office.read("schedules")
    office.read("appointments", DateTimeFormatString="yyyy")

    assert needed(office).json["version"] == "25.2.10"
    assert because(office) == [
        ("25.2.10", "body field DateTimeArrived of POST appointments"),
        ("22.2.14", "query parameter DateTimeFormatString"),
        ("22.1", "query parameter OpNum of GET appointments/Slots"),
        ("22.1", "method GET schedules"),
        ("21.3", "body field IsNewPatient of POST appointments"),
    ]


def test_each_is_told_once_with_the_first_request_that_used_it(office):
    for _ in range(2):
        office.read("appointments/Slots", OpNum=1)
        office.read("schedules")

    first, second = (one["request"] for one in needed(office).json["because"])
    assert second == first + 1


def test_a_build_is_younger_than_its_version(office):
    office.read("schedules")
    office.read("appointments", AptStatus="Scheduled")
    office.read("patients/Simple", Gender="Female")

    assert [since for since, _ in because(office)] == ["22.4.28", "22.3.6", "22.1", "21.2"]


@pytest.mark.parametrize(
    ("version", "path", "query"),
    [("21.1", "schedules", {}), ("21.4", "appointments/Slots", {"OpNum": 1})],
)
def test_what_an_older_office_refused_or_ignored_was_meant(make_office, version, path, query):
    office = make_office(version=version)
    office.get(path, **query)

    assert needed(office).json["version"] == "22.1"


def test_methods_that_are_not_simulated_count_and_are_marked(office):
    office.get("schedules")
    assert "not simulated" not in needed(office).json["note"]
    method = lacking("GET", since="23.1")
    office.get(path_to(method))

    assert needed(office).json["version"] == method.since
    assert because(office) == [(method.since, f"method GET {method.path}"), ("22.1", "method GET schedules")]
    assert [one["simulated"] for one in needed(office).json["because"]] == [False, True]
    number = needed(office).json["because"][0]["request"]
    line = f"{method.since}: method GET {method.path} (request {number}, not simulated)"
    assert line in needed(office, format="text").text.splitlines()
    assert "parameters and fields may be younger" in needed(office).json["note"]


def test_a_field_in_another_letter_case_is_that_field(office):
    office.book(AptDateTime="2026-03-02 09:00:00", datetimearrived="08:55:00")

    assert because(office) == [("25.2.10", "body field DateTimeArrived of POST appointments")]


def test_an_empty_parameter_a_null_and_an_unknown_name_need_nothing(office):
    office.read("appointments/Slots", OpNum="")
    office.book(AptDateTime="2026-03-02 09:00:00", DateTimeArrived=None, Invented="x")
    office.get("nowhere/4")

    assert because(office) == []


def test_the_version_told_is_enough_and_the_one_before_is_not(make_office):
    def answer(version):
        office = make_office(version=version)
        return office.post("appointments", VISIT | {"DateTimeArrived": "08:55:00"}).json["DateTimeArrived"]

    assert answer("25.2.10") == "2026-03-02 08:55:00"
    assert answer("25.2.9") != "2026-03-02 08:55:00"


def test_people_can_read_it(office):
    office.read("schedules")
    number = needed(office).json["because"][0]["request"]

    lines = needed(office, format="text").text.splitlines()
    assert lines[:2] == ["22.1", f"22.1: method GET schedules (request {number})"]
    assert len(lines) == 3


def test_an_office_is_judged_by_its_own_requests(make_office):
    one, other = make_office(), make_office()
    one.read("schedules")

    assert needed(other).json["version"] == "21.1"
    assert other.http.get(f"/_mockod/minimum-version?office={one.customer}").json["version"] == "22.1"
