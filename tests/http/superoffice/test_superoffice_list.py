"""The list of appointments: filters held against a plain model, order, pages and columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import new_office
from support.superoffice import SuperOfficeClient

NOW = datetime(2026, 3, 2, 7)
TEXTS = ("Exam", "exam", "Cleaning", "50% off_", "A'b", "")
Row = dict[str, Any]
Holds = Callable[[Row], bool]


def _entities() -> list[Row]:
    """Appointments that differ in all that a filter may ask for."""
    entities = []
    for number in range(24):
        start = NOW + timedelta(days=(number * 5) % 17 - 8, hours=number % 5)
        entities.append(
            {
                "Description": TEXTS[number % 6],
                "Title": "Untitled" if number % 6 == 5 else "",
                "Location": TEXTS[(number + 2) % 6],
                "StartDate": start.isoformat(),
                "EndDate": (start + timedelta(minutes=30)).isoformat(),
                "Completed": ("NotStarted", "Started", "Completed")[number % 3],
                "Associate": {"AssociateId": number % 4 + 1},
                "Task": {"TaskListItemId": number % 3 + 1},
                "HasAlarm": number % 2 == 0,
                "Type": ("inDiary", "inChecklist")[number % 2],
                "Contact": {"ContactId": 8} if number % 5 == 0 else None,
            }
        )
    return entities


@pytest.fixture(scope="module")
def listed() -> tuple[SuperOfficeClient, list[Row]]:
    """An office of such appointments alone, and the same as plain rows."""
    office = new_office("demo")
    so = SuperOfficeClient(office.http, office.customer)
    for number in so.ids():
        so.call("DELETE", f"Appointment/{number}")
    entities = [so.create(**entity) for entity in _entities()]
    rows = [
        {
            "appointmentId": one["AppointmentId"],
            "text": one["Description"] or one["Title"],
            "location": one["Location"],
            "date": datetime.fromisoformat(one["StartDate"]),
            "endDate": datetime.fromisoformat(one["EndDate"]),
            "completed": one["Completed"] == "Completed",
            "associateId": one["Associate"]["AssociateId"],
            "type": one["Task"]["TaskListItemId"],
            "alarm": one["HasAlarm"],
            "rawType": {"inDiary": 1, "inChecklist": 2}[one["Type"]],
            "contact/name": one["Contact"]["Name"] if one["Contact"] else "",
        }
        for one in entities
    ]
    return so, rows


# ----- conditions, each as a text and as what it means -----

_TEXT_RULES: dict[str, Callable[[str, str], bool]] = {
    "begins": str.startswith,
    "contains": lambda text, part: part in text,
    "is": lambda text, part: text == part,
    "isNot": lambda text, part: text != part,
    "notBegins": lambda text, part: not text.startswith(part),
    "notContains": lambda text, part: part not in text,
}
_NUMBER_RULES: dict[str, Callable[[int, int], bool]] = {
    **dict.fromkeys(("eq", "=", "equals"), int.__eq__),
    **dict.fromkeys(("ne", "unequals"), int.__ne__),
    **dict.fromkeys(("gt", "greater"), int.__gt__),
    **dict.fromkeys(("lt", "less"), int.__lt__),
    "ge": int.__ge__,
    "le": int.__le__,
}


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _texts(column: str, word: str, part: str) -> tuple[str, Holds]:
    rule = _TEXT_RULES[word]
    return f"{column} {word} {_quoted(part)}", lambda row: rule(row[column].lower(), part.lower())


def _function(column: str, word: str, part: str) -> tuple[str, Holds]:
    """OData's functions of a text."""
    rules = {"substringof": str.__contains__, "startswith": str.startswith, "endswith": str.endswith}
    inside = f"{_quoted(part)}, {column}" if word == "substringof" else f"{column}, {_quoted(part)}"
    return f"{word}({inside})", lambda row: rules[word](row[column].lower(), part.lower())


def _numbers(word: str, number: int) -> tuple[str, Holds]:
    rule = _NUMBER_RULES[word]
    return f"appointmentId {word} {number}", lambda row: rule(row["appointmentId"], number)


def _members(column: str, words: tuple[str, str], is_not: bool, numbers: list[int]) -> tuple[str, Holds]:
    text = f"{column} {words[is_not]} ({', '.join(map(str, numbers))})"
    return text, lambda row: (row[column] in numbers) is not is_not


def _days(column: str, word: str, first: date, second: date) -> tuple[str, Holds]:
    low, high = sorted((first, second))
    rules: dict[str, Holds] = {
        "before": lambda row: row[column].date() < low,
        "beforeOrEqual": lambda row: row[column].date() <= low,
        "after": lambda row: row[column].date() > low,
        "date": lambda row: row[column].date() == low,
        "between": lambda row: low <= row[column].date() <= high,
        "dateBetween": lambda row: low <= row[column].date() <= high,
    }
    values = f"('{low}','{high}')" if "etween" in word else f"'{low}'"
    return f"{column} {word} {values}", rules[word]


