"""Fields that an office adds to its appointments: what they are called, and what stands in them.

A field is known by its name, in any letter case; a definition must have the name first (documented).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint, One
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import ALL_OTHERS, COMM, READ_ALL
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.apptfielddefs import DEFS, FieldDef, field_def
from mockod.vendors.opendental.wire.errors import Row, already_exists, get_or_404, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine, Text

# TABLE
APPTFIELD = Table(
    "apptfield",
    entity="ApptField",
    section="apptfields",
    columns=(
        Column("ApptFieldNum", Integer(), since="26.1"),
        Column("AptNum", ForeignKey("appointment.AptNum"), needed=True),
        Column("FieldName", Text(), since="26.1", needed=True),
        Column("FieldValue", Text(), shown_as=OneLine()),
    ),
    answer_order="ApptFieldNum FieldName FieldValue AptNum",
    indexes=(index("AptNum"),),
)


NUMBERED = "26.1"
"""Since then fields go by their numbers too, and can be listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What stands in a field of an appointment."""

    appt_field_num: int = 0
    apt_num: int
    field_name: str
    field_value: str


@dataclass(frozen=True, slots=True)
class FieldFilter:
    apt_num: int | None = None
    field_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsked:
    """A field to be written, by its name or by the number of its definition."""

    apt_num: int
    field_name: str = ""
    appt_field_def_num: int = 0
    field_value: str


@dataclass(frozen=True, slots=True)
class ValueAsked:
    field_value: str


class FieldValue(OneLine):
    """What stands in a field; an empty text is a value, and clears it."""

    blank_is_missing = False


class ApptField(Wire):
    """By its number since 26.1, which also put the names in the order of the table."""

    appt_field_num = Integer(since=NUMBERED)
    field_name_first = Text(data_key="FieldName", until=NUMBERED)
    apt_num = Integer()
    field_name = Text(since=NUMBERED)
    field_value = FieldValue()


class FieldQuery(Wire):
    makes = FieldFilter
    apt_num = refs.appointment(optional=False)
    field_name = Text()


class SetBody(Wire):
    makes = FieldAsked
    apt_num = refs.appointment(required=True, optional=False)
    field_name = Text(required=True)
    field_value = FieldValue(required=True)


class NewBody(Wire):
    makes = FieldAsked
    apt_num = refs.appointment(required=True, optional=False)
    field_name = Text()
    appt_field_def_num = ForeignKey("apptfielddef.ApptFieldDefNum", data_key="apptFieldDefNum", zero=False)
    field_value = FieldValue(required=True)


class ValueBody(Wire):
    makes = ValueAsked
    field_value = FieldValue(required=True)


FIELDS = RecordTable(Field, "apptfield")
_SHOWN = f"SELECT {columns(ApptField, 'f')} FROM apptfield f"


def get_field(tx: Transaction, number: int) -> Row:
    return get_or_404(tx.row(f"{_SHOWN} WHERE f.ApptFieldNum = ?", (number,)), "ApptField")


def field(tx: Transaction, number: int) -> Field:
    """The field that the path names, to be changed."""
    return get_or_404(FIELDS.get(tx, number), "ApptField")


def find_fields(tx: Transaction, wanted: FieldFilter, page: Page) -> list[Row] | One:
    """One object by appointment and name, its value empty where the appointment has no such field.

    Before 26.1 that is all there is to ask for. Since then either alone lists, and so does neither; that both
    still answer one object is assumed.
    """
    lists = tx.settings.version.knows(NUMBERED)
    for name, given in (("AptNum", wanted.apt_num), ("FieldName", wanted.field_name)):
        if given is None and not lists:
            raise required(name, Basis.OBSERVED)
    definition = field_def(tx, wanted.field_name) if wanted.field_name else None
    field_name = definition.field_name if definition else wanted.field_name
    if wanted.apt_num is not None and field_name is not None:
        tx.basis = Basis.ASSUMED if lists else None
        kept = _kept(tx, wanted.apt_num, field_name)
        return One(get_field(tx, kept.appt_field_num) if kept else (0, field_name, wanted.apt_num, field_name, ""))
    return tx.rows(
        f"{_SHOWN} WHERE (:apt IS NULL OR f.AptNum = :apt) AND (:name IS NULL OR fold(f.FieldName) = fold(:name)) "
        "ORDER BY f.ApptFieldNum LIMIT :limit OFFSET :offset",
        {"apt": wanted.apt_num, "name": field_name, "limit": page.limit, "offset": page.offset},
    )


def set_field(tx: Transaction, asked: FieldAsked) -> None:
    """PUT by appointment and name: overwrite what stands there, or write it for the first time (documented)."""
    definition = _named(tx, asked.field_name)
    _check_value(definition, asked.field_value)
    kept = _kept(tx, asked.apt_num, definition.field_name)
    if kept:
        FIELDS.update(tx, kept, replace(kept, field_value=asked.field_value))
    else:
        _write(tx, definition, asked)


def add_field(tx: Transaction, asked: FieldAsked) -> Row:
    """POST: a field that the appointment does not have yet."""
    definition = _asked(tx, asked)
    _check_value(definition, asked.field_value)
    if _kept(tx, asked.apt_num, definition.field_name):
        raise already_exists("ApptField")
    return get_field(tx, _write(tx, definition, asked))


def change_field(tx: Transaction, before: Field, asked: ValueAsked) -> Row:
    """PUT by number. Where the definition is gone, any value will do."""
    definition = field_def(tx, before.field_name)
    if definition:
        _check_value(definition, asked.field_value)
    FIELDS.update(tx, before, replace(before, field_value=asked.field_value))
    return get_field(tx, before.appt_field_num)


def _named(tx: Transaction, name: str) -> FieldDef:
    definition = field_def(tx, name)
    if definition is None:
        raise invalid("FieldName")
    return definition


def _asked(tx: Transaction, asked: FieldAsked) -> FieldDef:
    """The definition, by name or by number but not by both."""
    if asked.field_name and asked.appt_field_def_num:
        raise only_one_of("FieldName", "apptFieldDefNum")
    if asked.appt_field_def_num:
        return get_or_404(DEFS.get(tx, asked.appt_field_def_num), "ApptFieldDef")
    if not asked.field_name.strip():
        raise required("FieldName", Basis.OBSERVED)
    return _named(tx, asked.field_name)


def _check_value(definition: FieldDef, value: str) -> None:
    if not definition.takes(value):
        raise invalid("FieldValue")


def _kept(tx: Transaction, apt_num: int, name: str) -> Field | None:
    """What stands in the appointment's field of this name."""
    row = tx.row(
        f"SELECT {FIELDS.columns} FROM apptfield WHERE AptNum = ? AND fold(FieldName) = fold(?) ORDER BY ApptFieldNum",
        (apt_num, name),
    )
    return FIELDS.read(row) if row else None


def _write(tx: Transaction, definition: FieldDef, asked: FieldAsked) -> int:
    """A new row under the definition's own spelling. The appointment itself counts as unchanged."""
    return FIELDS.insert(
        tx, Field(apt_num=asked.apt_num, field_name=definition.field_name, field_value=asked.field_value)
    )


ENDPOINTS = (
    Endpoint("GET", "apptfields/{ApptFieldNum}", get_field, result=ApptField, since=NUMBERED, permission=READ_ALL),
    Endpoint(
        "GET",
        "apptfields",
        find_fields,
        query=FieldQuery,
        result=ApptField,
        many=True,
        permission=READ_ALL,
    ),
    Endpoint(
        "POST",
        "apptfields",
        add_field,
        body=NewBody,
        result=ApptField,
        since=NUMBERED,
        permission=ALL_OTHERS,
        status=201,
        location="ApptFieldNum",
    ),
    Endpoint("PUT", "apptfields", set_field, body=SetBody, permission=COMM),
    Endpoint(
        "PUT",
        "apptfields/{ApptFieldNum}",
        change_field,
        row=field,
        body=ValueBody,
        result=ApptField,
        since=NUMBERED,
        permission=COMM,
    ),
)
