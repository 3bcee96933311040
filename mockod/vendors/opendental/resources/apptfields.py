"""Fields that an office adds to its appointments: what stands in them. ``apptfielddefs`` says what they are called.

A field is known by its name, in any letter case; a definition must have the name first (documented).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import ALL_OTHERS, COMM
from mockod.vendors.opendental.engine.methods import create, listing, put, read, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.resources.apptfielddefs import FIELD_DEFS, FieldDef, find_field_def
from mockod.vendors.opendental.wire.errors import already_exists, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine, Text

NUMBERED = "26.1"
"""Since then fields have numbers over the wire, and can be listed."""


class FieldValue(OneLine):
    """What stands in a field; an empty text is a value, and clears it."""

    blank_is_missing = False


APPTFIELD = Table(
    "apptfield",
    entity="ApptField",
    section="apptfields",
    columns=(
        Column("ApptFieldNum", Integer(), since=NUMBERED),
        # Answers had the name first, before 26.1 put it in the order of the table.
        Computed("FieldName", Text(), "apptfield.FieldName", until=NUMBERED),
        Column("AptNum", ForeignKey("appointment.AptNum"), needed=True),
        Column("FieldName", Text(longest=255), since=NUMBERED, needed=True),
        Column("FieldValue", FieldValue()),
    ),
    indexes=(index("AptNum"), index("FieldName")),
)
SPELLED_ALIKE = """apptfield.FieldName IN (
  WITH RECURSIVE spelling (name) AS (
    SELECT min(FieldName) FROM apptfield
    UNION ALL
    SELECT (SELECT min(FieldName) FROM apptfield WHERE FieldName > name) FROM spelling WHERE name IS NOT NULL
  )
  SELECT name FROM spelling WHERE fold(coalesce(name, '')) = fold(:name))"""
"""Rows whose field has this name however it is spelled.

The index on the names serves twice: it is leapt through from one spelling to the next, of which an office has some
dozens, and then finds the rows of those that are the same. An index on ``fold(FieldName)`` would be shorter, but an
office's file would hold what another version of ``fold`` made, and no other program could write to it.
"""

OneAppointment = Annotated[int, ForeignKey("appointment.AptNum", zero=False)]


@dataclass(frozen=True, slots=True)
class FieldFilters:
    """GET apptfields: both before 26.1, since then either, or neither."""

    apt_num: Annotated[int | None, ForeignKey("appointment.AptNum", zero=False)] = None
    field_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldByName:
    """PUT apptfields."""

    apt_num: OneAppointment
    field_name: str
    field_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """POST apptfields: a field by its name, or by the number of its definition; 0 and blank are not given."""

    apt_num: OneAppointment
    field_name: str = ""
    appt_field_def_num: Annotated[
        int, ForeignKey("apptfielddef.ApptFieldDefNum", zero=False), Name("apptFieldDefNum")
    ] = 0
    field_value: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """PUT apptfields by number."""

    field_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApptField:
    """What stands in one field of an appointment."""

    appt_field_num: int = 0
    apt_num: int
    field_name: str
    field_value: str


FIELDS = Records(ApptField, APPTFIELD)


def list_fields(tx: Transaction, filters: FieldFilters, page: Page) -> Row | Rows:
    """GET apptfields: one object by appointment and name, its value empty where the appointment has no such field.

    Before 26.1 that is all there is to ask for. Since then either alone lists, and so does neither; that both
    still answer one object is assumed.
    """
    lists = tx.settings.version.knows(NUMBERED)
    for name, value in (("AptNum", filters.apt_num), ("FieldName", filters.field_name)):
        if value is None and not lists:
            raise required(name, Basis.OBSERVED)
    definition = find_field_def(tx, filters.field_name) if filters.field_name else None
    field_name = definition.field_name if definition else filters.field_name
    if filters.apt_num is not None and field_name is not None:
        tx.basis = Basis.ASSUMED if lists else None
        field = find_field(tx, filters.apt_num, field_name)
        if field is None:
            return empty_field(filters.apt_num, field_name)
        return APPTFIELDS.select.one(tx, field.appt_field_num)
    return APPTFIELDS.select.page(
        tx,
        page,
        "apptfield.ApptFieldNum",
        [
            given("apptfield.AptNum = :appointment", appointment=filters.apt_num),
            given(SPELLED_ALIKE, by_range=True, name=field_name),
        ],
    )


def empty_field(apt_num: int, field_name: str) -> Row:
    """The answer for a field that an appointment does not have."""
    schema = APPTFIELD.answer
    values = {"ApptFieldNum": 0, "AptNum": apt_num, "FieldName": field_name, "FieldValue": ""}
    return Row(schema, [values[field.wire_name] for field in schema.fields.values()])


def find_field(tx: Transaction, apt_num: int, name: str) -> ApptField | None:
    """What stands in the appointment's field of this name, in any letter case."""
    tests = "AptNum = ? AND fold(FieldName) = fold(?) ORDER BY ApptFieldNum LIMIT 1"
    return next(iter(FIELDS.find(tx, tests, (apt_num, name))), None)


