"""Operatories: the rooms. Hidden ones are told too."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Joined, Table
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import DefinitionKey, Flag, ForeignKey, Integer, Text

OPERATORY = Table(
    "operatory",
    entity="Operatory",
    section="operatories",
    columns=(
        Column("OperatoryNum", Integer()),
        Column("OpName", Text(longest=255), needed=True),
        Column("Abbrev", Text(longest=255)),
        Column("ItemOrder", Integer()),
        Column("IsHidden", Flag()),
        Column("ProvDentist", ForeignKey("provider.ProvNum")),
        Column("ProvHygienist", ForeignKey("provider.ProvNum")),
        Column("IsHygiene", Flag()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("SetProspective", Flag()),
        Column("DateTStamp", Moment(), hidden=True, stamp="changed"),
        Column("IsWebSched", Flag()),
        Column("OperatoryType", DefinitionKey(DefCat.OperatoryTypes)),
        Joined("operatoryType", "ItemName", "OperatoryType"),
    ),
)

OPERATORIES = Resource(
    "operatories",
    table=OPERATORY,
    methods=[
        read(since="24.1.10"),
        listing(filters=[equals("ClinicNum", zero_is_none=True)], basis=Basis.OBSERVED),
    ],
)
