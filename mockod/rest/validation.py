"""Reading what clients send: a marshmallow schema made from a declaration, and the first thing wrong, in words.

marshmallow finds everything that is wrong; the vendor tells one thing. So what is missing is told before what is
malformed, and of several the first in the order of the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from mockod.rest.messages import Basis
from mockod.rest.schema import BadFormat, Leniency, SupportsVersion, Wire, WireField


class _Field(fields.Field[Any]):
    """A declared field as marshmallow has it."""

    def __init__(self, declared: WireField, habits: Leniency) -> None:
        name = declared.wire_name
        super().__init__(
            data_key=name,
            required=declared.required,
            error_messages={"required": f"{name} is required."},
            metadata={"since": declared.since, "basis": declared.basis.value},
        )
        self._declared = declared
        self._habits = habits

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        try:
            return self._declared.read(value, self._habits)
        except BadFormat as exc:
            raise ValidationError(f"{self.data_key} format must be {self._declared.format}.") from exc
        except ValueError as exc:
            raise ValidationError(f"{self.data_key} is invalid.") from exc

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return self._declared.show(value)


def schema_of(wire: type[Wire], knows: SupportsVersion, habits: Leniency) -> Schema:
    """The marshmallow schema of a declaration, for offices of one version."""
    known = {attr: _Field(field, habits) for attr, field in wire.fields.items() if field.is_known(knows)}
    return Schema.from_dict(cast(dict[str, Any], known), name=wire.__name__)(unknown=EXCLUDE)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing wrong with what a client sent."""

    text: str
    basis: Basis = Basis.OBSERVED


class Reader:
    """Reads one kind of body or query for offices of one version: names and values in, a record out."""

    def __init__(self, wire: type[Wire], knows: SupportsVersion, habits: Leniency, shown: Iterable[str] = ()) -> None:
        """``shown`` are names the answer carries: they may be sent back, and are not settable."""
        self.makes = wire.makes
        self.fields = {f.wire_name: (attr, f) for attr, f in wire.fields.items() if f.is_known(knows)}
        self._schema = schema_of(wire, knows, habits)
        self._shown = frozenset(shown)
        self._blank_is_missing = [
            name for name, (_, field) in self.fields.items() if field.required and field.blank_is_missing
        ]
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
        blank = [name for name in self._blank_is_missing if str(known.get(name, "-")).strip() == ""]
        if blank:
            known = {name: value for name, value in known.items() if name not in blank}
        try:
            return cast(dict[str, Any], self._schema.load(known))
        except ValidationError as exc:
            messages = cast(dict[str, list[str]], exc.messages)
            found = [messages[name][0] for name in self.fields if name in messages]
            return Problem(next((text for text in found if text.endswith(" is required.")), found[0]))
