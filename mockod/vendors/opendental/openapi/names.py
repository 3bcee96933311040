"""What programs call a method: ``listAppointments``, ``createPatient``, ``breakAppointment``."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.vendors.opendental.engine.resource import Resource

WITHOUT_TABLE = {
    "accountmodules": "AccountModule",
    "chartmodules": "ChartModule",
    "etrans": "Etrans",
    "familymodules": "FamilyModule",
    "queries": "Query",
    "reports": "Report",
    "securityperms": "SecurityPerm",
}
"""The words of resources that have no table of their own."""
VERBS = {"GET": "get", "POST": "create", "PUT": "update", "DELETE": "delete"}
ACTIONS = {
    "Break": "break{}",
    "Close": "close{}",
    "Confirm": "confirm{}",
    "DownloadMount": "download{}Mount",
    "DownloadSftp": "download{}ToSftp",
    "Planned": "plan{}",
    "Refund": "refund{}",
    "SchedulePlanned": "schedulePlanned{}",
    "SetByUrl": "create{}ByUrl",
    "ShortQuery": "runShortQuery",
    "Split": "split{}",
    "SwitchType": "switch{}Type",
    "Thumbnails": "download{}Thumbnails",
    "Upload": "upload{}",
    "UploadSftp": "upload{}FromSftp",
}
"""The last word of a path, where POST and PUT of it do something, -> the name of that."""
ALONE = {"POST queries": "runQueryToSftp", "POST appointments/WebSched": "bookAppointmentWebSched"}
"""Methods that are called by no rule."""


def entity(resource: Resource) -> str:
    """The word for a row: ``Appointment``."""
    return resource.table.entity if resource.table and resource.table.entity else WITHOUT_TABLE[resource.name]


def entities(resource: Resource) -> str:
    """The word for several, which ends as the URL's does: ``Appointments``, ``Pharmacies``."""
    one = entity(resource)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one.lower(), resource.name, strict=False)))
    return one[:common] + resource.name[common:]


def operation_id(resource: Resource, endpoint: Endpoint[Any]) -> str:
    """The name of a method: unique, and the same in every version."""
    below = endpoint.path.split("/")[1:]
    words = "".join(part for part in below if not part.startswith("{"))
    alone = ALONE.get(f"{endpoint.method} {endpoint.path}")
    if alone:
        return alone
    if endpoint.method in ("POST", "PUT") and words in ACTIONS:
        return ACTIONS[words].format(entity(resource))
    if endpoint.method == "GET" and not below:
        return f"list{entities(resource)}"
    names_no_row = not any(part.startswith("{") for part in below)
    verb = "set" if endpoint.method == "PUT" and names_no_row else VERBS[endpoint.method]
    return f"{verb}{entity(resource)}{words}"


def capitalized(name: str) -> str:
    """``listAppointments`` as types have it: ``ListAppointments``."""
    return name[:1].upper() + name[1:]


def sentence(operation: str) -> str:
    """
    >>> sentence("listAppointments"), sentence("getAppointmentASAP")
    ('List appointments', 'Get appointment ASAP')
    """
    first, *others = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", capitalized(operation))
    return " ".join([first, *(word if word.isupper() else word.lower() for word in others)])
