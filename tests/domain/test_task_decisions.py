"""What becomes of a task that somebody changes."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.staff_enums import TaskObjectType, TaskStatus
from mockod.vendors.opendental.resources.tasks import NEVER, Task, TaskChange, changed_task, check_key_type

NOW = datetime(2026, 3, 2, 9)
DAY_BEFORE = datetime(2026, 3, 1, 9)
TASK = Task(
    task_list_num=1,
    key_num=7,
    descript="Call.",
    object_type=TaskObjectType.Patient,
    date_time_entry=DAY_BEFORE,
    user_num=1,
    priority_def_num=1,
    date_time_original=DAY_BEFORE,
    sec_date_t_edit=DAY_BEFORE,
)
DONE = changed_task(TASK, TaskChange(task_status=TaskStatus.Done), DAY_BEFORE)


def test_a_task_is_finished_at_the_moment_when_it_is_done():
    assert (DONE.task_status, DONE.date_time_finished) == (TaskStatus.Done, DAY_BEFORE)


def test_a_task_that_is_done_already_keeps_the_moment():
    assert changed_task(DONE, TaskChange(task_status=TaskStatus.Done), NOW) == DONE


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (TaskChange(descript="New."), TaskStatus.Viewed),
        (TaskChange(descript="New.", task_status=TaskStatus.Done), TaskStatus.Done),
        (TaskChange(task_status=TaskStatus.New), TaskStatus.New),
        (TaskChange(descript_override="Short."), TaskStatus.Done),
    ],
)
def test_a_description_brings_a_task_back_unless_the_status_is_told(change, status):
    after = changed_task(DONE, change, NOW)

    assert after.task_status == status
    assert after.date_time_finished == (DAY_BEFORE if status == TaskStatus.Done else NEVER)


@pytest.mark.parametrize(
    ("change", "key", "about"),
    [
        (TaskChange(key_num=8, object_type=TaskObjectType.Appointment), 8, TaskObjectType.Appointment),
        (TaskChange(object_type=TaskObjectType.Appointment), 7, TaskObjectType.Appointment),
        (TaskChange(object_type=TaskObjectType.None_), 0, TaskObjectType.None_),
        (TaskChange(key_num=0), 0, TaskObjectType.None_),
        (TaskChange(key_num=0, object_type=TaskObjectType.Patient), 0, TaskObjectType.Patient),
    ],
)
def test_what_a_task_is_about_is_a_number_and_its_kind(change, key, about):
    after = changed_task(TASK, change, NOW)

    assert (after.key_num, after.object_type) == (key, about)


@pytest.mark.parametrize(
    ("about", "text"), [(None, "ObjectType is required."), (TaskObjectType.None_, "ObjectType is invalid.")]
)
def test_a_number_without_a_kind_is_refused(about, text):
    with pytest.raises(ApiError, match=text):
        check_key_type(5, about)


@pytest.mark.parametrize("about", [None, *TaskObjectType])
def test_no_number_needs_no_kind(about):
    check_key_type(0, about)