def _period(word: str) -> tuple[str, Holds]:
    monday = date(2026, 3, 2)
    rules: dict[str, Holds] = {
        "today": lambda row: row["date"].date() == monday,
        "beforeToday": lambda row: row["date"].date() < monday,
        "afterToday": lambda row: row["date"].date() > monday,
        "lastWeek": lambda row: 0 < (monday - row["date"].date()).days <= 7,
        "thisWeek": lambda row: 0 <= (row["date"].date() - monday).days < 7,
        "nextWeek": lambda row: 7 <= (row["date"].date() - monday).days < 14,
        "lastMonth": lambda row: row["date"].month == 2,
        "thisYear": lambda row: row["date"].year == 2026,
    }
    return f"date {word}", rules[word]


def _flags(column: str, sent: str) -> tuple[str, Holds]:
    wanted = sent.strip("'").lower() not in ("false", "0")
    return f"{column} set {sent}".strip(), lambda row: row[column] is wanted


parts = st.sampled_from(["ex", "E", "%", "_", "50%", "'", "clean", "Untitled", "zz"])
days = st.dates(date(2026, 2, 20), date(2026, 3, 14))
columns = st.sampled_from(["text", "location"])
conditions = st.one_of(
    st.builds(_texts, columns, st.sampled_from(sorted(_TEXT_RULES)), parts),
    st.builds(_function, columns, st.sampled_from(["substringof", "startswith", "endswith"]), parts),
    st.builds(_numbers, st.sampled_from(sorted(_NUMBER_RULES)), st.integers(45, 80)),
    st.builds(
        _members,
        st.just("associateId"),
        st.just(("associateIsOneOf", "associateIsNotOneOf")),
        st.booleans(),
        st.lists(st.integers(1, 5), min_size=1, max_size=3),
    ),
    st.builds(
        _members,
        st.just("type"),
        st.just(("oneOf", "notOneOf")),
        st.booleans(),
        st.lists(st.integers(1, 4), min_size=1, max_size=3),
    ),
    st.builds(
        _days,
        st.sampled_from(["date", "endDate"]),
        st.sampled_from(["before", "beforeOrEqual", "after", "date", "between", "dateBetween"]),
        days,
        days,
    ),
    st.builds(
        _period,
        st.sampled_from(
            ["today", "beforeToday", "afterToday", "lastWeek", "thisWeek", "nextWeek", "lastMonth", "thisYear"]
        ),
    ),
    st.builds(_flags, st.sampled_from(["completed", "alarm"]), st.sampled_from(["", "true", "'0'", "false", "1"])),
)


@settings(max_examples=80)
@given(st.lists(conditions, min_size=1, max_size=3))
def test_a_filter_finds_what_a_plain_model_finds(listed, wanted):
    so, rows = listed
    text = " and ".join(one for one, _ in wanted)
    assert so.ids(filter=text) == [row["appointmentId"] for row in rows if all(holds(row) for _, holds in wanted)], text


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["text", "date", "associateId", "completed", "contact/name"]), st.booleans()),
        max_size=3,
    ),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_rows_come_in_order_and_in_parts(listed, order, skip, top):
    so, rows = listed
    expected = sorted(rows, key=lambda row: row["appointmentId"])
    for column, is_down in reversed(order):
        expected.sort(key=lambda row: str(row[column]).lower(), reverse=is_down)
    text = ",".join(f"{column} {'desc' if is_down else 'asc'}" for column, is_down in order)
    found = so.ids(orderBy=text, skip=str(skip), top=str(top))
    wanted = [row["appointmentId"] for row in expected[skip : skip + top]]
    if not any(is_down for _, is_down in order):
        assert found == wanted
    else:  # rows that are alike in all that was named may stand in either order
        key = {row["appointmentId"]: [str(row[column]).lower() for column, _ in order] for row in rows}
        assert [key[number] for number in found] == [key[number] for number in wanted]


def test_a_long_list_leads_from_page_to_page(so_demo: SuperOfficeClient, monkeypatch):
    monkeypatch.setattr("mockod.vendors.superoffice.resources.appointments.find.PAGE", 10)
    everything = []
    path = "Appointment?$select=appointmentId&$filter=appointmentId gt 20&$orderBy=date desc"
    pages = 0
    while path:
        answer = so_demo.read(path)
        everything += [row["PrimaryKey"] for row in answer["value"]]
        link = answer.get("odata.nextLink")
        path = link.removeprefix(f"http://localhost{so_demo.base}/") if link else None
        pages += 1
    assert pages == 3
    assert len(everything) == len(set(everything)) == 29


