"""Advice: what a client does wrong, which version it needs, and why a time is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.control.fields import Anything, Number
from mockod.control.scope import Result, Scope
from mockod.rest.errors import ApiError
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire


def lint(scope: Scope) -> Result:
    """What the journal shows of a client's mistakes; an empty list where there are none."""
    findings = scope.vendor.lint(scope.offices.journals.entries(scope.key))
    lines = [f"{found['rule']} ({_often(found['times'])}: {_requests(found)}): {found['text']}" for found in findings]
    return Result(findings, "\n".join(lines) or "No findings.")


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _requests(found: Mapping[str, Any]) -> str:
    numbers = ", ".join(str(number) for number in found["requests"])
    more = ", …" if found["times"] > len(found["requests"]) else ""
    return f"{'request' if found['times'] == 1 else 'requests'} {numbers}{more}"


def minimum_version(scope: Scope) -> Result:
    """The oldest version that knows all that the journal's requests have used."""
    needed = scope.vendor.minimum_version(scope.offices.journals.entries(scope.key))
    lines = [f"{one['since']}: {one['what']} (request {one['request']})" for one in needed["because"]]
    return Result(needed, "\n".join([needed["version"], *lines, needed["note"]]))


class TimeQuery(Wire):
    """Which time: read by the vendor, whose names these are."""

    date = Anything(data_key="date", required=True)
    time = Anything(data_key="time")
    ProvNum = Number(data_key="ProvNum")
    OpNum = Number(data_key="OpNum")
    lengthMinutes = Number(data_key="lengthMinutes")


def why_not(scope: Scope, asked: Mapping[str, Any]) -> Result:
    """A day of the office in pieces: what is offered, and why all the rest is not."""
    try:
        with scope.office.transaction() as tx:
            told = scope.vendor.why_not(tx, asked)
    except ValueError as exc:
        raise ApiError(400, str(exc), Basis.ASSUMED) from exc
    lines = [f"{piece['start']}-{piece['end']}  {piece['reason']}" for piece in told["pieces"]]
    return Result(told, "\n".join([*lines, *(f"Note: {note}" for note in told["notes"])]))


ENDPOINTS = (
    Endpoint("GET", "lint", lint, basis=Basis.ASSUMED, slow=True),
    Endpoint("GET", "minimum-version", minimum_version, basis=Basis.ASSUMED, slow=True),
    Endpoint("GET", "why-not", why_not, query=TimeQuery, basis=Basis.ASSUMED),
)
