"""The SuperOffice part of practice files: what is wrong is told with file and line, and dates move with today."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mockod.store.connection import opened
from mockod.store.images import Images, _moved
from mockod.store.practice_file import PracticeError, read_text
from mockod.vendors import practice_loader
from mockod.vendors.superoffice.practice.stored_values import spelled
from mockod.vendors.superoffice.practice.tables import TABLES, Table
from mockod.vendors.superoffice.practice.webhooks import WEBHOOKS
from mockod.vendors.superoffice.wire.kinds import Text
from support.api_client import ApiClient
from support.superoffice import SuperOfficeClient


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("visits: [{Name: x}]", "there is no such section"),
        ("password: x", "a section is a list of rows"),
        ("associates: [{AssociateId: 1, Color: red}]", "there is no field Color"),
        ("associates: [{AssociateId: one}]", "AssociateId: a whole number belongs here"),
        ("associates: [{AssociateId: 99999999999}]", "AssociateId: a whole number belongs here"),
        ("associates: [{AssociateId: 1}, {AssociateId: 1}]", "AssociateId 1 is there already"),
        ("associates: [{AssociateId: 1, Type: Robot}]", "Type: 'Robot' is not a UserType"),
        ("associates: [{AssociateId: 1, Deleted: maybe}]", "Deleted: true or false belongs here"),
        ("associates: [{AssociateId: 1, Name: [a]}]", "Name: one value belongs here"),
        ("appointments: [{AssociateId: 1}]", "StartDate is missing"),
        ("appointments: [{AssociateId: 1, StartDate: someday}]", "StartDate: 'someday' is no date"),
        ("appointments: [{AssociateId: 1, StartDate: [today]}]", "StartDate: one date belongs here"),
        ("appointments: [{Participants: [x]}]", "Participants: an item is a map of fields"),
        ("appointments: [{Participants: [{Who: 1}]}]", "Participants: there is no field Who"),
        ("appointments: [{LeadTime: soon}]", "LeadTime: 'soon' is not a length of time"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(practice_office: Callable[..., ApiClient], part: str, told: str):
    with pytest.raises(PracticeError) as refused:
        practice_office(f"superoffice:\n  {part}\n")
    assert told in str(refused.value)
    assert ".yaml:" in str(refused.value)


def test_every_mistake_is_listed(tmp_path):
    text = b"superoffice:\n  sales: [{SaleId: x}]\n  tasks: [{TaskListItemId: 1, Nothing: 1}, {TaskListItemId: 1}]\n"
    practice = read_text("bad.yaml", text)
    told = [str(mistake) for mistake in practice_loader().mistakes(practice, date(2026, 3, 2))]
    assert [line.split(":")[1] for line in told if "SaleId" in line or "Nothing" in line] == ["2", "3"]


def test_an_image_that_is_moved_by_weeks_is_that_of_its_day():
    monday, later = date(2026, 3, 2), date(2026, 3, 16)
    images = Images(practice_loader)
    moved, built = (
        _appointments(image) for image in (_moved(images.build("demo", monday), later), images.build("demo", later))
    )
    assert moved == built
    assert moved != _appointments(images.build("demo", monday))


def _appointments(image: bytes) -> list[tuple[object, ...]]:
    with closing(opened(image)) as db:
        return db.execute("SELECT * FROM superoffice_appointment ORDER BY AppointmentId").fetchall()


def test_any_practice_can_be_booked(so: SuperOfficeClient):
    assert [one["Name"] for one in so.read("MDOList/associate")] == ["Front Desk"]
    assert so.create(Priority={"Id": 3})["Priority"]["Value"].startswith('US:"High"')


def _seed(so: SuperOfficeClient, fragment: object) -> TestResponse:
    return so.control("POST", "seed", fragment)


def test_a_fragment_adds_changes_and_removes_rows_of_all_vendors(so: SuperOfficeClient):
    number = so.create(Title="Old")["AppointmentId"]
    fragment = {
        "patients": [{"PatNum": 7, "LName": "Muster", "FName": "Ina"}],
        "superoffice": {
            "contacts": [{"ContactId": 7, "Name": "Muster household"}],
            "appointments": [
                {"AppointmentId": number, "Title": "New"},
                {"AssociateId": 1, "ContactId": 7, "StartDate": "today+1 09:00", "EndDate": "today+1 10:00"},
            ],
        },
    }
    done = _seed(so, fragment)
    assert done.status_code == 200, done.text
    assert done.json["added"] == {
        "patients": [7],
        "superoffice.contacts": [7],
        "superoffice.appointments": [number + 1],
    }
    assert done.json["changed"] == {"superoffice.appointments": [number]}
    assert [row["text"] for row in so.rows(select="text")] == ["New", ""]
    assert so.read(f"Appointment/{number + 1}")["Contact"]["Name"] == "Muster household"
    gone = _seed(so, {"remove": {"superoffice.appointments": [number]}})
    assert gone.json["removed"] == {"superoffice.appointments": [number]}
    assert so.ids() == [number + 1]
    assert _seed(so, {"remove": {"superoffice.appointments": "all"}}).json["removed"] != {}
    assert so.ids() == []


@pytest.mark.parametrize(
    "fragment",
    [
        {"superoffice": {"visits": [{"Name": "x"}]}},
        {"superoffice": {"appointments": [{"AssociateId": 1}]}},
        {"superoffice": {"contacts": [{"ContactId": 7, "Color": "red"}]}},
        {"superoffice": {"password": "x"}},
        {"remove": {"superoffice.visits": "all"}},
        {"remove": {"superoffice.appointments": [99]}},
        {"remove": {"superoffice.appointments": [{"Title": "x"}]}},
        {"superoffice": {"contacts": [{"ContactId": 9}], "appointments": [{"StartDate": "someday"}]}},
    ],
)
def test_a_fragment_that_cannot_be_changes_nothing(so: SuperOfficeClient, fragment: object):
    so.create(Title="Kept")
    assert so.control("POST", "snapshots", {"name": "before"}).status_code == 201
    refused = _seed(so, fragment)
    assert refused.status_code == 422, refused.text
    assert so.control("GET", "snapshots/diff?from=before&format=text").text.strip() == "No differences."


@pytest.mark.parametrize("relative", ["", "?relative=true"])
def test_an_office_that_is_written_as_a_practice_makes_the_same_office(
    so_demo: SuperOfficeClient, practice_office: Callable[..., ApiClient], relative: str
):
    people = [{"AssociateId": 2, "SendEmail": True}, {"PersonId": 8}]
    so_demo.create(Title="No", Participants=people, LeadTime="00:15:00", CustomFields={"x": "1"}, IsFree=True)
    text = so_demo.control("GET", f"practice{relative}").text
    office = practice_office(text, alone=True)
    again = SuperOfficeClient(office.http, office.customer)
    assert again.ids() == so_demo.ids()
    for number in so_demo.ids():
        before, after = (one.read(f"Appointment/{number}") for one in (so_demo, again))
        assert {**after, "_Links": None} == {**before, "_Links": None}


# ----- files that somebody sends -----


@pytest.mark.parametrize("table", [*TABLES, WEBHOOKS], ids=lambda table: table.name)
def test_every_column_spells_what_it_stores_and_nothing_else(table: Table[Any]):
    row = table.row_of(table.record(**{table.key: 7}))
    for known in table.stored:
        stored = row[known.column]
        assert spelled(table.name, known.column, stored) in (stored, bool(stored))
        text = () if isinstance(known.kind, Text) else ("Nonsense {",)
        for nonsense in (b"", 2.5, -1, 10**12, *text):
            with pytest.raises(ValueError, match=r".*"):
                spelled(table.name, known.column, nonsense)


def test_an_office_of_an_older_file_gets_what_it_lacks(so: SuperOfficeClient):
    everything = {f"superoffice.{name}": "all" for name in ("associates", "tasks", "priorities")}
    assert so.control("POST", "seed", {"remove": everything}).status_code == 200
    assert so.create(Title="Still here")["Associate"]["Name"] == "SAL0"
    assert len(so.read("MDOList/task")) == 3


def test_an_office_is_carried_in_as_a_file_and_a_damaged_one_is_not(so: SuperOfficeClient):
    number = so.create(Title="Carried", Participants=[{"AssociateId": 1}], Recurrence={"Pattern": "Daily"})[
        "AppointmentId"
    ]
    so.configure(zone="NO")
    before = so.read(f"Appointment/{number}")
    assert so.control("POST", "snapshots", {"name": "one"}).status_code == 201
    image = so.control("GET", "snapshots/file?name=one").data

    def sent(content: bytes) -> TestResponse:
        headers = {"Authorization": f"ODFHIR test-developer/{so.tenant}", "Content-Type": "application/vnd.sqlite3"}
        return so.http.put("/_mockod/snapshots/file?name=sent", data=content, headers=headers)

    assert sent(image).status_code == 200
    assert so.control("POST", "snapshots/restore", {"name": "sent"}).status_code == 200
    assert so.read(f"Appointment/{number}") == before
    for column, value in (("Completed", "Nonsense"), ("Participants", "["), ("StartDate", "soon"), ("HasAlarm", 7)):
        with closing(opened(image)) as db:
            db.execute(f"UPDATE superoffice_appointment SET {column} = ?", (value,))
            damaged = db.serialize()
        assert sent(damaged).status_code == 400, column
    assert so.read(f"Appointment/{number}") == before
