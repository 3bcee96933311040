"""What goes over the wire, declared once: schemas, and the readers and writers compiled from them.

A schema names its fields in the vendor's order. From it come the reader of a body or a query (``Reader``),
the writer of rows (``compile_writer``) and the documents. marshmallow alone would do all that, but writing
a hundred rows with it costs six times the rest of the request; so a writer is generated from each schema
once, and a property test holds it equal to ``Schema.dump``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, cast

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from mockod.call import Basis


class Spelling(Protocol):
    """How a client asked dates to be spelled."""

    def date(self, stored: str) -> str: ...

    def moment(self, stored: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Habits:
    """Which loose spellings of a value are understood in a body."""

    json_booleans: bool = True
    numeric_strings: bool = True


class WireField(fields.Field[Any]):
    """A field that knows the version that brought it and the column it is read from."""

    default_error_messages = {  # noqa: RUF012 - marshmallow gathers them over the classes
        "required": "{name} is required.",
        "null": "{name} is required.",
        "invalid": "{name} is invalid.",
    }
    blank_is_missing = False
    """Whether an empty text counts as nothing given, where the field is required."""

    def __init__(self, *, since: str = "", basis: Basis = Basis.DOCUMENTED, column: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.since = since
        self.basis = basis
        self.column = column

    @property
    def wire_name(self) -> str:
        return cast(str, self.data_key)

    @property
    def habits(self) -> Habits:
        return cast(Wire, self.parent).habits

    def make_error(self, key: str, **values: Any) -> ValidationError:
        return ValidationError(str(self.error_messages[key]).format(name=self.wire_name, **values))

    def read(self, value: Any) -> Any:
        """A JSON value or query text as Python has it. Raises ValueError where it is none."""
        return value

    def show(self, stored: Any, spelling: Spelling | None = None) -> Any:
        """A stored value as JSON has it."""
        return stored

    def expression(self, stored: str, bind: Callable[[Any], str], spelled: bool) -> str:
        """``show`` once more, as Python text over the variable ``stored``; ``bind`` names a constant."""
        return stored

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        try:
            return self.read(value)
        except ValueError as problem:
            raise self.make_error("invalid") from problem

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return self.show(value)


class ServerTime(WireField):
    """The office's time when the rows were read. It has no column."""


class Wire(Schema):
    """Base of all schemas. Python names become the vendor's: ``apt_num`` goes out as ``AptNum``."""

    class Meta:
        unknown = EXCLUDE

    makes: ClassVar[Callable[..., Any]] = dict
    """The record that a body or query becomes; what was not given takes the record's default."""
    habits: Habits = Habits()

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        if field_obj.data_key is None:
            field_obj.data_key = "".join(word[:1].upper() + word[1:] for word in field_name.split("_"))


Knows = Callable[[str], bool]
"""Whether an office knows what came with this version."""


def wire_fields(schema: type[Wire]) -> dict[str, WireField]:
    """The schema's fields by Python name, bound, in order."""
    return cast(dict[str, WireField], schema().fields)


def columns(schema: type[Wire], alias: str) -> str:
    """The columns to select for a schema, in the order in which its writer wants them."""
    stored = (f for f in wire_fields(schema).values() if not isinstance(f, ServerTime))
    return ", ".join(field.column or f"{alias}.{field.wire_name}" for field in stored)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing wrong with what a client sent."""

    text: str
    basis: Basis = Basis.OBSERVED


class Reader:
    """Reads one kind of body or query for offices of one version: names and values in, a record out."""

    def __init__(self, schema: type[Wire], knows: Knows, habits: Habits, shown: Iterable[str] = ()) -> None:
        """``shown`` are names the answer carries: they may be sent back, and are not settable."""
        self.schema = schema()
        self.schema.habits = habits
        for attr, field in list(self.schema.load_fields.items()):
            if not knows(cast(WireField, field).since):
                del self.schema.load_fields[attr]
        self.fields = {cast(str, f.data_key): (attr, cast(WireField, f)) for attr, f in self.schema.load_fields.items()}
        self._shown = frozenset(shown)
        folded: dict[str, list[str]] = {}
        for name in self.fields:
            folded.setdefault(name.lower(), []).append(name)
        self._by_folded_name = {key: names[0] for key, names in folded.items() if len(names) == 1}

    def named(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Sort a body's names: exact first, then any letter case where only one field can be meant.

        Returns the known ones under their own names, without nulls, and the unknown names.
        """
        known = {name: value for name, value in given.items() if name in self.fields and value is not None}
        unknown = []
        for name, value in given.items():
            if name in self.fields or name in self._shown:
                continue
            meant = self._by_folded_name.get(name.lower())
            if meant is None:
                unknown.append(name)
            elif value is not None and meant not in given:
                known.setdefault(meant, value)
        return known, unknown

    def load(self, known: Mapping[str, Any]) -> dict[str, Any] | Problem:
        """Values by Python name; or the first problem, what is missing before what is malformed."""
        for name, (_, field) in self.fields.items():
            if field.required and (name not in known or (field.blank_is_missing and known[name] == "")):
                return Problem(f"{name} is required.")
        try:
            return cast(dict[str, Any], self.schema.load(known))
        except ValidationError as wrong:
            messages = cast(dict[str, list[str]], wrong.messages)
            return Problem(next(messages[name][0] for name in self.fields if name in messages))


Writer = Callable[[Iterable[Sequence[Any]], str, Spelling | None], list[dict[str, Any]]]
"""Rows in column order, the server's time and the spelling in; JSON-ready objects out."""


def compile_writer(schema: type[Wire], knows: Knows, *, spelled: bool) -> Writer:
    """Write the function that turns rows of this schema into JSON objects, and compile it."""
    bound: dict[str, Any] = {}

    def bind(constant: Any) -> str:
        name = f"c{len(bound)}"
        bound[name] = constant
        return name

    items = []
    position = 0
    for field in wire_fields(schema).values():
        if isinstance(field, ServerTime):
            value = "spelling.moment(now)" if spelled else "now"
        else:
            value = field.expression(f"row[{position}]", bind, spelled)
            position += 1
        if knows(field.since):
            items.append(f"{field.wire_name!r}: {value}")
    text = f"def write(rows, now, spelling=None):\n    return [{{{', '.join(items)}}} for row in rows]\n"
    exec(compile(text, f"<writer of {schema.__name__}>", "exec"), bound)
    return cast(Writer, bound["write"])
