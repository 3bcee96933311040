"""Allergies of patients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import SnomedAllergy
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.resources.allergydefs import find_or_create
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import required
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, OneLine, Text

ALLERGY = Table(
    "allergy",
    entity="Allergy",
    section="allergies",
    columns=(
        Column("AllergyNum", Integer()),
        Column("AllergyDefNum", ForeignKey("allergydef.AllergyDefNum"), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Joined("defDescription", "Description", "AllergyDefNum", OneLine()),
        Computed("defSnomedType", Choice(SnomedAllergy), "coalesce(by_AllergyDefNum.SnomedType, 0)"),
        Column("Reaction", OneLine(), put="taken"),
        Column("StatusIsActive", Flag(), default=1, put="taken"),
        Column("DateTStamp", Moment(), hidden=True, stamp="changed"),
        Column("DateAdverseReaction", Day(), put="taken"),
        Column("SnomedReaction", Text(), hidden=True),
    ),
    indexes=(index("PatNum"), index("AllergyDefNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAllergy:
    """POST allergies. The definition is named by its number or, commonly, by its description."""

    allergy_def_num: int = 0
    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    def_description: Annotated[str, Text(), Name("defDescription")] = ""
    reaction: str = ""
    status_is_active: bool = True
    date_adverse_reaction: date = date.min


def create_allergy(tx: Transaction, body: NewAllergy) -> None:
    """POST allergies. A description that no definition has becomes one (documented); a number wins (assumed)."""
    if not body.allergy_def_num and not body.def_description.strip():
        raise required("defDescription")
    number = body.allergy_def_num or find_or_create(tx, body.def_description)
    tx.insert(ALLERGY.name, new_row(ALLERGY, tx, {**values_of(body), "allergy_def_num": number}))


ALLERGIES = Resource(
    "allergies",
    table=ALLERGY,
    methods=[
        listing(filters=[equals("PatNum", required=True)]),
        create(create_allergy, body=NewAllergy, since="21.3", answers=False),
        update(since="22.1", answers=False),
        delete(since="22.1"),
    ],
)
