"""Verify: whether a client asked of one office, or of all, what it should have.

A verification that fails is an answer like another, with status 200 and ``verified`` false; only an order that cannot
be understood is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

from mockod.control import answers
from mockod.control.endpoints import body
from mockod.control.fields import Anything, Each, Map, PathText, Status, Text, Verb, YesOrNo
from mockod.control.refusals import refused
from mockod.control.requests import MOST, entry_to_json, in_one_line
from mockod.control.scope import Result, Scope
from mockod.control.targets import check_target
from mockod.log import printable
from mockod.rest.errors import ApiError, Contradiction, NotThere
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis
from mockod.rest.nearest import was_meant
from mockod.rest.schema import BadFormat, FieldType, Leniency, Unfit
from mockod.rest.whole_numbers import whole
from mockod.simulation.journal import BODY_CLIPPED_AT, LONGEST_VALUE, NOT_KEPT
from mockod.simulation.verification import Expectation, Finding, Pattern, shortened, verify

MOST_TIMES = 1_000_000
MOST_MEMBERS = 5000
"""Members and items of the bodies, queries and headers of all calls together: each is held against every request."""
MOST_LINES = 10
"""Of the requests found, in a text."""
HOW_OFTEN = ("times", "at_least", "at_most")
"""What of an expectation does not tell which requests are meant."""
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^|~-]{1,200}")
"""A header's name. One with an underscore reaches no office: it could not be told from one with a dash."""
COMMON_HEADERS = ("Accept", "Authorization", "Content-Type", "Idempotency-Key", "User-Agent", "X-Request-ID")
"""Which may have been meant by others that there are not."""
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
    return least, most


def _count(value: Any) -> int:
    count = whole(value)
    if count is None or not 0 <= count <= MOST_TIMES:
        raise ValueError("no count")
    return count


class Times(FieldType):
    """How often."""

    format = 'a number, "never" or {"least": 1, "most": 2}'

    def read(self, value: Any, leniency: Leniency) -> Any:
        try:
            _bounds(value)
        except ValueError as exc:
            raise BadFormat("no times") from exc
        return value

    def json_schema(self) -> dict[str, Any]:
        count = Count().json_schema()
        names = {"properties": {"least": count, "most": count}, "additionalProperties": False}
        bounds = {"type": "object", "minProperties": 1, **names}
        return {"oneOf": [count, {"const": "never"}, bounds]}


class Count(FieldType):
    """So many requests."""

    def read(self, value: Any, leniency: Leniency) -> int:
        try:
            return _count(value)
        except ValueError as exc:
            raise Unfit(f"a whole number from 0 to {MOST_TIMES} belongs here") from exc

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "maximum": MOST_TIMES}


class Parameters(Map):
    """Query parameters, or headers: a text, a number, true, false or, for one not sent, null each."""

    def read(self, value: Any, leniency: Leniency) -> dict[str, Any]:
        given = super().read(value, leniency)
        if any(isinstance(item, dict | list) for item in given.values()):
            raise Unfit("a text, a number, true, false or null belongs to each name")
        return given

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBody:
    """Requests that are expected, as they were ordered."""

    method: Annotated[str | None, Verb()] = None
    path: Annotated[str | None, PathText()] = None
    endpoint: Annotated[str | None, Text()] = None
    status: Annotated[str | None, Status()] = None
    query: Annotated[dict[str, Any] | None, Parameters()] = None
    headers: Annotated[dict[str, Any] | None, Parameters()] = None
    body: Annotated[Any, Anything()] = None
    unmatched: Annotated[bool | None, YesOrNo()] = None
    times: Annotated[Any, Times()] = None
    at_least: Annotated[int | None, Count()] = None
    at_most: Annotated[int | None, Count()] = None

    @property
    def given(self) -> dict[str, Any]:
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in named if value is not None}

    @property
    def expectation(self) -> Expectation:
        wanted = {name: value for name, value in self.given.items() if name not in HOW_OFTEN}
        return Expectation(Pattern(**wanted), *self.bounds)

    @property
    def bounds(self) -> Bounds:
        """At least and at most so often, as ``times`` says it or ``at_least`` and ``at_most``. Raises Contradiction."""
        if self.at_least is None and self.at_most is None:
            least, most = _bounds(self.times)
        elif self.times is not None:
            raise Contradiction("times: at_least and at_most say how often already")
        else:
            least, most = self.at_least or 0, self.at_most
        if most is not None and most < least:
            raise Contradiction(f"{'times' if self.times else 'at_most'}: the most is less than the least")
        return least, most


@dataclass(frozen=True, slots=True)
class VerifyBody:
    """What is to be verified."""

    calls: Annotated[Sequence[CallBody], Each(CallBody, "calls")]
    in_order: Annotated[bool, YesOrNo()] = False


