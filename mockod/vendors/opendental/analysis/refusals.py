"""Refused requests by their words, and those that mockod does not simulate: what a client was never given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mockod.vendors.opendental.analysis import request_rules
from mockod.vendors.opendental.analysis.parsed_request import Sent

NO_PARAMETER = " is not a valid parameter."
REASONS = (
    (r"X-Mockod-Fault: .*", "the header orders no fault that there is"),
    (r"Too many requests", "it came too fast: too many others waited"),
    (r"Authorization header is .*", "the keys are missing or malformed"),
    (r"Invalid credentials\.", "the keys file does not list these keys"),
    (r"API key has not been assigned\.", "the office has switched the key off"),
    (r"Developer does not have permission (\S+) for this method\.", r"the key lacks the permission \1"),
    (r"This method requires Open Dental version (\S+) or higher\.", r"the office is older than \1, which brought it"),
    (r"This method has been deprecated since .* (\S+)\.", r"the office is not older than \1, which took it away"),
    (r"Content-Type must be .*", "a body goes with Content-Type: application/json"),
    (r".* is required\.", "something is missing"),
    (r".* format must be .*", "a value is written in another format"),
    (r".* is invalid\..*", "a value is none of those understood there"),
    (r".* not found\.", "there is no such row"),
    (r"Request body is .*", "the body cannot be read"),
)
"""The vendor's words -> the reason, plainly. The first that fits counts."""
UNKNOWN: tuple[tuple[str, Callable[[Sent], Iterator[str]]], ...] = (
    ("resource", request_rules.nowhere),
    ("method", request_rules.no_such_method),
    ("parameter", lambda sent: request_rules.unknown_names(sent) if NO_PARAMETER in sent.refusal else iter(())),
)
"""What does not exist, and what tells it and, in brackets, what was meant."""
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
    """Why a request was refused, for who does not know the vendor's words; and what was meant, where that is near."""
    if sent.entry.status == 500:
        return OUR_OWN
    for what, explain in UNKNOWN:
        for said in explain(sent):
            hint = said.partition(" (")[2].removesuffix(")")
            return f"there is no such {what}{f'; {hint}' if hint else ''}"
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
    since = sent.documented.since if sent.documented else ""
    return {
        "method": sent.name,
        "since": since or None,
        "reason": f"Open Dental has it{f' since {since}' if since else ''}",
    }
