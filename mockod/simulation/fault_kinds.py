"""Kinds of faults: outages, latency, lost answers; what each does to a request, and how one is ordered.

A vendor has a table of its own, of the kinds here and of those that only its offices know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import VERBS, Endpoint
from mockod.rest.errors import ApiError, Contradiction
from mockod.rest.messages import Basis, Cut, Transport
from mockod.rest.patterns import MOMENT
from mockod.rest.whole_numbers import whole
from mockod.simulation.clock import parse_moment
from mockod.simulation.faults import LONGEST, ActiveFault, Fault, RequestFaults

SLOW = 2.0
"""Seconds of a slow answer, unless said otherwise."""
RETRY_AFTER = 5.0
"""Seconds after which a throttled client may come again, unless said otherwise."""
NUMBERS = {"every": 1, "times": 1, "seed": 0}
"""Whole numbers of an order, and the least that each may be."""
MOST = 999_999_999
"""The most that each may be."""
LONGEST_TEXT = 200
"""Characters."""
Read = Callable[[str, Any], Any]
"""A field's name and its JSON value in, the value out. Raises ValueError naming the field."""


@dataclass(frozen=True, slots=True)
class FaultField:
    """What can be said of a fault: how it is read, and the same as JSON Schema."""

    read: Read
    schema: Mapping[str, Any]


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
}
"""Faults that any API has."""


class FaultKinds:
    """The table of a vendor's faults."""

    def __init__(self, kinds: Mapping[str, FaultKind], **fields: FaultField) -> None:
        """``fields`` are those that only some kinds have."""
        self.kinds = kinds
        known: dict[str, FaultField] = {**_FIELDS, **fields}
        self._fields = {name: known[name] for name in (*(name for name in known if name not in NUMBERS), *NUMBERS)}
        self._early = frozenset(name for name, kind in kinds.items() if kind.early)
        self._late = frozenset(name for name, kind in kinds.items() if kind.late)
        self._spoiling = frozenset(kinds) - self._early - self._late

    def texts(self) -> dict[str, str]:
        """Every kind of fault, and what it does."""
        return {name: kind.text for name, kind in self.kinds.items()}

    def schemas(self) -> dict[str, Mapping[str, Any]]:
        """What an order may say, as JSON Schema by name."""
        return {name: field.schema for name, field in self._fields.items()} | {
            "kind": {"type": "string", "enum": list(self.kinds)}
        }

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

        Contradiction where it ends before it begins.
        """
        for name in order:
            if name not in self._fields:
                raise ValueError(f"{name}: a fault has {', '.join(self._fields)}")
        if order.get("kind") not in tuple(self.kinds):
            raise ValueError(f"kind: {order.get('kind')!r} is none of {', '.join(self.kinds)}")
        given = {name: value for name, value in order.items() if value is not None}
        fault = Fault(**{name: self._fields[name].read(name, value) for name, value in given.items()})
        if fault.begins and fault.ends and fault.ends <= fault.begins:
            raise Contradiction("ends: a moment after begins belongs here")
        return fault


def read_text(name: str, value: Any) -> str:
    """A text of 1 to 200 characters. Raises ValueError naming the field."""
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise ValueError(f"{name}: a text belongs here")
    return value


def read_parsed(parse: Callable[[str], Any]) -> Read:
    """Reads a text by ``parse``, whose ValueError then names the field."""

    def read(name: str, value: Any) -> Any:
        text = read_text(name, value)
        try:
            return parse(text)
        except ValueError as exc:
            raise ValueError(f"{name}: {exc}") from exc

    return read


def _whole(name: str, value: Any) -> int:
    number = whole(value)
    if number is None or not NUMBERS[name] <= number <= MOST:
        raise ValueError(f"{name}: a whole number from {NUMBERS[name]} to {MOST} belongs here")
    return number


def _number(name: str, value: Any, most: float) -> float:
    try:
        number = float(value) if type(value) in (int, float) else -1.0
    except OverflowError:
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


def _path(name: str, value: Any) -> str:
    return read_text(name, value).strip("/")


def _method(name: str, value: Any) -> str:
    return read_text(name, value).upper()


def _span(most: float) -> dict[str, Any]:
    return {"type": "number", "minimum": 0, "maximum": most}


TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
_MOMENT = FaultField(read_parsed(parse_moment), {"type": "string", "pattern": f"^{MOMENT}$"})
_FIELDS: Mapping[str, FaultField] = {
    "kind": FaultField(read_text, TEXT),
    "method": FaultField(_method, {"type": "string", "enum": [*VERBS, *map(str.lower, VERBS)]}),
    "path": FaultField(_path, TEXT),
    "probability": FaultField(_share, _span(1)),
    "begins": _MOMENT,
    "ends": _MOMENT,
    "seconds": FaultField(
        _seconds,
        {"anyOf": [_span(LONGEST), {"type": "array", "minItems": 2, "maxItems": 2, "items": _span(LONGEST)}]},
    ),
    **{
        name: FaultField(_whole, {"type": "integer", "minimum": least, "maximum": MOST})
        for name, least in NUMBERS.items()
    },
}
COMMON_FAULTS = FaultKinds(COMMON)
