"""Autonotes: notes that ask as they are written, by prompts of autonotecontrols."""

from __future__ import annotations

from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.fields import DefinitionKey, Integer, Text

AUTONOTE = Table(
    "autonote",
    entity="AutoNote",
    section="autonotes",
    columns=(
        Column("AutoNoteNum", Integer()),
        Column("AutoNoteName", Text(longest=50), needed=True, post="required", put="taken"),
        Column("MainText", Text(), post="required", put="taken"),
        Column("Category", DefinitionKey(DefCat.AutoNoteCats), post="taken", put="taken"),
        Joined("category", "ItemName", "Category"),
    ),
    indexes=(index("Category"),),
)

AUTONOTES = Resource(
    "autonotes",
    table=AUTONOTE,
    methods=[
        listing(since="22.3.22", filters=[equals("Category", zero_is_none=True)]),
        create(since="22.3.33"),
        update(since="22.3.33"),
    ],
)
