"""Pharmacies that an office sends prescriptions to."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Integer, OneLine, Text

PHARMACY = Table(
    "pharmacy",
    entity="Pharmacy",
    section="pharmacies",
    columns=(
        Column("PharmacyNum", Integer()),
        Column("PharmID", Text(), hidden=True),
        Column("StoreName", OneLine(), needed=True),
        Column("Phone", Text()),
        Column("Fax", Text()),
        Column("Address", OneLine()),
        Column("Address2", OneLine()),
        Column("City", OneLine()),
        Column("State", OneLine()),
        Column("Zip", Text()),
        Column("Note", OneLine()),
        Column("DateTStamp", Moment(), stamp="changed"),
    ),
)

PHARMACIES = Resource(
    "pharmacies",
    table=PHARMACY,
    methods=[read(since="24.2.35"), listing(since="24.2.35")],
)
