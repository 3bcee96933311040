"""What the vendor's facts do not say of the resources that mockod simulates: ``contract/simulated/*.yaml``.

``contract/simulated/README.md`` explains the format. ``simulated_facts`` are the facts with the listed differences
applied: what a resource must be, to the last name, version and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

from support.paths import CONTRACT
from support.vendor_facts import FieldFacts, MethodFacts, ResourceFacts, method_facts, read_yaml, vendor_resources

SIMULATED = CONTRACT / "simulated"
KEYS = {"permissions", "differences", "answers_since", "until", "checks_names", "rows", "calls"}
"""What a file may say."""
ENTRY_KEYS = {"method", "kind", "name", "ours", "theirs", "since", "after", "before"}
"""What one difference in it may say."""
FIRST_VERSION = "21.1"
"""The oldest version that is simulated: since then there is a method of which no page tells a version."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One point on which the vendor's facts and a simulated resource disagree."""

    resource: str
    method: str
    """Empty for the whole resource: its common object, or its being there at all."""
    kind: str
    name: str = ""
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A difference that has a reason, and what it makes of the facts."""

    difference: Difference
    basis: str
    since: str = ""
    """The version of a field that the facts lack."""
    after: str = ""
    before: str = ""
    """The field beside which a field stands that the facts lack, or have elsewhere. Neither: it comes first."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the facts do not say of one resource."""

    resource: str
    permissions: Mapping[str, str]
    """Verb, or verb and path, -> what a developer's key needs."""
    groups: list[dict[str, Any]] = field(default_factory=list)
    """The listed differences as they are written, each group with ``reason`` and ``basis``."""
    answers_since: Mapping[str, str] = field(default_factory=dict)
    """Method -> the version since which it has an answer; before, its body is empty."""
    until: Mapping[str, str] = field(default_factory=dict)
    """Method -> the version that took it away."""
    checks_names: frozenset[str] = frozenset()
    """Methods that refuse a parameter they do not have, whatever the conduct."""
    rows: Any = None
    """Of its section in the office; None where two sample rows will do."""
    calls: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    def permission(self, method: MethodFacts) -> str:
        return self.permissions.get(method.name) or self.permissions[method.method]

    @property
    def younger_methods(self) -> tuple[MethodFacts, ...]:
        """Methods that came after the facts."""
        common = vendor_resources()[self.resource].common
        return tuple(method_facts(m, common) for group in self.groups for m in group.get("methods", ()))

    @property
    def listed(self) -> tuple[Listed, ...]:
        return tuple(one for group in self.groups for one in _listed(self.resource, group))


@cache
def simulated_resources() -> dict[str, Simulated]:
    """Load every file of the folder. The key is the resource's name. Raises ValueError for a key that none has."""
    return {path.stem: _simulated(path.stem, read_yaml(path)) for path in sorted(SIMULATED.glob("*.yaml"))}


def _simulated(resource: str, written: dict[str, Any]) -> Simulated:
    if unknown := written.keys() - KEYS:
        raise ValueError(f"simulated/{resource}.yaml: {sorted(unknown)} is nothing that a file may say")
    return Simulated(
        resource,
        written["permissions"],
        written.get("differences", []),
        written.get("answers_since", {}),
        written.get("until", {}),
        frozenset(written.get("checks_names", ())),
        written.get("rows"),
        written.get("calls", {}),
    )


def _listed(resource: str, group: Mapping[str, Any]) -> Iterator[Listed]:
    """Each of ``method`` and ``name`` may be a list: a difference for each, and each name stands behind the last."""
    for method in group.get("methods", ()):
        yield Listed(Difference(resource, f"{method['method']} {method['path']}", "method_extra"), group["basis"])
    for entry in group.get("differences", ()):
        if unknown := entry.keys() - ENTRY_KEYS:
            raise ValueError(f"simulated/{resource}.yaml: {sorted(unknown)} is nothing that a difference may say")
        methods, names = (_as_list(entry.get(key, "")) for key in ("method", "name"))
        for method, (place, name) in product(methods, enumerate(names)):
            difference = Difference(
                resource, method, entry["kind"], name, entry.get("ours", ""), entry.get("theirs", "")
            )
            after = names[place - 1] if place and "before" not in entry else entry.get("after", "")
            yield Listed(difference, group["basis"], entry.get("since", ""), after, entry.get("before", ""))


def _as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


@cache
def simulated_facts(resource: str) -> ResourceFacts:
    """The facts of a simulated resource with its differences applied."""
    facts, simulated = vendor_resources()[resource], simulated_resources()[resource]
    lacking = {one.difference.method for one in simulated.listed if one.difference.kind == "method_missing"}
    methods = (*(m for m in facts.methods if m.name not in lacking), *simulated.younger_methods)
    return replace(facts, methods=tuple(_applied(method, simulated.listed) for method in methods))


def _applied(method: MethodFacts, listed: tuple[Listed, ...]) -> MethodFacts:
    changed = replace(method, since=method.since or FIRST_VERSION)
    for one in listed:
        kind, told_of = one.difference.kind, one.difference.method
        place, _, what = kind.partition("_")
        is_common = not told_of and method.answer and not method.own_answer
        if place == "method" and told_of == method.name and what in ("since", "returns"):
            changed = replace(changed, **{what: one.difference.ours})
        elif place == "method" and told_of == method.name and what == "status":
            changed = replace(changed, status=tuple(map(int, one.difference.ours.split(", "))))
        elif place in ("query", "body", "answer") and (told_of == method.name or is_common):
            changed = replace(changed, **{place: tuple(_changed(list(getattr(changed, place)), what, one))})
    return changed


def _changed(fields: list[FieldFacts], what: str, one: Listed) -> list[FieldFacts]:
    """The fields of one place with one difference applied. Raises LookupError naming a field that is not there."""
    name, ours, theirs = one.difference.name, one.difference.ours, one.difference.theirs
    if what == "extra":
        return _placed(fields, FieldFacts(name, since=one.since, basis=one.basis), one)
    at = _place_of(ours if what == "order" else name, fields)
    old = fields[at]
    rest = fields[:at] + fields[at + 1 :]
    if what == "missing":
        return rest
    if what == "order":
        return _placed(rest, old, replace(one, before=theirs))
    if what == "until":  # it left its place for another
        fields[at] = replace(old, until=ours)
        return _placed(fields, replace(old, since=ours), one)
    if what == "since":
        fields[at] = replace(old, since=ours, basis=one.basis)
    elif what == "required":
        fields[at] = replace(old, required=ours == "yes")
    elif what == "type":
        fields[at] = replace(old, type=ours)
    elif what == "values":
        fields[at] = replace(old, values=tuple(value for value in old.values if value not in theirs.split(", ")))
    else:
        raise LookupError(f"{one.difference}: no such kind")
    return fields


def _placed(fields: list[FieldFacts], new: FieldFacts, one: Listed) -> list[FieldFacts]:
    at = 0
    if one.before:
        at = _place_of(one.before, fields)
    elif one.after:
        at = _place_of(one.after, fields) + 1
    return [*fields[:at], new, *fields[at:]]


def _place_of(name: str, fields: list[FieldFacts]) -> int:
    names = [field.name for field in fields]
    if name not in names:
        raise LookupError(f"{name} is none of {', '.join(names)}")
    return names.index(name)
