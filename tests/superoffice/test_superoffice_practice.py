"""The SuperOffice part of practice files: what is wrong is told with file and line, and dates move with today."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from mockod.store.connection import opened
from mockod.store.images import Images, _moved
from mockod.store.practice_file import PracticeError, read_text
from mockod.vendors import practice_loader
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
