"""How many days a laboratory takes for what it makes: as it says, and as it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine

LABTURNAROUND = Table(
    "labturnaround",
    entity="LabTurnaround",
    section="labturnarounds",
    columns=(
        Column("LabTurnaroundNum", Integer()),
        Column("LaboratoryNum", ForeignKey("laboratory.LaboratoryNum"), needed=True),
        Column("Description", OneLine(), needed=True, put="taken"),
        Column("DaysPublished", Integer(), put="taken"),
        Column("DaysActual", Integer(), put="taken"),
    ),
    indexes=(index("LaboratoryNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurnaround:
    """POST labturnarounds. Days are counted from sending to receiving."""

    laboratory_num: Annotated[int, ForeignKey("laboratory.LaboratoryNum", zero=False)]
    description: str
    days_actual: int
    days_published: int = 0


def create_turnaround(tx: Transaction, body: NewTurnaround) -> Row:
    """POST labturnarounds."""
    row = new_row(LABTURNAROUND, tx, values_of(body))
    return LABTURNAROUNDS.select.one(tx, tx.insert(LABTURNAROUND.name, row))


LABTURNAROUNDS = Resource(
    "labturnarounds",
    table=LABTURNAROUND,
    methods=[
        read(since="24.2.29"),
        listing(filters=[equals("LaboratoryNum")], since="24.2.29"),
        create(create_turnaround, body=NewTurnaround, since="24.4.13"),
        update(since="24.4.13"),
    ],
)
