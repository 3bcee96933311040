"""What appointments refer to, as lists: time zones, tasks, associates; and what can be asked at all."""

from __future__ import annotations

from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.messages import Basis
from mockod.vendors.superoffice.domain.time_zones import ZONES
from mockod.vendors.superoffice.domain.words import TASK_TYPE
from mockod.vendors.superoffice.practice.tables import ASSOCIATES, TASKS
from mockod.vendors.superoffice.resources.work import Answer, Work, WorkEndpoint
from mockod.vendors.superoffice.wire.carriers import list_item, show_zone

RESOURCES = ("Appointment", "MDOList/associate", "MDOList/task", "timezone")


def get_api(work: Work, inputs: Inputs) -> Answer:
    links = {name: f"{work.base}/{name}" for name in RESOURCES}
    return Answer("Api", {"Name": "SuperOffice REST WebAPI", "Version": "v1", "_Links": links})


def get_zones(work: Work, inputs: Inputs) -> Answer:
    return Answer("ArrayOfTimeZoneData", [show_zone(zone) for zone in ZONES])


def get_tasks(work: Work, inputs: Inputs) -> Answer:
    tasks = TASKS.where(work.tx, "Deleted = 0 ORDER BY Rank, TaskListItemId")
    items = [
        list_item(
            task.task_list_item_id,
            task.value,
            rank=task.rank,
            kind=TASK_TYPE.word(task.type),
            full_name=task.value,
            tooltip=task.tooltip,
        )
        for task in tasks
    ]
    return Answer("ArrayOfMDOListItem", items)


def get_associates(work: Work, inputs: Inputs) -> Answer:
    associates = ASSOCIATES.where(work.tx, "Deleted = 0 ORDER BY Rank, AssociateId")
    items = [
        list_item(
            associate.associate_id,
            associate.full_name or associate.name,
            rank=associate.rank,
            kind="associate",
            full_name=associate.full_name,
            tooltip=associate.tooltip,
        )
        for associate in associates
    ]
    return Answer("ArrayOfMDOListItem", items)


API: tuple[WorkEndpoint, ...] = (Endpoint("GET", "api", get_api, basis=Basis.ASSUMED, summary="What can be asked"),)
ZONE_LIST: tuple[WorkEndpoint, ...] = (Endpoint("GET", "timezone", get_zones, summary="Time zones"),)
MDO_LISTS: tuple[WorkEndpoint, ...] = (
    Endpoint("GET", "MDOList/task", get_tasks, summary="Types of activities"),
    Endpoint("GET", "MDOList/associate", get_associates, summary="Users and resources"),
)
