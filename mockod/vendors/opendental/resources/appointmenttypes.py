"""Appointment types: a reason for a visit, with its colour, length and procedures."""

from __future__ import annotations

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import RequiredProcCodes
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.wire.errors import Row
from mockod.vendors.opendental.wire.fields import Choice, Color, Flag, Integer, PatternText, Text

BLOCKOUT_TYPES = """coalesce((SELECT group_concat(ItemName) FROM (SELECT ItemName FROM definition d
  WHERE instr(',' || appointmenttype.BlockoutTypes || ',', ',' || d.DefNum || ',') > 0 ORDER BY d.ItemOrder)), '')"""
"""Stored as numbers, shown as names: the page's sample shows one."""

APPOINTMENTTYPE = Table(
    "appointmenttype",
    entity="AppointmentType",
    section="appointmenttypes",
    columns=(
        Column("AppointmentTypeNum", Integer()),
        Column("AppointmentTypeName", Text(), needed=True),
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


class AppointmentType(Wire):
    appointment_type_num = Integer()
    appointment_type_name = Text()
    appointment_type_color = Color(data_key="appointmentTypeColor")
    is_hidden = Flag()
    pattern = Text()
    code_str = Text()
    code_str_required = Text()
    required_proc_codes_needed = Choice(RequiredProcCodes)
    blockout_types = Text(
        basis=Basis.ASSUMED,
        column="coalesce((SELECT group_concat(ItemName) FROM (SELECT ItemName FROM definition d WHERE "
        "instr(',' || t.BlockoutTypes || ',', ',' || d.DefNum || ',') > 0 ORDER BY d.ItemOrder)), '')",
    )
    """Stored as numbers, shown as names: the page's sample shows one."""


def list_appointment_types(tx: Transaction, page: Page) -> list[Row]:
    """All of them, hidden ones too."""
    return tx.rows(
        f"SELECT {columns(AppointmentType, 't')} FROM appointmenttype t ORDER BY t.AppointmentTypeNum LIMIT ? OFFSET ?",
        (page.limit, page.offset),
    )


ENDPOINTS = (
    Endpoint(
        "GET",
        "appointmenttypes",
        list_appointment_types,
        result=AppointmentType,
        many=True,
        since="22.4.10",
        permission=READ_ALL,
    ),
)
