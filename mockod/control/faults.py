"""Faults: set, listed, ended; for one office, or for all."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from mockod.control import answers
from mockod.control.endpoints import ControlEndpoint, body, call, query
from mockod.control.fields import Anything, Number
from mockod.control.refusals import refused
from mockod.control.scope import Result, Scope
from mockod.control.targets import check_target
from mockod.log import Line, printable, shortened
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.simulation.clock import FORMAT
from mockod.simulation.faults import ActiveFault, Faults
from mockod.simulation.verification import shortened as clipped_end
from mockod.vendors.vendor import ControlFeatures


def fault_body(features: ControlFeatures) -> Schema:
    """An order. Its values are read by the vendor's table of faults, which knows what each kind may say."""
    fields = features.faults.schemas().items()
    return Schema.of(
        "FaultBody", tuple(Field(name, name, Anything(schema), required=name == "kind") for name, schema in fields)
    )


AS_JSON = ("headers", "body", "json", "merge", "remove")
"""What of a fault is told as it would be ordered."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WhichQuery:
    """Which fault is meant; None for all."""

    number: Annotated[int | None, Number()] = None


def add_fault(scope: Scope, order: Mapping[str, Any]) -> dict[str, Any]:
    """Order one. It ends by itself after ``times`` requests, or at ``ends``; or when it is deleted."""
    try:
        fault = scope.fault_kinds.read(order)
        fault = replace(fault, path=scope.below_base(fault.path))
        check_target(scope, method=fault.method, path=fault.path, unmatched=bool(fault.unmatched))
        active = _faults(scope).add(fault)
    except ValueError as exc:
        raise refused(exc) from exc
    log.info(Line("fault ordered", office=_whose(scope), number=active.number, fault=_in_words(active, AS_JSON)))
    return {**_to_json(active), **scope.all_offices()}


def list_faults(scope: Scope) -> Result:
    """Those at work: the office's own, or, without a key, those for all."""
    active = _faults(scope).listed()
    lines = [f"{a.number}: {_in_words(a)}" for a in active] or ["No faults."]
    return Result([_to_json(each) for each in active], "\n".join(lines))


def list_kinds(scope: Scope) -> Result:
    """Every kind of fault, and what it does."""
    kinds = scope.fault_kinds.texts()
    return Result(kinds, "\n".join(f"{name:20}{text}" for name, text in kinds.items()))


def end_faults(scope: Scope, which: WhichQuery) -> dict[str, Any]:
    """End the one of this number, or all."""
    faults = _faults(scope)
    if which.number is None:
        faults.clear()
    elif not faults.remove(which.number):
        raise ApiError(404, f"There is no fault {which.number} here.", Basis.ASSUMED)
    log.info(Line("faults ended", office=_whose(scope), number=which.number, left=len(faults.listed())))
    return {"faults": len(faults.listed()), **scope.all_offices()}


def _whose(scope: Scope) -> str:
    return "all" if scope.key is None else shortened(scope.key)


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


def _in_words(active: ActiveFault, aside: Collection[str] = ()) -> str:
    """``slow (path notes*, times 2)``, without what is set ``aside``: no log holds what a stub says."""
    values = _to_json(active).items()
    details = ", ".join(
        _detail(name, value) for name, value in values if name not in ("number", "kind", *aside) and value
    )
    return f"{active.fault.kind}{f' ({details})' if details else ''}"


def _detail(name: str, value: Any) -> str:
    """``path notes*``, on one line; a long body as its beginning, one of objects as JSON."""
    text = write_json(value).decode() if name in AS_JSON and not isinstance(value, str) else str(value)
    return printable(f"{name} {clipped_end(text)}")


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    ordered, at_work = answers.fault(features.faults.schemas())
    return (
        call("GET", "faults", list_faults, name="list_faults", answers=at_work),
        body("POST", "faults", add_fault, fault_body(features), name="add_fault", answers=ordered, status=201),
        query("DELETE", "faults", end_faults, WhichQuery, name="end_faults", answers=answers.FAULTS_LEFT),
        call("GET", "faults/kinds", list_kinds, name="list_fault_kinds", answers=answers.FAULT_KINDS),
    )
