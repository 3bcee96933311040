"""What a practice file may say of an office: its sections, and how each column of a section is written.

All of it follows from the tables' descriptions. A section is called like the resource, a field like the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.tables import WITHOUT_URL
from mockod.vendors.opendental.resources import RESOURCES, load
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey

ORDER = """
    clinics definitions deflinks preferences feescheds fees employers employees userods sites providers
    providercliniclinks operatories schedules scheduleops procedurecodes proccodenotes appointmenttypes
    appointmentrules covcats covspans carriers insplans substitutionlinks inssubs patplans benefits insverifies
    patients patientnotes appointments histappointment
    procedurelogs commlogs recalltypes recalls apptfielddefs apptfields asapcomms eservicelogs subscriptions
""".split()
"""The sections in the order in which people fill an office: what others name comes first. New ones follow these.

Tables are made, and diffs told, in the same order; a table that no practice can fill stands here by its own name.
"""
LINKED = {
    enums.DefLinkType.Patient: "patient",
    enums.DefLinkType.AppointmentType: "appointmenttype",
    enums.DefLinkType.Operatory: "operatory",
    enums.DefLinkType.BlockoutType: "definition",
    enums.DefLinkType.RecallType: "recalltype",
}
"""LinkType of a deflink -> the table whose row its FKey names."""
NO_DATES = ("", "0001-01-01", "0001-01-01 00:00", "0001-01-01 00:00:00")
"""How a file may write that there is no date."""

NAMED_BY = {
    "allergydef": "Description",
    "appointmenttype": "AppointmentTypeName",
    "carrier": "CarrierName",
    "cdcrec": "CdcrecCode",
    "clinic": "Description",
    "definition": "ItemName",
    "diseasedef": "DiseaseName",
    "employer": "EmpName",
    "feesched": "Description",
    "medication": "MedName",
    "operatory": "OpName",
    "preference": "PrefName",
    "procedurecode": "ProcCode",
    "provider": "Abbr",
    "recalltype": "Description",
    "sheetdef": "Description",
    "userod": "UserName",
}
"""Table -> the column by which people call its rows: a file may write it where it names such a row."""


@cache
def tables() -> Mapping[str, Table]:
    """Every table of an office by name, in the order in which they are made."""
    found = [table for table in (load(name).table for name in RESOURCES) if table is not None]
    found += WITHOUT_URL
    return {table.name: table for table in sorted(found, key=_place)}


def _place(table: Table) -> tuple[int, str]:
    name = table.section or table.name
    return ORDER.index(name) if name in ORDER else len(ORDER) + (not table.section), name


@cache
def sections() -> Mapping[str, Table]:
    """Section of a practice file -> its table."""
    return {table.section: table for table in tables().values() if table.section}


def is_dated(column: Column) -> bool:
    """Whether a practice file may write a date here, which may be relative to today."""
    return isinstance(column.type, Day | Moment)


def in_practice(column: Column) -> str:
    """What a practice file means that leaves a column out, where that is no plain default.

    A stamp is at midnight before the office opened.
    """
    if column.in_practice or not column.stamp:
        return column.in_practice
    return "today" if isinstance(column.type, Day) else "today 00:00"


def named_table(column: Column) -> str:
    """The table whose row a column names; nothing for a column that names none."""
    if isinstance(column.type, ForeignKey):
        return column.type.table
    return "definition" if isinstance(column.type, DefinitionKey) else ""
