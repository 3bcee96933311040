"""What an appointment refers to: associates, contacts, persons, projects, sales and items of lists.

They are told within an appointment and in lists, and changed by the practice file alone. What the vendor's carriers
have besides, and no practice needs, is told as empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from mockod.rest.schema import Name
from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.domain.time_zones import LEAST, TimeZone
from mockod.vendors.superoffice.wire.kinds import Moment, Number, Text, View, Word, YesOrNo
from mockod.vendors.superoffice.wire.records import CARRIER_ENDS, show_object

ALL_BUT_INSERT = {"Mask": "Select, Update, Delete", "Reason": ""}
ALL = {"Mask": "Select, Update, Insert, Delete", "Reason": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Associate:
    """A user of the office, or a resource: who has a diary."""

    associate_id: Annotated[int, Number()]
    name: Annotated[str, Text(20)] = ""
    person_id: Annotated[int, Number()] = 0
    rank: Annotated[int, Number()] = 0
    tooltip: Annotated[str, Text(254)] = ""
    type: Annotated[int, Word(words.USER_TYPE)] = words.USER_TYPE["InternalAssociate"]
    group_idx: Annotated[int, Number()] = 0
    full_name: Annotated[str, Text(254)] = ""
    formal_name: Annotated[str, Text(254)] = ""
    deleted: Annotated[bool, YesOrNo()] = False
    ej_user_id: Annotated[int, Number()] = 0
    user_name: Annotated[str, Text(254)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A company, or whatever else the office calls a contact."""

    contact_id: Annotated[int, Number()]
    name: Annotated[str, Text(219)] = ""
    org_nr: Annotated[str, Text(49)] = ""
    department: Annotated[str, Text(219)] = ""
    url: Annotated[str, Text(1023), Name("URL")] = ""
    city: Annotated[str, Text(254)] = ""
    direct_phone: Annotated[str, Text(239)] = ""
    associate_id: Annotated[int, Number()] = 0
    country_id: Annotated[int, Number()] = 0
    email_address: Annotated[str, Text(239)] = ""
    kananame: Annotated[str, Text(219)] = ""
    email_address_name: Annotated[str, Text(254)] = ""
    url_name: Annotated[str, Text(254), Name("URLName")] = ""
    associate_full_name: Annotated[str, Text(254)] = ""
    business_name: Annotated[str, Text(254)] = ""
    category_name: Annotated[str, Text(254)] = ""
    country_name: Annotated[str, Text(254)] = ""
    formatted_address: Annotated[str, Text(1023)] = ""
    full_name: Annotated[str, Text(254)] = ""
    is_owner_contact: Annotated[bool, YesOrNo()] = False
    active_erp_links: Annotated[int, Number()] = 0
    number1: Annotated[str, Text(49)] = ""
    number2: Annotated[str, Text(49)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at a contact."""

    position: Annotated[str, Text(239)] = ""
    person_id: Annotated[int, Number()]
    mrmrs: Annotated[str, Text(239)] = ""
    firstname: Annotated[str, Text(99)] = ""
    lastname: Annotated[str, Text(99)] = ""
    middle_name: Annotated[str, Text(99)] = ""
    title: Annotated[str, Text(239)] = ""
    description: Annotated[str, Text(4000)] = ""
    email: Annotated[str, Text(239)] = ""
    full_name: Annotated[str, Text(254)] = ""
    direct_phone: Annotated[str, Text(239)] = ""
    formal_name: Annotated[str, Text(254)] = ""
    country_id: Annotated[int, Number()] = 0
    contact_id: Annotated[int, Number()] = 0
    contact_name: Annotated[str, Text(219)] = ""
    retired: Annotated[int, Number()] = 0
    rank: Annotated[int, Number()] = 0
    mobile_phone: Annotated[str, Text(239)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    project_id: Annotated[int, Number()]
    name: Annotated[str, Text(219)] = ""
    description: Annotated[str, Text(4000)] = ""
    url: Annotated[str, Text(1023), Name("URL")] = ""
    type: Annotated[str, Text(239)] = ""
    associate_id: Annotated[int, Number()] = 0
    associate_full_name: Annotated[str, Text(254)] = ""
    type_id: Annotated[int, Number()] = 0
    updated: Annotated[datetime, Moment()] = LEAST
    status_id: Annotated[int, Number()] = 0
    status: Annotated[str, Text(239)] = ""
    project_number: Annotated[str, Text(49)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    contact_name: Annotated[str, Text(219)] = ""
    sale_date: Annotated[datetime, Moment()] = LEAST
    sale_id: Annotated[int, Number()]
    probability: Annotated[int, Number()] = 0
    title: Annotated[str, Text(219)] = ""
    amount: Annotated[int, Number()] = 0
    currency: Annotated[str, Text(49)] = ""
    contact_id: Annotated[int, Number()] = 0
    associate_id: Annotated[int, Number()] = 0
    person_id: Annotated[int, Number()] = 0
    number: Annotated[str, Text(49)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A type of activity, as Meeting or Phone call."""

    task_list_item_id: Annotated[int, Number()]
    value: Annotated[str, Text(254)] = ""
    direction: Annotated[int, Word(words.TASK_DIRECTION)] = words.TASK_DIRECTION["Unknown"]
    type: Annotated[int, Word(words.TASK_TYPE)] = words.TASK_TYPE["Appointment"]
    tooltip: Annotated[str, Text(254)] = ""
    deleted: Annotated[bool, YesOrNo()] = False
    intent_id: Annotated[int, Number()] = 0
    rank: Annotated[int, Number()] = 0
    is_default_allday_event: Annotated[bool, YesOrNo()] = False
    is_default_free: Annotated[bool, YesOrNo()] = False
    is_default_published: Annotated[bool, YesOrNo()] = False
    color_index: Annotated[str, Text(49)] = "LightBlue"
    default_videomeeting_status: Annotated[str, Text(49)] = "NoChange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    id: Annotated[int, Number()]
    value: Annotated[str, Text(254)] = ""
    tooltip: Annotated[str, Text(254)] = ""


def show_carrier(carrier: Any, view: View) -> dict[str, Any]:
    """A carrier within an entity, with its rights (the vendor's client's samples)."""
    shown = show_object(carrier, view)
    if isinstance(carrier, Associate):
        return {**shown, "TableRight": ALL_BUT_INSERT, "FieldProperties": {}}
    if isinstance(carrier, Contact | Person | Project | Sale):
        return {**shown, "TableRight": ALL, "FieldProperties": {}}
    return {**shown, **CARRIER_ENDS}


def show_zone(zone: TimeZone) -> dict[str, Any]:
    """A zone as TimeZoneData. Its rules for summer time are told as empty: they are the zone database's."""
    return {
        "TZLocationID": zone.number,
        "Name": zone.name,
        "TZLocationCode": zone.code,
        "TZLocationCities": "",
        "IsoNumber": zone.iso_number,
        "TimeZoneSTDRules": {},
        "TimeZoneDSTRules": {},
        **CARRIER_ENDS,
    }


def list_item(
    number: int, name: str, *, rank: int, kind: str, full_name: str = "", tooltip: str = ""
) -> dict[str, Any]:
    """An item of an MDO list."""
    return {
        "Id": number,
        "Name": name,
        "ToolTip": tooltip,
        "Deleted": False,
        "Rank": rank,
        "Type": kind,
        "ChildItems": [],
        "IconHint": "",
        "ColorBlock": 0,
        "ExtraInfo": "",
        "StyleHint": "",
        "FullName": full_name,
        **CARRIER_ENDS,
    }
