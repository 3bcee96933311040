"""Quickpastenotes: texts that people paste into notes, whole or by an abbreviation."""

from __future__ import annotations

from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text

QUICKPASTENOTE = Table(
    "quickpastenote",
    entity="QuickPasteNote",
    section="quickpastenotes",
    columns=(
        Column("QuickPasteNoteNum", Integer()),
        Column("QuickPasteCatNum", ForeignKey("quickpastecat.QuickPasteCatNum"), needed=True),
        Column("ItemOrder", Integer()),
        Column("Note", Text()),
        Column("Abbreviation", Text(longest=255)),
    ),
    indexes=(index("ItemOrder"), index("QuickPasteCatNum", "ItemOrder")),
)

QUICKPASTENOTES = Resource(
    "quickpastenotes",
    table=QUICKPASTENOTE,
    methods=[
        read(since="22.3.24"),
        listing(since="22.3.24", filters=[equals("QuickPasteCatNum")], order="ItemOrder"),
    ],
)
