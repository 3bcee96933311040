"""Procedure codes: what the office does, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Since
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PaintType, SubstOnlyIf, TreatArea
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, given
from mockod.vendors.opendental.engine.table import Column, Joined, Table
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    Integer,
    Number,
    OneLine,
    PatternText,
    Text,
)

SORTED_BY_NUMBER_SINCE = "23.3.25"
"""Older offices sort the list by the code itself."""

PROCEDURECODE = Table(
    "procedurecode",
    entity="ProcedureCode",
    section="procedurecodes",
    columns=(
        Column("CodeNum", Integer()),
        Column("ProcCode", Text(longest=15), needed=True, unique=True),
        Column("Descript", Text(longest=255)),
        Column("AbbrDesc", Text(longest=50)),
        Column("ProcTime", PatternText(), default="/X/"),
        Column("ProcCat", DefinitionKey(DefCat.ProcCodeCats)),
        Joined("procCat", "ItemName", "ProcCat"),
        Column("TreatArea", Choice(TreatArea)),
        Column("NoBillIns", Flag()),
        Column("IsProsth", Flag()),
        Column("DefaultNote", OneLine()),
        Column("IsHygiene", Flag()),
        Column("AlternateCode1", Text(longest=15)),
        Column("MedicalCode", Text(longest=15)),
        Column("IsTaxed", Flag()),
        Column("PaintType", Choice(PaintType)),
        Column("LaymanTerm", Text(longest=255)),
        Column("IsCanadianLab", Flag()),
        Column("BaseUnits", Integer()),
        Column("SubstitutionCode", Text(longest=25)),
        Column("SubstOnlyIf", Choice(SubstOnlyIf)),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("DrugNDC", Text(longest=255)),
        Column("RevenueCodeDefault", Text(longest=255)),
        Column("ProvNumDefault", Integer()),
        Column("CanadaTimeUnits", Number()),
        Column("IsRadiology", Flag()),
        Column("DefaultClaimNote", OneLine()),
        Column("DefaultTPNote", OneLine()),
        Column("PaintText", Text(longest=255)),
        Column("AreaAlsoToothRange", Flag()),
        Column("DiagnosticCodes", Text(longest=255)),
    ),
)


@dataclass(frozen=True, slots=True)
class ProcedureCodeFilters:
    """GET procedurecodes."""

    date_t_stamp: Annotated[datetime | None, Since("22.4.28")] = None


def list_procedure_codes(tx: Transaction, filters: ProcedureCodeFilters, page: Page) -> Rows:
    """By number, in older offices by code; those changed at the very second of the filter or later."""
    by_number = tx.settings.version.knows(SORTED_BY_NUMBER_SINCE)
    return PROCEDURECODES.select.page(
        tx,
        page,
        f"{'' if by_number else 'procedurecode.ProcCode, '}procedurecode.CodeNum",
        [given("procedurecode.DateTStamp >= :since", since=filters.date_t_stamp)],
    )


PROCEDURECODES = Resource(
    "procedurecodes",
    table=PROCEDURECODE,
    methods=[
        read(since="23.3.25"),
        listing(list_procedure_codes, filters=ProcedureCodeFilters, since="22.3.22", basis=Basis.SOURCE),
    ],
)
