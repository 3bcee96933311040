"""What electronic health records tell of patients, one row for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from mockod.rest.schema import Leniency, Since
from mockod.vendors.opendental.domain.clinical_enums import YesNo
from mockod.vendors.opendental.engine.beside import RowsBeside
from mockod.vendors.opendental.engine.methods import read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, OneLine, Text


class StateText(Text):
    """The abbreviation of a state, two letters; blank is none (assumed)."""

    blank_is_missing = False

    def read(self, value: object, leniency: Leniency) -> str:
        text = super().read(value, leniency)
        if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise ValueError("no state")
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(?:[A-Za-z]{2})?$"}


EHRPATIENT = Table(
    "ehrpatient",
    entity="EhrPatient",
    section="ehrpatients",
    columns=(
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("MotherMaidenFname", OneLine()),
        Column("MotherMaidenLname", OneLine()),
        Column("VacShareOk", Choice(YesNo)),
        Column("MedicaidState", StateText()),
        Column("SexualOrientation", Text()),
        Column("GenderIdentity", Text()),
        Column("SexualOrientationNote", OneLine()),
        Column("GenderIdentityNote", OneLine()),
        Column("DischargeDate", Day()),
    ),
)
ROWS = RowsBeside(EHRPATIENT)


@dataclass(frozen=True, slots=True)
class EhrChange:
    """PUT ehrpatients: no other field can be set (documented)."""

    discharge_date: date | None = None
    medicaid_state: Annotated[str | None, Since("24.4.13")] = None


EHRPATIENTS = Resource(
    "ehrpatients",
    table=EHRPATIENT,
    methods=[
        read(ROWS.read, since="24.1.15"),
        update(ROWS.update, row=ROWS.owner, body=EhrChange, since="24.1.15"),
    ],
)
