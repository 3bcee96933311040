"""Reads checks, sources and undos as they are written in YAML.

A step is its verb and path, and the rest of it: ``{GET: things/$ThingNum, expect: {status: 404}}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from mockod.conformance.suite import Check, Expectation, Source, Step, Undo, shape_of
from mockod.rest.messages import Basis

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where PyYAML was built with it."""
VERBS = ("GET", "POST", "PUT", "DELETE")


def read_file(path: Path) -> Any:
    """The file's YAML."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


def read_checks(group: str, written: Mapping[str, Mapping[str, Any]]) -> Iterator[Check]:
    """Checks by name. Raises ValueError naming one that says what no check can say."""
    for name, said in written.items():
        full_name = f"{group}.{name}"
        try:
            values = _known(Check, said, "name")
            steps = tuple(map(read_step, said["steps"]))
            yield Check(**values | {"name": full_name, "basis": Basis(said["basis"]), "steps": steps})
        except (ValueError, TypeError, KeyError) as exc:
            raise ValueError(f"{full_name}: {exc}") from exc


def read_step(said: Mapping[str, Any]) -> Step:
    """One step. Raises ValueError for what no step can say."""
    verb = next((verb for verb in VERBS if verb in said), "")
    if not verb:
        raise ValueError(f"a step begins with {', '.join(VERBS)}")
    rest = _known(Step, {name: value for name, value in said.items() if name != verb}, "method", "path")
    return Step(**rest | {"method": verb, "path": said[verb], "expect": read_expectation(said.get("expect", {}))})


def read_expectation(said: Mapping[str, Any]) -> Expectation:
    """What an answer must be. Raises ValueError for what nothing can be."""
    values = _known(Expectation, said)
    tuples = {name: tuple(values[name]) for name in ("sorted_by", "rows", "apart_from") if name in values}
    between = {name: (least, most) for name, (least, most) in values.get("between", {}).items()}
    basis = Basis(values["basis"]) if "basis" in values else None
    return Expectation(**values | tuples | {"between": between, "basis": basis})


def read_sources(written: Mapping[str, Any]) -> dict[str, tuple[Source, ...]]:
    """Sources by the name of their values; each has one, or a list of them in the order in which they are tried."""
    return {name: tuple(map(_source, said if isinstance(said, list) else [said])) for name, said in written.items()}


def _source(said: Mapping[str, Any]) -> Source:
    of_step = ("query", "body", *VERBS)
    rest = _known(Source, {name: value for name, value in said.items() if name not in of_step}, "step")
    step = read_step({name: said[name] for name in of_step if name in said})
    renew = read_step(said["renew"]) if "renew" in said else None
    return Source(**rest | {"step": step, "renew": renew})


def read_undos(written: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, ...], Undo]:
    """Undos by the operation that they take back: ``POST things``."""
    read = {}
    for operation, said in written.items():
        verb, _, path = operation.partition(" ")
        values = _known(Undo, said)
        read[verb, *shape_of(path)] = Undo(**values | {"steps": tuple(map(read_step, said.get("steps", ())))})
    return read


def _known(kind: Any, said: Mapping[str, Any], *derived: str) -> dict[str, Any]:
    """What is said, if it is something that ``kind`` has."""
    unknown = said.keys() - ({one.name for one in fields(kind)} - set(derived))
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is nothing that can be said of a {kind.__name__.lower()}")
    return dict(said)
