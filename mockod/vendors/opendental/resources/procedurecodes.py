"""Procedure codes: what the office does, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import DefCat, PaintType, SubstOnlyIf, TreatArea
from mockod.vendors.opendental.engine.table import Column, Joined, Table
from mockod.vendors.opendental.wire.errors import Row, get_or_404
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    Integer,
    Moment,
    Number,
    OneLine,
    PatternText,
    Text,
)

# TABLE
PROCEDURECODE = Table(
    "procedurecode",
    entity="ProcedureCode",
    section="procedurecodes",
    columns=(
        Column("CodeNum", Integer()),
        Column("ProcCode", Text(), needed=True, unique=True),
        Column("Descript", Text()),
        Column("AbbrDesc", Text()),
        Column("ProcTime", PatternText(), default="/X/"),
        Column("ProcCat", DefinitionKey(DefCat.ProcCodeCats)),
        Joined("procCat", "ItemName", "ProcCat"),
        Column("TreatArea", Choice(TreatArea)),
        Column("NoBillIns", Flag()),
        Column("IsProsth", Flag()),
        Column("DefaultNote", OneLine()),
        Column("IsHygiene", Flag()),
        Column("AlternateCode1", Text()),
        Column("MedicalCode", Text()),
        Column("IsTaxed", Flag()),
        Column("PaintType", Choice(PaintType)),
        Column("LaymanTerm", Text()),
        Column("IsCanadianLab", Flag()),
        Column("BaseUnits", Integer()),
        Column("SubstitutionCode", Text()),
        Column("SubstOnlyIf", Choice(SubstOnlyIf)),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("DrugNDC", Text()),
        Column("RevenueCodeDefault", Text()),
        Column("ProvNumDefault", Integer()),
        Column("CanadaTimeUnits", Number()),
        Column("IsRadiology", Flag()),
        Column("DefaultClaimNote", OneLine()),
        Column("DefaultTPNote", OneLine()),
        Column("PaintText", Text()),
        Column("AreaAlsoToothRange", Flag()),
        Column("DiagnosticCodes", Text()),
    ),
)


SORTED_BY_NUMBER_SINCE = "23.3.25"
"""Before, the list was sorted by the code itself."""


class ProcedureCode(Wire):
    code_num = Integer()
    proc_code = Text()
    descript = Text()
    abbr_desc = Text()
    proc_time = Text()
    proc_cat_num = Integer(data_key="ProcCat")
    proc_cat = Text(data_key="procCat", column="coalesce(d.ItemName, '')")
    treat_area = Choice(TreatArea)
    no_bill_ins = Flag()
    is_prosth = Flag()
    default_note = OneLine()
    is_hygiene = Flag()
    alternate_code1 = Text()
    medical_code = Text()
    is_taxed = Flag()
    paint_type = Choice(PaintType)
    layman_term = Text()
    is_canadian_lab = Flag()
    base_units = Integer()
    substitution_code = Text()
    subst_only_if = Choice(SubstOnlyIf)
    date_t_stamp = Moment()
    drug_ndc = Text(data_key="DrugNDC")
    revenue_code_default = Text()
    prov_num_default = Integer()
    canada_time_units = Number()
    is_radiology = Flag()
    default_claim_note = OneLine()
    default_tp_note = OneLine(data_key="DefaultTPNote")
    paint_text = Text()
    area_also_tooth_range = Flag()
    diagnostic_codes = Text()


@dataclass(frozen=True, slots=True)
class ProcedureCodeFilter:
    date_t_stamp: datetime | None = None


class ProcedureCodeQuery(Wire):
    makes = ProcedureCodeFilter
    date_t_stamp = Moment(since="22.4.28")


_SHOWN = f"SELECT {columns(ProcedureCode, 'c')} FROM procedurecode c LEFT JOIN definition d ON d.DefNum = c.ProcCat"


def get_procedure_code(tx: Transaction, code_num: int) -> Row:
    return get_or_404(tx.row(f"{_SHOWN} WHERE c.CodeNum = ?", (code_num,)), "ProcedureCode")


def list_procedure_codes(tx: Transaction, wanted: ProcedureCodeFilter, page: Page) -> list[Row]:
    by_number = tx.settings.version.knows(SORTED_BY_NUMBER_SINCE)
    return tx.rows(
        f"{_SHOWN} WHERE c.DateTStamp >= ? ORDER BY {'c.CodeNum' if by_number else 'c.ProcCode'} LIMIT ? OFFSET ?",
        (str(wanted.date_t_stamp or datetime.min), page.limit, page.offset),
    )


ENDPOINTS = (
    Endpoint(
        "GET",
        "procedurecodes/{CodeNum}",
        get_procedure_code,
        result=ProcedureCode,
        since="23.3.25",
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "procedurecodes",
        list_procedure_codes,
        query=ProcedureCodeQuery,
        result=ProcedureCode,
        many=True,
        since="22.3.22",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