def verify_calls(scope: Scope, order: VerifyBody) -> Result:
    """Hold what was expected against the journal; where it fails, tell which requests come nearest, and why not."""
    key = scope.key
    entries = scope.offices.journals.entries(key)
    _check_size(order.calls)
    calls = [_checked(scope, expected, number) for number, expected in enumerate(order.calls)]
    findings = verify([expected.expectation for expected in calls], entries, in_order=order.in_order)
    results = list(zip(calls, findings, strict=True))
    failed = [(expected, finding) for expected, finding in results if not finding.is_met]
    if failed:
        lines = [line for result in failed for line in _failure_in_words(*result, names_office=key is None)]
        data = {"verified": False, "failures": [_failure_to_json(*result) for result in failed]}
        return Result(data, "\n".join(["Not verified.", *lines]))
    lines = [_in_words(*result) for result in results]
    data = {"verified": True, "found": [_to_json(*result) for result in results]}
    return Result(data, "\n".join(["Verified.", *lines]))


def _check_size(calls: Sequence[CallBody]) -> None:
    """Refuses a body that no journal could hold whole, and more members than can be held against all requests."""
    for number, expected in enumerate(calls):
        if expected.body is not None and len(write_json(expected.body)) > BODY_CLIPPED_AT:
            kept = f"a body of more than {BODY_CLIPPED_AT} bytes is not kept whole, and so never found"
            raise ApiError(400, f"calls[{number}]: body: {kept}", Basis.ASSUMED)
    if sum(_members(call.body) + len(call.query or ()) + len(call.headers or ()) for call in calls) > MOST_MEMBERS:
        raise ApiError(400, f"calls: all bodies and queries together may have {MOST_MEMBERS} members", Basis.ASSUMED)


def _members(value: Any) -> int:
    """Members of objects and items of lists, however deep."""
    count, waiting = 0, [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict | list):
            count += len(found)
            waiting += found.values() if isinstance(found, dict) else found
    return count


def _checked(scope: Scope, expected: CallBody, number: int) -> CallBody:
    """An expectation with its path as the journal has it."""
    expected = replace(expected, path=scope.below_base(expected.path), endpoint=scope.endpoint(expected.endpoint))
    try:
        check_target(
            scope,
            method=expected.method,
            path=expected.path,
            endpoint=expected.endpoint,
            unmatched=bool(expected.unmatched),
        )
        _check_headers(expected.headers or {})
        _ = expected.bounds
    except ValueError as exc:
        raise refused(exc, f"calls[{number}]") from exc
    return expected


def _check_headers(headers: Mapping[str, Any]) -> None:
    """Raises NotThere naming a header, or a value, that no request in the journal can have."""
    for name, value in headers.items():
        if not HEADER.fullmatch(name) or name.lower() in NOT_KEPT:
            raise NotThere(f"headers: no request in the journal has a header {name!r}{was_meant(name, COMMON_HEADERS)}")
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            raise NotThere(f"headers: {name}: only {LONGEST_VALUE} characters of a value are kept")


def _to_json(expected: CallBody, finding: Finding) -> dict[str, Any]:
    """A finding; ``refused`` are those of the requests found that were, ``not_simulated`` those of them that mockod
    refused for its own lack: the latest ``MOST`` of each.
    """
    numbers = [entry.number for entry in finding.found]
    refused = [entry.number for entry in finding.found if entry.status >= 400]
    lacking = [entry.number for entry in finding.found if not entry.is_simulated]
    return {
        "expected": expected.given,
        "found": len(numbers),
        "requests": numbers[-MOST:],
        "refused": refused[-MOST:],
        "not_simulated": lacking[-MOST:],
    }


def _failure_to_json(expected: CallBody, finding: Finding) -> dict[str, Any]:
    nearest = [{"request": entry_to_json(near.entry), "differences": near.differences} for near in finding.nearest]
    return {**_to_json(expected, finding), "nearest": nearest}


def _in_words(expected: CallBody, finding: Finding) -> str:
    """``POST notes body {"text":"a"}: wanted 1, found 2 (1 refused)``."""
    kind = " ".join(_spelled(name, value) for name, value in expected.given.items() if name not in HOW_OFTEN)
    found = f"{len(finding.found)}{_refused_in_words(expected, finding)}"
    return f"{kind or 'any request'}: wanted {_often(finding.expectation)}, found {found}"


def _refused_in_words(expected: CallBody, finding: Finding) -> str:
    """`` (2 refused, 1 not simulated)``: how many of those found, where that was not asked for."""
    refused = 0 if expected.status else sum(1 for entry in finding.found if entry.status >= 400)
    lacking = sum(1 for entry in finding.found if not entry.is_simulated)
    counts = ((refused, "refused"), (lacking, "not simulated"))
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f" ({told})" if told else ""


def _spelled(name: str, value: Any) -> str:
    return shortened(value if isinstance(value, str) else f"{name} {write_json(value).decode()}")


def _often(expectation: Expectation) -> str:
    least, most = expectation.least, expectation.most
    if most is None:
        return f"at least {least}"
    return str(most) if least == most else f"{least} to {most}"


def _failure_in_words(expected: CallBody, finding: Finding, *, names_office: bool) -> list[str]:
    lines = [_in_words(expected, finding)]
    lines += [f"  found    {in_one_line(entry, names_office=names_office)}" for entry in finding.found[:MOST_LINES]]
    for near in finding.nearest:
        lines.append(f"  nearest  {in_one_line(near.entry, names_office=names_office)}")
        lines += [f"             {printable(difference)}" for difference in near.differences]
    return lines


ENDPOINTS = (body("POST", "verify", verify_calls, VerifyBody, name="verify", answers=answers.VERIFICATION),)
