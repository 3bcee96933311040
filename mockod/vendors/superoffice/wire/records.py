"""Records: frozen dataclasses whose fields say how they go over the wire, read from JSON and shown as JSON.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Link:
        entity_name: Annotated[str, Text()] = ""

A property's name is the field's in Pascal case, unless ``Name`` says otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from mockod.rest.json_codec import read_written, write_json
from mockod.rest.schema import Name, pascal_case
from mockod.vendors.superoffice.wire.kinds import AS_STORED, MOST_ITEMS, Kind, View

R = TypeVar("R")


class Access(Enum):
    """What becomes of a property that a client sends."""

    TAKEN = "taken"
    KEPT = "kept"
    """The server's own: what is sent is passed over."""
    COMPUTED = "computed"
    """The same, and it has no column."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a record."""

    name: str
    attribute: str
    kind: Kind
    access: Access = Access.TAKEN

    @property
    def column(self) -> str:
        return pascal_case(self.attribute)


def properties_of(record: type) -> tuple[Property, ...]:
    """The properties of a record in the order of its fields."""
    known: Any = record  # a type can be hashed, which is more than is said of every object's
    return _properties_of(known)


@lru_cache(None)
def _properties_of(record: Any) -> tuple[Property, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_property(field.name, hints[field.name]) for field in dataclasses.fields(record))


def _property(attribute: str, hint: Any) -> Property:
    markers = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    kind = next((marker for marker in markers if isinstance(marker, Kind)), None)
    if kind is None:
        raise TypeError(f"{attribute} does not say how it goes over the wire")
    name = next((marker.text for marker in markers if isinstance(marker, Name)), pascal_case(attribute))
    access = next((marker for marker in markers if isinstance(marker, Access)), Access.TAKEN)
    return Property(name, attribute, kind, access)


@lru_cache(None)
def _by_folded_name(record: Any) -> Mapping[str, Property]:
    return {known.name.lower(): known for known in properties_of(record)}


@dataclass(slots=True)
class Reading:
    """What an object holds: values by attribute, what is wrong by property, and names that nobody knows."""

    values: dict[str, Any]
    problems: dict[str, str]
    unknown: list[str]

    def refuse(self) -> None:
        """Raises ValueError with the first thing that is wrong."""
        for name, problem in self.problems.items():
            raise ValueError(f"{name}: {problem}")


def read_object(record: type, given: Mapping[str, Any], view: View) -> Reading:
    """An object's values. A null is as if nothing were given; names are in any letter case."""
    reading = Reading({}, {}, [])
    known: Any = record
    by_name: Mapping[str, Property] = _by_folded_name(known)
    for name, value in given.items():
        found = by_name.get(name.lower())
        if found is None:
            reading.unknown.append(name)
        elif value is not None and found.access is Access.TAKEN:
            try:
                reading.values[found.attribute] = found.kind.read(value, view)
            except ValueError as exc:
                reading.problems[found.name] = str(exc)
            except OverflowError:
                reading.problems[found.name] = "a date of the calendar belongs here"
    return reading


def show_object(value: Any, view: View) -> dict[str, Any]:
    """A record as a JSON object."""
    return {known.name: known.kind.show(getattr(value, known.attribute), view) for known in properties_of(type(value))}


CARRIER_ENDS: Mapping[str, Any] = {"TableRight": None, "FieldProperties": {}}
"""What every object of an answer ends with (the vendor's samples)."""


@dataclass(frozen=True, slots=True)
class Part(Kind, Generic[R]):
    """A record within another; None for none."""

    record: type[R]
    is_carrier: bool = False
    """Whether its answer has rights."""
    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> R:
        if not isinstance(value, Mapping):
            raise ValueError("an object belongs here")
        reading = read_object(self.record, value, view)
        reading.refuse()
        return self.record(**reading.values)

    def show(self, value: Any, view: View) -> dict[str, Any] | None:
        if value is None:
            return None
        shown = show_object(value, view)
        return {**shown, **CARRIER_ENDS} if self.is_carrier else shown

    def store(self, value: Any) -> str:
        return write_json(self.show(value, AS_STORED)).decode()

    def load(self, stored: Any) -> R | None:
        value = read_written(stored.encode())
        return None if value is None else self.read(value, AS_STORED)

    def spell(self, stored: Any) -> Any:
        return stored if stored == "null" else Kind.spell(self, stored)


@dataclass(frozen=True, slots=True)
class Parts(Kind, Generic[R]):
    """A list of records."""

    record: type[R]
    is_carrier: bool = False
    column = "TEXT NOT NULL"

    def read(self, value: Any, view: View) -> tuple[R, ...]:
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise ValueError(f"a list of at most {MOST_ITEMS} objects belongs here")
        return tuple(Part(self.record).read(item, view) for item in value)

    def show(self, value: Iterable[R], view: View) -> list[Any]:
        part = Part(self.record, self.is_carrier)
        return [part.show(item, view) for item in value]

    def store(self, value: Any) -> str:
        return write_json(self.show(value, AS_STORED)).decode()

    def load(self, stored: Any) -> tuple[R, ...]:
        return self.read(read_written(stored.encode()), AS_STORED)
