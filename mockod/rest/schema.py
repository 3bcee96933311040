"""What goes over the wire, declared once: types of values, fields with names and versions, schemas.

From a ``Schema`` come the reader of a body or a query (``mockod.rest.validation``, by marshmallow), the writer of rows
(``mockod.rest.serializer``) and the documents. This module does not import marshmallow, whose import costs a fifth of a
server's start; the first body pays for it.

A record is a frozen dataclass whose fields say how they go over the wire::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Break:
        send_to_unscheduled_list: Annotated[bool, Flag(), Name("sendToUnscheduledList")]
        break_type: Annotated[BreakType | None, Choice(BreakType), Name("breakType")] = None

A field without a default is required. ``schema_of(Break)`` is its schema.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints

from mockod.rest.messages import Basis


class Spelling(Protocol):
    """How a client asked dates to be spelled."""

    def date(self, stored: str) -> str: ...

    def moment(self, stored: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Leniency:
    """Which loose spellings of a value are understood, and whether it must fit the column that will keep it."""

    json_booleans: bool = True
    numeric_strings: bool = True
    is_to_be_stored: bool = False
    """As in a body: in a query a text may be longer than any that is there."""


SupportsVersion = Callable[[str], bool]
"""Whether an office knows what came with this version."""


class BadFormat(ValueError):
    """A text that is not in its field's format; the refusal names that."""


class Unfit(ValueError):
    """A value whose refusal says what belongs there: ``mode: frozen or running belongs here``."""


def pascal_case(name: str) -> str:
    """
    >>> pascal_case("date_t_stamp")
    'DateTStamp'
    """
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class FieldType:
    """A type of value: how it is read from JSON or a query, and how a stored value is shown.

    The values themselves are of any type: what one type reads, its own ``show`` understands.
    """

    format = ""
    """How a text must look, where the refusal says so."""
    blank_is_absent = False
    """Whether an empty text counts as nothing given."""
    blank_is_missing = False
    """Whether an empty text counts as nothing given, where the field is required."""

    def read(self, value: Any, leniency: Leniency) -> Any:
        """A JSON value or query text as Python has it. Raises ValueError where it is none, Unfit to say why not."""
        return value

    def show(self, stored: Any, spelling: Spelling | None = None) -> Any:
        """A stored value as JSON has it."""
        return stored

    def json_schema(self) -> dict[str, Any]:
        """What may be sent, as JSON Schema; an empty one where that is for its reader to say."""
        return {}

    def expression(self, stored: str, bind: Callable[[Any], str], spelled: bool) -> str:
        """``show`` once more, as Python text over the variable ``stored``; ``bind`` names a constant."""
        return stored


class ServerTime(FieldType):
    """The office's time when the rows were read. It has no column."""


@dataclass(frozen=True, slots=True)
class Field:
    """A type under a name: a parameter, a field of a body or a field of an answer."""

    name: str
    """In Python: the attribute of a record."""
    wire_name: str
    type: FieldType
    required: bool = False
    since: str = ""
    """The version that brought it; empty for as old as its method."""
    until: str = ""
    """The version that took an answer's field away, or gave it another place."""
    basis: Basis = Basis.DOCUMENTED
    column: str = ""
    """The SQL expression that an answer's field is read from."""

    def is_known(self, supports: SupportsVersion) -> bool:
        """Whether an office has this field: it has come, and has not gone."""
        return supports(self.since) and not (self.until and supports(self.until))


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """Fields by Python name, in the vendor's order, and the record that a body or a query becomes."""

    name: str
    fields: Mapping[str, Field]
    record: Callable[..., Any] = dict
    """What was not given takes the record's default."""

    @classmethod
    def of(cls, name: str, fields: tuple[Field, ...], record: Callable[..., Any] = dict) -> Schema:
        return cls(name, {field.name: field for field in fields}, record)

    def exclude(self, *wire_names: str) -> Schema:
        """The same without these fields."""
        return self._kept([field for field in self.fields.values() if field.wire_name not in wire_names])

    def only(self, *wire_names: str) -> Schema:
        """These fields, in this order."""
        by_name = {field.wire_name: field for field in self.fields.values()}
        return self._kept([by_name[name] for name in wire_names])

    def changed(self, **fields: FieldType) -> Schema:
        """The same with some fields, by Python name, of another type."""
        return self._kept(
            [dataclasses.replace(f, type=fields[f.name]) if f.name in fields else f for f in self.fields.values()]
        )

    def _kept(self, fields: list[Field]) -> Schema:
        return Schema(self.name, {field.name: field for field in fields}, self.record)


@dataclass(frozen=True, slots=True)
class Name:
    """The name on the wire, where it is not the attribute's in Pascal case."""

    text: str


@dataclass(frozen=True, slots=True)
class Since:
    """The version that brought a field, where it is younger than its method."""

    version: str


FieldMarker = FieldType | Name | Since | Basis
"""What ``Annotated`` may say of a record's field."""


def schema_of(
    record: type, known: Mapping[str, Field] | None = None, *, wire_name: Callable[[str], str] = pascal_case
) -> Schema:
    """The schema of a record: a dataclass whose fields are annotated.

    A field that does not say its type or its name has those of the field ``known`` by its Python name; without one its
    name is what ``wire_name`` makes of the attribute's.
    Raises TypeError where nobody says its type.
    """
    hints = get_type_hints(record, include_extras=True)
    known = known or {}
    declared = dataclasses.fields(record)
    fields = (_field(field, hints[field.name], known.get(field.name), wire_name) for field in declared)
    return Schema.of(record.__name__, tuple(fields), record)


def _field(declared: dataclasses.Field[Any], hint: Any, known: Field | None, spelled: Callable[[str], str]) -> Field:
    markers = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    field_type = next((marker for marker in markers if isinstance(marker, FieldType)), known.type if known else None)
    if field_type is None:
        raise TypeError(f"{declared.name} does not say how it goes over the wire")
    has_default = declared.default is not dataclasses.MISSING or declared.default_factory is not dataclasses.MISSING
    wire_name = known.wire_name if known else spelled(declared.name)
    return Field(
        name=declared.name,
        wire_name=next((marker.text for marker in markers if isinstance(marker, Name)), wire_name),
        type=field_type,
        required=not has_default,
        since=next((marker.version for marker in markers if isinstance(marker, Since)), ""),
        basis=next((marker for marker in markers if isinstance(marker, Basis)), Basis.DOCUMENTED),
    )
