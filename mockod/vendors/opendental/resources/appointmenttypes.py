"""Appointment types: a reason for a visit, with its colour, length and procedures. Hidden ones are listed too."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import RequiredProcCodes
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, PatternText, Text

BLOCKOUT_TYPES = """coalesce((SELECT group_concat(ItemName) FROM (SELECT ItemName FROM definition d
  WHERE instr(',' || appointmenttype.BlockoutTypes || ',', ',' || d.DefNum || ',') > 0 ORDER BY d.ItemOrder)), '')"""
"""Stored as numbers, shown as names: the page's sample shows one."""

APPOINTMENTTYPE = Table(
    "appointmenttype",
    entity="AppointmentType",
    section="appointmenttypes",
    columns=(
        Column("AppointmentTypeNum", Integer()),
        Column("AppointmentTypeName", Text(longest=255), needed=True),
        Column("AppointmentTypeColor", Color(), wire="appointmentTypeColor"),
        Column("ItemOrder", Integer(), hidden=True),
        Column("IsHidden", Flag()),
        Column("Pattern", PatternText()),
        Column("CodeStr", Text()),
        Column("CodeStrRequired", Text()),
        Column("RequiredProcCodesNeeded", Choice(RequiredProcCodes)),
        Computed("BlockoutTypes", Text(), BLOCKOUT_TYPES, basis=Basis.ASSUMED),
        Column("BlockoutTypes", Text(), hidden=True),
    ),
)

APPOINTMENTTYPES = Resource(
    "appointmenttypes",
    table=APPOINTMENTTYPE,
    methods=[listing(since="22.4.10")],
)
