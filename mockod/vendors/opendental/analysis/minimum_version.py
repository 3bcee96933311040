"""The oldest Open Dental that a client can do with, told from what it has sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mockod.simulation.journal import Entry
from mockod.vendors.opendental.access.versions import FIRST
from mockod.vendors.opendental.analysis.parsed_request import Sent, read_back
from mockod.vendors.opendental.pipeline.checks import SPELLINGS

NOTE = "Told from what was sent. Which fields of the answers the client reads cannot be known, and some are younger."
NOT_SIMULATED = (
    "Of methods that are not simulated only the methods are counted: their parameters and fields may be younger."
)


def minimum_version(entries: Sequence[Entry]) -> dict[str, Any]:
    """The lowest version that knows every method, parameter and field that these requests used, or would have.

    Refused requests count: what was meant is needed. So do methods that the vendor documents and that are not
    simulated. ``because`` tells everything younger than the API itself, the youngest first, each with the first
    request that used it.
    """
    first: dict[tuple[str, str], Sent] = {}
    requests = read_back(entries)
    for sent in requests:
        for since, what in _used(sent):
            if _numbers(since) > FIRST:
                first.setdefault((since, what), sent)
    youngest_first = sorted(first, key=lambda used: _numbers(used[0]), reverse=True)
    because = [_reason(since, what, first[since, what]) for since, what in youngest_first]
    needed = youngest_first[0][0] if youngest_first else ".".join(str(number) for number in FIRST)
    notes = [NOTE, *([NOT_SIMULATED] if any(sent.documented for sent in requests) else [])]
    return {"version": needed, "because": because, "note": " ".join(notes)}


def _reason(since: str, what: str, sent: Sent) -> dict[str, Any]:
    return {"what": what, "since": since, "request": sent.entry.number, "simulated": sent.documented is None}


def _used(sent: Sent) -> Iterator[tuple[str, str]]:
    """Pairs of version and what came with it."""
    endpoint = sent.endpoint or sent.documented
    if endpoint is None:
        return
    if endpoint.since:
        yield endpoint.since, f"method {sent.name}"
    yield from ((since, f"query parameter {name}") for name, since in _spellings(sent.query))
    for value in sent.values:
        kind = "body field" if value.of_body else "query parameter"
        if value.declared.since:
            yield value.declared.since, f"{kind} {value.name} of {sent.name}"


def _spellings(query: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, since) for name, since in SPELLINGS.items() if name in query]


def _numbers(since: str) -> tuple[int, ...]:
    """``22.4`` came before ``22.4.9``: alone it means the first build."""
    return tuple(int(part) for part in since.split("."))
