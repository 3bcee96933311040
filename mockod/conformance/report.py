"""What came of it: an outcome for each check, with differences; and the report as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockod.rest.messages import Basis

LONGEST_TEXT = 160
"""Characters of a refusal that a report tells."""
LONGEST_MASK = 24
MOST_NAMES = 5
"""Checks that were not tried for the same reason, as the text tells them; the other forms tell all."""
_CONTROL = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a terminal might take for more than a letter."""
PASSED, DIFFERS, NOT_TRIED = "passed", "differs", "not tried"


@dataclass(frozen=True, slots=True)
class Difference:
    """One point in which an answer is not what it must be."""

    call: str
    where: str
    """``status``, ``text``, ``field ThingNum``, ``order of fields`` …"""
    expected: str
    found: str
    basis: Basis
    """What the expectation rests on."""
    source: str = ""
    """Where it is said, or printed."""
    times: str = ""
    """``3 of 20 rows``, where it is not all of them."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Alike are those of the same call in the same place with the same finding."""
        return (self.call, self.where, self.found)

    def lines(self) -> list[str]:
        basis = f"{self.basis}: {self.source}" if self.source else str(self.basis)
        times = f" ({self.times})" if self.times else ""
        return [
            f"{self.call}: {self.where}",
            f"  expected  {self.expected}",
            f"  found     {self.found}{times}",
            f"  basis     {basis}",
        ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check."""

    name: str
    about: str
    basis: Basis
    differences: tuple[Difference, ...] = ()
    not_tried: str = ""
    """Why; empty for a check that was played."""
    seconds: float = 0.0

    @property
    def word(self) -> str:
        return DIFFERS if self.differences else NOT_TRIED if self.not_tried else PASSED


@dataclass(slots=True)
class Report:
    """All that a run found."""

    title: str
    base_url: str
    version: str = ""
    """Of the server, in words."""
    outcomes: list[Outcome] = field(default_factory=list)
    requests: int = 0
    undone: list[str] = field(default_factory=list)
    """What the run made and took back."""
    left: list[str] = field(default_factory=list)
    """What the run made and could not take back."""
    stopped: str = ""
    """Why the run ended before its end."""

    def of(self, word: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.word == word]

    @property
    def differences(self) -> list[Difference]:
        return [difference for outcome in self.outcomes for difference in outcome.differences]

    @property
    def exit_code(self) -> int:
        """0: nothing differs. 1: something does. 2: the run did not come to its end, or nothing could be tried."""
        if self.stopped or (self.outcomes and not self.of(PASSED) and not self.of(DIFFERS)):
            return 2
        return 1 if self.differences else 0

    def summary(self) -> str:
        counts = ", ".join(f"{len(self.of(word))} {word}" for word in (PASSED, DIFFERS, NOT_TRIED))
        return f"{len(self.outcomes)} checks: {counts}; {self.requests} requests"


def as_text(report: Report) -> str:
    """For a person: differences first, then what was not tried and why, then what is left."""
    return _CONTROL.sub("\ufffd", "\n".join(_text(report)) + "\n")


def _text(report: Report) -> Iterator[str]:
    yield f"{report.title} at {report.base_url}, {report.version or 'version unknown'}"
    yield report.summary()
    for outcome in report.of(DIFFERS):
        yield ""
        yield f"DIFFERS  {outcome.name}: {outcome.about}"
        for difference in outcome.differences:
            yield from (f"  {line}" for line in difference.lines())
    yield from _not_tried(report.of(NOT_TRIED))
    for heading, told in (("Made and taken back:", report.undone), ("Made and still there:", report.left)):
        if told:
            yield ""
            yield heading
            yield from (f"  {line}" for line in told)
    if report.stopped:
        yield ""
        yield f"Stopped: {report.stopped}"


def _not_tried(outcomes: Sequence[Outcome]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for outcome in outcomes:
        by_reason.setdefault(outcome.not_tried, []).append(outcome.name)
    if by_reason:
        yield ""
        yield "Not tried:"
    for reason, names in by_reason.items():
        yield f"  {reason}"
        yield from (f"    {name}" for name in names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            yield f"    and {len(names) - MOST_NAMES} more"


# ----- values in words -----


def masked(text: str) -> str:
    """A text without what it says: every letter an ``a`` or ``A``, every digit a ``9``.

    >>> masked("3/14/1988, Ana")
    '9/99/9999, Aaa'
    """
    mask = re.sub(r"\d", "9", re.sub(r"[^\W\d_]", lambda m: "A" if m[0].isupper() else "a", text))
    return mask if len(mask) <= LONGEST_MASK else f"{mask[:LONGEST_MASK]}…"


def in_words(value: Any, *, plainly: bool = False) -> str:
    """A value for a report. What a person may have written is masked, unless it may be told ``plainly``.

    >>> in_words(True), in_words(""), in_words("Ana"), in_words("Ana", plainly=True)
    ('the JSON boolean true', 'an empty text', 'a text like "Aaa"', '"Ana"')
    """
    if isinstance(value, bool):
        return f"the JSON boolean {str(value).lower()}"
    if value == "" and isinstance(value, str):
        return "an empty text"
    if isinstance(value, str):
        told = value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]}…"
        told = told.replace("\r", "\\r").replace("\n", "\\n")
        return f'"{told}"' if plainly else f'a text like "{masked(value)}"'
    if isinstance(value, int | float) and plainly:
        return str(value)
    names = {type(None): "null", int: "a whole number", float: "a decimal number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")
