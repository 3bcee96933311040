"""Faults: set, listed, ended; for one office, or for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from mockod.control.fields import Anything, Number
from mockod.control.scope import Result, Scope
from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.simulation.clock import FORMAT
from mockod.simulation.faults import ActiveFault, Faults


class FaultBody(Wire):
    """An order. Its values are read by the vendor's table of faults, which knows what each kind may say."""

    kind = Anything(data_key="kind", required=True)
    method = Anything(data_key="method")
    path = Anything(data_key="path")
    every = Anything(data_key="every")
    times = Anything(data_key="times")
    probability = Anything(data_key="probability")
    seed = Anything(data_key="seed")
    begins = Anything(data_key="begins")
    ends = Anything(data_key="ends")
    seconds = Anything(data_key="seconds")
    permission = Anything(data_key="permission")
    version = Anything(data_key="version")


@dataclass(frozen=True, slots=True)
class Which:
    number: int | None = None


class WhichQuery(Wire):
    makes = Which
    number = Number(data_key="number")


def add_fault(scope: Scope, order: Mapping[str, Any]) -> dict[str, Any]:
    """Order one. It ends by itself after ``times`` requests, or at ``ends``; or when it is deleted."""
    try:
        fault = scope.fault_kinds.read(order)
        active = _faults(scope).add(replace(fault, path=scope.below_base(fault.path)))
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    return _to_json(active)


def list_faults(scope: Scope) -> Result:
    """Those at work: the office's own, or, without a key, those for all."""
    active = _faults(scope).listed()
    lines = [f"{a.number}: {_in_words(a)}" for a in active] or ["No faults."]
    return Result([_to_json(each) for each in active], "\n".join(lines))


def list_kinds(scope: Scope) -> Result:
    """Every kind of fault, and what it does."""
    kinds = scope.fault_kinds.texts()
    return Result(kinds, "\n".join(f"{name:20}{text}" for name, text in kinds.items()))


def end_faults(scope: Scope, which: Which) -> dict[str, Any]:
    """End the one of this number, or all."""
    faults = _faults(scope)
    if which.number is None:
        faults.clear()
    elif not faults.remove(which.number):
        raise ApiError(404, f"There is no fault {which.number} here.", Basis.ASSUMED)
    return {"faults": len(faults.listed())}


def _faults(scope: Scope) -> Faults:
    return scope.offices.faults if scope.key is None else scope.office.faults


def _to_json(active: ActiveFault) -> dict[str, Any]:
    """A fault with its number and what it has done; what was not ordered is left out."""
    ordered = {name: _plain(value) for name, value in asdict(active.fault).items() if value is not None}
    return {"number": active.number, **ordered, "seen": active.seen, "struck": active.applied}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime(FORMAT)
    if isinstance(value, tuple):
        return value[0] if value[0] == value[1] else list(value)
    return value


def _in_words(active: ActiveFault) -> str:
    values = _to_json(active).items()
    details = ", ".join(f"{name} {value}" for name, value in values if name not in ("number", "kind") and value)
    return f"{active.fault.kind}{f' ({details})' if details else ''}"


ENDPOINTS = (
    Endpoint("GET", "faults", list_faults, basis=Basis.ASSUMED),
    Endpoint("POST", "faults", add_fault, body=FaultBody, status=201, basis=Basis.ASSUMED),
    Endpoint("DELETE", "faults", end_faults, query=WhichQuery, basis=Basis.ASSUMED),
    Endpoint("GET", "faults/kinds", list_kinds, basis=Basis.ASSUMED),
)
