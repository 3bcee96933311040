"""Diagnostics: what a client does wrong, which version it needs, and why a time is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.control import answers
from mockod.control.endpoints import ControlEndpoint, call, query
from mockod.control.refusals import refused
from mockod.control.scope import Result, Scope, offered
from mockod.log import printable
from mockod.simulation.journal import Entry
from mockod.vendors.vendor import ControlFeatures


def lint(scope: Scope) -> Result:
    """What the journal shows of refusals and of a client's mistakes; an empty list where there are none."""
    findings = offered(scope.features.lint)(_requests_to_offices(scope), scope.offices.settings)
    lines = [line for finding in findings for line in _finding_in_words(finding)]
    return Result(findings, "\n".join(lines) or "No findings.")


def _requests_to_offices(scope: Scope) -> list[Entry]:
    """What the journal has of one office, or of all, that was asked of this vendor: a stray was of nobody."""
    return [entry for entry in scope.offices.journals.entries(scope.key) if entry.vendor == scope.vendor.name]


def _finding_in_words(finding: Mapping[str, Any]) -> list[str]:
    """A line, and one for each group of requests that are alike."""
    title = f"{finding['rule']} ({_often(finding['times'])}: {_requests(finding)}): {finding['text']}"
    return [title, *(f"  {_group_in_words(group)}" for group in finding.get("groups", ()))]


def _group_in_words(group: Mapping[str, Any]) -> str:
    return printable(f"{_often(group['times'])}, as request {group['request']}: {group['what']} [{group['reason']}]")


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _requests(finding: Mapping[str, Any]) -> str:
    numbers = ", ".join(str(number) for number in finding["requests"])
    more = ", …" if finding["times"] > len(finding["requests"]) else ""
    return f"{'request' if finding['times'] == 1 else 'requests'} {numbers}{more}"


def minimum_version(scope: Scope) -> Result:
    """The oldest version that knows all that the journal's requests have used, simulated or not."""
    needed = offered(scope.features.minimum_version)(_requests_to_offices(scope))
    lines = [_reason_in_words(reason) for reason in needed["because"]]
    return Result(needed, "\n".join([needed["version"], *lines, needed["note"]]))


def _reason_in_words(reason: Mapping[str, Any]) -> str:
    lacking = "" if reason["simulated"] else ", not simulated"
    return f"{reason['since']}: {reason['what']} (request {reason['request']}{lacking})"


def why_not(scope: Scope, query: Any) -> Result:
    """A day of the office in pieces: what is offered, and why all the rest is not."""
    feature = offered(scope.features.why_not)
    try:
        with scope.office.transaction() as tx:
            explained = feature.explain(tx, query)
    except ValueError as exc:
        raise refused(exc) from exc
    lines = [f"{piece['start']}-{piece['end']}  {piece['reason']}" for piece in explained["pieces"]]
    return Result(explained, "\n".join([*lines, *(f"Note: {note}" for note in explained["notes"])]))


def endpoints(features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    rows = (
        call("GET", "lint", lint, name="lint", answers=answers.FINDINGS),
        call("GET", "minimum-version", minimum_version, name="get_minimum_version", answers=answers.MINIMUM_VERSION),
    )
    if features.why_not is None:
        return rows
    feature = features.why_not
    explained = answers.explanation(feature.answer)
    return (
        *rows,
        query("GET", "why-not", why_not, feature.query, name="explain_slots", answers=explained, needs_office=True),
    )
