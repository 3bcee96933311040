"""Kinds of faults: outages, latency, lost answers; what each does to a request, and how one is ordered.

A vendor has a table of its own, of the kinds here and of those that only its offices know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError, Contradiction
from mockod.rest.messages import Basis, Cut, Transport
from mockod.simulation.fault_fields import FIELDS, NUMBERS, FaultField
from mockod.simulation.faults import ActiveFault, Fault, RequestFaults
from mockod.simulation.stub_fields import STUB_FIELDS, check_stub

SLOW = 2.0
"""Seconds of a slow answer, unless said otherwise."""
RETRY_AFTER = 5.0
"""Seconds after which a throttled client may come again, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What a fault does: refuses before the work, or lets it be done and spoils the answer."""

    text: str
    early: Callable[[ActiveFault], ApiError] | None = None
    """The refusal on the way to the office, whatever was asked."""
    late: Callable[[ActiveFault, Endpoint[Any]], ApiError] | None = None
    """The refusal once the method is known, in the place of the check that it pretends to be."""
    holds: float | None = None
    """Seconds that the answer is held after the work, unless the fault says."""
    cut: Cut | None = None
    responds: bool = False
    """Whether the fault says the answer itself: a stub."""


def throttled(basis: Basis) -> Callable[[ActiveFault], ApiError]:
    """429 with Retry-After, resting on this basis."""

    def refusal(active: ActiveFault) -> ApiError:
        after = max(round(active.seconds(RETRY_AFTER)), 1)
        return ApiError(429, "Too many requests", basis, {"Retry-After": str(after)})

    return refusal


def _connection_reset(active: ActiveFault) -> ApiError:
    return ApiError(0, "The connection was reset.", Basis.ASSUMED, transport=Transport(cut=Cut.RESET))


THROTTLED = FaultKind("429 with Retry-After (seconds, 5); nothing is done", early=throttled(Basis.ASSUMED))
COMMON = {
    "throttled": THROTTLED,
    "slow": FaultKind("the answer comes late, by 2 seconds or those named; all is done", holds=SLOW),
    "answer_lost": FaultKind("the connection closes without an answer; all is done", cut=Cut.LOST),
    "connection_reset": FaultKind("the connection is reset; nothing is done", early=_connection_reset),
    "truncated_body": FaultKind("the answer breaks off in its middle; all is done", cut=Cut.TRUNCATED),
    "respond": FaultKind(
        "a stub: status, headers and body (or json) of your own, and nothing is done, unless execute is true; "
        "with merge or remove all is done, and fields of the real answer are changed",
        responds=True,
    ),
}
"""Faults that any API has."""


class FaultKinds:
    """The table of a vendor's faults."""

    def __init__(self, kinds: Mapping[str, FaultKind], **fields: FaultField) -> None:
        """``fields`` are those that only some kinds have."""
        self.kinds = kinds
        known: dict[str, FaultField] = {**FIELDS, **STUB_FIELDS, **fields}
        self._fields = {name: known[name] for name in (*(name for name in known if name not in NUMBERS), *NUMBERS)}
        self._early = frozenset(name for name, kind in kinds.items() if kind.early)
        self._late = frozenset(name for name, kind in kinds.items() if kind.late)
        self._stubs = frozenset(name for name, kind in kinds.items() if kind.responds)
        self._spoiling = frozenset(kinds) - self._early - self._late - self._stubs

    def texts(self) -> dict[str, str]:
        """Every kind of fault, and what it does."""
        return {name: kind.text for name, kind in self.kinds.items()}

    def schemas(self) -> dict[str, Mapping[str, Any]]:
        """What an order may say, as JSON Schema by name."""
        return {name: field.schema for name, field in self._fields.items()} | {
            "kind": {"type": "string", "enum": list(self.kinds)}
        }

    def stub(self, faults: RequestFaults) -> ActiveFault | None:
        """The one that says the answer, whatever the office would."""
        return faults.first(self._stubs)

    def early_refusal(self, faults: RequestFaults) -> ApiError | None:
        """What stops a request on its way to the office."""
        active = faults.first(self._early)
        early = self.kinds[active.fault.kind].early if active else None
        return early(active) if active and early else None

    def late_refusal(self, faults: RequestFaults, endpoint: Endpoint[Any]) -> ApiError | None:
        """What pretends to be one of the checks on a known method."""
        active = faults.first(self._late)
        late = self.kinds[active.fault.kind].late if active else None
        return late(active, endpoint) if active and late else None

    def apply_to_response(self, faults: RequestFaults, transport: Transport) -> Transport:
        """What becomes of an answer on its way, by the faults that strike it and by what was settled before."""
        for active in faults.all(self._spoiling):
            kind = self.kinds[active.fault.kind]
            delay = 0.0 if kind.holds is None else active.seconds(kind.holds)
            transport = Transport(transport.delay + delay, transport.cut or kind.cut)
        return transport

    def read(self, order: Mapping[str, Any]) -> Fault:
        """A fault as JSON or a header orders it. Raises ValueError naming what is wrong.

        Contradiction where it ends before it begins, and where a stub cannot be.
        """
        for name in order:
            if name not in self._fields:
                raise ValueError(f"{name}: a fault has {', '.join(self._fields)}")
        if order.get("kind") not in tuple(self.kinds):
            raise ValueError(f"kind: {order.get('kind')!r} is none of {', '.join(self.kinds)}")
        given = {name: value for name, value in order.items() if value is not None}
        fault = Fault(**{name: self._fields[name].read(name, value) for name, value in given.items()})
        check_stub(fault, responds=self.kinds[fault.kind].responds)
        if fault.begins and fault.ends and fault.ends <= fault.begins:
            raise Contradiction("ends: a moment after begins belongs here")
        return fault


COMMON_FAULTS = FaultKinds(COMMON)
