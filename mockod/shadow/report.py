"""The report of a shadow: what was asked, and every point in which answers were other than described."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from mockod.rest.exchange import Comparison, Difference

MOST_DIFFERENCES = 2_000
"""Different ones; further ones are counted and not told."""


class Report:
    """Counts requests by endpoint and status, and differences by endpoint and point. Holds no value of an answer."""

    def __init__(self, upstream: str, held_against: str) -> None:
        """``held_against`` says in words what answers are compared with: the version of mockod, and as what."""
        self._upstream = upstream
        self._held_against = held_against
        self._lock = threading.Lock()
        self._statuses: dict[str, Counter[int]] = {}
        self._differences: Counter[tuple[str, Difference]] = Counter()
        self._unanswered: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._untold = 0
        self.changes = 0
        """Goes up with everything that is reported."""

    def add(self, comparison: Comparison, status: int) -> None:
        """An exchange that was compared."""
        with self._lock:
            self.changes += 1
            self._statuses.setdefault(comparison.endpoint, Counter())[status] += 1
            for difference in comparison.differences:
                key = (comparison.endpoint, difference)
                if key in self._differences or len(self._differences) < MOST_DIFFERENCES:
                    self._differences[key] += 1
                else:
                    self._untold += 1

    def add_unanswered(self, words: str) -> None:
        """A request that the server did not answer."""
        with self._lock:
            self.changes += 1
            self._unanswered[words] += 1

    def add_refused(self, why: str) -> None:
        """A request that was not passed on."""
        with self._lock:
            self.changes += 1
            self._refused[why] += 1

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {
                "upstream": self._upstream,
                "held_against": self._held_against,
                "requests": sum(sum(statuses.values()) for statuses in self._statuses.values()),
                "endpoints": [
                    {"endpoint": endpoint, "statuses": {str(status): n for status, n in sorted(statuses.items())}}
                    for endpoint, statuses in sorted(self._statuses.items())
                ],
                "differences": [
                    {
                        "endpoint": endpoint,
                        "rule": found.rule,
                        "where": found.where,
                        "expected": found.expected,
                        "got": found.got,
                        "basis": found.basis.value,
                        "times": times,
                    }
                    for (endpoint, found), times in sorted(self._differences.items(), key=_place)
                ],
                "differences_not_told": self._untold,
                "unanswered": dict(self._unanswered),
                "refused": dict(self._refused),
            }

    def to_text(self) -> Iterator[str]:
        """The same for reading, line by line."""
        told = self.to_json()
        yield f"mockod shadow of {told['upstream']}, held against {told['held_against']}"
        yield f"{_counted(told['requests'], 'request')}, {_counted(len(told['differences']), 'difference')}"
        for why, times in (told["refused"] | told["unanswered"]).items():
            yield f"{_counted(times, 'request')} more: {why}"
        endpoint = ""
        for found in told["differences"]:
            if found["endpoint"] != endpoint:
                endpoint = found["endpoint"]
                yield ""
                yield endpoint
            yield f"  {_sentence(found)}"
        if told["differences_not_told"]:
            yield ""
            yield f"{_counted(told['differences_not_told'], 'difference')} more are not told."
        yield ""
        yield "Asked:"
        for asked in told["endpoints"]:
            statuses = ", ".join(f"{status} ({times})" for status, times in asked["statuses"].items())
            yield f"  {asked['endpoint']}: {statuses}"


def _place(item: tuple[tuple[str, Difference], int]) -> tuple[str, str, str, str, str]:
    (endpoint, found), _ = item
    return endpoint, found.rule, found.where, found.expected, found.got


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _sentence(found: Mapping[str, Any]) -> str:
    """``format, Birthdate: expected yyyy-MM-dd (documented), got another text; 3 times``."""
    about = f"{found['rule']}, {found['where']}" if found["where"] else found["rule"]
    times = f"; {found['times']} times" if found["times"] > 1 else ""
    return f"{about}: expected {found['expected']} ({found['basis']}), got {found['got']}{times}"
