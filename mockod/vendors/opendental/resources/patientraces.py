"""Races and ethnicities of patients, by the codes of the CDC. One patient may have several rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import PatStatus
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, where
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, Text

PATIENTRACE = Table(
    "patientrace",
    entity="PatientRace",
    section="patientraces",
    columns=(
        Column("PatientRaceNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("CdcrecCode", Text(), needed=True),
        # The vendor misspells both names, in its table and over the wire.
        Computed("descripition", Text(), "coalesce(cdcrec.Description, '')"),
        # The CDC orders races below R, ethnicities below E.
        Computed("isEthnicity", Flag(), "coalesce(cdcrec.HeirarchicalCode LIKE 'E%', 0)"),
        Computed("heirarchicalCode", Text(), "coalesce(cdcrec.HeirarchicalCode, '')"),
    ),
    indexes=(index("PatNum"),),
    joins="LEFT JOIN cdcrec ON cdcrec.CdcrecCode = patientrace.CdcrecCode",
)


@dataclass(frozen=True, slots=True)
class RaceFilters:
    """GET patientraces."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]


def list_races(tx: Transaction, filters: RaceFilters, page: Page) -> Rows:
    """GET patientraces. Refuses a patient who was deleted (documented)."""
    if tx.value("SELECT PatStatus FROM patient WHERE PatNum = ?", (filters.pat_num,)) == PatStatus.Deleted:
        raise conflict("Patient is deleted.")
    return PATIENTRACES.select.page(
        tx, page, "patientrace.PatientRaceNum", [where("patientrace.PatNum = :patient", patient=filters.pat_num)]
    )


PATIENTRACES = Resource(
    "patientraces",
    table=PATIENTRACE,
    methods=[listing(list_races, filters=RaceFilters, since="22.3.12")],
)
