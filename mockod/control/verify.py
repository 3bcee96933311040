"""Verify: whether a client asked of one office, or of all, what it should have.

A verification that fails is an answer like another, with status 200 and ``verified`` false; only an order that cannot
be understood is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from mockod.control.fields import Anything, Map, Nested, PathText, Status, Text, YesOrNo
from mockod.control.requests import in_one_line, printable, shown
from mockod.control.scope import Result, Scope
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import BadFormat, Leniency, Wire, WireField
from mockod.rest.validation import Problem, Reader
from mockod.simulation.verification import Expectation, Finding, Pattern, verify

MOST_CALLS = 100
MOST_TIMES = 1_000_000
MOST_LINES = 10
"""Of the requests found, in a text."""
Bounds = tuple[int, int | None]
"""At least and at most so often."""


def _bounds(times: Any) -> Bounds:
    """What ``times`` says: at least once where it says nothing. Raises ValueError."""
    if times is None:
        return 1, None
    if times == "never":
        return 0, 0
    if not isinstance(times, dict):
        return _count(times), _count(times)
    if not times or times.keys() - {"least", "most"}:
        raise ValueError("least or most belongs here")
    least = _count(times.get("least", 0))
    most = _count(times["most"]) if "most" in times else None
    if most is not None and most < least:
        raise ValueError("the most is less than the least")
    return least, most


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_TIMES:
        raise ValueError("no count")
    return value


class Times(WireField):
    """How often."""

    format = 'a number, "never" or {"least": 1, "most": 2}'

    def read(self, value: Any, habits: Leniency) -> Any:
        try:
            _bounds(value)
        except ValueError as exc:
            raise BadFormat("no times") from exc
        return value

    def json_schema(self) -> dict[str, Any]:
        count = {"type": "integer", "minimum": 0, "maximum": MOST_TIMES}
        bounds = {"type": "object", "properties": {"least": count, "most": count}, "additionalProperties": False}
        return {"oneOf": [count, {"const": "never"}, bounds]}


class Parameters(Map):
    """Query parameters: a text, a number, true, false or, for one not sent, null each."""

    def read(self, value: Any, habits: Leniency) -> dict[str, Any]:
        given = super().read(value, habits)
        if any(isinstance(one, dict | list) for one in given.values()):
            raise ValueError("no parameter")
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Requests that are expected, as it was sent."""

    method: str | None = None
    path: str | None = None
    endpoint: str | None = None
    status: str | None = None
    query: dict[str, Any] | None = None
    body: Any = None
    times: Any = None

    @property
    def given(self) -> dict[str, Any]:
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in named if value is not None}

    @property
    def expectation(self) -> Expectation:
        wanted = {name: value for name, value in self.given.items() if name != "times"}
        return Expectation(Pattern(**wanted), *_bounds(self.times))


class CallBody(Wire):
    makes = Asked
    method = Text(data_key="method")
    path = PathText(data_key="path")
    endpoint = Text(data_key="endpoint")
    status = Status(data_key="status")
    query = Parameters(data_key="query")
    body = Anything(data_key="body")
    times = Times(data_key="times")


class Each(Nested):
    """A list of such objects; a refusal says which is wrong, and how."""

    def read(self, value: Any, habits: Leniency) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_CALLS:
            raise ValueError("no such list")
        reader = Reader(self.wire.schema, lambda since: True, habits)
        return [self._one(reader, item, f"{self.options['data_key']}[{number}]") for number, item in enumerate(value)]

    def _one(self, reader: Reader, item: Any, place: str) -> Any:
        if not isinstance(item, dict):
            raise ApiError(400, f"{place} must be a JSON object.", Basis.ASSUMED)
        known, unknown = reader.named(item)
        if unknown:
            raise ApiError(400, f"{place}: {unknown[0]} is not known here.", Basis.ASSUMED)
        values = reader.load(known)
        if isinstance(values, Problem):
            raise ApiError(400, f"{place}: {values.text}", Basis.ASSUMED)
        return self.wire.makes(**values)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "minItems": 1, "maxItems": MOST_CALLS, "items": super().json_schema()}


@dataclass(frozen=True, slots=True)
class Order:
    calls: Sequence[Asked]
    in_order: bool = False


class VerifyBody(Wire):
    makes = Order
    calls = Each(CallBody, data_key="calls", required=True)
    in_order = YesOrNo(data_key="in_order")


def verify_calls(scope: Scope, order: Order) -> Result:
    """Hold what was expected against the journal; where it fails, tell which requests come nearest, and why not."""
    key = scope.key
    entries = scope.offices.journals.entries(key)
    findings = verify([asked.expectation for asked in order.calls], entries, in_order=order.in_order)
    results = list(zip(order.calls, findings, strict=True))
    failed = [(asked, finding) for asked, finding in results if not finding.is_met]
    if failed:
        lines = [line for result in failed for line in _failure_in_words(*result, names_office=key is None)]
        data = {"verified": False, "failures": [_told_failure(*result) for result in failed]}
        return Result(data, "\n".join(["Not verified.", *lines]))
    lines = [_in_words(*result) for result in results]
    data = {"verified": True, "found": [_told(*result) for result in results]}
    return Result(data, "\n".join(["Verified.", *lines]))


def _told(asked: Asked, finding: Finding) -> dict[str, Any]:
    numbers = [entry.number for entry in finding.found]
    return {"expected": asked.given, "found": len(numbers), "requests": numbers}


def _told_failure(asked: Asked, finding: Finding) -> dict[str, Any]:
    nearest = [{"request": shown(near.entry), "differences": near.differences} for near in finding.nearest]
    return {**_told(asked, finding), "nearest": nearest}


def _in_words(asked: Asked, finding: Finding) -> str:
    """``POST appointments body {"Op":2}: wanted 1, found 0``."""
    kind = " ".join(_spelled(name, value) for name, value in asked.given.items() if name != "times")
    return f"{kind or 'any request'}: wanted {_often(finding.expectation)}, found {len(finding.found)}"


def _spelled(name: str, value: Any) -> str:
    return value if isinstance(value, str) else f"{name} {write_json(value).decode()}"


def _often(expectation: Expectation) -> str:
    least, most = expectation.least, expectation.most
    if most is None:
        return f"at least {least}"
    return str(most) if least == most else f"{least} to {most}"


def _failure_in_words(asked: Asked, finding: Finding, *, names_office: bool) -> list[str]:
    lines = [_in_words(asked, finding)]
    lines += [f"  found    {in_one_line(entry, names_office=names_office)}" for entry in finding.found[:MOST_LINES]]
    for near in finding.nearest:
        lines.append(f"  nearest  {in_one_line(near.entry, names_office=names_office)}")
        lines += [f"             {printable(difference)}" for difference in near.differences]
    return lines


ENDPOINTS = (Endpoint("POST", "verify", verify_calls, body=VerifyBody, slow=True, basis=Basis.ASSUMED),)
