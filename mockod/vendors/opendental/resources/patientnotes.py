"""Notes on patients, one row for each: on health, on service, and whom to call in an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.schema import Since
from mockod.vendors.opendental.engine.beside import RowsBeside
from mockod.vendors.opendental.engine.methods import read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import ForeignKey, OneLine, Text

PATIENTNOTE = Table(
    "patientnote",
    entity="PatientNote",
    section="patientnotes",
    columns=(
        Column("PatNum", ForeignKey("patient.PatNum"), hidden=True),
        Column("FamFinancial", Text(), hidden=True),
        Column("Medical", OneLine()),
        Column("Service", OneLine()),
        Column("MedicalComp", Text(), hidden=True),
        Column("Treatment", Text(), hidden=True),
        Column("ICEName", OneLine()),
        Column("ICEPhone", OneLine()),
    ),
    answer_order="Medical ICEName ICEPhone Service",
)
ROWS = RowsBeside(PATIENTNOTE)


@dataclass(frozen=True, slots=True)
class NotesChange:
    """PUT patientnotes: what is given replaces what was there (documented)."""

    medical: str | None = None
    ice_name: str | None = None
    ice_phone: str | None = None
    service: Annotated[str | None, Since("21.4")] = None


PATIENTNOTES = Resource(
    "patientnotes",
    table=PATIENTNOTE,
    methods=[
        read(ROWS.read, since="21.2"),
        update(ROWS.update, row=ROWS.owner, body=NotesChange, since="21.2"),
    ],
)
