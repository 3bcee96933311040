"""Definitions of allergies: what patients can be allergic to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.rest.schema import FieldType, Spelling
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.clinical_enums import SnomedAllergy
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import Bind, Choice, Flag, ForeignKey, Integer, OneLine, Text


class SnomedText(FieldType):
    """The kind of an allergy by name; nothing for none, as the page's sample has it."""

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return wire_name(SnomedAllergy(stored)) if stored else ""

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"


ALLERGYDEF = Table(
    "allergydef",
    entity="AllergyDef",
    section="allergydefs",
    columns=(
        Column("AllergyDefNum", Integer()),
        Column("Description", OneLine(), needed=True),
        Column("IsHidden", Flag()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("SnomedType", Choice(SnomedAllergy), shown_as=SnomedText()),
        Column("MedicationNum", ForeignKey("medication.MedicationNum")),
        Column("UniiCode", Text()),
    ),
    indexes=(index("fold(Description)"),),
)


@dataclass(frozen=True, slots=True)
class NewAllergyDef:
    """POST allergydefs."""

    description: str


def create_allergy_def(tx: Transaction, body: NewAllergyDef) -> None:
    """POST allergydefs. No two share a description (documented), in whatever letter case (assumed)."""
    if find_allergy_def(tx, body.description):
        raise conflict("An AllergyDef with that name already exists.")
    _insert(tx, body.description)


def find_allergy_def(tx: Transaction, description: str) -> int:
    """The number of the definition of this description, in any letter case; 0 where there is none."""
    sql = "SELECT AllergyDefNum FROM allergydef WHERE fold(Description) = fold(?) ORDER BY AllergyDefNum"
    return int(tx.value(sql, (description,), 0))


def find_or_create(tx: Transaction, description: str) -> int:
    """The same, and a new definition where there was none."""
    return find_allergy_def(tx, description) or _insert(tx, description)


def _insert(tx: Transaction, description: str) -> int:
    values: dict[str, Any] = {"description": description}
    return tx.insert(ALLERGYDEF.name, new_row(ALLERGYDEF, tx, values))


ALLERGYDEFS = Resource(
    "allergydefs",
    table=ALLERGYDEF,
    permission=SETUP,
    methods=[
        listing(since="21.3", only="allergydef.AllergyDefNum IN (SELECT AllergyDefNum FROM allergy)"),
        create(create_allergy_def, body=NewAllergyDef, since="21.3", answers=False),
    ],
)
