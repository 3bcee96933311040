"""The vendor's facts on its resources, as its pages tell them: ``contract/facts/*.yaml``, read into dataclasses.

``contract/facts/README.md`` explains the format. This module knows nothing of mockod, but for the list of documented
methods that mockod ships, which ``PYTHONPATH=tests python -m support.vendor_facts`` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from support.paths import CONTRACT, PACKAGE

FACTS = CONTRACT / "facts"
EVERYWHERE = {"Limit": "", "Offset": "", "DateFormatString": "22.2.26", "DateTimeFormatString": "22.2.14"}
"""Query parameter that every method has -> the version that brought it. Some pages name them, most do not."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A query parameter, a field of a body or a field of an answer."""

    name: str
    type: str = ""
    """A word of ``facts/README.md``; empty where nobody says."""
    required: bool = False
    since: str = ""
    """The version that brought the field; empty where it is as old as its method, or where nobody says."""
    values: tuple[str, ...] = ()
    ref: str = ""
    """The column it points at: ``patient.PatNum``."""
    until: str = ""
    """The version that took the field away from its place. No page tells one."""
    basis: str = "documented"
    """What its being there and its version rest on."""


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """One method: what it takes and what it answers."""

    method: str
    path: str
    since: str
    returns: str
    """``object``, ``list``, ``none`` or ``other``."""
    query: tuple[FieldFacts, ...] = ()
    body: tuple[FieldFacts, ...] = ()
    answer: tuple[FieldFacts, ...] = ()
    status: tuple[int, ...] = ()
    own_answer: bool = False
    """The answer is not the resource's common object."""
    is_declared: bool = False
    """The body stands in the order of the common object, whatever the page's: so it is where no code reads it."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """One resource: the first word of its paths, and its methods."""

    resource: str
    methods: tuple[MethodFacts, ...]
    common: tuple[FieldFacts, ...] = ()
    """The answer of every method that has none of its own."""


@cache
def vendor_resources() -> dict[str, ResourceFacts]:
    """Load every file of the folder. The key is the resource's name."""
    loaded = (_resource(read_yaml(path)) for path in sorted(FACTS.glob("*.yaml")))
    return {facts.resource: facts for facts in loaded}


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def _resource(written: Mapping[str, Any]) -> ResourceFacts:
    common = _fields(written["object"])
    return ResourceFacts(written["resource"], tuple(method_facts(m, common) for m in written["methods"]), common)


def method_facts(written: Mapping[str, Any], common: tuple[FieldFacts, ...]) -> MethodFacts:
    """A method as a file writes it."""
    own = _fields(written.get("object", []))
    has_fields = written["returns"] in ("object", "list")
    return MethodFacts(
        method=written["method"],
        path=written["path"],
        since=written["since"],
        returns=written["returns"],
        query=_fields(written.get("query", [])),
        body=_fields(written.get("body", [])),
        answer=(own or common) if has_fields else (),
        status=tuple(written["status"]),
        own_answer=bool(own),
    )


def _fields(written: Iterable[Mapping[str, Any]]) -> tuple[FieldFacts, ...]:
    return tuple(
        FieldFacts(
            name=field["name"],
            type=field["type"],
            required=field.get("required", False),
            since=field.get("since", ""),
            values=tuple(field.get("values", ())),
            ref=field.get("ref", ""),
        )
        for field in written
    )


def documented_methods() -> str:
    """``GET employers/{EmployerNum} 23.3.22`` and so on, a line each: the list that mockod ships."""
    methods = (method for resource in vendor_resources().values() for method in resource.methods)
    return "".join(f"{m.method} {m.path.lstrip('/')} {m.since}".rstrip() + "\n" for m in methods)


if __name__ == "__main__":
    shipped = PACKAGE / "vendors/opendental/engine/documented_methods.txt"
    shipped.write_text(documented_methods(), encoding="utf-8")
