"""Faults of an Open Dental office, by the names its integrators know, and what each does to a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Transport
from mockod.simulation.fault_fields import FaultField, read_parsed, read_text
from mockod.simulation.fault_kinds import COMMON, FaultKind, FaultKinds, throttled
from mockod.simulation.faults import ActiveFault
from mockod.vendors.opendental.access.settings import PERMISSIONS
from mockod.vendors.opendental.access.versions import DEFAULT, PATTERN, parse_version

ECONNECTOR_DOWN = "The office's eConnector is not running. Please contact the office to start their eConnector."
NOT_ASSIGNED = "API key has not been assigned."
OUT_OF_TIME = "The request did not finish within 60 seconds."
LIMIT = 60.0
"""Seconds after which the vendor gives up (documented)."""


def _not_assigned(active: ActiveFault) -> ApiError:
    return ApiError(400, NOT_ASSIGNED, Basis.OBSERVED)


def _permission_missing(active: ActiveFault, endpoint: Endpoint[Any]) -> ApiError:
    wanted = active.fault.permission or endpoint.permission
    return ApiError(401, f"Developer does not have permission {wanted} for this method.", Basis.ASSUMED)


def _version_too_low(active: ActiveFault, endpoint: Endpoint[Any]) -> ApiError:
    version = active.fault.version or DEFAULT
    return ApiError(400, f"This method requires Open Dental version {version} or higher.", Basis.ASSUMED)


def _timeout(active: ActiveFault) -> ApiError:
    return ApiError(504, OUT_OF_TIME, Basis.ASSUMED, transport=Transport(delay=active.seconds(LIMIT)))


KINDS: Mapping[str, FaultKind] = {
    "econnector_down": FaultKind(
        "400: the eConnector does not run; nothing is done",
        early=lambda active: ApiError(400, ECONNECTOR_DOWN, Basis.OBSERVED),
    ),
    "key_disabled": FaultKind("400: the office switched the key off; nothing is done", early=_not_assigned),
    "key_unassigned": FaultKind("400: the key is assigned to nobody; nothing is done", early=_not_assigned),
    "permission_missing": FaultKind(
        "401: the method's permission, or the one named; nothing is done", late=_permission_missing
    ),
    "version_too_low": FaultKind(
        "400: the office is older than the method, or than named; nothing is done", late=_version_too_low
    ),
    "throttled": FaultKind(COMMON["throttled"].text, early=throttled(Basis.OBSERVED)),
    "timeout": FaultKind("504 after 60 seconds, or those named; nothing is done", early=_timeout),
    **{name: COMMON[name] for name in ("slow", "answer_lost", "connection_reset", "truncated_body", "respond")},
}


def _permission(name: str, value: Any) -> str:
    text = read_text(name, value)
    if text not in PERMISSIONS:
        raise ValueError(f"{name}: {text!r} is none of {', '.join(PERMISSIONS)}")
    return text


def _version(name: str, value: Any) -> str:
    return str(read_parsed(parse_version)(name, value))


FAULTS = FaultKinds(
    KINDS,
    permission=FaultField(_permission, {"type": "string", "enum": list(PERMISSIONS)}),
    version=FaultField(_version, {"type": "string", "pattern": f"^{PATTERN}$"}),
)

early_refusal = FAULTS.early_refusal
late_refusal = FAULTS.late_refusal
