"""Fields that an office adds to its patients: what stands in them. ``patfielddefs`` says what they are called.

A field is known by its name, in the letter case of its definition (documented).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import PatFieldType
from mockod.vendors.opendental.domain.pat_fields import FieldDef, fits
from mockod.vendors.opendental.engine.methods import create, delete, listing, put, read
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.patfielddefs import choices, find_field_def
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import already_exists, conflict, get_or_404, invalid, required
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine

LISTS_SINCE = "22.4.5"
"""Older offices answer one field, by patient and name (documented)."""


class FieldValue(OneLine):
    """What stands in a field; an empty text is a value, and clears it (assumed)."""

    blank_is_missing = False


PATFIELD = Table(
    "patfield",
    entity="PatField",
    section="patfields",
    columns=(
        Column("PatFieldNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("FieldName", OneLine(), needed=True),
        Column("FieldValue", FieldValue()),
        Column("SecUserNumEntry", Integer(), hidden=True),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("PatNum"), index("FieldName"), index("SecDateTEdit")),
    answer_order="PatFieldNum PatNum FieldName FieldValue SecDateTEdit SecDateEntry",
)

OnePatient = Annotated[int, ForeignKey("patient.PatNum", zero=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilters:
    """GET patfields. Patient 0 is no filter."""

    pat_num: int = 0
    field_name: str | None = None
    sec_date_t_edit: Annotated[datetime | None, Since(LISTS_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldByName:
    """POST and PUT patfields."""

    pat_num: OnePatient
    field_name: str
    field_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatField:
    """What stands in one field of a patient."""

    pat_field_num: int = 0
    pat_num: int
    field_name: str
    field_value: str
    sec_date_entry: date
    sec_date_t_edit: datetime


FIELDS = Records(PatField, PATFIELD)


def list_fields(tx: Transaction, filters: FieldFilters, page: Page) -> Row | Rows:
    """GET patfields: letter case counts in a name (documented). Before 22.4.5 one object, or 404 (assumed)."""
    if not tx.settings.version.knows(LISTS_SINCE):
        for name, value in (("PatNum", filters.pat_num), ("FieldName", filters.field_name)):
            if not value:
                raise required(name, Basis.OBSERVED)
        tx.basis = Basis.ASSUMED
        found = get_or_404(find_field(tx, filters.pat_num, filters.field_name or ""), PATFIELD.entity)
        return PATFIELDS.select.one(tx, found.pat_field_num)
    return PATFIELDS.select.page(
        tx,
        page,
        "patfield.PatFieldNum",
        [
            given("patfield.PatNum = :patient", patient=filters.pat_num or None),
            given("patfield.FieldName = :name", name=filters.field_name),
            given("patfield.SecDateTEdit >= :since", since=filters.sec_date_t_edit, by_range=True),
        ],
    )


def find_field(tx: Transaction, pat_num: int, name: str) -> PatField | None:
    """What stands in the patient's field of this name."""
    tests = "PatNum = ? AND FieldName = ? ORDER BY PatFieldNum LIMIT 1"
    return next(iter(FIELDS.find(tx, tests, (pat_num, name))), None)


def create_field(tx: Transaction, body: FieldByName) -> Row:
    """POST patfields: a field that the patient does not have yet (assumed)."""
    definition = get_or_404(find_field_def(tx, body.field_name), "PatFieldDef")
    check_new(definition, find_field(tx, body.pat_num, body.field_name))
    check_value(definition, choices(tx, definition), body.field_value)
    new = PatField(
        pat_num=body.pat_num,
        field_name=definition.field_name,
        field_value=body.field_value,
        sec_date_entry=tx.now.date(),
        sec_date_t_edit=tx.now,
    )
    return PATFIELDS.select.one(tx, FIELDS.insert(tx, new))


def check_new(definition: FieldDef, before: PatField | None) -> None:
    """Raises ApiError naming FieldName for a hidden definition (documented), and where the patient has the field."""
    if definition.is_hidden:
        raise invalid("FieldName", "PatFieldDef is hidden.")
    if before:
        raise already_exists("PatField")


def check_value(definition: FieldDef, offered: Collection[str], value: str) -> None:
    """Raises ApiError naming FieldValue where the type of the field does not take it (documented)."""
    if not fits(definition.field_type, offered, value):
        raise invalid("FieldValue")


def set_field(tx: Transaction, body: FieldByName) -> None:
    """PUT patfields: changes what is there, and makes nothing new (documented)."""
    before = find_field(tx, body.pat_num, body.field_name)
    if before is None:
        raise invalid("FieldName", "Patient has no such PatField.")
    definition = find_field_def(tx, body.field_name)
    if definition:
        check_value(definition, choices(tx, definition), body.field_value)
    if body.field_value != before.field_value:
        FIELDS.update(tx, before, replace(before, field_value=body.field_value, sec_date_t_edit=tx.now))


def delete_field(tx: Transaction, field: PatField) -> None:
    """DELETE patfields. What CareCredit says of a patient stays (documented; the words are assumed)."""
    definition = find_field_def(tx, field.field_name)
    if definition and definition.field_type == PatFieldType.CareCreditStatus:
        raise conflict("PatField with a FieldType of CareCreditStatus cannot be deleted.")
    tx.delete(PATFIELD.name, "PatFieldNum = ?", (field.pat_field_num,))


PATFIELDS = Resource(
    "patfields",
    table=PATFIELD,
    methods=[
        read(since="22.4"),
        listing(list_fields, filters=FieldFilters),
        create(create_field, body=FieldByName, since="22.4"),
        put("", set_field, body=FieldByName, answers=False),
        delete(delete_field, row=FIELDS.get_or_404, since="22.4"),
    ],
)
