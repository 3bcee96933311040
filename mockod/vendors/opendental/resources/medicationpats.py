"""Medications that patients take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.resources.medications import find_medication, insert_medication
from mockod.vendors.opendental.wire.date_fields import ClearableDay, Moment
from mockod.vendors.opendental.wire.errors import required
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, NumberText, OneLine, Text

MEDICATIONPAT = Table(
    "medicationpat",
    entity="MedicationPat",
    section="medicationpats",
    columns=(
        Column("MedicationPatNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True, shown_as=NumberText()),
        Joined("medName", "MedName", "MedicationNum", OneLine()),
        Column("MedicationNum", ForeignKey("medication.MedicationNum"), needed=True),
        Column("PatNote", OneLine(), put="taken"),
        Column("DateTStamp", Moment(), hidden=True, stamp="changed"),
        Column("DateStart", ClearableDay(), put="taken"),
        Column("DateStop", ClearableDay(), put="taken"),
        Column("ProvNum", ForeignKey("provider.ProvNum"), put="taken"),
        Column("MedDescript", Text(), hidden=True),
        Column("RxCui", Integer(), hidden=True),
        Column("ErxGuid", Text(), hidden=True),
        Column("IsCpoe", Flag(), hidden=True),
    ),
    indexes=(index("PatNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMedicationPat:
    """POST medicationpats. The medication is named by its number or, commonly, by its name."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    med_name: Annotated[str, Text(), Name("medName")] = ""
    medication_num: int = 0
    pat_note: str = ""
    date_start: date = date.min
    date_stop: date = date.min
    prov_num: int = 0


def create_medication_pat(tx: Transaction, body: NewMedicationPat) -> None:
    """POST medicationpats. A name that no medication has becomes a generic (documented); a number wins (assumed)."""
    if not body.medication_num and not body.med_name.strip():
        raise required("medName")
    number = body.medication_num or find_medication(tx, body.med_name) or insert_medication(tx, body.med_name)
    tx.insert(MEDICATIONPAT.name, new_row(MEDICATIONPAT, tx, {**values_of(body), "medication_num": number}))


MEDICATIONPATS = Resource(
    "medicationpats",
    table=MEDICATIONPAT,
    methods=[
        listing(filters=[equals("PatNum", required=True)], since="21.3"),
        create(create_medication_pat, body=NewMedicationPat, since="21.3", answers=False),
        update(since="22.1", answers=False),
        delete(since="22.1"),
    ],
)