def test_columns_have_the_vendors_names_in_any_letter_case(so_demo: SuperOfficeClient):
    [row] = so_demo.rows(select="APPOINTMENTID,Contact/Name,time", filter="appointmentid eq 24")
    assert row == {
        "PrimaryKey": 24,
        "EntityName": "appointment",
        "appointmentId": 24,
        "contact/name": "Canino household",
        "time": "08:00",
    }
    [row] = so_demo.rows(select="contact/name", filter="appointmentId = 24", jsonSafe="true")
    assert row["contact_name"] == "Canino household"


def test_a_mode_and_an_output_change_how_values_are_told(so_demo: SuperOfficeClient):
    one = {"select": "associateId,completed", "filter": "appointmentId = 24"}
    assert so_demo.rows(**one)[0]["associateId"] == 2
    assert so_demo.rows(**one, output="Display")[0]["associateId"] == "Brian Albert"
    full = so_demo.rows(**one, mode="Full")[0]["associateId"]
    assert full == {"RawValue": 2, "DisplayValue": "Brian Albert", "LinkHint": "", "TooltipHint": ""}


def test_dates_are_those_of_the_zone_that_is_asked_for(so_demo: SuperOfficeClient):
    query = {"$select": "date,time,registeredDate", "$filter": "date between ('2026-03-02T17:00','2026-03-02T17:00')"}
    [early, *_] = so_demo.read("Appointment", query=query, zone="NO")["value"]
    assert (early["date"], early["time"]) == ("2026-03-02T17:00:00", "17:00")
    assert early["PrimaryKey"] == 24
    offset = so_demo.read("Appointment", query=query, zone="NO,includeTZOffset")["value"][0]
    assert (offset["date"], offset["registeredDate"]) == ("2026-03-02T17:00:00+01:00", "2026-01-31T17:00:00Z")


def test_who_asks_is_the_current_associate(so_demo: SuperOfficeClient):
    created = so_demo.create(Title="Mine")["AppointmentId"]
    assert so_demo.ids(filter="associateId currentAssociate") == [created]


def test_a_query_may_begin_with_an_ampersand(so_demo: SuperOfficeClient):
    assert len(so_demo.read("Appointment?&$filter=appointmentId eq 24")["value"]) == 1


@pytest.mark.parametrize(
    "condition",
    ["contains 'MØTE'", "begins 'møte'", "ends 'HOS ØYVIND'", "is 'MØTE hos øyvind'", "in ('x','MØTE HOS ØYVIND')"],
)
def test_letter_case_makes_no_difference_beyond_ascii_either(so: SuperOfficeClient, condition: str):
    so.create(Description="Møte hos Øyvind")
    so.create(Description="Another")
    assert so.rows(select="text", filter=f"text {condition}") == [
        {"PrimaryKey": 1, "EntityName": "appointment", "text": "Møte hos Øyvind"}
    ]


def test_letter_case_makes_no_difference_to_the_order_beyond_ascii_either(so: SuperOfficeClient):
    for text in ("ø2", "Ø3", "Ø1"):
        so.create(Description=text)
    assert [row["text"] for row in so.rows(select="text", orderBy="text")] == ["Ø1", "ø2", "Ø3"]


@pytest.mark.parametrize(
    ("condition", "ids"), [("ends 'cde'", []), ("ends 'C'", [1]), ("ends ''", [1]), ("is '_b%'", [])]
)
def test_a_text_is_compared_as_it_stands(so: SuperOfficeClient, condition: str, ids: list[int]):
    so.create(Description="abc")
    assert so.ids(filter=f"text {condition}") == ids


@pytest.mark.parametrize(
    "query",
    [
        "$filter=nothing eq 1",
        "$filter=time is '09:00'",
        "$filter=text eq 'x'",
        "$filter=appointmentId begins 1",
        "$filter=appointmentId eq x",
        "$filter=appointmentId between (1)",
        "$filter=appointmentId eq (1,2)",
        "$filter=date after 'soon'",
        "$filter=date dateBetween ('2026-05-11rubbish','2026-05-12')",
        "$filter=date date '2026-05-11rubbish'",
        f"$filter=text contains '{'_' * 25_001}'",
        f"$filter=text in ('{'x' * 4001}')",
        "$filter=date between ('2026-03-01')",
        "$filter=date lastCentury",
        "$filter=completed set maybe",
        "$filter=associateId eq 1",
        "$filter=appointmentId",
        "$filter=appointmentId eq 99999999999999999999",
        "$filter=text begins 'x' or text begins 'y'",
        "$orderBy=nothing",
        "$orderBy=date sideways",
        "$select=nothing",
        "$top=-1",
        "$top=many",
        "$skip=1.5",
        "$skip=99999999999",
        "$mode=Huge",
        "$output=Loud",
    ],
)
def test_a_list_that_cannot_be_is_refused(so_demo: SuperOfficeClient, query: str):
    response = so_demo.call("GET", f"Appointment?{query}")
    assert (response.status_code, response.json["ErrorType"]) == (400, "ArgumentException")
