"""Procedure codes: what the office does, and how long each takes. No code is ever deleted, nor gets another name."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Annotated, Any

from mockod.rest.endpoint import Inputs, Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PaintType, SubstOnlyIf, TreatArea
from mockod.vendors.opendental.engine import declared
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Joined, Table
from mockod.vendors.opendental.resources.definitions import find_definition
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import already_exists, invalid, not_found, only_one_of, required
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Number,
    OneLine,
    PatternText,
    Text,
)

SORTED_BY_NUMBER_SINCE = "23.3.25"
"""Older offices sort the list by the code itself."""
PUT_SINCE = "23.3.25"
"""Since then a code can be changed; POST took as many fields."""
LONGEST_CODE = 15
"""Characters that the vendor's column holds (source)."""
MOST_DIAGNOSES = 4
WITH_RANGE = (TreatArea.Quad, TreatArea.Arch)
"""The areas of treatment that may name teeth besides."""
_DRUG_NDC = re.compile(r"(\d{11})?", re.ASCII)
_REVENUE_CODE = re.compile(r"(\d{3})?", re.ASCII)

PROCEDURECODE = Table(
    "procedurecode",
    entity="ProcedureCode",
    section="procedurecodes",
    columns=(
        Column("CodeNum", Integer()),
        Column("ProcCode", Text(longest=LONGEST_CODE), needed=True, unique=True),
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
        Column("AlternateCode1", Text(longest=LONGEST_CODE)),
        Column("MedicalCode", Text(longest=LONGEST_CODE)),
        Column("IsTaxed", Flag()),
        Column("PaintType", Choice(PaintType)),
        Column("LaymanTerm", Text(longest=255)),
        Column("IsCanadianLab", Flag()),
        Column("BaseUnits", Integer(least=0)),
        Column("SubstitutionCode", Text(longest=25)),
        Column("SubstOnlyIf", Choice(SubstOnlyIf)),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("DrugNDC", Text(longest=255)),
        Column("RevenueCodeDefault", Text(longest=255)),
        Column("ProvNumDefault", ForeignKey("provider.ProvNum")),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcedureCode:
    """POST procedurecodes. Its category goes by number or by name; None is not given."""

    proc_code: str
    descript: str
    abbr_desc: str
    proc_cat: int | None = None
    proc_cat_name: Annotated[str | None, Text(), Name("procCat")] = None
    proc_time: str | None = None
    treat_area: Annotated[TreatArea | None, Since("22.4.34")] = None
    no_bill_ins: Annotated[bool | None, Since("23.2.10")] = None
    is_prosth: Annotated[bool | None, Since(PUT_SINCE)] = None
    default_note: str | None = None
    is_hygiene: bool | None = None
    alternate_code1: Annotated[str | None, Since(PUT_SINCE)] = None
    medical_code: str | None = None
    is_taxed: Annotated[bool | None, Since(PUT_SINCE)] = None
    paint_type: Annotated[PaintType | None, Since(PUT_SINCE)] = None
    layman_term: str | None = None
    is_canadian_lab: Annotated[bool | None, Since(PUT_SINCE)] = None
    base_units: Annotated[int | None, Since(PUT_SINCE)] = None
    substitution_code: Annotated[str | None, Since("22.4.9")] = None
    subst_only_if: Annotated[SubstOnlyIf | None, Since("22.4.9")] = None
    drug_ndc: Annotated[str | None, Since(PUT_SINCE)] = None
    revenue_code_default: Annotated[str | None, Since(PUT_SINCE)] = None
    prov_num_default: int | None = None
    canada_time_units: float | None = None
    is_radiology: Annotated[bool | None, Since(PUT_SINCE)] = None
    default_claim_note: Annotated[str | None, Since(PUT_SINCE)] = None
    default_tp_note: Annotated[str | None, Since(PUT_SINCE)] = None
    paint_text: Annotated[str | None, Since("23.3.24")] = None
    area_also_tooth_range: Annotated[bool | None, Since(PUT_SINCE)] = None
    diagnostic_codes: Annotated[str | None, Since(PUT_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCodeChange:
    """PUT procedurecodes: only what is given changes. The code itself stays (documented)."""

    descript: str | None = None
    abbr_desc: str | None = None
    proc_time: str | None = None
    proc_cat: int | None = None
    proc_cat_name: Annotated[str | None, Text(), Name("procCat")] = None
    treat_area: TreatArea | None = None
    no_bill_ins: bool | None = None
    is_prosth: bool | None = None
    default_note: str | None = None
    is_hygiene: bool | None = None
    alternate_code1: str | None = None
    medical_code: str | None = None
    is_taxed: bool | None = None
    paint_type: PaintType | None = None
    layman_term: str | None = None
    is_canadian_lab: bool | None = None
    base_units: int | None = None
    substitution_code: str | None = None
    subst_only_if: SubstOnlyIf | None = None
    drug_ndc: str | None = None
    revenue_code_default: str | None = None
    prov_num_default: int | None = None
    canada_time_units: float | None = None
    is_radiology: bool | None = None
    default_claim_note: str | None = None
    default_tp_note: str | None = None
    paint_text: str | None = None
    area_also_tooth_range: bool | None = None
    diagnostic_codes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """The columns of a code of which one says whether another means anything."""

    code_num: int = 0
    treat_area: TreatArea = TreatArea.None_
    paint_type: PaintType = PaintType.None_
    substitution_code: str = ""
    subst_only_if: SubstOnlyIf = SubstOnlyIf.Always
    paint_text: str = ""
    area_also_tooth_range: bool = False


RECORDS = Records(Tied, PROCEDURECODE)


def create_code(tx: Transaction, body: NewProcedureCode) -> Row:
    """POST procedurecodes. No two codes are the same, letter case included (source)."""
    if _is_known(tx, body.proc_code):
        raise already_exists("ProcCode")
    values = _checked(tx, Tied(), body)
    if not values.get("proc_cat"):
        raise required("ProcCat or procCat")
    return PROCEDURECODES.select.one(tx, tx.insert(PROCEDURECODE.name, declared.new_row(PROCEDURECODE, tx, values)))


def update_code(tx: Transaction, before: Tied, body: ProcedureCodeChange) -> Row | None:
    """PUT procedurecodes. Procedures that were entered keep what they took from the code."""
    inputs = Inputs(row=before.code_num, body=_checked(tx, before, body))
    return declared.update(PROCEDURECODE, PROCEDURECODES.select, tx, inputs)


def _checked(tx: Transaction, before: Tied, body: NewProcedureCode | ProcedureCodeChange) -> dict[str, Any]:
    """What is written, by Python name: what was sent, its category by number, and what must follow from it."""
    if body.proc_cat and body.proc_cat_name:
        raise only_one_of("ProcCat", "procCat")
    for name, code in (("MedicalCode", body.medical_code), ("SubstitutionCode", body.substitution_code)):
        if code and not _is_known(tx, code):
            raise not_found(name, Basis.ASSUMED)
    check_forms(body)
    values = given_values(body) | tied(before, body)
    if name := values.pop("proc_cat_name", ""):
        values["proc_cat"] = find_definition(tx, DefCat.ProcCodeCats, name)
        if values["proc_cat"] is None:
            raise invalid("procCat")
    return values


def _is_known(tx: Transaction, code: str) -> bool:
    return tx.row("SELECT 1 FROM procedurecode WHERE ProcCode = ?", (code,)) is not None


def check_forms(body: NewProcedureCode | ProcedureCodeChange) -> None:
    """Raises ApiError naming a text that has not its form: digits, or codes with commas but no blanks (documented)."""
    if body.drug_ndc and not _DRUG_NDC.fullmatch(body.drug_ndc):
        raise invalid("DrugNDC")
    if body.revenue_code_default and not _REVENUE_CODE.fullmatch(body.revenue_code_default):
        raise invalid("RevenueCodeDefault")
    diagnoses = (body.diagnostic_codes or "").split(",")
    if len(diagnoses) > MOST_DIAGNOSES or (diagnoses != [""] and not all(diagnoses)) or " " in "".join(diagnoses):
        raise invalid("DiagnosticCodes")
    for name, text in (("Descript", body.descript), ("AbbrDesc", body.abbr_desc)):
        if text is not None and not text.strip():
            raise required(name)


def tied(before: Tied, body: NewProcedureCode | ProcedureCodeChange) -> dict[str, Any]:
    """The tied columns after a body, by Python name: what means nothing any more goes.

    Raises ApiError naming what was sent and means nothing: a text to paint where none is painted, teeth besides an
    area that names none, a condition of no substitution (documented).
    """
    names = {field.name for field in fields(Tied)}
    given = {name: value for name, value in given_values(body).items() if name in names}
    after = replace(before, **given)
    loose = {
        "paint_text": ("PaintText", "", after.paint_type != PaintType.Text),
        "area_also_tooth_range": ("AreaAlsoToothRange", False, after.treat_area not in WITH_RANGE),
        "subst_only_if": ("SubstOnlyIf", SubstOnlyIf.Always, not after.substitution_code),
    }
    cleared = {name: empty for name, (_, empty, is_loose) in loose.items() if is_loose}
    for name, (wire_name, empty, is_loose) in loose.items():
        if is_loose and given.get(name, empty) != empty:
            raise invalid(wire_name)
    return given | cleared


PROCEDURECODES = Resource(
    "procedurecodes",
    table=PROCEDURECODE,
    methods=[
        read(since="23.3.25"),
        listing(list_procedure_codes, filters=ProcedureCodeFilters, since="22.3.22", basis=Basis.SOURCE),
        create(create_code, body=NewProcedureCode, since="22.3"),
        update(update_code, row=RECORDS.get_or_404, body=ProcedureCodeChange, since=PUT_SINCE),
    ],
)
