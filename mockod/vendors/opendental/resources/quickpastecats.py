"""Quickpastecats: the categories of notes that are pasted, and where each is opened first."""

from __future__ import annotations

from mockod.vendors.opendental.domain.staff_enums import QuickPasteType
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Integer, Text
from mockod.vendors.opendental.wire.lists import ChoiceList

QUICKPASTECAT = Table(
    "quickpastecat",
    entity="QuickPasteCat",
    section="quickpastecats",
    columns=(
        Column("QuickPasteCatNum", Integer()),
        Column("Description", Text(longest=255), needed=True),
        Column("ItemOrder", Integer()),
        Column("DefaultForTypes", ChoiceList(QuickPasteType)),
    ),
)

QUICKPASTECATS = Resource(
    "quickpastecats",
    table=QUICKPASTECAT,
    methods=[read(since="22.3.26"), listing(since="22.3.26", order="ItemOrder")],
)
