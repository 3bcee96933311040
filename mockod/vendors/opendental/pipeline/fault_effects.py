"""Faults of an Open Dental office, by the names its integrators know, and what each does to a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Cut, Transport
from mockod.simulation.clock import parse_moment
from mockod.simulation.faults import LONGEST, ActiveFault, Fault, RequestFaults
from mockod.vendors.opendental.access.settings import PERMISSIONS
from mockod.vendors.opendental.access.versions import DEFAULT, parse_version
from mockod.vendors.opendental.wire.errors import conflict

ECONNECTOR_DOWN = "The office's eConnector is not running. Please contact the office to start their eConnector."
NOT_ASSIGNED = "API key has not been assigned."
OUT_OF_TIME = "The request did not finish within 60 seconds."
LIMIT = 60.0
"""Seconds after which the vendor gives up (documented)."""
SLOW = 2.0
"""Seconds of a slow answer, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault does: refuses before the work, or lets it be done and spoils the answer."""

    text: str
    early: Callable[[ActiveFault], ApiError] | None = None
    """The refusal on the way to the office, whatever was asked."""
    late: Callable[[ActiveFault, Endpoint[Any]], ApiError] | None = None
    """The refusal once the method is known, in the place of the check that it pretends to be."""
    holds: float | None = None
    """Seconds that the answer is held after the work, unless the fault says."""
    cut: Cut | None = None


def _not_assigned(active: ActiveFault) -> ApiError:
    return ApiError(400, NOT_ASSIGNED, Basis.OBSERVED)


def _permission_missing(active: ActiveFault, endpoint: Endpoint[Any]) -> ApiError:
    wanted = active.fault.permission or endpoint.permission
    return ApiError(401, f"Developer does not have permission {wanted} for this method.", Basis.ASSUMED)


def _version_too_low(active: ActiveFault, endpoint: Endpoint[Any]) -> ApiError:
    version = active.fault.version or DEFAULT
    return conflict(f"This method requires Open Dental version {version} or higher.")


def _throttled(active: ActiveFault) -> ApiError:
    after = max(round(active.seconds(5)), 1)
    return ApiError(429, "Too many requests", Basis.OBSERVED, {"Retry-After": str(after)})


def _timeout(active: ActiveFault) -> ApiError:
    return ApiError(504, OUT_OF_TIME, Basis.ASSUMED, transport=Transport(delay=active.seconds(LIMIT)))


def _reset(active: ActiveFault) -> ApiError:
    return ApiError(0, "The connection was reset.", Basis.ASSUMED, transport=Transport(cut=Cut.RESET))


KINDS: Mapping[str, Kind] = {
    "econnector_down": Kind(
        "400: the eConnector does not run; nothing is done",
        early=lambda active: ApiError(400, ECONNECTOR_DOWN, Basis.OBSERVED),
    ),
    "key_disabled": Kind("400: the office switched the key off; nothing is done", early=_not_assigned),
    "key_unassigned": Kind("400: the key is assigned to nobody; nothing is done", early=_not_assigned),
    "permission_missing": Kind(
        "401: the method's permission, or the one named; nothing is done", late=_permission_missing
    ),
    "version_too_low": Kind(
        "400: the office is older than the method, or than named; nothing is done", late=_version_too_low
    ),
    "throttled": Kind("429 with Retry-After (seconds, 5); nothing is done", early=_throttled),
    "timeout": Kind("504 after 60 seconds, or those named; nothing is done", early=_timeout),
    "slow": Kind("the answer comes late, by 2 seconds or those named; all is done", holds=SLOW),
    "answer_lost": Kind("the connection closes without an answer; all is done", cut=Cut.LOST),
    "connection_reset": Kind("the connection is reset; nothing is done", early=_reset),
    "truncated_body": Kind("the answer breaks off in its middle; all is done", cut=Cut.TRUNCATED),
}


EARLY = frozenset(name for name, kind in KINDS.items() if kind.early)
LATE = frozenset(name for name, kind in KINDS.items() if kind.late)
SPOILING = frozenset(KINDS) - EARLY - LATE


def early_refusal(faults: RequestFaults) -> ApiError | None:
    """What stops a request on its way to the office."""
    active = faults.first(EARLY)
    early = KINDS[active.fault.kind].early if active else None
    return early(active) if active and early else None


def late_refusal(faults: RequestFaults, endpoint: Endpoint[Any]) -> ApiError | None:
    """What pretends to be one of the checks on a known method."""
    active = faults.first(LATE)
    late = KINDS[active.fault.kind].late if active else None
    return late(active, endpoint) if active and late else None


def apply_to_response(faults: RequestFaults, transport: Transport) -> Transport:
    """What becomes of an answer, its own fate included."""
    for active in faults.all(SPOILING):
        kind = KINDS[active.fault.kind]
        delay = 0.0 if kind.holds is None else active.seconds(kind.holds)
        transport = Transport(transport.delay + delay, transport.cut or kind.cut)
    return transport


NUMBERS = {"every": 1, "times": 1, "seed": 0}
"""Whole numbers of an order, and the least that each may be."""
MOST = 999_999_999
"""The most that each may be."""
FIELDS = ("kind", "method", "path", "probability", "begins", "ends", "seconds", "permission", "version", *NUMBERS)


def read_fault(order: Mapping[str, Any]) -> Fault:
    """An order as JSON or a header has it. Raises ValueError naming what is wrong."""
    for name in order:
        if name not in FIELDS:
            raise ValueError(f"{name}: a fault has {', '.join(FIELDS)}")
    if order.get("kind") not in tuple(KINDS):
        raise ValueError(f"kind: {order.get('kind')!r} is none of {', '.join(KINDS)}")
    fault = Fault(**{name: _READERS[name](name, value) for name, value in order.items() if value is not None})
    if fault.begins and fault.ends and fault.ends <= fault.begins:
        raise ValueError("ends: a moment after begins belongs here")
    return fault


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 200:
        raise ValueError(f"{name}: a text belongs here")
    return value


def _whole(name: str, value: Any) -> int:
    if type(value) is not int or not NUMBERS[name] <= value <= MOST:
        raise ValueError(f"{name}: a whole number from {NUMBERS[name]} to {MOST} belongs here")
    return value


def _number(name: str, value: Any, most: float) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else -1.0
    except (TypeError, ValueError, OverflowError):
        number = -1.0
    if not 0 <= number <= most:
        raise ValueError(f"{name}: a number between 0 and {most:g} belongs here")
    return number


def _share(name: str, value: Any) -> float:
    return _number(name, value, 1)


def _seconds(name: str, value: Any) -> tuple[float, float]:
    """One number, or two to draw between."""
    bounds = value if isinstance(value, list) else [value, value]
    if len(bounds) != 2:
        raise ValueError(f"{name}: one number belongs here, or two to draw between")
    least, most = (_number(name, bound, LONGEST) for bound in bounds)
    return min(least, most), max(least, most)


def _permission(name: str, value: Any) -> str:
    text = _text(name, value)
    if text not in PERMISSIONS:
        raise ValueError(f"{name}: {text!r} is none of {', '.join(PERMISSIONS)}")
    return text


def _version(name: str, value: Any) -> str:
    return str(_parsed(parse_version, name, value))


def _moment(name: str, value: Any) -> Any:
    return _parsed(parse_moment, name, value)


def _parsed(parse: Callable[[str], Any], name: str, value: Any) -> Any:
    text = _text(name, value)
    try:
        return parse(text)
    except ValueError as exc:
        raise ValueError(f"{name}: {exc}") from exc


def _method(name: str, value: Any) -> str:
    return _text(name, value).upper()


def _path(name: str, value: Any) -> str:
    """Below the API's prefix, which may be written too."""
    return _text(name, value).strip("/").removeprefix("api/v1/")


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "kind": _text,
    "method": _method,
    "path": _path,
    "every": _whole,
    "times": _whole,
    "probability": _share,
    "seed": _whole,
    "begins": _moment,
    "ends": _moment,
    "seconds": _seconds,
    "permission": _permission,
    "version": _version,
}
