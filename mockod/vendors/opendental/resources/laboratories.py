"""Laboratories that make crowns, dentures and the like."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, OneLine
from mockod.vendors.opendental.wire.phone_fields import FormattedPhone

LABORATORY = Table(
    "laboratory",
    entity="Laboratory",
    section="laboratories",
    columns=(
        Column("LaboratoryNum", Integer()),
        Column("Description", OneLine(), needed=True, post="required", put="taken"),
        Column("Phone", FormattedPhone(), post="taken", put="taken"),
        Column("Notes", OneLine(), post="taken", put="taken"),
        Column("Slip", ForeignKey("sheetdef.SheetDefNum"), post="taken", put="taken"),
        Column("Address", OneLine(), post="taken", put="taken"),
        Column("City", OneLine(), post="taken", put="taken"),
        Column("State", OneLine(), post="taken", put="taken"),
        Column("Zip", OneLine(), post="taken", put="taken"),
        Column("Email", OneLine(), post="taken", put="taken"),
        Column("WirelessPhone", FormattedPhone(), post="taken", put="taken"),
        Column("IsHidden", Flag(), post="taken", put="taken"),
    ),
)

LABORATORIES = Resource(
    "laboratories",
    table=LABORATORY,
    methods=[
        read(since="24.2.33"),
        listing(since="24.2.33"),
        create(since="24.4.22"),
        update(since="24.4.23"),
    ],
)
