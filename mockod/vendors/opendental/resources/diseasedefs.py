"""Definitions of diseases, which the program calls problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.methods import create, listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import Flag, Integer, OneLine, Text

DISEASEDEF = Table(
    "diseasedef",
    entity="DiseaseDef",
    section="diseasedefs",
    columns=(
        Column("DiseaseDefNum", Integer()),
        Column("DiseaseName", OneLine(), needed=True),
        Column("ItemOrder", Integer(), hidden=True),
        Column("IsHidden", Flag()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("ICD9Code", Text()),
        Column("SnomedCode", Text()),
        Column("Icd10Code", Text(), wire="ICD10Code"),
    ),
    indexes=(index("fold(DiseaseName)"),),
    answer_order="DiseaseDefNum DiseaseName IsHidden DateTStamp ICD9Code ICD10Code SnomedCode",
)


@dataclass(frozen=True, slots=True)
class NewDiseaseDef:
    """POST diseasedefs."""

    disease_name: str


def create_disease_def(tx: Transaction, body: NewDiseaseDef) -> None:
    """POST diseasedefs. No two share a name (documented), in whatever letter case (assumed)."""
    if find_disease_def(tx, body.disease_name):
        raise conflict("A DiseaseDef with that name already exists.")
    _insert(tx, body.disease_name)


def find_disease_def(tx: Transaction, name: str) -> int:
    """The number of the definition of this name, in any letter case; 0 where there is none."""
    sql = "SELECT DiseaseDefNum FROM diseasedef WHERE fold(DiseaseName) = fold(?) ORDER BY DiseaseDefNum"
    return int(tx.value(sql, (name,), 0))


def find_or_create(tx: Transaction, name: str) -> int:
    """The same, and a new definition where there was none."""
    return find_disease_def(tx, name) or _insert(tx, name)


def _insert(tx: Transaction, name: str) -> int:
    """A new definition comes last in the program's list."""
    last = int(tx.value("SELECT coalesce(max(ItemOrder), -1) FROM diseasedef"))
    values: dict[str, Any] = {"disease_name": name, "item_order": last + 1}
    return tx.insert(DISEASEDEF.name, new_row(DISEASEDEF, tx, values))


DISEASEDEFS = Resource(
    "diseasedefs",
    table=DISEASEDEF,
    permission=SETUP,
    methods=[
        read(since="24.1.44"),
        listing(since="21.3"),
        create(create_disease_def, body=NewDiseaseDef, since="21.3", answers=False),
    ],
)
