"""Reading what clients send: a marshmallow schema made from ours, and the first thing wrong, in words.

marshmallow finds everything that is wrong; the vendor tells one thing. So what is missing is told before what is
malformed, and of several the first in the order of the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import marshmallow

from mockod.rest.messages import Basis
from mockod.rest.schema import BadFormat, Field, Leniency, Schema, SupportsVersion, Unfit


class _MarshmallowField(marshmallow.fields.Field):  # type: ignore[type-arg]  # generic since marshmallow 4 only
    """A field as marshmallow has it."""

    def __init__(self, field: Field, leniency: Leniency) -> None:
        super().__init__(
            data_key=field.wire_name,
            required=field.required,
            error_messages={"required": f"{field.wire_name} is required."},
            metadata={"since": field.since, "basis": field.basis.value},
        )
        self._type = field.type
        self._leniency = leniency

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        try:
            return self._type.read(value, self._leniency)
        except BadFormat as exc:
            raise marshmallow.ValidationError(f"{self.data_key} format must be {self._type.format}.") from exc
        except Unfit as exc:
            raise marshmallow.ValidationError(f"{self.data_key}: {exc}") from exc
        except ValueError as exc:
            raise marshmallow.ValidationError(f"{self.data_key} is invalid.") from exc

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return self._type.show(value)


def marshmallow_schema(schema: Schema, supports: SupportsVersion, leniency: Leniency) -> marshmallow.Schema:
    """The same schema as marshmallow has it, for offices of one version."""
    known = {name: _MarshmallowField(f, leniency) for name, f in schema.fields.items() if f.is_known(supports)}
    fields = cast(dict[str, Any], known)
    return marshmallow.Schema.from_dict(fields, name=schema.name)(unknown=marshmallow.EXCLUDE)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing wrong with what a client sent."""

    text: str
    basis: Basis = Basis.OBSERVED


class Reader:
    """Reads one kind of body or query for offices of one version: names and values in, a record out."""

    def __init__(
        self, schema: Schema, supports: SupportsVersion, leniency: Leniency, answered: Iterable[str] = ()
    ) -> None:
        """``answered`` are names of the answer: they may be sent back, and are not settable."""
        self.record = schema.record
        self.fields = {field.wire_name: field for field in schema.fields.values() if field.is_known(supports)}
        self._schema = marshmallow_schema(schema, supports, leniency)
        self._answered = frozenset(answered)
        self._blank_is_absent = [name for name, field in self.fields.items() if field.type.blank_is_absent]
        self._blank_is_missing = [
            name for name, field in self.fields.items() if field.required and field.type.blank_is_missing
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
            if name in self.fields or name in self._answered:
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
        blank += [name for name in self._blank_is_absent if known.get(name) == ""]
        if blank:
            known = {name: value for name, value in known.items() if name not in blank}
        try:
            return cast(dict[str, Any], self._schema.load(known))
        except marshmallow.ValidationError as exc:
            messages = cast(dict[str, list[str]], exc.messages)
            found = [messages[name][0] for name in self.fields if name in messages]
            return Problem(next((text for text in found if text.endswith(" is required.")), found[0]))
