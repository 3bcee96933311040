"""Bodies, declared once: what each field is, and whether it must be there. marshmallow reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from mockod.rest.schema import Field, FieldType, Leniency, Schema
from mockod.vendors.telehealth.domain import refusals
from mockod.vendors.telehealth.domain.appointments import Change, Draft
from mockod.vendors.telehealth.domain.words import GeneratedFrom, Profile
from mockod.vendors.telehealth.wire.fields import MOMENTS, Flag, Text, Texts, Word

if TYPE_CHECKING:
    from mockod.rest.validation import Reader

T = TypeVar("T", Draft, Change)
_TEXT, _TEXTS, _FLAG = Text(), Texts(), Flag()


def _schema(name: str, required: Mapping[str, FieldType], optional: Mapping[str, FieldType], record: Any) -> Schema:
    fields = [Field(name, name, type_, required=True) for name, type_ in required.items()]
    fields += [Field(name, name, type_) for name, type_ in optional.items()]
    return Schema.of(name, tuple(fields), record)


@cache
def draft_schema(profile: Profile) -> Schema:
    """``POST appointments``. What is required of some appointments only is for the rules to say."""
    moment = MOMENTS[profile]
    required = {
        "name": _TEXT,
        "description": _TEXT,
        "group": _FLAG,
        "internal": _FLAG,
        "start_time": moment,
        "end_time": moment,
        "host": _TEXT,
        "attendees": _TEXTS,
        "created_by": _TEXT,
    }
    optional = {
        "generated_from_type": Word(GeneratedFrom),
        "generated_from": _TEXT,
        "appointment_type": _TEXT,
        "reference_patients": _TEXTS,
    }
    return _schema("NewAppointment", required, optional, Draft)


@cache
def change_schema(profile: Profile) -> Schema:
    """``POST appointments/{id}``: everything but who it is by may be left out."""
    moment = MOMENTS[profile]
    optional = {
        "name": _TEXT,
        "description": _TEXT,
        "actual_start_time": moment,
        "actual_end_time": moment,
        "attendees": _TEXTS,
        "reference_patients": _TEXTS,
    }
    return _schema("AppointmentUpdate", {"updated_by": _TEXT}, optional, Change)


def read_body(schema: Schema, record: type[T], given: Mapping[str, Any]) -> tuple[T, list[str]]:
    """A body as its record, and the names in it that are not known. Null counts as not given.

    Raises Refused, for what is missing before what is malformed.
    """
    known = {name: value for name, value in given.items() if name in schema.fields and value is not None}
    return record(**_loaded(schema, known)), [name for name in given if name not in schema.fields]


@cache
def _reader(schema: Schema) -> Reader:
    from mockod.rest.validation import Reader  # here, as it imports marshmallow

    return Reader(schema, lambda version: True, STRICT)


def _loaded(schema: Schema, known: Mapping[str, Any]) -> dict[str, Any]:
    from mockod.rest.validation import Problem

    loaded = _reader(schema).load(known)
    if not isinstance(loaded, Problem):
        return loaded
    field, _, what = loaded.text.partition(" ")
    raise (refusals.missing if what == "is required." else refusals.invalid)(field)


STRICT = Leniency(json_booleans=True, numeric_strings=False)
