"""Builder: rows that belong together, as an immutable value; and ``fragment_of``, which makes one fragment of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, Self

Fragment = dict[str, Any]
"""What ``POST /_mockod/seed`` takes: rows by section, and under ``remove`` which go."""
Value = Any
"""Of a column: a text, a number, True or False, a date, or a builder whose row is meant. None leaves it out."""
REMOVE, PREFERENCES = "remove", "preferences"


@dataclass(frozen=True, eq=False)
class Owner:
    """Stands for the builder's own row in its other rows."""


OWNER = Owner()


@dataclass(frozen=True)
class Row:
    """A row of a section. ``shared`` calls it something for all builders, which then need it only once.

    What begins with a colon follows the builder's own label, and is its alone.
    """

    section: str
    columns: tuple[tuple[str, Value], ...]
    shared: str = ""


@dataclass(frozen=True)
class Shared:
    """Names a shared row, as that calls itself."""

    label: str


@dataclass(frozen=True, eq=False)
class Identity:
    """What a builder keeps through all its calls, so that others can name the row that it comes to be."""


@dataclass(frozen=True, kw_only=True)
class Builder:
    """Rows that belong together. Its own row, where it has one, comes first and is called ``label``."""

    label: str = ""
    rows: tuple[Row, ...] = ()
    removals: tuple[Row, ...] = ()
    preferences: tuple[tuple[str, Value], ...] = ()
    identity: Identity = field(default_factory=Identity)

    def having(self, **columns: Value) -> Self:
        """Set columns of its own row, by the vendor's names; None takes one back."""
        first, *others = self.rows
        return replace(self, rows=(replace(first, columns=tuple({**dict(first.columns), **columns}.items())), *others))

    def adding(self, section: str, *, shared: str = "", **columns: Value) -> Self:
        """Add a row of any section; ``OWNER`` stands for its own row."""
        return replace(self, rows=(*self.rows, Row(section, tuple(columns.items()), shared)))

    def as_fragment(self) -> Fragment:
        """What can be posted to ``/_mockod/seed``."""
        return fragment_of(self)


class HasFragment(Protocol):
    """Anything else that builds a fragment."""

    def as_fragment(self) -> Mapping[str, Any]: ...


def fragment_of(*parts: Builder | Mapping[str, Any] | HasFragment) -> Fragment:
    """One fragment of builders, and after them of fragments as they are.

    A builder that another one names (``of_family``) comes along. Raises TypeError for what is neither, ValueError
    where two contradict.
    """
    for part in parts:
        if not isinstance(part, Mapping) and not hasattr(part, "as_fragment"):
            raise TypeError(f"a builder or a fragment belongs here, and no {type(part).__name__}")
    builders = _with_named([part for part in parts if isinstance(part, Builder)])
    labels = _labels(builders)
    fragment: Fragment = {}
    for builder in builders:
        _add_builder(fragment, builder, labels)
    for part in parts:
        if not isinstance(part, Builder):
            _add_fragment(fragment, part if isinstance(part, Mapping) else part.as_fragment())
    return fragment


def _with_named(builders: list[Builder]) -> list[Builder]:
    """All of them and those that they name; of one that was named before it was finished, what it became."""
    finished = {builder.identity: builder for builder in builders}
    found: dict[Identity, Builder] = {}

    def add(builder: Builder) -> None:
        if builder.identity in found:
            return
        builder = found[builder.identity] = finished.get(builder.identity, builder)
        for row in builder.rows:
            for _, value in row.columns:
                if isinstance(value, Builder):
                    add(value)

    for builder in builders:
        add(builder)
    return list(found.values())


def _labels(builders: list[Builder]) -> dict[Identity, str]:
    """What each builder's own row is called: two of one name are told apart by a number."""
    labels: dict[Identity, str] = {}
    for builder in builders:
        label, number = builder.label, 1
        while label and label in labels.values():
            number += 1
            label = f"{builder.label} {number}"
        labels[builder.identity] = label
    return labels


def _add_builder(fragment: Fragment, builder: Builder, labels: Mapping[Identity, str]) -> None:
    own = labels[builder.identity]
    for place, row in enumerate(builder.rows):
        columns = {name: _spelled(value, own, labels) for name, value in row.columns if value is not None}
        label = _full(row.shared, own) or (own if place == 0 else "")
        written = {"as": label, **columns} if label else columns
        rows = fragment.setdefault(row.section, [])
        if not (row.shared and written in rows):
            rows.append(written)
    for row in builder.removals:
        columns = {name: _spelled(value, own, labels) for name, value in row.columns if value is not None}
        fragment.setdefault(REMOVE, {}).setdefault(row.section, []).append(columns)
    if builder.preferences:
        _add_fragment(fragment, {PREFERENCES: dict(builder.preferences)})


def _full(label: str, own: str) -> str:
    return f"{own}{label}" if label.startswith(":") else label


def _spelled(value: Value, own: str, labels: Mapping[Identity, str]) -> Any:
    """A value as a fragment has it."""
    if isinstance(value, Owner):
        return own
    if isinstance(value, Builder):
        return labels[value.identity]
    if isinstance(value, Shared):
        return _full(value.label, own)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_spelled(item, own, labels) for item in value]
    return value


def _add_fragment(fragment: Fragment, more: Mapping[str, Any]) -> None:
    """Put a fragment to another: rows after its rows, preferences after its preferences.

    Raises ValueError where the two contradict.
    """
    for section, rows in more.items():
        before = fragment.get(section)
        if section == REMOVE and isinstance(rows, Mapping):
            fragment[section] = _removals(before or {}, rows)
        elif before is None:
            fragment[section] = [*rows] if isinstance(rows, list | tuple) else rows
        elif isinstance(before, Mapping) and isinstance(rows, Mapping):
            for name in before.keys() & rows.keys():
                _check_alike(f"{section}.{name}", before[name], rows[name])
            fragment[section] = {**before, **rows}
        elif section == PREFERENCES or (isinstance(before, list) and isinstance(rows, list | tuple)):
            fragment[section] = [*_rows(before), *_rows(rows)]
        else:
            _check_alike(section, before, rows)


def _removals(before: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    goes = dict(before)
    for name, chosen in more.items():
        goes[name] = "all" if "all" in (chosen, goes.get(name)) else [*_listed(goes.get(name, ())), *_listed(chosen)]
    return goes


def _rows(section: Any) -> list[Any]:
    """Preferences as rows, whichever way they are written."""
    if isinstance(section, Mapping):
        return [{"PrefName": name, "ValueString": value} for name, value in section.items()]
    return [*section]


def _check_alike(place: str, first: Any, second: Any) -> None:
    if first != second:
        raise ValueError(f"{place}: one fragment says {first!r}, another {second!r}")


def _listed(chosen: Any) -> list[Any]:
    return list(chosen) if isinstance(chosen, list | tuple) else [chosen]
