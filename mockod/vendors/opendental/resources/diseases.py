"""Diseases of patients, which the program calls problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import ProblemStatus
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.resources.diseasedefs import find_or_create
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import required
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, OneLine, Text

ANY_PATIENT_SINCE = "24.2.5"
"""Older offices list one patient's only (documented)."""

DISEASE = Table(
    "disease",
    entity="Disease",
    section="diseases",
    columns=(
        Column("DiseaseNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DiseaseDefNum", ForeignKey("diseasedef.DiseaseDefNum"), needed=True),
        Joined("diseaseDefName", "DiseaseName", "DiseaseDefNum", OneLine()),
        Column("PatNote", OneLine(), put="taken"),
        Column("DateTStamp", Moment(), hidden=True, stamp="changed"),
        Column("ProbStatus", Choice(ProblemStatus), put="taken"),
        Column("DateStart", Day(), put="taken"),
        Column("DateStop", Day(), put="taken"),
        Column("SnomedProblemType", Text(), hidden=True),
        Column("FunctionStatus", Integer(), hidden=True),
    ),
    indexes=(index("PatNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisease:
    """POST diseases. The definition is named by its number or, commonly, by its name."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    disease_def_num: int = 0
    disease_def_name: Annotated[str, Text(), Name("diseaseDefName")] = ""
    date_start: date = date.min
    date_stop: date = date.min
    prob_status: ProblemStatus = ProblemStatus.Active
    pat_note: str = ""


def create_disease(tx: Transaction, body: NewDisease) -> Row:
    """POST diseases. A name that no definition has becomes one (documented); a number wins (assumed)."""
    if not body.disease_def_num and not body.disease_def_name.strip():
        raise required("diseaseDefName")
    number = body.disease_def_num or find_or_create(tx, body.disease_def_name)
    row = new_row(DISEASE, tx, {**values_of(body), "disease_def_num": number})
    return DISEASES.select.one(tx, tx.insert(DISEASE.name, row))


DISEASES = Resource(
    "diseases",
    table=DISEASE,
    methods=[
        read(since="24.2.5"),
        listing(filters=[equals("PatNum", optional_since=ANY_PATIENT_SINCE)], since="21.3"),
        create(create_disease, body=NewDisease, since="21.3"),
        update(since="22.1"),
        delete(since="22.1"),
    ],
)
