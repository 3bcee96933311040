"""Verification: whether a client asked what it should have, and what comes nearest where it did not.

Pure: expectations and the journal's entries in, findings out.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import parse_qs

from mockod.rest.json_codec import write_json
from mockod.simulation.journal import Entry, content, named

MOST_NEAREST = 3
MOST_COUNTED = 100
"""Differences of a request that are counted: what has more comes no nearer than what has as many."""
MOST_DIFFERENCES = 20
"""Of a request that comes near, that are told."""
LONGEST_TOLD = 200
"""Characters of a place or a value that a difference tells."""


_WILDCARDS = re.compile(r"[\[?]")
"""Of a shell, that stand for themselves in a header's value."""


class Reading:
    """Parses what requests say; the last one's but once, however many patterns ask for it one after another."""

    def __init__(self) -> None:
        self.body: Callable[[bytes], Any] = lru_cache(maxsize=1)(content)
        self.query: Callable[[str], dict[str, list[str]]] = lru_cache(maxsize=1)(_parameters)
        self.headers: Callable[[str], dict[str, str]] = lru_cache(maxsize=1)(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Requests of one kind. None means: whichever."""

    method: str | None = None
    path: str | None = None
    """Below the API's prefix, letter case aside, with wildcards as in a shell, * and ? and [..]: ``appointments/*``."""
    endpoint: str | None = None
    """Like a path: ``GET appointments/{AptNum}``."""
    status: str | None = None
    """A digit each, or x for any: ``201``, ``4xx``."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """Parameters among those sent; None for one that is not."""
    headers: Mapping[str, Any] = field(default_factory=dict)
    """Headers among those sent, names in any letter case, * in a value for anything; None for one that is not."""
    unmatched: bool | None = None
    """Only those that match no endpoint or, where false, that match one."""
    body: Any = None
    """What the body holds among other things; None inside it for what is null or not there."""

    def fits(self, entry: Entry, reading: Reading | None = None) -> bool:
        return next(self.differences(entry, reading), None) is None

    def differences(self, entry: Entry, reading: Reading | None = None) -> Iterator[str]:
        """What of an entry is not as wanted, one sentence for each part: ``body.Op: wanted 2, was 1``."""
        if self.method and self.method.upper() != entry.method:
            yield _differs("method", self.method.upper(), entry.method)
        for name, wanted, was in (("path", self.path, entry.path), ("endpoint", self.endpoint, entry.endpoint)):
            if wanted is not None and not _alike(wanted, was):
                yield _differs(name, wanted, was.strip("/") or "nothing")
        if self.status and not fnmatchcase(str(entry.status), self.status.replace("x", "?")):
            yield _differs("status", self.status, str(entry.status))
        reading = reading or Reading()
        if self.query:
            yield from _in_query(self.query, reading.query(entry.query))
        if self.headers:
            yield from _in_headers(self.headers, reading.headers(entry.headers))
        if self.unmatched not in (None, bool(entry.unmatched)):
            yield _differs("unmatched", _spelled(self.unmatched), _spelled(bool(entry.unmatched)))
        if self.body is not None:
            yield from _in_body(self.body, entry, reading)


@dataclass(frozen=True, slots=True)
class Expectation:
    """How often requests of a kind were to come."""

    pattern: Pattern
    least: int = 1
    most: int | None = None
    """None for any number."""


@dataclass(frozen=True, slots=True)
class Near:
    """A request that is not what was expected, and why not."""

    entry: Entry
    differences: Sequence[str]
    """The first ``MOST_DIFFERENCES``; of more, it says at the end that there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one expectation."""

    expectation: Expectation
    found: Sequence[Entry]
    nearest: Sequence[Near] = ()
    """Where there were too few, those that come nearest; the best, and of equals the latest, first."""

    @property
    def is_met(self) -> bool:
        least, most = self.expectation.least, self.expectation.most
        return least <= len(self.found) and (most is None or len(self.found) <= most)


@dataclass(frozen=True, slots=True)
class _Span:
    """Where an expectation's requests may begin, and which there are, by their places among all."""

    begin: int
    found: Sequence[int]


def verify(expectations: Sequence[Expectation], entries: Sequence[Entry], *, in_order: bool = False) -> list[Finding]:
    """Hold expectations against entries, oldest first; answers a finding for each.

    In order, each expectation begins after the fewest requests that satisfy the one before it, and ends at the first
    that the next one to be called asks for: what is never to be called is not to be called between its neighbours.
    """
    fitting = _fitting([one.pattern for one in expectations], entries)
    spans = _one_after_another(expectations, fitting) if in_order else [_Span(0, found) for found in fitting]
    found = list(zip(expectations, spans, strict=True))
    nearest = _nearest([(one.pattern, span) for one, span in found if len(span.found) < one.least], entries)
    return [
        Finding(one, [entries[n] for n in span.found], next(nearest) if len(span.found) < one.least else ())
        for one, span in found
    ]


def _fitting(patterns: Sequence[Pattern], entries: Sequence[Entry]) -> list[list[int]]:
    """The places of the entries that fit each pattern. Entry by entry, so that each is parsed once."""
    reading = Reading()
    fitting: list[list[int]] = [[] for _ in patterns]
    for n, entry in enumerate(entries):
        for pattern, places in zip(patterns, fitting, strict=True):
            if pattern.fits(entry, reading):
                places.append(n)
    return fitting


def _one_after_another(expectations: Sequence[Expectation], fitting: Sequence[Sequence[int]]) -> list[_Span]:
    spans, begin = [], 0
    for place, expectation in enumerate(expectations):
        found = [n for n in fitting[place] if n >= begin]
        after = begin
        if len(found) >= expectation.least:
            after = found[expectation.least - 1] + 1 if expectation.least else begin
            later = zip(expectations[place + 1 :], fitting[place + 1 :], strict=True)
            following = next((places for one, places in later if one.least), ())
            end = next((n for n in following if n >= after), None)
            found = [n for n in found if end is None or n < end]
        spans.append(_Span(begin, found))
        begin = after
    return spans


def _nearest(missed: Sequence[tuple[Pattern, _Span]], entries: Sequence[Entry]) -> Iterator[list[Near]]:
    """For each pattern, of those not found the ones with the fewest differences; one that has none came too early."""
    if not missed:
        return
    reading = Reading()
    found = [frozenset(span.found) for _, span in missed]
    best: list[list[tuple[int, int]]] = [[] for _ in missed]
    """For each pattern, the differences of those that come nearest, and their places, negative."""
    for n in reversed(range(len(entries))):  # so that of equals the latest is there before
        for (pattern, _), others, nearest in zip(missed, found, best, strict=True):
            if n in others:
                continue
            is_full = len(nearest) == MOST_NEAREST
            enough = nearest[-1][0] if is_full else MOST_COUNTED
            count = sum(1 for _ in islice(pattern.differences(entries[n], reading), enough))
            if not is_full or count < enough:
                insort(nearest, (count, -n))
                del nearest[MOST_NEAREST:]
    for (pattern, span), nearest in zip(missed, best, strict=True):
        too_early = [f"order: wanted after request {entries[span.begin - 1].number}"] if span.begin else []
        yield [Near(entries[-n], _first(pattern.differences(entries[-n])) or too_early) for _, n in nearest]


def _first(differences: Iterator[str]) -> list[str]:
    """As many as are told; and that there are more."""
    first = list(islice(differences, MOST_DIFFERENCES))
    return [*first, "and more"] if next(differences, None) is not None else first


def _alike(wanted: str, was: str) -> bool:
    return fnmatchcase(was.strip("/").lower(), wanted.strip("/").lower())


def _differs(place: str, wanted: str, was: str) -> str:
    return f"{shortened(place)}: wanted {shortened(wanted)}, was {shortened(was)}"


def _parameters(query: str) -> dict[str, list[str]]:
    return parse_qs(query, keep_blank_values=True)


def _in_query(wanted: Mapping[str, Any], sent: Mapping[str, list[str]]) -> Iterator[str]:
    for name, value in wanted.items():
        values = sent.get(name, [])
        was = " and ".join(values) if values else "not sent"
        if value is None:
            if values:
                yield _differs(f"query.{name}", "not sent", was)
        elif _as_text(value) not in values:
            yield _differs(f"query.{name}", _as_text(value), was)


def _in_headers(wanted: Mapping[str, Any], sent: Mapping[str, str]) -> Iterator[str]:
    for name, value in wanted.items():
        was = sent.get(name.lower())
        if value is None:
            if was is not None:
                yield _differs(f"headers.{name}", "not sent", was)
        elif was is None or not fnmatchcase(was, _WILDCARDS.sub(r"[\g<0>]", _as_text(value))):
            yield _differs(f"headers.{name}", _as_text(value), "not sent" if was is None else was)


def _in_body(wanted: Any, entry: Entry, reading: Reading) -> Iterator[str]:
    if "body" in entry.clipped:
        yield f"body: only {len(entry.body)} of its {entry.body_size} bytes were kept"
    else:
        yield from _inside(wanted, reading.body(entry.body), "body")


def _inside(wanted: Any, was: Any, place: str) -> Iterator[str]:
    """What is not in ``was`` as in ``wanted``: objects may have more names; lists must be as long."""
    if isinstance(wanted, dict) and (isinstance(was, dict) or (was is None and wanted)):
        for name, value in wanted.items():
            yield from _inside(value, (was or {}).get(name), f"{place}.{name}")
    elif isinstance(wanted, list) and isinstance(was, list) and len(wanted) == len(was):
        for number, (value, item) in enumerate(zip(wanted, was, strict=True)):
            yield from _inside(value, item, f"{place}[{number}]")
    elif type(wanted) is bool or type(was) is bool:
        if wanted is not was:
            yield _differs(place, _spelled(wanted), _spelled(was))
    elif wanted != was:
        yield _differs(place, _spelled(wanted), _spelled(was))


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else write_json(value).decode()


def _spelled(value: Any) -> str:
    """As JSON, so that a text can be told from a number."""
    return "nothing" if value is None else write_json(value).decode()


def shortened(text: str) -> str:
    """A text, not too long to be told."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
