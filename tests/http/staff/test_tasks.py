"""Tasks, their lists and their notes."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
userods: [{UserNum: 1, UserName: Admin}]
definitions:
  - {DefNum: 901, Category: TaskPriorities, ItemName: Low, ItemOrder: 0}
  - {DefNum: 902, Category: TaskPriorities, ItemName: Normal, ItemOrder: 1, ItemValue: D}
tasklists:
  - {TaskListNum: 1, Descript: Front Desk, DateTimeEntry: 2026-01-02 10:00}
  - {TaskListNum: 2, Descript: Old, TaskListStatus: Archived}
tasks:
  - {TaskNum: 1, TaskListNum: 1, UserNum: 1, Descript: Recent., DateTimeOriginal: 2026-02-16 07:00}
  - {TaskNum: 2, TaskListNum: 1, UserNum: 1, Descript: Older., DateTimeOriginal: 2026-02-16 06:59:59}
  - {TaskNum: 3, TaskListNum: 2, UserNum: 1, Descript: Call., ObjectType: Patient, KeyNum: 1,
     ReminderType: "Weekly, Monday", DateTimeOriginal: 2026-03-01 10:00}
"""
NEW = {"TaskListNum": 1, "Descript": "Call the lab.", "UserNum": 1}
NEVER = "0001-01-01 00:00:00"


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def numbers(office, **query):
    return [task["TaskNum"] for task in office.read("tasks", **query)]


def test_a_list_that_names_no_time_has_the_last_two_weeks(office):
    assert numbers(office) == [1, 3]
    assert numbers(office, DateTimeOriginal="2026-02-16 06:59:59") == [1, 2, 3]


def test_a_list_is_filtered_by_list_kind_and_status(office):
    assert numbers(office, TaskListNum=2) == [3]
    assert numbers(office, ObjectType="Patient") == [3]
    assert numbers(office, ObjectType="Patient", KeyNum=1) == [3]
    assert numbers(office, ObjectType="Patient", KeyNum=2) == []
    assert numbers(office, TaskStatus="Done") == []


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ({"KeyNum": 1}, 400, "ObjectType is required."),
        ({"KeyNum": 1, "ObjectType": "None"}, 400, "ObjectType is invalid."),
        ({"KeyNum": 999, "ObjectType": "Patient"}, 404, "Patient not found."),
        ({"KeyNum": 999, "ObjectType": "Appointment"}, 404, "Appointment not found."),
        ({"TaskListNum": 99}, 404, "TaskList not found."),
        ({"TaskStatus": "Open"}, 400, "TaskStatus is invalid."),
    ],
)
def test_a_list_says_what_is_wrong_with_its_filters(office, query, status, text):
    assert office.refusal("GET", "tasks", **query) == (status, text)


def test_a_new_task_is_new_of_now_and_of_the_offices_own_priority(office):
    made = office.post("tasks", NEW)

    assert made.status_code == 201
    assert (made.json["TaskStatus"], made.json["PriorityDefNum"], made.json["ObjectType"]) == ("New", 902, "None")
    assert made.json["DateTimeEntry"] == made.json["DateTimeOriginal"] == "2026-03-02 07:00:00"
    assert office.read(f"tasks/{made.json['TaskNum']}") == made.json


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"Descript": ""}, 400, "Descript is required."),
        ({"UserNum": 0}, 404, "Userod not found."),
        ({"TaskListNum": 99}, 404, "TaskList not found."),
        ({"KeyNum": 1}, 400, "ObjectType is required."),
        ({"KeyNum": 999, "ObjectType": "Patient"}, 404, "Patient not found."),
        ({"PriorityDefNum": 1}, 400, "PriorityDefNum is invalid."),
        ({"DescriptOverride": "x" * 257}, 400, "DescriptOverride is invalid."),
    ],
)
def test_a_task_is_refused_for_what_it_names(office, change, status, text):
    before = database(office).contents()

    assert office.refusal("POST", "tasks", {**NEW, **change}) == (status, text)
    assert database(office).contents() == before


def test_a_task_is_finished_when_it_is_done_and_goes_back_to_viewed_with_a_new_description(office):
    office.set_clock("2026-03-02 09:30:00")
    done = office.put("tasks/1", {"TaskStatus": "Done"}).json
    assert (done["TaskStatus"], done["DateTimeFinished"]) == ("Done", "2026-03-02 09:30:00")

    back = office.put("tasks/1", {"Descript": "Again."}).json
    assert (back["TaskStatus"], back["DateTimeFinished"], back["Descript"]) == ("Viewed", NEVER, "Again.")


def test_a_task_can_be_tied_to_an_appointment_and_let_go(office):
    number = office.book(AptDateTime="2026-03-03 10:00:00")["AptNum"]

    tied = office.put("tasks/1", {"KeyNum": number, "ObjectType": "Appointment"}).json
    assert (tied["KeyNum"], tied["ObjectType"]) == (number, "Appointment")
    free = office.put("tasks/1", {"KeyNum": 0}).json
    assert (free["KeyNum"], free["ObjectType"]) == (0, "None")


def test_a_task_that_nothing_changes_keeps_its_time(office):
    before = office.read("tasks/1")
    office.set_clock("2026-03-02 10:00:00")

    assert office.put("tasks/1", {"Descript": before["Descript"]}).json == before


def test_a_reminder_of_several_days_is_told_by_all_its_names(office):
    assert office.read("tasks/3")["ReminderType"] == "Weekly, Monday"


def test_archived_lists_are_told_only_where_they_are_asked_for(office):
    assert [row["Descript"] for row in office.read("tasklists")] == ["Front Desk"]
    assert [row["Descript"] for row in office.read("tasklists", TaskListStatus="Archived")] == ["Old"]
    assert office.refusal("GET", "tasklists", TaskListStatus="Gone") == (400, "TaskListStatus is invalid.")


def test_notes_are_added_changed_and_never_blank(office):
    made = office.post("tasknotes", {"TaskNum": 1, "UserNum": 1, "Note": "Called."})
    assert (made.status_code, made.json["DateTimeNote"]) == (201, "2026-03-02 07:00:00")

    path = f"tasknotes/{made.json['TaskNoteNum']}"
    changed = office.put(path, {"Note": "Called twice.", "DateTimeNote": "2026-03-01 08:00:00"})
    assert changed.json == {**made.json, "Note": "Called twice.", "DateTimeNote": "2026-03-01 08:00:00"}
    assert office.read("tasknotes", TaskNum=1) == office.read("tasknotes", UserNum=1) == [changed.json]
    assert office.read("tasknotes", TaskNum=2) == []
    for blank in ("", "  "):
        assert office.refusal("POST", "tasknotes", {"TaskNum": 1, "UserNum": 1, "Note": blank}) == (
            400,
            "Note is required.",
        )
        assert office.refusal("PUT", path, {"Note": blank}) == (400, "Note is required.")
    assert office.refusal("GET", "tasknotes", TaskNum=99) == (404, "Task not found.")
