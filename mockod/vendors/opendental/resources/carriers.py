"""Carriers: the companies behind insurance plans."""

from __future__ import annotations

from mockod.vendors.opendental.domain.insurance_enums import NoSendElectType
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, OneLine
from mockod.vendors.opendental.wire.phone_fields import FormattedPhone

CARRIER = Table(
    "carrier",
    entity="Carrier",
    section="carriers",
    columns=(
        Column("CarrierNum", Integer()),
        Column("CarrierName", OneLine(), needed=True, post="required", put="taken"),
        Column("Address", OneLine(), post="taken", put="taken"),
        Column("Address2", OneLine(), post="taken", put="taken"),
        Column("City", OneLine(), post="taken", put="taken"),
        Column("State", OneLine(), post="taken", put="taken"),
        Column("Zip", OneLine(), post="taken", put="taken"),
        Column("Phone", FormattedPhone(), post="taken", put="taken"),
        Column("ElectID", OneLine(), post="taken", put="taken"),
        Column("NoSendElect", Choice(NoSendElectType), post="taken", put="taken"),
        Column("IsHidden", Flag(), post="taken", put="taken"),
    ),
)

CARRIERS = Resource(
    "carriers",
    table=CARRIER,
    methods=[
        read(since="24.4.5"),
        listing(since="22.4.16"),
        create(since="21.4"),
        update(since="21.4", answers=False),
    ],
)
