"""Refused requests by their words, and those that mockod does not simulate: what a client was never given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mockod.vendors.opendental.analysis import request_rules
from mockod.vendors.opendental.analysis.parsed_request import Sent

REASONS = (
    (r"X-Mockod-Fault: .*", "the header orders no fault that there is"),
    (r"Too many requests", "it came too fast: too many others waited"),
    (r"Authorization header is .*", "the keys are missing or malformed"),
    (r"Invalid credentials\.", "the keys file does not list these keys"),
    (r"API key has not been assigned\.", "the office has switched the key off"),
    (r"Developer does not have permission (\S+) for this method\.", r"the key lacks the permission \1"),
    (r"This method requires Open Dental version (\S+) or higher\.", r"the office is older than \1, which brought it"),
    (r"Content-Type must be .*", "a body goes with Content-Type: application/json"),
    (r".* is required\.", "something is missing"),
    (r".* format must be .*", "a value is written in another format"),
    (r".* is invalid\..*", "a value is none of those understood there"),
    (r".* not found\.", "there is no such row"),
    (r"Request body is .*", "the body cannot be read"),
)
"""The vendor's words -> the reason, plainly. The first that fits counts."""
OTHER = "a rule of the office objects"
OUR_OWN = "mockod failed; please report it"


def refused(requests: Sequence[Sent]) -> Iterator[tuple[Sent, str]]:
    """What an office refused, but for what only mockod refuses: method, words and reason."""
    for sent in requests:
        if sent.is_refused and sent.entry.is_simulated:
            words = sent.refusal or "without words"
            yield sent, f"{_kind(sent)}: {sent.entry.status} {words}"


def _kind(sent: Sent) -> str:
    """The method; where there is none, what was sent, whichever row it named."""
    if sent.endpoint or sent.documented:
        return sent.name
    return f"{sent.entry.method} {'/'.join('{}' if part.isdigit() else part for part in sent.parts)}"


def refusal_to_json(sent: Sent) -> dict[str, Any]:
    """A refusal, part by part."""
    return {"method": _kind(sent), "status": sent.entry.status, "answer": sent.refusal, "reason": reason(sent)}


def reason(sent: Sent) -> str:
    """Why a request was refused, for who does not know the vendor's words."""
    if sent.entry.status == 500:
        return OUR_OWN
    for explain in (request_rules.nowhere, request_rules.no_such_method):
        for said in explain(sent):
            return f"there is no such {'resource' if explain is request_rules.nowhere else 'method'}: {said}"
    if " is not a valid parameter." in sent.refusal:
        return f"there is no such parameter: {next(iter(request_rules.unknown_names(sent)), sent.refusal)}"
    for words, why in REASONS:
        match = re.fullmatch(words, sent.refusal, re.DOTALL)
        if match:
            return match.expand(why)
    return OTHER


def not_simulated(requests: Sequence[Sent]) -> Iterator[tuple[Sent, str]]:
    """Methods that the vendor has and mockod has not."""
    return ((sent, sent.name) for sent in requests if not sent.entry.is_simulated)


def method_to_json(sent: Sent) -> dict[str, Any]:
    """A method that is not simulated, and the version that brought it."""
    return {"method": sent.name, "since": (sent.documented.since if sent.documented else "") or None}
