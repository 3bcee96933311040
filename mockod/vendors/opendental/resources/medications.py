"""Medications that an office knows. A generic one names itself as its generic; a brand names another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import DayOfMoment, Moment
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine, Text

MEDICATION = Table(
    "medication",
    entity="Medication",
    section="medications",
    columns=(
        Column("MedicationNum", Integer()),
        Column("MedName", OneLine(), needed=True),
        Column("GenericNum", ForeignKey("medication.MedicationNum")),
        Joined("genericName", "MedName", "GenericNum", OneLine()),
        Column("Notes", OneLine()),
        Column("DateTStamp", Moment(), stamp="changed", shown_as=DayOfMoment()),
        Column("RxCui", Integer(), hidden=True),
    ),
    indexes=(index("fold(MedName)"),),
)


@dataclass(frozen=True, slots=True)
class NewMedication:
    """POST medications. Without a generic's name it is a generic itself."""

    med_name: str
    generic_name: Annotated[str, Text(), Name("genericName")] = ""
    notes: str = ""


def create_medication(tx: Transaction, body: NewMedication) -> None:
    """POST medications. Refuses a generic that the office does not know (documented)."""
    generic = 0
    if body.generic_name.strip() and fold(body.generic_name) != fold(body.med_name):
        generic = find_medication(tx, body.generic_name)
        if not generic:
            raise ApiError(404, "No Medication with that genericName was found.", Basis.DOCUMENTED)
    insert_medication(tx, body.med_name, generic=generic, notes=body.notes)


def find_medication(tx: Transaction, name: str) -> int:
    """The medication of this name, in any letter case, a generic before a brand; 0 where there is none."""
    sql = """SELECT MedicationNum FROM medication WHERE fold(MedName) = fold(?)
        ORDER BY MedicationNum <> GenericNum, MedicationNum"""
    return int(tx.value(sql, (name,), 0))


def insert_medication(tx: Transaction, name: str, *, generic: int = 0, notes: str = "") -> int:
    """Write a medication, as a brand of ``generic`` or as a generic; answers its number."""
    values: dict[str, Any] = {"med_name": name, "generic_num": generic, "notes": notes}
    number = tx.insert(MEDICATION.name, new_row(MEDICATION, tx, values))
    if not generic:
        tx.update(MEDICATION.name, "GenericNum = MedicationNum WHERE MedicationNum = ?", (number,))
    return number


MEDICATIONS = Resource(
    "medications",
    table=MEDICATION,
    permission=SETUP,
    methods=[
        listing(since="21.3"),
        create(create_medication, body=NewMedication, since="21.3", answers=False),
    ],
)
