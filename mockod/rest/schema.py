"""What goes over the wire, declared once.

A ``Wire`` names its fields in the vendor's order. From it come the reader of a body or a query
(``mockod.rest.validation``, by marshmallow), the writer of rows (``compile_writer``) and the documents.

Writing goes past marshmallow, which for a hundred rows would cost six times the rest of the request: a writer
is generated from each declaration once, and a property test holds it equal to marshmallow's own dump. Nor does
this module import marshmallow, as the import costs a fifth of a server's start; the first body pays for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from mockod.rest.messages import Basis


class Spelling(Protocol):
    """How a client asked dates to be spelled."""

    def date(self, stored: str) -> str: ...

    def moment(self, stored: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Leniency:
    """Which loose spellings of a value are understood in a body."""

    json_booleans: bool = True
    numeric_strings: bool = True


SupportsVersion = Callable[[str], bool]
"""Whether an office knows what came with this version."""


class BadFormat(ValueError):
    """A text that is not in its field's format; the refusal names that."""


def pascal_case(name: str) -> str:
    """
    >>> pascal_case("date_t_stamp")
    'DateTStamp'
    """
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


class WireField:
    """A field: its name on the wire, the version that brought it, the column it is read from."""

    format = ""
    """How a text must look, where the refusal says so."""
    blank_is_missing = False
    """Whether an empty text counts as nothing given, where the field is required."""

    def __init__(
        self,
        *,
        data_key: str = "",
        required: bool = False,
        since: str = "",
        until: str = "",
        basis: Basis = Basis.DOCUMENTED,
        column: str = "",
    ) -> None:
        """``until`` is the version that took an answer's field away, or gave it another place."""
        self.wire_name = data_key
        self.required = required
        self.since = since
        self.until = until
        self.basis = basis
        self.column = column

    def __set_name__(self, owner: type, name: str) -> None:
        """``apt_num`` goes out as ``AptNum`` unless a field spells its own name."""
        self.wire_name = self.wire_name or pascal_case(name)

    def is_known(self, knows: SupportsVersion) -> bool:
        """Whether an office has this field: it has come, and has not gone."""
        return knows(self.since) and not (self.until and knows(self.until))

    def read(self, value: Any, habits: Leniency) -> Any:
        """A JSON value or query text as Python has it. Raises ValueError where it is none."""
        return value

    def show(self, stored: Any, spelling: Spelling | None = None) -> Any:
        """A stored value as JSON has it."""
        return stored

    def schema(self) -> dict[str, Any]:
        """What may be sent, as JSON Schema; an empty one where that is for its reader to say."""
        return {}

    def expression(self, stored: str, bind: Callable[[Any], str], spelled: bool) -> str:
        """``show`` once more, as Python text over the variable ``stored``; ``bind`` names a constant."""
        return stored


class ServerTime(WireField):
    """The office's time when the rows were read. It has no column."""


class Wire:
    """Base of all declarations: a class whose attributes are fields, in the vendor's order."""

    fields: ClassVar[dict[str, WireField]] = {}
    """By Python name, those of base classes first."""
    leaves_out: ClassVar[tuple[str, ...]] = ()
    """Fields of a base class that are not there."""
    makes: ClassVar[Callable[..., Any]] = dict
    """The record that a body or query becomes; what was not given takes the record's default."""

    def __init_subclass__(cls) -> None:
        declared = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, WireField)
        }
        cls.fields = {name: field for name, field in declared.items() if name not in cls.leaves_out}