def set_field(tx: Transaction, body: FieldByName) -> None:
    """PUT apptfields: overwrite what stands there, or write it for the first time (documented)."""
    definition = find_field_def(tx, body.field_name)
    before = find_field(tx, body.apt_num, definition.field_name) if definition else None
    after = filled(definition, body.apt_num, body.field_value)
    if before:
        FIELDS.update(tx, before, replace(before, field_value=after.field_value))
    else:
        FIELDS.insert(tx, after)


def create_field(tx: Transaction, body: NewField) -> Row:
    """POST apptfields: a field that the appointment does not have yet. Refuses what ``new_field`` refuses."""
    if body.appt_field_def_num:
        definition = FIELD_DEFS.get(tx, body.appt_field_def_num)
    else:
        definition = find_field_def(tx, body.field_name)
    before = find_field(tx, body.apt_num, definition.field_name) if definition else None
    return APPTFIELDS.select.one(tx, FIELDS.insert(tx, new_field(body, definition, before)))


def update_field(tx: Transaction, before: ApptField, body: ValueChange) -> Row:
    """PUT apptfields by number. Where the definition is gone, any value will do."""
    definition = find_field_def(tx, before.field_name)
    if definition:
        check_value(definition, body.field_value)
    FIELDS.update(tx, before, replace(before, field_value=body.field_value))
    return APPTFIELDS.select.one(tx, before.appt_field_num)


def new_field(body: NewField, definition: FieldDef | None, before: ApptField | None) -> ApptField:
    """The field to be written by POST. ``before`` is what the appointment has under this name.

    Raises ApiError where the definition is named twice, not at all or wrongly, and where the field is there already.
    """
    if body.field_name and body.appt_field_def_num:
        raise only_one_of("FieldName", "apptFieldDefNum")
    if not body.appt_field_def_num and not body.field_name.strip():
        raise required("FieldName", Basis.OBSERVED)
    new = filled(definition, body.apt_num, body.field_value)
    if before:
        raise already_exists("ApptField")
    return new


def filled(definition: FieldDef | None, apt_num: int, value: str) -> ApptField:
    """A field under the definition's own spelling.

    Raises ApiError naming FieldName where there is no definition, FieldValue where it does not take the value.
    """
    if definition is None:
        raise invalid("FieldName")
    check_value(definition, value)
    return ApptField(apt_num=apt_num, field_name=definition.field_name, field_value=value)


def check_value(definition: FieldDef, value: str) -> None:
    """Raises ApiError naming FieldValue where the definition does not take the value."""
    if not definition.takes(value):
        raise invalid("FieldValue")


# The appointment itself counts as unchanged, whatever is written into its fields.
APPTFIELDS = Resource(
    "apptfields",
    table=APPTFIELD,
    permission=COMM,
    methods=[
        read(since=NUMBERED),
        listing(list_fields, filters=FieldFilters),
        create(create_field, body=NewField, since=NUMBERED, permission=ALL_OTHERS),
        put("", set_field, body=FieldByName, answers=False),
        update(update_field, row=FIELDS.get_or_404, body=ValueChange, since=NUMBERED),
    ],
)
